"""Real spreadsheet layouts (masked, not part of the project): right kind, right columns, right number of rows.

The expected figures were read off the raw cells by eye. The folder is named by the environment variable
WAGECHECK_REAL_INPUTS; without it these tests are skipped.
"""

from __future__ import annotations

import datetime as dt
import os
from decimal import Decimal as D
from pathlib import Path

import polars as pl
import pytest

from wagecheck.intake import submission

NAMED = os.environ.get("WAGECHECK_REAL_INPUTS")
FOLDER = Path(NAMED or "")

pytestmark = [
    pytest.mark.skipif(not NAMED, reason="WAGECHECK_REAL_INPUTS names no folder of masked real files"),
    pytest.mark.skipif(bool(NAMED) and not FOLDER.is_dir(), reason=f"WAGECHECK_REAL_INPUTS: no folder {NAMED}"),
]


def named(part: str) -> Path:
    found = [path for path in FOLDER.iterdir() if part in path.name and path.suffix in (".xlsx", ".xls")]
    assert len(found) == 1, part
    return found[0]


def read(part: str) -> submission.Submission:
    return submission.read([named(part)])


SHEETS = [
    # file, sheet, ledger, rows, first row, last row, header row, device
    ("zmyl", "考勤表", "attendance", 1, 4, 4, 3, False),
    ("zmyl", "工资表", "payroll", 1, 4, 4, 3, False),
    ("工资表模板_2019", "2019年工资表模板（带公式）", "payroll", 1, 6, 6, 5, False),
    ("打卡月报_2018", "上下班打卡_月报", "attendance", 37, 5, 41, 4, True),
    ("上下班打卡月报_2020", "上下班打卡_月报", "attendance", 23, 5, 27, 4, True),
    ("人员导入模板", "项目人员", "roster", 0, 3, 2, 2, False),
    ("薪资输入项导入", "Sheet1", "payroll", 0, 2, 1, 1, False),
    ("薪酬表", "7月份薪酬", "payroll", 52, 3, 54, 2, False),
    ("农业银行进卡", "农业银行", "payment", 1, 4, 4, 3, False),
    ("项目帐样表", "公司", "account_flow", 2, 3, 4, 2, False),
    ("项目帐样表", "XX项目1", "account_flow", 8, 3, 10, 2, False),
    ("项目帐样表", "XX项目2", "account_flow", 3, 3, 5, 2, False),
    ("项目帐样表", "XX项目3", "account_flow", 3, 3, 5, 2, False),
]


@pytest.mark.parametrize(("file", "sheet", "ledger", "rows", "first", "last", "header", "device"), SHEETS)
def test_every_ledger_is_found_with_its_rows(file, sheet, ledger, rows, first, last, header, device):
    source = read(file).sources.filter(pl.col("sheet") == sheet).row(0, named=True)
    assert (source["ledger"], source["rows"], source["header_row"], source["device_export"]) == (
        ledger,
        rows,
        header,
        device,
    )
    if rows:
        assert (source["first_row"], source["last_row"]) == (first, last)


# The tax and insurance sheets of a payroll workbook pay nobody: they are calculations beside the payroll, whose results
# stand in it. Read as payrolls they would count every worker twice. They are named, not judged.
NO_LEDGERS = [
    ("工资表模板_2019", {"当月个税预扣预缴统计表", "个税预扣税率表", "社保公积金计算表"}),
    ("项目帐样表", {"汇总表"}),
    ("zmyl", set()),
    ("人员导入模板", set()),
    ("薪资输入项导入", set()),
    ("薪酬表", set()),
]


@pytest.mark.parametrize(("file", "sheets"), NO_LEDGERS)
def test_sheets_with_content_that_are_no_ledger_are_named(file, sheets):
    issues = read(file).issues
    assert set(issues.filter(pl.col("code") == "IN02")["sheet"]) == sheets
    assert not set(issues["code"]) & {"IN01", "IN03", "IN04", "IN05", "IN06", "IN08", "IN11"}


