"""Tables that name a month and no year (10月公示): the year is that of the contractor's other tables of the month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from wagecheck.intake.belonging import PERIODIC, Home
from wagecheck.intake.origins import Span, find_span
from wagecheck.intake.parts import Part

#: Attendance is dated day by day while it is read; afterwards it is too late.
_DATED: Final = "attendance"


def settle(placed: Sequence[tuple[Part, Home]]) -> list[tuple[Part, Home]]:
    """The tables of one project; one whose month fits exactly one period of its contractor belongs to that period."""
    known: dict[str | None, set[Span]] = {}
    for part, here in placed:
        if part.ledger in PERIODIC and here.span is not None:
            known.setdefault(here.contractor, set()).add(here.span)
    return [(part, _dated(part, here, known.get(here.contractor, set()))) for part, here in placed]


def _dated(part: Part, here: Home, known: set[Span]) -> Home:
    undated = part.ledger in PERIODIC and here.span is None and here.span_from is None
    if not undated or (part.ledger == _DATED and part.layout != "summary"):
        return here
    for text in part.origin.written:
        years = {span.start.year for span in known}
        meant = {span for year in years if (span := find_span(text, year)) is not None and span in known}
        if len(meant) == 1:
            solved = tuple(issue for issue in here.issues if issue.code != "IN14" or issue.field != "period")
            return replace(here, span=meant.pop(), span_from="file", issues=solved)
    return here
