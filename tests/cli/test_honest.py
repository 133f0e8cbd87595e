"""Honest contractors: odd but lawful submissions, one oddity each. Nobody is accused, and everything is judged.

``unjudged`` names the rules that may say "not assessed" because something is truly missing; all others must pass, for
every worker. ``asked`` names the rules that may ask to verify, where the law wants somebody to look: they must, as
signals, and never as a violation.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from tests.cli.site_files import AS_OF, Formula, Judged, Site, Table, judged_together, of_site
from tests.cli.site_rows import (
    ACCOUNT,
    FIRM,
    GENERAL,
    OWNER,
    SECOND_FIRM,
    Worker,
    card_number,
    day,
    identity_number,
    month,
)


@dataclass(frozen=True)
class Case:
    """One honest site: what is odd, how to get there, what cannot be judged there."""

    sentence: str
    change: Callable[[Site], object]
    unjudged: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    as_of: dt.date = AS_OF
    register: bool = True


CASES: list[Case] = []


def honest(
    sentence: str, *unjudged: str, asked: tuple[str, ...] = (), **more: Any
) -> Callable[[Callable[[Site], object]], object]:
    def add(change: Callable[[Site], object]) -> object:
        CASES.append(Case(sentence, change, frozenset(unjudged), frozenset(asked), **more))
        return change

    return add


# --- how wages are paid ----------------------------------------------------------------------------------------------


@honest("wages are paid in two instalments by two banks, the second special account being on record")
def _(site: Site) -> None:
    second = {**site["account"].rows[0], "账号": "17000000000000900002", "开户银行": "中国建设银行武汉示例支行"}
    site["account"].rows.append(second)
    rows = site["payment"].rows
    for row in rows[:3]:
        first = round(row["金额"] * 0.6, 2)
        rest = {**row, "交易流水号": "9" + row["交易流水号"], "交易日期": day(11, 13), "付款账号": second["账号"]}
        rows.append({**rest, "金额": round(row["金额"] - first, 2)})
        row["金额"] = first


@honest("two instalments of the same amount on one day, without transaction numbers")
def _(site: Site) -> None:
    site["payment"].drop("交易流水号")
    for row in list(site["payment"].rows):
        row["金额"] /= 2
        site["payment"].rows.append(dict(row))


@honest("the bank's rows stand in two files that overlap")
def _(site: Site) -> None:
    _second_file(site)


@honest("the bank's rows stand in two files that overlap, without transaction numbers")
def _(site: Site) -> None:
    site["payment"].drop("交易流水号")
    _second_file(site)


def _second_file(site: Site) -> None:
    table = site["payment"]
    more = copy.deepcopy(table)
    more.path = f"{FIRM}/2026年10月银行代发结果(2).xlsx"
    table.rows, more.rows = table.rows[:5], more.rows[3:]
    site.tables["payment 2"] = more


@honest("a payment fails and goes out again the next day")
def _(site: Site) -> None:
    row = site["payment"].rows[2]
    again = {**row, "交易日期": day(11, 13), "交易流水号": "2026111310100000099"}
    row |= {"代发结果": "失败", "失败原因": "户名账号不符"}
    site["payment"].rows.append(again)


@honest("a batch instruction, its result and the account's statement of the same pay")
def _(site: Site) -> None:
    batch = Table(f"{FIRM}/2026年10月代发清单.xlsx", "代发清单", [
        {"序号": row["序号"], "收款账号": row["收款账号"], "收款户名": row["收款户名"], "金额": row["金额"], "附言": row["附言"]}
        for row in site["payment"].rows
    ])  # fmt: skip
    site.tables["batch"] = batch


# The statement has no column of vouchers.
@honest("the statement of the dedicated account is the only bank record", "BK09")
def _(site: Site) -> None:
    del site.tables["payment"]


# Balances were left out of these statements.
@honest("one bank statement of the general contractor in the project's root folder pays two contractors", "FR50")
def _(site: Site) -> None:
    _second_contractor(site)
    rows = site["payment"].rows + site.tables.pop("second payment").rows
    statement = [
        {
            "交易日期": row["交易日期"], "摘要": row["附言"], "收入": None, "支出": row["金额"], "对方户名": row["收款户名"],
            "对方账号": row["收款账号"], "交易流水号": row["交易流水号"], "本方账号": ACCOUNT,
        }
        for row in rows
    ]  # fmt: skip
    site.tables["payment"] = Table("2026年10月专户银行流水.xlsx", "银行流水", statement)


def _second_contractor(site: Site) -> None:
    for name, birth, serial in (("萧某丙", "19870619", 774), ("金某庚", "19870820", 787), ("任某丙", "19900101", 1)):
        site.workers.append(of_site(Worker(name, birth, serial, firm=SECOND_FIRM, team="木工班"), site.number))
    site.rebuild()
    for row in site["second payment"].rows:
        row["交易流水号"] = "88" + row["交易流水号"]


@honest("the account's statement shows one lump sum for the batch, a fee, interest and a grant")
def _(site: Site) -> None:
    flow = site["account_flow"]
    blank = dict.fromkeys(flow.headings)
    total = sum(row["支出"] or 0 for row in flow.rows)
    flow.rows = [
        flow.rows[0],
        {**blank, "交易日期": day(11, 12), "摘要": "代发工资", "支出": total, "对方户名": "应付代收业务款项"},
        {**blank, "交易日期": day(11, 12), "摘要": "手续费", "支出": 7.5},
        {**blank, "交易日期": day(11, 20), "摘要": "账户管理费", "支出": 60, "对方户名": "中国农业银行武汉示例支行"},
        {**blank, "交易日期": day(9, 21), "摘要": "结息", "收入": 31.2},
    ]


@honest("the statement holds the fee, the interest and the money paid in beside the wages", "FR50")
def _(site: Site) -> None:
    rows = [
        {
            "交易日期": row["交易日期"], "摘要": row["附言"], "收入": None, "支出": row["金额"], "对方户名": row["收款户名"],
            "对方账号": row["收款账号"], "交易流水号": row["交易流水号"], "本方账号": ACCOUNT,
        }
        for row in site["payment"].rows
    ]  # fmt: skip
    blank = {**dict.fromkeys(rows[0]), "本方账号": ACCOUNT}
    rows.insert(0, {**blank, "交易日期": day(11, 10), "摘要": "拨付人工费用", "收入": 150000.0, "对方户名": OWNER})
    rows.append({**blank, "交易日期": day(11, 12), "摘要": "手续费", "支出": 7.5})
    rows.append({**blank, "交易日期": day(11, 20), "摘要": "结息", "收入": 31.2})
    site.tables["payment"] = Table(f"{FIRM}/2026年11月银行流水.xlsx", "银行流水", rows)


@honest("a worker is paid to the social security card of another bank, in every ledger")
def _(site: Site) -> None:
    site.hire(1, card=card_number("623000", 77))
    for name in ("roster", "payroll"):
        site[name].rows[1]["开户银行"] = "示例农村商业银行（社保卡）"
    site["payment"].rows[1]["收款行"] = "示例农村商业银行"


@honest(
    "nothing is paid yet, and the due day is not past", "BK03", "BK06", "BK09", "BL04", "BL07", "BL08", "BL09", "FR33",
    "FR38", "FR45", "FR49", "FR54", "FR67", "PB03", "PJ18", "PY11", "PY12", "PY14", "PY18", "PY19", "PY20", "PY21", "SU01",
    as_of=day(11, 11),
)  # fmt: skip
def _(site: Site) -> None:
    del site.tables["payment"]
    site["account_flow"].rows = site["account_flow"].rows[:1]


# --- who worked, and when --------------------------------------------------------------------------------------------


@honest("one worker entered and another left in the middle of the month")
def _(site: Site) -> None:
    site.hire(0, exit=day(10, 20), worked=month(11, 18, first=8, last=20))
    site.hire(1, entry=day(10, 15), signed=day(10, 14), start=day(10, 15), worked=month(18, 25, first=15))


@honest("a worker left and came back: two rows in the roster")
def _(site: Site) -> None:
    site.hire(0, worked=month(11, 18, 21, 22, 23, 24, 25, first=8))
    again = {**site["roster"].rows[0], "序号": 8, "进场日期": day(10, 26)}
    site["roster"].rows[0]["退场日期"] = day(10, 20)
    site["roster"].rows.append(again)


@honest("a contract ends and is renewed in the middle of the month", asked=("LC16",))
def _(site: Site) -> None:
    renewal = {**site["contract"].rows[3], "序号": 8, "合同编号": "LD-104", "合同类型": "劳动合同（续签）"}
    renewal |= {"合同签订日期": day(10, 14), "合同开始日期": day(10, 16)}
    site["contract"].rows[3] |= {"合同终止日期": day(10, 15), "合同状态": "终止"}
    site["contract"].rows.append(renewal)


@honest("leave, half days, a day and a half, and rest days stand in the matrix")
def _(site: Site) -> None:
    site.hire(0, worked={**month(first=5, last=20), 6: "事", 7: "病", 11: "休", 12: 0.5, 13: 1.5, 18: "○"})
    site.hire(1, worked={**month(11, 18, 25, first=8, last=28), 11: "休", 14: "事假", 15: "旷", 16: 0.5, 17: 0.5})


@honest("attendance in ticks, with a legend below")
def _(site: Site) -> None:
    for row in site["attendance"].rows:
        row |= {str(d): {1: "√", None: None}[row[str(d)]] for d in range(1, 32)}
    site["attendance"].feet = [["考勤符号：出勤√ 半天△ 事假○ 病假□ 旷工×"]]


@honest("attendance in hours of eight, summed in days")
def _(site: Site) -> None:
    for row in site["attendance"].rows:
        row |= {str(d): 8 if row[str(d)] else None for d in range(1, 32)}
    site["attendance"].rename(出勤天数="工日合计")


@honest("all ledgers run from the 11th to the 10th")
def _(site: Site) -> None:
    site["project"].rows[0] |= {"开工日期": day(9, 1), "项目工伤保险参保日期": day(8, 20)}
    for i in range(len(site.workers)):
        site.workers[i].entry = site.workers[i].start = day(9, 5)
        site.workers[i].signed = day(9, 3)
    project = {name: site[name] for name in ("project",)}
    site.rebuild()
    site.tables |= project
    cycle = [*range(11, 31), *range(1, 11)]
    table = site["attendance"]
    for row, worker in zip(table.rows, site.workers, strict=True):
        for d in range(1, 32):
            del row[str(d)]
        tail = {name: row.pop(name) for name in ("出勤天数", "本人签字")}
        row.update({str(d): worker.worked.get(d) for d in cycle})
        row.update(tail | {"出勤天数": float(sum(worker.worked.get(d, 0) for d in cycle))})
        worker.worked = {d: v for d, v in worker.worked.items() if d in cycle}
    for name in ("payroll", "notice", "payment", "account_flow"):
        offset = 1 if name == "account_flow" else 0
        for row, worker in zip(site[name].rows[offset:], site.workers, strict=True):
            money = float(worker.pay)
            shown = ("基本工资", "应发工资", "实发工资", "金额", "支出")
            changes = dict.fromkeys(shown, money) | dict.fromkeys(("附言", "摘要"), "2026年9月11日-10月10日工资")
            changes |= {"出勤天数": float(worker.days), "支付周期": "2026年9月11日至2026年10月10日"}
            row.update({heading: value for heading, value in changes.items() if heading in row})
    for name, words in (
        ("attendance", "考勤表"),
        ("payroll", "工资表"),
        ("payment", "代发结果"),
        ("notice", "工资公示表"),
    ):
        site[name].path = f"{FIRM}/2026年9月11日-10月10日{words}.xlsx"
        site[name].sheet = f"9月11日-10月10日{words}"
    table.head = [["2026年9月11日至2026年10月10日考勤表"]]


# --- who somebody is -------------------------------------------------------------------------------------------------


@honest("a minority name is written with four kinds of dots")
def _(site: Site) -> None:
    site.hire(2, name="阿依古丽·买买提")
    for name, dot in (
        ("contract", "•"),
        ("attendance", "．"),
        ("payment", "."),
        ("payroll", "‧"),
        ("account_flow", "・"),
    ):
        row = site[name].rows[3 if name == "account_flow" else 2]
        key = {"payment": "收款户名", "account_flow": "对方户名"}.get(name, "姓名")
        row[key] = f"阿依古丽{dot}买买提"


@honest("names are padded with blanks and carry a remark")
def _(site: Site) -> None:
    site.hire(2, name="汪子")
    site["payroll"].rows[2]["姓名"] = "汪　子"
    site["attendance"].rows[2]["姓名"] = "汪  子"
    site["roster"].rows[2]["姓名"] = "汪子（班长）"


@honest("a name with a rare character is the same in all ledgers")
def _(site: Site) -> None:
    site.hire(2, name="汪某𬭎")


@honest("two people of one name with their own numbers, cards and phones")
def _(site: Site) -> None:
    site.hire(3, name="汪某子")


@honest("a couple shares one phone")
def _(site: Site) -> None:
    site.hire(3, serial=834, phone=site.workers[2].phone)


@honest("a lower-case x, full-width digits and blanks in a number")
def _(site: Site) -> None:
    site.hire(2, name="黄某庚", birth="19870625", serial=95)
    number = site.workers[2].number
    assert number.endswith("X")
    wide = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
    site["payroll"].rows[2]["身份证号码"] = number.lower()
    site["roster"].rows[2]["身份证号码"] = number.translate(wide)
    site["attendance"].rows[2]["身份证号码"] = f"{number[:6]} {number[6:14]} {number[14:]}"
    site["contract"].rows[2]["身份证号码"] = f"'{number}"


@honest("a passport, a permit of Hong Kong and a permanent residence card")
def _(site: Site) -> None:
    site.hire(1, document="护照", number="E12345678")
    site.hire(2, document="港澳居民来往内地通行证", number="H12345678")
    site.hire(3, document="外国人永久居留身份证", number="USA110087010112")
    for name in ("notice",):
        for i in (1, 2, 3):
            number = site.workers[i].number
            site[name].rows[i]["身份证号码"] = number[:3] + "*" * (len(number) - 5) + number[-2:]
    for name in ("identity", "roster"):
        for i in (1, 2, 3):
            site[name].rows[i]["性别"] = "男"


@honest("a worker past retirement age has a written work agreement", asked=("AG04",))
def _(site: Site) -> None:
    site.hire(4, birth="19620704", contract="用工书面协议", contract_type="用工协议")


@honest("somebody turns sixteen on the day before the first day of work", asked=("AG02",))
def _(site: Site) -> None:
    site.hire(4, birth="20101007", worked=month(11, 18, 25, first=8))


@honest("managers stand in the roster and are not paid through this payroll")
def _(site: Site) -> None:
    for name in ("identity", "contract", "roster"):
        site[name].rows[6] |= {"工种": "管理人员"} if "工种" in site[name].headings else {}
    for name in ("attendance", "payroll", "payment", "notice"):
        del site[name].rows[6]
    del site["account_flow"].rows[7]


@honest("the posted notice shows one digit at each end of the number and no days")
def _(site: Site) -> None:
    for row, worker in zip(site["notice"].rows, site.workers, strict=True):
        row["身份证号码"] = worker.number[0] + "*" * 16 + worker.number[-1]
    site["notice"].drop("出勤天数", "应发工资")


# --- what the payroll says -------------------------------------------------------------------------------------------


@honest("advances, income tax, social insurance and housing fund are deducted; the advance was paid by bank in October")
def _(site: Site) -> None:
    table = site["payroll"]
    table.insert("公积金个人部分", [100.0] * 7, before="实发工资")
    table.insert("借支", [1000.0] * 2 + [0] * 5, before="实发工资")
    for i, row in enumerate(table.rows):
        net = round(row["应发工资"] - 12.5 - 320 - 100 - row["借支"], 2)
        row.update({"个税": 12.5, "社保个人部分": 320.0, "实发工资": net})
        site["notice"].rows[i]["实发工资"] = net
        site["payment"].rows[i]["金额"] = net
        site["account_flow"].rows[i + 1]["支出"] = net
    for row in list(site["payment"].rows[:2]):
        early = {
            "交易日期": day(10, 20),
            "交易流水号": "7" + row["交易流水号"],
            "金额": 1000.0,
            "附言": "2026年10月借支",
        }
        site["payment"].rows.append(row | early)


@honest("an advance was paid by bank, and the due day of the rest is not past", "PB03", "PY20", as_of=day(11, 11))
def _(site: Site) -> None:
    _with_advance(site)
    site["payment"].rows = site["payment"].rows[-1:]
    site["account_flow"].rows = site["account_flow"].rows[:1]


@honest("an advance was paid by bank without a word that it is one")
def _(site: Site) -> None:
    _with_advance(site)
    site["payment"].rows[-1]["附言"] = "2026年10月工资"


@honest("an advance was handed out in cash, and the rest was paid on the last day of the month")
def _(site: Site) -> None:
    _with_advance(site)
    del site["payment"].rows[-1]
    for name, offset in (("payment", 0), ("account_flow", 1)):
        for row in site[name].rows[offset:]:
            row["交易日期"] = day(10, 31)
    for row in site["payroll"].rows:
        row.update(dict.fromkeys(("签字日期", "提交总包日期", "总包审核日期", "支付日期"), day(10, 31)))
    for row in site["notice"].rows:
        row |= {"公示开始日期": day(10, 26), "公示结束日期": day(10, 30)}


def _with_advance(site: Site) -> None:
    """1000 yuan of the first worker's wage went out on 20 October; the payroll takes them off."""
    site["payroll"].insert("借支", [1000, *[0] * 6], before="实发工资")
    site["payroll"].rows[0]["实发工资"] -= 1000
    site["notice"].rows[0]["实发工资"] -= 1000
    site["account_flow"].rows[1]["支出"] -= 1000
    rows = site["payment"].rows
    rows[0]["金额"] -= 1000
    early = {"交易日期": day(10, 20), "交易流水号": "2026102010100000001", "金额": 1000.0, "附言": "2026年10月生活费"}
    rows.append(rows[0] | early)


