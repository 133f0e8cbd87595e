"""The filled example: made-up people of a made-up month, the same in all ledgers, as ``simulate`` writes them down."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from wagecheck.blanks.contents import Cell, Contents, Span, Value
from wagecheck.blanks.forms import Band, Column, Sheet
from wagecheck.simulate import account_flows, bookkeeping, scenario
from wagecheck.simulate.books import Books
from wagecheck.simulate.layouts import project_file
from wagecheck.simulate.records import AttendanceRecord, PayrollRecord, Record
from wagecheck.simulate.truth import World

#: The same example in every installation.
_SEED: Final = 15
_WORKERS: Final = 3


@cache
def _made() -> tuple[World, Books]:
    world = scenario.make(_SEED, workers=_WORKERS, contractors=1, months=1)
    books = bookkeeping.write_down(world)
    account_flows.book(books, world)
    return world, books


def contents(form: Sheet) -> Contents:
    """What the example of a form sheet says."""
    if form.listed:
        return _standing(form)
    world, books = _made()
    firm = books.contractors[0]
    month = firm.months[-1]
    span = Span(month.month.first, month.month.last)
    standing: dict[str, Sequence[Record]] = {
        "identity": firm.identity, "contract": firm.contract, "roster": firm.roster, "attendance": month.attendance,
        "payroll": month.payroll, "payment": month.payment, "notice": month.notice,
    }  # fmt: skip
    records = standing[form.ledger]
    told: dict[str, Value] = {
        "contractor": firm.contractor.name, "project": world.project.name, "period": span.chinese,
        "team": firm.contractor.workers[0].team,
    }  # fmt: skip
    above = {band.label: told.get(band.gives) or _band(records[0], band) for row in form.bands for band in row}
    marks = {one.days: one.mark for one in reversed(form.marks)}
    rows = [[_cell(record, column, span, marks) for column in form.columns] for record in records]
    return Contents(above, rows, span)


def _band(record: Record, band: Band) -> Value:
    return record.value(band.example) if band.example else None


def _cell(record: Record, column: Column, span: Span, marks: dict[float, str]) -> Cell:
    if column.days:
        assert isinstance(record, AttendanceRecord)
        rest = marks[0]
        return {
            day: marks[float(record.days[day].work)] if day in record.days else rest if _began(record, day) else None
            for day in span.days
        }
    if column.example == "deduction_total":
        assert isinstance(record, PayrollRecord)
        return record.tax + record.social_insurance
    if column.example and hasattr(record, column.example):
        return record.value(column.example)
    return column.sample or None


def _began(record: AttendanceRecord, day: object) -> bool:
    """Whether the worker was on site by that day: before his first one the cells stay blank."""
    return str(min(record.days)) <= str(day)


def _standing(form: Sheet) -> Contents:
    """The sheets of the project workbook, by their headings."""
    _, books = _made()
    drawn = next(sheet for sheet in project_file.draw(books).sheets if sheet.name == form.name)
    headings, *rows = drawn.rows
    # what the made-up project does not state stays blank, unless the form gives an example of its own
    places = [headings.index(one.heading) if one.heading in headings else None for one in form.columns]
    return Contents(
        rows=[
            [
                (one.sample or None) if place is None else row[place] if place < len(row) else None
                for one, place in zip(form.columns, places, strict=True)
            ]
            for row in rows[:_WORKERS]
        ]
    )
