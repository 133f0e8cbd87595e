"""Tables and JSON on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from wagecheck.cli.streams import echo_json
from wagecheck.register import words

__all__ = ["echo_json", "fields", "table", "worded"]


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str | None = None) -> None:
    """A table; text of files is never read as markup. Piped output is not cut to a screen's width."""
    shown = Table(*heads, box=None, pad_edge=False, title=title, title_justify="left")
    for column in shown.columns:
        column.overflow = "fold"
    for row in rows:
        shown.add_row(*(Text("" if value is None else str(value)) for value in row))
    console = Console(highlight=False)
    (console if console.is_terminal else Console(width=240, highlight=False)).print(shown)


def fields(record: Mapping[str, Any], lang: str, *, names: Iterable[str] | None = None) -> None:
    """One field a line, those without a value left out."""
    for name in names or record:
        value = record[name]
        if value is not None:
            click.echo(f"{words.title('field', name, lang)}：{value}" if lang == "zh" else
                       f"{words.title('field', name, lang)}: {value}")  # fmt: skip


def worded(record: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """The record with its codes in words."""
    kinds = {"state": "state", "list": "list", "level": "level", "subject": "subject", "reason_code": "reason_code"}
    return {
        name: words.title(kinds[name], value, lang) if name in kinds and isinstance(value, str) else value
        for name, value in record.items()
    }
