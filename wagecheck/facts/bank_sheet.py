"""One row per bank statement or result file: whether its balances follow from each other, numbers used twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from wagecheck.facts.frame import MONEY, PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.project_month import general_contractors
from wagecheck.facts.sheets import keyed
from wagecheck.facts.standing import latest_period
from wagecheck.facts.standing_sheets import of_run
from wagecheck.ledgers.provenance import pack

FRAME = Frame(
    name="bank_sheet",
    title="银行文件",
    grain=("ledger", "sheet_key"),
    standing=True,
    columns={
        "ledger": pl.String, "sheet_key": pl.String, "file": pl.String, "sheet": pl.String,
        "is_statement": pl.Boolean,    # a statement of account has balances; a batch or its result has none
        "n_rows": pl.Int32,
        # rows whose balance does not follow from the row before, in the order of the sheet that fits best; null: no
        # balances, or so many that the sheet was filtered or sorted
        "n_breaks": pl.Int32,
        "first_break": pl.Int32,       # row number of the first
        "break_amount": MONEY,         # by how much it does not follow
        "n_repeats": pl.Int32,         # transaction numbers used again for another transaction; null: no numbers
        "repeated": pl.String,         # those numbers, joined by 、
        "any_at": PLACES,              # rows that break
        "account_flow_at": PLACES, "payment_at": PLACES,   # rows with numbers used again
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]
_CHAIN: Final = ["src", "own"]
#: A sheet with a larger share of breaks was filtered or sorted otherwise (``rules/values``).
_SHARE: Final = "balance_break_max_share"
_TEXT: Final = pl.lit(None, dtype=pl.String)


def build(ground: Groundwork, sources: pl.DataFrame, units: pl.DataFrame) -> pl.LazyFrame:
    """Sheets of 专户流水 (under the general contractor) and of payments (under their contractor, else under it).

    Balances are followed in the order of the sheet and backwards, and by day, as exports come in either. A transaction
    number is used again where it stands on another day or with another amount and payee; a number that a whole batch
    shares is none, nor is that of a payment that came back.
    """
    rows = _rows(ground)
    share = float(ground.settings.numbers.get(_SHARE, 0))
    sheets = rows.group_by("src").agg(
        pl.col("project").drop_nulls().first(),
        contractor=pl.when(pl.col("contractor").n_unique() == 1).then(pl.col("contractor").first()),
        is_statement=pl.col("is_statement").any(),
        n_rows=pl.len().cast(pl.Int32),
    )
    found = (
        sheets.join(_breaks(rows, share), on="src", how="left")
        .join(_repeats(rows), on="src", how="left")
        .join(keyed(sources).collect(), on="src")
    )
    general = general_contractors(ground.ledgers, units).rename({"contractor": "general"})
    own = latest_period(units.lazy()).collect()
    of_project = latest_period(units.lazy(), "project").collect()
    named = found.join(general, on="project", how="left", nulls_equal=True).with_columns(
        contractor=pl.coalesce("contractor", "general")
    )
    mine = named.join(own, on=_SITE, nulls_equal=True)
    others = named.join(mine, on="src", how="anti").join(of_project, on="project", nulls_equal=True)
    empty = pl.lit([], dtype=PLACES)
    placed = pl.concat([mine, others.select(mine.columns)]).with_columns(
        person=_TEXT, name=_TEXT, id_number=_TEXT,
        any_at=pl.col("break_at").fill_null(empty),
        **{
            f"{name}_at": pl.when(pl.col("ledger") == name).then("repeat_at").fill_null(empty)
            for name in ("account_flow", "payment")
        },
    )  # fmt: skip
    return (
        placed.select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()])
        .sort("project", "contractor", "ledger", "sheet_key")
        .lazy()
    )


def _rows(ground: Groundwork) -> pl.DataFrame:
    """Lines of both ledgers: src, row, project, contractor, own, day, moved (in − out), balance, txn, payee, …"""
    ledgers: Mapping[str, pl.DataFrame] = ground.ledgers
    size = pl.col("amount")
    payment = ledgers["payment"].select(
        "src", "row", *_SITE, "balance",
        own="payer_account", day="paid_on", txn="txn_no", payee=pl.coalesce("payee_account", "payee_name"),
        moved=pl.when(pl.col("direction") == "in").then(size).otherwise(-size),
        is_statement=(pl.col("document") == "statement").fill_null(value=False),
        live=~pl.col("status").is_in(["failed", "refunded"]).fill_null(value=False),
    )  # fmt: skip
    flow = of_run(ledgers["account_flow"], ground.submitted).select(
        "src", "row", *_SITE, "balance",
        own=_TEXT, day="booked_on", txn="txn_no", payee=pl.coalesce("payee_account", "payee_name"),
        moved=pl.col("amount_in").fill_null(0) - pl.col("amount_out").fill_null(0),
        is_statement=pl.lit(value=True), live=pl.lit(value=True),
    )  # fmt: skip
    columns = [pl.col(name).cast(kind) for name, kind in payment.schema.items()]
    return pl.concat([payment, flow.select(columns)]).with_columns(at=pack(pl.col("src"), pl.col("row")))


def _breaks(rows: pl.DataFrame, share: float) -> pl.DataFrame:
    """src, n_breaks, first_break, break_amount, break_at."""
    lines = rows.filter(pl.col("is_statement") & pl.col("balance").is_not_null() & pl.col("moved").is_not_null())
    nth = pl.col("row")
    orders = {
        "down": [nth],
        "up": [-nth],
        "by day": [pl.col("day"), nth],
        "by day, up": [pl.col("day"), -nth],
    }
    tried = []
    for number, (order, keys) in enumerate(orders.items()):
        ordered = lines.sort(*_CHAIN, *keys, nulls_last=True)
        off = pl.col("balance") - pl.col("balance").shift(1).over(_CHAIN) - pl.col("moved")
        tried.append(
            ordered.select(
                *_CHAIN, "row", "at", number=pl.lit(number), order=pl.lit(order), off=off.fill_null(0),
            ).with_columns(broken=pl.col("off") != 0)
        )  # fmt: skip
    every = pl.concat(tried) if tried else lines
    best = (
        every.group_by(*_CHAIN, "number")
        .agg(n=pl.col("broken").sum())
        .sort(*_CHAIN, "n", "number")
        .unique(_CHAIN, keep="first", maintain_order=True)
        .select(*_CHAIN, "number")
    )
    chosen = every.join(best, on=[*_CHAIN, "number"], nulls_equal=True).sort("src", "row")
    broken = pl.col("broken")
    return chosen.group_by("src", maintain_order=True).agg(
        n_breaks=pl.when(broken.sum() <= share * (pl.len() - 1)).then(broken.sum()).cast(pl.Int32),
        first_break=pl.col("row").filter(broken).first(),
        break_amount=pl.col("off").filter(broken).first().abs(),
        break_at=pl.col("at").filter(broken),
    )


def _repeats(rows: pl.DataFrame) -> pl.DataFrame:
    """src, n_repeats, repeated, repeat_at; null where a sheet has no transaction numbers."""
    number = pl.col("txn").str.strip_chars()
    numbered = rows.with_columns(txn=pl.when(number != "").then(number)).drop_nulls("txn")
    keys = ["src", "txn"]
    once = (
        numbered.filter("live")
        .with_columns(told=pl.struct("day", pl.col("moved").abs(), "payee"))
        .unique([*keys, "told"], keep="first", maintain_order=True)
    )
    shared = once.with_columns(
        uses=pl.len().over(keys), days=pl.col("day").n_unique().over(keys), rows_of_day=pl.len().over("src", "day"),
        numbers_of_day=pl.col("txn").n_unique().over("src", "day"),
    )  # fmt: skip
    # one number for the lines of a batch: most lines of the day share their number with another
    batch = (pl.col("days") == 1) & (2 * pl.col("numbers_of_day") <= pl.col("rows_of_day"))
    again = shared.filter((pl.col("uses") > 1) & ~batch).sort("src", "row")
    repeats = again.group_by("src", maintain_order=True).agg(
        n_repeats=pl.col("txn").n_unique().cast(pl.Int32),
        repeated=pl.col("txn").unique(maintain_order=True).str.join("、"),
        repeat_at=pl.col("at"),
    )
    zero = pl.lit(0, dtype=pl.Int32)
    numbered_sheets = numbered.select("src").unique()
    return numbered_sheets.join(repeats, on="src", how="left").with_columns(pl.col("n_repeats").fill_null(zero))
