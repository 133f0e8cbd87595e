"""The lists of ``findings.xlsx``: findings, by rule, by worker, the six-way matrix, arrears, what was not judged …"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import polars as pl

from wagecheck.privacy import mask_free
from wagecheck.report import labels
from wagecheck.report.findings_workbook.listing import Column, Link, Listing
from wagecheck.report.marked import Copy
from wagecheck.report.marked.results_sheet import reference
from wagecheck.report.severity_looks import SIGNS
from wagecheck.result import MARKS, Result, RuleInfo
from wagecheck.wording import Wording

Row = dict[str, Any]

#: A sheet can hold 65,530 links, and opens slowly long before.
LINKS: Final = 20_000
#: Days that make a month of an age.
_MONTH: Final = 30


def all_lists(result: Result, copies: Sequence[Copy], t: Wording) -> list[Listing]:
    """Every list but the overview, in the order of the sheets."""
    rules = {rule.id: rule for rule in result.rules}
    return [
        findings(result, copies, rules, t),
        by_rule(result, rules, t),
        by_worker(result, t),
        six(result, t),
        arrears(result, t),
        not_assessed(result, rules, t),
        rule_list(result, t),
        file_list(result, copies, t),
    ]


def findings(result: Result, copies: Sequence[Copy], rules: Mapping[str, RuleInfo], t: Wording) -> Listing:
    """One row per finding; the last columns are the action plan, which ``wagecheck waive plan`` reads back."""
    columns = [
        Column(t("column.severity"), 12, "severity"), Column(t("workbook.kind"), 12), Column(t("column.rule"), 8),
        Column(t("column.title"), 24), Column(t("column.project"), 18), Column(t("column.contractor"), 24),
        Column(t("column.period"), 11), Column(t("column.worker"), 9), Column(t("column.id_tail"), 8),
        Column(t("column.message"), 56), Column(t("column.expected"), 14), Column(t("column.actual"), 14),
        Column(t("column.amount"), 13, "money"), Column(t("column.money"), 12), Column(t("column.payer"), 30),
        Column(t("column.file"), 32), Column(t("column.sheet"), 14), Column(t("column.cell"), 8),
        Column(t("page.also"), 32), Column(t("column.law"), 30), Column(t("column.remedy"), 44),
        Column(t("column.responsible"), 14), Column(t("column.assist"), 18), Column(t("workbook.status"), 9),
        Column(t("waive.plan_reason"), 24, "clerk"), Column(t("waive.plan_measure"), 24, "clerk"),
        Column(t("waive.plan_responsible"), 12, "clerk"), Column(t("waive.plan_deadline"), 12, "day"),
        Column("fingerprint", 18),
    ]  # fmt: skip
    return Listing(t("workbook.findings"), columns, _findings(result, copies, rules, t), "C00000")


def _findings(
    result: Result, copies: Sequence[Copy], rules: Mapping[str, RuleInfo], t: Wording
) -> Iterator[tuple[Any, ...]]:
    known = {copy.file: copy for copy in copies if copy.copy}
    named = severity_texts(t)
    for number, row in enumerate(result.findings.iter_rows(named=True)):
        rule = rules.get(row["rule"])
        waived = row["state"] == "waived"
        also = [_place(place) for place in row["also"] or ()]
        more = ["…"] if len(also) > labels.PLACES_PER_ROW else []
        yield (
            ("hint" if waived else row["severity"], named[row["severity"]]),
            t(f"kind.{row['kind']}"),
            row["rule"],
            _title(rule, t),
            row["project"],
            row["contractor"],
            row["period"],
            row["worker"],
            row["id_tail"],
            t.pick(row["message"], row["message_en"]),
            row["expected"],
            row["actual"],
            row["amount"],
            t(f"money.{row['money']}") if row["money"] else None,
            t.pick(row["payer"], row["payer_en"]),
            row["file"],
            row["sheet"],
            _link(row, known.get(row["file"])) if number < LINKS else row["cell"],
            "\n".join(also[: labels.PLACES_PER_ROW] + more),
            labels.laws(row["law"]),
            row["remedy"] if t.lang == "zh" or rule is None else t.pick(rule.remedy, rule.remedy_en),
            row["responsible"],
            "、".join(row["assist"] or ()),
            t("workbook.state_waived" if waived else "workbook.state_open"),
            None, None, None, None,
            row["fingerprint"],
        )  # fmt: skip


def _link(row: Row, copy: Copy | None) -> Link | str | None:
    """The cell, with a link into the marked copy where there is one; none where the link would name a masked sheet."""
    cell = row["cell"]
    if not cell or copy is None or not copy.sheets or row["sheet"] not in copy.sheets:
        return cell if cell is None else str(cell)
    own = copy.sheets[row["sheet"]]
    if own.strip() != row["sheet"].strip() and mask_free(own) != own:
        return str(cell)
    return Link(cell, f"external:{copy.copy}#{reference(own, cell)}")


def by_rule(result: Result, rules: Mapping[str, RuleInfo], t: Wording) -> Listing:
    """Rules with findings, worst first: how many, of how many people and companies, how much money."""
    columns = [
        Column(t("column.severity"), 12, "severity"), Column(t("column.rule"), 8), Column(t("column.title"), 32),
        Column(t("workbook.kind"), 12), Column(t("column.count"), 8, "count"), Column(t("workbook.waived"), 9, "count"),
        Column(t("workbook.people"), 9, "count"), Column(t("column.contractors"), 9, "count"),
        Column(t("column.amount"), 15, "money"), Column(t("column.law"), 40), Column(t("column.remedy"), 50),
        Column(t("workbook.exposure"), 40), Column(t("column.responsible"), 14),
    ]  # fmt: skip
    still = pl.col("state") != "waived"
    grouped = (
        result.findings.group_by("rule", "severity", "kind")
        .agg(
            pl.len().alias("count"),
            (~still).sum().alias("waived"),
            pl.col("worker_key").drop_nulls().n_unique().alias("people"),
            pl.struct("project", "contractor").n_unique().alias("contractors"),
            pl.col("amount").filter(still).sum().alias("amount"),
            pl.col("amount").filter(still).count().alias("amounts"),
        )
        .sort(_order("severity"), -pl.col("count").cast(pl.Int64), "rule")
    )
    named = severity_texts(t)

    def rows() -> Iterator[tuple[Any, ...]]:
        for row in grouped.iter_rows(named=True):
            rule = rules.get(row["rule"])
            yield (
                (row["severity"], named[row["severity"]]), row["rule"], _title(rule, t), t(f"kind.{row['kind']}"),
                row["count"], row["waived"], row["people"], row["contractors"],
                row["amount"] if row["amounts"] else None,
                *_rule_texts(rule, t),
                "" if rule is None else t.pick(rule.responsible, rule.responsible_en),
            )  # fmt: skip

    return Listing(t("workbook.by_rule"), columns, rows())


def by_worker(result: Result, t: Wording) -> Listing:
    """Workers with findings that count: how many of which severity, by which rules, and what they are owed."""
    columns = [
        Column(t("column.project"), 20), Column(t("column.contractor"), 28), Column(t("column.worker"), 10),
        Column(t("column.id_tail"), 9), Column(t("workbook.worst"), 12, "severity"),
        Column(t("column.count"), 8, "count"),
        *(Column(t(f"severity.{severity}"), 8, "count") for severity in labels.SEVERITIES),
        Column(t("column.owed"), 14, "money"), Column(t("workbook.rules_hit"), 44),
    ]  # fmt: skip
    keys = ["project", "contractor", "worker_key"]
    owed = result.workers.group_by(keys).agg(
        pl.when(pl.col("owed").count() > 0).then(pl.col("owed").sum()).alias("owed")
    )
    grouped = (
        result.findings.filter(pl.col("worker_key").is_not_null() & (pl.col("state") != "waived"))
        .group_by(keys)
        .agg(
            pl.col("worker").drop_nulls().first(),
            pl.col("id_tail").drop_nulls().first(),
            pl.len().alias("count"),
            *((pl.col("severity") == severity).sum().alias(severity) for severity in labels.SEVERITIES),
            pl.col("rule").unique().sort().str.join("、"),
        )
        .join(owed, on=keys, how="left")
        .sort(*(-pl.col(severity).cast(pl.Int64) for severity in labels.SEVERITIES), *keys)
    )
    named = severity_texts(t)

    def rows() -> Iterator[tuple[Any, ...]]:
        for row in grouped.iter_rows(named=True):
            worst = next(severity for severity in labels.SEVERITIES if row[severity])
            counts = [row[severity] for severity in labels.SEVERITIES]
            yield (
                row["project"], row["contractor"], row["worker"], row["id_tail"], (worst, named[worst]), row["count"],
                *counts, row["owed"], row["rule"],
            )  # fmt: skip

    return Listing(t("workbook.by_worker"), columns, rows())


def six(result: Result, t: Wording) -> Listing:
    """Worker by six ledgers, as signs with words."""
    columns = [
        Column(t("column.project"), 20), Column(t("column.contractor"), 28), Column(t("column.period"), 11),
        Column(t("column.worker"), 10), Column(t("column.id_tail"), 9),
        *(Column(t(f"ledger.{key}"), 13) for key in MARKS), Column(t("workbook.all_agree"), 10),
    ]  # fmt: skip
    said = {mark: f"{sign} {t(f'mark.{mark}')}" for mark, sign in labels.SIGNS.items()}

    def rows() -> Iterator[tuple[Any, ...]]:
        for row in result.workers.sort("project", "contractor", "period", maintain_order=True).iter_rows(named=True):
            marks = [row[f"mark_{key}"] for key in MARKS]
            yield (
                row["project"], row["contractor"], row["period"], row["name"], row["id_tail"],
                *(said.get(mark, mark) for mark in marks),
                t("workbook.yes") if all(mark == "ok" for mark in marks) else None,
            )  # fmt: skip

    return Listing(t("workbook.six"), columns, rows(), "70AD47")


def arrears(result: Result, t: Wording) -> Listing:
    """Wages past due, the largest first, with their age."""
    columns = [
        Column(t("column.project"), 20), Column(t("column.contractor"), 28), Column(t("column.period"), 11),
        Column(t("column.worker"), 10), Column(t("column.id_tail"), 9), Column(t("column.due"), 13, "money"),
        Column(t("column.paid"), 13, "money"), Column(t("column.owed"), 13, "money"),
        Column(t("workbook.due_on"), 12, "date"), Column(t("column.days_late"), 9, "count"),
        Column(t("workbook.age"), 13),
    ]  # fmt: skip
    owing = result.workers.filter(pl.col("owed") > 0).sort("owed", descending=True, maintain_order=True)

    def rows() -> Iterator[tuple[Any, ...]]:
        for row in owing.iter_rows(named=True):
            yield (
                row["project"], row["contractor"], row["period"], row["name"], row["id_tail"], row["due"], row["paid"],
                row["owed"], row["due_on"], row["days_late"], _age(row["days_late"], t),
            )  # fmt: skip

    return Listing(t("workbook.arrears"), columns, rows(), "FFC000")


def _age(days: int | None, t: Wording) -> str:
    if days is None:
        return t("workbook.age_unknown")
    return t(f"workbook.age_{1 if days <= _MONTH else 2 if days <= 2 * _MONTH else 3}")


def not_assessed(result: Result, rules: Mapping[str, RuleInfo], t: Wording) -> Listing:
    """What no verdict was reached about, and why. Never a pass."""
    columns = [
        Column(t("column.outcome"), 11), Column(t("column.rule"), 8), Column(t("column.title"), 32),
        Column(t("column.project"), 20), Column(t("column.contractor"), 28), Column(t("column.period"), 11),
        Column(t("column.reason"), 60), Column(t("workbook.assessed"), 9, "count"),
        Column(t("workbook.unassessed"), 9, "count"),
    ]  # fmt: skip
    unjudged = result.outcomes.filter(pl.col("outcome").is_in(["not_assessed", "error"]))

    def rows() -> Iterator[tuple[Any, ...]]:
        for row in unjudged.sort("outcome", "rule", "project", "contractor", "period").iter_rows(named=True):
            yield (
                t(f"outcome.{row['outcome']}"), row["rule"], _title(rules.get(row["rule"]), t), row["project"],
                row["contractor"], row["period"], t.pick(row["reason"], row["reason_en"]), row["assessed"],
                row["unassessed"],
            )  # fmt: skip

    return Listing(t("workbook.not_assessed"), columns, rows(), "A6A6A6")


def rule_list(result: Result, t: Wording) -> Listing:
    """Every rule that was judged by, also those with nothing to say."""
    outcomes = ("pass", "fail", "waived", "not_assessed", "error")
    columns = [
        Column(t("column.rule"), 8), Column(t("column.title"), 32), Column(t("workbook.kind"), 12),
        Column(t("column.severity"), 12, "severity"), Column(t("workbook.status"), 8), Column(t("workbook.family"), 12),
        *(Column(t(f"outcome.{outcome}"), 9, "count") for outcome in outcomes),
        Column(t("column.law"), 44), Column(t("column.remedy"), 50), Column(t("workbook.exposure"), 40),
    ]  # fmt: skip
    counts = {(rule, outcome): n for rule, outcome, n in result.outcomes.group_by("rule", "outcome").len().iter_rows()}
    named = severity_texts(t)

    def rows() -> Iterator[tuple[Any, ...]]:
        for rule in sorted(result.rules, key=lambda rule: rule.id):
            yield (
                rule.id, _title(rule, t), t(f"kind.{rule.kind}"), (rule.severity, named[rule.severity]),
                t("workbook.status_preview" if rule.status == "preview" else "workbook.status_stable"), rule.family,
                *(counts.get((rule.id, outcome), 0) for outcome in outcomes), *_rule_texts(rule, t),
            )  # fmt: skip

    return Listing(t("workbook.rules"), columns, rows())


def file_list(result: Result, copies: Sequence[Copy], t: Wording) -> Listing:
    """Every file handed in: what became of it, its hash, and its marked copy or why there is none."""
    columns = [
        Column(t("column.file"), 48), Column(t("workbook.kind_of_file"), 9), Column(t("column.rows"), 9, "count"),
        Column(t("column.size"), 11, "count"), Column(t("column.status"), 20), Column(t("column.contractor"), 30),
        Column(t("workbook.copy"), 48), Column(t("column.sha256"), 66),
    ]  # fmt: skip
    known = {copy.file: copy for copy in copies}

    def rows() -> Iterator[tuple[Any, ...]]:
        for file in result.manifest["inputs"]:
            copy = known.get(file["path"])
            made: Link | str | None = None if copy is None else t.pick(copy.reason, copy.reason_en)
            if copy is not None and copy.copy is not None:
                made = Link(copy.copy, f"external:{copy.copy}")
            yield (
                file["path"], file["kind"], file["rows"], file["size"], t(f"workbook.file_{file['status']}"),
                "、".join(file.get("contractors", ())), made, file["sha256"],
            )  # fmt: skip

    return Listing(t("workbook.files"), columns, rows())


def severity_texts(t: Wording) -> dict[str, str]:
    """Every severity with its sign and word."""
    return {severity: f"{SIGNS[severity]} {t(f'severity.{severity}')}" for severity in labels.SEVERITIES}


def _order(column: str) -> pl.Expr:
    return pl.col(column).replace_strict(list(labels.SEVERITIES), list(range(len(labels.SEVERITIES))))


def _title(rule: RuleInfo | None, t: Wording) -> str:
    return "" if rule is None else t.pick(rule.title, rule.title_en)


def _rule_texts(rule: RuleInfo | None, t: Wording) -> tuple[str, str, str]:
    if rule is None:
        return "", "", ""
    return labels.laws(rule.law), t.pick(rule.remedy, rule.remedy_en), t.pick(rule.exposure, rule.exposure_en)


def _place(place: Row) -> str:
    return " ".join(part for part in (place["file"], place["sheet"], place["cell"]) if part)
