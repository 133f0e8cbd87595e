"""Which column is which field: headings × cells → field, how, how surely; what nothing settles is shown and not used."""

from __future__ import annotations

import pytest
from stdnum import luhn

from tests.intake.books import codes, grid, table, tables
from wagecheck.intake.sheets import read as read_sheet

NAMES = ("张某甲", "李某乙", "王某丙", "赵某丁")
IDS = ("110199199003070017", "110199198812120024", "110199197505050033", "110199200101010048")
CARDS = tuple(front + luhn.calc_check_digit(front) for front in (f"622202000000001{n:03d}" for n in range(4)))
PHONES = tuple(f"1380000000{n}" for n in range(4))
DATES = tuple(f"2026-03-0{n + 1}" for n in range(4))
PAY, OTHER_PAY = (5000, 4800, 5200, 5100), (4000, 3800, 4200, 4100)
WORDS = ("甲", "乙", "丙", "丁")

PEOPLE = [("姓名", NAMES), ("身份证号", IDS)]
MONEY = [("应发工资", PAY), ("实发工资", PAY)]


def sheet(columns, title="工资表"):
    return [[label for label, _ in columns], *zip(*(cells for _, cells in columns), strict=True)], title


def column(reading, index):
    """Field, how and confidence of a column; None where it is taken for nothing."""
    found = [
        (name, c.how, c.confidence) for name, cs in reading.table.kind.columns.items() for c in cs if c.index == index
    ]
    return found[0] if found else None


# what, columns of the sheet, title, the column looked at, (field, how, at least, below or at)
FOUND = [
    ("a tidy heading", [*PEOPLE, *MONEY], "工资表", 1, ("id_number", "exact", 0.95, 1.0)),
    ("a tidy heading without any cell to confirm it", [("姓名", NAMES), ("证件号码", (None,) * 4), *MONEY], "工资表", 1, ("id_number", "exact", 0.95, 1.0)),
    ("identity numbers under 工号", [("姓名", NAMES), ("工号", IDS), *MONEY], "工资表", 1, ("id_number", "values", 0.8, 0.9)),
    ("identity numbers under 备注", [("姓名", NAMES), *MONEY, ("备注", IDS)], "工资表", 3, ("id_number", "values", 0.8, 0.9)),
    ("identity numbers under 证件", [("姓名", NAMES), ("证件", IDS), *MONEY], "工资表", 1, ("id_number", "values", 0.8, 0.9)),
    ("identity numbers under nothing", [("姓名", NAMES), ("", IDS), *MONEY], "工资表", 1, ("id_number", "values", 0.8, 0.9)),
    ("工号 with staff numbers stays what it says", [*PEOPLE, ("工号", (1, 2, 3, 4)), *MONEY], "工资表", 2, ("worker_no", "exact", 0.95, 1.0)),
    ("工号 repeats the identity numbers that stand beside it", [*PEOPLE, ("工号", IDS), *MONEY], "工资表", 2, ("worker_no", "exact", 0.95, 1.0)),
    ("phones under 联络", [*PEOPLE, ("联络", PHONES), *MONEY], "工资表", 2, ("phone", "values", 0.7, 0.8)),
    ("cards under nothing", [*PEOPLE, *MONEY, ("", CARDS)], "工资表", 4, ("bank_card", "values", 0.7, 0.75)),
    ("names under nothing", [("", NAMES), ("身份证号", IDS), *MONEY], "工资表", 0, ("name", "values", 0.6, 0.7)),
    ("payees of a bank file by their names", [("人名", NAMES), ("收款账号", CARDS), ("金额", PAY)], "代发明细", 0, ("payee_name", "values", 0.6, 0.7)),
    ("the day of a bank file by its dates", [("收款户名", NAMES), ("收款账号", CARDS), ("金额", PAY), ("某日", DATES)], "代发明细", 3, ("paid_on", "values", 0.5, 0.6)),
    ("somebody else's phone is nobody's", [*PEOPLE, ("紧急联系人手机", PHONES), *MONEY], "工资表", 2, None),
    ("dates that may be anything are nothing", [*PEOPLE, ("某日", DATES), ("进场日期", DATES)], "花名册", 2, None),
    ("words in a longer heading", [*PEOPLE, ("农民工本人联系电话", (None,) * 4), *MONEY], "工资表", 2, ("phone", "part", 0.8, 0.9)),
    ("words in a longer heading, and cells of that kind", [*PEOPLE, ("农民工本人联系电话", PHONES), *MONEY], "工资表", 2, ("phone", "part", 0.95, 0.95)),
    ("a guessed heading over cells of another kind gives way to them", [("姓名", NAMES), ("本人手机号码", IDS), *MONEY], "工资表", 1, ("id_number", "values", 0.8, 0.9)),
    ("a slip of the pen", [("姓名", NAMES), ("身份征号码", (None,) * 4), *MONEY], "工资表", 1, ("id_number", "spelling", 0.6, 0.6)),
    ("two characters exchanged", [*PEOPLE, ("工卡资账号", (None,) * 4), *MONEY], "工资表", 2, ("bank_card", "spelling", 0.6, 0.6)),
    ("a slip of the pen over cells of that kind", [("姓名", NAMES), ("身份征号码", IDS), *MONEY], "工资表", 1, ("id_number", "spelling", 0.95, 0.95)),
    ("a heading of two things, settled by its cells", [*PEOPLE, ("联系电话银行卡号信息", CARDS), *MONEY], "工资表", 2, ("bank_card", "part", 0.95, 0.95)),
    ("of two cards the filled one", [*PEOPLE, ("银行卡号", (None,) * 4), ("工资账号", CARDS), *MONEY], "工资表", 3, ("bank_card", "exact", 0.95, 1.0)),
    ("卡号 beside 银行账户 is an access card", [*PEOPLE, ("卡号", (1, 2, 3, 4)), ("银行账户", CARDS), ("进场日期", DATES)], "花名册", 3, ("bank_card", "exact", 0.95, 1.0)),
    ("the same column twice, word for word", [*PEOPLE, ("应发工资", PAY), ("应发工资", PAY), ("实发工资", PAY)], "工资表", 2, ("gross_pay", "exact", 0.95, 1.0)),
]  # fmt: skip


