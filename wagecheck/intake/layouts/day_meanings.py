"""What the filled day cells say, each by itself: numbers and hours written out, marks, overtime behind a +, punches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from wagecheck.intake import marks, punches

_NUMBER: Final = r"\d+(?:\.\d+)?"
_HOUR: Final = r"(?:个?小时|h|H|工时|个?钟头?)"
_HOURS_TEXT: Final = rf"^({_NUMBER}){_HOUR}$"
_DAYS_TEXT: Final = rf"^({_NUMBER})(?:个?工日?|天|日)?$"
#: 9+3.5 · √+2 · 1工+3小时: what stands behind the sign is overtime.
_PLUS: Final = rf"^(?P<base>.+?)\+(?:加班?)?(?P<plus>{_NUMBER})(?P<unit>{_HOUR})?$"


def compared(text: pl.Expr) -> pl.Expr:
    """A cell's text as marks are compared: NFKC without blanks; null where nothing is left."""
    plain = text.str.normalize("NFKC").str.replace_all(r"[\s\x1c-\x1f\u{200b}\u{feff}]+", "")
    return pl.when(plain.str.len_chars() > 0).then(plain).alias("text")


def spelled(cells: pl.DataFrame) -> pl.DataFrame:
    """``cells`` (text, number …) with numbers written out.

    ``base``: the text without what stands behind a +; ``number`` and ``spelled_hours``: numbers written as text
    (``1工``, ``0.5天``; ``9小时``); ``plus``, ``plus_spelled``: the number behind a + and whether it says that it is
    hours; ``punched``: distinct moments of a cell of times (List(Int32)), null elsewhere. Punches of one worker and
    column are put together in the first of their rows.
    """
    # thousands of cells hold a dozen different texts: every text is taken apart once
    told = _taken_apart(cells.select(pl.col("text").drop_nulls().unique()))
    cells = cells.join(told, on="text", how="left", maintain_order="left").with_columns(
        pl.coalesce("number", "written").alias("number"), pl.col("plus_spelled").fill_null(False)
    )
    cells = cells.drop("written")
    return _together(cells) if cells["punched"].null_count() < cells.height else cells


def _taken_apart(texts: pl.DataFrame) -> pl.DataFrame:
    """``text`` with ``base``, ``plus``, ``plus_spelled``, ``written`` (its number), ``spelled_hours``, ``punched``."""
    part = pl.col("text").str.extract_groups(_PLUS).struct
    is_punch = pl.col("text").str.contains(punches.PUNCHES)
    return texts.with_columns(
        pl.coalesce(part.field("base"), "text").alias("base"),
        part.field("plus").cast(pl.Float64, strict=False).alias("plus"),
        part.field("unit").is_not_null().alias("plus_spelled"),
    ).with_columns(
        pl.col("base").str.extract(_DAYS_TEXT).cast(pl.Float64, strict=False).alias("written"),
        pl.col("base").str.extract(_HOURS_TEXT).cast(pl.Float64, strict=False).alias("spelled_hours"),
        pl.when(is_punch).then(punches.moments(punches.times(pl.col("text")))).alias("punched"),
    )


def _together(cells: pl.DataFrame) -> pl.DataFrame:
    """Punches of one worker and day column as one cell."""
    is_punch = pl.col("punched").is_not_null()
    owner = ("sheet", "worker", "col")
    others = [c for c in cells.columns if c not in (*owner, "punched", "row", "offset", "text")]
    joined = (
        cells.filter(is_punch)
        .sort(*owner, "row")
        .group_by(owner, maintain_order=True)
        .agg(pl.col("row").first(), pl.col("offset").first(), *(pl.col(c).first() for c in others), punches.together())
        .with_columns(punches.mark(pl.col("punched")).alias("text"))
    )
    return pl.concat([cells.filter(~is_punch), joined.select(cells.columns)])


def meant(cells: pl.DataFrame, legends: Sequence[dict[str, marks.Meaning]]) -> pl.DataFrame:
    """Columns ``is_number``, ``m_work`` (days), ``m_kind``: the legend of the sheet first, then the rules.

    ``legends``: one for every ``sheet``. Every distinct mark of a sheet is looked up once.
    """
    whole = pl.when(pl.col("number") == pl.col("number").floor()).then(pl.col("number").cast(pl.Int64).cast(pl.String))
    key = pl.coalesce("base", whole, pl.col("number").cast(pl.String))
    numeric = pl.col("number").is_not_null() | pl.col("spelled_hours").is_not_null()
    punched = pl.col("punched").is_not_null()
    cells = cells.with_columns(key.alias("key"), (numeric & ~_explained(key, legends)).alias("is_number"))
    marked = ~pl.col("is_number") & ~punched
    distinct = cells.filter(marked & key.is_not_null()).select("sheet", "key").unique()
    found = [(sheet, mark, marks.meaning(mark, legends[sheet])) for sheet, mark in distinct.iter_rows()]
    table = pl.DataFrame(
        {
            "sheet": [sheet for sheet, _, _ in found],
            "key": [mark for _, mark, _ in found],
            "m_work": [float(m.work) if m is not None and m.work is not None else None for _, _, m in found],
            "m_kind": [m.kind if m is not None else None for _, _, m in found],
        },
        schema={"sheet": pl.Int32, "key": pl.String, "m_work": pl.Float64, "m_kind": pl.String},
    )
    joined = cells.join(table, on=["sheet", "key"], how="left", maintain_order="left")
    return joined.with_columns(
        pl.when(punched).then(punches.work(pl.col("punched"))).when(marked).then("m_work").alias("m_work"),
        pl.when(punched).then(pl.lit("uncertain")).when(marked).then("m_kind").alias("m_kind"),
    )


def _explained(key: pl.Expr, legends: Sequence[dict[str, marks.Meaning]]) -> pl.Expr:
    """Which keys the legend of their sheet explains; sheets with the same marks are asked together."""
    sheets: dict[frozenset[str], list[int]] = {}
    for place, legend in enumerate(legends):
        if legend:
            sheets.setdefault(frozenset(legend), []).append(place)
    found = [pl.col("sheet").is_in(places) & key.is_in(list(known)) for known, places in sheets.items()]
    return pl.any_horizontal(found) if found else pl.lit(False)
