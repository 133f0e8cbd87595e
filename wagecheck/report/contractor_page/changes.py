"""What changed since an earlier check, for one contractor. Reads ``manifest["compared"]`` (``comparison.told``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from wagecheck.report.page_size import Limits, clipped
from wagecheck.result import Result
from wagecheck.wording import Wording

Row = dict[str, Any]


def changes(compared: object, t: Wording) -> str | None:
    """The sentence on what changed over all contractors, None when nothing was compared."""
    if not isinstance(compared, dict):
        return None
    return t("page.changed_text", new=compared["new"], open=compared["open"], fixed=compared["fixed"])


@dataclass(frozen=True)
class Changes:
    """What became of the findings of one contractor; ``told`` is None where nothing was compared."""

    told: Mapping[str, Any] | None = None
    new: frozenset[str] = frozenset()
    """Fingerprints of findings that were not there before."""
    first_looked: frozenset[str] = frozenset()
    """Those of them about what the earlier check had not judged."""
    fixed: list[Row] = field(default_factory=list)
    unseen: int = 0
    """Gone, but not looked at again: not fixed."""
    unmatched: frozenset[str] = frozenset()
    """Fingerprints of findings that cannot be matched with earlier ones, because the worker keys differ."""

    @classmethod
    def of_contractor(cls, result: Result, project: str, contractor: str) -> Changes:
        """Those of one contractor of one project."""
        told = result.manifest.get("compared")
        if not isinstance(told, Mapping):
            return cls()

        def mine(name: str) -> list[Row]:
            rows = told.get(name, ())
            return [row for row in rows if (row["project"], row["contractor"]) == (project, contractor)]

        fixed = sorted(mine("fixed_findings"), key=lambda row: (row["rule"], row["period"] or "", row["worker"] or ""))
        new, first = (frozenset(told.get(f"{name}_fingerprints", ())) for name in ("new", "first_looked"))
        unmatched = frozenset(told.get("unmatched_fingerprints", ()))
        return cls(told, new, first, fixed, len(mine("unseen_findings")), unmatched)

    def of(self, fingerprint: str) -> str | None:
        """``new``, ``first`` (first looked at now) or None."""
        if fingerprint not in self.new:
            return None
        return "first" if fingerprint in self.first_looked else "new"

    def view(self, findings: pl.DataFrame, result: Result, limits: Limits, t: Wording) -> Row:
        """The counts, the findings that are fixed, and the sentences about them; ``findings`` are the contractor's."""
        if self.told is None:
            return {"sentence": t("page.changed_none"), "notes": [], "fixed": [], "fixed_total": 0}
        marks = findings.select("fingerprint", waived=pl.col("state") == "waived").unique("fingerprint")
        unsure = pl.col("fingerprint").is_in(list(self.unmatched))
        lost = marks.filter(unsure).height
        marks = marks.filter(~unsure)
        fresh = pl.col("fingerprint").is_in(list(self.new))
        counts = {
            "new": marks.filter(fresh & ~pl.col("waived")).height,
            "open": marks.filter(~fresh & ~pl.col("waived")).height,
            "fixed": len(self.fixed),
            "waived": marks.filter("waived").height,
        }
        said = t("page.changed_counts", **counts)
        day = self.told.get("earlier_as_of")
        first = marks.filter(pl.col("fingerprint").is_in(list(self.first_looked))).height
        notes = [t("page.changed_first", count=first)] if first else []
        notes += [t("page.changed_unseen", count=self.unseen)] if self.unseen else []
        notes += [t("page.changed_unmatched", count=lost)] if lost else []
        titles = {rule.id: t.pick(rule.title, rule.title_en) for rule in result.rules}
        return {
            "sentence": t("page.changed_since", day=day) + said if day else said,
            "notes": notes,
            "fixed": [
                {
                    **{key: clipped(row.get(key), limits) for key in ("rule", "period", "worker", "id_tail")},
                    "title": titles.get(row["rule"], ""),
                    "message": clipped(t.pick(row.get("message"), row.get("message_en")), limits),
                }
                for row in self.fixed[: limits.lines]
            ],
            "fixed_total": len(self.fixed),
        }
