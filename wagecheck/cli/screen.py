"""Tables on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str | None = None) -> None:
    """A table; text of files is never read as markup. Piped output is not cut to a screen's width."""
    shown = Table(*heads, box=None, pad_edge=False, title=title, title_justify="left")
    for column in shown.columns:
        column.overflow = "fold"
    for row in rows:
        shown.add_row(*(Text("" if value is None else str(value)) for value in row))
    console = Console(highlight=False)
    (console if console.is_terminal else Console(width=240, highlight=False)).print(shown)
