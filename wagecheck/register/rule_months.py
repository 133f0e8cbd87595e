"""How a rule did in the kept checks, pay period by pay period: judged or not, found or not, waived or open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import polars as pl
from sqlalchemy import func, select

from wagecheck.register import kept_rows
from wagecheck.register.reader import Reader
from wagecheck.register.tables import RUN_FINDING


@dataclass
class Month:
    """One pay period, over all contractors: each counts with the last check that was kept of it."""

    period: str
    judged: int = 0
    """Contractors about whom the rule came to a verdict."""
    unjudged: int = 0
    open: int = 0
    """Findings."""
    waived: int = 0


def of(reader: Reader, rule: str, sites: Collection[str] | None = None) -> list[Month]:
    """The newest period first. ``sites``: only what belongs to these (``kept_rows``); None: everything."""
    rows = kept_rows.last(kept_rows.placed(reader, kept_rows.read(reader)), kept_rows.corrections(reader))
    rows = rows.drop_nulls("period")
    if sites is not None:
        rows = rows.filter(pl.col("site").is_in(sorted(sites)))
    found = _counts(reader, rule)
    months: dict[str, Month] = {}
    for row in rows.iter_rows(named=True):
        about = row["run"], row["project"], row["contractor"], row["period"]
        month = months.setdefault(row["period"], Month(row["period"]))
        if rule in (row["assessed"] or "").split(","):
            month.judged += 1
        else:
            month.unjudged += 1
        month.open += found[*about, "open"]
        month.waived += found[*about, "waived"]
    return [months[period] for period in sorted(months, reverse=True)]


def _counts(reader: Reader, rule: str) -> Counter[tuple[Any, ...]]:
    table = RUN_FINDING
    names = (table.c.run, table.c.project, table.c.contractor, table.c.period, table.c.state)
    query = select(*names, func.count()).where(table.c.rule == rule).group_by(*names)
    return Counter({tuple(row[:-1]): int(row[-1]) for row in reader.connection.execute(query)})
