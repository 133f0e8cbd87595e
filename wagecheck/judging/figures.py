"""What is added up from findings and worker-months: figures per contractor, and the matrix of workers.

Both rest on the records of one project, so that they can be made part by part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from wagecheck import facts
from wagecheck.judging import conclusions, contractors, mark_reasons, workers
from wagecheck.privacy import Masker
from wagecheck.rulebook import Rulebook

if TYPE_CHECKING:
    from wagecheck.judging.assessment import Assessment


@dataclass(frozen=True)
class Figures:
    """``contractors`` (columns of CONTRACTORS) and ``workers`` (columns of WORKERS), sorted."""

    contractors: pl.DataFrame
    workers: pl.DataFrame


def of(rulebook: Rulebook, assessed: Assessment, codes: Mapping[str, str], masker: Masker) -> Figures:
    """The figures of whole projects; ``codes``: unified social credit codes of contractors by name.

    ``assessed`` has ``findings`` and ``outcomes`` as they are told in the end, with the states of waivers.
    """
    about, frames = assessed.about, assessed.frames
    standing = [rule.id for rule in rulebook.rules if facts.frames()[rule.about].standing]
    active = workers.differing(rulebook, about, frames["worker_month"])
    active = conclusions.of_workers(rulebook.profile, about, standing, active)
    money = {rule.id: rule.money for rule in rulebook.rules}
    active = workers.with_states(active, frames["contractor_month"])
    return Figures(
        contractors.figures(rulebook.profile, assessed.outcomes, assessed.findings, active, codes, money),
        workers.matrix(mark_reasons.given(rulebook, about, standing, active), masker),
    )


def together(parts: Sequence[Figures]) -> Figures:
    """The figures of parts that have no project in common."""
    if len(parts) == 1:
        return parts[0]
    return Figures(
        pl.concat([part.contractors for part in parts]).sort(contractors.ORDER),
        pl.concat([part.workers for part in parts]).sort(workers.ORDER, nulls_last=True),
    )
