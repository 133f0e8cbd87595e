"""Many sites (项目) from a small list: read, set beside those that are there, taken in after somebody has looked.

The wordings of the columns stand in ``rules/dictionaries/site_columns.toml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from wagecheck.errors import InputError
from wagecheck.intake.apart.workbooks import read_workbook
from wagecheck.intake.grid import Cell, ContainerError, Grid, text
from wagecheck.intake.wordings import normalise
from wagecheck.register import canonical, sites
from wagecheck.register.reader import Reader
from wagecheck.register.writer import Writer
from wagecheck.resources import folder, read_toml

#: A header is looked for in this many rows.
_HEADER_ROWS: Final = 30
#: Sites of one list; a longer one is no list that somebody looked through.
MOST: Final = 2_000
FIELDS: Final = ("name", "region", "bureau")


@dataclass(frozen=True)
class Listed:
    """One site of a list. ``row``: as a person sees it."""

    row: int
    name: str
    region: str | None
    bureau: str | None


@dataclass(frozen=True)
class Compared:
    """A site of a list beside the register. ``kind``: new, changed, known, or twice (an earlier row has the name)."""

    kind: str
    listed: Listed
    site: Mapping[str, Any] | None


def read(data: bytes, file: str) -> list[Listed]:
    """The sites of the first sheet that has a column with their names.

    Raises InputError where the file cannot be opened, there is no such column, no site, or too many.
    """
    try:
        workbook = read_workbook(data, Path(file).stem)
    except ContainerError as error:
        raise InputError(f"{file}：{error.zh}", f"{file}: {error.en}") from error
    found = next((head for grid in workbook.grids if (head := _header(grid))), None)
    if found is None:
        raise InputError(
            f"{file} 里没有“{_words()['name'][0]}”一栏。请加上表头：项目名称、地区、局。",
            f"{file} has no column {_words()['name'][0]}; give it the headings 项目名称, 地区, 局.",
        )
    listed = _rows(*found)
    if not listed or len(listed) > MOST:
        raise InputError(
            f"{file} 里有 {len(listed)} 个项目，应当是 1 到 {MOST} 个。",
            f"{file} lists {len(listed)} projects; 1 to {MOST} are taken.",
        )
    return listed


def compared(reader: Reader, listed: Iterable[Listed]) -> list[Compared]:
    """Every row beside the open site of the same name, however it is spelled."""
    there = {sites.name_key(site["name"]): site for site in reader.all("site", state="open")}
    seen: set[str] = set()
    result = []
    for one in listed:
        key = sites.name_key(one.name)
        site = there.get(key)
        if key in seen:
            kind = "twice"
        elif site is None:
            kind = "new"
        else:
            kind = "known" if _values(one, site) == {key: site[key] for key in FIELDS} else "changed"
        seen.add(key)
        result.append(Compared(kind, one, site))
    return result


def mark(rows: Iterable[Compared]) -> str:
    """Of what a person saw: another one where a row means something else by now, or what stands there has changed."""
    told = [
        [one.listed.row, one.kind, [one.site[field] for field in ("id", *FIELDS)] if one.site is not None else None]
        for one in rows
    ]
    return canonical.digest(told)


def take(writer: Writer, listed: Iterable[Listed]) -> tuple[int, int]:
    """Adds what is new and changes what is written otherwise; gives the number of both. Raises RegisterError."""
    added = changed = 0
    for one in compared(writer, listed):
        if one.kind == "new":
            sites.add(writer, name=one.listed.name, region=one.listed.region, bureau=one.listed.bureau)
            added += 1
        elif one.kind == "changed" and one.site is not None:
            sites.change(writer, one.site["id"], **_values(one.listed, one.site))
            changed += 1
    return added, changed


def _values(listed: Listed, site: Mapping[str, Any]) -> dict[str, Any]:
    """What would stand in the register: an empty cell takes nothing away, and a list gives no site another spelling."""
    return {
        "name": site["name"],
        "region": listed.region or site["region"],
        "bureau": listed.bureau or site["bureau"],
    }


@cache
def _words() -> Mapping[str, list[str]]:
    told: Mapping[str, list[str]] = read_toml(folder("rules") / "dictionaries" / "site_columns.toml")["column"]
    return told


def _header(grid: Grid) -> tuple[Grid, int, dict[str, int]] | None:
    wordings = {normalise(word): field for field, words in _words().items() for word in words}
    for row, cells in enumerate(grid.rows[:_HEADER_ROWS]):
        columns: dict[str, int] = {}
        for index, cell in enumerate(cells):
            field = wordings.get(normalise(text(cell)))
            if field is not None:
                columns.setdefault(field, index)
        if "name" in columns:
            return grid, row, columns
    return None


def _rows(grid: Grid, header: int, columns: Mapping[str, int]) -> list[Listed]:
    result = []
    for row, cells in enumerate(grid.rows[header + 1 :], start=header + 2):
        said = {field: _at(cells, columns.get(field)) for field in FIELDS}
        if said["name"]:
            result.append(Listed(row, said["name"], said["region"] or None, said["bureau"] or None))
    return result


def _at(cells: Sequence[Cell], column: int | None) -> str:
    return " ".join(text(cells[column]).split()) if column is not None and column < len(cells) else ""
