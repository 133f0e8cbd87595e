"""The cells of a finding as the page shows them."""

from __future__ import annotations

from typing import Any

from wagecheck.report.page_size import Limits, clipped

Row = dict[str, Any]
#: Cells of one sheet that are named.
_CELLS = 12


def places(row: Row, limits: Limits) -> list[Row]:
    """One entry per sheet (file, sheet, cell); the contractor's own folder is not repeated on its page."""
    sheets: dict[tuple[str, str | None], list[str]] = {}
    for place in [{key: row[key] for key in ("file", "sheet", "cell")}, *(row["also"] or [])]:
        if place["file"]:
            cells = sheets.setdefault((place["file"], place["sheet"]), [])
            if place["cell"] and place["cell"] not in cells:
                cells.append(place["cell"])
    own = f"{row['contractor']}/"
    return [
        {
            "file": clipped(file.removeprefix(own), limits),
            "sheet": sheet,
            "cell": "、".join(cells[:_CELLS]) + (f" … +{len(cells) - _CELLS}" if len(cells) > _CELLS else ""),
        }
        for (file, sheet), cells in sheets.items()
    ]


def in_words(found: list[Row]) -> str:
    """The places in one line: 花名册.xlsx C5；合同.xlsx D7."""
    return "；".join(" ".join(part for part in (place["file"], place["cell"]) if part) for place in found)
