"""The last section of every page: how it was checked, what could not be judged, which files were read."""

from __future__ import annotations

from typing import Any

import polars as pl

from wagecheck.result import Result, RuleInfo
from wagecheck.wording import Wording


def section(result: Result, outcomes: pl.DataFrame, files: list[dict[str, Any]], t: Wording) -> dict[str, Any]:
    """View of manifest, files and outcomes; ``outcomes`` and ``files`` are those of the page."""
    rules = {rule.id: rule for rule in result.rules}
    unjudged = outcomes.filter(pl.col("outcome").is_in(["not_assessed", "error"])).sort("rule", "contractor", "period")
    passed = (
        outcomes.group_by("rule")
        .agg((pl.col("outcome") == "pass").all().alias("passed"))
        .filter("passed")
        .sort("rule")["rule"]
        .to_list()
    )
    return {
        "version": result.manifest["version"],
        "rules_hash": str(result.manifest["rules_hash"])[:12],
        "as_of": result.manifest["as_of"],
        "profile": result.manifest["profile"],
        "unmasked": bool(result.manifest.get("unmask")),
        "not_assessed": [
            {
                "rule": row["rule"],
                "title": _title(rules.get(row["rule"]), t),
                "contractor": row["contractor"],
                "period": row["period"],
                "reason": t.pick(row["reason"], row.get("reason_en")),
            }
            for row in unjudged.iter_rows(named=True)
        ],
        "not_assessed_total": unjudged.height,
        "passed": [{"rule": rule, "title": _title(rules.get(rule), t)} for rule in passed],
        "files": files,
    }


def _title(rule: RuleInfo | None, t: Wording) -> str:
    return "" if rule is None else t.pick(rule.title, rule.title_en)
