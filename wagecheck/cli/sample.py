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
    show_default="60，缺陷需要更多人时自动增加",
    help="总人数，平均分到各单位",
)
@click.option("--contractors", type=click.IntRange(1, 2_000), default=3, show_default=True, help="参建单位个数")
@click.option("--months", type=click.IntRange(1, 18), default=1, show_default=True, help="到 2026-10 为止的月数")
@click.option("--defects", default="none", show_default=True, help="none、typical、all，或者规则编号，如 BK06,SU02")
@click.option(
    "--format", "kind", type=click.Choice(["xlsx", "csv"]), default="xlsx", show_default=True, help="台账格式"
)
@click.option("--seed", type=int, default=1, show_default=True, help="随机种子：相同则结果相同")
@click.option(
    "--layout", type=click.Choice(["tidy", "messy"]), default="tidy", show_default=True, help="整齐或杂乱的版式"
)
@lang_options
def sample(
    out: Path,
    *,
    workers: int | None,
    contractors: int,
    months: int,
    defects: str,
    kind: Format,
    seed: int,
    layout: Layout,
    lang: Lang,
    debug: bool,
) -> None:
    """在 OUT/submission 写一套虚构资料，在 OUT/answers.json 写应当查出的问题。

    人员、单位、号码都是虚构的。需要黑名单的缺陷（BL01–BL06、BL10）另写 OUT/黑名单.xlsx，核对时用 --register 指定。
    按 answers.json 里的 as_of 核对：wagecheck check OUT/submission -o 结果 --as-of 2026-11-21
    """
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
