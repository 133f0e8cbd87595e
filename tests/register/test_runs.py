"""Kept checks: kept once, without people's names, and read again as months, histories and comparisons."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from sqlalchemy import text

from wagecheck.errors import RegisterError
from wagecheck.register import audit, runs
from wagecheck.register.store import Register
from wagecheck.result import CONTRACTORS, FINDINGS, OUTCOMES, WORKERS


def checked(
    period: str = "2026-09",
    *,
    as_of: str = "2026-10-25",
    owed: str = "5000.00",
    marks: tuple[str, ...] = ("a1", "b2"),
    outcome: str = "fail",
    project: str = "一标段",
    unmask: bool = False,
    file: str = "甲公司/工资表.xlsx",
) -> runs.Checked:
    site = {"project": project, "contractor": "甲公司", "period": period}
    findings = [
        {
            **site, "rule": "PY18", "kind": "violation", "severity": "serious", "state": "open", "worker": "张*",
            "worker_key": "k1", "file": file, "sheet": "工资", "row": 5, "cell": "H5", "amount": Decimal(owed),
            "message": f"张* {period} 欠 {owed} 元", "fingerprint": mark,
        }
        for mark in marks
    ]  # fmt: skip
    outcomes = [
        {**site, "rule": "PY18", "outcome": outcome, "count": len(marks)},
        {**site, "rule": "PB01", "outcome": "not_assessed"},
    ]
    figures = {
        "project": project, "name": "甲公司", "period": period, "colour": "red", "score": 100, "workers": 2,
        "owed": Decimal(owed), "paid_share": 1 / 3, "findings": len(marks), "serious": len(marks),
    }  # fmt: skip
    workers = [
        {
            **site,
            "worker_key": key,
            "name": "张*",
            "id_tail": "0017",
            "mark_pay": "differs",
            "mark_roster": "ok",
            "owed": Decimal(owed) / 2,
            "days_late": 7,
        }
        for key in ("k1", "k2")
    ]
    return runs.Checked(
        findings=frame(findings, FINDINGS),
        outcomes=frame(outcomes, OUTCOMES),
        contractors=frame([figures], CONTRACTORS),
        workers=frame(workers, WORKERS),
        manifest={
            "version": "0.1.0", "as_of": as_of, "period": None, "profile": "default", "rules_hash": "r", "unmask": unmask,
            "inputs": [{"path": file, "sha256": f"{period}{owed}", "size": 3}],
        },
        standing=("PJ01",),
    )  # fmt: skip


def frame(rows: list[dict[str, Any]], schema: pl.Schema) -> pl.DataFrame:
    return pl.DataFrame([dict.fromkeys(schema) | row for row in rows], schema=schema)


def keep(register: Register, *given: runs.Checked) -> list[str]:
    with register.writing("张三") as writer:
        return [runs.keep(writer, one) for one in given]


def test_the_same_check_is_kept_once(register: Register) -> None:
    first, again, other, later = keep(
        register, checked(), checked(), checked(owed="4000.00"), checked(as_of="2026-10-26")
    )
    assert first == again and len({first, other, later}) == 3
    with register.reading() as reader:
        assert [(run["owed"], run["workers"], run["first_day"]) for run in reader.all("run")] == [
            (Decimal("5000.00"), 2, dt.date(2026, 9, 1)),
            (Decimal("4000.00"), 2, dt.date(2026, 9, 1)),
            (Decimal("5000.00"), 2, dt.date(2026, 9, 1)),
        ]
        assert audit.verify(reader).sound


def test_a_changed_row_of_a_kept_run_is_found(register: Register) -> None:
    (run,) = keep(register, checked())
    with register.writing("张三") as writer:
        writer.connection.execute(text("UPDATE run_worker SET owed = '1.00' WHERE worker_key = 'k2'"))
    with register.reading() as reader:
        assert [(found.code, found.subject) for found in audit.verify(reader).breaks] == [("run", run)]


def test_no_name_and_no_number_is_kept(register: Register) -> None:
    keep(register, checked(file="甲公司/110199199003070017张三丰.xlsx"))
    with register.reading() as reader:
        kept = [
            str(tuple(row))
            for table in ("run", "run_contractor", "run_finding", "run_worker")
            for row in reader.connection.execute(text(f"SELECT * FROM {table}"))
        ]
    assert not any("110199199003070017" in row for row in kept)


def test_messages_of_an_unmasked_check_are_not_kept(register: Register) -> None:
    masked, open_ = keep(register, checked(), checked(unmask=True))
    with register.reading() as reader:
        assert runs.earlier(reader, masked)["findings"][0]["message"] == "张* 2026-09 欠 5000.00 元"
        assert runs.earlier(reader, open_)["findings"][0]["message"] is None


def test_months_take_the_last_check_of_each(register: Register) -> None:
    keep(
        register,
        checked("2026-10", owed="900.00"),
        checked("2026-09", owed="5000.00"),
        checked("2026-09", owed="0.00", as_of="2026-11-05"),
        checked("2026-09", owed="7.00", project="二标段"),
        checked("2026-08-11..2026-09-10", owed="3.00"),
    )
    with register.reading() as reader:
        months = runs.months(reader, project="一标段", contractor="甲公司")
        assert months.select("period", "owed", "first_day", "last_day", "paid_share").rows() == [
            ("2026-08-11..2026-09-10", Decimal("3.00"), dt.date(2026, 8, 11), dt.date(2026, 9, 10), 0.3333),
            ("2026-09", Decimal("0.00"), dt.date(2026, 9, 1), dt.date(2026, 9, 30), 0.3333),
            ("2026-10", Decimal("900.00"), dt.date(2026, 10, 1), dt.date(2026, 10, 31), 0.3333),
        ]
        assert runs.months(reader).height == 4


def test_a_worker_over_months_and_projects(register: Register) -> None:
    keep(
        register,
        checked("2026-10", owed="10.00"),
        checked("2026-09", project="二标段"),
        checked("2026-09", owed="6.00"),
    )
    with register.reading() as reader:
        assert runs.worker(reader, "k1").select("period", "project", "owed", "marks").rows() == [
            ("2026-09", "一标段", Decimal("3.00"), "roster=ok,pay=differs"),
            ("2026-09", "二标段", Decimal("2500.00"), "roster=ok,pay=differs"),
            ("2026-10", "一标段", Decimal("5.00"), "roster=ok,pay=differs"),
        ]
        assert runs.worker(reader, "nobody").is_empty()


def test_what_a_run_came_to_a_verdict_about(register: Register) -> None:
    (run,) = keep(register, checked())
    with register.reading() as reader:
        assert runs.assessed(reader, run) == (frozenset({"PJ01"}), {("一标段", "甲公司", "2026-09", "PY18")})


def test_the_last_run_of_a_project(register: Register) -> None:
    one, two, _ = keep(register, checked(), checked("2026-10"), checked(project="二标段"))
    with register.reading() as reader:
        assert runs.latest(reader, ["一标段"]) == two
        assert runs.latest(reader, ["一标段"], besides=two) == one
        assert runs.latest(reader, ["三标段"]) is None


def test_rows_that_were_deleted_leave_their_figures(register: Register) -> None:
    one, two = keep(register, checked(), checked("2026-10"))
    with register.writing("李四") as writer:
        runs.forget(writer, one, reason="满三年")
    with register.reading() as reader:
        assert audit.verify(reader).sound
        assert [run["state"] for run in reader.all("run")] == ["forgotten", "kept"]
        assert runs.months(reader)["run"].to_list() == [two]
        with pytest.raises(RegisterError, match="已经删除"):
            runs.earlier(reader, one)


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ("2026-02", (dt.date(2026, 2, 1), dt.date(2026, 2, 28))),
        ("2028-02", (dt.date(2028, 2, 1), dt.date(2028, 2, 29))),
        ("2026-12", (dt.date(2026, 12, 1), dt.date(2026, 12, 31))),
        ("2026-09-11..2026-10-10", (dt.date(2026, 9, 11), dt.date(2026, 10, 10))),
    ],
)
def test_days_of_a_period(period: str, days: tuple[dt.date, dt.date]) -> None:
    assert runs.span(period) == days
