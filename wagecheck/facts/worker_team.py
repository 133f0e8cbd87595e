"""One row per project, contractor, worker and pay period: the team that each ledger puts him in."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts import attendance_sums
from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.labelled import labelled
from wagecheck.facts.people import run_start
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
    roster = ground.roster_by_unit.with_columns(leader=name_key(pl.col("team_leader")))
    people, units = ground.people, ground.submitted
    listed = attendance_sums.sheet_rows(people)
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
    """uid, pid, n_ledgers, teams (花名册：钢筋班、木工班；考勤表：木工班) and the places by ledger."""
    order = pl.col("ledger").replace_strict({name: n for n, name in enumerate(_LEDGERS)}, return_dtype=pl.Int32)
    titles = pl.col("ledger").replace_strict({name: TITLES[name] for name in _LEDGERS})
    rows = named.with_columns(order=order, team=pl.col("team").str.strip_chars()).sort(*_KEYS, "order", "at")
    person = run_start(_KEYS)
    said = rows.unique([*_KEYS, "order", "team"], keep="first", maintain_order=True).select(
        *_KEYS,
        teams=pl.when(run_start([*_KEYS, "order"]))
        .then(pl.concat_str(pl.when(person).then(pl.lit("")).otherwise(pl.lit("；")), titles, pl.lit("："), "team"))
        .otherwise(pl.concat_str(pl.lit("、"), "team")),
    )
    words = said.group_by(_KEYS, maintain_order=True).agg(pl.col("teams").str.join(""))
    places = rows.group_by(_KEYS, maintain_order=True).agg(
        n_ledgers=pl.col("order").n_unique().cast(pl.Int32),
        **{f"{name}_at": pl.col("at").filter(pl.col("ledger") == name) for name in _LEDGERS},
    )
    return places.join(words, on=_KEYS, maintain_order="left")


def _compared(named: pl.DataFrame, share: float, least: float) -> pl.DataFrame:
    """uid, pid, teams_differ. Where everybody has one team in all ledgers, nothing needs to be weighed."""
    labels = named.select(*_KEYS, "ledger", "key", "leader").unique()
    people = labels.group_by(_KEYS).agg(ledgers=pl.col("ledger").n_unique(), keys=pl.col("key").n_unique())
    doubtful = people.filter(pl.col("keys") > 1).select("uid").unique()
    clear = people.join(doubtful, on="uid", how="anti").filter(pl.col("ledgers") > 1)
    weighed = _weighed(labels.join(doubtful, on="uid", how="semi"), share, least)
    return pl.concat([clear.select(*_KEYS, teams_differ=pl.lit(value=False)), weighed])


def _weighed(labels: pl.DataFrame, share: float, least: float) -> pl.DataFrame:
    order = {name: n for n, name in enumerate(_LEDGERS)}
    rank, rank_right = (
        pl.col(name).replace_strict(order, return_dtype=pl.Int32) for name in ("ledger", "ledger_right")
    )
    pairs = labels.join(labels.drop("leader"), on=_KEYS, suffix="_right").filter(
        pl.col("ledger") != pl.col("ledger_right")
    )
    sides = ["uid", "ledger", "key", "ledger_right"]
    pairs = pairs.with_columns(
        together=pl.col("pid").n_unique().over([*sides, "key_right"]),
        members=pl.col("pid").n_unique().over(sides),
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
