"""Kinds: the set of fields decides, then the title, then the sheet, then the file; what is missing is said."""

from __future__ import annotations

import pytest

from tests.intake.books import HOME, A, grid, tables
from wagecheck.intake.sheets import read

KINDS = [
    ("identity", ["姓名", "性别", "民族", "出生日期", "住址", "身份证号码", "签发机关", "有效期起", "有效期止"], "Sheet1", "a.xlsx"),
    ("contract", ["姓名", "身份证号码", "合同编号", "合同签订日期", "合同始期", "合同终期", "月收入"], "Sheet1", "a.xlsx"),
    ("roster", ["姓名", "性别", "身份证号", "工种", "电话", "进场时间", "离场时间"], "Sheet1", "a.xlsx"),
    ("roster", ["姓名", "性别", "身份证号", "工种", "电话"], "花名册", "a.xlsx"),
    ("roster", ["姓名", "身份证号", "电话"], "Sheet1", "花名册-木工班组(22人)2023.03.09进场.xlsx"),
    ("identity", ["姓名", "身份证号", "电话"], "Sheet1", "身份证信息.xlsx"),
    ("attendance", ["姓名", "身份证号", *range(1, 32)], "Sheet1", "a.xlsx"),
    ("attendance", ["姓名", "身份证号", "日期", "出勤情况"], "Sheet1", "a.xlsx"),
    ("attendance", ["姓名", "应出勤天数", "实际出勤天数", "旷工天数"], "Sheet1", "a.xlsx"),
    ("payroll", ["姓名", "身份证号", "出勤天数", "日工资", "应发工资", "实发工资", "银行卡号", "开户行", "签字"], "Sheet1", "a.xlsx"),
    ("payroll", ["姓名", "身份证号", "银行卡号", "开户行", "实发工资"], "工资表", "a.xlsx"),
    ("notice", ["姓名", "身份证号", "出勤天数", "应发工资", "实发工资"], "工资公示表", "a.xlsx"),
    ("notice", ["姓名", "出勤天数", "应发工资", "实发工资", "公示开始日期", "公示结束日期"], "Sheet1", "a.xlsx"),
    ("payment", ["账号", "户名", "金额", "用途", "附言"], "Sheet1", "a.xlsx"),
    ("payment", ["付款账号/卡号", "付款账号名称/卡名称", "收款账号", "收款账号名称", "金额", "汇款用途", "备注信息"], "Sheet1", "a.xlsx"),
    ("payment", ["交易日期", "摘要", "收入", "支出", "余额", "对方户名", "对方账号"], "Sheet1", "a.xlsx"),
    ("payment", ["收款户名", "收款账号", "金额", "代发结果", "失败原因"], "Sheet1", "a.xlsx"),
    ("account_flow", ["交易日期", "摘要", "收入", "支出", "余额", "对方户名"], "专户流水", "项目信息.xlsx"),
    ("project", ["项目名称", "项目所在地", "建设单位", "总承包单位", "开工日期"], "项目", "项目信息.xlsx"),
    ("contractor", ["单位名称", "统一社会信用代码", "参建类型", "法定代表人"], "参建单位", "项目信息.xlsx"),
    ("account", ["账户名称", "账号", "开户银行", "开户日期", "备案日期"], "专户", "项目信息.xlsx"),
    ("guarantee", ["存储方式", "保函编号", "存储比例", "保证金金额（元）"], "保证金", "项目信息.xlsx"),
    ("insurance", ["姓名", "身份证号码", "参建单位名称", "险种", "参保开始日期"], "参保名单", "项目信息.xlsx"),
    ("board", ["建设单位", "施工总承包单位", "分包单位", "当地最低工资标准（元/月）", "工资支付日期"], "告示牌", "项目信息.xlsx"),
]  # fmt: skip


@pytest.mark.parametrize(("ledger", "head", "sheet", "file"), KINDS, ids=[f"{k[0]}-{i}" for i, k in enumerate(KINDS)])
def test_a_header_makes_a_ledger(ledger, head, sheet, file):
    assert [reading.ledger for reading in tables([head], sheet, f"{HOME}/{file}")] == [ledger]


