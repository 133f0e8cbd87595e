"""What could not be judged, over all contractors: one row per rule and reason."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from wagecheck.report import labels
from wagecheck.report.overview.amounts import SITE, Row
from wagecheck.result import Result
from wagecheck.wording import Wording

#: Rules that say of a file, or of all that is in it, why it took no part.
_UNREAD: Final = ("IN01", "IN02", "IN03")
#: Contractors and periods that are named; of more their number.
_NAMED: Final = 2


def unjudged(result: Result, t: Wording) -> list[Row]:
    """rule, title, contractor, period, reason; the most frequent first."""
    rules = {rule.id: rule for rule in result.rules}
    groups = (
        result.outcomes.filter(pl.col("outcome").is_in(["not_assessed", "error"]))
        .group_by("rule", "reason", "reason_en")
        .agg(
            pl.struct(SITE).n_unique().alias("firms"),
            pl.col("contractor").unique().sort(),
            pl.col("period").unique().sort(),
            pl.len().alias("count"),
        )
        .sort("count", "rule", "reason", descending=[True, False, False], nulls_last=True)
    )
    return [
        {
            "rule": row["rule"],
            "title": t.pick(rules[row["rule"]].title, rules[row["rule"]].title_en) if row["rule"] in rules else "",
            "contractor": _named(row["contractor"], row["firms"], "index.firms", t),
            "period": _named([labels.period(one, t) for one in row["period"]], len(row["period"]), "index.periods", t),
            "reason": t.pick(row["reason"], row["reason_en"]),
        }
        for row in groups.iter_rows(named=True)
    ]


def unread(result: Result, most: int, t: Wording) -> list[str]:
    """One sentence per file that took no part in the check: its own finding, which says what to do."""
    paths = labels.unread(result.manifest["inputs"])
    about = result.findings.filter(pl.col("file").is_in(paths) & pl.col("rule").is_in(_UNREAD))
    said: dict[str, str] = {}
    for row in about.iter_rows(named=True):
        said.setdefault(row["file"], t.pick(row["message"], row["message_en"]))
    told = [said.get(path) or t("index.unread_ignored", file=path) for path in paths[:most]]
    return told + ([t("index.unread_more", count=len(paths) - most)] if len(paths) > most else [])


def _named(names: list[Any], count: int, key: str, t: Wording) -> str:
    joint = ", " if t.lang == "en" else "、"
    known = [str(name) for name in names if name]
    return joint.join(known) if len(known) <= _NAMED and count <= _NAMED else t(key, count=count)
