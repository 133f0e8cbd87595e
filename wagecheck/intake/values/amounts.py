"""Amounts of money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import polars as pl

from wagecheck.intake.grid import Cell
from wagecheck.intake.values import capitals
from wagecheck.intake.values.columns import Parsed, apart, clean, finish, in_turn, is_blank, split
from wagecheck.intake.values.decimals import MONEY, decimal, exact, has_more, plain_number, rounded
from wagecheck.intake.values.notes import FULL_WIDTH, IN_WORDS, MORE_DECIMALS, NEGATIVE, PER_UNIT, TEN_THOUSANDS
from wagecheck.intake.values.words import words

Per = Literal["day", "hour", "month"]
_TEN_THOUSAND: Final = 10_000
_MINUS: Final = ("-", "–", "—", "−")
_SIGN: Final = r"[-+–—−]"
#: Upper-case text without blanks. ``1,20`` and ``1.200,50`` do not match: they are not guessed at.
_AMOUNT: Final = (
    rf"^['‘’`]?(?P<open>\()?(?P<sign>{_SIGN})?(?:¥|RMB|CNY|人民币)?:?(?P<second>{_SIGN})?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+|\d*)(?P<fraction>\.\d*)?(?P<power>E[-+]?\d{1,2})?"
    r"(?P<wan>万)?(?P<yuan>元整|元正|元|块钱|块|圆)?(?P<per>[/每][^\d/]{1,6}?)?"
    r"(?P<tail>[-–—−)])?$"
)
_PLAIN: Final = r"^-?[0-9]{1,12}(?:\.[0-9]{1,2})?$"
#: ``1 200.00``: blanks between groups of three before decimals. ``300 200`` may be two amounts.
_GROUPED: Final = r"^\D*\d{1,3}(?: \d{3})+\.\d{1,2}\D*$"


def amounts(cells: Sequence[Cell], *, ten_thousands: bool = False, per: Per | None = None) -> Parsed:
    """Money: ``Decimal(18,2)`` yuan, half up.

    ``1,200`` ``¥300`` ``15000元/月`` ``1.5万元`` ``(300)`` ``300-`` ``壹仟贰佰元整`` and full width are understood.
    More than two decimals are noted. Dates, times, true/false and other text are bad, also digits with a blank between
    them; nothing unreadable becomes 0. Under a heading in 万元 (``ten_thousands``) numbers count ten thousand yuan,
    also those that repeat 万, but not those that say 元. ``per`` is the unit that the column is about: a cell with
    another one (15000元/月 as a rate per day) is bad.
    """
    frame = split(cells)
    if ten_thousands:
        return Parsed.of(_amounts(frame, per, ten_thousands=True))
    text = pl.col("text")
    plain = pl.when(text.str.contains(_PLAIN)).then(text.cast(MONEY, strict=False))
    return Parsed.of(
        in_turn(frame, pl.coalesce(plain_number(pl.col("number"), MONEY), plain), lambda rest: _amounts(rest, per))
    )


def _amounts(frame: pl.DataFrame, per: Per | None, ten_thousands: bool = False) -> pl.DataFrame:
    cleaned = clean(pl.col("text"))
    bare = cleaned.str.replace_all(r"\s", "")
    torn = apart(cleaned) & ~cleaned.str.contains(_GROUPED)
    frame = frame.with_columns(bare.alias("compact"), torn.alias("torn"))
    # ² ① ½ would turn into plain digits by NFKC: such text is not understood
    sound = ~pl.col("torn") & ~pl.col("text").str.contains(r"\p{No}")
    frame = frame.with_columns(
        pl.when(sound).then(pl.col("compact").str.to_uppercase().str.extract_groups(_AMOUNT)).alias("part"),
        capitals.column(frame["compact"]).alias("words"),
    )
    number = exact(pl.col("number") * (_TEN_THOUSAND if ten_thousands else 1))
    written = _written(pl.col("part"), ten_thousands)
    if per is not None:
        unit = pl.col("part").struct.field("per").str.slice(1).str.to_lowercase()
        written = pl.when(unit.is_null() | unit.is_in(list(words().per[per]))).then(written)
    frame = frame.with_columns(pl.coalesce(number, written, decimal(pl.col("words"))).alias("exact"))
    note = pl.when(pl.col("value").is_not_null()).then(_note(ten_thousands, expected=per is not None))
    return finish(frame, rounded(pl.col("exact"), MONEY), is_blank(pl.col("compact")), note)


def _note(ten_thousands: bool, *, expected: bool) -> pl.Expr:
    part = pl.col("part").struct
    in_digits = pl.col("text").is_null() | pl.col("words").is_null()
    larger = part.field("wan").is_not_null() | (pl.lit(ten_thousands) & part.field("yuan").is_null() & in_digits)
    turned = part.field("open").is_not_null() | part.field("tail").is_not_null()
    return (
        pl.when(has_more(pl.col("exact")))
        .then(pl.lit(MORE_DECIMALS))
        .when(~in_digits)
        .then(pl.lit(IN_WORDS))
        .when(larger.fill_null(ten_thousands))
        .then(pl.lit(TEN_THOUSANDS))
        .when(part.field("per").is_not_null() & (not expected))
        .then(pl.lit(PER_UNIT))
        .when(turned)
        .then(pl.lit(NEGATIVE))
        .when(pl.col("text").str.contains("[０-９]"))
        .then(pl.lit(FULL_WIDTH))
    )


def _written(part: pl.Expr, ten_thousands: bool) -> pl.Expr:
    def has(name: str) -> pl.Expr:
        return part.struct.field(name).is_not_null()

    def minus(name: str) -> pl.Expr:
        return part.struct.field(name).is_in(_MINUS).fill_null(False)

    digits = (
        part.struct.field("digits").str.replace_all(",", "")
        + part.struct.field("fraction").fill_null("")
        + part.struct.field("power").fill_null("")
    )
    large = exact(digits.cast(pl.Float64, strict=False) * _TEN_THOUSAND)
    size = pl.when(has("wan") | (pl.lit(ten_thousands) & ~has("yuan"))).then(large).otherwise(decimal(digits))
    closed = (part.struct.field("tail") == ")").fill_null(False)
    signs = (has("sign") | has("open")).cast(pl.Int8) + has("second").cast(pl.Int8) + minus("tail").cast(pl.Int8)
    sound = (has("open") == closed) & (signs <= 1) & ~(has("open") & has("sign"))
    negative = has("open") | minus("sign") | minus("second") | minus("tail")
    return pl.when(sound & negative).then(-size).when(sound).then(size)
