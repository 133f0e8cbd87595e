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
from tests.cli.site_rows import ACCOUNT, FIRM, Worker, day, month

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
    ("FR36", "payroll", 0, "银行账号"), ("FR36", "roster", 1, "工资卡号"),
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
    unjudged=("BK02", "PY18"),
)  # fmt: skip
def _(site: Site) -> None:
    site.hire(2, name="买买提·艾力")
    site.hire(3, name="买买提艾力", card=site.workers[2].card)


@fault("a payment is short by two cents", ("PY18", "payroll", 4, "实发工资"), ("PY18", "payment", 4, "金额"))
def _(site: Site) -> None:
    site["payment"].rows[4]["金额"] = round(site["payment"].rows[4]["金额"] - 0.02, 2)


@fault("the bank says: failed, but debited", unjudged=("BK06", "PY18"))
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


@fault("a wage came back after two days, on the statement", ("PY18", "payroll", 5, "实发工资"))
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
    ("PY18", "payroll", 3, "实发工资"), ("PJ06", "account_flow", 4, "对方户名"),
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


@fault("two digits of a number are transposed in the attendance", ("RN01", "attendance", 2, "身份证号码"))
def _(site: Site) -> None:
    number = site.workers[2].number
    site["attendance"].rows[2]["身份证号码"] = number[:15] + number[16] + number[15] + number[17]


@fault("somebody is under sixteen by one day", ("AG01", "identity", 4, "身份证号码"))
def _(site: Site) -> None:
    site.hire(4, birth="20101006", worked=month(11, 18, 25, first=5))


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
    site.hire(4, exit=day(10, 20), worked=month(11, 18, first=5, last=21))


@fault("attendance on the day after the contract ended", ("LC08", "attendance", 4, "21"))
def _(site: Site) -> None:
    site.hire(4, ends=day(10, 20), worked=month(11, 18, first=5, last=21))


@fault("a labour contract is called a subcontract", ("LC05", "contract", 4, "合同名称"))
def _(site: Site) -> None:
    site.hire(4, contract="劳务分包协议", contract_type="分包")


@fault("a worker has attendance and no line on the payroll", ("FR25", "attendance", 4, "姓名"))
def _(site: Site) -> None:
    for name in ("payroll", "payment", "notice"):
        del site[name].rows[4]
    del site["account_flow"].rows[5]


@fault("somebody on the payroll was never there", ("FR24", "payroll", 4, "姓名"))
def _(site: Site) -> None:
    del site["attendance"].rows[4]


@fault("one day more on the payroll than in the attendance", ("AT02", "payroll", 4, "出勤天数"))
def _(site: Site) -> None:
    site.hire(4, worked=month(1, 2, 3, 4, 5, 11, 18, 25))
    before = Worker("何某辛", "19730704", 861, 280)
    for name in ("payroll", "notice"):
        site[name].rows[4]["出勤天数"] = float(before.days)


@fault("the notice was posted for two days", ("PB03", "notice", 0, "公示结束日期"))
def _(site: Site) -> None:
    for row in site["notice"].rows:
        row["公示结束日期"] = day(11, 6)


@fault("a full month is one yuan under the minimum wage", ("PY10", "payroll", 6, "应发工资"))
def _(site: Site) -> None:
    site.hire(6, rate=100, worked=month(11, 18, 25, first=2, last=28))
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
