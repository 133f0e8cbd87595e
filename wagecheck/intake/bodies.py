"""The bodies of tables: the columns parsed, records told from totals, signatures, notes and empty lines.

All tables of a group of small files are parsed together; ``parsing`` says why. Layouts make records of a body.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import polars as pl

from wagecheck.intake import items, origins, rows, sections
from wagecheck.intake.grid import Cell
from wagecheck.intake.parsing import Column, parse
from wagecheck.intake.reading import Table
from wagecheck.intake.values import Parsed
from wagecheck.intake.wordings import dictionary

#: Columns that say where a record belongs; blanks under a vertical merge take the value above.
FILLED_DOWN: Final = frozenset({"team", "contractor", "project", "department", "trade", "period"})
#: Rows of tables that are parsed together: enough for the engine, little enough for memory.
_ROWS_TOGETHER: Final = 20_000
#: Without one of these filled a row of the ledger is no record.
_FILLED_BY: Final = {
    "payment": ("amount", "amount_in", "amount_out"),
    "account_flow": ("amount_in", "amount_out"),
    "payroll": ("net_pay", "gross_pay", "unpaid"),
    "notice": ("net_pay", "gross_pay"),
}


@dataclass
class Body:
    """The parsed body of a table: one entry per body row in every list, records and totals told apart."""

    table: Table
    parsed: dict[str, Parsed] = field(default_factory=dict)
    """First column of every field, parsed over the whole body."""
    money: dict[int, Parsed] = field(default_factory=dict)
    """Amounts of the columns of a payroll that are no field of their own, by column index."""
    kinds: pl.DataFrame = field(default_factory=pl.DataFrame)
    """``kind`` and ``title`` of every row (``rows.kinds``)."""
    sections: dict[str, pl.Series] = field(default_factory=dict)
    """``team`` and ``contractor`` of every row, where rows inside the table say so (``sections``)."""
    _cells: dict[int, list[Cell]] = field(default_factory=dict)

    @cached_property
    def numbers(self) -> pl.Series:
        """Row numbers as people count them."""
        return pl.Series("row", [row + 1 for row in self.table.body], dtype=pl.Int32)

    @cached_property
    def is_record(self) -> pl.Series:
        """Which body rows are records."""
        return self.kinds["kind"] == rows.RECORD

    @cached_property
    def rows(self) -> list[list[Cell]]:
        """Raw cells row by row."""
        return [self.table.grid.rows[row] for row in self.table.body]

    def column(self, index: int) -> list[Cell]:
        """Raw cells of a column, merged blanks filled where the column is filled down."""
        if index not in self._cells:
            self._cells[index] = rows.column(self.rows, index)
        return self._cells[index]

    def fill_down(self, index: int) -> None:
        """Give the cells under a vertical merge the value of the merge."""
        cells = self.column(index)
        merges = [(r0, r1) for r0, c0, r1, c1 in self.table.grid.merges if c0 == c1 == index and r1 > r0]
        place = {row: i for i, row in enumerate(self.table.body)} if merges else {}
        for first, last in merges:
            for row in range(first + 1, last + 1) if first in place else ():
                if row in place and cells[place[row]] in (None, ""):
                    cells[place[row]] = cells[place[first]]


def in_turn(tables: Iterable[Table]) -> Iterator[list[Body]]:
    """The bodies of the tables, in order: small ones read together, a large one when it is asked for."""
    together: list[Table] = []
    height = 0
    for table in tables:
        if together and height + len(table.body) > _ROWS_TOGETHER:
            yield read(together)
            together, height = [], 0
        together.append(table)
        height += len(table.body)
    yield read(together)


def read(tables: Sequence[Table]) -> list[Body]:
    """The bodies of the tables, read together."""
    found = [Body(table) for table in tables]
    columns: list[Column] = []
    places: list[tuple[Body, str | int]] = []
    for body in found:
        ledger, around = body.table.kind.ledger, body.table.origin.span
        year = around.start.year if around and around.start.year == around.end.year else _year(body.table)
        unit = body.table.bands.money_unit
        for name, mapped in body.table.kind.columns.items():
            if name in FILLED_DOWN:
                for column in mapped:
                    body.fill_down(column.index)
            columns.append(Column(ledger, name, body.column(mapped[0].index), mapped[0].unit or unit, year))
            places.append((body, name))
        for heading in items.money_columns(body.table) if ledger == "payroll" else ():
            columns.append(Column("payroll_item", "amount", body.column(heading.index), heading.unit or unit))
            places.append((body, heading.index))
    for (body, place), parsed in zip(places, parse(columns), strict=True):
        if isinstance(place, str):
            body.parsed[place] = parsed
        else:
            body.money[place] = parsed
    lines = [_lines(body) for body in found]
    for body, line, kinds in zip(found, lines, rows.kinds(lines), strict=True):
        body.kinds = kinds
        if line.identified:
            kind, body.sections = sections.read(body.rows, kinds, line.filled)
            body.kinds = kinds.with_columns(_printed(body, kind))
        if body.table.of_year:
            body.kinds = body.kinds.with_columns(_absent(body))
    return found


def _year(table: Table) -> int | None:
    """The year that what stands around a table names without a month: 2026年工资发放明细."""
    return origins.year(table.path, table.grid.name, table.bands) if table.origin.span is None else None


def _absent(body: Body) -> pl.Series:
    """Kinds of a month of a yearly ledger: a blank or 0 under the month is no record of it."""
    names = [name for name in ("net_pay", "gross_pay", "unpaid", "days", "work_days") if name in body.parsed]
    amounts = pl.DataFrame([body.parsed[name].value.alias(name) for name in names])
    there = amounts.select(pl.any_horizontal(pl.all().fill_null(0) != 0).alias("there"))["there"]
    for name in names:
        there = there | body.parsed[name].bad
    kind = body.kinds["kind"]
    gone = kind.is_in([rows.RECORD, rows.NAMELESS]) & ~there
    return pl.select(pl.when(gone).then(pl.lit(rows.ABSENT)).otherwise(kind).alias("kind")).to_series()


def _printed(body: Body, kind: pl.Series) -> pl.Series:
    """Kinds without the rows for nobody whose amounts are all 0: numbered lines printed in advance, with formulas."""
    nameless = kind == rows.NAMELESS
    amounts = [body.parsed[name] for name in _FILLED_BY.get(body.table.kind.ledger, ()) if name in body.parsed]
    if not amounts or not nameless.any():
        return kind
    for amount in [*amounts, *body.money.values()]:
        nameless = nameless & (amount.value.fill_null(0) == 0) & ~amount.bad
    return pl.select(pl.when(nameless).then(pl.lit(rows.EMPTY)).otherwise(kind).alias("kind")).to_series()


def has_days(table: Table) -> pl.Series:
    """Which body rows of a matrix have anything in a day column."""
    columns = sorted(table.header.days)
    first, last = columns[0], columns[-1] + 1
    return pl.Series(
        "filled",
        [any(c is not None and c != "" for c in table.grid.rows[row][first:last]) for row in table.body],
        dtype=pl.Boolean,
    )


def has_amount(body: Body) -> pl.Series:
    """Which body rows have what makes a row of the ledger worth a record: an amount, a date, anything at all."""
    ledger = body.table.kind.ledger
    people = dictionary().ledgers[ledger].people
    names = [name for name in _FILLED_BY.get(ledger, ()) if name in body.parsed]
    if not names:
        names = [name for name in body.parsed if name not in dictionary().context and name != "remark"]
        if people:
            names = [name for name in names if name not in ("name", "id_number")]
    if not names:
        return pl.Series("filled", [False] * len(body.table.body), dtype=pl.Boolean)
    values = pl.DataFrame([body.parsed[name].value.alias(name) for name in names])
    filled = values.select(pl.any_horizontal(pl.all().is_not_null()).alias("filled"))["filled"]
    if people and ledger != "payment":
        return filled  # words below the signatures are no amounts
    for name in names:
        filled = filled | body.parsed[name].bad
    return filled


def _lines(body: Body) -> rows.Lines:
    table = body.table
    columns = table.kind.columns
    people = [columns[name][0].index for name in ("name", "payee_name", "id_number") if name in columns]
    own = [c[0].index for name, c in columns.items() if name not in dictionary().context]
    first = min(people or own or [0])
    leading = sorted({*range(table.left, min(first + 1, table.left + 8)), *people[:1]})
    named = next((columns[n][0].index for n in ("name", "payee_name") if n in columns), None)
    ledger = table.kind.ledger
    matrix = ledger == "attendance" and bool(table.header.days)
    return rows.Lines(
        leading=[body.column(index) for index in leading],
        name=body.column(named) if named is not None else None,
        number=body.column(columns["id_number"][0].index) if "id_number" in columns else None,
        filled=has_days(table) if matrix else has_amount(body),
        identified=dictionary().ledgers[ledger].people and ledger != "payment",
        numbers=table.body,
    )
