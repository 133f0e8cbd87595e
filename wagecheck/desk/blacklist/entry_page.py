"""The page of one entry of the lists: what it states, its days, evidence, verdicts, history, and what may be done."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from starlette.requests import Request
from starlette.responses import Response

from wagecheck.desk import desk as desks
from wagecheck.desk import event_words, pages
from wagecheck.desk.blacklist import evidence_files
from wagecheck.desk.blacklist import house as blacklist_house
from wagecheck.desk.faults import AbsentError
from wagecheck.errors import RegisterError
from wagecheck.privacy import Masker
from wagecheck.register import accounts, blacklist, newest, states, words
from wagecheck.register import actor as actors
from wagecheck.register.actor import PROGRAM
from wagecheck.tasks import entries, history, proposal_grounds
from wagecheck.tasks.record_words import worded

if TYPE_CHECKING:
    from wagecheck.desk.access import Actor
    from wagecheck.desk.desk import Desk
    from wagecheck.register.reader import Reader
    from wagecheck.tasks.entries import Entry
    from wagecheck.tasks.house import House
    from wagecheck.wording import Wording

#: The fields of an entry as people read and write them; every one of ``blacklist.STATED`` stands in one group.
GROUPS: Final = {
    "list": ("list", "level", "reason_code", "reason"),
    "whom": ("subject", "name", "uscc", "former_names", "legal_rep", "address", "phone", "account"),
    "people": ("persons", "person_id", "roles"),
    "matter": ("project", "workers", "amount"),
    "decision": ("basis", "decision_no", "authority", "decided_on", "in_force_from", "in_force_to"),
}
#: Further fields that are only shown.
_MADE: Final = ("left_on", "left_reason", "proposed_by", "approved_by", "source_file", "source_place")
TONES: Final = {"proposed": "blue", "under_review": "blue", "in_force": "red"}
_CHECKS: Final = {"sound": "green", "changed": "red", "missing": "red", "elsewhere": "grey"}
_SAFE: Final = Masker(b"")


def shown(
    request: Request,
    actor: Actor,
    entry_id: str,
    *,
    status: int = 200,
    error: str | None = None,
    opened: str = "",
    typed: Mapping[str, str] | None = None,
    masker: Masker = _SAFE,
) -> Response:
    """The page. ``opened``: the form that ``error`` is about, with what was ``typed`` into it."""
    desk, t = desks.of(request), pages.wording(request)
    with desk.register.reading() as reader:
        house = blacklist_house.of(desk, reader)
        found = known(desk, reader, entry_id, house)
        kept = reader.get("entry", entry_id)
        events = history.around(reader, kept["id"])
        hands = blacklist.hands(reader, kept["id"])
        view: dict[str, Any] = {
            "hands": [name for name in hands if name != PROGRAM],
            "others": _others(desk, reader, hands),
        }
        grounds = proposal_grounds.of(reader, kept)
    checks, owing = _own(actor, grounds.checks), _own(actor, grounds.owing)
    view |= {
        "grounds": checks,
        "owing": owing,
        "grounds_left": any(one["standing"] == "counts" for one in checks),
        "elsewhere": len(grounds.checks) + len(grounds.owing) - len(checks) - len(owing),
    }
    entry = found.masked(masker)
    own = kept["list"] in house.four_eyes and any(actors.same(actor.name, name) for name in hands)
    return pages.render(
        request,
        actor,
        "entry.html.j2",
        status=status,
        entry=entry.record,
        title=entry.record["name"] or entry.record["uscc"],
        state=worded({"state": entry.record["state"]}, t.lang)["state"],
        tone=TONES.get(entry.record["state"], "grey"),
        groups=_groups(entry.record, t),
        sentences=list(entry.sentences(t)),
        files=[(one, check, _CHECKS[check]) for one, check in entry.files],
        verdicts=[entries.verdict_sentence(verdict, t) for verdict in entry.verdicts],
        events=[event_words.told(event, t, actor.may) for event in reversed(events)],
        steps=_steps(actor, kept),
        amendable=amendable(actor, kept),
        own=own,
        program=kept["proposed_by"] == PROGRAM,
        four_eyes=kept["list"] in house.four_eyes,
        unmasked=masker.unmask,
        hides=found.masked(_SAFE).record != found.record,
        seq=max(event.seq for event in events if event.subject == kept["id"] and event.after),
        today=desk.today().isoformat(),
        opened=opened,
        typed={**dict.fromkeys(("reason", "note", "left_on"), ""), **(typed or {})},
        error=error,
        **view,
    )


def known(desk: Desk, reader: Reader, entry_id: str, house: House) -> Entry:
    """The entry of that id with everything about it. AbsentError where there is none."""
    try:
        return entries.one(reader, entry_id, house=house, on=desk.today(), store=evidence_files.folder(desk))
    except RegisterError:
        raise AbsentError from None


def amendable(actor: Actor, kept: Mapping[str, Any]) -> bool:
    """Whether this person may correct the entry as it stands: a proposal, or one in force that they could decide."""
    if kept["state"] in ("proposed", "under_review"):
        return actor.may("blacklist_propose")
    return kept["state"] == "in_force" and actor.may_everywhere("blacklist_decide")


def ensure_unchanged(reader: Reader, entry_id: str, seq: str) -> None:
    """RegisterError where somebody changed the entry after the page with this number was shown."""
    newest.ensure(
        seq,
        newest.change(reader, entry_id),
        "您打开页面以后，有人改过这个条目。请看过现在的内容和操作记录，再决定。",
        "Somebody changed this entry after you opened the page. Look at it as it is now, then decide.",
    )


def value(name: str, said: Any, t: Wording) -> Any:
    """A value of a record for people."""
    if isinstance(said, Decimal):
        return f"{said:,.2f}"
    return worded({name: said}, t.lang)[name]


def _own(actor: Actor, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of what kept checks say that which was handed in for the actor's sites."""
    if actor.sites is None:
        return rows
    return [row for row in rows if row["site"] is not None and actor.at(row["site"])]


def _groups(record: Mapping[str, Any], t: Wording) -> list[tuple[str, list[tuple[str, Any]]]]:
    groups = {**GROUPS, "made": _MADE}
    told = [
        (
            name,
            [
                (words.title("field", field, t.lang), value(field, record[field], t))
                for field in fields
                if record[field] is not None
            ],
        )
        for name, fields in groups.items()
    ]
    return [(name, rows) for name, rows in told if rows]


def _steps(actor: Actor, kept: Mapping[str, Any]) -> list[str]:
    """Steps of ``states.STEPS`` that the state allows, and the account too: an entry holds for all projects."""
    if not actor.may_everywhere("blacklist_decide"):
        return []
    return [step for step, (allowed, _) in states.STEPS.items() if kept["state"] in allowed]


def _others(desk: Desk, reader: Reader, hands: list[str]) -> list[str]:
    """People who may decide, at all projects, and had no hand in it."""
    roles = [role for role, actions in desk.settings.roles.items() if "blacklist_decide" in actions]
    able = [one for one in reader.all("account", state="active", role=roles) if accounts.sites_of(one) is None]
    return [one["name"] for one in able if not any(actors.same(one["name"], name) for name in hands)]
