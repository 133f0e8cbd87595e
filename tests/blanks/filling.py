"""Filling the blank workbooks as a clerk would: the cell under a heading, the cell beside a label, nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from wagecheck.simulate import submission
from wagecheck.simulate.layouts import project_file
from wagecheck.simulate.records import Record
from wagecheck.simulate.submission import Made

#: File → sheet, and heading → field of the record, written down here once more so that nothing is taken on trust.
FORMS: Mapping[str, tuple[str, str, str]] = {
    "01 身份证信息表": (
        "identity",
        "身份证信息",
        "姓名:name 证件类型:id_type 身份证号码:id_number 性别:gender 出生日期:birth_date 民族:nation 住址:address "
        "签发机关:id_issuer 有效期起:id_valid_from 有效期止:id_valid_until 联系电话:phone",
    ),
    "02 劳动合同台账": (
        "contract",
        "劳动合同台账",
        "姓名:name 身份证号码:id_number 联系电话:phone 合同编号:contract_no 合同名称:contract_title 合同类型:contract_type "
        "合同期限类型:contract_term_type 合同签订日期:contract_signed_on 合同开始日期:contract_start "
        "合同结束日期:contract_end 用人单位:employer 用人单位统一社会信用代码:employer_uscc 工种:trade "
        "用工形式:employment_form 计量单位:wage_unit 工资标准:wage_rate 工资支付日:pay_day 试用期:probation 劳动者签字:worker_signed "
        "合同状态:contract_status",
    ),
    "03 花名册": (
        "roster",
        "花名册",
        "姓名:name 性别:gender 出生日期:birth_date 民族:nation 籍贯:native_place 身份证号码:id_number 联系电话:phone "
        "户籍地址及现住址:address 工种:trade 班组名称:team 班组长:team_leader 用人单位:employer 用工形式:employment_form "
        "进场日期:entry_date 退场日期:exit_date 实名登记日期:registered_on 安全教育日期:safety_trained_on "
        "合同编号:contract_no 合同签订日期:contract_signed_on 银行卡号:bank_card 开户银行:bank_name 日工资:daily_rate",
    ),
    "04 考勤表": (
        "attendance",
        "考勤表",
        "姓名:name 身份证号码:id_number 班组名称:team 工种:trade 出勤天数:work_days 加班工时:overtime_hours "
        "本人签字:signature",
    ),
    "05 工资发放表": (
        "payroll",
        "工资发放表",
        "姓名:name 身份证号码:id_number 联系电话:phone 班组名称:team 工种:trade 日工资:daily_rate 出勤天数:work_days "
        "加班工时:overtime_hours 基本工资:base_pay 加班工资:overtime_pay 津贴补贴:allowance 应发工资:gross_pay 个税:tax "
        "社保个人部分:social_insurance 扣款合计:deductions 实发工资:net_pay 银行卡号:bank_card 开户银行:bank_name "
        "支付方式:pay_method 本人签字:signature 签字日期:signed_on 工资清单是否送达:slip_delivered",
    ),
    "06 银行代发明细": (
        "payment",
        "银行代发明细",
        "收款户名:payee_name 收款账号:payee_account 收款行:payee_bank 金额:amount 交易日期:paid_on 交易状态:status "
        "摘要:memo 交易流水号:txn_no 凭证号:voucher_no",
    ),
    "07 工资公示表": (
        "notice",
        "工资公示表",
        "姓名:name 身份证号码:id_number 班组名称:team 工种:trade 出勤天数:work_days 应发工资:gross_pay 实发工资:net_pay "
        "本人签字:signature 劳资专管员签字:confirmed_by",
    ),
}
#: Label above the table → field of the first record.
LABELS = {
    "05 工资发放表": "发放日期:pay_date 提交总包日期:submitted_on 总包审核日期:reviewed_on 劳资专管员审核:reviewer",
    "06 银行代发明细": "付款户名:payer_name 付款账号:payer_account",
    "07 工资公示表": "公示开始日期:notice_from 公示结束日期:notice_to",
}
#: As sites write a whole day, half a day and none.
MARKS = {1.0: "√", 0.5: "半", 0.0: "休"}


def made(workers: int = 12, contractors: int = 1) -> Made:
    return submission.make(workers=workers, contractors=contractors, months=1, seed=77)


def fill(folder: Path, world: Made) -> None:
    """Fills the handed-out workbooks of every contractor and of the project in place."""
    for books in world.books.contractors:
        month = books.months[-1]
        for file, (ledger, sheet, pairs) in FORMS.items():
            records: Sequence[Record] = getattr(books, ledger, None) or getattr(month, ledger)
            path = folder / books.contractor.name / f"{file}.xlsx"
            book = load_workbook(path)
            ws = book[sheet]
            above = dict(pair.split(":") for pair in LABELS.get(file, "").split())
            for label, field in above.items():
                _beside(ws, f"{label}：").value = getattr(records[0], field)
            _rows(ws, records, dict(pair.split(":") for pair in pairs.split()))
            book.save(path)
    _project(folder / "项目信息.xlsx", world)


def _project(path: Path, world: Made) -> None:
    book = load_workbook(path)
    for drawn in project_file.draw(world.books).sheets:
        ws = book[drawn.name]
        headings, *rows = drawn.rows
        for number, row in enumerate(rows, start=2):
            for heading, value in zip(headings, row, strict=False):
                ws.cell(number, _column(ws, str(heading))[1]).value = value
    book.save(path)


def _rows(ws: Worksheet, records: Sequence[Record], fields: Mapping[str, str]) -> None:
    places = {field: _column(ws, heading) for heading, field in fields.items()}
    first = _first_row(ws)
    days = (
        {cell.value: cell.column for cell in ws[places["name"][0]] if isinstance(cell.value, int)}
        if "name" in places
        else {}
    )
    for number, record in enumerate(records, start=first):
        for field, (_, column) in places.items():
            ws.cell(number, column).value = _value(record, field)
        worked: dict[dt.date, Any] = getattr(record, "days", {})
        for day, column in days.items():
            work = next((w.work for date, w in worked.items() if date.day == day), 0)
            ws.cell(number, column).value = MARKS[float(work)]


def _value(record: Record, field: str) -> Any:
    if field == "deductions":
        return record.tax + record.social_insurance  # type: ignore[attr-defined]
    return record.value(field)


def _column(ws: Worksheet, heading: str) -> tuple[int, int]:
    """Row and column of a heading, with or without the star of obligatory columns."""
    found = [
        (cell.row, cell.column)
        for row in ws.iter_rows(max_row=12)
        for cell in row
        if isinstance(cell.value, str) and cell.value.lstrip("*") == heading
    ]
    assert len(found) == 1, (ws.title, heading, found)
    return found[0]


def _first_row(ws: Worksheet) -> int:
    """The row of the first serial number."""
    return next(row for row in range(1, 20) if ws.cell(row, 1).value == 1)


def _beside(ws: Worksheet, label: str) -> Any:
    """The cell to the right of a label, behind what the label is merged over."""
    cell = next(cell for row in ws.iter_rows(max_row=8) for cell in row if cell.value == label)
    last = next((r.max_col for r in ws.merged_cells.ranges if cell.coordinate in r), cell.column)
    return ws.cell(cell.row, last + 1)
