"""``blacklist add``, ``propose`` and ``amend``: what a person states of an entry."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wagecheck.cli.blacklist import entry_fields
from wagecheck.cli.blacklist.options import House, acting, common, needed, opened, rules_options, said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wagecheck.wording import Lang


@click.command("add")
@entry_fields.options()
@click.option("--note")
@click.option("--anyway", is_flag=True)
@rules_options
@common
def add(
    note: str | None,
    anyway: bool,
    profile: str,
    rule_folders: tuple[Path, ...],
    register: str | None,
    actor: str | None,
    lang: Lang,
    debug: bool,
    **given: Any,
) -> None:
    """Enter an entry that was decided."""
    _enter(given, note, anyway, House.of(profile, rule_folders, _today()), register, actor, lang, proposal=False)


@click.command("propose")
@entry_fields.options()
@click.option("--note")
@click.option("--anyway", is_flag=True)
@rules_options
@common
def propose(
    note: str | None,
    anyway: bool,
    profile: str,
    rule_folders: tuple[Path, ...],
    register: str | None,
    actor: str | None,
    lang: Lang,
    debug: bool,
    **given: Any,
) -> None:
    """Propose an entry, which no check compares with until it is decided."""
    _enter(given, note, anyway, House.of(profile, rule_folders, _today()), register, actor, lang, proposal=True)


@click.command("amend")
@click.argument("entry_id")
@entry_fields.options(leave_out=("reason",))
@click.option("--listing-reason")
@click.option("--reason")
@rules_options
@common
def amend(
    entry_id: str,
    listing_reason: str | None,
    reason: str | None,
    profile: str,
    rule_folders: tuple[Path, ...],
    register: str | None,
    actor: str | None,
    lang: Lang,
    debug: bool,
    **given: Any,
) -> None:
    """Correct what was written wrong; the former text stays on record."""
    from wagecheck.errors import InputError  # noqa: PLC0415
    from wagecheck.tasks import entering, entry_values  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t, today = Wording(lang), _today()
    changed = entry_values.stated({**given, "reason": listing_reason})
    if not changed:
        raise InputError(*said("nothing_to_amend"))
    why = needed(reason, "--reason", "ask_reason", t)
    house = House.of(profile, rule_folders, today)
    with opened(register, create=False) as store, store.writing(acting(actor)) as writer:
        entry = writer.get("entry", entry_id)["id"]
        entering.amend(writer, entry, changed, house, reason=why, today=today)
    click.echo(t("register.amended", id=entry))


def _enter(
    given: Mapping[str, Any],
    note: str | None,
    anyway: bool,
    house: House,
    register: str | None,
    actor: str | None,
    lang: Lang,
    *,
    proposal: bool,
) -> None:
    from wagecheck.errors import RegisterError  # noqa: PLC0415
    from wagecheck.tasks import entering, entry_values  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t = Wording(lang)

    def dated(name: str) -> bool:
        return entering.needs_day(house, name, proposal=proposal)

    values = entry_fields.completed(entry_values.stated(given), t, dated=dated)
    with opened(register) as store, store.writing(acting(actor)) as writer:
        try:
            entry, state = entering.enter(
                writer, values, house, proposal=proposal, note=note, anyway=anyway, today=_today()
            )
        except entering.OnRecordError as error:
            zh, en = said(error.hint, id=error.entry)
            raise RegisterError(error.zh + zh, f"{error.en} {en}") from error
    said_as = "entered" if state == "in_force" else "proposed" if proposal else "proposed_four_eyes"
    click.echo(t(f"register.{said_as}", id=entry))


def _today() -> Any:
    from wagecheck.cli import dates  # noqa: PLC0415

    return dates.as_of(None)
