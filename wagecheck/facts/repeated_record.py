"""One row per worker who stands more than once on one sheet for one period.

What makes two rows two different things is data (``rules/dictionaries/told_apart.toml``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.settings import Settings
from wagecheck.facts.sheets import keyed
from wagecheck.facts.standing import assign
from wagecheck.ledgers.catalogue import TITLES
from wagecheck.ledgers.provenance import pack

FRAME = Frame(
    name="repeated_record",
    title="同表重复",
    grain=("ledger", "sheet_key", "person"),
    masks={"name": "name", "id_number": "id"},
    columns={
        "ledger": pl.String, "ledger_title": pl.String, "sheet_key": pl.String, "file": pl.String, "sheet": pl.String,
        "n_rows": pl.Int32,
        "same_person": pl.Boolean,     # null: one name without numbers may be two people
        "told_apart": pl.Boolean,      # something says that the rows are two different things
        "identical": pl.Boolean,       # every cell of the rows is the same
        "any_at": PLACES,
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]
_SPAN: Final = [*_SITE, "period_start", "period_end"]
_WHO: Final = ["src", *_SPAN, "name_key", "number"]
_RECORD: Final = ["src", "name_key", "number"]
_OWN: Final = frozenset({"src", "row", "name"})


def build(
    ledgers: Mapping[str, pl.DataFrame], sources: pl.DataFrame, units: pl.LazyFrame, settings: Settings
) -> pl.LazyFrame:
    """Workers with several rows on a sheet, in the ledgers that ``settings.told_apart`` lists.

    One worker is one name with one identity number; without a number, one name with one card, phone or staff number.
    Rows of back pay are none of the repetition. ``any_at`` is every row.
    """
    parts = [
        _repeated(name, ledgers, rules, settings)
        for name, rules in settings.told_apart.items()
        if isinstance(rules, Mapping) and ledgers[name].height
    ]
    parts = [part for part in parts if part.height]
    if not parts:
        return FRAME.empty()
    found = pl.concat(parts).lazy().join(keyed(sources).drop("ledger"), on="src", how="left").collect()
    return (
        assign(found, units)
        .lazy()
        .with_columns(ledger_title=pl.col("ledger").replace_strict(TITLES, return_dtype=pl.String))
        .select(pl.col(name).cast(kind) for name, kind in FRAME.schema.items())
        .sort(*_SITE, "period", "ledger", "sheet_key", "person", nulls_last=True)
    )


def _repeated(
    ledger: str, ledgers: Mapping[str, pl.DataFrame], rules: Mapping[str, Any], settings: Settings
) -> pl.DataFrame:
    rows = ledgers[ledger].filter(pl.col("name_key").is_not_null() & ~_is_special(ledgers[ledger], rules))
    rows = rows.with_columns(number=pl.when(pl.col("id_state") != "blank").then("id_number"))
    rows = rows.filter(pl.len().over(_WHO) > 1)
    if rows.is_empty():
        return pl.DataFrame()
    told = [name for name in rules["apart"] if name in rows.columns]
    content = [name for name in rows.columns if name not in _OWN]
    found = rows.group_by(_WHO, maintain_order=True).agg(
        pl.col("name").first(),
        n_rows=pl.len().cast(pl.Int32),
        same_person=_same_person(rows.columns),
        told_apart=_told_apart(told),
        identical=pl.struct(content).n_unique() == 1,
        any_at=pack(pl.col("src"), pl.col("row")),
        rows_of=pl.col("row"),
    )
    if ledger == "attendance_summary":
        found = _with_days(found, rows, ledgers["attendance"], settings)
    whole = pl.col("number").str.contains(r"^[0-9A-Z]+$").fill_null(value=False)
    return found.with_columns(
        ledger=pl.lit("attendance" if ledger == "attendance_summary" else ledger),
        person=pl.when(whole).then("number").otherwise(pl.concat_str(pl.lit("name:"), "name_key")),
        id_number=pl.when(whole).then("number"),
    ).drop("name_key", "number", "rows_of")


def _is_special(rows: pl.DataFrame, rules: Mapping[str, Any]) -> pl.Expr:
    """Rows that say of themselves that they are something else: back pay, a second part."""
    special = pl.lit(value=False)
    if "is_back_pay" in rows.columns:
        special = special | pl.col("is_back_pay").fill_null(value=False)
    if "remark" in rows.columns and rules.get("words"):
        special = special | pl.col("remark").str.contains_any(list(rules["words"])).fill_null(value=False)
    return special


def _same_person(columns: Sequence[str]) -> pl.Expr:
    """True with a number; without one if card, phone or staff number are the same, else unknown."""
    signs = [name for name in ("bank_card", "phone", "worker_no") if name in columns]
    shared = [(pl.col(name).null_count() == 0) & (pl.col(name).n_unique() == 1) for name in signs]
    numbered = pl.col("number").first().is_not_null()
    return pl.when(pl.any_horizontal(numbered, *shared)).then(pl.lit(value=True))


def _told_apart(columns: Sequence[str]) -> pl.Expr:
    """Whether one column is different in every row, or all of them together are."""
    if not columns:
        return pl.lit(value=False)
    each = [pl.col(name).n_unique() == pl.len() for name in columns]
    return pl.any_horizontal(*each, pl.struct(columns).n_unique() == pl.len())


def _with_days(found: pl.DataFrame, rows: pl.DataFrame, attendance: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Rows of a day sheet repeat each other only where one day holds more than a day's work in several of them."""
    starts = rows.select("src", "row", "name_key", "number", "dated", start="row").sort("row")
    cells = (
        attendance.with_columns(number=pl.when(pl.col("id_state") != "blank").then("id_number"))
        .join(starts.select(_RECORD).unique(), on=_RECORD, nulls_equal=True, how="semi")
        .sort("row")
    )
    if cells.is_empty():
        return found
    lawful = settings.on("hours_per_day", pl.col("date"), settings.hours_per_day[0])
    most = settings.on("site_work_max", pl.col("date"), settings.full_day)
    day = pl.coalesce("work", (pl.col("hours") / lawful).cast(pl.Decimal(10, 2)), pl.lit(1))
    dated = cells.with_columns(number=pl.col("number").fill_null("")).join_asof(
        starts.select("src", "row", "name_key", pl.col("number").fill_null(""), "start"),
        on="row",
        by=_RECORD,
        strategy="backward",
        check_sortedness=False,
    )
    clash = (
        dated.group_by("src", "name_key", "number", "date")
        .agg(n=pl.col("start").n_unique(), work=day.cast(pl.Decimal(10, 2)).sum())
        .filter((pl.col("n") > 1) & (pl.col("work") > most))
        .select("src", "name_key", pl.when(pl.col("number") != "").then("number").alias("number"))
        .unique()
        .with_columns(clash=pl.lit(value=True))
    )
    has_days = starts.group_by(_RECORD).agg(dated=pl.col("dated").any())
    return (
        found.join(clash, on=_RECORD, how="left", nulls_equal=True, maintain_order="left")
        .join(has_days, on=_RECORD, how="left", nulls_equal=True, maintain_order="left")
        .with_columns(
            told_apart=pl.when("dated").then(pl.col("clash").is_null()).otherwise("told_apart"),
        )
        .drop("clash", "dated")
    )
