"""Columns of the export tables, by the ledgers' own field names: those that the tidy workbooks have headings for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

import polars as pl

from wagecheck.ledgers import catalogue
from wagecheck.simulate.layouts import columns, project_file
from wagecheck.simulate.records import (
    ContractRecord,
    IdentityRecord,
    NoticeRecord,
    PaymentRecord,
    PayrollRecord,
    Record,
    RosterRecord,
    Value,
)
from wagecheck.simulate.sheets import Column
from wagecheck.simulate.standing import AccountRecord, ContractorRecord, FlowRecord, GuaranteeRecord, InsuranceRecord

_PERIOD: Final = ("period_start", "period_end")
_OF_FIRM: Final = ("project", "contractor")
_OF_MONTH: Final = (*_OF_FIRM, *_PERIOD)
_PERSON: Final = ("team", "name", "id_number", "trade")

#: Field of a record → column of the ledger, where they are called otherwise.
RENAMED: Final[Mapping[str, Mapping[str, str]]] = {"payment": {"status": "status_text"}}

#: Record → what it says where nothing else is given: the defaults of its class.
RECORDS: Final[Mapping[str, type[Record]]] = {
    "identity": IdentityRecord,
    "contract": ContractRecord,
    "roster": RosterRecord,
    "payroll": PayrollRecord,
    "payment": PaymentRecord,
    "notice": NoticeRecord,
    "contractor": ContractorRecord,
    "account": AccountRecord,
    "account_flow": FlowRecord,
    "guarantee": GuaranteeRecord,
    "insurance": InsuranceRecord,
}

#: What a sheet says by being that sheet, and a table in a column.
CONSTANTS: Final[Mapping[str, Mapping[str, str | bool]]] = {
    "attendance": {"unit": "day"},
    "attendance_summary": {"unit": "day", "dated": True},
    "payment": {"document": "result", "direction": "out"},
}


def _fields(ledger: str, headings: Iterable[Column]) -> tuple[str, ...]:
    """The fields of a ledger under headings; what no ledger holds (支付周期) stands in other columns of a table."""
    renamed = RENAMED.get(ledger, {})
    named = (renamed.get(column.field, column.field) for column in headings)
    return tuple(name for name in named if name in catalogue.fields(ledger))


_TABLES: Final[Mapping[str, tuple[str, ...]]] = {
    "identity": (*_OF_FIRM, *_fields("identity", columns.IDENTITY)),
    "contract": (*_OF_FIRM, *_fields("contract", columns.CONTRACT)),
    "roster": (*_OF_FIRM, *_fields("roster", columns.ROSTER)),
    "attendance": (*_OF_MONTH, *_PERSON, "date", "mark", "work", "unit", "device", "channel", "recorded_on"),
    "attendance_summary": (*_OF_MONTH, *_PERSON, "days", "overtime_hours", "unit", "dated", "signature"),
    "payroll": (
        *_OF_MONTH,
        *_fields(
            "payroll",
            (
                *(column for column in columns.PAYROLL_HEAD if column.field != "employer"),
                *columns.PAYROLL_WORK,
                *columns.PAYROLL_EARNINGS,
                Column("应发工资", "gross_pay"),
                Column("未支付数", "unpaid"),
                Column("实发工资", "net_pay"),
                *columns.PAYROLL_TAIL,
            ),
        ),
    ),
    "payroll_item": (*_OF_MONTH, "name", "id_number", "title", "kind", "amount", "after_gross"),
    "payment": (*_OF_MONTH, "document", "direction", *_fields("payment", columns.PAYMENT)),
    "notice": (*_OF_MONTH, *_fields("notice", columns.NOTICE), "minimum_wage"),
    "project": ("project",),
    "contractor": ("project", *_fields("contractor", project_file.CONTRACTORS)),
    "account": ("project", *_fields("account", project_file.ACCOUNT)),
    "account_flow": ("project", *_fields("account_flow", project_file.FLOWS)),
    "guarantee": ("project", *_fields("guarantee", project_file.GUARANTEE)),
    "insurance": ("project", *_fields("insurance", project_file.INSURANCE)),
    "board": ("project",),
}

TABLES: Final = tuple(_TABLES)


@cache
def schema(ledger: str) -> pl.Schema:
    """Columns and types of a table, in order; 项目 and 告示牌 have all that their ledgers have."""
    full = catalogue.schema(ledger)
    names = _TABLES[ledger]
    if names == ("project",):
        own = (name for name in full if name not in ("src", "row", "contractor", "team", *_PERIOD, *names))
        names = (*names, *own)
    return pl.Schema({name: full[name] for name in names})


def default(ledger: str, name: str) -> Value | bool:
    """What stands in a column where nothing else is given. Raises KeyError where something must be."""
    constants = CONSTANTS.get(ledger, {})
    if name in constants:
        return constants[name]
    field = next((own for own, other in RENAMED.get(ledger, {}).items() if other == name), name)
    record = RECORDS[ledger]
    if not hasattr(record, field):
        raise KeyError(f"{ledger}.{name}")
    value: Value = getattr(record, field)
    return value


def fitted(frame: pl.DataFrame, ledger: str) -> pl.DataFrame:
    """The table of a frame: its columns, what is left out filled with what the records say by default."""
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(default(ledger, name), dtype=None)).cast(kind).alias(name)
        for name, kind in schema(ledger).items()
    )
