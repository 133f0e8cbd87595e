"""The contractor page: verdict, what to do first, findings by rule, six-way matrix, arrears, how it was checked."""

from __future__ import annotations

from collections import Counter
from typing import Any

import polars as pl

from wagecheck.report import labels, provenance_section, waiver_sentences
from wagecheck.report.contractor_page import arrears, groups, listing_status, matrix, verdict
from wagecheck.report.contractor_page.changes import Changes, changes
from wagecheck.report.contractor_page.sums import latest, money_known, nothing_owed, total, worst
from wagecheck.report.outputs import Outputs
from wagecheck.report.page_size import Limits
from wagecheck.result import Result
from wagecheck.wording import Wording

__all__ = ["changes", "latest", "money_known", "nothing_owed", "total", "view", "worst"]

Row = dict[str, Any]


def view(
    result: Result,
    project: str,
    contractor: str,
    t: Wording,
    *,
    limits: Limits | None = None,
    outputs: Outputs | None = None,
) -> Row:
    """Everything the template ``contractor.html.j2`` shows of one contractor of one project, over all its periods.

    ``limits``: how much is listed; totals are of everything. ``outputs``: what else stands in the result folder.
    """
    limits, outputs = limits or Limits(), outputs or Outputs()
    mine = (pl.col("project") == project) & (pl.col("contractor") == contractor)
    figures = result.contractors.filter((pl.col("project") == project) & (pl.col("name") == contractor)).sort("period")
    findings, outcomes, workers = (frame.filter(mine) for frame in (result.findings, result.outcomes, result.workers))
    changed = Changes.of_contractor(result, project, contractor)
    waivers = waiver_sentences.by_id(result.manifest.get("waivers"))
    grouped = groups.groups(findings, {rule.id: rule for rule in result.rules}, waivers, changed, limits, t)
    uscc = next((code for code in figures["uscc"].to_list() if code), None)
    files = arrears.files(result, project, contractor)
    page: Row = {
        "name": contractor,
        "project": project,
        "uscc": uscc,
        "periods": "、".join(labels.period(one, t) for one in figures["period"].unique(maintain_order=True)),
        "many_periods": figures["period"].n_unique() > 1,
        "many_contractors": False,
        **_verdict(result, figures, findings, outcomes, t),
        "owed": money_known(figures["owed"], t),
        "unpaid": money_known(figures["unpaid"], t),
        "owes": total(figures["owed"]) > 0,
        "workers": latest(figures, "workers"),
        "people_found": findings["worker_key"].drop_nulls().n_unique(),
        "total": findings.height,
        "latest": latest(figures, "period"),
        **{name: latest(figures, f"{name}_share") for name in ("six_unified", "signing", "real_name", "paid")},
        "changed": changed.view(findings, result, limits, t),
        "listed": listing_status.status(result, project, contractor, uscc, limits, t),
        "groups": grouped,
        "groups_total": findings.select("rule", "severity").n_unique(),
        "todo": groups.todo(grouped, t),
        "mark_keys": labels.SIX,
        "matrices": matrix.matrices(workers, findings, limits, t),
        "matrices_total": workers["period"].n_unique(),
        **arrears.arrears(workers, limits, t),
        "no_arrears": nothing_owed(figures, t),
        "money": arrears.money(figures),
        "payers": arrears.payers(findings, t),
        **arrears.suspected(workers, limits),
        "suspected_company": figures["suspected"].any(),
        "outputs": outputs.of_contractor(result, project, contractor, findings, limits, t),
    }
    page.update(provenance_section.section(result, outcomes, files, t, limits=limits))
    return page


def _verdict(result: Result, figures: pl.DataFrame, findings: pl.DataFrame, outcomes: pl.DataFrame, t: Wording) -> Row:
    colour = worst(figures["colour"].to_list())
    unjudged = sum(outcome in ("not_assessed", "error") for outcome in outcomes["outcome"])
    waived = findings.filter(pl.col("state") == "waived")
    counted = Counter(severity for severity, state in findings.select("severity", "state").rows() if state != "waived")
    still = {name: counted[name] for name in labels.SEVERITIES}
    told = result.manifest.get("waivers")
    return {
        "colour": colour,
        "mark": labels.MARKS[colour],
        "headline": verdict.headline(colour, still, waived.height, t),
        "verdict": verdict.sentence(colour, still, waived.height, unjudged, t),
        "waived": waiver_sentences.notes(waived["waiver"], waived["rule"], (told or {}).get("hard_stops", ()), told, t),
    }
