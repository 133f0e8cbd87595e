"""One row per project, contractor, worker and pay period: what each of the six ledgers says of that worker."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts import (
    arrears,
    attendance_sums,
    contracts,
    payroll_sums,
    presence,
    retirement,
    signing,
    site_days,
    stays,
)
from wagecheck.facts.frame import DAYS, MONEY, PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.place import place
from wagecheck.facts.settings import Settings
from wagecheck.facts.team_leader import leaders_of
from wagecheck.ledgers.identifiers import birth_date, identity_problem, sex
from wagecheck.ledgers.provenance import pack

FRAME = Frame(
    name="worker_month",
    title="工人月度",
    grain=("person",),
    masks={"name": "name", "id_number": "id", "phone": "phone", "payee_names": "name"},
    columns={
        "place": pl.String,            # where the project lies, for findings that rest on a local number
        # presence: True/False, null when the contractor did not submit that ledger for the period
        "in_identity": pl.Boolean, "in_contract": pl.Boolean, "in_roster": pl.Boolean, "in_attendance": pl.Boolean,
        "in_payroll": pl.Boolean, "in_payment": pl.Boolean, "in_notice": pl.Boolean,
        "active": pl.Boolean,          # worked, stands on the payroll or was paid in the period
        "lacks": pl.String,            # titles of identity/roster/notice that lack him, joined by 、
        "n_lacks": pl.Int32,
        # who
        "birth_on": pl.Date, "sex": pl.String,      # 男 / 女; of the number, of a passport as the identity ledger says
        "number_sound": pl.Boolean,    # the identity number is well formed; null without a number
        "last_in_run": pl.Boolean,     # no later period among those judged speaks of this worker of this contractor
        "age_first_day": pl.Int32,     # full years on the first day worked (else entry day, else period start)
        "over_retirement": pl.Boolean, # past the statutory age of that day
        "leads_team": pl.Boolean,      # the roster names him as the leader of a team
        "phone": pl.String, "team": pl.String, "trade": pl.String, "work_role": pl.String,
        "entry_on": pl.Date, "exit_on": pl.Date, "registered_on": pl.Date,
        # contract
        "n_contracts": pl.Int32, "contract_title": pl.String, "contract_type": pl.String,
        # title or type says subcontract, contracting or partnership and no labour contract (rules/dictionaries/
        # contract_titles.toml); false when some title or type is given and says none of that; null when both are blank
        "contract_is_substitute": pl.Boolean,
        # signed_on: earliest signing of a first contract; null when every known contract is a renewal or has no date
        "signed_on": pl.Date, "contract_from": pl.Date, "contract_to": pl.Date,
        "wage_rate": MONEY, "wage_unit": pl.String, "monthly_wage": MONEY,   # monthly equivalent of the agreed rate
        "employed_from": pl.Date,      # earlier of entry day and first day worked anywhere in the submission
        "signing_deadline": pl.Date,   # employed_from + one calendar month
        "double_wage_months": DAYS, "double_wage": MONEY,
        # attendance
        "days_worked": DAYS,           # sum of day values; null when the unit is not known or marks are unknown
        "days_stated": DAYS,           # the sheet's own sum
        "attendance_signed": pl.Boolean,   # null: no signature column, or nobody on the sheet has signed
        "hours_worked": DAYS, "overtime_hours": DAYS,
        "days_present": pl.Int32,      # distinct dates with any work
        "unknown_marks": pl.Int32,
        "first_day": pl.Date, "last_day": pl.Date,
        "days_before_entry": pl.Int32, "days_after_exit": pl.Int32, "outside_entry_at": PLACES,
        "days_before_registration": pl.Int32,
        "days_before_signing": pl.Int32,
        "days_outside_contract": pl.Int32, "outside_contract_at": PLACES,
        "double_site_days": pl.Int32, "double_sites": pl.String, "double_dates": pl.String, "double_site_at": PLACES,
        # payroll
        "payroll_rows": pl.Int32, "is_back_pay": pl.Boolean,     # every payroll row of the period is back pay
        "payroll_days": DAYS, "payroll_rate": MONEY,
        "gross_pay": MONEY, "overtime_pay": MONEY, "special_allowance": MONEY,
        "normal_pay": MONEY,           # gross without overtime, special allowances and back pay for other months
        "deductions": MONEY, "advances": MONEY, "lawful_deductions": MONEY,
        "unlawful_deductions": MONEY, "unlawful_titles": pl.String,
        "unexplained_deductions": MONEY, "unexplained_titles": pl.String, "unlawful_at": PLACES,
        "net_pay": MONEY, "stated_unpaid": MONEY,
        "expected_net": MONEY,         # gross − deductions − stated unpaid, the reading that fits best
        "expected_gross": MONEY,       # sum of earnings columns; null where they cannot be complete
        "signed": pl.Boolean,          # null: no signature column, or the whole column is blank
        "part_paid_share": pl.Float64, # (net + advances) ÷ (gross − other deductions), of the payroll itself
        "part_paid_months": pl.Int32,  # consecutive periods of the submission with part payment, this one included
        # payments
        "payment_rows": pl.Int32, "paid_total": MONEY, "pending_total": MONEY, "failed_total": MONEY,
        "first_paid_on": pl.Date, "last_paid_on": pl.Date, "payee_names": pl.String,
        # notice
        "notice_days": DAYS, "notice_gross": MONEY, "notice_net": MONEY,
        # arrears
        "due_on": pl.Date, "due": MONEY, "owed": MONEY, "days_late": pl.Int32,   # null when it cannot be told
        # where
        "identity_at": PLACES, "contract_at": PLACES, "roster_at": PLACES, "attendance_at": PLACES,
        "payroll_at": PLACES, "payment_at": PLACES, "notice_at": PLACES,
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]
_SEXES: Final = ("男", "女")


def build(ground: Groundwork) -> pl.DataFrame:
    """The frame: everybody who worked, stands on a payroll or was paid, and whoever is registered and on site then.

    Sums go over all sheets and rows of the person in the period. What cannot be told is null, never 0: a ledger that
    was not submitted, a mark nobody understands, money in flight, a namesake without a number.
    """
    settings = ground.settings
    monthly = _monthly(ground)
    rows = presence.base(
        ground, [monthly["days"], monthly["listed"], monthly["payroll"], monthly["paid"], monthly["notice"]]
    )
    for part in [*monthly.values(), *presence.places(ground).values()]:
        rows = _joined(rows, part)
    rows = _joined(rows, contracts.in_force(rows, ground.contracts, settings))
    rows = _joined(rows, stays.in_force(rows, ground.stays))
    rows = _joined(rows, stays.by_person(ground.roster))
    rows = _joined(rows, _stated_persons(ground))
    rows = rows.join(
        ground.due_days.rename({"due_on": "unit_due_on"}), on=[*_SITE, "period"], how="left", nulls_equal=True
    )
    rows = _joined(rows, _unit_payments(ground))
    rows = presence.with_presence(rows, ground)
    rows = _with_money(_with_attendance(rows, settings), settings).pipe(_with_nothing)
    rows = signing.with_signing(_with_person(rows, settings), ground.elsewhere.months, settings)
    rows = rows.with_columns(last_in_run=pl.lit(None, dtype=pl.Boolean), place=place(settings)).with_columns(
        leads_team=_leads_team(ground)
    )
    return rows.select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()]).sort(
        *_SITE, "period_start", "person"
    )


def with_last_in_run(rows: pl.LazyFrame) -> pl.LazyFrame:
    """``last_in_run`` filled in; to be called when the periods asked for have been selected.

    What does not change with the month but belongs to a person (a contract signed too late) is told once, there.
    """
    latest = pl.col("period_start").max().over(*_SITE, "person")
    return rows.with_columns(last_in_run=pl.col("period_start") == latest)


def _leads_team(ground: Groundwork) -> pl.Expr:
    site = pl.concat_str([pl.col(key).fill_null("") for key in (*_SITE, "person")], separator="\x1f")
    return site.is_in(leaders_of(ground).select(site).to_series().unique().implode())


def _joined(rows: pl.DataFrame, part: pl.DataFrame) -> pl.DataFrame:
    """A left join on uid and pid, or on the one of them that ``part`` has."""
    keys = [key for key in ("uid", "pid") if key in part.columns]
    return rows.join(part, on=keys, how="left", maintain_order="left")


def _monthly(ground: Groundwork) -> dict[str, pl.DataFrame]:
    """What monthly ledgers say, by uid and pid."""
    units, settings, people = ground.submitted, ground.settings, ground.people
    known = (
        ground.roster.group_by("pid")
        .agg(pl.col("registered_on").min())
        .join(ground.contracts_by_person.select("pid", "signed_on"), on="pid", how="full", coalesce=True)
    )
    payroll = payroll_sums.build(ground.payroll, settings)
    return {
        "days": attendance_sums.counted(ground.days, ground.marked, known, settings),
        "double": site_days.doubled(ground.days, people.persons, ground.elsewhere.site_days, settings),
        "listed": attendance_sums.listed(people, units, ground.marked),
        "stated": attendance_sums.stated(ground.ledgers, units, people),
        "payroll": payroll,
        "part_paid": payroll_sums.part_paid_months(payroll, units),
        "paid": arrears.paid(ground.payments_of_persons),
        "advances": arrears.advances(ground.payments_of_persons, settings),
        "notice": _notice(ground),
    }


def _notice(ground: Groundwork) -> pl.DataFrame:
    """Days and money as posted; the same figures posted twice count once."""
    notice = ground.ledgers["notice"].join(
        ground.people.pids("notice"), on=["src", "row", "name_key"], nulls_equal=True, maintain_order="left"
    )
    figures = ["work_days", "gross_pay", "net_pay"]
    posted = (
        ground.placed(notice)
        .group_by(["uid", "pid", *figures], maintain_order=True)
        .agg(at=pack(pl.col("src"), pl.col("row")))
    )
    return posted.group_by("uid", "pid", maintain_order=True).agg(
        notice_days=_whole("work_days"),
        notice_gross=_whole("gross_pay"),
        notice_net=_whole("net_pay"),
        notice_at=pl.col("at").list.explode(keep_nulls=False, empty_as_null=False),
    )


def _stated_persons(ground: Groundwork) -> pl.DataFrame:
    """pid, stated_birth, stated_sex as the identity ledger states them, for documents whose number holds neither."""
    rows = ground.ledgers["identity"].join(
        ground.people.pids("identity"), on=["src", "row", "name_key"], nulls_equal=True
    )
    gender = pl.col("gender").str.strip_chars()
    return rows.group_by("pid").agg(
        stated_birth=pl.col("birth_date").drop_nulls().first(),
        stated_sex=gender.filter(gender.is_in(_SEXES)).first(),
    )


def _whole(name: str) -> pl.Expr:
    """Sum, null where one part is missing."""
    return pl.when(pl.col(name).null_count() == 0).then(pl.col(name).sum())


def _unit_payments(ground: Groundwork) -> pl.DataFrame:
    """By uid: lump_sum (one debit may hold the pay of people in no payment row), proof (some row has a result)."""
    rows = ground.payments.join(
        ground.numbered.select("uid", *_SITE, "period"), on=[*_SITE, "period"], nulls_equal=True
    )
    return rows.group_by("uid").agg(
        lump_sum=pl.col("is_lump_sum").any(), proof=(pl.col("status").is_not_null() & ~pl.col("is_lump_sum")).any()
    )


def _with_nothing(rows: pl.DataFrame) -> pl.DataFrame:
    """0 rows, contracts and money where a ledger certainly does not name the person."""
    absent = {
        "payroll_rows": "in_payroll", "payment_rows": "in_payment", "pending_total": "in_payment",
        "failed_total": "in_payment", "n_contracts": "in_contract",
    }  # fmt: skip
    return rows.with_columns(
        pl.when(pl.col(flag).not_()).then(pl.lit(0).cast(rows.schema[name])).otherwise(pl.col(name)).alias(name)
        for name, flag in absent.items()
    )


def _with_attendance(rows: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Attendance columns, null unless attendance says it of this person."""
    nearer = (pl.col("days_largest") - pl.col("work")).abs() < (pl.col("days_stated") - pl.col("work")).abs()
    rows = rows.with_columns(
        days_stated=pl.when(nearer.fill_null(value=False)).then("days_largest").otherwise("days_stated"),
    )
    listed = pl.col("in_attendance").fill_null(value=False)
    no_days = pl.when("has_day_cells").then(pl.lit(0, dtype=pl.Int32))
    return rows.with_columns(
        days_worked=pl.when(listed).then(attendance_sums.days_worked(settings)),
        hours_worked=pl.coalesce("hours", "stated_hours"),
        overtime_hours=pl.coalesce("overtime_hours", "stated_overtime"),
        days_present=pl.when(listed).then(pl.coalesce("days_present", no_days)),
        unknown_marks=pl.when(listed).then(pl.col("unknown_marks").fill_null(0)),
        double_site_days=pl.when(listed).then(pl.col("double_site_days").fill_null(0)),
    )


