"""Whole export tables, read part by part in processes apart: numbered on over the parts, refused where a part is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from wagecheck.intake import apart, device_days
from wagecheck.intake.apart import LostError
from wagecheck.intake.containers import refusals
from wagecheck.intake.containers.limits import seconds_for
from wagecheck.intake.exports import reading, wordings
from wagecheck.intake.exports.columns import Columns
from wagecheck.intake.exports.faults import ASSUMED, FAULTS, together
from wagecheck.intake.exports.limits import MAX_ROWS
from wagecheck.intake.exports.listing import ExportTable, PartFile
from wagecheck.intake.exports.reading import PartRead
from wagecheck.intake.exports.scans import too_many_rows
from wagecheck.intake.files import Listed
from wagecheck.intake.issues import Issue
from wagecheck.ledgers.catalogue import TITLES, schema

_ROWLESS: Final = Columns((), {})


@dataclass(frozen=True)
class TableRead:
    """A table: ``records`` with the columns of its ledger but ``src``; ``parts``: what is to be told of every file.

    ``problems``: part (or None for the table) and issue of what was refused; then there are no records.
    """

    table: ExportTable
    parts: tuple[PartRead, ...]
    records: pl.DataFrame
    faults: pl.DataFrame = field(default_factory=FAULTS.to_frame)
    assumed: pl.DataFrame = field(default_factory=ASSUMED.to_frame)
    columns: Columns = _ROWLESS
    punches: bool = False
    problems: tuple[tuple[PartFile | None, Issue], ...] = ()

    @property
    def ledger(self) -> str:
        """The ledger of the table; empty where its name is none."""
        return self.table.ledger or ""

    def why(self) -> tuple[str, str]:
        """Why it has no records, in two languages."""
        return (self.problems[0][1].zh, self.problems[0][1].en) if self.problems else ("没有内容", "nothing in it")


def read(
    tables: Sequence[ExportTable],
    *,
    jobs: int,
    passwords: Sequence[str],
    begun: Callable[[Listed], None],
) -> list[TableRead]:
    """All tables, ``jobs`` parts at a time; ``begun`` is told every part before it is read."""

    def one(task: tuple[ExportTable, PartFile]) -> PartRead:
        table, part = task
        begun(part.listed)
        return _part(table, part, passwords)

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
    parts = iter(answers)
    return [_whole(table, tuple(next(parts) for _ in table.parts)) for table in tables]


def _part(table: ExportTable, part: PartFile, passwords: Sequence[str]) -> PartRead:
    if table.ledger is None:
        return PartRead(_digest(part, passwords), refusal=_nameless(table))
    try:
        told: PartRead = apart.shared().run(
            reading.read,
            part,
            table.ledger,
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


def _whole(table: ExportTable, parts: tuple[PartRead, ...]) -> TableRead:
    """The table of its parts; a table of which a part cannot be read is not judged by the rest."""
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
    records, faults, assumed = [], [], []
    before = 0
    for number, part in enumerate(parts):
        moved = pl.col("row") + before
        records.append(reading.frame(part.records).with_columns(moved, src=pl.lit(number, dtype=pl.Int32)))
        faults.append(reading.frame(part.faults).with_columns(pl.col("rows").list.eval(pl.element() + before)))
        assumed.append(reading.frame(part.assumed).with_columns(moved))
        before += part.rows
    whole = pl.concat(records, how="diagonal")
    punches = any(part.punches for part in parts)
    if punches and len(parts) > 1:  # a day may begin in one part and end in the next
        whole = device_days.once(whole, range(len(parts)))
    columns = parts[0].columns
    return TableRead(
        table, parts, whole.drop("src"), together(pl.concat(faults)), pl.concat(assumed), columns or _ROWLESS, punches
    )


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
