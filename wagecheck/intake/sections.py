"""Rows inside a table that say whose the rows below are: 木工班组, 一、钢筋班, 班组：木工班组, or the name of a firm.

Such a row has nothing else in it. What it says counts down to the next such row or the next total; who stands below a
total (newcomers added after 合计) belongs to nobody's section.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

import polars as pl

from wagecheck.intake import bands, marks, rows
from wagecheck.intake.grid import Cell, Grid, text
from wagecheck.intake.wordings import dictionary, squeeze

_NUMBERING: Final = re.compile(r"^[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]?[、.．:：]?(?=[^\d])")
_NUMBER: Final = re.compile(r"[(（]?[一二三四五六七八九十\d]{1,3}[)）]?[、.]?")
_LONGEST: Final = 30
_KINDS: Final = ("team", "contractor")


def read(
    body_rows: Sequence[Sequence[Cell]], told: pl.DataFrame, filled: pl.Series
) -> tuple[pl.Series, dict[str, pl.Series]]:
    """The kinds with the section rows among them (``rows.SECTION``), and ``team`` and ``contractor`` of every row.

    The second is empty where the table has no sections. ``told``: ``rows.kinds`` of the body; ``filled``: rows with an
    amount, marks or days in them. A team ends with any total, a firm with a 合计 but not with the 小计 of its teams.
    """
    kinds = told["kind"]
    told_nothing = ((kinds == rows.EMPTY) | (kinds == rows.RECORD) | (kinds == rows.SIGN_OFF)) & ~filled
    candidates = told_nothing.arg_true() if told_nothing.any() else ()
    found: dict[int, tuple[str, str]] = {}
    for place in candidates:
        section = _section(body_rows[place])
        if section is not None:
            found[place] = section
    if not found:
        return kinds, {}
    marked = _marked(kinds, list(found))
    sections: dict[str, pl.Series] = {}
    for name in _KINDS:
        if any(kind == name for kind, _ in found.values()):
            said = [found[i][1] if i in found and found[i][0] == name else None for i in range(len(kinds))]
            total, is_section = pl.col("kind") == rows.TOTAL, pl.col("kind") == rows.SECTION
            if name == "contractor":
                subtotal = "|".join(map(re.escape, dictionary().rows["subtotal"]))
                total &= ~pl.col("title").str.contains(subtotal).fill_null(False)
            frame = told.with_columns(pl.Series("said", said, dtype=pl.String), marked).with_columns(
                part=(total | pl.col("said").is_not_null() | (is_section & pl.lit(name == "team"))).cum_sum()
            )
            sections[name] = frame.select(pl.col("said").forward_fill().over("part").alias(name))[name]
    return marked, sections


def _marked(kinds: pl.Series, places: Sequence[int]) -> pl.Series:
    is_section = pl.int_range(len(kinds), eager=True).is_in(list(places))
    return pl.select(pl.when(is_section).then(pl.lit(rows.SECTION)).otherwise(kinds).alias("kind")).to_series()


def _section(cells: Sequence[Cell]) -> tuple[str, str] | None:
    """(team or contractor, name) where the row holds nothing else than that."""
    filled = [cell for cell in cells if cell is not None and text(cell)]
    if len(filled) > 2 or not any(isinstance(cell, str) for cell in filled):
        return None
    told = bands.read(Grid("", [list(filled)]), 0, 1)
    for name in _KINDS:
        if told.text(name) and not told.title:
            return name, str(told.text(name))
    if told.values or len([cell for cell in filled if not _is_number(cell)]) != 1:
        return None
    written = next(text(cell) for cell in filled if not _is_number(cell))
    plain = _NUMBERING.sub("", squeeze(written))
    if not 2 <= len(plain) <= _LONGEST or marks.line_role(written) is not None:
        return None  # 加班 is no team: it is the empty third line of a worker
    if plain.endswith(_companies()):
        return "contractor", plain
    return ("team", plain) if plain.endswith(_teams()) and plain not in dictionary().names["no_team"] else None


def _is_number(cell: Cell) -> bool:
    """A serial number beside the name of a team: 一, 1, （二）."""
    return not isinstance(cell, str) or _NUMBER.fullmatch(squeeze(cell)) is not None


@cache
def _teams() -> tuple[str, ...]:
    return tuple(dictionary().raw["sections"]["team"])


@cache
def _companies() -> tuple[str, ...]:
    return tuple(dictionary().names["company"])
