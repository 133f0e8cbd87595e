"""The mapping file: which one a check goes by, and its text with tables added that it does not hold yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wagecheck.intake.mapping import reader as mapping_reader
from wagecheck.intake.mapping import sheet_mapping as settled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from wagecheck.intake.mapping.sheet_mapping import SheetMapping
    from wagecheck.intake.mapping.survey import Sheet
    from wagecheck.wording import Wording


def load(path: Path | None, paths: Sequence[Path], shown: str | None = None) -> SheetMapping | None:
    """The mapping file named (``shown``: as results call it), else the one beside the submission; None without one."""
    if path is not None:
        return mapping_reader.load(path, shown)
    found = settled.beside(list(paths))
    return None if found is None else mapping_reader.load(found, found.name)


@dataclass(frozen=True)
class Drafted:
    """The text of a mapping file to correct."""

    text: str
    new: int
    """Shapes of tables that were added."""
    shapes: int
    """Shapes of tables that the submission has."""


def drafted(sheets: Sequence[Sheet], held: Path | None, t: Wording) -> Drafted:
    """A file with an entry for every shape of table; ``held`` is one that is added to, and stays as it is otherwise.

    Raises InputError where what is there is no mapping file.
    """
    from wagecheck.intake.mapping import writer as mapping_writer  # noqa: PLC0415

    found = mapping_writer.shapes(sheets)
    known = set() if held is None else {entry.fingerprint for entry in mapping_reader.load(held).entries}
    new = [mapping_writer.entry(same, t) for print_, same in found.items() if print_ not in known]
    text = mapping_writer.head(t) if held is None else held.read_text("utf-8-sig").rstrip("\n") + "\n"
    return Drafted(text + "".join(new), len(new), len(found))
