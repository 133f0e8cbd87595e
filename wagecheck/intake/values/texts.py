"""Texts, names and yes/no marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from wagecheck.intake.grid import Cell
from wagecheck.intake.values.columns import Parsed, clean, compact, finish, is_blank, split
from wagecheck.intake.values.words import words
from wagecheck.ledgers.names import name_key

#: Words that follow 已 and 未 are short; longer texts are remarks, not marks.
_PREFIX_REST: Final = 6
_TICKED: Final = r"[☑✓✔√■☒]"
#: 沈  刚: a short Chinese name padded so that it looks as wide as a longer one. Four characters may be two names.
_PADDED: Final = r"^\p{Han}\s+\p{Han}(?:\s*\p{Han})?$|^\p{Han}\p{Han}\s+\p{Han}$"


@dataclass(frozen=True)
class ParsedNames(Parsed):
    """Names read: ``value`` is how a name is shown, ``key`` how it is compared (``wagecheck.ledgers.names``)."""

    key: pl.Series


def texts(cells: Sequence[Cell]) -> Parsed:
    """Any text, trimmed; line breaks become one blank, 3.0 becomes ``3``, dates become ISO. Never bad."""
    frame = split(cells)
    tidy = clean_edges(pl.col("text")).str.replace_all(r"[ \t]*[\r\n\v\f\x{85}\x{2028}\x{2029}]+[ \t]*", " ")
    return _texts(frame, tidy)


def names(cells: Sequence[Cell]) -> Parsed:
    """Names as they are shown: NFKC, trimmed, a padded ``沈  刚`` as ``沈刚``; notes behind them stay. Never bad."""
    plain = clean(pl.col("text"))
    padded = plain.str.contains(_PADDED)
    return _texts(split(cells), pl.when(padded).then(plain.str.replace_all(r"\s", "")).otherwise(plain))


def people(cells: Sequence[Cell]) -> ParsedNames:
    """``names`` of the people a record is about, with the keys by which they are compared."""
    parsed = names(cells)
    return ParsedNames(parsed.value, parsed.bad, parsed.note, name_keys(parsed.value))


def name_keys(series: pl.Series) -> pl.Series:
    """Keys for comparing names: ``wagecheck.ledgers.names.name_key`` over a series."""
    return pl.select(name_key(pl.lit(series))).to_series().rename(series.name)


def flags(cells: Sequence[Cell]) -> Parsed:
    """Yes and no as Boolean: 是/否 有/无 √/× 已…/未… Y/N 1/0 true/false and ``☑是□否``; anything else is bad."""
    frame = split(cells).with_columns(compact(pl.col("text")).str.to_lowercase().alias("compact"))
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


def _texts(frame: pl.DataFrame, text: pl.Expr) -> Parsed:
    number = pl.col("number")
    whole = (number == number.floor()) & (number.abs() < 1e15)
    moment = pl.col("moment")
    midnight = moment == moment.dt.truncate("1d")
    flag = pl.when("flag").then(pl.lit("TRUE")).when(~pl.col("flag")).then(pl.lit("FALSE"))
    value = pl.coalesce(
        pl.when(~is_blank(compact(pl.col("text")))).then(text),
        pl.when(whole).then(number.cast(pl.Int64, strict=False).cast(pl.String)).otherwise(number.cast(pl.String)),
        pl.col("date").cast(pl.String),
        pl.when(midnight).then(moment.dt.to_string("%Y-%m-%d")).otherwise(moment.dt.to_string("%Y-%m-%d %H:%M:%S")),
        flag,
        _clock(pl.col("span")),
    )
    return finish(frame, value, pl.lit(True))


def _clock(span: pl.Expr) -> pl.Expr:
    """Hours as ``h:mm``."""
    minutes = (span * 60).round().cast(pl.Int64, strict=False)
    return (minutes // 60).cast(pl.String) + ":" + (minutes % 60).cast(pl.String).str.zfill(2)
