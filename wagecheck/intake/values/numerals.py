"""Chinese numerals of dates (十月, 二〇二六年, 三十一日) written as digits, so that one grammar reads both."""

from __future__ import annotations

import re
from typing import Final

import polars as pl

_DIGITS: Final = {"〇": "0", "零": "0", "○": "0", "一": "1", "二": "2", "三": "3", "四": "4", "五": "5"} | {
    "六": "6",
    "七": "7",
    "八": "8",
    "九": "9",
}
_NUMERAL: Final = r"[〇零○一二三四五六七八九十]"
_DATED: Final = re.compile(rf"({_NUMERAL}+)(?=\s*[年月日号])")


def arabic(text: str) -> str:
    """Numerals before 年, 月, 日, 号 as digits: ``二〇二六年十月三十一日`` → ``2026年10月31日``; other text stays."""
    return _DATED.sub(lambda found: _number(found[1]), text)


def arabic_column(text: pl.Series) -> pl.Series:
    """``arabic`` over a column; each distinct text with a numeral is converted once."""
    some = text.filter(text.str.contains(_NUMERAL).fill_null(False)).unique()
    if some.is_empty():
        return text
    return text.replace(some, pl.Series([arabic(value) for value in some], dtype=pl.String))


def _number(numeral: str) -> str:
    if "十" not in numeral:
        return "".join(_DIGITS[character] for character in numeral)
    tens, _, ones = numeral.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return numeral
    return (_DIGITS[tens] if tens else "1") + (_DIGITS[ones] if ones else "0")
