"""What somebody chose for the tables of a submission, table by table and column by column, for the mapping file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from openpyxl.utils import column_index_from_string

from wagecheck.intake.headers import Heading
from wagecheck.intake.mapping import entry_text, reader
from wagecheck.intake.mapping.sheet_mapping import IGNORE, NAME, Entry, SheetMapping
from wagecheck.report import whole_file
from wagecheck.wording import Wording

__all__ = ["IGNORE", "Chosen", "Table", "chosen", "held", "save"]


@dataclass(frozen=True)
class Table:
    """One shape of table as it was read.

    ``columns``: letter and heading; without a heading where it holds the number of a person, and may not be named.
    """

    fingerprint: str
    header_row: int
    columns: tuple[tuple[str, str], ...]
    seen: tuple[str, ...] = ()

    def headings(self) -> list[Heading]:
        """The columns as the mapping file means them; a table that stands upright has no letters."""
        return [
            Heading(column_index_from_string(letter) - 1 if letter else number, header)
            for number, (letter, header) in enumerate(self.columns)
        ]

    def key(self, number: int) -> str:
        """How the mapping file calls a column."""
        letter, header = self.columns[number]
        return f"{letter} {header}".strip() if self.header_row > 0 or not letter else letter


@dataclass(frozen=True)
class Chosen:
    """What is settled of a table. ``ledger``: None: the program finds it. ``fields``: by the number of the column."""

    ledger: str | None
    header_row: int | None
    fields: Mapping[int, str]
    """A field or ``IGNORE``; a column that is not there is left to the program."""


def held(path: Path) -> SheetMapping | None:
    """What a mapping file says; None where there is none. Raises InputError where it is written wrongly."""
    return reader.load(path, NAME) if path.is_file() else None


def chosen(mapping: SheetMapping | None, table: Table) -> Chosen:
    """What a mapping file says of a table."""
    entry = None if mapping is None else mapping.entry(table.fingerprint)
    if entry is None:
        return Chosen(None, None, {})
    fields = {number: name for key, name in entry.columns if (number := _column(entry, key, table)) is not None}
    return Chosen(entry.ledger, entry.header_row, fields)


def save(path: Path, mapping: SheetMapping | None, choices: Sequence[tuple[Table, Chosen]], t: Wording) -> None:
    """Writes the mapping file with these choices; what it says of other tables, and of places, stays.

    Raises InputError where a field does not belong to its ledger, OutputError where the file cannot be written.
    """
    entries = {entry.fingerprint: entry for entry in (mapping.entries if mapping else ())}
    for table, one in choices:
        entries[table.fingerprint] = _entry(entries.get(table.fingerprint), table, one)
    said = [one for one in entries.values() if one.ledger or one.columns or one.header_row is not None]
    text = entry_text.whole(said, mapping.places if mapping else (), t)
    draft = path.with_name(f".{path.name}.draft")
    try:
        whole_file.put(draft, text.encode())
        reader.load(draft, NAME)  # what cannot be read back is not kept
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _entry(before: Entry | None, table: Table, one: Chosen) -> Entry:
    entry = before or Entry(0, 0, table.fingerprint, seen=table.seen)
    others = [(key, name) for key, name in entry.columns if _column(entry, key, table) is None]
    mine = [(table.key(number), name) for number, name in sorted(one.fields.items())]
    return replace(entry, ledger=one.ledger, header_row=one.header_row, columns=(*others, *mine))


def _column(entry: Entry, key: str, table: Table) -> int | None:
    """The number of the column that a key means."""
    headings = table.headings()
    width = max((one.index for one in headings), default=0) + 1
    pins, _ = replace(entry, columns=((key, IGNORE),)).on(headings, width)
    return next((number for number, one in enumerate(headings) if one.index in pins.ignored), None)
