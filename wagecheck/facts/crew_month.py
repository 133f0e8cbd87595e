"""One row per project, contractor, pay period and team: how alike its attendance is, who stays for New Year."""

from __future__ import annotations

import datetime as dt
from typing import Final

import polars as pl

from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.name_list import first_names
from wagecheck.facts.settings import Settings
from wagecheck.facts.standing_sheets import only
from wagecheck.facts.word_match import holds, normal

FRAME = Frame(
    name="crew_month",
    title="班组月度",
    grain=("team",),
    masks={"names": "name"},
    columns={
        "team": pl.String,
        "people": pl.Int32,            # with any attendance in the period
        # the commonest pattern of days worked: how many share it, what part of the team, how many days it has
        "alike": pl.Int32, "alike_share": pl.Float64, "alike_days": pl.Int32,
        "is_rota": pl.Boolean,         # team or trades whose people rest by one rota
        "attendance_at": PLACES,
        # New Year's Eve to the third day of the lunar year, where the period holds them
        "has_festival": pl.Boolean,    # it holds them, or may hold them in a year that is not listed
        "festival_from": pl.Date, "festival_to": pl.Date,
        "crew": pl.Int32,              # on the roster or in the attendance of the period, watchmen left out
        "festival_people": pl.Int32, "festival_share": pl.Float64,   # most of them at work on one of these days
        "names": pl.String, "festival_at": PLACES,
        "no_stop": pl.Boolean,         # the project says that it was allowed to go on
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]
_UNIT: Final = [*_SITE, "period"]
_TEAM: Final = ["uid", "team"]


def build(ground: Groundwork, workers: pl.DataFrame) -> pl.LazyFrame:
    """Teams of everybody in ``workers`` (worker_month); people without a team are one team without a name.

    A pattern is the set of dates and day values. A team with a mark nobody understands has no pattern: null.
    """
    settings = ground.settings
    people = (
        workers.select(*_UNIT, "person", "name", "team", "trade", "in_roster", "in_attendance")
        .join(ground.numbered, on=_UNIT, nulls_equal=True, maintain_order="left")
        .join(
            ground.persons.select("pid", *_SITE, "person"),
            on=[*_SITE, "person"],
            nulls_equal=True,
            maintain_order="left",
        )
    )
    here = pl.any_horizontal(pl.col("in_roster", "in_attendance").fill_null(value=False))
    people = people.filter(here).with_columns(
        watch=holds(normal("trade", "team"), settings.pattern_words.get("watch", ())),
        rota=holds(normal("trade", "team"), settings.pattern_words.get("rota", ())),
    )
    teams = people.group_by([*_TEAM, *_UNIT, "period_start", "period_end"], maintain_order=True).agg(
        is_rota=pl.col("rota").any()
    )
    found = teams.join(_alike(ground, people), on=_TEAM, how="left", nulls_equal=True, maintain_order="left")
    found = _with_festival(found, ground, people)
    return only(found, FRAME.schema, "period_start", "team")


def _alike(ground: Groundwork, people: pl.DataFrame) -> pl.DataFrame:
    """uid, team → people, alike, alike_share, alike_days, attendance_at."""
    cells = ground.marked.join(people.select("uid", "pid", "team"), on=["uid", "pid"], maintain_order="left")
    one = pl.struct("date", "work", "hours").hash(seed=0)
    patterns = cells.group_by("uid", "pid", "team", maintain_order=True).agg(
        pattern=one.unique().sort().implode().hash(seed=0).first(),
        days=pl.col("date").n_unique().cast(pl.Int32),
        unknown=pl.col("unknown").any(),
        at=pl.col("listed_at").first(),
    )
    shared = patterns.with_columns(
        alike=pl.len().over([*_TEAM, "pattern"]), unsure=pl.col("unknown").any().over(_TEAM)
    ).sort(*_TEAM, "alike", "days", "pattern", descending=[False, False, True, True, False], nulls_last=True)
    best = pl.col("pattern") == pl.col("pattern").first()
    sums = shared.group_by(_TEAM, maintain_order=True).agg(
        pl.col("alike", "unsure").first(),
        people=pl.len(),
        alike_days=pl.col("days").first(),
        attendance_at=pl.col("at").filter(best).sort(),
    )
    known = pl.when(~pl.col("unsure"))
    return sums.with_columns(
        alike=known.then("alike"),
        alike_share=known.then(pl.col("alike") / pl.col("people")),
        alike_days=known.then("alike_days"),
    ).drop("unsure")


def _with_festival(teams: pl.DataFrame, ground: Groundwork, people: pl.DataFrame) -> pl.DataFrame:
    settings = ground.settings
    known = pl.DataFrame(
        [(first, last) for first, last in settings.festivals.values()],
        schema={"festival_from": pl.Date, "festival_to": pl.Date}, orient="row",
    )  # fmt: skip
    periods = teams.select("uid", "period_start", "period_end").unique()
    held = (
        periods.join(known, how="cross")
        .filter((pl.col("festival_from") <= pl.col("period_end")) & (pl.col("festival_to") >= pl.col("period_start")))
        .select("uid", "festival_from", "festival_to")
        .unique("uid", keep="first")
    )
    maybe = [
        uid
        for uid, first, last in periods.iter_rows()
        if first is not None and last is not None and _may_hold(first, last, settings)
    ]
    crew = people.filter(~pl.col("watch")).group_by(_TEAM).agg(crew=pl.len())
    at_work = (
        ground.days.filter(pl.max_horizontal("work", "hours") > 0)
        .join(held, on="uid")
        .filter(pl.col("date").is_between("festival_from", "festival_to"))
        .join(
            people.filter(~pl.col("watch")).select("uid", "pid", "team", "name"),
            on=["uid", "pid"],
            maintain_order="left",
        )
    )
    per_day = at_work.group_by([*_TEAM, "date"]).agg(n=pl.col("pid").n_unique())
    most = per_day.group_by(_TEAM).agg(festival_people=pl.col("n").max())
    who = (
        at_work.sort("date", "pid")
        .group_by(_TEAM, maintain_order=True)
        .agg(
            names=first_names(pl.lit(value=True)),
            festival_at=pl.col("at").list.explode(keep_nulls=False, empty_as_null=False),
        )
    )
    rows = teams.join(held, on="uid", how="left", maintain_order="left")
    for part in (crew, most, who):
        rows = rows.join(part, on=_TEAM, how="left", nulls_equal=True, maintain_order="left")
    attended = ground.units.select(*_UNIT, "has_attendance")
    rows = rows.join(attended, on=_UNIT, how="left", nulls_equal=True, maintain_order="left")
    told = pl.when(pl.col("festival_from").is_not_null() & pl.col("has_attendance") & (pl.col("crew") > 0))
    return rows.with_columns(
        has_festival=pl.col("festival_from").is_not_null() | pl.col("uid").is_in(maybe),
        festival_people=told.then(pl.col("festival_people").fill_null(0)),
    ).with_columns(
        festival_share=pl.col("festival_people") / pl.col("crew"),
        no_stop=_no_stop(ground),
    )


def _may_hold(first: dt.date, last: dt.date, settings: Settings) -> bool:
    """Whether a period of a year that is not listed touches the window in which New Year always lies."""
    if not settings.festival_window[0]:
        return False
    for year in range(first.year, last.year + 1):
        begin, end = (dt.date.fromisoformat(f"{year}-{day}") for day in settings.festival_window)
        if year not in settings.festivals and begin <= last and end >= first:
            return True
    return False


def _no_stop(ground: Groundwork) -> pl.Expr:
    """Whether the project's record says that work was allowed to go on."""
    ledger = ground.ledgers["project"]
    words = ground.settings.pattern_words.get("no_stop", ())
    said = ledger.filter(holds(normal("status"), words))
    names = [*said["project"].drop_nulls(), *said["name"].drop_nulls()]
    if ledger.height == 1 and said.height:
        return pl.lit(value=True)
    return pl.col("project").is_in(names)
