"""A published list taken into the register: new ones are added, changed ones corrected, doubtful ones left."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from wagecheck.errors import RegisterError
from wagecheck.register import blacklist, canonical, events, list_comparison
from wagecheck.register.events import Event
from wagecheck.register.list_rows import Change, Row
from wagecheck.register.reader import Reader
from wagecheck.register.writer import Writer
from wagecheck.wording import Wording

#: Kind of the event that says that a file was taken in; its subject is ``mark``.
_FILE: Final = "file"


@dataclass(frozen=True)
class Source:
    """A list: the name of its file, the SHA-256 of its bytes, and the kind of list it was read as."""

    file: str
    sha256: str
    list_name: str

    @property
    def mark(self) -> str:
        """Under what the taking in of this file, as this kind of list, is on record (64 hexadecimal digits)."""
        return canonical.digest([self.sha256, self.list_name])


@dataclass(frozen=True)
class Taken:
    """Ids of the entries that were added, proposed and corrected."""

    added: tuple[str, ...]
    proposed: tuple[str, ...]
    changed: tuple[str, ...]


def earlier(reader: Reader, source: Source) -> Event | None:
    """The event by which the same file was taken in before."""
    return next(events.walk(reader.connection, kind=_FILE, subject=source.mark), None)


def chosen(rows: Sequence[Row], accepted: Collection[str], *, again: bool) -> list[Row]:
    """The rows that are taken: new and changed ones (none where the file was taken in before), and those ``accepted``.

    Raises RegisterError where a row accepted is not there, or where it cannot be taken.
    """
    t, e = Wording("zh"), Wording("en")
    labels = {row.label: row for row in rows}
    for label in accepted:
        if label not in labels or labels[label].kind == "known":
            raise RegisterError(*(say("register.accept_none", row=label) for say in (t, e)))
        if labels[label].final:
            raise RegisterError(*(say("register.accept_final", row=label) for say in (t, e)))
    taken = [row for row in rows if row.label in accepted or (not again and row.kind in ("new", "changed"))]
    if double := list_comparison.doubled(taken):
        first, second = (row.label for row in double)
        raise RegisterError(*(say("register.accept_twice", first=first, second=second) for say in (t, e)))
    return taken


def take(writer: Writer, source: Source, rows: Sequence[Row], *, four_eyes: Collection[str]) -> Taken:
    """Writes the rows ``chosen`` in one transaction, each with its source, and that the file was taken in."""
    t = Wording("zh")
    added: list[str] = []
    proposed: list[str] = []
    changed: list[str] = []
    for row in rows:
        reason = t("register.from_file", file=source.file, row=row.label)
        if row.entry is not None:
            _correct(writer, row, reason, four_eyes)
            changed.append(row.entry)
            continue
        origin = {"source_file": source.file, "source_sha256": source.sha256, "source_place": row.place}
        entry = blacklist.add(writer, {**row.stated, **origin}, reason=reason, four_eyes=four_eyes, leaving=row.leaving)
        (proposed if row.stated["list"] in four_eyes else added).append(entry)
    said = t(
        "register.file_taken",
        file=source.file,
        list=source.list_name,
        sha256=source.sha256,
        added=len(added),
        proposed=len(proposed),
        changed=len(changed),
    )
    writer.note("import", said, kind=_FILE, subject=source.mark)
    return Taken(tuple(added), tuple(proposed), tuple(changed))


def _correct(writer: Writer, row: Row, reason: str, four_eyes: Collection[str]) -> None:
    """What changed of an entry, and that it left, where the list says so now."""
    assert row.entry is not None
    entry = writer.get("entry", row.entry)
    leaving = next((change for change in row.changes if change.field == "left_on"), None)
    stated = {change.field: change.after for change in row.changes if change is not leaving}
    if stated:
        blacklist.amend(writer, entry["id"], stated, reason=reason, four_eyes=four_eyes)
    if leaving is not None:
        _leave(writer, row, leaving, reason)


def _leave(writer: Writer, row: Row, leaving: Change, reason: str) -> None:
    assert row.entry is not None
    if writer.get("entry", row.entry)["state"] == "in_force":
        blacklist.lift(writer, row.entry, reason=reason, left_on=leaving.after)
    else:
        writer.change("entry", row.entry, "amend", reason, left_on=leaving.after, left_reason=reason)