COLUMNS = [
    ("zmyl", "考勤表", {"name": 2, "id_number": 2, "trade": 3, "hours": 36, "days": 37, "signature": 38}),
    ("zmyl", "工资表", {"trade": 2, "name": 3, "id_number": 4, "phone": 5, "bank_name": 6, "bank_card": 7, "bank_code": 8,
                        "work_days": 9, "overtime_hours": 10, "net_pay": 11, "signature": 12, "remark": 13}),
    ("工资表模板_2019", "2019年工资表模板（带公式）", {"name": 2, "bank_card": 3, "id_number": 4, "work_days": 5, "gross_pay": 6,
                                            "net_pay": 14, "signature": 15, "phone": 16}),
    ("薪酬表", "7月份薪酬", {"year": 2, "month": 3, "name": 4, "id_number": 5, "bank_name": 7, "bank_card": 8, "base_pay": 10,
                        "work_days": 14, "allowance": 16, "gross_pay": 19, "net_pay": 25}),
    ("农业银行进卡", "农业银行", {"name": 2, "payee_account": 3, "payee_bank": 4, "amount": 5, "paid_on": 6}),
    ("人员导入模板", "项目人员", {"name": 1, "id_number": 2, "contractor": 3, "team": 5, "trade": 6, "phone": 7, "entry_date": 8,
                        "exit_date": 9, "bank_name": 19, "bank_card": 20, "remark": 22}),
    ("薪资输入项导入", "Sheet1", {"contractor": 1, "name": 3, "id_number": 4, "work_days": 8, "daily_rate": 9, "net_pay": 11,
                          "gross_pay": 12}),
    ("项目帐样表", "公司", {"period": 1, "day": 2, "memo": 3, "amount_in": 4, "amount_out": 5, "balance": 6}),
    ("打卡月报_2018", "上下班打卡_月报", {"period": 1, "name": 2, "worker_no": 3, "days": 7}),
    ("上下班打卡月报_2020", "上下班打卡_月报", {"period": 1, "name": 2, "worker_no": 3, "days": 7, "hours": 9}),
]  # fmt: skip


@pytest.mark.parametrize(("file", "sheet", "columns"), COLUMNS)
def test_columns_are_taken_for_the_right_fields(file, sheet, columns):
    read_in = read(file)
    src = read_in.sources.filter(pl.col("sheet") == sheet)["src"][0]
    cells = read_in.cells.filter(pl.col("src") == src)
    found = dict(zip(cells["field"], cells["col"], strict=True))
    assert {name: found.get(name) for name in columns} == columns


def test_hours_over_two_rows_with_the_number_under_the_name():
    zmyl = read("zmyl")
    summary = zmyl.ledgers["attendance_summary"].row(0, named=True)
    assert summary["id_number"] == "130282200000000000"
    assert (summary["days"], summary["hours"], summary["overtime_hours"]) == (D("38.00"), D("274.00"), D("68.00"))
    days = zmyl.ledgers["attendance"]
    assert (days.height, days["date"].min(), days["date"].max()) == (31, dt.date(2026, 5, 1), dt.date(2026, 5, 31))
    assert (days["hours"].sum(), days["overtime_hours"].sum()) == (D("274.00"), D("68.00"))
    # 38 days are 342 hours by nine: the sheet folds overtime into days, and so do the day values
    assert zmyl.sources["layout"][0] == "matrix-2÷9"
    assert abs(days["work"].sum() - D(38)) < D("0.1")
    second = days.filter(pl.col("date") == dt.date(2026, 5, 2)).row(0, named=True)
    assert (second["hours"], second["overtime_hours"], second["col"], second["row"]) == (D(9), D(2), 6, 4)
    places = {(f, o) for f, o in zmyl.cells.filter(pl.col("src") == 1).select("field", "row_offset").iter_rows() if o}
    assert places == {("id_number", 1), ("overtime_hours", 1)}


def test_entrusted_payment_sheet_is_a_payroll_with_its_totals():
    zmyl = read("zmyl")
    pay = zmyl.ledgers["payroll"].row(0, named=True)
    assert (pay["name"], pay["net_pay"], pay["work_days"], pay["bank_card"]) == (
        "张三",
        D("22800.00"),
        D("38.00"),
        "622000000000000",
    )
    assert (pay["period_start"], pay["period_end"]) == (dt.date(2026, 5, 1), dt.date(2026, 5, 31))
    assert pay["contractor"] == "中石化第四建设有限公司"
    totals = zmyl.totals.select("row", "field", "title", "stated", "computed").sort("row", "field").rows()
    assert totals == [
        (24, "net_pay", "小计", D("22800.00"), D("22800.00")),
        (24, "work_days", "小计", D("38.00"), D("38.00")),
        (25, "net_pay", "合计", D("22800.00"), D("22800.00")),
        (25, "work_days", "合计", D("38.00"), D("38.00")),
    ]


