"""Formulas of one column beside each other: the row that adds other columns than its neighbours, the number typed over.

What is compared and from when on there is a majority stands in ``rules/dictionaries/formula_audit.toml``.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Final

from wagecheck import resources
from wagecheck.intake import formulas, issues, rows
from wagecheck.intake.bodies import Body
from wagecheck.intake.formulas import Term
from wagecheck.intake.grid import Cell, Formula, text
from wagecheck.intake.issues import Issue
from wagecheck.intake.values import amounts

#: Rows above or below that may be a further line of the same worker; anything further off serves many rows.
_NEAR: Final = 3
#: With ``#`` for its own row: a formula with a reference to another row or a fixed one, or a number like its row.
_ELSEWHERE: Final = re.compile(r"[A-Za-z]\$?\d|\$#|#\d|\d#|(?<![A-Za-z])#")
#: Results this near to each other are the same amount.
_CENT: Final = Decimal("0.01")


@dataclass(frozen=True)
class _Column:
    field: str
    index: int
    label: str
    constants: bool
    """Whether a number among its formulas is one that was typed over a formula."""


class _Sheet:
    """The body of a table as formulas see it."""

    def __init__(self, body: Body) -> None:
        self.grid = body.table.grid
        kinds = body.kinds["kind"].to_list()
        self.records = [row for row, kind in zip(body.table.body, kinds, strict=True) if kind == rows.RECORD]
        self._recorded = frozenset(self.records)
        self._body = frozenset(body.table.body)
        self._known: dict[str, tuple[Term, ...] | None] = {}
        self._merged = {
            (row, column): (first, last)
            for first, left, last, right in self.grid.merges
            if last > first
            for row in range(first, last + 1)
            for column in range(left, right + 1)
        }

    def cell(self, row: int, column: int) -> Cell:
        cells = self.grid.rows[row]
        return cells[column] if column < len(cells) else None

    def is_blank(self, row: int, column: int) -> bool:
        return not text(self.cell(row, column)) and (row, column) not in self.grid.uncached

    def worth(self, row: int, column: int) -> Decimal | None:
        """The number in a cell, 0 where it is blank; None for words and for what was never calculated."""
        if (row, column) in self.grid.uncached:
            return None
        cell = self.cell(row, column)
        if type(cell) in (int, float):
            return Decimal(str(cell))
        parsed = amounts([cell])
        if parsed.bad.item():
            return None
        return Decimal(0) if parsed.value.item() is None else Decimal(parsed.value.item())

    def shape(self, row: int, column: int) -> tuple[Term, ...]:
        """The formula of a cell as it works there; those of the own row only are looked at once, whatever the row."""
        formula = self.grid.formulas[row, column]
        if (formula.row, formula.column) != (row, column):
            return self._shape(formula, row, column)
        text = formula.text.replace(str(row + 1), "#")
        if text not in self._known:
            self._known[text] = None if _ELSEWHERE.search(text) else self._shape(formula, row, column)
        return self._known[text] or self._shape(formula, row, column)

    def _shape(self, formula: Formula, row: int, column: int) -> tuple[Term, ...]:
        def told(at: int, other: int, fixed: bool) -> str:
            merge = self._merged.get((row, other))
            if (merge is not None and merge[0] <= at <= merge[1]) or (at == row and not fixed):
                return ""
            if fixed or at not in self._body or (at not in self._recorded and abs(at - row) > _NEAR):
                return "@"
            return f"[{at - row}]"

        return formulas.terms(formulas.shape(formula, row, column, told))

    def begins(self, row: int) -> bool:
        """Whether a record is the first of its page or team: nothing stands above it that it could go on from."""
        return row - 1 not in self._recorded


def audit(body: Body) -> list[Issue]:
    """IN09, one per column and kind of deviation: formulas unlike the others, numbers in place of a formula."""
    if not body.table.grid.formulas or body.table.kind.ledger not in _rules():
        return []
    sheet = _Sheet(body)
    return [issue for column in _columns(body) for issue in _deviations(sheet, column)]


@cache
def _rules() -> dict[str, Any]:
    return resources.read_toml(resources.folder("rules") / "dictionaries" / "formula_audit.toml")


def _columns(body: Body) -> list[_Column]:
    rules = _rules()[body.table.kind.ledger]
    labels = {heading.index: heading.label for heading in body.table.header.headings}
    found = [
        _Column(name, column.index, column.label, name in rules["constants"])
        for name in rules["columns"]
        for column in body.table.kind.columns.get(name, ())
    ]
    known = {column.index for column in found}
    if "item" in rules["columns"]:
        found += [_Column("item", i, labels.get(i, ""), False) for i in sorted(body.money) if i not in known]
    with_formulas = {column for _, column in body.table.grid.formulas}
    return [column for column in found if column.index in with_formulas]


def _deviations(sheet: _Sheet, column: _Column) -> list[Issue]:
    with_formula = [row for row in sheet.records if (row, column.index) in sheet.grid.formulas]
    written = {row: sheet.shape(row, column.index) for row in with_formula}
    counted = Counter(written.values())
    usual, often = max(counted.items(), key=lambda item: item[1]) if counted else ((), 0)
    typed = _typed(sheet, column) if column.constants else []
    if often < _rules()["least"] or often < _rules()["share"] * (len(written) + len(typed)):
        return []
    runs = _runs(sheet.records, written)
    goes_on = any("[" in factor for term in usual for factor in term.factors)
    odd: dict[tuple[Term, ...] | None, list[int]] = {}
    usuals = [row for row, own in written.items() if own == usual]
    for row in sheet.records:
        own = written.get(row)
        if own == usual or (own is None and row not in typed) or _has_nothing(sheet, usual, row):
            continue
        if (goes_on and sheet.begins(row)) or runs.get(row, 0) >= _rules()["least"]:
            continue
        if _of_another_unit(sheet, usual, row, usuals):
            continue
        odd.setdefault(own, []).append(row)
    told = _Told(sheet, column, usual, sheet.grid.formulas[usuals[0], column.index], often)
    return [_issue(told, places, typed=own is None) for own, places in odd.items()]


def _typed(sheet: _Sheet, column: _Column) -> list[int]:
    """Records with an amount in the column, as number or as text, that is no formula; 0 is as good as blank."""
    others = [row for row in sheet.records if (row, column.index) not in sheet.grid.formulas]
    parsed = amounts([sheet.cell(row, column.index) for row in others])
    return [row for row, amount in zip(others, parsed.value, strict=True) if amount]


def _runs(records: Sequence[int], written: dict[int, tuple[Term, ...]]) -> dict[int, int]:
    """How many records one after another have the formula of this row: three of a kind are another group of people."""
    lengths: dict[int, int] = {}
    for _, group in itertools.groupby(records, written.get):
        run = list(group)
        lengths.update(dict.fromkeys(run, len(run)))
    return lengths


def _has_nothing(sheet: _Sheet, usual: Sequence[Term], row: int) -> bool:
    """Whether the usual formula has nothing to work with in this row: nobody could have used it."""
    taken = [formulas.columns(term) for term in usual]
    some = [columns for columns in taken if columns]
    return bool(some) and all(
        any(sheet.is_blank(row, c) for c in columns)
        if len(term.factors) > 1
        else all(sheet.is_blank(row, c) for c in columns)
        for term, columns in zip(usual, taken, strict=True)
        if columns
    )


def _of_another_unit(sheet: _Sheet, usual: Sequence[Term], row: int, usuals: Sequence[int]) -> bool:
    """Whether a factor of the usual formula is many times that of the other rows: a month's wage among day rates."""
    for column in {c for term in usual if len(term.factors) > 1 for c in formulas.columns(term)}:
        own = sheet.worth(row, column)
        others = [worth for other in usuals if (worth := sheet.worth(other, column))]
        if own and others and own >= _rules()["other_unit"] * statistics.median(others):
            return True
    return False


