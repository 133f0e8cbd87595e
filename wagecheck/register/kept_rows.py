"""Rows of kept checks, each with the place it belongs to, and which of them count.

A kept check belongs to the project (site) for which its files were handed in; one kept by the command line to the
only site that goes by the project's name (``site_names``), else to the project that its files name. A hand-in that was
checked again counts once, with its last check: what an earlier look at the same files misread is gone. Of several
hand-ins the last one that judged a contractor's pay period counts, so a correction that leaves a contractor out does
not make its arrears disappear; one that spells it otherwise, or dates the pay period otherwise, replaces what it
corrects (``replaced_rows``). One that could not tell the pay replaces none that could (``untold_rows``).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl
from sqlalchemy import Column, Select, String, cast, select

from wagecheck.register import replaced_rows, site_names, standing_rows, untold_rows
from wagecheck.register.desk_tables import HAND_IN, SITE
from wagecheck.register.reader import Reader
from wagecheck.register.tables import EVENT, RUN, RUN_CONTRACTOR

_Types = Mapping[str, pl.DataType | type[pl.DataType]]
MONEY: Final = pl.Decimal(18, 2)
_COUNTS: Final = ("workers", "findings", "red_line", "serious", "general", "hint")
_SHARES: Final = ("paid_share", "six_unified_share", "signing_share", "real_name_share")
_AMOUNTS: Final = ("owed", "unpaid")
_TEXTS: Final = ("run", "project", "uscc", "period", "colour", "assessed")
#: Where a row belongs. ``place`` is the id of the site, else the project's name behind this sign, which no id has.
NAMED: Final = "="
_kept: Final[_Types] = {
    **dict.fromkeys((*_TEXTS, "contractor", *_AMOUNTS, *_SHARES), pl.String),
    "score": pl.Int64,
    **dict.fromkeys(_COUNTS, pl.Int64),
}
_about: Final[_Types] = dict.fromkeys(("site", "state", "name", "region", "bureau"), pl.String)
#: Sites, open and closed.
SITES: Final = pl.Schema(_about)


def read(reader: Reader, *, until: dt.date | None = None) -> pl.DataFrame:
    """Every row of every kept check that judged as of ``until`` or earlier (None: of all), with its day (``as_of``).

    ``project`` is what the files call it; pay periods that are not known are null. ``order``: how new its check is.
    """
    table = RUN_CONTRACTOR
    columns: list[Any] = [table.c[name] for name in (*_TEXTS, "score", *_COUNTS, *_SHARES)]
    columns += [table.c.name.label("contractor"), *(text(table.c[name]) for name in _AMOUNTS)]
    days = select(RUN.c.id.label("run"), RUN.c.as_of, RUN.c.last_day.label("run_end")).where(RUN.c.state == "kept")
    if until is not None:
        days = days.where(RUN.c.as_of <= until)
    runs = frame(reader, days, {"run": pl.String, "as_of": pl.Date, "run_end": pl.Date})
    return (
        frame(reader, select(*columns), _kept)
        .lazy()
        .join(runs.lazy(), on="run", how="inner")
        .with_columns(
            pl.col(_AMOUNTS).cast(MONEY), pl.col(_SHARES).cast(pl.Float64), known("period"), order=number("run")
        )
        .collect()
    )


def placed(reader: Reader, rows: pl.DataFrame, *, until: dt.date | None = None) -> pl.DataFrame:
    """Rows of :func:`read` up to the same day, with where they belong; without those of checks that were done again.

    Adds place, site, name, region, bureau; part (what the project's name is compared by, ``site_names``); hand_in
    (null: kept by the command line); month (``2026-10``, in which the pay period ends), first_day, end_day; and
    ``called``: the name of the place, which tells also two projects of one hand-in apart, two sites of one name, and a
    site from what the command line kept under its name and nobody's.
    """
    places = sites(reader)
    by_run, redone = _handed(reader, until)
    counted = rows.join(redone, on="run", how="anti").join(by_run, on="run", how="left")
    counted = counted.with_columns(part=site_names.keys(counted["project"]))
    owners = site_names.owners(site_names.known(places, counted))
    loose = counted.filter(pl.col("hand_in").is_null()).join(owners.drop_nulls("owner"), on="part", how="anti")
    spelled = loose.sort("as_of", "order").drop_nulls("part").group_by("part").agg(spelled=pl.col("project").last())
    named = places.select("site", part=site_names.keys(places["name"]))
    shared = pl.col("part").is_in(loose["part"].unique().implode())
    twice = named.filter((pl.len().over("part") > 1) | shared)["site"].unique().to_list()
    found = (
        counted.lazy()
        .join(owners.lazy().select("part", "owner"), on="part", how="left")
        .join(spelled.lazy(), on="part", how="left")
        .with_columns(site=pl.coalesce("site", "owner"), order=pl.max_horizontal("order", "seq"))
        .join(places.lazy().select("site", "name", "region", "bureau"), on="site", how="left")
        .with_columns(name=pl.coalesce("name", "spelled", "project"))
        .with_columns(place=pl.coalesce("site", pl.lit(NAMED) + pl.col("name").fill_null("")))
        .drop("spelled")
    )
    ends = pl.coalesce(_last_day(), "given_end", "run_end")
    several = pl.col("part").n_unique().over("run", "place") > 1
    return (
        found.with_columns(several=several)
        .with_columns(
            called=_called(twice), month=ends.dt.strftime("%Y-%m"), first_day=_first_day(), end_day=_last_day()
        )
        .drop("several")
        .collect()
    )


def last(rows: pl.DataFrame, previous: Mapping[str, str]) -> pl.DataFrame:
    """Of every place, company and pay period the rows of the last check of it that counts (``standing_rows``).

    ``previous``: hand-in → the one that it corrects (:func:`corrections`).
    """
    told = replaced_rows.together(rows.sort("as_of", "order"), previous)
    return standing_rows.standing(told).select(rows.columns)


def history(rows: pl.DataFrame, previous: Mapping[str, str]) -> pl.DataFrame:
    """All rows, oldest check first, each with the contractor and pay period of what stands of the same pay.

    ``stands``: whether it is one of :func:`last`. Those that could not tell the pay are left out, and whatever came
    after what stands. Month and days are those of the row itself, whatever it is called.
    """
    told = replaced_rows.together(rows.sort("as_of", "order"), previous)
    about, own = list(replaced_rows.ABOUT), [*replaced_rows.ABOUT, "part"]
    stands = standing_rows.standing(told)
    names = stands.unique(about, keep="last", maintain_order=True).select(
        *about, contractor_now="contractor", period_now="period", known=pl.lit(value=True)
    )
    newest = stands.group_by(own).agg(until=pl.col("age").max())
    marked = untold_rows.marked(told, own).with_columns(stands=pl.col("age").is_in(stands["age"].implode()))
    joined = (
        marked.join(names, on=about, how="left", nulls_equal=True, maintain_order="left")
        .join(newest, on=own, how="left", nulls_equal=True, maintain_order="left")
        .filter(pl.col("stands") | (~pl.col("weak") & (pl.col("age") <= pl.coalesce("until", "age"))))
    )
    return joined.with_columns(
        pl.when("known").then(f"{name}_now").otherwise(name).alias(name) for name in ("contractor", "period")
    ).select(*rows.columns, "stands")


def with_bureaus(reader: Reader, rows: pl.DataFrame) -> pl.DataFrame:
    """Of projects without a site the bureau that their own workbook states."""
    runs = rows.filter(pl.col("site").is_null())["run"].unique().sort().to_list()
    if not runs:
        return rows
    query = select(RUN.c.id, RUN.c.manifest).where(RUN.c.id.in_(runs))
    told = [
        (run, project, bureau)
        for run, manifest in reader.connection.execute(query).all()
        for project, bureau in json.loads(manifest).get("bureaus", {}).items()
    ]
    said = pl.DataFrame(told, schema=dict.fromkeys(("run", "project", "said"), pl.String), orient="row")
    return (
        rows.join(said, on=["run", "project"], how="left")
        .with_columns(bureau=pl.when(pl.col("site").is_null()).then("said").otherwise("bureau"))
        .drop("said")
    )


def corrections(reader: Reader) -> dict[str, str]:
    """Hand-in → the one that it corrects."""
    query = select(HAND_IN.c.id, HAND_IN.c.previous).where(HAND_IN.c.previous.is_not(None))
    return {row.id: row.previous for row in reader.connection.execute(query)}


def sites(reader: Reader) -> pl.DataFrame:
    """All sites (``SITES``)."""
    query = select(SITE.c.id.label("site"), SITE.c.state, SITE.c.name, SITE.c.region, SITE.c.bureau)
    return frame(reader, query, dict(SITES)).select(SITES.names())


def frame(reader: Reader, query: Select[Any], kinds: _Types) -> pl.DataFrame:
    """The rows of a query, whose columns may stand in any order."""
    answer = reader.connection.execute(query)
    names = list(answer.keys())
    rows: Sequence[Any] = [tuple(row) for row in answer]
    return pl.DataFrame(rows, schema={name: kinds[name] for name in names}, orient="row")


def text(column: Column[Any]) -> Any:
    """As text, so that no value is made an object one by one: polars reads amounts and days by columns."""
    return cast(column, String).label(column.name)


def known(name: str) -> pl.Expr:
    """A text that is not empty."""
    return pl.when(pl.col(name) != "").then(pl.col(name)).alias(name)


def number(name: str) -> pl.Expr:
    """The number of a record's id: that of the event that made it."""
    return pl.col(name).str.extract(r"(\d+)").cast(pl.Int64)


def _handed(reader: Reader, until: dt.date | None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Kept check → its site, hand-in, given_end and ``seq``, the number of its event; and checks done again (run).

    A check that older versions kept for two sites belongs to that of the newest hand-in: who picked a wrong project
    first picked the right one after. What was made void counts nowhere.
    """
    query = select(HAND_IN.c.id.label("hand_in"), HAND_IN.c.site, HAND_IN.c.last_day.label("given_end"))
    given = frame(reader, query, {"hand_in": pl.String, "site": pl.String, "given_end": pl.Date})
    events = select(EVENT.c.seq, EVENT.c.subject.label("hand_in"), EVENT.c.after).where(
        EVENT.c.kind == "hand_in", EVENT.c.action.in_(("checked", "void"))
    )
    every = frame(reader, events, {"seq": pl.Int64, "hand_in": pl.String, "after": pl.String})
    every = every.select("seq", "hand_in", run=pl.col("after").str.json_path_match("$.run"))
    if until is not None:
        later = frame(reader, select(RUN.c.id.label("run")).where(RUN.c.as_of > until), {"run": pl.String})
        every = every.join(later, on="run", how="anti")
    by_run = (
        every.lazy()
        .sort("seq")
        .unique("hand_in", keep="last", maintain_order=True)
        .drop_nulls("run")
        .join(given.lazy(), on="hand_in", how="inner")
        .sort(number("hand_in"))
        .group_by("run", maintain_order=True)
        # as new as the newest hand-in that holds it still: one that was made void, or done again, makes it no newer
        .agg(pl.col("site", "hand_in", "given_end").last(), pl.col("seq").max())
    )
    known = by_run.collect()
    once = every.lazy().drop_nulls("run").select("run").unique()
    return known, once.join(known.lazy(), on="run", how="anti").collect()


def _called(twice: Sequence[str]) -> pl.Expr:
    """The name of the place, with what tells it apart where there are two: its site, its project."""
    more = pl.concat_str(
        pl.when(pl.col("site").is_in(twice)).then("site"),
        pl.when(pl.col("several").any().over("place", "part")).then(pl.col("project").min().over("place", "part")),
        separator=" ",
        ignore_nulls=True,
    )
    own = pl.when(more != "").then(pl.concat_str("name", pl.lit("（"), more, pl.lit("）")))
    return pl.coalesce(own, "name")


def _first_day() -> pl.Expr:
    month = (pl.col("period") + "-01").str.to_date("%Y-%m-%d", strict=False)
    return pl.coalesce(pl.col("period").str.extract(r"^(.+)\.\.").str.to_date("%Y-%m-%d", strict=False), month)


def _last_day() -> pl.Expr:
    """The last day of a pay period as results write it: ``2026-10`` or ``2026-09-11..2026-10-10``."""
    period = pl.col("period")
    month = (period + "-01").str.to_date("%Y-%m-%d", strict=False).dt.month_end()
    return pl.coalesce(period.str.extract(r"\.\.(.+)$").str.to_date("%Y-%m-%d", strict=False), month)
