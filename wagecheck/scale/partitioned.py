"""A large submission judged part by part, with the result that it would have as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wagecheck import judge
from wagecheck.facts import elsewhere
from wagecheck.judging import assessment
from wagecheck.scale import exchange, parts, work
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
#: Records of one part: some 20,000 workers' month, for which facts need about 1.5 GB.
MOST_ROWS: Final = 1_000_000


class Counted:
    """An engine that tells how much is done."""

    def __init__(self, engine: Engine, total: int, told: Told) -> None:
        self._engine = engine
        self._total = total
        self._told = told or (lambda done, total: None)
        self._done = 0

    def begin(self) -> None:
        """Nothing is done yet."""
        self._told(0, self._total)

    def each(self, work: Work, tasks: Sequence[Task]) -> Iterator[str]:
        """As ``Engine.each``."""
        for answer in self._engine.each(work, tasks):
            self._done += 1
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
    ``told`` hears how many pieces of work are done, of how many.
    """
    submission = judge.checked(submission, masker)
    terms = judge.terms_of(submission, rulebook, as_of=as_of, masker=masker, period=period, register=register)
    plans = parts.plan(submission, most_rows)
    if len(plans) == 1:
        found = assessment.assess(submission, rulebook, terms)
    else:
        with opened(shelf) as parted:
            found = assessed(
                submission, plans, rulebook, terms, parted, Counted(engine or Here(), 2 * len(plans), told)
            )
    return judge.concluded(found, submission, rulebook, terms, register)


def assessed(
    submission: Submission,
    plans: Sequence[parts.Projects],
    rulebook: Rulebook,
    terms: Terms,
    shelf: Shelf,
    engine: Counted,
) -> Assessment:
    """All parts assessed by ``engine``, each with what the others say of the people and accounts they share."""
    shelf.put(work.BY_WHAT, (terms, rulebook, (submission.sources, submission.cells)))
    tasks = [Task(shelf.folder, number, projects) for number, projects in enumerate(plans)]
    keys = []
    for task, part in zip(tasks, parts.cut(submission, plans), strict=True):
        shelf.put(task.part, part)
        keys.append(elsewhere.keys(part.ledgers))
    shared = exchange.shared(keys)
    del keys
    engine.begin()
    telling = [_with(task, keys=shelf.put(f"keys-{task.number}", own)) for task, own in zip(tasks, shared, strict=True)]
    told = [shelf.take(name) for name in engine.each(work.told, telling)]
    names = exchange.sought(told)
    hearing = [
        _with(task, there=shelf.put(f"there-{task.number}", exchange.there(told, task.number, own, names)))
        for task, own in zip(tasks, shared, strict=True)
    ]
    del told
    return assessment.joined([shelf.take(name) for name in engine.each(work.assessed, hearing)])


def _with(task: Task, keys: str | None = None, there: str | None = None) -> Task:
    return Task(task.folder, task.number, task.projects, keys, there)
