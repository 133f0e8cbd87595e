"""专户: the dedicated wage account and its flow."""

from __future__ import annotations

from wagecheck.ledgers.common import Ledger
from wagecheck.ledgers.fields import Date, Money, Text, column


class Account(Ledger):
    """One record per dedicated account."""

    name: Text = column("账户名称", "name on the account")
    number: Text = column("账号", "number of the account", mask="card", platform="bankNumber")
    bank: Text = column("开户银行", "bank of the account", platform="bankName")
    opened_on: Date = column("开户日期", "day of opening")
    filed_on: Date = column("备案日期", "day of filing")
    tripartite_signed_on: Date = column("三方协议签订日期", "day of the agreement with owner and bank")
    status: Text = column("账户状态", "in use, frozen, closed … as written")
    closed_on: Date = column("销户日期", "day of closing")
    closing_notice_from: Date = column("销户公示开始日期", "first day of the notice before closing")
    closing_notice_to: Date = column("销户公示结束日期", "last day of the notice before closing")


class AccountFlow(Ledger):
    """One row per booking on a dedicated account."""

    booked_on: Date = column("交易日期", "day of booking")
    memo: Text = column("摘要", "memo as written", sensitivity="personal")
    amount_in: Money = column("收入", "credit", unit="元")
    amount_out: Money = column("支出", "debit", unit="元")
    balance: Money = column("余额", "balance after booking", unit="元")
    payee_name: Text = column("对方户名", "name on the other account", mask="name")
    payee_account: Text = column("对方账号", "number of the other account", mask="card")
    txn_no: Text = column("交易流水号", "number of the transaction")
