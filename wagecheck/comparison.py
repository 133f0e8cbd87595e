"""What changed between two results: new, still open, fixed. Findings are the same where their fingerprints are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

#: Outcomes that are verdicts.
DECIDED: Final = ("pass", "fail", "waived")
#: project, contractor, period, rule
Verdict = tuple[str | None, str | None, str | None, str]
Finding = dict[str, Any]


@dataclass(frozen=True)
class Judged:
    """Findings of a result, what it came to a verdict about, and its rules that are judged once per run."""

    findings: Sequence[Finding]
    assessed: set[Verdict]
    standing: frozenset[str]

    def looked_at(self, finding: Mapping[str, Any]) -> bool:
        """Whether the rule of a finding of another result was judged here, for the same contractor (and period)."""
        site = (finding["project"], finding["contractor"])
        if finding["rule"] in self.standing:
            return any((*verdict[:2], verdict[3]) == (*site, finding["rule"]) for verdict in self.assessed)
        return (*site, finding["period"], finding["rule"]) in self.assessed


@dataclass(frozen=True)
class Comparison:
    """Findings by what became of them; ``unseen``: gone, but not looked at again, so not fixed."""

    new: list[Finding]
    open: list[Finding]
    fixed: list[Finding]
    unseen: list[Finding]


def of_result(data: Mapping[str, Any]) -> Judged:
    """A ``result.json``."""
    assessed = {
        (row["project"], row["contractor"], row["period"], row["rule"])
        for row in data["outcomes"]
        if row["outcome"] in DECIDED
    }
    return Judged(data["findings"], assessed, frozenset(rule["id"] for rule in data["rules"] if rule["standing"]))


def compare(old: Judged, new: Judged) -> Comparison:
    """What became of the old findings in the new result, and which are new; sorted by fingerprint."""
    before = {str(finding["fingerprint"]): finding for finding in old.findings}
    now = {str(finding["fingerprint"]): finding for finding in new.findings}
    gone = [before[mark] for mark in sorted(before.keys() - now.keys())]
    return Comparison(
        new=[now[mark] for mark in sorted(now.keys() - before.keys())],
        open=[now[mark] for mark in sorted(now.keys() & before.keys())],
        fixed=[finding for finding in gone if new.looked_at(finding)],
        unseen=[finding for finding in gone if not new.looked_at(finding)],
    )
