"""Names of firms as people write them: found in a text, compared, resolved against the listed full names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from wagecheck.intake.wordings import dictionary

_COMPANY = re.compile(
    r"[^\s:;,，。/\-—_]{2,40}?公司(?:[^\s\-—_/，,公司]{1,8}分公司)?|[^\s:;,，。/\-—_]{2,20}?(?:集团|工程处|工程局)(?=$|[\s\-—_])"
)
#: What stands around a name and is no part of it.
EDGES: Final = " \t-_—–－·.、,，+&()（）【】[]《》0123456789年月日至~～"


def same_name(one: str, other: str) -> bool:
    """Whether two company names may be one: equal once normalised, or one a short form of the other."""
    a, b = company_key(one), company_key(other)
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    return len(short) >= 2 and (short in long or _is_abbreviation(short, long))


def company_key(name: str) -> str:
    """A company name without blanks, brackets and 有限责任公司 / 有限公司, for comparing."""
    key = re.sub(r"[\s()（）\[\]【】<>《》\"'“”·.\-—_]", "", unicodedata.normalize("NFKC", name))
    for word in dictionary().names["company"]:
        if key.endswith(word) and len(key) > len(word) + 1 and word != "分公司":
            return key[: -len(word)]
    return key


def canonical(name: str, listed: Sequence[str]) -> str:
    """The listed name that ``name`` can only mean; ``name`` itself where none or several fit."""
    exact = [full for full in listed if company_key(full) == company_key(name)]
    if exact:
        return exact[0]
    near = [full for full in listed if same_name(full, name)]
    return near[0] if len(near) == 1 else name


def _is_abbreviation(short: str, long: str) -> bool:
    """恒达劳务 for 湖北恒达建筑劳务: the characters in order, and at least four of them."""
    if len(short) < 4:
        return False
    rest = iter(long)
    return all(char in rest for char in short)


def split_company(written: str) -> tuple[str | None, str]:
    """The company at the beginning of a text and the rest: ``甲有限公司乙项目部`` → (甲有限公司, 乙项目部)."""
    clean = re.sub(
        r"^\s*(?:20\d{2}\s*年?)?\s*(?:\d{1,2}\s*月(?:份)?)?", "", unicodedata.normalize("NFKC", written)
    ).strip()
    found = _COMPANY.match(clean)
    if found is None:
        return None, clean
    company, rest = found.group(0), clean[found.end() :]
    before = ""
    if month := re.match(
        r"(.*\d\s*月份?)(.{4,})", company
    ):  # 滨河二期10月份甲有限公司: no name of a firm holds a month
        before, company = month.group(1), month.group(2)
    if (open_bracket := _unclosed(company)) is not None:  # 花名册（甲有限公司）
        before, company = f"{before}{company[:open_bracket]}", company[open_bracket + 1 :]
    return company, f"{before} {rest}".strip(EDGES)


def _unclosed(written: str) -> int | None:
    """Where a bracket opens that is not closed; the outermost one."""
    depth: list[int] = []
    for place, sign in enumerate(written):
        if sign == "(":
            depth.append(place)
        elif sign == ")" and depth:
            depth.pop()
    return depth[0] if depth else None


def company_in(title: str) -> tuple[str | None, str]:
    """The company of a title, that may stand in a line of its own, and the rest of the title."""
    company, rest = split_company(title)
    if company:
        return company, rest
    lines = title.split()
    for place, line in enumerate(lines):
        company, left = split_company(line)
        if company:
            return company, " ".join([*lines[:place], left, *lines[place + 1 :]]).strip(EDGES)
    return None, rest
