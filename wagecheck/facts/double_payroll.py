"""One row per project, contractor, worker and pay period: on whose payrolls he stands at the same time."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.frame import MONEY, PLACES, Frame

FRAME = Frame(
    name="double_payroll",
    title="多处领薪",
    grain=("person",),
    masks={"name": "name", "id_number": "id"},
    columns={
        "n_sites": pl.Int32,           # payrolls of different contractors or projects for the time; null: no number
        "others": pl.String,           # the other contractors, joined by 、
        "same_days": pl.Int32,         # days with attendance at two sites (FR13 speaks about those)
        # the time worked here and there overlaps, or there is no attendance at one of them; null: not handed in
        "times_overlap": pl.Boolean,
        "net_pay": MONEY,
        "payroll_at": PLACES, "any_at": PLACES,
    },
)  # fmt: skip

_KEYS: Final = ["project", "contractor", "period", "period_start", "period_end", "person", "name", "id_number"]

_SIDE: Final = (
    "project", "contractor", "period_start", "period_end", "number", "first_day", "last_day", "in_attendance",
    "payroll_at",
)  # fmt: skip


def build(worker_month: pl.DataFrame, there: pl.DataFrame) -> pl.LazyFrame:
    """Everybody on a payroll. The same sound identity number is the same person, whoever employs him.
    ``there`` holds months of other parts of the submission (``elsewhere.MONTHS``).

    Time at a site runs from the first to the last day worked there; half a month here and half there does not overlap.
    """
    listed = pl.col("in_payroll").fill_null(value=False)
    number = pl.when(pl.col("number_sound").fill_null(value=True)).then("id_number")
    sure = worker_month.filter(listed).with_row_index("n").with_columns(number=number)
    side = sure.filter(pl.col("number").is_not_null()).select("n", *_SIDE)
    others = there.filter(listed).with_columns(number=number).filter(pl.col("number").is_not_null()).select(_SIDE)
    both = pl.concat([side.select(_SIDE), others])
    pairs = side.join(both, on="number", suffix="_there").filter(
        pl.any_horizontal(pl.col(key).ne_missing(pl.col(f"{key}_there")) for key in ("project", "contractor")),
        pl.col("period_start") <= pl.col("period_end_there"),
        pl.col("period_end") >= pl.col("period_start_there"),
    )
    absent = ~pl.col("in_attendance") | ~pl.col("in_attendance_there")
    crossed = (pl.col("first_day") <= pl.col("last_day_there")) & (pl.col("last_day") >= pl.col("first_day_there"))
    found = pairs.group_by("n").agg(
        n_others=pl.struct("project_there", "contractor_there").n_unique(),
        others=pl.col("contractor_there").drop_nulls().unique().sort().str.join("、"),
        times_overlap=(absent.fill_null(value=False) | crossed).any(ignore_nulls=False),
        any_at=pl.col("payroll_at_there").list.explode(keep_nulls=False, empty_as_null=False).unique().sort(),
    )
    return (
        sure.join(found, on="n", how="left", maintain_order="left")
        .with_columns(
            n_sites=pl.when(pl.col("number").is_not_null()).then(pl.col("n_others").fill_null(0) + 1),
            same_days="double_site_days",
            any_at=pl.col("any_at").fill_null(pl.lit([], dtype=PLACES)),
        )
        .select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()])
        .sort("project", "contractor", "period_start", "person")
        .lazy()
    )
