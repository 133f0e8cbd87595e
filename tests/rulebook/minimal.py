"""A rules folder with one rule, one number, one instrument: small enough to break on purpose."""

from __future__ import annotations

from pathlib import Path

STATUTES = """
[[statute]]
name = "示例条例"
kind = "regulation"
number = "第1号"
from = 2020-01-01
evidence = "verified"
[statute.articles]
"31" = { evidence = "verified", subject = "按月发放" }
"32" = { evidence = "unverified", subject = "未核对" }
"""
VALUE = """
id = "money_tolerance"
title = "金额容差"
title_en = "Tolerance"
unit = "元"
[[value]]
from = 2020-05-01
amount = 0.01
source = "设定值"
evidence = "policy"
checked_on = 2026-11-20
"""
PROFILE = """
name = "default"
title = "默认"
title_en = "Default"
[score]
cap_per_family = 60
weights = { red_line = 40, serious = 20, general = 8, hint = 2 }
levels = [{ from = 0, colour = "green", title = "绿" }, { from = 20, colour = "yellow", title = "黄" }]
[families]
BK = "银行"
"""
RULE = """
id = "BK06"
title = "银行实发与工资表不一致"
title_en = "Bank payment differs"
kind = "violation"
severity = "red_line"
law = ["示例条例#31"]
in_force = { from = 2020-05-01 }
status = "stable"
about = "worker_month"
ledgers = ["payroll", "payment"]
given = "in_payroll"
needs = ["net_pay"]
when = "abs(paid_total - net_pay) > :money_tolerance"
show = { expected = "net_pay", actual = "paid_total", at = ["payroll.net_pay", "payment.amount"] }
message = "{name} {period} 应发 {expected}，到账 {actual}，差 {difference}"
message_en = "{name}: due {expected}, paid {actual}, short by {difference}"
remedy = "补发。"
remedy_en = "Pay."

[[level]]
when = "paid_total > net_pay"
severity = "hint"

[[example]]
name = "少发"
worker_month = [{ name = "甲", in_payroll = true, net_pay = 5000, paid_total = 4800 }]
fires = ["甲"]

[[example]]
name = "相符"
worker_month = [{ name = "甲", in_payroll = true, net_pay = 5000, paid_total = 5000 }]
fires = []
"""


def write(
    folder: Path, *, rule: str = RULE, value: str = VALUE, statutes: str = STATUTES, profile: str = PROFILE
) -> Path:
    """Writes the folder and returns it."""
    for name, text in {
        "statutes.toml": statutes,
        "values/money_tolerance.toml": value,
        "profiles/default.toml": profile,
        "BK/BK06.toml": rule,
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder
