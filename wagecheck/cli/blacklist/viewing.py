"""``blacklist list``, ``show`` and ``history``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from wagecheck.cli.blacklist.options import (
    House,
    common,
    json_option,
    masking,
    opened,
    rules_options,
    said,
    unmask_option,
)
from wagecheck.register.states import STATES

if TYPE_CHECKING:
    from wagecheck.wording import Lang

_LISTS: Final = ("statutory", "local", "group", "other")
_COLUMNS: Final = ("id", "state", "list", "name", "uscc", "in_force_from", "in_force_to", "decision_no", "authority")
#: So many entries stand in a table; the count below it is of all.
_MOST: Final = 200


@click.command("list")
@click.option("--list", "list_name", type=click.Choice(_LISTS))
@click.option("--state", type=click.Choice(STATES))
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
    from wagecheck.register import words  # noqa: PLC0415
    from wagecheck.tasks import entries as kept  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t, on = Wording(lang), dates.as_of(as_of)
    house = House.of(profile, rule_folders, on)
    with opened(register, create=False) as store:
        masker = masking(store, unmask=unmask, actor=actor, what="list")
        with store.reading() as reader:
            entries = kept.listed(reader, masker, house=house, on=on, list_name=list_name, state=state, name=name)
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
    from wagecheck.register import evidence  # noqa: PLC0415
    from wagecheck.tasks import entries  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t, on = Wording(lang), dates.as_of(as_of)
    house = House.of(profile, rule_folders, on)
    with opened(register, create=False) as kept:
        with kept.reading() as reader:
            found = entries.one(reader, entry_id, house=house, on=on, store=evidence.folder(kept, store))
        entry = found.masked(masking(kept, unmask=unmask, actor=actor, what="show", subject=found.record["id"]))
    if as_json:
        screen.echo_json(entry.plain())
        return
    screen.fields(screen.worded(entry.record, lang), lang)
    for line in entry.sentences(t):
        click.echo(line)
    for one, check in entry.files:
        click.echo(t(f"register.evidence_{check}", id=one["id"], file=one["file"], sha256=one["sha256"]))
    for verdict in entry.verdicts:
        click.echo(entries.verdict_sentence(verdict, t))


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
    from wagecheck.tasks import history as events  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t = Wording(lang)
    with opened(register, create=False) as store:
        with store.reading() as reader:
            found = list(reader.history(record_id))
        if not found:
            raise RegisterError(*said("no_history", id=record_id))
        masker = masking(store, unmask=unmask, actor=actor, what="history", subject=record_id)
    told = [events.told(event, masker) for event in found]
    if as_json:
        screen.echo_json(told)
        return
    for one in told:
        for line in events.sentences(one, t):
            click.echo(line)
