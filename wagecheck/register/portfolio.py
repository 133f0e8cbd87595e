"""All projects as management sees them: of every contractor and pay period what the last kept check of it says.

Which check that is, and which project it belongs to, stands in ``kept_rows``; what green is worth in ``kept_colours``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl
from sqlalchemy import Float, cast, select

from wagecheck.register import kept_colours, kept_rows
from wagecheck.register.desk_tables import HAND_IN
from wagecheck.register.kept_rows import MONEY, NAMED, SITES
from wagecheck.register.reader import Reader
from wagecheck.register.tables import RUN, RUN_WORKER

__all__ = ["HAND_INS", "MONEY", "NAMED", "OWING", "ROWS", "SITES", "Portfolio", "read"]

_Types = Mapping[str, pl.DataType | type[pl.DataType]]
_COUNTS: Final = ("workers", "findings", "red_line", "serious", "general", "hint")
_SHARES: Final = ("paid_share", "six_unified_share")
_AMOUNTS: Final = ("owed", "unpaid")
#: What a row of a kept check is about; pay periods that are not known are null.
_JUDGED: Final = ["run", "project", "contractor", "period"]
_WHERE: Final = ("place", "site", "name", "region", "bureau")
_rows: Final[_Types] = {
    **dict.fromkeys((*_WHERE, *_JUDGED, "month", "hand_in", "uscc", "colour"), pl.String),
    "as_of": pl.Date,
    **dict.fromkeys(_COUNTS, pl.Int64),
    **dict.fromkeys(_AMOUNTS, MONEY),
    **dict.fromkeys(_SHARES, pl.Float64),
}
#: One row per project, contractor and pay period. ``month``: ``2026-10``, in which the period ends. ``colour`` is grey
#: instead of green where nothing came to a verdict, the pay of its workers could not be told, or somebody other than
#: the general contractor gave nothing by which anybody worked. ``hand_in``: null for one kept by the command line.
ROWS: Final = pl.Schema(_rows)
_owing: Final[_Types] = {
    **dict.fromkeys((*_WHERE, "contractor", "month", "worker_key"), pl.String),
    "owed": MONEY,
    "due_on": pl.Date,
    "days_late": pl.Int64,
}
#: Workers' months with wages past due, of the rows above.
OWING: Final = pl.Schema(_owing)
#: What was handed in for a site and month, also what is not checked yet.
HAND_INS: Final = pl.Schema(dict.fromkeys(("hand_in", "site", "state", "month", "run"), pl.String))


@dataclass(frozen=True)
class Portfolio:
    """The frames above; ``judged``: run, project and contractor of everything that its checks are about."""

    rows: pl.DataFrame
    owing: pl.DataFrame
    sites: pl.DataFrame
    hand_ins: pl.DataFrame
    judged: pl.DataFrame


def read(reader: Reader, *, sites: Collection[str] | None = None) -> Portfolio:
    """Everything that is kept; of these sites only, where an account is for some (None: all)."""
    places = kept_rows.sites(reader)
    given = _hand_ins(reader)
    every = kept_rows.read(reader)
    rows = kept_rows.last(kept_rows.placed(reader, every), kept_rows.corrections(reader))
    rows = kept_colours.earned(reader, kept_rows.with_bureaus(reader, rows))
    if sites is not None:
        mine = sorted(sites)
        rows, places = rows.filter(pl.col("site").is_in(mine)), places.filter(pl.col("site").is_in(mine))
        given = given.filter(pl.col("site").is_in(mine))
    where = rows.select(*_JUDGED, *_WHERE, "month").unique(_JUDGED)
    owing = _owing_workers(reader).join(where, on=_JUDGED, how="inner", nulls_equal=True)
    pairs = every.select("run", "project", "contractor").unique()
    return Portfolio(
        rows=rows.select(pl.col(name).cast(kind) for name, kind in ROWS.items()).sort("name", "contractor", "month"),
        owing=owing.select(pl.col(name).cast(kind) for name, kind in OWING.items()),
        sites=places.select(SITES.names()).sort("name"),
        hand_ins=given.select(HAND_INS.names()),
        judged=pairs.join(rows.select("run").unique(), on="run", how="semi"),
    )


def _owing_workers(reader: Reader) -> pl.DataFrame:
    table = RUN_WORKER
    query = (
        select(
            *(table.c[name] for name in (*_JUDGED, "worker_key")),
            kept_rows.text(table.c.owed), kept_rows.text(table.c.due_on), table.c.days_late,
        ).join(RUN, RUN.c.id == table.c.run)
        .where(RUN.c.state == "kept", table.c.owed.is_not(None), cast(table.c.owed, Float) > 0)
    )  # fmt: skip
    kinds: _Types = dict.fromkeys((*_JUDGED, "worker_key", "owed", "due_on"), pl.String) | {"days_late": pl.Int64}
    return kept_rows.frame(reader, query, kinds).with_columns(
        pl.col("owed").cast(MONEY), pl.col("due_on").str.to_date("%Y-%m-%d"), kept_rows.known("period")
    )


def _hand_ins(reader: Reader) -> pl.DataFrame:
    table = HAND_IN
    names = ("site", "state", "run")
    query = select(table.c.id.label("hand_in"), *(table.c[name] for name in names), table.c.last_day)
    kinds: _Types = dict.fromkeys(("hand_in", *names), pl.String) | {"last_day": pl.Date}
    frame = kept_rows.frame(reader, query, kinds).rename({"last_day": "given_end"})
    return frame.with_columns(month=pl.col("given_end").dt.strftime("%Y-%m"))
