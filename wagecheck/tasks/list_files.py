"""An export of the list as a file: the published format, as xlsx or csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from wagecheck.privacy import Masker
    from wagecheck.register.list_export import Cell
    from wagecheck.register.reader import Reader


def rows(reader: Reader, masker: Masker, *, list_name: str | None = None) -> list[list[Cell]]:
    """Entries in force and lifted ones, of one list or of all."""
    from wagecheck.register import list_export, shown, states  # noqa: PLC0415

    kept = reader.all("entry", state=list(states.COMPARED), **({"list": list_name} if list_name else {}))
    return list_export.rows(shown.masked(entry, masker) for entry in kept)


def _csv(heads: Sequence[str], told: Sequence[Sequence[Cell]]) -> bytes:
    """UTF-8 with BOM, so that WPS and Excel open it as it is."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(heads)
    writer.writerows(told)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(heads: Sequence[str], told: Sequence[Sequence[Cell]]) -> bytes:
    """One sheet with a frozen heading and a filter; the same entries give the same bytes."""
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415

    from wagecheck.blanks.packing import packed  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = Wording("zh")("register.export_sheet")
    for number, row in enumerate([heads, *told], start=1):
        for column, value in enumerate(row, start=1):
            if value is None:
                continue
            cell = sheet.cell(number, column, value)
            if isinstance(value, str):
                cell.data_type, cell.number_format = "s", "@"
            if number == 1:
                cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    content = io.BytesIO()
    book.save(content)
    return packed(content.getvalue())


#: By the ending of a file's name: headings (``register.list_export.headings``) and rows as bytes.
WRITERS: Final[Mapping[str, Callable[[Sequence[str], Sequence[Sequence[Cell]]], bytes]]] = {
    ".xlsx": _xlsx,
    ".csv": _csv,
}