@honest("piece work: quantity and unit price, no days", "AT02")
def _(site: Site) -> None:
    table = site["payroll"]
    for row, worker in zip(table.rows, site.workers, strict=True):
        row |= {"日工资": 12.5, "出勤天数": float(worker.pay) / 12.5}
    table.rename(日工资="计件单价", 出勤天数="完成工程量")
    for row in site["contract"].rows:
        row |= {"计量单位": "平方米", "计量单价": 12.5}
    site["roster"].drop("日工资")
    site["notice"].drop("出勤天数")


@honest("the payroll also pays the rest of September, marked as back pay")
def _(site: Site) -> None:
    for row in site["payroll"].rows:
        row |= {"是否补发": "否", "补发月份": None}
    back = {
        **site["payroll"].rows[1],
        "序号": 8,
        "出勤天数": None,
        "日工资": None,
        "是否补发": "是",
        "补发月份": "2026年9月",
    }
    site["payroll"].rows.append(back | {"基本工资": 500.0, "应发工资": 500.0, "实发工资": 500.0})
    paid = {**site["payment"].rows[1], "序号": 8, "交易流水号": "2026111210100000098", "金额": 500.0}
    site["payment"].rows.append(paid | {"附言": "补发2026年9月工资"})


@honest("September's back pay stands on the payroll and went out with October's pay")
def _(site: Site) -> None:
    row = site["payroll"].rows[1]
    site["payroll"].rows = [r | {"是否补发": "否", "补发月份": None} for r in site["payroll"].rows]
    money = {"基本工资": 500.0, "应发工资": 500.0, "实发工资": 500.0, "出勤天数": 2, "日工资": 250}
    site["payroll"].rows.append(row | money | {"序号": 8, "是否补发": "是", "补发月份": "2026年9月"})
    site["payment"].rows[1]["金额"] += 500
    site["account_flow"].rows[2]["支出"] += 500


