"""Yearly ledgers: a column, or a pair of columns, for every month (1月工资 1月代付 2月工资 …, or plainly 1月 … 12月).

Each month becomes a table of its own with the month as its period, so that a year is never read as one month's payroll
and every amount keeps its cell. A blank or 0 under a month says that the worker was not there.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from wagecheck.intake.grid import text
from wagecheck.intake.headers import Header, Heading
from wagecheck.intake.issues import Issue
from wagecheck.intake.matching import Pins
from wagecheck.intake.origins import Span
from wagecheck.intake.reading import Reading, Table
from wagecheck.intake.tables import Kind, Mapped, Names, candidate
from wagecheck.intake.wordings import dictionary, match, normalise, words_found

#: Layout of a table that is one month of a yearly ledger.
LAYOUT: Final = "annual"
_MONTH: Final = re.compile(r"^(?:(20\d{2})[年.\-/])?(\d{1,2})月份?(.*)$")
_DATE: Final = re.compile(r"^(20\d{2})-(\d{2})-01(?:00:00:00)?$")
#: Fields of a month: what a month's column can be; everything else of the table counts for every month.
OF_MONTH: Final = frozenset({"gross_pay", "net_pay", "unpaid", "work_days", "days"})
_NOTHING: Final = frozenset({"", "0", "-", "—", "/"})
_MONEY: Final = frozenset({"gross_pay", "net_pay", "unpaid"})


@dataclass(frozen=True)
class Month:
    """One month of a yearly ledger: its header (shared columns and its own), kind and period (None: year unknown)."""

    header: Header
    kind: Kind
    span: Span | None


@dataclass(frozen=True)
class _Column:
    heading: Heading
    year: int | None
    month: int
    field: str | None


def read(head: Header, names: Names, year: int | None, pins: Pins | None = None) -> list[Month]:
    """The months of a yearly ledger; empty where the header is none. ``year``: where the headings name none.

    ``pins``: what the clerk has settled of the columns that all months share.
    """
    ledger = _spoken(names)
    columns = [column for heading in head.headings if (column := _column(heading, ledger)) is not None]
    told = {(c.year, c.month) for c in columns if c.field in OF_MONTH}
    if not told or (len(told) == 1 and _has_own_amount(head, columns)):
        return []
    plain = all(c.field == "plain" for c in columns if c.field)
    if plain and (ledger is None or len(told) < 2):
        return []
    own = {c.heading.index for c in columns}
    shared = [h for h in head.headings if h.index not in own]
    found: list[Month] = []
    for key in sorted(told, key=lambda k: (k[0] or 0, k[1])):
        of_month = [c for c in columns if (c.year, c.month) == key]
        month = _month(head, shared, of_month, ledger or "payroll", pins)
        if month is not None:
            found.append(replace(month, span=_span(key[0] or year, key[1])))
    return found


def table(whole: Table, month: Month) -> Table:
    """The month as a table of its own."""
    spans = [("column", month.span)] if month.span else []
    origin = replace(whole.origin, spans=spans)
    return replace(whole, header=month.header, kind=month.kind, origin=origin, of_year=True)


def once(readings: Sequence[Reading]) -> None:
    """Names the layout of the months of a yearly ledger, and says once what is wrong with the columns they share."""
    said: set[tuple[int, Issue]] = set()
    for reading in readings:
        if reading.table.of_year:
            reading.layout = LAYOUT
            _place(reading)
            top = reading.table.header.top
            reading.issues = [issue for issue in reading.issues if (top, issue) not in said]
            said |= {(top, issue) for issue in reading.issues}


def _place(reading: Reading) -> None:
    """The month into every record, as if it stood in a column."""
    span = reading.table.origin.span
    if span is not None:
        for name, frame in reading.frames.items():
            reading.frames[name] = frame.with_columns(
                pl.lit(span.start, dtype=pl.Date).alias("period_start"),
                pl.lit(span.end, dtype=pl.Date).alias("period_end"),
            )


def is_used(whole: Table, month: Month) -> bool:
    """Whether anybody has anything under the month: the months to come are blank or 0."""
    columns = [month.kind.columns[name][0].index for name in OF_MONTH & month.kind.columns.keys()]
    rows = whole.grid.rows
    return any(
        column < len(rows[row]) and text(rows[row][column]) not in _NOTHING for row in whole.body for column in columns
    )


def _spoken(names: Names) -> str | None:
    """payroll or attendance by the nearest text that names either."""
    for said in (names.title, names.sheet, names.file, *reversed(list(names.folders))):
        found = {name: weight for name, weight in words_found(said).items() if name in ("payroll", "attendance")}
        if found:
            return max(found, key=lambda name: found[name])
    return None


def _column(heading: Heading, ledger: str | None) -> _Column | None:
    """A heading that names a month, or stands under one that does; None for all others."""
    label = normalise(heading.label).text
    for said, rest in ((label, None), (normalise(heading.parent).text, label)):
        found = _MONTH.match(said) or _DATE.match(said)
        if found is None:
            continue
        year, month, behind = (*found.groups(), "")[:3]
        if not 1 <= int(month) <= 12:
            continue
        inside = behind if rest is None or rest == said else rest
        if rest is not None and behind:
            continue  # 10月工资 over 应发 and 实发: the title of a plain payroll's group, not a month's column
        field = _field(inside, ledger)
        return _Column(heading, int(year) if year else None, int(month), field)
    return None


def _field(inside: str, ledger: str | None) -> str | None:
    """What a month's column is; ``wage`` and plain months are settled when all columns of the month are known."""
    if inside in dictionary().raw["yearly"]["wage"]:
        return "net_pay" if ledger != "attendance" else "days"
    if inside in dictionary().raw["yearly"]["ignored"]:
        return None
    found = match(inside, "attendance" if ledger == "attendance" else "payroll")
    return found.field if found is not None and found.field in OF_MONTH and found.confidence == 1.0 else None


