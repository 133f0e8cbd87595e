"""What changed between two results: new, still open, fixed, waived. Findings are the same where fingerprints are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Final

#: Outcomes that are verdicts.
DECIDED: Final = ("pass", "fail", "waived")
#: project, contractor, period, rule
Verdict = tuple[str | None, str | None, str | None, str]
Finding = dict[str, Any]
_WAIVED: Final = "waived"
#: What is compared of a finding and of an outcome: texts, or null.
_SUBJECT: Final = ("project", "contractor", "period", "rule")


@dataclass(frozen=True)
class Judged:
    """Findings of a result, what it came to a verdict about, and its rules that are judged once per run."""

    findings: Sequence[Finding]
    assessed: set[Verdict]
    """Empty where it is not known."""
    standing: frozenset[str]
    as_of: str | None = None
    """The day it was judged by, ISO 8601."""
    run: str | None = None
    """Its id in the register."""

    def looked_at(self, finding: Mapping[str, Any]) -> bool:
        """Whether the rule of a finding of another result was judged here, for the same contractor (and period)."""
        site = (finding["project"], finding["contractor"])
        if finding["rule"] in self.standing:
            return (*site, finding["rule"]) in self._in_any_period
        return (*site, finding["period"], finding["rule"]) in self.assessed

    @cached_property
    def _in_any_period(self) -> set[tuple[str | None, str | None, str]]:
        return {(project, contractor, rule) for project, contractor, _, rule in self.assessed}


@dataclass(frozen=True)
class Comparison:
    """Findings by what became of them; every finding of either result stands in exactly one list."""

    new: list[Finding]
    """Open now, and not there before."""
    open: list[Finding]
    """Open before and now."""
    fixed: list[Finding]
    """Gone, and looked at again."""
    waived: list[Finding]
    """Waived now, and not before: they were open, or were not there."""
    unwaived: list[Finding]
    """Waived before, open now."""
    still_waived: list[Finding]
    """Waived before and now."""
    unseen: list[Finding]
    """Gone, but not looked at again, so not fixed."""
    first_looked: frozenset[str] = frozenset()
    """Fingerprints of new ones about what the earlier result had come to no verdict on: perhaps not new at all."""
    waived_new: frozenset[str] = frozenset()
    """Fingerprints of waived ones that were not there before."""

    def lists(self) -> dict[str, list[Finding]]:
        """Name → findings, in the order in which people are told."""
        return {one.name: getattr(self, one.name) for one in fields(self) if one.type == "list[Finding]"}


def is_told(data: object) -> bool:
    """Whether these are the parts of a ``result.json`` that are compared, each of the kind that it should be."""
    if not isinstance(data, Mapping) or not isinstance(data.get("findings"), list):
        return False
    manifest = data.get("manifest", {})
    return (
        isinstance(manifest, Mapping)
        and isinstance(manifest.get("as_of"), str | None)
        and _all_told(data["findings"], *_SUBJECT, "fingerprint")
        and _all_told(data.get("outcomes", ()), *_SUBJECT, "outcome")
        and _all_told(data.get("rules", ()), "id", "standing")
    )


def _all_told(rows: object, *names: str) -> bool:
    """Whether every row has all these names, each a text, a truth or null."""
    return isinstance(rows, list | tuple) and all(
        isinstance(row, Mapping) and all(name in row and isinstance(row[name], str | bool | None) for name in names)
        for row in rows
    )


def of_result(data: Mapping[str, Any]) -> Judged:
    """A ``result.json``."""
    assessed = {
        (row["project"], row["contractor"], row["period"], row["rule"])
        for row in data.get("outcomes", ())
        if row["outcome"] in DECIDED
    }
    standing = frozenset(rule["id"] for rule in data.get("rules", ()) if rule["standing"])
    return Judged(data["findings"], assessed, standing, data.get("manifest", {}).get("as_of"))


def compare(old: Judged, new: Judged) -> Comparison:
    """What became of the old findings in the new result, and which are new; sorted by fingerprint."""
    before, now = _by_mark(old.findings), _by_mark(new.findings)
    came = [now[mark] for mark in sorted(now.keys() - before.keys())]
    gone = [before[mark] for mark in sorted(before.keys() - now.keys())]
    both = [(_waived(before[mark]), now[mark]) for mark in sorted(now.keys() & before.keys())]
    fresh = [finding for finding in came if not _waived(finding)]
    return Comparison(
        new=fresh,
        open=[finding for was, finding in both if not was and not _waived(finding)],
        fixed=[finding for finding in gone if new.looked_at(finding)],
        waived=sorted(
            [finding for was, finding in both if not was and _waived(finding)] + list(filter(_waived, came)),
            key=lambda finding: str(finding["fingerprint"]),
        ),
        unwaived=[finding for was, finding in both if was and not _waived(finding)],
        still_waived=[finding for was, finding in both if was and _waived(finding)],
        unseen=[finding for finding in gone if not new.looked_at(finding)],
        first_looked=frozenset(marks(one for one in fresh if old.assessed and not old.looked_at(one))),
        waived_new=frozenset(marks(filter(_waived, came))),
    )


def told(found: Comparison, old: Judged) -> dict[str, Any]:
    """Plain data for ``manifest["compared"]``: counts, fingerprints of what is there, findings that are not.

    ``new``, ``open``, ``fixed``, ``waived``, ``unwaived``, ``still_waived``, ``unseen`` are counts; the findings of
    this result are told by fingerprint (``…_fingerprints``), those that are gone in full (``…_findings``).
    """
    return {
        "earlier_as_of": old.as_of,
        "earlier_run": old.run,
        **{name: len(findings) for name, findings in found.lists().items()},
        "first_looked": len(found.first_looked),
        "new_fingerprints": marks(found.new),
        "first_looked_fingerprints": sorted(found.first_looked),
        "waived_fingerprints": marks(found.waived),
        "waived_new_fingerprints": sorted(found.waived_new),
        "unwaived_fingerprints": marks(found.unwaived),
        "fixed_findings": found.fixed,
        "unseen_findings": found.unseen,
    }


def marks(findings: Iterable[Mapping[str, Any]]) -> list[str]:
    """Fingerprints."""
    return [str(finding["fingerprint"]) for finding in findings]


def _by_mark(findings: Iterable[Finding]) -> dict[str, Finding]:
    return {str(finding["fingerprint"]): finding for finding in findings}


def _waived(finding: Mapping[str, Any]) -> bool:
    return finding.get("state") == _WAIVED
