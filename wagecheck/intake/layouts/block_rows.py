"""The rows of a punch-clock export: whose they are, which hold the days, which the times; the tables they make."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Final

from wagecheck.intake import bands, marks, origins, punches
from wagecheck.intake.day_columns import DayLabel, day_label
from wagecheck.intake.grid import Cell, Grid, text
from wagecheck.intake.headers import Header, Heading
from wagecheck.intake.origins import Span
from wagecheck.intake.reading import Table
from wagecheck.intake.tables import Kind
from wagecheck.intake.wordings import squeeze, words_found

#: Rows with content among which the first worker must stand.
_SEARCHED: Final = 15
_FEWEST_DAYS: Final = 2
_SURE: Final = 0.95
#: A text under the days that may be a mark nobody explains; longer ones are titles and notes.
_LONGEST_MARK: Final = 6
_WEEKDAYS: Final = re.compile(r"^(?:周|星期)?[一二三四五六日天]$")
_PUNCHES: Final = re.compile(punches.PUNCHES)


@dataclass
class Worker:
    """One worker of an export: the row of the labels (zero-based), what it says, the rows of his times."""

    row: int
    values: dict[str, tuple[int, Cell]]
    """worker_no, name, team, id_number → (column, cell)."""
    labels: dict[str, str]
    column: int
    days: dict[int, DayLabel] = field(default_factory=dict)
    days_row: int = 0
    content: list[int] = field(default_factory=list)
    before: tuple[int, int] = (0, 0)
    """Rows of titles and bands above him, first and after the last."""


def find(grid: Grid, path: str) -> list[Table]:
    """The export as tables, one for every period or set of day columns; nothing where the sheet is none."""
    if not _begins(grid):
        return []
    found = workers(grid, range(grid.height))
    if not any(has_content(grid, worker) for worker in found) and len(found) < _FEWEST_DAYS:
        return []
    tables: list[Table] = []
    group: list[Worker] = []
    for worker in (w for w in found if w.days):
        if group and (worker.days != group[-1].days or _other_period(grid, worker, group[0])):
            tables.append(_table(grid, path, group))
            group = []
        group.append(worker)
    return [*tables, _table(grid, path, group)] if group else []


def workers(grid: Grid, rows: Sequence[int], head: Header | None = None) -> list[Worker]:
    """The workers of the rows (zero-based), from top to bottom; ``head``: the days where they stand above the rows."""
    found: list[Worker] = []
    days = dict(head.days) if head else {}
    days_row = head.top if head else 0
    free = 0  # first row after the last worker's rows
    for r in rows:
        row = grid.rows[r]
        if not any(cell is not None and cell != "" for cell in row):
            continue
        here = _days(row)
        if here:
            days, days_row = here, r
            if found and not found[-1].content:
                found[-1].days, found[-1].days_row = here, r
            continue
        labelled = _labelled(row)
        if labelled is not None:
            seen, written, column = labelled
            found.append(Worker(r, seen, written, column, days, days_row, before=(free, r)))
            free = r + 1
        elif found and found[-1].days and _is_content(row, found[-1], r):
            found[-1].content.append(r)
            free = r + 1
    for worker in found:  # somebody before the first row of days
        if not worker.days:
            worker.days, worker.days_row = next(((w.days, w.days_row) for w in found if w.days), ({}, 0))
    return found


def has_content(grid: Grid, worker: Worker) -> bool:
    """Whether anything stands under the days of the worker."""
    return any(text(grid.rows[r][c]) for r in worker.content for c in worker.days if c < len(grid.rows[r]))


def _begins(grid: Grid) -> bool:
    seen = 0
    for row in grid.rows:
        if not any(cell is not None and cell != "" for cell in row):
            continue
        if _labelled(row) is not None:
            return True
        seen += 1
        if seen >= _SEARCHED:
            break
    return False


@cache
def _labels() -> tuple[re.Pattern[str], dict[str, str]]:
    kinds = {squeeze(label): kind for kind, labels in marks.rules()["blocks"].items() for label in labels}
    spaced = [r"\s*".join(map(re.escape, label)) for label in sorted(kinds, key=len, reverse=True)]
    return re.compile(rf"(?:^|(?<=[\s　,，;；|]))({'|'.join(spaced)})\s*[:：]"), kinds


def _labelled(row: Sequence[Cell]) -> tuple[dict[str, tuple[int, Cell]], dict[str, str], int] | None:
    """Values and labels of a row that names a worker: a name or a number and one thing more, each behind its label."""
    if not any(type(cell) is str and (":" in cell or "：" in cell) and not cell[0].isdigit() for cell in row):
        return None  # times have a colon as well
    pattern, kinds = _labels()
    found: dict[str, tuple[int, Cell]] = {}
    written: dict[str, str] = {}
    waiting: str | None = None
    first = 0
    for column, cell in enumerate(row):
        if cell is None or cell == "":
            continue
        plain = cell.strip() if isinstance(cell, str) else ""
        hits = list(pattern.finditer(plain)) if plain else []
        if not hits:
            if waiting is not None and text(cell):
                found.setdefault(waiting, (column, cell))
            waiting = None
            continue
        for hit, after in zip(hits, [*hits[1:], None], strict=True):
            kind = kinds[squeeze(hit.group(1))]
            first = first if written else column
            written.setdefault(kind, squeeze(hit.group(1)))
            value = plain[hit.end() : after.start() if after else len(plain)].strip(" \t\n　,，;；")
            if value:
                found.setdefault(kind, (column, value))
            waiting = None if value or after else kind
    enough = len(written) >= 2 and written.keys() & {"name", "worker_no"}
    return (found, written, first) if enough else None


def _days(row: Sequence[Cell]) -> dict[int, DayLabel]:
    """Column → day where the row holds days that count on and nothing else."""
    found: dict[int, DayLabel] = {}
    last = 0
    for column, cell in enumerate(row):
        if cell is None or cell == "":
            continue
        label = day_label(cell)
        if label is None:
            if not found and isinstance(cell, str) and squeeze(cell) in ("日期", "日", "天"):
                continue
            return {}
        if last and label.day != last + 1 and not (label.day == 1 and last >= 28):
            return {}
        found[column], last = label, label.day
    return found if len(found) >= _FEWEST_DAYS else {}


def _is_content(row: Sequence[Cell], worker: Worker, place: int) -> bool:
    """Whether the row holds times or marks under the days; titles, weekdays and signatures do not."""
    under = [cell for column, cell in enumerate(row) if column in worker.days and text(cell)]
    beside = sum(1 for column, cell in enumerate(row) if column not in worker.days and text(cell))
    if not under or beside > 1:
        return False
    if any(not isinstance(cell, str) or _is_time(cell) for cell in under):
        return True
    if all(_WEEKDAYS.match(squeeze(str(cell))) for cell in under):
        return False
    if all(marks.meaning(str(cell), {}) is not None for cell in under):
        return True
    follows = place - max(worker.row, worker.days_row) == 1
    return follows and all(len(squeeze(str(cell))) <= _LONGEST_MARK and not words_found(str(cell)) for cell in under)


@lru_cache(maxsize=4096)
def _is_time(cell: str) -> bool:
    return _PUNCHES.match(marks.clean(cell)) is not None


def _other_period(grid: Grid, worker: Worker, first: Worker) -> bool:
    """Whether a title between two workers names another period than that of the first."""
    here = _span(grid, *worker.before)
    return here is not None and here != _span(grid, 0, max(first.row, 1))


def _span(grid: Grid, top: int, bottom: int) -> Span | None:
    told = [text(cell) for row in grid.rows[top:bottom] for cell in row if isinstance(cell, str) and cell.strip()]
    return next((span for one in told if (span := origins.find_span(one)) is not None), None)


def _table(grid: Grid, path: str, group: list[Worker]) -> Table:
    first = group[0]
    top, bottom = first.before
    if top < first.days_row < bottom:
        bottom = first.days_row
    above = bands.read(grid, top, bottom)
    origin = origins.of_table(path, grid.name, above)
    span = _span(grid, top, first.row)
    if span is not None and not any(source in ("band", "title") for source, _ in origin.spans):
        origin.spans.insert(0, ("band", span))
    last = max(group[-1].row, group[-1].days_row, *group[-1].content, 0)
    headings = tuple(Heading(worker_column, label) for label, worker_column in _headings(first))
    header = Header(first.days_row, first.days_row, headings, first.days)
    return Table(grid, Kind("attendance", {}, _SURE), header, tuple(range(first.row, last + 1)), above, origin, path)


def _headings(worker: Worker) -> list[tuple[str, int]]:
    return [(label, worker.values[kind][0]) for kind, label in worker.labels.items() if kind in worker.values]
