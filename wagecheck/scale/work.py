"""What one process does with one part: make it ready, tell the others of shared people, assess, find its papers.

Records that lie on disk come in pieces, each with the records of many parts: pieces are divided first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from wagecheck import facts, judge
from wagecheck.facts import elsewhere
from wagecheck.intake.exports import joining
from wagecheck.judging import assessment, evidence
from wagecheck.scale import assessments, parts
from wagecheck.scale.shelf import Shelf

if TYPE_CHECKING:
    from wagecheck.facts.elsewhere import Elsewhere
    from wagecheck.intake.exports.spilled import Slice, Spilled
    from wagecheck.intake.submission import Submission
    from wagecheck.judging.assessment import Assessment, Terms
    from wagecheck.rulebook import Rulebook
    from wagecheck.scale.parts import Projects


@dataclass(frozen=True)
class Common:
    """What all pieces of work have in common: by what is judged, and all tables (sources, cells) of the submission."""

    terms: Terms
    rulebook: Rulebook
    tables: assessment.Tables
    spilled: Spilled | None
    plans: tuple[Projects, ...]

    NAME: ClassVar = "common"
    """Under which it stands on the shelf."""


@dataclass(frozen=True)
class Task:
    """A part (or a piece of records, to be ``slice`` of them), by names on a shelf: small enough to travel.

    ``about`` names what the step needs beside the part: keys it shares, what it hears of the others, whom papers are
    sought of.
    """

    folder: Path
    number: int
    projects: Projects = ()
    about: str | None = None
    slice: Slice | None = None

    @property
    def part(self) -> str:
        """Name of the submission's part."""
        return f"part-{self.number}"


def divided(task: Task) -> str:
    """Records of a piece laid out by part (``rows-PART-TABLE-PIECE``); their names, one in a line."""
    shelf = Shelf(task.folder)
    common: Common = shelf.take(Common.NAME)
    assert common.spilled is not None and task.slice is not None
    part_of = {project: number for number, projects in enumerate(common.plans) for project in projects}
    table, piece = task.slice
    return "\n".join(
        shelf.lay(rows_name(part, table, piece), rows) for part, rows in common.spilled.divided(task.slice, part_of)
    )


def rows_name(part: int, table: int, piece: int) -> str:
    """Under which the records of a part stand that a piece of a table holds."""
    return f"rows-{part}-{table}-{piece}"


def ready(task: Task) -> str:
    """The part with its records, checked; the name of the numbers and accounts it names (columns of KEYS)."""
    shelf = Shelf(task.folder)
    common: Common = shelf.take(Common.NAME)
    part: Submission = shelf.take(f"given-{task.number}")
    if common.spilled is not None:
        pieces = {
            table: [
                shelf.rows(name)
                for piece in range(len(common.spilled.tables[table].read.pieces))
                if shelf.has(name := rows_name(task.number, table, piece))
            ]
            for table in range(len(common.spilled.tables))
        }
        part = joining.completed(part, common.spilled.taken(pieces))
    part = judge.checked(part, common.terms.masker)
    shelf.put(task.part, part)
    return shelf.lay(f"keys-{task.number}", elsewhere.keys(part.ledgers))


def told(task: Task) -> str:
    """The name of what the part tells of the people and accounts in ``about`` (an Elsewhere).

    Who bears which name stands apart (``bearers_name``): it is long, and hardly anybody asks for it.
    """
    shelf = Shelf(task.folder)
    common: Common = shelf.take(Common.NAME)
    part: Submission = shelf.take(task.part)
    shared = shelf.rows(task.about or "")
    what = facts.told(part, common.terms.settings, shared)
    shelf.lay(bearers_name(task.number), what.bearers)
    return shelf.put(f"told-{task.number}", replace(what, bearers=what.bearers.clear()))


def bearers_name(part: int) -> str:
    """Under which a part's bearers of names stand (``Elsewhere.bearers``)."""
    return f"bearers-{part}"


def assessed(task: Task) -> str:
    """The name of the part's Assessment; ``about`` is what the others told (an Elsewhere)."""
    shelf = Shelf(task.folder)
    common: Common = shelf.take(Common.NAME)
    part: Submission = shelf.take(task.part)
    there: Elsewhere = shelf.take(task.about) if task.about else elsewhere.Elsewhere()
    found: Assessment = assessment.assess(part, common.rulebook, common.terms, there, common.tables)
    return assessments.keep(shelf, f"assessment-{task.number}", found.of(parts.names(task.projects)))


def papers(task: Task) -> str:
    """The name of the part's lines of ledgers that stand where ``about`` says (``evidence.about``)."""
    shelf = Shelf(task.folder)
    common: Common = shelf.take(Common.NAME)
    part: Submission = shelf.take(task.part)
    rows = shelf.rows(task.about or "")
    return shelf.lay(f"papers-{task.number}", evidence.about(rows, part, common.terms.masker))
