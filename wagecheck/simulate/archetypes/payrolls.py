"""Payrolls with titles and bands (A2): headings in two or three rows, groups, 小计, lines that wait, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from wagecheck.simulate.archetypes.titles import band, body, grouped_headings, numbered_blanks, spelled_month, title
from wagecheck.simulate.books import MonthBooks
from wagecheck.simulate.layouts import columns, handwriting, tidy
from wagecheck.simulate.layouts.handwriting import Written
from wagecheck.simulate.records import PayrollRecord, Value
from wagecheck.simulate.sheets import Column, Sheet

#: Stand in title and band instead of in columns.
_IN_BANDS = ("employer", "pay_cycle", "pay_date")


def grouped(
    name: str, firm: str, ledgers: MonthBooks, written: Written = handwriting.paid, *, spelled: bool = False
) -> Sheet:
    """Two rows of headings with groups, a spaced total. ``spelled``: the month in the band is 2026 年 十 月."""
    month, records = ledgers.month, ledgers.payroll
    groups = (
        (None, [column for column in columns.PAYROLL_HEAD if column.field not in _IN_BANDS]),
        (None, list(columns.PAYROLL_WORK)),
        ("应发项目", list(columns.PAYROLL_EARNINGS)),
        (None, [Column("应发工资", "gross_pay")]),
        ("扣除项目", list(columns.deductions(records))),
        (None, [*columns.unpaid(records), Column("实发工资", "net_pay")]),
        (None, list(columns.PAYROLL_TAIL)),
    )
    headings = [column for _, group in groups for column in group]
    sheet = Sheet(name)
    width = len(headings) + 1
    title(sheet, f"{firm}{month.chinese}份农民工工资发放表", width)
    pay_date = next((record.pay_date for record in records if record.pay_date is not None), None)
    period = spelled_month(month.year, month.number) if spelled else month.chinese
    texts = [f"编制单位：{firm}", f"所属月份：{period}", "金额单位：元"]
    if pay_date is not None:
        texts.insert(2, f"发放日期：{pay_date.year}.{pay_date.month}.{pay_date.day}")
    band(sheet, texts, (1, 7, 12, 17), width)
    grouped_headings(sheet, groups)
    body(sheet, headings, records, written)
    numbered_blanks(sheet, len(records))
    row = sheet.append(None, "合        计", *(tidy.total(ledgers, column) for column in headings[1:]))
    sheet.place(ledgers, row, {column.field: number for number, column in enumerate(headings, start=2)})
    sheet.append("制表人：            审核：            项目经理：")
    return sheet


def subtotalled(name: str, firm: str, ledgers: MonthBooks, written: Written = handwriting.clerks) -> Sheet:
    """Three rows of headings, and three columns that are called 小计: of time pay, of everything earned, of deductions.

    The sums of a row are formulas, as is the total.
    """
    month, records = ledgers.month, ledgers.payroll
    sheet = Sheet(name)
    top = (
        "序号", "姓  名", "身份证\n号码", "班组", "工种", "应发工资", None, None, None, None, None, None,
        "扣  款", None, None, "实发工资", "工资卡号", "开户行", "领款人\n签字", "签字日期", "备注",
    )  # fmt: skip
    middle = (
        *[None] * 5,
        "计时工资",
        None,
        None,
        "加班",
        None,
        "补贴",
        "小计",
        "个税",
        "社保个人部分",
        "小计",
        *[None] * 6,
    )
    lowest = (*[None] * 5, "出勤天数", "日工资", "小计", "加班工时", "加班工资", *[None] * 11)
    title(sheet, "工          资           表", len(top))
    title(sheet, f"单位：{firm}", len(top))
    title(sheet, f"所属期：{_span(month.first)}--{_span(month.last)}", len(top))
    for headings in (top, middle, lowest):
        sheet.append(*headings)
    sheet.header_row = 6
    sheet.merges += [(4, column, 6, column) for column in (1, 2, 3, 4, 5, 16, 17, 18, 19, 20, 21)]
    sheet.merges += [(4, 6, 4, 12), (4, 13, 4, 15), (5, 6, 5, 8), (5, 9, 5, 10)]
    sheet.merges += [(5, column, 6, column) for column in (11, 12, 13, 14, 15)]
    fields = (
        "name", "id_number", "team", "trade", "work_days", "daily_rate", "base_pay", "overtime_hours", "overtime_pay",
        "allowance", "gross_pay", "tax", "social_insurance", None, "net_pay", "bank_card", "bank_name", "signature",
        "signed_on", "remark",
    )  # fmt: skip
    where = {field: number for number, field in enumerate(fields, start=2) if field} | {"deduction_total": 15}
    first = len(sheet.rows) + 1
    for ordinal, record in enumerate(records, start=1):
        deducted = record.tax + record.social_insurance + (record.fine or Decimal(0))
        cells = [deducted if field is None else _written(record, field, ordinal, written) for field in fields]
        row = sheet.append(ordinal, *cells)
        sheet.place(record, row, where)
        sheet.formulas |= {(row, 12): f"SUM(H{row},J{row}:K{row})", (row, 15): f"SUM(M{row}:N{row})"}
        sheet.formulas[row, 16] = f"L{row}-O{row}"
    numbered_blanks(sheet, len(records))
    last = len(sheet.rows)
    added = ("work_days", "base_pay", "overtime_hours", "overtime_pay", "allowance", "gross_pay", "tax",
             "social_insurance", None, "net_pay")  # fmt: skip
    sums = (_sum(records, field) if field in added else None for field in fields[1:])
    total = sheet.append(None, "合    计：", *sums)
    sheet.place(ledgers, total, where)
    for number, added_field in enumerate(fields, start=2):
        if added_field in added and number > 5:
            letter = chr(ord("A") + number - 1)
            sheet.formulas[total, number] = f"SUM({letter}{first}:{letter}{last})"
    sheet.append("项目经理：              会计：              出纳：              制表人：")
    return sheet


#: Cells that other cells of the row are computed from stay numbers.
_COMPUTED = frozenset({"base_pay", "overtime_pay", "allowance", "gross_pay", "net_pay", "work_days", "overtime_hours"})


def _written(record: PayrollRecord, field: str, ordinal: int, written: Written) -> Value:
    return record.value(field) if field in _COMPUTED else written(record, field, ordinal)


def _sum(records: Sequence[PayrollRecord], field: str | None) -> Decimal:
    if field is None:
        return sum((r.tax + r.social_insurance + (r.fine or Decimal(0)) for r in records), Decimal("0.00"))
    return sum((getattr(record, field) for record in records), Decimal("0.00"))


def _span(day: object) -> str:
    return f"{day:%Y年%m月%d日}"


def confirmation(title_text: str, ledgers: MonthBooks) -> Sheet:
    """The form that goes to the bank with the pay (委托支付确认表): pay, account, no arithmetic."""
    sheet = Sheet("工资表")
    headings = (
        Column("工种", "trade"),
        Column("姓名", "name"),
        Column("身份证号", "id_number"),
        Column("联系方式", "phone"),
        Column("开户行名称", "bank_name"),
        Column("工资银行账号", "bank_card"),
        Column("用工天数", "work_days"),
        Column("加班加点", "overtime_hours"),
        Column("实发工资金额", "net_pay"),
        Column("本人签字确认", "signature"),
        Column("备注", "remark"),
    )
    title(sheet, title_text, len(headings) + 1)
    sheet.append("序号", *(column.title for column in headings))
    sheet.header_row = 2
    body(sheet, headings, ledgers.payroll, handwriting.clerks)
    numbered_blanks(sheet, len(ledgers.payroll), 5)
    total = sheet.append("小计", *(tidy.total(ledgers, c) if c.field == "net_pay" else None for c in headings))
    sheet.append("合计", *(tidy.total(ledgers, c) if c.field == "net_pay" else None for c in headings))
    sheet.place(ledgers, total, {"net_pay": 10})
    sheet.append("项目综合管理办公室：        经营管理部：        分管副经理：        项目经理：")
    return sheet
