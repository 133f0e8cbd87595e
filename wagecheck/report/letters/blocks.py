"""What a letter is made of, whatever it is written as: html and docx are drawn from the same blocks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import ClassVar, Final

#: Kinds of letters, in the order in which they are numbered.
KINDS: Final = ("correction", "union", "advance", "listing", "evidence")


@dataclass(frozen=True)
class Heading:
    """A heading inside a letter."""

    kind: ClassVar[str] = "heading"
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    kind: ClassVar[str] = "paragraph"
    text: str
    strong: bool = False


@dataclass(frozen=True)
class Fields:
    """Labels with their values, one below the other; an empty value is a place to write in."""

    kind: ClassVar[str] = "fields"
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Column:
    """A column of a table: ``width`` is its share; numbers stand on the right."""

    title: str
    width: int = 10
    number: bool = False


@dataclass(frozen=True)
class Grid:
    """A table with a heading row; the last row is a total where ``total``."""

    kind: ClassVar[str] = "grid"
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: bool = False


@dataclass(frozen=True)
class Box:
    """An empty frame to write an opinion in, with ``foot`` (signature, seal, day) at its lower edge."""

    kind: ClassVar[str] = "box"
    label: str
    foot: str
    lines: int = 3


@dataclass(frozen=True)
class Break:
    """What follows begins a new page."""

    kind: ClassVar[str] = "break"


Block = Heading | Paragraph | Fields | Grid | Box | Break


@dataclass(frozen=True)
class Letter:
    """One letter about one contractor of one project; ``number`` is given when all letters of a result are made."""

    kind: str
    title: str
    project: str
    contractor: str
    day: dt.date
    blocks: tuple[Block, ...]
    number: str = ""
    worker: str = ""
    """Whom an evidence pack is about, as shown."""
    landscape: bool = False
    notes: tuple[str, ...] = field(default=())
    """Below the title: draft, masked numbers."""