def _with_money(rows: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Payments and arrears; who is active."""
    worked = pl.max_horizontal("days_present", "days_worked", "hours_worked", "undated_days") > 0
    separate = pl.col("_separate")  # judged once, before the sums change
    return (
        rows.with_columns(
            paid_total=arrears.paid_total(),
            due_on=pl.when("in_payroll").then(arrears.due_on(settings)),
            payroll_rate=_payroll_rate(),
            active=pl.any_horizontal(
                condition.fill_null(value=False) for condition in (worked, pl.col("in_payroll"), pl.col("in_payment"))
            ),
        )
        .with_columns(paid_total=arrears.without_advances(), _separate=arrears.is_separate())
        .with_columns(
            due=pl.when(separate).then(pl.col("due") - pl.col("due_elsewhere")).otherwise("due"),
            **{
                name: pl.when(separate).then(pl.col(name) - pl.col(f"{name}_elsewhere")).otherwise(name)
                for name in ("net_pay", "gross_pay", "expected_net", "expected_gross")
            },
        )
        .with_columns(
            # back pay for an earlier month may have been posted with that month
            # or with this one, while its money went out by itself
            pl.when(pl.col(posted) + pl.col(f"{name}_back") == pl.col(name))
            .then(name)
            .when(separate & (pl.col(posted) - pl.col(f"{name}_elsewhere") == pl.col(name)))
            .then(name)
            .otherwise(posted)
            .alias(posted)
            for posted, name in (("notice_net", "net_pay"), ("notice_gross", "gross_pay"))
        )
        .drop("_separate")
        .with_columns(owed=arrears.owed(settings))
        .with_columns(days_late=arrears.days_late(settings))
    )


def _payroll_rate() -> pl.Expr:
    """The payroll's rate in the unit of the contract: daily, hourly or piece; without a contract daily, else hourly."""
    return (
        pl.when(pl.col("unit_kind") == "day")
        .then("daily_rate")
        .when(pl.col("unit_kind") == "hour")
        .then("hourly_rate")
        .when(pl.col("unit_kind") == "piece")
        .then("piece_rate")
        .when(pl.col("unit_kind").is_null())
        .then(pl.coalesce("daily_rate", "hourly_rate"))
    )


def _with_person(rows: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Birth, sex, age on the first day worked (else the entry day, else the first day of the period), team, trade."""
    day = pl.coalesce("first_day", "entry_on", "period_start")
    birth, gender = pl.col("birth_on"), pl.col("sex")
    number = pl.col("id_number")
    resident = number.str.contains(r"^\d{17}[\dX]$")
    sound = pl.when(resident | number.is_not_null() & pl.col("stated_birth").is_null()).then(
        identity_problem(number).is_null()
    )
    # a passport or permit: its number tells neither birth nor sex, the identity ledger does
    birth_on = pl.coalesce(birth_date(number), pl.when(~resident).then("stated_birth"))
    gender_of = pl.coalesce(sex(number), pl.when(~resident).then("stated_sex"))
    return rows.with_columns(birth_on=birth_on, sex=gender_of, number_sound=sound).with_columns(
        age_first_day=retirement.full_years(birth, day),
        over_retirement=retirement.over_retirement(birth, gender, day, settings),
        team=pl.coalesce("team", "payroll_team", "attendance_team"),
        trade=pl.coalesce("trade", "payroll_trade", "summary_trade"),
    )
