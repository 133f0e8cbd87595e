"""The wage ledger of a year (A12): a sheet per pay period, newcomers below the total, and a summary of the year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from wagecheck.simulate.archetypes.titles import body, title
from wagecheck.simulate.books import ContractorBooks, MonthBooks
from wagecheck.simulate.layouts import columns
from wagecheck.simulate.layouts.handwriting import Written, plain
from wagecheck.simulate.records import PayrollRecord, Value
from wagecheck.simulate.sheets import Column, Sheet

#: So many people came too late for their team and stand below the total.
_NEWCOMERS = 2
_IN_BANDS = ("employer", "pay_cycle")


def ledger(books: ContractorBooks, written: Written = plain, *, eleventh: bool = False) -> list[Sheet]:
    """All sheets. ``eleventh``: periods run from the 11th of the month before to the 10th."""
    sheets = [period(books.contractor.name, month, written, eleventh=eleventh) for month in books.months]
    return [*sheets, year(books)]


def span(ledgers: MonthBooks, *, eleventh: bool) -> tuple[dt.date, dt.date]:
    """First and last day of a pay period."""
    month = ledgers.month
    if not eleventh:
        return month.first, month.last
    return month.shift(-1).first.replace(day=11), month.first.replace(day=10)


def period(firm: str, ledgers: MonthBooks, written: Written, *, eleventh: bool) -> Sheet:
    """One pay period: teams with 小计, 合计, newcomers, 总计."""
    first, last = span(ledgers, eleventh=eleventh)
    records = ledgers.payroll
    headings = [column for column in columns.payroll(records) if column.field not in _IN_BANDS]
    sheet = Sheet(f"{first.month}月{first.day}日-{last.month}月{last.day}日工资表")
    width = len(headings) + 1
    title(sheet, f"{firm}工资表", width)
    sheet.append("序号", *(column.title for column in headings))
    sheet.header_row = 2
    late = records[-_NEWCOMERS:] if len(records) > _NEWCOMERS else []
    early = sorted(records[: len(records) - len(late)], key=lambda record: record.team)
    done = 0
    for team, members in groupby(early, key=lambda record: record.team):
        people = list(members)
        body(sheet, headings, people, written, first=done + 1)
        done += len(people)
        _total(sheet, f"{team}小计", headings, people)
    _total(sheet, "合        计", headings, early)
    body(sheet, headings, late, written, first=done + 1)
    sheet.place(ledgers, _total(sheet, "总    计：", headings, records), _where(headings))
    sheet.append("项目经理：            劳资专管员：            制表人：")
    return sheet


def year(books: ContractorBooks) -> Sheet:
    """年度工资汇总台账: two columns a month, pay and what was paid for others."""
    sheet = Sheet("年度工资汇总台账")
    lead = ("序号", "班组", "姓名", "身份证号", "工种", "联系电话", "工资卡号", "开户行", "进场日期")
    months = range(1, 13)
    title(sheet, f"{books.months[-1].month.year}年度工资汇总台账", len(lead) + 25)
    sheet.append(*lead, *(text for month in months for text in (f"{month}月工资", f"{month}月代付")), "年度合计")
    sheet.header_row = 2
    for ordinal, person in enumerate(books.roster, start=1):
        pay = {
            ledgers.month.number: record.net_pay
            for ledgers in books.months
            for record in ledgers.payroll
            if record.worker is person.worker
        }
        pairs: list[Value] = [cell for month in months for cell in (pay.get(month), None)]
        sheet.append(
            ordinal, person.team, person.name, person.id_number, person.trade, person.phone, person.bank_card,
            person.bank_name, person.entry_date, *pairs, sum(pay.values(), Decimal("0.00")),
        )  # fmt: skip
    sums: list[Value] = []
    for month in months:
        found = [r.net_pay for ledgers in books.months if ledgers.month.number == month for r in ledgers.payroll]
        sums += [sum(found, Decimal("0.00")) if found else None, None]
    everything = sum((r.net_pay for ledgers in books.months for r in ledgers.payroll), Decimal("0.00"))
    sheet.append("合计", *[None] * (len(lead) - 1), *sums, everything)
    return sheet


def _where(headings: Sequence[Column]) -> dict[str, int]:
    return {column.field: number for number, column in enumerate(headings, start=2)}


def _total(sheet: Sheet, text: str, headings: Sequence[Column], records: Sequence[PayrollRecord]) -> int:
    def of(column: Column) -> Value:
        if column.field not in columns.PAYROLL_SUMS:
            return None
        amounts = [getattr(record, column.field) for record in records]
        return sum((amount for amount in amounts if amount is not None), Decimal("0.00"))

    return sheet.append(None, text, *(of(column) for column in headings[1:]))
