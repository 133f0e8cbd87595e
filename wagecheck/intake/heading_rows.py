"""Rows beside the headings of a table, by their texts: units under them, column numbers, a band without labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from wagecheck.intake import values
from wagecheck.intake.wordings import dictionary, normalise, squeeze

#: Units from which a row holds the units of the headings above it.
_FEWEST_UNITS: Final = 2
#: Columns of words are numbered 甲 乙 丙, those of figures 1 2 3.
_STEMS: Final = "甲乙丙丁戊己"
_PAGE: Final = re.compile(r"第\d+页|共\d+页")


def are_units(written: Sequence[str]) -> bool:
    """Whether the texts of a row are the units of the headings above it: （元）, （天）."""
    return len(written) >= _FEWEST_UNITS and all(is_unit(cell) for cell in written)


def is_unit(written: str) -> bool:
    """Whether a text is nothing but a unit."""
    bare = normalise(f"({bare_unit(written)})")
    return bare.unit is not None and not bare.text


def bare_unit(written: str) -> str:
    """A unit without its brackets."""
    return squeeze(written).strip("()[]【】")


def counts(written: Sequence[str]) -> bool:
    """Whether the texts of a row number its columns: 1 2 3=1+2, 甲 乙 1 2."""
    signs = [re.split("[=＝]", cell)[0].strip("()（）") for cell in written]
    stems = next((n for n, sign in enumerate(signs) if sign != _STEMS[n : n + 1]), len(signs))
    return stems < len(signs) and signs[stems:] == [str(n) for n in range(1, len(signs) - stems + 1)]


def is_bare_band(written: Sequence[str]) -> bool:
    """Whether texts without labels say whose and of which month the table is, or its page: no group says that."""
    firms = tuple(dictionary().names["company"])
    months = sum(values.find_period(cell) is not None for cell in written)
    return months == 1 or any(squeeze(cell).endswith(firms) or _PAGE.search(squeeze(cell)) for cell in written)
