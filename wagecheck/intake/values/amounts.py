"""Amounts of money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from wagecheck.intake.grid import Cell
from wagecheck.intake.values.columns import Parsed, compact, finish, is_blank, split
from wagecheck.intake.values.decimals import MONEY, decimal, exact, has_more, rounded
from wagecheck.intake.values.notes import MORE_DECIMALS

_TEN_THOUSAND: Final = 10_000
_MINUS: Final = ("-", "–", "—", "−")
_SIGN: Final = r"[-+–—−]"
#: Upper-case text without blanks. ``1,20`` and ``1.200,50`` do not match: they are not guessed at.
_AMOUNT: Final = (
    rf"^(?P<open>\()?(?P<sign>{_SIGN})?(?:¥|RMB|CNY|人民币)?:?(?P<second>{_SIGN})?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+|\d*)(?P<fraction>\.\d*)?(?P<power>E[-+]?\d{1,2})?"
    r"(?P<wan>万)?(?P<yuan>元整|元正|元|块钱|块|圆)?(?:[/每][^\d/]{1,6}?)?"
    r"(?P<tail>[-–—−)])?$"
)


def amounts(cells: Sequence[Cell], *, ten_thousands: bool = False) -> Parsed:
    """Money: ``Decimal(18,2)`` yuan, half up.

    ``1,200`` ``¥300`` ``15000元/月`` ``1.5万元`` ``(300)`` ``300-`` and full width are understood. More than two
    decimals are noted. Dates, times, true/false and other text are bad; nothing unreadable becomes 0. Under a heading
    in 万元 (``ten_thousands``) numbers count ten thousand yuan, also those that repeat 万, but not those that say 元.
    """
    frame = split(cells).with_columns(
        # ² ① ½ would turn into plain digits by NFKC: such text is not understood
        pl.when(~pl.col("text").str.contains(r"\p{No}")).then(compact(pl.col("text"))).alias("compact")
    )
    number = exact(pl.col("number") * (_TEN_THOUSAND if ten_thousands else 1))
    frame = frame.with_columns(pl.col("compact").str.to_uppercase().str.extract_groups(_AMOUNT).alias("part"))
    frame = frame.with_columns(pl.coalesce(number, _written(pl.col("part"), ten_thousands)).alias("exact"))
    value = rounded(pl.col("exact"), MONEY)
    note = pl.when(has_more(pl.col("exact"))).then(pl.lit(MORE_DECIMALS))
    return finish(frame, value, is_blank(pl.col("compact")), note)


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
