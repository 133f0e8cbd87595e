"""Hidden faults: one fault each in an otherwise lawful site, found under its rule at its cell, and nothing else.

``found`` lists (rule, ledger, row from 0, heading): the finding of that rule cites that cell. The rules named are all
the rules that speak; ``unjudged`` are those that must not call the subject right.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.cli.site_files import Judged, Site, Table, judged, judged_together
from tests.cli.site_rows import ACCOUNT, CODES, FIRM, OFFICER_ID, Worker, day, month

Told = tuple[str, str, int, str]


@dataclass(frozen=True)
class Case:
    """One fault: where it is, and what must be said."""

    sentence: str
    change: Callable[[Site], object]
    found: tuple[Told, ...]
    unjudged: frozenset[str] = frozenset()


CASES: list[Case] = []


def fault(sentence: str, *found: Told, unjudged: tuple[str, ...] = ()) -> Callable[[Callable[[Site], object]], object]:
    def add(change: Callable[[Site], object]) -> object:
        CASES.append(Case(sentence, change, found, frozenset(unjudged)))
        return change

    return add


# --- money -----------------------------------------------------------------------------------------------------------


@fault(
    "one digit of a card differs, and the card is a colleague's",
    ("FR36", "payroll", 0, "银行账号"), ("FR36", "roster", 1, "工资卡号"), ("SU05", "roster", 0, "工资卡号"),
    ("SU05", "payroll", 0, "银行账号"),
)  # fmt: skip
def _(site: Site) -> None:
    first = site.workers[0].card
    changed = first[:-1] + str((int(first[-1]) + 1) % 10)
    site.hire(1, card=changed)
    site["payroll"].rows[0]["银行账号"] = changed
    site["payment"].rows[0]["收款账号"] = changed


@fault(
    "two people share a card, their names being variants of one another",
    ("FR36", "payroll", 2, "银行账号"), ("FR36", "payroll", 3, "银行账号"),
    unjudged=("BK02", "BL07", "BL08", "BL09", "FR33", "FR54", "PY11", "PY18"),
)  # fmt: skip
def _(site: Site) -> None:
    site.hire(2, name="买买提·艾力")
    site.hire(3, name="买买提艾力", card=site.workers[2].card)


@fault("a payment is short by two cents", ("PY18", "payroll", 4, "实发工资"), ("PY18", "payment", 4, "金额"))
def _(site: Site) -> None:
    site["payment"].rows[4]["金额"] = round(site["payment"].rows[4]["金额"] - 0.02, 2)


@fault(
    "the dedicated account's statement is the only bank record, and one worker's wage is short by two cents",
    ("PY18", "payroll", 4, "实发工资"), ("PY18", "account_flow", 5, "支出"),
    unjudged=("BK09",),
)  # fmt: skip
def _(site: Site) -> None:
    del site.tables["payment"]
    site["account_flow"].rows[5]["支出"] = round(site["account_flow"].rows[5]["支出"] - 0.02, 2)


@fault(
    "the bank says: failed, but debited",
    unjudged=("BK06", "BL07", "BL08", "BL09", "FR33", "FR54", "PY11", "PY18", "PY19"),
)
def _(site: Site) -> None:
    site["payment"].rows[4] |= {"代发结果": "失败已扣款", "失败原因": "待银行核实"}
    del site["account_flow"].rows[5]


@fault(
    "a worker is unpaid, and the same money went to a colleague a second time",
    ("PY18", "payroll", 3, "实发工资"), ("BK06", "payment", 2, "金额"), ("BK06", "payment", 3, "金额"),
)  # fmt: skip
def _(site: Site) -> None:
    paid, lost = site["payment"].rows[2], site["payment"].rows[3]
    lost |= {"收款户名": paid["收款户名"], "收款账号": paid["收款账号"]}
    flow = site["account_flow"].rows
    flow[4] |= {"对方户名": paid["收款户名"], "对方账号": paid["收款账号"]}


@fault(
    "a payment failed and was never made again",
    ("BK07", "payment", 5, "代发结果"), ("PY18", "payroll", 5, "实发工资"),
)  # fmt: skip
def _(site: Site) -> None:
    site["payment"].rows[5] |= {"代发结果": "失败", "失败原因": "卡号错误"}
    del site["account_flow"].rows[6]


@fault(
    "a wage came back after two days, on the statement",
    ("PY18", "payroll", 5, "实发工资"),
    unjudged=("FR50",),  # the statement has no balances
)
def _(site: Site) -> None:
    rows = [
        {
            "交易日期": row["交易日期"], "摘要": row["附言"], "收入": None, "支出": row["金额"], "对方户名": row["收款户名"],
            "对方账号": row["收款账号"], "本方账号": ACCOUNT,
        }
        for row in site["payment"].rows
    ]  # fmt: skip
    rows.append({**rows[5], "交易日期": day(11, 14), "摘要": "退汇", "收入": rows[5]["支出"], "支出": None})
    site.tables["payment"] = Table(f"{FIRM}/2026年10月银行流水.xlsx", "银行流水", rows)


@fault(
    "a second name with a worker's number is on the payroll and is paid",
    ("SU03", "payroll", 7, "姓名"), ("AT02", "payroll", 7, "出勤天数"), ("PB02", "payroll", 7, "实发工资"),
    ("FR45", "payment", 7, "收款账号"),
)  # fmt: skip
def _(site: Site) -> None:
    ghost = {"姓名": "钱某丑", "银行账号": "6217000000000000020", "序号": 8}
    site["payroll"].rows.append(site["payroll"].rows[2] | ghost | {"本人签字": "钱某丑"})
    paid = {"收款户名": "钱某丑", "收款账号": "6217000000000000020", "交易流水号": "2026111210100000077", "序号": 8}
    site["payment"].rows.append(site["payment"].rows[2] | paid)


@fault(
    "the total is right and one row is wrong",
    ("PY06", "payroll", 1, "实发工资"), ("IN10", "payroll", 7, "实发工资"),
    unjudged=("PY15",),
)  # fmt: skip
def _(site: Site) -> None:
    total = site["payroll"].total("应发工资", "实发工资")
    for name, heading in (("payroll", "实发工资"), ("notice", "实发工资"), ("payment", "金额")):
        site[name].rows[1][heading] -= 100
    site["payroll"].feet = [total]


@fault("wages of one worker come from an account that differs in one digit", ("BK01", "payment", 3, "付款账号"))
def _(site: Site) -> None:
    site["payment"].rows[3]["付款账号"] = ACCOUNT[:-1] + "7"


@fault(
    "a worker's wage went to the account of a company",
    ("PY18", "payroll", 3, "实发工资"), ("BK08", "payment", 3, "收款户名"),
)  # fmt: skip
def _(site: Site) -> None:
    other = "示例鼎盛商贸有限公司", "42000000000000700003"
    site["payment"].rows[3] |= {"收款户名": other[0], "收款账号": other[1]}
    site["account_flow"].rows[4] |= {"对方户名": other[0], "对方账号": other[1]}


@fault(
    "a worker's wage went to his own card under another man's name",
    ("BK02", "payment", 3, "收款户名"),
)  # fmt: skip
def _(site: Site) -> None:
    site["payment"].rows[3]["收款户名"] = site["account_flow"].rows[4]["对方户名"] = "包某头"


@fault("the advance was paid, and the smaller rest never was", ("PY18", "payroll", 0, "实发工资"))
def _(site: Site) -> None:
    site["payroll"].insert("生活费", [6000, *[0] * 6], before="实发工资")
    for name in ("payroll", "notice"):
        site[name].rows[0]["实发工资"] -= 6000
    site["payment"].rows[0] |= {"金额": 6000.0, "交易日期": day(10, 20), "附言": "2026年10月生活费"}
    site["account_flow"].rows[1] |= {"支出": 6000.0, "交易日期": day(10, 20), "摘要": "2026年10月生活费"}


@fault("the unpaid worker stands in a hidden row", ("PY18", "payroll", 3, "实发工资"), ("IN15", "payroll", 3, "姓名"))
def _(site: Site) -> None:
    site["payroll"].hidden_rows = [3]
    del site["payment"].rows[3], site["account_flow"].rows[4]


@fault("payroll and payments are called Sheet1 and 新建 Microsoft Excel 工作表", ("PY18", "payroll", 3, "实发工资"))
def _(site: Site) -> None:
    site["payroll"].path = f"{FIRM}/新建 Microsoft Excel 工作表.xlsx"
    site["payroll"].sheet = "Sheet1"
    site["payment"].path, site["payment"].sheet = f"{FIRM}/副本.xlsx", "Sheet2"
    del site["payment"].rows[3], site["account_flow"].rows[4]


@fault("an unpaid worker whose namesake in the crew is paid", ("PY18", "payroll", 3, "实发工资"))
def _(site: Site) -> None:
    site.hire(3, name=site.workers[2].name)
    del site["payment"].rows[3], site["account_flow"].rows[4]


@fault("last month's pay does not cover this month's", ("PY18", "payroll", 3, "实发工资"))
def _(site: Site) -> None:
    site["payment"].rows[3] |= {"附言": "2026年9月工资", "交易日期": day(10, 12)}


@fault("the fault is in the second of two months", ("PY18", "payroll", 3, "实发工资"))
def _(site: Site) -> None:
    _with_september(site)
    del site["payment"].rows[3], site["account_flow"].rows[4]


@fault("the fault is in the first of two months", ("PY18", "september payroll", 3, "实发工资"))
def _(site: Site) -> None:
    _with_september(site)
    del site["september payment"].rows[3]


def _with_september(site: Site) -> None:
    """The same crew in September, paid in October."""
    for worker in site.workers:
        worker.entry = worker.start = day(8, 28)
        worker.signed = day(8, 26)
    site.rebuild()
    site["project"].rows[0] |= {"开工日期": day(8, 27), "项目工伤保险参保日期": day(8, 20)}
    for name in ("attendance", "payroll", "payment", "notice"):
        table = copy.deepcopy(site[name])
        table.path = table.path.replace("10月", "9月")
        table.created = table.created.replace(month=10)
        for row in table.rows:
            for key, value in row.items():
                if isinstance(value, dt.date):
                    row[key] = value.replace(month=value.month - 1)
                elif isinstance(value, str):
                    row[key] = value.replace("2026年10月", "2026年9月").replace("20261112", "20261012")
        if name == "attendance":
            table.drop("31")
            for row in table.rows:
                row["30"] = None
                row["1"] = row["2"] = 1
        site.tables[f"september {name}"] = table
    for row in list(site["account_flow"].rows[1:]):
        site["account_flow"].rows.append(
            row
            | {
                "交易日期": day(10, 12),
                "摘要": "2026年9月工资",
                "交易流水号": row["交易流水号"].replace("20261112", "20261012"),
            }
        )


# --- people, contracts, days -----------------------------------------------------------------------------------------


@fault(
    "two digits of a number are transposed in the attendance",
    ("RN01", "attendance", 2, "身份证号码"), ("SU04", "attendance", 2, "身份证号码"),
)  # fmt: skip
def _(site: Site) -> None:
    number = site.workers[2].number
    site["attendance"].rows[2]["身份证号码"] = number[:15] + number[16] + number[15] + number[17]


@fault("somebody is under sixteen by one day", ("AG01", "identity", 4, "身份证号码"))
def _(site: Site) -> None:
    site.hire(4, birth="20101009", worked=month(11, 18, 25, first=8))


@fault(
    "a contract is signed one day after the month",
    ("LC02", "contract", 4, "合同签订日期"), ("RN04", "contract", 4, "合同签订日期"),
)  # fmt: skip
def _(site: Site) -> None:
    site.hire(4, signed=day(10, 29))


@fault(
    "a contract is signed on the last day of the month, though after the work began",
    ("RN04", "contract", 4, "合同签订日期"),
)
def _(site: Site) -> None:
    site.hire(4, signed=day(10, 28))


@fault("attendance on the day after the exit", ("AT09", "attendance", 4, "21"))
def _(site: Site) -> None:
    site.hire(4, exit=day(10, 20), worked=month(11, 18, first=8, last=21))


@fault("attendance on the day after the contract ended", ("LC08", "attendance", 4, "21"))
def _(site: Site) -> None:
    site.hire(4, ends=day(10, 20), worked=month(11, 18, first=8, last=21))


@fault("a labour contract is called a subcontract", ("LC05", "contract", 4, "合同名称"))
def _(site: Site) -> None:
    site.hire(4, contract="劳务分包协议", contract_type="分包")


@fault(
    "a worker has attendance and no line on the payroll",
    ("FR25", "attendance", 4, "姓名"), ("AT01", "attendance", 4, "姓名"),
    unjudged=("AT05",),  # overtime stands on the payroll only
)  # fmt: skip
def _(site: Site) -> None:
    for name in ("payroll", "payment", "notice"):
        site[name].remove(4)
    del site["account_flow"].rows[5]


@fault(
    "somebody on the payroll was never there",
    ("FR24", "payroll", 4, "姓名"), ("AT01", "payroll", 4, "姓名"),
)  # fmt: skip
def _(site: Site) -> None:
    site["attendance"].remove(4)


@fault("a row of the attendance was taken out, and the numbers show the gap", ("FR74", "attendance", 4, "姓名"),
       ("FR24", "payroll", 4, "姓名"), ("AT01", "payroll", 4, "姓名"))  # fmt: skip
def _(site: Site) -> None:
    del site["attendance"].rows[4]


@fault("one day more on the payroll than in the attendance", ("AT02", "payroll", 4, "出勤天数"))
def _(site: Site) -> None:
    site.hire(4, worked=month(1, 2, 3, 4, 11, 18, 20, 25))
    before = Worker("何某辛", "19730704", 861, 280)
    for name in ("payroll", "notice"):
        site[name].rows[4]["出勤天数"] = float(before.days)


@fault("the notice was posted for two days", ("PB03", "notice", 0, "公示结束日期"))
def _(site: Site) -> None:
    for row in site["notice"].rows:
        row["公示结束日期"] = day(11, 6)


@fault(
    "a full month is one yuan under the minimum wage, the contract at it",
    ("PY10", "payroll", 6, "应发工资"),
    unjudged=("PY07",),
)
def _(site: Site) -> None:
    site.pay_by_month(6, 2400)
    for name, headings in (
        ("payroll", ("应发工资", "基本工资", "实发工资")), ("notice", ("应发工资", "实发工资")), ("payment", ("金额",)),
    ):  # fmt: skip
        for heading in headings:
            site[name].rows[6][heading] -= 1


@fault("a fine is deducted and shown nowhere else", ("PY08", "payroll", 4, "罚款"))
def _(site: Site) -> None:
    site["payroll"].insert("罚款", [0, 0, 0, 0, 200, 0, 0], before="实发工资")
    for name, heading in (("payroll", "实发工资"), ("notice", "实发工资"), ("payment", "金额")):
        site[name].rows[4][heading] -= 200


# --- faults the newer rules find --------------------------------------------------------------------------------------


@fault(
    "nine hours are counted as one day",
    *(("AT04", "attendance", row, "8") for row in range(7)),
)
def _(site: Site) -> None:
    for row in site["attendance"].rows:
        row |= {str(d): 9 if row[str(d)] else None for d in range(1, 32)}
    site["attendance"].rename(出勤天数="工日合计")


@fault("seven days in a row without a day off", ("AT04", "attendance", 4, "14"))
def _(site: Site) -> None:
    site.hire(4, worked=month(15, 18, 25, first=8))


@fault("one hour of overtime beyond the limit of a month, rightly paid", ("AT05", "attendance", 3, "加班小时"))
def _(site: Site) -> None:
    site.work_over(3, 37, round(350 / 8 * 1.5 * 37, 2))


@fault("overtime is paid like ordinary hours", ("AT06", "payroll", 3, "加班工资"))
def _(site: Site) -> None:
    site.work_over(3, 20, 350 / 8 * 20)


@fault("three statutory holidays were worked and paid once", ("AT06", "attendance", 3, "1"))
def _(site: Site) -> None:
    site.hire(3, worked=month(4, 5, 6, 7, 11, 18, 25, first=1))


@fault(
    "damage takes one yuan more than a fifth of the wage", ("PY09", "payroll", 3, "损坏工具赔偿"), unjudged=("PY08",)
)
def _(site: Site) -> None:
    _deduct(site, 3, "损坏工具赔偿", site["payroll"].rows[3]["应发工资"] / 5 + 1)


@fault("a deposit for tools is kept back", ("LC12", "payroll", 4, "工具押金"))
def _(site: Site) -> None:
    _deduct(site, 4, "工具押金", 200)


@fault("the worker pays for the insurance against injury", ("SI03", "payroll", 4, "工伤保险"))
def _(site: Site) -> None:
    _deduct(site, 4, "工伤保险", 20)


def _deduct(site: Site, index: int, title: str, amount: float) -> None:
    """An amount is taken from one worker's wage, and everything else follows."""
    site["payroll"].insert(title, [amount if i == index else 0 for i in range(7)], before="实发工资")
    net = round(site["payroll"].rows[index]["实发工资"] - amount, 2)
    for name, heading in (("payroll", "实发工资"), ("notice", "实发工资"), ("payment", "金额")):
        site[name].rows[index][heading] = net
    site["account_flow"].rows[index + 1]["支出"] = net


