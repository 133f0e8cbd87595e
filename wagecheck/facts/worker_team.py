"""One row per project, contractor, worker and pay period: the team that each ledger puts him in."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts import attendance_sums, periods
from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.labelled import labelled
from wagecheck.facts.team_name import team_key
from wagecheck.ledgers.catalogue import TITLES
from wagecheck.ledgers.names import name_key
from wagecheck.ledgers.provenance import pack

FRAME = Frame(
    name="worker_team",
    title="工人所在班组",
    grain=("person",),
    masks={"name": "name", "id_number": "id"},
    columns={
        "n_ledgers": pl.Int32,         # ledgers that name a team for him
        "teams_differ": pl.Boolean,    # two of them name no team in common; null where fewer than two name any
        "teams": pl.String,            # 花名册：钢筋班；考勤表：木工班
        "roster_at": PLACES, "attendance_at": PLACES, "payroll_at": PLACES, "notice_at": PLACES,
    },
)  # fmt: skip

_KEYS: Final = ["uid", "pid"]
_SITE: Final = ["project", "contractor"]
_SPAN: Final = [*_SITE, "period_start", "period_end"]
_LEDGERS: Final = ("roster", "attendance", "payroll", "notice")
_ROW: Final = [*_KEYS, "ledger", "team", "leader", "at"]
#: A team is only called otherwise in another ledger where more than this share of its people is (``rules/values``).
_RENAMED: Final = "team_rename_share"
#: A part of a team under one other name is a team of its own from so many people on (``rules/values``).
_PART: Final = "team_part_min"


def build(ground: Groundwork) -> pl.LazyFrame:
    """Everybody for whom a monthly ledger names a team; the employer is LC04's.

    Teams are compared without 班, 组 and the like; a team may be called by its leader's name. Where most people of a
    team stand under one other name in a later ledger (roster, attendance, payroll, notice), the team is called
    otherwise there; where several people of a later team come from one team, it is a part of that team. Then nobody
    has moved.
    """
    named = _named(ground).with_columns(key=team_key(pl.col("team"), ground.settings))
    named = named.drop_nulls([*_KEYS, "key"])
    monthly = named.filter(pl.col("ledger") != "roster").select(_KEYS).unique()
    mine = named.join(monthly, on=_KEYS, how="semi")
    share, least = (float(ground.settings.numbers.get(name, 1)) for name in (_RENAMED, _PART))
    compared = _compared(mine, share, least)
    rows = mine.select(_KEYS).unique().join(_told(mine), on=_KEYS).join(compared, on=_KEYS, how="left")
    return labelled(rows, ground, FRAME.schema)


def _named(ground: Groundwork) -> pl.DataFrame:
    numbered = ground.submitted.with_row_index("uid").select(*_SITE, "period", "uid")
    served = periods.serving(ground.roster, ground.submitted).join(numbered, on=[*_SITE, "period"], nulls_equal=True)
    roster = ground.roster.join(served.select([*_SPAN, "uid"]), on=_SPAN, nulls_equal=True).with_columns(
        leader=name_key(pl.col("team_leader"))
    )
    people, units = ground.people, ground.submitted
    listed = people.appearances.filter((pl.col("ledger") == "attendance") & pl.col("pid").is_not_null())
    notice = ground.placed(
        ground.ledgers["notice"].join(people.pids("notice"), on=["src", "row", "name_key"], nulls_equal=True)
    ).with_columns(at=pack(pl.col("src"), pl.col("row")))
    frames = {
        "roster": roster,
        "attendance": attendance_sums.place(listed, units),
        "payroll": ground.payroll,
        "notice": notice,
    }
    none = pl.lit(None, dtype=pl.String)
    return pl.concat(
        [
            rows.with_columns(ledger=pl.lit(name), **({} if name == "roster" else {"leader": none})).select(
                pl.col("uid").cast(pl.UInt32), pl.col("pid").cast(pl.UInt32), "ledger", "team", "leader",
                pl.col("at").cast(pl.Int64),
            )
            for name, rows in frames.items()
        ]
    ).select(_ROW)  # fmt: skip


def _told(named: pl.DataFrame) -> pl.DataFrame:
    order = pl.col("ledger").replace_strict({name: n for n, name in enumerate(_LEDGERS)}, return_dtype=pl.Int32)
    words = (
        named.with_columns(order=order)
        .sort(*_KEYS, "order", "at")
        .group_by([*_KEYS, "ledger"], maintain_order=True)
        .agg(names=pl.col("team").str.strip_chars().unique(maintain_order=True).str.join("、"), at=pl.col("at"))
    )
    titles = pl.col("ledger").replace_strict({name: TITLES[name] for name in _LEDGERS})
    return words.group_by(_KEYS, maintain_order=True).agg(
        n_ledgers=pl.len().cast(pl.Int32),
        teams=pl.concat_str(titles, pl.lit("："), "names").str.join("；"),
        **{
            f"{name}_at": pl.col("at")
            .filter(pl.col("ledger") == name)
            .list.explode(keep_nulls=False, empty_as_null=False)
            for name in _LEDGERS
        },
    )


def _compared(named: pl.DataFrame, share: float, least: float) -> pl.DataFrame:
    """uid, pid, teams_differ."""
    order = {name: n for n, name in enumerate(_LEDGERS)}
    rank, rank_right = (
        pl.col(name).replace_strict(order, return_dtype=pl.Int32) for name in ("ledger", "ledger_right")
    )
    labels = named.select(*_KEYS, "ledger", "key", "leader").unique()
    pairs = labels.join(labels.drop("leader"), on=_KEYS, suffix="_right").filter(
        pl.col("ledger") != pl.col("ledger_right")
    )
    sides = ["uid", "ledger", "key", "ledger_right"]
    pairs = pairs.with_columns(
        together=pl.struct(_KEYS).n_unique().over([*sides, "key_right"]),
        members=pl.struct(_KEYS).n_unique().over(sides),
    ).with_columns(
        same=(pl.col("key") == pl.col("key_right"))
        | (pl.col("leader") == pl.col("key_right")).fill_null(value=False)
        | ((pl.col("together") > share * pl.col("members")) & ((rank < rank_right) | (pl.col("members") >= least)))
    )
    first, second = (
        pl.min_horizontal("ledger", "ledger_right"),
        pl.max_horizontal("ledger", "ledger_right"),
    )
    return (
        pairs.group_by(*_KEYS, first.alias("one"), second.alias("other"))
        .agg(pl.col("same").any())
        .group_by(_KEYS)
        .agg(teams_differ=(~pl.col("same")).any())
    )
