"""What changed between two results: new, still open, fixed, waived. Findings are the same where fingerprints are.

Fingerprints about people hold a hash that depends on the worker key (``register.key``). Of two results that were made
with different keys the same finding has two fingerprints: what is there only before and what is there only now cannot
be told apart then, unless the rule says something of the contractor in one of both results only. Of a result that does
not say its key nothing is claimed: it is compared by its fingerprints.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Final

#: Outcomes that are verdicts.
DECIDED: Final = ("pass", "fail", "waived")
#: project, contractor, period, rule
Verdict = tuple[str | None, str | None, str | None, str]
Group = Verdict
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
    unassessed: Mapping[Verdict, int] | None = None
    """How many rows of each verdict could not be judged; None where it is not known."""
    key: str | None = None
    """Which worker key it was made with (``judging.manifest.KEY_ID``); None where it is not known."""

    def looked_at(self, finding: Mapping[str, Any]) -> bool:
        """Whether the rule of a finding of another result was judged here, for the same contractor (and period)."""
        site = (finding["project"], finding["contractor"])
        if finding["rule"] in self.standing:
            return (*site, finding["rule"]) in self._in_any_period
        return (*site, finding["period"], finding["rule"]) in self.assessed

    def could_not_tell(self, finding: Mapping[str, Any]) -> int | None:
        """How many rows its rule could not judge here; None where it is not known."""
        if self.unassessed is None:
            return None
        site = (finding["project"], finding["contractor"])
        if finding["rule"] in self.standing:
            return self._untold_in_any_period.get((*site, finding["rule"]), 0)
        return self.unassessed.get((*site, finding["period"], finding["rule"]), 0)

    @cached_property
    def _untold_in_any_period(self) -> dict[tuple[str | None, str | None, str], int]:
        told: dict[tuple[str | None, str | None, str], int] = {}
        for (project, contractor, _, rule), rows in (self.unassessed or {}).items():
            told[project, contractor, rule] = max(rows, told.get((project, contractor, rule), 0))
        return told

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
    unmatched: list[Finding]
    """There now; whether they were there before nobody can say, because the worker keys differ."""
    unmatched_before: list[Finding]
    """There before; whether they are among ``unmatched`` nobody can say."""
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
    assessed = {_subject(row) for row in data.get("outcomes", ()) if row["outcome"] in DECIDED}
    standing = frozenset(rule["id"] for rule in data.get("rules", ()) if rule["standing"])
    outcomes = data.get("outcomes", ())
    counted = bool(outcomes) and all(isinstance(row.get("unassessed"), int) for row in outcomes)
    unassessed = {_subject(row): int(row["unassessed"]) for row in outcomes} if counted else None
    manifest = data.get("manifest", {})
    key = manifest.get("worker_key_id")
    key = key if isinstance(key, str) else None
    return Judged(data["findings"], assessed, standing, manifest.get("as_of"), None, unassessed, key)


def _subject(row: Mapping[str, Any]) -> Verdict:
    return row["project"], row["contractor"], row["period"], row["rule"]


def compare(old: Judged, new: Judged) -> Comparison:
    """What became of the old findings in the new result, and which are new; sorted by fingerprint."""
    before, now = _by_mark(old.findings), _by_mark(new.findings)
    all_came = [now[mark] for mark in sorted(now.keys() - before.keys())]
    all_gone = [before[mark] for mark in sorted(before.keys() - now.keys())]
    unsure = _unsure(old, new, all_came, all_gone)
    came = [finding for finding in all_came if _group(finding, old, new) not in unsure]
    gone = [finding for finding in all_gone if _group(finding, old, new) not in unsure]
    both = [(_waived(before[mark]), now[mark]) for mark in sorted(now.keys() & before.keys())]
    fresh = [finding for finding in came if not _waived(finding)]
    fixed = [finding for finding in gone if _is_fixed(finding, old, new)]
    return Comparison(
        new=fresh,
        open=[finding for was, finding in both if not was and not _waived(finding)],
        fixed=fixed,
        waived=sorted(
            [finding for was, finding in both if not was and _waived(finding)] + list(filter(_waived, came)),
            key=lambda finding: str(finding["fingerprint"]),
        ),
        unwaived=[finding for was, finding in both if was and not _waived(finding)],
        still_waived=[finding for was, finding in both if was and _waived(finding)],
        unseen=[finding for finding in gone if not _is_fixed(finding, old, new)],
        unmatched=[finding for finding in all_came if _group(finding, old, new) in unsure],
        unmatched_before=[finding for finding in all_gone if _group(finding, old, new) in unsure],
        first_looked=frozenset(marks(one for one in fresh if old.assessed and not old.looked_at(one))),
        waived_new=frozenset(marks(filter(_waived, came))),
    )


def told(found: Comparison, old: Judged) -> dict[str, Any]:
    """Plain data for ``manifest["compared"]``: counts, fingerprints of what is there, findings that are not.

    ``new``, ``open``, ``fixed``, ``waived``, ``unwaived``, ``still_waived``, ``unseen``, ``unmatched``,
    ``unmatched_before`` are counts; the findings of this result are told by fingerprint (``…_fingerprints``), those
    that are gone in full (``…_findings``).
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
        "unmatched_fingerprints": marks(found.unmatched),
    }


def marks(findings: Iterable[Mapping[str, Any]]) -> list[str]:
    """Fingerprints."""
    return [str(finding["fingerprint"]) for finding in findings]


def other_key(old: Judged, new: Judged) -> bool:
    """Whether the two say that they were made with different worker keys.

    That they have nobody in common says nothing: one man's matter is mended, another man's has come.
    """
    return old.key is not None and new.key is not None and old.key != new.key


def _unsure(old: Judged, new: Judged, came: Sequence[Finding], gone: Sequence[Finding]) -> set[Group]:
    """What findings of either result are about that may be the same ones under two fingerprints."""
    if not other_key(old, new):
        return set()
    return {_group(one, old, new) for one in came} & {_group(one, old, new) for one in gone}


def _group(finding: Mapping[str, Any], old: Judged, new: Judged) -> Group:
    """What of a fingerprint does not depend on the worker key."""
    rule = finding["rule"]
    standing = rule in old.standing or rule in new.standing
    return finding["project"], finding["contractor"], None if standing else finding["period"], rule


def _is_fixed(gone: Finding, old: Judged, new: Judged) -> bool:
    """Whether its rule was judged again, with no more rows than before that could not be judged: it may be one of them.

    A contract ledger that is left out must not make what was wrong with the contract of one man look mended, because
    the rule still fails for another.
    """
    if not new.looked_at(gone):
        return False
    untold = new.could_not_tell(gone)
    return not untold or untold <= (old.could_not_tell(gone) or 0)


def _by_mark(findings: Iterable[Finding]) -> dict[str, Finding]:
    return {str(finding["fingerprint"]): finding for finding in findings}


def _waived(finding: Mapping[str, Any]) -> bool:
    return finding.get("state") == _WAIVED
