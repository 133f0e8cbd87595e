"""``wagecheck letters``: a result folder in, letters out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wagecheck.cli.register_options import opened, register_option
from wagecheck.cli.shared_options import lang_options

if TYPE_CHECKING:
    import datetime as dt

    from wagecheck.report.letters.scene import Proposal
    from wagecheck.wording import Lang

KINDS = ("correction", "union", "advance", "listing", "evidence")


@click.command()
@click.argument("result", type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(KINDS),
)
@click.option("--as-of", "as_of")
@click.option("--first-number", type=click.IntRange(1, 9999), default=1, show_default=True)
@click.option("--packs", type=click.IntRange(0), default=200, show_default=True)
@register_option
@lang_options
def letters(
    result: Path,
    out: Path,
    kinds: tuple[str, ...],
    as_of: str | None,
    first_number: int,
    packs: int,
    register: str | None,
    lang: Lang,
    debug: bool,
) -> None:
    """Write letters from a result folder (docx, html)."""
    from wagecheck.cli import dates  # noqa: PLC0415
    from wagecheck.tasks import letters as writing  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t = Wording(lang)
    day: dt.date | None = None if as_of is None else dates.as_of(as_of)

    def waiting() -> tuple[Proposal, ...]:
        if register is None:
            return ()
        with opened(register, create=False) as store, store.reading() as reader:
            return writing.proposals(reader, lang)

    written = writing.write(
        result,
        out,
        t,
        kinds=kinds or KINDS,
        day=day,
        first_number=first_number,
        packs=packs,
        waiting=waiting,
    )
    click.echo(t("letter.written", count=len(written.letters), path=out / "index.html"))
    if written.left_out:
        click.echo(t("letter.left_out", count=written.left_out))
