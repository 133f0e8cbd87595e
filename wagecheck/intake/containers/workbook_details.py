"""What the reader does not tell of an xlsx: size, hidden rows and columns, error values, formulas.

A scan over the XML of the sheets with a few regular expressions: it costs a fraction of the reading itself, survives
packages that full readers refuse, and runs *before* the reading, because the reader allocates whatever a sheet spans.
"""

from __future__ import annotations

import html
import posixpath
import re
from dataclasses import dataclass, field
from typing import Final

from wagecheck.intake.containers import refusals
from wagecheck.intake.containers.archive import Archive
from wagecheck.intake.containers.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from wagecheck.intake.grid import Formula

Position = tuple[int, int]


@dataclass(frozen=True)
class SheetDetails:
    """Details of one sheet; rows and columns are zero-based."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    uncached: frozenset[Position] = frozenset()
    errors: dict[Position, str] = field(default_factory=dict)
    """Error values (``#DIV/0!``), which the reader gives as empty cells."""
    formulas: dict[Position, Formula] = field(default_factory=dict)
    merges: tuple[tuple[int, int, int, int], ...] = ()
    """Merged ranges, where the reader does not tell them (ods, xlsb)."""
    name: str | None = None
    texts: dict[Position, str] = field(default_factory=dict)
    """Name and texts, where the reader gets them wrong (Excel 5)."""


# In these no mark of one tag reaches into the next (``[^<>]``) and blanks are taken once (``*+``): a hostile sheet of
# tags that never close would otherwise cost the square of its length.
_PREFIX: Final = re.compile(rb"<(/?)[A-Za-z_][\w.-]*:(?=[A-Za-z])")
_ELEMENT: Final = re.compile(rb"<(row|c)(?=[\s/>])([^<>]*+)>")
_REFERENCE: Final = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)(\d+)["']""")
_NO_NUMBER: Final = re.compile(rb"""<(?:row|c)(?=[\s/>])(?![^<>]*\sr\s*=)""")
_ROW_WITHOUT_NUMBER: Final = re.compile(rb"""<row(?=[\s/>])(?! r=")""")
#: Columns that an address of these letters can reach, widest first.
_WIDTHS: Final = ((702, "[A-Z]{1,2}"), (52, "A?[A-Z]"), (26, "[A-Z]"))
_HIDDEN_ROW: Final = re.compile(
    rb"""<row\s(?=[^<>]*+>)[^<>]*\b(?:hidden="(?:1|true)"|hidden='(?:1|true)'|ht=["']0["'])[^<>]*+>"""
)
_COLUMN: Final = re.compile(rb"""<col\s[^<>]*+>""")
_HIDDEN: Final = re.compile(rb"""\bhidden=["'](?:1|true)["']|\bwidth=["']0["']""")
_SPAN: Final = {edge: re.compile(rb"\b" + edge + rb"""=["'](\d+)["']""") for edge in (b"min", b"max")}
_ERROR: Final = re.compile(rb"""\bt=["']e["']""")
_VALUE: Final = re.compile(rb"<v>([^<]*)</v>")
_UNCACHED: Final = re.compile(rb"(?:</f>|<f(?:\s[^<>]*)?/>)\s*+(?:<v\s*+/>|<v>\s*+</v>)?\s*+</c>")
_CACHED: Final = re.compile(rb"(?:</f>|<f(?:\s[^<>]*)?/>)\s*+<v>([^<]+)</v>")
_FORMULA: Final = re.compile(rb"<f((?:\s[^<>]*?)?)(?:/>|>([^<]*+)</f>)")
_SHARED: Final = re.compile(rb"""\bsi=["'](\d+)["']""")
_TABLE: Final = re.compile(rb"""\bt=["']dataTable["']""")
_STRING_RESULT: Final = re.compile(rb"""\bt=["']str["']""")
#: Bytes from the start of a cell to the end of its formula, at most: 8,192 characters, each written as an entity.
_LONGEST_CELL: Final = 2**17
#: Bytes of the first tag of a cell, before and behind the mark of an error.
_LONGEST_HEAD: Final = 2**12
#: Other elements whose names begin like that of a cell, before one gives up: none stands between it and its formula.
_NAMES_TRIED: Final = 4
_CALCULATE: Final = re.compile(rb"""<(?:\w+:)?calcPr\b[^<>]*\bfullCalcOnLoad=["'](?:1|true)["']""")


