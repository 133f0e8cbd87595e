"""What the payroll says of each person in a period: one row per uid and pid, over all sheets and rows."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.frame import DAYS, MONEY
from wagecheck.facts.settings import Settings

_KEYS: Final = ["uid", "pid"]
#: Days between the first days of two periods that follow each other: a month and some days of a shifted cycle.
_LONGEST_STEP: Final = 45


def build(rows: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Sums of ``payroll_rows.build``: the payroll columns of ``worker_month``, ``…_elsewhere`` and ``…_back``.

    A sum is null where one of its parts is missing. Days are those of ordinary rows; those of back pay count only where
    the whole period is back pay. ``…_back`` is the part of an amount that is back pay, ``…_elsewhere`` the part that is
    back pay for a month outside the submission. ``deductions`` holds advances too; ``normal_pay`` is gross without
    overtime, special allowances and back pay for other months (null where nothing else was paid).
    """
    back = pl.col("is_back_pay").fill_null(value=False)
    elsewhere = pl.col("elsewhere")
    zero = pl.lit(0, dtype=MONEY)
    overtime = pl.coalesce("overtime_pay", pl.when(pl.col("overtime_items") != 0).then("overtime_items"))
    sums = rows.with_columns(
        back=back,
        overtime=overtime,
        # back pay that names a month of the submission stands in that month; the rest is for another
        other_month=back & (elsewhere | pl.col("back_pay_period").is_null()),
        special=pl.col("special").fill_null(zero),
        ordinary_days=pl.when(~back).then("work_days"),
    ).group_by(_KEYS, maintain_order=True)
    found = sums.agg(
        payroll_rows=pl.len().cast(pl.Int32),
        is_back_pay=pl.col("back").all(),
        payroll_days=pl.when(pl.col("back").all())
        .then(pl.when(pl.col("work_days").null_count() == 0).then(pl.col("work_days").sum()))
        .when((pl.col("ordinary_days").is_null() & ~pl.col("back")).sum() == 0)
        .then(pl.col("ordinary_days").sum())
        .cast(DAYS),
        **{f"{kind}_rate": _only(f"{kind}_rate") for kind in ("daily", "hourly", "piece")},
        gross_pay=_whole("gross_pay"),
        overtime_pay=pl.when(pl.col("overtime").count() > 0).then(pl.col("overtime").sum()).cast(MONEY),
        special_allowance=pl.col("special").sum().cast(MONEY),
        normal_gross=pl.when(~pl.col("other_month").all()).then(_own("gross_pay")),
        normal_overtime=pl.col("overtime").filter(~pl.col("other_month")).sum(),
        normal_special=pl.col("special").filter(~pl.col("other_month")).sum(),
        deductions=_whole("deductions"),
        advances=_known("advance"),
        lawful_deductions=_known("lawful"),
        unlawful_deductions=_known("unlawful"),
        unexplained_deductions=_known("unexplained"),
        unlawful_titles=_titles("unlawful_titles"),
        unexplained_titles=_titles("unexplained_titles"),
        unnamed=pl.col("unnamed").any(),
        unlawful_at=pl.col("unlawful_at").list.explode(keep_nulls=False, empty_as_null=False).drop_nulls(),
        net_pay=_whole("net_pay"),
        **{
            f"{name}_elsewhere": pl.col(name).filter(elsewhere).sum().cast(MONEY)
            for name in ("net_pay", "gross_pay", "expected_net", "expected_gross")
        },
        **{f"{name}_back": pl.col(name).filter("back").sum().cast(MONEY) for name in ("net_pay", "gross_pay")},
        stated_unpaid=pl.when(pl.col("unpaid").count() > 0).then(pl.col("unpaid").sum()).cast(MONEY),
        expected_net=_whole("expected_net"),
        expected_gross=_whole("expected_gross"),
        due=_whole("due"),
        due_elsewhere=pl.col("due").filter(elsewhere).sum().cast(MONEY),
        signed=pl.when(pl.col("signed").null_count() == 0).then(pl.col("signed").all()),
        payroll_pay_date=pl.col("pay_date").min(),
        payroll_team=pl.col("team").drop_nulls().first(),
        payroll_trade=pl.col("trade").drop_nulls().first(),
        payroll_at=pl.col("at").unique(maintain_order=True),
    )
    base = pl.col("gross_pay") - (pl.col("deductions") - pl.col("advances"))
    received = pl.col("net_pay") + pl.col("advances")
    return found.with_columns(
        normal_pay=(pl.col("normal_gross") - pl.col("normal_overtime") - pl.col("normal_special")).cast(MONEY),
        part_paid_share=pl.when(base > 0).then(received.cast(pl.Float64) / base.cast(pl.Float64)),
        part_paid=pl.when(base > 0).then(base - received > pl.lit(settings.tolerance)),
        unexplained_titles=_with_unnamed(),
    ).drop("unnamed", "normal_gross", "normal_overtime", "normal_special")


def part_paid_months(sums: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """uid, pid → part_paid_months (Int32): periods in a row with part payment, this one included; null where unknown.

    The next period must begin within a month and a half of the last one; a period in full, or one without payroll for
    the worker, begins the count anew.
    """
    dated = (
        sums.select("uid", "pid", "part_paid")
        .join(units.with_row_index("uid").select("uid", "period_start"), on="uid", maintain_order="left")
        .sort("pid", "period_start")
        .with_row_index("i")
    )
    part = pl.col("part_paid").fill_null(value=False)
    step = (pl.col("period_start") - pl.col("period_start").shift(1)).dt.total_days()
    follows = part.shift(1) & (pl.col("pid") == pl.col("pid").shift(1)) & (step <= _LONGEST_STEP)
    start = pl.when(~follows.fill_null(value=False)).then("i").forward_fill()
    months = pl.when(part).then(pl.col("i") - start + 1).otherwise(0)
    return dated.select(
        "uid", "pid", part_paid_months=pl.when(pl.col("part_paid").is_not_null()).then(months).cast(pl.Int32)
    )


def _whole(name: str) -> pl.Expr:
    """Sum, null where one part is missing."""
    return pl.when(pl.col(name).null_count() == 0).then(pl.col(name).sum()).cast(MONEY)


def _own(name: str) -> pl.Expr:
    """Sum over the rows that are for this period, null where one is missing."""
    values = pl.col(name).filter(~pl.col("other_month"))
    return pl.when(values.null_count() == 0).then(values.sum()).cast(MONEY)


def _known(name: str) -> pl.Expr:
    """Sum of what is there; 0 where there is none."""
    return pl.col(name).sum().cast(MONEY)


def _only(name: str) -> pl.Expr:
    """The value if all rows that state one agree."""
    return pl.when(pl.col(name).drop_nulls().n_unique() == 1).then(pl.col(name).drop_nulls().first())


def _titles(name: str) -> pl.Expr:
    """Distinct titles, joined by 、; null where there are none."""
    titles = pl.col(name).list.explode(keep_nulls=False, empty_as_null=False).unique(maintain_order=True)
    return pl.when(titles.len() > 0).then(titles.str.join("、"))


def _with_unnamed() -> pl.Expr:
    """Titles, with 扣款合计 where the stated total holds more than its columns; null where there is neither."""
    parts = pl.concat_list(
        "unexplained_titles",
        pl.when("unnamed").then(pl.lit("扣款合计")),
    )
    joined = parts.list.drop_nulls().list.join("、")
    return pl.when(joined != "").then(joined)
