"""What the clerk has settled of one sheet, applied while its tables are found; and notes of what was seen of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from wagecheck.intake import headers
from wagecheck.intake.grid import Grid
from wagecheck.intake.headers import Header
from wagecheck.intake.mapping import shapes
from wagecheck.intake.mapping.shapes import Shape
from wagecheck.intake.mapping.sheet_mapping import IGNORE, Entry, SheetMapping
from wagecheck.intake.matching import Pins
from wagecheck.intake.origins import Origin

#: Rows that tell how wide a sheet is.
_SAMPLE: Final = 200


@dataclass(frozen=True)
class Notes:
    """What was seen of a sheet: the shapes of its tables, read or not, and what of the mapping was used.

    ``stale``: columns that an entry names and the table does not have.
    """

    shapes: tuple[Shape, ...] = ()
    entries: frozenset[int] = frozenset()
    places: frozenset[int] = frozenset()
    stale: tuple[str, ...] = ()

    @property
    def left_out(self) -> bool:
        """Whether the clerk wants the sheet, or a table of it, left out."""
        return any(shape.left_out for shape in self.shapes)


@dataclass(frozen=True)
class Decision:
    """What is settled of one table: ``ledger`` (None: not settled, ``ignore``: left out) and columns."""

    ledger: str | None = None
    pins: Pins | None = None
    fields: frozenset[str] = frozenset()
    """Fields of which a column is settled."""

    @property
    def left_out(self) -> bool:
        """Whether the table is not to be read."""
        return self.ledger == IGNORE


@dataclass
class Settled:
    """One sheet being read: asks the mapping, keeps notes. Without a mapping nothing is settled."""

    grid: Grid
    path: str
    mapping: SheetMapping | None = None
    _shapes: list[Shape] = field(default_factory=list)
    _entries: set[int] = field(default_factory=set)
    _places: set[int] = field(default_factory=set)
    _stale: list[str] = field(default_factory=list)
    _pinned: dict[tuple[int, int], Entry] = field(default_factory=dict)

    def heads(self, found: list[Header]) -> list[Header]:
        """The headers of the sheet; the pinned one where a row is pinned, of an unknown sheet the one that is meant."""
        if self.mapping is None:
            return found
        first = found[0] if found else shapes.unnamed(self.grid)
        entry = self._entry(first) if first is not None else None
        if first is None or entry is None:
            return found
        if not found and entry.header_row is None and not entry.columns and entry.ledger != IGNORE:
            self._entries.add(entry.number)  # it leaves everything to the program
            return found
        if entry.header_row is not None and entry.header_row != first.bottom + 1:
            first = self._at(entry.header_row, first)
        self._pinned[first.top, first.bottom] = entry
        return [first, *(head for head in found[1:] if head.top > first.bottom)]

    def decide(self, head: Header) -> Decision:
        """What is settled of the table under this header."""
        entry = self._pinned.get((head.top, head.bottom)) or self._entry(head)
        if entry is None:
            return Decision()
        self._entries.add(entry.number)
        pins, stale = entry.on(head.headings, self._width())
        self._stale += [f"{self.path} / {self.grid.name.strip()}：{key}" for key in stale]
        return Decision(entry.ledger, pins, frozenset(pins.columns.values()))

    def origin(self, origin: Origin) -> Origin:
        """Whose a table is, with what is settled of its file."""
        if self.mapping is None:
            return origin
        settled, used = self.mapping.settle(origin, self.path, self.grid.name)
        self._places |= set(used)
        return settled

    def saw(self, head: Header, ledgers: Sequence[str], decision: Decision) -> None:
        """Note a table: the ledgers that it was read as, none where it was not."""
        entry = self._pinned.get((head.top, head.bottom)) or self._entry(head)
        shape = self._shape(head)
        if entry is not None:  # under a pinned header row the sheet is still known by what it looked like before
            shape = replace(shape, fingerprint=entry.fingerprint, entry=entry.number)
        ledger = ledgers[0] if ledgers else None
        self._shapes.append(replace(shape, ledger=ledger, left_out=decision.left_out))

    def notes(self, ledgers: Sequence[str]) -> Notes:
        """What was seen. A sheet in which no header was found is noted by the one that it may have, as ``ledgers``."""
        if not self._shapes:
            head = shapes.unnamed(self.grid)
            if head is not None:
                self.saw(head, ledgers, Decision())
        return Notes(tuple(self._shapes), frozenset(self._entries), frozenset(self._places), tuple(self._stale))

    def _entry(self, head: Header) -> Entry | None:
        return self.mapping.entry(self._shape(head).fingerprint) if self.mapping else None

    def _shape(self, head: Header) -> Shape:
        return shapes.of(head) if head.bottom >= 0 else shapes.of_values(self.grid, head)

    def _width(self) -> int:
        return max((len(cells) for cells in self.grid.rows[:_SAMPLE]), default=0)

    def _at(self, row: int, first: Header) -> Header:
        if row == 0:
            return shapes.headerless(self._width())
        return headers.at(self.grid, row - 1) if row <= self.grid.height else first
