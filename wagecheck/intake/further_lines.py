"""The lines of a worker under the first one: the identity number below the name, overtime, the afternoon."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from wagecheck.intake import marks
from wagecheck.intake.grid import Cell

#: An identity number as it stands under a name, hidden digits among the shown ones; nobody is called so.
NUMBER: Final = r"^[\d*●•■□×xX]{14,}$"
_NUMBER: Final = re.compile(NUMBER)


def has_number(row: Sequence[Cell]) -> bool:
    """Whether an identity number stands in the row as text."""
    return any(isinstance(cell, str) and _NUMBER.match(marks.clean(cell)) for cell in row)


def is_further_line(row: Sequence[Cell]) -> bool:
    """Whether the row can only belong to a worker above it: a number, or the label of a line beside marks and hours."""
    if has_number(row):
        return True
    texts = [cell for cell in row if isinstance(cell, str) and cell.strip()]
    labelled = any(marks.line_role(cell) is not None for cell in texts)
    return labelled and all(marks.line_role(cell) is not None or marks.meaning(cell, {}) is not None for cell in texts)
