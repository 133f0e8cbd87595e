"""The projects of somebody, month by month: what was handed in, what became of it, and what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any, Final

from wagecheck.desk.desk import Desk
from wagecheck.desk.hand_ins.records import last_of, month_before, period
from wagecheck.register import hand_ins
from wagecheck.register.reader import Reader
from wagecheck.report import labels
from wagecheck.wording import Wording

Row = dict[str, Any]
#: Months back from the last one in which something can be missing.
_BACK: Final = 12
#: All that a site ever handed in is looked at: the last word on a month may be old.
_ALL: Final = 1_000_000


def sites(reader: Reader, sites_of: Collection[str] | None, *, open_only: bool = False) -> list[Row]:
    """The sites of somebody by name (None: all); those that are closed last."""
    found = [one for one in reader.all("site") if sites_of is None or one["id"] in sites_of]
    return sorted(
        (one for one in found if one["state"] == "open" or not open_only),
        key=lambda one: (one["state"] != "open", one["name"]),
    )


def table(desk: Desk, chosen: Sequence[Row], t: Wording) -> list[Row]:
    """Of every site ``site`` and ``months``, newest first: one row per pay period.

    A row has ``period``, ``state`` (of a hand-in, or ``missing``), and of the newest hand-in ``id``, ``colour``,
    ``owed``, ``findings``, ``by``; ``earlier`` are the ids of those before it.
    """
    with desk.register.reading() as reader:
        mine = hand_ins.listed(reader, sites_of=[site["id"] for site in chosen], most=_ALL)
        by_site: dict[str, list[Row]] = {}
        for one in mine:
            by_site.setdefault(one["site"], []).append(one)
        newest = {site["id"]: _newest(by_site.get(site["id"], [])) for site in chosen}
        kept = [found[0]["run"] for months in newest.values() for found in months.values() if found[0]["run"]]
        runs = {run["id"]: run for run in reader.all("run", id=kept)} if kept else {}
    return [{"site": site, "months": _months(site, newest[site["id"]], runs, desk.today(), t)} for site in chosen]


def _newest(mine: list[Row]) -> dict[tuple[dt.date, dt.date], list[Row]]:
    """Pay period → its hand-ins, newest first; withdrawn ones do not count."""
    found: dict[tuple[dt.date, dt.date], list[Row]] = {}
    for one in mine:
        if one["state"] != "withdrawn":
            found.setdefault((one["first_day"], one["last_day"]), []).append(one)
    return found


def _months(
    site: Row, found: dict[tuple[dt.date, dt.date], list[Row]], runs: dict[str, Row], today: dt.date, t: Wording
) -> list[Row]:
    rows = [_row(days, ones, runs, t) for days, ones in found.items()]
    if site["state"] == "open":
        rows += [
            {
                "days": (day, end),
                "period": period(day, end, t),
                "state": "missing",
                "colour": None,
                "month": f"{day:%Y-%m}",
            }
            for day in _missing(list(found), today)
            if (end := last_of(day))
        ]
    return sorted(rows, key=lambda row: row["days"], reverse=True)


def _row(days: tuple[dt.date, dt.date], ones: list[Row], runs: dict[str, Row], t: Wording) -> Row:
    last = ones[0]
    run = runs.get(last["run"] or "")
    owed: Decimal | None = None if run is None else run["owed"]
    return {
        "days": days,
        "period": period(*days, t),
        "state": last["state"],
        "id": last["id"],
        "colour": last["colour"] if last["state"] == "checked" else None,
        "owed": "" if run is None else t("figure.unknown") if owed is None else labels.money(owed),
        "owes": bool(owed),
        "findings": None if run is None else run["findings"],
        "by": last["by"],
        "earlier": [one["id"] for one in ones[1:]],
    }


def _missing(given: list[tuple[dt.date, dt.date]], today: dt.date) -> list[dt.date]:
    """Months up to the last one whose end nothing covers; before the first hand-in nothing is missing."""
    last = month_before(today)
    first = min((days[0].replace(day=1) for days in given), default=last)
    found, day = [], last
    for _ in range(_BACK):
        if day < first:
            break
        if not any(one <= last_of(day) <= other for one, other in given):
            found.append(day)
        day = month_before(day)
    return found