@pytest.mark.parametrize(("what", "columns", "title", "index", "expected"), FOUND, ids=[f[0] for f in FOUND])
def test_a_column_is_taken_for_a_field(what, columns, title, index, expected):
    found = column(table(*sheet(columns, title)), index)
    if expected is None:
        assert found is None
        return
    field, how, least, most = expected
    assert found is not None and found[:2] == (field, how)
    assert least <= found[2] <= most


@pytest.mark.parametrize("kind", [IDS, CARDS, PHONES, NAMES])
def test_cells_alone_never_make_a_column_as_sure_as_a_tidy_heading(kind):
    columns = [("", kind), *([] if kind is NAMES else [("姓名", NAMES)]), *MONEY]
    found = column(table(*sheet(columns)), 0)
    assert found is not None and found[1] == "values" and found[2] < 0.95


# what, columns, title, fields not used, part of the issue
DOUBTS = [
    ("one wording twice, two amounts", [*PEOPLE, ("约定工资", PAY), ("约定工资", OTHER_PAY), ("合同编号", WORDS)], "劳动合同", {"wage_rate"}, "C 列“约定工资”、D 列“约定工资”"),
    ("two wordings of what everything hangs on", [*PEOPLE, ("应发工资", OTHER_PAY), ("应发合计", PAY), ("实发工资", PAY)], "工资表", {"gross_pay"}, "分不清用哪一栏"),
    ("two columns known by their cells alone", [*PEOPLE, ("甲", PHONES), ("乙", PHONES[::-1]), *MONEY], "工资表", {"phone"}, "C 列“甲”、D 列“乙”"),
    ("a heading of two things that its cells do not settle", [*PEOPLE, ("联系电话银行卡号信息", WORDS), *MONEY], "工资表", {"phone", "bank_card"}, "也可能是“工资卡号”"),
    ("identity numbers under 银行卡号", [*PEOPLE, ("银行卡号", IDS), *MONEY], "工资表", {"bank_card"}, "表头与内容矛盾：内容是身份证号码"),
    ("cards under 联系电话", [*PEOPLE, ("联系电话", CARDS), *MONEY], "工资表", {"phone"}, "内容是银行卡号"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "columns", "title", "fields", "words"), DOUBTS, ids=[d[0] for d in DOUBTS])
