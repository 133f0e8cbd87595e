"""The contractor page: verdict, what to do first, findings by rule, six-way matrix, arrears, how it was checked."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import polars as pl

from wagecheck.report import labels, provenance_section, waiver_sentences
from wagecheck.result import Result, RuleInfo
from wagecheck.wording import Wording

Row = dict[str, Any]


def view(result: Result, project: str, contractor: str, t: Wording) -> Row:
    """Everything the template ``contractor.html.j2`` shows of one contractor of one project, over all its periods."""
    mine = (pl.col("project") == project) & (pl.col("contractor") == contractor)
    named = (pl.col("project") == project) & (pl.col("name") == contractor)
    figures = result.contractors.filter(named).sort("period")
    findings = result.findings.filter(mine)
    outcomes = result.outcomes.filter(mine)
    workers = result.workers.filter(mine)
    colour = worst(figures["colour"].to_list())
    waivers = waiver_sentences.by_id(result.manifest.get("waivers"))
    groups = _groups(findings, {rule.id: rule for rule in result.rules}, waivers, t)
    unjudged = outcomes.filter(pl.col("outcome").is_in(["not_assessed", "error"])).height
    waived, still = findings.filter(pl.col("state") == "waived"), findings.filter(pl.col("state") != "waived").height
    told = result.manifest.get("waivers")
    page: Row = {
        "name": contractor,
        "project": project,
        "uscc": next((code for code in figures["uscc"].to_list() if code), None),
        "periods": "、".join(figures["period"].unique(maintain_order=True).to_list()),
        "many_periods": figures["period"].n_unique() > 1,
        "many_contractors": False,
        "colour": colour,
        "mark": labels.MARKS[colour],
        "headline": _headline(colour, still, waived.height, t),
        "verdict": _verdict(colour, still, waived.height, unjudged, t),
        "waived": waiver_sentences.notes(waived["waiver"], waived["rule"], (told or {}).get("hard_stops", ()), told, t),
        "owed": money_known(figures["owed"], t),
        "owes": total(figures["owed"]) > 0,
        "workers": latest(figures, "workers"),
        "people_found": findings["worker_key"].drop_nulls().n_unique(),
        "total": findings.height,
        "six_unified": latest(figures, "six_unified_share"),
        "signing": latest(figures, "signing_share"),
        "paid_share": latest(figures, "paid_share"),
        "changed": changes(result.manifest.get("compared"), t),
        "groups": groups,
        "todo": _todo(groups, t),
        "mark_keys": labels.SIX,
        "matrices": _matrices(workers),
        **_arrears(workers),
        "no_arrears": nothing_owed(figures, t),
        "money": _money(figures),
        "payers": _payers(findings, t),
        **_suspected(workers),
        "suspected_company": figures["suspected"].any(),
    }
    page.update(provenance_section.section(result, outcomes, _files(result, contractor), t))
    return page


def worst(colours: Iterable[str]) -> str:
    """The worst of some colours; green when there are none."""
    found = set(colours)
    return next((colour for colour in labels.COLOURS if colour in found), "green")


def total(amounts: pl.Series) -> Decimal:
    """Sum of a money column, unknown amounts left out."""
    return sum((amount for amount in amounts.to_list() if amount is not None), Decimal("0.00"))


def nothing_owed(figures: pl.DataFrame, t: Wording) -> str:
    """What is said where nobody is owed anything: that nothing is past due, or that it cannot be told."""
    known = figures.filter(pl.col("workers") > 0)["owed"].is_not_null()
    if known.all():
        return t("index.chart_none")
    return t("index.chart_unknown") if known.any() else t("index.owed_unknown")


def money_known(amounts: pl.Series, t: Wording) -> str:
    """The sum as text, or a sentence where nothing is known at all: unknown is not zero."""
    known = amounts.drop_nulls()
    return labels.money(total(known)) if known.len() or not amounts.len() else t("figure.unknown")


def latest(figures: pl.DataFrame, column: str) -> Any:
    """The figure of the latest period, None when there is none."""
    return figures[column].to_list()[-1] if figures.height else None


def changes(compared: object, t: Wording) -> str | None:
    """The sentence on what changed since an earlier result, None when nothing was compared."""
    if not isinstance(compared, dict):
        return None
    return t("page.changed_text", new=compared["new"], open=compared["open"], fixed=compared["fixed"])


def _headline(colour: str, findings: int, waived: int, t: Wording) -> str:
    if colour == "green" and findings:
        return t("verdict.green_minor")
    return t("waive.green" if colour == "green" and waived else f"verdict.{colour}")


def _verdict(colour: str, findings: int, waived: int, unjudged: int, t: Wording) -> str:
    """``findings`` are those that count, ``waived`` those that do not."""
    if colour == "green" and findings:
        return t("verdict.green_minor_text", count=findings)
    if colour == "green" and waived:
        return t("waive.green_text", count=waived) + (t("verdict.green_but", count=unjudged) if unjudged else "")
    if colour == "green" and unjudged:
        return t("verdict.green_but", count=unjudged)
    return t(f"verdict.{colour}_text")


def _groups(
    findings: pl.DataFrame, rules: dict[str, RuleInfo], waivers: dict[str, waiver_sentences.Told], t: Wording
) -> list[Row]:
    """One group per rule and severity, worst first; rows capped, totals exact. Waived rows, and groups, come last."""
    order = {severity: index for index, severity in enumerate(labels.SEVERITIES)}
    groups: list[Row] = []
    for (rule_id, severity), part in findings.group_by("rule", "severity", maintain_order=True):
        rule = rules[str(rule_id)]
        amount = total(part["amount"]) if part["amount"].drop_nulls().len() else None
        is_waived = pl.col("state") == "waived"
        still, waived = part.filter(~is_waived), part.filter(is_waived).height
        ordered = part.sort(is_waived, maintain_order=True).head(labels.ROWS_PER_RULE)
        shown = [_finding(row, waivers, t) for row in ordered.iter_rows(named=True)]
        groups.append(
            {
                "anchor": f"{rule_id}-{severity}",
                "rule": rule_id,
                "severity": severity,
                "tone": labels.TONES[str(severity)] if still.height else "grey",
                "kind": part["kind"][0],
                "waived": waived,
                "still": still.height,
                "still_people": still["worker_key"].drop_nulls().n_unique(),
                "still_amount": labels.money(total(still["amount"])) if total(still["amount"]) else None,
                "title": t.pick(rule.title, rule.title_en),
                "preview": rule.status == "preview",
                "law": labels.laws(rule.law),
                "remedy": t.pick(rule.remedy, rule.remedy_en),
                "exposure": t.pick(rule.exposure, rule.exposure_en),
                "who": labels.who(rule, t),
                "total": part.height,
                "amount": labels.money(amount) if amount else None,
                "amount_value": amount or Decimal(0),
                "rows": shown,
                "capped": part.height > labels.ROWS_PER_RULE,
                "has_worker": any(row["worker"] for row in shown),
                "has_values": any(row["expected"] is not None or row["actual"] is not None for row in shown),
                "open": severity in ("red_line", "serious") or waived > 0,
            }
        )
    groups.sort(
        key=lambda group: (
            not group["still"], order[group["severity"]], -group["amount_value"], -group["total"], group["rule"],
        )
    )  # fmt: skip
    return groups


def _finding(row: Row, waivers: dict[str, waiver_sentences.Told], t: Wording) -> Row:
    places = _places(row)
    return {
        **{key: row[key] for key in ("worker", "id_tail", "period", "expected", "actual")},
        "message": t.pick(row["message"], row["message_en"]),
        "waived": waiver_sentences.of_finding(waivers.get(row["waiver"]), t),
        "amount": None if row["amount"] is None else labels.money(row["amount"]),
        "places": places[: labels.PLACES_PER_ROW],
        "more_places": max(len(places) - labels.PLACES_PER_ROW, 0),
    }


def _places(row: Row) -> list[Row]:
    """The cells of a finding, one entry per sheet; the contractor's own folder is not repeated on its page."""
    sheets: dict[tuple[str, str | None], list[str]] = {}
    for place in [{key: row[key] for key in ("file", "sheet", "cell")}, *(row["also"] or [])]:
        if place["file"]:
            cells = sheets.setdefault((place["file"], place["sheet"]), [])
            if place["cell"] and place["cell"] not in cells:
                cells.append(place["cell"])
    own = f"{row['contractor']}/"
    return [
        {"file": file.removeprefix(own), "sheet": sheet, "cell": "、".join(cells)}
        for (file, sheet), cells in sheets.items()
    ]


