"""The word lists that classify payroll columns and contract titles: no word may pull two ways."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from typing import Any

import pytest

from wagecheck.resources import folder, read_toml

FIRM = ("lawful", "unlawful", "advances")


@cache
def dictionary(name: str) -> dict[str, Any]:
    return read_toml(folder("rules") / "dictionaries" / f"{name}.toml")


def words(name: str, group: str) -> list[str]:
    return list(dictionary(name)[group]["words"])


def classes(title: str, name: str, groups: tuple[str, ...]) -> set[str]:
    return {group for group in groups if any(word in title for word in words(name, group))}


@pytest.mark.parametrize("name", ["deductions", "contract_titles"])
def test_no_word_is_listed_twice_or_carries_blanks(name: str) -> None:
    groups = [group for group, content in dictionary(name).items() if isinstance(content, dict)]
    for group in groups:
        listed = words(name, group)
        assert len(listed) == len(set(listed)), group
        assert [word for word in listed if word != word.strip() or not word] == []


@pytest.mark.parametrize(("one", "other"), list(combinations(FIRM, 2)))
def test_no_word_of_one_class_contains_a_word_of_another(one: str, other: str) -> None:
    clashes = [(a, b) for a in words("deductions", one) for b in words("deductions", other) if a in b or b in a]
    assert clashes == []


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("个税", {"lawful"}), ("代扣个人所得税", {"lawful"}), ("社保个人部分", {"lawful"}), ("住房公积金", {"lawful"}),
        ("医疗保险", {"lawful"}), ("事假扣款", {"lawful"}),
        ("罚款", {"unlawful"}), ("管理费", {"unlawful"}), ("服装费", {"unlawful"}), ("工具押金", {"unlawful"}),
        ("押金", {"unlawful"}), ("住宿强扣", {"unlawful"}), ("培训费", {"unlawful"}), ("意外险", {"unlawful"}),
        ("工伤保险", {"unlawful"}), ("安全保证金", {"unlawful"}),
        ("借支", {"advances"}), ("预支生活费", {"advances"}), ("生活费", {"advances"}), ("预支费", {"advances"}),
        ("其他扣款", set()), ("扣款", set()), ("其他应扣", set()), ("伙食费", set()), ("住宿费", set()),
        ("赔偿", set()), ("水电费", set()), ("保险", set()), ("旷工扣款", set()),
        ("借支、罚款", {"advances", "unlawful"}),
    ],
)  # fmt: skip
def test_class_of_a_deduction(title: str, expected: set[str]) -> None:
    assert classes(title, "deductions", FIRM) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("夜班津贴", {"special_allowances"}), ("高温补贴", {"special_allowances"}), ("中班费", {"special_allowances"}),
        ("加班工资", {"overtime"}), ("节假日加班费", {"overtime"}),
        ("基本工资", set()), ("计件工资", set()), ("全勤奖", set()), ("餐补", set()),
    ],
)  # fmt: skip
def test_what_does_not_count_towards_the_minimum_wage(title: str, expected: set[str]) -> None:
    assert classes(title, "deductions", ("special_allowances", "overtime")) == expected


@pytest.mark.parametrize(
    ("title", "substitute"),
    [
        ("劳务分包合同", True), ("木工班组承包协议", True), ("承揽合同", True), ("合伙协议", True), ("劳务合同", True),
        ("劳务分包合同 固定期限", True), ("班组承包协议 以完成一定工作任务为期限", True), ("劳动合同书 固定期限", False),
        ("劳动合同书", False), ("简易劳动合同", False), ("以完成一定工作任务为期限", False), ("用工书面协议", False),
        ("建筑工人劳动合同（劳务分包企业）", False),
    ],
)  # fmt: skip
def test_contract_titles(title: str, substitute: bool) -> None:
    found = classes(title, "contract_titles", ("substitute", "labour"))
    assert ("substitute" in found and "labour" not in found) is substitute
