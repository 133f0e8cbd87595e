"""``blacklist verify``: the audit trail is walked and compared with the register."""

from __future__ import annotations

from dataclasses import asdict
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
    from wagecheck.wording import Wording  # noqa: PLC0415

    t = Wording(lang)
    with opened(register, create=False) as store, store.reading() as reader:
        verified = audit.verify(reader, anchor=anchor.strip().lower() if anchor else None)
    told = [
        t(f"verify.{found.code}", seq=found.seq, subject=found.subject, detail=found.detail)
        for found in verified.breaks
    ]
    if as_json:
        breaks = [{**asdict(found), "sentence": text} for found, text in zip(verified.breaks, told, strict=True)]
        screen.echo_json({
            "sound": verified.sound, "events": verified.events, "records": verified.records, "head": verified.head,
            "breaks": breaks,
        })  # fmt: skip
    else:
        for text in told:
            click.echo(text)
        key = "verified" if verified.sound else "verified_broken"
        click.echo(t(f"register.{key}", events=verified.events, records=verified.records, head=verified.head,
                     count=len(told)))  # fmt: skip
    if not verified.sound:
        raise SystemExit(1)
