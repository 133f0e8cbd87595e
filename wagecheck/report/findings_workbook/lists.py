"""The lists of ``findings.xlsx``: findings, by rule, by worker, the six-way matrix, arrears, what was not judged …"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

import polars as pl

from wagecheck.privacy import mask_free
from wagecheck.register import ageing
from wagecheck.report import labels, mark_words
from wagecheck.report.findings_workbook.listing import Column, Listing
from wagecheck.report.marked import Copy
from wagecheck.report.marked.results_sheet import reference
from wagecheck.report.severity_looks import SIGNS
from wagecheck.result import MARKS, Result, RuleInfo
from wagecheck.wording import Wording

Rules = Mapping[str, RuleInfo]

#: A sheet can hold 65,530 links, and opens slowly long before.
LINKS: Final = 20_000
#: Contractors named beside a file.
_MOST_NAMED: Final = 20
#: Between two names that are looked up together: stands in no name.
_AND: Final = "\x00"
_WAIVED: Final = pl.col("state") == "waived"


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


def findings(result: Result, copies: Sequence[Copy], rules: Rules, t: Wording) -> Listing:
    """One row per finding; the last columns are the action plan, which ``wagecheck waive plan`` reads back."""
    frame = result.findings.with_row_index("number")
    waived, still = t("workbook.state_waived"), t("workbook.state_open")
    fill = pl.when(_WAIVED).then(pl.lit("hint")).otherwise(pl.col("severity"))
    remedies = {} if t.lang == "zh" else {rule.id: t.pick(rule.remedy, rule.remedy_en) for rule in rules.values()}
    names = {} if t.lang == "zh" else _english_departments(rules)
    columns = [
        Column(t("column.severity"), 12, _severity(t), "severity", fill),
        Column(t("workbook.kind"), 12, _worded(frame, "kind", "kind", t)),
        Column(t("column.rule"), 8, pl.col("rule")),
        Column(t("column.title"), 24, _title(rules, t)),
        Column(t("column.project"), 18, pl.col("project")),
        Column(t("column.contractor"), 24, pl.col("contractor")),
        Column(t("column.period"), 11, pl.col("period")),
        Column(t("column.worker"), 9, pl.col("worker")),
        Column(t("column.id_tail"), 8, pl.col("id_tail")),
        Column(t("column.message"), 56, _picked("message", t)),
        Column(t("column.expected"), 14, pl.col("expected")),
        Column(t("column.actual"), 14, pl.col("actual")),
        Column(t("column.amount"), 13, pl.col("amount"), "money"),
        Column(t("column.money"), 12, _worded(frame, "money", "money", t)),
        Column(t("column.payer"), 30, _picked("payer", t)),
        Column(t("column.file"), 32, pl.col("file")),
        Column(t("column.sheet"), 14, pl.col("sheet")),
        Column(t("column.cell"), 8, pl.col("cell"), "link", _target(copies)),
        Column(t("page.also"), 32, _also()),
        Column(t("column.law"), 30, _laws(frame)),
        Column(t("column.remedy"), 44, pl.col("rule").replace_strict(
            remedies, default=pl.col("remedy"), return_dtype=pl.String
        )),
        Column(t("column.responsible"), 14, _department(pl.col("responsible"), names)),
        Column(t("column.assist"), 18, pl.col("assist").list.eval(
            _department(pl.element(), names)
        ).list.join("; " if names else "、")),
        Column(t("workbook.status"), 9, pl.when(_WAIVED).then(pl.lit(waived)).otherwise(pl.lit(still))),
        Column(t("waive.plan_reason"), 24, None, "clerk"),
        Column(t("waive.plan_measure"), 24, None, "clerk"),
        Column(t("waive.plan_responsible"), 12, None, "clerk"),
        Column(t("waive.plan_deadline"), 12, None, "day"),
        Column("fingerprint", 18, pl.col("fingerprint")),
    ]  # fmt: skip
    return Listing(t("workbook.findings"), columns, frame, "C00000")


def _english_departments(rules: Rules) -> dict[str, str]:
    """Department of a rule, in the lead or assisting → its English name."""
    pairs = ((rule.responsible, rule.responsible_en) for rule in rules.values())
    assisting = (pair for rule in rules.values() for pair in zip(rule.assist, rule.assist_en, strict=False))
    return {name: english for some in (pairs, assisting) for name, english in some if english}


def _department(name: pl.Expr, english: Mapping[str, str]) -> pl.Expr:
    return name.replace_strict(english, default=name, return_dtype=pl.String) if english else name


def _target(copies: Sequence[Copy]) -> pl.Expr:
    """The cell in the marked copy, for the first findings; null where there is no copy of its sheet.

    None either where the link would name a sheet whose name is masked.
    """
    heads = {
        f"{copy.file}{_AND}{sheet}": f"external:{copy.copy}#{reference(own, '')}"
        for copy in copies
        if copy.copy is not None
        for sheet, own in (copy.sheets or {}).items()
        if own.strip() == sheet.strip() or mask_free(own) == own
    }
    place = pl.concat_str("file", "sheet", separator=_AND)
    head = place.replace_strict(heads, default=None, return_dtype=pl.String)
    return pl.when(pl.col("number") < LINKS, pl.col("cell") != "").then(head + pl.col("cell"))


def _also() -> pl.Expr:
    """Other cells of a finding, the first few, each on a line."""
    place = pl.element().struct
    parts = [pl.when(place.field(name) != "").then(place.field(name)) for name in ("file", "sheet", "cell")]
    first = pl.col("also").list.head(labels.PLACES_PER_ROW)
    told = first.list.eval(pl.concat_str(parts, separator=" ", ignore_nulls=True)).list.join("\n")
    return pl.when(pl.col("also").list.len() > labels.PLACES_PER_ROW).then(told + "\n…").otherwise(told)


def _laws(frame: pl.DataFrame) -> pl.Expr:
    """Citations joined as on the pages; few lists of them are distinct."""
    joined = pl.col("law").list.join(_AND)
    distinct = frame.select(joined.unique().drop_nulls()).to_series()
    told = {text: labels.laws(text.split(_AND)) if text else "" for text in distinct}
    return joined.replace_strict(told, default=None, return_dtype=pl.String)


def by_rule(result: Result, rules: Rules, t: Wording) -> Listing:
    """Rules with findings, worst first: how many, of how many people and companies, how much money."""
    still = ~_WAIVED
    grouped = (
        result.findings.group_by("rule", "severity", "kind")
        .agg(
            pl.len().alias("count"),
            _WAIVED.sum().alias("waived"),
            pl.col("worker_key").drop_nulls().n_unique().alias("people"),
            pl.struct("project", "contractor").n_unique().alias("contractors"),
            pl.when(pl.col("amount").filter(still).count() > 0).then(pl.col("amount").filter(still).sum()),
        )
        .sort(_order("severity"), -pl.col("count").cast(pl.Int64), "rule")
    )
    columns = [
        Column(t("column.severity"), 12, _severity(t), "severity", pl.col("severity")),
        Column(t("column.rule"), 8, pl.col("rule")),
        Column(t("column.title"), 32, _title(rules, t)),
        Column(t("workbook.kind"), 12, _worded(grouped, "kind", "kind", t)),
        Column(t("column.count"), 8, pl.col("count"), "count"),
        Column(t("workbook.waived"), 9, pl.col("waived"), "count"),
        Column(t("workbook.people"), 9, pl.col("people"), "count"),
        Column(t("column.contractors"), 9, pl.col("contractors"), "count"),
        Column(t("column.amount"), 15, pl.col("amount"), "money"),
        Column(t("column.law"), 40, _of_rule(rules, lambda rule: labels.laws(rule.law))),
        Column(t("column.remedy"), 50, _of_rule(rules, lambda rule: t.pick(rule.remedy, rule.remedy_en))),
        Column(t("workbook.exposure"), 40, _of_rule(rules, lambda rule: t.pick(rule.exposure, rule.exposure_en))),
        Column(
            t("column.responsible"), 14, _of_rule(rules, lambda rule: t.pick(rule.responsible, rule.responsible_en))
        ),
    ]
    return Listing(t("workbook.by_rule"), columns, grouped)


def by_worker(result: Result, t: Wording) -> Listing:
    """Workers with findings that count: how many of which severity, by which rules, and what they are owed."""
    keys = ["project", "contractor", "worker_key"]
    owed = result.workers.group_by(keys).agg(
        pl.when(pl.col("owed").count() > 0).then(pl.col("owed").sum()).alias("owed")
    )
    grouped = (
        result.findings.filter(pl.col("worker_key").is_not_null() & ~_WAIVED)
        .group_by(keys)
        .agg(
            pl.col("worker").drop_nulls().first(),
            pl.col("id_tail").drop_nulls().first(),
            pl.len().alias("count"),
            *((pl.col("severity") == severity).sum().alias(severity) for severity in labels.SEVERITIES),
            pl.col("severity").sort_by(_order("severity")).first(),
            pl.col("rule").unique().sort().str.join("、"),
        )
        .join(owed, on=keys, how="left")
        .sort(*(-pl.col(severity).cast(pl.Int64) for severity in labels.SEVERITIES), *keys)
    )
    columns = [
        Column(t("column.project"), 20, pl.col("project")),
        Column(t("column.contractor"), 28, pl.col("contractor")),
        Column(t("column.worker"), 10, pl.col("worker")),
        Column(t("column.id_tail"), 9, pl.col("id_tail")),
        Column(t("workbook.worst"), 12, _severity(t), "severity", pl.col("severity")),
        Column(t("column.count"), 8, pl.col("count"), "count"),
        *(Column(t(f"severity.{severity}"), 8, pl.col(severity), "count") for severity in labels.SEVERITIES),
        Column(t("column.owed"), 14, pl.col("owed"), "money"),
        Column(t("workbook.rules_hit"), 44, pl.col("rule")),
    ]
    return Listing(t("workbook.by_worker"), columns, grouped)


def six(result: Result, t: Wording) -> Listing:
    """Worker by six ledgers, as signs with words."""
    said = {mark: f"{sign} {t(f'mark.{mark}')}" for mark, sign in labels.SIGNS.items()}
    agree = pl.all_horizontal((pl.col(f"mark_{key}") == "ok").fill_null(value=False) for key in MARKS)
    columns = [
        Column(t("column.project"), 20, pl.col("project")),
        Column(t("column.contractor"), 28, pl.col("contractor")),
        Column(t("column.period"), 11, pl.col("period")),
        Column(t("column.worker"), 10, pl.col("name")),
        Column(t("column.id_tail"), 9, pl.col("id_tail")),
        *(Column(t(f"ledger.{key}"), 13, pl.col(f"mark_{key}").replace(said)) for key in MARKS),
        Column(t("workbook.all_agree"), 10, pl.when(agree).then(pl.lit(t("workbook.yes")))),
        Column(t("page.why"), 60, pl.col("words")),
    ]
    rows = result.workers.sort("project", "contractor", "period", maintain_order=True)
    told = mark_words.messages(result, t)
    words = [mark_words.sentence(whys, told, t) for whys in rows["why"].to_list()]
    rows = rows.with_columns(words=pl.Series(words, dtype=pl.String))
    return Listing(t("workbook.six"), columns, rows, "70AD47")


def arrears(result: Result, t: Wording) -> Listing:
    """Wages past due, the largest first, with their age."""
    columns = [
        Column(t("column.project"), 20, pl.col("project")),
        Column(t("column.contractor"), 28, pl.col("contractor")),
        Column(t("column.period"), 11, pl.col("period")),
        Column(t("column.worker"), 10, pl.col("name")),
        Column(t("column.id_tail"), 9, pl.col("id_tail")),
        Column(t("column.due"), 13, pl.col("due"), "money"),
        Column(t("column.paid"), 13, pl.col("paid"), "money"),
        Column(t("column.owed"), 13, pl.col("owed"), "money"),
        Column(t("workbook.due_on"), 12, pl.col("due_on"), "date"),
        Column(t("column.days_late"), 9, pl.col("days_late"), "count"),
        *_age(result.manifest, t),
    ]
    owing = result.workers.filter(pl.col("owed") > 0).sort("owed", descending=True, maintain_order=True)
    return Listing(t("workbook.arrears"), columns, owing, "FFC000")


def _age(manifest: Mapping[str, Any], t: Wording) -> list[Column]:
    """The band of an arrear by calendar months from the due day, as the profile has them; none where it has none."""
    ends = [int(end) for end in manifest.get("ageing_months") or ()]
    if not ends:
        return []
    names = [t("workbook.age_first", end=ends[0])]
    names += [t("workbook.age_next", start=start, end=end) for start, end in pairwise(ends)]
    names += [t("workbook.age_last", start=ends[-1]), t("workbook.age_unknown")]
    band = ageing.band(ends, dt.date.fromisoformat(str(manifest["as_of"])))
    band = band.replace_strict(dict(enumerate(names)), return_dtype=pl.String)
    return [Column(t("workbook.age"), 13, band)]


def not_assessed(result: Result, rules: Rules, t: Wording) -> Listing:
    """What no verdict was reached about, and why. Never a pass."""
    unjudged = result.outcomes.filter(pl.col("outcome").is_in(["not_assessed", "error"]))
    columns = [
        Column(t("column.outcome"), 11, _worded(unjudged, "outcome", "outcome", t)),
        Column(t("column.rule"), 8, pl.col("rule")),
        Column(t("column.title"), 32, _title(rules, t)),
        Column(t("column.project"), 20, pl.col("project")),
        Column(t("column.contractor"), 28, pl.col("contractor")),
        Column(t("column.period"), 11, pl.col("period")),
        Column(t("column.reason"), 60, _picked("reason", t)),
        Column(t("workbook.assessed"), 9, pl.col("assessed"), "count"),
        Column(t("workbook.unassessed"), 9, pl.col("unassessed"), "count"),
    ]
    rows = unjudged.sort("outcome", "rule", "project", "contractor", "period")
    return Listing(t("workbook.not_assessed"), columns, rows, "A6A6A6")


def rule_list(result: Result, t: Wording) -> Listing:
    """Every rule that was judged by, also those with nothing to say."""
    outcomes = ("pass", "fail", "waived", "not_assessed", "error")
    counts = {(rule, outcome): n for rule, outcome, n in result.outcomes.group_by("rule", "outcome").len().iter_rows()}
    texts = ("rule", "title", "kind", "severity", "status", "family", "law", "remedy", "exposure")
    rows = [
        {
            "rule": rule.id, "title": t.pick(rule.title, rule.title_en), "kind": t(f"kind.{rule.kind}"),
            "severity": rule.severity, "family": rule.family, "law": labels.laws(rule.law),
            "status": t("workbook.status_preview" if rule.status == "preview" else "workbook.status_stable"),
            "remedy": t.pick(rule.remedy, rule.remedy_en), "exposure": t.pick(rule.exposure, rule.exposure_en),
            **{outcome: counts.get((rule.id, outcome), 0) for outcome in outcomes},
        }
        for rule in sorted(result.rules, key=lambda rule: rule.id)
    ]  # fmt: skip
    schema = {**dict.fromkeys(texts, pl.String()), **dict.fromkeys(outcomes, pl.Int64())}
    columns = [
        Column(t("column.rule"), 8, pl.col("rule")),
        Column(t("column.title"), 32, pl.col("title")),
        Column(t("workbook.kind"), 12, pl.col("kind")),
        Column(t("column.severity"), 12, _severity(t), "severity", pl.col("severity")),
        Column(t("workbook.status"), 8, pl.col("status")),
        Column(t("workbook.family"), 12, pl.col("family")),
        *(Column(t(f"outcome.{outcome}"), 9, pl.col(outcome), "count") for outcome in outcomes),
        Column(t("column.law"), 44, pl.col("law")),
        Column(t("column.remedy"), 50, pl.col("remedy")),
        Column(t("workbook.exposure"), 40, pl.col("exposure")),
    ]
    return Listing(t("workbook.rules"), columns, pl.DataFrame(rows, schema=schema))


def file_list(result: Result, copies: Sequence[Copy], t: Wording) -> Listing:
    """Every file handed in: what became of it, its hash, and its marked copy or why there is none."""
    known = {copy.file: copy for copy in copies}
    rows = [
        {
            **{name: file[name] for name in ("path", "kind", "rows", "size", "sha256")},
            "status": t(f"workbook.file_{file['status']}"), "contractors": _named(file.get("contractors", ()), t),
            **_copy(known.get(file["path"]), t, linked=number < LINKS),
        }
        for number, file in enumerate(result.manifest["inputs"])
    ]  # fmt: skip
    texts = ("path", "kind", "sha256", "status", "contractors", "copy", "target")
    schema = {**dict.fromkeys(texts, pl.String()), "rows": pl.Int64(), "size": pl.Int64()}
    columns = [
        Column(t("column.file"), 48, pl.col("path")),
        Column(t("workbook.kind_of_file"), 9, pl.col("kind")),
        Column(t("column.rows"), 9, pl.col("rows"), "count"),
        Column(t("column.size"), 11, pl.col("size"), "count"),
        Column(t("column.status"), 20, pl.col("status")),
        Column(t("column.contractor"), 30, pl.col("contractors")),
        Column(t("workbook.copy"), 48, pl.col("copy"), "link", pl.col("target")),
        Column(t("column.sha256"), 66, pl.col("sha256")),
    ]
    return Listing(t("workbook.files"), columns, pl.DataFrame(rows, schema=schema))


def _named(contractors: Sequence[str], t: Wording) -> str:
    """Whose a file is; of an export table of many how many they are."""
    if len(contractors) <= _MOST_NAMED:
        return "、".join(contractors)
    return t("workbook.contractors_more", names="、".join(contractors[:_MOST_NAMED]), count=len(contractors))


def _copy(copy: Copy | None, t: Wording, *, linked: bool) -> dict[str, str | None]:
    if copy is None or copy.copy is None:
        return {"copy": None if copy is None else t.pick(copy.reason, copy.reason_en), "target": None}
    return {"copy": copy.copy, "target": f"external:{copy.copy}" if linked else None}


def _severity(t: Wording) -> pl.Expr:
    """The severity as sign and word."""
    said = {severity: f"{SIGNS[severity]} {t(f'severity.{severity}')}" for severity in labels.SEVERITIES}
    return pl.col("severity").replace_strict(said)


def _order(column: str) -> pl.Expr:
    return pl.col(column).replace_strict(list(labels.SEVERITIES), list(range(len(labels.SEVERITIES))))


def _worded(frame: pl.DataFrame, column: str, section: str, t: Wording) -> pl.Expr:
    """The words for the keys that stand in a column."""
    words = {key: t(f"{section}.{key}") for key in frame[column].unique().drop_nulls()}
    return pl.col(column).replace_strict(words, default=None, return_dtype=pl.String)


def _picked(column: str, t: Wording) -> pl.Expr:
    """A text in the language of the workbook, in the other one where it is not written."""
    names = (f"{column}_en", column) if t.lang == "en" else (column, f"{column}_en")
    return pl.when(pl.col(names[0]) != "").then(pl.col(names[0])).otherwise(pl.col(names[1]))


def _of_rule(rules: Rules, text: Callable[[RuleInfo], str]) -> pl.Expr:
    texts = {rule.id: text(rule) for rule in rules.values()}
    return pl.col("rule").replace_strict(texts, default=None, return_dtype=pl.String)


def _title(rules: Rules, t: Wording) -> pl.Expr:
    return _of_rule(rules, lambda rule: t.pick(rule.title, rule.title_en))
