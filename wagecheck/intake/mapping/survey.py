"""How a submission was read, table by table: what the clerk looks through and what a mapping file is written from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

from wagecheck.intake.exports.placing import EXPORT
from wagecheck.intake.submission import Submission
from wagecheck.intake.wordings import How, dictionary, normalise, unneeded
from wagecheck.ledgers.catalogue import column_title, fields
from wagecheck.ledgers.provenance import column_letters

#: From this confidence on a column needs no second look.
SURE: Final = 0.95
#: The field under which the money columns of a payroll are listed that are none of its own.
ITEM: Final = "item"


@dataclass(frozen=True)
class Column:
    """One column of a table: letter and heading, the field it was taken for (None: for none), how sure, and how.

    ``title``: the usual Chinese wording of the field. ``known``: the heading is known, and no ledger needs it.
    """

    letter: str
    header: str
    field: str | None = None
    title: str = ""
    confidence: float = 0.0
    how: How | None = None
    rivals: str = ""
    known: bool = False

    @property
    def sure(self) -> bool:
        """Whether the column needs no second look."""
        return self.field is not None and self.how != "ambiguous" and self.confidence >= SURE and not self.rivals


@dataclass(frozen=True)
class Told:
    """Whose a table is: what was told, and by which source."""

    project: str | None = None
    contractor: str | None = None
    contractor_from: str | None = None
    team: str | None = None
    period: str | None = None
    period_from: str | None = None


@dataclass(frozen=True)
class Sheet:
    """One table.

    ``ledger``: None where it was not read, then ``why`` says why not. ``fingerprint``: None where it has no headings to
    correct (punch-clock exports).
    """

    file: str
    sheet: str
    ledger: str | None
    confidence: float
    header_row: int
    rows: int
    columns: tuple[Column, ...] = ()
    told: Told = field(default_factory=Told)
    fingerprint: str | None = None
    entry: int | None = None
    left_out: bool = False
    yearly: bool = False
    """One table for every month: its columns are those of several tables."""
    why: str = ""
    why_en: str = ""
    export: bool = False
    """An export table (``intake.exports``): its columns are called by their names and cannot be corrected here."""

    @property
    def ambiguous(self) -> tuple[Column, ...]:
        """Columns that were not used because nothing settles what they are."""
        return tuple(column for column in self.columns if column.how == "ambiguous")

    @property
    def unmatched(self) -> tuple[Column, ...]:
        """Columns that were taken for nothing and whose headings are not known."""
        return tuple(column for column in self.columns if column.field is None and not column.known)


@dataclass(frozen=True)
class Unread:
    """A file that could not be opened, and why."""

    file: str
    why: str
    why_en: str


def of(submission: Submission) -> tuple[list[Sheet], list[Unread]]:
    """The tables of a submission in the order of its files, and the files that could not be opened."""
    cells = _by(submission.cells, "src")
    shapes = _by(submission.headings, "file", "sheet", "header_row")
    loose = {
        (row["file"], row["sheet"]): row
        for row in submission.issues.filter(pl.col("src").is_null()).iter_rows(named=True)
    }
    sources = _by(submission.sources, "file", "sheet", "header_row")
    found: list[Sheet] = []
    for key, tables in sources.items():
        columns = [cell for table in tables for cell in cells.get((table["src"],), ())]
        found.append(_read(tables, columns, shapes.get(key, ())))
    for key, rows in shapes.items():
        if key not in sources:
            found.append(_unread(rows, loose.get((rows[0]["file"], rows[0]["sheet"]))))
    order = {file.path: number for number, file in enumerate(submission.files)}
    found.sort(key=lambda sheet: order.get(sheet.file, len(order)))
    refused = [
        Unread(file.path, *_said(loose.get((file.path, None))))
        for file in submission.files
        if file.status == "unreadable"
    ]
    return found, refused


def title(ledger: str | None, name: str) -> str:
    """The usual Chinese wording of a field."""
    words = dictionary().ledgers
    if ledger not in words:
        return name
    return words[ledger].titles.get(name) or (column_title(ledger, name) if name in fields(ledger) else name)


def _by(frame: pl.DataFrame, *keys: str) -> dict[tuple[Any, ...], list[dict[str, Any]]]:
    found: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in frame.iter_rows(named=True):
        found[tuple(row[key] for key in keys)].append(row)
    return found


def _said(issue: dict[str, Any] | None) -> tuple[str, str]:
    return ("", "") if issue is None else (str(issue["detail"]), str(issue["detail_en"]))


def _read(tables: list[dict[str, Any]], cells: Sequence[dict[str, Any]], headings: Sequence[dict[str, Any]]) -> Sheet:
    first = tables[0]
    ledger_of = {table["src"]: table["ledger"] for table in tables}
    places = {(cell["col"], cell["row_offset"]) for cell in cells}
    upright = len(places) > 2 and len({col for col, _ in places}) == 1
    columns: dict[tuple[int, int, str], Column] = {}
    taken: set[int] = set()
    for cell in cells:
        at, below = (cell["row_offset"] + 1, 0) if upright else (cell["col"], cell["row_offset"])
        taken.add(at)
        header = " ".join(cell["header"].split())
        shown = title(ledger_of[cell["src"]], cell["field"])
        columns.setdefault(
            (at, below, cell["field"]),
            Column(
                "" if upright else column_letters(at), header, cell["field"], shown, cell["confidence"], cell["how"],
                cell["rivals"] or "",
            ),
        )  # fmt: skip
    for heading in headings:
        if heading["col"] not in taken:
            column = _unmatched(heading, upright=upright)
            columns[heading["col"], 0, ""] = column
    periods = sorted({text for table in tables if (text := _period(table))})
    shape = headings[0] if headings else {}
    return Sheet(
        file=first["file"],
        sheet=first["sheet"],
        ledger=first["ledger"],
        confidence=first["confidence"],
        header_row=first["header_row"],
        rows=max(table["rows"] for table in tables),
        columns=tuple(column for _, column in sorted(columns.items(), key=lambda item: item[0])),
        told=Told(
            first["project"], first["contractor"], first["contractor_from"], first["team"], "、".join(periods) or None,
            first["period_from"],
        ),
        fingerprint=shape.get("fingerprint"),
        export=str(first["layout"]).startswith(EXPORT),
        entry=shape.get("entry"),
        yearly=len({table["src"] for table in tables if table["ledger"] == first["ledger"]}) > 1,
    )  # fmt: skip


def _unread(headings: Sequence[dict[str, Any]], issue: dict[str, Any] | None) -> Sheet:
    first = headings[0]
    why, why_en = _said(issue)
    return Sheet(
        first["file"], first["sheet"], None, 0.0, first["header_row"], 0,
        tuple(_unmatched(heading) for heading in headings),
        fingerprint=first["fingerprint"], entry=first["entry"], left_out=first["left_out"], why=why, why_en=why_en,
    )  # fmt: skip


def _unmatched(heading: dict[str, Any], *, upright: bool = False) -> Column:
    header = " ".join(heading["header"].split())
    letter = "" if upright else column_letters(heading["col"])
    return Column(letter, header, known=normalise(heading["header"]).text in unneeded())


def _period(table: dict[str, Any]) -> str:
    start, end = table["period_start"], table["period_end"]
    return f"{start}..{end}" if start and end else ""
