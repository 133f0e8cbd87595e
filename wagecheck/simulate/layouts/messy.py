"""The untidy layout: the same records as they arrive in real life.

Contractors alternate between two habits that leave nothing out, whatever the books say. The first hands in one workbook
of attendance and pay with title bands, a second team's attendance in old Excel with three lines a worker, and rosters
that overlap. The second keeps hours on a form of two lines a worker that repeats page by page. Both send a bank batch
beside the bank's result, write dates as text and pad names with blanks. ``habits`` has more, for lawful books.
"""

from __future__ import annotations

from collections.abc import Sequence

from wagecheck.simulate.archetypes import banks, lines, matrices, payrolls
from wagecheck.simulate.archetypes.titles import rows, title
from wagecheck.simulate.books import ContractorBooks, MonthBooks
from wagecheck.simulate.calendar import Month
from wagecheck.simulate.layouts import columns, extras, tidy
from wagecheck.simulate.layouts.binder import Binder
from wagecheck.simulate.layouts.handwriting import Written, chinese, compact, dotted
from wagecheck.simulate.records import Record
from wagecheck.simulate.sheets import Column, File, Sheet

LEGEND = "考勤符号：√ 出勤   半 半天   休 休息"


def draw(books: ContractorBooks, index: int) -> list[File]:
    """All files of one contractor."""
    binder = Binder(books, index)
    last = books.months[-1].month
    binder.add("身份证信息登记表.xls", [banded("身份证信息", books, columns.IDENTITY, books.identity, dotted)], last)
    contracts = banded("劳动合同台账 ", books, columns.CONTRACT, books.contract, chinese)
    binder.add("劳动合同签订台账.xlsx", [contracts], last)
    _rosters(binder, books, last)
    for ledgers in books.months:
        if index % 2 == 0:
            pack(binder, ledgers)
        else:
            pages(binder, ledgers)
        if ledgers.machine:
            name = f"{ledgers.month.chinese}打卡明细.xlsx"
            binder.add(name, [extras.machine(ledgers)], ledgers.month)
        if ledgers.corrected:
            second = MonthBooks(ledgers.month, payroll=ledgers.corrected)
            sheet = payrolls.grouped("工资表", books.contractor.name, second)
            binder.add(f"{ledgers.month.chinese}农民工工资表-更正版.xlsx", [sheet], ledgers.month)
        _bank(binder, ledgers)
        if ledgers.notice:
            binder.add(f"工资公示-{ledgers.month.chinese}.xls", [notice(books, ledgers)], ledgers.month)
    if books.payroll_without_amounts is not None:
        sheet = tidy.payroll_without_amounts(books, books.payroll_without_amounts)
        binder.add(f"{last.chinese}补充工资发放表.xlsx", [sheet], last)
    if books.undated_notice is not None:
        binder.add("工资公示表（补贴）.xlsx", [tidy.undated_notice(books, books.undated_notice)], last)
    if books.broken_file:
        binder.files.append(tidy.broken_file(books, index))
    return binder.files


def banded(
    name: str, books: ContractorBooks, headings: Sequence[Column], records: Sequence[Record], written: Written
) -> Sheet:
    """A title, a band with the firm's name, headings, records."""
    sheet = Sheet(name)
    title(sheet, f"{books.contractor.name}{name.strip()}", len(headings) + 1)
    title(sheet, f"单位名称：{books.contractor.name}", len(headings) + 1)
    rows(sheet, headings, records, written)
    return sheet


def _rosters(binder: Binder, books: ContractorBooks, month: Month) -> None:
    """Two rosters that overlap by three people: one by team with a head count in its name, one of everybody else."""
    if books.roster_months:
        monthly = extras.rosters(books)
        binder.files += tidy.roster_files(books, "xlsx", monthly, binder.index * tidy.FILES + len(binder.files))
        return
    half = len(books.roster) // 2
    first, second = books.roster[:half], books.roster[max(half - 3, 0) :]
    sheets = [banded("花名册  ", books, columns.ROSTER, first, dotted)]
    if books.strange_sheet is not None:
        sheets.append(tidy.strange_sheet(books.strange_sheet))
    tidy.mark_roster(books, sheets[0])
    count = len(first) + (books.wrong_head_count is not None)
    binder.add(f"花名册-一工区({count}人){month.year}.{month.number:02d}.xlsx", sheets, month)
    rest = Sheet("花名册")
    rows(rest, columns.ROSTER, second, dotted)
    binder.add("花名册-二工区.csv", [rest], month, encoding="gb18030")


def pack(binder: Binder, ledgers: MonthBooks) -> None:
    """One workbook of attendance and pay; the second half of the people in old Excel, three lines each."""
    firm, month = binder.books.contractor.name, ledgers.month
    half = (len(ledgers.attendance) + 1) // 2
    ticked, lined = ledgers.attendance[:half], ledgers.attendance[half:]
    sheets = []
    if ticked:
        texts = f"{firm}{month.chinese}份农民工考勤表", f"分包单位：{firm}      所属月份：{month.chinese}"
        sheets.append(
            matrices.one_line(
                "考勤表 ", *texts, month=month, records=ticked, written=dotted, weekdays=True, legend=LEGEND
            )
        )
    if ledgers.payroll:
        sheets.append(payrolls.grouped("工资表 ", firm, ledgers))
    if sheets:
        binder.add(f"{month.chinese}份农民工考勤表、工资表-{firm}.xlsx", sheets, month)
    if lined:
        text = f"{firm}{month.chinese}考勤表（二工区）"
        binder.add(f"二工区{month.chinese}考勤.xls", [lines.three_lines("考勤", text, month, lined, dotted)], month)


def pages(binder: Binder, ledgers: MonthBooks) -> None:
    """Attendance in hours on printed pages, pay in a workbook of its own."""
    firm, month = binder.books.contractor.name, ledgers.month
    if ledgers.attendance:
        sheet = lines.two_lines("考勤表", f"{firm}-{month.chinese}打卡考勤表", month, ledgers.attendance, dotted)
        binder.add(f"{month.chinese}打卡考勤表.xlsx", [sheet], month)
    if ledgers.payroll:
        sheet = payrolls.grouped(f"{month.number}月工资", firm, ledgers)
        binder.add(f"{month.chinese}农民工工资表.xlsx", [sheet], month)


def _bank(binder: Binder, ledgers: MonthBooks) -> None:
    """What was sent to the bank (an instruction proves nothing) and what the bank said."""
    if not ledgers.payment:
        return
    month = ledgers.month
    batch = banks.batch(banks.FORMS[0], ledgers.payment)
    batch.placed.clear()  # what an answer cites is the bank's own word
    binder.add(f"{month.chinese}{banks.FORMS[0].file}", [batch], month)
    result = Sheet("代发结果")
    rows(result, columns.PAYMENT, ledgers.payment, compact)
    binder.add(f"{month.chinese}代发结果.csv", [result], month, encoding="gb18030")


def notice(books: ContractorBooks, ledgers: MonthBooks, written: Written = dotted) -> Sheet:
    """The wall: title with firm and month, dates as text."""
    sheet = Sheet("工资公示表 ")
    title(sheet, f"{books.contractor.name}{ledgers.month.chinese}份农民工工资公示表", len(columns.NOTICE) + 1)
    rows(sheet, columns.notice(ledgers.notice), ledgers.notice, written)
    sheet.append("监督电话：027-00012333")
    return sheet
