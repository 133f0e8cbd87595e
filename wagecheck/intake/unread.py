"""What could not be read of a body: cells nobody understands, lost digits, blanks, formulas without a result."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import polars as pl

from wagecheck import resources
from wagecheck.intake import formula_audit, issues, rows
from wagecheck.intake.bodies import Body
from wagecheck.intake.grid import text
from wagecheck.intake.issues import Issue, Position
from wagecheck.intake.parsing import state
from wagecheck.intake.values import Parsed
from wagecheck.intake.values.notes import MORE_DECIMALS
from wagecheck.ledgers.catalogue import schema

MONEY: Final = pl.Decimal(18, 2)
#: Numbers of money that nobody pays out as they stand: a price per day may well have more decimals.
_PRICES: Final = frozenset({"daily_rate", "hourly_rate", "piece_rate", "wage_rate", "quantity"})
#: Columns that only count the rows; nothing is read from them.
_COUNTING: Final = frozenset({"seq"})


def problems(body: Body) -> list[Issue]:
    """IN04 to IN09 and IN13 of the mapped columns."""
    return _cells(body) + _blanks(body) + _uncached(body) + formula_audit.audit(body)


def _cells(body: Body) -> list[Issue]:
    """IN05, IN06, IN07: one per cell that is not understood or lost its last digits; IN13: one per column."""
    found: list[Issue] = []
    numbers = body.numbers
    for name, parsed in body.parsed.items():
        column = body.table.kind.columns[name][0]
        col = column.index + 1
        if name == "period" and parsed.value.null_count() == len(parsed.value):
            continue  # 按月, 月度 … : the column names no period at all
        if parsed.bad.any():
            raw = body.column(column.index)
            for i in (parsed.bad & body.is_record).arg_true():
                found.append(issues.not_understood(name, column.label, numbers[i], col, raw[i]))
        states = state(parsed)
        if states is not None and (states == "lossy").any():
            raw = body.column(column.index)
            code = "IN06" if name == "id_number" or name.endswith("_id") else "IN07"
            for i in ((states == "lossy") & body.is_record).arg_true():
                found.append(issues.lossy(code, name, column.label, (numbers[i], col), raw[i]))
        if name not in _PRICES and _is_money(body, name, parsed):
            found += _more_decimals(body, name, column.label, column.index, parsed)
    labels = {heading.index: heading.label for heading in body.table.header.headings}
    for index, parsed in body.money.items():
        found += _more_decimals(body, "item", labels.get(index, ""), index, parsed)
    return found


def _is_money(body: Body, name: str, parsed: Parsed) -> bool:
    return parsed.value.dtype == MONEY and schema(body.table.kind.ledger).get(name, MONEY) == MONEY


def _more_decimals(body: Body, name: str, label: str, index: int, parsed: Parsed) -> list[Issue]:
    """IN13: what a spreadsheet shows as 12345.33 and keeps as 12345.332."""
    if parsed.note.null_count() == len(parsed.note):
        return []
    places = ((parsed.note == MORE_DECIMALS).fill_null(False) & body.is_record).arg_true().to_list()
    if not places:
        return []
    cells = [(int(body.numbers[i]), index + 1) for i in places]
    return [issues.more_decimals(name, label, cells, body.column(index)[places[0]])]


def _blanks(body: Body) -> list[Issue]:
    """IN04: amounts or marks for nobody; rows without a value that they cannot be used without."""
    table = body.table
    found: list[Issue] = []
    nameless = body.kinds["kind"] == rows.NAMELESS
    name = table.kind.first("name") or table.kind.first("id_number")
    if name is not None and nameless.any():
        found += [
            issues.blank("name", name.label, body.numbers[i], name.index + 1)
            for i in nameless.arg_true()
            if not any(rows.is_aside(cell) for cell in body.rows[i][: name.index + 1])
        ]
    for needed in _needed().get(table.kind.ledger, ()):
        found += _lacking(body, needed)
    return found


@cache
def _needed() -> dict[str, Any]:
    """``rules/dictionaries/required_values.toml``."""
    return resources.read_toml(resources.folder("rules") / "dictionaries" / "required_values.toml")


def _lacking(body: Body, needed: dict[str, Any]) -> list[Issue]:
    there = [name for name in needed["any_of"] if name in body.parsed]
    beside = [[name for name in group.split("|") if name in body.parsed] for group in needed["beside"]]
    if not there or not all(beside):
        return []
    has = _valued(body, there)
    row = body.kinds["kind"].is_in([rows.RECORD, rows.EMPTY, rows.NAMELESS])
    for group in beside:
        row = row & _valued(body, group)
    lacking = (row & ~has).arg_true()
    if not len(lacking) or not (row & has).any():
        return []  # where the whole column is blank it is another rule's business, or nobody's
    column = body.table.kind.columns[there[0]][0]
    excused = [*there, *(name for name in needed.get("unless", ()) if name in body.parsed)]
    return [
        issues.blank(there[0], column.label, body.numbers[i], column.index + 1)
        for i in lacking
        if not _is_filled(body, excused, i)
    ]


def _valued(body: Body, names: Sequence[str]) -> pl.Series:
    """Which rows have a value in any of the columns."""
    found = pl.repeat(False, len(body.table.body), eager=True)
    for name in names:
        found = found | body.parsed[name].value.is_not_null()
    return found


def _is_filled(body: Body, names: Sequence[str], i: int) -> bool:
    """Whether a row has anything in one of the columns: a dash is an answer, what nobody can read is IN05 or IN08."""
    columns = [body.table.kind.columns[name][0].index for name in names]
    return any((body.table.body[i], c) in body.table.grid.uncached or text(body.column(c)[i]) for c in columns)


def _uncached(body: Body) -> list[Issue]:
    """IN08, one per column that is read: formulas whose value was never stored."""
    table = body.table
    if not table.grid.uncached:
        return []
    kinds = body.kinds["kind"].to_list()
    body_rows = {row for row, kind in zip(table.body, kinds, strict=True) if kind in (rows.RECORD, rows.TOTAL)}
    fields: dict[int, str | None] = dict.fromkeys((*body.money, *table.header.days))
    fields |= {c.index: name for name, found in table.kind.columns.items() if name not in _COUNTING for c in found}
    labels = {heading.index: heading.label for heading in table.header.headings}
    labels |= {column: f"{label.day}日" for column, label in table.header.days.items()}
    by_column: dict[int, list[Position]] = {}
    for row, col in sorted(table.grid.uncached):
        if row in body_rows and col in fields:
            by_column.setdefault(col, []).append((row + 1, col + 1))
    return [issues.uncalculated(fields[col], labels.get(col, ""), cells) for col, cells in sorted(by_column.items())]
