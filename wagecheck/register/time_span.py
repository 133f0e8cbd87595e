"""What kept checks and the blacklist say of a span of time: the figures of a half-year or a year.

A pay period belongs to the span in which it ends, so that two spans side by side count nothing twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
from sqlalchemy import select

from wagecheck.privacy import mask_name
from wagecheck.register import kept_colours, kept_rows, runs, states, words
from wagecheck.register.reader import Reader
from wagecheck.register.tables import RUN_WORKER

_Types = dict[str, pl.DataType | type[pl.DataType]]
_MONEY: Final = pl.Decimal(18, 2)
_SITE: Final = ["project", "contractor", "period"]
_SHARES: Final = ("signing_share", "real_name_share", "six_unified_share")
#: A contractor's pay period, as the last kept check of it says. ``checks``: kept checks that judged it.
_sites: Final[_Types] = {
    **dict.fromkeys((*_SITE, "bureau", "run", "colour"), pl.String),
    "last_day": pl.Date,
    "checks": pl.Int64,
    "workers": pl.Int64,
    **dict.fromkeys(("owed", "unpaid"), _MONEY),
    **dict.fromkeys(_SHARES, pl.Float64),
}
SITES: Final = pl.Schema(_sites)
#: A worker's month for which any kept check found wages past due (yuan): ``found`` (the most that was found) is the sum
#: of what was paid since, what was corrected otherwise, what the last check could not tell, what it did not see, and
#: what is still owed.
PARTS: Final = ("settled", "corrected", "unknown", "unseen", "still")
_arrears_of: Final[_Types] = {
    **dict.fromkeys((*_SITE, "worker_key"), pl.String),
    **dict.fromkeys(("found", *PARTS), _MONEY),
}
ARREARS: Final = pl.Schema(_arrears_of)
#: Who worked where and when, as the last kept check says.
PEOPLE: Final = pl.Schema(dict.fromkeys((*_SITE, "worker_key"), pl.String))
#: Steps of entries of blacklists; ``movement``: listed · lifted · ended · waiting.
MOVEMENTS: Final = pl.Schema({"day": pl.Date, **dict.fromkeys(("movement", "list", "id", "name", "reason"), pl.String)})


@dataclass(frozen=True)
class Span:
    """The frames of a span of time, and how many kept checks they come from."""

    first: dt.date
    last: dt.date
    sites: pl.DataFrame
    people: pl.DataFrame
    arrears: pl.DataFrame
    movements: pl.DataFrame | None
    """None where they are not told."""
    checks: int
    only: tuple[str, ...] | None = None
    """Names of the sites that it is limited to; None: it tells of everything that is kept."""
    absent: tuple[str, ...] = ()
    """Those of them of which nothing is kept in the span."""


def read(
    reader: Reader,
    first: dt.date,
    last: dt.date,
    *,
    as_of: dt.date,
    sites: Collection[str] | None = None,
    lists: bool = True,
) -> Span:
    """The span from ``first`` to ``last`` as checks up to ``as_of`` tell it.

    ``sites``: only what belongs to these (``kept_rows``); None: everything. The blacklists are the whole group's;
    without ``lists`` nothing is told of them.
    """
    judged = _judged(reader, first, last, as_of, sites)
    latest = judged.filter("stands").unique(_SITE, keep="last", maintain_order=True)
    rows = _worker_rows(reader, judged)
    ran = latest.select(*_SITE, pl.col("run").alias("last_run"))
    rows = rows.join(ran, on=_SITE, how="inner", nulls_equal=True, maintain_order="left")
    now = rows.filter(pl.col("run") == pl.col("last_run"))
    counts = judged.group_by(_SITE).agg(pl.col("run").n_unique().cast(pl.Int64).alias("checks"))
    found = latest.join(counts, on=_SITE, how="left", nulls_equal=True)
    mine = kept_rows.sites(reader).filter(pl.col("site").is_in(sorted(sites or ()))).sort("name")
    return Span(
        first=first,
        last=last,
        sites=found.select(pl.col(name).cast(kind) for name, kind in SITES.items()).sort(_SITE),
        people=now.select(PEOPLE.names()).unique().sort(PEOPLE.names()),
        arrears=_arrears(rows, now),
        movements=_movements(reader, first, last) if lists else None,
        checks=judged["run"].n_unique(),
        only=None if sites is None else tuple(mine["name"]),
        absent=tuple(mine.join(judged, on="site", how="anti", maintain_order="left")["name"]),
    )


def _judged(
    reader: Reader, first: dt.date, last: dt.date, as_of: dt.date, sites: Collection[str] | None
) -> pl.DataFrame:
    """Figures of every kept check of every period that ends in the span, oldest check first.

    What a correction spells or dates otherwise stands under the name and the period of the correction; ``said``,
    ``wrote`` and ``dated`` are the project, contractor and period of the check itself. ``stands`` as in the portfolio.
    """
    rows = kept_rows.placed(reader, kept_rows.read(reader, until=as_of), until=as_of)
    if sites is not None:
        rows = rows.filter(pl.col("site").is_in(sorted(sites)))
    rows = kept_rows.with_bureaus(reader, rows).with_columns(said="project", wrote="contractor", dated="period")
    rows = kept_rows.history(rows, kept_rows.corrections(reader)).with_columns(project="called")
    ends = pl.Series([runs.span(period)[1] if period else None for period in rows["period"]], dtype=pl.Date)
    rows = rows.with_columns(last_day=ends).filter(pl.col("last_day").is_between(first, last))
    return kept_colours.earned(reader, rows.sort("as_of", "order", *_SITE))


def _worker_rows(reader: Reader, judged: pl.DataFrame) -> pl.DataFrame:
    """Workers' months of those checks and periods, oldest check first."""
    names = ("run", *_SITE, "worker_key", "paid", "owed")
    schema: _Types = {**dict.fromkeys(names, pl.String), "paid": _MONEY, "owed": _MONEY}
    order = judged.select("run").unique(maintain_order=True).with_row_index("age")
    parts = [pl.DataFrame(schema=schema)]
    for run in order["run"].to_list():
        query = select(*(RUN_WORKER.c[name] for name in names)).where(RUN_WORKER.c.run == run)
        rows = [dict(row) for row in reader.connection.execute(query).mappings()]
        parts.append(pl.DataFrame(rows, schema=schema))
    frame = pl.concat(parts).rename({"project": "said", "contractor": "wrote", "period": "dated"})
    own = ["run", "said", "wrote", "dated"]
    frame = frame.join(judged.select(*own, *_SITE).unique(), on=own, how="inner", nulls_equal=True)
    amounts = ("paid", "owed")
    return (
        frame.group_by("run", *_SITE, "worker_key")  # two spellings of one check may have become one
        .agg(pl.when(pl.col(name).null_count() == 0).then(pl.col(name).sum()) for name in amounts)
        .join(order, on="run", how="inner")
        .sort("age", *_SITE, "worker_key")
    )


