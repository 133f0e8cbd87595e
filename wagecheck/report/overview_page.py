"""The management page: one verdict, every contractor, money, people, rules, and the files nobody could read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import polars as pl

from wagecheck.report import labels, provenance_section, waiver_sentences
from wagecheck.report.contractor_page import changes, money_known, nothing_owed, total, worst
from wagecheck.result import Result
from wagecheck.wording import Wording

Row = dict[str, Any]
#: Rules that say of a file, or of all that is in it, why it took no part.
_UNREAD: Final = ("IN01", "IN02", "IN03")


def view(result: Result, pages: dict[tuple[str, str], str], t: Wording) -> Row:
    """Everything the template ``index.html.j2`` shows; ``pages`` names the contractor pages."""
    figures = result.contractors
    colour = worst(figures["colour"].to_list())
    owed = total(figures["owed"])
    workers = result.workers
    people_owed = workers.filter(pl.col("owed") > 0)["worker_key"].n_unique() if workers.height else 0
    agree = _weighted(figures, "six_unified_share")
    told, waived = result.manifest.get("waivers"), result.findings.filter(pl.col("state") == "waived")
    page: Row = {
        "projects": "、".join(figures["project"].unique(maintain_order=True).to_list()),
        "periods": "、".join(sorted(set(figures["period"].to_list()))),
        "many_projects": figures["project"].n_unique() > 1,
        "many_contractors": True,
        "colour": colour,
        "mark": labels.MARKS[colour],
        "verdict": _verdict(result, colour, owed, people_owed, t),
        "waived": waiver_sentences.notes(waived["waiver"], waived["rule"], (told or {}).get("hard_stops", ()), told, t),
        "waivers": waiver_sentences.problems(told, t),
        "waivers_elsewhere": waiver_sentences.elsewhere(told, t),
        "owed": money_known(figures["owed"], t),
        "owes": owed > 0,
        "people_owed": people_owed,
        "workers": workers["worker_key"].n_unique() if workers.height else 0,
        "counts": {severity: int(figures[severity].sum()) for severity in labels.SEVERITIES},
        "six_unified": agree,
        "paid_share": _paid(workers),
        "changed": changes(result.manifest.get("compared"), t),
        "rows": _rows(figures, result.outcomes, pages, t),
        "unread": _unread(result, t),
        "rules": _rules(result, t),
        **_bars(figures, t),
    }
    page.update(provenance_section.section(result, result.outcomes, result.manifest["inputs"], t, all_tables=False))
    return page


def _verdict(result: Result, colour: str, owed: Decimal, people: int, t: Wording) -> str:
    """What counts: findings that are waived do not."""
    figures, firms = result.contractors, ("project", "name")
    known = not figures.height or figures["owed"].drop_nulls().len() > 0
    money = t("index.owed_text", owed=labels.money(owed), people=people) if known else t("index.owed_unknown")
    still = result.findings.filter((pl.col("state") != "waived") & (pl.col("severity") == "red_line"))
    red = still.select("project", "contractor").unique().height
    if red:
        return t("index.verdict_red", count=red) + money
    if colour == "green" and not figures["findings"].sum():
        return t("index.verdict_clean", count=figures.select(firms).unique().height)
    bad = figures.filter(pl.col("colour") == "red").select(firms).unique().height
    return (t("index.verdict_bad", count=bad) if bad else t("index.verdict_other")) + money


def _weighted(figures: pl.DataFrame, column: str) -> float | None:
    known = figures.filter(pl.col(column).is_not_null() & (pl.col("workers") > 0))
    if not known.height:
        return None
    agreeing = sum(share * workers for share, workers in known.select(column, "workers").iter_rows())
    return float(agreeing / sum(known["workers"].to_list()))


def _paid(workers: pl.DataFrame) -> float | None:
    known = workers.filter(pl.col("due").is_not_null() & pl.col("paid").is_not_null()) if workers.height else workers
    due = total(known["due"]) if known.height else None
    if not due:
        return None
    paid = total(known.select(pl.min_horizontal("due", "paid").alias("paid"))["paid"])
    return float(paid / due)


def _rows(figures: pl.DataFrame, outcomes: pl.DataFrame, pages: dict[tuple[str, str], str], t: Wording) -> list[Row]:
    order = {colour: index for index, colour in enumerate(labels.COLOURS)}
    unjudged = (
        outcomes.filter(pl.col("outcome").is_in(["not_assessed", "error"]))
        .group_by("project", pl.col("contractor").alias("name"), "period")
        .agg(pl.len().alias("unjudged"))
    )
    figures = figures.join(unjudged, on=["project", "name", "period"], how="left", maintain_order="left")
    rows = [
        {
            **row,
            "href": f"contractors/{pages[(row['project'], row['name'])]}",
            "owes": bool(row["owed"]),
            "owed": labels.owed(row["owed"], row["workers"], t("figure.unknown")),
            "six_unified": row["six_unified_share"],
            "unjudged": row["unjudged"] or 0,
        }
        for row in figures.iter_rows(named=True)
    ]
    rows.sort(key=lambda row: (order[row["colour"]], -row["score"], row["name"], row["period"]))
    return rows


def _bars(figures: pl.DataFrame, t: Wording) -> Row:
    sums = (
        figures.group_by("name")
        .agg(pl.col("owed").sum())
        .filter(pl.col("owed") > 0)
        .sort(["owed", "name"], descending=[True, False])
    )
    if not sums.height:
        return {"bars": [], "bar_sentence": "", "no_bars": nothing_owed(figures, t)}
    most = sums["owed"][0]
    share = f"{float(most / total(sums['owed'])) * 100:.0f} %"
    bars = [
        {"name": name, "owed": labels.money(owed), "width": f"{float(owed / most) * 100:.1f}"}
        for name, owed in sums.head(labels.ROWS_PER_RULE).iter_rows()
    ]
    sentence = t("index.chart_sentence", name=sums["name"][0], owed=labels.money(most), share=share)
    return {"bars": bars, "bar_sentence": sentence}


def _unread(result: Result, t: Wording) -> list[str]:
    """One sentence per file that took no part in the check: its own finding, which says what to do."""
    inputs = result.manifest["inputs"]
    paths = labels.unread(inputs)
    about = result.findings.filter(pl.col("file").is_in(paths) & pl.col("rule").is_in(_UNREAD))
    said: dict[str, str] = {}
    for row in about.iter_rows(named=True):
        said.setdefault(row["file"], t.pick(row["message"], row["message_en"]))
    return [said.get(path) or t("index.unread_ignored", file=path) for path in paths]


def _rules(result: Result, t: Wording) -> list[Row]:
    infos = {rule.id: rule for rule in result.rules}
    order = {severity: index for index, severity in enumerate(labels.SEVERITIES)}
    summed = result.findings.group_by("rule", "severity").agg(
        pl.len().alias("count"),
        pl.col("contractor").n_unique().alias("contractors"),
        pl.col("amount").sum().alias("amount"),
        pl.col("amount").is_not_null().any().alias("has_amount"),
    )
    rows = [
        {
            "id": row["rule"],
            "severity": row["severity"],
            "tone": labels.TONES[row["severity"]],
            "title": t.pick(infos[row["rule"]].title, infos[row["rule"]].title_en),
            "law": labels.laws(infos[row["rule"]].law),
            "count": row["count"],
            "contractors": row["contractors"],
            "amount": labels.money(row["amount"]) if row["has_amount"] and row["amount"] else None,
        }
        for row in summed.iter_rows(named=True)
    ]
    rows.sort(key=lambda row: (order[row["severity"]], -row["count"], row["id"]))
    return rows
