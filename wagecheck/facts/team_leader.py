"""One row per project, contractor, pay period and team leader: the leader's pay beside that of the team."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.frame import MONEY, PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.labelled import labelled
from wagecheck.facts.payee import has_word
from wagecheck.facts.team_name import team_key
from wagecheck.ledgers.names import name_key

FRAME = Frame(
    name="team_leader",
    title="班组长工资",
    grain=("person",),
    masks={"name": "name", "id_number": "id"},
    columns={
        "team": pl.String,
        "n_others": pl.Int32,          # others of the team on the payroll of the period
        "team_median": MONEY,          # median of their net pay
        "leader_net": MONEY,           # null where the payroll does not say it
        "agreed_pay": MONEY,           # what the contract gives for the month or the days worked; null: not known
        "paid_total": MONEY,           # what the bank paid the leader for the period
        "due": MONEY,                  # what the payroll says is due to him
        "in_payroll": pl.Boolean,
        "payroll_at": PLACES, "payment_at": PLACES,
    },
)  # fmt: skip

_KEYS: Final = ["project", "contractor", "period", "person"]
_SITE: Final = ["project", "contractor"]


def build(ground: Groundwork, worker_month: pl.DataFrame) -> pl.LazyFrame:
    """Leaders named by the roster who stand on the payroll or were paid, and one row without a leader where none is

    named although there is a payroll: nothing is known then.
    """
    month = worker_month.select(
        *_KEYS, "in_payroll", "net_pay", "due", "paid_total", "days_worked", "payroll_days", "wage_rate", "wage_unit",
        "monthly_wage", "payroll_at", "payment_at",
    )  # fmt: skip
    members = _members(ground).join(month, on=["project", "contractor", "person"], nulls_equal=True)
    leaders = leaders_of(ground)
    paid = members.filter(pl.col("in_payroll").fill_null(value=False) & pl.col("net_pay").is_not_null())
    mine = leaders.join(month, on=["project", "contractor", "person"], nulls_equal=True).filter(
        pl.col("in_payroll").fill_null(value=False) | (pl.col("paid_total") > 0)
    )
    others = (
        mine.select(*_KEYS, "key")
        .join(paid.select(*_KEYS[:3], "key", other="person", net="net_pay"), on=[*_KEYS[:3], "key"], nulls_equal=True)
        .filter(pl.col("other") != pl.col("person"))
        .group_by([*_KEYS, "key"])
        .agg(n_others=pl.len().cast(pl.Int32), team_median=pl.col("net").cast(pl.Float64).median().round(2))
    )
    day = has_word(pl.col("wage_unit"), ("日", "天"))
    agreed = (
        pl.when(has_word(pl.col("wage_unit"), ("月",)))
        .then("monthly_wage")
        .when(day)
        .then(pl.col("wage_rate") * pl.coalesce("days_worked", "payroll_days"))
    )
    rows = (
        mine.join(others, on=[*_KEYS, "key"], how="left", nulls_equal=True)
        .with_columns(
            leader_net=pl.col("net_pay"), agreed_pay=agreed.cast(MONEY), n_others=pl.col("n_others").fill_null(0)
        )
        .sort(*_KEYS, "n_others", descending=[False] * 4 + [True])
        .unique(_KEYS, keep="first", maintain_order=True)
    )
    numbered = ground.numbered.select("uid", *_KEYS[:3])
    rows = rows.join(numbered, on=_KEYS[:3], nulls_equal=True).join(
        ground.persons.select("pid", *_SITE, "person"), on=[*_SITE, "person"], nulls_equal=True
    )
    nobody = ground.payroll.select("uid").unique().join(rows, on="uid", how="anti")
    unknown = nobody.join(numbered, on="uid").join(leaders, on=_SITE, how="anti", nulls_equal=True).select("uid")
    return labelled(
        pl.concat([rows.drop(_KEYS), unknown.with_columns(in_payroll=pl.lit(value=True))], how="diagonal"),
        ground,
        FRAME.schema,
        "team",
    )


def leaders_of(ground: Groundwork) -> pl.DataFrame:
    """Leaders whom the roster names and who are people of the contractor: project, contractor, person, key, team."""
    return ground.kept("team leaders", lambda: _leaders(ground))


def _leaders(ground: Groundwork) -> pl.DataFrame:
    named = (
        ground.roster.select(*_SITE, "team", leader=name_key(pl.col("team_leader")))
        .with_columns(key=team_key(pl.col("team"), ground.settings))
        .drop_nulls("leader")
        .unique([*_SITE, "key", "leader"], keep="first", maintain_order=True)
    )
    bearers = ground.people.persons.select(*_SITE, "person", leader="name_key").filter(
        pl.len().over(*_SITE, "leader") == 1
    )
    return named.join(bearers, on=[*_SITE, "leader"], nulls_equal=True, maintain_order="left").select(
        *_SITE, "person", "key", "team"
    )


def _members(ground: Groundwork) -> pl.DataFrame:
    """People of every team of the roster: project, contractor, person, key."""
    return (
        ground.roster.select("pid", key=team_key(pl.col("team"), ground.settings))
        .drop_nulls()
        .unique()
        .join(ground.people.persons.select("pid", *_SITE, "person"), on="pid")
        .select(*_SITE, "person", "key")
    )