@fault(
    "the payroll reckons with ten yuan a day less than the contract",
    ("PY07", "payroll", 4, "日工资"),
    ("PY07", "contract", 4, "计量单价"),
)
def _(site: Site) -> None:
    site.hire(4, rate=270)
    site["contract"].rows[4]["计量单价"] = 280


@fault("wages went out on the Monday after a pay day that is a Sunday", ("PY12", "payment", 0, "交易日期"))
def _(site: Site) -> None:
    for row in [*site["payment"].rows, *site["account_flow"].rows[1:]]:
        row["交易日期"] = day(11, 16)
    for row in site["payroll"].rows:
        row["支付日期"] = day(11, 16)


@fault("one worker has no wage slip", ("PY05", "payroll", 4, "工资清单是否送达"))
def _(site: Site) -> None:
    site["payroll"].rows[4]["工资清单是否送达"] = "否"


@fault("the payroll was reviewed on the day after the pay", ("PY20", "payroll", 0, "总包审核日期"))
def _(site: Site) -> None:
    for row in site["payroll"].rows:
        row["总包审核日期"] = day(11, 13)


@fault("one worker is paid in cash", ("BK10", "payroll", 4, "支付方式"))
def _(site: Site) -> None:
    site["payroll"].rows[4]["支付方式"] = "现金"


