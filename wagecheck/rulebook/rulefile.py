"""Reading one rule file into a :class:`Rule`: shape and wording only; columns and SQL are checked by ``compile``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from wagecheck.facts import frames, reach
from wagecheck.ledgers.catalogue import LEDGERS, fields
from wagecheck.resources import read_toml
from wagecheck.rulebook.reading import Table
from wagecheck.rulebook.rule import KINDS, MONEY, SEVERITIES, STATUSES, Example, Level, Rule, Show
from wagecheck.rulebook.statutes import Statutes

#: The frame of rules whose condition stands on a ledger column (``where``).
CHECKS = "ledger_check"
_PERIOD = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@cache
def columns_of(about: str) -> Mapping[str, pl.DataType]:
    """The columns of a fact frame with their types."""
    return dict(frames()[about].schema)


def read(path: Path, statutes: Statutes) -> Rule:
    """Reads ``<ID>.toml`` strictly. RuleError names the file, the key and the valid choices."""
    table = Table(read_toml(path), f"{path.parent.name}/{path.name}")
    rule_id = table.text("id")
    if rule_id != path.stem:
        raise table.wrong(f"id “{rule_id}” 与文件名不一致", f"id {rule_id!r} differs from the file name")
    where = table.texts("where", ())
    if bool(where) == table.has("about"):
        raise table.wrong("about 与 where 必须且只能写一个", "exactly one of about and where must be given")
    _check_where(where, table)
    about = CHECKS if where else table.text("about", among=frames())
    if where and (table.has("given") or table.has("when")):
        raise table.wrong("写了 where 的规则不写 given 和 when", "a rule with where has neither given nor when")
    law = table.texts("law")
    for citation in law:
        statutes.check(citation, table)
    force = table.table("in_force")
    message, message_en = table.text("message"), table.text("message_en")
    rule = Rule(
        id=rule_id,
        title=table.text("title"),
        title_en=table.text("title_en"),
        kind=table.text("kind", among=KINDS),
        severity=table.text("severity", among=SEVERITIES),
        law=law,
        start=force.date("from"),
        end=force.maybe_date("to"),
        status=table.text("status", among=STATUSES),
        about=about,
        where=where,
        scope=table.text("scope", among=reach.SCOPES) if table.has("scope") else "",
        ledgers=_ledgers(table),
        given=f"rule = '{rule_id}'" if where else table.maybe_text("given"),
        needs=table.texts("needs", ()),
        may_lack=table.texts("may_lack", ()),
        money=table.text("money", "involved", among=MONEY),
        when="problem IS NOT NULL" if where else table.text("when"),
        levels=tuple(_level(row, message, message_en) for row in table.tables("level")),
        show=_show(table.table("show", optional=True), bool(where)),
        message=message,
        message_en=message_en,
        remedy=table.text("remedy"),
        remedy_en=table.text("remedy_en"),
        exposure=table.text("exposure", ""),
        exposure_en=table.text("exposure_en", ""),
        false_alarms=table.texts("false_alarms", ()),
        examples=tuple(_example(row, about) for row in table.tables("example")),
        file=f"{path.parent.name}/{path.name}",
    )
    force.done()
    table.done()
    _check_examples(rule, table)
    return rule


def _check_where(where: tuple[str, ...], table: Table) -> None:
    for place in where:
        ledger, _, field = place.partition(".")
        if ledger not in LEDGERS:
            raise table.unknown("where", ledger, LEDGERS)
        if field not in fields(ledger):
            raise table.unknown("where", field, fields(ledger))


def _ledgers(table: Table) -> tuple[str, ...]:
    names = table.texts("ledgers", ())
    for name in names:
        if name not in LEDGERS:
            raise table.unknown("ledgers", name, LEDGERS)
    return names


def _level(row: Table, message: str, message_en: str) -> Level:
    level = Level(
        when=row.text("when"),
        kind=row.text("kind", among=KINDS) if row.has("kind") else None,
        severity=row.text("severity", among=SEVERITIES) if row.has("severity") else None,
        message=row.text("message", message),
        message_en=row.text("message_en", message_en),
    )
    row.done()
    return level


def _show(row: Table, where: bool) -> Show:
    show = Show(
        expected=row.maybe_text("expected"),
        actual=row.maybe_text("actual"),
        amount=row.maybe_text("amount"),
        at=row.texts("at", ("any_at",) if where else ()),
    )
    row.done()
    return show


def _example(row: Table, about: str) -> Example:
    columns = columns_of(about)
    rows = []
    for line in row.tables(about):
        for column in line.data:
            if column not in columns:
                raise line.unknown(about, column, columns)
        rows.append(dict(line.data))
    amounts = row.table("values", optional=True)
    example = Example(
        name=row.text("name"),
        frame=about,
        rows=tuple(rows),
        fires=_numbers(row, "fires", rows),
        unassessed=_numbers(row, "unassessed", rows) if row.has("unassessed") else (),
        values={name: amounts.number(name) for name in amounts.data},
        period=row.text("period", "2026-10"),
    )
    if not _PERIOD.fullmatch(example.period):
        raise row.wrong("period 应写作 2026-10", "period must look like 2026-10")
    row.done()
    return example


def _numbers(row: Table, key: str, rows: Sequence[Mapping[str, Any]]) -> tuple[int, ...]:
    """Names or row numbers (from 1) as row numbers."""
    row.has(key)
    given = row.data.get(key)
    if not isinstance(given, list):
        raise row.wrong(f"{key} 应为列表（姓名或行号）", f"{key} must be a list of names or row numbers")
    numbers: set[int] = set()
    for item in given:
        if isinstance(item, int):
            found = [item] if 1 <= item <= len(rows) else []
        else:
            found = [number for number, line in enumerate(rows, start=1) if line.get("name") == item]
        if not found:
            raise row.wrong(f"{key} 中的 {item} 不在示例行里", f"{key}: {item!r} is none of the rows of the example")
        numbers.update(found)
    return tuple(sorted(numbers))


def _check_examples(rule: Rule, table: Table) -> None:
    if not any(example.fires for example in rule.examples):
        raise table.wrong("至少要有一个会触发的示例", "at least one example must fire")
    if not any(not example.fires for example in rule.examples):
        raise table.wrong("至少要有一个不会触发的示例", "at least one example must not fire")
