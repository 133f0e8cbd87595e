"""The forms as data: every heading is one that the reader knows for sure, every list one that the rules understand."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from wagecheck.blanks import forms, guide
from wagecheck.blanks.common import common
from wagecheck.blanks.forms import BOOKS, Band, Book, Column, Sheet, book
from wagecheck.blanks.watchers import watchers
from wagecheck.intake import marks, values
from wagecheck.intake.items import item_kind
from wagecheck.intake.wordings import dictionary, match, squeeze
from wagecheck.ledgers.catalogue import schema
from wagecheck.resources import folder, read_toml

SHEETS = [(one, sheet) for one in map(book, BOOKS) for sheet in one.sheets]
COLUMNS = [(sheet, column) for _, sheet in SHEETS for column in sheet.columns]
BANDS = [(sheet, band) for _, sheet in SHEETS for row in sheet.bands for band in row]

#: The sheets of 项目信息.xlsx as they are settled, heading by heading.
PROJECT = {
    "项目": "项目名称 项目所在地 行政区划代码 最低工资档次 建设单位 总承包单位 总承包单位统一社会信用代码 所属单位 施工合同金额（元） 施工合同签订日期 "
    "开工日期 计划完工日期 人工费用拨付周期（天） 工程款支付担保 工程款支付担保编号 劳资专管员 劳资专管员身份证号码 劳资专管员电话 "
    "项目工伤保险参保日期 项目工伤保险截止日期 考勤方式 项目状态 近两年是否拖欠工资",
    "参建单位": "单位名称 统一社会信用代码 参建类型 法定代表人 法定代表人身份证号 注册地址 联系电话 注册日期 进场日期 分包合同编号 "
    "分包合同签订日期 计量周期 进度结算办法 已收保证金种类 委托代发协议签订日期 曾用名",
    "专户": "账户名称 账号 开户银行 开户日期 备案日期 三方协议签订日期 账户状态 销户日期 销户公示开始日期 销户公示结束日期",
    "专户流水": "交易日期 摘要 收入 支出 余额 对方户名 对方账号 交易流水号",
    "保证金": "存储方式 保函编号 存储比例 保证金金额（元） 存储日期 保函生效日期 保函到期日期 受益人 是否见索即付 是否不可撤销 动用日期 补足日期",
    "参保名单": "姓名 身份证号码 参建单位名称 险种 参保开始日期 参保截止日期 参保登记日期",
    "告示牌": "建设单位 施工总承包单位 项目部 分包单位 行业主管部门 劳资专管员 当地最低工资标准（元/月） 工资支付日期 劳动保障监察投诉电话 "
    "劳动人事争议仲裁机构 法律援助电话 公共法律服务热线",
}
#: Columns or band labels that a ledger must offer beyond the everyday ones.
FURTHER = {
    "contract": "合同名称 用工形式 计量单位",
    "roster": "用工形式 安全教育日期 实名登记日期",
    "payroll": "基本工资 工程量 社保个人部分 个税 提交总包日期 总包审核日期 劳资专管员审核 工资清单是否送达",
    "notice": "公示开始日期 公示结束日期",
}


def known(value: Sheet | Column | Band | Book) -> str:
    if isinstance(value, Sheet):
        return value.name
    if isinstance(value, Column):
        return value.heading or "days"
    return value.label if isinstance(value, Band) else value.file


@pytest.mark.parametrize(("sheet", "column"), COLUMNS, ids=known)
def test_a_heading_is_its_field_beyond_doubt(sheet: Sheet, column: Column) -> None:
    for heading in (column.heading, f"*{column.heading}"):
        found = match(heading, sheet.ledger) if heading.strip("*") else None
        if column.field:
            assert found is not None, heading
            assert (found.field, found.confidence >= 0.95) == (column.field, True)
        elif column.item:
            assert found is None
            assert item_kind(heading) == column.item
        else:
            assert column.days


@pytest.mark.parametrize(("sheet", "band"), BANDS, ids=known)
def test_a_label_gives_what_it_says(sheet: Sheet, band: Band) -> None:
    kinds = [kind for kind, labels in dictionary().bands.items() if squeeze(band.label) in map(squeeze, labels)]
    assert kinds[0] == band.gives


@pytest.mark.parametrize(("form", "sheet"), SHEETS, ids=known)
def test_no_field_stands_twice(form: Book, sheet: Sheet) -> None:
    headings = [column.heading for column in sheet.columns if column.heading]
    assert len(headings) == len(set(headings))
    fields = [column.field for column in sheet.columns if column.field]
    assert len(fields) == len(set(fields))


def test_the_project_workbook_has_the_settled_sheets_and_headings() -> None:
    written = {sheet.name: " ".join(column.heading for column in sheet.columns) for sheet in book("project").sheets}
    assert written == PROJECT


@pytest.mark.parametrize(
    "ledger", ["project", "contractor", "account", "account_flow", "guarantee", "insurance", "board"]
)
def test_no_column_of_the_standing_data_is_left_out(ledger: str) -> None:
    sheet = next(sheet for _, sheet in SHEETS if sheet.ledger == ledger)
    common_columns = {
        "src",
        "row",
        "project",
        "contractor",
        "team",
        "period_start",
        "period_end",
        "name_key",
        "id_state",
    }
    assert {column.field for column in sheet.columns} == set(schema(ledger)) - common_columns


@pytest.mark.parametrize("ledger", FURTHER)
def test_further_columns_of_the_ledgers(ledger: str) -> None:
    sheet = book(ledger).sheets[0]
    offered = {column.heading for column in sheet.columns} | {band.label for row in sheet.bands for band in row}
    assert set(FURTHER[ledger].split()) <= offered


@pytest.mark.parametrize("ledger", ["payroll", "roster", "contract"])
def test_every_item_of_the_law_has_its_place_and_is_obligatory(ledger: str) -> None:
    """The law's list of the ledger (twelve items of a payroll): each has a column or a label marked obligatory."""
    required = read_toml(folder("rules") / "dictionaries" / "required_items.toml")[ledger]
    told = dict(guide.legal_items(book(ledger)))
    assert list(told) == [group["title"] for group in required]
    sheet = book(ledger).sheets[0]
    must = {column.heading for column in sheet.columns if column.must}
    must |= {common()["labels"]["band"] + band.label for row in sheet.bands for band in row if band.must}
    for title, place in told.items():
        assert must & set(place.split("、")), title