@fault("somebody was trained on the day after the first day of work", ("RN07", "roster", 4, "安全教育日期"))
def _(site: Site) -> None:
    site["roster"].rows[4]["安全教育日期"] = day(10, 6)


@fault("an identity card expired on the day before the month", ("RN03", "identity", 4, "有效期止"))
def _(site: Site) -> None:
    site["identity"].rows[4]["有效期止"] = day(9, 27)


@fault("a probation is one month longer than the term of the contract allows", ("LC10", "contract", 4, "试用期"))
def _(site: Site) -> None:
    site["contract"].rows[4]["试用期"] = "3个月"


@fault("a probation pays one yuan less than four fifths", ("LC10", "contract", 4, "试用期工资"))
def _(site: Site) -> None:
    wage = round(280 * 21.75 * 0.8 - 1, 2)
    site["contract"].rows[4] |= {"试用期": "2个月", "试用期工资": wage}


@fault("somebody joined the list of insured thirty-one days after coming", ("SI04", "insurance", 4, "参保登记日期"))
def _(site: Site) -> None:
    site["insurance"].rows[4]["参保登记日期"] = day(10, 29)


@fault("somebody is not on the list of insured", ("SI02", "roster", 4, "身份证号码"))
def _(site: Site) -> None:
    del site["insurance"].rows[4]


