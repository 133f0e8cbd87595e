"""Workbooks (xlsx, xlsm, xlsb, xls, ods), read by calamine; what it does not tell, scans beside this file do."""

from __future__ import annotations

import html
import io
import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError
from python_calamine import SheetTypeEnum as SheetType
from python_calamine import SheetVisibleEnum as Visible

from wagecheck.intake.containers import biff5_texts, biff_details, ods_details, refusals, workbook_details, xlsb_details
from wagecheck.intake.containers.archive import Archive
from wagecheck.intake.containers.compound import CompoundFile
from wagecheck.intake.containers.limits import MAX_CELLS
from wagecheck.intake.containers.workbook_details import Position, SheetDetails
from wagecheck.intake.grid import Cell, ContainerError, Grid, Workbook

#: WPS keeps pictures of cells in very hidden sheets of this name; people never see or fill them.
_RESERVED: Final = "WpsReserved_"
_PROPERTIES: Final = {
    "creator": "creator",
    "lastModifiedBy": "last_modified_by",
    "created": "created",
    "modified": "modified",
    "Application": "application",
}


def read_xlsx(archive: Archive, kind: str) -> Workbook:
    """Sheets of an xlsx or xlsm. Raises ContainerError (damaged, encrypted, too_large)."""
    details = workbook_details.sheet_details(archive)
    return Workbook(kind, _grids(archive.whole(), details, None), properties=_properties(archive))


def read_xlsb(archive: Archive) -> Workbook:
    """Sheets of an xlsb. Raises ContainerError (damaged, too_large)."""
    details = xlsb_details.sheet_details(archive)
    return Workbook("xlsb", _grids(archive.whole(), details, None), properties=_properties(archive))


def read_ods(data: bytes, archive: Archive) -> Workbook:
    """Sheets of an OpenDocument spreadsheet. Raises ContainerError (damaged, encrypted, too_large)."""
    if ods_details.is_encrypted(archive):
        raise refusals.unreadable_encryption("OpenDocument 加密", "OpenDocument encryption")
    return Workbook("ods", _grids(data, ods_details.sheet_details(archive), None))


def _properties(archive: Archive) -> dict[str, str]:
    """Author, dates and program as the package states them."""
    properties: dict[str, str] = {}
    for part in ("docprops/core.xml", "docprops/app.xml"):
        text = (archive.part(part) or b"").decode("utf-8", "replace")
        for tag, name in _PROPERTIES.items():
            match = re.search(rf"<(?:\w+:)?{tag}(?:\s[^<>]*+)?>([^<]+)</", text)
            if match:
                properties[name] = html.unescape(match[1]).strip()
    return properties


def read_xls(data: bytes, compound: CompoundFile) -> Workbook:
    """Sheets of an xls. Raises ContainerError (damaged, encrypted, too_large)."""
    try:
        book = compound.stream("Workbook") or compound.stream("Book") or b""
        if biff_details.is_encrypted(book):
            raise refusals.encrypted()
        details = biff_details.sheet_details(book)
        if biff5_texts.is_biff5(book):
            told = biff5_texts.texts(book)
            details = [replace(one, name=name, texts=texts) for one, (name, texts) in zip(details, told, strict=True)]
        properties = biff_details.properties(compound.stream("\x05SummaryInformation") or b"")
        page = biff_details.misleading_code_page(book)
        if page is not None:
            data = compound.patched("Workbook", page, biff_details.UNICODE)
    except (struct.error, ValueError) as error:
        raise refusals.damaged("工作簿数据不完整", "its workbook stream is cut off") from error
    return Workbook("xls", _grids(data, {}, details), properties=properties)


def _grids(data: bytes, by_name: Mapping[str, SheetDetails], in_order: list[SheetDetails] | None) -> tuple[Grid, ...]:
    try:
        return _read(data, by_name, in_order)
    except PasswordError as error:
        raise refusals.encrypted() from error
    except (CalamineError, OSError, ValueError) as error:
        raise refusals.damaged("工作簿内容无法解析", "its contents cannot be parsed") from error
    except ContainerError:
        raise
    except BaseException as error:
        # a panic of the reader is no Exception; anything else that is none (Ctrl-C) is not ours
        if type(error).__name__ != "PanicException":
            raise
        raise refusals.damaged("工作簿内容无法解析", "its contents cannot be parsed") from None


def _read(data: bytes, by_name: Mapping[str, SheetDetails], in_order: list[SheetDetails] | None) -> tuple[Grid, ...]:
    grids = []
    cells = 0
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        if not book.sheets_metadata:
            raise refusals.damaged("没有工作表", "it has no sheet")
        for index, sheet in enumerate(book.sheets_metadata):
            reserved = sheet.visible == Visible.VeryHidden and sheet.name.startswith(_RESERVED)
            if sheet.typ != SheetType.WorkSheet or reserved:
                continue
            content = book.get_sheet_by_index(index)
            height, width = (content.end[0] + 1, content.end[1] + 1) if content.end else (0, 0)
            cells += height * width
            if cells > MAX_CELLS:
                raise refusals.too_large(
                    f"全部工作表超过 {MAX_CELLS} 格", f"its sheets span more than {MAX_CELLS} cells"
                )
            if in_order is None:
                details = by_name.get(sheet.name, SheetDetails())
            else:
                details = in_order[index] if index < len(in_order) else SheetDetails()
            grids.append(_grid(details.name or sheet.name, content, details, sheet.visible != Visible.Visible))
    return tuple(grids)


def _grid(name: str, content: CalamineSheet, details: SheetDetails, hidden: bool) -> Grid:
    rows: list[list[Cell]] = content.to_python(skip_empty_area=False)  # type: ignore[assignment]
    for filled in rows:  # in place: a second copy of a large sheet would be half of all memory
        if "" in filled:
            filled[:] = [None if cell == "" else cell for cell in filled]
    height, width = len(rows), len(rows[0]) if rows else 0
    for (row, column), text in (*details.texts.items(), *details.errors.items()):
        if row < height and column < width:
            rows[row][column] = text
    for row, column in details.uncached:
        if row < height and column < width:
            rows[row][column] = None  # a 0 that nobody calculated is no value
    return Grid(
        name=name,
        rows=rows,
        hidden=hidden,
        merges=_merges(content.merged_cell_ranges or _corners(details.merges), height, width),
        hidden_rows=frozenset(row for row in details.hidden_rows if row < height),
        hidden_columns=frozenset(column for column in details.hidden_columns if column < width),
        uncached=details.uncached,
        formulas=details.formulas,
    )


def _merges(
    ranges: Iterable[tuple[Position, Position]], height: int, width: int
) -> tuple[tuple[int, int, int, int], ...]:
    """Merged ranges cut to the filled part of the sheet, so that nobody walks over a million merged empty rows."""
    return tuple(
        (first_row, first_column, min(last_row, height - 1), min(last_column, width - 1))
        for (first_row, first_column), (last_row, last_column) in ranges
        if first_row < height and first_column < width
    )


def _corners(merges: Iterable[tuple[int, int, int, int]]) -> Iterator[tuple[Position, Position]]:
    return (((top, left), (bottom, right)) for top, left, bottom, right in merges)
