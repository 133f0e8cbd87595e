"""Columns that ledgers of people share. Every call makes a new column; the RN01 check rides on the identity number."""

from __future__ import annotations

from typing import Any

import polars as pl

from wagecheck.ledgers.checks import rule_check
from wagecheck.ledgers.fields import column
from wagecheck.ledgers.identifiers import birth_date as born_on
from wagecheck.ledgers.identifiers import identity_problem


def name() -> Any:
    """姓名 as shown."""
    return column(
        "姓名",
        "name as people are shown it: NFKC, without the padding of short names",
        mask="name",
        platform="workerName",
    )


def name_key() -> Any:
    """Name normalised for comparison."""
    return column("姓名（比对用）", "name normalised for comparison: width, blanks, middle dots, notes", mask="name")


def id_type() -> Any:
    """证件类型."""
    return column("证件类型", "kind of document; blank means identity card", platform="idCardType")


def id_number(*, typed: bool = False) -> Any:
    """身份证号码, checked under RN01; ``typed`` where the ledger has the columns id_type and birth_date."""

    return column(
        "身份证号码",
        "number of the identity document, normalised text",
        mask="id",
        platform="idCardNumber",
        checks=[rule_check("RN01", _typed_problem if typed else _problem)],
    )


def _problem(field: str) -> pl.Expr:
    return identity_problem(pl.col(field), state=pl.col("id_state"))


def _typed_problem(field: str) -> pl.Expr:
    """As of the number itself; ``birth_differs`` where a sound number holds another day of birth than the ledger."""
    problem = identity_problem(pl.col(field), state=pl.col("id_state"), id_type=pl.col("id_type"))
    differs = (born_on(pl.col(field)) != pl.col("birth_date")) & (pl.col("id_state").fill_null("ok") == "ok")
    return pl.coalesce(problem, pl.when(differs).then(pl.lit("birth_differs")))


def unchecked_id_number() -> Any:
    """身份证号码 repeated from another ledger, where it is checked already."""
    return column("身份证号码", "number of the identity document, normalised text", mask="id", platform="idCardNumber")


def id_state() -> Any:
    """How the identity number was stored."""
    return column("证件号码状态", "ok as given · lossy stored as a number · masked · blank")


def gender() -> Any:
    """性别."""
    return column("性别", "sex as written", sensitivity="personal")


def birth_date() -> Any:
    """出生日期."""
    return column("出生日期", "date of birth as written", sensitivity="personal")


def nation() -> Any:
    """民族."""
    return column("民族", "ethnic group", sensitivity="sensitive", platform="nation")


def address() -> Any:
    """家庭住址."""
    return column("家庭住址", "home address", sensitivity="personal", platform="address")


def phone() -> Any:
    """联系电话."""
    return column("联系电话", "phone number of the worker", mask="phone", platform="cellPhone")


def trade() -> Any:
    """工种."""
    return column("工种", "trade as written", platform="workType")


def worker_no() -> Any:
    """工号."""
    return column("工号", "worker's number inside the contractor or the device")


def bank_card() -> Any:
    """银行卡号."""
    return column("银行卡号", "account that the wage goes to, as text", mask="card", platform="payRollBankCardNumber")


def card_state() -> Any:
    """How the account number was stored."""
    return column("银行卡号状态", "ok as given · lossy stored as a number · masked · blank")


def bank_name() -> Any:
    """开户银行."""
    return column("开户银行", "bank of the account, as written", platform="payRollBankName")


def remark() -> Any:
    """备注."""
    return column("备注", "remark as written", sensitivity="personal")
