"""``wagecheck summary``: the half-year or yearly report from the checks kept in the register."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wagecheck.cli.register_options import opened, register_option
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
    from wagecheck.cli.letters import ensure_ours  # noqa: PLC0415
    from wagecheck.errors import InputError  # noqa: PLC0415
    from wagecheck.register import time_span  # noqa: PLC0415
    from wagecheck.report import folder, period_report  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t = Wording(lang)
    start, end = _month(first)[0], _month(last)[1]
    if start > end:
        said = {"first": first, "last": last}
        raise InputError(*(Wording(one)("period_report.from_after_to", **said) for one in ("zh", "en")))
    day = dates.as_of(as_of)
    ensure_ours(out, period_report.FIGURES)
    with opened(register, create=False) as store, store.reading() as reader:
        span = time_span.read(reader, start, end, as_of=day)
    with folder.fresh(out) as staging:
        period_report.write(span, staging, t, day=day)
    if not span.sites.height:
        click.echo(t("period_report.nothing"))
    click.echo(t("period_report.written", path=out / "summary.html"))


def _month(text: str) -> tuple[dt.date, dt.date]:
    from wagecheck.cli import dates  # noqa: PLC0415
    from wagecheck.errors import InputError  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    try:
        span = dates.period(text) if ".." not in text else None
    except InputError:
        span = None
    if span is None or span[0].day != 1 or len(text.strip()) > len("2026-01"):
        raise InputError(*(Wording(lang)("period_report.bad_month", text=text) for lang in ("zh", "en")))
    return span
