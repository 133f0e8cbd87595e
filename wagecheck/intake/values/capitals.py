"""Amounts of money in Chinese numerals: 壹仟贰佰元整, 一千二百元五角."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Final

import polars as pl

_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_UNITS: Final = ("", "拾", "佰", "仟")
_GROUPS: Final = ("", "万", "亿")
#: Other ways to write the same numeral, also those of everyday writing.
_SAME: Final = str.maketrans(
    "〇○一二两貳弍三參叄四五六陸七八九十百千萬億圆圓块毛正",
    "零零壹贰贰贰贰叁叁叁肆伍陆陆柒捌玖拾佰仟万亿元元元角整",
)
_SHAPE: Final = re.compile(rf"^(负)?([{_DIGITS}拾佰仟万亿]+元)?([{_DIGITS}]角)?(?:零)?([{_DIGITS}]分)?整?$")
#: 三千五 is 3,500 when spoken and 3,005 when a 零 was forgotten.
_SHORTENED: Final = re.compile(rf"[佰仟万亿][{_DIGITS[1:]}]元")
#: What begins, or ends, as such an amount; the cheap test before the real one.
LIKELY: Final = (
    r"^(?:人民币|RMB)?:?负?[零〇一二三四五六七八九十两壹贰貳弍叁參叄肆伍陆陸柒捌玖拾]"
    r".*[元圆圓块角毛分整正十百千万萬拾佰仟]$"
)


def amount(text: str) -> Decimal | None:
    """Yuan that the text says in Chinese numerals, None where it says no amount in one and only one way."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    plain = re.sub(r"^(?:人民币|RMB):?", "", plain).translate(_SAME)
    if re.search(r"[拾佰仟万亿]$", plain):
        plain += "元"
    match = _SHAPE.match(plain)
    if match is None or not any(match.groups()[1:]) or _SHORTENED.search(plain):
        return None
    sign, yuan, tens, cents = match.groups()
    written = (yuan or "零元").removesuffix("元")
    number = _integer(written)
    if number is None:
        return None
    value = number + Decimal(_digit(tens)) / 10 + Decimal(_digit(cents)) / 100
    return -value if sign else value


def column(text: pl.Series) -> pl.Series:
    """``amount`` over a column as text (``1200.00``), null elsewhere; each distinct text is read once."""
    found = text.filter(text.str.contains(LIKELY).fill_null(False)).unique()
    if found.is_empty():
        return pl.Series(text.name, [None], dtype=pl.String).new_from_index(0, len(text))
    said = [amount(value) for value in found]
    values = pl.Series([None if value is None else f"{value:.2f}" for value in said], dtype=pl.String)
    return text.replace_strict(found, values, default=None, return_dtype=pl.String)


def written(number: int) -> str:
    """A whole number as it stands on a bill: 1200 → 壹仟贰佰."""
    if number == 0:
        return _DIGITS[0]
    parts: list[str] = []
    gap = False
    for place in range(len(str(number)) - 1, -1, -1):
        digit = number // 10**place % 10
        group, unit = divmod(place, 4)
        if digit:
            parts.append((_DIGITS[0] if gap and parts else "") + _DIGITS[digit] + _UNITS[unit])
            gap = False
        else:
            gap = True
        if unit == 0 and number // 10**place % 10_000:
            parts.append(_GROUPS[group])
    return "".join(parts)


def _integer(text: str) -> int | None:
    """The number whose writing is the text, but for zeros that some write and others leave out."""
    whole = f"壹{text}" if text.startswith("拾") else text
    total = section = digit = 0
    for sign in whole:
        if sign in _DIGITS:
            digit = _DIGITS.index(sign)
        elif sign in _UNITS:
            section, digit = section + digit * 10 ** _UNITS.index(sign), 0
        else:
            power = 10_000 ** _GROUPS.index(sign)
            total, section, digit = total + (section + digit) * power, 0, 0
    number = total + section + digit
    if number >= 10**12 or written(number).replace("零", "") != whole.replace("零", ""):
        return None
    return number


def _digit(part: str | None) -> int:
    return 0 if part is None else _DIGITS.index(part[0])