@fault("a scaffolder has no certificate", ("AG08", "roster", 4, "工种"))
def _(site: Site) -> None:
    for name in ("contract", "roster", "attendance", "payroll", "notice"):
        site[name].rows[4]["工种"] = "架子工"
    site["roster"].insert("特种作业证号", ["A0120260001", *[None] * 6], before="备注")


@fault("a woman past the age limit of the place", ("AG03", "roster", 3, "身份证号码"))
def _(site: Site) -> None:
    site.hire(3, birth="19761004", serial=(834 + 20 * site.number) % 1000)
    site["project"].rows[0] |= {"行政区划代码": "310000", "项目所在地": "上海市示例区"}
    site["board"].rows[0]["当地最低工资标准（元/月）"] = 2740


@fault("the whole identity number stands on the posted notice", ("PB04", "notice", 4, "身份证号码"))
def _(site: Site) -> None:
    site["notice"].rows[4]["身份证号码"] = site.workers[4].number


@fault("the labour fee is paid in every forty-five days", ("PJ07", "project", 0, "人工费用拨付周期（天）"))
def _(site: Site) -> None:
    site["project"].rows[0]["人工费用拨付周期（天）"] = 45


@fault("the letter of guarantee ends one day before the contract", ("PJ13", "guarantee", 0, "保函到期日期"))
def _(site: Site) -> None:
    site["guarantee"].rows[0]["保函到期日期"] = day(12, 30, 2027)


