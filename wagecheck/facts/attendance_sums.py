"""Attendance of each person in a period: days counted, days stated, hours, and days outside his ranges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from wagecheck.facts import periods, site_days
from wagecheck.facts.frame import DAYS
from wagecheck.facts.people import People, run_start
from wagecheck.facts.settings import Settings

_SITE: Final = ["project", "contractor"]
_SPAN: Final = [*_SITE, "period_start", "period_end"]
_KEYS: Final = ["uid", "pid"]
#: How far, in days, a stated sum may lie from hours ÷ divisor: sheets round to a tenth at best.
_ROUNDING: Final = 0.06


def listed(people: People, units: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """Who stands on an attendance sheet of a period, worked or not: uid, pid, attendance_at, attendance_team.

    By sheet, and by day cell where a sheet holds several periods.
    """
    rows = sheet_rows(people)
    by_cell = cells.filter(run_start(["uid", "pid", "listed_at"])).select("uid", "pid", at="listed_at")
    found = pl.concat([place(rows, units).select("uid", "pid", "at", "team"), by_cell], how="diagonal")
    return found.group_by(_KEYS, maintain_order=True).agg(
        attendance_at=pl.col("at").unique(maintain_order=True), attendance_team=pl.col("team").drop_nulls().first()
    )


def sheet_rows(people: People) -> pl.DataFrame:
    """Rows of attendance sheets about somebody: the range their sheet states, pid, at, team."""
    rows = people.appearances.select("ledger", *_SPAN, "pid", "at", "team")
    return rows.filter((pl.col("ledger") == "attendance") & pl.col("pid").is_not_null()).drop("ledger")


def stated(ledgers: Mapping[str, pl.DataFrame], units: pl.DataFrame, people: People) -> pl.DataFrame:
    """The sheets' own sums per uid and pid: days_stated, days_largest, undated_days, stated_hours,

    stated_overtime, has_day_cells (some sheet has day cells for him), attendance_signed (null where nobody on the
    sheets has signed), summary_trade.

    Equal sums on several sheets are one statement made twice (the summary of a clock, and the sheet that was signed
    beside it), unless the sheets name different teams.
    """
    keys = ["src", *_SPAN, "name_key", "id_number", "id_state", "team"]
    known = people.appearances.filter((pl.col("ledger") == "attendance") & pl.col("pid").is_not_null())
    written = pl.col("signature").is_not_null() & (pl.col("signature").str.strip_chars() != "")
    sheets = ledgers["attendance_summary"].with_columns(signed=pl.when(written.any().over("src")).then(written))
    summary = sheets.join(known.select([*keys, "pid"]).unique(keys), on=keys, nulls_equal=True)
    days = pl.when(pl.col("unit").fill_null("unknown") != "hour").then("days")
    same = [*_KEYS, pl.coalesce("days", "hours"), "overtime_hours"]  # a clock tells hours beside the same days
    teams = pl.col("team").drop_nulls().n_unique()
    return (
        place(summary.with_columns(undated=pl.when(~pl.col("dated").fill_null(value=False)).then(days)), units)
        .with_columns(first=(pl.int_range(pl.len()).over(same) == 0) | (teams.over(same) > 1))
        .group_by(_KEYS, maintain_order=True)
        .agg(
            days_stated=_sum("days", pl.col("first")),
            days_largest=pl.col("days").max(),
            undated_days=_sum("undated", pl.col("first")),
            stated_hours=_sum("hours", pl.col("first")),
            stated_overtime=_sum("overtime_hours", pl.col("first")),
            has_day_cells=pl.col("dated").any(),
            attendance_signed=pl.when(pl.col("signed").count() > 0).then(pl.col("signed").all()),
            summary_trade=pl.col("trade").drop_nulls().first(),
        )
    )


def counted(days: pl.DataFrame, cells: pl.DataFrame, by_person: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Sums of the day cells per uid and pid, with the number and places of days outside stays and contracts.

    ``days`` is ``attendance_work.by_day`` with context, ``cells`` every marked cell (for unknown marks and places),
    ``by_person`` has pid, registered_on, signed_on.
    """
    in_hours = pl.col("work").is_null() & (pl.col("hours") > 0)
    double = site_days.double(settings)
    dated = days.join(
        by_person.select("pid", "registered_on", "signed_on"), on="pid", how="left", maintain_order="left"
    )
    sums = dated.group_by(_KEYS, maintain_order=True).agg(
        work=_sum("work"),
        hours=_sum("hours"),
        overtime_hours=_sum("overtime_hours"),
        days_present=pl.len().cast(pl.Int32),
        days_in_hours=in_hours.sum(),
        first_day=pl.col("date").min(),
        last_day=pl.col("date").max(),
        days_before_entry=_count("before_entry"),
        days_after_exit=_count("after_exit"),
        days_outside_contract=pl.when(pl.col("in_contract_term").null_count() == 0)
        .then((~pl.col("in_contract_term")).sum())
        .cast(pl.Int32),
        days_before_registration=_earlier("registered_on"),
        days_before_signing=_earlier("signed_on"),
        double_site_days=double.sum().cast(pl.Int32),
    )
    marks = (
        cells.filter("unknown")
        .group_by(_KEYS, maintain_order=True)
        .agg(unknown_marks=pl.len().cast(pl.Int32), unknown_first=pl.col("date").min())
    )
    places = [
        _places(dated.filter(condition), name)
        for name, condition in (
            ("outside_entry_at", pl.any_horizontal("before_entry", "after_exit")),
            ("outside_contract_at", pl.col("in_contract_term").not_()),
            ("double_site_at", double),
        )
    ]
    found = sums.join(marks, on=_KEYS, how="full", coalesce=True, maintain_order="left_right")
    for part in places:
        found = found.join(part, on=_KEYS, how="left", maintain_order="left")
    return found