def _todo(groups: list[Row], t: Wording) -> list[Row]:
    todo: list[Row] = []
    for group in [group for group in groups if group["still"]][: labels.TODO_ITEMS]:
        size = [t("page.todo_people", count=group["still_people"])] if group["still_people"] else []
        size += [t("page.todo_count", count=group["still"])] if not group["still_people"] else []
        size += [t("page.todo_amount", amount=group["still_amount"])] if group["still_amount"] else []
        joint = " · " if t.lang == "en" else "，"
        keys = ("anchor", "title", "tone", "severity", "remedy")
        todo.append({**{key: group[key] for key in keys}, "size": joint.join(size)})
    return todo


def _matrices(workers: pl.DataFrame) -> list[Row]:
    blocks: list[Row] = []
    agreed = pl.all_horizontal(*[pl.col(f"mark_{key}") == "ok" for key in labels.SIX])
    trouble = pl.sum_horizontal(*[pl.col(f"mark_{key}").is_in(["missing", "differs"]) for key in labels.SIX])
    for (period,), part in workers.sort("period", maintain_order=True).group_by("period", maintain_order=True):
        ordered = part.with_columns(trouble.alias("_trouble")).sort("_trouble", descending=True, maintain_order=True)
        shown = ordered.head(labels.WORKERS_PER_MATRIX)
        blocks.append(
            {
                "period": period,
                "total": part.height,
                "agree": part.filter(agreed).height,
                "capped": part.height > labels.WORKERS_PER_MATRIX,
                "rows": [
                    {
                        "name": row["name"],
                        "id_tail": row["id_tail"],
                        "marks": [row[f"mark_{key}"] for key in labels.SIX],
                    }
                    for row in shown.iter_rows(named=True)
                ],
            }
        )
    return blocks


