"""Where the headings of a table stand: the header rows of a sheet, joined over merged and stacked cells.

A header row is found by how many of its cells are known wordings, not by its position; one to three rows are joined.
A child heading wins; its parent is put in front where the child alone says nothing (小计, 个人, 其他).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Final

from wagecheck.intake import heading_rows, marks
from wagecheck.intake.day_columns import FEWEST_DAYS, DayLabel, completed, day_label, longest_run, parted
from wagecheck.intake.further_lines import has_number, is_further_line
from wagecheck.intake.grid import Cell, Grid, text
from wagecheck.intake.wordings import dictionary, normalise, squeeze

#: Rows with content that are looked at for the first header.
SEARCHED_ROWS: Final = 15
_LEAST_SCORE: Final = 2.0
_LONGEST_WORDING: Final = 40
_BLANKS: Final = frozenset(sign for sign in map(chr, range(0x3001)) if sign.isspace())
_WEEKDAY = re.compile(r"^[(（]?(?:周|星期)?[一二三四五六日天][)）]?$")


@dataclass(frozen=True)
class Heading:
    """One column with its heading as people read it; ``index`` is zero-based."""

    index: int
    label: str
    parent: str = ""


@dataclass(frozen=True)
class Header:
    """Header rows ``top`` to ``bottom`` (zero-based, inclusive), their headings, and the day columns of a matrix."""

    top: int
    bottom: int
    headings: tuple[Heading, ...]
    days: dict[int, DayLabel] = field(default_factory=dict)

    @property
    def signature(self) -> tuple[tuple[int, str], ...]:
        """What makes two headers the same table continued on the next printed page."""
        return tuple((h.index, normalise(h.label).text) for h in self.headings)


def find(grid: Grid) -> list[Header]:
    """All header rows of the sheet from top to bottom; printed pages repeat theirs. Empty if there is none."""
    first = _first(grid)
    if first is None:
        return []
    headers = [first]
    for row in _repeats(grid, first):
        if row <= headers[-1].bottom:
            continue
        if _score(grid.rows[row]) >= _LEAST_SCORE:
            headers.append(_block(grid, row, above=headers[-1].bottom))
    return headers


def at(grid: Grid, row: int) -> Header:
    """The header that stands in ``row`` (zero-based), known wordings or not, with the rows that belong to it."""
    return _block(grid, row, above=-1)


def _first(grid: Grid) -> Header | None:
    seen, best, best_score = 0, -1, 0.0
    for index, row in enumerate(grid.rows):
        if not any(text(cell) for cell in row[:80]):
            continue
        score = _score(row)
        if score > best_score:
            best, best_score = index, score
        seen += 1
        if seen >= SEARCHED_ROWS:
            break
    return _block(grid, best, above=-1) if best_score >= _LEAST_SCORE else None


def _score(row: Sequence[Cell]) -> float:
    """Known wordings of a row; one-character wordings and labels of a band count less, a run of days three."""
    score, days = 0.0, 0
    for cell in row:
        worth = _worth(cell) if type(cell) is str else 0.0
        score += worth
        days += not worth and cell is not None and day_label(cell) is not None
    return score + (3.0 if days >= FEWEST_DAYS else 0.0)


@lru_cache(maxsize=4096)  # a sheet repeats its marks and words
def _worth(cell: str) -> float:
    """What a text counts in a header row: a known wording 1, one of one character or the label of a band 0.3."""
    clean = normalise(cell).text if cell and len(cell) <= _LONGEST_WORDING else ""
    if clean not in dictionary().wordings:
        return 0.0
    band = cell.rstrip().endswith((":", "：")) and not cell.lstrip().startswith("*")
    return 0.3 if len(clean) == 1 or band else 1.0


@cache
def _anchors() -> frozenset[str]:
    """Wordings that a repeated header begins with: serial number and name."""
    raw = dictionary().raw
    return frozenset(squeeze(word) for word in [*raw["context"]["seq"][:3], *raw["person"]["name"][:5]])


def _repeats(grid: Grid, header: Header) -> list[int]:
    """Rows below the header in which one of the first columns holds 序号 or 姓名 again."""
    anchors = _anchors()
    begins = {anchor[0] for anchor in anchors} | _BLANKS  # a glance at the first character spares most cells the rest
    return [
        index
        for index, row in enumerate(grid.rows[header.bottom + 1 :], header.bottom + 1)
        for cell in row[:6]
        if type(cell) is str and cell[:1] in begins and "".join(cell.split()) in anchors
    ]


def _block(grid: Grid, row: int, *, above: int) -> Header:
    top = bottom = row
    for _ in range(2):
        if bottom + 1 < grid.height and _is_child(grid, top, bottom):
            bottom += 1
    for _ in range(2):
        if top - 1 > above and _is_parent(grid, top) and not (above >= 0 and is_further_line(grid.rows[top - 1])):
            top -= 1
    headings, days = _join(grid, top, bottom)
    if bottom + 1 < grid.height and heading_rows.are_units(_written(grid.rows[bottom + 1])):
        bottom += 1
        headings = tuple(_with_unit(heading, _at(grid, bottom, heading.index)) for heading in headings)
    left = min([heading.index for heading in headings], default=0)
    if bottom + 1 < grid.height and _is_numbering(grid.rows[bottom + 1], left):
        bottom += 1
    return Header(top, bottom, headings, days)


def _with_unit(heading: Heading, unit: str) -> Heading:
    """出勤 above 天: 出勤(天)."""
    if not unit or heading_rows.is_unit(heading.label):
        return heading
    return replace(heading, label=f"{heading.label}({heading_rows.bare_unit(unit)})")


def _at(grid: Grid, row: int, column: int) -> str:
    cells = grid.rows[row]
    return text(cells[column]) if column < len(cells) else ""


def _is_child(grid: Grid, top: int, bottom: int) -> bool:
    """Whether the row under the header belongs to it: it fills the gaps of the row above, or it is a row of days."""
    cells = [(c, cell) for c, cell in enumerate(grid.rows[bottom + 1]) if text(cell)]
    if not cells:
        return False
    upper = {c: next((t for r in range(bottom, top - 1, -1) if (t := _at(grid, r, c))), "") for c, _ in cells}
    days = {c for c, cell in cells if day_label(cell) is not None}
    if len(days) < FEWEST_DAYS:
        days = set()
    for column, cell in cells:
        if column in days and (not upper[column] or _spans(grid, bottom, column)):
            continue
        if not isinstance(cell, str) or len(cell) > 25:
            return False
        if _WEEKDAY.match(squeeze(cell)) and day_label(upper[column] or None) is not None:
            continue
        if upper[column] and not _spans(grid, bottom, column):
            return False
    if days:
        return True
    said = [normalise(cell).text for _, cell in cells if isinstance(cell, str)]
    known = sum(word in dictionary().wordings or word in _generic() for word in said)
    weekdays = sum(bool(_WEEKDAY.match(squeeze(cell))) for _, cell in cells if isinstance(cell, str))
    parts = sum(marks.line_role(cell) is not None for _, cell in cells if isinstance(cell, str))  # 上午, 下午 of days
    nested = all(_spanned(grid, bottom, column) for column, _ in cells)
    return known > 0 or max(weekdays, parts) >= FEWEST_DAYS or nested


@cache
def _generic() -> frozenset[str]:
    """Children that say nothing without the heading above them: 小计, 次数, 标准."""
    return frozenset(normalise(word).text for word in dictionary().raw["normalise"]["generic"])


def _spans(grid: Grid, row: int, column: int) -> bool:
    """Whether the heading at this cell stretches over the next column."""
    for r0, c0, _, c1 in grid.merges:
        if r0 == row and c0 == column:
            return c1 > c0
    return not grid.merges and not _at(grid, row, column + 1) and bool(_at(grid, row, column))


def _spanned(grid: Grid, row: int, column: int) -> bool:
    """Whether a stretched heading of ``row`` covers this column."""
    return any(
        r0 <= row <= r1 and c0 <= column <= c1 and c1 > c0 and _at(grid, r0, c0) for r0, c0, r1, c1 in grid.merges
    )


def _is_parent(grid: Grid, top: int) -> bool:
    """Whether the row above belongs to the header: several short texts, no band, and it heads a gap or a group."""
    cells = [(c, cell) for c, cell in enumerate(grid.rows[top - 1]) if text(cell)]
    if len(cells) < 2 or has_number(grid.rows[top - 1]):
        return False
    days = {c for c, cell in cells if day_label(cell) is not None}
    others = [cell for c, cell in cells if c not in days or len(days) < FEWEST_DAYS]
    if any(not isinstance(cell, str) or len(cell) > 25 or ":" in squeeze_colon(cell) for cell in others):
        return False
    heads_gap = any(not _at(grid, top, c) and normalise(str(cell)).text in dictionary().wordings for c, cell in cells)
    groups = sum(_spans(grid, top - 1, c) for c, _ in cells)
    band = not grid.merges and heading_rows.is_bare_band([str(cell) for _, cell in cells])
    return heads_gap or (groups >= 2 and not band)


def squeeze_colon(cell: Cell) -> str:
    """Text with half-width colons, for telling ``label：value``."""
    return text(cell).replace("：", ":")


def _is_numbering(row: Sequence[Cell], left: int) -> bool:
    """A row of column numbers under the headings, the first of which stands at ``left``: 1 2 3=1+2, 甲 乙 1 2."""
    numbers = [cell for cell in row if text(cell)]
    if len(numbers) < 4 or any(isinstance(cell, dt.datetime | dt.date | dt.time | dt.timedelta) for cell in numbers):
        return False
    return text(row[left]) != "" and heading_rows.counts([text(cell) for cell in numbers])


def _written(row: Sequence[Cell]) -> list[str]:
    return [text(cell) for cell in row if text(cell)]


def _join(grid: Grid, top: int, bottom: int) -> tuple[tuple[Heading, ...], dict[int, DayLabel]]:
    generic = _generic()
    width = max((len(grid.rows[r]) for r in range(top, bottom + 1)), default=0)
    headings: list[Heading] = []
    days: dict[int, DayLabel] = {}
    weekdays: set[int] = set()
    parts: dict[int, str] = {}
    for column in range(width):
        rows = [r for r in range(top, bottom + 1) if _at(grid, r, column)]
        day = next((d for r in rows if (d := day_label(grid.rows[r][column])) is not None), None)
        parent = _parent(grid, top, rows[-1] if rows else bottom, column)
        if day is not None:
            days[column] = day
        elif rows and _WEEKDAY.match(squeeze(_at(grid, rows[-1], column))):
            weekdays.add(column)
        if not rows:
            continue
        label = _at(grid, rows[-1], column)
        if bottom > top and (role := marks.line_role(label)) is not None:
            parts[column] = role
        if _WEEKDAY.match(squeeze(label)) and len(rows) > 1:
            label = _at(grid, rows[-2], column)
        if not parent and len(rows) > 1 and _at(grid, rows[0], column) != label:
            parent = _at(grid, rows[0], column)
        if parent and normalise(label).text in generic:
            label = f"{parent}{label}"
        headings.append(Heading(column, label, parent))
    run = longest_run(parted(completed(days, weekdays), parts))
    return tuple(h for h in headings if h.index not in run), run


def _parent(grid: Grid, top: int, row: int, column: int) -> str:
    """The heading above ``row`` that stretches over this column."""
    for r in range(row - 1, top - 1, -1):
        for c in range(column, -1, -1):
            written = _at(grid, r, c)
            if not written:
                continue
            covers = any(r0 == r and c0 == c and c1 >= column for r0, c0, _, c1 in grid.merges)
            if c == column or covers or not grid.merges:
                return written
            break
    return ""
