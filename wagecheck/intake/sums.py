"""Total and subtotal rows: what they state beside what the rows they cover add up to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

import polars as pl

from wagecheck.intake.bodies import Body
from wagecheck.intake.reading import NO_TOTALS, TOTALS
from wagecheck.intake.rows import NAMELESS, RECORD, TOTAL, is_cumulative, is_subtotal


class Sum(NamedTuple):
    """What some rows add up to, and how many of them hold a number."""

    amount: Decimal
    rows: int

    def less(self, other: Sum) -> Sum:
        """The sum without the rows of ``other``."""
        return Sum(self.amount - other.amount, self.rows - other.rows)


NOTHING: Final = Sum(Decimal("0.00"), 0)
#: Numbers that are no sum of the rows above them.
NOT_ADDED: Final = frozenset({"balance", "daily_rate", "hourly_rate", "piece_rate", "wage_rate", "monthly_wage"})


def of_body(body: Body, extra: Mapping[tuple[int, str], pl.Series] | None = None) -> pl.DataFrame:
    """Total rows over all number columns of the table, and ``extra`` columns that are no field of their own."""
    is_total = body.kinds["kind"] == TOTAL
    if not is_total.any():
        return NO_TOTALS
    titles = {i: body.kinds["title"][i] or "合计" for i in is_total.arg_true().to_list()}
    columns: dict[tuple[int, str], pl.Series] = {}
    for name, parsed in body.parsed.items():
        if isinstance(parsed.value.dtype, pl.Decimal) and name not in NOT_ADDED:
            columns[body.table.kind.columns[name][0].index + 1, name] = parsed.value
    columns.update(extra or {})
    counted = body.kinds["kind"].is_in([RECORD, NAMELESS])
    found = totals(body.numbers.to_list(), titles, counted, columns)
    unread = [col for col, _ in columns if _is_unread(body, col - 1, counted)]
    sure = pl.when(~pl.col("col").is_in(unread)).then("computed")
    return found.with_columns(sure.alias("computed")) if unread else found


def _is_unread(body: Body, index: int, counted: pl.Series) -> bool:
    """Whether some number that counts could not be read, or was never calculated: then nobody knows the sum."""
    fields = [parsed for name, parsed in body.parsed.items() if body.table.kind.columns[name][0].index == index]
    if any((parsed.bad & counted).any() for parsed in [*fields, *([body.money[index]] if index in body.money else [])]):
        return True
    uncached = body.table.grid.uncached
    return bool(uncached) and any(
        (row, index) in uncached for row, counts in zip(body.table.body, counted, strict=True) if counts
    )


def totals(
    rows: Sequence[int],
    titles: Mapping[int, str],
    counted: pl.Series,
    columns: Mapping[tuple[int, str], pl.Series],
) -> pl.DataFrame:
    """Frame of ``reading.TOTALS``: one row per total row and column in which it states a number.

    ``rows``: row numbers of the body as people count; ``titles``: position in the body → title of a total row;
    ``counted``: whether the row's numbers count; ``columns``: (1-based column, field) → numbers, null where blank.

    A 小计 covers the rows since the last total, a 合计 all rows above (all rows of the sheet where it stands first).
    Sheets differ in this; where the usual reading does not fit, the other is taken if it balances exactly. A 累计 that
    does not balance holds more than this sheet and is left out.
    """
    if not titles or not columns:
        return NO_TOTALS
    places = sorted(titles)
    found: list[tuple[object, ...]] = []
    for (col, field), series in columns.items():
        numbers = series.cast(pl.Decimal(18, 2), strict=False)
        sums = _running(numbers, counted, places)
        everything, last, last_whole = sums[-1], NOTHING, NOTHING
        for place, above in zip(places, sums, strict=False):
            since, last = above.less(last), above
            since_whole = above.less(last_whole)  # newcomers behind a 合计 with a 小计 and a 合计 of their own
            if not is_subtotal(titles[place]):
                last_whole = above
            stated = numbers[place]
            if stated is None:
                continue
            first = above if above.amount or above == everything else everything
            readings = [since, first, since_whole, everything]
            if not is_subtotal(titles[place]):
                readings = [first, since, since_whole, everything]
            computed = next((reading for reading in readings if reading.amount == stated), None)
            if computed is None and is_cumulative(titles[place]):
                continue
            computed = computed or readings[0]
            found.append((rows[place], col, field, titles[place].rstrip(":"), stated, computed.amount, computed.rows))
    return pl.DataFrame(found, schema=TOTALS, orient="row")


def _running(numbers: pl.Series, counted: pl.Series, places: Sequence[int]) -> list[Sum]:
    """The sums of the counted rows above each place, and of all counted rows at the end."""
    sums: list[Sum] = []
    amount, rows, start = NOTHING.amount, 0, 0
    for place in (*places, len(numbers)):
        part = numbers.slice(start, place - start)
        part = part.filter(counted.slice(start, place - start))
        amount, rows, start = amount + Decimal(part.sum() or 0), rows + part.len() - part.null_count(), place
        sums.append(Sum(amount, rows))
    return sums