def _arrears(workers: pl.DataFrame) -> Row:
    owing = workers.filter(pl.col("owed") > 0).sort("owed", descending=True, maintain_order=True)
    return {
        "arrears": [
            {
                **{key: row[key] for key in ("name", "id_tail", "period", "days_late")},
                **{key: labels.money(row[key]) for key in ("due", "paid", "owed")},
            }
            for row in owing.head(labels.WORKERS_PER_MATRIX).iter_rows(named=True)
        ],
        "arrears_total": owing.height,
        "arrears_capped": owing.height > labels.WORKERS_PER_MATRIX,
    }


def _money(figures: pl.DataFrame) -> list[Row]:
    """What findings add up to, by what it is, over all periods; nothing where there is none."""
    sums = {kind: total(figures[kind]) for kind in labels.ADDED}
    return [{"kind": kind, "amount": labels.money(amount)} for kind, amount in sums.items() if amount]


def _payers(findings: pl.DataFrame, t: Wording) -> list[str]:
    """Who pays wages that are owed; mostly one sentence."""
    said = findings["payer" if t.lang == "zh" else "payer_en"]
    return said.drop_nulls().unique(maintain_order=True).to_list()


def _suspected(workers: pl.DataFrame) -> Row:
    """Workers with signals of several families, and which."""
    rows = workers.filter("suspected").select("name", "id_tail", "period", "families")
    shown = rows.head(labels.WORKERS_PER_MATRIX).iter_rows(named=True)
    return {
        "suspected": [{**row, "families": "、".join(row["families"])} for row in shown],
        "suspected_total": rows.height,
    }


def _files(result: Result, contractor: str) -> list[Row]:
    """Files of this contractor and those that belong to no contractor (standing data)."""
    return [
        file for file in result.manifest["inputs"] if not file.get("contractors") or contractor in file["contractors"]
    ]
