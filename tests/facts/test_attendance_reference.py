"""Day cells against a plain count in Python: parts of a day, sheets that repeat it, and the same person elsewhere.

Written from the decisions, not from the code. Within a sheet the parts of a day add up, unless they are equal and more
than people can work in a day: then a row stands there twice. Over sheets they add up to as much, else the largest counts.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.facts.ledger_kit import LI, OCTOBER, SETTINGS, WANG, ZHANG, ledgers
from wagecheck.facts import worker_month
from wagecheck.facts.groundwork import Groundwork

PEOPLE = {"张某甲": ZHANG, "李某乙": LI}
SITES = ("甲劳务有限公司", "乙劳务有限公司")
#: What one person can work in a day, whoever counts it; no value of law is told for it in these settings.
MOST = SETTINGS.full_day
#: Contractor, person, day → sheet of that contractor and what stands in the cell.
Drawn = list[tuple[str, str, int, int, Decimal]]

cells = st.lists(
    st.tuples(
        st.sampled_from(SITES),
        st.sampled_from(sorted(PEOPLE)),
        st.integers(1, 4),
        st.integers(1, 2),
        st.sampled_from(["0.3", "0.5", "0.7", "1", "1.5", "0"]).map(Decimal),
    ),
    max_size=14,
)


def written(drawn: Drawn) -> dict[str, pl.DataFrame]:
    """One row of a sheet for every cell: no two stand in one place. Somebody else works, so that there is a period."""
    others = [(site, "王某丙", 29 + number, 1, Decimal(1)) for number, site in enumerate(SITES)]
    drawn = [*drawn, *others]
    people = PEOPLE | {"王某丙": WANG}
    table = {(site, sheet): 10 * SITES.index(site) + sheet for site, _, _, sheet, _ in drawn}
    return ledgers(
        attendance=[
            {**people[name], **OCTOBER, "contractor": site, "src": table[site, sheet], "row": row,
             "date": dt.date(2026, 10, day), "mark": str(work), "work": work, "unit": "day", "col": day + 3}
            for row, (site, name, day, sheet, work) in enumerate(drawn, start=5)
        ],
        attendance_summary=[
            {**people[name], **OCTOBER, "contractor": site, "src": table[site, sheet], "dated": True, "unit": "day"}
            for site, name, sheet in sorted({(site, name, sheet) for site, name, _, sheet, _ in drawn})
        ],
    )  # fmt: skip


def of_sheet(parts: list[Decimal]) -> Decimal:
    """What one sheet says of a day."""
    total = sum(parts, Decimal(0))
    return max(parts) if total > MOST and len(set(parts)) == 1 else total


def of_day(sheets: list[Decimal]) -> Decimal:
    """What several sheets say of it together."""
    total = sum(sheets, Decimal(0))
    return total if total <= MOST else max(sheets)


def reference(drawn: Drawn) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Contractor and name → days worked, dates with work, first and last, dates on which two sites count too much."""
    sheets: dict[tuple[str, str, int, int], list[Decimal]] = defaultdict(list)
    for site, name, day, sheet, work in drawn:
        if work > 0:
            sheets[site, name, day, sheet].append(work)
    days: dict[tuple[str, str], dict[int, Decimal]] = defaultdict(dict)
    for site, name, day in {key[:3] for key in sheets}:
        told = [of_sheet(parts) for key, parts in sorted(sheets.items()) if key[:3] == (site, name, day)]
        days[site, name][day] = of_day(told)
    found = {}
    for site, name in {(site, name) for site, name, *_ in drawn}:
        mine = days.get((site, name), {})
        other = days.get((SITES[1 - SITES.index(site)], name), {})
        double = [day for day, work in mine.items() if day in other and work + other[day] > MOST]
        found[site, name] = (
            sum(mine.values(), Decimal(0)),
            len(mine),
            dt.date(2026, 10, min(mine)) if mine else None,
            dt.date(2026, 10, max(mine)) if mine else None,
            len(double),
        )
    return found


def built(drawn: Drawn) -> dict[tuple[str, str], tuple[Any, ...]]:
    """The same from the product."""
    frame = worker_month.build(Groundwork(written(drawn), SETTINGS))
    columns = ("days_worked", "days_present", "first_day", "last_day", "double_site_days")
    return {
        (row["contractor"], row["name"]): tuple(row[column] for column in columns)
        for row in frame.iter_rows(named=True)
        if row["name"] in PEOPLE
    }


@settings(max_examples=20)
@given(drawn=cells)
def test_days_are_counted_alike(drawn: Drawn) -> None:
    assert built(drawn) == reference(drawn)
