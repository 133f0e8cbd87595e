"""Days worked, compact: one row per pay period, person and date, by number instead of by text.

``attendance_day`` puts the texts back for rules; ``worker_month`` adds the days up. Several sheets may speak of one
day: two half days of two teams are one day, two copies of the same day are not two.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from wagecheck.facts import periods, versions
from wagecheck.facts.frame import DAYS
from wagecheck.facts.intervals import covered
from wagecheck.facts.people import People
from wagecheck.facts.settings import Settings
from wagecheck.ledgers.provenance import pack

_SITE: Final = ["project", "contractor"]
_SPAN: Final = [*_SITE, "period_start", "period_end"]
_AMOUNTS: Final = ["work", "hours", "overtime_hours"]


def marked(attendance: pl.DataFrame, units: pl.DataFrame, people: People) -> pl.DataFrame:
    """Every day cell with work or an unknown mark, of a known person and period.

    Columns: uid (row of ``units``), pid, date, work, hours, overtime_hours, mark, unknown (neither days nor hours could
    be read), src, at (the day cell), overtime_at (the cell of its overtime), listed_at (the worker's row). Rows without
    any work are left out.
    """
    runs, number = people.attendance_runs(attendance)
    numbered = units.with_row_index("uid").select(*_SITE, "period", "uid")
    sheets = runs.select("src", *_SPAN).unique().filter(pl.col("contractor").is_not_null())
    whole = periods.place_sheets(sheets, units).join(numbered, on=[*_SITE, "period"], nulls_equal=True)
    runs = runs.join(whole.select([*_SPAN, "uid"]), on=_SPAN, how="left", nulls_equal=True, maintain_order="left")
    amount = pl.max_horizontal(_AMOUNTS)
    cells = (
        attendance.lazy()
        .with_columns(pid=runs["pid"].gather(number), uid=runs["uid"].gather(number))
        .with_columns(unknown=pl.col("work").is_null() & pl.col("hours").is_null())
        .filter(pl.col("pid").is_not_null() & pl.col("date").is_not_null() & ((amount > 0) | pl.col("unknown")))
        .select(
            "uid",
            "pid",
            *_SITE,
            "date",
            *_AMOUNTS,
            "mark",
            "unknown",
            "src",
            at=pack(pl.col("src"), pl.col("row"), pl.col("col")),
            overtime_at=pl.when(pl.col("overtime_hours") > 0).then(
                pack(pl.col("src"), pl.coalesce("overtime_row", "row"), pl.coalesce("overtime_col", "col"))
            ),
            listed_at=pack(pl.col("src"), pl.col("row")),
        )
        .collect()
    )
    if cells["uid"].null_count():
        loose = cells.filter(pl.col("uid").is_null())
        by_date = periods.place_dates(loose, units).join(numbered, on=[*_SITE, "period"], nulls_equal=True)
        placed = loose.drop("uid").join(by_date.select([*_SITE, "date", "uid"]), on=[*_SITE, "date"], nulls_equal=True)
        cells = pl.concat([cells.filter(pl.col("uid").is_not_null()), placed.select(cells.columns)])
    return cells.drop(_SITE)


def said(cells: pl.DataFrame) -> pl.DataFrame:
    """What the sheets of people who stand on several say, day by day (``versions.SAID``, 0 for a day left blank)."""
    rows = versions.in_several(cells.with_columns(unit=pl.col("uid").cast(pl.Int64)))
    if rows.is_empty():
        return pl.DataFrame(schema=versions.SAID)
    worked = pl.coalesce("work", "hours").cast(pl.String).fill_null("?")
    days = rows.select(
        pl.col("src").cast(pl.Int32),
        "unit",
        pl.col("pid").cast(pl.Int64),
        field=pl.col("date").cast(pl.String),
        value=pl.concat_str(worked, pl.col("overtime_hours").fill_null(0).cast(pl.String), separator="+"),
        at=pl.col("at"),
    ).unique(["src", "unit", "pid", "field"], keep="first", maintain_order=True)
    return versions.with_zeros(days.select(versions.SAID.names()))


def once(cells: pl.DataFrame, settings: Settings, names: Mapping[int, str]) -> pl.DataFrame:
    """``marked`` without the second copy of a sheet; a day that its versions state differently is unknown.

    ``names``: file and sheet of every table (``versions.named``); without them nothing is a copy.
    """
    if not names or not settings.versions:
        return cells
    told = said(cells)
    found = versions.pairs(told, names, settings.versions)
    if found.is_empty():
        return cells
    facts = versions.compared(told, found)
    keys = pl.col("uid").cast(pl.Int64).alias("unit"), pl.col("date").cast(pl.String).alias("field")
    rows = cells.with_columns(*keys)
    later = facts.select("unit", "pid", src="other").unique()
    open_days = facts.filter(~pl.col("same")).select("unit", "pid", "field").unique()
    days = ["unit", "pid", "field"]
    unsure = (
        rows.join(open_days, on=days, how="semi", maintain_order="left")
        .unique(days, keep="first", maintain_order=True)
        .with_columns(*(pl.lit(None, dtype=DAYS).alias(name) for name in _AMOUNTS), unknown=pl.lit(value=True))
    )
    sure = rows.join(open_days, on=days, how="anti", maintain_order="left")
    kept = sure.join(later, on=["unit", "pid", "src"], how="anti", maintain_order="left")
    return pl.concat([kept, unsure.select(kept.columns)]).drop("unit", "field")


def by_day(cells: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """One row per uid, pid and date worked: work, hours, overtime_hours, mark, at (List), overtime_at, src.

    Unknown marks are left out. Within a sheet the parts of a day add up, unless they are equal and more than a full
    day: then a row stands there twice. Over several sheets they add up as long as
    they are no more than a full day, else the largest counts: they are copies.
    """
    known = cells.filter(~pl.col("unknown")).drop("unknown", "listed_at")
    key = pl.col("uid").cast(pl.Int64) * 10**12 + pl.col("pid").cast(pl.Int64) * 10**5 + pl.col("date").to_physical()
    repeated = known.select(key).to_series().is_duplicated()
    one_place = pl.concat_list("at")
    once = known.filter(~repeated).with_columns(at=one_place)
    if not repeated.any():
        return once
    keys = ["uid", "pid", "date"]
    date = pl.col("date").first()
    full = {
        "work": settings.on("site_work_max", date, settings.full_day),
        "hours": settings.on("hours_per_day", date, settings.hours_per_day[0]),
    }
    per_sheet = (
        known.filter(repeated)
        .group_by([*keys, "src"], maintain_order=True)
        .agg(
            *(_rows(name, amount.cast(DAYS)) for name, amount in full.items()),
            _sum("overtime_hours"),
            pl.col("mark").first(),
            pl.col("at"),
            _most_overtime(),
        )
    )
    per_day = (
        per_sheet.sort("src")
        .group_by(keys, maintain_order=True)
        .agg(
            *(_parts(name, full[name].cast(DAYS)) for name in ("work", "hours")),
            pl.col("overtime_hours").max(),
            pl.col("mark").first(),
            pl.col("src").first(),
            pl.col("at").list.explode(keep_nulls=False, empty_as_null=False),
            _most_overtime(),
        )
    )
    return pl.concat([once, per_day.select(once.columns)])


def _most_overtime() -> pl.Expr:
    """The cell that states the most of it."""
    return (
        pl.col("overtime_at").sort_by("overtime_hours", descending=True, nulls_last=True, maintain_order=True).first()
    )


def _sum(name: str) -> pl.Expr:
    """Sum that stays null where nothing is known."""
    return pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).cast(DAYS).alias(name)


def _rows(name: str, full: pl.Expr) -> pl.Expr:
    """Sum of a day over the rows of a sheet; equal parts that are more than a full day are one row twice."""
    total = pl.col(name).sum()
    value = pl.when((total > full) & (pl.col(name).n_unique() == 1)).then(pl.col(name).max()).otherwise(total)
    return pl.when(pl.col(name).count() > 0).then(value).cast(DAYS).alias(name)


def _parts(name: str, full: pl.Expr) -> pl.Expr:
    total = pl.col(name).sum()
    value = pl.when(total <= full).then(total).otherwise(pl.col(name).max())
    return pl.when(pl.col(name).count() > 0).then(value).cast(DAYS).alias(name)


def with_context(days: pl.DataFrame, stays: pl.DataFrame, terms: pl.DataFrame) -> pl.DataFrame:
    """``days`` with before_entry, after_exit and in_contract_term.

    ``stays`` and ``terms`` are ranges (pid, start, end) of roster and contracts. A day between two stays is after exit.
    """
    bounds = stays.group_by("pid").agg(
        first_entry=pl.when(pl.col("start").is_not_null().all()).then(pl.col("start").min())
    )
    on_site = covered(days, stays)
    days = days.join(bounds, on="pid", how="left", maintain_order="left").with_columns(
        on_site=on_site, in_contract_term=covered(days, terms)
    )
    before = pl.col("date") < pl.col("first_entry")
    return days.with_columns(
        before_entry=before,
        after_exit=pl.when(pl.col("on_site").not_())
        .then(~before.fill_null(value=False))
        .otherwise(pl.when(pl.col("on_site").is_not_null()).then(pl.lit(value=False))),
    ).drop("first_entry", "on_site")
