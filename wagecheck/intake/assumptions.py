"""What was assumed where values were read: per column and kind of assumption how often, and the first cell.

No finding: the report shows it where it says how the files were read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import polars as pl

from wagecheck.intake.values import Parsed

if TYPE_CHECKING:
    from wagecheck.intake.bodies import Body

ASSUMPTIONS: Final = pl.Schema(
    {
        "src": pl.Int32,
        "field": pl.String,
        "header": pl.String,
        "note": pl.String,
        "count": pl.Int32,
        "row": pl.Int32,
        "col": pl.Int32,
    }
)


@dataclass(frozen=True)
class Assumption:
    """``note`` (a code of ``values.notes``) holds for ``count`` cells under ``header``, the first at row and col."""

    field: str
    header: str
    note: str
    count: int
    row: int
    col: int

    def turned(self) -> Assumption:
        """With row and column exchanged, for a form that stands upright."""
        return replace(self, row=self.col, col=self.row)


def of_body(body: Body) -> list[Assumption]:
    """What was assumed in the records of a body, in the order of its columns."""
    labels = {heading.index: heading.label for heading in body.table.header.headings}
    columns = [(body.table.kind.columns[name][0].index, name, parsed) for name, parsed in body.parsed.items()]
    columns += [(index, "item", parsed) for index, parsed in body.money.items()]
    found: list[Assumption] = []
    for index, name, parsed in sorted(columns, key=lambda column: column[:2]):
        found += _of_column(body, parsed, (name, labels.get(index, ""), index + 1))
    return found


def _of_column(body: Body, parsed: Parsed, column: tuple[str, str, int]) -> list[Assumption]:
    if parsed.note.null_count() == len(parsed.note):
        return []
    name, header, col = column
    noted = pl.DataFrame([parsed.note.alias("note"), body.numbers.alias("row")]).filter(
        body.is_record & parsed.note.is_not_null()
    )
    kinds = noted.group_by("note", maintain_order=True).agg(pl.len(), pl.col("row").first()).sort("row", "note")
    return [Assumption(name, header, str(note), int(count), int(row), col) for note, count, row in kinds.iter_rows()]