@honest("subtotals by team, a grand total and a sign-off line on every sheet")
def _(site: Site) -> None:
    for i in range(3):
        site.hire(i, team="木工班")
    sums = {
        "payroll": ("应发工资", "实发工资"), "notice": ("应发工资", "实发工资"), "payment": ("金额",), "attendance": ("出勤天数",),
    }  # fmt: skip
    for name, headings in sums.items():
        table = site[name]
        team, rest = table.rows[:3], table.rows[3:]
        names = table.headings
        subtotal = [
            dict(zip(names, table.total(*headings, word="小计", rows=rows), strict=True)) for rows in (team, rest)
        ]
        total = dict(zip(names, table.total(*headings, word="合计"), strict=True))
        table.rows = [*team, subtotal[0], *rest, subtotal[1], total]
        table.feet = [[None], ["制表人：钟某专", None, None, "审核：刘某法", None, "项目经理（签字）："]]


@honest("gross pay is a formula with the value that was saved")
def _(site: Site) -> None:
    for i, row in enumerate(site["payroll"].rows, start=2):
        row["应发工资"] = Formula(f"=K{i}*J{i}", row["应发工资"])
        row["实发工资"] = Formula(f"=N{i}-O{i}-P{i}", row["实发工资"])


@honest("amounts are text with commas, a currency sign or 元")
def _(site: Site) -> None:
    for i, row in enumerate(site["payroll"].rows):
        style = ("{:,.2f}", "¥{:,.2f}", "{:.2f}元")[i % 3]
        row |= {name: style.format(row[name]) for name in ("基本工资", "应发工资", "实发工资")}


