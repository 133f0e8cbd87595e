"""Rosters that overlap (A10) and the import templates of platforms (A11)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from wagecheck.simulate.archetypes.titles import rows, title
from wagecheck.simulate.books import ContractorBooks, MonthBooks
from wagecheck.simulate.layouts import columns
from wagecheck.simulate.layouts.binder import Binder
from wagecheck.simulate.layouts.handwriting import Written, clerks, dotted, plain
from wagecheck.simulate.records import Value
from wagecheck.simulate.sheets import Column, Sheet

_FIRST = ("name", "gender", "id_number", "trade", "phone", "address", "entry_date", "exit_date")
_ENTRY = (
    "name",
    "id_number",
    "team_leader",
    "contract_no",
    "contract_signed_on",
    "daily_rate",
    "bank_card",
    "bank_name",
)
#: More people than this, and one of the rosters names only so many.
_SOME = 4


def overlapping(binder: Binder) -> None:
    """Three rosters of one team with different columns: an early one, one of a day's newcomers, one of all the rest."""
    roster = binder.books.roster
    month = binder.books.months[-1].month
    team = roster[0].team
    some = roster[:_SOME]
    rest = tuple(c for c in columns.ROSTER if c.field not in _FIRST or c.field in ("name", "id_number"))
    for name, fields, records, written in (
        (f"{team}花名册-{month.year}.{month.number:02d}.17.xlsx", _chosen(_FIRST), roster, dotted),
        (f"花名册-{team}({len(some)}人){month.year}.{month.number:02d}.08进场.xlsx", _chosen(_ENTRY), some, clerks),
        (f"花名册-{team}总.xlsx", rest, roster, dotted),
    ):
        sheet = Sheet("花名册  ")
        rows(sheet, fields, records, written)
        binder.add(name, [sheet], month)


def _chosen(fields: Sequence[str]) -> tuple[Column, ...]:
    by_field = {column.field: column for column in columns.ROSTER}
    return tuple(by_field[field] for field in fields)


#: As a platform asks for them; what it does not know has no field.
_PLATFORM = (
    ("*姓名", "name"), ("*身份证号码", "id_number"), ("*参建单位名称", "employer"), ("*参建单位信用代码", None),
    ("*班组名称", "team"), ("*工种名称", "trade"), ("手机号码", "phone"), ("*入场日期", "entry_date"),
    ("退场日期", "exit_date"),
    ("出生日期", "birth_date"), ("性别", "gender"), ("籍贯", "native_place"), ("民族", "nation"), ("学历", None),
    ("家庭地址", "address"), ("银行名称", "bank_name"), ("银行账户", "bank_card"), ("班组长", "team_leader"),
    ("实名登记日期", "registered_on"), ("安全教育日期", "safety_trained_on"), ("用工形式", "employment_form"),
    ("合同编号", "contract_no"), ("合同签订日期", "contract_signed_on"), ("劳动合同期限", "contract_term"),
    ("日工资", "daily_rate"), ("备注", "remark"),
)  # fmt: skip
_SAMPLES = {"性别": "男", "籍贯": "xx", "民族": "xx", "学历": "xx"}


def platform_roster(books: ContractorBooks, written: Written = plain) -> Sheet:
    """A roster template: an instruction over the headings, a line to show how it is done, then the people."""
    sheet = Sheet("项目人员", header_row=2)
    title(
        sheet,
        "说明：1、带*的为必填项目，且在完善信息时将单元格设置为文本格式\n2、日期格式为1970-01-01，请勿删除表头",
        len(_PLATFORM),
    )
    sheet.append(*(heading for heading, _ in _PLATFORM))
    sheet.append(*(_SAMPLES.get(heading, "1970-01-01" if "日期" in heading else "xxx") for heading, _ in _PLATFORM))
    where = {field: number for number, (_, field) in enumerate(_PLATFORM, start=1) if field}
    for ordinal, record in enumerate(books.roster, start=1):
        cells: list[Value] = [written(record, field, ordinal) if field else None for _, field in _PLATFORM]
        cells[3] = books.contractor.uscc
        cells[13] = "初中"
        cells[7:10] = [None if value is None else str(value) for value in cells[7:10]]
        sheet.place(record, sheet.append(*cells), where)
    return sheet


def round_trip(ledgers: MonthBooks) -> Sheet:
    """Five columns that a platform writes and reads again, people known by a mark of its own."""
    sheet = Sheet("工资导入", header_row=2)
    title(sheet, "说明：请勿修改唯一标记，只填写应发工资和实发工资", 5)
    sheet.append("唯一标记", "姓名", "身份证号", "应发工资", "实发工资")
    where = {"name": 2, "id_number": 3, "gross_pay": 4, "net_pay": 5}
    for record in ledgers.payroll:
        mark = str(uuid.uuid5(uuid.NAMESPACE_OID, record.id_number))
        row = sheet.append(mark, record.name, record.id_number, str(record.gross_pay), str(record.net_pay))
        sheet.place(record, row, where)
    return sheet