NEITHER = [
    ("tax rates", "个税税率表", [["级数", "应纳税所得额", "税率（%）", "速算扣除数"], [1, "不超过36000元", 3, 0]]),
    (
        "insurance sums beside a payroll",
        "社保公积金计算表",
        [["序号", "姓名", "工资", "社保基数"], [1, "张某甲", 5000, 5000]],
    ),
    ("a letter", "说明", [["关于工资发放的说明"], ["各班组：请按时提交资料。"]]),
    (
        "prices per day beside a payroll are no contracts",
        "单价",
        [["姓名", "日工资"], ["张某甲", 260], ["李某乙", 280]],
    ),
    ("prices of trades", "单价", [["工种", "日工资"], ["木工", 260], ["钢筋工", 280]]),
    ("names and phones without a ledger's word", "Sheet9", [["姓名", "电话"], ["张某甲", "13800000000"]]),
]


@pytest.mark.parametrize(("what", "name", "rows"), NEITHER, ids=[n[0] for n in NEITHER])
def test_content_that_is_no_ledger_is_named(what, name, rows):
    found = read(grid(rows, name), f"{HOME}/a.xlsx")
    assert (found.tables, [issue.code for issue in found.issues]) == ((), ["IN02"])


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("下拉", [["木工"], ["钢筋工"]]),
        ("目录", [["1", "工资表"], ["2", "考勤表"]]),
        ("封面", [["2026年10月工资资料"]]),
    ],
)
def test_covers_contents_and_drop_downs_are_nothing_to_speak_of(name, rows):
    found = read(grid(rows, name), f"{HOME}/a.xlsx")
    assert (found.tables, found.issues) == ((), ())


def test_a_list_of_day_rates_called_a_ledger_is_one():
    rows = [["劳动合同台账"], ["姓名", "身份证号", "日工资"], ["张某甲", "110199199003070017", 260]]
    assert [t.ledger for t in read(grid(rows, "Sheet1"), f"{HOME}/a.xlsx").tables] == ["contract"]


def test_an_empty_sheet_is_nothing_to_speak_of():
    found = read(grid([[None, ""], []], "Sheet2"), f"{HOME}/a.xlsx")
    assert (found.tables, found.issues) == ((), ())


def test_a_payroll_without_any_amount_says_what_is_missing_and_what_comes_near():
    rows = [["2026年10月工资表"], ["序号", "姓名", "身份证号", "基本工资", "实发数目"], [1, *A, 5000, 5000]]
    found = read(grid(rows, "工资表"), f"{HOME}/a.xlsx")
    (issue,) = found.issues
    assert (found.tables, issue.code, issue.row) == ((), "IN03", 2)
    assert "实发数目" in issue.zh


def test_attendance_without_a_day_or_a_sum():
    rows = [["2026年10月考勤表"], ["序号", "姓名", "身份证号", "工种", "本人签字"], [1, *A, "木工", None]]
    found = read(grid(rows, "考勤表"), f"{HOME}/a.xlsx")
    assert (found.tables, [i.code for i in found.issues]) == ((), ["IN03"])


def test_a_payroll_of_nobody():
    rows = [["2026年10月工资表"], ["序号", "应发工资", "实发工资", "备注"], [1, 5000, 5000, None]]
    found = read(grid(rows, "工资表"), f"{HOME}/a.xlsx")
    assert (found.tables, [i.code for i in found.issues]) == ((), ["IN03"])


def test_the_surer_the_headings_the_higher_the_confidence():
    sure = tables([["姓名", "身份证号", "应发工资", "实发工资"]], "工资表")[0]
    vague = tables([["姓名", "其一", "其二", "其三", "实发工资"]], "Sheet1")[0]
    assert 0 < vague.table.kind.confidence < sure.table.kind.confidence < 1


def test_each_field_takes_the_best_column_and_the_other_stays_free():
    columns = tables([["姓名", "身份证号", "卡号", "银行账户", "进场日期"]], "花名册")[0].table.kind.columns
    assert columns["bank_card"][0].index == 3
