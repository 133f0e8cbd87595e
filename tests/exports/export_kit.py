"""Export tables for tests: the ledgers of a submission written as somebody's system would export them."""

from __future__ import annotations

import gzip
import io
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from wagecheck.intake.exports import wordings
from wagecheck.intake.submission import Submission
from wagecheck.ledgers.catalogue import TITLES, column_metadata, column_title

#: Made where a table is read, never exported.
MADE = ("src", "row", "name_key", "col", "overtime_row", "overtime_col")
OBJECTS = {
    "roster": "ProjectWorker", "contract": "WorkerContract", "payroll": "Payroll", "identity": "WorkerMaster",
    "project": "ProjectMaster", "contractor": "ProjectSubContractor",
}  # fmt: skip
#: Platform names of columns that every table has.
SHARED = {"project": "projectName", "contractor": "corpName", "team": "teamName"}


def ledgers(given: Submission) -> dict[str, pl.DataFrame]:
    """The ledgers with rows as tables: columns that some sheet has, or that hold anything."""
    told = given.cells.join(given.sources.select("src", "ledger"), on="src").group_by("ledger").agg("field")
    columns = {ledger: set(fields) for ledger, fields in told.iter_rows()}
    found = {}
    for name, frame in given.ledgers.items():
        kept = [
            column
            for column in frame.columns
            if column not in MADE and (frame[column].null_count() < frame.height or column in columns.get(name, set()))
        ]
        if frame.height:
            found[name] = frame.select(kept)
    return found


def titled(ledger: str, frame: pl.DataFrame) -> tuple[str, pl.DataFrame]:
    """The table under the Chinese titles of ledger and columns."""
    names = {column: column_title(ledger, column) for column in frame.columns}
    if ledger == "payroll_item":
        names["title"] = "工资项目名称"
    if ledger == "project":
        frame = frame.drop("project")
        names.pop("project")
    return TITLES[ledger], frame.rename(names)


def on_platform(ledger: str, frame: pl.DataFrame) -> tuple[str, pl.DataFrame]:
    """The table under the names of the platform where it has them, with its codes, and months as text."""
    known = wordings.fields_of(ledger)
    names: dict[str, str] = {}
    for column in frame.columns:
        name = SHARED.get(column) or column_metadata(ledger, column)["platform"]
        if name and column not in ("period_start", "period_end") and known.get(wordings.plain(name)) == (column,):
            names[column] = name
    for column in frame.columns:
        codes = wordings.raw()["codes"].get(column, {})
        if codes:
            frame = frame.with_columns(pl.col(column).replace({words: code for code, words in codes.items()}))
    if {"period_start", "period_end"} <= set(frame.columns):
        frame = frame.with_columns(payMonth=pl.col("period_start").dt.strftime("%Y-%m"))
        frame = frame.drop("period_start", "period_end")
    return OBJECTS.get(ledger, ledger), frame.rename(names)


def write(frame: pl.DataFrame, path: Path) -> None:
    """One file by its ending."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.name.endswith(".parquet"):
        frame.write_parquet(path)
    elif path.name.endswith(".csv.gz"):
        text = io.BytesIO()
        frame.write_csv(text)
        path.write_bytes(gzip.compress(text.getvalue()))
    elif path.name.endswith(".csv"):
        frame.write_csv(path)
    else:
        frame.write_ipc(path)


def write_all(tables: Mapping[str, pl.DataFrame], folder: Path, ending: str = ".parquet") -> Path:
    """Every table as one file; the folder."""
    for name, frame in tables.items():
        write(frame, folder / f"{name}{ending}")
    return folder
