"""``wagecheck diff``: what is new, still open and fixed between two results, from files or from the register."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wagecheck.cli.register_options import opened, register_option
from wagecheck.cli.shared_options import json_option, lang_options
from wagecheck.cli.streams import echo_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wagecheck.comparison import Comparison, Judged
    from wagecheck.wording import Lang, Wording


@click.command()
@click.argument("old", metavar="旧结果")
@click.argument("new", metavar="新结果")
@json_option
@register_option
@lang_options
def diff(old: str, new: str, as_json: bool, register: str | None, lang: Lang, debug: bool) -> None:
    """比较两次结果：新增、仍未解决、已解决。Each is a result folder, a result.json, or a kept run such as R12.

    退出码：0 没有新增 · 1 有新增 · 2 无法比较。
    """
    from dataclasses import asdict  # noqa: PLC0415

    from wagecheck import comparison  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t = Wording(lang)
    found = comparison.compare(_judged(old, register), _judged(new, register))
    if as_json:
        echo_json(asdict(found))
    else:
        _show(found, t)
    raise SystemExit(1 if found.new else 0)


def _judged(given: str, register: str | None) -> Judged:
    from wagecheck import comparison  # noqa: PLC0415
    from wagecheck.cli import earlier  # noqa: PLC0415

    if earlier.is_run(given):
        from wagecheck.register import runs  # noqa: PLC0415

        with opened(register, create=False) as store, store.reading() as reader:
            standing, assessed = runs.assessed(reader, given)
            return comparison.Judged(runs.earlier(reader, given)["findings"], assessed, standing)
    return comparison.of_result(earlier.read_result(Path(given)))


def _show(found: Comparison, t: Wording) -> None:
    click.echo(
        t("diff.summary", new=len(found.new), open=len(found.open), fixed=len(found.fixed), unseen=len(found.unseen))
    )
    for name, findings in (("new", found.new), ("fixed", found.fixed), ("unseen", found.unseen)):
        if findings:
            click.echo("\n" + t(f"diff.{name}", count=len(findings)))
            for line in _lines(findings):
                click.echo("  " + line)


def _lines(findings: Iterable[dict[str, Any]]) -> Iterable[str]:
    for finding in findings:
        said = (
            finding["rule"],
            finding["contractor"],
            finding["period"],
            finding.get("message") or finding.get("place"),
        )
        yield " · ".join(str(part) for part in said if part)
