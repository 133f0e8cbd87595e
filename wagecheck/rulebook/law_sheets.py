"""The rulebook as tables for lawyers: rules, articles, dated numbers, departments; one table one sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from wagecheck.facts import frames
from wagecheck.rulebook import words
from wagecheck.rulebook.fill import filled
from wagecheck.rulebook.load import Rulebook
from wagecheck.rulebook.numerals import article as printed
from wagecheck.rulebook.rule import Rule
from wagecheck.rulebook.statutes import Statute
from wagecheck.rulebook.values import Row, Value

Cell = str | int | Decimal | dt.date | None


@dataclass(frozen=True)
class Column:
    """A column: its title in both languages and its width in characters."""

    zh: str
    en: str
    width: int


@dataclass(frozen=True)
class Sheet:
    """A table with its name in both languages. Rows have one cell for every column."""

    zh: str
    en: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def sheets(rulebook: Rulebook, rules: Sequence[Rule], lang: str = "zh") -> tuple[Sheet, ...]:
    """The four tables of ``rules``: only articles they cite, numbers they use and departments that act on them.

    ``lang``: the language of the cells where both are known; official names stay Chinese.
    """
    english = int(lang == "en")
    return (
        _rules(rulebook, rules, english),
        _articles(rulebook, rules, english),
        _numbers(rulebook, rules, english),
        _departments(rulebook, rules, english),
    )


_RULES = (
    Column("编号", "Rule", 8), Column("规则", "Title", 26), Column("问题类别", "Family", 10),
    Column("类型", "Kind", 12), Column("严重程度", "Severity", 10), Column("状态", "Status", 8),
    Column("适用起", "From", 11), Column("适用止", "Until", 11), Column("依据", "Law", 34),
    Column("判断对象", "About", 16), Column("判断范围", "Scope", 20), Column("报告写法", "Message", 46),
    Column("只看", "Given", 30),
    Column("触发条件", "Condition", 40), Column("分级条件", "Levels", 30),
    Column("用到的数值", "Numbers", 24), Column("怎么办", "Remedy", 40),
    Column("不改正的后果", "Exposure", 34), Column("不应报告的情形", "Honest cases", 40),
    Column("牵头部门", "Lead", 14), Column("配合部门", "Assist", 20),
)  # fmt: skip


def _rules(rulebook: Rulebook, rules: Sequence[Rule], english: int) -> Sheet:
    rows = []
    for rule in rules:
        who = rulebook.profile.who(rule.id)
        levels = [
            f"{words.KIND[kind][english]} · {words.SEVERITY[severity][english]}：{level.when}"
            for level, kind, severity in zip(rule.levels, rule.kinds[1:], rule.severities[1:], strict=True)
        ]
        remedy, exposure = (rule.remedy_en, rule.exposure_en) if english else (rule.remedy, rule.exposure)
        rows.append((
            rule.id,
            rule.title_en if english else rule.title,
            rulebook.profile.family(rule.id),
            words.KIND[rule.kind][english],
            words.SEVERITY[rule.severity][english],
            words.STATUS[rule.status][english],
            rule.start,
            rule.end,
            "\n".join(map(rulebook.statutes.text, rule.law)),
            f"{frames()[rule.about].title} {rule.about}",
            words.SCOPE[rule.scope][english],
            rule.message_en if english else rule.message,
            rule.given,
            rule.when or "、".join(rule.where),
            "\n".join(levels),
            "\n".join(rulebook.compiled[rule.id].values),
            filled(remedy, rulebook.values, dt.date.max),
            filled(exposure, rulebook.values, dt.date.max),
            "\n".join(rule.false_alarms),
            _department(rulebook, who.lead, english),
            "、".join(_department(rulebook, name, english) for name in who.assist),
        ))  # fmt: skip
    return Sheet("规则", "Rules", _RULES, tuple(rows))


_ARTICLES = (
    Column("文件", "Instrument", 40), Column("文号", "Number", 30), Column("种类", "Kind", 12),
    Column("施行", "In force from", 11), Column("失效", "Until", 11), Column("条", "Article", 14),
    Column("内容（概括）", "Subject", 44), Column("核对", "Evidence", 10), Column("说明", "Note", 40),
    Column("引用的规则", "Cited by", 30),
)  # fmt: skip


def _articles(rulebook: Rulebook, rules: Sequence[Rule], english: int) -> Sheet:
    """One row for every article and instrument cited, in the order of the register."""
    citing: dict[str, list[str]] = {}
    for rule in rules:
        for citation in rule.law:
            citing.setdefault(citation, []).append(rule.id)
    rows = []
    for statute in rulebook.statutes.by_name.values():
        for number in ("", *statute.articles):
            cited = citing.get(f"{statute.name}#{number}" if number else statute.name, [])
            if cited:
                rows.append(_article(statute, number, english, cited))
    return Sheet("法规依据", "Law", _ARTICLES, tuple(rows))


def _article(statute: Statute, number: str, english: int, cited: Sequence[str]) -> tuple[Cell, ...]:
    article = statute.articles.get(number)
    return (
        statute.title,
        statute.number,
        words.INSTRUMENT[statute.kind][english],
        statute.start,
        statute.end,
        printed(number) if number else None,
        article.subject if article else None,
        words.EVIDENCE[article.evidence if article else statute.evidence][english],
        statute.note,
        "、".join(cited),
    )


_NUMBERS = (
    Column("名称", "Name", 26), Column("含义", "Meaning", 34), Column("单位", "Unit", 10),
    Column("地区代码", "Region", 10), Column("地区", "Place", 10), Column("档次", "Tier", 7),
    Column("数额", "Amount", 14), Column("最早可能自", "Possibly from", 12), Column("确定自", "Certainly from", 12),
    Column("来源", "Source", 44),
    Column("核对", "Evidence", 10), Column("核对日期", "Checked on", 11), Column("说明", "Note", 40),
    Column("依据", "Law", 34), Column("用到的规则", "Used by", 24),
)  # fmt: skip
_NOT_FOUND = ("已调整，未查到", "changed, not found")


def _numbers(rulebook: Rulebook, rules: Sequence[Rule], english: int) -> Sheet:
    """Every row of every number that the rules use; with all rules also the settings that only facts use."""
    using: dict[str, list[str]] = {}
    for rule in rules:
        for name in rulebook.compiled[rule.id].values:
            using.setdefault(name, []).append(rule.id)
    everything = len(rules) == len(rulebook.rules)
    rows = [
        _number(rulebook, value, row, using.get(name, []), english)
        for name, value in sorted(rulebook.values.by_name.items())
        if name in using or everything
        for row in value.rows
    ]
    return Sheet("数值", "Numbers", _NUMBERS, tuple(rows))


def _number(rulebook: Rulebook, value: Value, row: Row, used: Sequence[str], english: int) -> tuple[Cell, ...]:
    provinces = rulebook.dictionaries.get("regions", {}).get("province", {})
    note = "；".join(text for text in (row.note, value.note) if text)
    return (
        value.id,
        value.title_en if english else value.title,
        value.unit,
        row.region,
        provinces.get(row.region[:2]) if row.region else None,
        row.tier,
        _NOT_FOUND[english] if row.amount is None else row.amount,
        _day(row.possible),
        _day(row.certain),
        row.source,
        words.EVIDENCE[row.evidence][english],
        _day(row.checked_on),
        note,
        "\n".join(map(rulebook.statutes.text, value.law)),
        "、".join(used),
    )


def _day(day: dt.date) -> dt.date | None:
    return None if day == dt.date.min else day


_DEPARTMENTS = (
    Column("部门", "Department", 20), Column("角色", "Role", 8), Column("规则数", "Rules", 8),
    Column("编号", "Ids", 100),
)  # fmt: skip
_ROLES = (("牵头", "lead"), ("配合", "assists"))


def _departments(rulebook: Rulebook, rules: Sequence[Rule], english: int) -> Sheet:
    """Who must act on the findings of which rules, as the profile says."""
    rows: list[tuple[Cell, ...]] = []
    for name in rulebook.profile.departments:
        lead = [rule.id for rule in rules if rulebook.profile.who(rule.id).lead == name]
        assist = [rule.id for rule in rules if name in rulebook.profile.who(rule.id).assist]
        rows += [
            (_department(rulebook, name, english), role[english], len(ids), "、".join(ids))
            for role, ids in zip(_ROLES, (lead, assist), strict=True)
            if ids
        ]
    return Sheet("责任部门", "Departments", _DEPARTMENTS, tuple(rows))


def _department(rulebook: Rulebook, name: str, english: int) -> str:
    return rulebook.profile.english(name) if english else name
