"""The portfolio of a year read from the register and added up, beside a bare read of the same two tables."""

from __future__ import annotations

import datetime as dt
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from sqlalchemy import insert

from benchmarks import measure
from benchmarks.sizes import Sizes
from wagecheck.register import hand_ins, portfolio, portfolio_sums, runs, sites
from wagecheck.register.store import open_register
from wagecheck.register.tables import RUN_CONTRACTOR, RUN_WORKER
from wagecheck.register.writer import Writer

_MONTHS: Final = 12
_CONTRACTORS: Final = 5
_PEOPLE: Final = 28
#: One person of so many is owed something.
_OWED: Final = 3
_TODAY: Final = dt.date(2026, 11, 21)


def table(sizes: Sizes) -> Iterator[str]:
    """Rows of a Markdown table."""
    yield "| work | time | beside | time | times |"
    yield "|---|---|---|---|---|"
    people = sizes.projects * _MONTHS * _PEOPLE
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "register.db"
        _filled(place, sizes.projects)
        ours = measure.seconds(lambda: _ours(place), sizes.runs)
        bare = measure.seconds(lambda: _bare(place), sizes.runs)
    yield (
        f"| {sizes.projects:,} projects, {_MONTHS} months, {_CONTRACTORS} contractors each, {people:,} workers' months "
        f"| {ours:.2f} s | `SELECT *` of both tables | {bare:.2f} s | {ours / bare:.1f}× |"
    )


def _ours(place: Path) -> None:
    with open_register(str(place), clock=_clock) as register, register.reading() as reader:
        whole = portfolio.read(reader)
    portfolio_sums.total(whole)
    portfolio_sums.by(whole, ["place", "month"])
    portfolio_sums.aged(whole.owing, [1, 2], _TODAY, ["contractor"])


def _bare(place: Path) -> None:
    with closing(sqlite3.connect(place)) as database:
        database.execute("SELECT * FROM run_contractor").fetchall()
        database.execute("SELECT * FROM run_worker").fetchall()


def _filled(place: Path, projects: int) -> None:
    with open_register(str(place), clock=_clock) as register, register.writing("示例") as writer:
        for number in range(projects):
            name = f"示例{number}号项目"
            site = sites.add(writer, name=name, region=f"示例{number % 7}区", bureau=f"示例{number % 9}局")
            for month in range(1, _MONTHS + 1):
                _month(writer, site, name, number, f"2026-{month:02d}")


def _month(writer: Writer, site: str, project: str, number: int, period: str) -> None:
    first, last = runs.span(period)
    run = writer.add(
        "run", "keep", None, state="kept", as_of=_TODAY, input_hash="", contractors=_CONTRACTORS, workers=_PEOPLE,
        findings=0, standing="", manifest="{}", digest="", first_day=first, last_day=last,
    )  # fmt: skip
    about: dict[str, Any] = {"run": run, "project": project, "period": period}
    figures = {"colour": "green", "workers": _PEOPLE // _CONTRACTORS, "owed": Decimal("100.10"), "assessed": "PY18"}
    firms = [{**about, **figures, "number": at, "name": _firm(number, at)} for at in range(_CONTRACTORS)]
    people = [
        {
            **about, "number": at, "contractor": _firm(number, at % _CONTRACTORS), "worker_key": f"{number} {at}",
            "owed": Decimal("10.10") if at % _OWED == 0 else Decimal(), "due_on": last,
        }
        for at in range(_PEOPLE)
    ]  # fmt: skip
    writer.connection.execute(insert(RUN_CONTRACTOR), firms)
    writer.connection.execute(insert(RUN_WORKER), people)
    hand_in = hand_ins.begin(writer, site=site, first_day=first, last_day=last)
    hand_ins.hand_in(writer, hand_in, files=1, size=1, digest="", note=None)
    hand_ins.checked(writer, hand_in, run=run, colour="green")


def _firm(project: int, at: int) -> str:
    return f"示例{(project * _CONTRACTORS + at) % 400}劳务公司"


def _clock() -> dt.datetime:
    return dt.datetime(2026, 11, 21, tzinfo=dt.UTC)


if __name__ == "__main__":
    measure.main(table)
