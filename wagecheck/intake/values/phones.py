"""Phone numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from wagecheck.intake.grid import Cell
from wagecheck.intake.values.columns import Parsed, clean, finish, in_turn, is_blank, split
from wagecheck.intake.values.identifiers import HYPHENS, QUOTES, whole
from wagecheck.intake.values.notes import REMARK, SEVERAL, STORED_AS_NUMBER

_DECIMAL: Final = r"^(\d+)\.0+$"
_PLAIN: Final = r"^1[0-9]{10}$"
_SEPARATORS: Final = "[/、,;|]"
_BEHIND: Final = rf"{_SEPARATORS}.*|\(?[^\d]*\p{{Han}}[^\d]*"
_PHONE: Final = (
    rf"^(?:[\p{{Han}}()]+:?)?(?:\+?(?:0086|86))?(\(?0\d{{2,3}}\)?\d{{7,8}}|1[\d*]{{10}}|\d{{5,12}})(?:{_BEHIND})?$"
)
_EXTENSION: Final = r"^(\(?0\d{2,3}\)?-?\d{7,8})(?:-|转)\d{1,6}$"


def phones(cells: Sequence[Cell]) -> Parsed:
    """Phone numbers as text: digits without blanks, hyphens or ``+86``; hidden digits stay ``*``.

    Of several numbers in a cell the first is taken, words and extensions are taken off, with a note.
    """
    number = pl.col("number")
    mobile = pl.when((number >= 1e10) & (number < 2e10) & (number == number.floor())).then(number)
    text = pl.when(pl.col("text").str.contains(_PLAIN)).then("text")
    plain = pl.coalesce(text, mobile.cast(pl.Int64, strict=False).cast(pl.String))
    return Parsed.of(in_turn(split(cells), plain, _phones))


def _phones(frame: pl.DataFrame) -> pl.DataFrame:
    digits = pl.when(pl.col("number") < 1e15).then(whole(pl.col("number")))
    frame = frame.with_columns(pl.coalesce(clean(pl.col("text")), digits).alias("clean"))
    bare = pl.col("clean").str.replace_all(rf"\s|{QUOTES}", "")
    spaceless = bare.str.replace_all(HYPHENS, "").str.replace(_DECIMAL, "$1")
    frame = frame.with_columns(spaceless.alias("compact"), bare.str.extract(_EXTENSION, 1).alias("extended"))
    written = pl.coalesce(pl.col("compact").str.extract(_PHONE, 1), "extended").str.replace_all(r"[()-]", "")
    # 138 0000 1234 is one phone, 13800001234 13900001234 are two
    two = pl.col("clean").str.extract(r"^(1\d{10})\s+1\d{10}$", 1)
    several = pl.col("compact").str.contains(_SEPARATORS) | two.is_not_null()
    worded = pl.col("compact").str.contains(r"\p{Han}") | pl.col("extended").is_not_null()
    note = (
        pl.when(pl.col("value").is_null())
        .then(None)
        .when(several)
        .then(pl.lit(SEVERAL))
        .when(worded)
        .then(pl.lit(REMARK))
        .when(pl.col("number").is_not_null() & ~pl.col("value").str.contains(_PLAIN))
        .then(pl.lit(STORED_AS_NUMBER))
    )
    return finish(frame, pl.coalesce(written, two), is_blank(pl.col("compact")), note)
