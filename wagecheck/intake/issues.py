"""What could not be read: one issue per cell, column, sheet or file, in words that say what to do.

The raw text is kept as it stands in the cell; judge masks it before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import polars as pl

from wagecheck.intake.grid import Cell
from wagecheck.ledgers.provenance import column_letters


@dataclass(frozen=True)
class Issue:
    """One problem: code ``IN01`` … ``IN16``, row and column as people count them (None: the whole sheet or file)."""

    code: str
    zh: str
    en: str
    row: int | None = None
    col: int | None = None
    field: str | None = None
    raw: str | None = None
    count: int = 1


SCHEMA: Final = pl.Schema(
    {
        "code": pl.String,
        "src": pl.Int32,
        "file": pl.String,
        "sheet": pl.String,
        "row": pl.Int32,
        "col": pl.Int32,
        "project": pl.String,
        "contractor": pl.String,
        "period_start": pl.Date,
        "period_end": pl.Date,
        "field": pl.String,
        "raw": pl.String,
        "detail": pl.String,
        "detail_en": pl.String,
        "count": pl.Int32,
    }
)
_WHY_LOSSY: Final = {
    "IN06": ("身份证号码按数字存储，第 15 位以后的数字已丢失，不能据此认定号码有误；请改为文本格式重新填写",
             "the identity number was stored as a number, digits after the fifteenth are lost; enter it again as text"),
    "IN07": ("银行账号按数字存储，第 15 位以后的数字已丢失；请改为文本格式重新填写",
             "the account was stored as a number, digits after the fifteenth are lost; enter it again as text"),
}  # fmt: skip


def raw_text(cell: Cell) -> str:
    """A cell as it is shown in an issue, at most 60 characters."""
    written = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    return written if len(written) <= 60 else written[:57] + "…"


def not_understood(field: str, header: str, row: int, col: int, cell: Cell) -> Issue:
    """IN05: the cell has content that is no value of this column."""
    return Issue(
        "IN05",
        f"“{header}”栏 {column_letters(col)}{row} 的内容看不懂，请按栏目要求改正",
        f"{column_letters(col)}{row} under {header!r} cannot be understood; correct it",
        row, col, field, raw_text(cell),
    )  # fmt: skip


def lossy(code: str, field: str, header: str, place: tuple[int, int], cell: Cell) -> Issue:
    """IN06 or IN07: a long number was stored as a number at ``place`` (row, column)."""
    row, col = place
    zh, en = _WHY_LOSSY[code]
    return Issue(
        code,
        f"“{header}”栏 {column_letters(col)}{row}：{zh}",
        f"{column_letters(col)}{row}: {en}",
        row,
        col,
        field,
        raw_text(cell),
    )


def blank(field: str, header: str, row: int, col: int) -> Issue:
    """IN04: a required value is missing in a row with other values."""
    return Issue(
        "IN04",
        f"第 {row} 行有内容，但“{header}”是空白，请补填",
        f"row {row} has values but {header!r} is blank; fill it in",
        row, col, field,
    )  # fmt: skip


def unknown_marks(marks: Iterable[tuple[str, int, int, int]]) -> list[Issue]:
    """IN11, one per mark: (mark, how often, row and column where it stands first)."""
    return [
        Issue(
            "IN11",
            f"考勤符号“{mark}”没有说明其含义，共 {count} 处，首见于 {column_letters(col)}{row}；"
            "这些日子按“未知”处理，请在表上补充符号说明",
            f"the mark {mark!r} is explained nowhere ({count} cells, first {column_letters(col)}{row}); "
            "these days are unknown",
            row, col, "mark", mark, count,
        )
        for mark, count, row, col in marks
    ]  # fmt: skip
