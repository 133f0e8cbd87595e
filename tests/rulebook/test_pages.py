"""What people read of the rules: command line, reference page, exports, and the settings that facts get."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.rulebook import minimal
from wagecheck import rulebook
from wagecheck.cli.rules import rules
from wagecheck.errors import RuleError
from wagecheck.judging import settings
from wagecheck.rulebook import docs, export, fill

BOOK = rulebook.load()


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
    with pytest.raises(RuleError, match="BK06"):
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


@pytest.mark.parametrize("kind", ["json", "toml", "md"])
def test_export(kind: str) -> None:
    code, text = call("export", "--format", kind)
    assert code == 0
    assert all(rule.id in text for rule in BOOK.rules)


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
