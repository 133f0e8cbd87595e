"""What was assumed where values were read: kept per column and kind, with the first cell."""

from __future__ import annotations

import datetime as dt

from openpyxl import Workbook

from wagecheck.intake import submission
from wagecheck.intake.values.notes import MONTH_ONLY, REMARK, STORED_AS_NUMBER, TEN_THOUSANDS, YEAR_ASSUMED

A, B = "110199199003070017", "110199196501010021"


def read(tmp_path, title, rows):
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    folder = tmp_path / "贵州某某劳务有限公司"
    folder.mkdir()
    book.save(folder / f"{title}.xlsx")
    return submission.read([tmp_path])


def told(given):
    return given.assumptions.select("header", "note", "count", "row", "col").rows()


def test_assumptions_are_counted_per_column_with_the_first_cell(tmp_path):
    rows = [
        ["木工班组花名册 2026年10月"],
        ["序号", "姓名", "身份证号", "工种", "银行卡号", "日工资", "进场时间"],
        [1, "陆某庚", A, "木工", "6228480000000000018", "300元/天", "2026-03"],
        [2, "赵某甲3月15离职", B, "木工", 12345678910, 300, dt.date(2026, 3, 5)],
        [3, "钱某乙（班长）", "110199198506060031", "木工", "6217000000000000020", "320元/天", "2026年3月"],
    ]
    given = read(tmp_path, "花名册", rows)
    assert told(given) == [
        ("姓名", REMARK, 2, 4, 2),
        ("银行卡号", STORED_AS_NUMBER, 1, 4, 5),
        ("进场时间", MONTH_ONLY, 2, 3, 7),
    ]
    roster = given.ledgers["roster"]
    assert roster["name"].to_list() == ["陆某庚", "赵某甲", "钱某乙"]
    assert roster["remark"].to_list() == [None, "3月15离职", "班长"]
    assert not given.issues.height


def test_a_heading_in_ten_thousands_and_a_month_without_a_year_are_told(tmp_path):
    rows = [
        ["工资发放表 2026年"],
        ["序号", "姓名", "身份证号", "工资月份", "应发工资（万元）", "实发工资（万元）"],
        [1, "陆某庚", A, "10月", 0.5, 0.5],
        [2, "赵某甲", B, "10月", 0.6, 0.6],
    ]
    given = read(tmp_path, "2026年10月工资表", rows)
    assert ("工资月份", YEAR_ASSUMED, 2, 3, 4) in told(given)
    assert [row[1:3] for row in told(given) if "万元" in row[0]] == [(TEN_THOUSANDS, 2), (TEN_THOUSANDS, 2)]
    assert given.ledgers["payroll"]["period_start"].to_list() == [dt.date(2026, 10, 1)] * 2


def test_what_is_written_as_usual_needs_no_assumption(tmp_path):
    rows = [
        ["木工班组花名册 2026年10月"],
        ["序号", "姓名", "身份证号", "工种", "银行卡号", "日工资", "进场时间"],
        [1, "陆某庚", A, "木工", "6228480000000000018", 300, dt.date(2026, 3, 1)],
    ]
    assert told(read(tmp_path, "花名册", rows)) == []
