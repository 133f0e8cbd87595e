"""PB: the notice on the wall."""

from __future__ import annotations

from decimal import Decimal

from wagecheck.simulate.case import Case, defect
from wagecheck.simulate.truth import DAY


@defect("PB02", needs_notice=True)
def pb02_notice_differs_from_payroll(case: Case) -> None:
    """The notice shows a hundred yuan more than the payroll."""
    notice = case.of(case.last.notice)
    notice.gross_pay += Decimal(100)
    notice.net_pay += Decimal(100)
    case.expect("PB02", notice, "net_pay", note="公示金额比工资表多 100 元")


@defect("PB03", "contractor", needs_notice=True)
def pb03_notice_too_short(case: Case) -> None:
    """Posted for two days, the second of them the day of payment."""
    paid_on = min(payment.paid_on for payment in case.last.payment)
    for notice in case.last.notice:
        notice.notice_from, notice.notice_to = paid_on - DAY, paid_on
    case.expect("PB03", case.last.notice[0], "notice_from", worker=None, note="公示不足三天，且未在发放前结束")


@defect("PB04", "contractor", needs_notice=True)
def pb04_whole_number_on_the_wall(case: Case) -> None:
    """The whole identity number of one worker stands on the posted sheet."""
    notice = case.of(case.last.notice)
    notice.id_number = case.worker.id_number
    case.expect("PB04", notice, "id_number", worker=None, note="公示表露出完整的身份证号码")


@defect("PB05", "contractor", needs_notice=True)
def pb05_one_worker_did_not_sign(case: Case) -> None:
    """One worker has not signed the posted sheet."""
    notice = case.of(case.last.notice)
    notice.signature = None
    case.expect("PB05", notice, "signature", worker=None, note="公示表一人没有签字")


@defect("PB06", "contractor", needs_notice=True)
def pb06_old_minimum_wage(case: Case) -> None:
    """No board is handed in, and the posted sheet gives an old minimum wage."""
    case.books.board_paper = None
    for notice in case.last.notice:
        notice.minimum_wage = Decimal(2010)
    case.expect("PB06", case.last.notice[0], "minimum_wage", worker=None, note="公示的最低工资是旧标准")
