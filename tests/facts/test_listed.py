"""listed_person, listed_payee, listed_kin: people, payees and kin firms that a blacklist entry names. All made up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from tests.facts.site import CARD_A, FIRM, ID_A, ID_B, ID_C, PROJECT, D, Row, ledgers, settings, sheets
from wagecheck.facts import listed_kin, listed_payee, listed_person, listing_match
from wagecheck.facts.groundwork import Groundwork
from wagecheck.ledgers.provenance import unpack_one
from wagecheck.register.listing import ENTRIES

LISTED = {
    "list": "statutory", "name": "示例远方建筑有限公司", "decision_no": "示人社〔2026〕1号",
    "listed_on": D(2026, 3, 2), "in_force_to": D(2029, 3, 1), "removed": False,
}  # fmt: skip
ADDRESS, PHONE = "湖北省武汉市示例区示例路1号", "15400900101"
PAYROLL = [{"name": "张某甲", "id_number": ID_A, "net_pay": 5000}]
NOBODY = {"contractor": [{"name": FIRM, "legal_rep": "刘某法"}]}


def frames(*entries: dict[str, Any], **rows: Sequence[Row]) -> dict[str, pl.DataFrame]:
    """The three frames of entries and ledgers."""
    found = ledgers(**{"payroll": PAYROLL, **NOBODY, **rows})
    own = settings(blacklist_years={"statutory": 3})
    standing = replace(sheets(found), settings=own)
    ground = Groundwork(found, own)
    table = pl.DataFrame(
        [{name: {**LISTED, **entry}.get(name) for name in ENTRIES} for entry in entries], schema=ENTRIES, orient="row"
    )
    matches = listing_match.build(table, found["contractor"], standing.units.lazy(), own)
    made = {
        "person": listed_person.build(table, ground, standing, matches),
        "payee": listed_payee.build(table, ground.payments, own),
        "kin": listed_kin.build(table, ground, standing, matches),
    }
    return {name: frame.collect() for name, frame in made.items()}


def firm(**more: Any) -> list[Row]:
    return [{"name": FIRM, "contractor": None, **more}]


@pytest.mark.parametrize(
    ("sentence", "entry", "rep", "match"),
    [
        ("same number", {"legal_rep": "刘某法", "person_id": ID_B}, ("刘某法", ID_B), "id"),
        ("same number under another name", {"legal_rep": "刘某发", "person_id": ID_B}, ("刘某法", ID_B), "id"),
        ("same name, numbers differ: two people", {"legal_rep": "刘某法", "person_id": ID_B}, ("刘某法", ID_C), "-"),
        ("same name, the list has no number", {"legal_rep": "刘某法"}, ("刘某法", ID_B), "name"),
        ("same name, the sheet has no number", {"legal_rep": "刘某法", "person_id": ID_B}, ("刘某法", None), "name"),
        ("same name, the digits shown fit", {"legal_rep": "刘某法", "person_id": ID_B[:6] + "********" + ID_B[14:]},
         ("刘某法", ID_B), "name"),
        ("same name, the digits shown do not fit", {"legal_rep": "刘某法", "person_id": ID_C[:6] + "********" + ID_C[14:]},
         ("刘某法", ID_B), "-"),
        ("one of several responsible people", {"persons": "法定代表人：刘某法、孙某乙"}, ("刘某法", None), "name"),
        ("another name", {"legal_rep": "孙某乙"}, ("刘某法", None), "-"),
        ("nobody is stated on the sheet", {"legal_rep": "孙某乙"}, (None, None), None),
    ],
)  # fmt: skip
def test_a_legal_representative_is_compared_by_number_then_by_name(
    sentence: str, entry: dict[str, Any], rep: tuple[str | None, str | None], match: str | None
) -> None:
    rows = frames(entry, contractor=firm(legal_rep=rep[0], legal_rep_id=rep[1]))["person"].to_dicts()
    assert [row["match"] for row in rows] == ([] if match == "-" else [match]), sentence
    for row in rows:
        assert (row["role"], row["in_force"]) == ("legal_rep", True if match else None), sentence
        assert [unpack_one(at)[1] for at in row["contractor_at"]] == [5]


def test_team_leaders_and_the_labour_officer_are_compared_at_their_own_cells() -> None:
    rows = frames(
        {"persons": "任某丙、钟某专"},
        roster=[{"name": "任某丙", "id_number": ID_A, "team_leader": "任某丙"},
                {"name": "孟某庚", "id_number": ID_B, "team_leader": "任某丙"}],
        project=[{"name": PROJECT, "general_contractor": "示例总包公司", "labor_officer": "钟某专"}],
    )["person"].to_dicts()  # fmt: skip
    told = {
        row["role"]: (row["contractor"], row["name"], row["match"], row["roster_at"], row["project_at"]) for row in rows
    }
    assert set(told) == {"team_leader", "labor_officer"}
    leader, officer = told["team_leader"], told["labor_officer"]
    assert leader[:3] == (FIRM, "任某丙", "name")
    assert [unpack_one(at)[1] for at in leader[3]] == [5]
    assert leader[4] in (None, [])
    assert officer[:3] == ("示例总包公司", "钟某专", "name")
    assert [unpack_one(at)[1] for at in officer[4]] == [5]


def test_what_an_entry_says_of_the_contractor_itself_is_told_elsewhere() -> None:
    found = frames(
        {"name": FIRM, "legal_rep": "刘某法", "address": ADDRESS}, contractor=firm(legal_rep="刘某法", address=ADDRESS)
    )
    assert found["person"].is_empty()
    assert found["kin"].is_empty()


@pytest.mark.parametrize(
    ("start", "end", "in_force"),
    [(D(2026, 10, 31), None, True), (D(2026, 11, 1), None, False), (D(2020, 1, 1), D(2026, 10, 1), True),
     (D(2020, 1, 1), D(2026, 9, 30), False), (None, None, None)],
)  # fmt: skip
def test_people_are_listed_on_any_day_of_the_period(
    start: dt.date | None, end: dt.date | None, in_force: bool | None
) -> None:
    rows = frames({"legal_rep": "刘某法", "listed_on": start, "in_force_to": end})["person"]
    assert rows["in_force"].to_list() == [in_force]


def payment(**more: Any) -> list[Row]:
    return [{"amount": 800, "paid_on": D(2026, 11, 12), "memo": "2026年10月工资", **more}]


@pytest.mark.parametrize(
    ("sentence", "entry", "paid", "match"),
    [
        ("the firm's name", {}, {"payee_name": "示例远方建筑有限公司"}, "name"),
        ("its name in full width", {"name": "示例远方(湖北)建筑有限公司"}, {"payee_name": "示例远方（湖北）建筑有限公司"}, "name"),
        ("a former name", {"name": "示例新名有限公司", "former_names": "示例远方建筑有限公司"},
         {"payee_name": "示例远方建筑有限公司"}, "name"),
        ("another firm", {}, {"payee_name": "示例近处建筑有限公司"}, "-"),
        ("a worker of the name of a listed person", {"name": "张某甲"}, {"payee_name": "张某甲"}, "-"),
        ("the account", {"account": CARD_A}, {"payee_name": "钱某丑", "payee_account": CARD_A}, "account"),
        ("the account, in groups of four", {"account": "6228 4800 0000 0000 018"},
         {"payee_name": "钱某丑", "payee_account": CARD_A}, "account"),
        ("digits shown that fit", {"account": CARD_A}, {"payee_name": "钱某丑", "payee_account": "6228***********0018"}, None),
        ("digits shown that do not fit", {"account": CARD_A}, {"payee_name": "钱某丑", "payee_account": "6217***********0018"}, "-"),
        ("neither name nor account", {}, {"memo": None}, None),
        ("a lump sum through the bank", {}, {"memo": "代发工资"}, "-"),
        ("a charge of the bank", {}, {"memo": "手续费"}, "-"),
        ("it failed", {}, {"payee_name": "示例远方建筑有限公司", "document": "result", "status": "failed"}, "-"),
        ("money in", {}, {"payee_name": "示例远方建筑有限公司", "direction": "in"}, "-"),
    ],
)  # fmt: skip
def test_who_got_the_money(sentence: str, entry: dict[str, Any], paid: dict[str, Any], match: str | None) -> None:
    rows = frames(entry, payment=payment(**paid))["payee"].to_dicts()
    assert [row["match"] for row in rows] == ([] if match == "-" else [match]), sentence
    assert all([unpack_one(at)[1] for at in row["payment_at"]] == [5] for row in rows)


@pytest.mark.parametrize(
    ("paid_on", "in_force"),
    [(D(2026, 3, 1), False), (D(2026, 3, 2), True), (D(2029, 3, 1), True), (D(2029, 3, 2), False), (None, None)],
)
def test_the_day_of_payment_decides(paid_on: dt.date | None, in_force: bool | None) -> None:
    rows = frames({}, payment=payment(payee_name="示例远方建筑有限公司", paid_on=paid_on))["payee"]
    assert rows["in_force"].to_list() == [in_force]


@pytest.mark.parametrize(
    ("sentence", "entry", "own", "shared"),
    [
        ("legal representative by name", {"legal_rep": "刘某法"}, {"legal_rep": "刘某法"}, "法定代表人"),
        ("namesakes with numbers of their own", {"legal_rep": "刘某法", "person_id": ID_B},
         {"legal_rep": "刘某法", "legal_rep_id": ID_C}, None),
        ("address", {"address": ADDRESS}, {"address": " 湖北省武汉市示例区 示例路１号"}, "注册地址"),
        ("a town is no address", {"address": "武汉市"}, {"address": "武汉市"}, None),
        ("another house", {"address": ADDRESS}, {"address": "湖北省武汉市示例区示例路2号"}, None),
        ("phone, with the code of the country", {"phone": f"+86 {PHONE}"}, {"phone": PHONE}, "联系电话"),
        ("a masked phone tells nothing", {"phone": "154****0101"}, {"phone": "154****0101"}, None),
        ("all three", {"legal_rep": "刘某法", "address": ADDRESS, "phone": PHONE},
         {"legal_rep": "刘某法", "address": ADDRESS, "phone": PHONE}, "法定代表人、注册地址、联系电话"),
    ],
)  # fmt: skip
def test_what_two_firms_share(sentence: str, entry: dict[str, Any], own: dict[str, Any], shared: str | None) -> None:
    rows = frames(entry, contractor=firm(**{"legal_rep": "别某人", **own}))["kin"].drop_nulls("entry").to_dicts()
    assert [row["shared"] for row in rows] == ([shared] if shared else []), sentence
    for row in rows:
        assert (row["entry_name"], row["worker_share"], row["in_force"]) == ("示例远方建筑有限公司", 0, True)
        assert [unpack_one(at)[1] for at in row["contractor_at"]] == [5]


def test_a_sheet_without_anything_to_compare_says_so() -> None:
    rows = frames({"legal_rep": "刘某法"}, contractor=firm())["kin"].to_dicts()
    assert [(row["compared"], row["entry"]) for row in rows] == [(None, None)]


def test_workers_shared_with_a_listed_contractor_of_the_run_are_counted() -> None:
    other = "示例远方建筑有限公司"
    crew = [{"name": "张某甲", "id_number": ID_A}, {"name": "孟某庚", "id_number": ID_B}]
    rows = frames(
        {"legal_rep": "刘某法"},
        contractor=[*firm(legal_rep="刘某法", registered_on=D(2026, 4, 1)), {"name": other, "contractor": None}],
        payroll=[*crew, {"name": "李某乙", "id_number": ID_C}, *({**who, "contractor": other} for who in crew)],
    )["kin"].filter(contractor=FIRM).to_dicts()  # fmt: skip
    (row,) = rows
    assert (row["shared_workers"], round(row["worker_share"], 4), row["registered_after"]) == (2, 0.6667, True)
