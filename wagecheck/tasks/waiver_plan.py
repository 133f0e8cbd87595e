"""What becomes of the rows of an action plan that the clerk filled in: which are proposals, which are not, and why."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from wagecheck.errors import InputError
from wagecheck.ledgers.companies import company_key
from wagecheck.register import reasons
from wagecheck.tasks import waiving
from wagecheck.wording import Wording

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from wagecheck.register.action_plan import Row
    from wagecheck.register.writer import Writer
    from wagecheck.tasks.house import WaiverHouse


def findings(path: Path) -> dict[str, Mapping[str, Any]]:
    """Fingerprint → finding of a ``result.json``, or of the folder that holds one."""
    place = path / "result.json" if path.is_dir() else path
    try:
        data = json.loads(place.read_text("utf-8"))
        return {str(finding["fingerprint"]): finding for finding in data["findings"]}
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        zh, en = Wording("zh"), Wording("en")
        raise InputError(zh("waive.no_result", path=place), en("waive.no_result", path=place)) from error


def judged(
    rows: list[Row],
    found: Mapping[str, Mapping[str, Any]],
    standing: Collection[Mapping[str, Any]],
    house: WaiverHouse,
    today: dt.date,
) -> list[dict[str, Any]]:
    """What becomes of every row: ``status`` (a key ``plan_…`` of the wording) and, for new ones, the waiver."""
    taken = {str(waiver["fingerprint"]): str(waiver["id"]) for waiver in standing if waiver["fingerprint"]}
    until = {str(waiver["fingerprint"]): waiver["expires_on"] for waiver in standing}
    told = []
    for row in rows:
        finding = found.get((row.fingerprint or "").strip().lower())
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


def propose(writer: Writer, told: Iterable[dict[str, Any]], *, house: WaiverHouse, today: dt.date) -> None:
    """Proposes what ``judged`` found to be new, and writes the ids into it."""
    for one in told:
        if one["status"] == "new":
            one["id"] = waiving.propose(writer, one["waiver"], house=house, today=today)


def _status(row: Row, finding: Mapping[str, Any], house: WaiverHouse, today: dt.date) -> str:
    if _of_another(row, finding):
        return "mixed"
    if house.barred(finding["rule"], finding["kind"]):
        return "barred"
    if not reasons.says_something(row.reason):
        return "no_reason"
    if row.deadline is None:
        return "bad_date" if row.deadline_said else "no_date"
    if row.deadline < today:
        return "past"
    latest = house.latest(today)
    return "too_long" if latest is not None and row.deadline > latest else "new"


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


def shown(one: Mapping[str, Any]) -> dict[str, Any]:
    """What is told of a row, without the numbers of people that somebody wrote into it."""
    from wagecheck.privacy import Masker  # noqa: PLC0415
    from wagecheck.register.shown import masked  # noqa: PLC0415

    return masked({key: value for key, value in one.items() if key != "waiver"}, Masker(b""))
