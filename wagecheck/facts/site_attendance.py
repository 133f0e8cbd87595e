"""One row per project: how the project says that attendance is taken on its site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.project_month import general_contractors
from wagecheck.facts.settings import Settings
from wagecheck.facts.standing import latest_period
from wagecheck.facts.word_match import holds, normal
from wagecheck.ledgers.provenance import pack

FRAME = Frame(
    name="site_attendance",
    title="现场考勤方式",
    grain=(),
    standing=True,
    columns={
        "method": pl.String,           # as written in the project sheet
        # by hand only: a word for manual ways and none for machines or positioning; null where the text says neither
        "is_manual": pl.Boolean,
        "project_at": PLACES,
    },
)  # fmt: skip

_NOBODY: Final = ("person", "name", "id_number")


def build(ledgers: Mapping[str, pl.DataFrame], units: pl.DataFrame, settings: Settings) -> pl.LazyFrame:
    """The frame, one row per project of the run; ``method`` is null where the project sheet does not say it."""
    words = settings.attendance_methods
    text = normal("method")
    names = units["project"].unique().to_list()
    own = ledgers["project"].with_columns(project=pl.coalesce("project", "name"))
    if own.height == 1 and len(names) == 1:
        own = own.with_columns(project=pl.lit(names[0], dtype=pl.String))
    written = own.filter(pl.col("attendance_method").str.strip_chars() != "")
    stated = written.group_by("project", maintain_order=True).agg(
        method=pl.col("attendance_method").first(), project_at=pack(pl.col("src"), pl.col("row"))
    )
    machine, manual = holds(text, words.get("machine", ())), holds(text, words.get("manual", ()))
    return (
        latest_period(units.lazy(), "project")
        .join(general_contractors(ledgers, units).lazy(), on="project", nulls_equal=True)
        .join(stated.lazy(), on="project", how="left", nulls_equal=True)
        .with_columns(
            *(pl.lit(None).alias(name) for name in _NOBODY),
            is_manual=pl.when(machine | manual).then(~machine),
        )
        .select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()])
        .sort("project")
    )
