"""Tables of records: the books of a made-up project as rows of the export tables, and where every record ended up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

import polars as pl

from wagecheck.ledgers import catalogue
from wagecheck.simulate.books import Books, ContractorBooks, MonthBooks
from wagecheck.simulate.exports import headings
from wagecheck.simulate.layouts import project_file
from wagecheck.simulate.records import AttendanceRecord, MachineRecord, PayrollRecord, Record, Value
from wagecheck.simulate.sheets import Place
from wagecheck.simulate.truth import WorkDay

#: Money columns of a payroll by field: heading and kind, in the order in which a sheet has them.
ITEMS: Final = {
    "base_pay": ("基本工资", "earning"),
    "overtime_pay": ("加班工资", "earning"),
    "allowance": ("补贴", "earning"),
    "tax": ("个税", "deduction"),
    "social_insurance": ("社保个人部分", "deduction"),
    "fine": ("罚款", "deduction"),
    "injury_premium": ("工伤保险", "deduction"),
    "deposit": ("工具押金", "deduction"),
    "damages": ("损坏赔偿", "deduction"),
    "goods": ("物资抵扣", "deduction"),
}
#: Fields of a line of attendance that stand in 考勤汇总.
_SUMS: Final = {"work_days": "days", "overtime_hours": "overtime_hours", "signature": "signature"}
#: Fields of records that stand in a column of another name.
_ELSEWHERE: Final[Mapping[str, Mapping[str, str]]] = {
    "attendance_summary": _SUMS,
    "attendance": {"came": "mark", "left": "mark"},
    **headings.RENAMED,
}
_YES: Final = "是"

Row = dict[str, Any]


@dataclass
class Tables:
    """Rows of all tables so far. ``file`` of a place is the table, it has no sheet, its row counts from 1."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in headings.TABLES})
    _places: dict[int, list[tuple[str, int, str | None]]] = field(default_factory=dict)
    _kept: list[object] = field(default_factory=list)
    """Records by whose identity places are known must not be forgotten."""

    def add(self, ledger: str, row: Row, record: object, part: str | None = None) -> None:
        """One row; ``part`` is the day of the record that the row is about, where it is about one.

        Without a record nothing is ever said of the row: an item of pay belongs to its row of the payroll.
        """
        rows = self.rows[ledger]
        rows.append(row)
        if record is None:
            return
        self._places.setdefault(id(record), []).append((ledger, len(rows), part))
        self._kept.append(record)

    def frames(self) -> dict[str, pl.DataFrame]:
        """The tables, typed."""
        return {
            name: pl.DataFrame(rows, schema=headings.schema(name), orient="row") for name, rows in self.rows.items()
        }

    def place(self, record: object, name: str | None) -> Place | None:
        """Where a record (and the cell of a field) stands; None when no table holds it.

        A day stands in its own row, every field in the first row of the record that has such a column.
        """
        found = self._places.get(id(record), [])
        own = [one for one in found if one[2] is not None and one[2] == name]
        for ledger, row, _ in own or found:
            column = "mark" if own else name
            column = _ELSEWHERE.get(ledger, {}).get(column or "", column)
            if column is None or column in headings.schema(ledger):
                col = 0 if column is None else headings.schema(ledger).names().index(column) + 1
                return Place(ledger, "", row, col)
        return Place(found[0][0], "", found[0][1], 0) if found else None


def standing(tables: Tables, books: Books) -> None:
    """项目 and 告示牌, 参建单位, 专户, 专户流水, 保证金, 参保名单 of a project."""
    project = {"project": books.project.name}
    for ledger, values, paper in (
        ("project", project_file.project_values(books), books.project_paper),
        ("board", project_file.board_values(books), books.board_paper),
    ):
        if paper is not None:
            titles = {catalogue.column_title(ledger, name): name for name in headings.schema(ledger).names()[1:]}
            told = {titles[title]: value for title, value in (values | paper.changes).items()}
            row = project | {name: _typed(ledger, name, told.get(name)) for name in titles.values()}
            tables.add(ledger, row, paper)
    lists: dict[str, Sequence[Record]] = {
        "contractor": books.standing,
        "account": [books.account, *books.closed_accounts],
        "account_flow": books.flows,
        "guarantee": [books.guarantee],
        "insurance": books.insurance,
    }
    for ledger, records in lists.items():
        for record in records:
            tables.add(ledger, project | _row(ledger, record), record)


