"""Entries of the blacklists: proposed, decided, corrected, lifted, each step by a person, with a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from wagecheck.errors import RegisterError
from wagecheck.register import actor, reasons, states, words
from wagecheck.register.actor import PROGRAM
from wagecheck.register.reader import Reader
from wagecheck.register.writer import Writer

#: What a person may state of an entry.
STATED: Final = (
    "list", "level", "subject", "uscc", "name", "former_names", "legal_rep", "persons", "person_id", "roles", "address",
    "phone", "account", "reason_code", "reason", "project", "workers", "amount", "basis", "decision_no", "authority",
    "decided_on", "in_force_from", "in_force_to",
)  # fmt: skip
LISTS: Final = ("statutory", "local", "group", "other")
LEVELS: Final = ("group", "bureau", "company", "project")
SUBJECTS: Final = ("enterprise", "person")
#: What no entry reaches: more digits are a slip, and a check could not read them.
MOST_YUAN: Final = Decimal(10) ** 13
_MOST_PEOPLE: Final = 10**8
#: Years in which somebody can be listed: others are a slip, and no term could be counted from them.
_YEARS: Final = range(1949, 2200)
_STARTS: Final = ("decided_on", "in_force_from")
_SOURCE: Final = ("source_file", "source_sha256", "source_place")
#: Who an entry is about, and from when to when: under four eyes none of it is changed by one person alone.
DECISIVE: Final = (
    "list", "subject", "uscc", "name", "former_names", "legal_rep", "persons", "person_id", "phone", "address",
    "account", "decided_on", "in_force_from", "in_force_to",
)  # fmt: skip


@dataclass(frozen=True)
class Leaving:
    """How an entry left a list; ``on`` is None where the list does not say when."""

    on: dt.date | None
    reason: str


def propose(writer: Writer, stated: Mapping[str, Any], *, reason: str | None, leaving: Leaving | None = None) -> str:
    """A proposal (state ``proposed``), which no check compares with. Gives its id.

    ``leaving``: the list says that it has left already; the approval then puts it on record as lifted.
    """
    left = {} if leaving is None else {"left_on": leaving.on, "left_reason": leaving.reason}
    return writer.add(
        "entry", "propose", reason, **_complete(stated), **left, state="proposed", proposed_by=writer.actor
    )


def add(
    writer: Writer,
    stated: Mapping[str, Any],
    *,
    reason: str | None,
    four_eyes: Collection[str],
    leaving: Leaving | None = None,
) -> str:
    """An entry as somebody decided it: in force at once, or a proposal where its list needs a second person.

    ``four_eyes`` are the lists (of ``LISTS``) that need one; ``leaving`` as in ``propose``. Raises RegisterError where
    no first day is known, or where the program itself is writing: it may propose and nothing else.
    """
    if stated.get("list") in four_eyes:
        return propose(writer, stated, reason=reason, leaving=leaving)
    if proposed_by_program(writer):
        raise RegisterError("程序只能提出建议，不能决定名单。", "The program may only propose, never decide.")
    values = _complete(stated)
    values["in_force_from"] = _start(values)
    entry_id = writer.add(
        "entry", "add", reason, **values, state="in_force", proposed_by=writer.actor, approved_by=writer.actor
    )
    if leaving is not None:
        lift(writer, entry_id, reason=leaving.reason, left_on=leaving.on)
    return entry_id


def review(writer: Writer, entry_id: str, *, reason: str | None) -> None:
    """Somebody looks at the proposal."""
    _step(writer, "review", entry_id, reason)


def approve(writer: Writer, entry_id: str, *, reason: str | None, four_eyes: Collection[str], **decided: Any) -> None:
    """Puts a proposal in force; ``decided`` are fields that the decision sets (decision_no, decided_on, …).

    Raises RegisterError where the list needs a second person and this one proposed it or changed it since.
    """
    entry = writer.get("entry", entry_id)
    if entry["list"] in four_eyes and any(actor.same(writer.actor, name) for name in hands(writer, entry["id"])):
        raise RegisterError(
            f"条目 {entry['id']} 由 {writer.actor} 提出或改过，须由另一个人批准。",
            f"{writer.actor} proposed or changed {entry['id']}; somebody else must approve it.",
        )
    values = _checked({**entry, **_known(decided)})
    start = _start(values)
    _step(writer, "approve", entry_id, reason, **_known(decided), in_force_from=start, approved_by=writer.actor)
    if entry["left_reason"]:
        lift(writer, entry_id, reason=entry["left_reason"], left_on=entry["left_on"])


def hands(reader: Reader, entry_id: str) -> list[str]:
    """Who proposed an entry or changed it since: under four eyes none of them approves it."""
    own = (event.actor for event in reader.history(entry_id) if event.action in ("propose", "amend"))
    return list(dict.fromkeys(own))


def reject(writer: Writer, entry_id: str, *, reason: str) -> None:
    """A proposal that is not taken up."""
    _step(writer, "reject", entry_id, reasons.needed(reason))


def amend(
    writer: Writer, entry_id: str, changed: Mapping[str, Any], *, reason: str | None, four_eyes: Collection[str]
) -> None:
    """Corrects what an entry states; its state stays.

    Raises RegisterError where the entry has ended, or where its list needs a second person, it is in force and the
    correction is about whom or when (``DECISIVE``): else one person could put another firm on the list.
    """
    if proposed_by_program(writer):
        raise RegisterError("程序只能提出建议，不能决定名单。", "The program may only propose, never decide.")
    entry = writer.get("entry", entry_id)
    decisive = sorted(words.title("field", name) for name in set(changed) & set(DECISIVE))
    lists = {entry["list"], changed.get("list")}  # one that needs two people cannot be entered by way of another
    if lists & set(four_eyes) and entry["state"] == "in_force" and decisive:
        raise RegisterError(
            f"条目 {entry['id']} 的名单须两人决定，不能由一人更改{'、'.join(decisive)}。请撤销后重新提出。",
            f"{entry['id']} is on a list that needs two people: who and when cannot be changed by one. "
            "Revoke it and propose it anew.",
        )
    if entry["state"] not in ("proposed", "under_review", "in_force"):
        raise RegisterError(
            f"条目 {entry['id']} 已经结束（{words.title('state', entry['state'])}），不能再改。",
            f"{entry['id']} has ended ({words.title('state', entry['state'], 'en')}) and cannot be changed.",
        )
    _checked({**entry, **_known(changed)})
    writer.change("entry", entry["id"], "amend", reasons.needed(reason), **_known(changed))


def lift(writer: Writer, entry_id: str, *, reason: str, left_on: dt.date | None) -> None:
    """Takes an entry off the list: early removal, credit repair, or a list's own end. The entry stays on record.

    ``left_on`` None: the day is not known, and a check cannot tell whether the entry still holds.
    """
    entry = writer.get("entry", entry_id)
    start = entry["in_force_from"] or entry["decided_on"]
    if start is not None and left_on is not None and left_on < start:
        raise RegisterError(
            f"移出日期 {left_on} 早于列入日期 {start}。", f"{left_on} lies before the day of listing {start}."
        )
    _step(writer, "lift", entry_id, reasons.needed(reason), left_on=left_on, left_reason=reason.strip())


def revoke(writer: Writer, entry_id: str, *, reason: str, left_on: dt.date) -> None:
    """Takes back a decision that should not have been made: it counts as never in force."""
    _step(writer, "revoke", entry_id, reasons.needed(reason), left_on=left_on, left_reason=reason.strip())


def proposed_by_program(writer: Writer) -> bool:
    """Whether the program itself is writing: it may propose and nothing else."""
    return writer.actor == PROGRAM


def _step(writer: Writer, step: str, entry_id: str, reason: str | None, /, **values: Any) -> None:
    if proposed_by_program(writer):
        raise RegisterError("程序只能提出建议，不能决定名单。", "The program may only propose, never decide.")
    entry = writer.get("entry", entry_id)
    writer.change("entry", entry["id"], step, reason, **values, state=states.after(step, entry))


def _complete(stated: Mapping[str, Any]) -> dict[str, Any]:
    values = {"subject": "enterprise", **_known(stated)}
    return _checked(values)


def _known(stated: Mapping[str, Any]) -> dict[str, Any]:
    unknown = stated.keys() - {*STATED, *_SOURCE}
    if unknown:
        raise TypeError(f"not a field of an entry: {', '.join(sorted(unknown))}")
    return {key: value.strip() or None if isinstance(value, str) else value for key, value in stated.items()}


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    """The values, when they make an entry. Raises RegisterError where they contradict each other or name nobody."""
    if values.get("list") not in LISTS:
        raise RegisterError(f"名单种类要从 {'、'.join(LISTS)} 里选。", f"The list is one of {', '.join(LISTS)}.")
    if values.get("level") not in (None, *LEVELS):
        raise RegisterError(f"名单级别要从 {'、'.join(LEVELS)} 里选。", f"The level is one of {', '.join(LEVELS)}.")
    if values.get("subject") not in SUBJECTS:
        raise RegisterError(f"对象要从 {'、'.join(SUBJECTS)} 里选。", f"The subject is one of {', '.join(SUBJECTS)}.")
    if values.get("reason_code") not in (None, *words.codes("reason_code")):
        known = "、".join(words.codes("reason_code"))
        raise RegisterError(f"事由类别要从 {known} 里选。", f"The kind of reason is one of {known}.")
    if not values.get("name") and not values.get("uscc"):
        raise RegisterError(
            "条目要有名称或统一社会信用代码。", "An entry needs a name or a unified social credit code."
        )
    first, last = values.get("in_force_from") or values.get("decided_on"), values.get("in_force_to")
    if first is not None and last is not None and last < first:
        raise RegisterError(
            f"有效期到 {last}，早于起始 {first}。", f"The last day {last} lies before the first, {first}."
        )
    for name in _STARTS:
        if values.get(name) is not None and values[name].year not in _YEARS:
            raise RegisterError(
                f"{words.title('field', name)} {values[name]} 的年份不对，请检查。",
                f"{words.title('field', name, 'en')} {values[name]}: check the year.",
            )
    amount, workers = values.get("amount"), values.get("workers")
    if (amount is not None and amount < 0) or (workers is not None and workers < 0):
        raise RegisterError("金额和人数不能是负数。", "Amount and people cannot be negative.")
    if (amount is not None and amount >= MOST_YUAN) or (workers is not None and workers >= _MOST_PEOPLE):
        raise RegisterError(
            "金额或人数太大，请检查是否多写了位数。", "Amount or people are too large: too many digits?"
        )
    return values


def _start(values: Mapping[str, Any]) -> dt.date:
    start = values.get("in_force_from") or values.get("decided_on")
    if not isinstance(start, dt.date):
        raise RegisterError(
            "没有决定日期，也没有生效日期，不知道从哪天起有效。请补上。",
            "Neither a decision date nor a first day is given: it is not known from when the entry holds.",
        )
    return start
