"""How a form is seen and printed: frozen headings and names, A4 landscape, signatures in the footer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.worksheet import Worksheet

from wagecheck.blanks.common import common

_A4: Final = 9
#: Up to this width a form is printed on one page's width; a wider one on pages of about the second number.
_ONE_PAGE: Final = 230.0
_PAGE: Final = 200.0


def _pages(widths: Sequence[float]) -> int:
    """How many pages wide the form is printed."""
    return 1 if sum(widths) <= _ONE_PAGE else math.ceil(sum(widths) / _PAGE)


def reach(widths: Sequence[float]) -> int:
    """Columns that the first page takes: title and band stand over these."""
    room = sum(widths) / _pages(widths)
    return sum(end <= room + 1 for end in accumulate(widths))


def on_paper(ws: Worksheet, *, pages: int = 1) -> None:
    """A4 landscape, so many pages wide, as many long as it takes."""
    ws.page_setup.orientation, ws.page_setup.paperSize = "landscape", _A4
    ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = pages, 0
    ws.sheet_properties.pageSetUpPr.fitToPage = True
    ws.oddFooter.right.text = common()["labels"]["page"]


def lay_out(ws: Worksheet, first: int, name: int, widths: Sequence[float]) -> None:
    """``first``: first row under the headings; ``name``: column of names. Both stay in view and on every page."""
    for index, width in enumerate(widths, start=1):
        ws.column_dimensions[letter(index)].width = width
    ws.freeze_panes = ws.cell(first, name + 1)
    ws.sheet_view.zoomScale = 90
    on_paper(ws, pages=_pages(widths))
    ws.print_title_rows = f"1:{first - 1}"
    ws.print_title_cols = f"A:{letter(name)}"
    ws.print_options.horizontalCentered = True
    margins = ws.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.header, margins.footer = 0.5, 0.75, 0.3, 0.35
    ws.oddFooter.left.text = common()["labels"]["footer"]
