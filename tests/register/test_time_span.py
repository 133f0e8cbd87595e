"""A span of time: what was found is what was paid, corrected, not told, not seen, and still owed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from tests.kept_checks import checked as rows
from tests.kept_checks import handed_in, row, site
from tests.register.test_runs import checked, frame, keep
from wagecheck.register import hand_ins, runs, time_span
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
    for owing in span.arrears.iter_rows(named=True):
        assert owing["found"] == sum(owing[name] for name in time_span.PARTS)
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


def test_two_sites_whose_files_name_one_project_stay_two(register: Register) -> None:
    """Also a check that was done again belongs to its site, and what it found is no arrears of a third one."""
    for name, bureau, owed in (("北区", "华北局", "100.00"), ("南区", "华南局", "20.00")):
        at = site(register, name, bureau=bureau)
        first, again = (run(day, ("k1", "0.00", owed)) for day in ("2026-10-25", "2026-10-26"))
        hand_in = handed_in(register, at, first)
        with register.writing("张三") as writer:
            writer.change("hand_in", hand_in, "check_again", None, state="handed_in")
            hand_ins.checked(writer, hand_in, run=runs.keep(writer, again), colour="red")
    with register.reading() as reader:
        span = time_span.read(reader, FROM, TO, as_of=LATE)
    assert span.sites.select("project", "bureau").rows() == [("北区", "华北局"), ("南区", "华南局")]
    assert span.arrears.select("project", "found", "still").rows() == [
        ("北区", Decimal("100.00"), Decimal("100.00")),
        ("南区", Decimal("20.00"), Decimal("20.00")),
    ]


def told(register: Register, only: set[str] | None = None) -> time_span.Span:
    with register.reading() as reader:
        return time_span.read(reader, FROM, TO, as_of=LATE, sites=only)


@pytest.mark.parametrize(
    ("sentence", "before", "after"),
    [
        ("spelled otherwise", ("示例甲（北京）劳务", "2026-09"), ("示例甲(北京)劳务", "2026-09")),
        ("dated otherwise", ("示例甲", "2026-09"), ("示例甲", "2026-08-26..2026-09-25")),
    ],
)
def test_a_correction_counts_once(
    register: Register, sentence: str, before: tuple[str, str], after: tuple[str, str]
) -> None:
    """What was found before it is settled by what is paid after it, under the names of the correction."""
    at = site(register, "北区")
    first = handed_in(register, at, rows(row(*before, "red", "900.00", people=("k",))))
    handed_in(register, at, rows(row(*after, owed="200.00", people=("k",))), previous=first)
    span = told(register)
    assert span.sites.select("contractor", "period", "owed", "checks").rows() == [(*after, Decimal("200.00"), 2)], (
        sentence
    )
    assert span.arrears.select("contractor", "period", "found", "corrected", "still").rows() == [
        (*after, Decimal("900.00"), Decimal("700.00"), Decimal("200.00"))
    ]


def test_two_spellings_of_one_check_are_added_up(register: Register) -> None:
    """Nothing that was found is lost where a later check calls both by a third name."""
    at = site(register, "北区")
    both = [row(name, "2026-09", "red", "9.00", people=("k",)) for name in ("示例甲（北京）", "示例甲〔北京〕")]
    handed_in(register, at, rows(*both))
    handed_in(register, at, rows(row("示例甲(北京)", "2026-09", owed="1.00", people=("k",))))
    assert told(register).arrears.select("found", "still").rows() == [(Decimal("18.00"), Decimal("1.00"))]


def test_what_was_misread_at_first_is_no_second_period(register: Register) -> None:
    at = site(register, "北区")
    hand_in = handed_in(register, at, rows(row("甲", "2026-08", "red", "9.00", people=("k",))))
    with register.writing("张三") as writer:
        writer.change("hand_in", hand_in, "check_again", None, state="handed_in")
        read_right = runs.keep(writer, rows(row("甲", "2026-09", "red", "9.00", people=("k",))))
        hand_ins.checked(writer, hand_in, run=read_right, colour="red")
    assert told(register).arrears.select("period", "found").rows() == [("2026-09", Decimal("9.00"))]


def test_some_sites_only(register: Register) -> None:
    north, south, empty = (site(register, name) for name in ("北区", "南区", "东区"))
    handed_in(register, north, rows(row("甲", "2026-09", owed="1.00", people=("a",))))
    handed_in(register, south, rows(row("乙", "2026-09", owed="2.00", people=("b",))))
    keep(register, rows(row("丙", "2026-09", owed="4.00", people=("c",), project="没有登记的项目")))
    span = told(register, {south, empty})
    assert span.sites["contractor"].to_list() == ["乙"] and span.people["worker_key"].to_list() == ["b"]
    assert (span.only, span.absent, span.checks) == (("东区", "南区"), ("东区",), 1)
    whole = told(register)
    assert (whole.sites.height, whole.only, whole.absent) == (3, None, ())
    assert told(register, set()).sites.height == 0


def test_green_without_any_pay_known_is_no_green(register: Register) -> None:
    handed_in(register, site(register, "北区"), rows(row("甲", "2026-09", "green", None)))
    assert told(register).sites["colour"].to_list() == ["grey"]
