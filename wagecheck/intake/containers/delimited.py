"""Tables in text files: csv and txt in the encodings and with the separators that banks and platforms use."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from wagecheck.intake.containers import refusals
from wagecheck.intake.containers.decoding import decoded
from wagecheck.intake.containers.limits import MAX_CELLS
from wagecheck.intake.grid import Cell, Grid, Workbook

#: In this order where two separate equally well. ``|`` is common in text files of banks.
_SEPARATORS: Final = (",", "\t", ";", "|")
_SAMPLE_LINES: Final = 200
#: A quoted field of more lines is rather a forgotten quotation mark that would swallow the rest of the file.
_LONGEST_RECORD: Final = 10
_PROTECTED: Final = re.compile(r'^="(.*)"$', re.DOTALL)
_SEPARATOR_LINE: Final = re.compile(r"^sep=(.)$", re.IGNORECASE)


def read_text(data: bytes, name: str) -> Workbook:
    """One grid of texts, called ``name``; ``rows[n]`` is line n + 1 of the file, also where fields span several lines.

    ``="1101…"`` and tabs around a value (protection against Excel) are taken off; everything stays text. UTF-8, UTF-8
    and UTF-16 with a byte order mark and GB 18030 are told apart. Raises ContainerError: ``damaged`` where no encoding
    fits, ``empty_file``, ``too_large``.
    """
    text, encoding = decoded(data)
    text = text.rstrip("\x1a")  # the end of a file to programs of DOS
    if not text.strip():
        raise refusals.empty_file()
    if any(text.count(separator) > MAX_CELLS for separator in _SEPARATORS):  # before anybody holds them as fields
        raise refusals.too_large(f"超过 {MAX_CELLS} 格", f"more than {MAX_CELLS} cells")
    lines = text.splitlines() if "\r" not in text else re.split(r"\r\n|\n|\r", text)
    first = _SEPARATOR_LINE.match(lines[0].strip('"')) if lines else None
    separator = first[1] if first else _separator(lines)
    rows = _rows(text, separator)
    if first:
        rows[0] = []  # a word to Excel, not a record
    if sum(map(len, rows)) > MAX_CELLS:
        raise refusals.too_large(f"超过 {MAX_CELLS} 格", f"more than {MAX_CELLS} cells")
    return Workbook("csv", (Grid(name, rows),), encoding=encoding)


def _separator(lines: list[str]) -> str:
    """The separator that gives most lines the same number (two or more) of fields, weighted by that number."""
    sample = [line for line in lines[: _SAMPLE_LINES * 5] if line.strip()][:_SAMPLE_LINES]

    def score(separator: str) -> float:
        widths = Counter(len(record) for record in csv.reader(sample, delimiter=separator) if len(record) > 1)
        width, count = max(widths.items(), key=lambda item: item[0] * item[1], default=(1, 0))
        return (width - 1) * count

    try:
        return max(_SEPARATORS, key=score)
    except csv.Error:
        return ","


def _rows(text: str, separator: str) -> list[list[Cell]]:
    try:
        return _records(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except (csv.Error, _UnbalancedError):
        pass
    lines = re.split(r"\r\n|\n|\r", text)
    if lines and not lines[-1]:
        lines.pop()
    return [_fields(_line(line, separator)) for line in lines]


class _UnbalancedError(Exception):
    """A record spans too many lines to be meant."""


def _records(reader: csv.Reader) -> list[list[Cell]]:  # type: ignore[name-defined]
    rows: list[list[Cell]] = []
    for record in reader:
        extra = reader.line_num - len(rows) - 1
        rows.append(_fields(record))
        if extra > 0:
            if extra > _LONGEST_RECORD:
                raise _UnbalancedError
            rows.extend([] for _ in range(extra))
    return rows


def _line(line: str, separator: str) -> list[str]:
    """One line on its own; with an odd quotation mark it is cut at the separators as it stands."""
    if line.count('"') % 2:
        return line.split(separator)
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return line.split(separator)


def _fields(record: Iterable[str]) -> list[Cell]:
    return [_field(field) if field else None for field in record]


def _field(field: str) -> str | None:
    if field[0] == "=" and (match := _PROTECTED.match(field)):
        return match[1] or None
    if field[0] == "\t" or field[-1] == "\t":
        return field.strip("\t") or None
    return field
