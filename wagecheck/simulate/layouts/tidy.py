"""The tidy layout: a folder per contractor, one workbook (or csv) per ledger, one header row, one record per row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from wagecheck.simulate.books import ContractorBooks, Marker, MonthBooks
from wagecheck.simulate.calendar import Month
from wagecheck.simulate.layouts import columns, extras
from wagecheck.simulate.records import ZERO, AttendanceRecord, Record, Value
from wagecheck.simulate.sheets import Column, File, Sheet
from wagecheck.simulate.truth import PayCalendar

#: Files of a contractor that get a moment of their own, and the seconds of a working day over which they are spread;
#: the step has no divisor in common with it, so that no second comes twice.
FILES = 64
_OFFICE_HOURS = 9 * 60 * 60
_STEP = 433


def draw(books: ContractorBooks, index: int, kind: str) -> list[File]:
    """All files of one contractor; ``kind`` is xlsx or csv, ``index`` its place among the contractors."""
    folder = books.contractor.name
    last = books.months[-1].month
    files: list[File] = []

    def add(stem: str, sheets: list[Sheet], month: Month) -> None:
        for sheet in sheets if kind == "csv" else [None]:
            name = stem if sheet is None or sheet is sheets[0] else f"{stem}-{sheet.name}"
            files.append(
                File(
                    f"{folder}/{name}.{kind}",
                    kind,
                    sheets if sheet is None else [sheet],
                    author=books.contractor.author,
                    made_at=made_at(month, index * FILES + len(files)),
                )
            )

    add("身份证信息", [_flat("身份证信息", columns.IDENTITY, books.identity)], last)
    add("劳动合同台账", [_flat("劳动合同台账", columns.CONTRACT, books.contract)], last)
    roster = [_flat("花名册", columns.ROSTER, books.roster)]
    mark_roster(books, roster[0])
    stem = f"花名册({len(books.roster) + 1}人)" if books.wrong_head_count is not None else "花名册"
    monthly = extras.rosters(books)
    if not monthly:
        add(stem, roster + ([] if books.strange_sheet is None else [strange_sheet(books.strange_sheet)]), last)
    files += roster_files(books, kind, monthly, index * FILES + len(files))
    for ledgers in books.months:
        stem = ledgers.month.chinese
        if ledgers.attendance:
            add(f"{stem}考勤表", [attendance(ledgers)], ledgers.month)
        if ledgers.machine:
            add(f"{stem}打卡明细", [extras.machine(ledgers)], ledgers.month)
        if ledgers.payroll:
            add(f"{stem}工资发放表", [payroll(ledgers)], ledgers.month)
        if ledgers.corrected:
            sheet = Sheet("工资发放表")
            sheet.table(columns.payroll(ledgers.corrected), ledgers.corrected)
            add(f"{stem}工资发放表-更正版", [sheet], ledgers.month)
        if ledgers.payment:
            add(f"{stem}银行代发结果", [_flat("代发结果", columns.PAYMENT, ledgers.payment)], ledgers.month)
        if ledgers.notice:
            notice = _flat("工资公示表", columns.notice(ledgers.notice), ledgers.notice)
            add(f"{stem}工资公示表", [notice], ledgers.month)
    if books.payroll_without_amounts is not None:
        sheet = payroll_without_amounts(books, books.payroll_without_amounts)
        add(f"{last.chinese}补充工资发放表", [sheet], last)
    if books.undated_notice is not None:
        add("工资公示表（补贴）", [undated_notice(books, books.undated_notice)], last)
    if books.broken_file:
        files.append(broken_file(books, index))
    return files


def roster_files(
    books: ContractorBooks, kind: str, monthly: Sequence[tuple[str, Sheet, Month]], ordinal: int
) -> list[File]:
    """Rosters month by month; those that are all alike are csv, so that they are alike to the byte."""
    return [
        File(
            f"{books.contractor.name}/{stem}.{'csv' if books.rosters_alike else kind}",
            "csv" if books.rosters_alike else kind,
            [sheet],
            author=books.contractor.author,
            made_at=made_at(month, ordinal + number),
        )
        for number, (stem, sheet, month) in enumerate(monthly)
    ]


def made_at(month: Month, ordinal: int) -> dt.datetime:
    """Creation time of a file: on the day before the workers sign, every file in a second of its own."""
    start = dt.datetime.combine(PayCalendar(month).signed(0), dt.time(8))
    return start - dt.timedelta(days=1) + dt.timedelta(seconds=ordinal * _STEP % _OFFICE_HOURS)


def _flat(name: str, headings: tuple[Column, ...], records: Sequence[Record]) -> Sheet:
    sheet = Sheet(name)
    sheet.table(headings, records)
    return sheet


def mark_roster(books: ContractorBooks, sheet: Sheet) -> None:
    """Skips a serial number where it was left out, and places the marks of what the sheet or its file's name show."""
    if books.wrong_head_count is not None:
        sheet.place(books.wrong_head_count, 0, {})
    if books.skipped_serial is not None:
        later = sheet.header_row + 2
        for cells in sheet.rows[later:]:
            cells[0] = int(str(cells[0])) + 1
        sheet.place(books.skipped_serial, later + 1, {"name": 2})


