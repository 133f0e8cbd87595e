"""Which rows of a body are records, and which are totals, signatures, notes, repeated headers or empty numbered lines.

Works column-wise on the texts of the leading columns of all bodies at once; no row is looked at in Python.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter

import polars as pl

from wagecheck.intake.constant import constant
from wagecheck.intake.further_lines import NUMBER
from wagecheck.intake.grid import Cell
from wagecheck.intake.wordings import dictionary, squeeze

#: A text longer than this in a name column or a leading column is a remark about the sheet, not a name.
_LONGEST_NAME = 24
#: An identity number or account: six digits or letters and more, hidden ones among them.
_NUMBER = r"^[0-9A-Za-z*×Xχ'‘’]{6,}$"
_NO_NAME = rf"^[\d.,:/-]*$|{NUMBER}"

RECORD, TOTAL, NAMELESS, SIGN_OFF, SAMPLE, EMPTY = "record", "total", "nameless", "sign_off", "sample", "empty"
#: A row that heads the rows of a team (``sections``); a worker who was not there in a month of a yearly ledger.
SECTION, ABSENT = "section", "absent"


def column(rows: Sequence[Sequence[Cell]], index: int) -> list[Cell]:
    """The cells of one column over ragged rows; missing cells are None."""
    try:  # the rows of a workbook are equally long
        return list(map(itemgetter(index), rows))
    except IndexError:
        return [row[index] if index < len(row) else None for row in rows]


def texts(cells: Sequence[Cell]) -> pl.Series:
    """Squeezed texts (NFKC, no blanks) of a column; numbers and dates are null, blank text is null."""
    return _squeezed(_raw("text", cells))


def _raw(name: str, cells: Sequence[Cell]) -> pl.Series:
    return pl.Series(name, [cell if isinstance(cell, str) else None for cell in cells], dtype=pl.String, strict=False)


#: Texts without anything like this are squeezed already; most columns are, and a look costs a tenth of the squeezing.
_LOOSE = r"^$|[^0-9A-Za-z一-龥]"


def _squeezed(text: pl.Series) -> pl.Series:
    if not text.str.contains(_LOOSE).any():
        return text
    clean = pl.col(text.name).str.normalize("NFKC").str.replace_all(r"[\s\u{200b}\u{feff}]+", "")
    return text.to_frame().select(pl.when(clean.str.len_chars() > 0).then(clean).name.keep())[text.name]


@cache
def _total_pattern() -> str:
    words = [squeeze(word) for word in dictionary().rows["total"]]
    long = "|".join(re.escape(word) for word in sorted((w for w in words if len(w) > 1), key=len, reverse=True))
    short = "|".join(re.escape(word) for word in words if len(word) == 1)
    return rf"^(?:.{{0,12}}(?:{long})(?:[:(\d].*|人民币.*|大写.*|金额.*|人数.*|元)?|{short}):?$"


@cache
def _remark_pattern() -> str:
    """Signatures and notes at the end of a page."""
    sign, note = (
        "|".join(re.escape(squeeze(word)) for word in sorted(dictionary().rows[kind], key=len, reverse=True))
        for kind in ("sign_off", "note")
    )
    return (
        rf"^[^:]{{0,8}}(?:{sign})[^:]{{0,8}}:|(?:签字|签名|签章|盖章)[^:]{{0,6}}:?$"
        rf"|^(?:{note})[^:]{{0,4}}[:：]|^\d{{1,2}}[.、．].{{10,}}"
    )


@cache
def _sample_pattern() -> str:
    """xxx, 示例, 样例：张三, （例）张三 in a name or a leading column; 例 must be all or be set off."""
    words = sorted({squeeze(word).lower() for word in dictionary().rows["sample"]}, key=len, reverse=True)
    long = "|".join(re.escape(word) for word in words if len(word) > 1)
    short = "|".join(re.escape(word) for word in words if len(word) == 1)
    return rf"^[(\[【]?(?:(?:{long})(?:\d*$|[)\]】:：、,-].*|行$|数据$)|(?:{short})(?:$|[)\]】:：].*|如.*))"


@cache
def _sample_name_pattern() -> str:
    """示例张三: only in the column of names; a firm or a team may well begin so."""
    words = "|".join(
        sorted({re.escape(squeeze(word).lower()) for word in dictionary().rows["sample"] if len(word) > 1})
    )
    return rf"{_sample_pattern()}|^(?:{words})[一-龥]{{2,3}}$"


@dataclass(frozen=True)
class Lines:
    """What tells the rows of one body apart.

    ``leading``: cells of the columns up to and with the name column. ``name``, ``number``: cells of name and identity
    number. ``filled``: the row has a value that makes it worth a record (an amount, a date …). ``identified``: rows
    without name and number are no records (ledgers of people); otherwise ``filled`` alone makes a record. ``numbers``:
    where the rows stand in the sheet; a gap is where a header was repeated on the next printed page.
    """

    leading: Sequence[Sequence[Cell]]
    name: Sequence[Cell] | None
    number: Sequence[Cell] | None
    filled: pl.Series
    identified: bool
    numbers: Sequence[int]


def kinds(bodies: Sequence[Lines]) -> list[pl.DataFrame]:
    """For every body ``kind`` (record, total, nameless, sign_off, sample, empty) and ``title`` of every row.

    What follows the signatures of a page must be filled to be a record. The bodies are looked at in one pass.
    """
    if not bodies:
        return []
    width = max(len(lines.leading) for lines in bodies)
    found = _kinds(_stacked(bodies, width), [pl.col(f"c{i}") for i in range(width)])
    frames: list[pl.DataFrame] = []
    start = 0
    for lines in bodies:
        frames.append(found.slice(start, len(lines.numbers)))
        start += len(lines.numbers)
    return frames


def _stacked(bodies: Sequence[Lines], width: int) -> pl.DataFrame:
    """The bodies one under another: texts of the leading columns (squeezed), of the names and of the numbers."""
    columns: dict[str, list[Cell]] = {name: [] for name in (*(f"c{i}" for i in range(width)), "name", "number")}
    sections: list[pl.Series] = []
    for lines in bodies:
        height = len(lines.numbers)
        nothing: list[Cell] = [None] * height
        for i in range(width):
            columns[f"c{i}"] += lines.leading[i] if i < len(lines.leading) else nothing
        columns["name"] += lines.name if lines.name is not None else nothing
        columns["number"] += lines.number if lines.number is not None else nothing
        sections.append(_sections(lines.numbers, sum(map(len, sections))))
    return pl.DataFrame(
        [_squeezed(_raw(name, cells)) for name, cells in columns.items()]
        + [
            pl.Series("numeric", [type(cell) in (int, float) for cell in columns["number"]], dtype=pl.Boolean),
            pl.concat([lines.filled.alias("filled") for lines in bodies]),
            pl.concat([constant("identified", lines.identified, pl.Boolean, len(lines.numbers)) for lines in bodies]),
            pl.concat(sections),
        ]
    )


def _sections(numbers: Sequence[int], first: int) -> pl.Series:
    """Number of the printed page of every row, counted on from ``first``; there are no more pages than rows."""
    if not numbers or numbers[-1] - numbers[0] == len(numbers) - 1:
        return constant("section", first, pl.Int32, len(numbers))
    gaps = [0, *(int(after - before > 1) for before, after in itertools.pairwise(numbers))]
    return pl.Series("section", [first + gap for gap in itertools.accumulate(gaps)], dtype=pl.Int32)


def _kinds(frame: pl.DataFrame, lead: list[pl.Expr]) -> pl.DataFrame:
    number = pl.col("numeric") | pl.col("number").str.contains(_NUMBER).fill_null(False)
    identified = pl.col("identified")
    frame = frame.with_columns(number.alias("number"))
    total = [c.str.contains(_total_pattern()) & (c.str.len_chars() <= _LONGEST_NAME) for c in lead]
    title = pl.coalesce(*(pl.when(hit).then(c) for hit, c in zip(total, lead, strict=True)))
    long = pl.any_horizontal(c.str.len_chars() > _LONGEST_NAME for c in lead).fill_null(False)
    signed = pl.any_horizontal(c.str.contains(_remark_pattern()) for c in lead).fill_null(False)
    name = pl.col("name")
    named = (name.is_not_null() & ~name.str.contains(_NO_NAME) & (name.str.len_chars() <= _LONGEST_NAME)).fill_null(
        False
    )
    frame = frame.select(
        "number",
        "filled",
        "identified",
        "section",
        title.alias("title"),
        named.alias("named"),
        # a project or an account may well have a long name; only where people are named a long text is a remark
        ((signed | (long & ~named & identified)) & ~pl.col("number")).alias("remark"),
        pl.any_horizontal(
            identified & name.str.to_lowercase().str.contains(_sample_name_pattern()),
            name.str.to_lowercase().str.contains(_sample_pattern()),
            *(c.str.to_lowercase().str.contains(_sample_pattern()) for c in lead),
        )
        .fill_null(False)
        .alias("sample"),
    )
    known = pl.col("named") | pl.col("number")
    seen_end = pl.col("remark").cum_max().shift(1, fill_value=False).over("section")
    record = (known | ~identified) & (pl.col("filled") | (identified & ~seen_end) | pl.col("number"))
    kind = (
        pl.when(pl.col("title").is_not_null() & ~pl.col("number"))
        .then(pl.lit(TOTAL))
        .when("sample")
        .then(pl.lit(SAMPLE))
        .when("remark")
        .then(pl.lit(SIGN_OFF))
        .when(record)
        .then(pl.lit(RECORD))
        .when(~known & pl.col("filled") & identified)
        .then(pl.lit(NAMELESS))
        .otherwise(pl.lit(EMPTY))
    )
    return frame.select(kind.alias("kind"), "title")


def is_aside(cell: Cell) -> bool:
    """Whether a text begins a row of figures about the table (平均, 上月): its amounts are nobody's."""
    return isinstance(cell, str) and squeeze(cell).startswith(tuple(dictionary().rows["aside"]))


def is_cumulative(title: str) -> bool:
    """Whether a total of this title may hold more than the sheet."""
    return any(word in title for word in dictionary().rows["cumulative"])


def is_subtotal(title: str) -> bool:
    """Whether a total of this title covers the rows since the last total only."""
    return any(word in title for word in dictionary().rows["subtotal"])
