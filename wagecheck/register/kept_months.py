"""Figures of earlier kept checks, for the months beside those of a check: one check per contractor and pay period."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Final

import polars as pl
from sqlalchemy import Float, Table, and_, case, cast, func, select

from wagecheck.register import kept_colours, own_checks
from wagecheck.register.reader import Reader
from wagecheck.register.tables import RUN_WORKER

_SITE: Final = ["project", "contractor", "period"]
_COUNTS: Final = ("workers", "red_line", "serious", "general", "hint")
_MONEY: Final = pl.Decimal(18, 2)


def told(reader: Reader, contractors: pl.DataFrame, as_of: dt.date, *, site: str | None = None) -> list[dict[str, Any]]:
    """Plain data for ``manifest["earlier"]``: what the last kept check up to ``as_of`` says of these contractors.

    ``contractors`` has the columns project, name, period of the check at hand, and ``site`` is the one it is for: only
    what is surely of the same place is told (``own_checks``). Its own periods are left out. One row
    per project, contractor and period: run, as_of, colour, workers, findings by severity, six_unified_share, owed,
    unpaid, and of the workers of whom both are known what was due and how much of it was paid (yuan, text).
    """
    kept = own_checks.read(reader, site=site, until=as_of)
    months = kept_colours.earned(reader, kept.of(contractors["project"].unique().to_list()).filter("sure"))
    paid = _paid(reader, months["run"].unique().to_list()).rename({"project": "said"})
    mine = contractors.select("project", pl.col("name").alias("contractor"), "period")
    months = (
        months.filter(pl.col("period").is_not_null())
        .join(mine.select(_SITE[:2]).unique(), on=_SITE[:2], how="semi", nulls_equal=True)
        .join(mine, on=_SITE, how="anti", nulls_equal=True)
        .join(paid, on=["run", "said", *_SITE[1:]], how="left", nulls_equal=True)
        .sort("first_day", *_SITE)
    )
    names = ("run", "as_of", *_SITE, "colour", *_COUNTS, "six_unified_share", "owed", "unpaid", "due", "settled")
    rows = months.select(names).iter_rows()
    return [{name: _plain(value) for name, value in zip(names, row, strict=True)} for row in rows]


def _paid(reader: Reader, listed: list[str]) -> pl.DataFrame:
    """What was due, and how much of it was paid, per check, contractor and period; added up by the database."""
    table: Table = RUN_WORKER
    due, paid = (cast(table.c[name], Float) for name in ("due", "paid"))
    site = [table.c[name] for name in ("run", *_SITE)]
    known = and_(table.c.due.is_not(None), table.c.paid.is_not(None))
    query = (
        select(*site, func.sum(due).label("due"), func.sum(case((paid < due, paid), else_=due)).label("settled"))
        .where(table.c.run.in_(listed), known)
        .group_by(*site)
    )
    schema: dict[str, Any] = {**dict.fromkeys(("run", *_SITE), pl.String), "due": pl.Float64, "settled": pl.Float64}
    found = pl.DataFrame([dict(row) for row in reader.connection.execute(query).mappings()], schema=schema)
    return found.with_columns(pl.col("due", "settled").round(2).cast(_MONEY))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value.isoformat() if isinstance(value, dt.date) else value