def _arrears(rows: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    keys = [*_SITE, "worker_key"]
    most = rows.filter(pl.col("owed") > 0).sort("owed", descending=True, maintain_order=True)
    most = most.unique(keys, keep="first", maintain_order=True)
    most = most.select(*keys, found="owed", paid_then="paid")
    seen = now.select(*keys, owed_now="owed", paid_now="paid", seen=pl.lit(True))
    both = most.join(seen, on=keys, how="left", nulls_equal=True, maintain_order="left")
    nothing = pl.lit(0, _MONEY)
    known = pl.col("owed_now").is_not_null()
    gone = pl.when(known).then(pl.col("found") - pl.col("owed_now")).otherwise(nothing)
    paid = (pl.col("paid_now").fill_null(nothing) - pl.col("paid_then").fill_null(nothing)).clip(lower_bound=0)
    settled = pl.min_horizontal(gone, paid)
    both = both.with_columns(
        settled=settled.cast(_MONEY),
        corrected=(gone - settled).cast(_MONEY),
        unknown=pl.when(pl.col("seen").fill_null(False) & ~known).then("found").otherwise(nothing),
        unseen=pl.when(pl.col("seen").is_null()).then("found").otherwise(nothing),
        still=pl.when(known).then("owed_now").otherwise(nothing),
    )
    return both.select(pl.col(name).cast(kind) for name, kind in ARREARS.items()).sort(keys)


def _movements(reader: Reader, first: dt.date, last: dt.date) -> pl.DataFrame:
    """Entries that came in force, left or ended within the span, and those that wait for a decision at its end."""
    rows = []
    for entry in reader.all("entry"):
        days = {}
        if entry["state"] in states.COMPARED:
            days["listed"] = entry["decided_on"] or entry["in_force_from"]
            days["lifted"] = entry["left_on"] if entry["state"] == "lifted" else None
            days["ended"] = entry["in_force_to"] if entry["state"] == "in_force" else None
        elif entry["state"] in ("proposed", "under_review"):
            rows.append((None, "waiting", *_about(entry)))
        for movement, day in days.items():
            if day is not None and first <= day <= last:
                rows.append((day, movement, *_about(entry)))
    return pl.DataFrame(rows, schema=MOVEMENTS, orient="row").sort("day", "movement", "id", nulls_last=True)


def _about(entry: dict[str, Any]) -> tuple[str | None, ...]:
    name = entry["name"] if entry["subject"] == "enterprise" else mask_name(entry["name"] or "")
    return (entry["list"], entry["id"], name, words.title("reason_code", entry["reason_code"] or ""))
