"""How far a fact looks: to the records of one contractor, to its whole project, or beyond the project.

Records of one contractor always come with what stands beside them whole: the project's standing tables (项目, 参建单位,
专户, 专户流水, 保证金, 参保名单, 告示牌), the calendar of its pay periods, the blacklist and the register. What is not
written here looks no further than that. Payments look over the project, because the general contractor's bank pays the
workers of all, and a name alone tells whom it meant only where one of them bears it.

``tests/scale/test_scopes.py`` holds these tables to what facts say of the same records in narrower pieces.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

CONTRACTOR: Final = "contractor"
PROJECT: Final = "project"
WORKER: Final = "worker"
CARD: Final = "card"
FILE: Final = "file"
#: From the nearest to the farthest; the last three look beyond the project, each another way.
SCOPES: Final = (CONTRACTOR, PROJECT, WORKER, CARD, FILE)
_BEYOND: Final = (WORKER, CARD, FILE)

#: Frames no column of which can be told from one contractor's records alone.
_FRAMES: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        (
            "account_change", "account_drain", "account_row", "account_status", "arrears_case", "bank_sheet",
            "credit_match", "dedicated_account", "diverted_pay", "guarantee_letter", "labor_fee", "labor_officer",
            "late_package", "listed_payee", "notice_board", "open_pay", "payment_row", "project_month",
            "site_attendance", "voucher_batch", "wage_account",
        ),
        PROJECT,
    ),
    "double_payroll": WORKER,  # the same number on payrolls of others
    "re_entry": WORKER,        # the same number entering elsewhere
    "card": CARD,              # uses of the same account
    "file_property": FILE,     # files of the same author, moment or content
}  # fmt: skip
#: Single columns that look further than the rest of their frame.
_COLUMNS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "attendance_day": {WORKER: ("sites", "site_work")},
    "contractor_month": {
        PROJECT: (
            "has_payment", "workers", "paid_total", "owed_total", "first_paid_on", "last_paid_on", "payment_at",
        ),
    },
    "contractor_pay": {
        PROJECT: (
            "gap_workers", "agreed_people", "after_holiday", "holiday_paid_on", "first_paid_on", "first_paid_at",
            "payment_at",
        ),
    },
    "identity_row": {PROJECT: ("active_until",)},
    "ledger_presence": {PROJECT: ("workers",)},
    "listed_kin": {WORKER: ("worker_share", "shared_workers")},
    "number_run": {PROJECT: ("other_signals", "signal_people")},
    "participant": {PROJECT: ("first_paid_on", "paid_before_entrust", "payment_at")},
    "payroll_signing": {PROJECT: ("after_payment", "paid_on", "names", "payment_at")},
    "roster_row": {PROJECT: ("days_absent",)},
    "team_leader": {PROJECT: ("paid_total", "payment_at")},
    "worker_month": {
        PROJECT: (
            "active", "in_payment", "lacks", "n_lacks", "payment_rows", "paid_total", "pending_total", "failed_total",
            "first_paid_on", "last_paid_on", "payee_names", "owed", "days_late", "payment_at",
        ),
        WORKER: (
            "employed_from", "signing_deadline", "double_wage_months", "double_wage",
            "double_site_days", "double_sites", "double_dates", "double_site_at",
        ),
    },
    "worker_pay": {
        PROJECT: (
            "paid_total", "owed", "failed_total", "settled_on", "settled_before_on", "next_pay_by", "leaver_owed",
            "leaver_days_late", "payment_at",
        ),
        WORKER: ("net_year",),
    },
    "worker_post": {PROJECT: ("active", "settlement_days")},
}  # fmt: skip
#: Ledgers of which one contractor's records do not tell whether they were handed in.
_LEDGERS: Final = {"payment": PROJECT}


def of(frame: str, columns: Collection[str] = (), ledgers: Collection[str] = ()) -> str:
    """How far one must look for these columns of a frame, where these ledgers must have been handed in: of SCOPES."""
    told = [_FRAMES.get(frame, CONTRACTOR)]
    told += [scope for scope, names in _COLUMNS.get(frame, {}).items() if not set(names).isdisjoint(columns)]
    told += [_LEDGERS.get(name, CONTRACTOR) for name in ledgers]
    return max(told, key=SCOPES.index)


def covers(scope: str, reach: str) -> bool:
    """Whether one who looks as far as ``scope`` sees all of ``reach``: ways beyond the project do not stand in."""
    return scope == reach or (reach not in _BEYOND and SCOPES.index(scope) > SCOPES.index(reach))


def names() -> Mapping[str, frozenset[str]]:
    """Every frame named here with the columns named."""
    return {
        name: frozenset(column for columns in _COLUMNS.get(name, {}).values() for column in columns)
        for name in (*_FRAMES, *_COLUMNS)
    }
