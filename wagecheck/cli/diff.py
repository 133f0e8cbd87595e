"""``wagecheck diff``: what is new, still open, fixed and waived between two results, from files or the register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from wagecheck.cli.register_options import register_option
from wagecheck.cli.shared_options import json_option, lang_options
from wagecheck.cli.streams import echo_json

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    from wagecheck.cli import earlier  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t = Wording(lang)
    before, now = earlier.load(old, register, []), earlier.load(new, register, [])
    found = comparison.compare(before, now)
    if as_json:
        echo_json(_data(found, before, now))
    else:
        _show(found, before, now, t)
    raise SystemExit(1 if found.new or found.unwaived else 0)


def _data(found: Comparison, before: Judged, now: Judged) -> dict[str, Any]:
    lists = found.lists()
    return {
        "old": {"as_of": before.as_of, "run": before.run},
        "new_result": {"as_of": now.as_of, "run": now.run},
        "counts": {name: len(findings) for name, findings in lists.items()},
        **lists,
        "first_looked": sorted(found.first_looked),
        "waived_new": sorted(found.waived_new),
    }


def _show(found: Comparison, before: Judged, now: Judged, t: Wording) -> None:
    lists = found.lists()
    if before.as_of and now.as_of:
        click.echo(t("diff.days", old=before.as_of, new=now.as_of))
    click.echo(t("diff.summary", **{name: len(findings) for name, findings in lists.items()}))
    if found.first_looked:
        click.echo(t("diff.first_looked", count=len(found.first_looked)))
    for name in ("new", "unwaived", "open", "fixed", "waived", "still_waived", "unseen"):
        if lists[name]:
            click.echo("\n" + t(f"diff.{name}", count=len(lists[name])))
            for line in _lines(lists[name], t):
                click.echo("  " + line)


def _lines(findings: Iterable[dict[str, Any]], t: Wording) -> Iterable[str]:
    for finding in findings:
        # the message of a check kept with full numbers is not on record: its place stands for it
        told = t.pick(finding.get("message"), finding.get("message_en")) or finding.get("place")
        said = (finding["rule"], finding["contractor"], finding["period"], told)
        yield " · ".join(str(part) for part in said if part)
