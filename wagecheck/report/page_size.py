"""How much a page lists, and pages that stay under a size: totals are always of everything, lists grow shorter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Final

from wagecheck.report import labels

#: Bytes that a page may have.
PAGE_BYTES: Final = 1_000_000


@dataclass(frozen=True)
class Limits:
    """What one page lists at most."""

    rows: int = labels.ROWS_PER_RULE
    """Findings per rule and severity."""
    groups: int = 400
    """Rules and severities with their findings."""
    workers: int = labels.WORKERS_PER_MATRIX
    """Workers per period of the matrix, rows of the arrears."""
    periods: int = 36
    """Periods of the matrix, the latest."""
    lines: int = 400
    """Rows of every other list: files, what could not be judged, fixed findings, letters."""
    letters: int = 2_000
    """Characters of one text."""

    def halved(self) -> Limits:
        """Half of everything, at least one; texts keep a readable length."""
        half = {field.name: max(getattr(self, field.name) // 2, 1) for field in fields(self)}
        return Limits(**{**half, "letters": max(half["letters"], 120)})


def fitted(render: Callable[[Limits], str], limits: Limits | None = None) -> str:
    """The page with the longest lists that stay under :data:`PAGE_BYTES`; the shortest one where none does."""
    limits = limits or Limits()
    while True:
        page = render(limits)
        if len(page.encode()) <= PAGE_BYTES or limits.halved() == limits:
            return page
        limits = limits.halved()


def clipped(text: str | None, limits: Limits) -> str:
    """The text, cut where it is longer than a page can bear."""
    text = text or ""
    return text if len(text) <= limits.letters else text[: limits.letters] + "…"