@fault(
    "wages were paid before anybody had been asked to pay them out", ("PJ18", "contractor", 0, "委托代发协议签订日期")
)
def _(site: Site) -> None:
    site["contractor"].rows[0]["委托代发协议签订日期"] = day(11, 13)


@fault("the dedicated account is frozen", ("BK11", "account", 0, "账户状态"))
def _(site: Site) -> None:
    site["account"].rows[0]["账户状态"] = "冻结"


@fault("the gross pay is less than the days at the agreed rate", ("PY07", "payroll", 4, "应发工资"))
def _(site: Site) -> None:
    site.pay(4, float(site.workers[4].pay) - 600)


@fault(
    "money is taken off in a column of allowances",
    ("PY07", "payroll", 4, "应发工资"),
    unjudged=("PY08",),  # what for, nobody says
)
def _(site: Site) -> None:
    site["payroll"].insert("补贴", [-300 if i == 4 else 0 for i in range(7)], before="应发工资")
    base = site["payroll"].rows[4]["基本工资"]
    site.pay(4, base - 300, 基本工资=base)


@fault(
    "a wage went to somebody of whom no ledger knows",
    ("PY18", "payroll", 3, "实发工资"), ("FR49", "payment", 3, "收款户名"), ("SU02", "payment", 3, "收款户名"),
    ("PJ06", "account_flow", 4, "支出"),
    unjudged=("AG01", "AG02", "AG04", "AG07", "FR05", "LC14"),  # the payee's number is not known
)  # fmt: skip
def _(site: Site) -> None:
    site["payment"].rows[3] |= {"收款户名": "马某妻", "收款账号": "6217000000000000020"}
    site["account_flow"].rows[4] |= {"对方户名": "马某妻", "对方账号": "6217000000000000020"}


