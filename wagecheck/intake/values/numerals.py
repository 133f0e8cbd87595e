"""Chinese numerals of dates and counts (十月, 二〇二六年, 十二天) written as digits, so that one grammar reads both."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import polars as pl

_DIGITS: Final = dict(zip("一二三四五六七八九", "123456789", strict=True)) | dict.fromkeys("〇零○◯Oo", "0")
_NUMERAL: Final = f"[{''.join(_DIGITS)}十]"
_JANUARY: Final = r"(?<![\d万亿千百位:])(?<!\d\s)元(?=\s?月)"
_DATED: Final = re.compile(rf"({_NUMERAL}+)(?=\s*[年月日号])|{_JANUARY}")
_ONE_TO_NINE: Final = "[一二三四五六七八九]"
_COUNTED: Final = re.compile(rf"^({_ONE_TO_NINE}?十{_ONE_TO_NINE}?|{_ONE_TO_NINE}|两)(?=个|天|日|工)")


def arabic(text: str) -> str:
    """Numerals before 年, 月, 日, 号 as digits: ``二〇二六年十月三十一日`` → ``2026年10月31日``; other text stays.

    元月 is January.
    """
    return _DATED.sub(lambda found: _number(found[1]) if found[1] else "1", text)


def counted(text: str) -> str:
    """A numeral before 天, 个, 工 as digits: ``十二天`` → ``12天``, ``两天半`` → ``2天半``; other text stays."""
    return _COUNTED.sub(lambda found: "2" if found[1] == "两" else _number(found[1]), text)


def arabic_column(text: pl.Series) -> pl.Series:
    """``arabic`` over a column; each distinct text with a numeral is converted once."""
    return _converted(text, rf"{_NUMERAL}|元\s?月", arabic)


def counted_column(text: pl.Series) -> pl.Series:
    """``counted`` over a column."""
    return _converted(text, r"^[一二三四五六七八九十两]", counted)


def _converted(text: pl.Series, some: str, convert: Callable[[str], str]) -> pl.Series:
    found = text.filter(text.str.contains(some).fill_null(False)).unique()
    if found.is_empty():
        return text
    return text.replace(found, pl.Series([convert(value) for value in found], dtype=pl.String))


def _number(numeral: str) -> str:
    if "十" not in numeral:
        return "".join(_DIGITS[character] for character in numeral)
    tens, _, ones = numeral.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return numeral
    return (_DIGITS[tens] if tens else "1") + (_DIGITS[ones] if ones else "0")
