"""From the cells of a mapped column to typed values: which parser reads which field of which ledger."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import polars as pl

from wagecheck.intake import values
from wagecheck.intake.grid import Cell
from wagecheck.intake.values import Parsed, ParsedIdentifiers
from wagecheck.intake.wordings import dictionary
from wagecheck.ledgers.catalogue import column_metadata, schema

#: State column that goes with an identifier.
STATES: Final = {"id_number": "id_state", "bank_card": "card_state", "payee_account": "card_state"}
#: A heading in 万元 means that every number under it is ten thousand yuan.
_TEN_THOUSAND: Final = "万元"
#: Cells up to which a column is read together with others; longer ones would only be copied.
_SHORT: Final = 2000

Reader = Callable[[Sequence[Cell], Sequence[int]], Parsed]


@dataclass(frozen=True)
class Column:
    """Cells of a column, the field of ``ledger`` that it is, the unit in its heading."""

    ledger: str
    field: str
    cells: Sequence[Cell]
    unit: str | None = None
    year: int | None = None
    """The year that what stands around the table names, for periods without one (10月)."""


def parse(columns: Sequence[Column]) -> list[Parsed]:
    """Every column as the field that it is; context fields (team, project …) are text.

    What short columns have to say is read together, one pass for every kind of value: most of a small workbook's time
    is the start of such a pass. A cell means the same in any company, but for digits lost by a whole column.
    """
    readers: dict[Reader, list[int]] = {}
    for place, column in enumerate(columns):
        readers.setdefault(_reader(column), []).append(place)
    found: dict[int, Parsed] = {}
    for reader, places in readers.items():
        short = [place for place in places if len(columns[place].cells) <= _SHORT]
        alone = [[place] for place in places if len(columns[place].cells) > _SHORT]
        for together in [*alone, short] if short else alone:
            lengths = [len(columns[place].cells) for place in together]
            cells = [columns[place].cells for place in together]
            parsed = reader(cells[0] if len(cells) == 1 else list(itertools.chain.from_iterable(cells)), lengths)
            ends = itertools.accumulate(lengths)
            for place, length, end in zip(together, lengths, ends, strict=True):
                found[place] = _typed(columns[place], parsed.part(end - length, length))
    return [found[place] for place in range(len(columns))]


def _reader(column: Column) -> Reader:
    ledger = home(column.ledger, column.field)
    if column.field == "period" and column.year is not None:
        return _periods_of(column.year)
    if column.unit is not None and column.unit.endswith(_TEN_THOUSAND) and parser(ledger, column.field) is _amounts:
        return _ten_thousands
    if ledger == "attendance_summary" and column.field == "days":
        return _actual_days if column.unit is not None and column.unit.startswith("实") else _worked_days
    return parser(ledger, column.field)


def _typed(column: Column, parsed: Parsed) -> Parsed:
    """The value in the ledger's own type; what does not fit it (half of a whole number, too large) is bad."""
    dtype = schema(home(column.ledger, column.field)).get(column.field)
    if dtype is None or dtype in (parsed.value.dtype, pl.String):
        return parsed
    fitting = parsed.value.cast(dtype, strict=False)
    lost = parsed.value.is_not_null() & (fitting.is_null() | (fitting.cast(parsed.value.dtype) != parsed.value))
    if not lost.any():
        return replace(parsed, value=fitting)
    kept = pl.select(pl.when(~lost).then(fitting)).to_series()
    return replace(parsed, value=kept, bad=parsed.bad | lost)


def home(ledger: str, field: str) -> str:
    """The ledger that has the field: sums and signatures of an attendance sheet belong to its summary."""
    return "attendance_summary" if ledger == "attendance" and field not in schema(ledger) else ledger


def _alone(read: Callable[[Sequence[Cell]], Parsed]) -> Reader:
    """A parser that looks at every cell by itself."""
    return lambda cells, lengths: read(cells)


@cache
def parser(ledger: str, field: str) -> Reader:
    """The parser of a field, by what the ledger says the column is: cells and lengths of their columns → values."""
    dtype = schema(ledger).get(field)
    if dtype is None and field != "period":
        words = dictionary().ledgers.get(ledger)
        return _amounts if words is not None and field in words.money else _texts
    if field in _BY_FIELD:
        return _BY_FIELD[field]
    if dtype == pl.String:
        mask = column_metadata(ledger, field)["mask"]
        return _people if (field, mask) == ("name", "name") else _BY_MASK.get(mask, _texts)
    return next((read for kind, read in _BY_TYPE if dtype == kind), _amounts)


@cache
def _periods_of(year: int) -> Reader:
    return _alone(lambda cells: values.periods(cells, year_hint=year))


def state(parsed: Parsed) -> pl.Series | None:
    """The state of identifiers, None for other columns."""
    return parsed.state if isinstance(parsed, ParsedIdentifiers) else None


_amounts = _alone(lambda cells: values.amounts(cells, per="month"))
_ten_thousands = _alone(lambda cells: values.amounts(cells, ten_thousands=True))
_people = _alone(values.people)
_texts = _alone(values.texts)
_days = _alone(values.days)
_hours = _alone(values.hours)
_worked_days = _alone(values.worked_days)
_actual_days = _alone(lambda cells: values.worked_days(cells, actual_first=True))
_periods = _alone(values.periods)
#: Last days: of a month alone they are its last day.
_ENDS: Final = (
    "exit_date", "contract_end", "id_valid_until", "notice_to", "complete_on", "injury_insured_to", "closed_on",
    "closing_notice_to", "valid_to", "insured_to",
)  # fmt: skip
#: Fields whose type in the ledger does not say how they are written.
_BY_FIELD: Final[dict[str, Reader]] = {
    "period": _periods,
    "hours": _hours,
    "work_hours": _hours,
    "overtime_hours": _hours,
    "quantity": _alone(values.amounts),
    "wage_rate": _alone(values.amounts),
    "piece_rate": _alone(values.amounts),
    "daily_rate": _alone(lambda cells: values.amounts(cells, per="day")),
    "hourly_rate": _alone(lambda cells: values.amounts(cells, per="hour")),
    "birth_date": _alone(lambda cells: values.dates(cells, meaning="birth")),
    "contract_start": _alone(lambda cells: values.dates(cells, meaning="start")),
    **dict.fromkeys(_ENDS, _alone(lambda cells: values.dates(cells, meaning="end"))),
}
_BY_MASK: Final[dict[str | None, Reader]] = {
    "id": lambda cells, lengths: values.identity_numbers(cells, lengths=lengths),
    "card": lambda cells, lengths: values.accounts(cells, lengths=lengths),
    "phone": _alone(values.phones),
    "name": _alone(values.names),
}
_BY_TYPE: Final[tuple[tuple[pl.DataType | type[pl.DataType], Reader], ...]] = (
    (pl.Date, _alone(values.dates)),
    (pl.Boolean, _alone(values.flags)),
    (pl.Decimal(10, 4), _alone(values.ratios)),
    (pl.Decimal(10, 2), _days),
    (pl.Int32, _days),
)
