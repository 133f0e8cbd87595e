"""Tables side by side under one header row: 序号 姓名 金额 │ 序号 姓名 金额, or a list of cards beside a payroll.

Read as one table, the right-hand people would be lost and their cards would go to whoever stands in the same row.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from wagecheck.intake.grid import Grid, text
from wagecheck.intake.headers import Header
from wagecheck.intake.wordings import dictionary, is_foreign, normalise, squeeze

#: Rows in which both blocks have a name and it is the same, from which the right one only repeats the left one's names.
_SAME_SHARE = 0.8


def split(grid: Grid, head: Header, rows: Sequence[int]) -> list[Header]:
    """The header cut where another block of people begins; the header itself where it is one table.

    A block begins where the first headings come again in the same order, or behind an empty column where people are
    named again. It is none if it names the same people row by row (a name repeated beside the signature).
    """
    names = _name_columns(head)
    if len(names) < 2:
        return [head]
    starts = [start for start in _starts(grid, head, rows) if not _repeats_names(grid, rows, names, start)]
    if not starts:
        return [head]
    edges = [0, *starts, max(h.index for h in head.headings) + 1]
    blocks = [
        replace(
            head,
            headings=tuple(h for h in head.headings if left <= h.index < right),
            days={column: day for column, day in head.days.items() if left <= column < right},
        )
        for left, right in itertools.pairwise(edges)
    ]
    return [block for block in blocks if block.headings]


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    """Headings of a person's name (those that are nothing else), and headings that a block may begin with."""
    raw = dictionary().raw
    names = frozenset(normalise(word).text for word in raw["blocks"]["name"])
    return names, names | frozenset(normalise(word).text for word in raw["context"]["seq"])


def _name_columns(head: Header) -> list[int]:
    names, _ = _words()
    return [h.index for h in head.headings if normalise(h.label).text in names]


def _starts(grid: Grid, head: Header, rows: Sequence[int]) -> list[int]:
    names, beginnings = _words()
    labels = [(h.index, normalise(h.label).text) for h in head.headings]
    first = [label for _, label in labels[:2]]
    known = {index for index, _ in labels} | head.days.keys()
    found: list[int] = []
    others = {h.index for h in head.headings if is_foreign(squeeze(h.parent))}  # 紧急联系人: 姓名, 电话
    for place, (index, label) in enumerate(labels[1:], 1):
        rest = [other for _, other in labels[place:]]
        if (
            index in others
            or label not in beginnings
            or not names & set(rest[:4])
            or not names & {o for _, o in labels[:place]}
        ):
            continue
        again = rest[:2] == first
        apart = index - 1 not in known and _is_empty(grid, rows, index - 1) and len(rest) > 1
        if (again or apart) and not (found and index - found[-1] < 2):
            found.append(index)
    return found


def _is_empty(grid: Grid, rows: Sequence[int], column: int) -> bool:
    return not any(text(grid.rows[row][column]) for row in rows if column < len(grid.rows[row]))


def _repeats_names(grid: Grid, rows: Sequence[int], names: Sequence[int], start: int) -> bool:
    """Whether the block from ``start`` names nobody, or row by row the people of the table on its left."""
    left = max((name for name in names if name < start), default=None)
    right = min((name for name in names if name >= start), default=None)
    if left is None or right is None:
        return True
    pairs = [
        (squeeze(text(grid.rows[row][left])), squeeze(text(grid.rows[row][right])))
        for row in rows
        if right < len(grid.rows[row]) and text(grid.rows[row][right])
    ]
    return not pairs or sum(one == other for one, other in pairs) >= _SAME_SHARE * len(pairs)
