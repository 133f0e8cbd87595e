"""Local rules and local numbers: they speak where the project's region or the profile says so, and name the place."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import polars as pl
import pytest

from tests.house_rules import BOOK
from tests.judging_kit import GENERAL, PERSON, UNIT, Given, month, run, worker
from wagecheck.ledgers.catalogue import empty, schema
from wagecheck.result import Result
from wagecheck.rulebook import Rulebook, sql
from wagecheck.rulebook.compile import Compiled
from wagecheck.rulebook.rule import Rule

D = dt.date
REGIONAL = {name for name, value in BOOK.values.by_name.items() if any(row.region for row in value.rows)}
LOCAL = {rule.id for rule in BOOK.rules if REGIONAL.intersection(BOOK.compiled[rule.id].values)}
SHANGHAI, SHENZHEN, WUHAN, GUIYANG, CHANGCHUN, CHONGQING = (
    ("310115", "上海（310115"), ("440303", "广东（440303"), ("420100", "湖北（420100"), ("520100", "贵州（520100"),
    ("220100", "吉林（220100"), ("500100", "重庆（500100"),
)  # fmt: skip


@cache
def book(**numbers: int) -> Rulebook:
    """The house's rules; a profile may set numbers of its own."""
    own = {name: Decimal(number) for name, number in numbers.items()}
    return replace(BOOK, values=BOOK.values.overridden(own))


def judged(
    monkeypatch: pytest.MonkeyPatch, frame: str, row: dict[str, Any], region: str, rules: Rulebook | None = None
) -> Result:
    """One row of a frame, at a project in that region. Rows that say where they lie get no place from here."""
    standing = GENERAL if frame in ("project_month", "dedicated_account") else UNIT
    rows = {"contractor_month": [month(region=region, tier="1")], "project_month": [{**GENERAL, "region": region}]}
    rows[frame] = [{**standing, "region": region, "tier": "1", **row}]
    account = pl.DataFrame({"src": [1], "row": [2], "project": [UNIT["project"]]}, schema_overrides=schema("account"))
    handed_in = {**Given().ledgers, "account": pl.concat([empty("account"), account], how="diagonal")}
    return run(monkeypatch, rows, book=rules or book(), given=Given(ledgers=handed_in))


def told(result: Result, rule: str) -> list[str]:
    return result.findings.filter(pl.col("rule") == rule)["message"].to_list()


OLD = {**PERSON, "active": True, "age": 61, "sex": "男", "trade": "木工", "place": "示例市"}
PUNCHED = {**PERSON, "date": D(2026, 10, 8), "work": 1, "mark": "07:00", "punches": 1, "punch_minutes": 0}
FILED = {"filed": True, "filing_days": 12, "opened_on": D(2026, 9, 1), "filed_on": D(2026, 9, 13)}
SMALL = {
    "has_account": False, "days_since_signing": 60, "contract_signed_on": D(2026, 9, 1), "contract_amount": 3_000_000,
    "duration_months": 2,
}  # fmt: skip
OWES = {
    "long_owed": 9_000, "owing_workers": 1, "total_owed": 9_000, "all_known": True, "long_workers": 1, "order_deadline": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "frame", "row", "speaks", "silent"),
    [
        ("AG03", "worker_post", OLD, (SHANGHAI, SHENZHEN), (WUHAN, GUIYANG)),
        ("AT03", "attendance_day", PUNCHED, (CHANGCHUN,), (WUHAN, SHANGHAI)),
        # filed on the twelfth day: ten days in Guizhou, thirty elsewhere
        ("PJ03", "dedicated_account", FILED, (GUIYANG,), (WUHAN, CHONGQING)),
        # three million and two months: no account needed in Guizhou and Chongqing
        ("PJ01", "project_month", SMALL, (WUHAN, SHANGHAI), (GUIYANG, CHONGQING)),
        # 9 000 yuan to one worker: nine tenths of 10 000, below the 20 000 of Shenzhen
        ("BL08", "arrears_case", OWES, (GUIYANG,), (SHENZHEN,)),
    ],
)
def test_a_local_rule_speaks_in_its_region_and_names_it(
    monkeypatch: pytest.MonkeyPatch, rule: str, frame: str, row: dict[str, Any],
    speaks: tuple[tuple[str, str], ...], silent: tuple[tuple[str, str], ...],
) -> None:  # fmt: skip
    own_words = {"AG03": "示例市"}
    for region, place in speaks:
        known = {"place": place + "）"} if frame in ("attendance_day", "arrears_case") else {}
        messages = told(judged(monkeypatch, frame, {**row, **known}, region), rule)
        assert len(messages) == 1, (rule, place)
        assert own_words.get(rule, place) in messages[0], messages[0]
    for region, place in silent:
        result = judged(monkeypatch, frame, row, region)
        assert told(result, rule) == [], (rule, place)
        assert result.outcomes.filter(pl.col("rule") == rule)["outcome"].to_list() == ["pass"], (rule, place)


