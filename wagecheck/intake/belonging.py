"""Whose a table is: project, contractor, team and period of every table, and what contradicts (IN14).

Runs after all files of a project are read, because the project workbook lists the full names that short ones stand for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from wagecheck.intake import firm_names, origins
from wagecheck.intake.constant import constant
from wagecheck.intake.firms import Project, column, firms_and_teams, full_name, listed_name
from wagecheck.intake.issues import Issue
from wagecheck.intake.origins import Span, Told
from wagecheck.intake.parts import Part
from wagecheck.ledgers.catalogue import schema

#: Ledgers whose rows are for one pay period.
PERIODIC = frozenset({"attendance", "attendance_summary", "payroll", "payroll_item", "payment", "notice"})
#: Ledgers of the project itself; they belong to no contractor.
STANDING = frozenset({"project", "contractor", "account", "account_flow", "guarantee", "insurance", "board"})
_WORDS = {
    "column": "栏目",
    "band": "表头栏",
    "title": "标题",
    "sheet": "工作表名",
    "file": "文件名",
    "folder": "文件夹名",
    "mapping": "识别对照表",
}


@dataclass(frozen=True)
class Beside:
    """What the other sheets of a file agree on; None where they do not, or say nothing."""

    contractor: str | None = None
    span: Span | None = None


@dataclass(frozen=True)
class Home:
    """Where a table belongs and which source told it."""

    project: str
    contractor: str | None
    contractor_from: str | None
    team: str | None
    span: Span | None
    span_from: str | None
    issues: tuple[Issue, ...] = ()


def homes(parts: Sequence[Part], project: Project) -> list[Home]:
    """Where the tables of one file belong. A sheet that says nothing belongs where all other sheets of the file do."""
    found = [home(part, project) for part in parts]
    by_column = any(here.contractor is None and here.contractor_from == "column" for here in found)
    firms = set() if by_column else {here.contractor for here in found} - {None}
    spans = {here.span for part, here in zip(parts, found, strict=True) if part.ledger in PERIODIC} - {None}
    beside = Beside(
        next(iter(firms)) if len(firms) == 1 else None,
        next(iter(spans)) if len(spans) == 1 else None,
    )
    if beside == Beside():
        return found
    return [
        home(part, project, beside)
        if (here.contractor is None and here.contractor_from is None) or here.span is None
        else here
        for part, here in zip(parts, found, strict=True)
    ]


def home(part: Part, project: Project, beside: Beside = Beside()) -> Home:
    """Where the table belongs, and IN14 where its sources contradict each other or say nothing."""
    if part.ledger in STANDING:
        return Home(project.name, None, None, None, None, None)
    told = statements(part, project)
    span, span_from = part.origin.span, part.origin.span_from
    if span is None and beside.span is not None and part.ledger in PERIODIC:
        span, span_from = beside.span, "file"
    problems: list[Issue] = []
    contractor: str | None
    source: str | None
    settled = bool(told) and told[0].source == "mapping"  # what the clerk has settled no column contradicts
    columns = [] if settled else sorted(firms_and_teams(column(part, "contractor"), project)[0])
    if len(columns) == 1:
        problems += _contradiction(part, [Told("column", full_name(columns[0], project)), *told])
        contractor, source = full_name(columns[0], project), "column"
    elif columns:
        contractor, source = None, "column"
    elif told:
        problems += _contradiction(part, told)
        contractor, source = told[0].value, told[0].source
    else:
        employers = sorted({full_name(v, project) for v in column(part, "employer")})
        contractor = employers[0] if len(employers) == 1 else None
        source = "column" if employers else None
        if not employers:
            contractor, source = _last_resort(part, project, beside)
        # whose workers a bank paid, their names tell
        if contractor is None and not employers and part.rows and part.ledger != "payment":
            problems.append(_unknown_contractor())
    settled = span_from == "mapping"
    if not settled and "period_start" in part.records.columns and part.records["period_start"].is_not_null().any():
        first, last = part.records["period_start"].min(), part.records["period_end"].max()
        span, span_from = Span(first, last), "column"  # type: ignore[arg-type]
    elif (span is None and part.rows and part.ledger in ("payroll", "notice")) or (
        span is None and part.rows and part.layout == "summary"
    ):
        problems.append(_unknown_period())
    team = _team(part, project)
    return Home(project.name, contractor, source, team, span, span_from, tuple(problems))


def _last_resort(part: Part, project: Project, beside: Beside) -> tuple[str | None, str | None]:
    """Contractor and source where nothing around the table names it: who paid, the other sheets, the folder."""
    payers = {full_name(value, project) for value in column(part, "payer_name")} & set(project.contractors)
    if part.ledger == "payment" and len(payers) == 1:
        return payers.pop(), "column"
    if beside.contractor is not None:
        return beside.contractor, "file"
    return project.folder_company, "folder" if project.folder_company else None


def _team(part: Part, project: Project) -> str | None:
    """The team that title, sheet, file or folder names; the name of a listed contractor is none."""
    for told in part.origin.teams:
        if full_name(told.value, project) in project.contractors:
            continue
        full = listed_name(told.value, project)
        if full is None:
            return told.value
        key = firm_names.company_key(full)
        start = next((n for n in range(len(told.value), 1, -1) if firm_names.same_name(told.value[:n], key)), 0)
        return told.value[start:] or told.value
    return None


def statements(part: Part, project: Project) -> list[Told]:
    """What band, title, file and folder say of the contractor, by full names, nearest first."""
    named = [Told(t.source, full_name(t.value, project), t.weak) for t in part.origin.contractors]
    short = [Told(t.source, full) for t in part.origin.names if (full := listed_name(t.value, project)) is not None]
    # a full name says more than a word of the same source
    named += [t for t in short if not any(t.source == other.source and not other.weak for other in named)]
    named.sort(key=lambda t: origins.SOURCES.index(t.source) if t.source in origins.SOURCES else -1)
    strong = [t for t in named if not t.weak and _counts(t, project)]
    if strong:
        return strong
    return [t for t in named if not _is_other(t, project)] or named


def _counts(told: Told, project: Project) -> bool:
    if _is_other(told, project):
        return False
    if told.value in project.contractors:
        return True
    if told.source == "title" and project.described:
        return False
    return told.source != "folder" or origins.is_company_like(told.value)


def _is_other(told: Told, project: Project) -> bool:
    return told.value not in project.contractors and any(
        firm_names.same_name(told.value, other) for other in project.others
    )


def _contradiction(part: Part, told: Sequence[Told]) -> list[Issue]:
    against = origins.contradictions(told)
    if not against:
        return []
    zh = "；".join(f"{_WORDS[t.source]}写的是“{t.value}”" for t in against)
    en = "; ".join(f"{t.source}: {t.value}" for t in against)
    return [
        Issue(
            "IN14",
            f"参建单位互相矛盾：{zh}。本次按{_WORDS[against[0].source]}归到“{against[0].value}”，请核对后统一",
            f"sources of the contractor contradict each other: {en}; taken as {against[0].value}",
            part.header_row, None, "contractor", against[-1].value,
        )
    ]  # fmt: skip


def _unknown_contractor() -> Issue:
    return Issue(
        "IN14",
        "看不出这张表是哪个参建单位的：文件夹、文件名、标题和栏目里都没有单位名称；请放入以单位命名的文件夹",
        "neither folder, file, title nor column names the contractor; put the file into a folder named like it",
        field="contractor",
    )


def _unknown_period() -> Issue:
    return Issue(
        "IN14",
        "看不出这张表属于哪个月：栏目、标题、工作表名和文件名里都没有年月；请在标题里写明所属年月",
        "neither column, title, sheet nor file name tells the pay period; write the month into the title",
        field="period",
    )


def placed(frame: pl.DataFrame, ledger: str, src: int, here: Home, project: Project) -> pl.DataFrame:
    """A frame with all columns of the ledger; the record's own contractor, team and period go before the table's."""
    height = frame.height
    columns = {series.name: series for series in frame.get_columns()}
    columns["src"] = constant("src", src, pl.Int32, height)
    columns["project"] = constant("project", here.project, pl.String, height)
    columns["team"] = _teams(columns, project, height)
    columns["contractor"] = _contractors(columns, here, project, height)
    span = here.span if ledger in PERIODIC and here.span_from != "column" else None
    if ledger not in PERIODIC or here.span_from == "mapping":
        columns.pop("period_start", None)
        columns.pop("period_end", None)
    for name, dtype, value in (
        ("team", pl.String, here.team),
        ("period_start", pl.Date, span.start if span else None),
        ("period_end", pl.Date, span.end if span else None),
    ):
        own = columns.get(name)
        if own is None:
            columns[name] = constant(name, value, dtype, height)
        elif value is not None and own.null_count():
            columns[name] = own.to_frame().select(pl.col(name).fill_null(pl.lit(value)))[name]
    return pl.DataFrame(
        [
            column if column.dtype == dtype else column.cast(dtype)
            for column, dtype in ((columns[name], dtype) for name, dtype in schema(ledger).items())
        ]
    )


def _teams(columns: dict[str, pl.Series], project: Project, height: int) -> pl.Series:
    """The records' own teams; 木工班组 in a column of units (单位) is a team, too."""
    team = columns["team"] if "team" in columns else constant("team", None, pl.String, height)
    if "contractor" not in columns or columns["contractor"].null_count() == height:
        return team
    _, teams = firms_and_teams(columns["contractor"].drop_nulls().unique().to_list(), project)
    if not teams:
        return team
    told = pl.DataFrame([team, columns["contractor"]])
    is_team = pl.col("contractor").is_in(sorted(teams))
    return told.select(pl.coalesce("team", pl.when(is_team).then("contractor")).alias("team"))["team"]


def _contractors(columns: dict[str, pl.Series], here: Home, project: Project, height: int) -> pl.Series:
    """The listed names of the contractors in the records' own column, that of the table where it has none."""
    named = next((c for c in ("contractor", "employer") if c in columns and here.contractor_from == "column"), None)
    if named is None:
        return constant("contractor", here.contractor, pl.String, height)
    firms, _ = firms_and_teams(columns[named].drop_nulls().unique().to_list(), project)
    full = {v: full_name(v, project) for v in sorted(firms)}
    own = pl.col(named).replace_strict(full, default=None, return_dtype=pl.String) if full else pl.lit(None, pl.String)
    contractor = pl.coalesce(own, pl.lit(here.contractor, dtype=pl.String))
    return columns[named].to_frame().select(contractor.alias("contractor"))["contractor"]
