"""worker_post: age, post, place, form of employment and deposits of a worker in a month."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.facts.ledger_kit import PROJECT, ZHANG, D, october, worked
from tests.facts.post_kit import ground, workers
from wagecheck.facts import worker_post

PAYROLL = {**ZHANG, "net_pay": 5000}
#: A man of sixty since August 2026 (unassigned district 110199): statutory age 60 years and 5 months.
SIXTY = {"name": "赵某丁", "id_number": "110199196608010013", "id_state": "ok"}


def row(**given: Any) -> dict[str, Any]:
    made = ground(**given)
    found = worker_post.build(made, workers(made)).collect()
    assert found.schema == worker_post.FRAME.schema
    (one,) = found.to_dicts()
    return one


@pytest.mark.parametrize(
    ("sentence", "roster", "trade", "manager", "agreed"),
    [
        ("a worker", {"trade": "木工"}, "木工", False, False),
        ("a worker whom the payroll calls a clerk", {"trade": "木工", "work_role": "建筑工人"}, "资料员", True, False),
        ("a manager by role", {"work_role": "管理人员"}, None, True, True),
        ("a manager by the code of the platform", {"work_role": "10"}, None, True, True),
        ("a manager by post", {"trade": "施工员"}, None, True, True),
        ("a worker by role with a manager's post", {"trade": "施工员", "work_role": "20"}, None, True, False),
        ("a team leader", {"work_role": "班组长", "trade": "钢筋工"}, "钢筋工", False, False),
        ("nothing written", {}, None, None, False),
    ],
)
def test_managers(sentence: str, roster: dict[str, Any], trade: str | None, manager: bool | None, agreed: bool) -> None:
    found = row(roster=[{**ZHANG, **roster}], payroll=[{**PAYROLL, "trade": trade}])
    assert (found["is_manager"], found["manager_agreed"]) == (manager, agreed), sentence
    assert (found["posts"] is None) == (manager is None)


def test_posts_are_written_side_by_side() -> None:
    found = row(roster=[{**ZHANG, "work_role": "建筑工人", "trade": "木工"}], payroll=[{**PAYROLL, "trade": "资料员"}])
    assert found["posts"] == "花名册：建筑工人、木工；工资表：资料员"
    assert row(payroll=[{**PAYROLL, "trade": "资料员"}])["posts"] == "工资表：资料员"


@pytest.mark.parametrize(
    ("trade", "kinds"),
    [
        ("木工", (False, False, False, False)), ("架子工", (False, False, True, True)), ("搬运工", (False, True, True, True)),
        ("井下支护工", (True, False, False, True)), ("爆破工", (False, True, True, True)), (None, (None, None, None, None)),
    ],
)  # fmt: skip
def test_kinds_of_trades(trade: str | None, kinds: tuple[bool | None, ...]) -> None:
    found = row(roster=[{**ZHANG, "trade": trade}], payroll=[PAYROLL])
    assert tuple(found[f"is_{name}"] for name in ("underground", "heavy", "barred_for_minors", "restricted")) == kinds


def test_statutory_age_is_not_sixty() -> None:
    found = row(payroll=[{**SIXTY, "net_pay": 5000}], attendance=worked(SIXTY, *october(8)))
    assert (found["age"], found["over_retirement"], found["retirement_on"]) == (60, False, D(2027, 1, 1))
    assert (found["retirement_years"], found["retirement_extra"]) == (60, 5)


PASSPORT = {"name": "王某丙", "id_number": "E12345678", "id_state": "ok"}


@pytest.mark.parametrize(
    ("sentence", "stated", "sex", "over"),
    [
        ("both stated", {"gender": "女", "birth_date": D(1970, 1, 1)}, "女", True),
        ("a man of the same age", {"gender": " 男 ", "birth_date": D(1970, 1, 1)}, "男", False),
        ("a code says nothing sure", {"gender": "1", "birth_date": D(1970, 1, 1)}, None, None),
        ("nothing stated", {}, None, None),
    ],
)
def test_a_passport_tells_sex_and_age_by_the_identity_ledger(
    sentence: str, stated: dict[str, Any], sex: str | None, over: bool | None
) -> None:
    found = row(identity=[{**PASSPORT, **stated}], payroll=[{**PASSPORT, "net_pay": 5000}])
    assert (found["sex"], found["over_retirement"]) == (sex, over), sentence


def test_the_number_of_a_card_goes_before_what_the_ledger_states() -> None:
    assert row(identity=[{**ZHANG, "gender": "女"}], payroll=[PAYROLL])["sex"] == "男"


@pytest.mark.parametrize(
    ("sentence", "attended", "paid", "hours"),
    [
        ("nobody recorded overtime", None, None, None),
        ("on the payroll only", None, 3, 3),
        ("in the attendance, which goes first", 2, 3, 2),
        ("no overtime, by the payroll", None, 0, 0),
    ],
)
def test_overtime_of_the_attendance_else_of_the_payroll(
    sentence: str, attended: int | None, paid: int | None, hours: int | None
) -> None:
    days = worked(ZHANG, *october(8), overtime_hours=None if attended is None else Decimal(attended))
    found = row(attendance=days, payroll=[{**PAYROLL, "overtime_hours": None if paid is None else Decimal(paid)}])
    assert found["overtime_hours"] == hours, sentence


@pytest.mark.parametrize(
    ("items", "deposits", "titles"),
    [
        ([("工具押金", 200), ("安全保证金", 50)], 250, "工具押金、安全保证金"), ([("罚款", 100)], 0, ""), ([("借支", 500)], 0, ""), ([], 0, ""),
    ],
)  # fmt: skip
def test_deposits(items: list[tuple[str, int]], deposits: int, titles: str) -> None:
    listed = [
        {
            **ZHANG,
            "row": 5,
            "title": title,
            "kind": "deduction",
            "amount": Decimal(amount),
            "after_gross": True,
            "col": col,
            "src": 6,
        }
        for col, (title, amount) in enumerate(items, start=9)
    ]
    found = row(payroll=[{**PAYROLL, "src": 6, "gross_pay": 5250}], payroll_item=listed)
    assert (found["deposits"], found["deposit_titles"] or "", len(found["deposit_at"] or [])) == (
        deposits,
        titles,
        2 if deposits else 0,
    )


@pytest.mark.parametrize(
    ("sentence", "project", "place"),
    [
        ("where it lies", {"location": "湖北省荆州市示例区", "region": "421000"}, "湖北省荆州市示例区"),
        ("its code", {"region": "421000"}, "421000"),
        ("neither", {}, None),
    ],
)
def test_place_of_the_project(sentence: str, project: dict[str, Any], place: str | None) -> None:
    found = row(payroll=[PAYROLL], project=[{"contractor": None, "name": PROJECT, **project}])
    assert found["place"] == place, sentence


@pytest.mark.parametrize(
    ("sentence", "days", "a_day", "a_week"),
    [
        ("four hours on six days of one week", worked(ZHANG, *october(12, 13, 14, 15, 16, 17), work=0, hours=4, unit="hour"), 4, 24),
        ("ten hours over two weeks", worked(ZHANG, *october(12, 25), work=0, hours=5, unit="hour"), 5, 5),
        ("days only", worked(ZHANG, *october(12)), None, None),
    ],
)  # fmt: skip
def test_average_hours(sentence: str, days: Any, a_day: int | None, a_week: int | None) -> None:
    days = [{**day, "work": None if day["hours"] else day["work"]} for day in ({"hours": None, **day} for day in days)]
    found = row(payroll=[PAYROLL], attendance=days)
    assert (found["hours_a_day"], found["hours_a_week"]) == (a_day, a_week), sentence


def test_settlement_is_known_while_one_payment_was_made() -> None:
    payment = {
        **ZHANG,
        "document": "result",
        "status": "success",
        "amount": 2500,
        "paid_on": D(2026, 11, 9),
        "pay_period": "2026-10",
    }
    assert row(payroll=[PAYROLL], payment=[payment])["settlement_days"] == 31
    twice = [payment, {**payment, "paid_on": D(2026, 11, 18)}]
    assert row(payroll=[PAYROLL], payment=twice)["settlement_days"] is None
