"""After all files are read: the headings that were seen, and what became of the clerk's corrections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from wagecheck.intake.mapping.sheet_mapping import SheetMapping, Use
from wagecheck.intake.parts import FileParts

#: One row per heading of every table, read or not. ``ledger`` is null where it was read as none, ``entry`` the number
#: of the entry of the mapping that was used.
HEADINGS: Final = pl.Schema(
    {
        "file": pl.String,
        "sheet": pl.String,
        "ledger": pl.String,
        "fingerprint": pl.String,
        "header_row": pl.Int32,
        "col": pl.Int32,
        "header": pl.String,
        "entry": pl.Int32,
        "left_out": pl.Boolean,
    }
)


def headings(handed_in: Sequence[FileParts]) -> pl.DataFrame:
    """The headings of all files (columns of HEADINGS)."""
    rows = [
        (
            file.listed.name, sheet, shape.ledger, shape.fingerprint, shape.header_row, col, header, shape.entry,
            shape.left_out,
        )
        for file in handed_in
        for sheet, notes in file.notes
        for shape in notes.shapes
        for col, header in shape.columns
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=HEADINGS, orient="row")


def use(mapping: SheetMapping | None, handed_in: Sequence[FileParts]) -> Use | None:
    """What became of a mapping; None without one."""
    if mapping is None:
        return None
    notes = [(file, sheet, one) for file in handed_in for sheet, one in file.notes]
    entries = frozenset[int]().union(*(one.entries for _, _, one in notes))
    places = frozenset[int]().union(*(one.places for _, _, one in notes))
    unused = [
        f"[[sheet]] {entry.fingerprint}" + (f"（{entry.seen[0]}）" if entry.seen else "")
        for entry in mapping.entries
        if entry.number not in entries
    ]
    unused += [
        f"[[place]] {place.file}" + (f" / {place.sheet}" if place.sheet else "")
        for place in mapping.places
        if place.number not in places
    ]
    stale = dict.fromkeys(key for _, _, one in notes for key in one.stale)
    left_out = [f"{file.listed.name} / {sheet.strip()}" for file, sheet, one in notes if one.left_out]
    return Use(mapping.path, mapping.sha256, len(entries) + len(places), tuple(unused), tuple(stale), tuple(left_out))
