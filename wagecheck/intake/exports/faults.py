"""What could not be read of a part: one row per column, fault and contractor, found by whole columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from wagecheck.intake import issues
from wagecheck.intake.exports.limits import LISTED_CELLS
from wagecheck.intake.issues import Issue

#: Whose a row is: what makes a table of its own of it.
OWNERS: Final = ("project", "contractor", "period_start", "period_end")
#: ``rows``: the first of the rows concerned, ``raws``: the first different contents.
FAULTS: Final = pl.Schema(
    [
        ("project", pl.String),
        ("contractor", pl.String),
        ("period_start", pl.Date),
        ("period_end", pl.Date),
        ("code", pl.String),
        ("field", pl.String),
        ("header", pl.String),
        ("col", pl.Int32),
        ("count", pl.Int32),
        ("rows", pl.List(pl.Int32)),
        ("raws", pl.List(pl.String)),
    ]
)
#: ``row``: the first cell.
ASSUMED: Final = pl.Schema(
    [
        ("project", pl.String),
        ("contractor", pl.String),
        ("period_start", pl.Date),
        ("period_end", pl.Date),
        ("field", pl.String),
        ("header", pl.String),
        ("note", pl.String),
        ("count", pl.Int32),
        ("row", pl.Int32),
        ("col", pl.Int32),
    ]
)
_CONTENTS: Final = 3
_LONGEST: Final = 60


@dataclass(frozen=True)
class Column:
    """A column as messages name it; ``col`` counts from 1."""

    field: str
    header: str
    col: int


def faults(code: str, column: Column, rows: pl.DataFrame, raw: pl.Series | None = None) -> pl.DataFrame:
    """FAULTS of ``rows`` (OWNERS and row); ``raw``: what stands in their cells."""
    told = rows.select(*OWNERS, "row").with_columns(
        raw=pl.lit(None, dtype=pl.String) if raw is None else shown(raw).alias("raw")
    )
    return (
        told.group_by(OWNERS, maintain_order=True)
        .agg(
            count=pl.len().cast(pl.Int32),
            rows=pl.col("row").head(LISTED_CELLS),
            raws=pl.col("raw").drop_nulls().unique(maintain_order=True).head(_CONTENTS),
        )
        .with_columns(
            code=pl.lit(code),
            field=pl.lit(column.field),
            header=pl.lit(column.header),
            col=pl.lit(column.col, dtype=pl.Int32),
        )
        .select(FAULTS.names())
    )


def assumed(column: Column, rows: pl.DataFrame, note: pl.Series) -> pl.DataFrame:
    """ASSUMED of the rows that have a note."""
    told = rows.select(*OWNERS, "row").with_columns(note.alias("note")).filter(pl.col("note").is_not_null())
    return (
        told.group_by(*OWNERS, "note", maintain_order=True)
        .agg(count=pl.len().cast(pl.Int32), row=pl.col("row").first())
        .with_columns(field=pl.lit(column.field), header=pl.lit(column.header), col=pl.lit(column.col, dtype=pl.Int32))
        .select(ASSUMED.names())
    )


def shown(column: pl.Series) -> pl.Series:
    """Cells as issues show them; a number that is whole without its point."""
    if column.dtype.is_float():
        frame = column.alias("raw").to_frame()
        whole = (pl.col("raw") == pl.col("raw").floor()) & (pl.col("raw").abs() < 1e18)
        digits = pl.when(whole).then(pl.col("raw").cast(pl.Int64, strict=False).cast(pl.String))
        return frame.select(pl.coalesce(digits, pl.col("raw").cast(pl.String)).alias("raw"))["raw"]
    if column.dtype.is_nested() or column.dtype in (pl.Binary, pl.Object):
        return pl.Series("raw", [f"({column.dtype.base_type().__name__})"]).new_from_index(0, len(column))
    text = column.cast(pl.String, strict=False).alias("raw")
    long = pl.col("raw").str.len_chars() > _LONGEST
    cut = pl.when(long).then(pl.col("raw").str.slice(0, _LONGEST - 3) + "…").otherwise("raw")
    return text.to_frame().select(cut.alias("raw"))["raw"]


def together(parts: pl.DataFrame) -> pl.DataFrame:
    """FAULTS of several parts: one row for the same fault of a column and contractor."""
    keys = [name for name in FAULTS.names() if name not in ("count", "rows", "raws")]
    return (
        parts.group_by(keys, maintain_order=True)
        .agg(
            pl.col("count").sum(),
            pl.col("rows").list.explode(keep_nulls=False, empty_as_null=False).implode().list.head(LISTED_CELLS),
            pl.col("raws")
            .list.explode(keep_nulls=False, empty_as_null=False)
            .unique(maintain_order=True)
            .implode()
            .list.head(_CONTENTS),
        )
        .select(FAULTS.names())
    )


def assumed_together(parts: pl.DataFrame) -> pl.DataFrame:
    """ASSUMED of several parts: one row for the same assumption about a column and contractor."""
    keys = [name for name in ASSUMED.names() if name not in ("count", "row")]
    together = parts.group_by(keys, maintain_order=True).agg(pl.col("count").sum(), pl.col("row").first())
    return together.select(pl.col(name).cast(dtype) for name, dtype in ASSUMED.items())


def worded(fault: dict[str, object]) -> Issue:
    """The issue of a row of FAULTS."""
    rows, raws, col = fault["rows"], fault["raws"], fault["col"]
    assert isinstance(rows, list) and isinstance(raws, list) and isinstance(col, int)
    return issues.of_cells(
        str(fault["code"]),
        str(fault["field"]),
        str(fault["header"]),
        [(int(row), col) for row in rows],
        raw="”“".join(raws) or None,
        count=int(str(fault["count"])),
    )
