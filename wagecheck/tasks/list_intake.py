"""A published list beside the register: what it would bring, and taking it in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wagecheck.register import list_comparison, list_import, listing
from wagecheck.wording import Wording

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence

    import polars as pl

    from wagecheck.register.events import Event
    from wagecheck.register.list_import import Source, Taken
    from wagecheck.register.list_rows import Row
    from wagecheck.register.reader import Reader
    from wagecheck.register.writer import Writer
    from wagecheck.tasks.house import House

#: In the order they are told.
KINDS: Final = ("new", "changed", "doubtful", "known")


@dataclass(frozen=True)
class Given:
    """A list that was read: its rows (``register.listing.LISTED``) and where they come from."""

    rows: pl.DataFrame
    source: Source


@dataclass(frozen=True)
class Compared:
    """The rows of a list beside the register, those that would be taken, and the event of an earlier import."""

    rows: list[Row]
    chosen: list[Row]
    before: Event | None

    @property
    def worth_taking(self) -> bool:
        """A file that was never taken in is put on record also where it brings nothing new."""
        return bool(self.chosen) or self.before is None

    @property
    def counts(self) -> dict[str, int]:
        """Rows by kind."""
        return {kind: sum(row.kind == kind for row in self.rows) for kind in KINDS}


def read(data: bytes, file: str, list_name: str) -> Given:
    """The rows of a published list (xlsx, xls, csv, a web page's table). RegisterError says what cannot be read."""
    rows = listing.read_rows(data, file, list_name)
    return Given(rows, list_import.Source(file, hashlib.sha256(data).hexdigest(), list_name))


def compared(
    reader: Reader | None, given: Given, *, house: House, on: dt.date, accepted: Collection[str] = ()
) -> Compared:
    """What the list would bring on a day; ``accepted`` are doubtful rows, by label, that a person takes nevertheless.

    ``reader`` is None where there is no register yet: a preview makes none.
    """
    records: Sequence[dict[str, object]] = [] if reader is None else reader.all("entry")
    left = Wording("zh")("register.left_by_list", file=given.source.file)
    rows = list_comparison.compare(given.rows, records, as_of=on, four_eyes=house.four_eyes, left=left)
    before = None if reader is None else list_import.earlier(reader, given.source)
    return Compared(rows, list_import.chosen(rows, accepted, again=before is not None), before)


def take(
    writer: Writer, given: Given, *, house: House, on: dt.date, accepted: Collection[str] = ()
) -> tuple[Compared, Taken | None]:
    """Takes in what the list brings now: somebody else may have written since it was shown. None: nothing to take."""
    found = compared(writer, given, house=house, on=on, accepted=accepted)
    if not found.worth_taking:
        return found, None
    return found, list_import.take(writer, given.source, found.chosen, four_eyes=house.four_eyes)
