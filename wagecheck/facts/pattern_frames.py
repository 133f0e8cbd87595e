"""Frames about patterns that ask to be looked into: attendance, pay, numbers, signatures, files."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import polars as pl

from wagecheck.facts import (
    credit_match,
    crew_month,
    file_property,
    number_run,
    pay_pattern,
    payroll_signing,
    punch_month,
    registration_day,
    roster_copy,
    signing_day,
    unattested_pay,
    worker_pattern,
)
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.standing_sheets import StandingSheets

if TYPE_CHECKING:
    from wagecheck.intake.submission import Submission

MODULES: Final = (
    credit_match, crew_month, file_property, number_run, pay_pattern, payroll_signing, punch_month, registration_day,
    roster_copy, signing_day, unattested_pay, worker_pattern,
)  # fmt: skip


def deferred(
    submission: Submission, ground: Groundwork, sheets: StandingSheets, workers: pl.DataFrame, units: pl.DataFrame
) -> dict[str, Callable[[], pl.LazyFrame]]:
    """How each frame is made. ``workers`` is worker_month, ``units`` the contractor-periods asked for."""
    sources = submission.sources
    return {
        "credit_match": lambda: credit_match.build(sheets, ground, workers),
        "crew_month": lambda: crew_month.build(ground, workers),
        "file_property": lambda: file_property.build(submission.files, sources, ground, units),
        "number_run": lambda: number_run.build(ground, workers, units),
        "pay_pattern": lambda: pay_pattern.build(ground, workers),
        "payroll_signing": lambda: payroll_signing.build(ground, workers),
        "punch_month": lambda: punch_month.build(ground, sources),
        "registration_day": lambda: registration_day.build(ground, units),
        "roster_copy": lambda: roster_copy.build(ground, sources, units),
        "signing_day": lambda: signing_day.build(ground, units),
        "unattested_pay": lambda: unattested_pay.build(ground, workers),
        "worker_pattern": lambda: worker_pattern.build(ground, workers),
    }
