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
@click.option("--note", help="登记的说明，默认同列入事由 why it is entered")
@click.option("--anyway", is_flag=True, help="与已有条目相近也登记 enter it although a like one is on record")
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
    """登记已经决定的条目。须两人决定的名单只登记为建议，由另一人 decide --approve 后生效。"""
    _enter(given, note, anyway, House.of(profile, rule_folders, _today()), register, actor, lang, proposal=False)


@click.command("propose")
@entry_fields.options()
@click.option("--note", help="提出的说明，默认同列入事由 why it is proposed")
@click.option("--anyway", is_flag=True, help="与已有条目相近也提出 propose it although a like one is on record")
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
    """提出建议：不参加核对，由有权的人用 decide 决定。A proposal, which no check compares with."""
    _enter(given, note, anyway, House.of(profile, rule_folders, _today()), register, actor, lang, proposal=True)


@click.command("amend")
@click.argument("entry_id", metavar="编号")
@entry_fields.options(leave_out=("reason",))
@click.option("--listing-reason", help="改列入事由 the reason of listing")
@click.option("--reason", help="更正的理由 why it is corrected")
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
    """更正条目写错的内容；原来的内容留在操作记录里。Corrects what was written wrong."""
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
