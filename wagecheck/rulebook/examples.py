"""Every rule proves itself: its examples are built as rows of its frame and judged like a submission."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from wagecheck.facts import frames
from wagecheck.facts.frame import KEYS
from wagecheck.privacy import Masker
from wagecheck.rulebook import verdict
from wagecheck.rulebook.load import Rulebook
from wagecheck.rulebook.render import Renderer
from wagecheck.rulebook.rule import Example, Rule

_PROJECT = "示例项目"
_CONTRACTOR = "示例劳务有限公司"
_SUPPLIED = {"place": "示例地区（110199）"}


@dataclass(frozen=True)
class Shown:
    """A finding of an example, names as written: which wording (0 the rule's own, n its n-th level), what it shows."""

    level: int
    kind: str
    severity: str
    expected: str | None
    actual: str | None
    amount: Decimal | None
    message: str
    message_en: str


@dataclass(frozen=True)
class ExampleResult:
    """What an example was to show and what came of it; row numbers count from 1."""

    rule: str
    example: str
    fires: tuple[int, ...]
    fired: tuple[int, ...]
    unassessed: tuple[int, ...]
    not_assessed: tuple[int, ...]
    findings: tuple[Shown, ...]
    """What the rows that fired say, in their order."""

    @property
    def messages(self) -> tuple[str, ...]:
        """The Chinese messages of the rows that fired."""
        return tuple(finding.message for finding in self.findings)

    @property
    def ok(self) -> bool:
        """Did exactly the stated rows fire, and were exactly the stated rows not assessed?"""
        return self.fires == self.fired and self.unassessed == self.not_assessed


def run(rulebook: Rulebook, rule_id: str | None = None) -> list[ExampleResult]:
    """Judges all examples of all rules (or of one rule), in order."""
    rules = rulebook.rules if rule_id is None else (rulebook.rule(rule_id),)
    return [_run(rulebook, rule, example) for rule in rules for example in rule.examples]


def rows(example: Example) -> pl.DataFrame:
    """The rows of an example as a frame: missing columns are null, project, contractor and period are filled in."""
    year, month = map(int, example.period.split("-"))
    start, end = dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    given = dict(zip(KEYS, (_PROJECT, _CONTRACTOR, example.period, start, end), strict=False))
    schema = frames()[example.frame].schema
    lines = [{**given, **row} for row in example.rows]
    columns = {name: [line.get(name) for line in lines] for name in schema}
    return pl.DataFrame(
        [pl.Series(name, values, strict=False).cast(schema[name]) if any(value is not None for value in values)
         else pl.Series(name, values, dtype=schema[name]) for name, values in columns.items()]
    )  # fmt: skip


def _run(rulebook: Rulebook, rule: Rule, example: Example) -> ExampleResult:
    book = rulebook.with_values(example.values)
    compiled = book.compiled[rule.id]
    frame = rows(example)
    region = pl.lit(None, pl.String)
    places = frame.select(
        "project", "period", "period_start",
        region=pl.col("region") if "region" in frame.columns else region,
        tier=pl.col("tier") if "tier" in frame.columns else region,
    ).unique(["project", "period"], maintain_order=True)  # fmt: skip
    numbers = verdict.Numbers.of(book.values, compiled.values, places, rule.start)
    judged = numbers.attach(frame, compiled.values).with_columns(verdict.status(rule, compiled).alias("verdict"))
    statuses = judged["verdict"].to_list()
    failing = judged.filter(pl.col("verdict") == verdict.FAIL).with_columns(
        verdict.level(compiled).alias("level"),
        *(pl.lit(_SUPPLIED[name]).alias(name) for name in compiled.supplied),
    )
    renderer = Renderer(frames()[rule.about], book.values, Masker(b"example", unmask=True))
    shown = renderer.shown(compiled, failing)
    return ExampleResult(
        rule=rule.id,
        example=example.name,
        fires=example.fires,
        fired=_numbers(statuses, verdict.FAIL),
        unassessed=example.unassessed,
        not_assessed=_numbers(statuses, verdict.UNKNOWN),
        findings=tuple(
            Shown(level, rule.kinds[level], rule.severities[level], *said)
            for level, said in zip(failing["level"].to_list(), shown.iter_rows(), strict=True)
        ),
    )


def _numbers(statuses: list[int], wanted: int) -> tuple[int, ...]:
    return tuple(number for number, status in enumerate(statuses, start=1) if status == wanted)
