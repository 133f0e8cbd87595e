"""What one process does with one part: make it ready, tell the others of shared people, assess, find its papers.

Records that lie on disk come in pieces, each with the records of many parts: pieces are divided first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import polars as pl

from wagecheck import facts, judge
from wagecheck.facts import elsewhere
from wagecheck.intake.exports import joining, placing
from wagecheck.judging import assessment, evidence
from wagecheck.scale import assessments, exchange, parts
from wagecheck.scale.shelf import Shelf

if TYPE_CHECKING:
    from wagecheck.facts.elsewhere import Elsewhere
    from wagecheck.intake.exports.spilled import Slice, Spilled
    from wagecheck.intake.submission import Submission
    from wagecheck.judging.assessment import Terms
    from wagecheck.rulebook import Rulebook
    from wagecheck.scale.parts import Projects


@dataclass(frozen=True)
class Common:
    """By what all parts are judged."""

    terms: Terms
    rulebook: Rulebook

    NAME: ClassVar = "common"
    """Under which it stands on the shelf."""


@dataclass(frozen=True)
class Division:
    """How records that lie on disk are divided: the parts' projects."""

    spilled: Spilled
    plans: tuple[Projects, ...]

    NAME: ClassVar = "division"


@dataclass(frozen=True)
class Given:
    """A part as it was cut, and its tables whose records lie on disk."""

    submission: Submission
    spilled: Spilled | None


@dataclass(frozen=True)
class Heard:
    """What a part hears of the others, and the tables (sources, cells) that it points into; the rest every part hears.

    The rest stands under ``EVERYWHERE``: a field of Elsewhere → rows, each with the part it is from.
    """

    there: Elsewhere
    sources: pl.DataFrame
    cells: pl.DataFrame

    EVERYWHERE: ClassVar = "everywhere"


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
    division: Division = shelf.take(Division.NAME)
    assert task.slice is not None
    part_of = {project: number for number, projects in enumerate(division.plans) for project in projects}
    table, piece = task.slice
    return "\n".join(
        shelf.lay(rows_name(part, table, piece), rows) for part, rows in division.spilled.divided(task.slice, part_of)
    )


def rows_name(part: int, table: int, piece: int) -> str:
    """Under which the records of a part stand that a piece of a table holds."""
    return f"rows-{part}-{table}-{piece}"


def ready(task: Task) -> str:
    """The part with its records, checked; the name of the numbers and accounts it names (columns of KEYS)."""
    shelf = Shelf(task.folder)
    common: Common = shelf.take(Common.NAME)
    given: Given = shelf.take(given_name(task.number))
    part = given.submission
    if given.spilled is not None:
        pieces = {
            table: [
                shelf.rows(name)
                for piece in range(len(one.read.pieces))
                if shelf.has(name := rows_name(task.number, table, piece))
            ]
            for table, one in enumerate(given.spilled.tables)
        }
        part = joining.completed(part, given.spilled.taken(pieces))
    part = judge.checked(part, common.terms.masker)
    if given.spilled is not None:
        shelf.lay(counted_name(task.number), part.sources.select("src", *placing.COUNTED))
    for name, ledger in part.ledgers.items():
        shelf.lay(f"{task.part}-{name}", ledger)
    shelf.put(task.part, replace(part, ledgers=dict.fromkeys(part.ledgers, pl.DataFrame())))
    return shelf.lay(f"keys-{task.number}", elsewhere.keys(part.ledgers))


def given_name(part: int) -> str:
    """Under which a part stands as it was cut (Given)."""
    return f"given-{part}"


def counted_name(part: int) -> str:
    """Under which the rows of a part's tables stand as they are counted in the end (src, ``placing.COUNTED``)."""
    return f"counted-{part}"


def _part(shelf: Shelf, task: Task) -> Submission:
    """The part, made ready."""
    bare: Submission = shelf.take(task.part)
    return replace(bare, ledgers={name: shelf.rows(f"{task.part}-{name}") for name in bare.ledgers})


def told(task: Task) -> str:
    """The name of what the part tells of the people and accounts in ``about`` (an Elsewhere).

    Who bears which name stands apart (``bearers_name``): it is long, and hardly anybody asks for it.
    """
    shelf = Shelf(task.folder)
    common: Common = shelf.take(Common.NAME)
    part = _part(shelf, task)
    shared = shelf.rows(task.about or "")
    what = facts.told(part, common.terms.settings, shared)
    shelf.lay(bearers_name(task.number), what.bearers)
    return shelf.put(f"told-{task.number}", replace(what, bearers=what.bearers.clear()))


def bearers_name(part: int) -> str:
    """Under which a part's bearers of names stand (``Elsewhere.bearers``)."""
    return f"bearers-{part}"


def assessed(task: Task) -> str:
    """The name of the part's Assessment; ``about`` is what it hears of the others (Heard)."""
    shelf = Shelf(task.folder)
    common: Common = shelf.take(Common.NAME)
    part = _part(shelf, task)
    heard: Heard = shelf.take(task.about or "")
    there = exchange.with_everywhere(heard.there, shelf.take(Heard.EVERYWHERE), task.number)
    tables = pl.concat([part.sources, heard.sources]), pl.concat([part.cells, heard.cells])
    found = assessment.assess(part, common.rulebook, common.terms, there, tables)
    return assessments.keep(shelf, f"assessment-{task.number}", found.of(parts.names(task.projects)))


def papers(task: Task) -> str:
    """The name of the part's lines of ledgers that stand where ``about`` says (``evidence.about``)."""
    shelf = Shelf(task.folder)
    common: Common = shelf.take(Common.NAME)
    part = _part(shelf, task)
    rows = shelf.rows(task.about or "")
    return shelf.lay(f"papers-{task.number}", evidence.about(rows, part, common.terms.masker))
