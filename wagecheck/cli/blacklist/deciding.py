"""``blacklist decide``, ``lift`` and ``same``: what only a person decides."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

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
    from wagecheck.register import words  # noqa: PLC0415
    from wagecheck.tasks import deciding  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t = Wording(lang)
    if step is None:
        if not terminal():
            raise InputError(*said("missing", options="--approve、--reject、--review、--revoke"))
        step = str(click.prompt(t("register.ask_step"), type=click.Choice(_STEPS)))
    given = {
        "decision_no": decision_no, "authority": authority, "decided_on": decided_on, "in_force_from": in_force_from,
        "in_force_to": in_force_to,
    }  # fmt: skip
    stated = deciding.decided(step, given)
    today = dates.as_of(None)
    house = House.of(profile, rule_folders, today)
    why = reason if step == "review" else needed(reason, "--reason", "ask_reason", t)
    with opened(register, create=False) as store, store.writing(acting(actor)) as writer:
        entry, state = deciding.decide(
            writer, entry_id, step, house=house, reason=why, stated=stated,
            left_on=dates.as_of(left_on if step == "revoke" else None), today=today,
        )  # fmt: skip
    click.echo(t("register.decided", id=entry, state=words.title("state", state, lang)))


@click.command("lift")
@click.argument("entry_id")
@click.option("--reason")
@click.option("--on", "left_on")
@rules_options
@common
def lift(
    entry_id: str,
    reason: str | None,
    left_on: str | None,
    profile: str,
    rule_folders: tuple[Path, ...],
    register: str | None,
    actor: str | None,
    lang: Lang,
    debug: bool,
) -> None:
    """Take an entry off its list; it stays on record."""
    from wagecheck.cli import dates  # noqa: PLC0415
    from wagecheck.tasks import deciding  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t, today = Wording(lang), dates.as_of(None)
    why = needed(reason, "--reason", "ask_reason", t)
    on = day(needed(left_on, "--on", "ask_left_on", t))
    house = House.of(profile, rule_folders, today)
    with opened(register, create=False) as store, store.writing(acting(actor)) as writer:
        entry = deciding.lift(writer, entry_id, house=house, reason=why, left_on=on, today=today)
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
    from wagecheck.errors import InputError  # noqa: PLC0415
    from wagecheck.register import verdicts  # noqa: PLC0415
    from wagecheck.tasks import entry_values  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t = Wording(lang)
    if answer is None:
        if not terminal():
            raise InputError(*said("missing", options="--yes、--no"))
        answer = click.confirm(t("register.ask_same", contractor=contractor, id=entry_id))
    name, number = entry_values.company(contractor, uscc)
    why = needed(reason, "--reason", "ask_reason", t)
    with opened(register, create=False) as store, store.writing(acting(actor)) as writer:
        verdict, changed = verdicts.decide(
            writer, entry=entry_id, same=answer, contractor=name, uscc=number, person=person, reason=why
        )
    key = "verdict_stored" if changed else "verdict_known"
    click.echo(t(f"register.{key}", id=verdict))