def test_a_payroll_has_twelve_items() -> None:
    assert len(list(guide.legal_items(book("payroll")))) == 12


def test_every_reason_is_a_statute_on_record() -> None:
    reasons = {column.must for _, column in COLUMNS} | {band.must for _, band in BANDS}
    assert {reason for reason in reasons if "#" in reason} == set()
    assert {reason for reason in reasons if reason and not reason.startswith(("《", "“六统一”"))} == set()
    assert "《保障农民工工资支付条例》第十五条" in reasons


def test_short_names_of_statutes_are_used_and_known() -> None:
    text = "".join(path.read_text("utf-8") for path in (folder("templates") / "forms").glob("*.toml"))
    for short, full in common()["statute"].items():
        assert f'must = "{short}' in text, short
        assert forms.reason(short).startswith(f"《{full}》")


def test_notes_name_rules_that_exist() -> None:
    ids = {path.stem for path in folder("rules").glob("[A-Z][A-Z]/*.toml")}
    told = {rule.split()[0] for sheet, column in COLUMNS for rule in watchers(sheet.ledger, column.field)}
    assert told <= ids
    assert {"RN01", "BK06", "PY04", "LC02", "PB02", "PJ12"} <= told


@pytest.mark.parametrize(
    ("ledger", "field", "rule", "seen"),
    [
        ("payroll", "net_pay", "BK06", True), ("payment", "amount", "BK06", True), ("notice", "net_pay", "PB02", True),
        ("roster", "bank_card", "FR36", True), ("identity", "id_number", "RN01", True),
        ("payroll", "name", "FR24", False),  # shows the name beside the amounts, compares no names
        ("payroll", "remark", "BK06", False),
    ],
)  # fmt: skip
def test_which_rules_look_at_a_column(ledger: str, field: str, rule: str, seen: bool) -> None:
    assert any(told.startswith(rule) for told in watchers(ledger, field)) is seen


@pytest.mark.parametrize("name", forms.choices())
def test_a_list_is_used_and_fits_its_drop_down(name: str) -> None:
    choice = forms.choices()[name]
    assert name in {column.choice for _, column in COLUMNS}
    assert len(choice.words) == len(set(choice.words)) >= 2
    assert all(word == word.strip() and word for word in choice.words)


def test_yes_and_no_are_understood() -> None:
    assert values.flags(list(forms.choices()["yes_no"].words)).value.to_list() == [True, False]


def test_documents_are_known_by_their_names() -> None:
    documents = read_toml(folder("rules") / "dictionaries" / "identity_documents.toml")["document"]

    def kind(written: str) -> str:
        return next(one["title"] for one in documents if any(word in written for word in one["word"]))

    assert [kind(word) for word in forms.choices()["id_type"].words] == list(forms.choices()["id_type"].words)


def test_bank_results_are_understood() -> None:
    known_words = read_toml(folder("rules") / "dictionaries" / "payment_status.toml")["exact"]
    found = [
        next(kind for kind, words in known_words.items() if word in words)
        for word in forms.choices()["pay_status"].words
    ]
    assert found == ["success", "failed", "pending", "refunded"]


def test_no_contract_of_the_list_is_a_substitute_for_a_labour_contract() -> None:
    titles = read_toml(folder("rules") / "dictionaries" / "contract_titles.toml")
    for word in (*forms.choices()["contract_title"].words, *forms.choices()["contract_type"].words):
        assert any(known_word in word for group in ("labour", "agreement") for known_word in titles[group]["words"])
        assert not any(known_word in word for known_word in titles["substitute"]["words"])


def test_deductions_of_the_form_are_lawful() -> None:
    lawful = read_toml(folder("rules") / "dictionaries" / "deductions.toml")["lawful"]["words"]
    items = [column.heading for column in book("payroll").sheets[0].columns if column.item]
    assert items
    assert [title for title in items if not any(word in title for word in lawful)] == []


def test_marks_mean_on_the_sheet_what_they_mean_everywhere() -> None:
    form = book("attendance").sheets[0]
    printed = common()["labels"]["attendance"] + "   ".join(f"{one.mark}={one.word}" for one in form.marks)
    told = marks.legend([printed])
    for one in form.marks:
        assert told[marks.clean(one.mark)].work == Decimal(str(one.days))
        default = marks.meaning(one.mark, {})
        assert default is not None
        assert default.work == Decimal(str(one.days))
    assert {one.days for one in form.marks} == {1.0, 0.5, 0.0}


def test_sheets_beside_the_forms_are_those_the_reader_leaves_alone() -> None:
    assert set(common()["sheets"].values()) <= set(dictionary().raw["others"]["sheets"])


def test_examples_in_the_texts_are_made_up() -> None:
    text = "".join(path.read_text("utf-8") for path in (folder("templates") / "forms").glob("*.toml"))
    numbers = re.findall(r"(?<!\d)\d{6}[\d*]{8}\d{3}[\dX](?!\d)", text)
    assert numbers
    assert {number[:6] for number in numbers} == {"110199"}
