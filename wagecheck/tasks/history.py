"""Who changed what of a record, when and why: events as plain data, masked, and in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from wagecheck.register import canonical, shown, words
from wagecheck.register.events import moment
from wagecheck.register.tables import RECORDS
from wagecheck.tasks.record_words import worded

if TYPE_CHECKING:
    from wagecheck.privacy import Masker
    from wagecheck.register.events import Event
    from wagecheck.register.reader import Reader
    from wagecheck.wording import Wording


def around(reader: Reader, record_id: str) -> list[Event]:
    """Everything that was done to a record, to the evidence of it and to the verdicts about it, in order."""
    about = [one["id"] for one in reader.all("evidence", about=record_id)]
    about += [one["id"] for one in reader.all("verdict", entry=record_id)]
    events = [event for one in (record_id, *about) for event in reader.history(one)]
    return sorted(events, key=lambda event: event.seq)


def told(event: Event, masker: Masker) -> dict[str, Any]:
    """The event with its changes field by field, masked."""
    table = RECORDS.get(event.kind)
    before = (canonical.read(event.before, table) if table is not None else None) or {}
    after = (canonical.read(event.after, table) if table is not None else None) or {}
    changed = [name for name in after if name != "id" and before.get(name) != after[name]]
    was, now = (shown.masked({name: record.get(name) for name in changed}, masker) for record in (before, after))
    reason = None if event.reason is None else shown.field("reason", event.reason, masker)
    return {
        "seq": event.seq,
        "at": event.at,
        "actor": event.actor,
        "action": event.action,
        "kind": event.kind,
        "subject": event.subject,
        "reason": reason,
        "changes": [{"field": name, "before": was[name], "after": now[name]} for name in changed],
        "hash": event.hash,
    }


def sentences(event: Mapping[str, Any], t: Wording) -> Iterator[str]:
    """What ``told`` gave: who did what when, why, and a line for every field."""
    action = words.title("action", event["action"], t.lang)
    yield t("register.event", seq=event["seq"], at=moment(event["at"]), actor=event["actor"], action=action)
    if event["reason"]:
        yield t("register.event_reason", reason=event["reason"])
    for change in event["changes"]:
        title = words.title("field", change["field"], t.lang)
        before, after = (worded({change["field"]: change[side]}, t.lang)[change["field"]]
                         for side in ("before", "after"))  # fmt: skip
        key = "event_set" if before is None else "event_cleared" if after is None else "event_change"
        yield t(f"register.{key}", field=title, before=before, after=after)
