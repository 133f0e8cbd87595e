"""Entries on the screen: tables, fields and JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import click

from wagecheck.cli.screen import table
from wagecheck.cli.streams import echo_json
from wagecheck.register import words
from wagecheck.tasks.record_words import worded

__all__ = ["echo_json", "fields", "table", "worded"]


def fields(record: Mapping[str, Any], lang: str, *, names: Iterable[str] | None = None) -> None:
    """One field a line, those without a value left out."""
    for name in names or record:
        value = record[name]
        if value is not None:
            click.echo(f"{words.title('field', name, lang)}：{value}" if lang == "zh" else
                       f"{words.title('field', name, lang)}: {value}")  # fmt: skip
