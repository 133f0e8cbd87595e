"""Six contractors with six habits: who sends what in which archetype. For the untidy sample, and for lawful books only.

Where a machine or a bank leaves a column out, the same contractor sends another file that has it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from wagecheck.simulate.archetypes import annual, banks, exports, lines, matrices, payrolls, people, punches
from wagecheck.simulate.archetypes.containers import packed
from wagecheck.simulate.archetypes.titles import rows
from wagecheck.simulate.books import ContractorBooks, MonthBooks
from wagecheck.simulate.calendar import Month
from wagecheck.simulate.layouts import columns, messy
from wagecheck.simulate.layouts.binder import Binder
from wagecheck.simulate.layouts.handwriting import Written, chinese, clerks, dotted, plain, protected
from wagecheck.simulate.records import Record
from wagecheck.simulate.sheets import Column, File, Sheet

Habit = Callable[[ContractorBooks, int], list[File]]


def draw(books: ContractorBooks, index: int) -> list[File]:
    """All files of one contractor, by the habit of its place."""
    return HABITS[index % len(HABITS)](books, index)


def _flat(name: str, headings: Sequence[Column], records: Sequence[Record], written: Written) -> Sheet:
    sheet = Sheet(name)
    rows(sheet, headings, records, written)
    return sheet


def _people(binder: Binder, month: Month, *, identity: str, contract: str, written: Written) -> None:
    """身份证信息 and 劳动合同 in web pages, Excel 2003 XML or whatever the kinds say."""
    books = binder.books
    sheet = messy.banded("身份证信息", books, columns.IDENTITY, books.identity, written)
    binder.add(f"身份证信息登记表.{_ending(identity)}", [sheet], month, kind=identity)
    sheet = messy.banded("劳动合同台账", books, columns.CONTRACT, books.contract, written)
    binder.add(f"劳动合同签订台账.{_ending(contract)}", [sheet], month, kind=contract)


def _ending(kind: str) -> str:
    """What such files are called."""
    return {"html": "xls", "excel_xml": "xls"}.get(kind, kind)


def _notice(binder: Binder, ledgers: MonthBooks, kind: str, written: Written) -> None:
    name = f"{ledgers.month.chinese}工资公示.{_ending(kind)}"
    binder.add(name, [messy.notice(binder.books, ledgers, written)], ledgers.month, kind=kind)


def _batch(binder: Binder, ledgers: MonthBooks, bank: str, written: Written = plain) -> None:
    form = next(form for form in banks.FORMS if form.bank == bank)
    binder.add(f"{ledgers.month.chinese}{form.file}", [banks.batch(form, ledgers.payment, written)], ledgers.month)


def punch_clock(books: ContractorBooks, index: int) -> list[File]:
    """A punch clock's 标准报表 with a signed summary beside it, rosters that overlap, a statement of the account."""
    binder = Binder(books, index)
    _people(binder, books.months[-1].month, identity="html", contract="excel_xml", written=chinese)
    people.overlapping(binder)
    for ledgers in books.months:
        month, firm = ledgers.month, books.contractor.name
        binder.add(f"1_标准报表({month}).xls", punches.standard_report(month, ledgers.attendance), month)
        summed = exports.sums(month, firm, ledgers.attendance, signed=True)
        binder.add(f"{month.chinese}考勤汇总确认表.xlsx", [summed], month)
        paper = payrolls.grouped("工资", firm, ledgers, clerks, spelled=True)
        binder.add("工资发放表.xlsx", [paper], month)
        _batch(binder, ledgers, "工行批量支付")
        binder.add(f"{month.chinese}专户明细.xlsx", [banks.two_columns(ledgers)], month)
        _notice(binder, ledgers, "html", dotted)
    return binder.files


