"""repeated_record: one worker twice on one sheet, and what makes two rows two different things."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.facts.ledger_kit import LI, SETTINGS, ZHANG, D, Given, ledgers
from wagecheck.facts import repeated_record, units
from wagecheck.resources import folder, read_toml

RULES = read_toml(folder("rules") / "dictionaries" / "told_apart.toml")
WITH_RULES = replace(SETTINGS, told_apart=RULES)
NAMELESS = {"name": "张某甲"}


def build(**rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = ledgers(**rows)
    made = repeated_record.build(found, Given(found).sources, units.build(found).lazy(), WITH_RULES).collect()
    assert made.schema == repeated_record.FRAME.schema
    return made.to_dicts()


def twice(ledger: str, first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any] | None:
    found = build(**{ledger: [first, LI, second]})
    assert len(found) <= 1
    return found[0] if found else None


PAY = {**ZHANG, "net_pay": 5000, "team": "木工班", "trade": "木工", "bank_card": "6228480000000000018"}
STAY = {**ZHANG, "team": "木工班", "trade": "木工", "entry_date": D(2026, 9, 1)}
CONTRACT = {**ZHANG, "contract_no": "LD-1", "contract_start": D(2026, 9, 1)}


@pytest.mark.parametrize(
    ("sentence", "ledger", "first", "second", "identical"),
    [
        ("word for word", "payroll", PAY, PAY, True),
        ("another amount, and nothing says why", "payroll", PAY, {**PAY, "net_pay": 300}, False),
        ("a remark that explains nothing", "payroll", PAY, {**PAY, "remark": "已核对"}, False),
        ("on the notice", "notice", {**ZHANG, "net_pay": 5000}, {**ZHANG, "net_pay": 5000}, True),
        ("the same stay twice", "roster", STAY, STAY, True),
        ("the same stay with another phone", "roster", STAY, {**STAY, "phone": "13800000000"}, False),
        ("the same contract twice", "contract", CONTRACT, CONTRACT, True),
        ("attendance without days", "attendance_summary", {**ZHANG, "days": 22}, {**ZHANG, "days": 22}, True),
        ("no number, but the same card", "payroll", {**NAMELESS, "bank_card": "62284"}, {**NAMELESS, "bank_card": "62284"}, True),
    ],
)  # fmt: skip
def test_a_repetition(
    sentence: str, ledger: str, first: dict[str, Any], second: dict[str, Any], identical: bool
) -> None:
    row = twice(ledger, first, second)
    assert row is not None, sentence
    assert (row["same_person"], row["told_apart"], row["identical"], row["n_rows"]) == (True, False, identical, 2)
    assert (row["name"], len(row["any_at"])) == ("张某甲", 2)


@pytest.mark.parametrize(
    ("sentence", "ledger", "first", "second"),
    [
        ("two teams", "payroll", PAY, {**PAY, "team": "钢筋班"}),
        ("two trades", "payroll", PAY, {**PAY, "trade": "杂工"}),
        ("two parts, to two cards", "payroll", PAY, {**PAY, "bank_card": "6217000000000000020"}),
        ("two pay dates", "payroll", {**PAY, "pay_date": D(2026, 11, 5)}, {**PAY, "pay_date": D(2026, 11, 20)}),
        ("two stays", "roster", {**STAY, "exit_date": D(2026, 9, 20)}, {**STAY, "entry_date": D(2026, 10, 5)}),
        ("a renewed contract", "contract", CONTRACT, {**CONTRACT, "contract_no": "LD-2"}),
        ("a renewed card", "identity", {**ZHANG, "id_valid_from": D(2010, 1, 1)}, {**ZHANG, "id_valid_from": D(2020, 1, 1)}),
        ("attendance in two teams", "attendance_summary", {**ZHANG, "team": "木工班"}, {**ZHANG, "team": "钢筋班"}),
    ],
)  # fmt: skip
def test_two_different_things(sentence: str, ledger: str, first: dict[str, Any], second: dict[str, Any]) -> None:
    row = twice(ledger, first, second)
    assert row is not None and row["told_apart"], sentence


@pytest.mark.parametrize(
    ("sentence", "second"),
    [
        ("back pay", {**PAY, "is_back_pay": True}),
        ("a second part by its remark", {**PAY, "remark": "10月工资二次发放"}),
        ("a namesake with a number of his own", {**PAY, "id_number": "110199198812120029"}),
        ("another sheet", {**PAY, "src": 77}),
        ("another month", {**PAY, "period_start": D(2026, 9, 1), "period_end": D(2026, 9, 30)}),
        ("another contractor on the same sheet", {**PAY, "contractor": "乙劳务有限公司"}),
    ],
)
def test_nothing_is_repeated(sentence: str, second: dict[str, Any]) -> None:
    assert twice("payroll", PAY, second) is None, sentence


def test_namesakes_without_numbers_are_not_judged() -> None:
    row = twice("payroll", {**NAMELESS, "net_pay": 1}, {**NAMELESS, "net_pay": 2})
    assert row is not None and row["same_person"] is None


@pytest.mark.parametrize(
    ("sentence", "second_days", "work", "apart"),
    [
        ("the first and the second half of the month", (16, 17), (1, 1), True),
        ("the same days", (1, 2), (1, 1), False),
        ("one day in common", (2, 3), (1, 1), False),
        ("half a day each", (1, 2), (0.5, 0.5), True),
    ],
)
def test_two_rows_of_a_day_sheet(
    sentence: str, second_days: tuple[int, int], work: tuple[float, float], apart: bool
) -> None:
    cells = [
        {**ZHANG, "row": row, "date": D(2026, 10, day), "work": amount, "col": day, "src": 4}
        for row, days, amount in ((5, (1, 2), work[0]), (6, second_days, work[1]))
        for day in days
    ]
    summary = [{**ZHANG, "row": row, "src": 4, "dated": True} for row in (5, 6)]
    (row,) = build(attendance=cells, attendance_summary=summary)
    assert row["told_apart"] is apart, sentence
