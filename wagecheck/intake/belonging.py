"""Whose a table is: project, contractor, team and period of every table, and what contradicts (IN14).

Runs after all files of a project are read, because the project workbook lists the full names that short ones stand for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from wagecheck.intake import origins
from wagecheck.intake.constant import constant
from wagecheck.intake.issues import Issue
from wagecheck.intake.origins import Span, Told
from wagecheck.intake.parts import FileParts, Part
from wagecheck.intake.wordings import dictionary
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
}


@dataclass(frozen=True)
class Project:
    """What is known of a project before its tables are told apart: its name, its contractors, who is none of them."""

    name: str
    contractors: tuple[str, ...]
    former: dict[str, str]
    others: tuple[str, ...]
    described: bool
    folder_company: str | None = None


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


def project_of(files: Sequence[FileParts], folder: str) -> Project:
    """The project of the standing data, else the one that titles and bands name most often, else the folder."""
    parts = [part for file in files for part in file.parts]
    names = _values(parts, "project", "name")
    told = Counter(t.value for part in parts for t in part.origin.projects)
    name = names[0] if names else told.most_common(1)[0][0] if told else folder
    listed = _values(parts, "contractor", "name")
    described = bool(listed)
    if not listed:  # without a list the full names that stand anywhere serve for the short ones
        seen = {t.value for part in parts for t in part.origin.contractors if not t.weak and _is_company(t.value)}
        seen |= {v for part in parts for v in _column(part, "contractor") if _is_company(v)}
        listed = sorted(seen, key=lambda v: (-len(v), v))
        listed = [
            v
            for i, v in enumerate(listed)
            if not any(origins.company_key(v) == origins.company_key(o) for o in listed[:i])
        ]
    former: dict[str, str] = {}
    for part in parts:
        if part.ledger == "contractor":
            for now, before in part.records.select("name", "former_names").iter_rows():
                former.update(
                    {
                        one: now
                        for one in str(before or "").replace("；", "、").replace(";", "、").split("、")
                        if one and now
                    }
                )
    others = [*_values(parts, "project", "general_contractor"), *_values(parts, "project", "owner")]
    company, _ = origins.split_company(folder)
    return Project(name, tuple(listed), former, tuple(others), described or bool(names), company)


def home(part: Part, project: Project) -> Home:
    """Where the table belongs, and IN14 where its sources contradict each other or say nothing."""
    if part.ledger in STANDING:
        return Home(project.name, None, None, None, None, None)
    told = statements(part, project)
    span, span_from = part.origin.span, part.origin.span_from
    problems: list[Issue] = []
    contractor: str | None
    source: str | None
    columns = sorted(set(_column(part, "contractor")))
    if len(columns) == 1:
        problems += _contradiction(part, [Told("column", full_name(columns[0], project)), *told])
        contractor, source = full_name(columns[0], project), "column"
    elif columns:
        contractor, source = None, "column"
    elif told:
        problems += _contradiction(part, told)
        contractor, source = told[0].value, told[0].source
    else:
        employers = sorted({full_name(v, project) for v in _column(part, "employer")})
        contractor = employers[0] if len(employers) == 1 else project.folder_company if not employers else None
        source = "column" if employers else "folder" if contractor else None
        if contractor is None and not employers and part.rows:
            problems.append(_unknown_contractor())
    if "period_start" in part.records.columns and part.records["period_start"].is_not_null().any():
        first, last = part.records["period_start"].min(), part.records["period_end"].max()
        span, span_from = Span(first, last), "column"  # type: ignore[arg-type]
    elif (span is None and part.rows and part.ledger in ("payroll", "notice")) or (
        span is None and part.rows and part.layout == "summary"
    ):
        problems.append(_unknown_period())
    team = part.origin.teams[0].value if part.origin.teams else None
    return Home(project.name, contractor, source, team, span, span_from, tuple(problems))


def full_name(name: str, project: Project) -> str:
    """The contractor's listed name for a short, former or differently written one."""
    former = {origins.company_key(k): v for k, v in project.former.items()}
    return former.get(origins.company_key(name)) or origins.canonical(name, project.contractors)


def statements(part: Part, project: Project) -> list[Told]:
    """What band, title, file and folder say of the contractor, by full names, nearest first."""
    named = [Told(t.source, full_name(t.value, project), t.weak) for t in part.origin.contractors]
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
    return told.source != "folder" or _is_company_like(told.value)


def _is_other(told: Told, project: Project) -> bool:
    return told.value not in project.contractors and any(
        origins.same_name(told.value, other) for other in project.others
    )


def _is_company(name: str) -> bool:
    return any(name.endswith(word) for word in dictionary().names["company"])


def _is_company_like(name: str) -> bool:
    return any(word in name for word in dictionary().names["company_hint"])


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


def _values(parts: Sequence[Part], ledger: str, column: str) -> list[str]:
    found = [v for part in parts if part.ledger == ledger for v in part.records[column].drop_nulls().to_list()]
    return list(dict.fromkeys(map(str, found)))


def _column(part: Part, name: str) -> list[str]:
    return part.records[name].drop_nulls().unique().to_list() if name in part.records.columns else []


def placed(frame: pl.DataFrame, ledger: str, src: int, here: Home, project: Project) -> pl.DataFrame:
    """A frame with all columns of the ledger; the record's own contractor, team and period go before the table's."""
    height = frame.height
    columns = {series.name: series for series in frame.get_columns()}
    columns["src"] = constant("src", src, pl.Int32, height)
    columns["project"] = constant("project", here.project, pl.String, height)
    columns["contractor"] = _contractors(columns, here, project, height)
    span = here.span if ledger in PERIODIC and here.span_from != "column" else None
    if ledger not in PERIODIC:
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


def _contractors(columns: dict[str, pl.Series], here: Home, project: Project, height: int) -> pl.Series:
    """The listed names of the contractors in the records' own column, that of the table where it has none."""
    named = next((c for c in ("contractor", "employer") if c in columns and here.contractor_from == "column"), None)
    if named is None:
        return constant("contractor", here.contractor, pl.String, height)
    full = {v: full_name(v, project) for v in columns[named].drop_nulls().unique().to_list()}
    own = pl.col(named).replace(full) if full else pl.col(named)
    contractor = pl.coalesce(own, pl.lit(here.contractor, dtype=pl.String))
    return columns[named].to_frame().select(contractor.alias("contractor"))["contractor"]
