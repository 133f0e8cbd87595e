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
    help="只要其中几种，逗号分隔：identity,contract,roster,attendance,payroll,payment,notice,project",
)
@click.option("--contractor", "contractors", multiple=True, help="参建单位全称，可以写几次 contractor, may be repeated")
@click.option("--project", help="项目名称 name of the project")
@click.option("--period", help="工资期间 2026-11 或 2026-10-11..2026-11-10，决定考勤表的日期")
@click.option("--rows", type=click.IntRange(1, 2_000), default=50, show_default=True, help="每张表画几行空行")
@click.option("--force", is_flag=True, help="覆盖已有的同名文件 overwrite")
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
    """在 OUT 写一套空白表：每家参建单位一个文件夹（六种台账和银行代发明细），旁边是项目信息.xlsx。

    每个文件有填写说明、空白表、填写示例和下拉选项；填好以后整个文件夹可以直接核对：wagecheck check OUT -o 结果
    """
    from wagecheck import blanks  # noqa: PLC0415
    from wagecheck.cli import dates  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    days = dates.period(period)
    written = blanks.write(
        out,
        ledgers=blanks.LEDGERS if ledgers is None else ledgers.replace("，", ",").split(","),
        contractors=contractors,
        project=project,
        span=None if days is None else blanks.Span(*days),
        rows=rows,
        force=force,
    )
    t = Wording(lang)
    for path in written:
        click.echo(path)
    click.echo(t("cli.template_done", count=len(written), path=out))
