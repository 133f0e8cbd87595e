"""Facts: lazy frames on which rules are one-liners.

``build`` is the only way in. Shared pieces (who is who, days, payments) are made once, in ``groundwork``; frames that
stand alone are made when they are collected, so that one that fails takes no other with it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from wagecheck.facts import (
    account_row,
    attendance_day,
    card,
    contractor_month,
    identity_number,
    intake_issue,
    ledger_check,
    ledger_presence,
    ledger_version,
    listing_match,
    name_phone,
    payment_row,
    project_month,
    repeated_record,
    required_item,
    stated_total,
    versions,
    worker_month,
)
from wagecheck.facts.frame import Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.settings import Settings
from wagecheck.facts.units import PeriodFilter, select

if TYPE_CHECKING:
    from wagecheck.intake.submission import Submission


@cache
def frames() -> dict[str, Frame]:
    """Every fact frame by name: what rules may be ``about``."""
    modules = (
        account_row, attendance_day, card, contractor_month, identity_number, intake_issue, ledger_check,
        ledger_presence, ledger_version, listing_match, name_phone, payment_row, project_month, repeated_record,
        required_item, stated_total, worker_month,
    )  # fmt: skip
    return {module.FRAME.name: module.FRAME for module in modules}


def build(
    submission: Submission,
    entries: pl.DataFrame | None,
    settings: Settings,
    period_filter: PeriodFilter = None,
) -> dict[str, pl.LazyFrame]:
    """Every frame of ``frames()`` by name, with exactly its schema.

    ``entries`` is the blacklist (``register.listing.ENTRIES``); without one ``listing_match`` is empty.
    ``period_filter`` keeps the rows of periods that overlap it; everything is built on the whole submission first,
    because payments, part payments and first days reach over periods. Rows without any period are kept.
    """
    ledgers = submission.ledgers
    ground = Groundwork(ledgers, settings, versions.named(submission.sources))
    units = select(ground.units, period_filter)
    asked = units.lazy()
    workers = worker_month.build(ground)
    people, payments = ground.people, ground.payments.lazy()
    eager = {
        "worker_month": workers.lazy(),
        "contractor_month": contractor_month.build(ground, workers).lazy(),
        "ledger_presence": ledger_presence.build(ground.units, workers, settings.as_of).lazy(),
        "payment_row": payments,
        "attendance_day": attendance_day.build(ground.days, ground.submitted, ground.persons),
    }
    deferred: dict[str, Callable[[], pl.LazyFrame]] = {
        "account_row": lambda: account_row.build(ledgers, people, ground.units, settings),
        "card": lambda: card.build(ledgers, people, ground.units, payments),
        "identity_number": lambda: identity_number.build(people, units),
        "intake_issue": lambda: intake_issue.build(submission.issues, asked),
        "ledger_check": lambda: ledger_check.build(ledgers, submission.cells, asked),
        "ledger_version": lambda: ledger_version.build(ground, submission.sources, submission.cells, asked),
        "name_phone": lambda: name_phone.build(people, units),
        "project_month": lambda: project_month.build(ledgers, units, settings, submission.sources),
        "repeated_record": lambda: repeated_record.build(ledgers, submission.sources, asked, settings),
        "required_item": lambda: required_item.build(
            ledgers,
            submission.cells,
            submission.sources,
            asked,
            settings.required_items,
            intake_issue.unread(submission.issues, submission.cells),
        ),
        "stated_total": lambda: stated_total.build(submission.totals, submission.sources, ledgers, asked),
    }
    if entries is None:
        eager["listing_match"] = listing_match.FRAME.empty()
    else:
        deferred["listing_match"] = lambda: listing_match.build(
            entries, ledgers["contractor"], asked, settings.blacklist_years
        )
    made = eager | {name: _deferred(frames()[name], make) for name, make in deferred.items()}
    asked_for = {name: _of_period(made[name], period_filter) for name in frames()}
    return asked_for | {"worker_month": worker_month.with_last_in_run(asked_for["worker_month"])}


def _deferred(frame: Frame, make: Callable[[], pl.LazyFrame]) -> pl.LazyFrame:
    """The frame, made when it is first collected and kept."""
    made = cache(lambda: make().collect())
    return pl.defer(made, schema=frame.schema)


def _of_period(rows: pl.LazyFrame, period_filter: PeriodFilter) -> pl.LazyFrame:
    """Rows whose period overlaps the range asked for, and rows without a period."""
    if period_filter is None:
        return rows
    first, last = period_filter
    overlaps = (pl.col("period_start") <= last) & (pl.col("period_end") >= first)
    return rows.filter(overlaps.fill_null(value=True))
