"""One sheet's XML: marked cells get another format and nothing else changes; its comments and merges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from lxml import etree

from wagecheck.report.marked.marks import letters, position
from wagecheck.report.marked.styles import Styles

#: The children of a worksheet in the order that the standard asks for.
_ORDER: Final = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls",
    "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
#: A character of the usual font, and the margins of a cell, in pixels; rows are measured in points.
_CHARACTER, _MARGIN, _POINT = 7, 5, 96 / 72
_WIDTH, _HEIGHT = 9.14, 15.0
#: Where the standard has no row behind.
_LAST_ROW: Final = 1_048_576


class Sheet:
    """The tree of a worksheet part."""

    def __init__(self, root: etree._Element, main: str) -> None:
        """``main`` is the namespace of the workbook."""
        self.root = root
        self._main = main

    def anchors(self, cells: Iterable[str]) -> dict[str, str]:
        """Every cell with the cell that shows it: inside a merged range the first one."""
        ranges = []
        for merge in self.root.iter(f"{{{self._main}}}mergeCell"):
            first, _, last = str(merge.get("ref", "")).replace("$", "").partition(":")
            if last:
                ranges.append((first, *position(first), *position(last)))
        shown = {}
        for cell in cells:
            row, column = position(cell)
            covering = (
                first for first, top, left, bottom, right in ranges if top <= row <= bottom and left <= column <= right
            )
            shown[cell] = next(covering, cell)
        return shown

    def colour(self, severities: Mapping[str, str], styles: Styles) -> None:
        """Gives every cell the fill of its severity; missing cells and rows are made."""
        data = self.root.find(f"{{{self._main}}}sheetData")
        if data is None:
            data = self.child("sheetData")
        wanted: dict[int, dict[int, str]] = {}
        for cell, severity in severities.items():
            top, column = position(cell)
            wanted.setdefault(top, {})[column] = severity
        rows = self._numbered(data)
        for number in sorted(wanted):
            row = rows.get(number)
            if row is None:
                row = etree.Element(f"{{{self._main}}}row")
                row.set("r", str(number))
                data.insert(sum(other < number for other in rows), row)
                rows[number] = row
            self._colour_row(row, number, wanted[number], styles)

    def child(self, tag: str) -> etree._Element:
        """The child of this name, made in its place where there is none."""
        found = self.root.find(f"{{{self._main}}}{tag}")
        if found is None:
            before = {f"{{{self._main}}}{name}" for name in _ORDER[: _ORDER.index(tag)]}
            before.add("{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent")
            behind = {f"{{{self._main}}}{name}" for name in _ORDER[_ORDER.index(tag) + 1 :]}
            first = next((i for i, child in enumerate(self.root) if child.tag in behind), len(self.root))
            at = max((i + 1 for i, child in enumerate(self.root) if child.tag in before and i < first), default=first)
            found = etree.Element(f"{{{self._main}}}{tag}")
            self.root.insert(at, found)
        return found

    def merge(self, ranges: Iterable[tuple[int, int, int, int]]) -> None:
        """Merges ranges (first row, first column, last row, last column, zero-based)."""
        references = [
            f"{letters(left + 1)}{top + 1}:{letters(right + 1)}{bottom + 1}"
            for top, left, bottom, right in ranges
            if (top, left) != (bottom, right)
        ]
        if references:
            parent = self.child("mergeCells")
            for reference in references:
                etree.SubElement(parent, f"{{{self._main}}}mergeCell").set("ref", reference)
            parent.set("count", str(len(parent)))

    def not_selected(self) -> None:
        """Takes the sheet out of the selection: typing into selected sheets changes all of them."""
        for view in self.root.iter(f"{{{self._main}}}sheetView"):
            view.attrib.pop("tabSelected", None)

    def box(self, cell: str, width: int, height: int) -> str:
        """Anchor of a comment beside a cell, so many pixels large, whatever the columns and rows measure."""
        row, column = position(cell)
        right, x = _walk(self._widths(), column, width)
        bottom, y = _walk(self._heights(), max(row - 2, 0), height)
        return f"{column}, 12, {max(row - 2, 0)}, 6, {right}, {x}, {bottom}, {y}"

    def _numbered(self, data: etree._Element) -> dict[int, etree._Element]:
        """Rows by number; where a program left numbers out they are counted and written down."""
        rows: dict[int, etree._Element] = {}
        number = 0
        for row in data.iterchildren(f"{{{self._main}}}row"):
            number = int(row.get("r") or number + 1)
            row.set("r", str(number))
            rows[number] = row
        return rows

    def _colour_row(self, row: etree._Element, number: int, wanted: Mapping[int, str], styles: Styles) -> None:
        cells: dict[int, etree._Element] = {}
        column = 0
        for cell in row.iterchildren(f"{{{self._main}}}c"):
            column = position(str(cell.get("r")))[1] if cell.get("r") else column + 1
            cell.set("r", f"{letters(column)}{number}")
            cells[column] = cell
        for column, severity in sorted(wanted.items()):
            cell = cells.get(column)
            if cell is None:
                cell = etree.Element(f"{{{self._main}}}c")
                cell.set("r", f"{letters(column)}{number}")
                cell.set("s", str(self._format_of_empty(row, column)))
                row.insert(sum(other < column for other in cells), cell)
                cells[column] = cell
                row.attrib.pop("spans", None)
            cell.set("s", str(styles.marked(int(cell.get("s") or 0), severity)))

    def _format_of_empty(self, row: etree._Element, column: int) -> int:
        if row.get("customFormat") in ("1", "true") and row.get("s"):
            return int(str(row.get("s")))
        for col in self.root.iter(f"{{{self._main}}}col"):
            if int(col.get("min", 0)) <= column <= int(col.get("max", 0)):
                return int(col.get("style") or 0)
        return 0

    def _widths(self) -> tuple[dict[int, int], int]:
        """Pixels of columns (zero-based) that have a width of their own, and of the others."""
        if not hasattr(self, "_known_widths"):
            form = self.root.find(f"{{{self._main}}}sheetFormatPr")
            usual = float((form.get("defaultColWidth") if form is not None else None) or _WIDTH)
            known: dict[int, int] = {}
            for col in self.root.iter(f"{{{self._main}}}col"):
                shut = col.get("hidden") in ("1", "true")
                pixels = 0 if shut else int(float(col.get("width") or usual) * _CHARACTER + _MARGIN)
                first, last = int(col.get("min", 1)), int(col.get("max", 1))
                known |= dict.fromkeys(range(first - 1, min(last, first + 1_000)), pixels)
            self._known_widths = known, int(usual * _CHARACTER + _MARGIN)
        return self._known_widths

    def _heights(self) -> tuple[dict[int, int], int]:
        if not hasattr(self, "_known_heights"):
            form = self.root.find(f"{{{self._main}}}sheetFormatPr")
            usual = float((form.get("defaultRowHeight") if form is not None else None) or _HEIGHT)
            known = {}
            for row in self.root.iter(f"{{{self._main}}}row"):
                if row.get("hidden") in ("1", "true") or row.get("ht"):
                    shut = row.get("hidden") in ("1", "true")
                    known[int(row.get("r") or 1) - 1] = 0 if shut else int(float(str(row.get("ht"))) * _POINT)
            self._known_heights = known, int(usual * _POINT)
        return self._known_heights


def _walk(sizes: tuple[dict[int, int], int], start: int, far: int) -> tuple[int, int]:
    """The column or row that lies ``far`` pixels behind the start of another, and the pixels into it."""
    known, usual = sizes
    at, left = start, far
    while left >= (size := known.get(at, usual)) and at < start + _LAST_ROW // 8:
        left -= size
        at += 1
    return at, max(left, 1)
