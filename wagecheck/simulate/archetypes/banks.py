"""What goes to a bank (A13) and what comes back (A14): batch forms of banks, results, booked statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from wagecheck.simulate.archetypes.titles import body, title
from wagecheck.simulate.books import MonthBooks
from wagecheck.simulate.layouts import handwriting
from wagecheck.simulate.layouts.handwriting import Written
from wagecheck.simulate.records import PaymentRecord, Value
from wagecheck.simulate.sheets import Column, Sheet


@dataclass(frozen=True)
class Form:
    """A bank's batch form: lines above the headings, headings (a field, or a fixed text under a blank field)."""

    bank: str
    file: str
    lines: tuple[str, ...]
    headings: tuple[tuple[str, str], ...]
    numbered: bool = False
    headless: bool = False


_ACCOUNT, _NAME, _AMOUNT, _MEMO, _BANK = "payee_account", "payee_name", "amount", "memo", "payee_bank"
_PAYER, _PAYER_NAME = "payer_account", "payer_name"

FORMS = (
    Form(
        "农行同行", "农业银行模板.xls", ("农业银行代发模板",),
        (("收款方账号", _ACCOUNT), ("收款方户名", _NAME), ("金额", _AMOUNT), ("备注（附言）", _MEMO)), numbered=True,
    ),
    Form(
        "农行跨行", "农业银行跨行进卡模板.xlsx", ("农业银行跨行进卡模板",),
        (("收款方账号", _ACCOUNT), ("收款方户名", _NAME), ("金额", _AMOUNT), ("开户行支行名称", _BANK),
         ("是否农行账户", "=否"), ("用途（附言）", _MEMO)), numbered=True,
    ),
    Form(
        "中行", "中国银行混发模板.xls", (),
        (("账号", _ACCOUNT), ("户名", _NAME), ("金额", _AMOUNT), ("用途", "=工资"), ("附言", _MEMO)),
    ),
    Form(
        "工行", "工商银行模板.xlsx", ("工商银行代发工资模板", "说明：付款账号必须为本单位账号，金额保留两位小数"),
        (("付款账号/卡号", _PAYER), ("付款账号名称/卡名称", _PAYER_NAME), ("付款账号开户行", "=示例支行"),
         ("收款账号", _ACCOUNT), ("收款账号名称", _NAME), ("收款账号开户行", _BANK), ("金额", _AMOUNT),
         ("汇款用途", "=工资"), ("备注信息", _MEMO)),
    ),
    Form(
        "工行批量支付", "批量支付.xls", (),
        (("付款账号开户行", "=示例支行"), ("付款账号", _PAYER), ("付款账号名称", _PAYER_NAME),
         ("收款账号开户行", _BANK), ("省份名", "=湖北"), ("城市名", "=武汉"), ("收款账号", _ACCOUNT),
         ("收款账号名称", _NAME), ("金额", _AMOUNT), ("汇款用途", "=工资"), ("备注", _MEMO), ("短信通知手机号码", "")),
    ),
    Form(
        "招行", "招商银行混发模板.xlsx",
        ("招商银行代发混发模板", "填写须知：",
         "1、账号、户名、金额为必填项，单元格请设为文本",
         "2、单笔金额不得超过50000元", "3、一次最多上传5000笔"),
        (("账号", _ACCOUNT), ("户名", _NAME), ("金额", _AMOUNT), ("汇款备注", _MEMO)),
    ),
    Form(
        "长沙银行", "长沙银行混发模板.xlsx", ("长沙银行代发模板", "注意：本模板仅供代发使用", "币种：人民币"),
        (("收款账号", _ACCOUNT), ("收款户名", _NAME), ("金额", _AMOUNT), ("备注", _MEMO)),
    ),
    Form(
        "交行", "交通银行混发模板.xlsx", (),
        (("", _ACCOUNT), ("", _NAME), ("", _AMOUNT), ("", _BANK), ("", "=人民币"), ("", _MEMO)), headless=True,
    ),
)  # fmt: skip


def batch(form: Form, payments: Sequence[PaymentRecord], written: Written = handwriting.plain) -> Sheet:
    """The batch of a form."""
    sheet = Sheet(form.bank)
    width = len(form.headings) + form.numbered
    for line in form.lines:
        title(sheet, line, width)
    lead: list[Value] = ["编号"] if form.numbered else []
    if form.headless:
        sheet.header_row = 0
    else:
        sheet.append(*lead, *(heading for heading, _ in form.headings))
        sheet.header_row = len(sheet.rows)
    known = {field: number for number, (_, field) in enumerate(form.headings, start=1 + form.numbered)}
    where = {field: number for field, number in known.items() if field and not field.startswith("=")}
    for ordinal, record in enumerate(payments, start=1):
        lead = [ordinal] if form.numbered else []
        cells = (_cell(record, field, ordinal, written) for _, field in form.headings)
        sheet.place(record, sheet.append(*lead, *cells), where)
    return sheet


def _cell(record: PaymentRecord, field: str, ordinal: int, written: Written) -> Value:
    if not field:
        return None
    return field[1:] if field.startswith("=") else written(record, field, ordinal)


@dataclass(frozen=True)
class _Booked:
    """A line of an account: a payment, or money that came in."""

    payment: PaymentRecord | None
    amount: Decimal
    balance: Decimal


def _lines(payments: Sequence[PaymentRecord]) -> list[_Booked]:
    """Money comes in, then the wages go out."""
    total = sum((record.amount for record in payments), Decimal("0.00"))
    balance = (total / 1000).to_integral_value() * 1000 + 5000
    found = [_Booked(None, balance, balance)]
    for record in payments:
        balance -= record.amount
        found.append(_Booked(record, -record.amount, balance))
    return found


