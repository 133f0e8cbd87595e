"""``waive plan``: proposals from the action plan that the clerk filled in."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wagecheck.cli.register_options import acting, opened
from wagecheck.cli.shared_options import json_option
from wagecheck.cli.waive.options import House, common
from wagecheck.ledgers.companies import company_key
from wagecheck.wording import Lang, Wording

if TYPE_CHECKING:
    from wagecheck.register.action_plan import Row


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

    t, today, name = Wording(lang), dates.as_of(None), acting(actor)
    rows = action_plan.read(file)
    findings = _findings(result_file or file.parent / "result.json")
    house = House.of(profile, rule_folders)
    standing: list[dict[str, Any]] = []
    if yes:
        with opened(register) as kept, kept.writing(name) as writer:
            standing = waivers.standing(writer, today)
            told = _judged(rows, findings, standing, house, today)
            for one in told:
                if one["status"] == "new":
                    one["id"] = waivers.propose(writer, one["waiver"], today=today)
                    if not house.four_eyes:
                        waivers.approve(writer, one["id"], reason=None, four_eyes=False, today=today)
    else:
        if _is_there(register):
            with opened(register, create=False) as kept, kept.reading() as reader:
                standing = waivers.standing(reader, today)
        told = _judged(rows, findings, standing, house, today)
    if as_json:
        echo_json([_shown(one) for one in told])
    else:
        _show(told, t, written=yes, four_eyes=house.four_eyes)
    raise SystemExit(0 if all(one["status"] in ("new", "already") for one in told) else 1)


def _is_there(given: str | None) -> bool:
    """Whether there is a register to look into; a trial makes none."""
    from wagecheck.register import place  # noqa: PLC0415

    url = place.resolve(place.named(given))
    return url.get_backend_name() != "sqlite" or Path(str(url.database)).exists()


def _findings(path: Path) -> dict[str, Mapping[str, Any]]:
    """Fingerprint → finding of a ``result.json``, or of the folder that holds one."""
    from wagecheck.errors import InputError  # noqa: PLC0415

    place = path / "result.json" if path.is_dir() else path
    try:
        data = json.loads(place.read_text("utf-8"))
        return {str(finding["fingerprint"]): finding for finding in data["findings"]}
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        zh, en = Wording("zh"), Wording("en")
        raise InputError(zh("waive.no_result", path=place), en("waive.no_result", path=place)) from error


def _judged(
    rows: list[Row],
    findings: Mapping[str, Mapping[str, Any]],
    standing: Collection[Mapping[str, Any]],
    house: House,
    today: dt.date,
) -> list[dict[str, Any]]:
    """What becomes of every row: ``status`` (a key ``plan_…`` of the wording) and, for new ones, the waiver."""
    taken = {str(waiver["fingerprint"]): str(waiver["id"]) for waiver in standing if waiver["fingerprint"]}
    until = {str(waiver["fingerprint"]): waiver["expires_on"] for waiver in standing}
    told = []
    for row in rows:
        finding = findings.get((row.fingerprint or "").strip().lower())
        one: dict[str, Any] = {
            "place": row.place,
            "fingerprint": row.fingerprint,
            "rule": row.rule if finding is None else finding["rule"],
            "contractor": row.contractor if finding is None else finding["contractor"],
            "reason": row.reason,
            "responsible": row.responsible,
            "deadline": row.deadline or row.deadline_said,
            "status": "unknown" if finding is None else _status(row, finding, house, today),
            "id": None,
        }
        if finding is not None and finding["fingerprint"] in taken:
            agreed = row.deadline in (None, until[finding["fingerprint"]])
            one["status"] = "already" if agreed else "other_date"
            one["id"] = taken[finding["fingerprint"]]
        if finding is not None and one["status"] == "new":
            one["waiver"] = _waiver(row, finding)
            taken[finding["fingerprint"]], until[finding["fingerprint"]] = "", row.deadline
        told.append(one)
    return told


def _status(row: Row, finding: Mapping[str, Any], house: House, today: dt.date) -> str:
    if _of_another(row, finding):
        return "mixed"
    if house.barred(finding["rule"], finding["kind"]):
        return "barred"
    if row.reason is None:
        return "no_reason"
    if row.deadline is None:
        return "bad_date" if row.deadline_said else "no_date"
    return "past" if row.deadline < today else "new"


def _of_another(row: Row, finding: Mapping[str, Any]) -> bool:
    """Whether the row names another rule or company than the finding of its fingerprint: columns sorted apart."""
    rule, contractor = (row.rule or "").strip().upper(), company_key(row.contractor)
    return bool((rule and rule != finding["rule"]) or (contractor and contractor != company_key(finding["contractor"])))


def _waiver(row: Row, finding: Mapping[str, Any]) -> dict[str, Any]:
    """The fingerprint says which finding; it needs no worker and no period beside it."""
    measure = f"；整改措施：{row.measure}" if row.measure else ""
    return {
        "rule": finding["rule"],
        "contractor": finding["contractor"],
        "project": finding["project"],
        "fingerprint": finding["fingerprint"],
        "reason": f"{row.reason}{measure}",
        "responsible": row.responsible,
        "expires_on": row.deadline,
    }


def _shown(one: Mapping[str, Any]) -> dict[str, Any]:
    """What is told of a row, without the numbers of people that somebody wrote into it."""
    from wagecheck.privacy import Masker  # noqa: PLC0415
    from wagecheck.register import shown  # noqa: PLC0415

    return shown.masked({key: value for key, value in one.items() if key != "waiver"}, Masker(b""))


def _show(told: list[dict[str, Any]], t: Wording, *, written: bool, four_eyes: bool) -> None:
    from wagecheck.cli.blacklist.screen import table  # noqa: PLC0415

    if not told:
        click.echo(t("waive.plan_empty"))
        return
    names = ("place", "rule", "contractor", "reason", "responsible", "deadline", "status")
    table(
        [t(f"waive.field_{name}") for name in names],
        [
            [t(f"waive.plan_{one['status']}", id=one["id"] or "") if name == "status" else one[name] for name in names]
            for one in map(_shown, told)
        ],
    )
    new = sum(one["status"] == "new" for one in told)
    key = "waive.plan_dry" if not written else "waive.plan_written" if four_eyes else "waive.plan_written_alone"
    click.echo(t(key, count=new, left=len(told) - new))
