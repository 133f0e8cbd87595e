"""The lines of a worker in a matrix: how many rows he has, what each is for, which body rows are his."""

from __future__ import annotations

import itertools
from typing import Final

import polars as pl

from wagecheck.intake import marks, rows
from wagecheck.intake.bodies import Body
from wagecheck.intake.further_lines import NUMBER
from wagecheck.intake.grid import text
from wagecheck.intake.layouts.day_parts import Lines
from wagecheck.intake.layouts.day_texts import Block

_MOST_LINES: Final = 3


def lines_of(body: Body) -> Lines:
    """How many rows a worker has and what each is for. Lines that repeat the name become lines of the worker above."""
    label_index = _label_column(body)
    if label_index is not None:
        _join_repeated(body, label_index)
    kinds = body.kinds["kind"]
    stacked = _stacked(body)
    offsets = _offsets(kinds)
    if label_index is not None:
        roles = [marks.line_role(text(cell)) if isinstance(cell, str) else None for cell in body.column(label_index)]
        frame = pl.DataFrame({"offset": pl.Series(offsets, dtype=pl.Int32), "role": pl.Series(roles, dtype=pl.String)})
        by_offset = frame.filter(pl.col("offset").is_between(0, _MOST_LINES - 1) & pl.col("role").is_not_null())
        common = by_offset.group_by("offset").agg(pl.col("role").mode().sort().first()).sort("offset")
        found = dict(common.iter_rows())
        height = max([*found, 1 if stacked else 0]) + 1
        return Lines(
            height,
            tuple(_overtime_if_remark(found.get(i)) or "" for i in range(height)),
            stacked,
            label_index,
            frozenset(i for i, role in found.items() if role == "remark"),
        )
    continued = {offset for offset, kind in zip(offsets, kinds.to_list(), strict=True) if kind == rows.NAMELESS}
    height = max([offset for offset in range(1, _MOST_LINES) if offset in continued], default=1 if stacked else 0) + 1
    return Lines(height, ("",) * height, stacked, None)


def _join_repeated(body: Body, label: int) -> None:
    """Rows with the name and number of the worker above and another label than his first line are no new worker."""
    who = [name for name in ("name", "id_number") if name in body.parsed]
    roles = [marks.line_role(cell) if isinstance(cell, str) else None for cell in body.column(label)]
    frame = pl.DataFrame(
        [
            *(body.parsed[name].value.alias(name) for name in who),
            pl.Series("role", roles, dtype=pl.String),
            body.is_record.alias("record"),
        ]
    )
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(name).shift(1)) for name in who)
    first = pl.col("role").filter(pl.col("record")).first()
    again = frame.select(
        (pl.col("record") & pl.col("record").shift(1) & same & pl.col("role").is_not_null() & (pl.col("role") != first))
        .fill_null(False)
        .alias("again")
    )["again"]
    if not again.any():
        return
    body.kinds = body.kinds.with_columns(
        pl.when(pl.lit(again)).then(pl.lit(rows.NAMELESS)).otherwise("kind").alias("kind")
    )
    body.__dict__.pop("is_record", None)  # counted anew from the kinds


def _overtime_if_remark(role: str | None) -> str | None:
    """备注 as the label of a line stands for overtime; whether its cells are numbers is seen when they are read."""
    return "overtime" if role == "remark" else role


def _label_column(body: Body) -> int | None:
    table = body.table
    taken = {c.index for name, cs in table.kind.columns.items() if name not in ("mark", "remark") for c in cs}
    for index in range(min(table.header.days)):
        if index in taken:
            continue
        labels = [cell for cell in body.column(index) if isinstance(cell, str) and cell.strip()]
        known = sum(marks.line_role(label) is not None for label in set(labels))
        if labels and known >= 1 and known == len({marks.clean(label) for label in labels if marks.line_role(label)}):
            hits = sum(marks.line_role(label) is not None for label in labels)
            if hits >= 0.6 * len(labels):
                return index
    return None


def _stacked(body: Body) -> bool:
    """Whether the identity number stands under the name in the same column."""
    column = body.table.kind.first("name")
    if column is None or "id_number" in body.table.kind.columns:
        return False
    below = rows.texts(body.column(column.index)).str.contains(NUMBER).to_list()
    return any(under and offset == 1 for under, offset in zip(below, _offsets(body.kinds["kind"]), strict=True))


def _offsets(kinds: pl.Series) -> list[int | None]:
    """Rows since the last record row, 0 for itself; None before the first and after a total or a signature.

    Counted row by row: for the rows of a usual sheet an expression takes ten times as long, for many rows no less.
    """
    offsets: list[int | None] = []
    offset: int | None = None
    for kind in kinds.to_list():
        if kind == rows.RECORD:
            offset = 0
        elif kind in _STOPS:
            offset = None
        elif offset is not None:
            offset += 1
        offsets.append(offset)
    return offsets


_STOPS: Final = frozenset({rows.TOTAL, rows.SIGN_OFF, rows.SAMPLE, rows.SECTION})


def blocks_of(body: Body, lines: Lines) -> Block:
    """Which worker and which of his lines every body row is."""
    offsets = _offsets(body.kinds["kind"])
    inside = [offset is not None and offset < lines.height for offset in offsets]
    starts = itertools.accumulate(int(offset == 0) for offset in offsets)
    return Block(
        pl.Series([start - 1 for start in starts], dtype=pl.Int32),
        pl.Series(offsets, dtype=pl.Int32),
        pl.Series(inside, dtype=pl.Boolean),
    )


def nameless(body: Body, blocks: Block) -> set[int]:
    """Rows with marks that belong to nobody."""
    lost = (body.kinds["kind"] == rows.NAMELESS) & ~blocks.inside
    return set(body.numbers.filter(lost).to_list())
