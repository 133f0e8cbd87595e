"""The preview of a proposed profile: the newest month of every project judged by the one in force and by the new one.

Nothing is kept and nothing is marked: what comes out is one JSON file beside the setting, for the people who decide.
Both judgements are made now, on the same day, with the same register: only the profile differs.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from wagecheck.desk.desk import Desk
from wagecheck.desk.rulebook import profiles
from wagecheck.desk.rulebook.profiles import Chosen
from wagecheck.errors import WagecheckError
from wagecheck.register import settings
from wagecheck.register.credentials import moment
from wagecheck.tasks import check, profile_effect
from wagecheck.wording import Wording

TASK: Final = "preview"
_FILE: Final = "preview.json"
#: What is told while it runs: step, done, whole.
Telling = Callable[[str, int, int], None]


@dataclass(frozen=True)
class _Case:
    """A site, and its newest checked hand-in."""

    site: Mapping[str, Any]
    hand_in: Mapping[str, Any]


def run(desk: Desk, setting_id: str, telling: Telling | None = None) -> None:
    """Makes the preview of a setting; a project that cannot be judged is told, the others go on."""
    with desk.register.reading() as reader:
        setting = reader.get("setting", setting_id)
        now = settings.in_force(reader)
        sites = {site["id"]: site for site in reader.all("site", state="open")}
        checked = reader.all("hand_in", state="checked")
    cases = _newest(sites, checked)
    chosen = cases[: desk.settings.limits.preview_projects]
    before, after = profiles.of(desk, now), profiles.of(desk, setting)
    told = []
    for done, case in enumerate(chosen):
        if telling is not None:
            telling("judging", done, len(chosen))
        told.append(_case(desk, case, before, after))
    _put(
        desk.store.setting(setting["id"]) / _FILE,
        {
            "setting": setting["id"],
            "against": None if now is None else now["id"],
            "made_at": moment(desk.clock()),
            "as_of": desk.today().isoformat(),
            "projects": told,
            "without": sorted(site["name"] for key, site in sites.items() if key not in {c.site["id"] for c in cases}),
            "beyond": [case.site["name"] for case in cases[len(chosen) :]],
        },
    )


def made(desk: Desk, setting_id: str) -> dict[str, Any] | None:
    """The preview of a setting; None where there is none (yet)."""
    try:
        told = json.loads((desk.store.setting(setting_id) / _FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return dict(told) if isinstance(told, dict) else None


def _newest(sites: Mapping[str, Any], checked: Iterable[Mapping[str, Any]]) -> list[_Case]:
    """The hand-in of the latest period of every open site, the last one handed in for it; the latest periods first."""
    newest: dict[str, Mapping[str, Any]] = {}
    for one in sorted(checked, key=_order):
        newest[one["site"]] = one
    found = [_Case(sites[site], one) for site, one in newest.items() if site in sites]
    return sorted(found, key=lambda case: _order(case.hand_in), reverse=True)


def _order(hand_in: Mapping[str, Any]) -> tuple[Any, int]:
    return hand_in["last_day"], int(str(hand_in["id"])[1:])


def _case(desk: Desk, case: _Case, before: Chosen, after: Chosen) -> dict[str, Any]:
    told: dict[str, Any] = {
        "site": case.site["id"],
        "name": case.site["name"],
        "hand_in": case.hand_in["id"],
        "period": [case.hand_in["first_day"].isoformat(), case.hand_in["last_day"].isoformat()],
    }
    try:
        with tempfile.TemporaryDirectory(prefix="wagecheck-preview-") as folder:
            results = [
                _judged(desk, case, chosen, Path(folder) / name)
                for name, chosen in (("before", before), ("after", after))
            ]
    except WagecheckError as error:
        return {**told, "failed": [error.text("zh"), error.text("en")]}
    return {**told, **profile_effect.effect(*results)}


def _judged(desk: Desk, case: _Case, chosen: Chosen, out: Path) -> Any:
    hand_in = case.hand_in
    files = desk.store.hand_in(hand_in["id"])
    return check.run(
        [files.given],
        out,
        as_of=desk.today(),
        t=Wording("zh"),
        clock=desk.clock,
        period=(hand_in["first_day"], hand_in["last_day"]),
        project_name=case.site["name"],
        register=desk.place.register,
        site=case.site["id"],
        mapping_file=files.mapping if files.mapping.is_file() else None,
        rule_folders=chosen.folders,
        profile=chosen.name,
        formats=(),
        annotate=False,
        jobs=desk.settings.limits.check_jobs,
    )


def _put(target: Path, told: Mapping[str, Any]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = target.with_name(f"{target.name}.part")
    part.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
    part.replace(target)
