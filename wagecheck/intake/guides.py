"""Sheets that stand beside a form and are none: instructions, the filled example, lists of drop-downs.

They are known by exactly their names (``rules/headers.toml``, ``[others] sheets``), give no records and are no problem.
An example in which somebody stands who is not made up is one: real people were typed into the wrong sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from wagecheck.intake import headers
from wagecheck.intake.grid import Grid, text
from wagecheck.intake.issues import Issue
from wagecheck.intake.wordings import dictionary, normalise, squeeze

_IDENTITY_NUMBER: Final = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")
_PHONE: Final = re.compile(r"(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])")
_NAME: Final = re.compile(r"[\u3400-\u9fff·]{2,20}")


def is_guide(grid: Grid) -> bool:
    """Whether the sheet is an instruction, an example or a list of drop-downs, by its name."""
    return squeeze(grid.name) in _names()


def strangers(grid: Grid) -> list[Issue]:
    """IN02 where the sheet names somebody who is not made up; nothing of the sheet is read either way."""
    found = sorted({row for row, _ in _strange(grid)})
    if not found:
        return []
    name = grid.name.strip()
    return [
        Issue(
            "IN02",
            f"工作表“{name}”只供对照，没有读取，但第 {found[0] + 1} 行起有 {len(found)} 行像是真实的人员；"
            "如果是本单位的人员，请填到台账工作表里，再重新提交",
            f"sheet {name!r} is an example and was not read, but {len(found)} rows from row {found[0] + 1} on "
            "seem to be real people; enter them in the sheet of the ledger",
            found[0] + 1, count=len(found),
        )
    ]  # fmt: skip


@cache
def _names() -> frozenset[str]:
    return frozenset(map(squeeze, dictionary().raw["others"]["sheets"]))


@cache
def _made_up() -> dict[str, Any]:
    table: dict[str, Any] = dictionary().raw["others"]["made_up"]
    return table


def _strange(grid: Grid) -> Iterator[tuple[int, str]]:
    """Row (from 0) and text of every number or name that is not made up."""
    known = tuple(_made_up()["numbers"])
    for row, cells in enumerate(grid.rows):
        for cell in cells:
            for number in _numbers(text(cell)):
                if not number.startswith(known):
                    yield row, number
    for header in headers.find(grid):
        for index in (h.index for h in header.headings if normalise(h.label).text in _people()):
            yield from _strange_names(grid, header.bottom + 1, index)


def _numbers(written: str) -> Iterator[str]:
    yield from _IDENTITY_NUMBER.findall(written)
    yield from _PHONE.findall(written)


@cache
def _people() -> frozenset[str]:
    """Headings under which people are named."""
    raw = dictionary().raw
    return frozenset(
        normalise(word).text for word in [*raw["person"]["name"], *raw["ledger"]["payment"]["fields"]["payee_name"]]
    )


def _strange_names(grid: Grid, first: int, index: int) -> Iterator[tuple[int, str]]:
    """Names down a column, up to the first blank."""
    for row in range(first, grid.height):
        written = squeeze(text(grid.rows[row][index])) if index < len(grid.rows[row]) else ""
        if not written:
            return
        if _NAME.fullmatch(written) and _made_up()["name"] not in written:
            yield row, written
