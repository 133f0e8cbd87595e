"""``wagecheck sample``: a made-up submission, with the answers to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wagecheck.cli.shared_options import lang_options

if TYPE_CHECKING:
    from wagecheck.simulate.submission import Format, Layout
    from wagecheck.wording import Lang


@click.command()
@click.argument("out", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--workers",
    type=click.IntRange(1, 1_000_000),
)
@click.option("--contractors", type=click.IntRange(1, 5_000))
@click.option("--months", type=click.IntRange(1, 18), default=1, show_default=True)
@click.option("--defects", default="none", show_default=True)
@click.option("--format", "kind", type=click.Choice(["xlsx", "csv", "parquet"]), default="xlsx", show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--layout", type=click.Choice(["tidy", "messy"]), default="tidy", show_default=True)
@lang_options
def sample(
    out: Path,
    *,
    workers: int | None,
    contractors: int | None,
    months: int,
    defects: str,
    kind: Format,
    seed: int,
    layout: Layout,
    lang: Lang,
    debug: bool,
) -> None:
    """Write a made-up submission with its answers."""
    from wagecheck import simulate  # noqa: PLC0415
    from wagecheck.report import folder  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    simulate.ensure_free(out)
    with folder.added(out) as staging:
        simulate.write(
            staging,
            workers=workers,
            contractors=contractors,
            months=months,
            defects=defects,
            format=kind,
            seed=seed,
            layout=layout,
        )
    click.echo(Wording(lang)("cli.sample_done", path=out))
