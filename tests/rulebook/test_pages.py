"""What people read of the rules: command line, reference page, exports, and the settings that facts get."""

from __future__ import annotations

import datetime as dt
import io
import json
import tomllib
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook

from tests.house_rules import BOOK
from tests.rulebook import minimal
from wagecheck import rulebook
from wagecheck.cli.rules import rules
from wagecheck.errors import RuleError
from wagecheck.judging import settings
from wagecheck.rulebook import docs, export, fill, law_sheets, law_workbook
from wagecheck.rulebook.numerals import article
from wagecheck.rulebook.rule import Rule


def call(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(rules, list(arguments))
    if isinstance(done.exception, RuleError):
        raise done.exception
    return done.exit_code, done.output


def test_list_names_every_rule() -> None:
    code, text = call("list")
    assert code == 0
    assert all(rule.id in text and rule.title in text for rule in BOOK.rules)


def test_show_is_one_page_with_law_numbers_and_examples() -> None:
    code, text = call("show", "ag01")
    assert code == 0
    for word in ("AG01", "《劳动法》第十五条", "16 周岁", "示例", "不应报告的情形"):
        assert word in text


def test_show_of_an_unknown_rule_names_the_nearest() -> None:
    with pytest.raises(RuleError, match="BK09"):
        call("show", "BK99")


def test_check_says_how_many() -> None:
    assert call("check") == (
        0,
        f"共 {len(BOOK.rules)} 条规则、{sum(len(rule.examples) for rule in BOOK.rules)} 个示例，不符 0 个\n",
    )


def test_check_of_rules_on_top_finds_a_false_example(tmp_path: Path) -> None:
    rule = minimal.RULE.replace("示例条例#31", "保障农民工工资支付条例#31").replace("BK06", "ZZ01")
    folder = tmp_path / "ZZ"
    folder.mkdir()
    (folder / "ZZ01.toml").write_text(rule, "utf-8")
    assert call("check", "--rules", str(tmp_path))[0] == 0
    (folder / "ZZ01.toml").write_text(rule.replace("paid_total = 4800", "paid_total = 5000"), "utf-8")
    code, text = call("check", "--rules", str(tmp_path), "--lang", "en")
    assert code == 2
    assert "ZZ01" in text


@pytest.mark.parametrize("form", ["table", "json", "toml", "md"])
def test_export(form: str) -> None:
    code, text = call("export", "--format", form)
    assert code == 0
    assert all(rule.id in text for rule in BOOK.rules)


def ids(*filters: str) -> list[str]:
    """The rules that an export with the filters names."""
    code, text = call("export", "--format", "json", *filters)
    assert code == 0
    return [rule["id"] for rule in json.loads(text)]


FILTERS = [
    ("letters of the id", ("--family", "pb"), lambda rule: rule.id.startswith("PB")),
    ("the profile's name", ("--family", "银行"), lambda rule: BOOK.profile.family(rule.id) == "银行"),
    ("two families", ("--family", "SI", "--family", "AG"), lambda rule: rule.id[:2] in ("SI", "AG")),
    ("a kind", ("--kind", "data"), lambda rule: rule.kind == "data"),
    ("a severity", ("--severity", "red_line"), lambda rule: rule.severity == "red_line"),
    ("a status", ("--status", "preview"), lambda rule: rule.status == "preview"),
    ("all at once", ("--family", "FR", "--kind", "violation", "--severity", "red_line"),
     lambda rule: rule.id[:2] == "FR" and rule.kind == "violation" and rule.severity == "red_line"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "filters", "wanted"), FILTERS, ids=[case[0] for case in FILTERS])
def test_filters(sentence: str, filters: tuple[str, ...], wanted: Callable[[Rule], bool]) -> None:
    expected = [rule.id for rule in BOOK.rules if wanted(rule)]
    assert 0 < len(expected) < len(BOOK.rules), sentence
    assert ids(*filters) == expected
    _, table = call("list", *filters, "--lang", "en")
    assert [line.split()[0] for line in table.splitlines()[1:-1]] == expected
    assert table.splitlines()[-1] == f"{len(expected)} rules"


def test_an_unknown_family_is_refused_with_the_valid_ones() -> None:
    with pytest.raises(RuleError, match="PY、"):
        call("list", "--family", "XX")


@pytest.mark.parametrize(("form", "read"), [("json", lambda text: json.loads(text)[0]), ("toml", tomllib.loads)])
def test_one_rule_as_data(form: str, read: Callable[[str], dict[str, Any]]) -> None:
    assert read(call("show", "PY18", "--format", form)[1])["id"] == "PY18"


def book_of(tmp_path: Path, *arguments: str) -> Workbook:
    path = tmp_path / "规则.xlsx"
    assert call("export", "--format", "xlsx", "-o", str(path), "--force", *arguments) == (0, "")
    return load_workbook(path)


def test_the_workbook_for_lawyers(tmp_path: Path) -> None:
    file = book_of(tmp_path)
    assert file.sheetnames == ["规则", "法规依据", "数值", "责任部门"]
    for ws in file.worksheets:
        assert ws.freeze_panes in ("B2", "C2")
        assert ws.auto_filter.ref == ws.dimensions
        cells = [cell for row in ws.iter_rows(min_row=2) for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} <= {"s", "n", "d"}, "no formula"
        assert all(cell.alignment.wrap_text for cell in cells)
    rows = list(file["规则"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == [rule.id for rule in BOOK.rules]
    numbers = Counter(row[0] for row in file["数值"].iter_rows(min_row=2, values_only=True))
    assert numbers == Counter({name: len(value.rows) for name, value in BOOK.values.by_name.items()})


def test_every_citation_stands_in_the_workbook(tmp_path: Path) -> None:
    rows = book_of(tmp_path)["法规依据"].iter_rows(min_row=2, values_only=True)
    found = {(row[0], row[5] or "", id_) for row in rows for id_ in str(row[9]).split("、")}
    expected = set()
    for rule in BOOK.rules:
        for citation in rule.law:
            name, _, number = citation.partition("#")
            expected.add((BOOK.statutes.by_name[name].title, article(number) if number else "", rule.id))
    assert found == expected


def test_who_must_act_stands_in_the_workbook(tmp_path: Path) -> None:
    rows = book_of(tmp_path, "--family", "PB")["责任部门"].iter_rows(min_row=2, values_only=True)
    assert sorted(rows) == sorted([
        ("分包单位", "牵头", 6, "PB01、PB02、PB03、PB04、PB05、PB06"),
        ("项目部", "配合", 6, "PB01、PB02、PB03、PB04、PB05、PB06"),
        ("工会", "配合", 6, "PB01、PB02、PB03、PB04、PB05、PB06"),
    ])  # fmt: skip


def test_the_workbook_in_english(tmp_path: Path) -> None:
    file = book_of(tmp_path, "--lang", "en", "--family", "SI")
    assert file.sheetnames == ["Rules", "Law", "Numbers", "Departments"]
    assert [cell.value for cell in file["Rules"][1]][:4] == ["Rule", "Title", "Family", "Kind"]
    assert file["Rules"]["B2"].value == BOOK.rule("SI01").title_en


def test_the_workbook_is_the_same_bytes_every_time(tmp_path: Path) -> None:
    once, again = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    for path in (once, again):
        assert call("export", "--format", "xlsx", "-o", str(path))[0] == 0
    assert once.read_bytes() == again.read_bytes()


def test_a_text_like_a_formula_stays_a_text() -> None:
    sheet = law_sheets.Sheet("规则", "Rules", (law_sheets.Column("一", "one", 8),), (("=1+1",), ("@a",), ("a",)))
    [ws] = load_workbook(io.BytesIO(law_workbook.drawn([sheet]))).worksheets
    assert [(row[0].value, row[0].data_type, row[0].quotePrefix) for row in ws.iter_rows(min_row=2)] == [
        ("=1+1", "s", True), ("@a", "s", True), ("a", "s", False),
    ]  # fmt: skip


REFUSED = [
    ("a workbook on the screen", ["--format", "xlsx"]),
    ("a table in a file", ["--format", "table", "-o", "x.txt"]),
    ("a file that is there", ["--format", "json", "-o", str(Path(__file__))]),
]


@pytest.mark.parametrize(("sentence", "arguments"), REFUSED, ids=[case[0] for case in REFUSED])
def test_exports_that_are_refused(sentence: str, arguments: list[str]) -> None:
    assert call("export", *arguments)[0] == 2, sentence


def test_an_export_into_a_file(tmp_path: Path) -> None:
    path = tmp_path / "rules.json"
    assert call("export", "-o", str(path)) == (0, "")
    assert path.read_text("utf-8") == call("export")[1]


def test_exports_can_be_read_back() -> None:
    assert [rule["id"] for rule in json.loads(export.to_json(BOOK))] == [rule.id for rule in BOOK.rules]
    parts = export.to_toml(BOOK).split("# ---- ")[1:]
    assert [tomllib.loads("# " + part)["id"] for part in parts] == [rule.id for rule in BOOK.rules]


def test_the_reference_is_the_same_every_time_and_has_one_section_per_rule() -> None:
    page = docs.render(BOOK)
    assert page == docs.render(rulebook.load())
    assert [line for line in page.splitlines() if line.startswith("## ")] == [
        *(f"## {rule.id} {rule.title}" for rule in BOOK.rules), "## 设定值 Dated numbers", "## 引用的文件 Instruments",
    ]  # fmt: skip


def test_numbers_in_remedies_are_filled() -> None:
    text = fill.filled(
        "{value.failed_reissue_days} 个工作日，{value.minimum_wage_monthly}", BOOK.values, dt.date(2026, 10, 1)
    )
    assert text == "5 个工作日，—"


def test_settings_come_from_the_rules() -> None:
    given = settings.build(BOOK, dt.date(2026, 11, 28))
    assert (given.tolerance, given.day_base, given.hour_base) == (Decimal("0.01"), Decimal("21.75"), Decimal("174"))
    assert given.retirement_from == dt.date(2025, 1, 1)
    assert {band.sex: band.base_years for band in given.retirement_bands} == {"男": 60, "女": 50}
    assert given.blacklist_years == {"statutory": 3}
    assert "罚款" in given.unlawful_deductions
    assert given.required_items


DAYS = [
    ("a holiday", dt.date(2026, 10, 1), True),
    ("the last day of a holiday range", dt.date(2026, 10, 7), True),
    ("a working day", dt.date(2026, 10, 8), False),
    ("a make-up Saturday", dt.date(2026, 10, 10), False),
    ("an ordinary Saturday", dt.date(2026, 10, 17), True),
    ("a year without a notice: weekends only", dt.date(2027, 1, 1), False),
]


@pytest.mark.parametrize(("case", "day", "off"), DAYS, ids=[case[0] for case in DAYS])
def test_calendar(case: str, day: dt.date, off: bool) -> None:
    assert settings.build(BOOK, dt.date(2026, 11, 28)).calendar.is_day_off(day) is off


def test_a_missing_dictionary_is_named(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="full_month_days"):
        settings.build(rulebook.load(minimal.write(tmp_path)), dt.date(2026, 11, 28))
