"""Which files of a submission are export tables, and which table each of them is or is a part of."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from wagecheck.intake.containers.decoding import decoded
from wagecheck.intake.exports import columns, wordings
from wagecheck.intake.files import Listed
from wagecheck.intake.grid import ContainerError

#: Endings of tables that nothing else writes; a text (.csv) may be a clerk's sheet as well.
BINARY: Final = {".parquet": "parquet", ".arrow": "arrow", ".feather": "arrow", ".ipc": "arrow"}
SEPARATORS: Final = (",", "\t", ";", "|")
#: Bytes of a text in which its heading ends.
_HEAD: Final = 2**16


@dataclass(frozen=True)
class PartFile:
    """A file that holds a table or a part of one; ``kind``: parquet, arrow, csv."""

    listed: Listed
    kind: str


@dataclass(frozen=True)
class ExportTable:
    """A table of ``ledger`` (None: its name is no ledger's) in one file, or in several that are one after the other.

    ``name``: the file or folder, relative to the submission, ``/`` separated; ``title``: its name without an ending.
    """

    name: str
    title: str
    ledger: str | None
    parts: tuple[PartFile, ...]

    @property
    def in_parts(self) -> bool:
        """Whether the table is a folder of parts."""
        return self.name not in {part.listed.name for part in self.parts}


def apart(found: Sequence[Listed]) -> tuple[list[Listed], list[ExportTable]]:
    """The files that are no export tables, and the tables with their parts in the order of their names."""
    others: list[Listed] = []
    tables: dict[str, tuple[str, str | None, list[PartFile]]] = {}
    for listed in found:
        kind, stem = _kind(listed.file_name)
        if kind is None or not listed.opened or listed.refused is not None:
            others.append(listed)
            continue
        place = PurePosixPath(listed.name)
        folder = str(place.parent)
        ledger, name, title = wordings.ledger_of(stem), listed.name, stem
        if ledger is None and (ledger := wordings.ledger_of(place.parent.name)) is not None:
            name, title = folder, place.parent.name
        if kind == "csv" and (ledger is None or not _is_export(listed, ledger)):
            others.append(listed)
            continue
        tables.setdefault(name, (title, ledger, []))[2].append(PartFile(listed, kind))
    return others, [ExportTable(name, title, ledger, tuple(parts)) for name, (title, ledger, parts) in tables.items()]


def separator(heading: str) -> str:
    """The separator that gives the heading most fields."""
    return max(SEPARATORS, key=lambda sign: len(fields(heading, sign)))


def fields(heading: str, sign: str) -> list[str]:
    """The names in a heading line."""
    try:
        return next(csv.reader([heading], delimiter=sign), [])
    except csv.Error:
        return []


def _kind(name: str) -> tuple[str | None, str]:
    """Kind of container and the name without its ending; None for files that are no tables of ours."""
    lower = name.lower()
    for ending in (*BINARY, ".csv.gz", ".csv"):
        if lower.endswith(ending):
            return BINARY.get(ending, "csv"), name[: -len(ending)]
    return None, name


def _is_export(listed: Listed, ledger: str) -> bool:
    """Whether the first line of a text names whose every row is; anything else is read as a clerk's sheet."""
    if listed.file_name.lower().endswith(".gz"):
        return True
    if listed.indices:
        return False
    try:
        with listed.path.open("rb") as stream:
            head = stream.read(_HEAD)
        line = head.splitlines()[0] if head else b""
        heading = decoded(line)[0]
    except (OSError, ContainerError, IndexError):
        return False
    return columns.told(ledger, fields(heading, separator(heading))).refusal is None
