"""Bank files: every batch, result and statement that banks give, in their own layouts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal as D

import pytest

from tests.facts.ledger_kit import SETTINGS
from tests.intake.books import HOME, A, B, C, codes, grid, read, table, tables, workbook
from wagecheck.facts import build
from wagecheck.intake.bank_status import status_of
from wagecheck.intake.sheets import read as read_sheet

CARDS = ("6228480000000000017", "6228480000000000025", "6228480000000000033")
PAYER = "3200000000000000011"
TWO = [(A[0], CARDS[0], D("100.50")), (B[0], CARDS[1], D("200.00"))]


def payments(rows, name="Sheet1", file="银行.xlsx", *columns):
    sheet = table(rows, name, f"{HOME}/{file}")
    assert sheet.ledger == "payment"
    return sheet, sheet.frames["payment"].select(columns).rows()


# --- batches -------------------------------------------------------------------------------------------------------------

BATCHES = [
    ("农行同行", "农业银行模板.xls",
     [["农业银行代发工资"], ["编号", "收款方账号", "收款方户名", "金额", "备注（附言）"],
      [1, CARDS[0], A[0], 100.5, "10月工资"], [2, CARDS[1], B[0], 200, "10月工资"]], 1, "10月工资", None),
    ("农行跨行", "农业银行跨行进卡模板.xlsx",
     [["跨行代发"], ["编号", "收款方账号", "收款方户名", "金额", "开户行支行名称", "是否农行账户(否)", "用途（附言）"],
      [1, CARDS[0], A[0], "100.50", "某行示例支行", "否", "10月工资"], [2, CARDS[1], B[0], "200", "某行示例支行", "否", "10月工资"]],
     1, "10月工资", None),
    ("中行混发", "中国银行混发模板.xls",
     [["账号", "户名", "金额", "用途", "附言"], [CARDS[0], A[0], 100.5, "工资", "10月"], [CARDS[1], B[0], 200, "工资", "10月"]],
     0, "工资；10月", None),
    ("工行模板", "工商银行模板.xlsx",
     [["工商银行批量代发"], ["请按格式填写"],
      ["付款账号/卡号", "付款账号名称/卡名称", "付款账号开户行", "收款账号", "收款账号名称", "收款账号开户行", "金额", "汇款用途", "备注信息"],
      [PAYER, HOME, "某行", CARDS[0], A[0], "某行", 100.5, "工资", "10月工资"], [PAYER, HOME, "某行", CARDS[1], B[0], "某行", 200, "工资", "10月工资"]],
     2, "工资；10月工资", PAYER),
    ("工行批量支付3.0", "批量支付.xls",
     [["付款账号开户行", "付款账号", "付款账号名称", "收款账号开户行", "省份名", "城市名", "收款账号", "收款账号名称", "金额", "汇款用途", "备注", "短信通知手机号码"],
      ["某行", PAYER, HOME, "某行", "某省", "某市", CARDS[0], A[0], 100.5, "10月工资", None, None],
      ["某行", PAYER, HOME, "某行", "某省", "某市", CARDS[1], B[0], 200, "10月工资", None, None]], 0, "10月工资", PAYER),
    ("工行批量支付1.0", "批量支付1.0.xls",
     [["付款账号", "付款账号名称", "收款账号", "收款账号名称", "金额", "汇款用途"],
      [PAYER, HOME, CARDS[0], A[0], 100.5, "10月工资"], [PAYER, HOME, CARDS[1], B[0], 200, "10月工资"]], 0, "10月工资", PAYER),
    ("招行混发", "混发模板.xlsx",
     [["招商银行代发"], [f"单位：{HOME}"], [f"付款账号：{PAYER}"], ["总笔数", 2], ["总金额", 300.5], [],
      ["账号", "户名", "金额", "汇款备注"], [CARDS[0], A[0], 100.5, "10月工资"], [CARDS[1], B[0], 200, "10月工资"]], 6, "10月工资", PAYER),
    ("长沙银行混发", "混发模板.xlsx",
     [["长沙银行代发模板"], ["说明：1、请勿修改表头"], ["总金额", "300.5", "总笔数", "2"],
      ["收款账号", "收款户名", "金额", "备注"], [CARDS[0], A[0], 100.5, "10月工资"], [CARDS[1], B[0], 200, "10月工资"]], 3, "10月工资", None),
    ("an account wrapped in its cell", "批量.xlsx",
     [["账号", "户名", "金额", "用途"], ["62284800000 00000017", A[0], 100.5, "10月工资"], ["6228480000000\n000025", B[0], 200, "10月工资"]],
     0, "10月工资", None),
]  # fmt: skip


@pytest.mark.parametrize(("what", "file", "rows", "header", "memo", "payer"), BATCHES, ids=[b[0] for b in BATCHES])
def test_a_batch_of_every_bank(what, file, rows, header, memo, payer):
    sheet, found = payments(rows, "Sheet1", file, "payee_name", "payee_account", "amount", "memo", "payer_account")
    assert found == [(*row, memo, payer) for row in TWO]
    assert sheet.table.header.bottom == header
    assert set(sheet.frames["payment"]["document"]) == {"batch"}
    assert sheet.frames["payment"]["status"].to_list() == [None, None]
    assert codes(sheet) == []


BARE = [
    ("the memo in column F", [[CARDS[0], A[0], 100.5, None, None, "10月工资"], [CARDS[1], B[0], 200, None, None, "10月工资"]], "10月工资"),
    ("a serial, the bank", [[1, A[0], CARDS[0], "100.50", "某某银行"], [2, B[0], CARDS[1], "200.00", "某某银行"]], None),
    ("the payer in front", [[PAYER, CARDS[0], A[0], 100.5], [PAYER, CARDS[1], B[0], 200]], None),
    ("a title above", [["交行代发"], [CARDS[0], A[0], 100.5], [CARDS[1], B[0], 200]], None),
    ("a total below", [[CARDS[0], A[0], 100.5], [CARDS[1], B[0], 200], [None, "合计", 300.5]], None),
    ("a code of the bank in every row", [[CARDS[0], A[0], 41995, 100.5, "ev"], [CARDS[1], B[0], 41995, 200, "ev"]], None),
]  # fmt: skip


@pytest.mark.parametrize(("what", "rows", "memo"), BARE, ids=[b[0] for b in BARE])
def test_a_batch_without_header_is_known_by_its_values_and_not_surely(what, rows, memo):
    sheet, found = payments(rows, "Sheet1", "混发.xlsx", "payee_name", "payee_account", "amount", "memo")
    assert found == [(*row, memo) for row in TWO]
    assert sheet.table.kind.confidence <= 0.5
    assert all(0.5 <= cell.confidence < 0.7 and "无表头" in cell.header for cell in sheet.cells)
    assert sheet.frames["payment"]["row"].to_list() == [
        r + 1 for r, row in enumerate(rows) if CARDS[0] in row or CARDS[1] in row
    ]
    assert codes(sheet) == []


def test_the_text_file_of_a_macro_is_read_like_any_batch_without_header(tmp_path):
    path = tmp_path / HOME / "批量.txt(工资)"
    path.parent.mkdir()
    path.write_bytes("\r\n".join(f"{card}|{name}|{amount}|41995|ev" for name, card, amount in TWO).encode("gb18030"))
    found = read(tmp_path).ledgers["payment"].select("payee_name", "payee_account", "amount", "row").rows()
    assert found == [(*TWO[0], 1), (*TWO[1], 2)]


NO_BATCHES = [
    ("names and cards only", [[A[0], CARDS[0]], [B[0], CARDS[1]], [C[0], CARDS[2]]]),
    ("two columns of amounts", [[A[0], CARDS[0], 100, 90], [B[0], CARDS[1], 200, 180]]),
    ("identity numbers beside", [[*A, CARDS[0], 100], [*B, CARDS[1], 200]]),
    ("two columns of names", [[A[0], B[0], CARDS[0], 100], [B[0], C[0], CARDS[1], 200]]),
    ("numbers that are no accounts", [[A[0], "13800000000", 100], [B[0], "13800000001", 200]]),
    ("one row and nothing that says bank", [[A[0], CARDS[0], 100]]),
]


@pytest.mark.parametrize(("what", "rows"), NO_BATCHES, ids=[n[0] for n in NO_BATCHES])
def test_what_may_be_something_else_is_not_guessed_at_but_named(what, rows):
    found = read_sheet(grid(rows), f"{HOME}/表.xlsx")
    assert (found.tables, [issue.code for issue in found.issues]) == ((), ["IN02"])


# --- results -------------------------------------------------------------------------------------------------------------

WORDS = [
    ("全部成功", "success"), ("部分成功", "pending"), ("待处理", "pending"), ("处理中", "pending"), ("拒绝处理", "failed"), ("待提交", "pending"),
    ("代发失败", "failed"), ("撤销", "failed"), ("成功", "success"), ("失败", "failed"), ("退款", "refunded"), ("FAILNO", "failed"),
    ("FAILNO 交易失败未扣款", "failed"), ("FAILYES", "pending"), ("FAILYES 交易失败已扣款", "pending"), ("代发处理中", "pending"), ("代发成功", "success"),
    ("未成功", "failed"), ("0", None), ("35", None), ("好", None),
]  # fmt: skip


@pytest.mark.parametrize(("written", "status"), WORDS)
def test_words_of_results(written, status):
    assert status_of(written) == status


CODES = [
    ("CCB by its name in the title", "代发结果.xlsx", [["中国建设银行代发结果"]], "状态", [35, 31, "34"], ["success", "failed", "pending"]),
    ("CCB by the file name", "建行代发结果.xlsx", [], "状态", ["35", "31", "34"], ["success", "failed", "pending"]),
    ("a heading that names the platform's batch states", "结果.xlsx", [], "批次状态", [0, 6, -1], ["success", "failed", "failed"]),
    ("the rest of its codes", "结果.xlsx", [], "批次状态", [1, 4, 5], ["pending", "failed", "pending"]),
    ("a legend in the heading", "结果.xlsx", [], "状态（0-成功，1-失败，2-处理中）", [0, 1, 2], ["success", "failed", "pending"]),
    ("a legend above", "结果.xlsx", [["代发结果"], ["说明：1：成功；9：失败"]], "状态", [1, 9, 1], ["success", "failed", "success"]),
    ("the words before the codes", "结果.xlsx", [["代发结果 成功(0) 失败(1)"]], "状态", [0, 1, 0], ["success", "failed", "success"]),
    ("a legend goes before the name of a bank", "建行结果.xlsx", [["31：代发成功 35：代发失败"]], "状态", [31, 35, 31], ["success", "failed", "success"]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "file", "above", "heading", "said", "status"), CODES, ids=[c[0] for c in CODES])
def test_numbers_mean_what_the_sheet_says_they_mean(what, file, above, heading, said, status):
    body = [
        [n, card, name, 100, code]
        for n, (card, name, code) in enumerate(zip(CARDS, (A[0], B[0], C[0]), said, strict=True), 1)
    ]
    sheet, found = payments(
        [*above, ["序号", "收款账号", "收款户名", "金额", heading], *body], "代发结果", file, "status", "document"
    )
    assert found == [(s, "result") for s in status]
    assert codes(sheet) == []


def test_what_nobody_explains_is_listed_once_with_its_count_and_is_no_success():
    rows = [
        ["收款账号", "收款户名", "金额", "状态"],
        [CARDS[0], A[0], 100, 0],
        [CARDS[1], B[0], 100, 0],
        [CARDS[2], C[0], 100, "成功"],
    ]
    sheet, found = payments(rows, "代发结果", "结果.xlsx", "status", "status_text")
    assert found == [(None, "0"), (None, "0"), ("success", "成功")]
    assert [(i.code, i.field, i.raw, i.row, i.col, i.count) for i in sheet.issues] == [
        ("IN05", "status_text", "0", 2, 4, 2)
    ]


REASONS = [
    ("beside a status", ["代发结果", "失败原因"], [["失败", "户名账号不符"], ["成功", None]], [("failed", "户名账号不符"), ("success", None)]),
    ("without a status", ["失败原因"], [["卡号错误"], [None]], [("failed", "卡号错误"), (None, None)]),
    ("an answer that says both", ["返回信息"], [["交易成功"], ["账户冻结，交易失败"]], [("success", "交易成功"), ("failed", "账户冻结，交易失败")]),
    ("a returned payment", ["退票原因"], [["已退票：户名不符"], [None]], [("refunded", "已退票：户名不符"), (None, None)]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "head", "said", "expected"), REASONS, ids=[r[0] for r in REASONS])
def test_reasons_of_failure_are_kept_and_tell_a_failure(what, head, said, expected):
    rows = [["收款账号", "收款户名", "金额", *head], [CARDS[0], A[0], 100, *said[0]], [CARDS[1], B[0], 100, *said[1]]]
    _, found = payments(rows, "代发明细", "结果.xlsx", "status", "failure_reason")
    assert found == expected


# --- statements ----------------------------------------------------------------------------------------------------------

DAY = dt.date(2025, 11, 14)
STATEMENTS = [
    ("收入|支出", ["交易日期", "摘要", "收入", "支出", "余额", "对方户名"],
     [["20251114", "工资", None, 100, 900, A[0]], ["20251114", "退汇", 100, 0, 1000, A[0]]]),
    ("a sign, minus is out", ["交易日期", "交易发生金额", "账户余额", "对方账号", "对方户名", "摘要", "备注"],
     [[20251114, "-100.00", 900, CARDS[0], A[0], "工资", None], [20251114.0, "100.00", 1000, CARDS[0], A[0], "退汇", None]]),
    ("a sign, the balance says that plus is out", ["交易日期", "金额", "余额", "对方户名", "摘要"],
     [["2025-11-14", 100, 900, A[0], "工资"], ["2025-11-14", -100, 1000, A[0], "冲正"]]),
    ("no sign, the balance moves", ["交易日期", "金额", "余额", "对方户名", "摘要"],
     [["2025-11-14", 100, 900, A[0], "工资"], ["2025-11-14", 100, 1000, A[0], "退汇"], ["2025-11-14", 50, 950, None, "手续费"]]),
    ("newest first", ["交易日期", "金额", "余额", "对方户名", "摘要"],
     [["2025-11-14", 100, 800, A[0], "工资"], ["2025-11-14", 100, 900, A[0], "退汇"], ["2025-11-13", 50, 800, None, "手续费"]]),
    ("D and C", ["记账日期", "借贷标志", "交易金额", "对方户名"], [["20251114", "D", 100, A[0]], ["20251114", "C", 100, A[0]]]),
    ("借 and 贷", ["交易日期", "借贷方向", "发生额", "对方户名"], [["20251114", "借", 100, A[0]], ["20251114", "贷", 100, A[0]]]),
    ("借方 and 贷方 under 发生额", ["交易日期", "借方发生额", "贷方发生额", "余额", "对方户名"],
     [["20251114", "100.00", "", "1", A[0]], ["20251114", "", "100.00", "1", A[0]]]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "head", "body"), STATEMENTS, ids=[s[0] for s in STATEMENTS])
def test_a_statement_knows_its_direction(what, head, body):
    _, found = payments([head, *body], "银行流水", "流水.xlsx", "document", "amount", "direction", "paid_on", "status")
    assert found[:2] == [("statement", D(100), "out", DAY, "success"), ("statement", D(100), "in", DAY, "success")]


def test_wages_with_one_reversal_are_not_taken_for_income():
    head = ["记账日期", "对方户名", "金额", "备注"]
    body = [[DAY, A[0], 100, "工资"], [DAY, B[0], 200, "工资"], [DAY, C[0], 300, "工资"], [DAY, C[0], -300, "冲正"]]
    _, found = payments([head, *body], "银行流水", "流水.xlsx", "direction", "amount")
    assert found == [("out", D(100)), ("out", D(200)), ("out", D(300)), ("in", D(300))]


def test_equal_wages_newest_first_are_wages():
    head = ["交易日期", "金额", "余额", "对方户名"]
    body = [[DAY, 100, 700, A[0]], [DAY, 100, 800, B[0]], [DAY, 100, 900, C[0]]]
    _, found = payments([head, *body], "银行流水", "流水.xlsx", "direction")
    assert found == [("out",)] * 3


def test_wrapped_names_and_accounts_are_put_together():
    rows = [["交易日期", "借贷标志", "交易金额", "对方账号", "对方户名", "摘要"],
            ["20251114", "借", "100.50", "641106012890 900100012499", "某某正大日软 件有限公司", "货款"],
            ["20251114", "借", "100.50", "641106012890\n900100012500", "张\n某甲", "工资"]]  # fmt: skip
    _, found = payments(rows, "银行流水", "流水.xlsx", "payee_name", "payee_account", "name_key")
    assert found == [
        ("某某正大日软件有限公司", "641106012890900100012499", "某某正大日软件有限公司"), ("张某甲", "641106012890900100012500", "张某甲"),
    ]  # fmt: skip


def test_pages_of_a_statement_repeat_their_header_and_end_with_sums():
    head = ["交易日期", "摘要", "支出", "收入", "余额", "对方户名"]
    rows = [[f"户名：{HOME}", None, f"账号：{PAYER}"], head, [DAY, "工资", 100, None, 900, A[0]], ["本页合计", None, 100],
            [f"户名：{HOME}", None, f"账号：{PAYER}"], head, [DAY, "工资", 200, None, 700, B[0]], ["本页合计", None, 200], ["合计", None, 300]]  # fmt: skip
    sheet, found = payments(rows, "银行流水", "流水.xlsx", "row", "payee_name", "amount", "payer_account")
    assert found == [(3, A[0], D(100), PAYER), (7, B[0], D(200), PAYER)]
    assert (sheet.totals["stated"] == sheet.totals["computed"]).all()
    assert codes(sheet) == []


def test_another_account_on_the_same_sheet_is_another_statement():
    head = ["交易日期", "摘要", "支出", "收入", "余额", "对方户名"]
    rows = [[f"账号：{PAYER}"], head, [DAY, "工资", 100, None, 900, A[0]],
            ["账号：3200000000000000022"], head, [DAY, "工资", 200, None, 700, B[0]]]  # fmt: skip
    found = [row for t in tables(rows, "银行流水") for row in t.frames["payment"].select("row", "payer_account").rows()]
    assert found == [(3, PAYER), (6, "3200000000000000022")]


def test_a_third_decimal_is_rounded_and_told():
    rows = [
        ["付款账号", "收款账号", "收款账号名称", "金额"],
        [PAYER, CARDS[0], A[0], 12345.332],
        [PAYER, CARDS[1], B[0], 100],
    ]
    sheet, found = payments(rows, "批量支付", "批量支付.xls", "amount")
    assert found == [(D("12345.33"),), (D(100),)]
    assert codes(sheet) == ["IN13"]


def test_a_lump_sum_booked_to_an_internal_account_is_nobodys_pay(tmp_path):
    """Settled by the facts: no worker is paid by it, and the rules about single workers stay without an answer."""
    workbook(
        tmp_path / HOME / "2026年10月.xlsx",
        工资表=[["2026年10月农民工工资表"], ["姓名", "身份证号", "实发工资"], [*A, 100], [*B, 200]],
        银行流水=[
            ["交易日期", "摘要", "支出", "对方户名"],
            [dt.date(2026, 11, 14), "代发工资", 300, "应付代收业务款项"],
        ],
    )
    frame = build(read(tmp_path), None, SETTINGS)["payment_row"].collect()
    assert frame.select("is_lump_sum", "person", "matched_by").rows() == [(True, None, "none")]


def test_the_projects_own_confirmation_of_payment_is_a_payroll():
    rows = [["农民工工资委托支付确认表"], ["单位：示例一建筑劳务有限公司", None, None, "所属月份：2026年10月"],
            ["序号", "工种", "姓名", "身份证号", "联系方式", "开户行名称", "工资银行账号", "银行行号", "用工天数", "加班加点", "实发工资金额", "本人签字确认", "备注"],
            [1, "木工", *A, "13800000000", "某行", CARDS[0], "103100000001", 22, 8, 5000, "张某甲", None], [2], [3],
            ["小计", None, None, None, None, None, None, None, 22, 8, 5000], ["合计", None, None, None, None, None, None, None, 22, 8, 5000],
            ["项目经理：", None, "劳资专管员：", None, "班组长：", None, "制表："]]  # fmt: skip
    sheet = table(rows, "工资表")
    assert sheet.frames["payroll"].select("name", "net_pay", "bank_card", "bank_code", "work_days", "overtime_hours", "signature").rows() == [
        (A[0], D(5000), CARDS[0], "103100000001", D(22), D(8), "张某甲"),
    ]  # fmt: skip
    assert (sheet.totals["stated"] == sheet.totals["computed"]).all()
    assert codes(sheet) == []
