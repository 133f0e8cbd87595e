"""Export tables beside workbooks: one submission, its sources numbered on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from wagecheck.errors import InputError
from wagecheck.intake import device_days
from wagecheck.intake import issues as issue_rows
from wagecheck.intake.assembly import InputFile
from wagecheck.intake.assumptions import ASSUMPTIONS
from wagecheck.intake.exports import days, items, placing, summaries
from wagecheck.intake.exports.faults import OWNERS, worded
from wagecheck.intake.exports.placing import Placed
from wagecheck.intake.exports.spilled import Spilled
from wagecheck.intake.exports.tables import TableRead
from wagecheck.intake.firms import Project
from wagecheck.intake.issues import Issue
from wagecheck.ledgers.catalogue import LEDGERS, schema
from wagecheck.ledgers.provenance import MAX_SRC, pack_one

if TYPE_CHECKING:
    from wagecheck.intake.submission import Submission


def added(given: Submission, read: Sequence[TableRead]) -> dict[str, Any]:
    """The fields of ``given`` that change by the tables (for ``dataclasses.replace``)."""
    if not read:
        return {}
    tables = placing.named(read, _projects(given.ledgers, read))
    placed: list[Placed] = []
    first = 1 + int(str(given.sources["src"].max() or 0))
    for table in sorted((one for one in tables if one.ledger), key=_late):
        if not table.height:
            continue
        found = placing.place(table, first)
        placed.append(found)
        first += found.sources.height
        if first > MAX_SRC:
            raise _too_many()
    return _fields(given, placed, tables)


def _too_many() -> InputError:
    return InputError(
        f"资料里的台账（每个项目、单位、月份各算一张）超过 {MAX_SRC} 张。请按地区或月份分几次检查。",
        f"more than {MAX_SRC} tables (one per project, contractor and month): check regions or months apart",
    )


def _late(read: TableRead) -> tuple[bool, str]:
    """Items come after the payrolls that they belong to."""
    return read.ledger == "payroll_item", read.table.name


def _fields(given: Submission, placed: list[Placed], tables: Sequence[TableRead]) -> dict[str, Any]:
    there = [one for one in placed if not one.read.pieces]
    away = tuple(one for one in placed if one.read.pieces)
    # what lies on disk is joined with the rest of its own project, when that is asked for
    ledgers, loose = _ledgers(given, there) if not away else (_stacked(given.ledgers, there), _no_issues())
    return {
        "ledgers": ledgers,
        "sources": pl.concat([given.sources, *(one.sources for one in placed)]),
        "cells": pl.concat([given.cells, *(placing.cells(one) for one in placed)]),
        "issues": pl.concat([given.issues, *_issues(placed, tables), loose]),
        "assumptions": pl.concat([given.assumptions, *_assumptions(placed)]),
        "files": (*given.files, *(file for one in tables for file in _files(one))),
        "spilled": Spilled(away) if away else None,
    }


def completed(part: Submission, tables: Sequence[Placed]) -> Submission:
    """A part of a submission with its records of tables that lay on disk (``Spilled.taken``)."""
    ledgers, loose = _ledgers(part, tables)
    sources = part.sources
    for one in tables:
        if one.read.punches:
            sources = placing.recounted(sources, one.sources.select("src", *placing.COUNTED))
    return replace(part, ledgers=ledgers, sources=sources, issues=pl.concat([part.issues, loose]), spilled=None)


def _stacked(given: Mapping[str, pl.DataFrame], placed: Sequence[Placed]) -> dict[str, pl.DataFrame]:
    """The ledgers with the records of the tables, as they are."""
    return {
        name: pl.concat([ledger, *(one.records for one in placed if one.read.ledger == name)])
        for name, ledger in given.items()
    }


def _no_issues() -> pl.DataFrame:
    return issue_rows.SCHEMA.to_frame()


def _ledgers(given: Submission, placed: Sequence[Placed]) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """The ledgers with the records of the tables: items linked, sums listed, worker-days once; and issues of these."""
    ledgers: dict[str, list[pl.DataFrame]] = {name: [] for name in LEDGERS}
    ledgers_of = {name: [one for one in placed if one.read.ledger == name] for name in LEDGERS}
    for name, found in ledgers_of.items():
        if name != "payroll_item":
            ledgers[name] += [one.records for one in found]
    linked, loose = items.linked(ledgers_of["payroll_item"], ledgers["payroll"])
    ledgers["payroll_item"] += linked
    if not ledgers_of["payroll_item"]:
        ledgers["payroll_item"] += [items.of_parts(one) for one in ledgers_of["payroll"]]
    ledgers["attendance_summary"] += summaries.listed(ledgers_of["attendance"], ledgers["attendance_summary"])
    ledgers["attendance"] = [frame.filter(days.worked()) for frame in ledgers["attendance"]]
    whole = {
        name: pl.concat([given.ledgers[name], *(frame.select(schema(name).names()) for frame in frames)])
        if frames
        else given.ledgers[name]
        for name, frames in ledgers.items()
    }
    devices = [one.sources["src"].to_list() for one in ledgers_of["attendance"] if one.read.punches]
    others = given.sources.filter("device_export")["src"].to_list()
    if devices and (others or len(devices) > 1):
        every = [*others, *(src for group in devices for src in group)]
        whole["attendance"] = device_days.once(whole["attendance"], every)
    return whole, loose


def _projects(ledgers: Mapping[str, pl.DataFrame], read: Sequence[TableRead]) -> dict[str, Project]:
    """The projects whose contractors are listed, in workbooks or in export tables."""
    own = [one.records for one in read if one.ledger == "contractor" and one.records.height]
    names = ["project", "name", "former_names"]
    listed = pl.concat([frame.select(names) for frame in (ledgers["contractor"], *own)]).drop_nulls("name")
    found: dict[str, Project] = {}
    for (project,), rows in listed.group_by("project", maintain_order=True):
        former = {
            one: now
            for now, before in rows.select("name", "former_names").iter_rows()
            for one in str(before or "").replace("；", "、").replace(";", "、").split("、")
            if one
        }
        firms = tuple(dict.fromkeys(rows["name"].to_list()))
        found[str(project or "")] = Project(str(project or ""), firms, former, (), described=True)
    return found


def _issues(placed: Sequence[Placed], tables: Sequence[TableRead]) -> Iterator[pl.DataFrame]:
    rows: list[tuple[object, ...]] = []
    for one in placed:
        sheets = dict(one.sources.select("src", "sheet").iter_rows())
        numbered = _owned(one.read.faults, one)
        for fault in numbered.iter_rows(named=True):
            issue = worded(fault)
            cells = issue.cells or (((issue.row, issue.col or 0),) if issue.row else ())
            src = fault["src"]
            rows.append(
                (
                    issue.code, src, one.read.table.name, sheets.get(src), issue.row, issue.col, fault["project"],
                    fault["contractor"], fault["period_start"], fault["period_end"], issue.field, issue.raw, issue.zh,
                    issue.en, issue.count, [] if src is None else [pack_one(src, r, c) for r, c in cells], issue.mild,
                )
            )  # fmt: skip
    for read in tables:
        rows += [_refused(read, None if file is None else file.listed.name, issue) for file, issue in read.problems]
    yield pl.DataFrame(rows, schema=issue_rows.SCHEMA, orient="row")


def _refused(read: TableRead, file: str | None, issue: Issue) -> tuple[object, ...]:
    return (
        issue.code, None, file or read.table.name, read.table.title, None, None, None, None, None, None, issue.field,
        issue.raw, issue.zh, issue.en, issue.count, [], issue.mild,
    )  # fmt: skip


def _owned(rows: pl.DataFrame, one: Placed) -> pl.DataFrame:
    """Rows with OWNERS and the ``src`` of their table."""
    return rows.join(one.owners.select(*OWNERS, "src"), on=list(OWNERS), how="left", nulls_equal=True)


def _assumptions(placed: Sequence[Placed]) -> Iterator[pl.DataFrame]:
    """ASSUMPTIONS; of a column that nobody knows the first source tells."""
    for one in placed:
        first = one.sources["src"][0]
        told = _owned(one.read.assumed, one).with_columns(pl.col("src").fill_null(first))
        yield told.select(pl.col(name).cast(dtype) for name, dtype in ASSUMPTIONS.items())


def _files(read: TableRead) -> Iterator[InputFile]:
    """Every part, and of a table in parts the table itself: the hash of its parts' names and hashes, all sizes."""
    refused = {file.listed.name for file, _ in read.problems if file is not None}
    parts = [
        InputFile(
            file.listed.name,
            part.sha256,
            file.listed.size,
            file.kind,
            part.rows,
            "unreadable" if file.listed.name in refused else "unrecognised" if read.problems else "read",
        )
        for file, part in zip(read.table.parts, read.parts, strict=True)
    ]
    yield from parts
    if read.table.in_parts and not read.problems:
        lines = "".join(f"{part.sha256}  {part.path}\n" for part in parts)
        digest = hashlib.sha256(lines.encode()).hexdigest()
        size, rows = sum(part.size for part in parts), sum(part.rows for part in parts)
        yield InputFile(read.table.name, digest, size, parts[0].kind, rows, "read")
