"""Dated numbers: each amount with the day it starts, its region and tier, its source, and how well it was checked.

A lookup never guesses: inside a window in which a new amount may already have been in force, for an unknown region or
tier, or where only an unverified number is known, the answer is None with the reason and what to ask for.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Final

from wagecheck.resources import read_toml
from wagecheck.rulebook.reading import Table

#: ``policy``: a setting of the house or of a profile, not a number of law.
EVIDENCE: Final = ("verified", "secondary", "unverified", "policy")
#: In ``tiers``: the tier is known to have changed, the new number was not found.
NOT_FOUND: Final = "?"
_TIERS: Final = {"一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "A": "1", "B": "2", "C": "3", "D": "4"}


@dataclass(frozen=True)
class Row:
    """One amount. It may apply from ``possible`` on, and surely applies from ``certain`` on."""

    possible: dt.date
    certain: dt.date
    region: str | None
    tier: str | None
    amount: Decimal | None
    """None: the number is known to have changed, but the new one was not found."""
    source: str
    evidence: str
    checked_on: dt.date
    note: str


@dataclass(frozen=True)
class Value:
    """A dated number of the rulebook: title, unit and its rows by region and tier, oldest first."""

    id: str
    title: str
    title_en: str
    unit: str
    law: tuple[str, ...]
    note: str
    rows: tuple[Row, ...]

    @property
    def regional(self) -> bool:
        """Does it depend on where the project is?"""
        return all(row.region is not None for row in self.rows)


@dataclass(frozen=True)
class Found:
    """The answer of a lookup: an amount with its row, or None with the reason in both languages."""

    amount: Decimal | None
    row: Row | None = None
    zh: str = ""
    en: str = ""


@dataclass(frozen=True)
class Values:
    """All dated numbers by name."""

    by_name: Mapping[str, Value]

    def overridden(self, amounts: Mapping[str, Decimal]) -> Values:
        """The same numbers with some replaced by a constant (profile, example)."""
        rows = {name: replace(self.by_name[name], rows=(constant(amount),)) for name, amount in amounts.items()}
        return Values({**self.by_name, **rows})

    def lookup(self, name: str, on: dt.date, region: str | None = None, tier: str | None = None) -> Found:
        """The amount in force on a day, in a region (GB/T 2260, six digits) and a tier (1, 一类, 第一档 …).

        A district falls back to its city and its province, and last to the whole country. KeyError for an unknown name.
        """
        value = self.by_name[name]
        codes = _codes(region)
        if value.regional and not codes:
            return _missing(
                value,
                "项目没有行政区划代码（6 位），请在“项目”表补填后再核对",
                "the project has no region code (six digits): add it to the project sheet",
            )
        for code in (*codes, None):
            rows = [row for row in value.rows if row.region == code]
            if rows:
                found = _in_region(value, rows, on, _tier(tier))
                if found is not None:
                    return found
        return _missing(value, f"{on} 没有已收录的标准", f"nothing on record for {on}")


def constant(amount: Decimal) -> Row:
    """A row that always applies, set by a profile or an example."""
    return Row(dt.date.min, dt.date.min, None, None, amount, "方案设定", "policy", dt.date.min, "")


def _codes(region: str | None) -> list[str]:
    code = (region or "").strip()
    if not re.fullmatch(r"\d{6}", code):
        return []
    return list(dict.fromkeys([code, code[:4] + "00", code[:2] + "0000"]))


def _tier(text: str | None) -> str | None:
    """The tier as a digit: 1, 1类, 一类, 第一档, A类区域 …"""
    match = re.search(r"[1-9一二三四五]|(?<![A-Za-z])[A-Da-d](?![A-Za-z])", text or "")
    return _TIERS.get(match.group().upper(), match.group()) if match else None


def _in_region(value: Value, rows: list[Row], on: dt.date, tier: str | None) -> Found | None:
    """The answer from the rows of one region; None where they do not reach back to that day."""
    tiers = sorted({row.tier for row in rows if row.tier is not None})
    if not tiers:
        return _in_force(value, rows, on)
    if tier is None:
        if all(on < row.possible for row in rows):
            return None
        return _missing(
            value,
            f"项目没有最低工资档次（可填 {'、'.join(tiers)}），请按项目所在区县在“项目”表补填",
            f"the project has no tier (one of {', '.join(tiers)}): add the tier of its district to the project sheet",
        )
    mine = [row for row in rows if row.tier == tier]
    return _in_force(value, mine, on) if mine else None


def _in_force(value: Value, rows: list[Row], on: dt.date) -> Found | None:
    """The row in force; None where no row reaches back to that day."""
    current = max((row for row in rows if row.certain <= on), key=lambda row: row.certain, default=None)
    maybe = [
        row for row in rows if row.possible <= on < row.certain and (current is None or row.certain > current.certain)
    ]
    if any(current is None or row.amount != current.amount for row in maybe):
        return _missing(
            value,
            f"{on} 适用哪个标准不能确定（有一次调整的开始日期没有核实），请查当地文件后补入 values/{value.id}.toml",
            f"which amount applied on {on} is not certain (the first day of a change was not verified): "
            f"complete values/{value.id}.toml from the local notice",
        )
    if current is None:
        return None
    if current.amount is None:
        return _missing(
            value,
            f"{on} 的新标准未查到，请查当地文件后补入 values/{value.id}.toml",
            f"the new amount for {on} was not found: complete values/{value.id}.toml from the local notice",
        )
    if current.evidence == "unverified":
        return _missing(
            value,
            f"{on} 只有未核实的数字，请核对来源后在 values/{value.id}.toml 更新",
            f"only an unverified number is known for {on}: check its source and update values/{value.id}.toml",
        )
    return Found(current.amount, current)


def _missing(value: Value, zh: str, en: str) -> Found:
    return Found(None, None, f"{value.title}：{zh}", f"{value.title_en}: {en}")


def _rows(table: Table, checked_on: dt.date | None, sources: Mapping[str, str]) -> list[Row]:
    """The rows of one ``[[value]]``: one, or one per tier."""
    possible, certain = _start(table)
    region = table.maybe_text("region")
    if region is not None and not re.fullmatch(r"\d{6}", region):
        raise table.wrong("region 应为 6 位行政区划代码", "region must be a code of six digits")
    source = table.text("source", among=sources)
    evidence = table.text("evidence", among=EVIDENCE)
    checked_on = table.date("checked_on", checked_on)
    note = table.text("note", "")
    rows = [
        Row(possible, certain, region, tier, amount, sources.get(source, source), evidence, checked_on, note)
        for tier, amount in _amounts(table)
    ]
    table.done()
    return rows


def _start(table: Table) -> tuple[dt.date, dt.date]:
    """Since when it may apply, and since when it surely does."""
    starts = [key for key in ("from", "between", "in_force_on") if table.has(key)]
    if len(starts) != 1:
        raise table.wrong(
            "必须写明 from、between、in_force_on 三者之一", "exactly one of from, between, in_force_on must be given"
        )
    if starts == ["from"]:
        return table.date("from"), table.date("from")
    if starts == ["in_force_on"]:
        return dt.date.min, table.date("in_force_on")
    window = table.dates("between")
    if len(window) != 2 or window[0] > window[1]:
        raise table.wrong("between 应为 [最早日, 最迟日]", "between must be [earliest day, latest day]")
    return window[0], window[1]


def _amounts(table: Table) -> list[tuple[str | None, Decimal | None]]:
    """Tier and amount: one pair, or from ``tiers`` those of tier 1, 2, 3 … in this order."""
    if not table.has("tiers"):
        return [(table.maybe_text("tier"), table.number("amount") if table.has("amount") else None)]
    if table.has("tier") or table.has("amount"):
        raise table.wrong("写了 tiers 就不写 tier 和 amount", "with tiers there is neither tier nor amount")
    amounts = table.numbers("tiers", unknown=NOT_FOUND)
    return [(str(number), amount) for number, amount in enumerate(amounts, start=1)]


def read(path: Path) -> tuple[Value, Table]:
    """One file of ``values/``; the id is the name of the file. RuleError names the file and the valid keys.

    ``checked_on`` at the top of the file stands for every row that has none of its own; where ``sources`` are listed
    there, rows name their source by its short name.
    """
    table = Table(read_toml(path), f"values/{path.name}")
    checked_on = table.maybe_date("checked_on")
    listed = table.table("sources", optional=True)
    sources = {name: listed.text(name) for name in listed.data}
    rows = [row for part in table.tables("value") for row in _rows(part, checked_on, sources)]
    value = Value(
        id=table.text("id", among=[path.stem]),
        title=table.text("title"),
        title_en=table.text("title_en"),
        unit=table.text("unit"),
        law=table.texts("law", ()),
        note=table.text("note", ""),
        rows=tuple(sorted(rows, key=lambda row: row.certain)),
    )
    table.done()
    if not value.rows:
        raise table.wrong("至少需要一个 [[value]]", "at least one [[value]] is needed")
    _refuse_twins(value.rows, table)
    return value, table


def _refuse_twins(rows: Iterable[Row], table: Table) -> None:
    seen = set()
    for row in rows:
        key = (row.region, row.tier, row.certain)
        if key in seen:
            raise table.wrong(
                f"同一地区、档次、日期有两个数：{row.region} {row.tier} {row.certain}",
                f"two amounts for the same region, tier and day: {row.region} {row.tier} {row.certain}",
            )
        seen.add(key)