def sheet_details(archive: Archive) -> dict[str, SheetDetails]:
    """Details of every worksheet by its name.

    Raises ContainerError: ``too_large`` where a sheet spans more cells than the limits allow, ``damaged`` where it has
    no data section that can be read, ``too_large`` or ``damaged`` where parts cannot be unpacked.
    """
    book = archive.part("xl/workbook.xml") or b""
    parts = targets(archive.part("xl/_rels/workbook.xml.rels") or b"")
    for shared in ("xl/sharedstrings.xml", "xl/styles.xml"):
        archive.part(shared)  # for its limits only
    recalculated = _CALCULATE.search(book) is not None
    details: dict[str, SheetDetails] = {}
    for tag in re.findall(rb"<(?:\w+:)?sheet\s[^<>]*+>", book):
        name, target = _attribute(tag, "name"), parts.get(_attribute(tag, r"\w+:id"), "")
        data = archive.part(target) if target and "/worksheets/" in f"/{target}" else None
        if data is not None:
            details[name] = _scan(data, recalculated)
    return details


def targets(relations: bytes) -> dict[str, str]:
    """Relation id → path of a part in the package, by the relations of the workbook."""
    found = {}
    for tag in re.findall(rb"<(?:\w+:)?Relationship\s[^<>]*+>", relations):
        target = _attribute(tag, "Target").replace("\\", "/")
        found[_attribute(tag, "Id")] = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
    return found


def _attribute(tag: bytes, name: str) -> str:
    match = re.search(rf"""\s{name}\s*=\s*("[^"]*"|'[^']*')""", tag.decode("utf-8", "replace"))
    return html.unescape(match[1][1:-1]) if match else ""


def _scan(data: bytes, recalculated: bool) -> SheetDetails:
    if b":sheetData" in data:
        data = _PREFIX.sub(rb"<\1", data)
    start, end = data.find(b"<sheetData"), data.rfind(b"</sheetData>")
    if start < 0:
        raise refusals.damaged("工作表没有可读的数据区或编码特殊", "a sheet has no data section that can be read")
    columns = _hidden_columns(data[:start])
    section = data[start : end if end > start else len(data)]
    if not _is_surely_small(section):
        if _NO_NUMBER.search(section):
            section = _numbered(section)
        _refuse_vast(section)
    # one letter is found many times faster than two; in the cells of a sheet without formulas no f stands at all
    has_formulas = b"f" in section and b"<f" in section
    return SheetDetails(
        hidden_rows=frozenset(_position(tag)[0] for tag in _HIDDEN_ROW.findall(section)),
        hidden_columns=columns,
        uncached=_uncached(section, recalculated) if has_formulas else frozenset(),
        errors=_errors(section),
        formulas=_formulas(section) if has_formulas else {},
    )


def _hidden_columns(head: bytes) -> frozenset[int]:
    hidden: set[int] = set()
    for tag in _COLUMN.findall(head):
        first, last = (_SPAN[edge].search(tag) for edge in (b"min", b"max"))
        if first and last and _HIDDEN.search(tag):
            hidden.update(range(int(first[1][:12]) - 1, min(int(last[1][:12]), MAX_COLUMNS)))
    return frozenset(hidden)


def _position(tag: bytes) -> Position:
    """Zero-based row and column of a ``row`` or ``c`` tag with an ``r`` attribute; the column of a row is -1."""
    match = _REFERENCE.search(tag)
    if match is None:
        raise refusals.damaged("单元格坐标异常", "a cell has no valid address")
    column = 0
    for letter in match[1].upper()[:8]:
        column = column * 26 + letter - 64
    return int(match[2][:12]) - 1, column - 1


def _numbered(section: bytes) -> bytes:
    """The section with an address on every row and cell: rows and cells without one follow their predecessor."""
    row = column = -1

    def number(match: re.Match[bytes]) -> bytes:
        nonlocal row, column
        has_address = _REFERENCE.search(match[2]) is not None
        if match[1] == b"row":
            row, column = (_position(match[2])[0] if has_address else row + 1), -1
            return match[0] if has_address else b'<row r="%d"%s>' % (row + 1, match[2])
        if has_address:
            row, column = _position(match[2])
            return match[0]
        column += 1
        return b'<c r="%s%d"%s>' % (_letters(column), row + 1, match[2])

    return _ELEMENT.sub(number, section)


def _letters(column: int) -> bytes:
    letters = b""
    column += 1
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = bytes([65 + rest]) + letters
    return letters


