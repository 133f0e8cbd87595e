"""Bank files: batches that were uploaded, results that came back, booked statements."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import polars as pl

from wagecheck import resources
from wagecheck.intake.bodies import Body
from wagecheck.intake.issues import Issue, not_understood
from wagecheck.intake.layouts import flat
from wagecheck.intake.reading import Reading, Table
from wagecheck.intake.wordings import normalise, squeeze
from wagecheck.ledgers.names import name_key

_BANK_ONLY = frozenset({"balance", "debit_credit", "amount_in", "amount_out", "txn_no"})


@cache
def _rules() -> dict[str, Any]:
    return resources.read_toml(resources.folder("rules") / "dictionaries" / "payment_status.toml")


def read(body: Body) -> Reading:
    """``payment``: amounts are positive, the direction says which way; a booked row without a status is a success."""
    table = body.table
    reading = flat.read(body)
    kind = document(table)
    records = reading.frames["payment"]
    amount, direction = _movement(body)
    moved = pl.DataFrame({"amount": amount, "direction": direction}).filter(body.is_record)
    status, unread = _status(body)
    records = records.with_columns(
        moved["amount"],
        moved["direction"],
        pl.lit(kind).alias("document"),
        status.filter(body.is_record).alias("status"),
    )
    records = _names(table, records)
    if kind == "statement":
        records = records.with_columns(
            pl.coalesce("status", pl.when(pl.col("status_text").is_null()).then(pl.lit("success"))).alias("status")
        )
    if "period" in table.kind.columns:
        written = body.column(table.kind.columns["period"][0].index)
        records = records.with_columns(_texts(written).filter(body.is_record).alias("pay_period"))
    reading.frames["payment"] = _from_bands(table, records)
    reading.issues += unread
    return reading


def document(table: Table) -> str:
    """``result`` with a status column, ``statement`` with what only a bank books, else ``batch`` (an instruction)."""
    columns = table.kind.columns
    if "status_text" in columns or "failure_reason" in columns:
        return "result"
    paid_on = table.kind.first("paid_on")
    booked = paid_on is not None and normalise(paid_on.label).text in {squeeze(d) for d in _rules()["booked"]["date"]}
    return "statement" if booked or _BANK_ONLY & columns.keys() else "batch"


def _movement(body: Body) -> tuple[pl.Series, pl.Series]:
    """Amount without sign, and ``out`` or ``in``: by 收入/支出 columns, by 借贷标志, by sign where both signs occur."""
    size = len(body.table.body)
    parsed = {name: body.parsed[name].value for name in ("amount", "amount_in", "amount_out") if name in body.parsed}
    none = pl.Series([None] * size, dtype=pl.Decimal(18, 2))
    frame = pl.DataFrame(
        {
            "plain": parsed.get("amount", none),
            "came": parsed.get("amount_in", none),
            "went": parsed.get("amount_out", none),
            "side": _side(body),
        }
    )
    went, came, plain = pl.col("went"), pl.col("came"), pl.col("plain")
    sides = pl.when(went.fill_null(0) != 0).then(pl.lit("out")).when(came.fill_null(0) != 0).then(pl.lit("in"))
    amounts = frame["plain"]
    signed = bool((amounts < 0).any()) and bool((amounts > 0).any())
    by_sign = pl.when(pl.lit(signed) & (plain > 0)).then(pl.lit("in")).when(plain.is_not_null()).then(pl.lit("out"))
    value = pl.coalesce(
        pl.when(went.fill_null(0) != 0).then(went), pl.when(came.fill_null(0) != 0).then(came), plain, went, came
    )
    read = frame.select(
        value.abs().alias("amount"), pl.coalesce(sides, "side", by_sign, pl.lit("out")).alias("direction")
    )
    return read["amount"], read["direction"]


def _side(body: Body) -> pl.Series:
    column = body.table.kind.first("debit_credit")
    if column is None:
        return pl.Series([None] * len(body.table.body), dtype=pl.String)
    table = {squeeze(word): side for side in ("out", "in") for word in _rules()["direction"][side]}
    written = _texts(body.column(column.index)).str.replace_all(r"\s", "")
    return written.replace_strict(table, default=None, return_dtype=pl.String)


def _texts(cells: list[Any]) -> pl.Series:
    return pl.Series([None if c is None else str(c).strip() or None for c in cells], dtype=pl.String)


def _status(body: Body) -> tuple[pl.Series, list[Issue]]:
    column = body.table.kind.first("status_text")
    size = len(body.table.body)
    if column is None:
        return pl.Series("status", [None] * size, dtype=pl.String), []
    raw = body.column(column.index)
    written = body.parsed["status_text"].value
    known = {text: status_of(text) for text in written.drop_nulls().unique().to_list()}
    status = written.replace_strict(known, default=None, return_dtype=pl.String) if known else written
    unread = (written.is_not_null() & status.is_null() & body.is_record).arg_true().to_list()
    return status, [
        not_understood("status_text", column.label, int(body.numbers[i]), column.index + 1, raw[i]) for i in unread
    ]


@cache
def status_of(written: str) -> str | None:
    """success · failed · pending · refunded for the text of a status column; None where the words are not known."""
    plain = squeeze(written)
    for status, texts in _rules()["exact"].items():
        if plain in {squeeze(text) for text in texts}:
            return str(status)
    return next((str(p["status"]) for p in _rules()["pattern"] if re.search(p["pattern"], plain)), None)


def _names(table: Table, records: pl.DataFrame) -> pl.DataFrame:
    """The worker meant and the holder of the account are one unless the sheet has a column for each."""
    out = pl.col("direction") == "out"
    if "name" not in table.kind.columns:
        records = records.with_columns(pl.when(out).then("payee_name").alias("name"))
    elif "payee_name" not in table.kind.columns:
        records = records.with_columns(pl.col("name").alias("payee_name"))
    return records.with_columns(name_key(pl.col("name")).alias("name_key"))


def _from_bands(table: Table, records: pl.DataFrame) -> pl.DataFrame:
    """Account and holder above a statement are the payer's."""
    account = table.bands.text("payer_account")
    holder = table.bands.text("payer_name")
    digits = re.sub(r"[\s-]", "", account) if account else None
    return records.with_columns(
        pl.col("payer_account").fill_null(pl.lit(digits, dtype=pl.String)),
        pl.col("payer_name").fill_null(pl.lit(holder, dtype=pl.String)),
    )
