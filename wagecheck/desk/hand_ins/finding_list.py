"""Findings as a clerk looks through them: what is wanted of them, page by page, with their cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

import polars as pl

from wagecheck.report import labels
from wagecheck.report.contractor_page.places import places
from wagecheck.report.page_size import Limits, clipped
from wagecheck.result import Result
from wagecheck.wording import Wording

Row = dict[str, Any]
PAGE: Final = 50
_LIMITS: Final = Limits()
#: What became of a finding since the hand-in before, as the page lets one choose.
CHANGES: Final = ("new", "still", "fixed", "unseen", "unmatched")


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; empty is any. ``worker``: part of a name as it is shown, or the end of the number."""

    contractor: str = ""
    severity: str = ""
    rule: str = ""
    worker: str = ""
    change: str = ""
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Wanted:
        """As an address says it; what nobody can have chosen is left out."""
        page = query.get("page", "")
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 8 else 1
        said = {name: query.get(name, "").strip()[:200] for name in ("contractor", "severity", "rule", "worker")}
        change = query.get("change", "")
        return cls(**said, change=change if change in CHANGES else "", page=max(number, 1))

    @property
    def chosen(self) -> dict[str, str]:
        """What is not any."""
        found = {name: getattr(self, name) for name in ("contractor", "severity", "rule", "worker", "change")}
        return {name: value for name, value in found.items() if value}

    def href(self, page: int) -> str:
        """The address of another page of the same list, empty where there is none."""
        return "" if page < 1 else "?" + urlencode({**self.chosen, "page": page}) + "#findings"


@dataclass(frozen=True)
class Listing:
    """One page of a list; ``total`` is always of everything that is wanted."""

    groups: list[Row]
    """One per rule and severity: what is said of the rule, ``count`` in the whole list, the ``rows`` of this page."""
    total: int
    first: int
    last: int
    prev_href: str
    next_href: str


