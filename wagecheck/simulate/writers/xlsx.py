"""xlsx through openpyxl, with fixed times: openpyxl stamps the moment of saving, so the archive is packed again."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from wagecheck.simulate.records import Value
from wagecheck.simulate.sheets import File, Sheet

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_DECLARED = (
    b'<Override PartName="/xl/sharedStrings.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml" /></Types>'
)
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_THIN = Side(style="thin", color="999999")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def write(file: File, path: Path, *, lacking: bool = False) -> None:
    """One workbook: headings bold and frozen, identifiers as text, real dates, two decimals; texts in their cells.

    ``lacking``: the package declares a table of texts that is not there, as the exports of some programs do.
    """
    book = Workbook(write_only=True)
    for style in _styles():
        book.add_named_style(style)
    for sheet in file.sheets:
        _sheet(book.create_sheet(sheet.name), sheet)
    book.properties.creator = book.properties.lastModifiedBy = file.author
    book.properties.created = book.properties.modified = file.made_at
    stream = io.BytesIO()
    book.save(stream)
    path.write_bytes(_fixed(stream.getvalue(), file, lacking=lacking))


def _styles() -> list[NamedStyle]:
    centre = Alignment(horizontal="center", vertical="center", wrap_text=True)
    return [
        NamedStyle(
            "表头", font=Font(bold=True), fill=PatternFill("solid", fgColor="DDE6F0"), alignment=centre, border=_BORDER
        ),
        NamedStyle("标题", font=Font(bold=True, size=14), alignment=Alignment(horizontal="center")),
        NamedStyle("文本", number_format="@", border=_BORDER),
        NamedStyle("日期", number_format="yyyy-mm-dd", border=_BORDER),
        NamedStyle("金额", number_format="#,##0.00", border=_BORDER),
        NamedStyle("数", number_format="General", border=_BORDER),
    ]


def _sheet(target: WriteOnlyWorksheet, sheet: Sheet) -> None:
    widths: dict[int, int] = {}
    for row in sheet.rows[:60]:
        for column, value in enumerate(row, start=1):
            # Chinese characters are two columns wide
            size = sum(2 if ord(char) > 0x2E80 else 1 for char in shown(value))
            widths[column] = min(max(widths.get(column, 4), size + 2), 34)
    for column, width in widths.items():
        target.column_dimensions[get_column_letter(column)].width = width
    if sheet.header_row:
        target.freeze_panes = f"A{sheet.header_row + 1}"
    for first_row, first_column, last_row, last_column in sheet.merges:
        target.merged_cells.add(
            f"{get_column_letter(first_column)}{first_row}:{get_column_letter(last_column)}{last_row}"
        )
    target.sheet_state = sheet.state
    for number in sorted(sheet.hidden_rows):
        target.row_dimensions[number].hidden = True
    for number, row in enumerate(sheet.rows, start=1):
        target.append([_cell(target, value, number, sheet.header_row) for value in row])


def _cell(target: WriteOnlyWorksheet, value: Value, row: int, header_row: int) -> WriteOnlyCell | None:
    if value is None:
        return None
    cell = WriteOnlyCell(target, value)
    if isinstance(value, str):
        # a text that begins like a formula must stay a text
        cell.data_type = "s"
        cell.style = "表头" if row == header_row else "标题" if row < header_row else "文本"
    elif isinstance(value, dt.date):
        cell.style = "日期"
    elif isinstance(value, Decimal) and value.as_tuple().exponent == -2:
        cell.style = "金额"
    else:
        cell.style = "表头" if row == header_row else "数"
    return cell


def shown(value: Value) -> str:
    """About how a cell looks, for widths."""
    return "" if value is None else str(value)


def _fixed(content: bytes, file: File, *, lacking: bool) -> bytes:
    """The same archive with fixed entry times, a fixed time of modification, and formulas beside their results."""
    stamp = file.made_at.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _MODIFIED.sub(lambda match: match.group(1) + stamp + match.group(2), data)
            elif name == "[Content_Types].xml" and lacking:
                data = data.replace(b"</Types>", _DECLARED)
            elif sheet := _SHEET.fullmatch(name):
                data = _with_formulas(data, file.sheets[int(sheet[1]) - 1])
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, data)
    return packed.getvalue()


def _with_formulas(data: bytes, sheet: Sheet) -> bytes:
    """openpyxl writes a formula or its result, never both: the formulas are put before the results."""
    for (row, column), formula in sheet.formulas.items():
        start = data.index(f'<c r="{get_column_letter(column)}{row}"'.encode())
        value = data.index(b"<v>", start)
        rest = data.index(b"</v>", value) + len(b"</v>") if (row, column) in sheet.uncalculated else value
        data = data[:value] + f"<f>{formula}</f>".encode() + data[rest:]
    return data