def _is_surely_small(section: bytes) -> bool:
    """True where every row and cell has its address first, and none lies beyond a span that is certainly allowed.

    That span is built around the last row, so one search answers for nearly every real sheet.
    """
    last = section.rfind(b"<c ")
    if last < 0:
        return b"<c>" not in section
    reference = _REFERENCE.search(section, last, section.find(b">", last))
    if reference is None or _ROW_WITHOUT_NUMBER.search(section):
        return False
    digits = str(int(reference[2][:12]))
    leading, rest = int(digits[0]), len(digits) - 1
    rows = (leading + 1) * 10**rest
    letters = next((letters for width, letters in _WIDTHS if rows * width <= MAX_CELLS), None)
    if letters is None or leading == 0:
        return False
    numbers = rf"(?:[1-{leading}]\d{{{rest}}}|\d{{1,{rest}}})" if rest else rf"[1-{leading}]"
    return not re.search(rf'<c(?=[\s/>])(?! r="{letters}{numbers}")'.encode(), section)


def _refuse_vast(section: bytes) -> None:
    """Refuse a sheet whose filled cells span more than the limit, before anybody allocates that span."""
    height, width = _span(section)
    if height > MAX_ROWS or width > MAX_COLUMNS:
        raise refusals.damaged("单元格坐标超出表格范围", "a cell lies outside what a sheet can be")
    if height * width > MAX_CELLS:
        raise refusals.too_large(
            f"一张工作表跨 {height} 行 {width} 列", f"one sheet spans {height} rows and {width} columns"
        )


def _span(section: bytes) -> tuple[int, int]:
    """Rows and columns from the first cell to the last filled one; cells that only have a style do not count."""
    height = width = 0
    for match in _ELEMENT.finditer(section):
        if match[1] == b"row" or match[2].endswith(b"/") or section.startswith(b"</c>", match.end()):
            continue
        row, column = _position(match[2])
        height, width = max(height, row + 1), max(width, column + 1)
    return height, width


def _cell_start(section: bytes, inside: int, most: int = _LONGEST_CELL) -> int:
    """Start of the ``c`` element around a position; -1 where none is within ``most`` bytes."""
    start = inside
    for _ in range(_NAMES_TRIED):
        start = section.rfind(b"<c", max(inside - most, 0), start)
        if start < 0 or section[start + 2 : start + 3] in (b" ", b"\t", b"\n", b"\r", b">"):
            return start
    return -1


def _errors(section: bytes) -> dict[Position, str]:
    errors: dict[Position, str] = {}
    if b't="e"' not in section and not (b"'" in section and b"t='e'" in section):
        return errors
    for match in _ERROR.finditer(section):
        start = _cell_start(section, match.start(), _LONGEST_HEAD)
        head_end = section.find(b">", match.end(), match.end() + _LONGEST_HEAD)
        if start < 0 or head_end < 0 or section.find(b">", start, match.start()) >= 0:
            continue  # the words stand in a text
        end = section.find(b"</c>", head_end, head_end + _LONGEST_CELL)
        value = _VALUE.search(section, head_end, max(end, head_end))
        if value:
            errors[_position(section[start:head_end])] = value[1].decode("utf-8", "replace")
    return errors


def _formulas(section: bytes) -> dict[Position, Formula]:
    """Every formula; a cell that shares one has that of the cell in which it is written."""
    formulas: dict[Position, Formula] = {}
    written: dict[bytes, Formula] = {}
    shared: list[tuple[Position, bytes]] = []
    for match in _FORMULA.finditer(section):
        start = _cell_start(section, match.start())
        if start < 0:
            raise refusals.damaged("公式不在单元格里", "a formula stands outside any cell")
        reference = _REFERENCE.search(section, start, match.start())
        if reference is None or _TABLE.search(match[1]):
            continue
        place = _position(section[start : match.start()])
        group = _SHARED.search(match[1]) if b"si" in match[1] else None
        if match[2]:
            text = match[2].decode("utf-8", "replace")
            formulas[place] = Formula(html.unescape(text) if "&" in text else text, *place)
            if group is not None:
                written[group[1]] = formulas[place]
        elif group is not None:
            shared.append((place, group[1]))
    formulas.update((place, written[group]) for place, group in shared if group in written)
    return formulas


def _uncached(section: bytes, recalculated: bool) -> frozenset[Position]:
    """Formulas without a cached value.

    Writers that calculate nothing (XlsxWriter) put 0 everywhere and ask for calculation on opening: then no 0 counts.
    """
    places = set()
    for match in _UNCACHED.finditer(section):
        start = _cell_start(section, match.start())
        if start < 0:
            raise refusals.damaged("公式不在单元格里", "a formula stands outside any cell")
        head = section[start : section.find(b">", start)]
        if not _STRING_RESULT.search(head):  # an empty text is a result too
            places.add(_position(head))
    if recalculated:
        cached = list(_CACHED.finditer(section))
        if cached and all(match[1] in {b"0", b"0.0"} for match in cached):
            starts = (_cell_start(section, match.start()) for match in cached)
            places.update(_position(section[start : section.find(b">", start)]) for start in starts)
    return frozenset(places)
