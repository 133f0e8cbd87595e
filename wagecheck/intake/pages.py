"""The tables of a sheet: header rows, the bodies below them, the next printed page told from the next table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from wagecheck.intake import bands, headers, origins, sheet_issues, tables
from wagecheck.intake.further_lines import is_further_line
from wagecheck.intake.grid import Grid
from wagecheck.intake.headers import Header, squeeze_colon, text
from wagecheck.intake.issues import Issue
from wagecheck.intake.reading import Table
from wagecheck.intake.wordings import dictionary, squeeze

#: Rows of titles and bands that may stand above a repeated header.
_MOST_TITLE_ROWS = 6


def read(grid: Grid, path: str) -> tuple[list[Table], list[Issue]]:
    """The tables from top to bottom, and what is missing of those that cannot be read (IN03)."""
    found: list[Table] = []
    problems: list[Issue] = []
    heads = headers.find(grid)
    tops = [_title_top(grid, head, heads[i - 1].bottom + 1 if i else 0) for i, head in enumerate(heads)]
    for i, head in enumerate(heads):
        end = tops[i + 1] if i + 1 < len(heads) else grid.height
        rows = tuple(range(head.bottom + 1, end))
        above = bands.read(grid, tops[i], head.top)
        if found and found[-1].header.signature == head.signature and _same_page(found[-1], above, grid, path):
            joined = [t for t in found if t.header.signature == head.signature and t.header.top == found[-1].header.top]
            found = [replace(t, body=t.body + rows) if t in joined else t for t in found]
            continue
        names = _names(grid, path, above.title)
        for found_kind in _kinds(head, names):
            kind = _with_year(grid, head, found_kind, rows)
            if kind.missing:
                problems.append(sheet_issues.missing(kind, head))
                continue
            found.append(Table(grid, kind, head, rows, above, origins.of_table(path, grid.name, above)))
    return found, problems


def _kinds(head: Header, names: tables.Names) -> list[tables.Kind]:
    kind = tables.classify(head, names)
    if kind is None:
        return []
    kinds = [kind]
    if kind.ledger == "attendance" and head.days and not kind.missing:  # attendance and pay side by side
        pay = tables.candidate(replace(head, days={}), "payroll")
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


def _same_page(before: Table, above: bands.Bands, grid: Grid, path: str) -> bool:
    """Whether a repeated header continues the table: what stands above it says nothing new."""
    here = origins.of_table(path, grid.name, above)
    there = before.origin
    if not above.title and not above.values:
        return True
    return (
        [t.value for t in here.contractors] == [t.value for t in there.contractors]
        and [t.value for t in here.teams] == [t.value for t in there.teams]
        and [s for _, s in here.spans] == [s for _, s in there.spans]
    )


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
    return replace(kind, columns={**columns, "year": (tables.Mapped(month.index - 1, label, None, 0.6),)})
