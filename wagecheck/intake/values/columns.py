"""A column of raw cells, split by what the file holds, so that every parser is a few expressions over whole columns.

Nothing here knows what a column means; the parsers beside this file do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Final, Self

import polars as pl

from wagecheck.intake.grid import Cell
from wagecheck.intake.values import typed_columns
from wagecheck.intake.values.kinds import KINDS
from wagecheck.intake.values.words import words

#: Characters that nobody sees: controls other than blanks and line breaks, zero-width characters, bidi marks.
HIDDEN: Final = r"[\p{Cf}\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"


@dataclass(frozen=True)
class Parsed:
    """One column read: three series of the same length as the cells."""

    value: pl.Series
    """What the cells say; null where blank or not understood."""
    bad: pl.Series
    """Boolean: the cell has content that was not understood."""
    note: pl.Series
    """String: what was assumed (``values.notes``), mostly null."""

    @classmethod
    def of(cls, answer: pl.DataFrame) -> Self:
        """The columns of an answer (``finish``) as one parsed column."""
        return cls(*(answer[column.name] for column in fields(cls)))

    def part(self, start: int, length: int) -> Self:
        """What ``length`` cells from ``start`` (zero-based) say: one column of several that were read together."""
        return type(self)(*(getattr(self, column.name).slice(start, length) for column in fields(self)))


def split(cells: Sequence[Cell]) -> pl.DataFrame:
    """Cells as a frame: text, number (Float64), date, moment (datetime), flag (Boolean), span (hours of a time of day).

    Objects that no container gives (Decimal, numpy scalars …) are taken by their text. A typed column (``pl.Series``)
    is split by its type. Never raises.
    """
    if isinstance(cells, pl.Series):
        return typed_columns.split(cells)
    kinds = set(map(type, cells))
    if not kinds <= _KNOWN:
        cells = [cell if type(cell) in _KNOWN else _plain(cell) for cell in cells]
        kinds = set(map(type, cells))
    return pl.DataFrame(
        [
            _texts(cells) if str in kinds else _nulls("text", len(cells)),
            _numbers(cells, kinds) if kinds & {int, float} else _nulls("number", len(cells)),
            _only(cells, dt.date, "date") if dt.date in kinds else _nulls("date", len(cells)),
            _moments(cells) if dt.datetime in kinds else _nulls("moment", len(cells)),
            _only(cells, bool, "flag") if bool in kinds else _nulls("flag", len(cells)),
            _spans(cells) if kinds & {dt.time, dt.timedelta} else _nulls("span", len(cells)),
        ]
    )


def clean(text: pl.Expr) -> pl.Expr:
    """Text in NFKC (half-width digits and signs), without controls, zero-width and bidi characters, trimmed."""
    return text.str.normalize("NFKC").str.replace_all(HIDDEN, "").str.strip_chars()


def compact(text: pl.Expr) -> pl.Expr:
    """Cleaned text without any blank."""
    return clean(text).str.replace_all(r"\s", "")


def is_blank(compacted: pl.Expr) -> pl.Expr:
    """True where compacted text stands for "nothing": empty, dashes, slashes, dots, 无 and the like."""
    return compacted.str.contains(r"^[-‐‑‒–—―−─_/\\.。·~]*$") | compacted.str.to_lowercase().is_in(list(words().blank))


def is_error(compacted: pl.Expr) -> pl.Expr:
    """True where text is what a spreadsheet prints for a failed formula (#N/A, #REF!, Err:502) or a narrow column."""
    return compacted.str.contains(r"^(?:#+|(?i)err:\d{3})$") | compacted.str.to_lowercase().is_in(list(words().errors))


def apart(cleaned: pl.Expr) -> pl.Expr:
    """True where digits stand on both sides of a blank: two numbers, or one torn apart, nobody knows."""
    return cleaned.str.contains(r"\d\s+[\d.]")


def groups(frame: pl.DataFrame, column: str, pattern: str, sign: str) -> pl.Series:
    """The groups of ``pattern`` in a text column, looked for only if ``sign`` (which no match can lack) is anywhere."""
    text = frame[column]
    if not text.str.contains(sign).any():
        text = _nulls("text", len(text))
    return text.str.extract_groups(pattern)


def filled() -> pl.Expr:
    """True where a cell of ``split`` has content."""
    return pl.any_horizontal(pl.col(name).is_not_null() for name in KINDS)


def finish(
    frame: pl.DataFrame, value: pl.Expr, blank: pl.Expr, note: pl.Expr | None = None, **more: pl.Expr
) -> pl.DataFrame:
    """The answer of a parser: ``value`` over ``frame``; content without a value is bad unless its text is ``blank``.

    Columns ``value``, ``bad``, ``note`` and those of ``more``; ``note`` and ``more`` may look at ``value``.
    """
    result = frame.lazy().with_columns(value.alias("value"), blank.fill_null(False).alias("blank"))
    result = result.with_columns(
        (filled() & pl.col("value").is_null() & ~pl.col("blank")).alias("bad"),
        (pl.lit(None, dtype=pl.String) if note is None else note).alias("note"),
    )
    return result.select("value", "bad", "note", *(column.alias(name) for name, column in more.items())).collect()


def in_turn(
    frame: pl.DataFrame, plain: pl.Expr, full: Callable[[pl.DataFrame], pl.DataFrame], **more: pl.Expr
) -> pl.DataFrame:
    """The answer of ``full`` for every cell, got cheaply where the writing is the usual one.

    ``plain`` is the value of cells in the usual writing and null elsewhere; it must be what ``full`` would say, without
    a note. ``more``: the further columns of the answer for plain and empty cells, over ``value``. Only the rest is
    handed to ``full``, and each distinct cell once where they repeat.
    """
    quick = frame.select(plain.alias("value"), filled().alias("filled"))
    rest = quick["filled"] & quick["value"].is_null()
    if rest.all() and len(rest):
        return once_each(frame, full)
    unread = (pl.lit(False).alias("bad"), pl.lit(None, dtype=pl.String).alias("note"))
    quick = quick.select("value", *unread, *(column.alias(name) for name, column in more.items()))
    if not rest.any():
        return quick
    answered = pl.concat([quick.filter(~rest), once_each(frame.filter(rest), full)])
    others = len(rest) - int(rest.sum())
    place = pl.when(pl.col("rest")).then(others + pl.col("rest").cum_sum()).otherwise((~pl.col("rest")).cum_sum())
    return answered[rest.alias("rest").to_frame().select(place.cast(pl.Int64) - 1).to_series()]


def once_each(frame: pl.DataFrame, full: Callable[[pl.DataFrame], pl.DataFrame]) -> pl.DataFrame:
    """``full`` over the distinct cells, where a look at the first ones shows that they repeat."""
    used = [name for name in KINDS if frame[name].null_count() < frame.height]
    if frame.height <= _LOOK or len(used) != 1 or frame[used[0]].head(_LOOK).n_unique() * 2 > _LOOK:
        return full(frame)
    distinct = frame.unique(subset=used, maintain_order=True)
    answer = full(distinct).with_columns(distinct[used[0]].alias("cell"))
    return (
        frame.select(used)
        .join(answer, left_on=used, right_on="cell", how="left", nulls_equal=True, maintain_order="left")
        .drop(used)
    )


#: Cells that are looked at to see whether a column repeats itself.
_LOOK: Final = 500
_KNOWN: Final = {type(None), str, float, int, bool, dt.date, dt.datetime, dt.time, dt.timedelta}


def _plain(cell: object) -> Cell:
    if isinstance(cell, bool | str):
        return bool(cell) if isinstance(cell, bool) else str(cell)
    if isinstance(cell, int | float):
        return float(cell)
    if isinstance(cell, dt.datetime):
        return dt.datetime(cell.year, cell.month, cell.day, cell.hour, cell.minute, cell.second, cell.microsecond)
    return str(cell)


def _nulls(name: str, length: int) -> pl.Series:
    return pl.Series(name, [None], dtype=KINDS[name]).new_from_index(0, length)


def _only(cells: Sequence[Cell], kind: type, name: str) -> pl.Series:
    return pl.Series(name, [cell if type(cell) is kind else None for cell in cells], dtype=KINDS[name])


def _texts(cells: Sequence[Cell]) -> pl.Series:
    texts = [cell if type(cell) is str else None for cell in cells]
    try:
        return pl.Series("text", texts, dtype=pl.String)
    except UnicodeEncodeError:  # half of a surrogate pair: no character, and no text that can be kept
        whole = [None if text is None else text.encode("utf-8", "replace").decode() for text in texts]
        return pl.Series("text", whole, dtype=pl.String)


def _numbers(cells: Sequence[Cell], kinds: set[type]) -> pl.Series:
    if int not in kinds:
        return _only(cells, float, "number")
    return pl.Series("number", [_number(cell) for cell in cells], dtype=pl.Float64)


def _number(cell: Cell) -> float | None:
    if type(cell) is float:
        return cell
    if type(cell) is int:
        try:
            return float(cell)
        except OverflowError:
            return float("inf")
    return None


def _moments(cells: Sequence[Cell]) -> pl.Series:
    moments = [cell.replace(tzinfo=None) if type(cell) is dt.datetime else None for cell in cells]
    return pl.Series("moment", moments, dtype=KINDS["moment"])


def _spans(cells: Sequence[Cell]) -> pl.Series:
    return pl.Series("span", [_hours(cell) for cell in cells], dtype=pl.Float64)


def _hours(cell: Cell) -> float | None:
    if type(cell) is dt.timedelta:
        return cell.total_seconds() / 3600
    if type(cell) is dt.time:
        return cell.hour + cell.minute / 60 + cell.second / 3600
    return None
