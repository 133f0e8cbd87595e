"""The frames about cards, payments, signatures and agreement between ledgers, and what each is built from."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Final

import polars as pl

from wagecheck.facts import (
    account_change,
    account_drain,
    account_row,
    account_status,
    bank_sheet,
    card_run,
    cash_pay,
    diverted_pay,
    double_payroll,
    labor_fee,
    late_package,
    name_number,
    posted_team,
    re_entry,
    serial_gap,
    shared_phone,
    signer,
    stated_count,
    team_leader,
    voucher_batch,
    wage_account,
    worker_team,
)
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.standing_sheets import StandingSheets

if TYPE_CHECKING:
    from wagecheck.intake.submission import Submission

MODULES: Final[tuple[ModuleType, ...]] = (
    account_change, account_drain, account_status, bank_sheet, card_run, cash_pay, diverted_pay, double_payroll,
    late_package, name_number, posted_team, re_entry, serial_gap, shared_phone, signer, stated_count, team_leader,
    voucher_batch, wage_account, worker_team,
)  # fmt: skip


def deferred(
    submission: Submission, ground: Groundwork, sheets: StandingSheets, workers: pl.DataFrame, units: pl.DataFrame
) -> dict[str, Callable[[], pl.LazyFrame]]:
    """Frame name → how it is made; ``units`` are those asked for, ``workers`` is worker_month."""
    ledgers, sources, asked = submission.ledgers, submission.sources, units.lazy()
    leaders = cache(lambda: team_leader.build(ground, workers))
    return {
        "account_change": lambda: account_change.build(ground, units),
        "account_drain": lambda: account_drain.build(sheets, labor_fee.of_run(sheets, workers), ground),
        "account_status": lambda: account_status.build(sheets),
        "bank_sheet": lambda: bank_sheet.build(ground, sources, units),
        "card_run": lambda: card_run.build(ground, units),
        "cash_pay": lambda: cash_pay.build(ground, workers),
        "diverted_pay": lambda: diverted_pay.build(ground, account_row.of(ground), leaders()),
        "double_payroll": lambda: double_payroll.build(workers, ground.elsewhere.months),
        "late_package": lambda: late_package.build(ground, workers, units),
        "name_number": lambda: name_number.build(ground.people, units),
        "posted_team": lambda: posted_team.build(ground, workers),
        "re_entry": lambda: re_entry.build(ground, workers, units),
        "serial_gap": lambda: serial_gap.build(submission.serials, sources, ledgers, asked),
        "shared_phone": lambda: shared_phone.build(ground, units),
        "signer": lambda: signer.build(ground),
        "stated_count": lambda: stated_count.build(submission.counts, sources, ledgers, asked),
        "team_leader": leaders,
        "voucher_batch": lambda: voucher_batch.build(ground, submission.cells),
        "wage_account": lambda: wage_account.build(ground),
        "worker_team": lambda: worker_team.build(ground),
    }
