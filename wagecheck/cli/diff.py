"""``wagecheck diff``: what is new, still open, fixed and waived between two results, from files or the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wagecheck.cli.register_options import clock, register_option
from wagecheck.cli.shared_options import json_option, lang_options
from wagecheck.cli.streams import echo_json

if TYPE_CHECKING:
    from wagecheck.comparison import Comparison, Judged
    from wagecheck.wording import Lang, Wording


@click.command()
@click.argument("old")
@click.argument("new")
@json_option
@register_option
@lang_options
def diff(old: str, new: str, as_json: bool, register: str | None, lang: Lang, debug: bool) -> None:
    """Compare two results: new, still open, fixed, waived."""
    from wagecheck import comparison  # noqa: PLC0415
    from wagecheck.tasks import differences, earlier  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t = Wording(lang)
    before, now = (earlier.load(one, register, [], clock=clock) for one in (old, new))
    found = comparison.compare(before, now)
    if as_json:
        echo_json(differences.plain(found, before, now))
    else:
        _show(found, before, now, t)
    raise SystemExit(1 if found.new or found.unwaived or found.unmatched else 0)


def _show(found: Comparison, before: Judged, now: Judged, t: Wording) -> None:
    from wagecheck.tasks import differences  # noqa: PLC0415

    lists = found.lists()
    if before.as_of and now.as_of:
        click.echo(t("diff.days", old=before.as_of, new=now.as_of))
    click.echo(t("diff.summary", **{name: len(findings) for name, findings in lists.items()}))
    if found.first_looked:
        click.echo(t("diff.first_looked", count=len(found.first_looked)))
    if found.unmatched:
        counts = {"count": len(found.unmatched), "before": len(found.unmatched_before)}
        click.echo(t("diff.other_key", **counts))
    for name in differences.KINDS:
        if lists[name]:
            click.echo("\n" + t(f"diff.{name}", count=len(lists[name])))
            for line in differences.lines(lists[name], t):
                click.echo("  " + line)
