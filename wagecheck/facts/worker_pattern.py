"""One row per person and pay period: months without a day of rest, and pay per day beside that of the team."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts import contracts
from wagecheck.facts.frame import DAYS, MONEY, PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.standing_sheets import only

FRAME = Frame(
    name="worker_pattern",
    title="工人出勤和工资规律",
    grain=("person",),
    masks={"name": "name", "id_number": "id"},
    columns={
        "in_attendance": pl.Boolean, "in_payroll": pl.Boolean, "is_back_pay": pl.Boolean,
        "is_piece_work": pl.Boolean,   # a piece rate or a quantity in the payroll, or a contract by the piece
        "days_worked": DAYS,           # distinct dates where the sheet has days, else the days it states
        # pay periods in a row, this one included, with at least full_attendance_days days; null with unknown marks
        "full_months": pl.Int32, "full_from": pl.Date,
        "normal_pay": MONEY,           # gross without overtime and special allowances
        "day_pay": MONEY,              # normal_pay ÷ days of attendance
        "team_day_pay": MONEY,         # the percentile day_pay_percentile of the other people of the team
        "team_people": pl.Int32,       # the other people of the team whose pay per day is known
        "agreed_day_rate": MONEY,      # of the contract, where it is paid by the day
        "attendance_at": PLACES, "payroll_at": PLACES,
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]
_KEYS: Final = [*_SITE, "period", "person"]
_TEAM: Final = [*_SITE, "period", "team"]
#: Days between the first days of two periods that follow each other: a month and some days of a shifted cycle.
_LONGEST_STEP: Final = 45


def build(ground: Groundwork, workers: pl.DataFrame) -> pl.LazyFrame:
    """The people of ``workers`` (worker_month)."""
    rows = workers.join(_piece_work(ground), on=_KEYS, how="left", nulls_equal=True, maintain_order="left")
    unit = contracts.wage_unit()
    present = pl.when(pl.col("unknown_marks") == 0).then(pl.coalesce(pl.col("days_present").cast(DAYS), "days_worked"))
    positive = (pl.col("days_worked") > 0).fill_null(value=False)
    rows = rows.with_columns(
        is_piece_work=pl.col("piece").fill_null(value=False) | (unit == "piece").fill_null(value=False),
        agreed_day_rate=pl.when(unit == "day").then("wage_rate"),
        present=pl.when(positive & (pl.col("days_present") == 0)).then("days_worked").otherwise(present),
        ordinary=pl.col("in_payroll").fill_null(value=False) & ~pl.col("is_back_pay").fill_null(value=False),
    )
    pay = (pl.col("normal_pay") / pl.col("days_worked")).round(2).cast(MONEY)
    rows = rows.with_columns(day_pay=pl.when(pl.col("ordinary") & ~pl.col("is_piece_work") & positive).then(pay))
    rows = _with_full_months(rows, ground)
    rows = _with_team(rows, ground).with_columns(days_worked=pl.coalesce("days_worked", "present"))
    return only(rows, FRAME.schema, "period_start", "person")


def _piece_work(ground: Groundwork) -> pl.DataFrame:
    """project, contractor, period, person → piece."""
    rows = ground.payroll.group_by("uid", "pid").agg(
        piece=pl.any_horizontal(pl.col("piece_rate", "quantity").is_not_null()).any()
    )
    return (
        rows.join(ground.numbered.select("uid", *_SITE, "period"), on="uid")
        .join(ground.persons.select("pid", "person"), on="pid")
        .drop("uid", "pid")
    )


def _with_full_months(rows: pl.DataFrame, ground: Groundwork) -> pl.DataFrame:
    who = [*_SITE, "person"]
    least = ground.settings.on("full_attendance_days", pl.col("period_start"))
    order = (
        rows.select(*who, "period", "period_start", full=pl.col("present") >= least.cast(DAYS))
        .sort(*who, "period_start")
        .with_row_index("i")
    )
    step = (pl.col("period_start") - pl.col("period_start").shift(1).over(who)).dt.total_days()
    full = pl.col("full").fill_null(value=False)
    follows = full.shift(1).over(who) & (step <= _LONGEST_STEP)
    begun = pl.when(~follows.fill_null(value=False)).then("i").forward_fill()
    counted = order.with_columns(begun=begun).with_columns(
        full_months=pl.when(pl.col("full").is_not_null()).then(
            pl.when("full").then(pl.col("i") - pl.col("begun") + 1).otherwise(0)
        ),
        full_from=pl.when("full").then(pl.col("period_start").gather("begun")),
    )
    return rows.join(
        counted.select(*who, "period", "full_months", "full_from"),
        on=[*who, "period"], how="left", nulls_equal=True, maintain_order="left",
    )  # fmt: skip


def _with_team(rows: pl.DataFrame, ground: Groundwork) -> pl.DataFrame:
    """``rows`` with team_day_pay and team_people: the nearest rank among the others, without sorting anybody twice."""
    share = ground.settings.on("day_pay_percentile", pl.col("period_start")).cast(pl.Float64)
    known = (
        rows.filter(pl.col("day_pay").is_not_null())
        .select(*_KEYS, "team", "period_start", "day_pay")
        .sort(*_TEAM, "day_pay", "person", nulls_last=True)
    )
    others = pl.len().over(_TEAM) - 1
    place = (share * others).ceil().cast(pl.Int64) - 1
    own = pl.int_range(pl.len()).over(_TEAM)
    known = known.with_columns(team_people=others, own=own, place=pl.when(others > 0).then(place))
    known = known.with_columns(
        place=pl.when(pl.col("place") >= pl.col("own")).then(pl.col("place") + 1).otherwise("place")
    )
    first = pl.int_range(pl.len()) - pl.col("own")
    known = known.with_columns(where=first + pl.col("place")).with_columns(
        team_day_pay=pl.when(pl.col("where").is_not_null()).then(pl.col("day_pay").gather(pl.col("where").fill_null(0)))
    )
    return rows.join(
        known.select(*_KEYS, "team_day_pay", "team_people"),
        on=_KEYS,
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