@dataclass(frozen=True)
class _Told:
    sheet: _Sheet
    column: _Column
    usual: tuple[Term, ...]
    example: Formula
    often: int


def _issue(told: _Told, places: Sequence[int], *, typed: bool) -> Issue:
    sheet, index, row = told.sheet, told.column.index, places[0]
    cells = [(place + 1, index + 1) for place in places]
    zh, en = issues.in_words(cells, len(cells))
    wanted = formulas.moved(told.example, row, index)
    result = formulas.worth(told.usual, lambda column: sheet.worth(row, column))
    header = " ".join(told.column.label.split())
    own = "" if typed else formulas.moved(sheet.grid.formulas[row, index], row, index)
    raw = own or issues.raw_text(sheet.cell(row, index))
    what = (f"是手工填的数 {raw}", f"is the number {raw}") if typed else (f"的公式是 {raw}", f"is {raw}")
    should = f"，结果应为 {result.quantize(_CENT)}" if result is not None else ""
    should_en = f", which gives {result.quantize(_CENT)}" if result is not None else ""
    mild = all(_is_same(told, place) for place in places)
    same = "；目前算出来的数相同" if mild else ""
    others = (
        (f"都是公式，第 {row + 1} 行", f"{told.often} other rows are formulas")
        if typed
        else (f"都用另一个公式，第 {row + 1} 行", f"{told.often} other rows use another formula")
    )
    return Issue(
        "IN09",
        f"“{header}”栏 {zh} {what[0]}，而同栏其他 {told.often} 行{others[0]}照此应为 {wanted}{should}{same}",
        f"{en} under {header!r} {what[1]}; {others[1]}, here {wanted}{should_en}"
        + ("; the result is the same for now" if mild else ""),
        row + 1, index + 1, told.column.field, raw, len(places),
        cells=tuple(cells) if len(cells) > 1 else (), header=header, mild=mild,
    )  # fmt: skip


def _is_same(told: _Told, row: int) -> bool:
    """Whether the usual formula would give what the cell says."""
    result = formulas.worth(told.usual, lambda column: told.sheet.worth(row, column))
    stands = None if told.sheet.is_blank(row, told.column.index) else told.sheet.worth(row, told.column.index)
    return result is not None and stands is not None and abs(result - stands) < _CENT