@honest("a project without a wage tier, in a region without a known minimum", "LC11", "PJ17", "PY10", "PY16")
def _(site: Site) -> None:
    site["project"].rows[0] |= {"最低工资档次": None, "行政区划代码": "810000", "项目所在地": "境外"}


@honest("a full month at exactly the minimum wage", "PY07")
def _(site: Site) -> None:
    site.pay_by_month(6, 2400)


# --- what newer rules might mistake -----------------------------------------------------------------------------------


@honest("people one birthday below the age limits of a place that has them")
def _(site: Site) -> None:
    site["project"].rows[0] |= {"行政区划代码": "421100", "项目所在地": "湖北省黄冈市示例区"}
    project = site["project"]
    site.hire(4, birth="19661006")
    site.hire(3, birth="19761006", serial=834)
    site.tables["project"] = project


@honest("a second roster brings the training and registration that the first one lacks")
def _(site: Site) -> None:
    table = site["roster"]
    more = copy.deepcopy(table)
    table.drop("安全教育日期", "实名登记日期")
    keep = ("序号", "姓名", "身份证号码", "进场日期", "实名登记日期", "安全教育日期")
    more.rows = [{name: row[name] for name in keep} for row in more.rows]
    more.path = f"{FIRM}/实名登记花名册.xlsx"
    site.tables["roster 2"] = more


