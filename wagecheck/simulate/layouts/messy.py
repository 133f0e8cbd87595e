"""The untidy layout: the same records as they arrive in real life.

Contractors alternate between two habits. The first hands in one workbook of attendance and pay with title bands, a
second team's attendance in old Excel with three lines a worker, and rosters that overlap. The second keeps hours on a
form of two lines a worker that repeats page by page. Both send a bank batch beside the bank's result, write dates as
text and pad names with blanks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal

from wagecheck.simulate.books import ContractorBooks, MonthBooks
from wagecheck.simulate.calendar import Month
from wagecheck.simulate.layouts import columns, matrices, tidy
from wagecheck.simulate.records import Record, Value
from wagecheck.simulate.sheets import Column, File, Sheet

_IDEOGRAPHIC_SPACE = "\u3000"


def draw(books: ContractorBooks, index: int) -> list[File]:
    """All files of one contractor."""
    maker = _Maker(books, index)
    last = books.months[-1].month
    maker.add("身份证信息登记表.xls", [_banded("身份证信息", books, columns.IDENTITY, books.identity, _dotted)], last)
    contracts = _banded("劳动合同台账 ", books, columns.CONTRACT, books.contract, _chinese)
    maker.add("劳动合同签订台账.xlsx", [contracts], last)
    _rosters(maker, books, last)
    for ledgers in books.months:
        if index % 2 == 0:
            _pack(maker, books, ledgers)
        else:
            _pages(maker, books, ledgers)
        _bank(maker, books, ledgers)
        if ledgers.notice:
            maker.add(f"工资公示-{ledgers.month.chinese}.xls", [_notice(books, ledgers)], ledgers.month)
    if books.payroll_without_amounts is not None:
        sheet = tidy.payroll_without_amounts(books, books.payroll_without_amounts)
        maker.add(f"{last.chinese}补充工资发放表.xlsx", [sheet], last)
    if books.broken_file:
        maker.files.append(tidy.broken_file(books, index))
    return maker.files


class _Maker:
    """Collects the files of one contractor."""

    def __init__(self, books: ContractorBooks, index: int) -> None:
        self.books = books
        self.index = index
        self.files: list[File] = []

    def add(self, name: str, sheets: list[Sheet], month: Month, encoding: str = "utf-8-sig") -> None:
        """One file; the kind is the end of its name."""
        self.files.append(
            File(
                f"{self.books.contractor.name}/{name}",
                name.rsplit(".", 1)[1],
                sheets,
                author=self.books.contractor.author,
                made_at=tidy.made_at(month, self.index * 16 + len(self.files)),
                encoding=encoding,
            )
        )


# -- how values are written -------------------------------------------------------------------------------------------


def _dotted(record: Record, field: str, ordinal: int) -> Value:
    """Dates as 2026.10.15, names padded now and then."""
    value = record.value(field)
    if isinstance(value, dt.date):
        return f"{value.year}.{value.month}.{value.day}"
    return _padded(value, ordinal) if field in ("name", "signature") and isinstance(value, str) else value


def _chinese(record: Record, field: str, ordinal: int) -> Value:
    """Dates as 2026年10月15日."""
    value = record.value(field)
    return f"{value.year}年{value.month}月{value.day}日" if isinstance(value, dt.date) else value


def _compact(record: Record, field: str, ordinal: int) -> Value:
    """Dates as 20261015, as banks write them; accounts kept as text by a tab."""
    value = record.value(field)
    if isinstance(value, dt.date):
        return f"{value:%Y%m%d}"
    return f"\t{value}" if field in ("payer_account", "payee_account", "txn_no") and value is not None else value


def _padded(name: str, ordinal: int) -> str:
    """张 某甲, or with blanks around, or as it is."""
    match ordinal % 4:
        case 1:
            return f"{name[0]} {name[1:]}"
        case 2:
            return f"{name}  "
        case 3:
            return f"{name[0]}{_IDEOGRAPHIC_SPACE}{name[1:]}"
    return name


def _paid(record: Record, field: str, ordinal: int) -> Value:
    """As on a payroll: cards in groups of four, some amounts as text with a comma, a small x in identity numbers."""
    value = _dotted(record, field, ordinal)
    if field == "bank_card" and isinstance(value, str) and ordinal % 3 == 0:
        return " ".join(value[start : start + 4] for start in range(0, len(value), 4))
    if field == "id_number" and isinstance(value, str):
        return value.replace("X", "x")
    if field in ("gross_pay", "net_pay") and isinstance(value, Decimal) and ordinal % 4 == 0:
        return f"{value:,.2f}"
    return value


# -- sheets -----------------------------------------------------------------------------------------------------------


def _title(sheet: Sheet, text: str, width: int) -> None:
    row = sheet.append(text)
    sheet.merges.append((row, 1, row, width))


def _banded(
    name: str,
    books: ContractorBooks,
    headings: Sequence[Column],
    records: Sequence[Record],
    written: Callable[[Record, str, int], Value],
) -> Sheet:
    """A title, a band with the firm's name, headings, records."""
    sheet = Sheet(name)
    _title(sheet, f"{books.contractor.name}{name.strip()}", len(headings) + 1)
    _title(sheet, f"单位名称：{books.contractor.name}", len(headings) + 1)
    _rows(sheet, headings, records, written)
    return sheet


