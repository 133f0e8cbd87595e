"""The management page: one verdict, contractors, the money, who must act, months, rules, how it was checked."""

from __future__ import annotations

from typing import Any

import polars as pl

from wagecheck.report import provenance_section, waiver_sentences
from wagecheck.report.outputs import Outputs
from wagecheck.report.overview import amounts, arrears, changes, checking, contractors, findings, head, months
from wagecheck.report.overview.contractors import Pages
from wagecheck.report.page_size import Limits
from wagecheck.result import Result
from wagecheck.wording import Wording

Row = dict[str, Any]


def view(
    result: Result, pages: Pages, t: Wording, *, limits: Limits | None = None, outputs: Outputs | None = None
) -> Row:
    """Everything the template ``index.html.j2`` shows.

    ``pages`` names the contractor pages, ``outputs`` what else was written, ``limits`` says how long the lists about
    files are. Every table says how many rows there are in all; totals are of everything, whatever a table lists.
    """
    told = result.manifest.get("waivers")
    waived = result.findings.filter(pl.col("state") == "waived")
    page: Row = {
        **head.section(result, t),
        "waived": waiver_sentences.notes(waived["waiver"], waived["rule"], (told or {}).get("hard_stops", ()), told, t),
        "waivers": waiver_sentences.problems(told, t)[: amounts.MOST_ROWS],
        "waivers_elsewhere": waiver_sentences.elsewhere(told, t),
        "unread": checking.unread(result, amounts.MOST_ROWS, t),
        "contractors": contractors.section(result, pages, t),
        "arrears": arrears.section(result, t),
        "departments": findings.departments(result, t),
        "months": months.section(result, t),
        "changes": changes.section(result, t),
        "rules": findings.rules(result, t),
        "legend": findings.legend(t),
        "outputs": [] if outputs is None else outputs.shared(t),
    }
    inputs = result.manifest["inputs"]
    page.update(provenance_section.section(result, result.outcomes, inputs, t, all_tables=False, limits=limits))
    unjudged = checking.unjudged(result, t)
    page |= {"not_assessed": unjudged[: (limits or Limits()).lines], "not_assessed_total": len(unjudged)}
    return page