@honest("registration, training and entry all fall on the first day of work")
def _(site: Site) -> None:
    first = day(10, 8)
    site.hire(3, entry=first, start=first, signed=first, worked=month(11, 18, 25, first=8))


@honest("probations and their pay stand exactly at the limits")
def _(site: Site) -> None:
    limits = [
        (day(12, 27), "1个月"), (day(9, 27, 2027), "2个月"), (day(12, 31, 2027), "2个月"), (day(9, 27, 2029), "6个月"),
    ]  # fmt: skip
    for index, (ends, _) in enumerate(limits):
        site.hire(index, ends=ends)
    for index, (row, worker) in enumerate(zip(site["contract"].rows, site.workers, strict=True)):
        tried = limits[index][1] if index < len(limits) else "无"
        row |= {"试用期": tried, "试用期工资": round(worker.rate * 21.75 * 0.8, 2) if tried != "无" else None}


@honest("thirty-six hours of overtime on working days, paid one and a half times")
def _(site: Site) -> None:
    site.work_over(3, 36, round(350 / 8 * 1.5 * 36, 2))


@honest("three statutory holidays were worked and paid three times")
def _(site: Site) -> None:
    site.hire(3, worked=month(4, 5, 6, 7, 11, 18, 25, first=1))
    site.work_over(3, 0, 350 * 2 * 3)


@honest("rest days without time off in return were paid twice")
def _(site: Site) -> None:
    site.hire(3, worked=month(1, 2, 3, 4, 11, 18, 25))
    site.work_over(3, 0, 350 * 2)


@honest("damage is made good by exactly a fifth of the wage", "PY08")
def _(site: Site) -> None:
    gross = site["payroll"].rows[3]["应发工资"]
    site["payroll"].insert("损坏工具赔偿", [0, 0, 0, gross / 5, 0, 0, 0], before="实发工资")
    for name, heading in (("payroll", "实发工资"), ("notice", "实发工资"), ("payment", "金额")):
        site[name].rows[3][heading] = gross * 4 / 5
    site["account_flow"].rows[4]["支出"] = gross * 4 / 5


