"""One pass over a fact frame: the verdict of every rule on every row, and what can be said of each unit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import polars as pl
from polars.exceptions import PanicException

from wagecheck.rulebook import verdict
from wagecheck.rulebook.compile import Compiled
from wagecheck.rulebook.rule import Rule

#: Rule id → why it failed, in both languages.
Broken = dict[str, tuple[str, str]]
_T = TypeVar("_T")
#: Whatever a rule may fail by; a panic of the engine is no Exception. An interruption is none of them.
FAULTS: Final = (Exception, PanicException)
_CODES: Final = {"passed": verdict.PASS, "failed": verdict.FAIL, "unknown": verdict.UNKNOWN}
COUNTS: Final = pl.Schema({"unit": pl.UInt32, "rule": pl.String, **dict.fromkeys(_CODES, pl.Int32)})


@dataclass(frozen=True)
class Judged:
    """What all rules say of the rows of a frame.

    ``rows`` are those that some rule does not pass, with the column ``unit``, the dated numbers, and one column per
    working rule with its verdict; what passes is counted and let go. ``counted`` has the columns of COUNTS.
    """

    rows: pl.DataFrame
    rules: tuple[tuple[Rule, Compiled], ...]
    counted: pl.DataFrame

    @classmethod
    def of(cls, rows: pl.DataFrame, rules: Sequence[tuple[Rule, Compiled]]) -> Judged:
        """``rows`` with one column per working rule."""
        open_ones = [pl.col(rule.id).is_in([verdict.FAIL, verdict.UNKNOWN]) for rule, _ in rules]
        kept = rows.filter(pl.any_horizontal(open_ones)) if rules else rows.clear()
        return cls(kept, tuple(rules), _counted(rows, rules))

    def counts(self) -> pl.DataFrame:
        """Per unit and rule: rows that pass, fail, cannot be assessed (columns of COUNTS; nothing where all are 0)."""
        return self.counted

    def fails(self, rule: Rule, compiled: Compiled) -> pl.DataFrame:
        """The rows that fail a rule, with the column ``level``."""
        return self.rows.filter(pl.col(rule.id) == verdict.FAIL).with_columns(verdict.level(compiled).alias("level"))

    def unknown(self, rule: Rule) -> pl.DataFrame:
        """The rows that a rule could not assess."""
        return self.rows.filter(pl.col(rule.id) == verdict.UNKNOWN)


def _counted(rows: pl.DataFrame, rules: Sequence[tuple[Rule, Compiled]]) -> pl.DataFrame:
    if not rules:
        return pl.DataFrame(schema=COUNTS)
    cells = [
        (pl.col(rule.id) == code).sum().alias(f"{rule.id}/{name}") for rule, _ in rules for name, code in _CODES.items()
    ]
    long = rows.group_by("unit").agg(cells).unpivot(index="unit", value_name="rows")
    parts = pl.col("variable").str.split("/")
    return (
        long.filter(pl.col("rows") > 0)
        .with_columns(rule=parts.list.first(), verdict=parts.list.last())
        .group_by("unit", "rule")
        .agg(pl.col("rows").filter(pl.col("verdict") == name).sum().alias(name) for name in _CODES)
        .select(pl.col(name).cast(kind) for name, kind in COUNTS.items())
    )


def judge(rows: pl.DataFrame, rules: list[tuple[Rule, Compiled]], broken: Broken) -> Judged:
    """All rules in one pass; if it fails, one by one, so that a broken rule takes no other with it."""
    try:
        return Judged.of(rows.with_columns(verdict.status(rule, compiled) for rule, compiled in rules), rules)
    except FAULTS:
        working = []
        for rule, compiled in rules:
            with_rule = guarded(rule, broken, rows.with_columns, verdict.status(rule, compiled))
            if with_rule is not None:
                rows = with_rule
                working.append((rule, compiled))
        return Judged.of(rows, working)


def guarded(rule: Rule, broken: Broken, work: Callable[..., _T], *arguments: object) -> _T | None:
    """The work of one rule; a failure is noted in ``broken`` by its kind, never with data, and gives None."""
    try:
        return work(*arguments)
    except FAULTS as error:
        kind = type(error).__name__
        broken[rule.id] = (
            f"规则运行出错（{kind}），本规则未判断，其余规则不受影响",
            f"the rule failed ({kind}) and was not judged; the others are not affected",
        )
        return None
