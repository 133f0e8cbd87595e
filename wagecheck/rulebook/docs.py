"""Pages about rules, written from the rules: one rule for the screen, all of them as ``docs/rules.md``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from wagecheck.facts import frames
from wagecheck.rulebook import examples, words
from wagecheck.rulebook.examples import ExampleResult
from wagecheck.rulebook.fill import filled, number
from wagecheck.rulebook.load import Rulebook
from wagecheck.rulebook.rule import SEVERITIES, Rule
from wagecheck.rulebook.values import Row, Value

_HEAD = """# 规则目录 Rule reference

本页由 `wagecheck rules export --format md` 从 `rules/` 生成，请勿手改。
This page is generated from `rules/`; do not edit it.

违规 violation：依据明确，需整改 · 疑似 signal：需人工核实 · 数据问题 data：资料本身要更正
"""


def render(rulebook: Rulebook, on: dt.date | None = None, rules: Sequence[Rule] | None = None) -> str:
    """The given rules (all by default) as Markdown: a table, one section each, the dated numbers, the instruments.

    Numbers are those in force on the day ``on``; by default each rule's page lists them with their dates.
    """
    proofs = _by_rule(examples.run(rulebook))
    chosen = rulebook.rules if rules is None else rules
    parts = [_HEAD, _overview(rulebook, chosen)]
    parts += [page(rulebook, rule, proofs.get(rule.id, []), on, depth=2) for rule in chosen]
    parts += [_numbers(rulebook), _statutes(rulebook)]
    return "\n".join(parts)


def page(
    rulebook: Rulebook, rule: Rule, proofs: Iterable[ExampleResult], on: dt.date | None = None, *, depth: int = 1
) -> str:
    """One rule in Chinese with English beside: law, condition, numbers, wording, remedy, false alarms, examples."""
    day = on or dt.date.max
    facets = (words.KIND[rule.kind], words.SEVERITY[rule.severity], words.STATUS[rule.status])
    kind, weight, status = (" ".join(facet) for facet in facets)
    force = f"{rule.start} 起" + (f"，至 {rule.end} 止" if rule.end else "")
    compiled = rulebook.compiled[rule.id]
    lines = [
        f"{'#' * depth} {rule.id} {rule.title}",
        "",
        f"*{rule.title_en}*",
        "",
        f"- 类别 kind：{kind}；严重程度 severity：{weight}；状态 status：{status}",
        f"- 适用 in force：工资期间首日在 {force}",
        f"- 责任部门 responsible：{_who(rulebook, rule)}",
        f"- 依据 law：{'；'.join(map(rulebook.statutes.text, rule.law)) or '无（资料质量）'}",
        f"- 判断对象 about：{frames()[rule.about].title} `{rule.about}`" + _where(rule),
        f"- 判断范围 scope：{words.SCOPE[rule.scope][0]} {words.SCOPE[rule.scope][1]} `{rule.scope}`",
    ]
    if rule.given and not rule.where:
        lines.append(f"- 只看 given：`{rule.given}`")
    if not rule.where:
        lines.append(f"- 触发 when：`{rule.when}`")
    for level, severity in zip(rule.levels, rule.severities[1:], strict=True):
        name = words.SEVERITY[severity]
        lines.append(f"  - 分级 level：`{level.when}` → {name[0]} {name[1]}")
    if rule.show.amount or rule.money != "involved":
        lines.append(f"- 金额 amount：{' '.join(words.MONEY[rule.money])}")
    lines += [f"- 设定值 `:{name}`：{_current(rulebook.values.by_name[name], on)}" for name in compiled.values]
    lines += ["", f"> {rule.message}", ">", f"> {rule.message_en}", ""]
    lines.append(f"**怎么办** {filled(rule.remedy, rulebook.values, day)}")
    lines += ["", filled(rule.remedy_en, rulebook.values, day)]
    if rule.exposure:
        lines += ["", f"**不改正的后果** {filled(rule.exposure, rulebook.values, day)}"]
        lines += ["", filled(rule.exposure_en, rulebook.values, day)]
    if rule.false_alarms:
        lines += ["", "**不应报告的情形** honest cases that stay silent", ""]
        lines += [f"- {case}" for case in rule.false_alarms]
    lines += ["", "**示例** examples", "", *map(_proof, proofs), ""]
    return "\n".join(lines)


def _who(rulebook: Rulebook, rule: Rule) -> str:
    """Who must act, and who assists: 分包单位 subcontractor；配合 assist：…."""
    who = rulebook.profile.who(rule.id)
    named = [f"{name} {rulebook.profile.english(name)}" for name in (who.lead, *who.assist) if name]
    return (named[0] if named else "—") + (f"；配合 assist：{'、'.join(named[1:])}" if named[1:] else "")


def _where(rule: Rule) -> str:
    return f"，栏目 columns {', '.join(f'`{place}`' for place in rule.where)}" if rule.where else ""


def _proof(result: ExampleResult) -> str:
    zh, en = words.OUTCOME[2 if result.fired else 3 if result.not_assessed else 1]
    return f"- {result.example} → {zh} {en}" + "".join(f"\n  - {message}" for message in result.messages)


def _current(value: Value, on: dt.date | None) -> str:
    rows = [row for row in value.rows if on is None or row.certain <= on]
    if value.regional:
        return f"{value.title}，按地区 by region（`values/{value.id}.toml`，{len(value.rows)} 条）"
    return f"{value.title} " + "；".join(_row(value, row) for row in rows)


def _row(value: Value, row: Row) -> str:
    amount = "未查到" if row.amount is None else f"{number(row.amount)} {value.unit}"
    since = "" if row.certain == dt.date.min else f"{row.certain} 起 "
    return f"{since}{amount}（{words.EVIDENCE[row.evidence][0]}：{row.source}）"


def _overview(rulebook: Rulebook, rules: Sequence[Rule]) -> str:
    order = {severity: rank for rank, severity in enumerate(SEVERITIES)}
    lines = ["| 编号 | 规则 | rule | 类别 | 严重程度 | 依据 |", "|---|---|---|---|---|---|"]
    for rule in sorted(rules, key=lambda rule: (order[rule.severity], rule.id)):
        law = "；".join(map(rulebook.statutes.text, rule.law))
        kind, severity = words.KIND[rule.kind][0], words.SEVERITY[rule.severity][0]
        lines.append(
            f"| [{rule.id}](#{_anchor(rule)}) | {rule.title} | {rule.title_en} | {kind} | {severity} | {law} |"
        )
    return "\n".join([*lines, ""])


def _anchor(rule: Rule) -> str:
    """The anchor that Markdown viewers make of the heading."""
    kept = "".join(sign for sign in f"{rule.id} {rule.title}".lower() if sign.isalnum() or sign in " -_")
    return kept.replace(" ", "-")


def _numbers(rulebook: Rulebook) -> str:
    lines = ["## 设定值 Dated numbers", "", "| 名称 | 含义 | meaning | 数值 |", "|---|---|---|---|"]
    for name, value in sorted(rulebook.values.by_name.items()):
        lines.append(f"| `{name}` | {value.title} | {value.title_en} | {_current(value, None)} |")
    return "\n".join([*lines, ""])


def _statutes(rulebook: Rulebook) -> str:
    lines = ["## 引用的文件 Instruments", "", "| 名称 | 文号 | 施行 | 核对 |", "|---|---|---|---|"]
    for statute in rulebook.statutes.by_name.values():
        end = f" 至 {statute.end}" if statute.end else ""
        lines.append(
            f"| {statute.title} | {statute.number} | {statute.start}{end} | {words.EVIDENCE[statute.evidence][0]} |"
        )
    return "\n".join([*lines, ""])


def _by_rule(results: Iterable[ExampleResult]) -> dict[str, list[ExampleResult]]:
    grouped: dict[str, list[ExampleResult]] = {}
    for result in results:
        grouped.setdefault(result.rule, []).append(result)
    return grouped
