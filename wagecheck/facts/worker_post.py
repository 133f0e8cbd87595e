"""One row per person and pay period: age, post, place, form of employment and deposits, for the rules that protect."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts import contracts, post_kind, retirement
from wagecheck.facts.frame import DAYS, MONEY, PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.settings import Settings
from wagecheck.facts.word_match import holds, normal

_COPIED: Final = (
    "active", "in_contract", "in_payroll", "birth_on", "sex", "number_sound", "over_retirement", "trade", "work_role",
    "contract_title", "contract_type", "contract_is_substitute", "wage_rate",
)  # fmt: skip
_PLACED: Final = ("identity_at", "contract_at", "roster_at", "attendance_at", "payroll_at")

FRAME = Frame(
    name="worker_post",
    title="工人岗位和年龄",
    grain=("person",),
    masks={"name": "name", "id_number": "id"},
    columns={
        # as in worker_month
        "active": pl.Boolean, "in_contract": pl.Boolean, "in_payroll": pl.Boolean,
        "birth_on": pl.Date, "sex": pl.String, "number_sound": pl.Boolean,
        "age": pl.Int32,               # full years on the first day worked
        "over_retirement": pl.Boolean,
        "retirement_on": pl.Date,      # the day on which the statutory age is reached
        "retirement_years": pl.Int32, "retirement_extra": pl.Int32,      # that age: full years, and months more
        "place": pl.String,            # where the project is: its location, else its region code
        # posts
        "trade": pl.String, "work_role": pl.String, "payroll_trade": pl.String,
        "is_manager": pl.Boolean,      # role or post of a manager in roster or payroll; null: no post is written
        "manager_agreed": pl.Boolean,  # the roster itself lists the person as a manager
        "posts": pl.String,            # role and trade of the roster, trade of the payroll, as 花名册：…；工资表：…
        "is_underground": pl.Boolean,  # a trade under ground; null without a trade
        "is_heavy": pl.Boolean,        # heavy work by the name of the trade
        "is_barred_for_minors": pl.Boolean,
        "is_restricted": pl.Boolean,   # trades that local rules close to older people
        # contract in force
        "contract_title": pl.String, "contract_type": pl.String, "contract_is_substitute": pl.Boolean,
        "employment_form": pl.String, "is_part_time": pl.Boolean,
        "wage_rate": MONEY, "hourly_rate": MONEY,      # of the contract, where it is paid by the hour
        "overtime_hours": DAYS,        # of the attendance, else of the payroll
        # attendance
        "hours_a_day": DAYS, "hours_a_week": DAYS,     # averages over the days, and the weeks, from the first day on
        # payroll
        "settlement_days": pl.Int32,   # length of the pay period; null where more than one payment was made for it
        "deposits": MONEY, "deposit_titles": pl.String, "deposit_at": PLACES,
        **dict.fromkeys(_PLACED, PLACES),
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]
_KEYS: Final = [*_SITE, "period", "person"]
_WEEK: Final = 7


def build(ground: Groundwork, workers: pl.DataFrame) -> pl.LazyFrame:
    """The people of ``workers`` (worker_month) with their posts; what cannot be told is null."""
    settings = ground.settings
    rows = workers.select(
        *_KEYS, "name", "id_number", "period_start", "period_end", *_COPIED, *_PLACED,
        "hours_worked", "days_present", "first_day", "last_day", "payment_rows", "wage_unit", age="age_first_day",
        attended_overtime="overtime_hours",
    )  # fmt: skip
    rows = rows.join(_payroll(ground), on=_KEYS, how="left", nulls_equal=True, maintain_order="left")
    rows = rows.join(_forms(ground), on=[*_SITE, "person"], how="left", nulls_equal=True, maintain_order="left")
    rows = rows.join(_places(ground), on="project", how="left", nulls_equal=True, maintain_order="left")
    return (
        rows.lazy()
        .with_columns(*_ages(settings), *_posts(settings), *_hours(), *_form(settings))
        .with_columns(
            retirement_years=pl.col("retirement_months") // 12,
            retirement_extra=pl.col("retirement_months") % 12,
            deposits=pl.when(pl.col("in_payroll")).then(pl.col("deposits").fill_null(0)),
            overtime_hours=pl.coalesce("attended_overtime", "payroll_overtime"),
            deposit_titles=pl.col("deposit_titles").list.unique(maintain_order=True).list.join("、"),
        )
        .select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()])
        .sort(*_SITE, "period_start", "person")
    )


def _payroll(ground: Groundwork) -> pl.DataFrame:
    """project, contractor, period, person → payroll_trade, payroll_overtime, deposits, deposit_titles, deposit_at."""
    overtime = pl.col("overtime_hours").filter(~pl.col("is_back_pay").fill_null(value=False))
    sums = ground.payroll.group_by("uid", "pid", maintain_order=True).agg(
        payroll_trade=pl.col("trade").drop_nulls().first(),
        payroll_overtime=pl.when(overtime.count() > 0).then(overtime.sum()),
        deposits=pl.col("deposit").sum(),
        deposit_titles=_flat("deposit_titles"),
        deposit_at=_flat("deposit_at"),
    )
    return (
        sums.join(ground.numbered.select("uid", *_SITE, "period"), on="uid")
        .join(ground.persons.select("pid", "person"), on="pid")
        .drop("uid", "pid")
    )


def _flat(name: str) -> pl.Expr:
    return pl.col(name).list.explode(keep_nulls=False, empty_as_null=False).drop_nulls()


def _forms(ground: Groundwork) -> pl.DataFrame:
    """project, contractor, person → employment_form (register of contracts, else roster), roster_trade."""
    ledger = ground.ledgers["contract"].join(
        ground.people.pids("contract"), on=["src", "row", "name_key"], nulls_equal=True
    )
    written = pl.col("employment_form").drop_nulls().last()
    own = ledger.sort("contract_start", nulls_last=False).group_by("pid").agg(own_form=written)
    listed = ground.roster.group_by("pid").agg(listed_form=written, roster_trade=pl.col("trade").drop_nulls().last())
    return (
        ground.persons.select("pid", *_SITE, "person")
        .join(own, on="pid", how="left")
        .join(listed, on="pid", how="left")
        .select(*_SITE, "person", "roster_trade", employment_form=pl.coalesce("own_form", "listed_form"))
    )


def _places(ground: Groundwork) -> pl.DataFrame:
    """project → place; the only project record serves whatever the folder is called."""
    ledger = ground.ledgers["project"]
    text = pl.coalesce(*(pl.when(pl.col(name).str.strip_chars() != "").then(name) for name in ("location", "region")))
    told = pl.concat([ledger.select(project=pl.col(key), place=text) for key in ("project", "name")])
    own = told.drop_nulls().unique("project", keep="first", maintain_order=True)
    found = ground.units.select("project").unique().join(own, on="project", how="left", nulls_equal=True)
    if ledger.height == 1:
        found = found.with_columns(
            pl.col("place").fill_null(pl.lit(ledger.select(text.alias("place")).item(), pl.String))
        )
    return found


def _ages(settings: Settings) -> list[pl.Expr]:
    birth, gender = pl.col("birth_on"), pl.col("sex")
    return [
        retirement.retirement_on(birth, gender, settings).alias("retirement_on"),
        retirement.retirement_months(birth, gender, settings).alias("retirement_months"),
    ]


def _posts(settings: Settings) -> list[pl.Expr]:
    role = normal("work_role")
    said_manager = holds(role, settings.post_words.get("manager_role", ()))
    said_worker = holds(role, settings.post_words.get("worker_role", ())) & ~said_manager
    post = post_kind.of_kind(settings, "manager", "roster_trade").fill_null(value=False)
    paid = post_kind.of_kind(settings, "manager", "payroll_trade").fill_null(value=False)
    written = pl.any_horizontal(normal(name) != "" for name in ("work_role", "roster_trade", "payroll_trade"))
    kinds = {
        "is_underground": "underground", "is_heavy": "heavy", "is_barred_for_minors": "minor",
        "is_restricted": "restricted",
    }  # fmt: skip
    return [
        pl.when(written).then(said_manager | post | paid).alias("is_manager"),
        (said_manager | (post & ~said_worker)).alias("manager_agreed"),
        _written_posts().alias("posts"),
        *(
            post_kind.of_kind(settings, section, "trade", "payroll_trade").alias(name)
            for name, section in kinds.items()
        ),
    ]


def _written_posts() -> pl.Expr:
    """Where which post is written; null where none is."""
    roster = pl.concat_str([_filled("work_role"), _filled("roster_trade")], separator="、", ignore_nulls=True)
    parts = [
        pl.when(roster != "").then(pl.lit("花名册：") + roster),
        pl.lit("工资表：") + _filled("payroll_trade"),
    ]
    joined = pl.concat_str(parts, separator="；", ignore_nulls=True)
    return pl.when(joined != "").then(joined)


def _filled(name: str) -> pl.Expr:
    return pl.when(pl.col(name).str.strip_chars() != "").then(name)


def _hours() -> list[pl.Expr]:
    hours = pl.col("hours_worked").cast(pl.Float64)
    days = (pl.col("last_day") - pl.col("first_day")).dt.total_days() + 1
    weeks = pl.max_horizontal(days / _WEEK, pl.lit(1.0))
    length = (pl.col("period_end") - pl.col("period_start")).dt.total_days() + 1
    once = (pl.col("payment_rows") <= 1).fill_null(value=False)
    return [
        pl.when(pl.col("days_present") > 0).then(hours / pl.col("days_present")).round(2).alias("hours_a_day"),
        (hours / weeks).round(2).alias("hours_a_week"),
        pl.when(pl.col("in_payroll") & once).then(length).alias("settlement_days"),
    ]


def _form(settings: Settings) -> list[pl.Expr]:
    text = normal("employment_form")
    return [
        pl.when(text != "").then(holds(text, settings.contract_terms.get("part_time", ()))).alias("is_part_time"),
        pl.when(contracts.wage_unit() == "hour").then("wage_rate").alias("hourly_rate"),
    ]
