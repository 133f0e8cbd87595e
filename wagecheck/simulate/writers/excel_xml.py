"""Excel 2003 XML, which programs write with a template of texts and call .xls."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

from wagecheck.simulate.records import Value
from wagecheck.simulate.sheets import File, Sheet

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:o="urn:schemas-microsoft-com:office:office" \
xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles>
<Style ss:ID="Default"><Alignment ss:Vertical="Center"/></Style>
<Style ss:ID="s1"><NumberFormat ss:Format="@"/></Style>
<Style ss:ID="s2"><NumberFormat ss:Format="yyyy\\-mm\\-dd"/></Style>
</Styles>
"""


def write(file: File, path: Path) -> None:
    """One workbook. Cells under a merge are left out and the next one says its column, as the format wants it."""
    sheets = "".join(_sheet(sheet) for sheet in file.sheets)
    path.write_text(f"{_HEAD}{sheets}</Workbook>\n", encoding="utf-8", newline="\r\n")


def _sheet(sheet: Sheet) -> str:
    merged, covered = sheet.merged_cells()
    lines: list[str] = []
    for number, row in enumerate(sheet.rows, start=1):
        cells: list[str] = []
        skipped = False
        for column, value in enumerate(row, start=1):
            if value is None or (number, column) in covered:
                skipped = True
                continue
            index = f' ss:Index="{column}"' if skipped else ""
            cells.append(f"<Cell{index}{_span(merged.get((number, column)))}{_data(value)}</Cell>")
            skipped = False
        lines.append(f"<Row>{''.join(cells)}</Row>")
    rows = "\n".join(lines)
    return f'<Worksheet ss:Name="{escape(sheet.name)}"><Table>\n{rows}\n</Table></Worksheet>\n'


def _span(area: tuple[int, int, int, int] | None) -> str:
    if area is None:
        return ""
    first_row, first_column, last_row, last_column = area
    across, down = last_column - first_column, last_row - first_row
    return (f' ss:MergeAcross="{across}"' if across else "") + (f' ss:MergeDown="{down}"' if down else "")


def _data(value: Value) -> str:
    if isinstance(value, dt.date):
        return f' ss:StyleID="s2"><Data ss:Type="DateTime">{value}T00:00:00.000</Data>'
    if isinstance(value, int | float | Decimal):
        return f'><Data ss:Type="Number">{value}</Data>'
    text = escape(str(value)).replace("\n", "&#10;")
    return f' ss:StyleID="s1"><Data ss:Type="String">{text}</Data>'
