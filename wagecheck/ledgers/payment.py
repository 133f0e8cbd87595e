"""银行发放/流水: batch instructions, their results and statements of account."""

from __future__ import annotations

from wagecheck.ledgers import person
from wagecheck.ledgers.common import Ledger
from wagecheck.ledgers.fields import Date, Money, Text, column


class Payment(Ledger):
    """One row per line of a batch, a result file or a statement."""

    document: Text = column("单据种类", "batch instruction · statement of account · result of a batch")
    name: Text = person.name()
    name_key: Text = person.name_key()
    id_number: Text = person.id_number()
    id_state: Text = person.id_state()
    payee_name: Text = column("收款户名", "name on the account that is paid", mask="name")
    payee_account: Text = column("收款账号", "account that is paid", mask="card", platform="payRollBankCardNumber")
    card_state: Text = person.card_state()
    payee_bank: Text = column("收款行", "bank of the account that is paid", platform="payRollBankName")
    payer_account: Text = column("付款账号", "account that pays", mask="card", platform="payBankCardNumber")
    payer_name: Text = column("付款户名", "name on the account that pays")
    amount: Money = column("金额", "amount of the line", unit="元", platform="actualAmount")
    balance: Money = column("余额", "balance of the paying account after the booking", unit="元")
    paid_on: Date = column("交易日期", "day of the transaction", platform="balanceDate")
    direction: Text = column("收支方向", "out · in, seen from the paying account")
    status_text: Text = column("交易状态", "status as written", platform="PayStatus")
    status: Text = column("发放结果", "success · failed · pending · refunded; null = not stated")
    failure_reason: Text = column("失败原因", "reason of failure as written")
    memo: Text = column("摘要", "memo, purpose or postscript", sensitivity="personal")
    pay_period: Text = column("工资月份", "pay month as written", platform="payMonth")
    txn_no: Text = column("交易流水号", "number of the transaction")
    voucher_no: Text = column("凭证号", "number of the voucher")
