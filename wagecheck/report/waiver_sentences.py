"""What became of the waivers, in sentences for pages and screens. Reads ``manifest["waivers"]``, nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wagecheck.wording import Wording

Told = Mapping[str, Any]


def by_id(told: Told | None) -> dict[str, Told]:
    """Waivers that fit, by their id."""
    return {waiver["id"]: waiver for waiver in (told or {}).get("used", ())}


def of_finding(waiver: Told | None, t: Wording) -> str | None:
    """Reason, approver and last day of the waiver of one finding; None where there is none."""
    if waiver is None:
        return None
    return t("waive.row_responsible" if waiver["responsible"] else "waive.row", **waiver)


def notes(
    ids: Iterable[str | None], rules: Iterable[str], stops: Iterable[str], told: Told | None, t: Wording
) -> list[str]:
    """How many findings are waived, and which of them would make red by themselves.

    ``ids`` and ``rules`` are those of the waived findings, one by one; ``stops`` are the rules that make red.
    """
    waivers, hard = by_id(told), set(stops)
    pairs = list(zip(ids, rules, strict=True))
    if not pairs:
        return []
    said = [t("waive.note", count=len(pairs))]
    stopping = [waiver for waiver, rule in pairs if rule in hard and waiver is not None]
    if stopping:
        joint = ", " if t.lang == "en" else "、"
        named = sorted(set(stopping), key=lambda text: (len(text), text))
        people = joint.join(dict.fromkeys(str(waivers[name]["approved_by"]) for name in named))
        said.append(t("waive.note_stops", count=len(stopping), approved_by=people, ids=joint.join(named)))
    return said


def problems(told: Told | None, t: Wording) -> list[str]:
    """Waivers that have expired, were not used, or speak of what is not there; one sentence each."""
    return [t(f"waive.problem_{waiver['problem']}", **waiver) for waiver in (told or {}).get("problems", ())]


def elsewhere(told: Told | None, t: Wording) -> str | None:
    """How many waivers speak of companies, projects or periods that were not handed in; None where none does."""
    ids = (told or {}).get("elsewhere", ())
    joint = ", " if t.lang == "en" else "、"
    return t("waive.elsewhere", count=len(ids), ids=joint.join(ids)) if ids else None
