"""One row per person and stay on the roster: copies of other months taken together."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts import post_kind
from wagecheck.facts.filled_columns import with_columns_of
from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.standing import latest_period

FRAME = Frame(
    name="roster_row",
    title="花名册记录",
    grain=("person", "entry_on"),
    standing=True,
    masks={"name": "name", "id_number": "id", "certificate_no": "id"},
    columns={
        "entry_on": pl.Date, "exit_on": pl.Date,       # of several copies the last exit that was written
        "registered_on": pl.Date, "trade": pl.String, "work_role": pl.String,
        "as_of": pl.Date,
        # attendance of this stay; days before the first entry belong to the first stay
        "first_day": pl.Date, "last_day": pl.Date,
        "worked": pl.Boolean,                 # on a day of this stay, or by an attendance that does not date its days
        "trained_on": pl.Date,
        # days worked before the training: all of them where the cell is blank and the sheet states dates for others;
        # null where nothing can be told (no column, no date in the whole column, a cell that is no date, no attendance)
        "days_untrained": pl.Int32,
        # another stay of the same sheet that is not over when this one begins
        "overlaps": pl.Boolean, "other_entry": pl.Date, "other_exit": pl.Date,
        # days from the last day worked to the end of the period, where no exit is written and he was not paid either;
        # null where there is no attendance of the period; 0 where he is gone, active, or never worked
        "days_absent": pl.Int32,
        "is_certified_trade": pl.Boolean,     # a trade that needs a certificate; null without a trade
        "certificate_no": pl.String, "certificate_until": pl.Date,
        "has_certificate_columns": pl.Boolean,
        "roster_at": PLACES,
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]
_STAY: Final = ["pid", "entry_date"]
_COLUMNS: Final = ["safety_trained_on", "certificate_no", "certificate_until"]


def build(
    ground: Groundwork, workers: pl.DataFrame, cells: pl.DataFrame, issues: pl.DataFrame, units: pl.DataFrame
) -> pl.LazyFrame:
    """Stays of everybody on the roster, judged under the latest period of their contractor.

    ``workers`` is worker_month (who was active when), ``issues`` what intake could not read.
    """
    settings = ground.settings
    rows = _stays(ground, cells, issues)
    rows = rows.join(ground.people.persons.select("pid", *_SITE, "person", "name", "id_number"), on="pid")
    rows = rows.join(latest_period(units.lazy()).collect(), on=_SITE, nulls_equal=True)
    days = _days(ground, rows.select(_STAY))
    trained = pl.col("trained_on")
    told = trained.is_not_null() | pl.col("surely_blank")
    worked = (
        days.join(rows.select(*_STAY, "trained_on", "surely_blank"), on=_STAY, nulls_equal=True)
        .group_by(_STAY)
        .agg(
            first_day=pl.col("date").min(),
            last_day=pl.col("date").max(),
            days_untrained=pl.when(told.first())
            .then((trained.is_null() | (pl.col("date") < trained)).sum())
            .cast(pl.Int32),
        )
    )
    rows = rows.join(worked, on=_STAY, how="left", nulls_equal=True)
    rows = rows.join(_overlaps(ground), on=_STAY, how="left", nulls_equal=True)
    rows = _with_absence(rows, ground, workers)
    there = (pl.col("active") & pl.col("in_attendance")).fill_null(value=False)
    undated = workers.filter(there).select(*_SITE, "person", undated=pl.lit(value=True)).unique()
    rows = rows.join(undated, on=[*_SITE, "person"], how="left", nulls_equal=True, maintain_order="left")
    dated = rows["pid"].is_in(days["pid"].unique().implode())
    return (
        rows.lazy()
        .with_columns(
            entry_on=pl.col("entry_date"),
            exit_on=pl.col("exit_date"),
            as_of=pl.lit(settings.as_of),
            worked=pl.col("first_day").is_not_null() | (~dated & pl.col("undated").fill_null(value=False)),
            overlaps=pl.col("other_entry").is_not_null(),
            is_certified_trade=post_kind.of_kind(settings, "certified", "trade"),
            has_certificate_columns=pl.col("has_certificate_no") | pl.col("has_certificate_until"),
        )
        .select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()])
        .sort(*_SITE, "person", "entry_on", nulls_last=True)
    )


def _stays(ground: Groundwork, cells: pl.DataFrame, issues: pl.DataFrame) -> pl.DataFrame:
    """pid, entry_date and what the rows of that stay say."""
    unread = (
        issues.filter((pl.col("code") == "IN05") & (pl.col("field") == "safety_trained_on"))
        .select("src", "row", unread=pl.lit(value=True))
        .unique()
    )
    rows = (
        with_columns_of(ground.roster.filter(pl.col("pid").is_not_null()), cells, _COLUMNS)
        .join(unread, on=["src", "row"], how="left", maintain_order="left")
        .with_columns(
            surely_blank=pl.col("safety_trained_on").is_null()
            & pl.col("unread").is_null()
            & pl.col("safety_trained_on").is_not_null().any().over("src")
        )
    )
    # a roster that says nothing of the entry speaks of the only stay that the others know
    entries = pl.col("entry_date").drop_nulls()
    only = pl.when(entries.n_unique().over("pid") == 1).then(entries.first().over("pid"))
    rows = rows.with_columns(entry_date=pl.coalesce("entry_date", only))
    return rows.group_by(_STAY, maintain_order=True).agg(
        pl.col("exit_date").max(),
        pl.col("registered_on").min(),
        pl.col("trade", "work_role", "certificate_no").drop_nulls().last(),
        pl.col("certificate_until").max(),
        trained_on=pl.col("safety_trained_on").min(),
        surely_blank=pl.col("surely_blank").all(),
        has_certificate_no=pl.col("has_certificate_no").any(),
        has_certificate_until=pl.col("has_certificate_until").any(),
        roster_at=pl.col("at").unique(maintain_order=True),
    )


def _days(ground: Groundwork, stays: pl.DataFrame) -> pl.DataFrame:
    """Distinct days worked by pid and entry_date of their stay: the latest that had begun, else the first."""
    single = stays.filter(pl.len().over("pid") == 1)
    several = stays.filter(pl.len().over("pid") > 1)
    days = ground.days.select("pid", "date").unique()
    own = days.join(single, on="pid")
    if several.is_empty():
        return own
    pairs = days.join(several, on="pid").with_columns(begun=(pl.col("entry_date") <= pl.col("date")).fill_null(True))
    first = pl.col("entry_date") == pl.col("entry_date").min().over("pid", "date")
    chosen = pairs.filter(
        pl.when(pl.col("begun").any().over("pid", "date"))
        .then(
            pl.col("begun") & (pl.col("entry_date") == pl.col("entry_date").filter("begun").max().over("pid", "date"))
        )
        .otherwise(first)
    )
    return pl.concat([own, chosen.select(own.columns)])


def _overlaps(ground: Groundwork) -> pl.DataFrame:
    """pid, entry_date → other_entry, other_exit of an earlier stay of the same sheet that was not over by then."""
    rows = ground.roster.filter(pl.col("pid").is_not_null() & pl.col("entry_date").is_not_null())
    several = rows.filter(pl.col("entry_date").n_unique().over("pid", "src") > 1)
    pairs = several.select("src", *_STAY).join(
        several.select("src", "pid", other_entry="entry_date", other_exit="exit_date"), on=["src", "pid"]
    )
    open_then = (pl.col("other_exit") >= pl.col("entry_date")).fill_null(value=True)
    return (
        pairs.filter((pl.col("other_entry") < pl.col("entry_date")) & open_then)
        .sort(*_STAY, "other_entry")
        .unique(_STAY, keep="last", maintain_order=True)
        .select(*_STAY, "other_entry", "other_exit")
    )


def _with_absence(rows: pl.DataFrame, ground: Groundwork, workers: pl.DataFrame) -> pl.DataFrame:
    """``rows`` with days_absent; only the last stay of a person can be still open."""
    keys = [*_SITE, "period"]
    attended = ground.units.select(*keys, "has_attendance")
    active = workers.filter("active").select(*keys, "person", is_active=pl.lit(value=True))
    until = pl.min_horizontal("period_end", pl.lit(ground.settings.as_of))
    gone = pl.col("exit_date").is_not_null() | (
        pl.col("entry_date") < pl.col("entry_date").max().over("pid")
    ).fill_null(value=False)
    return (
        rows.join(attended, on=keys, how="left", nulls_equal=True, maintain_order="left")
        .join(active, on=[*keys, "person"], how="left", nulls_equal=True, maintain_order="left")
        .with_columns(
            days_absent=pl.when(gone | pl.col("is_active").fill_null(value=False))
            .then(0)
            .when("has_attendance")
            .then((until - pl.col("last_day")).dt.total_days().fill_null(0))
        )
    )
