"""What changed between two results: as plain data, and a line for every finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wagecheck.comparison import Comparison, Judged
    from wagecheck.wording import Wording

#: In the order they are told.
KINDS = (
    "new", "unwaived", "open", "fixed", "waived", "still_waived", "unseen", "unmatched", "unmatched_before",
)  # fmt: skip


def plain(found: Comparison, before: Judged, now: Judged) -> dict[str, Any]:
    """The days of both, how many findings of every kind there are, and the findings."""
    lists = found.lists()
    return {
        "old": {"as_of": before.as_of, "run": before.run},
        "new_result": {"as_of": now.as_of, "run": now.run},
        "counts": {name: len(findings) for name, findings in lists.items()},
        **lists,
        "first_looked": sorted(found.first_looked),
        "waived_new": sorted(found.waived_new),
    }


def lines(findings: Iterable[Mapping[str, Any]], t: Wording) -> Iterator[str]:
    """Rule, contractor, period, and what was found, of every finding."""
    for finding in findings:
        # the message of a check kept with full numbers is not on record: its place stands for it
        told = t.pick(finding.get("message"), finding.get("message_en")) or finding.get("place")
        said = (finding["rule"], finding["contractor"], finding["period"], told)
        yield " · ".join(str(part) for part in said if part)