def year_book(books: ContractorBooks, index: int) -> list[File]:
    """A wage ledger of the year, attendance in OpenDocument with real dates, csv of programs."""
    binder = Binder(books, index)
    month = books.months[-1].month
    identity = _flat("身份证信息", columns.IDENTITY, books.identity, protected)
    binder.add("身份证信息.csv", [identity], month, encoding="gbk")
    contract = messy.banded("劳动合同台账", books, columns.CONTRACT, books.contract, clerks)
    binder.add("劳动合同台账.xlsx", [contract], month)
    binder.add("花名册.csv", [_flat("花名册", columns.ROSTER, books.roster, protected)], month, encoding="gbk")
    for ledgers in books.months:
        texts = f"{books.contractor.name}农民工考勤表", f"所属月份：{ledgers.month.chinese}"
        sheet = matrices.one_line(
            "考勤表", *texts, month=ledgers.month, records=ledgers.attendance, heading=matrices.date_day,
            mark=matrices.slash, legend="考勤符号：/ 出勤   ½ 半天   ○ 休息", weekdays=True,
        )  # fmt: skip
        binder.add(f"{ledgers.month.chinese}考勤.ods", [sheet], ledgers.month)
        _batch(binder, ledgers, "农行跨行")
        binder.add(f"{ledgers.month.chinese}代发结果.xls", [banks.result(ledgers.payment)], ledgers.month)
        binder.add("交易明细.xlsx", [banks.signed(ledgers)], ledgers.month)
        _notice(binder, ledgers, "ods", chinese)
    binder.add(f"工资台账{month.year}（超）.xlsx", annual.ledger(books, dotted), month)
    return binder.files


def platform(books: ContractorBooks, index: int) -> list[File]:
    """Exports of programs: a platform's roster, 企业微信, pay as Excel 2003 XML; a signed summary on paper."""
    binder = Binder(books, index)
    _people(binder, books.months[-1].month, identity="excel_xml", contract="html", written=dotted)
    binder.add("人员导入模板.xlsx", [people.platform_roster(books), Sheet("Sheet2")], books.months[-1].month)
    for ledgers in books.months:
        month, firm = ledgers.month, books.contractor.name
        export = exports.wecom([ledgers], new=True)
        span = f"{month.first:%Y%m%d}-{month.last:%Y%m%d}"
        binder.add(f"上下班打卡_月报_{span}.xlsx", [export], month, kind="xlsx_lacking")
        binder.add("闸机通行记录.csv", [exports.gate(month, ledgers.attendance)], month, encoding="gb18030")
        summed = exports.sums(month, firm, ledgers.attendance, signed=True)
        binder.add(f"考勤汇总-{month.chinese}.xls", [summed], month)
        pay = payrolls.grouped("工资发放表", firm, ledgers, clerks)
        binder.add(f"{month.chinese}工资发放表.xls", [pay], month, kind="excel_xml")
        _batch(binder, ledgers, "招行", clerks)
        binder.add(f"代发明细{month}.csv", [banks.result(ledgers.payment)], month, encoding="gb18030")
        _notice(binder, ledgers, "xls", clerks)
    return binder.files


def archive(books: ContractorBooks, index: int) -> list[File]:
    """Everything of a firm in one zip: WPS tables, three lines a worker, a batch without any heading."""
    binder = Binder(books, index)
    _people(binder, books.months[-1].month, identity="xls", contract="xlsx", written=clerks)
    binder.add("花名册.et", [_flat("花名册  ", columns.ROSTER, books.roster, clerks)], books.months[-1].month)
    for ledgers in books.months:
        month, firm = ledgers.month, books.contractor.name
        text = f"{firm}{month.chinese}考勤表"
        binder.add(
            f"{month.chinese}考勤.et", [lines.three_lines("考勤", text, month, ledgers.attendance, dotted)], month
        )
        pay = payrolls.grouped("工资表", firm, ledgers, clerks, spelled=True)
        binder.add(f"{month.chinese}工资表.et", [pay], month)
        _batch(binder, ledgers, "交行")
        binder.add("对账单.xls", [banks.debit_credit(ledgers, "D", "C")], month)
        binder.add(f"{month.chinese}代发结果.xlsx", [banks.result(ledgers.payment)], month)
        _notice(binder, ledgers, "xlsx", clerks)
    return [packed(binder.files, f"{books.contractor.name}.zip")]


#: The first two are those of the untidy layout.
HABITS: Final[tuple[Habit, ...]] = (messy.draw, messy.draw, punch_clock, year_book, platform, archive)
#: Places of contractors whose machines know whole days only.
WHOLE_DAYS: Final = (2, 4)
