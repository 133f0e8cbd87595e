"""Texts and yes/no marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from wagecheck.intake.grid import Cell
from wagecheck.intake.values.columns import Parsed, compact, finish, in_turn, is_blank, is_error, once_each, split
from wagecheck.intake.values.notes import PRECISION
from wagecheck.intake.values.words import words

#: Words that follow 已 and 未 are short; longer texts are remarks, not marks.
_PREFIX_REST: Final = 6
_TICKED: Final = r"[☑✓✔√■☒]"
#: One word of letters and digits: nothing to tidy, no sign of a failed formula.
_PLAIN: Final = r"^[\p{Han}A-Za-z0-9]+$"
#: What a spreadsheet shows of a number that is wider than 15 digits: no text that anybody wrote.
_POWER: Final = r"^\d(?:\.\d+)?[Ee]\+(?:1[5-9]|[2-9]\d)$"


def texts(cells: Sequence[Cell]) -> Parsed:
    """Any text, trimmed; line breaks become one blank, 3.0 becomes ``3``, dates become ISO.

    Failed formulas (#N/A) are bad. A number of more than 15 digits has lost the last ones, it names nothing any more:
    null with a note.
    """
    plain = pl.col("text")
    usual = plain.str.contains(_PLAIN) & ~plain.str.to_lowercase().is_in(list(words().blank))
    usual = usual & ~plain.str.contains(_POWER)
    return Parsed.of(in_turn(split(cells), pl.when(usual).then(plain), _texts))


def _texts(frame: pl.DataFrame) -> pl.DataFrame:
    frame = frame.with_columns(compact(pl.col("text")).alias("compact"))
    tidy = clean_edges(pl.col("text")).str.replace_all(r"[ \t]*[\r\n\v\f\x{85}\x{2028}\x{2029}]+[ \t]*", " ")
    number = pl.col("number")
    whole = (number == number.floor()) & (number.abs() < 1e15)
    too_long = (number.abs() >= 1e15).fill_null(False) | pl.col("compact").str.contains(_POWER).fill_null(False)
    nothing = is_blank(pl.col("compact")).fill_null(False)
    frame = frame.with_columns(too_long.alias("too_long"), nothing.alias("nothing"))
    moment = pl.col("moment")
    midnight = moment == moment.dt.truncate("1d")
    flag = pl.when("flag").then(pl.lit("TRUE")).when(~pl.col("flag")).then(pl.lit("FALSE"))
    value = pl.coalesce(
        pl.when(~pl.col("nothing") & ~is_error(pl.col("compact"))).then(tidy),
        pl.when(whole).then(number.cast(pl.Int64, strict=False).cast(pl.String)).otherwise(number.cast(pl.String)),
        pl.col("date").cast(pl.String),
        pl.when(midnight).then(moment.dt.to_string("%Y-%m-%d")).otherwise(moment.dt.to_string("%Y-%m-%d %H:%M:%S")),
        flag,
        _clock(pl.col("span")),
    )
    value = pl.when(~pl.col("too_long")).then(value)
    note = pl.when("too_long").then(pl.lit(PRECISION))
    return finish(frame, value, pl.col("nothing") | pl.col("too_long"), note)


def flags(cells: Sequence[Cell]) -> Parsed:
    """Yes and no as Boolean: 是/否 有/无 √/× 已…/未… Y/N 1/0 true/false and ``☑是□否``; anything else is bad."""
    return Parsed.of(once_each(split(cells), _flags))


def _flags(frame: pl.DataFrame) -> pl.DataFrame:
    frame = frame.with_columns(compact(pl.col("text")).str.to_lowercase().alias("compact"))
    word = pl.col("compact")
    short = word.str.len_chars() <= _PREFIX_REST + 2
    starts_no = pl.any_horizontal(word.str.starts_with(prefix) for prefix in words().no_prefix)
    starts_yes = pl.any_horizontal(word.str.starts_with(prefix) for prefix in words().yes_prefix)
    value = (
        pl.when(pl.col("flag").is_not_null())
        .then("flag")
        .when(word.is_in(list(words().yes)) | (pl.col("number") == 1))
        .then(True)
        .when(word.is_in(list(words().no)) | (pl.col("number") == 0))
        .then(False)
        .when(word.str.contains(rf"{_TICKED}(?:是|有)") & ~word.str.contains(rf"{_TICKED}(?:否|无)"))
        .then(True)
        .when(word.str.contains(rf"{_TICKED}(?:否|无)") & ~word.str.contains(rf"{_TICKED}(?:是|有)"))
        .then(False)
        .when(short & starts_no)
        .then(False)
        .when(short & starts_yes)
        .then(True)
    )
    return finish(frame, value, is_blank(word))


def clean_edges(text: pl.Expr) -> pl.Expr:
    """Text without blanks and invisible characters at both ends; everything inside stays as written."""
    return text.str.replace_all(r"^[\s\p{Cf}]+|[\s\p{Cf}]+$", "")


def _clock(span: pl.Expr) -> pl.Expr:
    """Hours as ``h:mm``."""
    minutes = (span * 60).round().cast(pl.Int64, strict=False)
    return (minutes // 60).cast(pl.String) + ":" + (minutes % 60).cast(pl.String).str.zfill(2)
