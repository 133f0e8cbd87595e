"""Whether a contractor or its people stand on a list. Reads ``manifest["listings"]`` (``judging.listings``)."""

from __future__ import annotations

from typing import Any, Final

from wagecheck.report.page_size import Limits, clipped
from wagecheck.result import Result
from wagecheck.wording import Wording

Row = dict[str, Any]
#: Kinds of match that say that it is the same company; all others ask to be verified.
_SURE: Final = ("uscc", "decided")


def status(result: Result, project: str, contractor: str, uscc: str | None, limits: Limits, t: Wording) -> Row:
    """``sentence``, its ``tone``, ``notes`` and the ``rows`` of entries that may mean the contractor or its people."""
    told = result.manifest.get("listings")
    if not told or not told["compared"]:
        reason = t.pick(told["reason"], told["reason_en"]) if told else t("page.listed_no_list")
        return {
            "tone": "grey",
            "sentence": t("page.listed_unknown", reason=reason),
            "notes": [],
            "rows": [],
            "total": 0,
        }
    site = (project, contractor)
    mine = [row for row in told["entries"] if (row["project"], row["contractor"]) == site]
    tone = next((name for name in ("red", "orange", "grey") if any(_tone(row) == name for row in mine)), "green")
    register = result.manifest.get("register") or {}
    compared = t("page.listed_compared", place=register.get("place") or "", entries=register.get("entries") or 0)
    notes = [compared]
    if not uscc:
        notes.append(t("page.listed_no_code"))
    if site in [(row["project"], row["contractor"]) for row in told["unknown"]]:
        notes.append(t("page.listed_no_legal_rep"))
    return {
        "tone": tone,
        "sentence": _sentence(tone, mine, limits, t),
        "notes": notes,
        "rows": [_row(row, limits, t) for row in mine[: limits.lines]],
        "total": len(mine),
    }


def _sentence(tone: str, mine: list[Row], limits: Limits, t: Wording) -> str:
    """The first of the gravest entries in words, and how many there are."""
    gravest = [row for row in mine if _tone(row) == tone]
    if tone == "red":
        said = t("page.listed_red", **_row(gravest[0], limits, t))
        return said + (t("page.listed_more", count=len(mine) - 1) if len(mine) > 1 else "")
    return t(f"page.listed_{tone}", count=len(gravest))


def _tone(row: Row) -> str:
    """Red: on a list in force, for sure · orange: perhaps, to be verified · grey: only entries of the past."""
    if row["in_force"] is False:
        return "grey"
    sure = row["role"] == "company" and (row["match"] in _SURE or row["decided"])
    return "red" if sure and row["in_force"] else "orange"


def _row(row: Row, limits: Limits, t: Wording) -> Row:
    force = {True: "yes", False: "no", None: "unknown"}[row["in_force"]]
    match = "decided" if row["decided"] else row["match"]
    return {
        "tone": _tone(row),
        "whom": t(f"page.listed_role_{row['role']}") + (f" {row['name']}" if row["name"] else ""),
        "list": row["list_title"],
        "entry": clipped(row["entry_name"], limits),
        "decision": " ".join(part for part in (row["decision_no"], row["authority"]) if part),
        "match": t(f"page.listed_match_{match}"),
        "from": row["from"] or t("page.listed_day_unknown"),
        "to": row["to"] or t("page.listed_no_end"),
        "force": t(f"page.listed_force_{force}"),
    }
