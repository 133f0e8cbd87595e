"""What the marks of an attendance sheet mean: the legend printed on the sheet first, else ``rules/marks.toml``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from wagecheck import resources


@dataclass(frozen=True)
class Meaning:
    """``work`` days of the mark; None where the mark is known but does not say whether the day was worked."""

    work: Decimal | None
    kind: str
    """work · none · uncertain · overtime."""


NONE = Meaning(Decimal(0), "none")
UNCERTAIN = Meaning(None, "uncertain")


@cache
def rules() -> dict[str, Any]:
    """``rules/marks.toml``."""
    return resources.read_toml(resources.folder("rules") / "marks.toml")


def clean(mark: str) -> str:
    """A mark as it is compared: NFKC without blanks."""
    return "".join(unicodedata.normalize("NFKC", mark).split())


@cache
def _defaults() -> dict[str, Meaning]:
    known: dict[str, Meaning] = {}
    for days, marks in rules()["work"].items():
        known.update({clean(mark): Meaning(Decimal(days), "work") for mark in marks})
    for marks in rules()["none"].values():
        known.update({clean(mark): NONE for mark in marks})
    return known


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Meaning], ...]:
    found: list[tuple[re.Pattern[str], Meaning]] = []
    for entry in rules()["text"]:
        meaning = entry["meaning"]
        if meaning == "uncertain":
            means = UNCERTAIN
        elif re.fullmatch(r"\d+(\.\d+)?", meaning):
            means = Meaning(Decimal(meaning), "work")
        else:
            means = NONE
        found.append((re.compile(entry["pattern"]), means))
    return tuple(found)


def meaning(mark: str, legend: dict[str, Meaning]) -> Meaning | None:
    """What ``mark`` means; None where neither legend nor rules explain it."""
    key = clean(mark)
    known = legend.get(key) or _defaults().get(key)
    if known is not None:
        return known
    return next((means for pattern, means in _patterns() if pattern.search(key)), None)


@cache
def line_role(label: str) -> str | None:
    """work · morning · afternoon · overtime · remark for the label of a line, None for other texts."""
    key = clean(label)
    for role, labels in rules()["lines"].items():
        if key in labels:
            return str(role)
    return None


_OPEN, _CLOSE = r"\[【(<〔「\"“'", r"\]】)>〕」\"”'"
_HAN = r"\u4e00-\u9fff"
#: Whatever stands alone between brackets is the mark, a bracket as well: 早退[<]
_BRACKETED = re.compile(
    rf"^([{_HAN}][{_HAN}\d.]{{0,7}})(?:\[(.{{1,3}})\]|【(.{{1,3}})】|\((.{{1,3}})\)|「(.{{1,3}})」|“(.{{1,3}})”|\"(.{{1,3}})\")$"
)
_ARROW = re.compile(rf"^([<>])[:=]?([{_HAN}]{{2,8}})$")
_AFTER = re.compile(rf"^([{_HAN}][{_HAN}\d.]{{0,7}})[{_OPEN}:=\-—–]*([^{_HAN}\s]{{1,3}}?)[{_CLOSE}]*$")
_BEFORE = re.compile(
    rf"^[{_OPEN}]*([^{_HAN}\s{_OPEN}]{{1,3}}?|[{_HAN}](?=[{_CLOSE}:=\-—–为表代]))[{_CLOSE}]*[:=\-—–]*(?:为|表示|代表|是)*[:=]?([{_HAN}][{_HAN}\d.]{{0,9}})$"
)


#: Both parts stand in one piece of text already: 夜=夜班. What follows belongs to another mark.
_PAIRED = re.compile(r"[^:=][:=][^:=]")


def legend(texts: Iterable[str]) -> dict[str, Meaning]:
    """Marks explained in the texts: ``考勤符号：出勤[/] 迟到[>]`` · ``√出勤 ×旷工`` · ``25-请假`` · ``○ 休息``.

    A text counts when it begins with a word like 考勤符号 or explains at least two marks.
    """
    found: dict[str, Meaning] = {}
    for text in texts:
        plain = unicodedata.normalize("NFKC", text).strip()
        started = False
        for word in rules()["legend"]["start"]:
            if match := re.match(rf"^\W{{0,2}}{re.escape(word)}\s*[:：]?", plain):
                plain, started = plain[match.end() :], True
                break
        pairs = _pairs(plain)
        if pairs and (started or len(pairs) >= 2):
            found.update(pairs)
    return found


def of_contractor(names: Iterable[str]) -> dict[str, Meaning]:
    """The marks of a contractor by ``rules/marks.toml``, for sheets that print no legend; ``names`` as written."""
    wanted = {clean(name) for name in names}
    found: dict[str, Meaning] = {}
    for entry in rules().get("contractor", ()):
        if clean(entry["name"]) in wanted:
            spoken = {clean(mark): _spoken(words) for mark, words in entry["marks"].items()}
            found.update({mark: means for mark, means in spoken.items() if means is not None})
    return found


def _pairs(text: str) -> dict[str, Meaning]:
    tokens = [token for token in re.split(r"[\s、,;。|]+", text) if token]
    pairs: dict[str, Meaning] = {}
    index = 0
    while index < len(tokens):
        token = tokens[index]
        pair = _pair(token)
        if pair is None and index + 1 < len(tokens) and not _PAIRED.search(token):
            pair = _pair(token + tokens[index + 1])
            index += pair is not None
        if pair is not None:
            pairs[pair[0]] = pair[1]
        index += 1
    return pairs


def _pair(token: str) -> tuple[str, Meaning] | None:
    for pattern, mark_first in ((_BRACKETED, False), (_ARROW, True), (_AFTER, False), (_BEFORE, True)):
        match = pattern.match(token)
        if match is None:
            continue
        told = [part for part in match.groups() if part]
        means = _spoken(told[-1] if mark_first else told[0])
        mark = clean(told[0] if mark_first else told[-1])
        if means is not None and mark:
            return mark, means
    return None


def _spoken(words: str) -> Meaning | None:
    table = rules()["legend"]

    def says(kind: str) -> bool:
        return any(word in words for word in table[kind])

    if says("half"):
        return Meaning(Decimal("0.5"), "work")
    if says("none"):
        return NONE
    if says("overtime"):
        return Meaning(None, "overtime")
    return Meaning(Decimal(1), "work") if says("work") else None