def attendance(ledgers: MonthBooks) -> Sheet:
    """A matrix: one row per worker, one column per day of the month, 1 or 0.5, blank = not worked."""
    sheet = Sheet("考勤表")
    days = ledgers.month.days
    sheet.append(
        "序号",
        *(column.title for column in columns.ATTENDANCE),
        *(day.day for day in days),
        *(column.title for column in columns.ATTENDANCE_SUMS),
    )
    first_day = len(columns.ATTENDANCE) + 2
    where = {column.field: index for index, column in enumerate(columns.ATTENDANCE, start=2)}
    where |= {str(day): first_day + index for index, day in enumerate(days)}
    where |= {column.field: index for index, column in enumerate(columns.ATTENDANCE_SUMS, start=first_day + len(days))}
    for ordinal, record in enumerate(ledgers.attendance, start=1):
        row = sheet.append(
            ordinal,
            *(record.value(column.field) for column in columns.ATTENDANCE),
            *day_values(record, ledgers.month),
            *(record.value(column.field) for column in columns.ATTENDANCE_SUMS),
        )
        sheet.place(record, row, where)
    return sheet


def day_values(record: AttendanceRecord, month: Month) -> list[Value]:
    """Day values of a month, blank where nothing was worked."""
    return [record.raw.get(str(day), record.days[day].work if day in record.days else None) for day in month.days]


def payroll(ledgers: MonthBooks) -> Sheet:
    """One row per worker and a total row."""
    sheet = Sheet("工资发放表")
    headings = columns.payroll(ledgers.payroll)
    sheet.table(headings, ledgers.payroll)
    row = sheet.append("合计", *(total(ledgers, column) for column in headings))
    sheet.place(ledgers, row, {column.field: index for index, column in enumerate(headings, start=2)})
    return sheet


def total(ledgers: MonthBooks, column: Column) -> Value:
    """What the total row says under a heading."""
    if column.field not in columns.PAYROLL_SUMS:
        return None
    result = sum((amount for record in ledgers.payroll if (amount := getattr(record, column.field)) is not None), ZERO)
    if ledgers.wrong_total is not None and ledgers.wrong_total[0] == column.field:
        result += ledgers.wrong_total[1]
    return result


def strange_sheet(marker: Marker) -> Sheet:
    """A sheet with content that is none of the ledgers: what the store handed out."""
    sheet = Sheet("劳保用品领用")
    sheet.place(marker, 0, {})
    sheet.append("物品名称", "规格型号", "领用数量", "库房余量")
    for row in (("安全帽", "黄色", 40, 12), ("反光背心", "L", 40, 8), ("防滑鞋", "42码", 30, 5)):
        sheet.append(*row)
    return sheet


def payroll_without_amounts(books: ContractorBooks, marker: Marker) -> Sheet:
    """A payroll in which nobody can see what anybody got."""
    sheet = Sheet("补充工资发放表")
    sheet.place(marker, 0, {})
    sheet.append("序号", "姓名", "身份证号码", "工种", "日工资", "开户银行", "银行账号", "领款人签字")
    for ordinal, record in enumerate(books.months[-1].payroll[:2], start=1):
        sheet.append(
            ordinal,
            record.name,
            record.id_number,
            record.trade,
            record.daily_rate,
            record.bank_name,
            record.bank_card,
            record.name,
        )
    return sheet


def undated_notice(books: ContractorBooks, marker: Marker) -> Sheet:
    """A notice for two workers, posted again, without any month or date."""
    sheet = Sheet("工资公示表")
    sheet.place(marker, 0, {})
    sheet.append("序号", "姓名", "班组", "工种", "出勤天数", "应发工资", "实发工资")
    for ordinal, record in enumerate(books.months[-1].notice[:2], start=1):
        sheet.append(
            ordinal, record.name, record.team, record.trade, record.work_days, record.gross_pay, record.net_pay
        )
    return sheet


def broken_file(books: ContractorBooks, index: int) -> File:
    """A workbook whose second half got lost on the way."""
    return File(
        f"{books.contractor.name}/进场教育签到.xlsx",
        "xlsx",
        [],
        author=books.contractor.author,
        made_at=made_at(books.months[-1].month, (index + 1) * FILES - 1),
        content=b"PK\x03\x04\x14\x00\x06\x00" + bytes(range(256)) * 4,
    )