@honest("wages went out on the last working day before a pay day that is a Sunday")
def _(site: Site) -> None:
    for row in [*site["payment"].rows, *site["account_flow"].rows[1:]]:
        row["交易日期"] = day(11, 13)
    for row in site["payroll"].rows:
        row["支付日期"] = day(11, 13)


@honest("people were added to the list of insured thirty days after they came")
def _(site: Site) -> None:
    for row in site["insurance"].rows:
        row["参保登记日期"] = day(10, 28)


@honest("the project alone is insured against injury; no list of people was handed in", "SI02", "SI04")
def _(site: Site) -> None:
    del site.tables["insurance"]


@honest("the worker's own part of pension, sickness and unemployment insurance is deducted")
def _(site: Site) -> None:
    table = site["payroll"]
    titles = {"养老保险个人部分": 320.0, "医疗保险个人部分": 80.0, "失业保险个人部分": 20.0}
    for title, amount in titles.items():
        table.insert(title, [amount] * 7, before="实发工资")
    for i, row in enumerate(table.rows):
        net = round(row["应发工资"] - 420, 2)
        row["实发工资"] = site["notice"].rows[i]["实发工资"] = site["payment"].rows[i]["金额"] = net
        site["account_flow"].rows[i + 1]["支出"] = net


@honest("a meal allowance is paid in money with the wage")
def _(site: Site) -> None:
    site["payroll"].insert("餐补", [300.0] * 7, before="应发工资")
    for i, row in enumerate(site["payroll"].rows):
        site.pay(i, row["基本工资"] + 300, 基本工资=row["基本工资"])


@honest("the labour fee came in two parts, thirty-one days apart, and the second was paid out on the same day")
def _(site: Site) -> None:
    flow = site["account_flow"]
    flow.rows[0]["收入"] = 30000
    flow.rows[0]["交易日期"] = day(10, 12)
    flow.rows.insert(1, {**flow.rows[0], "交易日期": day(11, 12), "收入": 90000, "交易流水号": "20261112110199000003"})
    site["project"].rows[0]["人工费用拨付周期（天）"] = 31


@honest("the owner pays in the sum of the payroll to the cent", "FR30")
def _(site: Site) -> None:
    flow = site["account_flow"]
    flow.rows[0] |= {"交易日期": day(11, 11), "收入": sum(row["支出"] for row in flow.rows[1:])}


@honest("the guarantee has the least ratio, sum and term")
def _(site: Site) -> None:
    site["guarantee"].rows[0] |= {"存储比例": 0.01, "保证金金额（元）": 400000, "保函到期日期": day(12, 31, 2027)}


@honest("the bank gives one voucher number for the whole batch")
def _(site: Site) -> None:
    for row in site["payment"].rows:
        row["凭证号"] = "HD20261112"


@honest("a payment to an old card failed and went to the new one, which all ledgers show")
def _(site: Site) -> None:
    rows = site["payment"].rows
    old = {**rows[2], "收款账号": card_number("621700", 91), "代发结果": "失败", "失败原因": "账户已销户"}
    rows[2] |= {"交易日期": day(11, 13), "交易流水号": "2026111310100000093"}
    rows.insert(2, old)
    site["account_flow"].rows[3]["交易日期"] = day(11, 13)


@honest("a leaver was settled with two days after leaving, long before the others")
def _(site: Site) -> None:
    site.hire(4, exit=day(10, 20), worked=month(11, 18, first=8, last=20))
    site["payroll"].rows[4] |= dict.fromkeys(("签字日期", "提交总包日期"), day(10, 21))
    site["payroll"].rows[4] |= dict.fromkeys(("总包审核日期", "支付日期"), day(10, 22))
    site["payment"].rows[4]["交易日期"] = site["account_flow"].rows[5]["交易日期"] = day(10, 22)


@honest("twelve people at one daily rate have the same number of days, resting in turn")
def _(site: Site) -> None:
    names = ("黄某丑", "罗某寅", "梁某卯", "宋某辰", "唐某巳")
    site.workers += [of_site(Worker(name, f"198{i}0{i + 1}1{i}", 301 + i), site.number) for i, name in enumerate(names)]
    for i, worker in enumerate(site.workers):
        worker.rate, worker.worked = 300, month(11, 18, 25, 12 + i, first=8)
    site.workers[10].worked = month(11, 18, 25, 9, first=8)
    site.workers[11].worked = month(11, 18, 25, 10, first=8)
    site.workers[6].worked = month(11, 18, 25, 26, first=8)
    site.rebuild()


@honest("the team leader has a much higher rate, which the contract agrees")
def _(site: Site) -> None:
    site.hire(0, rate=1200)


@honest("everybody is paid 4800 yuan a month, just below a limit of the income tax", "PY07")
def _(site: Site) -> None:
    for i in range(7):
        site.pay_by_month(i, 4800)
    for i in range(7):
        site["contract"].rows[i] |= {"计量单位": "月", "计量单价": 4800}
        site["roster"].rows[i]["日工资"] = site["payroll"].rows[i]["日工资"] = None
        site.pay(i, 4800.0)


