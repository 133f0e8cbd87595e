"""Writing the world down as lawful ledgers: truth → records."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from wagecheck.simulate import account_flows
from wagecheck.simulate.books import Books, ContractorBooks, MonthBooks
from wagecheck.simulate.calendar import Month, business_day
from wagecheck.simulate.records import (
    ZERO,
    AttendanceRecord,
    ContractRecord,
    IdentityRecord,
    NoticeRecord,
    PaymentRecord,
    PayrollRecord,
    RosterRecord,
)
from wagecheck.simulate.standing import AccountRecord, ContractorRecord, GuaranteeRecord, InsuranceRecord
from wagecheck.simulate.truth import DAY, PAY_DAY, Contractor, PayCalendar, Project, WorkDay, Worker, World

PAY_DAY_TEXT = f"次月{PAY_DAY}日"

#: Ratio of the guarantee that this project stores (inside the band of 1–3 %).
_GUARANTEE_RATIO = Decimal("0.015")
#: Own share of social insurance of those insured as employees, of base pay.
INSURANCE_SHARE = Decimal("0.08")
#: What is free of tax in a month, and the share of the rest.
TAX_FREE = Decimal(5000)
TAX_RATE = Decimal("0.03")


def write_down(world: World) -> Books:
    """Lawful ledgers of the whole world with labour fees; ``account_flows.book`` adds what the account paid out."""
    project = world.project
    contractors = [contractor_books(firm, world) for firm in world.contractors]
    books = Books(
        project=project,
        contractors=contractors,
        standing=[standing_record(firm) for firm in world.contractors],
        account=AccountRecord(
            name=project.account_name,
            number=project.account_number,
            bank=project.account_bank,
            opened_on=business_day(project.signed_on + 10 * DAY),
            filed_on=business_day(project.signed_on + 15 * DAY),
            tripartite_signed_on=business_day(project.signed_on + 12 * DAY),
        ),
        guarantee=GuaranteeRecord(
            guarantee_no="BH-2026-000118",
            ratio=_GUARANTEE_RATIO,
            amount=(project.contract_amount * _GUARANTEE_RATIO).quantize(ZERO),
            deposited_on=business_day(project.signed_on + 14 * DAY),
            valid_from=business_day(project.signed_on + 14 * DAY),
            valid_to=project.complete_on + 180 * DAY,
            beneficiary="示例区人力资源和社会保障局",
        ),
        insurance=[insurance_record(worker, firm, project) for firm in world.contractors for worker in firm.workers],
        flows=account_flows.labour_fees(world, contractors),
    )
    return books


def standing_record(firm: Contractor) -> ContractorRecord:
    """参建单位 of a contractor."""
    return ContractorRecord(
        name=firm.name,
        uscc=firm.uscc,
        legal_rep=firm.legal_rep,
        legal_rep_id=firm.legal_rep_id,
        address=firm.address,
        phone=firm.phone,
        registered_on=firm.registered_on,
        entered_on=firm.entered_on,
        subcontract_no=firm.subcontract_no,
        subcontract_signed_on=firm.subcontract_signed_on,
        entrust_signed_on=firm.entrust_signed_on,
    )


def contractor_books(firm: Contractor, world: World) -> ContractorBooks:
    """Everything that a contractor hands in for the months of the world."""
    books = ContractorBooks(contractor=firm)
    for worker in firm.workers:
        books.identity.append(identity_record(worker))
        books.contract.append(contract_record(worker, firm, world.project))
        books.roster.append(roster_record(worker, firm, world.project))
    for month in world.months:
        ledgers = MonthBooks(month)
        for ordinal, worker in enumerate(firm.workers):
            worked = worker.month(month)
            if worked:
                enter_month(ledgers, worker, worked, firm=firm, project=world.project, ordinal=ordinal)
        books.months.append(ledgers)
    return books


def identity_record(worker: Worker) -> IdentityRecord:
    """身份证信息 of a worker: a card of twenty years that began at a birthday."""
    issued = dt.date(2016 + worker.birth.day % 8, worker.birth.month, min(worker.birth.day, 28))
    return IdentityRecord(
        worker=worker,
        name=worker.name,
        id_number=worker.id_number,
        gender=worker.gender,
        birth_date=worker.birth,
        phone=worker.phone,
        id_valid_from=issued,
        id_valid_until=issued.replace(year=issued.year + 20),
    )


def contract_record(worker: Worker, firm: Contractor, project: Project) -> ContractRecord:
    """劳动合同台账 of a worker: from the day of entry to the end of the project."""
    return ContractRecord(
        worker=worker,
        name=worker.name,
        id_number=worker.id_number,
        phone=worker.phone,
        contract_no=worker.contract_no,
        contract_signed_on=worker.signed_on,
        contract_start=worker.entry_on,
        contract_end=project.complete_on,
        employer=firm.name,
        employer_uscc=firm.uscc,
        trade=worker.trade,
        wage_rate=worker.daily_rate,
        pay_day=PAY_DAY_TEXT,
    )


def roster_record(worker: Worker, firm: Contractor, project: Project) -> RosterRecord:
    """花名册 of a worker."""
    return RosterRecord(
        worker=worker,
        name=worker.name,
        id_number=worker.id_number,
        gender=worker.gender,
        birth_date=worker.birth,
        phone=worker.phone,
        address="湖北省示例县示例镇示例村",
        trade=worker.trade,
        team=worker.team,
        team_leader=worker.leader,
        employer=firm.name,
        entry_date=worker.entry_on,
        registered_on=worker.registered_on,
        safety_trained_on=worker.trained_on,
        contract_no=worker.contract_no,
        contract_signed_on=worker.signed_on,
        contract_term=f"{worker.entry_on}至{project.complete_on}",
        bank_card=worker.card,
        bank_name=worker.bank,
        daily_rate=worker.daily_rate,
    )


def insurance_record(worker: Worker, firm: Contractor, project: Project) -> InsuranceRecord:
    """参保名单 of a worker: insured from the start of the project."""
    return InsuranceRecord(
        worker=worker,
        name=worker.name,
        id_number=worker.id_number,
        insurer_contractor=firm.name,
        insured_from=min(project.start_on, worker.entry_on),
        insured_to=project.complete_on,
        registered_on=worker.registered_on,
    )


def enter_month(
    ledgers: MonthBooks,
    worker: Worker,
    worked: dict[dt.date, WorkDay],
    *,
    firm: Contractor,
    project: Project,
    ordinal: int,
) -> None:
    """Attendance, payroll, payment and notice of one worker and month."""
    dates = PayCalendar(ledgers.month)
    attendance = AttendanceRecord(
        worker=worker,
        name=worker.name,
        id_number=worker.id_number,
        trade=worker.trade,
        team=worker.team,
        days=dict(worked),
        signature=worker.name,
    )
    payroll = _payroll(attendance, worker, firm=firm, project=project, dates=dates, ordinal=ordinal)
    ledgers.attendance.append(attendance)
    ledgers.payroll.append(payroll)
    ledgers.payment.append(payment_record(payroll, worker, firm, project, ledgers.month))
    ledgers.notice.append(
        NoticeRecord(
            worker=worker,
            name=worker.name,
            id_number=masked(worker.id_number),
            team=worker.team,
            trade=worker.trade,
            work_days=payroll.work_days,
            gross_pay=payroll.gross_pay,
            net_pay=payroll.net_pay,
            notice_from=dates.notice_from,
            notice_to=dates.notice_to,
            signature=worker.name,
            confirmed_by=project.labor_officer,
        )
    )


def _payroll(
    attendance: AttendanceRecord,
    worker: Worker,
    *,
    firm: Contractor,
    project: Project,
    dates: PayCalendar,
    ordinal: int,
) -> PayrollRecord:
    record = PayrollRecord(
        worker=worker,
        name=worker.name,
        id_number=worker.id_number,
        phone=worker.phone,
        employer=firm.name,
        pay_cycle=dates.month.chinese,
        pay_date=dates.paid,
        team=worker.team,
        trade=worker.trade,
        daily_rate=worker.daily_rate,
        work_days=attendance.work_days,
        overtime_hours=attendance.overtime_hours,
        base_pay=ZERO,
        overtime_pay=ZERO,
        # a few yuan per day of meals, different for everybody, so that no two people get the same by accident
        allowance=(attendance.work_days * (8 + ordinal % 7)).quantize(ZERO),
        gross_pay=ZERO,
        tax=ZERO,
        social_insurance=ZERO,
        net_pay=ZERO,
        bank_card=worker.card,
        bank_name=worker.bank,
        signature=worker.name,
        signed_on=dates.signed(ordinal),
        submitted_on=dates.submitted,
        reviewed_on=dates.reviewed,
        reviewer=project.labor_officer,
    )
    record.settle()
    if worker.insured:
        record.social_insurance = (record.base_pay * INSURANCE_SHARE).quantize(ZERO)
    record.tax = max(ZERO, (record.gross_pay - record.social_insurance - TAX_FREE) * TAX_RATE).quantize(ZERO)
    record.settle()
    return record


def payment_record(
    payroll: PayrollRecord, worker: Worker, firm: Contractor, project: Project, month: Month
) -> PaymentRecord:
    """The bank's line about one worker's pay."""
    dates = PayCalendar(month)
    return PaymentRecord(
        worker=worker,
        paid_on=dates.paid,
        payer_account=project.account_number,
        payer_name=project.account_name,
        payee_name=worker.name,
        payee_account=worker.card,
        payee_bank=worker.bank,
        amount=payroll.net_pay,
        memo=f"{month.chinese}工资",
        txn_no=transaction_number(dates.paid, worker, firm),
        voucher_no=f"HD{dates.paid:%Y%m%d}{worker.card[-6:]}",
    )


def transaction_number(paid_on: dt.date, worker: Worker, firm: Contractor) -> str:
    """Unique per card, day and firm."""
    return f"{paid_on:%Y%m%d}{firm.uscc[13:16]}{worker.card[8:18]}"


def masked(id_number: str) -> str:
    """First six and last four characters."""
    return id_number[:6] + "*" * (len(id_number) - 10) + id_number[-4:]
