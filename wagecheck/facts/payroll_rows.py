"""Payroll records with their person and pay period, and what their own columns add up to.

The sheet's own logic is read, not a formula of ours: deductions to the left of gross belong to gross, those to the
right are taken off it, and of the usual readings the one nearest to the stated net is expected (decision 12).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from wagecheck.facts import item_titles, pay_month, periods, versions
from wagecheck.facts.frame import MONEY
from wagecheck.facts.people import People
from wagecheck.facts.settings import Settings
from wagecheck.ledgers.provenance import pack

_SITE: Final = ["project", "contractor"]
_ROW: Final = ["src", "row", "name_key"]
_DEDUCTIONS: Final = ("lawful", "unlawful", "unexplained", "advance", "deposit", "premium")
_EARNINGS: Final = ("earning", "overtime", "special")
_ZERO: Final = pl.lit(0, dtype=MONEY)


def build(
    ledgers: Mapping[str, pl.DataFrame],
    units: pl.DataFrame,
    people: People,
    settings: Settings,
    names: Mapping[int, str],
) -> pl.DataFrame:
    """The payroll ledger with uid, pid, at, elsewhere, sums of its items, expected_net, expected_gross, due, signed.

    ``elsewhere``: back pay for a month that is no period of the submission; the row stays in its sheet's period.
    ``due``: net plus what the row itself states as unpaid; a row whose net already holds the unpaid part (it balances
    without it) is due as net. A row that stands on a sheet twice, word for
    word, and a payroll handed in twice (``versions``; ``names`` says how its sheets are called) counts
    once; what its versions state differently is null.
    """
    payroll = ledgers["payroll"]
    placed = _placed(payroll, units)
    rows = (
        placed.join(people.pids("payroll"), on=_ROW, nulls_equal=True, maintain_order="left")
        .with_columns(at=pack(pl.col("src"), pl.col("row")), signed=_signed())
        .pipe(_once, settings, names)
        .join(_item_sums(ledgers["payroll_item"], settings), on=_ROW, how="left", nulls_equal=True)
    )
    return _with_due(_with_expected(rows))


def _once(rows: pl.DataFrame, settings: Settings, names: Mapping[int, str]) -> pl.DataFrame:
    rows = rows.unique([name for name in rows.columns if name not in ("row", "at")], keep="first", maintain_order=True)
    if not names or not settings.versions:
        return rows
    fields = settings.versions["compare"]["payroll"]
    units = rows.with_columns(unit=pl.col("uid").cast(pl.Int64))
    cells = versions.said(versions.in_several(units), fields)
    found = versions.pairs(cells, names, settings.versions)
    return versions.once(units, cells, found, fields).drop("unit")


def _placed(payroll: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Rows with uid: that of the month a row pays for if it is back pay, else that of its sheet."""
    numbered = units.with_row_index("uid").select(*_SITE, "period", "uid")
    rows = payroll.with_row_index("k")

    def located(spans: pl.DataFrame, name: str) -> pl.DataFrame:
        placed = periods.place(spans, units).join(numbered, on=[*_SITE, "period"], nulls_equal=True)
        return placed.select("k", pl.col("uid").alias(name))

    own = located(rows.select("k", *_SITE, "period_start", "period_end"), "own")
    back = rows.filter(pl.col("is_back_pay").fill_null(value=False) & pl.col("back_pay_period").is_not_null())
    if back.is_empty():
        told = rows.clear().select("k", told=pl.lit(value=True))
        meant = own.clear().rename({"own": "meant"})
    else:
        span = pay_month.column_span(pl.col("back_pay_period"), pl.col("period_end"))
        spans = back.select("k", *_SITE, span=span).unnest("span").drop_nulls("period_start")
        told, meant = spans.select("k", told=pl.lit(value=True)), located(spans, "meant")
    for part in (own, meant, told):
        rows = rows.join(part, on="k", how="left", maintain_order="left")
    return (
        rows.with_columns(
            uid=pl.coalesce("meant", "own"),
            elsewhere=pl.col("told").fill_null(value=False) & pl.col("meant").is_null(),
        )
        .filter(pl.col("uid").is_not_null())
        .drop("k", "own", "meant", "told")
    )


def _signed() -> pl.Expr:
    """Whether the row is signed; null where nobody on the sheet has signed (decision 11)."""
    written = pl.col("signature").is_not_null() & (pl.col("signature").str.strip_chars() != "")
    return pl.when(written.any().over("src")).then(written)


