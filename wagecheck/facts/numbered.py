"""Rows of a frame with the numbers that the groundwork speaks in."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.groundwork import Groundwork

_UNIT: Final = ["project", "contractor", "period"]
_WHO: Final = ["project", "contractor", "person"]


def numbered(rows: pl.DataFrame, ground: Groundwork) -> pl.DataFrame:
    """``rows`` (project, contractor, period, person) with ``uid`` and ``pid``; null where the groundwork has none."""
    return rows.join(
        ground.numbered.select("uid", *_UNIT), on=_UNIT, how="left", nulls_equal=True, maintain_order="left"
    ).join(ground.persons.select("pid", *_WHO), on=_WHO, how="left", nulls_equal=True, maintain_order="left")
