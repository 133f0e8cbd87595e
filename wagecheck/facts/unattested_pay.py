"""One row per project, contractor and pay period: people who are paid although no other ledger shows them at work."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts import post_kind
from wagecheck.facts.frame import MONEY, PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.name_list import first_names
from wagecheck.facts.standing_sheets import only
from wagecheck.facts.word_match import holds, normal
from wagecheck.ledgers.names import name_key

FRAME = Frame(
    name="unattested_pay",
    title="无佐证的工资",
    grain=(),
    masks={"names": "name", "related_names": "name"},
    columns={
        "paid_people": pl.Int32,       # on the payroll with pay, back pay and managers left out
        # of them certainly neither in the attendance nor with any contract
        "unattested": pl.Int32, "names": pl.String, "amount": MONEY,
        "related": pl.Int32,           # of these, of one house, or of one surname and village, with the team leader
        "related_names": pl.String,
        "payroll_at": PLACES,
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]
_UNIT: Final = [*_SITE, "period"]
_KEYS: Final = ["uid", "pid"]
_VILLAGE: Final = r"^(.*?[村屯寨])"


def build(ground: Groundwork, workers: pl.DataFrame) -> pl.LazyFrame:
    """Contractor-periods with a payroll; null where attendance or contracts were not handed in."""
    settings = ground.settings
    manager = pl.any_horizontal(
        post_kind.of_kind(settings, "manager", "trade").fill_null(value=False),
        holds(normal("work_role"), settings.post_words.get("manager_role", ())),
    )
    listed = pl.col("in_payroll").fill_null(value=False) & ~pl.col("is_back_pay").fill_null(value=False)
    paid = workers.filter(listed & (pl.coalesce("gross_pay", "net_pay") > 0) & ~manager)
    paid = (
        paid.join(ground.numbered.select("uid", *_UNIT), on=_UNIT, nulls_equal=True, maintain_order="left")
        .join(
            ground.persons.select("pid", *_SITE, "person"),
            on=[*_SITE, "person"],
            nulls_equal=True,
            maintain_order="left",
        )
        .join(_relatives(ground), on="pid", how="left", maintain_order="left")
    )
    alone = (pl.col("in_attendance").not_() & pl.col("in_contract").not_()).fill_null(value=False)
    related = alone & pl.col("related").fill_null(value=False)
    sums = (
        paid.sort("payroll_at")
        .group_by("uid", maintain_order=True)
        .agg(
            paid_people=pl.len(),
            unattested=alone.sum(),
            names=first_names(alone),
            amount=pl.coalesce("gross_pay", "net_pay").filter(alone).sum(),
            related=related.sum(),
            related_names=first_names(related),
            payroll_at=pl.col("payroll_at").filter(alone).list.explode(keep_nulls=False, empty_as_null=False),
        )
    )
    units = ground.units.filter("has_payroll").join(ground.numbered.select("uid", *_UNIT), on=_UNIT, nulls_equal=True)
    known = pl.col("has_attendance") & pl.col("has_contract")
    rows = units.join(sums, on="uid", how="left", maintain_order="left").with_columns(
        pl.when(known).then(pl.col(name).fill_null(0)).alias(name) for name in ("unattested", "related")
    )
    return only(rows, FRAME.schema, "period_start")


def _relatives(ground: Groundwork) -> pl.DataFrame:
    """pid → related: the roster gives the team leader's house, or his surname and village."""
    rows = ground.roster.filter(pl.col("pid").is_not_null()).with_columns(
        home=normal("address"),
        leader_key=name_key(pl.col("team_leader")),
        family=pl.col("name_key").str.slice(0, 1),
    )
    rows = rows.with_columns(village=pl.col("home").str.extract(_VILLAGE))
    leaders = (
        rows.filter(pl.col("name_key") == pl.col("leader_key"))
        .select(*_SITE, "leader_key", leader_home="home", leader_village="village", leader_family="family")
        .unique([*_SITE, "leader_key"], keep="first", maintain_order=True)
    )
    pairs = rows.filter(pl.col("name_key") != pl.col("leader_key")).join(
        leaders, on=[*_SITE, "leader_key"], nulls_equal=True
    )
    same_home = (pl.col("home") == pl.col("leader_home")) & (pl.col("home") != "")
    same_village = (pl.col("village") == pl.col("leader_village")) & (pl.col("family") == pl.col("leader_family"))
    # a village as an address is everybody's, a house number is a household's
    household = same_home & pl.col("home").str.contains(r"\d|[号室户栋]")
    return pairs.group_by("pid").agg(related=(household | same_village.fill_null(value=False)).any())
