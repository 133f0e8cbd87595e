"""Rosters, numbers and registration that ask to be looked into: number_run, roster_copy, registration_day, unattested_pay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

import polars as pl
import pytest

from tests.facts.ledger_kit import LI, WANG, ZHANG, Given, ledgers, october, worked
from tests.house_rules import BOOK
from wagecheck.facts import number_run, registration_day, roster_copy, unattested_pay, worker_month
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.settings import Settings
from wagecheck.judging import settings
from wagecheck.simulate import numbers

D = dt.date
BIRTH = D(1990, 5, 5)
Rows = Sequence[Mapping[str, Any]]


@cache
def full() -> Settings:
    return settings.build(BOOK, D(2026, 12, 10))


def grounds(**rows: Rows) -> tuple[Groundwork, pl.DataFrame, pl.DataFrame]:
    """Groundwork, worker_month and sources."""
    given = Given(ledgers(**{key: list(value) for key, value in rows.items()}))
    ground = Groundwork(given.ledgers, full())
    return ground, worker_month.build(ground), given.sources


def person(sequence: int, name: str, birth: dt.date = BIRTH, **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "id_number": numbers.identity_number(birth, sequence),
        "id_state": "ok",
        "team": "木工班",
        **more,
    }


# -- numbers ----------------------------------------------------------------------------------------------------------


def runs(**rows: Rows) -> pl.DataFrame:
    ground, workers, _ = grounds(**rows)
    return number_run.build(ground, workers, ground.units).collect()


@pytest.mark.parametrize(
    ("sentence", "sequences", "people"),
    [
        ("one after the other", (401, 402, 403), [3]),
        ("every second one, as men are numbered", (401, 403, 405), [3]),
        ("a gap of three", (401, 404, 405), [2]),
        ("nobody beside", (401, 411, 421), []),
    ],
)
def test_neighbouring_numbers(sentence: str, sequences: tuple[int, ...], people: list[int]) -> None:
    roster = [person(code, f"张某{letter}") for code, letter in zip(sequences, "甲乙丙", strict=True)]
    found = runs(roster=roster, attendance=worked(roster[0], *october(8))).filter(pl.col("scope") == "run")
    assert found["people"].to_list() == people, sentence


def test_another_birth_date_is_no_neighbour_and_a_wrong_number_nobody() -> None:
    roster = [person(401, "张某甲"), person(403, "张某乙", D(1990, 5, 6))]
    days = worked(roster[0], *october(8))
    assert runs(roster=roster, attendance=days).filter(pl.col("scope") == "run").is_empty()
    wrong = [person(401, "张某甲"), person(403, "张某乙") | {"id_number": numbers.wrong_check(roster[0]["id_number"])}]
    assert runs(roster=wrong, attendance=days).filter(pl.col("scope") == "run").is_empty()


@pytest.mark.parametrize(
    ("sentence", "changes", "signals", "people"),
    [
        ("nothing else is odd", ({}, {}), 0, 0),
        ("one phone", ({"phone": "15400000001"}, {"phone": "15400000001"}), 1, 2),
        ("one card", ({"bank_card": "6228480000000000018", "card_state": "ok"},) * 2, 1, 2),
    ],
)
def test_other_signals_about_the_same_people(
    sentence: str, changes: tuple[dict[str, Any], ...], signals: int, people: int
) -> None:
    roster = [
        person(401 + n, f"张某{'甲乙'[n]}", phone=f"1540000000{n + 2}") | change for n, change in enumerate(changes)
    ]
    days = [line for who in roster for line in worked(who, *october(8))]
    found = runs(roster=roster, attendance=days).filter(pl.col("scope") == "run").row(0, named=True)
    assert (found["other_signals"], found["signal_people"]) == (signals, people), sentence


def test_paid_without_attendance_or_contract_are_signals() -> None:
    roster = [person(401, "张某甲"), person(403, "张某乙")]
    payroll = [{**one, "net_pay": Decimal(1)} for one in roster]
    contract = [{**roster[0], "contract_start": D(2026, 9, 1)}]
    found = runs(roster=roster, payroll=payroll, contract=contract, attendance=worked(roster[0], *october(8)))
    assert found.filter(pl.col("scope") == "run").select("other_signals", "signal_people").row(0) == (2, 1)


def test_a_team_of_one_county_without_phones() -> None:
    roster = [person(401 + 10 * n, f"张某{'甲乙丙丁'[n]}", phone=None if n else "15400000001") for n in range(4)]
    days = worked(roster[0], *october(8))
    found = runs(roster=roster, attendance=days).filter(pl.col("scope") == "county").row(0, named=True)
    assert (found["people"], found["team_people"], found["without_phone"], found["phoneless_share"]) == (4, 4, 3, 0.75)
    silent = runs(roster=[{**one, "phone": None} for one in roster], attendance=days).filter(
        pl.col("scope") == "county"
    )
    assert silent["phoneless_share"].to_list() == [None], "no ledger has phones"


# -- rosters month by month ---------------------------------------------------------------------------------------------


def monthly(members: Sequence[Sequence[Mapping[str, Any]]], first: int = 7, **more: Any) -> list[dict[str, Any]]:
    return [
        {
            **who, "team": "木工班", "src": 100 + n, "row": 5 + k,
            "period_start": D(2026, first + n, 1), "period_end": D(2026, first + n + 1, 1) - dt.timedelta(days=1), **more,
        }
        for n, month in enumerate(members)
        for k, who in enumerate(month)
    ]  # fmt: skip


def copied(roster: Rows) -> dict[str, Any]:
    ground, _, sources = grounds(roster=roster, attendance=worked(ZHANG, *october(8)))
    return roster_copy.build(ground, sources, ground.units).collect().row(0, named=True)


@pytest.mark.parametrize(
    ("sentence", "members", "copies"),
    [
        ("the same two people", [[ZHANG, LI]] * 4, 4),
        ("in another order", [[ZHANG, LI], [LI, ZHANG]], 2),
        ("somebody came in the last month", [[ZHANG, LI]] * 3 + [[ZHANG, LI, WANG]], 1),
        ("somebody left long ago", [[ZHANG, LI, WANG], [ZHANG, LI], [ZHANG, LI]], 2),
    ],
)
def test_copies_in_a_row(sentence: str, members: list[Any], copies: int) -> None:
    found = copied(monthly(members))
    assert (found["copies"], len(found["roster_at"])) == (copies, copies), sentence


@pytest.mark.parametrize(
    ("entry", "exit_", "moved"),
    [
        (D(2026, 7, 20), None, False),
        (D(2026, 8, 1), None, True),
        (D(2026, 6, 1), D(2026, 9, 3), True),
        (D(2026, 6, 1), D(2026, 11, 3), False),
        (None, None, None),
    ],
)
def test_entries_and_exits_between_copies(entry: Any, exit_: Any, moved: bool | None) -> None:
    assert copied(monthly([[ZHANG, LI]] * 4, entry_date=entry, exit_date=exit_))["moved"] is moved


def test_one_roster_for_all_months_and_a_month_left_out() -> None:
    assert copied([{**ZHANG, "team": "木工班"}])["copies"] == 1
    gap = monthly([[ZHANG]]) + [{**line, "src": 109} for line in monthly([[ZHANG]], first=10)]
    assert copied(gap)["copies"] == 1


# -- registration -------------------------------------------------------------------------------------------------------


def test_registered_long_after_the_first_day_of_work() -> None:
    roster = [
        {**ZHANG, "registered_on": D(2026, 10, 20)}, {**LI, "registered_on": D(2026, 10, 20)},
        {**WANG, "registered_on": D(2026, 10, 20)},
    ]  # fmt: skip
    attendance = worked(ZHANG, *october(9)) + [{**line, "row": 6} for line in worked(LI, *october(10, 11))]
    ground, _, _ = grounds(roster=roster, attendance=attendance)
    found = registration_day.build(ground, ground.units).collect().row(0, named=True)
    assert (found["registered"], found["on_roster"], found["late_people"]) == (3, 3, 1)
    assert (found["days_late"], found["first_day"], found["names"]) == (11, D(2026, 10, 9), "张某甲")


def test_without_attendance_nothing_is_known_and_without_dates_there_is_no_row() -> None:
    ground, _, _ = grounds(
        roster=[{**ZHANG, "registered_on": D(2026, 10, 20)}], payroll=[{**ZHANG, "net_pay": Decimal(1)}]
    )
    assert registration_day.build(ground, ground.units).collect()["late_people"].to_list() == [None]
    ground, _, _ = grounds(roster=[ZHANG], attendance=worked(ZHANG, *october(9)))
    assert registration_day.build(ground, ground.units).collect().is_empty()


# -- pay without any trace ----------------------------------------------------------------------------------------------


def unattested(**rows: Rows) -> dict[str, Any]:
    ground, workers, _ = grounds(**rows)
    return unattested_pay.build(ground, workers).collect().row(0, named=True)


PAY = [{**who, "gross_pay": Decimal(5000), "net_pay": Decimal(5000)} for who in (ZHANG, LI, WANG)]
CONTRACT = [{**ZHANG, "contract_start": D(2026, 9, 1)}]


def test_who_is_paid_without_attendance_and_contract() -> None:
    found = unattested(payroll=PAY, contract=CONTRACT, attendance=worked(LI, *october(8)))
    assert (found["paid_people"], found["unattested"], found["names"], found["amount"]) == (
        3,
        1,
        "王某丙",
        Decimal(5000),
    )


@pytest.mark.parametrize(
    ("sentence", "change"),
    [
        ("back pay", {"payroll": [PAY[0], {**PAY[2], "is_back_pay": True}]}),
        ("no pay", {"payroll": [PAY[0], {**PAY[2], "gross_pay": Decimal(0), "net_pay": Decimal(0)}]}),
        ("a manager", {"roster": [{**WANG, "trade": "项目经理"}], "payroll": [PAY[0], PAY[2]]}),
    ],
)
def test_who_does_not_count(sentence: str, change: dict[str, Any]) -> None:
    given = {"payroll": PAY, "contract": CONTRACT, "attendance": worked(LI, *october(8))} | change
    assert unattested(**given)["unattested"] == 0, sentence


def test_without_contracts_or_attendance_nothing_is_known() -> None:
    assert unattested(payroll=PAY, attendance=worked(LI, *october(8)))["unattested"] is None
    assert unattested(payroll=PAY, contract=CONTRACT)["unattested"] is None


@pytest.mark.parametrize(
    ("sentence", "homes", "related"),
    [
        ("one household", ("示例路3号", "示例路3号"), 1),
        ("another house", ("示例路3号", "示例路4号"), 0),
        ("one village, another surname", ("示例县示例村", "示例县示例村"), 0),
        ("no address", (None, None), 0),
    ],
)
def test_relatives_of_the_team_leader(sentence: str, homes: tuple[Any, Any], related: int) -> None:
    roster = [{**who, "team_leader": "李某乙", "address": home} for who, home in zip((LI, WANG), homes, strict=True)]
    found = unattested(payroll=PAY, contract=CONTRACT, attendance=worked(LI, *october(8)), roster=roster)
    assert found["related"] == related, sentence
    assert found["related_names"] == ("王某丙" if related else None)


def test_one_village_and_surname() -> None:
    leader = {"name": "王某丁", "id_number": numbers.identity_number(BIRTH, 611), "id_state": "ok"}
    roster = [{**who, "team_leader": "王某丁", "address": "示例县示例村二组"} for who in (leader, WANG)]
    found = unattested(payroll=PAY, contract=CONTRACT, attendance=worked(LI, *october(8)), roster=roster)
    assert found["related"] == 1