def _rows(
    sheet: Sheet,
    headings: Sequence[Column],
    records: Sequence[Record],
    written: Callable[[Record, str, int], Value],
) -> None:
    sheet.append("序号", *(column.title for column in headings))
    sheet.header_row = len(sheet.rows)
    where = {column.field: number for number, column in enumerate(headings, start=2)}
    for ordinal, record in enumerate(records, start=1):
        row = sheet.append(ordinal, *(written(record, column.field, ordinal) for column in headings))
        sheet.place(record, row, where)


def _rosters(maker: _Maker, books: ContractorBooks, month: Month) -> None:
    """Two rosters that overlap by three people: one by team with a head count in its name, one of everybody else."""
    half = len(books.roster) // 2
    first, second = books.roster[:half], books.roster[max(half - 3, 0) :]
    sheets = [_banded("花名册  ", books, columns.ROSTER, first, _dotted)]
    if books.strange_sheet is not None:
        sheets.append(tidy.strange_sheet(books.strange_sheet))
    maker.add(f"花名册-一工区({len(first)}人){month.year}.{month.number:02d}.xlsx", sheets, month)
    rest = Sheet("花名册")
    _rows(rest, columns.ROSTER, second, _dotted)
    maker.add("花名册-二工区.csv", [rest], month, encoding="gb18030")


def _pack(maker: _Maker, books: ContractorBooks, ledgers: MonthBooks) -> None:
    """One workbook of attendance and pay; the second half of the people in old Excel, three lines each."""
    firm, month = books.contractor.name, ledgers.month
    half = (len(ledgers.attendance) + 1) // 2
    ticked, lined = ledgers.attendance[:half], ledgers.attendance[half:]
    sheets = []
    if ticked:
        title, band = f"{firm}{month.chinese}份农民工考勤表", f"分包单位：{firm}      所属月份：{month.chinese}"
        sheets.append(matrices.ticks("考勤表 ", title, band, month=month, records=ticked, written=_dotted))
    if ledgers.payroll:
        sheets.append(payroll("工资表 ", firm, ledgers))
    if sheets:
        maker.add(f"{month.chinese}份农民工考勤表、工资表-{firm}.xlsx", sheets, month)
    if lined:
        title = f"{firm}{month.chinese}考勤表（二工区）"
        maker.add(f"二工区{month.chinese}考勤.xls", [matrices.three_lines("考勤", title, month, lined, _dotted)], month)


def _pages(maker: _Maker, books: ContractorBooks, ledgers: MonthBooks) -> None:
    """Attendance in hours on printed pages, pay in a workbook of its own."""
    firm, month = books.contractor.name, ledgers.month
    if ledgers.attendance:
        title = f"{firm}-{month.chinese}打卡考勤表"
        sheet = matrices.two_lines("考勤表", title, month, ledgers.attendance, _dotted)
        maker.add(f"{month.chinese}打卡考勤表.xlsx", [sheet], month)
    if ledgers.payroll:
        maker.add(f"{month.chinese}农民工工资表.xlsx", [payroll(f"{month.number}月工资", firm, ledgers)], month)


