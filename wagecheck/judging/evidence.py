"""The lines of every ledger that speak of a worker in dispute, with their file, sheet and cell (EVIDENCE)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import polars as pl

from wagecheck.judging import places
from wagecheck.judging.findings import worker_keys
from wagecheck.ledgers.catalogue import column_metadata, schema
from wagecheck.ledgers.provenance import pack, unpack
from wagecheck.privacy import Masker
from wagecheck.result import EVIDENCE

if TYPE_CHECKING:
    from wagecheck.intake.submission import Submission

#: Ledger → its fields as a reader is shown them, the one whose cell is named first.
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "identity": ("id_number", "id_type", "id_valid_until"),
    "contract": (
        "contract_no", "contract_title", "contract_signed_on", "contract_start", "contract_end", "employer",
        "wage_rate", "wage_unit", "monthly_wage", "pay_day",
    ),
    "roster": ("entry_date", "exit_date", "team", "trade", "employer", "daily_rate"),
    "attendance": ("days", "hours", "overtime_hours"),
    "payroll": ("net_pay", "gross_pay", "work_days", "deduction_total", "unpaid", "pay_date", "signed_on"),
    "payment": ("amount", "paid_on", "payee_name", "payee_account", "status_text", "txn_no"),
    "notice": ("net_pay", "gross_pay", "work_days", "notice_from", "notice_to"),
}  # fmt: skip
#: Columns of worker_month that are read here.
COLUMNS: Final = tuple(f"{ledger}_at" for ledger in FIELDS)
_SITE: Final = ["project", "contractor", "period"]
#: Severities of the findings that make a worker's papers worth keeping together.
_GRAVE: Final = ("red_line", "serious")


def concerned(findings: pl.DataFrame, workers: pl.DataFrame) -> pl.Series:
    """Keys of workers to whom something is owed, or whom an open serious or red-line finding names."""
    grave = findings.filter(pl.col("severity").is_in(_GRAVE) & (pl.col("state") == "open"))["worker_key"]
    owing = workers.filter(pl.col("owed") > 0)["worker_key"]
    return pl.concat([grave, owing]).drop_nulls().unique().sort()


def lines(months: pl.DataFrame, people: pl.Series, submission: Submission, masker: Masker) -> pl.DataFrame:
    """The lines (columns of EVIDENCE) about ``people`` (worker keys); ``months`` is the frame worker_month."""
    return told([about(asked(months, people, masker), submission, masker)])


def asked(months: pl.DataFrame, people: pl.Series, masker: Masker) -> pl.DataFrame:
    """Where the lines about ``people`` stand: project, contractor, period, worker_key, and places by ledger."""
    rows = months.filter(pl.col("active").fill_null(False))
    rows = rows.with_columns(worker_keys(rows["person"], masker).alias("worker_key"))
    return rows.filter(pl.col("worker_key").is_in(people.implode())).select(*_SITE, "worker_key", *COLUMNS)


def about(rows: pl.DataFrame, submission: Submission, masker: Masker) -> pl.DataFrame:
    """The lines that stand where ``asked`` says (EVIDENCE and the rank of their ledger), in no order."""
    parts = [_of_ledger(ledger, rows, submission, masker) for ledger in FIELDS] if rows.height else []
    return pl.concat(parts) if parts else EVIDENCE.to_frame().with_columns(rank=pl.lit(0, pl.Int32))


def told(found: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The lines of all parts (``about``), sorted (columns of EVIDENCE)."""
    order = ["project", "contractor", "worker_key", "rank", "period", "file", "sheet", "row"]
    lines = pl.concat(found, how="diagonal_relaxed").sort(order, nulls_last=True)
    return lines.select(pl.col(name).cast(kind) for name, kind in EVIDENCE.items())


