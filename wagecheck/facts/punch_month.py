"""One row per project, contractor and pay period: how the times look at which machines saw the workers."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts import machine_record
from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.name_list import first_names
from wagecheck.facts.standing_sheets import only

FRAME = Frame(
    name="punch_month",
    title="打卡月度",
    grain=(),
    masks=dict.fromkeys(("odd_names", "regular_names", "batch_names", "manual_names", "late_names"), "name"),
    columns={
        # an export of a machine, or times, devices or ways of recording in the attendance; false: kept by hand
        "by_machine": pl.Boolean,
        "has_times": pl.Boolean,       # some times of day are known; null for attendance kept by hand
        # days with one time only, or with first and last too near (counted as a day) or too far apart
        "odd_people": pl.Int32, "odd_names": pl.String, "odd_days": pl.Int32, "punch_days": pl.Int32,
        "single_share": pl.Float64, "odd_at": PLACES,
        # people whose first and last times stay at one minute; share of times at second 00 (null: no seconds known)
        "regular_people": pl.Int32, "regular_names": pl.String, "zero_second_share": pl.Float64, "regular_at": PLACES,
        "zero_at": PLACES,             # days with a time at second 00
        # the largest group that passed one device in one go, in the same order, on several days
        "has_seconds": pl.Boolean, "has_devices": pl.Boolean,
        "batch_people": pl.Int32, "batch_days": pl.Int32, "batch_order": pl.Float64, "batch_names": pl.String,
        "batch_device": pl.String, "batch_at": PLACES,
        # recorded or corrected by hand; null where no record says how it was made
        "records": pl.Int32, "manual_records": pl.Int32, "manual_share": pl.Float64, "manual_names": pl.String,
        "outage_records": pl.Int32,    # of them on days on which most people were recorded by hand
        "manual_at": PLACES,
        # of them recorded days after the end of the period, or after the payroll was handed in
        "late_records": pl.Int32, "late_share": pl.Float64, "late_names": pl.String, "late_on": pl.Date,
        "late_at": PLACES,
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]
_UNIT: Final = [*_SITE, "period"]
_WHO: Final = ["uid", "pid"]
_HOUR: Final = 3600
_MINUTE: Final = 60


def build(ground: Groundwork, sources: pl.DataFrame) -> pl.LazyFrame:
    """Every contractor-period with attendance. Days are day cells of attendance, shares are between 0 and 1."""
    units = ground.numbered.join(
        ground.units.filter("has_attendance").select(_UNIT), on=_UNIT, how="semi", nulls_equal=True
    )
    every = ground.marked.select(_WHO).unique()
    rows = machine_record.records(ground, sources, every)
    rows = rows.join(units.select("uid", "period_start", "period_end"), on="uid").join(
        ground.persons.select("pid", "name"), on="pid", maintain_order="left"
    )
    timed = _with_limits(rows.filter(pl.col("times").list.len() > 0), ground)
    found = units
    for part in (
        rows.group_by("uid").agg(has_times=(pl.col("times").list.len() > 0).any(), by_machine=pl.lit(value=True)),
        _odd(timed),
        _regular(timed),
        _batches(timed),
        _manual(rows, ground),
    ):
        found = found.join(part, on="uid", how="left", maintain_order="left")
    return only(found.with_columns(pl.col("by_machine").fill_null(value=False)), FRAME.schema, "period_start")


def _with_limits(rows: pl.DataFrame, ground: Groundwork) -> pl.DataFrame:
    """``rows`` with the numbers that were in force, one column each."""
    names = (
        "punch_min_days", "odd_punch_share", "punch_min_hours", "punch_max_hours", "regular_punch_share",
        "regular_punch_minutes", "batch_punch_people", "batch_punch_seconds", "batch_punch_days",
    )  # fmt: skip
    first = pl.col("period_start")
    return rows.with_columns(ground.settings.on(name, first).cast(pl.Float64).alias(name) for name in names)


def _odd(timed: pl.DataFrame) -> pl.DataFrame:
    """People with a share of odd days that reaches the limit, and the share of single times of everybody."""
    apart = pl.col("times").list.last() - pl.col("times").list.first()
    single = pl.col("times").list.len() == 1
    short = ~single & (apart < pl.col("punch_min_hours") * _HOUR) & (pl.col("work") >= 1).fill_null(value=False)
    far = apart > pl.col("punch_max_hours") * _HOUR
    rows = timed.with_columns(single=single, odd=single | short | far)
    mine = pl.len().over(_WHO)
    share = pl.col("odd").sum().over(_WHO) / mine
    rows = rows.with_columns(meant=(share >= pl.col("odd_punch_share")) & (mine >= pl.col("punch_min_days"))).sort(
        "uid", "at"
    )
    chosen = pl.col("meant").fill_null(value=False)
    return rows.group_by("uid", maintain_order=True).agg(
        odd_people=pl.col("pid").filter(chosen).n_unique(),
        odd_names=first_names(chosen),
        odd_days=pl.col("odd").filter(chosen).sum(),
        punch_days=pl.col("odd").filter(chosen).len(),
        single_share=pl.col("single").mean(),
        odd_at=pl.col("at").filter(chosen & pl.col("odd")),
    )


def _regular(timed: pl.DataFrame) -> pl.DataFrame:
    """People seen at one minute nearly every day, and the share of times at second 00 where seconds are known.

    Seconds are known where some time has them other than 00: an export that drops them shows none.
    """
    first, last = pl.col("times").list.first(), pl.col("times").list.last()
    rows = timed.with_columns(first=first, last=last)
    near = pl.all_horizontal(
        (pl.col(name) - pl.col(name).median().over(_WHO)).abs() < pl.col("regular_punch_minutes") * _MINUTE
        for name in ("first", "last")
    )
    mine = pl.len().over(_WHO)
    pairs = rows.filter(pl.col("first") != pl.col("last")).with_columns(near=near, mine=mine)
    meant = (pl.col("near").mean().over(_WHO) >= pl.col("regular_punch_share")) & (
        pl.col("mine") >= pl.col("punch_min_days")
    )
    pairs = pairs.with_columns(meant=meant.fill_null(value=False)).sort("uid", "at")
    people = pairs.group_by("uid", maintain_order=True).agg(
        regular_people=pl.col("pid").filter("meant").n_unique(),
        regular_names=first_names(pl.col("meant")),
        regular_at=pl.col("at").filter(pl.col("meant") & pl.col("near")),
    )
    seconds = (
        timed.filter("has_seconds")
        .select("uid", "times")
        .explode("times")
        .group_by("uid")
        .agg(zero=(pl.col("times") % _MINUTE == 0).mean())
        .select("uid", zero_second_share=pl.when(pl.col("zero") < 1).then("zero"))
    )
    round_times = pl.col("times").list.eval(pl.element() % _MINUTE == 0).list.any()
    zeros = timed.filter(pl.col("has_seconds") & round_times).sort("uid", "at").group_by("uid").agg(zero_at="at")
    every = timed.select("uid").unique(maintain_order=True)
    return (
        every.join(people, on="uid", how="left", maintain_order="left")
        .join(seconds, on="uid", how="left", maintain_order="left")
        .join(zeros, on="uid", how="left", maintain_order="left")
        .with_columns(pl.col("regular_people").fill_null(0))
    )


def _batches(timed: pl.DataFrame) -> pl.DataFrame:
    """The largest group of people whose first times on a device follow each other within seconds, day after day.

    ``batch_order`` is the mean correlation of their order on each day with their mean order. Null where times have no
    seconds or no device is known: a queue at several gates looks the same.
    """
    known = timed.group_by("uid").agg(
        has_seconds=pl.col("has_seconds").any(), has_devices=pl.col("device").is_not_null().any()
    )
    sure = timed.filter(pl.col("has_seconds") & pl.col("device").is_not_null())
    line = sure.with_columns(moment=pl.col("times").list.first()).sort("uid", "device", "date", "moment", "pid")
    step = pl.col("moment") - pl.col("moment").shift().over("uid", "device", "date")
    line = line.with_columns(begins=(step > pl.col("batch_punch_seconds")).fill_null(value=True).cast(pl.Int32))
    line = line.with_columns(batch=pl.col("begins").cum_sum())
    sized = line.filter(pl.len().over("batch") >= pl.col("batch_punch_people")).with_columns(
        rank=pl.int_range(pl.len()).over("batch").cast(pl.Float64),
        group=pl.col("pid").sort().cast(pl.String).str.join(",").over("batch"),
    )
    group = ["uid", "device", "group"]
    again = sized.filter(pl.col("batch").n_unique().over(group) >= pl.col("batch_punch_days")).with_columns(
        usual=pl.col("rank").mean().over([*group, "pid"])
    )
    alike = again.group_by([*group, "batch"]).agg(order=pl.corr("rank", "usual"))
    found = (
        again.sort("uid", "batch", "rank")
        .group_by(group, maintain_order=True)
        .agg(
            batch_people=pl.col("pid").n_unique(),
            batch_days=pl.col("date").n_unique(),
            batch_names=first_names(pl.lit(value=True)),
            batch_at=pl.col("at"),
        )
        .join(alike.group_by(group).agg(batch_order=pl.col("order").mean()), on=group, maintain_order="left")
        .sort("uid", "batch_people", "batch_days", descending=[False, True, True], maintain_order=True)
        .unique("uid", keep="first", maintain_order=True)
        .rename({"device": "batch_device"})
        .drop("group")
    )
    told = pl.col("has_seconds") & pl.col("has_devices")
    return known.join(found, on="uid", how="left", maintain_order="left").with_columns(
        pl.when(told).then(pl.col(name).fill_null(0)).alias(name)
        for name in ("batch_people", "batch_days", "batch_order")
    )


def _manual(rows: pl.DataFrame, ground: Groundwork) -> pl.DataFrame:
    """Records made by hand, and those made late; shares are of the records that say how they were made."""
    first = pl.col("period_start")
    limit = ground.settings.on("late_punch_days", first).cast(pl.Int32)
    outage = ground.settings.on("outage_day_share", first).cast(pl.Float64)
    handed_in = ground.payroll.group_by("uid").agg(submitted_on=pl.col("submitted_on").min())
    told = rows.filter(pl.col("manual").is_not_null()).join(handed_in, on="uid", how="left", maintain_order="left")
    made = pl.col("recorded_on")
    late = (made > pl.col("period_end") + pl.duration(days=limit)) | (made > pl.col("submitted_on")).fill_null(
        value=False
    )
    told = told.with_columns(
        late=pl.when("manual").then(late).otherwise(pl.lit(value=False)),
        outage=pl.col("manual") & (pl.col("manual").mean().over("uid", "date") >= outage),
    ).sort("uid", "at")
    is_late = pl.col("late").fill_null(value=False)
    return told.group_by("uid", maintain_order=True).agg(
        records=pl.len(),
        manual_records=pl.col("manual").sum(),
        manual_share=pl.col("manual").mean(),
        manual_names=first_names(pl.col("manual")),
        outage_records=pl.col("outage").sum(),
        manual_at=pl.col("at").filter("manual"),
        late_records=pl.when(pl.col("late").null_count() == 0).then(pl.col("late").sum()),
        late_share=pl.when(pl.col("late").null_count() == 0).then(pl.col("late").mean()),
        late_names=first_names(is_late),
        late_on=pl.col("recorded_on").filter(is_late).max(),
        late_at=pl.col("at").filter(is_late),
    )