@fault(
    "half of a wage went to the card of the team leader",
    ("PY18", "payroll", 3, "实发工资"), ("BK08", "payment", 7, "金额"),
)  # fmt: skip
def _(site: Site) -> None:
    leader, paid, flow = site.workers[0], site["payment"].rows, site["account_flow"].rows
    half, number = paid[3]["金额"] / 2, "2026111210100000088"
    paid[3]["金额"] = flow[4]["支出"] = half
    paid.append(paid[3] | {"序号": 8, "收款户名": leader.name, "收款账号": leader.card, "交易流水号": number})
    flow.append(flow[4] | {"对方户名": leader.name, "对方账号": leader.card, "交易流水号": number})


@fault("petty cash goes from the dedicated account to a worker", ("PJ06", "account_flow", 8, "支出"))
def _(site: Site) -> None:
    flow = site["account_flow"].rows
    flow.append(
        flow[1] | {"摘要": "备用金", "支出": 20000, "交易日期": day(11, 13), "交易流水号": "20261113110199000009"}
    )


@fault(
    "a day of thirteen hours between the punches stands as one day",
    ("AT04", "attendance", 4, "8"),
    unjudged=("FR17", "FR21", "FR22"),  # of the devices nothing is known
)
def _(site: Site) -> None:
    for number, row in enumerate(site["attendance"].rows):
        for date in range(1, 32):
            if row[str(date)]:
                row[str(date)] = f"07:{(7 * date + number) % 30:02d}-17:{(11 * date + number) % 50:02d}"
    site["attendance"].rows[4]["8"] = "06:30-19:40"


