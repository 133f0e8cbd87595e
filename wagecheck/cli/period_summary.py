"""``wagecheck summary``: the half-year or yearly report from the checks kept in the register."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wagecheck.cli.register_options import clock, register_option
from wagecheck.cli.shared_options import lang_options

if TYPE_CHECKING:
    from wagecheck.wording import Lang


@click.command("summary")
@click.option("--from", "first", required=True)
@click.option("--to", "last", required=True)
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True)
@click.option("--as-of", "as_of")
@register_option
@lang_options
def summary(first: str, last: str, out: Path, as_of: str | None, register: str | None, lang: Lang, debug: bool) -> None:
    """Write the half-year or yearly report from kept checks (html, docx)."""
    from wagecheck.cli import dates  # noqa: PLC0415
    from wagecheck.tasks import days, period_summary  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t = Wording(lang)
    months, day = days.months(first, last), dates.as_of(as_of)
    span = period_summary.write(out, months, t, day=day, register=register, clock=clock)
    if not span.sites.height:
        click.echo(t("period_report.nothing"))
    click.echo(t("period_report.written", path=out / "summary.html"))
