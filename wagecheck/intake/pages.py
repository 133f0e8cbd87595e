"""The tables of a sheet: header rows, the bodies below them, the next printed page told from the next table."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final

from wagecheck.intake import (
    bands,
    blocks,
    doubts,
    headers,
    list_columns,
    months,
    origins,
    sheet_issues,
    tables,
    unheaded,
)
from wagecheck.intake.column_values import Columns
from wagecheck.intake.further_lines import is_further_line
from wagecheck.intake.grid import Grid, text
from wagecheck.intake.headers import Header, squeeze_colon
from wagecheck.intake.issues import Issue
from wagecheck.intake.mapping.settled import Decision, Settled
from wagecheck.intake.origins import Origin
from wagecheck.intake.reading import Table
from wagecheck.intake.wordings import dictionary, normalise, squeeze
from wagecheck.ledgers.catalogue import schema

#: Rows of titles and bands that may stand above a repeated header.
_MOST_TITLE_ROWS = 6
#: Headings from which a row that says the same is the header again.
_FEWEST_REPEATED: Final = 3
_DAY: Final = re.compile(r"^20\d{2}[-./年]\d{1,2}[-./月]\d{1,2}")
_NO_KIND: Final = tables.Kind("", {}, 0.0)


@dataclass(frozen=True)
class _Section:
    """A header with what stands above it, whose it is, and the rows below it, over all its printed pages."""

    head: Header
    above: bands.Bands
    origin: Origin
    rows: tuple[int, ...]


def read(grid: Grid, path: str, settled: Settled | None = None) -> tuple[list[Table], list[Issue]]:
    """The tables from top to bottom, and what is missing of those that cannot be read (IN03).

    ``settled`` is what the clerk has settled of the sheet; it notes the tables that are found.
    """
    found: list[Table] = []
    problems: list[Issue] = []
    settled = settled or Settled(grid, path)
    sections = _sections(grid, path, settled)
    if not sections:
        bare = unheaded.read(grid, path)
        return ([bare] if bare is not None else []), []
    for section in sections:
        names = _names(grid, path, section.above.title)
        parts = blocks.split(grid, section.head, section.rows)
        for place, head in enumerate(parts):
            left = min(h.index for h in head.headings) if place else 0
            right = min(h.index for h in parts[place + 1].headings) if place + 1 < len(parts) else None
            cells = Columns(grid, section.rows, left, right)
            table = Table(grid, _NO_KIND, head, section.rows, section.above, section.origin, path, left)
            decision = settled.decide(head)
            tables_here, missing = ([], []) if decision.left_out else _tables(table, names, cells, decision)
            settled.saw(head, [one.kind.ledger for one in tables_here], decision)
            found += tables_here
            problems += missing
    return found, problems


def _tables(table: Table, names: tables.Names, cells: Columns, decision: Decision) -> tuple[list[Table], list[Issue]]:
    """The tables of one header: one, two for attendance with pay, one for every month of a yearly ledger."""
    head = table.header
    year = origins.year(table.path, table.grid.name, table.bands)
    whole = decision.fields & months.OF_MONTH  # the clerk says what the amounts are: no yearly ledger
    if not whole and (head_months := months.read(head, names, year, decision.pins)):
        if any(month.span is None for month in head_months):
            return [], [sheet_issues.no_year(head, names)]
        return [months.table(table, month) for month in head_months if months.is_used(table, month)], []
    kinds = _kinds(head, names, cells, decision)
    if table.left and (not kinds or kinds[0].missing):
        return [], [sheet_issues.beside(table)]
    found: list[Table] = []
    for found_kind in kinds:
        kind = _with_terms(_with_period(table.grid, head, found_kind, table.body))
        kind = list_columns.settled(table.grid, kind, table.body, matrix=bool(head.days))
        if kind.missing:
            return found, [sheet_issues.missing(kind, head), *doubts.issues(kind, head)]
        found.append(replace(table, kind=kind, of_year=_is_of_year(table, kind, names)))
    return found, []


def _is_of_year(table: Table, kind: tables.Kind, names: tables.Names) -> bool:
    """Whether title or sheet say that the amounts of a payroll without any month are those of a year."""
    if kind.ledger != "payroll" or table.origin.span is not None or {"period", "month"} & kind.columns.keys():
        return False
    said = squeeze(names.title) + squeeze(names.sheet)
    return any(word in said for word in dictionary().raw["yearly"]["words"])


def _sections(grid: Grid, path: str, settled: Settled) -> list[_Section]:
    """Every header with its rows; a header repeated on the next printed page goes on with the table above it."""
    heads = _with_repeated(grid, settled.heads(headers.find(grid)))
    tops = [_title_top(grid, head, heads[i - 1].bottom + 1 if i else 0) for i, head in enumerate(heads)]
    found: list[_Section] = []
    for i, head in enumerate(heads):
        end = tops[i + 1] if i + 1 < len(heads) else grid.height
        rows = tuple(range(head.bottom + 1, end))
        above = bands.read(grid, tops[i], head.top)
        origin = settled.origin(origins.of_table(path, grid.name, above))
        if found and found[-1].head.signature == head.signature and _same_page(found[-1], above, origin):
            found[-1] = replace(found[-1], rows=found[-1].rows + rows)
            continue
        found.append(_Section(head, above, origin, rows))
    return found


def _with_repeated(grid: Grid, heads: list[Header]) -> list[Header]:
    """Also rows that say again, cell by cell, what a header says: statements repeat theirs without 序号 or 姓名."""
    known = {row for head in heads for row in range(head.top, head.bottom + 1)}
    found = list(heads)
    looked_for: list[dict[int, str]] = []
    for head in (head for head in heads if head.bottom >= 0):
        labels = {c: text(cell) for c, cell in enumerate(grid.rows[head.bottom]) if text(cell)}
        if len(labels) < _FEWEST_REPEATED or labels in looked_for:
            continue
        looked_for.append(labels)
        first, said = next(iter(labels.items()))
        for row, cells in enumerate(grid.rows[head.bottom + 1 :], head.bottom + 1):
            begins = cells[first] if first < len(cells) else None
            if type(begins) is not str or begins.strip() != said or row in known:
                continue
            if {c: text(cell) for c, cell in enumerate(cells) if text(cell)} == labels:
                found.append(replace(head, top=row - (head.bottom - head.top), bottom=row))
                known.add(row)
    return sorted(found, key=lambda head: head.bottom)


def _kinds(head: Header, names: tables.Names, cells: Columns, decision: Decision) -> list[tables.Kind]:
    if decision.ledger is not None and decision.pins is not None:
        kind: tables.Kind | None = tables.pinned(head, decision.ledger, cells, decision.pins)
    else:
        kind = tables.classify(head, names, cells, decision.pins)
    if kind is None:
        return []
    kinds = [kind]
    if kind.ledger == "attendance" and head.days and not kind.missing:  # attendance and pay side by side
        pay = tables.candidate(replace(head, days={}), "payroll", 0, cells, decision.pins)
        if pay is not None and not pay.missing:
            kinds.append(pay)
    return kinds


def _names(grid: Grid, path: str, title: str) -> tables.Names:
    pure = PurePosixPath(path)
    return tables.Names(title, grid.name, pure.stem, pure.parts[:-1], dictionary().names["project_file"] in pure.stem)


def _title_top(grid: Grid, head: Header, floor: int) -> int:
    """First row of the titles, bands and blank rows above a header."""
    if floor == 0:
        return 0
    top = head.top
    while top - 1 >= floor and head.top - top < _MOST_TITLE_ROWS and _may_be_title(grid, top - 1):
        top -= 1
    return top


def _may_be_title(grid: Grid, row: int) -> bool:
    """Whether a row above a repeated header is blank, a title or a band, and no line of the last worker above it."""
    cells = [cell for cell in grid.rows[row] if text(cell)]
    if not cells:
        return True
    first = text(cells[0])
    label = squeeze(first)
    few = len(cells) == 1 or (len(cells) <= 4 and (":" in squeeze_colon(first) or len(label) > 5))
    if not few or not isinstance(cells[0], str) or _is_total(label) or is_further_line(cells):
        return False
    return not any(c0 == c1 and r0 < row <= r1 for r0, c0, r1, c1 in grid.merges)


def _is_total(label: str) -> bool:
    return any(label.startswith(squeeze(word)) for word in dictionary().rows["total"] if len(word) > 1)


def _same_page(before: _Section, above: bands.Bands, here: Origin) -> bool:
    """Whether a repeated header continues the table: what stands above it says nothing new."""
    there = before.origin
    accounts = [(above.text(name), before.above.text(name)) for name in ("payer_account", "payer_name")]
    if any(now and then and squeeze(now) != squeeze(then) for now, then in accounts):
        return False
    if not above.title and not above.values:
        return True
    return (
        [t.value for t in here.contractors] == [t.value for t in there.contractors]
        and [t.value for t in here.teams] == [t.value for t in there.teams]
        and [s for _, s in here.spans] == [s for _, s in there.spans]
    )


def _with_period(grid: Grid, head: Header, kind: tables.Kind, rows: Sequence[int]) -> tables.Kind:
    """时间 of a payroll names its month only where it names no days; and the year left of 月."""
    told = kind.first("period")
    vague = dictionary().raw["normalise"]["vague"]
    if told is not None and normalise(told.label).text in vague and kind.ledger != "attendance":
        cells = [grid.rows[row][told.index] for row in rows if told.index < len(grid.rows[row])]
        if any(isinstance(cell, dt.date) and cell.day != 1 for cell in cells) or any(
            isinstance(cell, str) and _DAY.match(text(cell)) for cell in cells
        ):
            kind = replace(kind, columns={name: found for name, found in kind.columns.items() if name != "period"})
    return _with_year(grid, head, kind, rows)


def _with_terms(kind: tables.Kind) -> tables.Kind:
    """A column of terms (合同起止日期) gives the first and the last day where no columns of their own do."""
    columns = dict(kind.columns)
    for term, days in dictionary().raw["terms"].items():
        if term in columns and not columns.keys() & set(days):
            columns |= {day: columns[term] for day in days if day in schema(kind.ledger)}
    return replace(kind, columns=columns)


def _with_year(grid: Grid, head: Header, kind: tables.Kind, rows: Sequence[int]) -> tables.Kind:
    """A column left of 月 that holds only years is the year, whatever its heading says."""
    month = kind.first("month")
    if month is None or "year" in kind.columns or month.index == 0:
        return kind
    cells = [grid.rows[r][month.index - 1] for r in rows if month.index - 1 < len(grid.rows[r])]
    filled = [cell for cell in cells if text(cell)]
    if not filled or not all(text(cell).isdigit() and 2000 <= int(text(cell)) <= 2100 for cell in filled):
        return kind
    label = next((h.label for h in head.headings if h.index == month.index - 1), "")
    columns = {name: tuple(c for c in cs if c.index != month.index - 1) for name, cs in kind.columns.items()}
    columns = {name: cs for name, cs in columns.items() if cs}
    return replace(kind, columns={**columns, "year": (tables.Mapped(month.index - 1, label, None, 0.6, "values"),)})
