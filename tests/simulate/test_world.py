"""The lawful world is lawful: also for rules that are not written yet."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal
from itertools import pairwise

import pytest

from wagecheck.simulate import submission
from wagecheck.simulate.calendar import Month, banks_closed
from wagecheck.simulate.submission import Made
from wagecheck.simulate.truth import PayCalendar, Worker


@pytest.fixture(scope="module", params=[(20, 3, 1, 1), (12, 2, 3, 2026), (30, 1, 11, 5)])
def made(request: pytest.FixtureRequest) -> Made:
    workers, contractors, months, seed = request.param
    return submission.make(workers=workers, contractors=contractors, months=months, seed=seed)


def everybody(made: Made) -> list[Worker]:
    return [worker for contractor in made.world.contractors for worker in contractor.workers]


def age(worker: Worker, day: dt.date) -> int:
    return day.year - worker.birth.year - ((day.month, day.day) < (worker.birth.month, worker.birth.day))


def test_nobody_is_too_young_or_too_old(made: Made) -> None:
    for worker in everybody(made):
        assert age(worker, min(worker.days)) >= 20
        assert age(worker, made.world.as_of) < (49 if worker.gender == "女" else 56)


@pytest.mark.parametrize("field", ["name", "id_number", "phone", "card", "contract_no"])
def test_what_belongs_to_one_belongs_to_nobody_else(made: Made, field: str) -> None:
    repeated = [value for value, count in Counter(getattr(w, field) for w in everybody(made)).items() if count > 1]
    assert repeated == []


def test_contract_training_registration_entry_and_work_come_in_this_order(made: Made) -> None:
    for worker in everybody(made):
        steps = [worker.signed_on, worker.trained_on, worker.registered_on, worker.entry_on, min(worker.days)]
        assert steps == sorted(steps)


def test_nobody_works_on_sundays_or_more_than_five_days_or_forty_hours_a_week(made: Made) -> None:
    for worker in everybody(made):
        weeks = Counter(day.isocalendar()[:2] for day in worker.days)
        assert max(weeks.values()) <= 5
        assert all(day.weekday() != 6 for day in worker.days)
        assert not any(dt.date(2026, 10, 1) <= day <= dt.date(2026, 10, 7) for day in worker.days)
        assert sum(day.overtime for day in worker.days.values()) <= 36 * len(made.world.months)


def test_everybody_works_every_month_and_no_two_months_look_alike(made: Made) -> None:
    for contractor in made.world.contractors:
        for month in made.world.months:
            patterns = Counter(frozenset(worker.month(month)) for worker in contractor.workers)
            assert frozenset() not in patterns
            assert patterns.most_common(1)[0][1] < len(contractor.workers) / 2


def test_pay_adds_up_is_above_the_minimum_and_differs(made: Made) -> None:
    for contractor in made.books.contractors:
        for month in contractor.months:
            for row in month.payroll:
                assert row.gross_pay == row.base_pay + row.overtime_pay + row.allowance
                assert row.net_pay == row.gross_pay - row.tax - row.social_insurance
                assert row.base_pay / row.work_days * Decimal("21.75") > 2 * 2400
                assert row.net_pay > 0
            most = Counter(row.net_pay for row in month.payroll).most_common(1)[0][1]
            assert most <= max(2, len(month.payroll) // 10)


def test_bank_and_notice_repeat_the_payroll(made: Made) -> None:
    for contractor in made.books.contractors:
        for month in contractor.months:
            for payroll, payment, notice in zip(month.payroll, month.payment, month.notice, strict=True):
                assert payment.amount == notice.net_pay == payroll.net_pay
                assert payment.payee_name == payroll.name
                assert payment.payee_account == payroll.bank_card
                assert payment.payer_account == made.books.account.number


def test_balances_chain_and_never_fall_below_zero(made: Made) -> None:
    balance = Decimal(0)
    for flow in made.books.flows:
        balance += (flow.amount_in or 0) - (flow.amount_out or 0)
        assert flow.balance == balance >= 0
    credits = [flow.booked_on for flow in made.books.flows if flow.amount_in]
    gaps = [(later - earlier).days for earlier, later in pairwise([*credits, made.world.as_of])]
    assert max(gaps) <= 31


def test_numbers_of_transactions_are_unique(made: Made) -> None:
    numbers = Counter(flow.txn_no for flow in made.books.flows)
    assert max(numbers.values()) == 1


def test_the_project_keeps_its_own_terms(made: Made) -> None:
    project, account, guarantee = made.world.project, made.books.account, made.books.guarantee
    assert (account.opened_on - project.signed_on).days <= 30
    assert account.opened_on < account.filed_on
    assert Decimal("0.015") <= guarantee.amount / project.contract_amount <= Decimal("0.03")
    assert guarantee.valid_to > project.complete_on
    assert project.signed_on < project.start_on <= min(min(worker.days) for worker in everybody(made))


@pytest.mark.parametrize(
    ("month", "due", "paid"),
    [
        ("2026-10", "2026-11-13", "2026-11-12"),  # the 15th is a Sunday
        ("2026-09", "2026-10-15", "2026-10-14"),
        ("2026-01", "2026-02-13", "2026-02-12"),  # the 15th begins the Spring Festival
        ("2026-08", "2026-09-15", "2026-09-14"),
    ],
)
def test_pay_day_moves_before_a_day_of_rest(month: str, due: str, paid: str) -> None:
    dates = PayCalendar(Month.parse(month))
    assert (str(dates.due), str(dates.paid)) == (due, paid)


@pytest.mark.parametrize("back", range(18))
def test_signing_notice_review_and_pay_come_in_this_order(back: int) -> None:
    dates = PayCalendar(Month(2026, 10).shift(-back))
    assert dates.month.last < dates.signed(0) <= dates.signed(1) < dates.notice_from
    assert (dates.notice_to - dates.notice_from).days == 4
    assert dates.notice_to < dates.submitted < dates.reviewed < dates.paid <= dates.due
    assert not banks_closed(dates.paid)