def items(payroll_item: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Items other than 0 with their class: src, row, name_key, title, class, amount, after_gross, at."""
    stated = payroll_item.filter(pl.col("amount") != 0)
    return stated.join(
        item_titles.classes(stated, settings),
        on=["title", "kind", "after_gross"],
        nulls_equal=True,
        maintain_order="left",
    ).select(*_ROW, "title", "class", "amount", "after_gross", at=pack(pl.col("src"), pl.col("row"), pl.col("col")))


def _item_sums(payroll_item: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Per payroll row: sums by class and side of gross, titles of unlawful and unexplained deductions, their cells."""
    known = items(payroll_item, settings)
    taken, after = pl.col("class").is_in(_DEDUCTIONS), pl.col("after_gross").fill_null(value=False)
    added, other = pl.col("class").is_in(_EARNINGS), pl.col("class") == "other"
    amount, size = pl.col("amount"), pl.col("amount").abs()
    return known.group_by(_ROW, maintain_order=True).agg(
        *(size.filter(pl.col("class") == name).sum().alias(name) for name in _DEDUCTIONS),
        overtime_items=amount.filter(pl.col("class") == "overtime").sum(),
        special=amount.filter(pl.col("class") == "special").sum(),
        taken_after=size.filter(taken & after).sum(),
        taken_before=size.filter(taken & ~after).sum(),
        added_after=amount.filter(added & after).sum(),
        added_before=amount.filter(added & ~after).sum(),
        positive_before=amount.filter(added & ~after & (amount > 0)).sum(),
        other_after=amount.filter(other & after).sum(),
        other_before=amount.filter(other & ~after).sum(),
        unlawful_titles=pl.col("title").filter(pl.col("class") == "unlawful"),
        # money taken off in a column of earnings: nobody says what for
        below_zero=size.filter(added & (amount < 0)).sum(),
        unexplained_titles=pl.col("title").filter((pl.col("class") == "unexplained") | added & (amount < 0)),
        unlawful_at=pl.col("at").filter(pl.col("class") == "unlawful"),
        deposit_titles=pl.col("title").filter(pl.col("class") == "deposit"),
        deposit_at=pl.col("at").filter(pl.col("class") == "deposit"),
    )


def _sum(name: str) -> pl.Expr:
    return pl.col(name).fill_null(_ZERO)


def _with_nearest(rows: pl.LazyFrame, name: str, candidates: list[pl.Expr], target: str) -> pl.LazyFrame:
    """``rows`` with the candidate nearest to ``target``, the first of equals; null candidates do not stand.

    Candidates and distances are columns for a while: as one expression each would be written out a hundred times.
    """
    names = [f"{name} {number}" for number in range(len(candidates))]
    distances = [f"distance {number}" for number in range(len(candidates))]
    return (
        rows.with_columns(candidate.alias(own) for own, candidate in zip(names, candidates, strict=True))
        .with_columns(
            (pl.col(own) - pl.col(target)).abs().alias(far) for own, far in zip(names, distances, strict=True)
        )
        .with_columns(least=pl.min_horizontal(distances))
        .with_columns(
            pl.coalesce(
                pl.when(pl.col(far) == pl.col("least")).then(own) for own, far in zip(names, distances, strict=True)
            )
            .cast(MONEY)
            .alias(name)
        )
        .drop(*names, *distances, "least")
    )


def _readings(base: pl.Expr) -> list[pl.Expr]:
    """``base`` less deductions in the usual readings: right of gross, stated total, all columns, unnamed too."""
    total, after, before = pl.col("deduction_total"), _sum("taken_after"), _sum("taken_before")
    readings = [base - after, base - total, base - after - before, base - total - _sum("advance")]
    readings += [base - after - _sum("other_after"), base - after + _sum("other_after")]
    return readings + [reading + _sum("added_after") for reading in readings]


def _with_expected(rows: pl.DataFrame) -> pl.DataFrame:
    gross, earnings, before = pl.col("gross_pay"), _sum("added_before"), _sum("taken_before")
    # Sheets whose base pay is no item of its own: the columns of the ledger are added.
    fields = _sum("base_pay") + _sum("overtime_pay") + _sum("allowance")
    # A negative allowance does not hide the base pay among the items.
    itemised = _sum("positive_before") >= pl.col("base_pay")
    whole = pl.when(itemised).then(earnings).otherwise(earnings + fields)
    built = [whole, whole - before, whole + _sum("other_before"), whole + _sum("other_before") - before]
    based = pl.col("base_pay").is_not_null()
    return (
        rows.lazy()
        .pipe(_with_nearest, "with_unpaid", _readings(gross - _sum("unpaid")), "net_pay")
        .pipe(_with_nearest, "without_unpaid", _readings(gross), "net_pay")
        .pipe(_with_nearest, "expected_gross", [pl.when(based).then(sum_) for sum_ in built], "gross_pay")
        .pipe(_with_nearest, "expected_net", [pl.col("with_unpaid"), pl.col("without_unpaid")], "net_pay")
        .collect()
    )


def _with_due(rows: pl.DataFrame) -> pl.DataFrame:
    unpaid = _sum("unpaid")
    holds_unpaid = (pl.col("net_pay") == pl.col("without_unpaid")) & (pl.col("net_pay") != pl.col("with_unpaid"))
    named = (
        _sum("lawful") + _sum("unlawful") + _sum("unexplained") + _sum("advance") + _sum("deposit") + _sum("premium")
    )
    stated = pl.coalesce("deduction_total", named)
    # A total above what the columns name was taken for reasons nobody wrote down.
    unnamed = (stated - named).clip(lower_bound=0)
    return rows.with_columns(
        due=(pl.col("net_pay") + pl.when(holds_unpaid.fill_null(value=False)).then(_ZERO).otherwise(unpaid)).cast(
            MONEY
        ),
        deductions=pl.max_horizontal(stated, named).cast(MONEY),
        unexplained=(_sum("unexplained") + _sum("below_zero") + unnamed).cast(MONEY),
        unnamed=unnamed > 0,
    )
