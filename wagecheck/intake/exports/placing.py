"""Whose the rows of export tables are: one source per table, project, contractor and period, numbered on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from wagecheck.intake import firms
from wagecheck.intake.assembly import CELLS, SOURCES
from wagecheck.intake.belonging import PERIODIC, STANDING
from wagecheck.intake.exports.faults import OWNERS
from wagecheck.intake.exports.owners import run_numbers, runs
from wagecheck.intake.exports.tables import TableRead, once
from wagecheck.intake.firms import Project
from wagecheck.ledgers.catalogue import schema

#: How the layouts of export tables begin.
EXPORT: Final = "export"
#: What a source calls the ledger of a table: sums of attendance are attendance.
_SHOWN: Final = {"attendance_summary": "attendance"}
_SRC: Final = pl.Int32
#: What is counted of the rows of a source.
COUNTED: Final = ("rows", "first_row", "last_row")


@dataclass(frozen=True)
class Placed:
    """A table with its rows numbered: ``records`` with ``src``, ``owners`` (OWNERS and src), its sources."""

    read: TableRead
    records: pl.DataFrame
    owners: pl.DataFrame
    sources: pl.DataFrame


def named(tables: Sequence[TableRead], projects: Mapping[str, Project]) -> list[TableRead]:
    """The tables with projects by their names instead of codes, and contractors by their listed names."""
    codes = _codes(tables)
    return [_named(read, codes, projects) for read in tables]


def _codes(tables: Sequence[TableRead]) -> dict[str, str]:
    """Code → name of the projects whose table says both."""
    found: dict[str, str] = {}
    for read in tables:
        if read.ledger == "project" and "project_code" in read.records.columns:
            pairs = read.records.select("project_code", pl.coalesce("project", "name").alias("name")).drop_nulls()
            found |= dict(pairs.iter_rows())
    return found


def _named(read: TableRead, codes: Mapping[str, str], projects: Mapping[str, Project]) -> TableRead:
    if not read.height:
        return read
    keys = ["project", "contractor"]
    pairs = pl.concat([frame.select(keys) for frame in (read.records, read.owners, read.faults, read.assumed)]).unique()
    changed = [
        (project, contractor, here, _listed(here, contractor, projects))
        for project, contractor in pairs.iter_rows()
        if (here := codes.get(project, project)) or True
    ]
    changed = [row for row in changed if row[:2] != row[2:]]
    if not changed:
        return read
    names = pl.DataFrame(changed, schema=dict.fromkeys([*keys, "own", "firm"], pl.String), orient="row")
    return replace(
        read,
        records=renamed(read.records, names),
        faults=renamed(read.faults, names),
        assumed=renamed(read.assumed, names),
        owners=renamed(read.owners, names),
        renamed=names,
    )


def renamed(frame: pl.DataFrame, names: pl.DataFrame | None) -> pl.DataFrame:
    """The frame with other names of projects and contractors (``TableRead.renamed``)."""
    if names is None:
        return frame
    known = pl.col("known").fill_null(value=False)
    joined = frame.join(
        names.with_columns(known=pl.lit(value=True)),
        on=["project", "contractor"], how="left", nulls_equal=True, maintain_order="left",
    )  # fmt: skip
    return joined.with_columns(
        project=pl.when(known).then("own").otherwise("project"),
        contractor=pl.when(known).then("firm").otherwise("contractor"),
    ).drop("own", "firm", "known")


def _listed(project: str | None, contractor: str | None, projects: Mapping[str, Project]) -> str | None:
    """The listed name of a contractor, where the project has a list."""
    known = projects.get(project or "")
    if contractor is None or known is None or contractor in known.contractors:
        return contractor
    return firms.full_name(contractor, known)


def place(read: TableRead, first: int) -> Placed:
    """The table's rows by their owners, numbered from ``first`` in the order of project, contractor and period."""
    records = read.records
    if read.pieces:
        owners = _owners(read.owners, first)
        return Placed(read, schema(read.ledger).to_frame(), owners, _sources(read, owners))
    found = runs(records)
    owners = _owners(found, first, pl.col("run"))
    by_run = owners.select("src", "run").explode("run").sort("run")["src"]
    told = records.with_columns(src=by_run.gather(run_numbers(records)))
    owners = owners.drop("run")
    return Placed(read, _of_ledger(told, read.ledger), owners, _sources(read, owners))


