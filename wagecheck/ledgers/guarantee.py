"""保证金: the wage guarantee, deposited or as a letter."""

from __future__ import annotations

from wagecheck.ledgers.common import Ledger
from wagecheck.ledgers.fields import Date, Flag, Money, Ratio, Text, column


class Guarantee(Ledger):
    """One record per deposit or letter of guarantee."""

    form: Text = column("存储方式", "deposit, bank letter, insurance … as written")
    guarantee_no: Text = column("保函编号", "number of the letter")
    ratio: Ratio = column("存储比例", "share of the contract price; 0.0150 = 1.5 %")
    amount: Money = column("保证金金额（元）", "amount of the guarantee", unit="元")
    deposited_on: Date = column("存储日期", "day of deposit")
    valid_from: Date = column("保函生效日期", "first day of the letter")
    valid_to: Date = column("保函到期日期", "last day of the letter")
    beneficiary: Text = column("受益人", "beneficiary of the letter")
    on_demand: Flag = column("是否见索即付", "payable on demand")
    irrevocable: Flag = column("是否不可撤销", "irrevocable")
    used_on: Date = column("动用日期", "day on which the guarantee was used")
    restored_on: Date = column("补足日期", "day on which it was restored")
