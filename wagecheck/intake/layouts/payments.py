"""Bank files: batches that were uploaded, results that came back, booked statements."""

from __future__ import annotations

import re
from typing import Any

import polars as pl

from wagecheck.intake import bank_status, values
from wagecheck.intake.bank_status import status_of
from wagecheck.intake.bodies import Body
from wagecheck.intake.layouts import flat
from wagecheck.intake.reading import Reading, Table
from wagecheck.intake.wordings import normalise, squeeze
from wagecheck.ledgers.names import name_key

__all__ = ["document", "read", "status_of"]

_BANK_ONLY = frozenset({"balance", "debit_credit", "amount_in", "amount_out", "txn_no"})
_AMOUNTS = ("amount", "amount_in", "amount_out", "balance")


def read(body: Body) -> Reading:
    """``payment``: amounts are positive, the direction says which way; a booked row without a status is a success."""
    table = body.table
    reading = flat.read(body)
    kind = document(table)
    records = reading.frames["payment"]
    moved = _movement(body)
    status, unread = bank_status.read(body)
    records = records.with_columns(
        moved["amount"],
        moved["direction"],
        pl.lit(kind).alias("document"),
        status.filter(body.is_record).alias("status"),
    )
    records = _names(table, _memos(body, _unwrapped(records)))
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
    booked = paid_on is not None and normalise(paid_on.label).text in {
        squeeze(d) for d in bank_status.rules()["booked"]["date"]
    }
    return "statement" if booked or _BANK_ONLY & columns.keys() else "batch"


def _movement(body: Body) -> pl.DataFrame:
    """``amount`` without sign and ``direction`` (``out`` or ``in``) of the records.

    The direction by 收入/支出 columns, by 借贷标志, by how the balance moves, by the sign. Without any of these a row
    is a payment out: that is what the file was handed in for.
    """
    size = len(body.table.body)
    none = pl.Series([None] * size, dtype=pl.Decimal(18, 2))
    parsed = {name: body.parsed[name].value if name in body.parsed else none for name in _AMOUNTS}
    frame = pl.DataFrame([*(series.alias(name) for name, series in parsed.items()), _side(body).alias("side")])
    frame = frame.filter(body.is_record)
    went, came, plain = pl.col("amount_out"), pl.col("amount_in"), pl.col("amount")
    sides = pl.when(went.fill_null(0) != 0).then(pl.lit("out")).when(came.fill_null(0) != 0).then(pl.lit("in"))
    value = pl.coalesce(
        pl.when(went.fill_null(0) != 0).then(went), pl.when(came.fill_null(0) != 0).then(came), plain, went, came
    )
    direction = pl.coalesce(sides, "side", _by_balance(frame), _by_sign(frame), pl.lit("out"))
    return frame.select(value.abs().alias("amount"), direction.alias("direction"))


def _by_balance(frame: pl.DataFrame) -> pl.Series:
    """Where the balance moves by exactly the amount: down is out, up is in. Oldest first or newest first."""
    amount = pl.col("amount")
    moves = [
        frame.select(
            pl.when((amount != 0) & (move.abs() == amount.abs()))
            .then(pl.when(move < 0).then(pl.lit("out")).otherwise(pl.lit("in")))
            .alias("move")
        )["move"]
        for move in (pl.col("balance") - pl.col("balance").shift(step) for step in (1, -1))
    ]
    # newest first, equal wages read the wrong way look like income: of two orders that fit, the one that pays out
    return min(moves, key=lambda found: (found.null_count(), int((found == "in").sum())))


def _by_sign(frame: pl.DataFrame) -> pl.Series:
    """Where both signs occur: minus is out, unless the balance or most of the rows say that plus is."""
    amount = frame["amount"]
    plus, minus = (amount > 0).fill_null(False), (amount < 0).fill_null(False)
    if not (plus.any() and minus.any()):
        return pl.Series([None] * len(amount), dtype=pl.String)
    moved = _by_balance(frame)
    known = moved.is_not_null()
    if known.any():
        agreeing = int((known & ((plus & (moved == "in")) | (minus & (moved == "out")))).sum())
        usual = 2 * agreeing >= int(known.sum())
    else:
        usual = int(minus.sum()) >= int(plus.sum())
    went = minus if usual else plus
    return pl.select(
        pl.when(pl.lit(went)).then(pl.lit("out")).when(pl.lit(plus | minus)).then(pl.lit("in")).alias("sign")
    ).to_series()


def _side(body: Body) -> pl.Series:
    column = body.table.kind.first("debit_credit")
    if column is None:
        return pl.Series([None] * len(body.table.body), dtype=pl.String)
    table = {squeeze(word): side for side in ("out", "in") for word in bank_status.rules()["direction"][side]}
    written = _texts(body.column(column.index)).str.replace_all(r"\s", "")
    return written.replace_strict(table, default=None, return_dtype=pl.String)


def _texts(cells: list[Any]) -> pl.Series:
    return pl.Series([None if c is None else str(c).strip() or None for c in cells], dtype=pl.String)


def _memos(body: Body, records: pl.DataFrame) -> pl.DataFrame:
    """摘要 and 备注, 用途 and 附言: what all of them say, each text once; the month often stands in the second."""
    columns = body.table.kind.columns.get("memo", ())
    if len(columns) < 2:
        return records
    written = pl.DataFrame([values.texts(body.column(c.index)).value.alias(str(c.index)) for c in columns]).filter(
        body.is_record
    )
    said = pl.concat_list(pl.all()).list.drop_nulls().list.unique(maintain_order=True)
    memo = written.select(pl.when(said.list.len() > 0).then(said.list.join("；")).alias("memo"))["memo"]
    return records.with_columns(memo)


def _unwrapped(records: pl.DataFrame) -> pl.DataFrame:
    """Names that a bank's page wrapped: the blank inside ``某某软 件有限公司`` was a line break."""
    return records.with_columns(
        pl.col(name).str.replace_all(r"(\p{Han})\s+", "${1}").alias(name)
        for name in ("name", "payee_name", "payer_name")
    )


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
