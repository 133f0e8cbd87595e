"""The shape of a table: what makes next month's file the same as this month's, whatever sheet or row it stands in."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from wagecheck.intake import column_values, headers
from wagecheck.intake.grid import Cell, Grid, text
from wagecheck.intake.headers import SEARCHED_ROWS, Header, Heading
from wagecheck.intake.wordings import normalise

#: Characters of a hash that tell the shapes of a submission apart.
_LENGTH = 16
#: A heading is short, and a row of headings has at least two.
_LONGEST_HEADING = 25
_FEWEST_HEADINGS = 2
#: Columns that are looked at where a sheet has no headings at all.
_MOST_COLUMNS = 40
_MONTH = re.compile(r"(?:20\d{2}年?)?\d{1,2}月份?|20\d{2}年?")


@dataclass(frozen=True)
class Shape:
    """One table of a sheet, read or not: its fingerprint, header row (as people count, 0: none), columns and headings.

    ``columns``: (1-based column, heading as written). ``ledger``: None where it is none. ``entry``: the number of the
    mapping's entry that was used, ``left_out``: the clerk wants it left out.
    """

    fingerprint: str
    header_row: int
    columns: tuple[tuple[int, str], ...]
    ledger: str | None = None
    entry: int | None = None
    left_out: bool = False


def of(header: Header, ledger: str | None = None) -> Shape:
    """The shape of a table with this header."""
    columns = tuple((heading.index + 1, heading.label) for heading in header.headings)
    return Shape(fingerprint(header), header.bottom + 1, columns, ledger)


def fingerprint(header: Header) -> str:
    """Hash of the normalised headings in order: neither rows, blank columns nor months change it.

    The day columns of a matrix count as one, so that February is like March.
    """
    tokens = {heading.index: _MONTH.sub("月", normalise(heading.label).text) for heading in header.headings}
    if header.days:
        tokens[min(header.days)] = "1…31"
    return _hash([tokens[index] for index in sorted(tokens)])


def unnamed(grid: Grid) -> Header | None:
    """The header of a sheet in which no known wording was found: its first row of short texts, or none at all.

    Without such a row the sheet has no headings (``bottom`` is -1) and is known by what its columns hold. None for a
    sheet of running text.
    """
    rows = [(index, row) for index, row in enumerate(grid.rows[:200]) if any(text(cell) for cell in row)]
    for index, row in rows[:SEARCHED_ROWS]:
        if _is_heading_row(row):
            return headers.at(grid, index)
    width = max((len(row) for _, row in rows), default=0)
    return headerless(min(width, _MOST_COLUMNS)) if width >= _FEWEST_HEADINGS else None


def headerless(width: int) -> Header:
    """The header of a sheet that begins with its first record: columns are known by their letters alone."""
    return Header(0, -1, tuple(Heading(column, "") for column in range(width)))


def of_values(grid: Grid, header: Header) -> Shape:
    """The shape of a sheet without headings: what its columns hold."""
    cells = column_values.Columns(grid, range(grid.height))
    seen = [cells.look(heading.index) for heading in header.headings]
    kinds = [one.kind if one else "" for one in seen]
    return Shape(_hash(["-", *kinds]), 0, tuple((heading.index + 1, "") for heading in header.headings))


def _hash(tokens: list[str]) -> str:
    return hashlib.sha256("\n".join(tokens).encode()).hexdigest()[:_LENGTH]


def _is_heading_row(row: list[Cell]) -> bool:
    filled = [cell for cell in row if text(cell)]
    return len(filled) >= _FEWEST_HEADINGS and all(
        isinstance(cell, str)
        and len(cell) <= _LONGEST_HEADING
        and ":" not in headers.squeeze_colon(cell)
        and not any(sign.isdigit() for sign in cell)
        for cell in filled
    )
