"""Article numbers as they are printed: 31 → 第三十一条, 57.2 → 第五十七条第（二）项, 276之一 → 第二百七十六条之一."""

from __future__ import annotations

import re
from typing import Final

_DIGITS: Final = "零一二三四五六七八九"
_ARTICLE: Final = re.compile(r"(\d+)(?:\.(\d+))?(之[一二三四五六七八九十]+)?")


def chinese(number: int) -> str:
    """A number from 1 to 9999 in Chinese numerals."""
    if not 0 < number < 10000:
        raise ValueError(number)
    parts: list[str] = []
    gap = False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, power)
        if digit:
            parts.append(("零" if gap and parts else "") + _DIGITS[digit] + unit)
            gap = False
        else:
            gap = bool(parts)
    text = "".join(parts)
    return text[1:] if text.startswith("一十") else text


def article(text: str) -> str:
    """An article as cited in rules, printed in Chinese; other texts (附录) stay as they are."""
    match = _ARTICLE.fullmatch(text)
    if match is None:
        return text
    number, item, suffix = match.groups()
    printed = f"第{chinese(int(number))}条{suffix or ''}"
    return f"{printed}第（{chinese(int(item))}）项" if item else printed
