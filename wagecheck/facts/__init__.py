"""Facts: lazy frames on which rules are one-liners.

``build`` is the only way in. Shared pieces (who is who, days, payments) are made once, in ``groundwork``; frames that
stand alone are made when they are collected, so that one that fails takes no other with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING

import polars as pl

from wagecheck.facts import (
    account_row,
    arrears_case,
    attendance_day,
    card,
    contract_row,
    contractor_month,
    contractor_pay,
    dedicated_account,
    elsewhere,
    employer_row,
    file_property,
    guarantee_letter,
    identity_number,
    identity_row,
    insurance_charge,
    insured_person,
    intake_issue,
    labor_fee,
    labor_officer,
    ledger_check,
    ledger_presence,
    ledger_version,
    listing_frames,
    name_phone,
    notice_board,
    open_pay,
    participant,
    pattern_frames,
    payment_frames,
    payment_row,
    posting,
    project_month,
    repeated_record,
    required_item,
    roster_row,
    site_attendance,
    stated_total,
    versions,
    work_time,
    worker_month,
    worker_pay,
    worker_post,
)
from wagecheck.facts.built import Built, collected
from wagecheck.facts.elsewhere import Elsewhere
from wagecheck.facts.frame import Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.settings import Settings
from wagecheck.facts.standing_sheets import StandingSheets
from wagecheck.facts.units import PeriodFilter, select

if TYPE_CHECKING:
    from wagecheck.intake.submission import Submission


@cache
def frames() -> dict[str, Frame]:
    """Every fact frame by name: what rules may be ``about``."""
    modules = (
        account_row, attendance_day, card, contractor_month, identity_number, intake_issue, ledger_check,
        ledger_presence, ledger_version, repeated_record, name_phone, payment_row, project_month,
        required_item, stated_total,
        worker_month, work_time, worker_pay, contractor_pay, open_pay,
        dedicated_account, guarantee_letter, insurance_charge, insured_person, labor_fee, labor_officer, notice_board,
        participant, posting,
        contract_row, employer_row, identity_row, roster_row, site_attendance, worker_post,
        arrears_case, *listing_frames.MODULES,
        *payment_frames.MODULES,
        *pattern_frames.MODULES,
    )  # fmt: skip
    return {module.FRAME.name: module.FRAME for module in modules}


def build(
    submission: Submission,
    entries: pl.DataFrame | None,
    settings: Settings,
    period_filter: PeriodFilter = None,
    verdicts: pl.DataFrame | None = None,
    orders: pl.DataFrame | None = None,
    arrears: pl.DataFrame | None = None,
    elsewhere: Elsewhere | None = None,
) -> Mapping[str, pl.LazyFrame]:
    """Every frame of ``frames()`` by name, with exactly its schema.

    ``entries`` is the blacklist (``register.listing.ENTRIES``); without one the frames that compare with it are empty.
    ``verdicts`` and ``orders`` are what people recorded about it (``register.view.VERDICTS``, ``ORDERS``), and
    ``arrears`` what kept checks say of other periods (``ARREARS``).
    ``period_filter`` keeps the rows of periods that overlap it; everything is built on the whole submission first,
    because payments, part payments and first days reach over periods. Rows without any period are kept. ``elsewhere``:
    what other parts say, where ``submission`` is one of several (``told``).
    """
    ledgers = submission.ledgers
    ground = Groundwork(ledgers, settings, versions.named(submission.sources), elsewhere or Elsewhere())
    units = select(ground.units, period_filter)
    asked = units.lazy()
    workers = worker_month.build(ground)
    sheets = StandingSheets(ledgers, submission.sources, submission.cells, submission.issues, units, settings)
    people, payments = ground.people, ground.payments.lazy()
    pay_rows = cache(lambda: worker_pay.build(ground, workers))
    eager: dict[str, Callable[[], pl.LazyFrame]] = {
        "worker_month": workers.lazy,
        "contractor_month": contractor_month.build(ground, workers).lazy,
        "ledger_presence": ledger_presence.build(ground.units, workers, settings.as_of).lazy,
        "payment_row": ground.payments.lazy,
        "attendance_day": lambda: attendance_day.build(ground.days, ground.submitted, ground.persons, settings),
    }
    deferred: dict[str, Callable[[], pl.LazyFrame]] = {
        "account_row": lambda: account_row.of(ground),
        "card": lambda: card.build(ledgers, people, ground.units, payments, ground.elsewhere),
        "identity_number": lambda: identity_number.build(people, units),
        "intake_issue": lambda: intake_issue.build(submission.issues, asked),
        "ledger_check": lambda: ledger_check.build(ledgers, submission.cells, asked),
        "ledger_version": lambda: ledger_version.build(ground, submission.sources, submission.cells, asked),
        "name_phone": lambda: name_phone.build(people, units),
        "repeated_record": lambda: repeated_record.build(ledgers, submission.sources, asked, settings),
        "project_month": lambda: project_month.build(sheets),
        "dedicated_account": lambda: dedicated_account.build(sheets, workers),
        "guarantee_letter": lambda: guarantee_letter.build(sheets),
        "insurance_charge": lambda: insurance_charge.build(sheets, ground),
        "insured_person": lambda: insured_person.build(sheets, ground),
        "labor_fee": lambda: labor_fee.of_run(sheets, workers),
        "labor_officer": lambda: labor_officer.build(sheets),
        "notice_board": lambda: notice_board.build(sheets),
        "participant": lambda: participant.build(sheets, ground.payments),
        "posting": lambda: posting.build(sheets),
        "contract_row": lambda: contract_row.build(ground, submission.cells, units),
        "employer_row": lambda: employer_row.build(ground, submission.cells, units),
        "identity_row": lambda: identity_row.build(ground, workers, units),
        "roster_row": lambda: roster_row.build(ground, workers, submission.cells, submission.issues, units),
        "site_attendance": lambda: site_attendance.build(ledgers, units, settings),
        "worker_post": lambda: worker_post.build(ground, workers),
        "required_item": lambda: required_item.build(
            ledgers,
            submission.cells,
            submission.sources,
            asked,
            settings.required_items,
            intake_issue.unread(submission.issues, submission.cells),
        ),
        "worker_pay": lambda: pay_rows().lazy(),
        "work_time": lambda: work_time.build(ground, workers).lazy(),
        "arrears_case": lambda: arrears_case.build(ground, workers, units, orders, arrears),
        "open_pay": lambda: open_pay.build(ground, workers).lazy(),
        "contractor_pay": lambda: contractor_pay.build(ground, workers, pay_rows()).lazy(),
        "stated_total": lambda: stated_total.build(submission.totals, submission.sources, ledgers, asked),
    }
    deferred |= payment_frames.deferred(submission, ground, sheets, workers, units)
    deferred |= pattern_frames.deferred(submission, ground, sheets, workers, units)
    deferred |= listing_frames.deferred(entries, ground, sheets, verdicts)
    makers = eager | {name: partial(collected, frames()[name], make) for name, make in deferred.items()}
    asked_for = {name: partial(_of_period, makers[name], period_filter) for name in frames()}
    months = asked_for["worker_month"]
    return Built(asked_for | {"worker_month": lambda: worker_month.with_last_in_run(months())})


def told(submission: Submission, settings: Settings, shared: pl.DataFrame) -> Elsewhere:
    """What a part of a submission tells the others of the people and accounts in ``shared`` (``elsewhere.KEYS``)."""
    ground = Groundwork(submission.ledgers, settings, versions.named(submission.sources))
    files = file_property.owners(submission.files, submission.sources, ground, ground.units)
    return elsewhere.told(ground, worker_month.build(ground), shared, files)


def _of_period(make: Callable[[], pl.LazyFrame], period_filter: PeriodFilter) -> pl.LazyFrame:
    """Rows whose period overlaps the range asked for, and rows without a period."""
    rows = make()
    if period_filter is None:
        return rows
    first, last = period_filter
    overlaps = (pl.col("period_start") <= last) & (pl.col("period_end") >= first)
    return rows.filter(overlaps.fill_null(value=True))
