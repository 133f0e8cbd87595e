"""Every ledger by name: its model, its title, its columns. The order is the order in which people are shown them."""

from __future__ import annotations

from functools import cache
from typing import Any, Final, get_args, get_type_hints

import pandera.polars as pa
import polars as pl

from wagecheck.ledgers.account import Account, AccountFlow
from wagecheck.ledgers.attendance import Attendance, AttendanceSummary
from wagecheck.ledgers.board import Board
from wagecheck.ledgers.contract import Contract
from wagecheck.ledgers.contractor import Contractor
from wagecheck.ledgers.guarantee import Guarantee
from wagecheck.ledgers.identity import Identity
from wagecheck.ledgers.insurance import Insurance
from wagecheck.ledgers.notice import Notice
from wagecheck.ledgers.payment import Payment
from wagecheck.ledgers.payroll import Payroll, PayrollItem
from wagecheck.ledgers.project import Project
from wagecheck.ledgers.roster import Roster

_HOUSE: Final = __name__.partition(".")[0]
LEDGERS: Final[dict[str, type[pa.DataFrameModel]]] = {
    "identity": Identity,
    "contract": Contract,
    "roster": Roster,
    "attendance": Attendance,
    "attendance_summary": AttendanceSummary,
    "payroll": Payroll,
    "payroll_item": PayrollItem,
    "payment": Payment,
    "notice": Notice,
    "project": Project,
    "contractor": Contractor,
    "account": Account,
    "account_flow": AccountFlow,
    "guarantee": Guarantee,
    "insurance": Insurance,
    "board": Board,
}

TITLES: Final[dict[str, str]] = {
    "identity": "身份证信息",
    "contract": "劳动合同",
    "roster": "花名册",
    "attendance": "考勤表",
    "attendance_summary": "考勤汇总",
    "payroll": "工资发放表",
    "payroll_item": "工资项目",
    "payment": "银行流水",
    "notice": "工资公示表",
    "project": "项目",
    "contractor": "参建单位",
    "account": "专户",
    "account_flow": "专户流水",
    "guarantee": "保证金",
    "insurance": "参保名单",
    "board": "告示牌",
}

#: Ledgers whose rows are about people.
PEOPLE: Final = (
    "identity", "contract", "roster", "attendance", "attendance_summary", "payroll", "payroll_item", "payment",
    "notice", "insurance",
)  # fmt: skip

#: The six unifications (六统一); payments stand beside the payroll and count on their own.
SIX: Final[dict[str, str]] = {
    name: TITLES[name] for name in ("identity", "contract", "roster", "attendance", "payroll", "payment", "notice")
}


@cache
def schema(ledger: str) -> pl.Schema:
    """Column names and polars types of a ledger, in order. Raises KeyError for an unknown ledger."""
    return pl.Schema({name: _kind(hint) for name, (hint, _) in _declared(ledger).items()})


@cache
def fields(ledger: str) -> frozenset[str]:
    """Column names of a ledger. Raises KeyError for an unknown ledger."""
    return frozenset(_declared(ledger))


def empty(ledger: str) -> pl.DataFrame:
    """The ledger without rows."""
    return schema(ledger).to_frame()


def column_title(ledger: str, field: str) -> str:
    """Chinese title of a column, e.g. ``("payroll", "net_pay")`` → 实发工资. Raises KeyError if there is none."""
    return str(_declared(ledger)[field][1].title)


def column_metadata(ledger: str, field: str) -> dict[str, str | None]:
    """``unit``, ``sensitivity``, ``mask`` and ``platform`` of a column."""
    return dict(_declared(ledger)[field][1].metadata)


@cache
def _declared(ledger: str) -> dict[str, tuple[Any, Any]]:
    """Column → its type and what else is declared of it, in order, from the class alone.

    Building the Pandera schema takes as long as reading a file, and who only reads files has no need of it.
    """
    found: dict[str, tuple[Any, Any]] = {}
    for model in reversed(LEDGERS[ledger].__mro__):
        if model.__module__.startswith(f"{_HOUSE}."):
            hints = get_type_hints(model, include_extras=True)
            found |= {name: (hints[name], vars(model)[name]) for name in vars(model).get("__annotations__", ())}
    return found


def _kind(hint: Any) -> pl.DataType:
    """The type of a column as it is declared: a class of polars, with its parameters where it has some."""
    base, *parameters = get_args(hint) or (hint,)
    kind: pl.DataType = base(*parameters)
    return kind
