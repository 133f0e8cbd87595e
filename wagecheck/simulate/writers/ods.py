"""OpenDocument spreadsheets, as WPS and LibreOffice save them."""

from __future__ import annotations

import datetime as dt
import zipfile
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from wagecheck.simulate.records import Value
from wagecheck.simulate.sheets import File, Sheet

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_CONTENT = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content office:version="1.2"'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>{tables}'
    "</office:spreadsheet></office:body></office:document-content>\n"
)
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest manifest:version="1.2"'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_MIMETYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>\n'
)


def write(file: File, path: Path) -> None:
    """One workbook; blank cells at the end of a row and covered ones are written as counts."""
    content = _CONTENT.format(tables="".join(_table(sheet) for sheet in file.sheets))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (("mimetype", _MIMETYPE), ("content.xml", content), ("META-INF/manifest.xml", _MANIFEST)):
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, text)


def _table(sheet: Sheet) -> str:
    merged, covered = sheet.merged_cells()
    width = max(len(row) for row in sheet.rows)
    lines: list[str] = []
    for number, row in enumerate(sheet.rows, start=1):
        cells = []
        for column, value in enumerate([*row, *[None] * (width - len(row))], start=1):
            if (number, column) in covered:
                cells.append("<table:covered-table-cell/>")
            else:
                cells.append(_cell(value, merged.get((number, column))))
        lines.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    return (
        f"<table:table table:name={quoteattr(sheet.name)}>"
        f'<table:table-column table:number-columns-repeated="{width}"/>{"".join(lines)}'
        '<table:table-row table:number-rows-repeated="1000">'
        f'<table:table-cell table:number-columns-repeated="{width}"/></table:table-row></table:table>'
    )


def _cell(value: Value, area: tuple[int, int, int, int] | None) -> str:
    span = ""
    if area is not None:
        across, down = area[3] - area[1] + 1, area[2] - area[0] + 1
        span = f' table:number-columns-spanned="{across}" table:number-rows-spanned="{down}"'
    if value is None:
        return f"<table:table-cell{span}/>"
    if isinstance(value, dt.date):
        return _typed(span, f'date" office:date-value="{value}', str(value))
    if isinstance(value, int | float | Decimal):
        return _typed(span, f'float" office:value="{value}', str(value))
    return _typed(span, "string", str(value))


def _typed(span: str, kind: str, text: str) -> str:
    lines = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in text.split("\n"))
    return f'<table:table-cell{span} office:value-type="{kind}">{lines}</table:table-cell>'


def _spaced(line: str) -> str:
    """Blanks after the first are written as elements: a parser may fold them otherwise."""
    return escape(line).replace("  ", " <text:s/>")
