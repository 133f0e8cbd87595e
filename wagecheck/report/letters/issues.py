"""The open findings of a contractor, one issue per rule and severity, worst first."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from wagecheck.report import labels
from wagecheck.report.letters.blocks import Column, Grid
from wagecheck.report.letters.scene import Scene
from wagecheck.result import RuleInfo


@dataclass(frozen=True)
class Issue:
    """One rule's findings of one severity."""

    rule: RuleInfo
    severity: str
    kind: str
    findings: pl.DataFrame

    @property
    def people(self) -> int:
        """Workers named."""
        return self.findings["worker_key"].drop_nulls().n_unique()

    @property
    def amount(self) -> Decimal:
        """Sum of the amounts; zero where there is none."""
        return sum((one for one in self.findings["amount"].drop_nulls().to_list()), Decimal(0))


def of(scene: Scene) -> list[Issue]:
    """All issues of a contractor."""
    rules = scene.rules
    parts = scene.findings.group_by("rule", "severity", "kind", maintain_order=True)
    issues = [Issue(rules[str(rule)], str(severity), str(kind), part) for (rule, severity, kind), part in parts]
    order = {severity: number for number, severity in enumerate(labels.SEVERITIES)}
    return sorted(issues, key=lambda issue: (order[issue.severity], -issue.findings.height, issue.rule.id, issue.kind))


def size(issue: Issue, scene: Scene) -> str:
    """How many findings, about how many people, how much money."""
    t = scene.t
    parts = [t("letter.count", count=issue.findings.height)]
    parts += [t("letter.people", count=issue.people)] if issue.people else []
    parts += [t("letter.amount", amount=labels.money(issue.amount))] if issue.amount else []
    return (", " if t.lang == "en" else "，").join(parts)


def title(issue: Issue, scene: Scene) -> str:
    """Title of the rule with its severity and id."""
    t = scene.t
    name = t.pick(issue.rule.title, issue.rule.title_en)
    return t("letter.issue", title=name, severity=t(f"severity.{issue.severity}"), rule=issue.rule.id)


def situations(issue: Issue, scene: Scene, most: int) -> Grid:
    """The findings as a table: period, what, where; at most ``most`` rows."""
    t = scene.t
    rows = tuple(
        (str(number), labels.period(row["period"], t), t.pick(row["message"], row["message_en"]), scene.places(row))
        for number, row in enumerate(issue.findings.head(most).iter_rows(named=True), start=1)
    )
    columns = (
        Column(t("letter.no"), 5),
        Column(t("column.period"), 10),
        Column(t("letter.situation"), 50),
        Column(t("column.place"), 35),
    )
    return Grid(columns, rows)