def listed(result: Result, wanted: Wanted, t: Wording) -> Listing:
    """The findings that are wanted, worst first; those of one rule and severity stand together."""
    found = _gone(result, wanted.change) if wanted.change in ("fixed", "unseen") else _there(result, wanted.change)
    order = {severity: number for number, severity in enumerate(labels.SEVERITIES)}
    found = _filtered(found, wanted).sort(
        pl.col("severity").replace_strict(order, default=len(order), return_dtype=pl.Int64),
        "rule", pl.col("state") == "waived", "contractor", "period", "worker", "file", "sheet", "row", "fingerprint",
        nulls_last=True,
    )  # fmt: skip
    last_page = max(-(-found.height // PAGE), 1)
    page = min(wanted.page, last_page)
    shown = found.slice((page - 1) * PAGE, PAGE)
    sizes = {(rule, severity): size for rule, severity, size in found.group_by("rule", "severity").len().iter_rows()}
    groups: dict[tuple[str, str], Row] = {}
    new = frozenset((result.manifest.get("compared") or {}).get("new_fingerprints", ()))
    for row in shown.iter_rows(named=True):
        key = (row["rule"], row["severity"])
        if key not in groups:
            groups[key] = {**_group(result, *key, t), "count": sizes[key], "rows": []}
        groups[key]["rows"].append(_row(row, row["fingerprint"] in new, t))
    return Listing(
        list(groups.values()),
        found.height,
        (page - 1) * PAGE + 1 if shown.height else 0,
        (page - 1) * PAGE + shown.height,
        wanted.href(page - 1),
        wanted.href(page + 1 if page < last_page else 0),
    )


def choices(result: Result, t: Wording) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen: contractors, severities and rules that findings are about."""
    gone = _gone(result, "fixed"), _gone(result, "unseen")
    found = pl.concat([one.select("contractor", "severity", "rule") for one in (result.findings, *gone)])
    titles = {rule.id: t.pick(rule.title, rule.title_en) for rule in result.rules}
    there = set(found["severity"])
    return {
        "contractors": [(name, name) for name in sorted(found["contractor"].drop_nulls().unique())],
        "severities": [(one, t(f"severity.{one}")) for one in labels.SEVERITIES if one in there],
        "rules": [(rule, f"{rule} {titles.get(rule, '')}".strip()) for rule in sorted(found["rule"].unique())],
    }


def changed(result: Result, t: Wording) -> Row | None:
    """What became of the findings of the hand-in before: a sentence and the counts; None where nothing was compared."""
    told = result.manifest.get("compared")
    if not isinstance(told, Mapping):
        return None
    counts = {"new": told["new"], "still": told["open"] + told["unwaived"], "fixed": told["fixed"]}
    first = told.get("first_looked", 0)
    return {
        **counts,
        "unseen": told["unseen"],
        "unmatched": told.get("unmatched", 0),
        "sentence": t("desk_result.changed_text", **counts),
        "notes": [
            *([t("desk_result.changed_first", count=first)] if first else []),
            *([t("desk_result.changed_unseen", count=told["unseen"])] if told["unseen"] else []),
            *([t("desk_result.changed_waived", count=told["waived"])] if told["waived"] else []),
            *(
                [t("desk_result.changed_unmatched", count=unmatched, before=told["unmatched_before"])]
                if (unmatched := told.get("unmatched", 0))
                else []
            ),
        ],
    }


def _there(result: Result, change: str) -> pl.DataFrame:
    """Findings of this result; those that came or that stayed where that is wanted."""
    if not change:
        return result.findings
    told = result.manifest.get("compared") or {}
    fresh, unsure = (
        pl.col("fingerprint").is_in(list(told.get(f"{name}_fingerprints", ()))) for name in ("new", "unmatched")
    )
    if change == "unmatched":
        return result.findings.filter(unsure)
    return result.findings.filter(pl.col("state") == "open", fresh if change == "new" else ~fresh & ~unsure)


def _gone(result: Result, change: str) -> pl.DataFrame:
    """Findings of the hand-in before that are fixed, or could not be looked at again."""
    rows = (result.manifest.get("compared") or {}).get(f"{change}_findings", ())
    schema = {name: pl.String() if kind.is_decimal() else kind for name, kind in result.findings.schema.items()}
    frame = pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)
    return frame.with_columns(pl.col("amount").cast(result.findings.schema["amount"]))


def _filtered(found: pl.DataFrame, wanted: Wanted) -> pl.DataFrame:
    for name in ("contractor", "severity", "rule"):
        if value := getattr(wanted, name):
            found = found.filter(pl.col(name) == value)
    sought = wanted.worker.replace("*", "").replace(" ", "").upper()
    if sought:
        said = pl.concat_str(pl.col("worker").fill_null(""), pl.col("id_tail").fill_null("")).str.replace_all(r"\*", "")
        found = found.filter(said.str.to_uppercase().str.contains(sought, literal=True))
    return found


def _group(result: Result, rule: str, severity: str, t: Wording) -> Row:
    info = next((one for one in result.rules if one.id == rule), None)
    return {
        "rule": rule,
        "severity": severity,
        "tone": labels.TONES.get(severity, "grey"),
        "title": "" if info is None else t.pick(info.title, info.title_en),
        "law": "" if info is None else labels.laws(info.law),
        "remedy": "" if info is None else t.pick(info.remedy, info.remedy_en),
        "who": "" if info is None else labels.who(info, t),
    }


def _row(row: Row, new: bool, t: Wording) -> Row:
    return {
        **{name: row[name] or "" for name in ("contractor", "worker", "id_tail", "severity", "kind")},
        "period": labels.period(row["period"], t),
        "tone": "grey" if row["state"] == "waived" else labels.TONES.get(row["severity"], "grey"),
        "waived": row["state"] == "waived",
        "new": new,
        "message": clipped(t.pick(row["message"], row["message_en"]), _LIMITS),
        "amount": None if row["amount"] is None else labels.money(row["amount"]),
        "places": places({**row, "contractor": row["contractor"] or ""}, _LIMITS),
    }