def contractor(tables: Tables, books: ContractorBooks, project: str) -> None:
    """Everything that one contractor hands in."""
    site = {"project": project, "contractor": books.contractor.name}
    lists: dict[str, Sequence[Record]] = {
        "identity": books.identity,
        "contract": books.contract,
        "roster": books.roster,
    }
    for ledger, records in lists.items():
        for record in records:
            tables.add(ledger, site | _row(ledger, record), record)
    for month in books.months:
        _month(tables, month, site | {"period_start": month.month.first, "period_end": month.month.last})


def _month(tables: Tables, month: MonthBooks, site: Mapping[str, Value]) -> None:
    for line in month.attendance:
        person = {name: line.value(name) for name in ("team", "name", "id_number", "trade")}
        for day, worked in sorted(line.days.items()):
            tables.add("attendance", {**site, **person, **_day(line, day, worked)}, line, str(day))
        sums = {column: getattr(line, name) for name, column in _SUMS.items()}
        tables.add("attendance_summary", {**site, **person, **sums, "unit": "day", "dated": True}, line)
    _machine(tables, month.machine, site)
    for record in month.payroll:
        tables.add("payroll", {**site, **_row("payroll", record)}, record)
        _items(tables, record, site)
    for ledger, records in (("payment", month.payment), ("notice", month.notice)):
        for other in records:
            tables.add(ledger, {**site, **_row(ledger, other)}, other)


def _machine(tables: Tables, lines: Iterable[MachineRecord], site: Mapping[str, Value]) -> None:
    """The export of a machine, day by day; it states no sums, so each of its people has an empty line there."""
    people: dict[str, Mapping[str, Value]] = {}
    for line in lines:
        person: Mapping[str, Value] = {"team": line.team, "name": line.name, "id_number": line.id_number}
        people.setdefault(line.id_number, person)
        times = " ".join(time for time in (line.came, line.left) if time)
        told = {
            "date": line.date,
            "mark": times or format(line.mark.normalize(), "f"),
            "work": Decimal(1) if times else line.mark,
            "unit": "day",
            "device": line.device,
            "channel": line.channel,
            "recorded_on": line.recorded_on,
        }
        tables.add("attendance", {**site, **person, **told}, line)
    for person in people.values():
        tables.add("attendance_summary", {**site, **person, "unit": "day", "dated": True}, person)


def _day(line: AttendanceRecord, day: dt.date, worked: WorkDay) -> Row:
    """One day of a line: its mark is the days worked, or the times that a clock kept; one time alone proves no day."""
    mark = line.raw.get(str(day))
    seen = len(str(mark).split()) if mark is not None else None
    return {
        "date": day,
        "mark": str(mark) if mark is not None else format(worked.work.normalize(), "f"),
        "work": None if seen == 1 else worked.work,
        "unit": "day",
    }


def _items(tables: Tables, record: PayrollRecord, site: Mapping[str, Value]) -> None:
    for name, (title, kind) in ITEMS.items():
        amount = record.value(name)
        if amount:
            row = {
                **site,
                "name": record.name,
                "id_number": record.id_number,
                "title": title,
                "kind": kind,
                "amount": amount,
                "after_gross": kind != "earning",
            }
            tables.add("payroll_item", row, None)


def _row(ledger: str, record: Record) -> Row:
    """The fields of a record by columns of its table; project, contractor and period are the caller's."""
    fields = {column: own for own, column in headings.RENAMED.get(ledger, {}).items()}
    constants = headings.CONSTANTS.get(ledger, {})
    row: Row = dict(constants)
    for column in headings.schema(ledger):
        name = fields.get(column, column)
        if column not in constants and hasattr(record, name):
            row[column] = _typed(ledger, column, record.value(name))
    return row


def _typed(ledger: str, column: str, value: Value) -> Any:
    """A value as a typed column has it: 是 and 否 are flags."""
    if value is not None and headings.schema(ledger)[column] == pl.Boolean:
        return value == _YES
    if isinstance(value, int | float) and isinstance(headings.schema(ledger)[column], pl.Decimal):
        return Decimal(str(value))
    return value
