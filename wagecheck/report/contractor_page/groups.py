"""Findings by rule and severity, and what to do first."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from wagecheck.report import labels, waiver_sentences
from wagecheck.report.contractor_page.changes import Changes
from wagecheck.report.contractor_page.places import places
from wagecheck.report.contractor_page.sums import total
from wagecheck.report.page_size import Limits, clipped
from wagecheck.result import RuleInfo
from wagecheck.wording import Wording

Row = dict[str, Any]


def anchor(rule: str, severity: str) -> str:
    """Where a group stands on the page."""
    return f"{rule}-{severity}"


def groups(
    findings: pl.DataFrame,
    rules: Mapping[str, RuleInfo],
    waivers: Mapping[str, waiver_sentences.Told],
    changes: Changes,
    limits: Limits,
    t: Wording,
) -> list[Row]:
    """One group per rule and severity, worst first; rows capped, totals exact. Waived rows, and groups, come last."""
    order = {severity: index for index, severity in enumerate(labels.SEVERITIES)}
    is_waived = pl.col("state") == "waived"
    grouped = []
    for (rule_id, severity), part in findings.group_by("rule", "severity", maintain_order=True):
        still = part.filter(~is_waived)
        amount = total(part["amount"])
        key = (not still.height, order[str(severity)], -amount, -part.height, str(rule_id))
        grouped.append((key, part, still, amount))
    grouped.sort(key=lambda one: one[0])
    return [
        _group(rules[key[4]], part, still, amount, waivers, changes, limits, t)
        for key, part, still, amount in grouped[: limits.groups]
    ]


def _group(
    rule: RuleInfo,
    part: pl.DataFrame,
    still: pl.DataFrame,
    amount: Decimal,
    waivers: Mapping[str, waiver_sentences.Told],
    changes: Changes,
    limits: Limits,
    t: Wording,
) -> Row:
    severity, waived = str(part["severity"][0]), part.height - still.height
    fresh = part["fingerprint"].is_in(list(changes.new)).any() if changes.new else False
    new_first = ~pl.col("fingerprint").is_in(list(changes.new))
    ordered = part.sort(pl.col("state") == "waived", *([new_first] if fresh else []), maintain_order=True)
    shown = [_finding(row, waivers, changes, limits, t) for row in ordered.head(limits.rows).iter_rows(named=True)]
    still_amount = total(still["amount"])
    return {
        "anchor": anchor(rule.id, severity),
        "rule": rule.id,
        "severity": severity,
        "tone": labels.TONES[severity] if still.height else "grey",
        "kind": part["kind"][0],
        "waived": waived,
        "new": part.filter(~new_first).height if fresh else 0,
        "still": still.height,
        "still_people": still["worker_key"].drop_nulls().n_unique(),
        "still_amount": labels.money(still_amount) if still_amount else None,
        "title": t.pick(rule.title, rule.title_en),
        "preview": rule.status == "preview",
        "law": labels.laws(rule.law),
        "remedy": t.pick(rule.remedy, rule.remedy_en),
        "exposure": t.pick(rule.exposure, rule.exposure_en),
        "who": labels.who(rule, t),
        "total": part.height,
        "amount": labels.money(amount) if amount else None,
        "rows": shown,
        "capped": part.height > limits.rows,
        "has_worker": any(row["worker"] for row in shown),
        "has_values": any(row["expected"] or row["actual"] for row in shown),
        "open": severity in ("red_line", "serious") or waived > 0,
    }


def _finding(
    row: Row, waivers: Mapping[str, waiver_sentences.Told], changes: Changes, limits: Limits, t: Wording
) -> Row:
    found = places(row, limits)
    return {
        **{key: clipped(row[key], limits) for key in ("worker", "id_tail", "period", "expected", "actual")},
        "message": clipped(t.pick(row["message"], row["message_en"]), limits),
        "waived": waiver_sentences.of_finding(waivers.get(row["waiver"]), t),
        "change": changes.of(row["fingerprint"]),
        "amount": None if row["amount"] is None else labels.money(row["amount"]),
        "places": found[: labels.PLACES_PER_ROW],
        "more_places": max(len(found) - labels.PLACES_PER_ROW, 0),
    }


def todo(grouped: list[Row], t: Wording) -> list[Row]:
    """What to do first: the first groups that still count."""
    items: list[Row] = []
    for group in [group for group in grouped if group["still"]][: labels.TODO_ITEMS]:
        size = [t("page.todo_people", count=group["still_people"])] if group["still_people"] else []
        size += [t("page.todo_count", count=group["still"])] if not group["still_people"] else []
        size += [t("page.todo_amount", amount=group["still_amount"])] if group["still_amount"] else []
        joint = " · " if t.lang == "en" else "，"
        keys = ("anchor", "title", "tone", "severity", "remedy")
        items.append({**{key: group[key] for key in keys}, "size": joint.join(size)})
    return items
