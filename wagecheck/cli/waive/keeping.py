"""``waive add``, ``approve``, ``end`` and ``list``."""

from __future__ import annotations

from pathlib import Path

import click

from wagecheck.cli.register_options import acting, opened, terminal
from wagecheck.cli.shared_options import json_option
from wagecheck.cli.waive.options import common
from wagecheck.tasks.house import WaiverHouse
from wagecheck.wording import Lang, Wording

_STATES = ("proposed", "approved", "expired", "ended")


@click.command()
@click.option("--rule")
@click.option("--contractor")
@click.option("--project")
@click.option("--worker")
@click.option("--period")
@click.option("--reason")
@click.option("--responsible")
@click.option("--expires")
@common
def add(
    *,
    rule: str | None,
    contractor: str | None,
    project: str | None,
    worker: str | None,
    period: str | None,
    reason: str | None,
    responsible: str | None,
    expires: str | None,
    register: str | None,
    actor: str | None,
    profile: str,
    rule_folders: tuple[Path, ...],
    lang: Lang,
    debug: bool,
) -> None:
    """Propose a waiver; it holds when it was approved."""
    from wagecheck.cli import dates  # noqa: PLC0415
    from wagecheck.tasks import waiving  # noqa: PLC0415

    t = Wording(lang)
    rule = _asked(rule, "waive.ask_rule", t)
    contractor = _asked(contractor, "waive.ask_contractor", t)
    reason = _asked(reason, "waive.ask_reason", t)
    expires = _asked(expires, "waive.ask_expires", t)
    house = WaiverHouse.of(profile, rule_folders)
    if rule:
        house.refuse(rule.strip().upper())
    stated = {
        "rule": rule,
        "contractor": contractor,
        "project": project,
        "worker_key": worker,
        "period": period,
        "reason": reason,
        "responsible": responsible,
        "expires_on": None if expires is None else dates.as_of(expires),
    }
    name, today = acting(actor), dates.as_of(None)
    with opened(register) as store, store.writing(name) as writer:
        made = waiving.propose(writer, stated, house=house, today=today)
    click.echo(t("waive.proposed" if house.four_eyes else "waive.approved", id=made))


@click.command()
@click.argument("waiver_id")
@click.option("--reason")
@common
def approve(
    *,
    waiver_id: str,
    reason: str | None,
    register: str | None,
    actor: str | None,
    profile: str,
    rule_folders: tuple[Path, ...],
    lang: Lang,
    debug: bool,
) -> None:
    """Approve a waiver, by default of somebody else."""
    from wagecheck.cli import dates  # noqa: PLC0415
    from wagecheck.tasks import waiving  # noqa: PLC0415

    house, name = WaiverHouse.of(profile, rule_folders), acting(actor)
    with opened(register, create=False) as store, store.writing(name) as writer:
        waiving.approve(writer, waiver_id, reason=reason, house=house, today=dates.as_of(None))
    click.echo(Wording(lang)("waive.approved", id=waiver_id.strip().upper()))


@click.command()
@click.argument("waiver_id")
@click.option("--reason", required=True)
@common
def end(
    *,
    waiver_id: str,
    reason: str,
    register: str | None,
    actor: str | None,
    profile: str,
    rule_folders: tuple[Path, ...],
    lang: Lang,
    debug: bool,
) -> None:
    """End a waiver, or turn a proposal down."""
    from wagecheck.register import waivers  # noqa: PLC0415

    with opened(register, create=False) as store, store.writing(acting(actor)) as writer:
        waivers.end(writer, waiver_id, reason=reason)
    click.echo(Wording(lang)("waive.ended", id=waiver_id.strip().upper()))


@click.command("list")
@click.option("--state", type=click.Choice(_STATES))
@click.option("--as-of", "as_of")
@json_option
@common
def list_waivers(
    *,
    state: str | None,
    as_of: str | None,
    as_json: bool,
    register: str | None,
    actor: str | None,
    profile: str,
    rule_folders: tuple[Path, ...],
    lang: Lang,
    debug: bool,
) -> None:
    """List waivers."""
    from wagecheck.cli import dates  # noqa: PLC0415
    from wagecheck.cli.screen import table  # noqa: PLC0415
    from wagecheck.cli.streams import echo_json  # noqa: PLC0415
    from wagecheck.tasks import waiver_list  # noqa: PLC0415

    t, day = Wording(lang), dates.as_of(as_of)
    with opened(register, create=False) as store, store.reading() as reader:
        rows = waiver_list.listed(reader, day, state=state)
    if as_json:
        echo_json(rows)
        return
    if not rows:
        click.echo(t("waive.none"))
        return
    names = (
        "id", "state", "rule", "contractor", "project", "period", "reason", "expires_on", "proposed_by", "approved_by",
    )  # fmt: skip
    table(
        [t(f"waive.field_{name}") for name in names],
        [[t(f"waive.state_{row['state']}") if name == "state" else row[name] for name in names] for row in rows],
    )


def _asked(given: str | None, key: str, t: Wording) -> str | None:
    """What was given, else what is typed where a person sits at the screen."""
    if given is not None or not terminal():
        return given
    return str(click.prompt(t(key)))