def taken(placed: Placed, records: pl.DataFrame) -> Placed:
    """The table with ``records`` that lay on disk (columns of ``TableRead.records`` and the piece as ``src``)."""
    told = renamed(once(records, placed.read).drop("src"), placed.read.renamed)
    sources = placed.owners.select(*OWNERS, "src")
    told = told.join(sources, on=list(OWNERS), how="left", nulls_equal=True, maintain_order="left")
    placed = replace(placed, records=_of_ledger(told, placed.read.ledger))
    if not placed.read.punches:
        return placed
    counted = told.group_by("src").agg(
        rows=pl.len().cast(pl.Int32), first_row=pl.col("row").min(), last_row=pl.col("row").max()
    )
    return replace(placed, sources=recounted(placed.sources, counted))


def recounted(sources: pl.DataFrame, counted: pl.DataFrame) -> pl.DataFrame:
    """``sources`` with the rows of those in ``counted`` (src, rows, first_row, last_row).

    Of passings that are read some rows at a time it is known in the end only how many days they make.
    """
    return sources.update(counted, on="src", how="left", maintain_order="left")


def _owners(found: pl.DataFrame, first: int, *more: pl.Expr) -> pl.DataFrame:
    """Every owner once, with its ``src``."""
    whose = found.group_by(OWNERS).agg(
        pl.col("rows").sum().cast(pl.Int32),
        pl.col("first_row").min(),
        pl.col("last_row").max(),
        pl.col("last_day").max(),
        *more,
    )
    return whose.sort(OWNERS, nulls_last=True).with_columns(src=pl.int_range(first, first + pl.len(), dtype=_SRC))


def _of_ledger(records: pl.DataFrame, ledger: str) -> pl.DataFrame:
    """The columns of the ledger."""
    if ledger not in PERIODIC:  # the period is that of the table, as on a sheet; the records hold for all of them
        nothing = pl.lit(None, dtype=pl.Date)
        records = records.with_columns(nothing.alias(name) for name in ("period_start", "period_end"))
    return records.select(schema(ledger).names())


def _sources(read: TableRead, owners: pl.DataFrame) -> pl.DataFrame:
    ledger = read.ledger
    text = any(part.kind == "csv" for part in read.table.parts) and not read.table.in_parts
    periods = [_period(start, end) for start, end in owners.select("period_start", "period_end").iter_rows()]
    dated = pl.col("period_start").is_not_null()
    told = pl.concat_str("project", "contractor", "period", separator=" · ", ignore_nulls=True)
    return (
        owners.with_columns(pl.Series("period", periods, dtype=pl.String))
        .with_columns(
            file=pl.lit(read.table.name),
            # the name of a table within the file: it stays the same when other contractors come or go
            sheet=pl.when(told != "").then(told).otherwise(pl.lit(read.table.title)),
            ledger=pl.lit(_SHOWN.get(ledger, ledger)),
            layout=pl.lit("export punches" if read.punches else "export sums" if ledger in _SHOWN else EXPORT),
            team=pl.lit(None, dtype=pl.String),
            contractor_from=pl.when(pl.col("contractor").is_not_null()).then(pl.lit("column")),
            period_from=pl.when(dated).then(pl.lit("column")) if ledger not in STANDING else pl.lit(None, pl.String),
            header_row=pl.lit(1 if text else 0, dtype=pl.Int32),
            confidence=pl.lit(1.0),
            hidden=pl.lit(value=False),
            device_export=pl.lit(read.punches),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in SOURCES.items())
    )


def _period(start: dt.date | None, end: dt.date | None) -> str | None:
    if start is None or end is None:
        return None
    whole = (
        start.day == 1 and (end + dt.timedelta(days=1)).day == 1 and start.strftime("%Y-%m") == end.strftime("%Y-%m")
    )
    return start.strftime("%Y-%m") if whole else f"{start}..{end}"


def cells(placed: Placed) -> pl.DataFrame:
    """One row per source and field of the table (CELLS)."""
    columns = placed.read.columns
    fields = pl.DataFrame(
        [(name, at + 1, columns.names[at]) for name, at in sorted(columns.places.items())],
        schema={"field": pl.String, "col": pl.Int32, "header": pl.String},
        orient="row",
    )
    return (
        placed.sources.select("src")
        .join(fields, how="cross")
        .with_columns(
            row_offset=pl.lit(0, dtype=pl.Int32),
            confidence=pl.lit(1.0),
            how=pl.lit("exact"),
            rivals=pl.lit(None, dtype=pl.String),
        )
        .select(CELLS.names())
    )
