"""Forms that stand upright: headings in the first column, values beside them (项目, 告示牌 filled as a form)."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from wagecheck.intake.grid import Cell, Grid, text
from wagecheck.intake.reading import Reading
from wagecheck.intake.wordings import dictionary, normalise, squeeze

#: Headings in a column from which a sheet is an upright form.
_FEWEST = 4
_FORMS = ("project", "board", "account", "guarantee")


def turned(grid: Grid) -> Grid | None:
    """The sheet with rows and columns exchanged where it is an upright form of standing data, else None.

    Only sheets named like a standing ledger are turned.
    """
    words = dictionary().ledgers
    form = next((words[name] for name in _FORMS if squeeze(grid.name) in words[name].sheets), None)
    if form is None or not grid.rows:
        return None
    down = sum(normalise(text(row[0])).text in form.exact for row in grid.rows if row and text(row[0]))
    across = max(sum(normalise(text(cell)).text in form.exact for cell in row if text(cell)) for row in grid.rows[:10])
    if down < _FEWEST or across >= down:
        return None
    rows: list[list[Cell]] = [[row[c] if c < len(row) else None for row in grid.rows] for c in range(grid.width)]
    nothing: frozenset[int] = frozenset()
    return replace(
        grid, rows=rows, merges=(), hidden_rows=nothing, hidden_columns=nothing, uncached=frozenset(), formulas={}
    )


def restore(reading: Reading) -> None:
    """Places of a turned sheet as they are in the file: the record begins in row 1, its fields stand in rows below."""
    first = reading.records["row"].min()
    column = int(str(first)) if first is not None else 2
    reading.cells = [replace(cell, col=column, row_offset=cell.col - 1) for cell in reading.cells]
    reading.issues = [issue.turned() for issue in reading.issues]
    reading.assumptions = [assumption.turned() for assumption in reading.assumptions]
    reading.totals = reading.totals.clear()
    for name, frame in reading.frames.items():
        reading.frames[name] = frame.with_columns(pl.lit(1, dtype=pl.Int32).alias("row"))
