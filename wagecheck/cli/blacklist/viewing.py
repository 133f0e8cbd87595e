"""``blacklist list``, ``show`` and ``history``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from wagecheck.cli.blacklist.options import (
    House,
    common,
    json_option,
    masking,
    opened,
    rules_options,
    unmask_option,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from wagecheck.privacy import Masker
    from wagecheck.register.events import Event
    from wagecheck.register.terms import Days
    from wagecheck.wording import Lang, Wording

_LISTS: Final = ("statutory", "local", "group", "other")
_STATES: Final = ("proposed", "under_review", "in_force", "expired", "lifted", "revoked", "rejected")
_COLUMNS: Final = ("id", "state", "list", "name", "uscc", "in_force_from", "in_force_to", "decision_no", "authority")
#: So many entries stand in a table; the count below it is of all.
_MOST: Final = 200


@click.command("list")
@click.option("--list", "list_name", type=click.Choice(_LISTS))
@click.option("--state", type=click.Choice(_STATES))
@click.option("--name")
@click.option("--as-of", "as_of")
@click.option("--all", "everything", is_flag=True)
@json_option
@unmask_option
@rules_options
@common
def list_entries(
    list_name: str | None,
    state: str | None,
    name: str | None,
    as_of: str | None,
    everything: bool,
    as_json: bool,
    unmask: bool,
    profile: str,
    rule_folders: tuple[Path, ...],
    register: str | None,
    actor: str | None,
    lang: Lang,
    debug: bool,
) -> None:
    """List entries with their state on a day."""
    from wagecheck.cli import dates  # noqa: PLC0415
    from wagecheck.cli.blacklist import screen  # noqa: PLC0415
    from wagecheck.register import shown, terms, words  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t, on = Wording(lang), dates.as_of(as_of)
    house = House.of(profile, rule_folders, on)
    with opened(register, create=False) as store:
        masker = masking(store, unmask=unmask, actor=actor, what="list")
        with store.reading() as reader:
            kept = reader.all("entry", **({"list": list_name} if list_name else {}))
    entries = [
        {**entry, "state": terms.state(entry, on, house.terms)} for entry in kept if name is None or _named(entry, name)
    ]
    entries = [shown.masked(entry, masker) for entry in entries if state in (None, entry["state"])]
    if as_json:
        screen.echo_json(entries)
        return
    if not entries:
        click.echo(t("register.no_entries"))
        return
    told = entries if everything else entries[:_MOST]
    rows = ([screen.worded(entry, lang)[column] for column in _COLUMNS] for entry in told)
    screen.table([words.title("field", column, lang) for column in _COLUMNS], rows)
    click.echo(t("register.listed" if len(told) == len(entries) else "register.listed_part", count=len(entries),
                 shown=len(told), as_of=on))  # fmt: skip


def _named(entry: Mapping[str, Any], part: str) -> bool:
    from wagecheck.ledgers.companies import company_key  # noqa: PLC0415

    wanted = company_key(part) or ""
    return any(wanted in (company_key(entry[name]) or "") for name in ("name", "former_names", "uscc", "persons"))


@click.command("show")
@click.argument("entry_id")
@click.option("--as-of", "as_of")
@click.option("--store", type=click.Path(path_type=Path))
@json_option
@unmask_option
@rules_options
@common
def show(
    entry_id: str,
    as_of: str | None,
    store: Path | None,
    as_json: bool,
    unmask: bool,
    profile: str,
    rule_folders: tuple[Path, ...],
    register: str | None,
    actor: str | None,
    lang: Lang,
    debug: bool,
) -> None:
    """Show all about one entry."""
    from wagecheck.cli import dates  # noqa: PLC0415
    from wagecheck.cli.blacklist import screen  # noqa: PLC0415
    from wagecheck.register import evidence, shown, terms  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t, on = Wording(lang), dates.as_of(as_of)
    house = House.of(profile, rule_folders, on)
    with opened(register, create=False) as kept:
        with kept.reading() as reader:
            entry = reader.get("entry", entry_id)
            files = evidence.of(reader, entry["id"], evidence.folder(kept, store))
            verdicts = reader.all("verdict", entry=entry["id"])
        masker = masking(kept, unmask=unmask, actor=actor, what="show", subject=entry["id"])
    days, state = terms.days(entry, house.terms), terms.state(entry, on, house.terms)
    told = {**shown.masked(entry, masker), "state": state}
    verdicts = [shown.masked(verdict, masker) for verdict in verdicts]
    if as_json:
        computed = {**vars(days), "state_as_of": on}
        proofs = [{**shown.masked(one, masker), "check": check} for one, check in files]
        screen.echo_json({**told, "computed": computed, "evidence": proofs, "verdicts": verdicts})
        return
    screen.fields(screen.worded(told, lang), lang)
    for line in _sentences(told, days, on, t):
        click.echo(line)
    for one, check in files:
        click.echo(t(f"register.evidence_{check}", id=one["id"], file=one["file"], sha256=one["sha256"]))
    for verdict in verdicts:
        who = "、".join(str(verdict[name]) for name in ("contractor", "uscc", "person") if verdict[name])
        click.echo(t(f"register.verdict_{'same' if verdict['same'] else 'other'}", id=verdict["id"], who=who))


def _sentences(entry: Mapping[str, Any], days: Days, on: dt.date, t: Wording) -> Iterator[str]:
    yield t("register.as_of", as_of=on)
    if days.end_computed:
        yield t("register.end_computed", end=days.end)
    elif days.end is None:
        yield t("register.no_end")
    if days.early_exit_on is not None and days.publicity_until is not None:
        yield t("register.early_exit", early=days.early_exit_on, publicity=days.publicity_until)
    elif entry["list"] == "statutory":
        yield t("register.early_exit_unknown")


@click.command("history")
@click.argument("record_id")
@json_option
@unmask_option
@common
def history(
    record_id: str, as_json: bool, unmask: bool, register: str | None, actor: str | None, lang: Lang, debug: bool
) -> None:
    """Show who changed what of a record, when and why."""
    from wagecheck.cli.blacklist import screen  # noqa: PLC0415
    from wagecheck.errors import RegisterError  # noqa: PLC0415
    from wagecheck.register import words  # noqa: PLC0415
    from wagecheck.register.events import moment  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t = Wording(lang)
    with opened(register, create=False) as store:
        with store.reading() as reader:
            events = list(reader.history(record_id))
        if not events:
            from wagecheck.cli.blacklist.options import said  # noqa: PLC0415

            raise RegisterError(*said("no_history", id=record_id))
        masker = masking(store, unmask=unmask, actor=actor, what="history", subject=record_id)
    told = [_told(event, masker) for event in events]
    if as_json:
        screen.echo_json(told)
        return
    for one in told:
        action = words.title("action", one["action"], lang)
        click.echo(t("register.event", seq=one["seq"], at=moment(one["at"]), actor=one["actor"], action=action))
        if one["reason"]:
            click.echo(t("register.event_reason", reason=one["reason"]))
        for change in one["changes"]:
            title = words.title("field", change["field"], lang)
            before, after = (screen.worded({change["field"]: change[side]}, lang)[change["field"]]
                             for side in ("before", "after"))  # fmt: skip
            key = "event_set" if before is None else "event_cleared" if after is None else "event_change"
            click.echo(t(f"register.{key}", field=title, before=before, after=after))


def _told(event: Event, masker: Masker) -> dict[str, Any]:
    """The event with its changes field by field, masked."""
    from wagecheck.register import canonical, shown  # noqa: PLC0415
    from wagecheck.register.tables import RECORDS  # noqa: PLC0415

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
        "reason": reason,
        "changes": [{"field": name, "before": was[name], "after": now[name]} for name in changed],
        "hash": event.hash,
    }
