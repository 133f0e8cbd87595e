"""The matrix of the six unifications: every worker with six marks, and in words why a mark is not ✓."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from wagecheck.report import labels
from wagecheck.report.contractor_page.groups import anchor
from wagecheck.report.contractor_page.places import in_words, places
from wagecheck.report.mark_words import TOLD, reason
from wagecheck.report.page_size import Limits, clipped
from wagecheck.wording import Wording

Row = dict[str, Any]
#: Mark → ledgers it stands for.
_LEDGERS: Final = {mark: (mark,) for mark in labels.SIX if mark != "pay"} | {"pay": ("payroll", "payment")}


def matrices(workers: pl.DataFrame, findings: pl.DataFrame, limits: Limits, t: Wording) -> list[Row]:
    """One block per period, the latest first; workers with most trouble first, capped, counts exact."""
    agreed = pl.all_horizontal(*[pl.col(f"mark_{key}") == "ok" for key in labels.SIX])
    trouble = pl.sum_horizontal(*[pl.col(f"mark_{key}").is_in(["missing", "differs"]) for key in labels.SIX])
    parts = workers.partition_by("period", as_dict=True)
    periods = sorted(parts, reverse=True)
    shown = {
        period: parts[period]
        .with_columns(trouble.alias("_trouble"))
        .sort("_trouble", descending=True, maintain_order=True)
        .head(limits.workers)
        for period in periods[: limits.periods]
    }
    told = _told(findings, shown.values(), limits, t)
    return [
        {
            "period": period[0],
            "total": parts[period].height,
            "agree": parts[period].filter(agreed).height,
            "capped": parts[period].height > limits.workers,
            "notes": _notes(parts[period], t),
            "rows": [_row(row, told, limits, t) for row in rows.iter_rows(named=True)],
        }
        for period, rows in shown.items()
    ]


def _told(findings: pl.DataFrame, shown: Any, limits: Limits, t: Wording) -> Mapping[str, Row]:
    """The findings behind the marks that are shown, by fingerprint."""
    marks = [
        part.select(pl.col("why").list.explode(keep_nulls=False, empty_as_null=False)).unnest("why") for part in shown
    ]
    if not marks:
        return {}
    asked = pl.concat(marks)["findings"].list.explode(keep_nulls=False, empty_as_null=False).unique()
    rows = findings.filter(pl.col("fingerprint").is_in(asked.implode()))
    return {
        row["fingerprint"]: {
            "anchor": anchor(row["rule"], row["severity"]),
            "text": clipped(t.pick(row["message"], row["message_en"]), limits),
            "places": in_words(places(row, limits)[: labels.PLACES_PER_ROW]),
            "waived": row["state"] == "waived",
        }
        for row in rows.iter_rows(named=True)
    }


def _row(row: Row, told: Mapping[str, Row], limits: Limits, t: Wording) -> Row:
    whys = {why["ledger"]: _why(why, told, t) for why in row["why"] or ()}
    cells = []
    for key in labels.SIX:
        mark, found = row[f"mark_{key}"], [whys[name] for name in _LEDGERS[key] if name in whys]
        words = "；".join(why["text"] for why in found) or t(f"mark.{mark}")
        cells.append(
            {
                "key": key,
                "mark": mark,
                "title": words,
                "anchor": next(filter(None, (why["anchor"] for why in found)), None),
            }
        )
    return {
        "name": clipped(row["name"], limits),
        "id_tail": row["id_tail"] or "",
        "marks": cells,
        "words": [why for why in whys.values() if why["what"] != "not_submitted"],
        "ok": all(cell["mark"] == "ok" for cell in cells),
    }


def _why(why: Row, told: Mapping[str, Row], t: Wording) -> Row:
    """A reason in words with the place of its findings on the page, where there is one."""
    found = [told[mark] for mark in why["findings"] if mark in told]
    text = reason(why, t)
    if why["what"] == "differs" and found:
        said = [
            one["text"] + (t("page.why_places", places=one["places"]) if one["places"] else "") for one in found[:TOLD]
        ]
        text = "".join(said) if t.lang == "zh" else " ".join(said)
        if len(found) > TOLD:
            text += t("page.why_more", count=len(found) - TOLD)
    if found and all(one["waived"] for one in found):
        text += t("page.why_waived")
    return {
        "what": why["what"],
        "ledger": t(f"ledger.{why['ledger']}"),
        "text": text,
        "anchor": found[0]["anchor"] if found else None,
    }


def _notes(part: pl.DataFrame, t: Wording) -> list[str]:
    """Ledgers that were not handed in for the period: said once, not for every worker."""
    whys = part.select(pl.col("why").list.explode(keep_nulls=False, empty_as_null=False)).unnest("why")
    lacking = set(whys.filter(pl.col("what") == "not_submitted")["ledger"].to_list())
    names = [t(f"ledger.{name}") for mark in labels.SIX for name in _LEDGERS[mark] if name in lacking]
    joint = ", " if t.lang == "en" else "、"
    return [t("page.why_none_submitted", ledgers=joint.join(names))] if names else []
