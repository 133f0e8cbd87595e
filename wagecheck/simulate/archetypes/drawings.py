"""How archetypes are drawn: from the books of one contractor to the files of one form, always for the last month."""

from __future__ import annotations

from collections.abc import Callable

from wagecheck.simulate.archetypes import banks, lines, matrices, payrolls, people
from wagecheck.simulate.archetypes.containers import contained, packed
from wagecheck.simulate.archetypes.titles import rows
from wagecheck.simulate.books import ContractorBooks, MonthBooks
from wagecheck.simulate.layouts import columns, messy, tidy
from wagecheck.simulate.layouts.binder import Binder
from wagecheck.simulate.layouts.handwriting import Written, clerks, dotted, plain, protected
from wagecheck.simulate.sheets import File, Sheet

Draw = Callable[[ContractorBooks], list[File]]
Sheets = Callable[[ContractorBooks, MonthBooks], list[Sheet]]


def one_file(name: str, sheets: Sheets, *, kind: str | None = None, folder: str | None = None) -> Draw:
    """One workbook (or csv in GB18030) of these sheets; ``{month}`` in its name becomes 2026年10月."""

    def made(books: ContractorBooks) -> list[File]:
        ledgers = books.months[-1]
        binder = Binder(books, folder=folder)
        called = name.format(month=ledgers.month.chinese)
        binder.add(called, sheets(books, ledgers), ledgers.month, kind=kind, encoding="gb18030")
        return binder.files

    return made


def matrix(
    heading: matrices.Heading,
    mark: matrices.Mark,
    *,
    kind: str = "xlsx",
    legend: str | None = None,
    weekdays: bool = False,
    written: Written = plain,
) -> Draw:
    """One line a worker; the month stands in the title."""

    def drawn(books: ContractorBooks, ledgers: MonthBooks) -> list[Sheet]:
        title = f"{books.contractor.name}{ledgers.month.chinese}份农民工考勤表"
        sheet = matrices.one_line(
            "考勤",
            title,
            "单位（盖章）：",
            month=ledgers.month,
            records=ledgers.attendance,
            written=written,
            heading=heading,
            mark=mark,
            legend=legend,
            weekdays=weekdays,
        )
        return [sheet]

    return one_file(f"考勤表.{kind}", drawn)


def two_lines(books: ContractorBooks, ledgers: MonthBooks) -> list[Sheet]:
    """Hours, and overtime below."""
    title = f"{books.contractor.name}-{ledgers.month.chinese}打卡考勤"
    return [lines.two_lines("考勤表", title, ledgers.month, ledgers.attendance, dotted)]


def three_lines(books: ContractorBooks, ledgers: MonthBooks) -> list[Sheet]:
    """上午, 下午 and 加班."""
    title = f"{books.contractor.name}{ledgers.month.chinese}考勤表"
    return [lines.three_lines("考勤", title, ledgers.month, ledgers.attendance, dotted)]


def pack(books: ContractorBooks) -> list[File]:
    """One workbook with everything of a team; contractor and month stand in titles and file name only."""
    ledgers = books.months[-1]
    firm, stem = books.contractor.name, ledgers.month.chinese
    band = f"分包单位：{firm}      班组：{books.roster[0].team}      所属月份：{stem}"
    roster = Sheet("花名册")
    rows(roster, columns.ROSTER, books.roster, dotted)
    days = matrices.one_line(
        "农民工考勤表", f"{firm}农民工考勤表", band, month=ledgers.month, records=ledgers.attendance
    )
    binder = Binder(books, folder="")
    sheets = [roster, payrolls.grouped("工资表 ", firm, ledgers), days]
    binder.add(f"{stem}份农民工考勤表、工资表-{firm}.xlsx", sheets, ledgers.month)
    return binder.files


def rosters(books: ContractorBooks) -> list[File]:
    """Three that overlap."""
    binder = Binder(books)
    people.overlapping(binder)
    return binder.files


def batch(form: banks.Form) -> Draw:
    """A bank's batch form."""
    return one_file("{month}" + form.file, lambda _, ledgers: [banks.batch(form, ledgers.payment)])


def batch_fields(form: banks.Form) -> str:
    """What a batch form carries. Where purpose and remark stand in two columns the memo is both, and no field alone."""
    purpose = any(field.startswith("=") and heading.endswith("用途") for heading, field in form.headings)
    known = [field for _, field in form.headings if field and not field.startswith("=")]
    return " ".join(field for field in known if not (purpose and field == "memo"))


def container(kind: str, ending: str) -> Draw:
    """All tidy ledgers in another container."""
    return lambda books: [contained(file, kind, ending) for file in tidy.draw(books, 0, "xlsx")]


def archive(books: ContractorBooks) -> list[File]:
    """The tidy folder in one zip."""
    return [packed(tidy.draw(books, 0, "xlsx"), f"{books.contractor.name}.zip")]


def protected_csv(books: ContractorBooks) -> list[File]:
    """Every ledger as a csv of a program in GBK: long numbers protected from Excel."""
    ledgers = books.months[-1]
    stem = ledgers.month.chinese
    binder = Binder(books)
    for name, headings, records in (
        ("身份证信息", columns.IDENTITY, books.identity),
        ("劳动合同台账", columns.CONTRACT, books.contract),
        ("花名册", columns.ROSTER, books.roster),
        (f"{stem}工资发放表", columns.payroll(ledgers.payroll), ledgers.payroll),
        (f"{stem}代发结果", columns.PAYMENT, ledgers.payment),
        (f"{stem}工资公示表", columns.NOTICE, ledgers.notice),
    ):
        sheet = Sheet(name)
        rows(sheet, headings, records, protected)
        binder.add(f"{name}.csv", [sheet], ledgers.month, encoding="gbk")
    return binder.files


def handwritten(books: ContractorBooks) -> list[File]:
    """Every ledger as a clerk writes it who trusts no number format."""
    ledgers = books.months[-1]
    binder = Binder(books)
    for name, headings, records in (
        ("身份证信息", columns.IDENTITY, books.identity),
        ("劳动合同台账", columns.CONTRACT, books.contract),
        ("花名册", columns.ROSTER, books.roster),
    ):
        binder.add(f"{name}.xlsx", [messy.banded(name, books, headings, records, clerks)], ledgers.month)
    pay = payrolls.grouped("工资", books.contractor.name, ledgers, clerks, spelled=True)
    binder.add("工资表.xlsx", [pay], ledgers.month)
    binder.add("公示.xlsx", [messy.notice(books, ledgers, clerks)], ledgers.month)
    return binder.files
