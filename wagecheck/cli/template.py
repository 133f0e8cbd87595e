"""``wagecheck template``: blank workbooks to fill."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wagecheck.cli.shared_options import lang_options

if TYPE_CHECKING:
    from wagecheck.wording import Lang


@click.command()
@click.argument("out", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--ledger",
    "ledgers",
)
@click.option("--contractor", "contractors", multiple=True)
@click.option("--project")
@click.option("--period")
@click.option("--rows", type=click.IntRange(1, 2_000), default=50, show_default=True)
@click.option("--force", is_flag=True)
@lang_options
def template(
    out: Path,
    *,
    ledgers: str | None,
    contractors: tuple[str, ...],
    project: str | None,
    period: str | None,
    rows: int,
    force: bool,
    lang: Lang,
    debug: bool,
) -> None:
    """Write blank workbooks to fill."""
    from wagecheck import blanks  # noqa: PLC0415
    from wagecheck.tasks import days  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    asked = days.period(period)
    written = blanks.write(
        out,
        ledgers=blanks.LEDGERS if ledgers is None else ledgers.replace("，", ",").split(","),
        contractors=contractors,
        project=project,
        span=None if asked is None else blanks.Span(*asked),
        rows=rows,
        force=force,
    )
    t = Wording(lang)
    for path in written:
        click.echo(path)
    click.echo(t("cli.template_done", count=len(written), path=out))
