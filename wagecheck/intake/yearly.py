"""Yearly ledgers beside the payrolls of the months: what stands in both is the same money and counts once.

The payroll of the period goes first; a month of the yearly ledger counts where no payroll of that contractor has it. A
sum of the whole year is no payroll of any period.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from wagecheck.intake import months
from wagecheck.intake.belonging import Home
from wagecheck.intake.issues import Issue
from wagecheck.intake.origins import Span
from wagecheck.intake.parts import Part

#: Part of the rows with the same worker and amount from which two tables are taken for the same month.
_SAME_SHARE: Final = 0.5


def settle(placed: Sequence[tuple[Part, Home]]) -> list[tuple[Part, Home]]:
    """The tables of one project, months of yearly ledgers emptied where a payroll has them."""
    yearly = [place for place, (part, _) in enumerate(placed) if _is_yearly(part)]
    if not yearly:
        return list(placed)
    found = list(placed)
    firms = {placed[place][1].contractor for place in yearly}
    for firm in firms:
        own = [place for place in yearly if placed[place][1].contractor == firm]
        payrolls = [
            (part, here)
            for part, here in placed
            if part.ledger == "payroll" and not _is_yearly(part) and here.contractor in (firm, None)
        ]
        dated = [place for place in own if placed[place][1].span is not None]
        known = _known([placed[place] for place in dated], payrolls)
        for place, is_known in zip(dated, known, strict=True):
            if is_known:
                found[place] = _emptied(*placed[place], ())
        for place in set(own) - set(dated):
            part, here = placed[place]
            found[place] = _emptied(part, here, () if payrolls or dated else (_year_alone(part),))
    return found


def _is_yearly(part: Part) -> bool:
    return part.layout == months.LAYOUT and part.ledger == "payroll"


def _known(yearly: Sequence[tuple[Part, Home]], payrolls: Sequence[tuple[Part, Home]]) -> list[bool]:
    """Which months of a yearly ledger the payrolls have.

    A payroll from the 11th to the 10th is the month of the yearly ledger that names the same people with the same
    amounts, else the one with most of its days.
    """
    known = [False] * len(yearly)
    for span, rows in _by_period(payrolls):
        touched = [i for i, (_, here) in enumerate(yearly) if here.span is not None and here.span.overlaps(span)]
        if not touched:
            continue
        same = {i: _share(_amounts(yearly[i][0].records), rows) for i in touched}
        best = max(touched, key=lambda i: (same[i], _days(yearly[i][1].span, span)))
        if same[best] < _SAME_SHARE:
            best = max(touched, key=lambda i: _days(yearly[i][1].span, span))
        known[best] = True
        for i in touched:
            known[i] |= same[i] >= _SAME_SHARE or _days(span, yearly[i][1].span) == _length(yearly[i][1].span)
    return known


def _by_period(payrolls: Sequence[tuple[Part, Home]]) -> Iterable[tuple[Span, set[tuple[str, str]]]]:
    """Every pay period with the amounts of all its payrolls."""
    found: dict[Span, set[tuple[str, str]]] = {}
    for part, here in payrolls:
        records = part.records
        if "period_start" in records.columns and here.span_from == "column":
            for (start, end), rows in records.group_by("period_start", "period_end", maintain_order=True):
                if isinstance(start, dt.date) and isinstance(end, dt.date):
                    found.setdefault(Span(start, end), set()).update(_amounts(rows))
        elif here.span is not None and records.height:
            found.setdefault(here.span, set()).update(_amounts(records))
    return found.items()


def _amounts(records: pl.DataFrame) -> set[tuple[str, str]]:
    """Name keys with net and with gross pay."""
    long = records.select("name_key", "net_pay", "gross_pay").unpivot(index="name_key").drop_nulls()
    return {(name, str(value)) for name, _, value in long.iter_rows()}


def _share(yearly: set[tuple[str, str]], rows: set[tuple[str, str]]) -> float:
    return len(yearly & rows) / len(yearly) if yearly else 0.0


def _days(one: Span | None, other: Span | None) -> int:
    """Days that lie in both."""
    if one is None or other is None:
        return 0
    return max(0, (min(one.end, other.end) - max(one.start, other.start)).days + 1)


def _length(span: Span | None) -> int:
    return 0 if span is None else (span.end - span.start).days + 1


def _emptied(part: Part, here: Home, issues: tuple[Issue, ...]) -> tuple[Part, Home]:
    frames = {name: frame.clear() for name, frame in part.frames.items()}
    known = replace(part, frames=frames, totals=part.totals.clear(), issues=issues, rows=0)
    return known, replace(here, issues=tuple(issue for issue in here.issues if issue.field != "period"))


def _year_alone(part: Part) -> Issue:
    return Issue(
        "IN14",
        "这张表是全年合计，不是某个月的工资表，没有按工资表读取；请提交各月的工资表",
        "the sums of a whole year are no payroll of a month; not read as one: submit the payrolls of the months",
        part.header_row, None, "period", None,
    )  # fmt: skip
