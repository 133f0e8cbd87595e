"""Where the audit trail was changed, in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wagecheck.register.audit import Break, Verified
    from wagecheck.wording import Wording


def breaks(found: Iterable[Break], t: Wording) -> list[str]:
    """One sentence for every break."""
    return [t(f"verify.{one.code}", seq=one.seq, subject=one.subject, detail=one.detail) for one in found]


def summary(verified: Verified, t: Wording) -> str:
    """Whether the trail is sound, and what was walked."""
    key = "verified" if verified.sound else "verified_broken"
    return t(f"register.{key}", events=verified.events, records=verified.records, head=verified.head,
             count=len(verified.breaks))  # fmt: skip


def plain(verified: Verified, t: Wording) -> dict[str, Any]:
    """The same as plain data."""
    told = zip(verified.breaks, breaks(verified.breaks, t), strict=True)
    return {
        "sound": verified.sound, "events": verified.events, "records": verified.records, "head": verified.head,
        "breaks": [{**asdict(one), "sentence": text} for one, text in told],
    }  # fmt: skip
