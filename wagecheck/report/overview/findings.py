"""Findings by who must act and by rule: counts, contractors, people, and money by what it is."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

import polars as pl

from wagecheck.report import charts, labels
from wagecheck.report.overview import amounts
from wagecheck.report.overview.amounts import SITE, Row
from wagecheck.result import Result
from wagecheck.wording import Wording

#: What is told apart in grey print; a hint is no verdict.
SIGNS: Final = {"red_line": "▲", "serious": "◆", "general": "●", "hint": "○"}
#: What a company or a department has to find, by what it is; what is only involved or repeated is no sum.
_MONEY: Final = ("owed", *labels.ADDED)


def departments(result: Result, t: Wording) -> Row:
    """By the department in the lead. Money is that of violations that are open; columns without any are left out."""
    english = {rule.responsible: rule.responsible_en for rule in result.rules if rule.responsible_en}
    found = result.findings.with_columns(pl.col("responsible").fill_null(""))
    counted = (pl.col("state") == "open") & ((pl.col("kind") == "violation") | (pl.col("money") == "owed"))
    money = [pl.col("amount").filter(counted & (pl.col("money") == kind)).sum().alias(kind) for kind in _MONEY]
    groups = (
        found.group_by("responsible")
        .agg(*_counts(), *money, people=pl.col("worker_key").drop_nulls().n_unique())
        .sort("red_line", "total", "responsible", descending=[True, True, False])
    )
    kinds = [kind for kind in _MONEY if groups[kind].sum()]
    rows = [
        {
            **row,
            "name": t.pick(row["responsible"], english.get(row["responsible"])) or t("index.nobody"),
            "money": [labels.money(row[kind]) if row[kind] else "–" for kind in kinds],
        }
        for row in groups.iter_rows(named=True)
    ]
    return {
        "rows": rows,
        "kinds": kinds,
        "sum": {
            **_sum(groups),
            "contractors": found.select(SITE).n_unique() if found.height else 0,
            "people": found["worker_key"].drop_nulls().n_unique(),
            "money": [labels.money(amounts.total(groups[kind])) for kind in kinds],
        },
        **_drawn(rows, "told-departments", lambda row: row["name"], t),
        "sentence": _sentence(rows, found.height, t),
        "differs": _differs(amounts.total(groups["owed"]), amounts.total(result.contractors["owed"]), t),
    }


def rules(result: Result, t: Wording) -> Row:
    """By rule and severity, worst first."""
    infos = {rule.id: rule for rule in result.rules}
    order = {severity: index for index, severity in enumerate(labels.SEVERITIES)}
    groups = result.findings.group_by("rule", "severity").agg(
        *_counts(), pl.col("amount").sum(), people=pl.col("worker_key").drop_nulls().n_unique()
    )
    rows: list[Row] = [
        {
            **row,
            "tone": labels.TONES[row["severity"]],
            "title": t.pick(infos[row["rule"]].title, infos[row["rule"]].title_en),
            "law": labels.laws(infos[row["rule"]].law),
            "amount": labels.money(row["amount"]) if row["amount"] else "",
        }
        for row in groups.iter_rows(named=True)
    ]
    rows.sort(key=lambda row: (order[row["severity"]], -row["total"], row["rule"]))
    said = ""
    if rows:
        most = max(rows, key=lambda row: (row["total"], -order[row["severity"]]))
        said = t("index.rules_sentence", rules=len({row["rule"] for row in rows}), rule=most["rule"],
                 title=most["title"], count=most["total"])  # fmt: skip
    return {
        "rows": rows,
        "sum": _sum(groups),
        "sentence": said,
        **_drawn(rows, "told-rules", lambda row: f"{row['rule']} {row['title']}", t),
    }


def legend(t: Wording) -> str:
    """What the signs and shades of a chart mean."""
    return " ".join(f"{SIGNS[one]} {t(f'severity.{one}')}" for one in labels.SEVERITIES)


def segments(name: str, row: Row, at: int, longest: int, t: Wording) -> list[Row]:
    """The rows of the chart ``severities`` for one bar."""
    parts = [one for one in labels.SEVERITIES if row[one]]
    return [
        {
            "row": at,
            "name": "" if number else name,
            "label": "" if number else t("index.items", count=row["total"]),
            "severity": one,
            "order": labels.SEVERITIES.index(one),
            "value": row[one],
            "inside": charts.inside(f"{SIGNS[one]}{row[one]}", row[one], longest),
        }
        for number, one in enumerate(parts)
    ]


def _drawn(rows: list[Row], told_by: str, name: Callable[[Row], str], t: Wording) -> Row:
    if not rows:
        return {"chart": "", "drawn": 0}
    shown = rows[: charts.MOST_ROWS]
    longest = max(row["total"] for row in shown)
    parts = [part for at, row in enumerate(shown) for part in segments(name(row), row, at, longest, t)]
    return {"chart": charts.draw("severities", parts, told_by=told_by), "drawn": len(shown)}


def _counts() -> list[pl.Expr]:
    severities = [(pl.col("severity") == one).sum().cast(pl.Int64).alias(one) for one in labels.SEVERITIES]
    return [
        *severities,
        pl.len().cast(pl.Int64).alias("total"),
        (pl.col("state") == "waived").sum().cast(pl.Int64).alias("waived"),
        pl.struct(SITE).n_unique().alias("contractors"),
    ]


def _sum(groups: pl.DataFrame) -> dict[str, Any]:
    return {name: int(groups[name].sum()) for name in (*labels.SEVERITIES, "total", "waived")}


def _differs(told: Decimal, past_due: Decimal, t: Wording) -> str:
    """Why the wages of the findings are not what is past due; empty where they are, or where no wages are told of."""
    if told == past_due or not told:
        return ""
    return t("index.departments_differ", told=labels.money(told), owed=labels.money(past_due))


def _sentence(rows: list[Row], total: int, t: Wording) -> str:
    if not rows:
        return ""
    first = rows[0]
    key = "index.departments_red" if first["red_line"] else "index.departments_sentence"
    return t(key, name=first["name"], count=first["total"], red=first["red_line"], total=total)
