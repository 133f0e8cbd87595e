"""Rules asked of a submission, or of a part of it: findings and outcomes, before anything is added up over parts.

What is said here of a project rests on its own records, and on records of the same people and accounts elsewhere; so a
large submission can be assessed part by part (``scale``), and ``judge`` concludes from the parts as from the whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from wagecheck import facts
from wagecheck.facts.frame import KEYS as FACT_KEYS
from wagecheck.facts.place import place
from wagecheck.judging import evidence, listings, outcomes, verdicts, workers
from wagecheck.judging.findings import ORDER, Findings
from wagecheck.judging.units import KEYS, Units, named
from wagecheck.privacy import Masker
from wagecheck.result import RuleInfo
from wagecheck.rulebook import Rulebook, verdict
from wagecheck.rulebook.compile import Compiled
from wagecheck.rulebook.fill import filled
from wagecheck.rulebook.rule import Rule

if TYPE_CHECKING:
    from wagecheck.facts.elsewhere import Elsewhere
    from wagecheck.facts.settings import Settings
    from wagecheck.intake.submission import Submission

#: ``sources`` and ``cells`` of a submission.
Tables = tuple[pl.DataFrame, pl.DataFrame] | None
_HANDED_IN: Final = tuple(f"has_{name}" for name in (
    "identity", "contract", "roster", "attendance", "payroll", "payment", "notice"))  # fmt: skip
#: Columns of frames that judging itself reads, beside those that rules name.
_OWN: Final[Mapping[str, tuple[str, ...]]] = {
    "contractor_month": ("uscc", "region", "tier", *_HANDED_IN),
    "project_month": ("region", "tier"),
    "worker_month": (*workers.COLUMNS, *evidence.COLUMNS),
}
#: Frames that conclusions are drawn from, with their columns: those above, and what is told of every entry that may
#: mean a contractor, whether a rule speaks of it or not.
_KEPT: Final[Mapping[str, tuple[str, ...]]] = {
    name: columns for name, columns in {**_OWN, **listings.COLUMNS}.items() if name != "project_month"
}


@dataclass(frozen=True)
class Terms:
    """By what a submission is assessed. The same for all its parts."""

    as_of: dt.date
    settings: Settings
    masker: Masker
    period: tuple[dt.date, dt.date] | None = None
    entries: pl.DataFrame | None = None
    decided: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame] | None = None
    """Verdicts, orders and arrears of the register."""
    unlisted: tuple[str, str] = ("", "")
    """Why nothing is compared with a blacklist, where ``entries`` are none."""


@dataclass(frozen=True)
class Assessment:
    """What rules say.

    ``findings`` (FINDINGS, without payers and waivers) and ``outcomes`` (OUTCOMES), sorted; ``about`` says whom
    findings are about (rule, project, contractor, period, person, fingerprint; unmasked, not for writing). ``frames``
    are the fact frames that conclusions are drawn from: worker_month, contractor_month and those about the blacklist.
    ``broken``: rule id → why it failed, in both languages.
    """

    findings: pl.DataFrame
    about: pl.DataFrame
    outcomes: pl.DataFrame
    frames: Mapping[str, pl.DataFrame]
    broken: verdicts.Broken

    def of(self, projects: Collection[str]) -> Assessment:
        """Only what speaks of these projects."""
        mine = pl.col("project").is_in(list(projects))
        return Assessment(
            self.findings.filter(mine),
            self.about.filter(mine),
            self.outcomes.filter(mine),
            {name: frame.filter(mine) for name, frame in self.frames.items()},
            self.broken,
        )


def joined(parts: Sequence[Assessment]) -> Assessment:
    """The assessments of parts that have no project in common, as one. A rule that failed for one part failed for all.

    Raises ValueError without any part.
    """
    if not parts:
        raise ValueError("no parts")
    if len(parts) == 1:
        return parts[0]
    broken = {rule: why for part in parts for rule, why in part.broken.items()}
    sound = ~pl.col("rule").is_in(list(broken))
    return Assessment(
        pl.concat([part.findings for part in parts]).filter(sound).sort(ORDER, nulls_last=True, maintain_order=True),
        pl.concat([part.about for part in parts]).filter(sound),
        outcomes.with_broken(pl.concat([part.outcomes for part in parts]), broken),
        {name: pl.concat([part.frames[name] for part in parts]) for name in parts[0].frames},
        broken,
    )


def assess(
    submission: Submission, rulebook: Rulebook, terms: Terms, elsewhere: Elsewhere | None = None, tables: Tables = None
) -> Assessment:
    """All rules in force, asked of every contractor and period. A rule that fails takes no other with it.

    ``elsewhere``: what other parts say of the same people and accounts, where ``submission`` is a part; ``tables`` are
    then the tables of all parts, which places may point into.
    """
    known = terms.settings
    decisions, orders, arrears = terms.decided or (None, None, None)
    lazy = facts.build(submission, terms.entries, known, terms.period, decisions, orders, arrears, elsewhere)
    rules = [(rule, rulebook.compiled[rule.id]) for rule in rulebook.judged]
    broken: verdicts.Broken = {}
    frames = _collect(lazy, rules, broken)
    units = Units.of(frames, submission.ledgers)
    if any(compiled.asks for _, compiled in rules):
        units = replace(units, table=units.table.with_columns(place=place(known)))
    values = [name for _, compiled in rules for name in compiled.values]
    numbers = verdict.Numbers.of(rulebook.values, values, units.table, terms.as_of)
    kept: dict[str, pl.DataFrame] = {}
    judged = []
    for name in sorted(frames):  # what is judged is let go
        frame = frames.pop(name)
        if name in _KEPT:
            kept[name] = frame.select(*_present(frame, _KEPT[name]))
        mine = [pair for pair in rules if pair[0].about == name]
        if mine:
            judged.append(_judge_frame(frame, mine, units, numbers, broken))
    counts = pl.concat([part.counts() for part in judged]) if judged else pl.DataFrame(schema=verdicts.COUNTS)
    ruled = outcomes.rulings(rulebook.judged, units, counts, terms.as_of, rulebook.profile.judged_from)
    listed = {name for name, frame in facts.frames().items() if frame.listing}
    refused = {rule.id: terms.unlisted for rule, _ in rules if rule.about in listed} if terms.entries is None else {}

    findings = Findings(rulebook, infos(rulebook, terms.as_of), terms.masker, broken)
    failing, unknown = (set(counts.filter(pl.col(name) > 0)["rule"]) for name in ("failed", "unknown"))
    why: list[dict[str, Any]] = []
    for part in judged:
        for rule, compiled in part.rules:
            if rule.id in failing:
                findings.add(part, rule, compiled, outcomes.judged(ruled, rule))
            if rule.id in unknown:
                why += _why(part, rule, compiled, rulebook, numbers)
    found, about = findings.finish(*(tables or (submission.sources, submission.cells)))
    told = outcomes.table(ruled, counts, pl.DataFrame(why, schema=outcomes.WHY), refused, broken)
    return Assessment(found, about, told, kept, broken)


def _present(frame: pl.DataFrame, columns: Collection[str]) -> list[str]:
    return [name for name in frame.columns if name in columns or name in FACT_KEYS]


def infos(rulebook: Rulebook, as_of: dt.date) -> tuple[RuleInfo, ...]:
    """The rules judged, as a report needs them."""
    return tuple(_info(rulebook, rule, as_of) for rule in rulebook.judged)


def _judge_frame(
    frame: pl.DataFrame,
    rules: list[tuple[Rule, Compiled]],
    units: Units,
    numbers: verdict.Numbers,
    broken: verdicts.Broken,
) -> verdicts.Judged:
    """The frame with its units and dated numbers, judged by all its rules in one pass."""
    added = sorted({name for _, compiled in rules for name in compiled.asks})
    rows = frame.join(units.table.select("unit", *KEYS, *added), on=list(KEYS), how="left", maintain_order="left")
    working = [(rule, compiled) for rule, compiled in rules if rule.id not in broken]
    rows = numbers.attach(rows, (value for _, compiled in working for value in compiled.values))
    return verdicts.judge(rows, working, broken)


def _why(
    part: verdicts.Judged, rule: Rule, compiled: Compiled, rulebook: Rulebook, numbers: verdict.Numbers
) -> list[dict[str, Any]]:
    english: Mapping[str, str] = rulebook.dictionaries.get("columns_en", {}).get("column", {})
    titles, unknown = _titles(rulebook, rule.about), part.unknown(rule)
    reasons = verdict.why_unknown(
        rule, compiled, unknown, unit="unit", columns=titles, english=english, numbers=numbers
    )
    return [{"unit": unit, "rule": rule.id, "zh": zh, "en": en} for unit, (zh, en) in reasons.items()]


def _collect(
    lazy: Mapping[str, pl.LazyFrame], rules: list[tuple[Rule, Compiled]], broken: verdicts.Broken
) -> dict[str, pl.DataFrame]:
    """All frames, computed together and only with the columns that somebody reads.

    A frame that fails is empty and its rules are broken; the frames that judging itself needs must not fail.
    """
    wanted: dict[str, list[str]] = {}
    for name, frame in facts.frames().items():
        mine = [(rule, compiled) for rule, compiled in rules if rule.about == name]
        read = {column for rule, compiled in mine for column in (*compiled.columns, *rule.needs)}
        read |= {
            *_OWN.get(name, ()),
            *listings.COLUMNS.get(name, ()),
            *frame.grain,
            *(set(frame.schema) & {"ledger", "file", "sheet", "persons"}),
        }
        wanted[name] = [column for column in frame.schema if column in read or column in FACT_KEYS]
    try:
        plans = [named(lazy[name].select(columns)) for name, columns in wanted.items()]
        return dict(zip(wanted, pl.collect_all(plans), strict=True))
    except verdicts.FAULTS:
        return {name: _collect_one(name, lazy, columns, rules, broken) for name, columns in wanted.items()}


def _collect_one(
    name: str,
    lazy: Mapping[str, pl.LazyFrame],
    columns: list[str],
    rules: list[tuple[Rule, Compiled]],
    broken: verdicts.Broken,
) -> pl.DataFrame:
    if name in _OWN:
        return _rows(lazy, name, columns)
    mine = [rule for rule, _ in rules if rule.about == name]
    rows = verdicts.guarded(mine[0], broken, _rows, lazy, name, columns) if mine else None
    if rows is not None:
        return rows
    broken |= {rule.id: broken[mine[0].id] for rule in mine}
    return named(facts.frames()[name].empty()).collect()


def _rows(lazy: Mapping[str, pl.LazyFrame], name: str, columns: list[str]) -> pl.DataFrame:
    return named(lazy[name].select(columns)).collect()


def _info(rulebook: Rulebook, rule: Rule, as_of: dt.date) -> RuleInfo:
    who = rulebook.profile.who(rule.id)
    return RuleInfo(
        id=rule.id,
        title=rule.title,
        title_en=rule.title_en,
        kind=rule.kind,
        severity=rule.severity,
        status=rule.status,
        family=rulebook.profile.family(rule.id),
        standing=facts.frames()[rule.about].standing,
        law=tuple(map(rulebook.statutes.text, rule.law)),
        remedy=filled(rule.remedy, rulebook.values, as_of),
        remedy_en=filled(rule.remedy_en, rulebook.values, as_of),
        exposure=filled(rule.exposure, rulebook.values, as_of),
        exposure_en=filled(rule.exposure_en, rulebook.values, as_of),
        responsible=who.lead,
        responsible_en=rulebook.profile.english(who.lead),
        assist=who.assist,
        assist_en=tuple(map(rulebook.profile.english, who.assist)),
    )


def _titles(rulebook: Rulebook, frame: str) -> Mapping[str, str]:
    """Chinese titles of the columns of a frame, for reasons."""
    titles: Mapping[str, str] = rulebook.dictionaries.get("columns", {}).get(frame, {})
    return titles
