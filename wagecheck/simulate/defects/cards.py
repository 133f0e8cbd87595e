"""BK and FR: wage cards, who signs, who is paid."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from decimal import Decimal

from wagecheck.simulate import account_flows, newcomer, numbers
from wagecheck.simulate.bookkeeping import (
    contract_record,
    enter_month,
    identity_record,
    insurance_record,
    roster_record,
)
from wagecheck.simulate.case import Case, SampleError, defect
from wagecheck.simulate.defects.payroll import pay_out
from wagecheck.simulate.records import ZERO, PaymentRecord
from wagecheck.simulate.truth import DAY, PayCalendar, Worker

#: Cards of these defects lie above all that are given to people.
_CARDS = 96_000_000


def other_card(case: Case, ordinal: int = 0) -> str:
    """Another card of the worker, in a range that nobody else has."""
    return numbers.card_number("621700", _CARDS + 7 * (int(case.worker.card[-6:-1]) * 10 + ordinal))


def split(case: Case, parts: int) -> list[PaymentRecord]:
    """The last pay in equal parts, each to a card of its own; the sum stays."""
    payment = case.of(case.last.payment)
    part = (payment.amount / parts).quantize(ZERO)
    more = []
    for ordinal in range(1, parts):
        record = copy(payment)
        record.amount, record.payee_account = part, other_card(case, ordinal)
        record.txn_no = f"{payment.txn_no}{ordinal}"
        more.append(record)
    payment.amount -= part * (parts - 1)
    case.last.payment.extend(more)
    return more


@defect("BK03")
def bk03_paid_to_a_second_card(case: Case) -> None:
    """Two hundred yuan beside the whole wage went to a second card; so the bank paid more than the payroll (BK06)."""
    more = copy(case.of(case.last.payment))
    more.amount, more.payee_account, more.txn_no = Decimal("200.00"), other_card(case), f"{more.txn_no}1"
    case.last.payment.append(more)
    case.expect("BK03", more, "payee_account", note="整月工资以外又发到第二张卡")
    case.expect("BK06", more, "amount", injected=False, note="银行比工资表多发 200 元")


@defect("FR45")
def fr45_pay_split_over_two_cards(case: Case) -> None:
    """One month's pay went in two parts to two cards."""
    case.expect("FR45", split(case, 2)[0], "payee_account", note="一个月的工资拆成两笔发到两张卡")


@defect("FR38")
def fr38_three_cards(case: Case) -> None:
    """The pay went to three cards; in one month, so it was split (FR45)."""
    more = split(case, 3)
    case.expect("FR38", more[-1], "payee_account", note="半年内三张卡")
    case.expect("FR45", more[0], "payee_account", injected=False, note="一个月的工资拆成三笔")


@defect("FR39", others=4)
def fr39_cards_in_a_row(case: Case) -> None:
    """Five workers have cards with consecutive numbers."""
    people = [case.worker, *case.take(4)]
    start = 98_000_000 + 100 * case.books.contractors.index(case.contractor)
    for ordinal, worker in enumerate(people):
        _give_card(case, worker, numbers.card_number("622848", start + ordinal), "中国农业银行示例专柜")
    spot = case.of(case.contractor.roster)
    case.expect("FR39", spot, "bank_card", worker=None, note="五张工资卡连号")


def _give_card(case: Case, worker: Worker, card: str, bank: str) -> None:
    before = worker.card
    for record in case.records(worker):
        for name, value in (("bank_card", card), ("payee_account", card)):
            if getattr(record, name, None) == before:
                setattr(record, name, value)
        for name in ("bank_name", "payee_bank"):
            if hasattr(record, name):
                setattr(record, name, bank)
    worker.card, worker.bank = card, bank


@defect("FR06", others=2)
def fr06_three_people_one_phone(case: Case) -> None:
    """Three workers give the same phone."""
    for worker in case.take(2):
        for record in case.records(worker):
            if getattr(record, "phone", None):
                record.phone = case.worker.phone  # type: ignore[attr-defined]
        worker.phone = case.worker.phone
    spot = case.of(case.contractor.roster)
    case.expect("FR06", spot, "phone", worker=None, note="三人登记同一个手机号")


@defect("FR32", "contractor")
def fr32_leader_takes_the_rest(case: Case) -> None:
    """The leader of a new contractor's team gets four times what the team gets, the contract explains a third of it."""
    new = newcomer.join(case, 17, workers=8)
    payroll = new.of(new.last.payroll)
    payroll.allowance += 3 * payroll.net_pay
    payroll.settle()
    pay_out(new, new.last, payroll)
    newcomer.provide(case, new.contractor)
    new.expect("FR32", payroll, "net_pay", note="班组长工资是班组中位数的四倍")
    new.expect("FR27", payroll, "gross_pay", injected=False, note="每天工资远高于班组其他人")


