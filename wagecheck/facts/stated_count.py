"""One row per head count or sum that a file name, a sheet name, a title or a footer states beside a ledger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from wagecheck.facts.frame import MONEY, PLACES, Frame
from wagecheck.facts.sheets import keyed
from wagecheck.facts.standing import assign
from wagecheck.ledgers.catalogue import TITLES
from wagecheck.ledgers.provenance import pack

FRAME = Frame(
    name="stated_count",
    title="写明的人数和总额",
    grain=("ledger", "sheet_key", "told_by", "ordinal"),
    columns={
        "ledger": pl.String, "ledger_title": pl.String, "sheet_key": pl.String, "file": pl.String, "sheet": pl.String,
        "told_by": pl.String,          # file · sheet · title · footer
        "told_title": pl.String,       # 文件名 · 工作表名 · 标题 · 表尾
        "ordinal": pl.Int32,
        "raw": pl.String,              # the text as written
        "stated_people": pl.Int32,
        "n_people": pl.Int32,          # distinct people in the rows, or the rows, whichever fits
        "stated_total": MONEY,
        "total": MONEY,                # net or gross pay of the rows, whichever fits; null where an amount is unread
        "any_at": PLACES,
    },
)  # fmt: skip

_LEDGERS: Final = ("identity", "contract", "roster", "attendance", "payroll", "payment", "notice")
_PLACES: Final = {"file": "文件名", "sheet": "工作表名", "title": "标题", "footer": "表尾"}
_SUMS: Final = ("net_pay", "gross_pay", "amount")


def build(
    counts: pl.DataFrame, sources: pl.DataFrame, ledgers: Mapping[str, pl.DataFrame], units: pl.LazyFrame
) -> pl.LazyFrame:
    """Statements beside ledgers of people. A file name speaks of the tables of its file, one kind of ledger at a time:

    it is right if it fits any of them. Everything else speaks of its own table.
    """
    tables = sources.filter(pl.col("ledger").is_in(_LEDGERS))
    found = counts.join(tables.select("src", "ledger", "file"), on="src")
    own = found.filter(pl.col("told_by") != "file").join(_counted(ledgers, tables, ["src"]), on="src", how="left")
    per_file = _counted(ledgers, tables, ["file", "ledger"])
    named = found.filter(pl.col("told_by") == "file").join(per_file, on=["file", "ledger"], how="left")
    fits = pl.any_horizontal(pl.col("people") == pl.col(name) for name in ("persons", "lines")).fill_null(value=False)
    named = (
        named.with_columns(fits=fits)
        .sort("file", "raw", ~pl.col("fits"), "src")
        .unique(["file", "raw", "people"], keep="first", maintain_order=True)
        .drop("fits")
    )
    both = pl.concat([own.select(sorted(own.columns)), named.select(sorted(own.columns))])
    spans = tables.select("src", "project", "contractor", "period_start", "period_end").join(
        keyed(sources).collect().select("src", "sheet_key", "sheet"), on="src"
    )
    placed = assign(both.join(spans, on="src"), units).with_columns(
        ledger_title=pl.col("ledger").replace_strict(TITLES, default=None),
        told_title=pl.col("told_by").replace_strict(_PLACES, default=None),
        stated_people="people",
        n_people=_nearest("people", ["persons", "lines"]),
        stated_total="amount",
        total=_nearest("amount", list(_SUMS), suffix="_sum"),
        any_at=pl.when(pl.col("row").is_not_null())
        .then(pl.concat_list(pack(pl.col("src"), pl.col("row"), pl.col("col").fill_null(0))))
        .otherwise(pl.lit([], dtype=PLACES)),
        person=pl.lit(None), name=pl.lit(None), id_number=pl.lit(None),
    )  # fmt: skip
    keys = ["project", "contractor", "period", "ledger", "sheet_key", "told_by"]
    return (
        placed.lazy()
        .sort(*keys, "src", "row", "col", "raw", nulls_last=True)
        .with_columns(ordinal=pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over(keys))
        .select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()])
    )


def _nearest(stated: str, counted: list[str], suffix: str = "") -> pl.Expr:
    """The counted value that equals the stated one, else the first that is known; null where nothing was stated."""
    names = [f"{name}{suffix}" for name in counted]
    equal = pl.coalesce(pl.when(pl.col(name) == pl.col(stated)).then(name) for name in names)
    return pl.when(pl.col(stated).is_not_null()).then(pl.coalesce(equal, *names))


def _counted(ledgers: Mapping[str, pl.DataFrame], tables: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """persons, lines and …_sum by ``keys`` (src, or file and ledger)."""
    parts = []
    for name in _LEDGERS:
        frame = ledgers["attendance_summary" if name == "attendance" else name]
        if name == "payment":
            frame = frame.filter(pl.col("direction").ne_missing("in"))
        none = pl.lit(None, dtype=MONEY)
        parts.append(
            frame.select(
                "src",
                who=pl.concat_str(
                    pl.col("name_key").fill_null(""), pl.col("id_number").fill_null(""), separator="\x1f"
                ),
                **{key: pl.col(key).cast(MONEY) if key in frame.columns else none for key in _SUMS},
            )
        )
    rows = pl.concat(parts).join(tables.select("src", "ledger", "file"), on="src")
    whole = {f"{key}_sum": pl.when(pl.col(key).null_count() == 0).then(pl.col(key).sum()).cast(MONEY) for key in _SUMS}
    return rows.group_by(keys).agg(
        persons=pl.col("who").n_unique().cast(pl.Int32), lines=pl.len().cast(pl.Int32), **whole
    )
