"""A submission: every file read, every table placed, every problem named. Intake never judges."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from wagecheck.errors import InputError
from wagecheck.intake import assembly, belonging, copies, files, firms, undated, yearly
from wagecheck.intake.assembly import COUNTS, SERIALS, InputFile, Placed
from wagecheck.intake.assumptions import ASSUMPTIONS
from wagecheck.intake.belonging import Home
from wagecheck.intake.exports import joining, listing
from wagecheck.intake.exports.pieces import Keeper
from wagecheck.intake.exports.spilled import Spilled
from wagecheck.intake.exports.tables import TableRead
from wagecheck.intake.files import Listed
from wagecheck.intake.firms import Project
from wagecheck.intake.guarded import Reader
from wagecheck.intake.issues import Issue
from wagecheck.intake.mapping import use as mapping_use
from wagecheck.intake.mapping.sheet_mapping import SheetMapping, Use
from wagecheck.intake.parts import FileParts, Part
from wagecheck.intake.progress import Count, Progress


@dataclass(frozen=True)
class Submission:
    """What was handed in: all ledgers (always present, with all columns), and how they were read."""

    ledgers: dict[str, pl.DataFrame]
    sources: pl.DataFrame
    cells: pl.DataFrame
    issues: pl.DataFrame
    totals: pl.DataFrame
    files: tuple[InputFile, ...]
    headings: pl.DataFrame = field(default_factory=mapping_use.HEADINGS.to_frame)
    """The headings of every table, read or not (``mapping_use.HEADINGS``)."""
    mapping: Use | None = None
    """What became of the clerk's corrections; None where there were none."""
    assumptions: pl.DataFrame = field(default_factory=ASSUMPTIONS.to_frame)
    """What was assumed where values were read (``assumptions.ASSUMPTIONS``)."""
    counts: pl.DataFrame = field(default_factory=COUNTS.to_frame)
    serials: pl.DataFrame = field(default_factory=SERIALS.to_frame)
    spilled: Spilled | None = None
    """Records of export tables that lie on disk, because they are very many; ``ledgers`` lack them."""


def read(
    paths: Sequence[Path],
    *,
    project_file: Path | None = None,
    project_name: str | None = None,
    jobs: int = 1,
    mapping: SheetMapping | None = None,
    may_be_empty: bool = False,
    passwords: Sequence[str] = (),
    progress: Progress | None = None,
    keeper: Keeper | None = None,
) -> Submission:
    """Read folders and files into a submission. Each PATH, or folder with a project workbook, is one project.

    ``project_file`` is a project workbook that stands elsewhere; it describes every PATH. ``project_name`` is the
    project of the PATHs whose files name none (by default each is called like its folder). Files are read apart from
    this process (``apart``), ``jobs`` at a time. ``mapping`` holds the clerk's corrections. ``passwords`` are tried on
    whatever is encrypted. ``keeper`` holds the records of export tables (in memory by default, however many).
    ``progress`` is told how many files are done, of how many, and the name of the next (or last)
    one. Raises InputError for a missing path, a folder without files, and, unless it ``may_be_empty``, where no file
    holds any ledger.
    """
    found = files.listed([Path(path) for path in paths], passwords)
    if project_file is not None:
        if not project_file.is_file():
            raise InputError(f"找不到项目信息文件：{project_file}", f"no such project workbook: {project_file}")
        first = found[0].root
        # under its usual name it is known for what it is, wherever it stands
        elsewhere = Listed(project_file, project_file.name, f"项目信息{project_file.suffix}", first)
        found = [entry for entry in found if entry.path.resolve() != project_file.resolve()] + [elsewhere]
    if mapping is not None:  # it says how to read the submission and is no part of it
        found = [entry for entry in found if entry.path.resolve() != mapping.file]
    found, tables = listing.apart(found)
    reader = Reader(mapping, passwords)
    count = Count(len(found) + sum(len(table.parts) for table in tables), progress)
    handed_in = reader.all(files.groups(found), jobs, count)
    handed_in = copies.set_aside(handed_in)
    exported = reader.tables(tables, jobs, count, keeper)
    count.all_done()
    if not may_be_empty and not any(file.parts for file in handed_in) and not any(t.height for t in exported):
        raise _nothing(handed_in, exported)
    named = {} if project_name is None else {Path(path).resolve(): project_name for path in paths}
    given = _assemble(handed_in, one_project=project_file is not None, named=named)
    given = replace(given, **joining.added(given, exported))
    return replace(given, headings=mapping_use.headings(handed_in), mapping=mapping_use.use(mapping, handed_in))


