"""Whole export tables, read part by part in processes apart: numbered on over the parts, refused where a part is.

Large files are read some rows at a time; records of very many lie on disk (``pieces``) until they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Final

import polars as pl

from wagecheck.intake import apart, device_days
from wagecheck.intake.apart import LostError
from wagecheck.intake.containers import refusals
from wagecheck.intake.containers.limits import seconds_for
from wagecheck.intake.exports import reading, wordings
from wagecheck.intake.exports.columns import Columns
from wagecheck.intake.exports.faults import ASSUMED, FAULTS, assumed_together, together
from wagecheck.intake.exports.limits import MAX_ROWS, WINDOW_ROWS
from wagecheck.intake.exports.listing import ExportTable, PartFile
from wagecheck.intake.exports.owners import OWNED, runs
from wagecheck.intake.exports.pieces import Keeper, Piece
from wagecheck.intake.exports.reading import PartRead
from wagecheck.intake.exports.scans import too_many_rows
from wagecheck.intake.files import Listed
from wagecheck.intake.issues import Issue
from wagecheck.ledgers.catalogue import TITLES, schema

_ROWLESS: Final = Columns((), {})
#: Ledgers that say which projects and contractors there are: they are few, and needed whole.
_HELD: Final = frozenset({"project", "contractor"})


@dataclass(frozen=True)
class TableRead:
    """A table: ``records`` with the columns of its ledger but ``src``; ``parts``: what is to be told of every file.

    Where records lie on disk, ``records`` is empty and ``pieces`` are all of them, each with the rows of the table
    before it; ``owners`` says whose they are (OWNED). ``problems``: part (or None for the table) and issue
    of what was refused; then there are no records.
    """

    table: ExportTable
    parts: tuple[PartRead, ...]
    records: pl.DataFrame
    faults: pl.DataFrame = field(default_factory=FAULTS.to_frame)
    assumed: pl.DataFrame = field(default_factory=ASSUMED.to_frame)
    columns: Columns = _ROWLESS
    punches: bool = False
    problems: tuple[tuple[PartFile | None, Issue], ...] = ()
    pieces: tuple[tuple[Piece, int], ...] = ()
    owners: pl.DataFrame = field(default_factory=OWNED.to_frame)
    renamed: pl.DataFrame | None = None
    """Names that ``records`` (not ``pieces``) have changed: project, contractor, and what they are now (own, firm)."""

    @property
    def height(self) -> int:
        """How many records there are."""
        return self.records.height + sum(piece.rows for piece, _ in self.pieces)

    def piece(self, number: int) -> pl.DataFrame:
        """The records of a piece that lies on disk, its number as ``src``."""
        piece, before = self.pieces[number]
        return _numbered(piece, before, number)

    def slim(self) -> TableRead:
        """The same without faults, assumptions and what is to be told of files."""
        return replace(
            self, parts=(), faults=self.faults.clear(), assumed=self.assumed.clear(), owners=self.owners.clear()
        )

    @property
    def ledger(self) -> str:
        """The ledger of the table; empty where its name is none."""
        return self.table.ledger or ""

    def why(self) -> tuple[str, str]:
        """Why it has no records, in two languages."""
        return (self.problems[0][1].zh, self.problems[0][1].en) if self.problems else ("没有内容", "nothing in it")


@dataclass(frozen=True)
class _FileRead:
    """A file: what is to be told of it, its records in pieces, its faults and assumptions."""

    told: PartRead
    pieces: tuple[Piece, ...] = ()
    faults: pl.DataFrame = field(default_factory=FAULTS.to_frame)
    assumed: pl.DataFrame = field(default_factory=ASSUMED.to_frame)
    punches: bool = False


def read(
    tables: Sequence[ExportTable],
    *,
    jobs: int,
    passwords: Sequence[str],
    begun: Callable[[Listed], None],
    keeper: Keeper | None = None,
    window: int = WINDOW_ROWS,
) -> list[TableRead]:
    """All tables, ``jobs`` parts at a time; ``begun`` is told every part before it is read.

    ``keeper`` holds the records; ``window``: rows of a file that are read at a time.
    """
    held = keeper or Keeper()

    def one(task: tuple[ExportTable, PartFile]) -> _FileRead:
        table, part = task
        begun(part.listed)
        return _file(table, part, passwords, held, window)

    tasks = [(table, part) for table in tables for part in table.parts]
    if jobs <= 1 or len(tasks) < 2:
        answers = [one(task) for task in tasks]
    else:
        apart.shared().warm(min(jobs, len(tasks)))
        with ThreadPoolExecutor(min(jobs, len(tasks))) as threads:
            try:
                answers = list(threads.map(one, tasks))
            except BaseException:  # Ctrl-C, or whoever is told the progress failed
                threads.shutdown(wait=False, cancel_futures=True)
                apart.shared().close()
                raise
    held.let_go()
    parts = iter(answers)
    return [_whole(table, tuple(next(parts) for _ in table.parts), on_disk=held.on_disk) for table in tables]


def _file(table: ExportTable, part: PartFile, passwords: Sequence[str], keeper: Keeper, window: int) -> _FileRead:
    """The file, some rows at a time."""
    if table.ledger is None:
        return _FileRead(PartRead(_digest(part, passwords), refusal=_nameless(table)))
    pieces: list[Piece] = []
    faults: list[pl.DataFrame] = []
    assumed: list[pl.DataFrame] = []
    first: PartRead | None = None
    done: PartRead | None = None
    punches = False
    while done is None or done.read < done.rows:
        done = _window(table, part, passwords, done, window)
        first = first or replace(done, records=b"", faults=b"", assumed=b"")
        if done.refusal is not None:
            return _FileRead(PartRead(first.sha256, refusal=done.refusal))
        pieces.append(keeper.keep(done.records, done.height))
        faults.append(reading.frame(done.faults))
        assumed.append(reading.frame(done.assumed))
        punches |= done.punches
    assert first is not None
    return _FileRead(first, tuple(pieces), pl.concat(faults), pl.concat(assumed), punches)


def _window(
    table: ExportTable, part: PartFile, passwords: Sequence[str], before: PartRead | None, most: int
) -> PartRead:
    """The next rows of the file, after those of ``before``."""
    try:
        told: PartRead = apart.shared().run(
            reading.read,
            part,
            table.ledger,
            first=0 if before is None else before.read,
            most=most,
            overall=reading.ALL if before is None else before.overall,
            stamp=None if before is None else before.stamp,
            in_parts=table.in_parts,
            passwords=tuple(passwords),
            seconds=seconds_for(part.listed.size),
        )
    except LostError as lost:
        refusal = refusals.lost(lost.how, lost.fault)
        return PartRead(_digest(part, passwords), refusal=Issue("IN01", refusal.zh, refusal.en))
    return told


def _digest(part: PartFile, passwords: Sequence[str]) -> str:
    from wagecheck.intake import parts  # noqa: PLC0415

    try:
        digest: str = apart.shared().run(
            parts.digest, part.listed, tuple(passwords), seconds=seconds_for(part.listed.size)
        )
    except LostError:
        return ""
    return digest


def _nameless(table: ExportTable) -> Issue:
    known = "、".join(TITLES.values())
    return Issue(
        "IN02",
        f"看不出“{table.title}”是哪一种台账的导出表，没有采用；请用台账的名称命名文件或它所在的文件夹，如：{known}",
        f"{table.title!r} is the name of no ledger, so the table was not used; call it like its ledger",
    )


def _whole(table: ExportTable, files: tuple[_FileRead, ...], *, on_disk: bool) -> TableRead:
    """The table of its parts; a table of which a part cannot be read is not judged by the rest."""
    parts = tuple(file.told for file in files)
    nothing = (
        pl.DataFrame(schema={n: d for n, d in schema(table.ledger).items() if n != "src"})
        if table.ledger
        else pl.DataFrame()
    )
    problems: list[tuple[PartFile | None, Issue]] = [
        (file, part.refusal) for file, part in zip(table.parts, parts, strict=True) if part.refusal is not None
    ]
    if problems and len(problems) < len(parts):
        problems.append((None, _incomplete(table)))
    if not problems and (uneven := _uneven(table, parts)) is not None:
        problems.append(uneven)
    if not problems and sum(part.rows for part in parts) > MAX_ROWS:
        error = too_many_rows()
        problems.append((None, Issue("IN01", error.zh, error.en)))
    if problems:
        return TableRead(table, parts, nothing, problems=tuple(problems))
    faults, assumed = [], []
    pieces: list[tuple[Piece, int]] = []
    before = 0
    for file in files:
        pieces += [(piece, before) for piece in file.pieces]
        faults.append(file.faults.with_columns(pl.col("rows").list.eval(pl.element() + before)))
        assumed.append(file.assumed.with_columns(pl.col("row") + before))
        before += file.told.rows
    told = TableRead(
        table,
        parts,
        nothing,
        together(pl.concat(faults)),
        assumed_together(pl.concat(assumed)),
        parts[0].columns or _ROWLESS,
        any(file.punches for file in files),
    )
    numbered = (_numbered(piece, moved, number) for number, (piece, moved) in enumerate(pieces))
    if on_disk and table.ledger not in _HELD:
        owners = pl.concat([OWNED.to_frame(), *(runs(frame).select(OWNED.names()) for frame in numbered)])
        return replace(told, pieces=tuple(pieces), owners=owners)
    whole = pl.concat(numbered, how="diagonal")
    return replace(told, records=once(whole, told).drop("src"))


def once(records: pl.DataFrame, read: TableRead) -> pl.DataFrame:
    """``records`` of several pieces (``src``), of which a worker-day may begin in one and end in the next."""
    if not read.punches:
        return records
    return device_days.once(records, records["src"].unique().to_list())


def _numbered(piece: Piece, before: int, number: int) -> pl.DataFrame:
    return piece.frame().with_columns(pl.col("row") + before, src=pl.lit(number, dtype=pl.Int32))


def _uneven(table: ExportTable, parts: tuple[PartRead, ...]) -> tuple[PartFile, Issue] | None:
    """IN03 where a part lacks a field that another part has: its blanks would look like missing data."""
    fields = [set(part.columns.places) if part.columns else set() for part in parts]
    everything = set().union(*fields)
    for file, own in zip(table.parts, fields, strict=True):
        lacking = sorted(everything - own)
        if lacking:
            said = "、".join(wordings.title(table.ledger or "", name) for name in lacking)
            return file, Issue(
                "IN03",
                f"这一部分没有其他部分都有的栏目：{said}，整张表没有采用；请把各部分的栏目导出得一样",
                f"this part lacks columns that other parts have ({', '.join(lacking)}), so the table was not used",
                field=lacking[0],
            )
    return None


def _incomplete(table: ExportTable) -> Issue:
    return Issue(
        "IN02",
        f"“{table.title}”有一部分读不出来；只看其余部分会把读不出的当成没有，所以整张表没有采用，请重新导出这一部分",
        f"a part of {table.title!r} cannot be read; judged by the rest, what is in it would look missing",
    )