@honest("somebody worked for two days only")
def _(site: Site) -> None:
    site.hire(4, entry=day(10, 29), start=day(10, 29), signed=day(10, 28), worked={29: 1, 30: 1})


@honest("a worker changed from one contractor to the other in the middle of the month")
def _(site: Site) -> None:
    _second_contractor(site)
    worker = site.workers[2]
    site.workers[2] = replace(worker, exit=day(10, 16), worked=month(11, first=8, last=16))
    later = {"entry": day(10, 19), "signed": day(10, 17), "start": day(10, 19), "worked": month(25, first=19)}
    site.workers.append(replace(worker, firm=SECOND_FIRM, team="木工班", **later))
    site.rebuild()
    for row in site["second payment"].rows:
        row["交易流水号"] = "88" + row["交易流水号"]


@honest("a contract runs until a task is done, and has no last day")
def _(site: Site) -> None:
    site.hire(3, ends=None)
    site["contract"].rows[3] |= {
        "合同期限类型": "以完成一定工作任务为期限",
        "岗位": "钢筋绑扎",
        "工作内容": "地下室钢筋绑扎",
    }


@honest("one identity card is valid for ever, another until the last day of the month")
def _(site: Site) -> None:
    site["identity"].rows[3]["有效期止"] = "长期"
    site["identity"].rows[4]["有效期止"] = day(10, 31)


@honest("a scaffolder's certificate is valid until the last day worked")
def _(site: Site) -> None:
    for name in ("contract", "roster", "attendance", "payroll", "notice"):
        site[name].rows[3]["工种"] = "架子工"
    site["roster"].insert("特种作业证号", [None] * 7, before="备注")
    site["roster"].insert("证书有效期", [None] * 7, before="备注")
    site["roster"].rows[3] |= {"特种作业证号": "A012026000123", "证书有效期": day(10, 31)}


@honest("the posted notice shows the last four digits of the cards")
def _(site: Site) -> None:
    cards = [f"{'*' * 15}{worker.card[-4:]}" for worker in site.workers]
    site["notice"].insert("银行账号", cards, before="公示开始日期")


@honest("the serial numbers begin anew with every team")
def _(site: Site) -> None:
    for i in range(3):
        site.hire(i, team="木工班")
    for name in ("attendance", "payroll", "notice"):
        for i, row in enumerate(site[name].rows):
            row["序号"] = i + 1 if i < 3 else i - 2


# --- how files look --------------------------------------------------------------------------------------------------


@honest("the notice has one sheet for each team")
def _(site: Site) -> None:
    table = site["notice"]
    other = copy.deepcopy(table)
    table.sheet, other.sheet = "公示-钢筋班", "公示-木工班"
    table.rows, other.rows = table.rows[:4], other.rows[4:]
    site.tables["notice 2"] = other


@honest("two teams have their own payroll files, and rosters that overlap")
def _(site: Site) -> None:
    for name, words in (("payroll", "工资发放表"), ("roster", "花名册")):
        table = site[name]
        other = copy.deepcopy(table)
        table.path = f"{FIRM}/2026年10月{words}-钢筋班.xlsx" if name == "payroll" else f"{FIRM}/{words}-钢筋班.xlsx"
        other.path = table.path.replace("钢筋班", "木工班")
        table.rows, other.rows = table.rows[:4], other.rows[4:] if name == "payroll" else other.rows[2:]
        site.tables[f"{name} 2"] = other


@honest("files and folders are named in the styles of a site office")
def _(site: Site) -> None:
    folder = "01、青松劳务"
    site["identity"].path = f"{folder}/1.身份证信息汇总.xlsx"
    site["contract"].path = f"{folder}/2、劳动合同签订台账(最终版).xlsx"
    site["roster"].path = f"{folder}/花名册-钢筋班组(7人)2026.10.31.xlsx"
    site["attendance"].path = site["payroll"].path = f"{folder}/2026年10月份农民工考勤表、工资表-钢筋班.xlsx"
    site["attendance"].sheet, site["payroll"].sheet = "考勤表", "工资表"
    site["payment"].path, site["payment"].sheet = f"{folder}/银行回单/10月代发明细.xlsx", "Sheet1"
    site["notice"].path = f"{folder}/10月公示.xlsx"
    site["attendance"].head = [[f"{FIRM}农民工考勤表"], ["项目名称：", site.project, None, "所属月份：", "2026年10月"]]
    site["payroll"].head = [["2026年10月份农民工工资发放表"], [f"编制单位：{FIRM}   金额单位：元"]]


@honest("payroll and payments are GBK text files")
def _(site: Site) -> None:
    for name in ("payroll", "payment"):
        site[name].path = site[name].path.replace(".xlsx", ".csv")


@honest("the folder has the firm's short name, the sheets its full name")
def _(site: Site) -> None:
    for name in ("identity", "contract", "roster", "attendance", "payroll", "payment", "notice"):
        site[name].path = site[name].path.replace(FIRM, "青松劳务")
    site["notice"].head = [[f"{FIRM}2026年10月工资公示表"]]
    site["payroll"].head = [[f"{FIRM}（{site.project}）2026年10月工资表"]]