@fault("somebody younger has the number of an adult", ("RN01", "identity", 4, "身份证号码"))
def _(site: Site) -> None:
    site["identity"].rows[4]["出生日期"] = "2011-07-04"


@fault("a contracting agreement is typed as a labour contract", ("LC05", "contract", 4, "合同名称"))
def _(site: Site) -> None:
    site.hire(4, contract="钢筋班组承包协议")


@fault("somebody is insured for the first half of the month only", ("SI02", "insurance", 4, "参保截止日期"))
def _(site: Site) -> None:
    site["insurance"].rows[4]["参保截止日期"] = day(10, 15)


@fault("the firm was registered after its contracts were signed", ("FR51", "contractor", 0, "注册日期"))
def _(site: Site) -> None:
    site["contractor"].rows[0]["注册日期"] = day(9, 30)


@pytest.fixture(scope="module")
def sites() -> dict[str, Site]:
    """The site of each case."""
    made = {case.sentence: Site(number) for number, case in enumerate(CASES)}
    for case in CASES:
        case.change(made[case.sentence])
    return made


@pytest.fixture(scope="module")
def outs(sites: dict[str, Site], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Judged]:
    """What came out for each case; all are projects of one submission."""
    together = judged_together(list(sites.values()), tmp_path_factory.mktemp("faults"))
    return dict(zip(sites, together, strict=True))


@pytest.mark.parametrize("case", CASES, ids=[case.sentence for case in CASES])
def test_a_hidden_fault_is_found_at_its_cell(case: Case, sites: dict[str, Site], outs: dict[str, Judged]) -> None:
    site, out = sites[case.sentence], outs[case.sentence]
    assert set(out.rules) == {rule for rule, *_ in case.found}, "\n".join(out.told())
    for rule, ledger, row, heading in case.found:
        assert site.cell(ledger, row, heading) in out.places(rule), "\n".join(out.told())
    assert set(out.unjudged()) | set(out.partly()) == case.unjudged


@pytest.mark.parametrize(
    ("listed", "rule"),
    [("示例青松建筑劳务有限公司", "BL02"), ("示例青松建筑劳务有限责任公司", "BL02")],
)
def test_a_listed_contractor_without_a_code_is_found(listed: str, rule: str, tmp_path: Path) -> None:
    register = Table("名单.xlsx", "名单", [
        {"单位名称": listed, "统一社会信用代码": None, "列入日期": day(1, 5), "列入期限": "3年", "决定文号": "示人社〔2026〕1号"},
    ])  # fmt: skip
    site = Site()
    root = site.write(tmp_path / "in")
    site.tables = {"register": register}
    out = judged(root, register=site.write(tmp_path / "list") / "名单.xlsx")
    assert out.rules == Counter({rule: 1}), out.told()


OTHER_FIRM = "示例远方建筑劳务有限公司"


