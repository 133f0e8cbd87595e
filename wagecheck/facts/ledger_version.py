"""One row per pair of tables that are the same ledger, handed in twice."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts import attendance_work, versions
from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.sheets import keyed, place
from wagecheck.facts.standing import assign
from wagecheck.ledgers.catalogue import TITLES, column_title
from wagecheck.ledgers.provenance import pack, unpack

FRAME = Frame(
    name="ledger_version",
    title="台账版本",
    grain=("ledger", "sheet_key", "other_key"),
    columns={
        "ledger": pl.String, "ledger_title": pl.String, "sheet_key": pl.String, "other_key": pl.String,
        "shared": pl.Int32,            # people in both
        "differing": pl.Int32,         # cells that both state, and not the same
        "only_here": pl.Int32, "only_there": pl.Int32,   # people in one of them only
        "shown": pl.String,            # the first cells that differ, in words
        "any_at": PLACES,              # the cells that differ, in both tables
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]
#: Cells that are listed, and those that are told in words.
_LISTED: Final = 200
_SHOWN: Final = 3


def build(ground: Groundwork, sources: pl.DataFrame, cells: pl.DataFrame, units: pl.LazyFrame) -> pl.LazyFrame:
    """Pairs of payrolls, notices, attendance sheets of one contractor and period, and of standing ledgers whose file
    names differ by a word for a version, with what differs; copies that agree are listed too.
    """
    rules = ground.settings.versions
    if not rules or not ground.names:
        return FRAME.empty()
    parts = [
        _pairs(ground, sources, cells, name, said, only_marked=marked)
        for name, said, marked in _said(ground, sources)
        if said.height
    ]
    parts = [part for part in parts if part.height]
    if not parts:
        return FRAME.empty()
    return (
        assign(pl.concat(parts), units)
        .lazy()
        .with_columns(
            person=pl.lit(None),
            name=pl.lit(None),
            id_number=pl.lit(None),
            ledger_title=pl.col("ledger").replace_strict(TITLES, return_dtype=pl.String),
        )
        .select(pl.col(name).cast(kind) for name, kind in FRAME.schema.items())
        .sort(*_SITE, "period", "ledger", "sheet_key", "other_key", nulls_last=True)
    )


def _said(ground: Groundwork, sources: pl.DataFrame) -> list[tuple[str, pl.DataFrame, bool]]:
    """Ledger, what its tables say of people who stand in several of them, whether only marked names count."""
    found = [("attendance", _days(ground, sources), False)]
    for name, fields in ground.settings.versions["compare"].items():
        periodic = name in ("payroll", "notice")
        rows = ground.ledgers[name].filter(pl.col("contractor").is_not_null())
        if rows["src"].n_unique() < 2:
            continue
        rows = rows.join(ground.people.pids(name), on=["src", "row", "name_key"], nulls_equal=True)
        unit = ground.placed(rows).with_columns(unit="uid") if periodic else rows.with_columns(unit=pl.lit(0))
        found.append((name, versions.said(versions.in_several(unit), fields), not periodic))
    return found


def _days(ground: Groundwork, sources: pl.DataFrame) -> pl.DataFrame:
    """Day cells of hand-made attendance; a machine's export beside it is another document."""
    devices = sources.filter("device_export")["src"]
    return attendance_work.said(ground.all_marked.filter(~pl.col("src").is_in(devices.implode())))


def _pairs(
    ground: Groundwork,
    sources: pl.DataFrame,
    cells: pl.DataFrame,
    ledger: str,
    said: pl.DataFrame,
    *,
    only_marked: bool,
) -> pl.DataFrame:
    found = versions.pairs(said, ground.names, ground.settings.versions, only_marked=only_marked)
    if found.is_empty():
        return pl.DataFrame()
    differing = versions.compared(said, found).filter(~pl.col("same"))
    differing = _placed(_placed(differing, "at", cells), "at_there", cells).sort("unit", "src", "other", "at")
    titles = {name: column_title(ledger, name) for name in differing["field"].unique() if ledger != "attendance"}
    title = pl.col("field").replace(titles) if titles else pl.col("field")
    shown = pl.concat_str(title, pl.lit(" "), _cell("at"), pl.lit("↔"), _cell("at_there"))
    told = differing.group_by("unit", "src", "other", maintain_order=True).agg(
        shown=shown.head(_SHOWN).str.join("、"),
        any_at=pl.concat([pl.col("at").head(_LISTED), pl.col("at_there").head(_LISTED)]),
    )
    tables = keyed(sources).select("src", "sheet_key").collect()
    home = sources.select("src", *_SITE, "period_start", "period_end")
    return (
        found.join(told, on=["unit", "src", "other"], how="left", maintain_order="left")
        .join(home, on="src", how="left", maintain_order="left")
        .join(tables, on="src", how="left", maintain_order="left")
        .join(tables.rename({"src": "other", "sheet_key": "other_key"}), on="other", how="left", maintain_order="left")
        .with_columns(ledger=pl.lit(ledger))
        .drop("unit", "src", "other", "equal")
    )


def _placed(rows: pl.DataFrame, name: str, cells: pl.DataFrame) -> pl.DataFrame:
    """Places of whole records turned into those of the field's cell."""
    src, row, col = unpack(pl.col(name))
    columns = cells.select(
        pl.col("src").alias("at src"), "field", of_field=pl.col("col"), of_row=pl.col("row_offset")
    ).unique(["at src", "field"], keep="first", maintain_order=True)
    split = rows.with_columns(**{"at src": src, "at row": row, "at col": col})
    joined = split.join(columns, on=["at src", "field"], how="left", maintain_order="left")
    whole = pl.col("at col") == 0
    return joined.with_columns(
        pack(
            pl.col("at src"),
            pl.col("at row") + pl.when(whole).then(pl.col("of_row").fill_null(0)).otherwise(0),
            pl.when(whole).then(pl.col("of_field").fill_null(0)).otherwise("at col"),
        ).alias(name)
    ).drop("at src", "at row", "at col", "of_field", "of_row")


def _cell(name: str) -> pl.Expr:
    _, row, col = unpack(pl.col(name))
    return pl.struct(row.alias("row"), col.alias("col")).map_batches(_letters, return_dtype=pl.String)


def _letters(places: pl.Series) -> pl.Series:
    frame = places.struct.unnest().with_columns(file=pl.lit(None, pl.String), sheet=pl.lit(None, pl.String))
    return frame.select(place(row="row", col="col").str.strip_chars())["file"]
