"""Sheets that only some contractors hand in: rosters month by month, the export of an attendance machine."""

from __future__ import annotations

from wagecheck.simulate.books import ContractorBooks, MonthBooks
from wagecheck.simulate.calendar import Month
from wagecheck.simulate.layouts import columns
from wagecheck.simulate.sheets import Sheet


def rosters(books: ContractorBooks) -> list[tuple[str, Sheet, Month]]:
    """Stem of the file, sheet and month of every monthly roster; titles tell them apart unless they are all alike."""
    found = []
    for month in books.roster_months:
        sheet = Sheet("花名册")
        if not books.rosters_alike:
            sheet.append(f"{books.contractor.name}{month.chinese}花名册")
        sheet.table(columns.ROSTER, books.roster)
        found.append((f"{month.chinese}花名册", sheet, month))
    return found


def machine(ledgers: MonthBooks) -> Sheet:
    """The export of a machine: one line per worker and day, nobody signs it."""
    sheet = Sheet("打卡明细")
    sheet.table(columns.machine(ledgers.machine), ledgers.machine)
    return sheet
