"""A blacklist as it is published or kept: one sheet, one firm a row, read into entries that facts compare with.

Nothing is judged here and nothing is stored. The wordings of columns and kinds of lists stand in
``rules/dictionaries/blacklist_columns.toml``.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import polars as pl

from wagecheck.errors import RegisterError
from wagecheck.intake.containers import open_workbook
from wagecheck.intake.grid import Cell, ContainerError, Grid
from wagecheck.intake.values import amounts, dates, texts
from wagecheck.intake.values.notes import MONTH_ONLY, OPEN_ENDED
from wagecheck.intake.wordings import normalise
from wagecheck.resources import folder, read_toml

_COLUMNS: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "list": pl.String,
    "name": pl.String,
    "uscc": pl.String,
    "former_names": pl.String,
    "legal_rep": pl.String,
    "persons": pl.String,
    "person_id": pl.String,
    "address": pl.String,
    "phone": pl.String,
    "account": pl.String,
    "project": pl.String,
    "reason": pl.String,
    "workers": pl.Int32,
    "amount": pl.Decimal(18, 2),
    "decision_no": pl.String,
    "authority": pl.String,
    "listed_on": pl.Date,
    "in_force_from": pl.Date,
    "in_force_to": pl.Date,
    "removed": pl.Boolean,
}
#: Columns of the entries. ``removed``: off the list since a day that the list does not state. ``persons`` and
#: ``person_id`` may hold several people and their identity numbers, as written. Amounts are yuan.
ENTRIES: Final = pl.Schema(_COLUMNS)

_TEXTS: Final = (
    "name", "uscc", "former_names", "legal_rep", "persons", "address", "phone", "project", "reason", "decision_no",
    "authority",
)  # fmt: skip
#: Long numbers, of which a spreadsheet keeps only so many digits unless they are written as text.
_NUMBERS: Final = ("person_id", "account")
_DIGITS_KEPT: Final = 15
#: A header is looked for in this many rows.
_HEADER_ROWS: Final = 30
_TERM: Final = re.compile(r"^(?P<number>\d{1,2}|[一二三四五六七八九十])(?P<unit>年|个月)$")
_RANGE: Final = re.compile(r"\s*(?:至|到|~|～|—{1,2}|--)\s*")
_NUMERALS: Final = "一二三四五六七八九十"
_TEN_THOUSAND: Final = 10_000


@cache
def _words() -> dict[str, Any]:
    return read_toml(folder("rules") / "dictionaries" / "blacklist_columns.toml")


def read_listing(path: Path, list_name: str = "statutory") -> pl.DataFrame:
    """Entries (``ENTRIES``) of a list in xlsx, xls or csv, in the order of the file.

    Every sheet with a name or code column is read; ``list_name`` (statutory, local, group, other) holds unless a column
    names the kind of list. Rows without name, code and persons are no entries. An amount whose unit cannot be told is
    null. A term (``3年``) counts from the day of listing. Raises RegisterError where the file cannot be opened, has no
    such column or no entry, or where a date cannot be understood: a wrong date would free or condemn somebody.
    """
    if list_name not in _words()["list"]:
        known = "、".join(_words()["list"])
        raise RegisterError(
            f"没有名单种类“{list_name}”，可选：{known}。", f"No kind of list {list_name!r}; choose from {known}."
        )
    try:
        workbook = open_workbook(path)
    except ContainerError as error:
        raise RegisterError(
            f"黑名单文件 {path.name} 打不开：{error.zh}", f"Cannot open {path.name}: {error.en}"
        ) from error
    sheets = [_read(grid, list_name, path.name) for grid in workbook.grids]
    found = [sheet for sheet in sheets if sheet is not None]
    if not found:
        raise RegisterError(
            f"{path.name} 里没有找到黑名单表头：至少要有“单位名称”或“统一社会信用代码”，再加一栏（如“列入日期”）。",
            f"No header in {path.name}: it needs 单位名称 or 统一社会信用代码, and one column more.",
        )
    entries = pl.concat(found)
    if entries.is_empty():
        raise RegisterError(f"黑名单文件 {path.name} 只有表头，没有条目。", f"The blacklist {path.name} has no entry.")
    return entries


def _read(grid: Grid, list_name: str, file: str) -> pl.DataFrame | None:
    """Entries of one sheet; None where it has no header."""
    header = _header(grid)
    if header is None:
        return None
    top, columns, units = header
    body = range(top + 1, grid.height)
    cells = {
        field: [grid.rows[row][col] if col < len(grid.rows[row]) else None for row in body]
        for field, col in columns.items()
    }
    blank: list[Cell] = [None] * len(body)
    frame = {name: texts(cells.get(name, blank)).value for name in _TEXTS}
    frame |= {name: texts([_exact(cell) for cell in cells.get(name, blank)]).value for name in _NUMBERS}
    where = _Where(file, grid.name, top + 2)
    listed = _dates(cells.get("listed_on", blank), where, "列入日期")
    start = _dates(cells.get("in_force_from", blank), where, "生效日期")
    begin = [own or day for own, day in zip(start, listed, strict=True)]
    spans = _ends(cells.get("in_force_to", blank), begin, where)
    left = _ends(cells.get("removed_on", blank), begin, where)
    removed = _removed(cells.get("removed", blank), cells.get("effective", blank))
    entries = pl.DataFrame(
        {
            **frame,
            "list": [_list(cell, list_name) for cell in texts(cells.get("list", blank)).value],
            "workers": _count(cells.get("workers", blank)),
            "amount": _amounts(cells.get("amount", blank), units.get("amount")),
            "listed_on": listed,
            "in_force_from": [own or first for own, (first, _) in zip(start, spans, strict=True)],
            "in_force_to": [
                min((d for d in (a, b) if d), default=None) for (_, a), (_, b) in zip(spans, left, strict=True)
            ],
            "removed": [off and day is None for off, (_, day) in zip(removed, left, strict=True)],
        },
        schema_overrides=ENTRIES,
    ).select(ENTRIES.names())
    is_total = pl.col("name").str.replace_all(r"\s", "").is_in(_words()["rows"]["total"]).fill_null(value=False)
    return entries.filter(pl.any_horizontal(pl.col("name", "uscc", "persons").is_not_null()) & ~is_total)


class _Where:
    """The sheet an error speaks about, and the row of its first entry as a person sees it."""

    def __init__(self, file: str, sheet: str, first_row: int) -> None:
        self._place = f"{file} 「{sheet}」" if sheet else file
        self._first_row = first_row

    def error(self, offset: int, title: str, cell: Cell) -> RegisterError:
        row = self._first_row + offset
        return RegisterError(
            f"黑名单 {self._place} 第 {row} 行的{title}“{cell}”看不懂，请改成 2026-03-02 这样的日期。",
            f"Blacklist {self._place}, row {row}: cannot understand {cell!r} as {title}; write a date like 2026-03-02.",
        )


def _header(grid: Grid) -> tuple[int, dict[str, int], dict[str, str]] | None:
    """Header row (from 0), column of every field, unit written in its heading."""
    for row, cells in enumerate(grid.rows[:_HEADER_ROWS]):
        headings = {col: normalise(cell) for col, cell in enumerate(cells) if isinstance(cell, str) and cell.strip()}
        columns: dict[str, int] = {}
        for field, wordings in _words()["column"].items():
            for wording in wordings:
                match = [col for col, heading in headings.items() if heading.text == normalise(wording).text]
                if match and match[0] not in columns.values():
                    columns.setdefault(field, match[0])
        if len(columns) >= 2 and ("name" in columns or "uscc" in columns):
            units = {field: headings[col].unit or "" for field, col in columns.items()}
            return row, columns, {field: unit for field, unit in units.items() if unit}
    return None


def _exact(cell: Cell) -> Cell:
    """The cell, or nothing where it holds a number whose last digits the spreadsheet has lost."""
    return None if isinstance(cell, int | float) and abs(cell) >= 10**_DIGITS_KEPT else cell


def _list(cell: str | None, list_name: str) -> str:
    if cell is None:
        return list_name
    for name, words in _words()["list"].items():
        if cell == name or cell == words["title"] or any(word in cell for word in words["word"]):
            return str(name)
    return list_name


def _dates(cells: Sequence[Cell], where: _Where, title: str) -> list[dt.date | None]:
    parsed = dates(cells)
    for offset in parsed.bad.arg_true():
        raise where.error(offset, title, cells[offset])
    return parsed.value.to_list()


def _ends(
    cells: Sequence[Cell], begin: Sequence[dt.date | None], where: _Where
) -> list[tuple[dt.date | None, dt.date | None]]:
    """First and last day of every entry from a date, a range, a term or 长期."""
    parsed = dates(cells)
    spans: list[tuple[dt.date | None, dt.date | None]] = []
    for offset, (cell, first) in enumerate(zip(cells, begin, strict=True)):
        day, note = parsed.value[offset], parsed.note[offset]
        if day is not None:
            spans.append((first, _month_end(day) if note == MONTH_ONLY else day))
        elif not parsed.bad[offset] or note == OPEN_ENDED:
            spans.append((first, None))
        else:
            spans.append(_written(str(cell), first, where.error(offset, "移出日期或者期限", cell)))
    return spans


def _written(text: str, first: dt.date | None, error: RegisterError) -> tuple[dt.date | None, dt.date | None]:
    """A range (2026-03-02至2029-03-01) or a term (3年, 6个月) in words. Raises ``error`` for anything else."""
    compact = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    term = _TERM.match(compact)
    if term and first is not None:
        number = term["number"]
        count = int(number) if number.isdigit() else _NUMERALS.index(number) + 1
        return first, _after(first, count * (12 if term["unit"] == "年" else 1))
    parts = _RANGE.split(unicodedata.normalize("NFKC", text).strip())
    if len(parts) == 2:
        parsed = dates(parts)
        if parsed.value[0] is not None and parsed.value[1] is not None:
            return parsed.value[0], parsed.value[1]
    raise error


def _after(first: dt.date, months: int) -> dt.date:
    """Last day of a term of whole months that begins on ``first``."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    length = calendar.monthrange(year, month + 1)[1]
    if first.day > length:
        return dt.date(year, month + 1, length)
    return dt.date(year, month + 1, first.day) - dt.timedelta(days=1)


