"""Identity numbers and bank accounts: text end to end, with a state that says how far digits can be trusted.

Source: LEGAL §6.1 (normalisation of identity numbers), §6.4 (a spreadsheet keeps 15 significant digits of a number).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from wagecheck.intake.grid import Cell
from wagecheck.intake.values.columns import Parsed, apart, compact, finish, groups, in_turn, is_blank, split
from wagecheck.intake.values.notes import CHECK_X, PRECISION, REMARK, STORED_AS_NUMBER

#: Digits a spreadsheet keeps of a number; what follows is zeros or noise.
SURE_DIGITS: Final = 15
#: Digit texts of this length and more that end in zeros after the fifteenth digit were numbers once, if there are at
#: least two of them and most long texts of the column look so (LEGAL §6.4).
_TAIL_LENGTH: Final = 18
_TAIL_SHARE: Final = 0.5
_TAIL_COUNT: Final = 2

QUOTES: Final = r"""['"`‘’“”′″]"""
HYPHENS: Final = r"[-‐‑–—−]"
_CROSSES: Final = ("×", "✕", "✖", "Х", "х", "Χ", "χ")
_POWER: Final = r"^(?P<first>\d)(?:\.(?P<rest>\d*))?E\+?(?P<power>\d{2})$"
#: Other software exports 12345678910.0, or with separators.
_NUMBER: Final = r"^(\d+|\d{1,3}(?:,\d{3})+)\.0+$|^(\d{1,3}(?:,\d{3}){2,})$"
#: Any of these hides a digit; so do three and more crosses in a row (one X is a check digit).
_HIDDEN: Final = r"[*●•■□]"
#: A number with words before or behind it: 农业银行6228…, 身份证号:1101…, 6228…(农行). Words hold no digits.
_WORDED: Final = (
    r"^(?:[\p{Han}A-Z()]*\p{Han}[()]*[:,]?)?([0-9][0-9X*●•■□]{6,}|[A-Z]{1,2}[0-9]{6,9})"
    r"(?:[,:;]?\(?\p{Han}[^0-9]*|\([^0-9]*\))?$"
)
#: Anything else in an identifier means that the cell holds something else, or two of them.
_SOUND: Final = r"^[0-9A-Z*]*[0-9*][0-9A-Z*]*(?:\([0-9A-Z]\))?$"
#: Blanks inside a number are dropped, but a longer one is rather two in one cell.
_LONGEST_IDENTITY: Final = 18
_LONGEST_ACCOUNT: Final = 30
_PLAIN_IDENTITY: Final = r"^[0-9]{17}[0-9X]$"
_PLAIN_ACCOUNT: Final = r"^[0-9]{6,30}$"


@dataclass(frozen=True)
class ParsedIdentifiers(Parsed):
    """Identifiers read: besides value, bad and note the state of each number."""

    state: pl.Series
    """``ok`` as given · ``lossy`` stored as number, last digits lost · ``masked`` · ``blank`` (nothing usable)."""


def identity_numbers(
    cells: Sequence[Cell], *, lengths: Sequence[int] | None = None, tails: bool | None = None
) -> ParsedIdentifiers:
    """Identity numbers as text: half width, no blanks, quotes or hyphens, every form of X as ``X``.

    Lossy numbers keep their 15 sure digits, then zeros; a text like ``1.10199E+17`` shows fewer, so its value is null
    and its state lossy. Hidden digits are ``*``. Words around a number are taken off, with a note; text without a
    number, two numbers, fractions, dates and true/false are bad. 18-digit texts that end in ``000`` in most of the
    column were numbers once: lossy. ``lengths``: the cells are several columns of so many cells each, one behind the
    other. ``tails``: whether the column's zeros stand for lost digits, where the cells are not all of it.
    """
    return _identifiers(cells, _PLAIN_IDENTITY, _LONGEST_IDENTITY, lengths or [len(cells)], tails)


def accounts(
    cells: Sequence[Cell], *, lengths: Sequence[int] | None = None, tails: bool | None = None
) -> ParsedIdentifiers:
    """Bank cards and accounts as text, read like ``identity_numbers``."""
    return _identifiers(cells, _PLAIN_ACCOUNT, _LONGEST_ACCOUNT, lengths or [len(cells)], tails)


def whole(number: pl.Expr) -> pl.Expr:
    """Digits of whole numbers ≥ 0, of the shortest decimal that gives the float: 15 typed digits come back exactly."""
    sound = pl.when((number >= 0) & (number == number.floor()) & (number < 1e30)).then(number)
    return sound.cast(pl.String).cast(pl.Decimal(38, 0), strict=False).cast(pl.String)


def digits(text: pl.Expr) -> pl.Expr:
    """Texts without what may stand between, before and behind digits."""
    return compact(text).str.replace_all(f"{QUOTES}|{HYPHENS}", "")


def ends_in_zeros(plain: pl.Series) -> pl.Series:
    """True for long digit texts that are zeros after the fifteenth digit."""
    return plain.str.contains(rf"^\d{{{SURE_DIGITS}}}0{{{_TAIL_LENGTH - SURE_DIGITS},}}$").fill_null(False)


def lost_by_most(plain: pl.Series) -> bool:
    """Whether most long digit texts of a column are zeros after the fifteenth digit: they were numbers once."""
    count = int(ends_in_zeros(plain).sum())
    long = int(plain.str.contains(rf"^\d{{{_TAIL_LENGTH},}}$").fill_null(False).sum())
    return count >= _TAIL_COUNT and count > _TAIL_SHARE * long


def _identifiers(
    cells: Sequence[Cell], plain: str, longest: int, lengths: Sequence[int], tails: bool | None
) -> ParsedIdentifiers:
    frame = split(cells)
    usual = pl.when(pl.col("text").str.contains(plain)).then("text")
    state = pl.when(pl.col("value").is_null()).then(pl.lit("blank")).otherwise(pl.lit("ok"))
    parsed = ParsedIdentifiers.of(in_turn(frame, usual, lambda rest: _read(rest, longest), state=state))
    given = pl.select(pl.when((parsed.state == "ok") & frame["text"].is_not_null()).then(parsed.value)).to_series()
    lost = _lost_tails(given, lengths) if tails is None else ends_in_zeros(given) & tails
    if not lost.any():
        return parsed
    told = pl.select(
        note=pl.when(lost).then(pl.lit(PRECISION)).otherwise(parsed.note),
        state=pl.when(lost).then(pl.lit("lossy")).otherwise(parsed.state),
    )
    return ParsedIdentifiers(parsed.value, parsed.bad, told["note"], told["state"])


def _read(frame: pl.DataFrame, longest: int) -> pl.DataFrame:
    crossed = pl.col("compact").str.replace_many(_CROSSES, ["X"] * len(_CROSSES)).str.to_uppercase()
    frame = frame.with_columns(compact(pl.col("text")).alias("compact")).with_columns(
        is_blank(pl.col("compact")).fill_null(False).alias("is_blank"),
        crossed.str.replace_all(f"{QUOTES}|{HYPHENS}", "").alias("written"),
    )
    number = groups(frame, "written", _NUMBER, r"[.,]").struct
    shown = number.field("1").fill_null(number.field("2")).str.replace_all(",", "", literal=True)
    frame = frame.with_columns(
        shown.alias("shown"),
        groups(frame, "written", _WORDED, r"[\p{Han}()]").struct.field("1").alias("worded"),
        groups(frame, "written", _POWER, r"\dE|\.\d*E").alias("power"),
    ).with_columns(
        pl.coalesce("shown", "worded", "written").alias("plain"),
        pl.col("shown").is_not_null().alias("was_number"),
        (pl.col("worded") != pl.col("written")).fill_null(False).alias("worded"),
        whole(pl.col("number")).alias("digits"),
        *_powers(pl.col("power")),
    )
    plain = pl.col("plain")
    masked = plain.str.contains(rf"{_HIDDEN}|X{{3}}").fill_null(False) & ~pl.col("is_blank")
    long_text = (pl.col("was_number") & (plain.str.len_chars() > SURE_DIGITS)).fill_null(False)
    long_number = (pl.col("digits").str.len_chars() > SURE_DIGITS).fill_null(False)
    frame = frame.with_columns(
        masked.alias("masked"),
        (long_text | long_number | pl.col("power_lossy")).alias("lossy"),
        (pl.col("was_number") | pl.col("digits").is_not_null()).alias("stored"),
    )
    text = (
        pl.when(pl.col("is_power"))
        .then("power_digits")
        .when(long_text)
        .then(_sure(pl.coalesce(whole(plain.cast(pl.Float64, strict=False)), plain)))
        .when("masked")
        .then(_starred(plain))
        .otherwise(plain)
    )
    digits = pl.when(long_number).then(_sure(pl.col("digits"))).otherwise("digits")
    value = pl.coalesce(text, digits)
    torn = apart(pl.col("text")) & (value.str.len_chars() > longest)
    torn = torn | (pl.col("worded") & pl.col("text").str.contains(r"\d\s*[\r\n]\s*\d"))
    sound = ~pl.col("is_blank") & value.str.contains(_SOUND) & ~torn.fill_null(False)
    value = pl.when(sound).then(value)
    return finish(frame, value, pl.col("is_blank") | pl.col("power_lossy"), _note(), state=_state())


def _note() -> pl.Expr:
    crossed = pl.col("text").str.contains(f"[{''.join(_CROSSES)}Ｘｘ]\\s*$") & ~pl.col("masked")
    noted = (
        pl.when("worded")
        .then(pl.lit(REMARK))
        .when("stored")
        .then(pl.lit(STORED_AS_NUMBER))
        .when(crossed)
        .then(pl.lit(CHECK_X))
    )
    return pl.when("lossy").then(pl.lit(PRECISION)).when(pl.col("value").is_not_null()).then(noted)


def _state() -> pl.Expr:
    return (
        pl.when("lossy")
        .then(pl.lit("lossy"))
        .when(pl.col("value").is_null())
        .then(pl.lit("blank"))
        .when("masked")
        .then(pl.lit("masked"))
        .otherwise(pl.lit("ok"))
    )


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
    lost = ends_in_zeros(plain)
    if not lost.any():
        return lost
    columns: list[pl.Series] = []
    start = 0
    for length in lengths:
        usual = lost_by_most(plain.slice(start, length))
        columns.append(lost.slice(start, length) & usual)
        start += length
    return pl.concat(columns)
