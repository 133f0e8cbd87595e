"""The one joining function: facts × rulebook → result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from wagecheck import facts
from wagecheck.facts.frame import KEYS as FACT_KEYS
from wagecheck.facts.place import place
from wagecheck.judging import (
    conclusions,
    contractors,
    evidence,
    listings,
    manifest,
    mark_reasons,
    outcomes,
    payers,
    settings,
    shown_places,
    verdicts,
    waiving,
    workers,
)
from wagecheck.judging.findings import Findings
from wagecheck.judging.units import KEYS, Units, named
from wagecheck.ledgers.catalogue import LEDGERS
from wagecheck.ledgers.checks import gate
from wagecheck.privacy import Masker
from wagecheck.result import Result, RuleInfo
from wagecheck.rulebook import Rulebook, verdict
from wagecheck.rulebook.compile import Compiled
from wagecheck.rulebook.fill import filled
from wagecheck.rulebook.rule import Rule

if TYPE_CHECKING:
    from wagecheck.intake.submission import Submission
    from wagecheck.register.view import View

_NO_LIST = ("未提供黑名单（--register），不能比对", "no blacklist was given (--register)")
_NO_ENTRY = ("登记册里还没有任何黑名单条目，不能比对", "the register holds no entry of any blacklist yet")
#: Columns of frames that judging itself reads, beside those that rules name.
_OWN = {
    "contractor_month": ("uscc", "region", "tier", *(f"has_{name}" for name in (
        "identity", "contract", "roster", "attendance", "payroll", "payment", "notice"))),
    "project_month": ("region", "tier"),
    "worker_month": (*workers.COLUMNS, *evidence.COLUMNS),
}  # fmt: skip
#: What is told of every entry that may mean a contractor, whether a rule speaks of it or not.
_OF_LISTINGS = listings.COLUMNS


def judge(
    submission: Submission,
    rulebook: Rulebook,
    *,
    as_of: dt.date,
    masker: Masker,
    entries: Any = None,
    period: tuple[dt.date, dt.date] | None = None,
    register: View | None = None,
) -> Result:
    """Judges a submission by a rulebook on the day ``as_of``.

    ``register`` is what a register or a published list says (``register.view``); ``entries`` alone is a blacklist
    without verdicts, orders and waivers. Without any entry its rules are not assessed. ``period`` selects pay
    periods that overlap these days (first, last). The result says of every contractor, period and rule in force what
    became of it; a rule that fails at run time takes no other with it. Every ledger first passes pandera's own
    validation of its model (structure and types; column checks are rules). Raises RuleError if the rulebook lacks a
    number or dictionary that facts need, pandera's SchemaErrors if intake made a ledger wrong.
    """
    for name, ledger in submission.ledgers.items():
        if ledger.height:
            gate(ledger, LEDGERS[name])
    submission = shown_places.shown(submission, masker)
    entries = entries if register is None else register.entries
    decided = () if register is None else (register.verdicts, register.orders, register.arrears)
    latest = _latest(submission, period, as_of)
    known = settings.build(rulebook, as_of, latest)
    lazy = facts.build(submission, entries, known, period, *decided)
    rules = [(rule, rulebook.compiled[rule.id]) for rule in rulebook.judged]
    broken: verdicts.Broken = {}
    frames = _collect(lazy, rules, broken)
    units = Units.of(frames, submission.ledgers)
    if any(compiled.asks for _, compiled in rules):
        units = replace(units, table=units.table.with_columns(place=place(known)))
    values = [name for _, compiled in rules for name in compiled.values]
    numbers = verdict.Numbers.of(rulebook.values, values, units.table, as_of)

    infos = tuple(_info(rulebook, rule, as_of) for rule, _ in rules)
    judged = [
        _judge_frame(frames[name], [pair for pair in rules if pair[0].about == name], units, numbers, broken)
        for name in sorted({rule.about for rule, _ in rules})
    ]
    counts = pl.concat([part.counts() for part in judged]) if judged else pl.DataFrame(schema=verdicts.COUNTS)
    ruled = outcomes.rulings(rulebook.judged, units, counts, as_of)
    listed = {name for name, frame in facts.frames().items() if frame.listing}
    reason = _NO_LIST if register is None else _NO_ENTRY
    refused = {rule.id: reason for rule, _ in rules if rule.about in listed} if entries is None else {}

    findings = Findings(rulebook, infos, masker, broken)
    failing, unknown = (set(counts.filter(pl.col(name) > 0)["rule"]) for name in ("failed", "unknown"))
    why: list[dict[str, Any]] = []
    for part in judged:
        for rule, compiled in part.rules:
            if rule.id in failing:
                findings.add(part, rule, compiled, outcomes.judged(ruled, rule))
            if rule.id in unknown:
                why += _why(part, rule, compiled, rulebook, numbers)
    found, about = findings.finish(submission.sources, submission.cells)
    told = outcomes.table(ruled, counts, pl.DataFrame(why, schema=outcomes.WHY), refused, broken)
    codes = _codes(frames, submission)
    who = payers.sentences(rulebook, found, submission.ledgers["project"], codes)
    found = payers.told(rulebook, found, who)
    waived = None
    if register is not None:
        waived = _waived(found, told, register, rulebook, frames, as_of, masker)
        found = waived.findings
        told = waiving.settled(told, found)
    active = workers.differing(rulebook, about, frames["worker_month"])
    standing = [rule.id for rule in rulebook.rules if facts.frames()[rule.about].standing]
    active = conclusions.of_workers(rulebook.profile, about, standing, active)
    money = {rule.id: rule.money for rule in rulebook.rules}
    active = workers.with_states(active, frames["contractor_month"])
    unread = (broken[rule.id] for rule, _ in rules if rule.about in _OF_LISTINGS and rule.id in broken)
    unlisted = reason if entries is None else next(unread, None)
    matrix = workers.matrix(mark_reasons.given(rulebook, about, standing, active), masker)
    return Result(
        findings=found,
        outcomes=told,
        contractors=contractors.figures(rulebook.profile, told, found, active, codes, money),
        workers=matrix,
        rules=infos,
        manifest=manifest.build(
            submission,
            rulebook,
            as_of=as_of,
            period=period,
            unmask=masker.unmask,
            findings=found,
            outcomes=told,
            register=None if register is None else register.manifest(),
            waivers=None if waived is None else waived.told,
            listings=listings.told(frames, unlisted, masker),
        ),
        evidence=evidence.lines(frames["worker_month"], evidence.concerned(found, matrix), submission, masker),
    )


def _latest(submission: Submission, period: tuple[dt.date, dt.date] | None, as_of: dt.date) -> dt.date:
    """First day of the latest pay period asked for; the day of judgement where no table says one."""
    until = as_of if period is None else min(period[1], as_of)
    columns = [ledger["period_start"] for ledger in submission.ledgers.values() if "period_start" in ledger.columns]
    known = [start for column in columns if (start := column.filter(column <= until).max()) is not None]
    return max((start for start in known if isinstance(start, dt.date)), default=as_of)


def _waived(
    found: pl.DataFrame,
    told: pl.DataFrame,
    register: View,
    rulebook: Rulebook,
    frames: Mapping[str, pl.DataFrame],
    as_of: dt.date,
    masker: Masker,
) -> waiving.Waived:
    """The findings with the waivers of the register."""
    months = frames["worker_month"]
    asked = register.waivers["worker_key"].count() > 0
    people = months.filter(asked)["person"].drop_nulls().unique()
    scene = waiving.Scene(
        rules={rule.id for rule in rulebook.rules},
        hard_stops=rulebook.profile.hard_stops,
        units=pl.concat([frame.select(KEYS) for frame in (told, found)]),
        worker_keys={masker.worker_key(person) for person in people} | set(found["worker_key"].drop_nulls()),
        as_of=as_of,
    )
    return waiving.applied(found, register.waivers, scene, lambda text: masker.text(text, "free"))


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
            *_OF_LISTINGS.get(name, ()),
            *frame.grain,
            *(set(frame.schema) & {"ledger", "file", "sheet", "persons"}),
        }
        wanted[name] = [column for column in frame.schema if column in read or column in FACT_KEYS]
    plans = {name: named(lazy[name].select(columns)) for name, columns in wanted.items()}
    try:
        return dict(zip(plans, pl.collect_all(list(plans.values())), strict=True))
    except verdicts.FAULTS:
        return {name: _collect_one(name, plan, rules, broken) for name, plan in plans.items()}


def _collect_one(
    name: str, plan: pl.LazyFrame, rules: list[tuple[Rule, Compiled]], broken: verdicts.Broken
) -> pl.DataFrame:
    if name in _OWN:
        return plan.collect()
    mine = [rule for rule, _ in rules if rule.about == name]
    rows = verdicts.guarded(mine[0], broken, _rows, plan) if mine else None
    if rows is not None:
        return rows
    broken |= {rule.id: broken[mine[0].id] for rule in mine}
    return _rows(named(facts.frames()[name].empty()))


def _rows(plan: pl.LazyFrame) -> pl.DataFrame:
    return plan.collect()


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


def _codes(frames: Mapping[str, pl.DataFrame], submission: Submission) -> dict[str, str]:
    """Unified social credit codes by name: contractors, and the general contractors of the projects."""
    project = submission.ledgers["project"].select("general_contractor", "general_contractor_uscc").drop_nulls()
    months = frames["contractor_month"].select("contractor", "uscc").drop_nulls().sort("contractor", "uscc")
    return dict(project.sort(pl.all()).iter_rows()) | dict(months.iter_rows())
