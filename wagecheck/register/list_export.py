"""Entries of the register in the columns of a published list (``[export]`` of ``blacklist_columns.toml``)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, Final

from wagecheck.register import words
from wagecheck.resources import folder, read_toml

Cell = str | int | Decimal | dt.date | None
#: What a spreadsheet would take for a formula (Chinese versions read the full-width signs too); plain numbers stay.
_FORMULA: Final = re.compile(r"^(?!\+?\d+$)[=+\-@＝＋－＠\t\r]")
_CODED: Final = ("list", "level", "subject", "reason_code")


@cache
def _export() -> dict[str, Any]:
    export: dict[str, Any] = read_toml(folder("rules") / "dictionaries" / "blacklist_columns.toml")["export"]
    return export


def headings() -> list[str]:
    """The headings, which an import knows."""
    return [column["heading"] for column in _export()["columns"]]


def rows(entries: Iterable[Mapping[str, Any]]) -> list[list[Cell]]:
    """One row per entry; amounts are yuan. No text begins like a formula: an import takes the apostrophe off again."""
    return [[_cell(entry, column["field"]) for column in _export()["columns"]] for entry in entries]


def _cell(entry: Mapping[str, Any], field: str) -> Cell:
    value: Cell = entry[field]
    if field == "state":
        return str(_export()["off_the_list" if value == "lifted" else "on_the_list"])
    if field in _CODED and isinstance(value, str):
        return words.title(field, value)
    if isinstance(value, str) and _FORMULA.match(value):
        return f"'{value}"
    return value