@honest("the title names the general contractor before the project")
def _(site: Site) -> None:
    for name, words in (("payroll", "农民工工资发放表"), ("attendance", "农民工考勤表"), ("notice", "工资公示表")):
        site[name].head = [[f"{GENERAL}{site.project}项目部2026年10月{words}"]]


@honest(
    "no blacklist was given", "BL01", "BL02", "BL03", "BL04", "BL05", "BL06", "BL10", register=False,
)  # fmt: skip
def _(site: Site) -> None:
    assert site["account"].rows[0]["账号"] == ACCOUNT


# --- what small contractors write in their own words ------------------------------------------------------------------


def _pay_september_too(site: Site, **words: Any) -> None:
    row = dict.fromkeys(site["payroll"].headings) | {
        name: site["payroll"].rows[1][name]
        for name in (
            "用人单位",
            "支付周期",
            "支付日期",
            "姓名",
            "身份证号码",
            "联系电话",
            "银行账号",
            "开户银行",
            "本人签字",
            "签字日期",
        )
    }
    row |= {"应发工资": 500.0, "实发工资": 500.0, "支付方式": "银行代发", "工资清单是否送达": "是", **words}
    row |= {name: site["payroll"].rows[1][name] for name in ("提交总包日期", "总包审核日期", "劳资专管员审核")}
    site["payroll"].rows.append(row)
    paid = {**site["payment"].rows[1], "交易流水号": "2026111210100000097", "金额": 500.0}
    site["payment"].rows.append(paid | {"附言": "补发9月工资"})


@honest("a row whose month of back pay is named, on a payroll that does not ask whether it is back pay")
def _(site: Site) -> None:
    for row in site["payroll"].rows:
        row["补发月份"] = None
    _pay_september_too(site, 补发月份="2026年9月")


@honest("a row without days whose remark says that it pays the rest of September, which was posted as well")
def _(site: Site) -> None:
    _pay_september_too(site, 备注="补发9月份漏算2个工")
    posted = {**site["notice"].rows[1], "出勤天数": None, "应发工资": 500.0, "实发工资": 500.0, "备注": "补发9月"}
    site["notice"].rows.append(posted)


@honest("day and night shifts in turn, with a legend that ends in a note about blanks")
def _(site: Site) -> None:
    for i, row in enumerate(site["attendance"].rows):
        row |= {str(d): {1: "白" if (d // 7 + i) % 2 else "夜", None: None}[row[str(d)]] for d in range(1, 32)}
    site["attendance"].feet = [["注：白=白班 夜=夜班，空白为休息"]]


@honest("the register of contracts has the rate as 300元/天 under 约定日工资, and no column for its unit")
def _(site: Site) -> None:
    site["contract"].drop("计量单位")
    for row in site["contract"].rows:
        row["计量单价"] = f"{row['计量单价']}元/天"
    site["contract"].rename(计量单价="约定日工资")


@honest("contracts that end when the work is done say so in the column of the last day")
def _(site: Site) -> None:
    site["contract"].drop("合同期限类型")
    for row in site["contract"].rows:
        row["合同终止日期"] = "至本工程钢筋作业完成"


@honest("a subsidy for insurance and the wage of an injured worker's leave are earnings, whatever else they are called")
def _(site: Site) -> None:
    heads = range(len(site.workers))
    site["payroll"].insert("社保补贴", [200 if i == 2 else 0 for i in heads], before="应发工资")
    site["payroll"].insert("工伤停工留薪", [900 if i == 4 else 0 for i in heads], before="应发工资")
    for i, more in ((2, 200), (4, 900)):
        base = site["payroll"].rows[i]["基本工资"]
        site.pay(i, base + more, 基本工资=base)


@pytest.fixture(scope="module")
def outs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Judged]:
    """What came out for each case. Cases of one day are projects of one submission."""
    found: dict[str, Judged] = {}
    for as_of, register in dict.fromkeys((case.as_of, case.register) for case in CASES):
        cases = [case for case in CASES if (case.as_of, case.register) == (as_of, register)]
        sites = [Site(number) for number in range(len(cases))]
        for case, site in zip(cases, sites, strict=True):
            case.change(site)
        options = {"as_of": as_of} if register else {"as_of": as_of, "register": None}
        together = judged_together(sites, tmp_path_factory.mktemp("honest"), **options)
        found |= {case.sentence: out for case, out in zip(cases, together, strict=True)}
    return found


@pytest.mark.parametrize("case", CASES, ids=[case.sentence for case in CASES])
def test_an_honest_contractor_is_not_accused(case: Case, outs: dict[str, Judged]) -> None:
    out = outs[case.sentence]
    assert out.result.outcomes.height > 0
    assert set(out.rules) == case.asked, "\n".join(out.told())
    assert set(out.result.findings["kind"]) <= {"signal"}, "\n".join(out.told())
    assert set(out.unjudged()) | set(out.partly()) == case.unjudged


def test_identity_numbers_of_the_tests_are_well_formed() -> None:
    assert identity_number("19900307", 1) == "110199199003070017"
