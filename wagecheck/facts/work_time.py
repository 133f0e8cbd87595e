"""One row per worker and pay period: hours, overtime by kind of day, days without rest, and what overtime was paid."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts import day_kinds, punches, work_runs
from wagecheck.facts.contracts import wage_unit
from wagecheck.facts.day_kinds import HOLIDAY, ORDINARY, REST
from wagecheck.facts.frame import DAYS, MONEY, PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.numbered import numbered
from wagecheck.facts.settings import Settings

RATE = pl.Decimal(18, 4)

FRAME = Frame(
    name="work_time",
    title="工时",
    grain=("person",),
    masks={"name": "name", "id_number": "id"},
    columns={
        "in_attendance": pl.Boolean, "in_payroll": pl.Boolean, "is_back_pay": pl.Boolean,
        "unknown_marks": pl.Int32,
        "attendance_signed": pl.Boolean,   # null: no signature column, or nobody on the sheet has signed
        # days in a row: null where no day cells were handed in
        "longest_run": pl.Int32, "run_from": pl.Date, "run_to": pl.Date, "run_at": PLACES,
        # hours: null where the sheet counts days only
        "long_days": pl.Int32,         # days on which more than the lawful hours stand that are not called overtime
        "hours_over": DAYS,            # the hours above, over all such days
        "longest_day": DAYS, "long_at": PLACES,
        # hours between the first and the last punch of the longest day that states neither hours nor overtime; null
        # where any overtime of the worker is recorded
        "longest_span": DAYS, "span_on": pl.Date, "span_at": PLACES,
        # overtime
        "overtime_hours": DAYS,        # of the day cells, else the sheet's own sum, else the payroll's
        "overtime_most": DAYS,         # on one day; null where only a sum was recorded
        "overtime_most_on": pl.Date, "overtime_at": PLACES,
        "ordinary_overtime": DAYS,     # overtime hours on all days but statutory holidays
        "rest_hours": DAYS,            # hours on rest days that no day off in the same week and month made up for
        "holiday_hours": DAYS,         # all hours on statutory holidays; null, as rest_hours, where the calendar ends
        "holidays_worked": pl.String, "extra_at": PLACES,
        # pay
        "hourly_wage": RATE,           # agreed monthly pay ÷ paid hours of a month; of day rates ÷ hours of a day
        "base_times": pl.Int32,        # 1: day and hour rates, paid for these days as well · 0: monthly pay
        "overtime_paid": MONEY,        # overtime column, else what gross pay holds above the rate × days
        "attendance_at": PLACES, "any_at": PLACES, "payroll_at": PLACES, "contract_at": PLACES,
    },
)  # fmt: skip

_KEYS: Final = ["uid", "pid"]
_WEEK_DAYS: Final = 7
_HOUR: Final = 60


def build(ground: Groundwork, worker_month: pl.DataFrame) -> pl.DataFrame:
    """The frame: everybody of ``worker_month``, with what the day cells and the payroll say of time."""
    settings = ground.settings
    days = ground.days
    rows = numbered(worker_month, ground)
    parts = (work_runs.longest(days), _hours(days, settings), _spans(days), _overtime(days))
    for part in (*parts, _kinds(ground), _payroll(ground)):
        rows = rows.join(part, on=_KEYS, how="left", maintain_order="left")
    idle = pl.col("in_attendance") & (pl.col("days_present") == 0)
    known = pl.coalesce("calendar_known", idle)
    zero = pl.lit(0, dtype=DAYS)
    rows = rows.with_columns(
        longest_run=pl.coalesce("longest_run", pl.when(idle).then(pl.lit(0, dtype=pl.Int32))),
        overtime_hours=pl.coalesce("overtime_hours", "payroll_overtime"),
        # where overtime is only summed up, it is taken for overtime of ordinary days
        ordinary_overtime=pl.when("overtime_daily")
        .then("ordinary_daily")
        .otherwise(pl.coalesce("overtime_hours", "payroll_overtime")),
        **{name: pl.when(known).then(pl.col(name).fill_null(zero)) for name in ("rest_hours", "holiday_hours")},
    )
    # whose overtime is recorded, be it on the payroll only, is AT05's and AT06's
    unsaid = (pl.col("overtime_hours") > 0).fill_null(value=False).not_()
    rows = rows.with_columns(pl.when(unsaid).then(name).alias(name) for name in ("longest_span", "span_on", "span_at"))
    rows = _with_pay(rows, settings).with_columns(any_at="attendance_at")
    return rows.select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()])


def _hours(days: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """uid, pid → long_days, hours_over, longest_day, long_at; null sums where no hours were recorded."""
    lawful = settings.on("hours_per_day", pl.col("date"))
    over = (pl.col("hours") - pl.col("overtime_hours").fill_null(0) - lawful).cast(DAYS)
    counted = days.filter(pl.col("hours").is_not_null()).with_columns(over=over)
    long = pl.col("over") > 0
    return counted.group_by(_KEYS, maintain_order=True).agg(
        long_days=long.sum().cast(pl.Int32),
        hours_over=pl.col("over").filter(long).sum(),
        longest_day=pl.col("hours").filter(long).max(),
        long_at=pl.col("at").filter(long).list.explode(keep_nulls=False, empty_as_null=False),
    )


def _spans(days: pl.DataFrame) -> pl.DataFrame:
    """uid, pid → longest_span (hours), span_on, span_at, of days of which only the punches are known."""
    only = pl.col("hours").is_null() & ~(pl.col("overtime_hours") > 0).fill_null(value=False)
    punched = (
        days.filter(only & pl.col("mark").str.contains(":", literal=True))
        .select(*_KEYS, "date", "at", times=punches.read(pl.col("mark")))
        .unnest("times")
        .drop_nulls("punch_minutes")
    )
    most = pl.col("punch_minutes").arg_max()
    return (
        punched.sort("date")
        .group_by(_KEYS, maintain_order=True)
        .agg(
            longest_span=(pl.col("punch_minutes").max().cast(pl.Float64) / _HOUR).round(2).cast(DAYS),
            span_on=pl.col("date").get(most),
            span_at=pl.col("at").get(most),
        )
    )


def _overtime(days: pl.DataFrame) -> pl.DataFrame:
    """uid, pid → overtime_daily, overtime_most, overtime_most_on, overtime_at."""
    most = pl.col("overtime_hours").arg_max()
    return (
        days.filter(pl.col("overtime_hours") > 0)
        .sort("date")
        .group_by(_KEYS, maintain_order=True)
        .agg(
            overtime_daily=pl.lit(value=True),
            overtime_most=pl.col("overtime_hours").max(),
            overtime_most_on=pl.col("date").get(most),
            overtime_at=pl.concat_list(pl.col("overtime_at").get(most)),
        )
    )


def _kinds(ground: Groundwork) -> pl.DataFrame:
    """uid, pid → ordinary_daily, rest_hours, holiday_hours, holidays_worked, extra_at, calendar_known.

    A day off in return (补休) makes up for a rest day worked.
    """
    settings, days = ground.settings, ground.days
    spans = ground.numbered.select("uid", "period_start", "period_end").drop_nulls()
    if days.is_empty() or spans.is_empty():
        return _no_kinds()
    first = min(days["date"].min(), spans["period_start"].min())  # type: ignore[type-var]
    last = max(days["date"].max(), spans["period_end"].max())  # type: ignore[type-var]
    calendar = day_kinds.table(first, last, settings.calendar).with_columns(week=pl.col("date").dt.truncate("1w"))  # type: ignore[arg-type]
    a_day = settings.on("hours_per_day", pl.col("date"))
    worked = (
        days.select(*_KEYS, "date", "work", "hours", "overtime_hours", "at")
        .join(calendar, on="date", how="left", maintain_order="left")
        .with_columns(
            # a sheet in hours may hold overtime in them; a sheet in days does not
            time=pl.coalesce(pl.col("work") * a_day + pl.col("overtime_hours").fill_null(0), "hours").cast(DAYS),
            value=pl.coalesce("work", (pl.col("hours") / a_day).cast(DAYS)).clip(upper_bound=1),
            a_day=a_day.cast(DAYS),
        )
    )
    holiday = pl.col("kind") == HOLIDAY
    return (
        worked.group_by(_KEYS, maintain_order=True)
        .agg(
            ordinary_daily=pl.col("overtime_hours").filter(~holiday).sum(),
            holiday_hours=pl.col("time").filter(holiday).sum(),
            holidays_worked=pl.col("date").filter(holiday).unique().sort().dt.strftime("%Y-%m-%d").str.join("、"),
            extra_at=pl.col("at").filter(holiday).list.explode(keep_nulls=False, empty_as_null=False),
            calendar_known=pl.col("kind").is_not_null().all(),
            a_day=pl.col("a_day").min(),
        )
        .join(_rest_days(worked, calendar, spans, settings), on=_KEYS, how="left", maintain_order="left")
        .with_columns(rest_hours=(pl.col("rest_days") * pl.col("a_day")).cast(DAYS))
        .drop("rest_days", "a_day")
    )


def _no_kinds() -> pl.DataFrame:
    return pl.DataFrame(
        schema={
            "uid": pl.UInt32, "pid": pl.UInt32, "ordinary_daily": DAYS, "rest_hours": DAYS, "holiday_hours": DAYS,
            "holidays_worked": pl.String, "extra_at": PLACES, "calendar_known": pl.Boolean,
        }
    )  # fmt: skip


def _rest_days(worked: pl.DataFrame, calendar: pl.DataFrame, spans: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """uid, pid → rest_days: rest days worked beyond what a week may hold, and not made up for in another week.

    A week may hold its working days by the calendar and one more (value ``week_extra_work_days``). Only weeks wholly
    within the period count; what one of them holds less makes up for what another holds more.
    """
    weeks = calendar.group_by("week").agg(ordinary=(pl.col("kind") == ORDINARY).sum())
    whole = (pl.col("week") >= pl.col("period_start")) & (
        pl.col("week").dt.offset_by(f"{_WEEK_DAYS - 1}d") <= pl.col("period_end")
    )
    may = (
        spans.join(weeks, how="cross")
        .filter(whole)
        .with_columns(due=(pl.col("ordinary") + settings.on("week_extra_work_days", pl.col("period_start"))).cast(DAYS))
    )
    by_week = (
        worked.filter(pl.col("kind") != HOLIDAY)
        .group_by([*_KEYS, "week"])
        .agg(done=pl.col("value").sum(), rest=pl.col("value").filter(pl.col("kind") == REST).sum())
        .join(may.select("uid", "week", "due"), on=["uid", "week"])
    )
    more = pl.min_horizontal("rest", (pl.col("done") - pl.col("due")).clip(lower_bound=0))
    return (
        by_week.group_by(_KEYS)
        .agg(by_week=more.sum(), done=pl.col("done").sum())
        .join(may.group_by("uid").agg(due=pl.col("due").sum()), on="uid", how="left")
        .select(
            *_KEYS,
            rest_days=pl.min_horizontal("by_week", (pl.col("done") - pl.col("due")).clip(lower_bound=0)).cast(DAYS),
        )
    )


def _payroll(ground: Groundwork) -> pl.DataFrame:
    """uid, pid → payroll_overtime (hours), day_rate, hour_rate of the payroll."""
    own = ground.payroll.filter(~pl.col("is_back_pay").fill_null(value=False))
    return own.group_by(_KEYS).agg(
        payroll_overtime=pl.when(pl.col("overtime_hours").count() > 0).then(pl.col("overtime_hours").sum()),
        day_rate=pl.col("daily_rate").max(),
        hour_rate=pl.col("hourly_rate").max(),
    )


def _with_pay(rows: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """``rows`` with hourly_wage, base_times and overtime_paid."""
    month = pl.col("period_start")
    month_hours, day_hours = settings.on("month_pay_hours", month), settings.on("hours_per_day", month)
    unit = wage_unit()
    by_rate = pl.coalesce(pl.col("day_rate").cast(RATE) / day_hours, "hour_rate")
    rated = unit.is_in(["day", "hour"]) | (unit.is_null() & by_rate.is_not_null())
    agreed = (
        pl.when(unit == "day")
        .then(pl.col("wage_rate").cast(RATE) / day_hours)
        .when(unit == "hour")
        .then("wage_rate")
        .when(unit == "month")
        .then(pl.col("monthly_wage").cast(RATE) / month_hours)
        .when(unit.is_null())
        .then(by_rate)
    )
    rows = rows.with_columns(
        hourly_wage=agreed.cast(RATE),
        base_times=pl.when(rated).then(1).when(unit == "month").then(0).cast(pl.Int32),
    ).with_columns(
        day_wage=pl.col("hourly_wage") * day_hours,
    )
    paid_days = pl.coalesce("payroll_days", "days_worked")
    base = pl.when(pl.col("base_times") == 1).then(pl.col("day_wage") * paid_days).otherwise("monthly_wage")
    above = (pl.col("gross_pay") - pl.col("special_allowance").fill_null(0) - base).clip(lower_bound=0)
    # overtime turned into days (工日) was paid with the days
    more_days = (pl.col("payroll_days") - pl.col("days_worked")).clip(lower_bound=0).fill_null(0) * pl.col("day_wage")
    return rows.with_columns(overtime_paid=pl.coalesce(pl.col("overtime_pay") + more_days, above).round(2).cast(MONEY))