def days_worked(settings: Settings) -> pl.Expr:
    """Days that may be compared with a payroll.

    The sum of day values; where a sheet counts hours, the days it states if they are its hours (with or without
    overtime) by one of the known divisors; where it has no day cells, the days it states. Null with an unknown mark, an
    unknown unit, or hours that no known divisor explains. 0 for whoever is listed without any work.
    """
    hours = [pl.col("hours"), pl.col("hours") + pl.col("overtime_hours").fill_null(0)]
    divisors = [
        settings.on(name, pl.col("period_start"), number).cast(DAYS)
        for name, number in zip(("hours_per_day", "hours_per_day_long"), settings.hours_per_day, strict=False)
    ]
    explained = pl.any_horizontal(
        ((total / divisor).cast(pl.Float64) - pl.col("days_stated").cast(pl.Float64)).abs() <= _ROUNDING
        for total in hours
        for divisor in divisors
    )
    dated = pl.col("days_present").is_not_null()
    return (
        pl.when(pl.col("unknown_marks").fill_null(0) > 0)
        .then(None)
        .when(dated & (pl.col("days_in_hours") == 0))
        .then("work")
        .when(dated & (pl.col("days_in_hours") == pl.col("days_present")) & explained)
        .then("days_stated")
        .when(dated)
        .then(None)
        .otherwise(pl.coalesce("undated_days", pl.when("has_day_cells").then(pl.lit(0, dtype=DAYS))))
        .cast(DAYS)
    )


def place(rows: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Rows of sheets with the uid of the period that the sheet as a whole belongs to."""
    numbered = units.with_row_index("uid").select(*_SITE, "period", "uid")
    spans = rows.select(_SPAN).unique()
    whole = periods.place_sheets(spans, units)
    rest = periods.locate(spans.join(whole, on=_SPAN, how="anti", nulls_equal=True), units)
    placed = pl.concat([whole, rest]).join(numbered, on=[*_SITE, "period"], nulls_equal=True)
    return rows.join(placed.select([*_SPAN, "uid"]), on=_SPAN, nulls_equal=True)


def _places(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    cells = pl.col("at").list.explode(keep_nulls=False, empty_as_null=False)
    return rows.sort("date").group_by(_KEYS, maintain_order=True).agg(cells.alias(name))


def _sum(name: str, among: pl.Expr | None = None) -> pl.Expr:
    values = pl.col(name) if among is None else pl.col(name).filter(among)
    return pl.when(values.count() > 0).then(values.sum()).cast(DAYS)


def _count(flag: str) -> pl.Expr:
    """How many are true; null where not one is known."""
    return pl.when(pl.col(flag).count() > 0).then(pl.col(flag).sum()).cast(pl.Int32)


def _earlier(day: str) -> pl.Expr:
    return pl.when(pl.col(day).first().is_not_null()).then((pl.col("date") < pl.col(day)).sum()).cast(pl.Int32)
