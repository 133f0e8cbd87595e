"""The forms as data: ``templates/forms/<ledger>.toml`` read strictly, headings and kinds from the ledger models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import polars as pl

from wagecheck import resources
from wagecheck.blanks.common import common
from wagecheck.ledgers.catalogue import column_metadata, column_title, schema
from wagecheck.rulebook import statutes

#: The workbooks in the order in which they are handed out; the last one is the project's, not a contractor's.
BOOKS: Final = ("identity", "contract", "roster", "attendance", "payroll", "payment", "notice", "project")
#: Kinds of input by the type of the ledger column, where the mask of the column does not say more.
_BY_TYPE: Final[tuple[tuple[pl.DataType | type[pl.DataType], str], ...]] = (
    (pl.Date, "date"),
    (pl.Boolean, "flag"),
    (pl.Int32, "count"),
    (pl.Decimal(18, 2), "money"),
    (pl.Decimal(10, 2), "days"),
    (pl.Decimal(10, 4), "ratio"),
)
_BY_MASK: Final = {"id": "id", "card": "card", "phone": "phone"}
#: Width in characters by kind; texts take the width that their form gives.
_WIDTHS: Final = {
    "id": 21.0, "masked": 21.0, "card": 23.0, "phone": 13.5, "uscc": 21.0, "date": 12.5, "open": 12.5, "money": 11.0,
    "days": 8.5, "ratio": 9.0, "count": 9.0, "flag": 9.0, "text": 11.0,
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column of a form, or (``days``) the place of the day columns of a matrix."""

    field: str
    """Field of the ledger; empty for an item of the payroll and for the days."""
    heading: str
    kind: str
    """text · id · masked · card · phone · uscc · date · open (date or 长期) · money · days · ratio · count · flag."""
    note: str
    must: str
    """Why it is obligatory, as printed: an article or a sentence; empty where it is not."""
    choice: str
    width: float
    example: str
    """Field of the example's record; empty: left blank."""
    sample: str = ""
    """What the example says where its record has no such field."""
    item: str = ""
    days: bool = False


@dataclass(frozen=True)
class Band:
    """A value above the table: ``gives`` is the kind of label in ``rules/headers.toml``."""

    gives: str
    label: str
    kind: str
    note: str
    must: str
    choice: str
    example: str


@dataclass(frozen=True)
class Mark:
    """An attendance mark printed above the matrix: what it means in words and in days."""

    mark: str
    word: str
    days: float


@dataclass(frozen=True)
class Sheet:
    """One form sheet."""

    name: str
    ledger: str
    title: str
    """Empty: a list without title and band, whose headings stand in the first row as they are."""
    bands: tuple[tuple[Band, ...], ...]
    columns: tuple[Column, ...]
    rows: int | None
    height: float = 22.0
    """Of a row of the body; where people sign they need room."""
    marks: tuple[Mark, ...] = ()

    @property
    def listed(self) -> bool:
        """A plain list: no title, no serial numbers, no stars."""
        return not self.title


@dataclass(frozen=True)
class Book:
    """One workbook: ``file`` is its name without ending."""

    ledger: str
    file: str
    about: tuple[str, ...]
    law: str
    standing: bool
    """About the project, not about one contractor."""
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True)
class Choice:
    """A drop-down list; ``strict``: nothing else is accepted; ``editable``: the clerk may change it."""

    title: str
    words: tuple[str, ...]
    strict: bool
    editable: bool = False
    source: str = ""


@cache
def book(ledger: str) -> Book:
    """The workbook of a ledger, one of ``BOOKS``. TypeError or KeyError name what is wrong in its file."""
    raw = resources.read_toml(resources.folder("templates") / "forms" / f"{ledger}.toml")
    marks = tuple(Mark(one["mark"], one["word"], float(one["days"])) for one in raw.get("mark", ()))
    return Book(
        ledger=ledger,
        file=raw["file"],
        about=tuple(raw["about"]),
        law=raw.get("law", ""),
        standing=raw.get("standing", False),
        sheets=tuple(_sheet(marks=marks, **sheet) for sheet in raw["sheet"]),
    )


@cache
def choices() -> Mapping[str, Choice]:
    """All drop-down lists by name."""
    raw = resources.read_toml(resources.folder("templates") / "forms" / "choices.toml")
    return {name: Choice(**{**table, "words": tuple(table["words"])}) for name, table in raw.items()}


def _sheet(
    *,
    name: str,
    ledger: str,
    column: list[dict[str, Any]],
    title: str = "",
    band: list[list[dict[str, Any]]] | None = None,
    rows: int | None = None,
    height: float = 22.0,
    marks: tuple[Mark, ...] = (),
) -> Sheet:
    return Sheet(
        name=name,
        ledger=ledger,
        title=title,
        bands=tuple(tuple(_band(**one) for one in row) for row in band or ()),
        columns=tuple(_column(ledger, **one) for one in column),
        rows=rows,
        height=float(height),
        marks=marks,
    )


def _band(
    *, gives: str, label: str, kind: str = "text", note: str = "", must: str = "", choice: str = "", example: str = ""
) -> Band:
    return Band(gives, label, kind, note, reason(must), _known(choice), example)


def _column(
    ledger: str,
    *,
    note: str,
    field: str = "",
    heading: str = "",
    item: str = "",
    days: bool = False,
    kind: str = "",
    must: str = "",
    choice: str = "",
    width: float | None = None,
    example: str | None = None,
    sample: str = "",
) -> Column:
    kind = kind or ("money" if item else "text" if days else _kind(ledger, field))
    return Column(
        field=field,
        heading=heading or ("" if days else column_title(_model(ledger), field)),
        kind=kind,
        note=note,
        must=reason(must),
        choice=_known(choice),
        width=float(width or _WIDTHS[kind]),
        example=field if example is None else example,
        sample=sample,
        item=item,
        days=days,
    )


def _kind(ledger: str, field: str) -> str:
    """What is typed into the column: its mask says more than its type."""
    mask = column_metadata(_model(ledger), field)["mask"]
    if mask in _BY_MASK:
        return _BY_MASK[mask]
    if field.endswith("uscc"):
        return "uscc"
    dtype = schema(_model(ledger))[field]
    return next((kind for known, kind in _BY_TYPE if dtype == known), "text")


def _model(ledger: str) -> str:
    """The ledger whose columns the form has: a worker's line of an attendance sheet is the summary of his days."""
    return "attendance_summary" if ledger == "attendance" else ledger


def _known(choice: str) -> str:
    if choice and choice not in choices():
        raise KeyError(f"choices.toml: {choice}")
    return choice


@cache
def _statutes() -> statutes.Statutes:
    return statutes.load([resources.folder("rules") / "statutes.toml"])


def reason(must: str) -> str:
    """``条例#15`` as printed: 《保障农民工工资支付条例》第十五条. Texts that name no statute stay as they are."""
    name, mark, article = must.partition("#")
    full = common()["statute"].get(name, name)
    if full not in _statutes().by_name:
        return must
    return _statutes().text(f"{full}{mark}{article}")
