"""Months of earlier kept checks: the last check of each, of the same contractors, up to the day of judgement."""

from __future__ import annotations

import datetime as dt

import polars as pl

from tests.register.test_runs import checked, keep
from wagecheck.register import kept_months
from wagecheck.register.store import Register

NOW = pl.DataFrame({"project": ["一标段"], "name": ["甲公司"], "period": ["2026-10"]})


def told(register: Register, now: pl.DataFrame = NOW, day: str = "2026-12-01") -> list[tuple[str, str, str, str]]:
    with register.reading() as reader:
        rows = kept_months.told(reader, now, dt.date.fromisoformat(day))
    return [(row["run"], row["as_of"], row["period"], row["owed"]) for row in rows]


def test_one_check_per_period_the_last_one(register: Register) -> None:
    _, second, other = keep(
        register,
        checked("2026-09", owed="5000.00"),
        checked("2026-09", owed="1000.00", as_of="2026-11-10"),
        checked("2026-08", owed="70.00", as_of="2026-09-20"),
    )
    assert told(register) == [
        (other, "2026-09-20", "2026-08", "70.00"),
        (second, "2026-11-10", "2026-09", "1000.00"),
    ]


def test_a_check_of_a_later_day_is_not_told(register: Register) -> None:
    first, _ = keep(register, checked(owed="5000.00"), checked(owed="1000.00", as_of="2026-11-10"))
    assert told(register, day="2026-11-09") == [(first, "2026-10-25", "2026-09", "5000.00")]


def test_periods_of_the_check_at_hand_and_other_contractors_are_left_out(register: Register) -> None:
    keep(register, checked("2026-10", as_of="2026-11-10"), checked("2026-09", project="二标段"))
    assert told(register) == []


def test_what_was_due_and_paid_is_added_up(register: Register) -> None:
    run = checked()
    money = {"due": [100.0, 30.10], "paid": [40.0, 50.0]}
    workers = run.workers.with_columns(
        pl.Series(name, values).cast(pl.Decimal(18, 2)) for name, values in money.items()
    )
    with register.writing("张三") as writer:
        from wagecheck.register import runs  # noqa: PLC0415

        runs.keep(
            writer, runs.Checked(run.findings, run.outcomes, run.contractors, workers, run.manifest, run.standing)
        )
    with register.reading() as reader:
        (row,) = kept_months.told(reader, NOW, dt.date(2026, 12, 1))
    assert (row["due"], row["settled"], row["serious"], row["workers"]) == ("130.10", "70.10", 2, 2)
