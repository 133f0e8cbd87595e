"""Entries by columns: the lawful ledgers of people and their months, as ``bookkeeping`` writes them down."""

from __future__ import annotations

import polars as pl

from wagecheck.simulate.bookkeeping import PAY_DAY_TEXT
from wagecheck.simulate.exports import headings
from wagecheck.simulate.exports.written import ITEMS

#: What lawful pay consists of.
_PARTS = {name: ITEMS[name] for name in ("base_pay", "overtime_pay", "allowance", "tax", "social_insurance")}
#: Years for which a card is valid, and the first year of issue.
_CARD_YEARS, _ISSUED = 20, 2016
_LAST_SAFE_DAY = 28


def of_people(people: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """身份证信息, 劳动合同, 花名册 and 参保名单 of people (``people.PERSON``)."""
    born = pl.col("birth_date").dt
    day = pl.min_horizontal(born.day(), _LAST_SAFE_DAY)
    issued = pl.date(_ISSUED + born.day() % 8, born.month(), day)
    cards = people.with_columns(
        id_valid_from=issued, id_valid_until=pl.date(issued.dt.year() + _CARD_YEARS, born.month(), day)
    )
    contracts = people.with_columns(
        contract_signed_on="signed_on",
        contract_start="entry_date",
        contract_end="complete_on",
        employer="contractor",
        employer_uscc="uscc",
        wage_rate="daily_rate",
        pay_day=pl.lit(PAY_DAY_TEXT),
    )
    roster = people.with_columns(
        address=pl.lit(headings.RECORDS["identity"].address),  # type: ignore[attr-defined]
        employer="contractor",
        safety_trained_on="trained_on",
        contract_signed_on="signed_on",
    )
    insured = people.with_columns(
        insurer_contractor="contractor",
        insured_from=pl.min_horizontal("start_on", "entry_date"),
        insured_to="complete_on",
    )
    frames = {"identity": cards, "contract": contracts, "roster": roster, "insurance": insured}
    return {name: headings.fitted(frame, name) for name, frame in frames.items()}


def of_days(people: pl.DataFrame, worked: pl.DataFrame, paid: pl.DataFrame) -> pl.DataFrame:
    """考勤表 of the days of a month (``month.days``)."""
    period = paid.select("period_start", "period_end").head(1)
    half = pl.col("halves") == 1
    rows = worked.join(people, on="serial", how="left", maintain_order="left").with_columns(
        mark=pl.when(half).then(pl.lit("0.5")).otherwise(pl.lit("1")),
        work=pl.when(half).then(pl.lit("0.5")).otherwise(pl.lit("1")).cast(pl.Decimal(10, 2)),
        device=None,
        channel=None,
        recorded_on=None,
        **{name: pl.lit(period.item(0, name)) for name in period.columns},
    )
    return headings.fitted(rows, "attendance")


def of_month(paid: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """考勤汇总, 工资发放表, 工资项目, 银行流水 and 工资公示表 of a month (``month.pay``)."""
    amounts = pl.col(*_PARTS, "gross_pay", "net_pay")
    rows = paid.with_columns(
        days=_decimal(pl.col("halves") * 50),
        overtime_hours=_decimal(pl.col("overtime") * 100),
        work_days=_decimal(pl.col("halves") * 50),
        signature="name",
        reviewer="officer",
        confirmed_by="officer",
    )
    money = rows.with_columns(_decimal(amounts))
    payments = money.with_columns(
        payee_name="name",
        payee_account="bank_card",
        payee_bank="bank_name",
        amount="net_pay",
        paid_on="pay_date",
        txn_no=pl.col("pay_date").dt.strftime("%Y%m%d")
        + pl.col("uscc").str.slice(13, 3)
        + pl.col("bank_card").str.slice(8, 10),
        voucher_no="HD" + pl.col("pay_date").dt.strftime("%Y%m%d") + pl.col("bank_card").str.tail(6),
    )
    posted = money.with_columns(
        id_number=pl.col("id_number").str.head(6) + "********" + pl.col("id_number").str.tail(4)
    )
    frames = {"attendance_summary": rows, "payroll": money, "payment": payments, "notice": posted}
    return {name: headings.fitted(frame, name) for name, frame in frames.items()} | {"payroll_item": _items(money)}


def _items(money: pl.DataFrame) -> pl.DataFrame:
    """What the pay consists of: one row per person and part that is not nothing, person by person."""
    parts = money.select(
        *headings.schema("payroll_item").names()[:6],
        amount=pl.concat_list(*_PARTS),
        title=pl.lit([title for title, _ in _PARTS.values()]),
        kind=pl.lit([kind for _, kind in _PARTS.values()]),
        after_gross=pl.lit([kind != "earning" for _, kind in _PARTS.values()]),
    )
    parts = parts.explode("amount", "title", "kind", "after_gross").filter(pl.col("amount") != 0)
    return headings.fitted(parts, "payroll_item")


def _decimal(hundredths: pl.Expr) -> pl.Expr:
    """Whole hundredths as a decimal number."""
    return hundredths.cast(pl.Decimal(18, 2)) / 100
