"""The day on which wages are due: the agreed pay day, moved before a day off, else the end of the following month.

Sources: settled question 9 (wordings), 条例 art. 13, 14 (agreed day; before it when it is a day off), 工资支付暂行规定
art. 7 (at least monthly). The calendar and the number of months are data (``Settings``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from wagecheck.facts.periods import place
from wagecheck.facts.settings import Calendar, Settings

_SITE: Final = ["project", "contractor"]
_LAST: Final = "月末|月底|最后一[天日]"
_THIS_MONTH: Final = "当月|本月"


def agreed_day(text: pl.Expr, period_end: pl.Expr) -> pl.Expr:
    """The pay day (Date) that a wording means for the pay period ending on ``period_end``; null where it says no day.

    Reads 次月18日, 下月18号, 每月18日, 18日, 18, 当月25日, 次月底. Without 当月 or 本月 the day lies in the month after
    the one in which the pay period ends. A day that the month does not have (31) is its last day.
    """
    bare = text.str.normalize("NFKC").str.replace_all(r"\s", "")
    dated = bare.str.extract(r"^\d{4}[-/.年]\d{1,2}[-/.月](\d{1,2})", 1)
    named = bare.str.extract(r"(\d{1,2})(?:[日号]|$)", 1)
    day = pl.coalesce(dated, named).cast(pl.Int32, strict=False)
    offset = pl.when(bare.str.contains(_THIS_MONTH)).then(pl.lit("0mo")).otherwise(pl.lit("1mo"))
    first = period_end.dt.month_start().dt.offset_by(offset)
    last = first.dt.month_end()
    wanted = first + pl.duration(days=day - 1)
    return (
        pl.when(bare.str.contains(_LAST)).then(last).when(day.is_between(1, 31)).then(pl.min_horizontal(wanted, last))
    )


def default_day(period_end: pl.Expr, settings: Settings) -> pl.Expr:
    """The last day of the month so many months after the pay period (decision 7); it is no agreed day and not moved."""
    months = settings.on("pay_day_default_months", period_end, settings.default_pay_months)
    later = pl.concat_str(months.cast(pl.Int64).cast(pl.String), pl.lit("mo"))
    return period_end.dt.month_start().dt.offset_by(later).dt.month_end()


def moved(day: pl.Expr, calendar: Calendar) -> pl.Expr:
    """The day, or the last working day before it. Distinct days are few: each is looked up once."""
    return day.map_batches(lambda days: _moved(days, calendar), return_dtype=pl.Date)


def resumed(day: pl.Expr, calendar: Calendar) -> pl.Expr:
    """The day, or the first working day after it; null where a year on the way is not in the calendar."""
    return day.map_batches(lambda days: _resumed(days, calendar), return_dtype=pl.Date)


def _resumed(days: pl.Series, calendar: Calendar) -> pl.Series:
    distinct = days.drop_nulls().unique()
    later = [calendar.working_day_at_or_after(day) for day in distinct]
    earlier = [calendar.working_day_at_or_before(day) for day in distinct]
    known = [
        resumes if calendar.knows(resumes) and calendar.knows(last) else None
        for resumes, last in zip(later, earlier, strict=True)
    ]
    return days.replace_strict(distinct, pl.Series(known, dtype=pl.Date), default=None, return_dtype=pl.Date)


def _moved(days: pl.Series, calendar: Calendar) -> pl.Series:
    distinct = days.drop_nulls().unique()
    earlier = [calendar.working_day_at_or_before(day) for day in distinct]
    return days.replace_strict(distinct, pl.Series(earlier, dtype=pl.Date), default=None, return_dtype=pl.Date)


def by_unit(ledgers: Mapping[str, pl.DataFrame], units: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Due day of each contractor-period, unless a worker's contract says another: project, contractor, period, due_on.

    The wording most contracts of the contractor have, else that of the project's notice board, else the date on the
    payroll as far as it is no later than the default, else the default.
    """
    known = _agreed(ledgers, units).join(
        _payroll_dates(ledgers["payroll"], units),
        on=[*_SITE, "period"], how="left", nulls_equal=True, maintain_order="left",
    )  # fmt: skip
    end = pl.col("period_end")
    return known.with_columns(
        agreed=moved(pl.col("unit_agreed_on"), settings.calendar), default=default_day(end, settings)
    ).select(
        *_SITE,
        "period",
        due_on=pl.coalesce("agreed", pl.min_horizontal("pay_date", "default").fill_null(pl.col("default"))),
    )


def agreed_by_unit(ledgers: Mapping[str, pl.DataFrame], units: pl.DataFrame) -> pl.DataFrame:
    """The agreed pay day of each contractor-period as it was agreed, not moved: project, contractor, period,

    unit_agreed_on; null where neither contracts nor the notice board say one.
    """
    return _agreed(ledgers, units).select(*_SITE, "period", "unit_agreed_on")


def _agreed(ledgers: Mapping[str, pl.DataFrame], units: pl.DataFrame) -> pl.DataFrame:
    common = _most_common(ledgers["contract"], _SITE)
    board = _most_common(ledgers["board"], ["project"]).rename({"pay_day": "board_day"})
    end = pl.col("period_end")
    return (
        units.select(*_SITE, "period", "period_end")
        .join(common, on=_SITE, how="left", nulls_equal=True, maintain_order="left")
        .join(board, on="project", how="left", nulls_equal=True, maintain_order="left")
        .with_columns(
            unit_agreed_on=pl.coalesce(agreed_day(pl.col("pay_day"), end), agreed_day(pl.col("board_day"), end))
        )
    )


def _most_common(frame: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """The wording of a pay day written most often."""
    return (
        frame.drop_nulls("pay_day")
        .group_by([*keys, "pay_day"])
        .agg(count=pl.len())
        .sort("count", "pay_day", descending=[True, False])
        .unique(keys, keep="first", maintain_order=True)
        .drop("count")
    )


def _payroll_dates(payroll: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """The latest pay date that a payroll itself states."""
    return place(payroll.drop_nulls("pay_date"), units).group_by([*_SITE, "period"]).agg(pl.col("pay_date").max())
