"""Small workbooks for the intake tests: rows in, file out. Made-up people of the unassigned district 110199 only."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from wagecheck.intake import submission
from wagecheck.intake.grid import Grid
from wagecheck.intake.reading import Reading
from wagecheck.intake.sheets import read as read_sheet

A = ("张某甲", "110199199003070017")
B = ("李某乙", "110199198812120029")
C = ("王某丙", "11019919750505003X")
HOME = "示例一建筑劳务有限公司"


def grid(rows: Sequence[Sequence[Any]], name: str = "Sheet1", **parts: Any) -> Grid:
    """A grid of the given rows, as a container would give it."""
    return Grid(name, [list(row) for row in rows], **parts)


def tables(
    rows: Sequence[Sequence[Any]], name: str = "Sheet1", path: str = f"{HOME}/台账.xlsx", **parts: Any
) -> list[Reading]:
    """The tables of one sheet."""
    return list(read_sheet(grid(rows, name, **parts), path).tables)


def table(
    rows: Sequence[Sequence[Any]], name: str = "Sheet1", path: str = f"{HOME}/台账.xlsx", **parts: Any
) -> Reading:
    """The only table of one sheet."""
    found = tables(rows, name, path, **parts)
    assert len(found) == 1, [reading.ledger for reading in found]
    return found[0]


def codes(reading: Reading) -> list[str]:
    """Codes of the issues of a table, in order."""
    return [issue.code for issue in reading.issues]


def workbook(path: Path, **sheets: Sequence[Sequence[Any]]) -> Path:
    """An xlsx with the given sheets (name → rows)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(path))
    dates = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if hasattr(cell, "isoformat"):
                    sheet.write_datetime(r, c, cell, dates)
                elif cell is not None:
                    sheet.write(r, c, cell)
    book.close()
    return path


def read(*paths: Path, **options: Any) -> submission.Submission:
    """The submission of the given paths."""
    return submission.read(list(paths), **options)
