"""``blacklist order``: orders to pay by a deadline, which rule BL09 reads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wagecheck.cli.blacklist.options import House, acting, common, day, json_option, needed, opened, rules_options
from wagecheck.cli.shared_options import group_options

if TYPE_CHECKING:
    from wagecheck.wording import Lang

_COLUMNS = ("id", "state", "contractor", "uscc", "project", "order_no", "deadline", "amount", "settled_on")


@click.group("order")
@group_options
def order() -> None:
    """Orders to pay by a deadline."""


@order.command("add")
@click.option("--contractor")
@click.option("--uscc")
@click.option("--deadline")
@click.option("--amount")
@click.option("--project")
@click.option("--authority")
@click.option("--order-no")
@click.option("--ordered-on")
@click.option("--reason")
@rules_options
@common
def add(
    contractor: str | None,
    uscc: str | None,
    deadline: str | None,
    amount: str | None,
    project: str | None,
    authority: str | None,
    order_no: str | None,
    ordered_on: str | None,
    reason: str | None,
    profile: str,
    rule_folders: tuple[Path, ...],
    register: str | None,
    actor: str | None,
    lang: Lang,
    debug: bool,
) -> None:
    """Record an order."""
    from wagecheck.cli import dates  # noqa: PLC0415
    from wagecheck.tasks import ordering  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t, today = Wording(lang), dates.as_of(None)
    if not uscc:
        contractor = needed(contractor, "--contractor", "ask_contractor", t)
    given = {
        "contractor": contractor, "uscc": uscc, "project": project, "authority": authority, "order_no": order_no,
        "ordered_on": ordered_on, "deadline": needed(deadline, "--deadline", "ask_deadline", t), "amount": amount,
        "reason": reason,
    }  # fmt: skip
    values, house = ordering.stated(given), House.of(profile, rule_folders, today)
    with opened(register) as store, store.writing(acting(actor)) as writer:
        added = ordering.add(writer, values, house=house, today=today)
    click.echo(t("register.order_added", id=added, deadline=values["deadline"]))


@order.command("list")
@click.option("--open", "only_open", is_flag=True)
@json_option
@common
def list_orders(
    only_open: bool, as_json: bool, register: str | None, actor: str | None, lang: Lang, debug: bool
) -> None:
    """List orders."""
    from wagecheck.cli.blacklist import screen  # noqa: PLC0415
    from wagecheck.privacy import Masker  # noqa: PLC0415
    from wagecheck.register import shown, words  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    with opened(register, create=False) as store, store.reading() as reader:
        kept = reader.all("order", **({"state": "open"} if only_open else {}))
    kept = [shown.masked(one, Masker(b"")) for one in kept]
    if as_json:
        screen.echo_json(kept)
    elif not kept:
        click.echo(Wording(lang)("register.no_orders"))
    else:
        rows = ([screen.worded(one, lang)[name] for name in _COLUMNS] for one in kept)
        screen.table([words.title("field", name, lang) for name in _COLUMNS], rows)


@order.command("settle")
@click.argument("order_id")
@click.option("--on", "settled_on")
@click.option("--reason")
@rules_options
@common
def settle(
    order_id: str,
    settled_on: str | None,
    reason: str | None,
    profile: str,
    rule_folders: tuple[Path, ...],
    register: str | None,
    actor: str | None,
    lang: Lang,
    debug: bool,
) -> None:
    """Record that it was paid in full."""
    from wagecheck.cli import dates  # noqa: PLC0415
    from wagecheck.tasks import ordering  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t, today = Wording(lang), dates.as_of(None)
    on = day(needed(settled_on, "--on", "ask_settled_on", t))
    why = needed(reason, "--reason", "ask_reason", t)
    house = House.of(profile, rule_folders, today)
    with opened(register, create=False) as store, store.writing(acting(actor)) as writer:
        ordering.settle(writer, order_id, settled_on=on, reason=why, house=house, today=today)
    click.echo(t("register.order_settled", id=order_id.strip().upper(), on=on))


@order.command("revoke")
@click.argument("order_id")
@click.option("--reason")
@common
def revoke(order_id: str, reason: str | None, register: str | None, actor: str | None, lang: Lang, debug: bool) -> None:
    """Record that it was a mistake, or was taken back."""
    from wagecheck.register import orders  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t = Wording(lang)
    why = needed(reason, "--reason", "ask_reason", t)
    with opened(register, create=False) as store, store.writing(acting(actor)) as writer:
        orders.revoke(writer, order_id, reason=why)
    click.echo(t("register.order_revoked", id=order_id.strip().upper()))
