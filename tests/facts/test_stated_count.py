"""stated_count and serial_gap: what names, titles and footers state, and the numbers of the rows."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from tests.facts.ground_kit import ground, sources
from wagecheck.facts import serial_gap, stated_count
from wagecheck.intake import stated_counts
from wagecheck.intake.submission import COUNTS, SERIALS

PEOPLE = [{"name": f"张某{n}", "net_pay": 1000, "gross_pay": 1100} for n in "甲乙丙"]


@pytest.mark.parametrize(
    ("written", "people"),
    [
        ("花名册-木工班组(22人)", 22), ("2026年10月工资表（共 7 人）", 7), ("10月考勤22人", 22), ("钢筋班22名工人", 22),
        ("2026年10月工资表", None), ("花名册(2026.10.31)", None), ("22人次", None), ("10人以上项目", None),
        ("3人员名册", None), ("1人1卡", None), ("18人/班", None), ("身份证信息", None),
    ],
)  # fmt: skip
def test_head_counts_in_names(written: str, people: int | None) -> None:
    found = stated_counts.of_name("file", written)
    assert [one.people for one in found] == ([] if people is None else [people])


@pytest.mark.parametrize(
    ("written", "people", "amount"),
    [
        ("共22人", [22], []), ("合计人数：22", [22], []), ("出勤人数 22 人", [22], []), ("合计 22人", [22], []),
        ("实发合计：123,456.50元", [], ["123456.50"]), ("工资总额人民币¥3000元", [], ["3000"]),
        ("共22人 实发合计3000.00元", [22], ["3000.00"]), ("共2页", [], []), ("合计 12345.00", [], []), ("合计 25.5", [], []),
        ("请假3人", [], []), ("共3人次", [], []),
    ],
)  # fmt: skip
def test_footers(written: str, people: list[int], amount: list[str]) -> None:
    told = [*stated_counts.of_row("footer", [(1, written)], 20)]
    assert [one.people for one in told if one.people is not None] == people
    assert [str(one.amount) for one in told if one.amount is not None] == amount


def judged(told: list[dict[str, Any]], **given: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    made = ground(**({"payroll": PEOPLE} | given))
    src = made.ledgers["payroll"]["src"][0]
    rows = [{"src": src, "row": None, "col": None, "raw": "x", "people": None, "amount": None} | row for row in told]
    counts = pl.DataFrame(rows, schema=COUNTS)
    frame = stated_count.build(counts, sources(made, file="工资表.xlsx"), made.ledgers, made.units.lazy())
    assert frame.collect_schema() == stated_count.FRAME.schema
    return frame.select("told_by", "stated_people", "n_people", "stated_total", "total").collect().rows()


@pytest.mark.parametrize(
    ("sentence", "told", "given", "expected"),
    [
        ("the title is right", {"told_by": "title", "row": 1, "col": 1, "people": 3}, {}, ("title", 3, 3, None, None)),
        ("the title is wrong", {"told_by": "title", "row": 1, "col": 1, "people": 4}, {}, ("title", 4, 3, None, None)),
        ("two rows of one person", {"told_by": "title", "people": 4}, {"payroll": [*PEOPLE, PEOPLE[0]]},
         ("title", 4, 4, None, None)),
        ("people of two rows", {"told_by": "title", "people": 3}, {"payroll": [*PEOPLE, PEOPLE[0]]},
         ("title", 3, 3, None, None)),
        ("net pay", {"told_by": "footer", "row": 9, "col": 1, "amount": 3000}, {}, ("footer", None, None, 3000, 3000)),
        ("gross pay", {"told_by": "footer", "row": 9, "col": 1, "amount": 3300}, {}, ("footer", None, None, 3300, 3300)),
        ("neither", {"told_by": "footer", "row": 9, "col": 1, "amount": 3400}, {}, ("footer", None, None, 3400, 3000)),
        ("the file's name, one kind of ledger fits", {"told_by": "file", "people": 2},
         {"roster": PEOPLE[:2]}, ("file", 2, 3, None, None)),
    ],
)  # fmt: skip
def test_statements(sentence: str, told: dict[str, Any], given: dict[str, Any], expected: tuple[Any, ...]) -> None:
    assert judged([told], **given) == [expected], sentence


def test_a_file_name_that_fits_one_of_two_ledgers() -> None:
    made = ground(payroll=PEOPLE, roster=PEOPLE[:2])
    rows = [
        {"src": made.ledgers[name]["src"][0], "told_by": "file", "raw": "资料(2人)", "people": 2}
        for name in ("payroll", "roster")
    ]
    told = sources(made, file="资料(2人).xlsx")
    frame = stated_count.build(pl.DataFrame(rows, schema=COUNTS), told, made.ledgers, made.units.lazy())
    assert frame.select("ledger", "n_people").collect().rows() == [("roster", 2)]


@pytest.mark.parametrize(
    ("sentence", "numbers", "expected"),
    [
        ("in order", [1, 2, 3, 4], (4, 0, None, None)),
        ("one is missing", [1, 2, 4, 5], (4, 1, 2, 4)),
        ("begins later", [5, 6, 7], (3, 0, None, None)),
        ("begins again for every team", [1, 2, 3, 1, 2], (5, 0, None, None)),
        ("two gaps", [1, 3, 4, 6, 7], (5, 2, 1, 3)),
        ("numbers of passes", [101, 340, 712], (3, None, 101, 340)),
        ("no such column", [], (None, None, None, None)),
    ],
)  # fmt: skip
def test_serial_numbers(sentence: str, numbers: list[int], expected: tuple[Any, ...]) -> None:
    made = ground(payroll=PEOPLE)
    src = made.ledgers["payroll"]["src"][0]
    rows = [{"src": src, "row": row, "serial": number} for row, number in enumerate(numbers, start=5)]
    serials = pl.DataFrame(rows, schema=SERIALS)
    frame = serial_gap.build(serials, sources(made), made.ledgers, made.units.lazy())
    assert frame.collect_schema() == serial_gap.FRAME.schema
    assert frame.select("n_serials", "n_missing", "after", "before").collect().rows() == [expected], sentence


@pytest.mark.parametrize(
    ("days", "share"), [([(10, 5), (10, 6)], 0.0), ([(9, 5), (10, 6)], 0.5), ([(9, 5), (9, 6)], 1.0)]
)
def test_dates_of_a_list(days: list[tuple[int, int]], share: float) -> None:
    import datetime as dt  # noqa: PLC0415

    rows = [PEOPLE[0] | {"date": dt.date(2026, month, day)} for month, day in days]
    made = ground(payroll=PEOPLE, attendance=[{k: v for k, v in row.items() if "pay" not in k} for row in rows])
    told = sources(made, layout="daily list")
    frame = serial_gap.build(SERIALS.to_frame(), told, made.ledgers, made.units.lazy()).collect()
    assert frame.filter(ledger="attendance")["outside_share"].to_list() == [share]