def test_what_nothing_settles_is_said_and_not_used(what, columns, title, fields, words):
    reading = table(*sheet(columns, title))
    assert not fields & reading.table.kind.columns.keys()
    (issue,) = [issue for issue in reading.issues if issue.code == "IN14"]
    assert words in issue.zh and issue.row == 1 and issue.col == 3
    assert {cell.field for cell in reading.cells if cell.how == "ambiguous"} == fields
    unused = reading.frames[reading.ledger].select(field for field in fields if field in reading.records.columns)
    assert unused.null_count().row(0) == (4,) * unused.width


def test_exchanged_headings_are_read_by_their_cells_and_said():
    reading = table(*sheet([("姓名", NAMES), ("银行卡号", IDS), ("身份证号", CARDS), *MONEY]))
    assert (column(reading, 1)[:2], column(reading, 2)[:2]) == (("id_number", "values"), ("bank_card", "values"))
    assert reading.records["id_number"].to_list() == list(IDS)
    assert reading.records["bank_card"].to_list() == list(CARDS)
    assert codes(reading).count("IN14") == 2


def test_a_field_without_which_nothing_can_be_read_is_missing_while_it_is_in_doubt():
    rows, title = sheet([*PEOPLE, ("实发工资", PAY), ("实发工资", OTHER_PAY)])
    found = read_sheet(grid(rows, title), "示例一建筑劳务有限公司/台账.xlsx")
    assert found.tables == ()
    assert [issue.code for issue in found.issues] == ["IN03", "IN14"]


SILENT = [
    ("an order of the dictionary settles addresses", [*PEOPLE, ("户籍地址", WORDS), ("现住址", WORDS[::-1]), ("进场日期", DATES)], "花名册"),
    ("wages paid into accounts that are phone numbers", [*PEOPLE, ("银行卡号", PHONES), *MONEY], "工资表"),
    ("cards that fail Luhn", [*PEOPLE, ("银行卡号", tuple(f"62220200000000{n:04d}1" for n in range(4))), *MONEY], "工资表"),
    ("identity numbers with slips", [("姓名", NAMES), ("身份证号", tuple(i[:-1] + "9" for i in IDS)), *MONEY], "工资表"),
    ("identity numbers stored as numbers", [("姓名", NAMES), ("身份证号", tuple(float(i) for i in IDS)), *MONEY], "工资表"),
    ("a column of remarks holds a phone or two", [*PEOPLE, *MONEY, ("备注", ("13800000001", None, "13800000002", None))], "工资表"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "columns", "title"), SILENT, ids=[s[0] for s in SILENT])
def test_clean_columns_raise_no_doubt(what, columns, title):
    reading = table(*sheet(columns, title))
    assert reading.table.kind.doubts == ()
    assert "IN14" not in codes(reading)


def test_the_other_column_is_shown_where_order_settles_it():
    found = table(*sheet([*PEOPLE, ("出勤天数", (22, 21, 20, 19)), ("实际出勤天数", (22, 21, 20, 18)), *MONEY])).table
    assert found.kind.columns["work_days"][0].rivals == ("D 实际出勤天数",)


def test_values_alone_make_no_ledger_of_a_sheet():
    assert tables(*sheet([("甲", NAMES), ("乙", IDS), ("丙", PHONES)], "Sheet9")) == []
