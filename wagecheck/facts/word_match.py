"""Whether a cell holds a word of a dictionary: after NFKC, without blanks, in lower case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from wagecheck.ledgers.distinct import once

#: Texts that ``normal`` leaves as they are: digits, small letters and unified ideographs, which NFKC leaves alone.
_BARE: Final = r"^[0-9a-z\x{4E00}-\x{9FFF}]*$"


def normal(*columns: str) -> pl.Expr:
    """The texts of the columns joined, after NFKC, without blanks, in lower case; never null."""
    joined = pl.concat_str([pl.col(column).fill_null("") for column in columns], separator=" ")
    return once(joined, normalised, pl.String, same=_BARE)


def normalised(text: pl.Expr) -> pl.Expr:
    """``text`` after NFKC, without blanks, in lower case."""
    return text.str.normalize("NFKC").str.replace_all(r"\s", "").str.to_lowercase()


def holds(text: pl.Expr, words: Sequence[str]) -> pl.Expr:
    """Whether ``text`` (as ``normal`` gives it) holds one of the words; words of digits are codes and must be all."""
    said = [word.lower() for word in words if not word.isdigit()]
    codes = [word for word in words if word.isdigit()]
    found = text.str.contains_any(said) if said else pl.lit(value=False)
    return found | text.is_in(codes) if codes else found
