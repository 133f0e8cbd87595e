"""A submission: every file read, every table placed, every problem named. Intake never judges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import polars as pl

from wagecheck.errors import InputError
from wagecheck.intake import belonging, files, issues
from wagecheck.intake.belonging import Home, Project
from wagecheck.intake.constant import constant
from wagecheck.intake.files import Listed
from wagecheck.intake.issues import Issue
from wagecheck.intake.origins import Span
from wagecheck.intake.parts import FileParts, Part, read_files
from wagecheck.intake.reading import NO_TOTALS
from wagecheck.ledgers.catalogue import LEDGERS, empty

SOURCES: Final = pl.Schema(
    {
        "src": pl.Int32,
        "file": pl.String,
        "sheet": pl.String,
        "ledger": pl.String,
        "layout": pl.String,
        "project": pl.String,
        "contractor": pl.String,
        "team": pl.String,
        "period_start": pl.Date,
        "period_end": pl.Date,
        "contractor_from": pl.String,
        "period_from": pl.String,
        "header_row": pl.Int32,
        "first_row": pl.Int32,
        "last_row": pl.Int32,
        "rows": pl.Int32,
        "confidence": pl.Float64,
        "hidden": pl.Boolean,
        "device_export": pl.Boolean,
    }
)
CELLS: Final = pl.Schema(
    {
        "src": pl.Int32,
        "field": pl.String,
        "col": pl.Int32,
        "row_offset": pl.Int32,
        "header": pl.String,
        "confidence": pl.Float64,
    }
)


@dataclass(frozen=True)
class InputFile:
    """One file of the submission. ``status``: read · unrecognised (no ledger in it) · unreadable · ignored."""

    path: str
    sha256: str
    size: int
    kind: str
    rows: int
    status: str


@dataclass(frozen=True)
class Submission:
    """What was handed in: all ledgers (always present, with all columns), and how they were read."""

    ledgers: dict[str, pl.DataFrame]
    sources: pl.DataFrame
    cells: pl.DataFrame
    issues: pl.DataFrame
    totals: pl.DataFrame
    files: tuple[InputFile, ...]


@dataclass(frozen=True)
class _Placed:
    src: int
    file: str
    part: Part
    home: Home
    project: Project


def read(paths: Sequence[Path], *, project_file: Path | None = None, jobs: int = 1) -> Submission:
    """Read folders and files into a submission. Each PATH, or folder with a project workbook, is one project.

    ``project_file`` is a project workbook that stands elsewhere; it describes every PATH. ``jobs`` processes read files
    side by side. Raises InputError for a missing path, a folder without files, and where no file holds any ledger.
    """
    found = files.listed([Path(path) for path in paths])
    if project_file is not None:
        if not project_file.is_file():
            raise InputError(f"找不到项目信息文件：{project_file}", f"no such project workbook: {project_file}")
        first = found[0].root
        # under its usual name it is known for what it is, wherever it stands
        elsewhere = Listed(project_file, project_file.name, f"项目信息{project_file.suffix}", first)
        found = [entry for entry in found if entry.path.resolve() != project_file.resolve()] + [elsewhere]
    handed_in = _read_all(found, jobs)
    if not any(file.parts for file in handed_in):
        raise _nothing(handed_in)
    return _assemble(handed_in, one_project=project_file is not None)


def _read_all(found: Sequence[Listed], jobs: int) -> list[FileParts]:
    groups = files.groups(found)
    if jobs <= 1 or len(groups) < 2:
        return [file for group in groups for file in read_files(group)]
    import multiprocessing  # noqa: PLC0415
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    # spawned, not forked: a fork would inherit the locks of the engine's threads
    with ProcessPoolExecutor(min(jobs, len(groups)), mp_context=multiprocessing.get_context("spawn")) as pool:
        return [file for group in pool.map(read_files, groups) for file in group]


def _nothing(handed_in: Sequence[FileParts]) -> InputError:
    """No file holds any ledger: the first three and why, and how many more there are."""
    told = [f"{file.listed.name}（{_why(file)[0]}）" for file in handed_in[:3]]
    told_en = [f"{file.listed.name} ({_why(file)[1]})" for file in handed_in[:3]]
    more = len(handed_in) - len(told)
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


def _assemble(handed_in: Sequence[FileParts], *, one_project: bool) -> Submission:
    placed: list[_Placed] = []
    loose: list[tuple[FileParts, str, Issue, Home]] = []
    roots = sorted({file.listed.root for file in handed_in})
    described = [f for f in handed_in if files.is_project_file(Path(f.listed.inner))] if one_project else []
    projects: dict[Path, Project] = {}
    for root in roots:
        own = [file for file in handed_in if file.listed.root == root]
        project = belonging.project_of([*own, *(f for f in described if f not in own)], root.resolve().name)
        projects[root] = project
    for file in handed_in:
        project = projects[file.listed.root]
        for part in file.parts:
            placed.append(_Placed(len(placed) + 1, file.listed.name, part, belonging.home(part, project), project))
        for sheet, issue in file.problems:
            loose.append((file, sheet, issue, _home_of_file(file, project)))
    return Submission(
        ledgers=_ledgers(placed),
        sources=_sources(placed),
        cells=_cells(placed),
        issues=_issues(placed, loose),
        totals=_totals(placed),
        files=tuple(_input_file(file) for file in handed_in),
    )


def _home_of_file(file: FileParts, project: Project) -> Home:
    """Contractor and period of a file without a readable table, by its path alone."""
    if files.is_project_file(Path(file.listed.inner)):
        return Home(project.name, None, None, None, None, None)
    told = file.origin.contractors
    contractor = belonging.full_name(told[0].value, project) if told else project.folder_company
    return Home(
        project.name, contractor, told[0].source if told else None, None, file.origin.span, file.origin.span_from
    )


def _ledgers(placed: Sequence[_Placed]) -> dict[str, pl.DataFrame]:
    frames: dict[str, list[pl.DataFrame]] = {name: [] for name in LEDGERS}
    for entry in placed:
        for name, frame in entry.part.frames.items():
            if frame.height:
                frames[name].append(belonging.placed(frame, name, entry.src, entry.home, entry.project))
    return {name: pl.concat(parts, rechunk=True) if parts else empty(name) for name, parts in frames.items()}


def _sources(placed: Sequence[_Placed]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            (
                entry.src, entry.file, entry.part.sheet, entry.part.ledger, entry.part.layout, entry.home.project,
                entry.home.contractor, entry.home.team, entry.home.span.start if entry.home.span else None,
                entry.home.span.end if entry.home.span else None, entry.home.contractor_from, entry.home.span_from,
                entry.part.header_row, entry.part.first_row, entry.part.last_row, entry.part.rows,
                entry.part.confidence, entry.part.hidden, entry.part.device_export,
            )
            for entry in placed
        ],
        schema=SOURCES, orient="row",
    )  # fmt: skip


def _cells(placed: Sequence[_Placed]) -> pl.DataFrame:
    rows = [
        (entry.src, cell.field, cell.col, cell.row_offset, cell.header, cell.confidence)
        for entry in placed
        for cell in entry.part.cells
    ]
    return pl.DataFrame(rows, schema=CELLS, orient="row")


def _totals(placed: Sequence[_Placed]) -> pl.DataFrame:
    frames = [
        pl.DataFrame([constant("src", entry.src, pl.Int32, totals.height), *totals.get_columns()])
        for entry in placed
        if (totals := entry.part.totals).height
    ]
    return pl.concat(frames) if frames else pl.DataFrame([constant("src", None, pl.Int32, 0), *NO_TOTALS.get_columns()])


def _issues(placed: Sequence[_Placed], loose: Sequence[tuple[FileParts, str, Issue, Home]]) -> pl.DataFrame:
    rows: list[tuple[object, ...]] = []
    for entry in placed:
        owners = _owners(entry)
        for issue in (*entry.part.issues, *entry.home.issues):
            row_home = owners.get(issue.row, entry.home) if issue.row is not None else entry.home
            rows.append(_issue_row(issue, entry.src, entry.file, entry.part.sheet, row_home))
    rows += [_issue_row(issue, None, file.listed.name, sheet, home) for file, sheet, issue, home in loose]
    return pl.DataFrame(rows, schema=issues.SCHEMA, orient="row")


def _owners(entry: _Placed) -> dict[int, Home]:
    """Row → home, where a record's own columns tell contractor or period and an issue speaks of it."""
    if not entry.part.issues or "column" not in (entry.home.contractor_from, entry.home.span_from):
        return {}
    named = {issue.row for issue in entry.part.issues if issue.row is not None}
    name = "attendance_summary" if entry.part.ledger == "attendance" else entry.part.ledger
    frame = belonging.placed(entry.part.records, name, entry.src, entry.home, entry.project)
    frame = frame.filter(pl.col("row").is_in(list(named))).select("row", "contractor", "period_start", "period_end")
    return {
        row: replace(entry.home, contractor=contractor, span=Span(start, end) if start and end else entry.home.span)
        for row, contractor, start, end in frame.iter_rows()
    }


def _issue_row(issue: Issue, src: int | None, file: str, sheet: str, home: Home) -> tuple[object, ...]:
    return (
        issue.code, src, file, sheet or None, issue.row, issue.col, home.project, home.contractor,
        home.span.start if home.span else None, home.span.end if home.span else None,
        issue.field, issue.raw, issue.zh, issue.en, issue.count,
    )  # fmt: skip


def _input_file(file: FileParts) -> InputFile:
    status = (
        "ignored"
        if not file.listed.opened
        else "unreadable"
        if file.refused
        else "read"
        if file.parts
        else "unrecognised"
    )
    return InputFile(file.listed.name, file.sha256, file.size, file.kind, sum(part.rows for part in file.parts), status)