def test_two_row_header_payroll_with_its_deductions():
    read_in = read("工资表模板_2019")
    pay = read_in.ledgers["payroll"].row(0, named=True)
    assert (pay["gross_pay"], pay["net_pay"], pay["bank_card"], pay["card_state"]) == (
        D(15000),
        D(12850),
        "12345678910",
        "ok",
    )
    assert pay["contractor"] == "青海钧润建设工程有限公司"
    given = read_in.ledgers["payroll_item"].filter(pl.col("amount") != 0)  # of an empty column one line stays as proof
    items = given.select("col", "title", "kind", "amount", "after_gross").sort("col").rows()
    assert items == [
        (7, "养老保险", "deduction", D(1200), True),
        (8, "医疗保险", "deduction", D(300), True),
        (9, "失业险", "deduction", D(75), True),
        (10, "公积金", "deduction", D(750), True),
        (12, "借支", "advance", D(200), True),
    ]


def test_payroll_with_year_under_a_wrong_heading_and_hidden_columns():
    read_in = read("薪酬表")
    pay = read_in.ledgers["payroll"]
    assert set(pay["period_start"]) == {dt.date(2015, 7, 1)}
    first = pay.row(0, named=True)
    assert (first["name"], first["gross_pay"], first["net_pay"], first["work_days"]) == (
        "刘某人15",
        D("10342.00"),
        D("8445.40"),
        D(23),
    )
    items = (
        read_in.ledgers["payroll_item"]
        .filter((pl.col("row") == 3) & (pl.col("amount") != 0))
        .select("title", "kind", "amount")
        .rows()
    )
    assert {t: (k, a) for t, k, a in items} == {
        "基本工资": ("earning", D("5006.00")), "岗位薪资": ("earning", D("2002.40")), "绩效薪资": ("earning", D("3003.60")),
        "出勤工资": ("earning", D("10012.00")), "补助": ("earning", D("330.00")), "公积金个人代扣": ("deduction", D("123.00")),
        "社保个人代扣": ("deduction", D("1231.00")), "所得税": ("deduction", D("542.60")),
    }  # fmt: skip
    hidden = read_in.issues.filter(pl.col("code") == "IN15").row(0, named=True)
    assert (hidden["col"], hidden["count"]) == (10, 3)


def test_monthly_export_of_several_months():
    read_in = read("打卡月报_2018")
    people = read_in.ledgers["attendance_summary"]
    assert people.group_by("period_start").len().sort("period_start").rows() == [
        (dt.date(2018, 6, 1), 20), (dt.date(2018, 7, 1), 17),
    ]  # fmt: skip
    days = read_in.ledgers["attendance"].select("row", "date", "work").sort("row", "date").rows()
    june = {(row, date.day): work for row, date, work in days if date.month == 6}
    assert june == {
        (34, 25): D(1), (34, 26): None, (34, 27): None, (34, 28): None, (34, 29): None,
        (37, 26): D(1), (37, 27): D(1), (37, 29): None, (40, 26): None, (41, 23): None, (41, 24): None,
    }  # fmt: skip
    assert len(days) == len(june)


def test_monthly_export_with_missing_punches():
    days = read("上下班打卡月报_2020").ledgers["attendance"]
    assert (days["work"].sum(), days["work"].null_count(), days.height) == (D(29), 20, 49)
    assert days.filter(pl.col("row") == 9)["date"].dt.day().to_list() == [1, 2, 3, 6, 7, 8]


def test_bank_batch_is_an_instruction_and_no_proof():
    row = read("农业银行进卡").ledgers["payment"].row(0, named=True)
    assert (row["document"], row["amount"], row["status"], row["payee_account"]) == (
        "batch", D("1000.00"), None, "6222020000000000000",
    )  # fmt: skip


def test_cash_book_with_month_and_day_apart():
    flows = read("项目帐样表").ledgers["account_flow"].filter(pl.col("src") == 2)
    assert flows["booked_on"].to_list() == [dt.date(2017, 6, day) for day in range(19, 27)]
    out = [39160, 343245, 300000, 511645, 1000000, 12768]
    assert flows["amount_out"].to_list() == [*map(D, out), None, None]
    assert flows["amount_in"].to_list() == [None] * 6 + [D(10000), D(10000)]


def test_the_whole_folder_at_once_and_over_two_processes():
    one, two = submission.read([FOLDER]), submission.read([FOLDER], jobs=2)
    assert one.sources.height == len(SHEETS)
    assert one.sources.equals(two.sources)
    assert one.issues.equals(two.issues)
    assert all(one.ledgers[name].equals(two.ledgers[name]) for name in one.ledgers)