def payroll(name: str, firm: str, ledgers: MonthBooks) -> Sheet:
    """Title, band, headings of two rows with groups, blanks with numbers, a spaced total, a line of signatures."""
    month, records = ledgers.month, ledgers.payroll
    groups = (
        (
            None,
            [column for column in columns.PAYROLL_HEAD if column.field not in ("employer", "pay_cycle", "pay_date")],
        ),
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
    _title(sheet, f"{firm}{month.chinese}份农民工工资发放表", width)
    pay_date = next((record.pay_date for record in records if record.pay_date is not None), None)
    band = sheet.append(*[None] * width)
    texts = [f"编制单位：{firm}", f"所属月份：{month.chinese}", "金额单位：元"]
    if pay_date is not None:
        texts.insert(2, f"发放日期：{pay_date.year}.{pay_date.month}.{pay_date.day}")
    for text, column in zip(texts, (1, 7, 12, 17), strict=False):
        sheet.rows[band - 1][column - 1] = text
    _grouped_headings(sheet, groups)
    where = {column.field: number for number, column in enumerate(headings, start=2)}
    for ordinal, record in enumerate(records, start=1):
        row = sheet.append(ordinal, *(_paid(record, column.field, ordinal) for column in headings))
        sheet.place(record, row, where)
    for ordinal in range(len(records) + 1, len(records) + 4):
        sheet.append(ordinal)
    row = sheet.append(None, "合        计", *(tidy.total(ledgers, column) for column in headings[1:]))
    sheet.place(ledgers, row, where)
    sheet.append("制表人：            审核：            项目经理：")
    return sheet


def _grouped_headings(sheet: Sheet, groups: Sequence[tuple[str | None, list[Column]]]) -> None:
    """Two rows: a group's name over its columns, or one heading merged over both rows."""
    upper: list[Value] = ["序号"]
    lower: list[Value] = [None]
    top = len(sheet.rows) + 1
    sheet.merges.append((top, 1, top + 1, 1))
    for group, members in groups:
        start = len(upper) + 1
        for number, column in enumerate(members):
            title = "姓 名" if column.field == "name" else column.title
            if group is None:
                sheet.merges.append((top, start + number, top + 1, start + number))
            upper.append(title if group is None else group if number == 0 else None)
            lower.append(None if group is None else title)
        if group is not None:
            sheet.merges.append((top, start, top, start + len(members) - 1))
    sheet.append(*upper)
    sheet.append(*lower)
    sheet.header_row = top + 1


_BATCH = (
    Column("收款方账号", "payee_account"),
    Column("收款方户名", "payee_name"),
    Column("金额", "amount"),
    Column("备注（附言）", "memo"),
)


def _bank(maker: _Maker, books: ContractorBooks, ledgers: MonthBooks) -> None:
    """What was sent to the bank (an instruction proves nothing) and what the bank said."""
    if not ledgers.payment:
        return
    month = ledgers.month
    batch = Sheet("农业银行")
    _title(batch, "农业银行代发模板", len(_BATCH) + 1)
    batch.append("编号", *(column.title for column in _BATCH))
    batch.header_row = 2
    for ordinal, record in enumerate(ledgers.payment, start=1):
        batch.append(ordinal, *(record.value(column.field) for column in _BATCH))
    maker.add(f"{month.chinese}农业银行代发模板.xls", [batch], month)
    result = Sheet("代发结果")
    _rows(result, columns.PAYMENT, ledgers.payment, _compact)
    maker.add(f"{month.chinese}代发结果.csv", [result], month, encoding="gb18030")


def _notice(books: ContractorBooks, ledgers: MonthBooks) -> Sheet:
    """The wall: title, firm and month in a band, dates as text."""
    sheet = Sheet("工资公示表 ")
    _title(sheet, f"{books.contractor.name}{ledgers.month.chinese}份农民工工资公示表", len(columns.NOTICE) + 1)
    _rows(sheet, columns.NOTICE, ledgers.notice, _dotted)
    sheet.append("监督电话：027-00012333")
    return sheet