def _of_ledger(ledger: str, rows: pl.DataFrame, submission: Submission, masker: Masker) -> pl.DataFrame:
    src, row, _ = unpack(pl.col("place"))
    placed = rows.select(*_SITE, "worker_key", place=f"{ledger}_at").explode("place").drop_nulls("place")
    placed = placed.with_columns(src=src, row=row)
    lines = placed.select("src", "row").unique()
    said = _said(ledger, submission.ledgers, lines, masker)
    if ledger == "attendance":
        placed = _by_sheet(placed, submission.ledgers, lines)
    else:
        placed = placed.unique(maintain_order=True).join(said, on=["src", "row"], how="left", maintain_order="left")
        placed = placed.with_columns(lines=pl.lit(1, pl.Int32))
    placed = placed.with_row_index("finding").with_columns(place=pack(pl.col("src"), pl.col("row")))
    pointed = placed.select(
        "finding", rank=pl.lit(0, pl.Int32), place="place", field=pl.lit(FIELDS[ledger][0], pl.String)
    )
    found = places.resolve(pointed, submission.sources, submission.cells).drop("also", "ledger")
    number = list(FIELDS).index(ledger)
    return (
        placed.drop("row", "src", "place")
        .join(found, on="finding", how="left", maintain_order="left")
        .select(
            *_SITE, "worker_key", "file", "sheet", "row", "cell", "lines",
            pl.col("said").fill_null([]),
            ledger=pl.lit(ledger), rank=pl.lit(number, pl.Int32),
        )
    )  # fmt: skip


def _by_sheet(placed: pl.DataFrame, ledgers: Mapping[str, pl.DataFrame], lines: pl.DataFrame) -> pl.DataFrame:
    """Attendance: what a worker's lines on one sheet add up to; the sheet's own sums where it has no days."""
    figures = list(FIELDS["attendance"])
    daily = _only(ledgers["attendance"], lines).select("src", "row", pl.col("work").alias("days"), *figures[1:])
    sums = _only(ledgers["attendance_summary"], lines).select("src", "row", *figures)
    sums = sums.join(daily.select("src", "row"), on=["src", "row"], how="anti")
    both = pl.concat([daily.with_columns(pl.col(figures).cast(pl.Decimal(10, 2))), sums], how="vertical_relaxed")
    by_line = both.group_by("src", "row").agg(_sum(name) for name in figures)
    lined = placed.unique(maintain_order=True).join(by_line, on=["src", "row"], how="left", maintain_order="left")
    grouped = lined.group_by(*_SITE, "worker_key", "src", maintain_order=True).agg(
        pl.col("row").min(), pl.len().cast(pl.Int32).alias("lines"), *(_sum(name) for name in figures)
    )
    return grouped.with_columns(_pairs(figures)).drop(figures)


def _sum(name: str) -> pl.Expr:
    """Sum; null where nothing is known."""
    return pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).alias(name)


def _only(ledger: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """The records that stand in these lines (src, row)."""
    return ledger.join(lines, on=["src", "row"], how="semi", maintain_order="left")


def _said(ledger: str, ledgers: Mapping[str, pl.DataFrame], lines: pl.DataFrame, masker: Masker) -> pl.DataFrame:
    """src, row and ``said``: the fields of a ledger as pairs, masked."""
    if ledger == "attendance":
        return pl.DataFrame(schema={"src": pl.Int32, "row": pl.Int32, "said": EVIDENCE["said"]})
    own = _only(ledgers[ledger], lines).select("src", "row", *FIELDS[ledger])
    texts = [name for name in FIELDS[ledger] if schema(ledger)[name] == pl.String]
    masks = {name: column_metadata(ledger, name)["mask"] or "none" for name in texts}
    own = own.with_columns(masker.column(name, "free" if mask == "none" else mask) for name, mask in masks.items())
    return own.select("src", "row", _pairs(FIELDS[ledger])).unique(["src", "row"], keep="first", maintain_order=True)


def _pairs(names: list[str] | tuple[str, ...]) -> pl.Expr:
    pairs = [pl.struct(field=pl.lit(name), value=pl.col(name).cast(pl.String)) for name in names]
    kept = pl.concat_list(pairs)
    return kept.list.eval(pl.element().filter(pl.element().struct.field("value").is_not_null())).alias("said")
