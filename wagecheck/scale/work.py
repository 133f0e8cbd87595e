"""What one process does with one part: tell the others of shared people, then assess."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wagecheck import facts
from wagecheck.facts import elsewhere
from wagecheck.judging import assessment
from wagecheck.scale import parts
from wagecheck.scale.shelf import Shelf

if TYPE_CHECKING:
    import polars as pl

    from wagecheck.facts.elsewhere import Elsewhere
    from wagecheck.intake.submission import Submission
    from wagecheck.judging.assessment import Assessment
    from wagecheck.scale.parts import Projects

#: Under this name stand the terms, the rulebook and the tables of all parts (Terms, Rulebook, Tables).
BY_WHAT = "terms"


@dataclass(frozen=True)
class Task:
    """A part, by its names on a shelf: small enough to travel. ``keys`` it shares are told, ``there`` is heard."""

    folder: Path
    number: int
    projects: Projects
    keys: str | None = None
    there: str | None = None

    @property
    def part(self) -> str:
        """Name of the submission's part."""
        return f"part-{self.number}"


def told(task: Task) -> str:
    """The name of what the part tells of the people and accounts in ``keys`` (an Elsewhere)."""
    shelf = Shelf(task.folder)
    terms, _, _ = shelf.take(BY_WHAT)
    part: Submission = shelf.take(task.part)
    shared: pl.DataFrame = shelf.take(task.keys or "")
    return shelf.put(f"told-{task.number}", facts.told(part, terms.settings, shared))


def assessed(task: Task) -> str:
    """The name of the part's Assessment."""
    shelf = Shelf(task.folder)
    terms, rulebook, tables = shelf.take(BY_WHAT)
    part: Submission = shelf.take(task.part)
    there: Elsewhere = shelf.take(task.there) if task.there else elsewhere.Elsewhere()
    found: Assessment = assessment.assess(part, rulebook, terms, there, tables)
    return shelf.put(f"assessment-{task.number}", found.of(parts.names(task.projects)))
