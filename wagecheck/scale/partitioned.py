"""A large submission judged part by part, with the result that it would have as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from wagecheck import judge
from wagecheck.facts import elsewhere
from wagecheck.judging import assessment
from wagecheck.scale import exchange, parts, work
from wagecheck.scale.engine import Engine, Here
from wagecheck.scale.shelf import Shelf, opened
from wagecheck.scale.work import Task

if TYPE_CHECKING:
    from wagecheck.intake.submission import Submission
    from wagecheck.judging.assessment import Assessment, Terms
    from wagecheck.privacy import Masker
    from wagecheck.register.view import View
    from wagecheck.result import Result
    from wagecheck.rulebook import Rulebook

#: Records of one part: some 20,000 workers' month, for which facts need about 1.5 GB.
MOST_ROWS: Final = 1_000_000


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
) -> Result:
    """As ``judge.judge``, in parts of whole projects with at most ``most_rows`` records; a small one as a whole."""
    submission = judge.checked(submission, masker)
    terms = judge.terms_of(submission, rulebook, as_of=as_of, masker=masker, period=period, register=register)
    plans = parts.plan(submission, most_rows)
    if len(plans) == 1:
        found = assessment.assess(submission, rulebook, terms)
    else:
        with opened() as shelf:
            found = assessed(submission, plans, rulebook, terms, shelf, engine or Here())
    return judge.concluded(found, submission, rulebook, terms, register)


def assessed(
    submission: Submission,
    plans: Sequence[parts.Projects],
    rulebook: Rulebook,
    terms: Terms,
    shelf: Shelf,
    engine: Engine,
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
