"""From a typed column of an export table to the values of a field: by the same parsers as the cells of a sheet.

What has the field's type is taken as it is; texts are parsed; of numbers that are no decimals cents are told, of long
numbers that should be texts the last digits are not believed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, cast

import polars as pl

from wagecheck.intake import parsing, values
from wagecheck.intake.exports import wordings
from wagecheck.intake.grid import Cell
from wagecheck.intake.values import Parsed, ParsedIdentifiers
from wagecheck.intake.values.decimals import has_more
from wagecheck.intake.values.notes import FLOATING, MORE_DECIMALS, OTHER_ZONE
from wagecheck.ledgers.catalogue import schema

_TEXTS: Final = (pl.String, pl.Categorical, pl.Enum)
#: Rows from which on a column that repeats itself is parsed by its distinct values, and how many of them at most.
_LOOK: Final = 2_000
_FEW: Final = 200
_CENTS: Final = 2


def parse(ledger: str, field: str, column: pl.Series, tails: bool | None = None) -> Parsed:
    """The column as ``field`` of ``ledger``, of the same length and in the field's type.

    ``tails``: as of ``values.identity_numbers``.
    """
    column = _coded(field, column)
    own = wordings.own_words(ledger, field)
    if own is not None:
        return _own(column, own)
    plain = _as_it_is(ledger, field, column)
    if plain is not None:
        return plain
    if field == wordings.PERIOD or (field not in parsing.STATES and _repeats(column)):
        return _distinct(ledger, field, column)
    return _typed(ledger, field, _read(ledger, field, column, tails))


def on_site(column: pl.Series) -> tuple[pl.Series, bool]:
    """Moments with a time zone as the time of day on site, and whether they were turned."""
    if not isinstance(column.dtype, pl.Datetime) or column.dtype.time_zone is None:
        return column, False
    return column.dt.convert_time_zone(wordings.raw()["time_zone"]).dt.replace_time_zone(None), True


def unusable(column: pl.Series) -> bool:
    """Whether the column's type is none that a cell could have: lists, structures, bytes."""
    return column.dtype.is_nested() or column.dtype in (pl.Binary, pl.Object)


def _coded(field: str, column: pl.Series) -> pl.Series:
    """Codes of the platform in words; whatever is no code stays."""
    codes = wordings.codes(field)
    if not codes or unusable(column) or column.dtype.is_temporal() or column.dtype == pl.Boolean:
        return column
    if column.dtype.is_numeric():
        whole = column.cast(pl.Float64, strict=False)
        column = whole.cast(pl.Int64, strict=False).cast(pl.String) if (whole == whole.floor()).all() else column
    return column.cast(pl.String).replace(codes)


def _own(column: pl.Series, known: Sequence[str]) -> Parsed:
    text = column.cast(pl.String, strict=False)
    frame = text.str.strip_chars().str.to_lowercase().alias("text").to_frame()
    sound = pl.col("text").is_in(list(known))
    told = frame.select(
        value=pl.when(sound).then("text"),
        bad=(~sound & (pl.col("text") != "")).fill_null(value=False),
        note=pl.lit(None, dtype=pl.String),
    )
    return Parsed.of(told)


def _as_it_is(ledger: str, field: str, column: pl.Series) -> Parsed | None:
    """A number for a decimal or a count, true and false for a flag; None for what a parser has to read.

    Dates go through theirs, which knows those that software writes where there is none.
    """
    dtype = schema(ledger).get(field)
    given = column.dtype
    exact = given.is_integer() or given.is_decimal()
    if not (isinstance(dtype, pl.Decimal) and exact) and not (dtype == given and dtype in (pl.Int32, pl.Boolean)):
        return None
    frame = column.alias("given").to_frame()
    if given == dtype:
        value, more = pl.col("given"), pl.lit(value=False)
    else:
        wide = pl.col("given").cast(pl.Decimal(38, 12), strict=False)
        scale = cast("pl.Decimal", dtype).scale
        value = wide.round(scale, mode="half_away_from_zero").cast(dtype, strict=False)
        more = has_more(wide) if scale == _CENTS else pl.lit(value=False)
    told = frame.with_columns(value=value).select(
        "value",
        bad=pl.col("given").is_not_null() & pl.col("value").is_null(),
        note=pl.when(more).then(pl.lit(MORE_DECIMALS)),
    )
    return Parsed.of(told)


