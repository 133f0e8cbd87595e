"""Facts of a hand-made site with the words and numbers of the rules folder."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import polars as pl

from tests.facts.site import AS_OF, FIRM, PROJECT, D, ledgers
from tests.house_rules import BOOK
from wagecheck.facts import worker_month
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.settings import Settings
from wagecheck.judging import settings as full

SEPTEMBER = {"period_start": D(2026, 9, 1), "period_end": D(2026, 9, 30)}


@cache
def settings() -> Settings:
    return full.build(BOOK, AS_OF)


def ground(**rows: Sequence[dict[str, Any]]) -> Groundwork:
    """The pieces of the site; days of attendance are ``work`` 1 in days unless a row says otherwise."""
    days = [{"work": 1, "unit": "day", "mark": "1", "col": 9} | row for row in rows.get("attendance", ())]
    given = rows | ({"attendance": days} if days else {})
    return Groundwork(ledgers(**given), settings())


def months(made: Groundwork) -> pl.DataFrame:
    return worker_month.build(made)


def sources(made: Groundwork, **more: Any) -> pl.DataFrame:
    """One source per src of any ledger, a workbook with one sheet each."""
    rows = []
    for name, frame in made.ledgers.items():
        if name in ("payroll_item", "attendance_summary") and made.ledgers["payroll"].height + frame.height == 0:
            continue
        for src in frame["src"].unique().to_list():
            shown = "attendance" if name == "attendance_summary" else name
            place = frame.filter(pl.col("src") == src).row(0, named=True)
            rows.append(
                {
                    "src": src, "file": f"{shown}{src}.xlsx", "sheet": "Sheet1", "ledger": shown, "layout": "flat",
                    "project": PROJECT, "contractor": FIRM, "period_start": place["period_start"],
                    "period_end": place["period_end"], "period_from": "title",
                } | more
            )  # fmt: skip
    schema = {
        "src": pl.Int32, "file": pl.String, "sheet": pl.String, "ledger": pl.String, "layout": pl.String,
        "project": pl.String, "contractor": pl.String, "period_start": pl.Date, "period_end": pl.Date,
        "period_from": pl.String,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema).unique("src", keep="first", maintain_order=True)