def _has_own_amount(head: Header, columns: Sequence[_Column]) -> bool:
    """Whether the table has an amount beside its only month column: then it is the payroll of one month."""
    own = {c.heading.index for c in columns}
    found = (match(h.label, "payroll") for h in head.headings if h.index not in own)
    return any(m is not None and m.field in _MONEY for m in found)


def _month(
    head: Header, shared: Sequence[Heading], of_month: Sequence[_Column], ledger: str, pins: Pins | None
) -> Month | None:
    money = _MONEY if ledger == "payroll" else OF_MONTH
    kept = replace(head, headings=tuple(shared), days={})
    kind = candidate(kept, ledger, _WEIGHT, None, pins)
    people = {} if kind is None else {name: found for name, found in kind.columns.items() if name in _shared_fields()}
    own: dict[str, tuple[Mapped, ...]] = {}
    for column in of_month:
        if column.field is None or (column.field == "net_pay" and "net_pay" in own):
            continue
        unit = normalise(column.heading.label).unit
        mapped = Mapped(column.heading.index, column.heading.label, unit, 0.9)
        own.setdefault(column.field, (mapped,))
    if not people.keys() & {"name", "id_number"} or not own.keys() & money or kind is None:
        return None
    taken = {c.index for found in people.values() for c in found} | {c.heading.index for c in of_month}
    header = replace(head, headings=tuple(h for h in head.headings if h.index in taken), days={})
    return Month(header, replace(kind, columns={**people, **own}, missing=()), None)


#: As heavy as a title that names the ledger: the months tell that the table is one.
_WEIGHT: Final = 6


def _shared_fields() -> frozenset[str]:
    """Columns that count for every month: who it is and where he belongs, not the sums of the year."""
    return dictionary().context - {"period", "year", "month", "day"} | frozenset(dictionary().raw["yearly"]["shared"])


def _span(year: int | None, month: int) -> Span | None:
    if year is None:
        return None
    return Span(dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]))
