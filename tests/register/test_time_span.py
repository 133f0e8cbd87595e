"""A span of time: what was found is what was paid, corrected, not told, not seen, and still owed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from tests.register.test_runs import checked, frame, keep
from wagecheck.register import runs, time_span
from wagecheck.register.store import Register
from wagecheck.result import WORKERS

FROM, TO = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
LATE = dt.date(2027, 1, 31)


def run(
    as_of: str, *months: tuple[str, str | None, str | None], period: str = "2026-09", bureau: str | None = None
) -> runs.Checked:
    """A check of one contractor: worker key, paid, owed of each worker."""
    base = checked(period, as_of=as_of, project="一标段")
    site = {"project": "一标段", "contractor": "甲公司", "period": period}
    rows: list[dict[str, Any]] = [
        {**site, "worker_key": key, "name": "张*", "paid": paid and Decimal(paid), "owed": owed and Decimal(owed)}
        for key, paid, owed in months
    ]
    manifest = {**base.manifest, "projects": [{"project": "一标段", "bureau": bureau}]}
    return replace(base, workers=frame(rows, WORKERS), manifest=manifest)


def parts(register: Register, *given: runs.Checked, as_of: dt.date = LATE) -> list[tuple[str, ...]]:
    keep(register, *given)
    with register.reading() as reader:
        span = time_span.read(reader, FROM, TO, as_of=as_of)
    for row in span.arrears.iter_rows(named=True):
        assert row["found"] == sum(row[name] for name in time_span.PARTS)
    names = ("worker_key", "found", *time_span.PARTS)
    return [tuple(map(str, row)) for row in span.arrears.select(names).iter_rows()]


FIRST = run("2026-10-25", ("k1", "0.00", "5000.00"))


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        pytest.param(("k1", "5000.00", "0.00"), ("5000.00", "5000.00", "0.00", "0.00", "0.00", "0.00"), id="paid"),
        pytest.param(("k1", "3000.00", "2000.00"), ("5000.00", "3000.00", "0.00", "0.00", "0.00", "2000.00"), id="in part"),
        pytest.param(("k1", "0.00", "0.00"), ("5000.00", "0.00", "5000.00", "0.00", "0.00", "0.00"), id="payroll corrected"),
        pytest.param(("k1", "1000.00", "0.00"), ("5000.00", "1000.00", "4000.00", "0.00", "0.00", "0.00"), id="both"),
        pytest.param(("k1", None, None), ("5000.00", "0.00", "0.00", "5000.00", "0.00", "0.00"), id="not told"),
        pytest.param(("k9", "0.00", "0.00"), ("5000.00", "0.00", "0.00", "0.00", "5000.00", "0.00"), id="not seen"),
        pytest.param(("k1", "0.00", "6000.00"), ("6000.00", "0.00", "0.00", "0.00", "0.00", "6000.00"), id="grown"),
    ],
)  # fmt: skip
def test_where_what_was_found_went(
    register: Register, second: tuple[str, str | None, str | None], expected: tuple[str, ...]
) -> None:
    assert parts(register, FIRST, run("2026-11-25", second)) == [("k1", *expected)]


def test_one_check_is_all_still_owed(register: Register) -> None:
    assert parts(register, FIRST) == [("k1", "5000.00", "0.00", "0.00", "0.00", "0.00", "5000.00")]


def test_later_checks_than_asked_for_do_not_count(register: Register) -> None:
    paid = run("2026-11-25", ("k1", "5000.00", "0.00"))
    assert parts(register, FIRST, paid, as_of=dt.date(2026, 10, 31))[0][-1] == "5000.00"


def test_a_period_counts_where_it_ends(register: Register) -> None:
    over = run("2027-01-20", ("k1", "0.00", "100.00"), period="2026-12-11..2027-01-10")
    within = run("2026-01-30", ("k2", "0.00", "100.00"), period="2025-12-11..2026-01-10")
    assert [row[0] for row in parts(register, over, within)] == ["k2"]


def test_people_count_once_and_bureaus_are_those_recorded(register: Register) -> None:
    keep(
        register,
        run("2026-10-25", ("k1", "1.00", "0.00"), bureau="一公司"),
        run("2026-11-25", ("k1", "1.00", "0.00"), ("k2", "1.00", "0.00"), period="2026-10", bureau="一公司"),
    )
    with register.reading() as reader:
        span = time_span.read(reader, FROM, TO, as_of=LATE)
    assert span.people["worker_key"].n_unique() == 2 and span.people.height == 3
    assert span.sites["bureau"].to_list() == ["一公司", "一公司"] and span.checks == 2


def test_nothing_kept_is_nothing(register: Register) -> None:
    with register.reading() as reader:
        span = time_span.read(reader, FROM, TO, as_of=LATE)
    assert (span.checks, span.sites.height, span.arrears.height, span.movements.height) == (0, 0, 0, 0)
    assert span.sites.schema == time_span.SITES and span.arrears.schema == time_span.ARREARS
    assert isinstance(span.people, pl.DataFrame)