def _nothing(handed_in: Sequence[FileParts], exported: Sequence[TableRead]) -> InputError:
    """No file holds any ledger: the first three and why, and how many more there are."""
    handed_in = [file for file in handed_in if not file.listed.bundle] or handed_in
    reasons = [(read.table.name, *read.why()) for read in exported]
    reasons += [(file.listed.name, *_why(file)) for file in handed_in]
    told = [f"{name}（{why}）" for name, why, _ in reasons[:3]]
    told_en = [f"{name} ({why})" for name, _, why in reasons[:3]]
    more = len(reasons) - len(told)
    return InputError(
        f"没有认出任何台账：{'；'.join(told)}{f'；另有 {more} 个文件' if more else ''}。"
        "请提交 xlsx、xls 或 csv 表格，在第一行写明表名（如“10月工资表”），并使用规范的表头。",
        f"no ledger was recognised: {'; '.join(told_en)}{f'; and {more} more files' if more else ''}. "
        "Submit xlsx, xls or csv tables with a title in the first row and the usual headings.",
    )


def _why(file: FileParts) -> tuple[str, str]:
    if not file.listed.opened:
        return "不是表格，没有打开", "no table, not opened"
    if file.refused:
        issue = file.problems[0][1]
        return f"没有读取：{issue.zh}", f"not read: {issue.en}"
    missing = [issue for _, issue in file.problems if issue.code == "IN03"]
    if missing:
        return missing[0].zh, missing[0].en
    return ("没有认识的表头", "no known heading") if file.problems else ("没有内容", "nothing in it")


def _assemble(handed_in: Sequence[FileParts], *, one_project: bool, named: Mapping[Path, str]) -> Submission:
    placed: list[Placed] = []
    loose: list[tuple[FileParts, str, Issue, Home]] = []
    roots = sorted({file.listed.root for file in handed_in})
    described = [f for f in handed_in if files.is_project_file(Path(f.listed.inner))] if one_project else []
    projects: dict[Path, Project] = {}
    for root in roots:
        own = [file for file in handed_in if file.listed.root == root]
        project = firms.project_of(
            [*own, *(f for f in described if f not in own)],
            files.folder_name(root.resolve().name),
            named.get(root.resolve()),
        )
        projects[root] = project
    homes: dict[Path, list[tuple[Part, Home]]] = {root: [] for root in roots}
    for file in handed_in:
        root, project = file.listed.root, projects[file.listed.root]
        homes[root] += zip(file.parts, belonging.homes(file.parts, project), strict=True)
        for sheet, issue in file.problems:
            loose.append((file, sheet, issue, _home_of_file(file, project)))
    settled = {root: iter(undated.settle(yearly.settle(found))) for root, found in homes.items()}
    for file in handed_in:
        root = file.listed.root
        for part, home in itertools.islice(settled[root], len(file.parts)):
            placed.append(Placed(len(placed) + 1, file.listed.name, part, home, projects[root]))
    return Submission(
        ledgers=assembly.ledgers(placed),
        sources=assembly.sources(placed),
        cells=assembly.cells(placed),
        issues=assembly.issues(placed, loose),
        totals=assembly.totals(placed),
        assumptions=assembly.assumptions(placed),
        counts=assembly.counts(placed),
        serials=assembly.serials(placed),
        files=tuple(assembly.input_file(file) for file in handed_in),
    )


def _home_of_file(file: FileParts, project: Project) -> Home:
    """Contractor and period of a file without a readable table, by its path alone."""
    if files.is_project_file(Path(file.listed.inner)):
        return Home(project.name, None, None, None, None, None)
    told = file.origin.contractors
    contractor = firms.full_name(told[0].value, project) if told else project.folder_company
    return Home(
        project.name, contractor, told[0].source if told else None, None, file.origin.span, file.origin.span_from
    )
