"""``wagecheck demo``: the samples that come with the product, end to end."""

from __future__ import annotations

from pathlib import Path

import click

from wagecheck.cli.shared_options import lang_options
from wagecheck.wording import Lang

#: The date the samples are judged by, so that the demo shows the same figures every day.
AS_OF = "2026-11-21"
SAMPLES = ("clean", "messy", "typical", "severe")


@click.command()
@click.option("-o", "--out", type=click.Path(path_type=Path), default=Path("out"), show_default=True)
@lang_options
def demo(out: Path, lang: Lang, debug: bool) -> None:
    """Check the samples, end to end (made-up people)."""
    from wagecheck import resources  # noqa: PLC0415
    from wagecheck.cli import dates, summary  # noqa: PLC0415
    from wagecheck.cli.register_options import clock  # noqa: PLC0415
    from wagecheck.tasks.check import FORMATS, run  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t = Wording(lang)
    samples = resources.folder("samples")
    click.echo(t("cli.demo_lead"))
    for name in SAMPLES:
        click.echo("\n" + t("cli.demo_sample", name=name, text=t(f"cli.demo_{name}")))
        register = samples / "blacklist.xlsx"
        result = run([samples / name], out / name, as_of=dates.as_of(AS_OF), register=register, t=t, clock=clock)
        summary.show(result, out / name, t, formats=FORMATS)
