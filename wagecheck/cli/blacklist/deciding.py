"""``blacklist decide``, ``lift`` and ``same``: what only a person decides."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from wagecheck.cli.blacklist.options import House, acting, common, day, needed, opened, rules_options, said, terminal

if TYPE_CHECKING:
    from wagecheck.wording import Lang

_STEPS: Final = ("approve", "reject", "review", "revoke")


@click.command("decide")
@click.argument("entry_id")
@click.option("--approve", "step", flag_value="approve")
@click.option("--reject", "step", flag_value="reject")
@click.option("--review", "step", flag_value="review")
@click.option("--revoke", "step", flag_value="revoke")
@click.option("--reason")
@click.option("--decision-no")
@click.option("--authority")
@click.option("--decided-on")
@click.option("--from", "in_force_from")
@click.option("--to", "in_force_to")
@click.option("--on", "left_on")
@rules_options
@common
def decide(
    entry_id: str,
    step: str | None,
    reason: str | None,
    decision_no: str | None,
    authority: str | None,
    decided_on: str | None,
    in_force_from: str | None,
    in_force_to: str | None,
    left_on: str | None,
    profile: str,
    rule_folders: tuple[Path, ...],
    register: str | None,
    actor: str | None,
    lang: Lang,
    debug: bool,
) -> None:
    """Decide a proposal: approve, reject, review; or revoke an entry."""
    from wagecheck.cli import dates  # noqa: PLC0415
    from wagecheck.errors import InputError  # noqa: PLC0415
    from wagecheck.register import blacklist, words  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t = Wording(lang)
    if step is None:
        if not terminal():
            raise InputError(*said("missing", options="--approve、--reject、--review、--revoke"))
        step = str(click.prompt(t("register.ask_step"), type=click.Choice(_STEPS)))
    texts = {"decision_no": decision_no, "authority": authority}
    days = {"decided_on": decided_on, "in_force_from": in_force_from, "in_force_to": in_force_to}
    decided: dict[str, Any] = {name: text for name, text in texts.items() if text}
    decided |= {name: day(text) for name, text in days.items() if text}
    if decided and step != "approve":
        raise InputError(*said("only_approve"))
    house = House.of(profile, rule_folders, dates.as_of(None))
    why = reason if step == "review" else needed(reason, "--reason", "ask_reason", t)
    with opened(register, create=False) as store, store.writing(acting(actor)) as writer:
        entry = writer.get("entry", entry_id)["id"]
        if step == "approve":
            blacklist.approve(writer, entry, reason=why, four_eyes=house.four_eyes, **decided)
        elif step == "review":
            blacklist.review(writer, entry, reason=why)
        elif step == "reject":
            blacklist.reject(writer, entry, reason=str(why))
        else:
            blacklist.revoke(writer, entry, reason=str(why), left_on=dates.as_of(left_on))
        state = writer.get("entry", entry)["state"]
    click.echo(t("register.decided", id=entry, state=words.title("state", state, lang)))


@click.command("lift")
@click.argument("entry_id")
@click.option("--reason")
@click.option("--on", "left_on")
@common
def lift(
    entry_id: str,
    reason: str | None,
    left_on: str | None,
    register: str | None,
    actor: str | None,
    lang: Lang,
    debug: bool,
) -> None:
    """Take an entry off its list; it stays on record."""
    from wagecheck.register import blacklist  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t = Wording(lang)
    why = needed(reason, "--reason", "ask_reason", t)
    on = day(needed(left_on, "--on", "ask_left_on", t))
    with opened(register, create=False) as store, store.writing(acting(actor)) as writer:
        entry = writer.get("entry", entry_id)["id"]
        blacklist.lift(writer, entry, reason=why, left_on=on)
    click.echo(t("register.lifted", id=entry, on=on))


@click.command("same")
@click.argument("contractor")
@click.argument("entry_id")
@click.option("--yes/--no", "answer", default=None)
@click.option("--uscc")
@click.option("--person")
@click.option("--reason")
@common
def same(
    contractor: str,
    entry_id: str,
    answer: bool | None,
    uscc: str | None,
    person: str | None,
    reason: str | None,
    register: str | None,
    actor: str | None,
    lang: Lang,
    debug: bool,
) -> None:
    """Decide whether a firm (or a person of it) is the listed one; every check remembers it."""
    from wagecheck.cli.blacklist.entry_fields import code  # noqa: PLC0415
    from wagecheck.errors import InputError  # noqa: PLC0415
    from wagecheck.register import verdicts  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t = Wording(lang)
    if answer is None:
        if not terminal():
            raise InputError(*said("missing", options="--yes、--no"))
        answer = click.confirm(t("register.ask_same", contractor=contractor, id=entry_id))
    name: str | None = contractor.strip()
    if uscc is None and name and name.isascii():
        name, uscc = None, name
    number = code(uscc) if uscc else None
    why = needed(reason, "--reason", "ask_reason", t)
    with opened(register, create=False) as store, store.writing(acting(actor)) as writer:
        verdict, changed = verdicts.decide(
            writer, entry=entry_id, same=answer, contractor=name or None, uscc=number, person=person, reason=why
        )
    key = "verdict_stored" if changed else "verdict_known"
    click.echo(t(f"register.{key}", id=verdict))
