"""One row per sheet, and per worker record, on which items that a law lists are missing or blank.

Which items those are is data (``rules/dictionaries/required_items.toml``, where the words of ``any_of`` are explained).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.settings import RequiredItem
from wagecheck.facts.sheets import keyed
from wagecheck.facts.standing import assign
from wagecheck.ledgers.catalogue import TITLES
from wagecheck.ledgers.provenance import pack

FRAME = Frame(
    name="required_item",
    title="法定项目",
    grain=("scope", "ledger", "sheet_key", "person"),
    masks={"name": "name", "id_number": "id"},
    columns={
        "scope": pl.String,            # sheet: the column is not there · worker: the cell under it is blank
        "ledger": pl.String, "ledger_title": pl.String, "sheet_key": pl.String, "file": pl.String, "sheet": pl.String,
        "n_missing": pl.Int32, "missing": pl.String,     # titles of the missing groups, joined by 、
        "any_at": PLACES,
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]
_SPAN: Final = [*_SITE, "period_start", "period_end"]
#: How a number was stored stands in a column of its own.
_STATES: Final = {"id_number": "id_state", "bank_card": "card_state"}


def build(
    ledgers: Mapping[str, pl.DataFrame],
    cells: pl.DataFrame,
    sources: pl.DataFrame,
    units: pl.LazyFrame,
    required: Sequence[RequiredItem],
    unread: pl.DataFrame | None = None,
) -> pl.LazyFrame:
    """Sheets and worker records that lack something of ``required``; those that lack nothing have no row.

    Scope ``sheet``: one row per table (and contractor and period, where one table holds several): groups that have no
    column, no value in any row (a value from the title band or the file name counts as one), and no other proof. Scope
    ``worker``: groups that the table has and that are blank on the record, per person. ``any_at`` of a sheet is its
    header row, of a worker his records. ``unread`` (src, row, field): cells with content that could not be read,
    which are not blank.
    """
    groups: dict[str, list[RequiredItem]] = {}
    for item in required:
        groups.setdefault(item.ledger, []).append(item)
    parts = [
        _lacking(name, items, ledgers, cells, unread)
        for name, items in groups.items()
        if items and not ledgers[name].is_empty()
    ]
    if not parts:
        return FRAME.empty()
    header = sources.lazy().select("src", header=pack(pl.col("src"), pl.col("header_row")))
    rows = (
        pl.concat(parts)
        .lazy()
        .join(keyed(sources).drop("ledger"), on="src", how="left")
        .join(header, on="src", how="left")
    )
    own = pl.when(pl.col("scope") == "sheet").then(pl.concat_list("header")).otherwise("any_at").list.drop_nulls()
    return (
        assign(rows.collect(), units)
        .lazy()
        .with_columns(ledger_title=pl.col("ledger").replace_strict(TITLES, return_dtype=pl.String), any_at=own)
        .select(pl.col(name).cast(kind) for name, kind in FRAME.schema.items())
        .sort(*_SITE, "period", "ledger", "scope", "sheet_key", "person", nulls_last=True)
    )


def _lacking(
    ledger: str,
    items: list[RequiredItem],
    ledgers: Mapping[str, pl.DataFrame],
    cells: pl.DataFrame,
    unread: pl.DataFrame | None,
) -> pl.DataFrame:
    """Both scopes of one ledger: src, keys, person, name, id_number, scope, ledger, n_missing, missing, any_at."""
    records = _with_marks(ledger, items, ledgers, unread)
    unsure = pl.col("field").filter((pl.col("how") == "ambiguous").fill_null(value=False))
    has_column = cells.lazy().group_by("src").agg(columns=pl.col("field").unique(), unsure=unsure.unique())
    marks = [f"has {number}" for number in range(len(items))]
    known = pl.lit([], dtype=pl.List(pl.String))
    named = [
        pl.any_horizontal(pl.col("columns").fill_null(known).list.contains(field) for field in item.fields)
        for item in items
    ]
    # a column that nothing settles is there, and what it says of anybody is not known
    doubted = [
        pl.any_horizontal(pl.col("unsure").fill_null(known).list.contains(field) for field in item.fields)
        for item in items
    ]
    tables = (
        records.group_by("src", *_SPAN, maintain_order=True)
        .agg(*(_proof(item, number) for number, item in enumerate(items)))
        .join(has_column, on="src", how="left")
        .with_columns((pl.col(mark) | column).alias(mark) for mark, column in zip(marks, named, strict=True))
        .with_columns(doubt.alias(f"doubt {number}") for number, doubt in enumerate(doubted))
        .drop("columns", "unsure")
    )
    titles = [item.title for item in items]
    nobody = {name: pl.lit(None, dtype=pl.String) for name in ("person", "name", "id_number")}
    sheets = _missing(tables, titles, [~pl.col(mark) for mark in marks]).with_columns(
        **nobody, scope=pl.lit("sheet"), any_at=pl.lit([], dtype=PLACES)
    )
    # What the whole table lacks is said once, for the table.
    blank = [
        ~pl.col(f"own {number}") & pl.col(mark) & ~pl.col(f"doubt {number}") if item.per_worker else pl.lit(value=False)
        for number, (item, mark) in enumerate(zip(items, marks, strict=True))
    ]
    of_table = tables.select("src", *_SPAN, *marks, pl.col("^doubt \\d+$"))
    lacks = [f"lacks {number}" for number in range(len(items))]
    unfilled = [~pl.col(f"own {number}") for number, item in enumerate(items) if item.per_worker]
    people = (
        records.filter(pl.any_horizontal(unfilled or pl.lit(value=False)))
        .join(of_table, on=["src", *_SPAN], nulls_equal=True)
        .with_columns(condition.alias(name) for condition, name in zip(blank, lacks, strict=True))
        .filter(pl.any_horizontal(lacks))
        .group_by("src", *_SPAN, "person", maintain_order=True)
        .agg(
            pl.col("name", "id_number").drop_nulls().first(),
            pl.col(lacks).any(),
            any_at=pack(pl.col("src"), pl.col("row")).unique(maintain_order=True),
        )
    )
    # Copies of a record in several tables that lack the same are one slip.
    workers = (
        _missing(people, titles, [pl.col(name) for name in lacks])
        .group_by(*_SPAN, "person", "n_missing", "missing", maintain_order=True)
        .agg(
            pl.col("src", "name", "id_number").first(),
            pl.col("any_at").list.explode(keep_nulls=False, empty_as_null=False),
        )
        .with_columns(scope=pl.lit("worker"))
    )
    columns = ["src", *_SPAN, "person", "name", "id_number", "scope", "n_missing", "missing", "any_at"]
    return pl.concat([sheets.select(columns), workers.select(columns)]).with_columns(ledger=pl.lit(ledger)).collect()


def _missing(frame: pl.LazyFrame, titles: list[str], lacks: list[pl.Expr]) -> pl.LazyFrame:
    """Rows that lack anything, with the number and the titles of what they lack."""
    told = [pl.when(lack).then(pl.lit(title)) for lack, title in zip(lacks, titles, strict=True)]
    return frame.with_columns(
        missing=pl.concat_str(told, separator="、", ignore_nulls=True),
        n_missing=pl.sum_horizontal(lack.cast(pl.Int32) for lack in lacks),
    ).filter(pl.col("n_missing") > 0)


#: Ledgers that are handed in piece by piece: what one roster of a team does not say of a worker, another may.
_PIECEWISE: Final = ("roster",)


def _with_marks(
    ledger: str, items: list[RequiredItem], ledgers: Mapping[str, pl.DataFrame], unread: pl.DataFrame | None
) -> pl.LazyFrame:
    """Records with ``own n`` (a field of group n is filled) and ``proof n`` (something else satisfies it here)."""
    frame = ledgers[ledger]
    records = frame.lazy().with_columns(
        person=pl.coalesce(
            pl.when(_filled(frame, "id_number")).then("id_number"),
            pl.when(_filled(frame, "name_key")).then(pl.lit("name:") + pl.col("name_key")),
        )
    )
    words = {word for item in items for word in item.fields}
    for kind in sorted(word.removeprefix("item:") for word in words if word.startswith("item:")):
        listed = ledgers["payroll_item"].lazy().filter(pl.col("kind") == kind).select("src").unique()
        records = records.join(listed.with_columns(pl.lit(value=True).alias(f"item:{kind}")), on="src", how="left")
    for name in sorted(word.removeprefix("ledger:") for word in words if word.startswith("ledger:")):
        sites = ledgers[name].lazy().select(_SITE).unique().with_columns(pl.lit(value=True).alias(f"ledger:{name}"))
        records = records.join(sites, on=_SITE, how="left", nulls_equal=True)
    marks: list[pl.Expr] = []
    if unread is not None and unread.height:
        written = unread.lazy().group_by("src", "row").agg(written=pl.col("field"))
        records = records.join(written, on=["src", "row"], how="left", maintain_order="left")
    else:
        records = records.with_columns(written=pl.lit(None, dtype=pl.List(pl.String)))
    for number, item in enumerate(items):
        fields = [_given(frame, word) for word in item.fields if word in frame.columns]
        fields += [pl.col("written").list.contains(word).fill_null(value=False) for word in item.fields]
        proofs = [_other_proof(word) for word in item.fields if word not in frame.columns]
        own = pl.any_horizontal(fields or pl.lit(value=False))
        if ledger in _PIECEWISE:
            own = own.any().over([*_SITE, "person"])
        marks.append(own.alias(f"own {number}"))
        marks.append(pl.any_horizontal(proofs or pl.lit(value=False)).alias(f"proof {number}"))
    return records.with_columns(marks)


def _other_proof(word: str) -> pl.Expr:
    """``item:…`` and ``ledger:…`` are joined columns; ``a=b+c`` compares amounts, a blank addend being nothing."""
    if "=" not in word:
        return pl.col(word).fill_null(value=False)
    left, right = word.split("=")
    total, *addends = right.split("+")
    computed = pl.col(total) + sum((pl.col(addend).fill_null(0) for addend in addends), start=pl.lit(0))
    return (pl.col(left) == computed) | (pl.col(left).is_null() & pl.col(total).is_null())


def _proof(item: RequiredItem, number: int) -> pl.Expr:
    """Whether a table has group ``number``: a filled field anywhere, a joined proof, or equal amounts in all rows."""
    everywhere = any("=" in word for word in item.fields)
    proof = pl.col(f"proof {number}")
    return (pl.col(f"own {number}").any() | (proof.all() if everywhere else proof.any())).alias(f"has {number}")


def _given(frame: pl.DataFrame, name: str) -> pl.Expr:
    """Filled, or a number of which the file kept too few digits to show (1.10E+17): that is IN06 or IN07, not blank."""
    state = _STATES.get(name)
    return _filled(frame, name) | (pl.col(state) == "lossy").fill_null(value=False) if state else _filled(frame, name)


def _filled(frame: pl.DataFrame, name: str) -> pl.Expr:
    column = pl.col(name)
    return (
        column.is_not_null() & (column.str.strip_chars() != "")
        if frame.schema[name] == pl.String
        else (column.is_not_null())
    )