@defect("FR33", months=2)
def fr33_allowance_only(case: Case) -> None:
    """In two months three tenths of the pay came by the due day, the rest of both on one day later (PY11)."""
    together = PayCalendar(case.last.month).due + 5 * DAY
    for ordinal, month in enumerate(case.months[-2:]):
        payment = case.of(month.payment)
        rest = copy(payment)
        payment.amount = (payment.amount * 3 / 10).quantize(ZERO)
        rest.amount -= payment.amount
        rest.paid_on, rest.txn_no = together, f"{payment.txn_no}{ordinal}"
        month.payment.append(rest)
        if month is not case.last:
            case.expect("PY11", rest, "paid_on", months=[month], injected=False, note="到次月末还没有付清")
    case.expect("FR33", case.of(case.last.payment), "amount", note="连续两个月只按时发三成，其余一次补发")


@defect("FR43", "contractor", others=3)
def fr43_one_signs_for_three(case: Case) -> None:
    """The team leader has signed the payroll for three workers."""
    led = case.take(3)
    for worker in led:
        case.of(case.last.payroll, worker).signature = case.worker.name
    spot = case.of(case.last.payroll, led[-1])
    case.expect("FR43", spot, "signature", worker=None, note="班组长替三人签字")


@defect("FR49", "contractor")
def fr49_stranger_paid(case: Case) -> None:
    """The bank paid somebody who stands in no ledger; so he is unregistered (SU02) and no worker (PJ06)."""
    stranger = replace(case.worker, name="司马某外", card=other_card(case, 9), days={})
    payment = copy(case.of(case.last.payment))
    payment.worker, payment.payee_name, payment.payee_account = stranger, stranger.name, stranger.card
    payment.amount, payment.txn_no = Decimal("3000.00"), f"{payment.txn_no}9"
    case.last.payment.append(payment)
    flow = account_flows.debit(payment)
    case.books.flows.append(flow)
    general = case.world.project.general_contractor
    case.expect("FR49", payment, "payee_name", worker=stranger, note="收到工资的人不在工资表上")
    case.expect("SU02", payment, "payee_name", worker=stranger, injected=False, note="收到工资的人没有登记")
    note = "专户付给没有登记的人"
    case.expect("PJ06", flow, "payee_name", worker=None, contractor=general, injected=False, note=note)


@defect("FR65")
def fr65_on_two_payrolls(case: Case) -> None:
    """Two days in the middle of the month he worked for the next contractor, on other days than here."""
    all_books = case.books.contractors
    if len(all_books) < 2:
        raise SampleError("缺陷 FR65 至少需要 2 个参建单位。", "Defect FR65 needs at least 2 contractors.")
    other = all_books[(all_books.index(case.contractor) + 1) % len(all_books)]
    project, month = case.world.project, case.last.month
    full = [day for day, work in sorted(case.worker.month(month).items()) if work.work == 1 and day.weekday() < 5]
    away = {day: replace(case.worker.days[day], overtime=Decimal(0)) for day in full[len(full) // 2 :][:2]}
    twin = replace(
        case.worker,
        team=other.roster[0].team,
        leader=other.roster[0].team_leader,
        contract_no=f"{case.worker.contract_no}-{all_books.index(other) + 1}",
        days=away,
    )
    enter_again(case, {day: work for day, work in case.worker.days.items() if day not in away})
    firm = other.contractor
    other.identity.append(identity_record(twin))
    other.contract.append(contract_record(twin, firm, project))
    other.roster.append(roster_record(twin, firm, project))
    case.books.insurance.append(insurance_record(twin, firm, project))
    enter_month(other.months[-1], twin, away, firm=firm, project=project, ordinal=len(other.roster))
    case.expect("FR65", case.of(case.last.payroll), "net_pay", note="同月上了两个单位的工资表")
    case.expect(
        "FR65",
        other.months[-1].payroll[-1],
        "net_pay",
        worker=twin,
        contractor=firm.name,
        injected=False,
        note="同月上了两个单位的工资表（另一单位）",
    )


def enter_again(case: Case, days: dict[object, object]) -> None:
    """Writes the last month of the worker anew, with other days."""
    case.worker.days = days  # type: ignore[assignment]
    month = case.last
    place = next(n for n, record in enumerate(month.payroll) if record.worker is case.worker)
    for ledger in (month.attendance, month.payroll, month.payment, month.notice):
        ledger.remove(case.of(ledger))  # type: ignore[arg-type]
    worked = case.worker.month(month.month)
    firm, project = case.contractor.contractor, case.world.project
    enter_month(month, case.worker, worked, firm=firm, project=project, ordinal=place)


@defect("FR67")
def fr67_left_unpaid_and_came_back(case: Case) -> None:
    """He left his team unpaid and entered another one four days later; the month is unpaid (PY18)."""
    roster = case.of(case.contractor.roster)
    full = [day for day, work in sorted(case.worker.month(case.last.month).items()) if work.work == 1]
    leaving = full[len(full) // 2]
    back = leaving + 4 * DAY
    enter_again(case, {day: work for day, work in case.worker.days.items() if not leaving < day < back})
    again = copy(roster)
    again.entry_date, again.team = back, "机动班"
    roster.exit_date = leaving
    case.contractor.roster.append(again)
    case.last.payment.remove(case.of(case.last.payment))
    case.expect("FR67", roster, "exit_date", note="退场未结清，换班组再进场")
    case.expect("PY18", case.of(case.last.payroll), "net_pay", injected=False, note="整月未发，已逾期")
