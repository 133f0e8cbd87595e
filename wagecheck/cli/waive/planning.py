"""``waive plan``: proposals from the action plan that the clerk filled in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from wagecheck.cli.register_options import acting, opened
from wagecheck.cli.shared_options import json_option
from wagecheck.cli.waive.options import common
from wagecheck.tasks.house import WaiverHouse
from wagecheck.wording import Lang, Wording


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--result",
    "result_file",
    type=click.Path(path_type=Path),
)
@click.option("--yes", is_flag=True)
@json_option
@common
def plan(
    *,
    file: Path,
    result_file: Path | None,
    yes: bool,
    as_json: bool,
    register: str | None,
    actor: str | None,
    profile: str,
    rule_folders: tuple[Path, ...],
    lang: Lang,
    debug: bool,
) -> None:
    """Propose waivers from a filled action plan (findings.csv or findings.xlsx)."""
    from wagecheck.cli import dates  # noqa: PLC0415
    from wagecheck.cli.blacklist.screen import echo_json  # noqa: PLC0415
    from wagecheck.register import action_plan, waivers  # noqa: PLC0415
    from wagecheck.tasks import waiver_plan  # noqa: PLC0415

    t, today, name = Wording(lang), dates.as_of(None), acting(actor)
    rows = action_plan.read(file)
    findings = waiver_plan.findings(result_file or file.parent / "result.json")
    house = WaiverHouse.of(profile, rule_folders)
    standing: list[dict[str, Any]] = []
    if yes:
        with opened(register) as kept, kept.writing(name) as writer:
            standing = waivers.standing(writer, today)
            told = waiver_plan.judged(rows, findings, standing, house, today)
            waiver_plan.propose(writer, told, house=house, today=today)
    else:
        if _is_there(register):
            with opened(register, create=False) as kept, kept.reading() as reader:
                standing = waivers.standing(reader, today)
        told = waiver_plan.judged(rows, findings, standing, house, today)
    if as_json:
        echo_json([waiver_plan.shown(one) for one in told])
    else:
        _show(told, t, written=yes, four_eyes=house.four_eyes)
    raise SystemExit(0 if all(one["status"] in ("new", "already") for one in told) else 1)


def _is_there(given: str | None) -> bool:
    """Whether there is a register to look into; a trial makes none."""
    from wagecheck.register import place  # noqa: PLC0415

    url = place.resolve(place.named(given))
    return url.get_backend_name() != "sqlite" or Path(str(url.database)).exists()


def _show(told: list[dict[str, Any]], t: Wording, *, written: bool, four_eyes: bool) -> None:
    from wagecheck.cli.blacklist.screen import table  # noqa: PLC0415
    from wagecheck.tasks import waiver_plan  # noqa: PLC0415

    if not told:
        click.echo(t("waive.plan_empty"))
        return
    names = ("place", "rule", "contractor", "reason", "responsible", "deadline", "status")
    table(
        [t(f"waive.field_{name}") for name in names],
        [
            [t(f"waive.plan_{one['status']}", id=one["id"] or "") if name == "status" else one[name] for name in names]
            for one in map(waiver_plan.shown, told)
        ],
    )
    new = sum(one["status"] == "new" for one in told)
    key = "waive.plan_dry" if not written else "waive.plan_written" if four_eyes else "waive.plan_written_alone"
    click.echo(t(key, count=new, left=len(told) - new))
