"""``blacklist verify``: the audit trail is walked and compared with the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wagecheck.cli.blacklist.options import common, json_option, opened

if TYPE_CHECKING:
    from wagecheck.wording import Lang


@click.command("verify")
@click.option("--head", "anchor")
@json_option
@common
def verify(anchor: str | None, as_json: bool, register: str | None, actor: str | None, lang: Lang, debug: bool) -> None:
    """Walk the audit trail and say where it was changed."""
    from wagecheck.cli.blacklist import screen  # noqa: PLC0415
    from wagecheck.register import audit  # noqa: PLC0415
    from wagecheck.tasks import trail_sentences  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t = Wording(lang)
    with opened(register, create=False) as store, store.reading() as reader:
        verified = audit.verify(reader, anchor=anchor.strip().lower() if anchor else None)
    if as_json:
        screen.echo_json(trail_sentences.plain(verified, t))
    else:
        for text in trail_sentences.breaks(verified.breaks, t):
            click.echo(text)
        click.echo(trail_sentences.summary(verified, t))
    if not verified.sound:
        raise SystemExit(1)