def _month_end(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _removed(status: Sequence[Cell], effective: Sequence[Cell]) -> list[bool]:
    """Whether an entry is off the list, from 是否移出 / 状态 and from 是否生效, which says the opposite."""
    words = _words()["status"]

    def says(cell: str | None) -> bool:
        if cell is None or any(word in cell for word in words["on"]):
            return False
        return any(word in cell for word in words["off"])

    return [
        says(one) or (other is not None and other.upper() in words["not_effective"])
        for one, other in zip(texts(status).value, texts(effective).value, strict=True)
    ]


def _count(cells: Sequence[Cell]) -> pl.Series:
    written = texts(cells).value
    return written.str.replace_all(",", "").str.extract(r"(\d+)").cast(pl.Int32, strict=False)


def _amounts(cells: Sequence[Cell], unit: str | None) -> pl.Series:
    """Yuan. The unit stands in the heading, else in the cell; a small number without either is not known."""
    value = amounts(cells).value
    written = texts(cells).value
    in_cell = written.str.contains("[元万]").fill_null(value=False)
    small = value.abs() < _words()["amount"]["unclear_below"]
    frame = pl.DataFrame({"value": value, "in_cell": in_cell, "small": small})
    scaled = pl.col("value") * _TEN_THOUSAND if unit and "万" in unit else pl.col("value")
    known = pl.col("in_cell") | pl.lit(unit is not None) | ~pl.col("small")
    return frame.select(pl.when("in_cell").then("value").when(known).then(scaled).cast(ENTRIES["amount"])).to_series()
