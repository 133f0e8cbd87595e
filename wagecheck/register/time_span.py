"""What kept checks and the blacklist say of a span of time: the figures of a half-year or a year.

A pay period belongs to the span in which it ends, so that two spans side by side count nothing twice.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
from sqlalchemy import select

from wagecheck.privacy import mask_name
from wagecheck.register import runs, states, words
from wagecheck.register.reader import Reader
from wagecheck.register.tables import RUN, RUN_CONTRACTOR, RUN_WORKER

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
    movements: pl.DataFrame
    checks: int


def read(reader: Reader, first: dt.date, last: dt.date, *, as_of: dt.date) -> Span:
    """The span from ``first`` to ``last`` as checks up to ``as_of`` tell it."""
    judged = _judged(reader, first, last, as_of)
    latest = judged.unique(_SITE, keep="last", maintain_order=True)
    rows = _worker_rows(reader, judged)
    ran = latest.select(*_SITE, pl.col("run").alias("last_run"))
    rows = rows.join(ran, on=_SITE, how="inner", nulls_equal=True, maintain_order="left")
    now = rows.filter(pl.col("run") == pl.col("last_run"))
    counts = judged.group_by(_SITE).agg(pl.col("run").n_unique().cast(pl.Int64).alias("checks"))
    sites = latest.join(counts, on=_SITE, how="left", nulls_equal=True)
    bureaus = _bureaus(reader)
    recorded = [bureaus.get(str(run), {}).get(project) for run, project in sites.select("run", "project").iter_rows()]
    sites = sites.with_columns(bureau=pl.Series(recorded, dtype=pl.String))
    return Span(
        first=first,
        last=last,
        sites=sites.select(pl.col(name).cast(kind) for name, kind in SITES.items()).sort(_SITE),
        people=now.select(PEOPLE.names()).unique().sort(PEOPLE.names()),
        arrears=_arrears(rows, now),
        movements=_movements(reader, first, last),
        checks=judged["run"].n_unique(),
    )


def _judged(reader: Reader, first: dt.date, last: dt.date, as_of: dt.date) -> pl.DataFrame:
    """Figures of every kept check of every period that ends in the span, oldest check first."""
    table = RUN_CONTRACTOR
    names = ("run", "project", "period", "colour", "workers", "owed", "unpaid", *_SHARES)
    columns = [table.c[name] for name in names]
    query = (
        select(*columns, table.c.name.label("contractor"), RUN.c.as_of)
        .join(RUN, RUN.c.id == table.c.run)
        .where(RUN.c.state == "kept", RUN.c.as_of <= as_of)
    )
    schema: _Types = {
        **dict.fromkeys(("run", "project", "period", "colour"), pl.String),
        "workers": pl.Int64, "owed": _MONEY, "unpaid": _MONEY, **dict.fromkeys(_SHARES, pl.String),
        "contractor": pl.String, "as_of": pl.Date,
    }  # fmt: skip
    frame = pl.DataFrame([dict(row) for row in reader.connection.execute(query).mappings()], schema=schema)
    ends = pl.Series([runs.span(period)[1] if period else None for period in frame["period"]], dtype=pl.Date)
    return (
        frame.with_columns(pl.col(_SHARES).cast(pl.Float64), last_day=ends)
        .filter(pl.col("last_day").is_between(first, last))
        .sort("as_of", pl.col("run").str.extract(r"(\d+)").cast(pl.Int64), *_SITE)
    )


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
    frame = pl.concat(parts).join(order, on="run", how="inner", maintain_order="left")
    wanted = judged.select("run", *_SITE).unique()
    return frame.join(wanted, on=["run", *_SITE], how="semi", nulls_equal=True).sort("age", *_SITE, "worker_key")


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


def _bureaus(reader: Reader) -> dict[str, dict[str, str]]:
    """Kept check → project → the bureau that its project workbook states."""
    return {run["id"]: json.loads(run["manifest"]).get("bureaus", {}) for run in reader.all("run", state="kept")}


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
