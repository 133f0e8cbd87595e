"""What a fact frame is: a name, a grain and a schema that rules are checked against.

Facts are the engineering between ledgers and rules: one wide row per subject, so that a rule becomes one condition.
No number of law, no article and no wording of a finding lives here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

MONEY = pl.Decimal(18, 2)
DAYS = pl.Decimal(10, 2)
PLACES = pl.List(pl.Int64)

#: Columns that every frame carries; judge groups and labels findings by them.
KEYS: dict[str, pl.DataType | type[pl.DataType]] = {
    "project": pl.String,
    "contractor": pl.String,
    "period": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "person": pl.String,
    "name": pl.String,
    "id_number": pl.String,
}


@dataclass(frozen=True)
class Frame:
    """A fact frame that rules may be ``about``.

    ``grain`` lists the columns that identify a row beyond project, contractor and period; they enter the fingerprint of
    a finding. ``masks`` names the columns whose text is personal (``id``, ``card``, ``phone``, ``name``): judge masks
    them before anything is written.
    """

    name: str
    title: str
    grain: tuple[str, ...]
    columns: dict[str, pl.DataType | type[pl.DataType]]
    masks: dict[str, str] = field(default_factory=dict)
    standing: bool = False
    """True where the subject does not change with the month: judged once, under the latest period of the run."""
    listing: bool = False
    """True where the frame compares with the blacklist: without one its rules are not assessed."""

    @property
    def schema(self) -> pl.Schema:
        """Key columns first, then the frame's own."""
        return pl.Schema({**KEYS, **self.columns})

    def empty(self) -> pl.LazyFrame:
        """A frame of this schema without rows, for the dry run of rules."""
        return pl.LazyFrame(schema=self.schema)