def _read(ledger: str, field: str, column: pl.Series, tails: bool | None = None) -> Parsed:
    """The column through the parser of its field."""
    if unusable(column):
        return _nothing(ledger, field, column)
    column, turned = on_site(column)
    cells = cast("Sequence[Cell]", column)
    if field == wordings.PERIOD:
        return values.periods(cells)
    home = parsing.home(ledger, field)
    if home == "attendance_summary" and field == "days":
        parsed = values.worked_days(column.to_list()) if column.dtype in _TEXTS else values.days(cells)
    elif tails is not None and field in parsing.STATES:
        read = values.identity_numbers if parsing.STATES[field] == "id_state" else values.accounts
        parsed = read(cells, tails=tails)
    else:
        parsed = parsing.parser(home, field)(cells, [len(column)])
    note = FLOATING if _is_money(ledger, field) and column.dtype.is_float() else OTHER_ZONE if turned else None
    if note is None:
        return parsed
    told = pl.when(pl.Series(parsed.value).is_not_null()).then(pl.lit(note))
    return replace(parsed, note=pl.select(pl.coalesce(pl.lit(parsed.note), told).alias("note"))["note"])


def _is_money(ledger: str, field: str) -> bool:
    return schema(ledger).get(field) == pl.Decimal(18, 2)


def _nothing(ledger: str, field: str, column: pl.Series) -> Parsed:
    """A column whose type says that it holds something else: nothing is read, everything in it is bad."""
    height = len(column)
    value = pl.Series("value", [None], dtype=schema(ledger).get(field, pl.String())).new_from_index(0, height)
    note = pl.Series("note", [None], dtype=pl.String).new_from_index(0, height)
    bad = column.is_not_null().alias("bad")
    if field.endswith("_number") or field in parsing.STATES:
        state = pl.Series("state", ["blank"]).new_from_index(0, height)
        return ParsedIdentifiers(value, bad, note, state)
    return Parsed(value, bad, note)


def _typed(ledger: str, field: str, parsed: Parsed) -> Parsed:
    """The value in the ledger's own type; what does not fit it is bad."""
    dtype = schema(parsing.home(ledger, field)).get(field)
    if dtype is None or dtype in (parsed.value.dtype, pl.String):
        return parsed
    fitting = parsed.value.cast(dtype, strict=False)
    lost = parsed.value.is_not_null() & (fitting.is_null() | (fitting.cast(parsed.value.dtype) != parsed.value))
    if not lost.any():
        return replace(parsed, value=fitting)
    kept = pl.select(pl.when(pl.lit(~lost)).then(pl.lit(fitting)).alias("value"))["value"]
    return replace(parsed, value=kept, bad=parsed.bad | lost)


def _repeats(column: pl.Series) -> bool:
    """Whether a look at the first rows shows the same values again and again."""
    if len(column) <= _LOOK or unusable(column) or column.dtype not in _TEXTS:
        return False
    return column.head(_LOOK).n_unique() <= _FEW


def _distinct(ledger: str, field: str, column: pl.Series) -> Parsed:
    """Every distinct value read once; not of identifiers: whether their tails were lost, the whole column tells."""
    if unusable(column) or (schema(ledger).get(field) is None and field != wordings.PERIOD):
        return _typed(ledger, field, _read(ledger, field, column))
    told = column.alias("cell").to_frame()
    once = told.unique(maintain_order=True)
    parsed = _typed(ledger, field, _read(ledger, field, once["cell"]))
    if isinstance(parsed, ParsedIdentifiers):
        return _typed(ledger, field, _read(ledger, field, column))
    names = list(vars(parsed))
    answers = once.with_columns(getattr(parsed, name).alias(name) for name in names)
    joined = told.join(answers, on="cell", how="left", nulls_equal=True, maintain_order="left")
    made: Any = type(parsed)(*(joined[name] for name in names))
    return cast("Parsed", made)
