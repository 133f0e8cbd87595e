"""What is filled into a form sheet before it is drawn: values above the table, and the cells of its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

Value = str | int | float | Decimal | dt.date | None
#: A cell, or the marks of a worker by date where the form has its day columns.
Cell = Value | Mapping[dt.date, Value]


@dataclass(frozen=True)
class Span:
    """A pay period: first and last day."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> tuple[dt.date, ...]:
        """Every day of it."""
        return tuple(self.first + dt.timedelta(days=n) for n in range((self.last - self.first).days + 1))

    @property
    def chinese(self) -> str:
        """``2026年11月`` for a month, else ``2026年10月11日至2026年11月10日``."""
        following = self.last + dt.timedelta(days=1)
        if (
            self.first.day == 1
            and following.day == 1
            and (self.last.year, self.last.month)
            == (
                self.first.year,
                self.first.month,
            )
        ):
            return f"{self.first.year}年{self.first.month}月"
        one, other = ((day.year, day.month, day.day) for day in (self.first, self.last))
        return "{}年{}月{}日至{}年{}月{}日".format(*one, *other)


@dataclass(frozen=True)
class Contents:
    """``above`` by label of the band; ``rows`` aligned with the form's columns; ``span`` decides the day columns."""

    above: Mapping[str, Value] = field(default_factory=dict)
    rows: Sequence[Sequence[Cell]] = ()
    span: Span | None = None
