"""Kept checks: what was judged by what, its figures, and the fingerprints of its findings, for the months to come.

No name and no number of a person is kept, only keyed hashes; messages are kept as they were masked.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import polars as pl
from sqlalchemy import Connection, Table, delete, select

from wagecheck.errors import RegisterError
from wagecheck.privacy import mask_free
from wagecheck.register import canonical, kept_colours, kept_rows, own_checks, run_sites
from wagecheck.register.audit import run_digest
from wagecheck.register.reader import Reader
from wagecheck.register.tables import RUN, RUN_CONTRACTOR, RUN_FINDING, RUN_ROWS, RUN_WORKER
from wagecheck.register.writer import Writer

_BATCH: Final = 5_000
_DECIDED: Final = ("pass", "fail", "waived")
_SHARES: Final = ("paid_share", "six_unified_share", "signing_share", "real_name_share")
_SITE: Final = ["project", "contractor", "period"]


@dataclass(frozen=True)
class Checked:
    """The frames of a result (``wagecheck.result``) and its manifest; ``standing`` are rules judged once per run."""

    findings: pl.DataFrame
    outcomes: pl.DataFrame
    contractors: pl.DataFrame
    workers: pl.DataFrame
    manifest: Mapping[str, Any]
    standing: tuple[str, ...]


def keep(writer: Writer, checked: Checked, *, site: str | None = None) -> str:
    """Keeps a check and gives its id. ``site``: it was handed in for; None on the command line.

    The same files judged by the same rules to the same end are kept once for every site, and once without one: what
    somebody handed in for a wrong project, and then for the right one, is another check there.
    """
    rows = _rows(checked)
    digest = run_digest(rows)
    manifest = {
        name: checked.manifest[name] for name in ("version", "as_of", "period", "profile", "rules_hash", "unmask")
    }
    manifest["worker_key_id"] = checked.manifest.get("worker_key_id")
    manifest["bureaus"] = {
        told["project"]: told["bureau"] for told in checked.manifest.get("projects", ()) if told["bureau"]
    }
    manifest["green_is_earned"] = True  # read by kept_colours: checks kept by older versions do not say so
    files = [[mask_free(file["path"]), file["sha256"], file["size"]] for file in checked.manifest["inputs"]]
    input_hash = canonical.digest([files, manifest["period"]])
    for run in writer.all("run", input_hash=input_hash, digest=digest, state="kept"):
        alike = run["as_of"].isoformat() == manifest["as_of"] and run["rules_hash"] == manifest["rules_hash"]
        if alike and run_sites.of_run(writer, run["id"]) == ({site} if site else set()):
            return str(run["id"])
    days = [day for period in checked.contractors["period"] if period for day in span(period)]
    owed = checked.contractors["owed"].drop_nulls()
    run_id = writer.add(
        "run",
        "keep",
        None,
        state="kept",
        as_of=dt.date.fromisoformat(str(manifest["as_of"])),
        input_hash=input_hash,
        rules_hash=manifest["rules_hash"],
        version=manifest["version"],
        profile=manifest["profile"],
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        contractors=checked.contractors.select("project", "name").n_unique() if checked.contractors.height else 0,
        workers=checked.workers.select("project", "contractor", "worker_key").n_unique()
        if checked.workers.height
        else 0,
        findings=checked.findings.height,
        owed=Decimal(owed.sum()) if owed.len() else None,
        standing=",".join(sorted(checked.standing)),
        manifest=json.dumps({**manifest, "files": files}, ensure_ascii=False, sort_keys=True),
        digest=digest,
    )
    for table in RUN_ROWS:
        for start in range(0, len(rows[table.name]), _BATCH):
            part = rows[table.name][start : start + _BATCH]
            writer.connection.execute(table.insert(), [{**row, "run": run_id} for row in part])
    return run_id


def forget(writer: Writer, run_id: str, *, reason: str) -> dict[str, int]:
    """Deletes the rows of a kept run; that it was kept, its figures and the digest of its rows stay on record.

    Returns how many rows went: ``contractors``, ``findings``, ``workers``.
    """
    run = writer.get("run", run_id)
    if run["state"] != "kept":
        raise RegisterError(f"{run['id']} 的明细已经删除。", f"The rows of {run['id']} are deleted already.")
    gone = {
        f"{table.name.removeprefix('run_')}s": writer.connection.execute(
            delete(table).where(table.c.run == run["id"])
        ).rowcount
        for table in RUN_ROWS
    }
    writer.change("run", run["id"], "forget", reason, state="forgotten")
    return gone


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day so many months earlier; the last day of a month that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in range(day.day, 27, -1):
        try:
            return dt.date(year, month + 1, last)
        except ValueError:
            continue
    return dt.date(year, month + 1, day.day)


def latest(reader: Reader, projects: list[str | None], *, besides: str | None = None) -> str | None:
    """The id of the last kept run that is surely of one of these projects (``own_checks``), and calls it so too.

    Findings are told apart by that name: under another one nothing could be compared. ``besides`` is left out.
    """
    rows = own_checks.read(reader).every(projects).filter("sure", pl.col("said").eq_missing(pl.col("project")))
    return next(iter(rows.filter(pl.col("run").ne_missing(besides)).sort("order", descending=True)["run"]), None)


def earlier(reader: Reader, run_id: str) -> dict[str, Any]:
    """A kept run as ``Result.compared_with`` reads an earlier result: its findings as plain data."""
    run = reader.get("run", run_id)
    if run["state"] != "kept":
        raise RegisterError(f"{run['id']} 的明细已经删除，不能比较。", f"The rows of {run['id']} are deleted.")
    found = _select(reader.connection, RUN_FINDING, run["id"])
    return {"findings": [{**row, "amount": None if row["amount"] is None else str(row["amount"])} for row in found]}


def assessed(reader: Reader, run_id: str) -> tuple[frozenset[str], set[tuple[str | None, str | None, str | None, str]]]:
    """What a kept run came to a verdict about: its standing rules, and (project, contractor, period, rule)."""
    run = reader.get("run", run_id)
    rows = _select(reader.connection, RUN_CONTRACTOR, run["id"])
    seen = {
        (row["project"], row["name"], row["period"], rule)
        for row in rows
        for rule in (row["assessed"] or "").split(",")
        if rule
    }
    return frozenset(filter(None, run["standing"].split(","))), seen


def months(
    reader: Reader, *, project: str | None = None, contractor: str | None = None, until: dt.date | None = None
) -> pl.DataFrame:
    """Figures per project, contractor and period, each from the last kept check of it, oldest period first.

    Projects are told by the site that a check was handed in for (``kept_rows``): ``project`` is what that is called,
    and chooses it by that name, or by the one in the files. ``until``: checks as of this day or earlier.

    Columns: run, as_of, site, project, name, uscc, period, first_day, last_day, colour, score, workers, owed, unpaid
    (yuan), four shares (Float64), findings and their counts by severity.
    """
    every = kept_rows.placed(reader, kept_rows.read(reader, until=until), until=until)
    rows = kept_colours.earned(reader, kept_rows.last(every, kept_rows.corrections(reader)))
    if project is not None:
        rows = rows.filter((pl.col("called") == project) | (pl.col("project") == project))
    if contractor is not None:
        rows = rows.filter(pl.col("contractor") == contractor)
    named = rows.select(
        *("run", "as_of", "site"), pl.col("called").alias("project"), pl.col("contractor").alias("name"),
        *("uscc", "period", "first_day"), pl.col("end_day").alias("last_day"), *("colour", "score", "workers"),
        *("owed", "unpaid"), *_SHARES, *("findings", "red_line", "serious", "general", "hint"),
    )  # fmt: skip
    return named.sort("project", "name", "first_day", "period", nulls_last=False)


def telling(reader: Reader, fingerprint: str) -> list[dict[str, Any]]:
    """Kept runs with the finding of that fingerprint, newest first: run, as_of, project, contractor, period, amount."""
    names = ("run", "project", "contractor", "period", "amount")
    query = (
        select(*(RUN_FINDING.c[name] for name in names), RUN.c.as_of)
        .join(RUN, RUN.c.id == RUN_FINDING.c.run)
        .where(RUN_FINDING.c.fingerprint == fingerprint)
    )
    found = [dict(row) for row in reader.connection.execute(query).mappings()]
    return sorted(found, key=lambda row: int(row["run"][1:]), reverse=True)


def codes(reader: Reader, runs: Collection[str]) -> dict[tuple[str, str | None, str], str]:
    """The credit codes of the contractors of runs: run, project, contractor → code."""
    columns = (RUN_CONTRACTOR.c[name] for name in ("run", "project", "name", "uscc"))
    known = RUN_CONTRACTOR.c.uscc.is_not(None), RUN_CONTRACTOR.c.run.in_(sorted(runs))
    rows = reader.connection.execute(select(*columns).where(*known).distinct())
    return {(run, project, name): code for run, project, name, code in rows}


def worker(reader: Reader, worker_key: str) -> pl.DataFrame:
    """The months of one worker over projects and contractors (工人履历), each from the last kept run that judged it.

    Projects are told by their sites, and corrections by what they correct, as everywhere (``kept_rows``).
    Columns: run, as_of, project, contractor, period, marks, due, paid, owed (yuan), due_on, days_late.
    """
    query = (
        select(RUN_WORKER, RUN.c.as_of)
        .join(RUN, RUN.c.id == RUN_WORKER.c.run)
        .where(RUN_WORKER.c.worker_key == worker_key, RUN.c.state == "kept")
    )
    rows = [dict(row) for row in reader.connection.execute(query).mappings()]
    frame = pl.DataFrame(rows, schema=_schema(RUN_WORKER, ()) | {"as_of": pl.Date})
    places = kept_rows.placed(reader, kept_rows.read(reader))
    places = places.with_columns(said="project", wrote="contractor", dated="period")
    own = ("run", "said", "wrote", "dated")
    places = kept_rows.history(places, kept_rows.corrections(reader)).with_columns(project="called")
    return (
        frame.with_columns(kept_rows.known("period"))
        .rename(dict(zip(_SITE, own[1:], strict=True)))
        .join(places.select(*own, *_SITE, "order"), on=own, how="inner", nulls_equal=True)
        .sort("as_of", "order", "number")
        .unique(_SITE, keep="last", maintain_order=True)
        .sort("period", "project", "contractor")
        .select(name for name in frame.columns if name not in ("number", "worker_key"))
    )


def span(period: str) -> tuple[dt.date, dt.date]:
    """First and last day of a pay period as results write it: ``2026-10`` or ``2026-09-11..2026-10-10``."""
    first, between, last = period.partition("..")
    if between:
        return dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    start = dt.date.fromisoformat(f"{first}-01")
    return start, (start + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)


def _rows(checked: Checked) -> dict[str, list[dict[str, Any]]]:
    """The rows of the three tables, in a fixed order, without ``run``."""
    decided = (
        checked.outcomes.filter(pl.col("outcome").is_in(_DECIDED))
        .group_by(_SITE)
        .agg(assessed=pl.col("rule").unique().sort().str.join(","))
    )
    contractors = checked.contractors.join(
        decided.rename({"contractor": "name"}), on=["project", "name", "period"], how="left", nulls_equal=True
    ).with_columns(pl.col(name).round(4).cast(pl.String) for name in _SHARES)
    place = pl.concat_str(
        [pl.col("file"), "「" + pl.col("sheet") + "」", pl.col("cell")], separator=" ", ignore_nulls=True
    )
    message = pl.lit(None, pl.String) if checked.manifest["unmask"] else pl.col("message")
    findings = checked.findings.with_columns(
        place=place.map_elements(mask_free, return_dtype=pl.String, skip_nulls=True), message=message
    )
    marks = [name for name in checked.workers.columns if name.startswith("mark_")]
    workers = checked.workers.with_columns(
        marks=pl.concat_str(
            [pl.lit(name.removeprefix("mark_") + "=") + pl.col(name) for name in marks],
            separator=",",
            ignore_nulls=True,
        )
    )
    frames = {RUN_CONTRACTOR: contractors, RUN_FINDING: findings, RUN_WORKER: workers}
    return {table.name: list(_numbered(frame, table)) for table, frame in frames.items()}


def _numbered(frame: pl.DataFrame, table: Table) -> Iterator[dict[str, Any]]:
    names = [column.name for column in table.columns if column.name not in ("run", "number")]
    ordered = frame.select(names).sort(names, nulls_last=True)
    yield from ({"number": number, **row} for number, row in enumerate(ordered.iter_rows(named=True), start=1))


def _select(connection: Connection, table: Table, run_id: str) -> list[dict[str, Any]]:
    query = select(table).where(table.c.run == run_id).order_by(table.c.number)
    return [dict(row) for row in connection.execute(query).mappings()]


def _schema(table: Table, without: tuple[str, ...]) -> dict[str, pl.DataType | type[pl.DataType]]:
    kinds: dict[str, pl.DataType | type[pl.DataType]] = {
        "INTEGER": pl.Int64,
        "DATE": pl.Date,
        "NUMERIC": pl.Decimal(18, 2),
    }
    return {
        column.name: kinds.get(str(column.type).partition("(")[0], pl.String)
        for column in table.columns
        if column.name not in without
    }
