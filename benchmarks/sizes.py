"""How much is measured: a glance, the usual, everything; ``TINY`` only shows that everything still runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Sizes:
    """``runs``: of how many fresh processes the fastest counts."""

    name: str
    runs: int
    books: int
    """Small workbooks, of payroll and attendance by turns."""
    rows: int
    """Rows of the one large workbook."""
    cells: int
    """Cells of a column that is parsed."""
    workers: tuple[int, ...]
    """People of the export tables that are judged whole, smallest first."""
    roster: int
    """Rows of the roster that is validated."""
    people: int
    """People that all peers look at."""
    listed: int
    """Entries of the blacklist; a tenth as many contractors."""
    findings: tuple[int, ...]
    """Findings of the reports that are written."""
    exported: int
    """Rows of the export tables that are read."""
    made: tuple[int, ...]
    """People of the export tables that are made up, smallest first."""
    drawn: int
    """People who are made up one by one."""
    projects: int
    """Projects whose year management looks at: five contractors and some thirty people each."""


TINY: Final = Sizes("tiny", 1, 2, 30, 50, (300,), 200, 300, 200, (50,), 2_000, (300,), 60, 2)
QUICK: Final = Sizes(
    "quick",
    1,
    200,
    100_000,
    20_000,
    (1_000, 10_000),
    200_000,
    5_000,
    50_000,
    (1_000,),
    200_000,
    (10_000,),
    1_000,
    100,
)
USUAL: Final = Sizes(
    "usual", 3, 200, 100_000, 100_000, (10_000, 100_000), 1_000_000, 20_000, 100_000, (10_000,), 1_000_000,
    (10_000, 100_000), 10_000, 300,
)  # fmt: skip
FULL: Final = Sizes(
    "full", 3, 200, 100_000, 100_000, (10_000, 100_000, 1_000_000), 1_000_000, 20_000, 100_000, (10_000, 100_000),
    1_000_000, (10_000, 100_000, 1_000_000), 10_000, 300,
)  # fmt: skip
