"""A blacklist as it is published or kept: one sheet, one firm a row, read into entries that facts compare with.

Nothing is judged here and nothing is stored. The wordings of columns and kinds of lists stand in
``rules/dictionaries/blacklist_columns.toml``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import polars as pl

from wagecheck.errors import RegisterError
from wagecheck.intake.apart.workbooks import read_workbook
from wagecheck.intake.containers import read_bytes
from wagecheck.intake.grid import Cell, ContainerError, Grid
from wagecheck.intake.values import amounts, texts
from wagecheck.intake.wordings import Heading, normalise
from wagecheck.register.listing_days import Where, days, spans
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
#: All that a list tells, for the register. ``starts_on``, ``ends_on``: first and last day where the list states them,
#: ``left_on``: the day on which the entry really left, ``off``: the list says that it did; ``amount_said``: a cell in
#: which no amount could be read, ``lost``: fields whose last digits a spreadsheet has lost; ``row`` counts as people
#: see it.
LISTED: Final = pl.Schema(
    _COLUMNS
    | {
        **dict.fromkeys(("level", "subject", "roles", "reason_code", "basis", "amount_said", "lost"), pl.String),
        "starts_on": pl.Date,
        "ends_on": pl.Date,
        "left_on": pl.Date,
        "off": pl.Boolean,
        "sheet": pl.String,
        "row": pl.Int32,
    }
)

_TEXTS: Final = (
    "name", "uscc", "former_names", "legal_rep", "persons", "address", "phone", "project", "reason", "decision_no",
    "authority", "level", "subject", "roles", "reason_code", "basis",
)  # fmt: skip
#: An export of this program writes an apostrophe before what a spreadsheet would take for a formula.
_PROTECTED: Final = r"^'([=+\-@＝＋－＠\t\r])"
#: Long numbers, of which a spreadsheet keeps only so many digits unless they are written as text.
_NUMBERS: Final = ("person_id", "account")
_DIGITS_KEPT: Final = 15
_DIGITS: Final = ("uscc", *_NUMBERS)
_POWER: Final = re.compile(r"\d(\.\d+)?[Ee]\+?\d+")
#: Fields that may stand in several columns, or on several lines of a cell; of these the ones with names of people.
_SEVERAL: Final = ("former_names", "legal_rep", "persons", "person_id", "phone", "account")
#: Fields that say whom an entry is about; sums of several rows.
_WHO: Final = ("name", "uscc", "persons")
_SUMS: Final = ("amount", "workers")
_PEOPLE: Final = ("legal_rep", "persons")
_LINES: Final = re.compile(r"\s*[\r\n]+\s*")
#: A blank between two names; the one inside a name of two characters (张　三) is none.
_BETWEEN_NAMES: Final = re.compile(r"(?<=[\u4e00-\u9fff]{2})\s+(?=[\u4e00-\u9fff]{2})")
#: A header is looked for in this many rows.
_HEADER_ROWS: Final = 30
_TEN_THOUSAND: Final = 10_000


@cache
def _words() -> dict[str, Any]:
    return read_toml(folder("rules") / "dictionaries" / "blacklist_columns.toml")


def read_listing(path: Path, list_name: str = "statutory") -> pl.DataFrame:
    """Entries (``ENTRIES``) of a list in xlsx, xls, csv or html, in the order of the file; see ``read_rows``."""
    _check_kind(list_name)
    return read_rows(content(path), path.name, list_name).select(ENTRIES.names())


def content(path: Path) -> bytes:
    """The bytes of a list. Raises RegisterError where it cannot be read."""
    try:
        return read_bytes(path)
    except ContainerError as error:
        raise _unopened(path.name, error) from error


def read_rows(data: bytes, file: str, list_name: str = "statutory") -> pl.DataFrame:
    """Entries (``LISTED``) of a list in xlsx, xls, csv or html, in the order of the file; ``file`` is its name.

    Every sheet with a name or code column is read, or with people and their numbers; ``list_name`` (statutory, local,
    group, other) holds unless a column names the kind of list. Rows without name, code, persons, decision number and
    day are no entries. An amount whose unit cannot be told is null. A term (3年) counts from the day of listing. Raises
    RegisterError where
    the file cannot be opened, has no such column or no entry, or where a date cannot be understood: a wrong date would
    free or condemn somebody.
    """
    _check_kind(list_name)
    try:
        workbook = read_workbook(data, Path(file).stem)
    except ContainerError as error:
        raise _unopened(file, error) from error
    sheets = [_read(grid, list_name, file) for grid in workbook.grids]
    found = [sheet for sheet in sheets if sheet is not None]
    if not found:
        raise RegisterError(
            f"{file} 里没有找到黑名单表头：至少要有“单位名称”或“统一社会信用代码”，再加一栏（如“列入日期”）。",
            f"No header in {file}: it needs 单位名称 or 统一社会信用代码, and one column more.",
        )
    entries = pl.concat(found)
    if entries.is_empty():
        raise RegisterError(f"黑名单文件 {file} 只有表头，没有条目。", f"The blacklist {file} has no entry.")
    return entries


def _check_kind(list_name: str) -> None:
    if list_name not in _words()["list"]:
        known = "、".join(_words()["list"])
        raise RegisterError(
            f"没有名单种类“{list_name}”，可选：{known}。", f"No kind of list {list_name!r}; choose from {known}."
        )


def _unopened(file: str, error: ContainerError) -> RegisterError:
    return RegisterError(f"黑名单文件 {file} 打不开：{error.zh}", f"Cannot open {file}: {error.en}")


def _read(grid: Grid, list_name: str, file: str) -> pl.DataFrame | None:
    """Entries of one sheet; None where it has no header."""
    header = _header(grid)
    if header is None:
        return None
    top, columns, headings = header
    titles = {col: heading.text for col, heading in headings.items()}
    body = [row for row in range(top + 1, grid.height) if not _is_no_entry(grid.rows[row], columns, titles)]
    above = _above(grid)
    cells = {
        field: [_cell([_at(grid, row, col, above, field) for col in cols], field) for row in body]
        for field, cols in columns.items()
    }
    blank: list[Cell] = [None] * len(body)
    frame = {name: texts(cells.get(name, blank)).value for name in _TEXTS}
    frame |= {name: texts([_exact(cell) for cell in cells.get(name, blank)]).value for name in _NUMBERS}
    lost = [_lost(*row) for row in zip(*(cells.get(name, blank) for name in _DIGITS), strict=True)]
    where = Where(file, grid.name, [row + 1 for row in body])
    listed = days(cells.get("listed_on", blank), where, "列入日期")
    start = days(cells.get("in_force_from", blank), where, "生效日期")
    begin = [own or day for own, day in zip(start, listed, strict=True)]
    terms = spans(cells.get("in_force_to", blank), begin, where)
    moved = [span.last for span in spans(cells.get("removed_on", blank), begin, where)]
    left = [span.last for span in spans(cells.get("left_on", blank), begin, where)]
    off = _removed(cells.get("removed", blank), cells.get("effective", blank))
    ends = [_end_and_leaving(*row) for row in zip((span.last for span in terms), moved, left, off, strict=True)]
    amount = _amounts(cells.get("amount", blank), next((headings[col].unit for col in columns.get("amount", ())), None))
    entries = pl.DataFrame(
        {
            **frame,
            "list": [_list(cell, list_name) for cell in texts(cells.get("list", blank)).value],
            "workers": _count(cells.get("workers", blank)),
            "amount": amount,
            "amount_said": texts(cells.get("amount", blank)).value.set(amount.is_not_null(), None),
            "listed_on": listed,
            "in_force_from": [own or span.first for own, span in zip(start, terms, strict=True)],
            "in_force_to": [min((day for day in both if day), default=None) for both in ends],
            "removed": [gone and a is None and b is None for gone, a, b in zip(off, moved, left, strict=True)],
            "starts_on": [
                own or (span.first if span.first != day else None)
                for own, span, day in zip(start, terms, listed, strict=True)
            ],
            "ends_on": [end for end, _ in ends],
            "left_on": [day for _, day in ends],
            "off": off,
            "lost": lost,
            "sheet": [grid.name] * len(body),
            "row": [row + 1 for row in body],
        },
        schema_overrides=LISTED,
    ).select(LISTED.names())
    entries = entries.with_columns(pl.selectors.string().str.replace(_PROTECTED, "${1}")).with_columns(
        _renamed(), uscc=pl.col("uscc").str.normalize("NFKC").str.replace_all(r"[\s-]", "").str.to_uppercase()
    )
    return entries.filter(
        pl.any_horizontal(pl.col("name", "uscc", "persons", "decision_no", "listed_on").is_not_null())
    )


def _renamed() -> list[pl.Expr]:
    """name and former_names, where former names stand in brackets behind the name."""
    name, patterns = pl.col("name"), _words()["name"]["formerly"]
    former = pl.coalesce(name.str.extract(pattern, 1) for pattern in patterns)
    bare = name
    for pattern in patterns:
        bare = bare.str.replace(pattern, "")
    return [
        bare.alias("name"),
        pl.concat_str(["former_names", former], separator="、", ignore_nulls=True).replace("", None),
    ]


def _is_no_entry(cells: Sequence[Cell], columns: dict[str, list[int]], titles: dict[int, str]) -> bool:
    """A row that sums up, or that says the headings again, as every page of a long list does."""
    said = {col: _heading(cells, col) for field in _WHO for col in columns.get(field, ())}
    total = any(said[col] in _words()["rows"]["total"] for col in columns.get("name", ()))
    return total or any(text and text == titles.get(col) for col, text in said.items())


def _heading(cells: Sequence[Cell], col: int) -> str:
    cell = cells[col] if col < len(cells) else None
    return normalise(cell).text if isinstance(cell, str) else ""


def _above(grid: Grid) -> dict[tuple[int, int], int]:
    """Row and column of a cell merged with those above it → the row that holds what all of them say."""
    return {
        (row, left): top
        for top, left, bottom, right in grid.merges
        if left == right
        for row in range(top + 1, bottom + 1)
    }


def _at(grid: Grid, row: int, col: int, above: dict[tuple[int, int], int], field: str) -> Cell:
    """The cell; one merged with those above it says the same, but sums of several rows belong to none of them."""
    cells = grid.rows[row if field in _SUMS else above.get((row, col), row)]
    return cells[col] if col < len(cells) else None


def _cell(cells: Sequence[Cell], field: str) -> Cell:
    """What a row says in a field: several columns of people and numbers are read together, a code from the first."""
    said = [cell for cell in cells if cell not in (None, "")]
    if field not in _SEVERAL or not said:
        return said[0] if said else None
    if len(said) == 1 and not isinstance(said[0], str):
        return said[0]
    text = "、".join(_LINES.sub("、", str(cell).strip()) for cell in said)
    return _BETWEEN_NAMES.sub("、", text) if field in _PEOPLE else text


def _lost(*cells: Cell) -> str | None:
    """The fields of ``_DIGITS`` in which the last digits are gone."""
    fields = [name for name, cell in zip(_DIGITS, cells, strict=True) if _exact(cell) is None and cell is not None]
    return "、".join(fields) or None


def _end_and_leaving(
    end: dt.date | None, moved: dt.date | None, left: dt.date | None, off: bool
) -> tuple[dt.date | None, dt.date | None]:
    """The end that was set and the day of leaving.

    移出日期 is the day of leaving where the entry is said to be off the list, or where it lies before the end stated
    beside it; else it is the end: published lists write the day on which an entry will leave by itself.
    """
    if moved is not None and left is None and (off or (end is not None and moved < end)):
        return end, moved
    return end if end is not None else moved, left


def _header(grid: Grid) -> tuple[int, dict[str, list[int]], dict[int, Heading]] | None:
    """Last row of the header (from 0), columns of every field, headings by column."""
    for row, cells in enumerate(grid.rows[:_HEADER_ROWS]):
        headings = _headings(cells)
        columns = _columns(headings)
        people = "persons" in columns and "person_id" in columns
        if len(columns) >= 2 and ("name" in columns or "uscc" in columns or people):
            top = row
            below = _headings(grid.rows[row + 1]) if row + 1 < grid.height else {}
            more = {field: cols for field, cols in _columns(below).items() if field not in columns}
            named = [col for field in _WHO for col in columns.get(field, ())]
            if more and all(col not in below or below[col] == headings[col] for col in named):
                top, columns, headings = row + 1, columns | more, headings | below
            return top, columns, headings
    return None


def _headings(cells: Sequence[Cell]) -> dict[int, Heading]:
    return {col: normalise(cell) for col, cell in enumerate(cells) if isinstance(cell, str) and cell.strip()}


def _columns(headings: dict[int, Heading]) -> dict[str, list[int]]:
    """Field → its columns, the wording that stands first in the dictionary first."""
    columns: dict[str, list[int]] = {}
    taken: set[int] = set()
    for field, wordings in _words()["column"].items():
        for wording in wordings:
            match = [col for col, heading in headings.items() if heading.text == normalise(wording).text]
            if match and match[0] not in taken and (field not in columns or field in (*_SEVERAL, "uscc")):
                columns.setdefault(field, []).append(match[0])
                taken.add(match[0])
    return columns


def _exact(cell: Cell) -> Cell:
    """The cell, or nothing where it holds a number whose last digits the spreadsheet has lost."""
    if isinstance(cell, str):
        return None if _POWER.fullmatch(cell.strip()) else cell
    return None if isinstance(cell, int | float) and abs(cell) >= 10**_DIGITS_KEPT else cell


def _list(cell: str | None, list_name: str) -> str:
    if cell is None:
        return list_name
    for name, words in _words()["list"].items():
        if cell == name or cell == words["title"] or any(word in cell for word in words["word"]):
            return str(name)
    return list_name


def _removed(status: Sequence[Cell], effective: Sequence[Cell]) -> list[bool]:
    """Whether an entry is off the list, from 是否移出 / 状态 and from 是否生效, which says the opposite."""
    words = _words()["status"]

    def says(cell: str | None) -> bool:
        if cell is None:
            return False
        done, still = (any(word in cell for word in words[name]) for name in ("done", "on"))
        return done or (not still and any(word in cell for word in words["off"]))

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
