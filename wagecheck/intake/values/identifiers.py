"""Identity numbers, bank accounts and phones: text end to end, with a state that says how far digits can be trusted.

Source: LEGAL §6.1 (normalisation of identity numbers), §6.4 (a spreadsheet keeps 15 significant digits of a number).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from wagecheck.intake.grid import Cell
from wagecheck.intake.values.columns import Parsed, clean, compact, finish, is_blank, split
from wagecheck.intake.values.notes import PRECISION, SEVERAL

#: Digits a spreadsheet keeps of a number; what follows is zeros or noise.
SURE_DIGITS: Final = 15
#: Digit texts of this length and more that end in zeros after the fifteenth digit were numbers once, if there are at
#: least two of them and most long texts of the column look so (LEGAL §6.4).
_TAIL_LENGTH: Final = 18
_TAIL_SHARE: Final = 0.5
_TAIL_COUNT: Final = 2

_QUOTES: Final = r"""['"`‘’“”′″]"""
_HYPHENS: Final = r"[-‐‑–—−]"
_CROSSES: Final = ("×", "✕", "✖", "Х", "х", "Χ", "χ")
_POWER: Final = r"^(?P<first>\d)(?:\.(?P<rest>\d*))?E\+?(?P<power>\d{2})$"
_DECIMAL: Final = r"^(\d+)\.0+$"
#: Any of these hides a digit; so do three and more crosses in a row (one X is a check digit).
_HIDDEN: Final = r"[*●•■□]"
_PHONE: Final = r"^(?:\+?(?:0086|86))?(\(?0\d{2,3}\)?\d{7,8}|1[\d*]{10}|\d{5,12})(?:[/、,;|].*)?$"


@dataclass(frozen=True)
class ParsedIdentifiers(Parsed):
    """Identifiers read: besides value, bad and note the state of each number."""

    state: pl.Series
    """``ok`` as given · ``lossy`` stored as a number, last digits lost · ``masked`` · ``blank`` (nothing usable)."""


def identity_numbers(cells: Sequence[Cell], *, lengths: Sequence[int] | None = None) -> ParsedIdentifiers:
    """Identity numbers as text: half width, no blanks or quotes, every form of X as ``X``.

    Lossy numbers keep their 15 sure digits, then zeros; a text like ``1.10199E+17`` shows fewer, so its value is null
    and its state lossy. Hidden digits are ``*``. Chinese text, fractions, dates and true/false are bad. 18-digit texts
    that end in ``000`` in most of the column were numbers once: lossy. ``lengths``: the cells are several columns of
    so many cells each, one behind the other.
    """
    return _identifiers(cells, _QUOTES, lengths or [len(cells)])


def accounts(cells: Sequence[Cell], *, lengths: Sequence[int] | None = None) -> ParsedIdentifiers:
    """Bank cards and accounts as text: like ``identity_numbers``, and hyphens inside are dropped."""
    return _identifiers(cells, f"{_QUOTES}|{_HYPHENS}", lengths or [len(cells)])


def phones(cells: Sequence[Cell]) -> Parsed:
    """Phone numbers as text: digits without blanks, hyphens or ``+86``; hidden digits stay ``*``.

    Of several numbers in a cell the first is taken, with a note.
    """
    frame = split(cells)
    digits = pl.when(pl.col("number") < 1e15).then(_whole(pl.col("number")))
    frame = frame.with_columns(pl.coalesce(clean(pl.col("text")), digits).alias("clean"))
    spaceless = pl.col("clean").str.replace_all(rf"\s|{_HYPHENS}|{_QUOTES}", "")
    frame = frame.with_columns(spaceless.str.replace(_DECIMAL, "$1").alias("compact"))
    written = pl.col("compact").str.extract(_PHONE, 1).str.replace_all(r"[()]", "")
    # 138 0000 1234 is one phone, 13800001234 13900001234 are two
    two = pl.col("clean").str.extract(r"^(1\d{10})\s+1\d{10}$", 1)
    several = pl.col("compact").str.contains(r"[/、,;|]") | two.is_not_null()
    note = pl.when(pl.col("value").is_not_null() & several).then(pl.lit(SEVERAL))
    return finish(frame, pl.coalesce(written, two), is_blank(pl.col("compact")), note)


def _identifiers(cells: Sequence[Cell], drop: str, lengths: Sequence[int]) -> ParsedIdentifiers:
    frame = split(cells).with_columns(compact(pl.col("text")).alias("compact"))
    frame = frame.with_columns(is_blank(pl.col("compact")).fill_null(False).alias("is_blank"))
    crossed = pl.col("compact").str.replace_many(_CROSSES, ["X"] * len(_CROSSES)).str.to_uppercase()
    frame = frame.with_columns(crossed.str.replace_all(drop, "").alias("written"))
    frame = frame.with_columns(
        pl.col("written").str.replace(_DECIMAL, "$1").alias("plain"),  # other software exports 12345678910.0
        pl.col("written").str.contains(_DECIMAL).fill_null(False).alias("was_number"),
        _whole(pl.col("number")).alias("digits"),
        *_powers(pl.col("written").str.extract_groups(_POWER)),
    )
    plain = pl.col("plain")
    masked = plain.str.contains(rf"{_HIDDEN}|X{{3}}").fill_null(False) & ~pl.col("is_blank")
    long_text = pl.col("was_number") & (plain.str.len_chars() > SURE_DIGITS)
    long_number = (pl.col("digits").str.len_chars() > SURE_DIGITS).fill_null(False)
    lossy = long_text.fill_null(False) | long_number | pl.col("power_lossy") | _lost_tails(frame["plain"], lengths)
    frame = frame.with_columns(masked.alias("masked"), lossy.alias("lossy"))
    text = (
        pl.when(pl.col("is_power"))
        .then("power_digits")
        .when(long_text)
        .then(_sure(plain))
        .when(plain.str.contains(r"\p{Han}|^[^\dA-Z*●•■□]*$"))
        .then(None)
        .when("masked")
        .then(_starred(plain))
        .otherwise(plain)
    )
    number = pl.when(long_number).then(_sure(pl.col("digits"))).otherwise("digits")
    value = pl.when(~pl.col("is_blank")).then(pl.coalesce(text, number))
    note = pl.when("lossy").then(pl.lit(PRECISION))
    parsed = finish(frame, value, pl.col("is_blank") | pl.col("power_lossy"), note)
    states = (
        pl.when("lossy")
        .then(pl.lit("lossy"))
        .when(parsed.value.is_null())
        .then(pl.lit("blank"))
        .when("masked")
        .then(pl.lit("masked"))
        .otherwise(pl.lit("ok"))
    )
    return ParsedIdentifiers(parsed.value, parsed.bad, parsed.note, frame.select(states.alias("state"))["state"])


def _whole(number: pl.Expr) -> pl.Expr:
    """Digits of whole numbers ≥ 0, of the shortest decimal that gives the float: 15 typed digits come back exactly."""
    whole = pl.when((number >= 0) & (number == number.floor()) & (number < 1e30)).then(number)
    return whole.cast(pl.String).cast(pl.Decimal(38, 0), strict=False).cast(pl.String)


def _sure(digits: pl.Expr) -> pl.Expr:
    """The first 15 digits, and zeros for the rest."""
    return digits.str.slice(0, SURE_DIGITS) + digits.str.slice(SURE_DIGITS).str.replace_all(".", "0")


def _starred(text: pl.Expr) -> pl.Expr:
    """Hiding characters as ``*``, one for one; the X of a shown check digit stays."""
    hidden = text.str.replace_all(_HIDDEN, "*")
    body = hidden.str.head(-1).str.replace_all("X", "*", literal=True)
    return (
        pl.when(~hidden.str.contains("X{3}"))
        .then(hidden)
        .when(hidden.str.contains(r"\dX$"))
        .then(body + "X")
        .otherwise(hidden.str.replace_all("X", "*", literal=True))
    )


def _powers(part: pl.Expr) -> list[pl.Expr]:
    """``1.10199E+17``: its digits where at least 15 are shown, and whether any are missing."""
    shown = part.struct.field("first") + part.struct.field("rest").fill_null("")
    length = part.struct.field("power").cast(pl.Int64) + 1
    missing = length - shown.str.len_chars().cast(pl.Int64)
    zeros = pl.lit("0" * 32).str.slice(0, missing.clip(0, 32))
    known = ((missing <= 0) | (shown.str.len_chars() >= SURE_DIGITS)) & (length <= 32)
    return [
        part.struct.field("first").is_not_null().alias("is_power"),
        pl.when(known).then(shown.str.slice(0, length) + zeros).alias("power_digits"),
        (missing > 0).fill_null(False).alias("power_lossy"),
    ]


def _lost_tails(plain: pl.Series, lengths: Sequence[int]) -> pl.Series:
    """True for long digit texts that are zeros after the fifteenth digit, if most long texts of their column are so."""
    lost = plain.str.contains(rf"^\d{{{SURE_DIGITS}}}0{{{_TAIL_LENGTH - SURE_DIGITS},}}$").fill_null(False)
    if not lost.any():
        return lost
    long = plain.str.contains(rf"^\d{{{_TAIL_LENGTH},}}$").fill_null(False)
    columns: list[pl.Series] = []
    start = 0
    for length in lengths:
        column, count = lost.slice(start, length), int(lost.slice(start, length).sum())
        usual = count >= _TAIL_COUNT and count > _TAIL_SHARE * int(long.slice(start, length).sum())
        columns.append(column if usual else column & False)
        start += length
    return pl.concat(columns)
