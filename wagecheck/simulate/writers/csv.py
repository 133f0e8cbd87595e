"""csv: one sheet a file. Dates as 2026-10-15; a long number that was no text is written as a spreadsheet shows it."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

from wagecheck.simulate.records import Value
from wagecheck.simulate.sheets import File

#: Numbers from here on are shown as 1.10199E+17 by spreadsheets.
_LONG = 10**11


def write(file: File, path: Path) -> None:
    """The only sheet of the file, in the file's encoding, lines ending as on Windows."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    for row in file.sheets[0].rows:
        writer.writerow([_text(value) for value in row])
    path.write_bytes(stream.getvalue().encode(file.encoding))


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, int) and abs(value) >= _LONG:
        return f"{value:.5E}"
    return value.isoformat() if isinstance(value, dt.date) else str(value)
