"""What the lines of a worker in a matrix are for, and the columns of a day where it has several (上午, 下午, 加班)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from wagecheck.intake.day_columns import DayLabel


@dataclass(frozen=True)
class Lines:
    """Rows per worker, what each is for (empty: its cells tell), whether the number stands under the name."""

    height: int
    roles: tuple[str, ...]
    stacked: bool
    label: int | None
    remarks: frozenset[int] = frozenset()
    """Lines labelled 备注: numbers in them are overtime, texts are remarks."""


def places_in_day(days: Mapping[int, DayLabel]) -> dict[int, tuple[int, int]]:
    """For every day column: which of the columns of its day it is, and the first of them."""
    found: dict[int, tuple[int, int]] = {}
    for index in sorted(days):
        place, first = found.get(index - 1, (0, index))
        goes_on = days[index].part and index - 1 in days and days[index - 1].day == days[index].day
        found[index] = (place + 1, first) if goes_on else (0, index)
    return found


def with_parts(lines: Lines, days: Mapping[int, DayLabel]) -> Lines:
    """The lines of a worker where a day has columns for its parts: each part of each row counts as a line."""
    places = places_in_day(days)
    step = max((place for place, _ in places.values()), default=0) + 1
    if step == 1:
        return lines
    roles = {place: days[index].part for index, (place, _) in places.items() if days[index].part}
    every = [row if row not in ("", "work") else roles.get(place, "") for row in lines.roles for place in range(step)]
    remarks = frozenset(line * step + place for line in lines.remarks for place in range(step))
    return replace(lines, height=lines.height * step, roles=tuple(every), remarks=remarks)
