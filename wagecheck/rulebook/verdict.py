"""What a rule says of a row: not its business, pass, fail, or not assessed; and why a row could not be assessed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from wagecheck.rulebook.compile import AMOUNT, Compiled
from wagecheck.rulebook.rule import Rule
from wagecheck.rulebook.sql import value_column
from wagecheck.rulebook.values import Found, Values

OUT: Final = 0
PASS: Final = 1
FAIL: Final = 2
UNKNOWN: Final = 3

#: Dated numbers hang on the project (its region and tier) and on the pay period (its first day).
_KEYS: Final = ("project", "period")


def status(rule: Rule, compiled: Compiled) -> pl.Expr:
    """The verdict of every row (UInt8): OUT, PASS, FAIL or UNKNOWN.

    A row is the rule's business where ``given`` is true. It is UNKNOWN where a column of ``needs`` or a dated number is
    null, or where ``when`` is; never a pass. Dated numbers must stand on the frame (:class:`Numbers`); those of
    ``may_lack`` may be null, ``when`` then decides as far as it can.
    """
    deciding = [name for name in compiled.deciding_values if name not in rule.may_lack]
    needed = [*rule.needs, *map(value_column, deciding)]
    known = pl.all_horizontal(pl.col(name).is_not_null() for name in needed) if needed else pl.lit(True)
    judged = pl.when(compiled.when.expr).then(FAIL).otherwise(PASS)
    verdict = pl.when(known & compiled.when.expr.is_not_null()).then(judged).otherwise(UNKNOWN)
    if compiled.given is not None:
        verdict = pl.when(compiled.given.expr.fill_null(False)).then(verdict).otherwise(OUT)
    return verdict.cast(pl.UInt8).alias(rule.id)


def level(compiled: Compiled) -> pl.Expr:
    """Which wording applies to a failing row: 0 the rule's own, n the n-th level (the first that holds)."""
    numbered = [(number, expression.expr) for number, expression in enumerate(compiled.levels, start=1)]
    chosen: pl.Expr = pl.lit(0)
    for number, condition in reversed(numbered):
        chosen = pl.when(condition).then(number).otherwise(chosen)
    return chosen.cast(pl.UInt8)


@dataclass(frozen=True)
class Numbers:
    """Dated numbers looked up once per project and pay period, with the reason wherever there is none."""

    frame: pl.DataFrame
    """project, period and one column ``value.<name>`` per number."""
    answers: Mapping[tuple[Any, ...], Mapping[str, Found]]
    """(project, period) → name → answer."""

    @classmethod
    def of(cls, values: Values, names: Iterable[str], places: pl.DataFrame, today: dt.date) -> Numbers:
        """Looks up ``names`` for every place (project, period, period_start, region, tier).

        A period without dates is judged by the numbers of ``today``.
        """
        names = sorted(set(names))
        answers: dict[tuple[Any, ...], dict[str, Found]] = {}
        places = places.select(*_KEYS, "period_start", "region", "tier").unique(
            _KEYS, keep="first", maintain_order=True
        )
        for project, period, start, region, tier in places.iter_rows():
            found = {name: values.lookup(name, start or today, region, tier) for name in names}
            answers[project, period] = found
        amounts = {value_column(name): [found[name].amount for found in answers.values()] for name in names}
        keys = list(answers)
        schema = dict.fromkeys(_KEYS, pl.String)
        frame = pl.DataFrame(keys, schema=schema, orient="row").with_columns(
            pl.Series(name, amounts[name], dtype=AMOUNT) for name in amounts
        )
        return cls(frame, answers)

    def attach(self, rows: pl.DataFrame, names: Iterable[str]) -> pl.DataFrame:
        """The rows with a column ``value.<name>`` for each name."""
        columns = [value_column(name) for name in sorted(set(names))]
        if not columns:
            return rows
        wanted = self.frame.select(*_KEYS, *columns)
        return rows.join(wanted, on=list(_KEYS), how="left", nulls_equal=True, maintain_order="left")

    def reason(self, key: tuple[Any, ...], name: str) -> tuple[str, str]:
        """Why there is no such number for (project, period), in both languages."""
        found = self.answers[key][name]
        return found.zh, found.en


def why_unknown(
    rule: Rule,
    compiled: Compiled,
    unknown: pl.DataFrame,
    *,
    unit: str,
    columns: Mapping[str, str],
    english: Mapping[str, str],
    numbers: Numbers,
) -> dict[Any, tuple[str, str]]:
    """For every unit with UNKNOWN rows of one rule, the reason in both languages.

    ``unknown`` holds those rows with all columns the rule reads, ``unit`` is the column to group by, ``columns`` gives
    the Chinese title of a column of the frame, ``english`` the title's English (without it the name is spelled out).
    Named are the columns that are null, most frequent first, or the reason why a number of ``values/`` is missing.
    """
    candidates = list(dict.fromkeys([*rule.needs, *compiled.when.columns]))
    deciding = compiled.deciding_values
    nulls = [pl.col(name).null_count().alias(name) for name in (*candidates, *map(value_column, deciding))]
    keys = [pl.col(name).first() for name in _KEYS if name not in candidates]
    reasons: dict[Any, tuple[str, str]] = {}
    for row in unknown.group_by(unit).agg(*keys, *nulls, pl.len().alias("of rows")).iter_rows(named=True):
        place = (row["project"], row["period"])
        missing = next((name for name in deciding if row[value_column(name)]), None)
        if missing is not None:
            reasons[row[unit]] = numbers.reason(place, missing)
            continue
        needed = [name for name in rule.needs if row[name]]
        blank = needed or [name for name in candidates if row[name]]
        titles = "、".join(columns.get(name, name) for name in blank[:3])
        zh = f"{row['of rows']} 行缺少“{titles}”，无法判断" if titles else f"{row['of rows']} 行资料不足，无法判断"
        named = (
            ", ".join(english.get(columns.get(name, ""), name.replace("_", " ")) for name in blank[:3])
            or "what the rule needs"
        )
        en = f"{row['of rows']} {'row lacks' if row['of rows'] == 1 else 'rows lack'}: {named}"
        reasons[row[unit]] = (zh, en)
    return reasons