_OWNER, _OWNER_ACCOUNT = "示例城市建设投资有限公司", "42000000000000800008"


def two_columns(ledgers: MonthBooks) -> Sheet:
    """收入, 支出 and 余额, account and holder in a band."""
    payments = ledgers.payment
    heads = ("交易日期", "交易流水号", "摘要", "收入", "支出", "余额", "对方户名", "对方账号", "对方开户行", "凭证号")
    sheet = _headed(payments, heads, "账户明细")
    where = dict(zip(("paid_on", "txn_no", "memo", "", "amount", "", "payee_name", "payee_account", "payee_bank",
                      "voucher_no"), range(1, 11), strict=True))  # fmt: skip
    for line in _lines(payments):
        record = line.payment
        if record is None:
            day = f"{ledgers.month.last}"
            sheet.append(
                day, "2026103100000001", "拨付人工费用", line.amount, None, line.balance, _OWNER, _OWNER_ACCOUNT
            )
            continue
        row = sheet.append(
            str(record.paid_on), record.txn_no, record.memo, None, record.amount, line.balance, record.payee_name,
            record.payee_account, record.payee_bank, record.voucher_no,
        )  # fmt: skip
        sheet.place(record, row, where)
    _summed(sheet, payments)
    return sheet


def _summed(sheet: Sheet, payments: Sequence[PaymentRecord]) -> None:
    total = sum((record.amount for record in payments), Decimal("0.00"))
    sheet.append("合计", None, None, _lines(payments)[0].amount, total)


def signed(ledgers: MonthBooks) -> Sheet:
    """One amount with a sign; dates as 20261112, accounts and names wrapped with a blank inside."""
    payments = ledgers.payment
    heads = ("交易日期", "交易发生金额", "账户余额", "对方账号", "对方户名", "摘要", "备注")
    sheet = _headed(payments, heads, "交易明细")
    for line in _lines(payments):
        record = line.payment
        if record is None:
            day = f"{ledgers.month.last:%Y%m%d}"
            sheet.append(day, line.amount, line.balance, _wrapped(_OWNER_ACCOUNT), _wrapped(_OWNER), "拨付人工费用")
            continue
        row = sheet.append(
            f"{record.paid_on:%Y%m%d}", line.amount, line.balance, _wrapped(record.payee_account), record.payee_name,
            record.memo, None,
        )  # fmt: skip
        sheet.place(record, row, {"paid_on": 1, "amount": 2, "payee_account": 4, "payee_name": 5, "memo": 6})
    return sheet


def _wrapped(text: str) -> str:
    cut = min(12, len(text) // 2 + 2)
    return f"{text[:cut]} {text[cut:]}"


def debit_credit(ledgers: MonthBooks, debit: str = "借", credit: str = "贷") -> Sheet:
    """One amount without a sign, and the side of the account beside it."""
    payments = ledgers.payment
    heads = ("记账日期", "借贷标志", "交易金额", "余额", "对方户名", "对方账号", "摘要")
    sheet = _headed(payments, heads, "对账单")
    for line in _lines(payments):
        record = line.payment
        if record is None:
            sheet.append(ledgers.month.last, credit, line.amount, line.balance, _OWNER, _OWNER_ACCOUNT, "拨付人工费用")
            continue
        row = sheet.append(
            record.paid_on, debit, record.amount, line.balance, record.payee_name, record.payee_account, record.memo
        )
        sheet.place(record, row, {"paid_on": 1, "amount": 3, "payee_name": 5, "payee_account": 6, "memo": 7})
    return sheet


def short(ledgers: MonthBooks) -> Sheet:
    """记账日期, 对方户名, 金额, 备注: month and day of the booking in the first column, nothing more."""
    sheet = Sheet("发放明细")
    sheet.append("记账日期", "对方户名", "金额", "备注")
    where = {"paid_on": 1, "payee_name": 2, "amount": 3, "memo": 4}
    for record in ledgers.payment:
        row = sheet.append(f"{record.paid_on:%Y-%m-%d}", record.payee_name, f"{record.amount:,.2f}", record.memo)
        sheet.place(record, row, where)
    return sheet


def _headed(payments: Sequence[PaymentRecord], heads: Sequence[str], name: str) -> Sheet:
    sheet = Sheet(name)
    first = payments[0]
    title(sheet, f"农民工工资专用账户{name}", len(heads))
    sheet.append(f"账号：{first.payer_account}", *[None] * 3, f"户名：{first.payer_name}")
    sheet.append(*heads)
    sheet.header_row = 3
    return sheet


RESULT = (
    Column("收款户名", "payee_name"), Column("收款账号", "payee_account"), Column("收款行", "payee_bank"),
    Column("付款账号", "payer_account"), Column("付款户名", "payer_name"), Column("交易金额", "amount"),
    Column("交易日期", "paid_on"), Column("交易流水号", "txn_no"), Column("凭证号", "voucher_no"),
    Column("处理结果", "status"), Column("失败原因", "failure_reason"), Column("附言", "memo"),
)  # fmt: skip


def result(payments: Sequence[PaymentRecord], written: Written = handwriting.compact) -> Sheet:
    """What the bank says of every transfer."""
    sheet = Sheet("代发结果")
    sheet.append("序号", *(column.title for column in RESULT))
    body(sheet, RESULT, payments, written)
    return sheet
