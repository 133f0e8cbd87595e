"""The same ledger handed in twice: what counts as a version, where versions differ, and that pay is counted once."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from tests.facts.ledger_kit import CONTRACTOR, LI, OCTOBER, PROJECT, SETTINGS, WANG, ZHANG, D, Given, ledgers, october
from wagecheck.facts import ledger_version, units, versions, worker_month
from wagecheck.facts.groundwork import Groundwork
from wagecheck.resources import folder, read_toml

RULES = read_toml(folder("rules") / "dictionaries" / "versions.toml")
WITH_RULES = replace(SETTINGS, versions=RULES)
ONE, TWO = 71, 72
FIRST = "甲/10月工资表/工资表"


def sheet(src: int, *pay: tuple[dict[str, Any], float], **more: Any) -> list[dict[str, Any]]:
    return [
        {**who, "src": src, "row": row, "work_days": 22, "gross_pay": amount, "net_pay": amount, **more}
        for row, (who, amount) in enumerate(pay, start=5)
    ]


def ground(names: dict[int, str], **rows: list[dict[str, Any]]) -> Groundwork:
    return Groundwork(ledgers(**rows), WITH_RULES, names)


def found(made: Groundwork, *devices: int) -> list[dict[str, Any]]:
    sources = Given({}).sources
    listed = [
        {"src": src, "file": f"{name.rpartition('/')[0]}.xlsx", "sheet": name.rpartition("/")[2], "ledger": "payroll",
         "project": PROJECT, "contractor": CONTRACTOR, **OCTOBER, "device_export": src in devices}
        for src, name in made.names.items()
    ]  # fmt: skip
    table = pl.DataFrame(listed, schema_overrides=sources.schema)
    table = table.select(
        pl.col(name) if name in table.columns else pl.lit(None, dtype=kind).alias(name)
        for name, kind in sources.schema.items()
    )
    cells = pl.DataFrame(
        {"src": [ONE, TWO], "field": ["net_pay", "net_pay"], "col": [8, 9], "row_offset": [0, 0]},
        schema_overrides={"src": pl.Int32, "col": pl.Int32, "row_offset": pl.Int32},
    )
    rows = ledger_version.build(made, table, cells, units.build(made.ledgers).lazy()).collect()
    assert rows.schema == ledger_version.FRAME.schema
    return rows.to_dicts()


BOTH = [(ZHANG, 5000), (LI, 4000), (WANG, 4500)]
CORRECTED = [(ZHANG, 5000), (LI, 4200), (WANG, 4500)]


def test_a_corrected_payroll_beside_the_first() -> None:
    made = ground({ONE: FIRST, TWO: "甲/10月工资表(1)/工资表"}, payroll=sheet(ONE, *BOTH) + sheet(TWO, *CORRECTED))
    (row,) = found(made)
    assert (row["ledger"], row["shared"], row["differing"], row["only_here"], row["only_there"]) == (
        "payroll",
        3,
        2,
        0,
        0,
    )
    assert "实发工资 H6↔I6" in row["shown"]
    assert len(row["any_at"]) == 4


@pytest.mark.parametrize(
    ("sentence", "other", "rows"),
    [
        ("other people", "甲/10月工资表2/工资表", [({**ZHANG, "name": "赵某丁", "id_number": "110199198812120029"}, 1.0)]),
        ("another payment, by its name", "甲/10月生活费发放表/工资表", [(ZHANG, 1500), (LI, 1500), (WANG, 1500)]),
        ("the second batch, by its sheet", "甲/10月工资表/第二批", CORRECTED),
        ("all amounts are different: another payment", "甲/10月绩效/工资表", [(ZHANG, 1), (LI, 2), (WANG, 3)]),
        ("one person in common", "甲/10月钢筋班/工资表",
         [(ZHANG, 5100), *(({"name": f"赵某{n}", "id_state": "blank"}, 100.0) for n in "子丑寅")]),
    ],
)  # fmt: skip
def test_no_versions(sentence: str, other: str, rows: list[Any]) -> None:
    assert found(ground({ONE: FIRST, TWO: other}, payroll=sheet(ONE, *BOTH) + sheet(TWO, *rows))) == [], sentence


def test_another_month_is_no_version() -> None:
    september = {"period_start": D(2026, 9, 1), "period_end": D(2026, 9, 30)}
    rows = sheet(ONE, *BOTH) + sheet(TWO, *CORRECTED, **september)
    assert found(ground({ONE: FIRST, TWO: "甲/9月工资表/工资表"}, payroll=rows)) == []


def test_rosters_are_versions_only_by_their_name() -> None:
    one = [{**who, "src": ONE, "row": 5, "entry_date": D(2026, 9, 1), "trade": "木工"} for who in (ZHANG, LI)]
    two = [{**row, "src": TWO, "entry_date": D(2026, 9, 20)} for row in one]
    plain = ground({ONE: "甲/花名册-木工班/花名册", TWO: "甲/花名册-木工班总/花名册"}, roster=one + two)
    marked = ground({ONE: "甲/花名册/花名册", TWO: "甲/花名册-最终版/花名册"}, roster=one + two)
    assert found(plain) == []
    assert [(row["ledger"], row["differing"]) for row in found(marked)] == [("roster", 2)]


def days(src: int, who: dict[str, Any], *dates: int) -> list[dict[str, Any]]:
    return [
        {**who, "src": src, "row": 5, "date": date, "mark": "√", "work": Decimal(1), "unit": "day", "col": date.day + 3}
        for date in october(*dates)
    ]


def test_attendance_in_two_versions_names_the_days() -> None:
    cells = days(ONE, ZHANG, 8, 9, 10, 12) + days(TWO, ZHANG, 8, 9, 10, 13)
    made = ground({ONE: "甲/10月考勤表/考勤", TWO: "甲/10月考勤表-最终/考勤"}, attendance=cells)
    (row,) = found(made)
    assert (row["ledger"], row["differing"]) == ("attendance", 2)
    assert "2026-10-12 O5" in row["shown"]
    assert found(made, TWO) == []  # a machine's export is another document


def test_halves_of_a_month_are_no_versions() -> None:
    cells = days(ONE, ZHANG, 8, 9, 10) + days(TWO, ZHANG, 20, 21, 22)
    assert found(ground({ONE: "甲/考勤1-15/考勤", TWO: "甲/考勤16-31/考勤"}, attendance=cells)) == []


@pytest.mark.parametrize(
    ("sentence", "second", "name", "net"),
    [
        ("a copy counts once", BOTH, "甲/考勤工资/工资表", Decimal(4000)),
        ("what versions state differently is not known", CORRECTED, "甲/10月工资表-最终/工资表", None),
        ("another payment is added", [(LI, 1500), (ZHANG, 1500)], "甲/10月生活费/工资表", Decimal(5500)),
    ],
)
def test_pay_is_counted_once(sentence: str, second: list[Any], name: str, net: Decimal | None) -> None:
    made = ground({ONE: FIRST, TWO: name}, payroll=sheet(ONE, *BOTH) + sheet(TWO, *second))
    months = worker_month.build(made).filter(name="李某乙")
    assert months["net_pay"].to_list() == [net], sentence


def test_who_stands_on_one_version_only_is_paid_by_it() -> None:
    made = ground({ONE: FIRST, TWO: "甲/10月工资表(1)/工资表"}, payroll=sheet(ONE, *BOTH[:2]) + sheet(TWO, *BOTH))
    assert sorted(worker_month.build(made)["net_pay"].to_list()) == [4000, 4500, 5000]
    assert [row["differing"] for row in found(made)] == [0]


@pytest.mark.parametrize(
    ("one", "other", "marked"),
    [
        ("甲/工资表/工资表", "甲/工资表(1)/工资表", True),
        ("甲/工资表/工资表", "甲/工资表 - 副本/工资表", True),
        ("甲/工资表-最终版/工资表", "甲/工资表（修改）/工资表", True),
        ("甲/工资表(1)/工资表", "甲/工资表(2)/工资表", False),
        ("甲/工资表-木工/工资表", "甲/工资表-钢筋/工资表", False),
    ],
)
def test_names_of_versions(one: str, other: str, marked: bool) -> None:
    assert versions.is_marked({ONE: one, TWO: other}, ONE, TWO, RULES) is marked


def test_half_days_of_a_copied_sheet_stay_half_days() -> None:
    cells = [row | {"work": Decimal("0.5")} for row in days(ONE, ZHANG, 8, 9) + days(TWO, ZHANG, 8, 9)]
    summary = [{**ZHANG, "src": src, "row": 5, "dated": True, "unit": "day"} for src in (ONE, TWO)]
    copied = ground({ONE: "甲/考勤/考勤", TWO: "甲/考勤 - 副本/考勤"}, attendance=cells, attendance_summary=summary)
    teams = ground({ONE: "甲/上半月/考勤", TWO: "甲/下半月/考勤"}, attendance=cells, attendance_summary=summary)
    assert worker_month.build(copied)["days_worked"].to_list() == [1]
    assert worker_month.build(teams)["days_worked"].to_list() == [2]  # two halves of a day are a day


def test_days_that_versions_state_differently_are_not_known() -> None:
    cells = days(ONE, ZHANG, 8, 9, 10, 12) + days(TWO, ZHANG, 8, 9, 10, 13)
    made = ground({ONE: "甲/10月考勤表/考勤", TWO: "甲/10月考勤表-最终/考勤"}, attendance=cells)
    (row,) = worker_month.build(made).to_dicts()
    assert (row["days_worked"], row["unknown_marks"]) == (None, 2)


def test_a_row_that_stands_twice_word_for_word_is_paid_once() -> None:
    rows = sheet(ONE, (ZHANG, 5000), (ZHANG, 5000), (LI, 4000))
    months = worker_month.build(ground({ONE: FIRST}, payroll=rows)).sort("net_pay")
    assert months["net_pay"].to_list() == [4000, 5000]
    other = worker_month.build(ground({ONE: FIRST}, payroll=sheet(ONE, (ZHANG, 5000), (ZHANG, 300))))
    assert other["net_pay"].to_list() == [5300]
