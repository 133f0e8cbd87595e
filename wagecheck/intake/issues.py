"""What could not be read: one issue per column, sheet or file, with its cells, in words that say what to do.

Layouts raise an issue where they meet it, often one per cell; ``gathered`` makes one of those that say the same about
one column. The raw text is kept as it stands in the cell; judge masks it before anything is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from wagecheck.intake.grid import Cell
from wagecheck.ledgers.provenance import column_letters

Position = tuple[int, int]


@dataclass(frozen=True)
class Issue:
    """One problem: code ``IN01`` … ``IN15``, row and column as people count them (None: the whole sheet or file)."""

    code: str
    zh: str
    en: str
    row: int | None = None
    col: int | None = None
    field: str | None = None
    raw: str | None = None
    count: int = 1
    cells: tuple[Position, ...] = ()
    """All cells spoken of where there are several; column 0 is the whole row."""
    header: str = ""
    """The heading of the column, for the words of several cells."""
    mild: bool = False
    """What is written differs from the rest of the column without any effect on its value."""

    def turned(self) -> Issue:
        """The issue of a sheet whose rows and columns were exchanged, at its place in the file."""
        back = replace(self, row=self.col, col=self.row, cells=tuple((row, col) for col, row in self.cells))
        return _worded(back) if self.code in _WORDS else back


SCHEMA: Final = pl.Schema(
    [
        ("code", pl.String),
        ("src", pl.Int32),
        ("file", pl.String),
        ("sheet", pl.String),
        ("row", pl.Int32),
        ("col", pl.Int32),
        ("project", pl.String),
        ("contractor", pl.String),
        ("period_start", pl.Date),
        ("period_end", pl.Date),
        ("field", pl.String),
        ("raw", pl.String),
        ("detail", pl.String),
        ("detail_en", pl.String),
        ("count", pl.Int32),
        ("at", pl.List(pl.Int64)),
        ("mild", pl.Boolean),
    ]
)
#: Cells that its words name.
_NAMED_CELLS: Final = 3
#: What a spreadsheet shows where a formula has no result.
_ERROR_VALUE: Final = re.compile(r"^#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!|名称[?？])$")
#: Different contents of one column that are told one by one; a column with more is told as a whole.
_SINGLE_CONTENTS: Final = 5


def raw_text(cell: Cell) -> str:
    """A cell as it is shown in an issue, at most 60 characters."""
    written = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    return written if len(written) <= 60 else written[:57] + "…"


def not_understood(field: str, header: str, row: int, col: int, cell: Cell) -> Issue:
    """IN05: the cell has content that is no value of this column."""
    return _worded(Issue("IN05", "", "", row, col, field, raw_text(cell), header=_line(header)))


def lossy(code: str, field: str, header: str, place: Position, cell: Cell) -> Issue:
    """IN06 or IN07: a long number was stored as a number at ``place`` (row, column)."""
    row, col = place
    return _worded(Issue(code, "", "", row, col, field, raw_text(cell), header=_line(header)))


def blank(field: str, header: str, row: int, col: int) -> Issue:
    """IN04: a value without which the row cannot be used is missing in a row with other values."""
    return _worded(Issue("IN04", "", "", row, col, field, header=_line(header)))


def uncalculated(field: str | None, header: str, cells: Sequence[Position]) -> Issue:
    """IN08: formulas of one column whose value was never stored."""
    return _worded(_of_cells(Issue("IN08", "", "", field=field, header=_line(header)), cells))


def more_decimals(field: str, header: str, cells: Sequence[Position], cell: Cell) -> Issue:
    """IN13: amounts of one column with more than two decimals; ``cell`` is the first."""
    return _worded(_of_cells(Issue("IN13", "", "", field=field, raw=raw_text(cell), header=_line(header)), cells))


def unknown_marks(marks: Iterable[tuple[str, int, int, int]]) -> list[Issue]:
    """IN11, one per mark: (mark, how often, row and column of the first or only cell), from top to bottom."""
    cells: dict[str, list[Position]] = {}
    counts: dict[str, int] = {}
    for mark, count, row, col in marks:
        cells.setdefault(mark, []).append((row, col))
        counts[mark] = counts.get(mark, 0) + count
    found = (_of_cells(Issue("IN11", "", "", field="mark", raw=mark), cells[mark]) for mark in cells)
    return [_worded(replace(issue, count=counts[str(issue.raw)])) for issue in found]


def of_cells(code: str, field: str, header: str, cells: Sequence[Position], *, raw: str | None, count: int) -> Issue:
    """An issue of one column of a large table: ``cells`` are the first of the ``count`` cells that it speaks of."""
    told = _of_cells(Issue(code, "", "", field=field, raw=raw, header=_line(header)), cells)
    return _worded(replace(told, count=count))


def in_words(cells: Sequence[Position], count: int) -> tuple[str, str]:
    """Where it stands: ``C12`` · ``C12、C15`` · ``C12、C15、C19 等 7 处``, and the same in English."""
    names = [f"{column_letters(col)}{row}" for row, col in cells[:_NAMED_CELLS]]
    if count <= len(names):
        return "、".join(names), ", ".join(names)
    return f"{'、'.join(names)} 等 {count} 处", f"{', '.join(names)} and {count - len(names)} more"


def gathered(found: Sequence[Issue]) -> list[Issue]:
    """The issues with those that say the same about one column as one, where the first of them stands."""
    contents: dict[tuple[object, ...], set[str | None]] = {}
    for issue in found:
        contents.setdefault((issue.code, issue.field, issue.col), set()).add(issue.raw)
    groups: dict[tuple[object, ...], list[Issue]] = {}
    for number, issue in enumerate(found):
        key: tuple[object, ...] = (number,)
        if issue.code in _GATHERED and issue.header and not issue.cells:
            key = (issue.code, issue.field, issue.col)
            if issue.code == "IN05" and len(contents[key]) <= _SINGLE_CONTENTS:
                key = (*key, issue.raw)
        groups.setdefault(key, []).append(issue)
    return [_together(group) if len(group) > 1 else group[0] for group in groups.values()]


def _together(group: Sequence[Issue]) -> Issue:
    raws = list(dict.fromkeys(issue.raw for issue in group if issue.raw is not None))
    shown = "”“".join(raws[:_NAMED_CELLS]) or None
    cells = [(issue.row, issue.col) for issue in group if issue.row is not None and issue.col is not None]
    return _worded(_of_cells(replace(group[0], raw=shown), cells))


def _of_cells(issue: Issue, cells: Sequence[Position]) -> Issue:
    row, col = cells[0]
    return replace(issue, row=row, col=col, count=len(cells), cells=tuple(cells) if len(cells) > 1 else ())


def _line(header: str) -> str:
    return " ".join(header.split())


def _worded(issue: Issue) -> Issue:
    cells = issue.cells or ((issue.row or 0, issue.col or 0),)
    zh, en = in_words(cells, issue.count)
    words = _WORDS[issue.code](issue)
    gap = " " if zh[-1].isascii() else ""
    return replace(issue, zh=words[0].replace("@ ", zh + gap, 1).replace("@", zh, 1), en=words[1].replace("@", en, 1))


def _blank(issue: Issue) -> tuple[str, str]:
    return (
        f"“{issue.header}”栏 @ 是空白，而这一行有别的内容；缺了它，这一行不能使用，请补填",
        f"@ under {issue.header!r} is blank in a row with other values; without it the row cannot be used",
    )


def _not_understood(issue: Issue) -> tuple[str, str]:
    if all(_ERROR_VALUE.match(part) for part in (issue.raw or "").split("”“")):
        return (
            f"“{issue.header}”栏 @ 的公式算出了错误值“{issue.raw}”，没有采用；请检查公式和它用到的格子",
            f"@ under {issue.header!r} shows the error {issue.raw!r} and was not used; check the formula and its cells",
        )
    return (
        f"“{issue.header}”栏 @ 写的是“{issue.raw}”，看不懂，没有采用；请按栏目要求改正",
        f"@ under {issue.header!r} says {issue.raw!r}, which cannot be understood and was not used; correct it",
    )


def _lossy_identity(issue: Issue) -> tuple[str, str]:
    return (
        f"“{issue.header}”栏 @ 的身份证号码按数字存储，第 15 位以后的数字已丢失，不能据此认定号码有误；"
        "请改为文本格式重新填写",
        "@: the identity number was stored as a number, digits after the fifteenth are lost; enter it again as text",
    )


def _lossy_account(issue: Issue) -> tuple[str, str]:
    return (
        f"“{issue.header}”栏 @ 的银行账号按数字存储，第 15 位以后的数字已丢失；请改为文本格式重新填写",
        "@: the account was stored as a number, digits after the fifteenth are lost; enter it again as text",
    )


def _uncalculated(issue: Issue) -> tuple[str, str]:
    return (
        f"“{issue.header}”栏 @ 的公式没有保存计算结果，不能当作 0，按“未知”处理；请用 Excel 或 WPS 打开、保存后再提交",
        f"@ under {issue.header!r}: the result of the formula was not stored, so it is unknown and not 0; "
        "open the file in Excel or WPS, save it and submit it again",
    )


def _unknown_mark(issue: Issue) -> tuple[str, str]:
    return (
        f"考勤符号“{issue.raw}”没有说明其含义，在 @；这些日子按“未知”处理，请在表上补充符号说明",
        f"the mark {issue.raw!r} is explained nowhere (@); these days are unknown, add it to the legend",
    )


def _more_decimals(issue: Issue) -> tuple[str, str]:
    return (
        f"“{issue.header}”栏 @ 的金额超过两位小数，如 {issue.raw}，显示的数与实际存储的数不同；已按分四舍五入",
        f"@ under {issue.header!r}: amounts with more than two decimals, such as {issue.raw}; rounded to the cent",
    )


_WORDS: Final[dict[str, Callable[[Issue], tuple[str, str]]]] = {
    "IN04": _blank,
    "IN05": _not_understood,
    "IN06": _lossy_identity,
    "IN07": _lossy_account,
    "IN08": _uncalculated,
    "IN11": _unknown_mark,
    "IN13": _more_decimals,
}
_GATHERED: Final = frozenset({"IN04", "IN05", "IN06", "IN07", "IN13"})