@pytest.mark.parametrize(
    ("sentence", "listed", "found"),
    [
        ("the legal representative by name", {"法定代表人": "刘某法1"}, [("BL03", "contractor", 0, "法定代表人")]),
        ("the team leader by name", {"相关责任人": "任某丙"}, [("BL03", "roster", 0, "班组长")]),
        ("the labour officer by number", {"相关责任人": "钟某专", "身份证号码": OFFICER_ID},
         [("BL03", "project", 0, "劳资专管员")]),
        ("the address", {"注册地址": "湖北省武汉市示例区示例路1号"}, [("BL05", "contractor", 0, "注册地址")]),
        ("the payee", {}, [("BL04", "payment", 3, "收款户名"), ("BL04", "payment", 3, "金额")]),
        ("the firm itself, off the list since June", {"单位名称": FIRM, "统一社会信用代码": CODES[FIRM],
         "列入日期": day(6, 20, 2023), "列入期限": "3年"}, [("BL06", "contractor", 0, "统一社会信用代码")]),
    ],
)  # fmt: skip
def test_what_a_list_says_is_told_at_its_cell(
    sentence: str, listed: dict[str, object], found: list[Told], tmp_path: Path
) -> None:
    entry = {
        "单位名称": OTHER_FIRM, "统一社会信用代码": None, "法定代表人": None, "相关责任人": None, "身份证号码": None,
        "注册地址": None, "列入日期": day(1, 5), "列入期限": "3年", "决定文号": "示人社〔2026〕1号",
    } | listed  # fmt: skip
    register, site = Site(), Site()
    register.tables = {"register": Table("名单.xlsx", "名单", [entry])}
    if any(rule == "BL04" for rule, *_ in found):
        site["payment"].rows[3]["收款户名"] = site["account_flow"].rows[4]["对方户名"] = OTHER_FIRM
    out = judged(site.write(tmp_path / "in"), register=register.write(tmp_path / "list") / "名单.xlsx")
    told = {rule for rule in out.rules if rule.startswith("BL")}
    assert told == {rule for rule, *_ in found}, "\n".join(out.told())
    for rule, ledger, row, heading in found:
        assert site.cell(ledger, row, heading) in out.places(rule), (sentence, out.places(rule))


def test_unpaid_wages_of_many_reach_the_amounts_of_lists_and_courts(tmp_path: Path) -> None:
    """Ten of eleven people are unpaid a month after the due day: more than the 50 000 yuan of the province."""
    site = Site()
    names = ("黄某丑", "罗某寅", "梁某卯", "宋某辰")
    site.workers += [Worker(name, f"198{i}0{i + 1}1{i}", 301 + i) for i, name in enumerate(names)]
    site.rebuild()
    del site["payment"].rows[1:], site["account_flow"].rows[2:]
    out = judged(site.write(tmp_path / "in"), as_of=day(12, 20))
    assert {"BL07", "BL08", "PY18"} <= set(out.rules), out.told()
    unpaid = {site.cell("payroll", row, "实发工资") for row in range(1, 11)}
    for rule in ("BL07", "BL08"):
        assert unpaid <= out.places(rule)
        assert site.cell("payroll", 0, "实发工资") not in out.places(rule)
        (said,) = (text for text in out.told() if text.startswith(rule))
        assert "共欠 10 人" in said
    severities = {f["rule"]: f["severity"] for f in out.result.findings.iter_rows(named=True)}
    assert (severities["BL07"], severities["BL08"]) == ("serious", "red_line")
    assert "BL09" in out.unjudged()


def test_a_worker_on_two_projects_on_one_day_is_found(tmp_path: Path) -> None:
    """Two PATHs, two projects; the same man has a full day on both on 2026-10-20."""
    one, other = Site(1), Site(2)
    other.workers = [
        Worker("萧某丙", "19870619", 774, worked={20: 1, 21: 1}),
        replace(one.workers[2], worked={20: 1}),
    ]
    one.hire(2, worked=month(5, 11, 18, 25, first=6, last=20))
    other.rebuild()
    out = judged(one.write(tmp_path / "滨江"), other.write(tmp_path / "湖东"))
    assert out.rules == Counter({"FR13": 2}), out.told()
    cells = {(sheet, cell) for _, sheet, cell in out.places("FR13")}
    assert (one["attendance"].sheet, one.cell("attendance", 2, "20")[2]) in cells
    assert (other["attendance"].sheet, other.cell("attendance", 1, "20")[2]) in cells
