"""``blacklist add``, ``propose`` and ``amend``: what a person states of an entry."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wagecheck.cli.blacklist import entry_fields
from wagecheck.cli.blacklist.options import House, acting, common, needed, opened, rules_options, said

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from wagecheck.register.writer import Writer
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
    from wagecheck.register import blacklist  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t = Wording(lang)
    changed = entry_fields.stated({**given, "reason": listing_reason})
    if not changed:
        raise InputError(*said("nothing_to_amend"))
    why = needed(reason, "--reason", "ask_reason", t)
    house = House.of(profile, rule_folders, _today())
    with opened(register, create=False) as store, store.writing(acting(actor)) as writer:
        entry = writer.get("entry", entry_id)["id"]
        blacklist.amend(writer, entry, changed, reason=why, four_eyes=house.four_eyes)
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
    from wagecheck.register import blacklist  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t = Wording(lang)

    def dated(name: str) -> bool:
        return not proposal and name not in house.four_eyes

    values = entry_fields.completed(entry_fields.stated(given), t, dated=dated)
    why = note or values.get("reason")
    with opened(register) as store, store.writing(acting(actor)) as writer:
        if not anyway:
            _refuse_like(writer, values, house.four_eyes)
        if proposal:
            entry = blacklist.propose(writer, values, reason=why)
        else:
            entry = blacklist.add(writer, values, reason=why, four_eyes=house.four_eyes)
        state = writer.get("entry", entry)["state"]
    said_as = "entered" if state == "in_force" else "proposed" if proposal else "proposed_four_eyes"
    click.echo(t(f"register.{said_as}", id=entry))


def _refuse_like(writer: Writer, values: Mapping[str, Any], four_eyes: Collection[str]) -> None:
    """Nothing is entered twice: RegisterError where the entry, or one like it, is on record."""
    from wagecheck.errors import RegisterError  # noqa: PLC0415
    from wagecheck.register.list_comparison import Row, compare_stated  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    row = Row("1", "new", {"subject": "enterprise", **values})
    found = compare_stated([row], writer.all("entry"), four_eyes=four_eyes)[0]
    if found.entry is not None:
        raise RegisterError(*said("entered_already", id=found.entry))
    if found.doubts:
        zh, en = (
            "；".join(t(f"register.doubt_{doubt.code}", detail=doubt.detail) for doubt in found.doubts)
            for t in (Wording("zh"), Wording("en"))
        )
        raise RegisterError(said("like", why=zh)[0], said("like", why=en)[1])


def _today() -> Any:
    from wagecheck.cli import dates  # noqa: PLC0415

    return dates.as_of(None)
