"""What changed since an earlier result, by contractor: new, still open, fixed, waived."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

import polars as pl

from wagecheck.report.overview import amounts
from wagecheck.report.overview.amounts import SITE, Row
from wagecheck.result import Result
from wagecheck.wording import Wording

#: In the order in which people are told; the first four always, the others where there are any.
_KINDS: Final = ("new", "open", "fixed", "waived", "unwaived", "still_waived", "unseen", "unmatched")
_ALWAYS: Final = 4


def section(result: Result, t: Wording) -> Row | None:
    """Counts by contractor, the most new ones first; None where nothing was compared (``manifest["compared"]``)."""
    compared = result.manifest.get("compared")
    if not isinstance(compared, dict):
        return None
    kinds = [kind for at, kind in enumerate(_KINDS) if at < _ALWAYS or compared.get(kind)]
    counts = _counts(result, compared)
    groups = sorted({site for _, site in counts})
    rows: list[Row] = [
        {"project": project, "contractor": contractor, **{kind: counts[kind, (project, contractor)] for kind in kinds}}
        for project, contractor in groups
    ]
    rows.sort(key=lambda row: (-row["new"], -row["open"]))
    return {
        "kinds": kinds,
        "rows": rows[: amounts.MOST_ROWS],
        "total": len(rows),
        "sum": {kind: compared.get(kind, 0) for kind in kinds},
        "sentence": _sentence(compared, t),
    }


def _counts(result: Result, compared: dict[str, Any]) -> Counter[tuple[str, tuple[str, str]]]:
    """(kind, (project, contractor)) → findings."""
    marks = {
        mark: kind
        for kind in ("new", "waived", "unwaived", "unmatched")
        for mark in compared.get(f"{kind}_fingerprints", ())
    }  # fmt: skip
    found: Counter[tuple[str, tuple[str, str]]] = Counter()
    columns = [pl.col(SITE).fill_null(""), "fingerprint", "state"]
    for project, contractor, mark, state in result.findings.select(columns).iter_rows():
        kind = marks.get(mark) or ("still_waived" if state == "waived" else "open")
        found[kind, (project, contractor)] += 1
    for kind in ("fixed", "unseen"):
        for finding in compared.get(f"{kind}_findings", ()):
            found[kind, (str(finding.get("project") or ""), str(finding.get("contractor") or ""))] += 1
    return found


def _sentence(compared: dict[str, Any], t: Wording) -> str:
    since = compared.get("earlier_as_of")
    said = t("index.changed_since", as_of=since) if since else t("index.changed_last")
    said += t("index.changed_text", **{kind: compared.get(kind, 0) for kind in _KINDS[:_ALWAYS]})
    if compared.get("first_looked"):
        said += t("index.changed_first", count=compared["first_looked"])
    if compared.get("unwaived"):
        said += t("index.changed_unwaived", count=compared["unwaived"])
    if compared.get("unmatched"):
        said += t("index.changed_unmatched", count=compared["unmatched"], before=compared["unmatched_before"])
    return said + (t("index.changed_unseen", count=compared["unseen"]) if compared.get("unseen") else "")
