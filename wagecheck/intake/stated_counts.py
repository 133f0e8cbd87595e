"""Head counts and sums of money that a file name, a sheet name, a title or a footer states: 花名册(22人), 共22人.

They are kept as stated, beside where they stand; whether they are right is judged elsewhere. The words are
``rules/headers.toml`` [counts].
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Final

from wagecheck.intake.bodies import Body
from wagecheck.intake.grid import Grid, text
from wagecheck.intake.reading import StatedCount
from wagecheck.intake.rows import is_subtotal
from wagecheck.intake.wordings import dictionary

#: Rows of titles above a header.
_MOST_TITLE_ROWS: Final = 6
#: A title or a footer has few cells; a row with more is a row of a table.
_MOST_CELLS: Final = 8


def of_name(told_by: str, name: str) -> list[StatedCount]:
    """The head count in the name of a file or sheet: 花名册-木工班组(22人)."""
    found = _patterns()[0].search(_plain(name))
    return [StatedCount(told_by, None, None, name, int(found.group(1)))] if found else []


def of_body(body: Body) -> list[StatedCount]:
    """What the sheet's name, the rows above the header and those below the last record state."""
    grid, header = body.table.grid, body.table.header
    found = of_name("sheet", grid.name)
    for row in range(max(header.top - _MOST_TITLE_ROWS, 0), header.top):
        found += of_row("title", _cells(grid, row), row + 1)
    records = body.is_record.arg_true().to_list()
    after = records[-1] + 1 if records else 0
    for position, row in enumerate(body.table.body[after:], start=after):
        if not is_subtotal(body.kinds["title"][position] or ""):
            found += of_row("footer", _cells(grid, row), row + 1)
    return found


def _cells(grid: Grid, row: int) -> list[tuple[int, str]]:
    return [(col, text(cell)) for col, cell in enumerate(grid.rows[row], start=1) if text(cell)]


def of_row(told_by: str, cells: list[tuple[int, str]], row: int) -> Iterator[StatedCount]:
    """What the cells (column, text) of a row beside the table state."""
    if not cells or len(cells) > _MOST_CELLS:
        return
    name, people, money = _patterns()
    whole = _plain(" ".join(written for _, written in cells))
    pattern = name if told_by == "title" else people
    for found in pattern.finditer(whole):
        number = next(group for group in found.groups() if group)
        yield StatedCount(told_by, row, _column(cells, number), whole, people=int(number))
    for found in money.finditer(whole):
        stated = found.group(1)
        yield StatedCount(told_by, row, _column(cells, stated), whole, amount=Decimal(stated.replace(",", "")))


def _column(cells: list[tuple[int, str]], number: str) -> int:
    """The first cell that shows the number, else the first of the row."""
    return next((col for col, written in cells if number in _plain(written)), cells[0][0])


def _plain(written: str) -> str:
    return unicodedata.normalize("NFKC", written)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """In a name: 22人; in a footer: 共22人, 人数:22; of money: 实发合计:123,456.00元."""
    words = dictionary().raw["counts"]
    unit, other, total, label, money = (
        "|".join(map(re.escape, words[key])) for key in ("unit", "other", "total", "label", "money")
    )
    number = r"(?<![\d.])(\d{1,5})"
    people = rf"\s*(?:{unit})(?!{other})"
    counted = rf"{number}{people}"
    # 人数 names what is counted; after 共 and 合计 the number must say so itself
    alone = rf"(?:{people}|(?!\s*(?:[\d.,元]|{unit})))"
    named = rf"(?:{label})\s*[:为]?\s*(?:为|共|计)?\s*{number}{alone}"
    summed = rf"(?:{total})\s*[:为]?\s*{number}{people}"
    labelled = rf"{named}|{summed}"
    stated = rf"(?:{money})\s*[:为]?\s*(?:人民币)?\s*[¥￥]?\s*(\d[\d,]*(?:\.\d{{1,2}})?)\s*元"
    return re.compile(counted), re.compile(labelled), re.compile(stated)
