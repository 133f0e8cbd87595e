"""The only place that masks. Identity numbers, cards, phones and names leave the program through here.

Convention of LEGAL §1.13 PI-06: identity number 6+4, card last 4, phone 3+4, name surname only. Keys that join runs are
keyed hashes (HMAC-SHA-256), never plain ones.
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from typing import Any, Final

import polars as pl

from wagecheck.resources import folder, read_toml

#: Eleven digits near each other: what holds fewer cannot hold a number of a person.
_ENOUGH: Final = r"(?:\d\D{0,6}){10}\d"
_MAYBE: Final = re.compile(_ENOUGH)
#: Digits and check characters of other scripts, one for one.
_PLAIN: Final = str.maketrans("０１２３４５６７８９Ｘｘ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789Xx01234567890123456789")
#: An identity number by its form: region, a date of birth that can be, three digits, check character.
_BORN: Final = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_IDENTITY: Final = rf"[1-9]\d{{5}}{_BORN}\d{{3}}[\dXx]"
#: The same where blanks may be chance: the region begins with a province (GB/T 2260).
_IN_GROUPS: Final = re.compile(rf"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])\d{{4}}{_BORN}\d{{3}}[\dXx]")
#: Fifteen digits, as numbers were until 1999.
_OLD: Final = re.compile(r"[1-8]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}")
#: Digits that may be identity numbers, cards or phones: alone; beside letters where their form says so (a hash, a
#: contract number or a company code stays readable); inside longer runs; as the floating number a sheet made of them.
_NUMBERS: Final = re.compile(
    rf"""(?P<id>(?<!\d){_IDENTITY}(?!\d))
      | (?P<alone>(?<![\dA-Za-z])(?<!\d\.)(?:\d{{17}}[\dXx]|\d{{15,19}})(?![\dA-Za-z]))
      | (?P<card>(?<!\d)(?<!\d\.)(?:62|60|9[0-9]|4\d|5[1-5])\d{{13,17}}(?![\dA-Za-z]))
      | (?P<union>(?<!\d)62\d{{14}}(?:\d{{3}})?(?!\d))
      | (?P<phone>(?<!\d)(?<!\d\.)(?:(?<=86)|(?<!\d))1[3-9]\d{{9}}(?![\d]))
      | (?P<country>(?<!\d)(?:(?:00)?86|0)(?P<mobile>1[3-9]\d{{9}})(?!\d))
      | (?P<float>(?<![\d.])[1-9]\.\d{{8,}}(?=[Ee]\+?1[4-8](?!\d)))
      | (?P<inside>(?<=\d){_IDENTITY})""",
    re.VERBOSE,
)
_CODED: Final = re.compile(rf"(?<!\d)(?:{_IDENTITY}|62\d{{14}}(?:\d{{3}})?|1[3-9]\d{{9}})(?!\d)")
_WORD: Final = re.compile(r"[A-Za-z\d]*")
#: What people and programs put between the digits of one number, and runs of digits set apart by it.
_SIGNS: Final = r"\s._/,，．／\-\u2010-\u2015\u2212－"


def _runs(signs: str) -> re.Pattern[str]:
    between = rf"(?:[{signs}]|\\[nrtvf]){{1,3}}"
    return re.compile(rf"(?<![\d*])\d+(?:{between}\d+)+(?:[Xx](?![A-Za-z])|{between}[Xx](?![A-Za-z]))?")


_RUN: Final = _runs(_SIGNS)
#: The form of an identity number says so much that signs count which else stand between one number and the next.
_ANY_RUN: Final = _runs(_SIGNS + "·・、:：;；|｜")
_GROUP: Final = re.compile(r"\d+[Xx]?|[Xx]")
#: Separators that a figure may have: they say nothing where the form of a number does not.
_FIGURE: Final = re.compile(r"[.．,，/／]")
_USUAL: Final = re.compile(r"([ \u00a0\u2000-\u200a\u3000._-])\1*")
_DASHES: Final = re.compile(r"[-\u2010-\u2015－]+")
#: Words before a number that make it a phone, whatever letters stand there.
_CALL: Final = re.compile(r"(?:tel|phone|mobile|mob)[.:]?\s?$", re.IGNORECASE)
_LETTER: Final = re.compile(r"[A-Za-z]")
#: How many digits the numbers have that are looked for, the longest first.
_SIZES: Final = (19, 18, 17, 16, 15, 11)
_CARD: Final = 16
#: Numbers in more groups than these are identity numbers.
_FEW: Final = 5
#: Characters without any width, by which a number can hide from a search.
_UNSEEN: Final = re.compile(r"(?<=\d)[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+(?=[\dXx])")
#: Lists of names in one cell, but not the comma before Ltd.
_LISTED: Final = re.compile(r"([、，；;/／|\n]+|,(?=\s*[\u3400-\u9fff]))")
_NOTES: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
#: Blanks as Python writes them out (``\\u3000``): digits are not told apart from theirs.
_ESCAPED: Final = re.compile(r"(?<=\d)(?:\\u[\da-f]{4}|\\x[\da-f]{2})+(?=[\dXx])")


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
    """First character only: ``张三丰`` → ``张*``, ``买买提·阿不都热合曼`` → ``买*``; names in a list one by one.

    Names of organisations (``rules/dictionaries/organisation_names.toml``) stay readable, numbers of people in them
    do not.
    """
    parts = _LISTED.split(text)
    shown = [
        part if index % 2 or not part else mask_free(part) if is_organisation(part) else part.lstrip()[:1] + "*"
        for index, part in enumerate(parts)
    ]
    return "".join(shown)


@cache
def _words() -> dict[str, Any]:
    return read_toml(folder("rules") / "dictionaries" / "organisation_names.toml")


def is_organisation(name: str) -> bool:
    """Whether a name says that it is a company's, a bank's or another body's; in doubt it is a person's."""
    words = _words()
    whole = _NOTES.sub("", unicodedata.normalize("NFKC", name))
    bare = "".join(whole.split())
    if len(bare) < words["min_chars"]:
        return False
    if bare.endswith(tuple(words["endings"])) or any(word in bare for word in words["words"]):
        return True
    return not set(words["latin"]).isdisjoint(re.findall(r"[a-z]+", whole.lower()))


def mask_free(text: str) -> str:
    """Masks anything that looks like an identity number, card or phone inside free text."""
    if not _MAYBE.search(text):
        return text
    text = _ESCAPED.sub(" ", _UNSEEN.sub("", text))
    # first of all: a group of an identity number may look like a phone or a card
    text = _replaced(text, _set_apart(text, _ANY_RUN, _is_identity))
    found = _NUMBERS.finditer(text.translate(_PLAIN))
    text = _replaced(text, ((*one.span(), _hidden(one, text)) for one in found))
    return _replaced(text, _set_apart(text, _RUN, _is_number))


def mask_code(text: str) -> str:
    """A code or the number of a paper: one word is masked only where it has the form of a person's number.

    A credit code or a guarantee can be of digits alone.
    """
    return _CODED.sub(lambda found: _masked(found.group()), text) if _WORD.fullmatch(text) else mask_free(text)


def mask_person(text: str) -> str:
    """The key of a person in facts: an identity number, or ``name:`` and a name."""
    before, named, name = text.rpartition("name:")
    return before + named + mask_name(name) if named else mask_id(text)


def _replaced(text: str, changes: Iterable[tuple[int, int, str]]) -> str:
    parts, last = [], 0
    for start, end, told in changes:
        parts += [text[last:start], told]
        last = end
    return "".join([*parts, text[last:]])


def _hidden(match: re.Match[str], text: str) -> str:
    """The masked form of one number; ``text`` has its digits as they were written."""
    start, end = match.span()
    found = text[start:end]
    if match.group("float"):
        return found[:7] + "*" * (len(found) - 7)
    if match.group("mobile") is not None:
        return text[start : match.start("mobile")] + mask_phone(text[match.start("mobile") : end])
    return _masked(found)


def _masked(digits: str) -> str:
    return mask_phone(digits) if len(digits) == 11 else mask_id(digits) if len(digits) == 18 else mask_card(digits)


def _set_apart(
    text: str, runs: re.Pattern[str], is_number: Callable[[str, str, list[tuple[int, int]]], bool]
) -> Iterator[tuple[int, int, str]]:
    """Numbers whose digits stand in groups: start, end and masked form, from left to right.

    ``is_number``: whether groups are one number, by the text, their digits and their places.
    """
    plain = text.translate(_PLAIN)
    for run in runs.finditer(plain):
        groups = [found.span() for found in _GROUP.finditer(plain, *run.span())]
        sums = list(accumulate((end - start for start, end in groups), initial=0))
        until = {total: number for number, total in enumerate(sums)}
        digits = "".join(plain[start:end] for start, end in groups)
        first = 0
        while first < len(groups):
            last = next(
                (
                    until[end]
                    for end in (sums[first] + size for size in _SIZES)
                    if end in until
                    and (until[end] - first <= _FEW or _IN_GROUPS.fullmatch(digits, sums[first], end))
                    and is_number(plain, digits[sums[first] : end], groups[first : until[end]])
                ),
                first,
            )
            if last > first:
                start, end = groups[first][0], groups[last - 1][1]
                yield start, end, _masked("".join(text[one:other] for one, other in groups[first:last]))
            first = max(last, first + 1)


def _is_identity(_: str, digits: str, groups: list[tuple[int, int]]) -> bool:
    return len(groups) > 1 and _IN_GROUPS.fullmatch(digits) is not None


def _is_number(text: str, digits: str, groups: list[tuple[int, int]]) -> bool:
    sizes = [end - start for start, end in groups]
    if len(sizes) == 1:
        return False
    if _IN_GROUPS.fullmatch(digits) or (sizes == [6, 6, 3] and _OLD.fullmatch(digits)):
        return True
    if not digits.isdecimal():
        return False
    between = [text[one[1] : other[0]] for one, other in pairwise(groups)]
    before, after = text[max(groups[0][0] - 8, 0) : groups[0][0]], text[groups[-1][1] : groups[-1][1] + 1]
    numbered = bool(_LETTER.match(before[-1:])) and not _CALL.search(before)
    if len(digits) >= _CARD:
        return _is_card(digits, sizes, between, lettered=numbered or bool(_LETTER.match(after)))
    return len(digits) == 11 and not numbered and _is_phone(digits, sizes, between)


def _is_card(digits: str, sizes: list[int], between: list[str], *, lettered: bool) -> bool:
    """Groups of four as on the card, any with usual separators; UnionPay's (62) also in two or three long groups."""
    union = digits.startswith("62")
    if lettered and not union:
        return False
    if sizes[:3] == [4, 4, 4]:
        usual = len(set(between)) == 1 and _USUAL.fullmatch(between[0])
        return bool(usual and max(sizes[3:]) <= 4) or union
    return union and len(sizes) <= 3 and min(sizes) >= 3 and sizes[0] >= 6 and not any(map(_FIGURE.search, between))