def test_a_profile_may_say_so_for_a_region_without_a_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(judged(monkeypatch, "worker_post", OLD, "420100"), "AG03") == []
    assert len(told(judged(monkeypatch, "worker_post", OLD, "420100", book(site_age_ban=1)), "AG03")) == 1
    strict = book(valid_punches=2, valid_punch_minutes=240)
    assert len(told(judged(monkeypatch, "attendance_day", PUNCHED, "420100", strict), "AT03")) == 1


def test_a_profile_may_switch_a_local_rule_off(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(judged(monkeypatch, "worker_post", OLD, "310115", book(site_age_ban=0)), "AG03") == []


@pytest.mark.parametrize("region", [None, "990100"])
def test_without_a_known_region_nothing_local_is_said(monkeypatch: pytest.MonkeyPatch, region: str | None) -> None:
    row = worker(days_worked=23, normal_pay=1, over_retirement=False, is_back_pay=False)
    rows = {"contractor_month": [month(region=region)], "worker_month": [row]}
    result = run(monkeypatch, rows, book=book())
    assert result.outcomes.filter(pl.col("rule") == "PY10")["outcome"].to_list() == ["not_assessed"]
    assert told(judged(monkeypatch, "worker_post", OLD, region or ""), "AG03") == []


def test_every_rule_on_local_numbers_is_known_here() -> None:
    """A new one must say where it speaks: in the tests above, or as a number of the project's region and tier."""
    by_number = {"PY09", "PY10", "PY16", "LC10", "LC11", "LC14", "PB06", "PJ17", "BL09"}
    assert {"AG03", "AT03", "PJ01", "PJ03", "BL08"} | by_number == LOCAL


@pytest.mark.parametrize("rule_id", sorted(LOCAL))
def test_every_local_finding_prints_the_place(rule_id: str) -> None:
    rule, compiled = BOOK.rule(rule_id), BOOK.compiled[rule_id]
    for number, message in enumerate(compiled.messages):
        if _is_local(rule, compiled, number):
            assert "place" in message.zh.fields, message.zh.parts
            assert "place" in message.en.fields, message.en.parts


def _is_local(rule: Rule, compiled: Compiled, number: int) -> bool:
    """Does this wording rest on a number of the region: in its own condition, or in what it says?"""
    names = [field.removeprefix(sql.VALUE_PREFIX) for field in compiled.messages[number].zh.fields]
    if number:
        names += compiled.levels[number - 1].values
    elif not rule.levels or not set(compiled.deciding_values) & REGIONAL <= set(rule.may_lack):
        names += compiled.deciding_values
    return bool(REGIONAL.intersection(names))


def test_a_custom_rule_may_name_the_place_on_any_frame() -> None:
    """Judging supplies it where the frame has none."""
    assert "place" in BOOK.compiled["PB06"].fields
    assert "place" in BOOK.compiled["PB06"].supplied
    assert "place" not in BOOK.compiled["PY10"].supplied
