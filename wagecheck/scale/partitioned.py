"""A large submission judged part by part, with the result that it would have as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from wagecheck import judge
from wagecheck.intake.exports import placing
from wagecheck.judging import assessment, evidence
from wagecheck.scale import assessments, exchange, parts, work
from wagecheck.scale.engine import Engine, Here, Work
from wagecheck.scale.shelf import Shelf, opened
from wagecheck.scale.work import Task

if TYPE_CHECKING:
    from wagecheck.intake.submission import Submission
    from wagecheck.judging.assessment import Assessment, Terms
    from wagecheck.privacy import Masker
    from wagecheck.register.view import View
    from wagecheck.result import Result
    from wagecheck.rulebook import Rulebook

Told = Callable[[int, int], None] | None
#: Records of one part: some 20,000 workers' month; a process that judges one takes 1.3 GB.
MOST_ROWS: Final = 1_000_000


#: What a piece of each step takes beside the others, roughly as measured. Records on disk are divided first; then every
#: part is made ready, told to the others and assessed, and its papers are found.
_SHARES: Final[dict[Work, int]] = {work.divided: 1, work.ready: 15, work.told: 55, work.assessed: 130, work.papers: 5}


class Counted:
    """An engine that tells how much is done."""

    def __init__(self, engine: Engine, told: Told) -> None:
        self._engine = engine
        self._told = told or (lambda done, total: None)
        self._total = self._done = 0

    def begin(self, total: int) -> None:
        """Nothing is done yet of so much work."""
        self._total = total
        self._told(0, total)

    def each(self, work: Work, tasks: Sequence[Task]) -> Iterator[str]:
        """As ``Engine.each``."""
        for answer in self._engine.each(work, tasks):
            self._done += _SHARES.get(work, 0)
            self._told(self._done, self._total)
            yield answer


def judged(
    submission: Submission,
    rulebook: Rulebook,
    *,
    as_of: dt.date,
    masker: Masker,
    register: View | None = None,
    period: tuple[dt.date, dt.date] | None = None,
    engine: Engine | None = None,
    most_rows: int = MOST_ROWS,
    shelf: Path | None = None,
    told: Told = None,
) -> Result:
    """As ``judge.judge``, in parts of whole projects with at most ``most_rows`` records; a small one as a whole.

    Parts lie in a folder below ``shelf`` (the one for temporary files by default) while ``engine`` works on them.
    ``told`` hears how much of the work is done, of how much. Of a submission of which records lie on disk
    (``Submission.spilled``) only one part at a time stands in the memory of each process.
    """
    submission = judge.checked(submission, masker)
    terms = judge.terms_of(submission, rulebook, as_of=as_of, masker=masker, period=period, register=register)
    plans = parts.plan(submission, most_rows, period)
    if len(plans) == 1 and submission.spilled is None:
        return judge.concluded(assessment.assess(submission, rulebook, terms), submission, rulebook, terms, register)
    with opened(shelf) as own:
        run = _Run(submission, tuple(plans), rulebook, terms, own, Counted(engine or Here(), told))
        found = run.assessed()
        return judge.concluded(found, run.submission, rulebook, terms, register, run)


class _Run:
    """All parts, worked on step by step by an engine."""

    def __init__(
        self,
        submission: Submission,
        plans: tuple[parts.Projects, ...],
        rulebook: Rulebook,
        terms: Terms,
        shelf: Shelf,
        engine: Counted,
    ) -> None:
        self._shelf = shelf
        self._engine = engine
        self._masker = terms.masker
        self._tasks = [Task(shelf.folder, number, projects) for number, projects in enumerate(plans)]
        self._slices = [] if submission.spilled is None else submission.spilled.slices()
        self.submission = submission
        """What is judged; how many records tables on disk hold is known once all parts are ready."""
        shelf.put(work.Common.NAME, work.Common(terms, rulebook))
        away = submission.spilled
        if away is not None:
            shelf.put(work.Division.NAME, work.Division(away.bare(), plans))
        for task, part in zip(self._tasks, parts.cut(submission, plans), strict=True):
            own = None if away is None else away.of(part.sources["src"])
            shelf.put(work.given_name(task.number), work.Given(part, own))
        self._assessments: list[str] = []
        dividing = _SHARES[work.divided]
        engine.begin((sum(_SHARES.values()) - dividing) * len(plans) + dividing * len(self._slices))

    def assessed(self) -> Assessment:
        """All parts assessed, each with what the others say of the people and accounts they share."""
        shelf = self._shelf
        pieces = [Task(shelf.folder, number, slice=one) for number, one in enumerate(self._slices)]
        for _ in self._engine.each(work.divided, pieces):
            pass
        named = list(self._engine.each(work.ready, self._tasks))
        shelf.drop(*(work.given_name(task.number) for task in self._tasks), *shelf.names("rows-"))
        if self.submission.spilled is not None:
            counted = pl.concat([shelf.rows(work.counted_name(task.number)) for task in self._tasks])
            sources = placing.recounted(self.submission.sources, counted)
            self.submission = replace(self.submission, sources=sources)
        both = exchange.shared([shelf.folder / name for name in named])
        shared = [shelf.rows(name).join(both, on=["kind", "key"], how="semi") for name in named]
        telling = [
            replace(task, about=shelf.lay(f"shared-{task.number}", own))
            for task, own in zip(self._tasks, shared, strict=True)
        ]
        told = [shelf.take(name) for name in self._engine.each(work.told, telling)]
        names = exchange.sought(told)
        told = [
            exchange.borne(what, shelf.rows(work.bearers_name(task.number)), names)
            for task, what in zip(self._tasks, told, strict=True)
        ]
        exchanged = exchange.Exchange(told, shared)
        del told, shared, both
        shelf.put(work.Heard.EVERYWHERE, exchanged.everywhere())
        hearing = [replace(task, about=self._heard(exchanged, task.number)) for task in self._tasks]
        del exchanged
        self._assessments = list(self._engine.each(work.assessed, hearing))
        return assessments.joined(shelf, self._assessments)

    def _heard(self, exchanged: exchange.Exchange, part: int) -> str:
        """The name of what a part hears."""
        there = pl.col("src").is_in(exchanged.tables(part).implode())
        sources, cells = (table.filter(there) for table in (self.submission.sources, self.submission.cells))
        return self._shelf.put(f"heard-{part}", work.Heard(exchanged.heard(part), sources, cells))

    def each(self) -> Iterator[Assessment]:
        """As ``judge.Parts``."""
        return (assessments.read(self._shelf, name) for name in self._assessments)

    def lines(self, people: pl.Series) -> pl.DataFrame:
        """As ``judge.Parts``."""
        asking = [
            replace(task, about=self._shelf.lay(f"asked-{task.number}", evidence.asked(months, people, self._masker)))
            for task, part in zip(self._tasks, self.each(), strict=True)
            if (months := part.frames["worker_month"]).height
        ]
        return evidence.told([self._shelf.rows(name) for name in self._engine.each(work.papers, asking)])
