"""``blacklist evidence``: files that prove an entry, by their hash."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wagecheck.cli.blacklist.options import acting, common, json_option, opened
from wagecheck.cli.shared_options import group_options

if TYPE_CHECKING:
    from wagecheck.wording import Lang

_STORE = click.option("--store", type=click.Path(path_type=Path))
_KINDS = {"E": "entry", "O": "order", "V": "verdict", "W": "waiver"}


@click.group("evidence")
@group_options
def evidence() -> None:
    """Evidence files, by their hash."""


@evidence.command("add")
@click.argument("record_id")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--note")
@_STORE
@common
def add(
    record_id: str,
    file: Path,
    note: str | None,
    store: Path | None,
    register: str | None,
    actor: str | None,
    lang: Lang,
    debug: bool,
) -> None:
    """Record the hash of a file and keep a copy."""
    from wagecheck.register import evidence as proofs  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t = Wording(lang)
    kind = _KINDS.get(record_id.strip()[:1].upper(), "entry")
    with opened(register, create=False) as kept, kept.writing(acting(actor)) as writer:
        done = proofs.attach(writer, kind=kind, about=record_id, path=file, place=proofs.folder(kept, store), note=note)
    click.echo(t("register.attached" if done.new else "register.attached_already", id=done.id, file=file.name))
    if done.kept is None:
        click.echo(t("register.not_kept"))
    else:
        click.echo(t("register.kept_at", path=done.kept.parent))


@evidence.command("list")
@click.argument("record_id")
@_STORE
@json_option
@common
def list_evidence(
    record_id: str,
    store: Path | None,
    as_json: bool,
    register: str | None,
    actor: str | None,
    lang: Lang,
    debug: bool,
) -> None:
    """List the files and check the copies again."""
    from wagecheck.cli.blacklist import screen  # noqa: PLC0415
    from wagecheck.privacy import Masker  # noqa: PLC0415
    from wagecheck.register import evidence as proofs  # noqa: PLC0415
    from wagecheck.register import shown  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t = Wording(lang)
    with opened(register, create=False) as kept, kept.reading() as reader:
        kind = _KINDS.get(record_id.strip()[:1].upper(), "entry")
        found = proofs.of(reader, reader.get(kind, record_id)["id"], proofs.folder(kept, store))
    if as_json:
        screen.echo_json([{**shown.masked(one, Masker(b"")), "check": check} for one, check in found])
    elif not found:
        click.echo(t("register.no_evidence", id=record_id.strip().upper()))
    else:
        for one, check in ((shown.masked(one, Masker(b"")), check) for one, check in found):
            click.echo(t(f"register.evidence_{check}", id=one["id"], file=one["file"], sha256=one["sha256"]))
    if any(check in ("changed", "missing") for _, check in found):
        raise SystemExit(1)
