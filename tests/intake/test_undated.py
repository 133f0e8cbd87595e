"""A month without a year belongs to the only period of its contractor that has this month."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.intake.books import HOME, A, B, read, workbook

D = dt.date

HEAD = ["姓名", "身份证号码", "应发工资", "实发工资"]
ROWS = [[*A, 5000, 5000], [*B, 4000, 4000]]


@pytest.mark.parametrize(
    ("sentence", "file", "title", "months", "start", "codes"),
    [
        ("the month in the file's name", "10月公示", "工资公示表", ("2026年10月",), D(2026, 10, 1), set()),
        ("the month in the title", "公示", "十月份工资公示表", ("2026年10月",), D(2026, 10, 1), set()),
        ("the month is one of several", "9月公示", "工资公示表", ("2026年9月", "2026年10月"), D(2026, 9, 1), set()),
        ("two years have the month", "10月公示", "工资公示表", ("2025年10月", "2026年10月"), None, {"IN14"}),
        ("a month that nobody has", "8月公示", "工资公示表", ("2026年10月",), None, {"IN14"}),
        ("no month at all", "公示", "工资公示表", ("2026年10月",), None, {"IN14"}),
    ],
)  # fmt: skip
def test_a_month_without_a_year(
    tmp_path: Path, sentence: str, file: str, title: str, months: tuple[str, ...], start: object, codes: set[str]
) -> None:
    for month in months:
        workbook(tmp_path / HOME / f"{month}工资表.xlsx", 工资表=[[f"{month}工资表"], HEAD, *ROWS])
    workbook(tmp_path / HOME / f"{file}.xlsx", 公示=[[title], HEAD, *ROWS])
    given = read(tmp_path)
    assert set(given.issues["code"]) == codes, sentence
    assert set(given.ledgers["notice"]["period_start"]) == {start}
