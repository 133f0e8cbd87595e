"""Names of people: as they are shown, as they are compared, and the words that stand behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from wagecheck.intake.grid import Cell
from wagecheck.intake.values.columns import (
    HIDDEN,
    Parsed,
    clean,
    finish,
    groups,
    in_turn,
    is_blank,
    is_error,
    split,
)
from wagecheck.intake.values.notes import HIDDEN_CHARACTERS, MIDDLE_DOT, REMARK
from wagecheck.intake.values.texts import clean_edges
from wagecheck.intake.values.words import words
from wagecheck.ledgers.names import name_key

#: 沈  刚: a short Chinese name padded so that it looks as wide as a longer one. Four characters may be two names.
_PADDED: Final = r"^\p{Han}\s+\p{Han}(?:\s*\p{Han})?$|^\p{Han}\p{Han}\s+\p{Han}$"
_PLAIN: Final = r"^\p{Han}{2,4}$"
#: The dots of LEGAL §6.7 between two characters of a name; a hyphen or a blank may separate two people.
_DOT: Final = r"(\p{Han})\s*[•・‧∙⋅●.。]\s*(\p{Han})"
_PERSON: Final = r"^\p{Han}{2,4}$|^\p{Han}+(?:·\p{Han}+)+$|^[A-Za-z][A-Za-z .·]+$"
#: A pattern, and a sign without which nothing matches it.
_BRACKETS: Final = r"(\[{【〔〖<《「"
_BRACKETED: Final = (rf"^(?P<name>[^{_BRACKETS}]+?)\s*[{_BRACKETS}](?P<said>.*?)[)\]}}】〕〗>》」]?$", f"[{_BRACKETS}]")
_DATED: Final = (r"^(?P<name>\D+?)\s*(?P<said>\d{1,4}[年月./-].*)$", r"\d")


@dataclass(frozen=True)
class ParsedNames(Parsed):
    """Names read: ``value`` is how a name is shown, ``key`` how it is compared (``wagecheck.ledgers.names``)."""

    key: pl.Series
    remark: pl.Series
    """Words that stood behind the name: 3月15离职, 班长; mostly null."""


def names(cells: Sequence[Cell]) -> Parsed:
    """Names of anybody as they are shown: NFKC, trimmed, a padded ``沈  刚`` as ``沈刚``; words behind them stay.

    Dates, times, true/false and failed formulas are bad.
    """
    return Parsed.of(in_turn(split(cells), _plain(), _names))


def people(cells: Sequence[Cell]) -> ParsedNames:
    """Names of the people a record is about, with the keys by which they are compared.

    Like ``names``; dots inside are ``·``, and what stands behind a complete name (``3月15离职``, ``（班长）``) is its
    remark.
    """
    unsaid = pl.lit(None, dtype=pl.String)
    return ParsedNames.of(in_turn(split(cells), _plain(), _people, key=pl.col("value"), remark=unsaid))


def name_keys(series: pl.Series) -> pl.Series:
    """Keys for comparing names: ``wagecheck.ledgers.names.name_key`` over a series."""
    return pl.select(name_key(pl.lit(series))).to_series().rename(series.name)


def _plain() -> pl.Expr:
    text = pl.col("text")
    usual = text.str.contains(_PLAIN) & ~text.is_in(list(words().blank)) & ~text.str.contains(_worded())
    return pl.when(usual).then(text)


def _worded() -> str:
    remarks = sorted(words().name_remarks, key=len, reverse=True)
    return rf"(?P<said>{'|'.join(map(re.escape, remarks))})$"


def _shown(frame: pl.DataFrame) -> pl.DataFrame:
    """Adds ``shown`` (null where the cell is no name) and ``blank``."""
    plain = clean(pl.col("text"))
    number = pl.col("number")
    whole = pl.when((number == number.floor()) & (number.abs() < 1e15)).then(number)
    written = pl.when(plain.str.contains(_PADDED)).then(plain.str.replace_all(r"\s", "")).otherwise(plain)
    frame = frame.with_columns(plain.str.replace_all(r"\s", "").alias("compact"), written.alias("written"))
    nothing = is_blank(pl.col("compact")).fill_null(False)
    sound = ~nothing & ~is_error(pl.col("compact"))
    text = pl.coalesce(
        pl.when(sound).then(pl.col("written").str.replace_all(r"\s+", " ")),
        whole.cast(pl.Int64, strict=False).cast(pl.String),
        pl.when(number.is_finite()).then(number.cast(pl.String)),
    )
    return frame.with_columns(text.alias("shown"), nothing.alias("blank"))


def _names(frame: pl.DataFrame) -> pl.DataFrame:
    frame = _shown(frame)
    return finish(frame, pl.col("shown"), pl.col("blank"), pl.when(_hidden()).then(pl.lit(HIDDEN_CHARACTERS)))


def _hidden() -> pl.Expr:
    """Whether characters that nobody sees stand inside a name; at its edges they come with copying from pages."""
    return clean_edges(pl.col("text")).str.contains(HIDDEN)


def _people(frame: pl.DataFrame) -> pl.DataFrame:
    frame = _shown(frame)
    dotted = pl.col("shown").str.replace_all(_DOT, "$1·$2").str.replace_all(_DOT, "$1·$2")
    frame = frame.with_columns(dotted.alias("dotted"))
    spoken = (rf"^(?P<name>.+?)[\s,、/_-]*{_worded()}", _worded())
    frame = frame.with_columns(
        groups(frame, "dotted", pattern, sign).alias(name)
        for name, (pattern, sign) in (("bracket", _BRACKETED), ("dated", _DATED), ("word", spoken))
    )
    complete = [
        pl.when(pl.col(kind).struct.field("name").str.contains(_PERSON)).then(pl.col(kind))
        for kind in ("bracket", "dated", "word")
    ]
    frame = frame.with_columns(pl.coalesce(complete).alias("split")).unnest("split")
    note = (
        pl.when(_hidden())
        .then(pl.lit(HIDDEN_CHARACTERS))
        .when(pl.col("name").is_not_null())
        .then(pl.lit(REMARK))
        .when(pl.col("dotted") != pl.col("shown"))
        .then(pl.lit(MIDDLE_DOT))
    )
    value = pl.coalesce("name", "dotted")
    said_something = pl.when(pl.col("said").str.contains(r"[\p{L}\d]")).then("said")
    return finish(frame, value, pl.col("blank"), note, key=name_key(pl.col("value")), remark=said_something)
