"""HTML tables under any name (systems export them as .xls), and web archives (MHTML) as Excel saves them.

Every cell is text, as the page shows it. What stands above a table (a heading, a table of one line) becomes its first
rows, where Excel shows it too.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Final

from lxml import etree, html

from wagecheck.intake.containers import refusals
from wagecheck.intake.containers.decoding import decoded_markup
from wagecheck.intake.containers.limits import MAX_CELLS, MAX_COLUMNS
from wagecheck.intake.grid import Cell, Grid, Workbook

_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_BREAKS: Final = frozenset({*_HEADINGS, "br", "p", "div", "li", "tr", "hr", "center", "caption"})
_UNSEEN: Final = frozenset({"script", "style", "head", "title", "template", "noscript"})
_INVISIBLE: Final = re.compile(r"display\s*:\s*none|(?:height|width)\s*:\s*0(?:pt|px|%)?\s*(?:;|$)", re.IGNORECASE)
#: Names of the sheets in a page or archive saved by Excel.
_SHEET_NAME: Final = re.compile(r"<x:Name>([^<]*)</x:Name>")
#: What HTML allows (a table of more is broken or hostile).
_MOST_ROWS_SPANNED: Final = 65_534
_MOST_COLUMNS_SPANNED: Final = 1_000
_MOST_PARTS: Final = 1_000


def read_html(data: bytes, name: str) -> Workbook:
    """Every table of a page as a grid, called ``name`` (further ones ``name (2)`` …).

    Raises ContainerError: ``unsupported`` where the page has no table, ``damaged``, ``too_large``.
    """
    text, encoding = decoded_markup(data)
    return Workbook("html", _named(_grids(text), _SHEET_NAME.findall(text), name), encoding=encoding)


def read_mhtml(data: bytes, name: str) -> Workbook:
    """Every table of every page of a web archive, named as the archive names its sheets. Raises like ``read_html``."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        pages = [part for part in message.walk() if part.get_content_type() == "text/html"][:_MOST_PARTS]
        texts = [_decoded_part(part) for part in pages]
    except (ValueError, LookupError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise refusals.damaged("单个网页文件结构异常", "its web archive cannot be parsed") from error
    names = [found for text in texts for found in _SHEET_NAME.findall(text)]
    grids = [grid for text in texts if "<table" in text.lower() for grid in _grids(text)]
    return Workbook("mhtml", _named(grids, names, name))


def _decoded_part(part: EmailMessage | email.message.Message) -> str:
    payload = part.get_payload(decode=True)
    return decoded_markup(payload, part.get_content_charset())[0] if isinstance(payload, bytes) else ""


def _named(grids: list[Grid], names: list[str], name: str) -> tuple[Grid, ...]:
    if not grids:
        raise refusals.unsupported("page")
    if len(names) != len(grids) or len(set(names)) != len(names):
        names = [name, *(f"{name} ({number})" for number in range(2, len(grids) + 1))]
    return tuple(
        Grid(html_name, grid.rows, merges=grid.merges, hidden_rows=grid.hidden_rows,
             hidden_columns=grid.hidden_columns)
        for html_name, grid in zip((" ".join(n.split()) or name for n in names), grids, strict=True)
    )  # fmt: skip


def _grids(text: str) -> list[Grid]:
    # an encoding named inside text that is decoded already would be obeyed
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise refusals.damaged("网页内容无法解析", "its HTML cannot be parsed") from error
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        raise refusals.damaged("网页层次过深或内容中断", "its HTML nests too deeply or breaks off")
    grids: list[Grid] = []
    lines: list[str] = []
    cells = 0
    for block in _blocks(root):
        if isinstance(block, str):
            lines.append(block)
            continue
        grid = _grid(block)
        cells += grid.height * grid.width
        if cells > MAX_CELLS:
            raise refusals.too_large(f"全部表格超过 {MAX_CELLS} 格", f"its tables span more than {MAX_CELLS} cells")
        if all(sum(cell is not None for cell in row) <= 1 for row in grid.rows):
            lines += [str(cell) for row in grid.rows for cell in row if cell is not None]
            continue
        grids.append(_below(lines, grid))
        lines = []
    if lines and grids:
        grids[-1].rows.extend([line] for line in lines)
    elif lines and any(True for _ in root.iter("table")):  # tables of one column only: a list, still a table
        grids.append(Grid("", [[line] for line in lines]))
    return grids


def _below(lines: list[str], grid: Grid) -> Grid:
    """The grid with lines of text above it."""
    down = len(lines)
    above: list[list[Cell]] = [[line] for line in lines]
    return Grid(
        grid.name,
        above + grid.rows,
        merges=tuple((top + down, left, bottom + down, right) for top, left, bottom, right in grid.merges),
        hidden_rows=frozenset(row + down for row in grid.hidden_rows),
        hidden_columns=grid.hidden_columns,
    )


def _blocks(root: html.HtmlElement) -> Iterator[html.HtmlElement | str]:
    """Lines of text outside tables, and tables (nested ones after the one around them), as the page shows them."""
    line: list[str] = []

    def flushed() -> Iterator[str]:
        text = " ".join("".join(line).split())
        line.clear()
        if text:
            yield text

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if element.tag == "table":
                yield from flushed()
                for table in element.iter("table"):
                    caption = table.find("caption")
                    if caption is not None and (text := _text(caption)):
                        yield text
                    yield table
            if element.tag == "table" or element.tag in _UNSEEN:
                walk.skip_subtree()
                continue
            if element.tag in _BREAKS:
                yield from flushed()
            line.append(element.text or "")
        else:
            if element.tag in _BREAKS:
                yield from flushed()
            line.append(element.tail or "")
    yield from flushed()


def _grid(table: html.HtmlElement) -> Grid:
    rows: list[list[Cell]] = []
    merges: list[tuple[int, int, int, int]] = []
    reaching: dict[int, int] = {}
    """Column → rows that a cell above still covers."""
    hidden: set[int] = set()
    wide = 0
    for index, row in enumerate(tr for tr in table.iter("tr") if next(tr.iterancestors("table")) is table):
        if _INVISIBLE.search(row.get("style") or "") or row.get("height") == "0" or row.get("hidden") is not None:
            hidden.add(index)
        values: dict[int, Cell] = {}
        covered, column = reaching, 0
        reaching = {place: left - 1 for place, left in covered.items() if left > 1}
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while column in covered:
                column += 1
            across = _span(cell.get("colspan"), _MOST_COLUMNS_SPANNED)
            down = _span(cell.get("rowspan"), _MOST_ROWS_SPANNED)
            if column + across > MAX_COLUMNS:
                raise refusals.damaged("单元格坐标超出表格范围", "a cell lies outside what a sheet can be")
            values[column] = _text(cell)
            if across > 1 or down > 1:
                merges.append((index, column, index + down - 1, column + across - 1))
            if down > 1:
                reaching.update(dict.fromkeys(range(column, column + across), down - 1))
            column += across
        wide = max(wide, column)
        if (index + 1) * wide > MAX_CELLS:
            raise refusals.too_large(
                f"一张表跨 {index + 1} 行 {wide} 列", f"one table spans {index + 1} rows and {wide} columns"
            )
        rows.append([values.get(place) for place in range(max(values, default=-1) + 1)])
    return Grid(
        "",
        rows,
        merges=tuple((t, left, min(b, len(rows) - 1), min(right, wide - 1)) for t, left, b, right in merges),
        hidden_rows=frozenset(hidden),
        hidden_columns=_hidden_columns(table, wide),
    )


def _hidden_columns(table: html.HtmlElement, wide: int) -> frozenset[int]:
    hidden: set[int] = set()
    column = 0
    for col in table.iter("col"):
        across = _span(col.get("span"), _MOST_COLUMNS_SPANNED)
        if _INVISIBLE.search(col.get("style") or "") or col.get("width") == "0":
            hidden.update(range(column, min(column + across, wide)))
        column += across
    return frozenset(hidden)


def _span(text: str | None, most: int) -> int:
    digits = (text or "").strip()
    return min(max(int(digits[:9]), 1), most) if digits.isascii() and digits.isdigit() else 1


def _text(cell: html.HtmlElement) -> str | None:
    """A cell's text as the page shows it, without that of tables inside it."""
    if not len(cell):
        return " ".join((cell.text or "").split()) or None
    pieces = [cell.text or ""]
    walk = etree.iterwalk(cell, events=("start", "end"))
    for event, element in walk:
        if element is cell:
            continue
        if event == "start":
            if element.tag in _BREAKS:
                pieces.append("\n")
            if element.tag == "table" or element.tag in _UNSEEN:
                walk.skip_subtree()
            else:
                pieces.append(_flat(element.text))
        else:
            if element.tag in _BREAKS and element.tag != "br":
                pieces.append("\n")
            pieces.append(_flat(element.tail))
    pieces[0] = _flat(pieces[0])
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line) or None


def _flat(text: str | None) -> str:
    """Line breaks of the source are blanks to a page."""
    return re.sub(r"[\r\n]+", " ", text or "")
