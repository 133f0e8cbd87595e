"""The one joining function: facts × rulebook → result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

import polars as pl

from wagecheck.judging import (
    assessment,
    earned_green,
    evidence,
    figures,
    listings,
    manifest,
    payers,
    settings,
    shown_places,
    waiving,
    without_workers,
)
from wagecheck.judging.assessment import Assessment, Terms
from wagecheck.judging.units import KEYS
from wagecheck.ledgers.catalogue import LEDGERS
from wagecheck.ledgers.checks import gate
from wagecheck.privacy import Masker
from wagecheck.result import Result
from wagecheck.rulebook import Rulebook

if TYPE_CHECKING:
    from wagecheck.intake.submission import Submission
    from wagecheck.register.view import View

_NO_LIST = ("未提供黑名单（--register），不能比对", "no blacklist was given (--register)")
_NO_ENTRY = ("登记册里还没有任何黑名单条目，不能比对", "the register holds no entry of any blacklist yet")


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
    submission = checked(submission, masker)
    terms = terms_of(
        submission, rulebook, as_of=as_of, masker=masker, entries=entries, period=period, register=register
    )
    return concluded(assessment.assess(submission, rulebook, terms), submission, rulebook, terms, register)


def checked(submission: Submission, masker: Masker) -> Submission:
    """The submission with masked names of places, once every ledger passed pandera's validation.

    Raises pandera's SchemaErrors if intake made a ledger wrong.
    """
    for name, ledger in submission.ledgers.items():
        if ledger.height:
            gate(ledger, LEDGERS[name])
    return shown_places.shown(submission, masker)


def terms_of(
    submission: Submission,
    rulebook: Rulebook,
    *,
    as_of: dt.date,
    masker: Masker,
    entries: Any = None,
    period: tuple[dt.date, dt.date] | None = None,
    register: View | None = None,
) -> Terms:
    """By what all parts of a submission are assessed; arguments as of :func:`judge`."""
    projects = submission.sources["project"].unique().to_list()
    return Terms(
        as_of=as_of,
        settings=settings.build(rulebook, as_of, _latest(submission, period, as_of, rulebook.profile.judged_from)),
        masker=masker,
        period=period,
        entries=entries if register is None else register.entries,
        decided=None if register is None else (register.verdicts, register.orders, register.arrears(projects)),
        unlisted=_NO_LIST if register is None else _NO_ENTRY,
    )


class Parts(Protocol):
    """A submission in parts of whole projects, or the whole as its only part."""

    def each(self) -> Iterator[Assessment]:
        """The assessment of every part."""

    def lines(self, people: pl.Series) -> pl.DataFrame:
        """The lines of the ledgers (EVIDENCE) about people (worker keys)."""


@dataclass(frozen=True)
class _Whole:
    assessed: Assessment
    submission: Submission
    masker: Masker

    def each(self) -> Iterator[Assessment]:
        yield self.assessed

    def lines(self, people: pl.Series) -> pl.DataFrame:
        return evidence.lines(self.assessed.frames["worker_month"], people, self.submission, self.masker)


def concluded(
    assessed: Assessment,
    submission: Submission,
    rulebook: Rulebook,
    terms: Terms,
    register: View | None = None,
    parts: Parts | None = None,
) -> Result:
    """What rules say of the whole submission, with payers and waivers, added up per contractor and per worker.

    With ``parts`` nothing of ``assessed`` is read that tells of single workers (``about``, the frame worker_month):
    that stands in the parts.
    """
    parts = parts or _Whole(assessed, submission, terms.masker)
    found, told = assessed.findings, assessed.outcomes
    frames, masker, as_of = assessed.frames, terms.masker, terms.as_of
    codes = _codes(frames, submission)
    found = payers.told(rulebook, found, payers.sentences(rulebook, found, submission.ledgers["project"], codes))
    waived = None
    if register is not None:
        waived = _waived(found, told, register, rulebook, parts, as_of, masker)
        found = waived.findings
        told = waiving.settled(told, found)
    broken = assessed.broken
    unread = (broken[rule.id] for rule in rulebook.judged if rule.about in listings.COLUMNS and rule.id in broken)
    unlisted = terms.unlisted if terms.entries is None else next(unread, None)
    settled = (_settled(part, found, told, broken) for part in parts.each())
    added = figures.together([figures.of(rulebook, part, codes, masker) for part in settled])
    ledgers = submission.ledgers
    without = without_workers.of(
        pl.concat([told["project"], found["project"]]).unique().sort(),
        ledgers["project"],
        ledgers["contractor"],
        terms.settings.standing_words.get("without_workers", ()),
    )
    return Result(
        findings=found,
        outcomes=told,
        contractors=earned_green.told(added.contractors, told, without),
        workers=added.workers,
        rules=assessment.infos(rulebook, as_of),
        manifest=manifest.build(
            submission,
            rulebook,
            as_of=as_of,
            period=terms.period,
            unmask=masker.unmask,
            key_id=masker.worker_key(manifest.KEY_ID),
            findings=found,
            outcomes=told,
            register=None if register is None else register.manifest(),
            waivers=None if waived is None else waived.told,
            listings=listings.told(frames, unlisted, masker),
        ),
        evidence=parts.lines(evidence.concerned(found, added.workers)),
    )


def _settled(part: Assessment, found: pl.DataFrame, told: pl.DataFrame, broken: Collection[str]) -> Assessment:
    """The part with its findings and outcomes as they are told in the end; a rule that failed anywhere says nothing."""
    mine = pl.col("project").is_in(part.outcomes["project"].unique().implode())
    about = part.about.filter(~pl.col("rule").is_in(list(broken)))
    return replace(part, findings=found.filter(mine), outcomes=told.filter(mine), about=about)


def _latest(
    submission: Submission, period: tuple[dt.date, dt.date] | None, as_of: dt.date, judged_from: dt.date | None
) -> dt.date:
    """First day of the latest pay period asked for; the day of judgement where no table says one that can be right."""
    until = as_of if period is None else min(period[1], as_of)
    columns = [ledger["period_start"] for ledger in submission.ledgers.values() if "period_start" in ledger.columns]
    if submission.spilled is not None:
        columns.append(submission.spilled.periods())
    known = [start for column in columns if (start := column.filter(column <= until).max()) is not None]
    dated = [start for start in known if isinstance(start, dt.date)]
    return max((start for start in dated if judged_from is None or start >= judged_from), default=as_of)


def _waived(
    found: pl.DataFrame,
    told: pl.DataFrame,
    register: View,
    rulebook: Rulebook,
    parts: Parts,
    as_of: dt.date,
    masker: Masker,
) -> waiving.Waived:
    """The findings with the waivers of the register."""
    asked = set(register.waivers["worker_key"].drop_nulls())
    people = (
        person
        for part in (parts.each() if asked else ())
        for person in part.frames["worker_month"]["person"].drop_nulls().unique()
    )
    scene = waiving.Scene(
        rules={rule.id for rule in rulebook.rules},
        hard_stops=rulebook.profile.hard_stops,
        units=pl.concat([frame.select(KEYS) for frame in (told, found)]),
        worker_keys=asked & {masker.worker_key(person) for person in people} | set(found["worker_key"].drop_nulls()),
        as_of=as_of,
    )
    return waiving.applied(found, register.waivers, scene, lambda text: masker.text(text, "free"))


def _codes(frames: Mapping[str, pl.DataFrame], submission: Submission) -> dict[str, str]:
    """Unified social credit codes by name: contractors, and the general contractors of the projects."""
    project = submission.ledgers["project"].select("general_contractor", "general_contractor_uscc").drop_nulls()
    months = frames["contractor_month"].select("contractor", "uscc").drop_nulls().sort("contractor", "uscc")
    return dict(project.sort(pl.all()).iter_rows()) | dict(months.iter_rows())
