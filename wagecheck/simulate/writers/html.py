"""An HTML table in GBK, which web programs hand out as an Excel file."""

from __future__ import annotations

import datetime as dt
from html import escape
from pathlib import Path

from wagecheck.simulate.records import Value
from wagecheck.simulate.sheets import File, Sheet

_HEAD = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>'
    '<meta http-equiv="Content-Type" content="text/html; charset=gbk">'
    "<style>td{mso-number-format:'\\@';} br{mso-data-placement:same-cell;}</style></head><body>\n"
)


def write(file: File, path: Path) -> None:
    """One table a sheet; merged cells as colspan and rowspan."""
    tables = "".join(_table(sheet) for sheet in file.sheets)
    path.write_bytes(f"{_HEAD}{tables}</body></html>\n".encode("gbk"))


def _table(sheet: Sheet) -> str:
    merged, covered = sheet.merged_cells()
    width = max(len(row) for row in sheet.rows)
    lines: list[str] = []
    for number, row in enumerate(sheet.rows, start=1):
        cells = [
            f"<td{_span(merged.get((number, column)))}>{_text(value)}</td>"
            for column, value in enumerate([*row, *[None] * (width - len(row))], start=1)
            if (number, column) not in covered
        ]
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return '<table border="1">\n' + "\n".join(lines) + "\n</table>\n"


def _span(area: tuple[int, int, int, int] | None) -> str:
    if area is None:
        return ""
    first_row, first_column, last_row, last_column = area
    across, down = last_column - first_column + 1, last_row - first_row + 1
    return (f' colspan="{across}"' if across > 1 else "") + (f' rowspan="{down}"' if down > 1 else "")


def _text(value: Value) -> str:
    if value is None:
        return "&nbsp;"
    if isinstance(value, dt.date):
        return value.isoformat()
    return escape(str(value)).replace("\n", "<br>")
