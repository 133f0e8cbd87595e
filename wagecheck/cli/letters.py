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
    from wagecheck.report import folder, people  # noqa: PLC0415
    from wagecheck.report import letters as writing  # noqa: PLC0415
    from wagecheck.rulebook import letter_terms  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t = Wording(lang)
    day: dt.date | None = None if as_of is None else dates.as_of(as_of)
    ensure_ours(out, writing.INDEX)
    found = people.read(result)
    waiting = () if register is None else proposals(register, lang)
    with folder.fresh(out) as staging:
        written = writing.write(
            found,
            staging,
            letter_terms.load(),
            t,
            kinds=kinds or KINDS,
            day=day,
            first_number=first_number,
            packs=packs,
            proposals=waiting,
        )
    click.echo(t("letter.written", count=len(written.letters), path=out / "index.html"))
    if written.left_out:
        click.echo(t("letter.left_out", count=written.left_out))


def ensure_ours(out: Path, marker: str) -> None:
    """Raises OutputError when ``out`` is a file or holds something without our list ``marker``."""
    from wagecheck.errors import OutputError  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    if out.exists() and not out.is_dir():
        raise OutputError(*(Wording(lang)("cli.out_is_file", path=out) for lang in ("zh", "en")))
    if out.is_dir() and any(out.iterdir()) and not (out / marker).is_file():
        raise OutputError(*(Wording(lang)("letter.not_ours", path=out) for lang in ("zh", "en")))


def proposals(register: str, lang: Lang) -> tuple[Proposal, ...]:
    """Companies proposed for the group's list that nobody has decided about yet."""
    from wagecheck.register import words  # noqa: PLC0415
    from wagecheck.report.letters.scene import Proposal  # noqa: PLC0415

    with opened(register, create=False) as store, store.reading() as reader:
        waiting = reader.all("entry", list="group", subject="enterprise", state=["proposed", "under_review"])
    return tuple(
        Proposal(
            id=entry["id"],
            name=entry["name"] or "",
            uscc=entry["uscc"],
            state=words.title("state", entry["state"], lang),
            reason=entry["reason"] or "",
        )
        for entry in waiting
    )
