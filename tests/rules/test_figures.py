"""No number and no date of ``rules/`` differs from what the texts say."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.house_rules import BOOK
from tests.rules import figures

STATED = figures.stated()
FIRST_DAYS = figures.first_days()
#: Instruments that take effect on a day of their own; the company formula has none.
EFFECTIVE = {
    "保障农民工工资支付条例": "2020-05-01",
    "工程建设领域农民工工资专用账户管理暂行办法": "2021-07-07",
    "工程建设领域农民工工资保证金规定": "2021-11-01",
    "建筑工人实名制管理办法（试行）": "2019-03-01",
    "拖欠农民工工资失信联合惩戒对象名单管理暂行办法": "2022-01-01",
    "刑法": "2011-05-01",
    "最高人民法院关于审理拒不支付劳动报酬刑事案件适用法律若干问题的解释": "2013-01-23",
    "劳动合同法": "2008-01-01",
    "劳动合同法实施条例": "2008-09-18",
    "劳动法": "1995-01-01",
    "工资支付暂行规定": "1995-01-01",
    "最低工资规定": "2004-03-01",
    "禁止使用童工规定": "2002-12-01",
    "未成年工特殊保护规定": "1995-01-01",
    "女职工劳动保护特别规定": "2012-04-28",
    "劳动保障监察条例": "2004-12-01",
    "工伤保险条例": "2011-01-01",
    "社会保险法": "2011-07-01",
    "劳务派遣暂行规定": "2014-03-01",
    "最高人民法院关于审理劳动争议案件适用法律问题的解释（二）": "2025-09-01",
    "超龄劳动者基本权益保障暂行规定": "2026-07-01",
    "国务院关于渐进式延迟法定退休年龄的办法": "2025-01-01",
    "全国年节及纪念日放假办法": "2025-01-01",
    "信用修复管理办法": "2026-04-01",
    "个人信息保护法": "2021-11-01",
    "居民身份证法": "2004-01-01",
    "劳动争议调解仲裁法": "2008-05-01",
    "保障中小企业款项支付条例": "2025-06-01",
}


@pytest.mark.parametrize("name", sorted(BOOK.values.by_name))
def test_amounts_and_their_days(name: str) -> None:
    assert figures.of(BOOK.values.by_name[name]) == STATED[name]


def test_no_other_values() -> None:
    assert set(STATED) == set(BOOK.values.by_name)


@pytest.mark.parametrize("rule", [rule.id for rule in BOOK.rules])
def test_first_day(rule: str) -> None:
    assert (BOOK.rule(rule).start, BOOK.rule(rule).end) == (FIRST_DAYS[rule][0], None)


def test_no_other_rules() -> None:
    assert set(FIRST_DAYS) == {rule.id for rule in BOOK.rules}


@pytest.mark.parametrize(("name", "day"), EFFECTIVE.items())
def test_instruments_take_effect(name: str, day: str) -> None:
    assert BOOK.statutes.by_name[name].start == dt.date.fromisoformat(day)


@pytest.mark.parametrize("rule", [rule.id for rule in BOOK.rules if rule.law])
def test_first_day_is_that_of_a_cited_instrument(rule: str) -> None:
    """Local rules, company rules and later versions of an instrument name their own day in the table."""
    day, instrument = FIRST_DAYS[rule]
    if instrument in EFFECTIVE:
        assert EFFECTIVE[instrument] == day.isoformat()
        assert instrument in {citation.partition("#")[0] for citation in BOOK.rule(rule).law} | REGULATION
    else:
        assert instrument


@pytest.mark.parametrize(
    ("year", "eve", "third"),
    [(2024, "2024-02-09", "2024-02-12"), (2025, "2025-01-28", "2025-01-31"), (2026, "2026-02-16", "2026-02-19")],
)
def test_spring_festivals(year: int, eve: str, third: str) -> None:
    known = BOOK.dictionaries["spring_festival"]["years"]
    assert [day.isoformat() for day in known[str(year)]] == [eve, third]
    assert len(known) == 3


def test_points_and_colours() -> None:
    profile = BOOK.profile
    assert profile.weights == {"red_line": 40, "serious": 20, "general": 8, "hint": 2}
    assert profile.cap_per_family == 60
    assert [(level.start, level.colour) for level in profile.levels] == [
        (0, "green"), (20, "yellow"), (60, "orange"), (100, "red"),
    ]  # fmt: skip


#: The statutory frame of the whole: rules that rest on company or local practice are judged since it took effect.
REGULATION = {"保障农民工工资支付条例"}