def _is_phone(digits: str, sizes: list[int], between: list[str]) -> bool:
    if not re.match(r"1[3-9]", digits):
        return False
    if sizes == [3, 4, 4]:
        return not any(re.search("[,，/／]", one) for one in between)
    if sizes in ([3, 8], [7, 4]):
        return not _FIGURE.search(between[0])
    return sizes == [4, 3, 4] and all(map(_DASHES.fullmatch, between))


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


_MASKS: Final = {
    "id": mask_id, "card": mask_card, "phone": mask_phone, "name": mask_name, "free": mask_free, "code": mask_code,
    "person": mask_person,
}  # fmt: skip


@dataclass(frozen=True)
class Masker:
    """Masks columns and makes worker keys; with ``unmask`` the text passes as it is."""

    key: bytes
    unmask: bool = False

    def column(self, name: str, kind: str) -> pl.Expr:
        """The column ``name`` (String) masked as ``kind`` (one of ``_MASKS``), under its own name."""
        text = pl.col(name)
        if self.unmask:
            return text
        if kind == "free":
            maybe = pl.when(text.str.contains(_ENOUGH)).then(text)
            return pl.coalesce(maybe.map_elements(mask_free, return_dtype=pl.String), text).alias(name)
        if kind == "name":
            return self._names(name)
        mask = _MASKS[kind]
        joined = text.str.split("、").list.eval(pl.element().map_elements(mask, return_dtype=pl.String))
        return joined.list.join("、").alias(name)

    @staticmethod
    def _names(name: str) -> pl.Expr:
        """Short names of Han characters, nearly all there are, without leaving polars."""
        text = pl.col(name)
        usual = text.str.contains(rf"^\p{{Han}}{{1,{_words()['min_chars'] - 1}}}$")
        others = pl.when(~usual).then(text).map_elements(mask_name, return_dtype=pl.String)
        return pl.when(usual).then(text.str.slice(0, 1) + "*").otherwise(others).alias(name)

    def text(self, value: str, kind: str) -> str:
        """One text masked as ``kind``."""
        return value if self.unmask else _MASKS[kind](value)

    def worker_key(self, identity: str) -> str:
        """Sixteen hexadecimal digits that join the same person over runs without saying who it is."""
        return hmac.digest(self.key, identity.encode(), "sha256").hex()[:16]
