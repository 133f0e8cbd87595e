"""The only place that masks. Identity numbers, cards, phones and names leave the program through here.

Convention of LEGAL §1.13 PI-06: identity number 6+4, card last 4, phone 3+4, name surname only. Keys that join runs are
keyed hashes (HMAC-SHA-256), never plain ones.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

#: An identity number by its form: region, a date of birth that can be, three digits, check character.
_IDENTITY = r"[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
#: Digits that may be identity numbers, cards or phones inside free text: alone; beside letters where their form says
#: so (a hash, a contract number or a company code stays readable); as people write them in groups; inside longer runs.
_NUMBERS = re.compile(
    rf"""(?P<id>(?<!\d){_IDENTITY}(?!\d))
      | (?P<alone>(?<![\dA-Za-z])(?<!\d\.)(?:\d{{17}}[\dXx]|\d{{15,19}})(?![\dA-Za-z]))
      | (?P<card>(?<!\d)(?<!\d\.)(?:62|60|9[0-9]|4\d|5[1-5])\d{{13,17}}(?![\dA-Za-z]))
      | (?P<phone>(?<!\d)(?<!\d\.)(?:(?<=86)|(?<!\d))1[3-9]\d{{9}}(?![\d]))
      | (?P<country>(?<!\d)(?:00)?86(?P<mobile>1[3-9]\d{{9}})(?!\d))
      | (?P<grouped>(?<![\dA-Za-z])(?:
            \d{{4}}(?P<a>[ \u00a0\u2000-\u200a\u3000._-])\d{{4}}(?P=a)\d{{4}}(?P=a)\d{{4}}(?:(?P=a)\d{{1,4}})?
          | \d{{6}}(?P<b>[ \u00a0\u2000-\u200a\u3000._-])(?:19|20)\d{{2}}(?P=b)?\d{{4}}(?P=b)\d{{3}}[\dXx]
          | 1[3-9]\d(?P<c>[ \u00a0\u2000-\u200a\u3000._-])\d{{4}}(?P=c)\d{{4}}
        )(?![\dA-Za-z]))
      | (?P<inside>(?<=\d){_IDENTITY})""",
    re.VERBOSE,
)
#: Characters without any width, by which a number can hide from a search.
_UNSEEN = re.compile(r"(?<=\d)[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+(?=[\dXx])")


#: Seven characters or more, none of them the dot inside a person's name.
_COMPANY = re.compile(r"^[^·•・‧∙⋅．.]{7,}$")


def mask_id(text: str) -> str:
    """``110199199003070017`` → ``110199********0017``; shorter documents keep the first and the last character."""
    if len(text) >= 15:
        return text[:6] + "*" * (len(text) - 10) + text[-4:]
    return text if len(text) < 3 else text[0] + "*" * (len(text) - 2) + text[-1]


def mask_card(text: str) -> str:
    """Only the last four characters stay."""
    return "*" * max(len(text) - 4, 0) + text[-4:] if len(text) > 4 else "*" * len(text)


def mask_phone(text: str) -> str:
    """``13800001234`` → ``138****1234``."""
    return text[:3] + "****" + text[-4:] if len(text) >= 11 else "*" * len(text)


def mask_name(text: str) -> str:
    """Surname only: ``张三丰`` → ``张*``. Names joined by 、 are masked one by one; companies stay readable.

    Longer names than a Han name are of companies, unless they have the dot of a translated one (买买提·阿不都热合曼).
    """
    return "、".join(part if _COMPANY.search(part) else part[:1] + "*" for part in text.split("、")) if text else text


def mask_free(text: str) -> str:
    """Masks anything that looks like an identity number, card or phone inside free text."""

    return _NUMBERS.sub(_hidden, _UNSEEN.sub("", text))


def _hidden(match: re.Match[str]) -> str:
    found = match.group(0)
    if (mobile := match.group("mobile")) is not None:
        return found[: -len(mobile)] + mask_phone(mobile)
    digits = re.sub(r"[^\dXx]", "", found)
    return mask_phone(digits) if len(digits) == 11 else mask_id(digits) if len(digits) == 18 else mask_card(digits)


def shown_names(names: Iterable[str]) -> dict[str, str]:
    """Names of files and folders as outputs show them: numbers of people masked.

    Two that become the same are told apart by ``~2``, ``~3`` … before the ending, in their order, so that a place still
    means one file. A name without any such number is itself.
    """
    shown: dict[str, str] = {}
    given = sorted(set(names))
    masked = {name: mask_free(name) for name in given}
    taken = {name for name in given if masked[name] == name}
    for name in given:
        free = masked[name]
        if free != name:
            head, dot, ending = free.rpartition(".")
            stem, rest = (head, dot + ending) if head and "/" not in ending else (free, "")
            number = 2
            while free in taken:
                free, number = f"{stem}~{number}{rest}", number + 1
            taken.add(free)
        shown[name] = free
    return shown


_MASKS = {"id": mask_id, "card": mask_card, "phone": mask_phone, "name": mask_name, "free": mask_free}


@dataclass(frozen=True)
class Masker:
    """Masks columns and makes worker keys; with ``unmask`` the text passes as it is."""

    key: bytes
    unmask: bool = False

    def column(self, name: str, kind: str) -> pl.Expr:
        """The column ``name`` (String) masked as ``kind`` (id, card, phone, name, free), under its own name."""
        if self.unmask:
            return pl.col(name)
        if kind == "name":
            return self._names(name)
        mask = _MASKS[kind]
        joined = pl.col(name).str.split("、").list.eval(pl.element().map_elements(mask, return_dtype=pl.String))
        return joined.list.join("、").alias(name)

    @staticmethod
    def _names(name: str) -> pl.Expr:
        part = pl.element()
        company = part.str.contains(_COMPANY.pattern)
        masked = pl.when(company).then(part).otherwise(part.str.slice(0, 1) + "*")
        return pl.col(name).str.split("、").list.eval(masked).list.join("、").alias(name)

    def text(self, value: str, kind: str) -> str:
        """One text masked as ``kind``."""
        return value if self.unmask else _MASKS[kind](value)

    def worker_key(self, identity: str) -> str:
        """Sixteen hexadecimal digits that join the same person over runs without saying who it is."""
        return hmac.new(self.key, identity.encode(), hashlib.sha256).hexdigest()[:16]
