"""Verdicts of people in the frames that compare with the blacklist. Made-up firms and people only."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from tests.facts.site import FIRM, ID_A, D, ledgers, settings, sheets
from wagecheck.facts import listing_frames
from wagecheck.facts.groundwork import Groundwork
from wagecheck.register import view

CODE, OTHER_CODE = "91110199MA00000X7P", "91110199MA0000AB08"
LISTED = {"id": "E1", "list": "group", "decision_no": "甲1号", "listed_on": D(2026, 3, 2), "removed": False}
PERSON = {"name": "示例远方建设有限公司", "uscc": OTHER_CODE, "legal_rep": "张某甲"}


def entries(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame([{**dict.fromkeys(view.ENTRIES), **LISTED, **row} for row in rows], schema=view.ENTRIES)


def verdict(same: bool = False, **more: Any) -> dict[str, Any]:
    return {"entry": "E1", "same": same, "contractor": FIRM, "uscc": None, "person": None, **more}


def told(frame: str, entry: dict[str, Any], *said: dict[str, Any], **given: Any) -> list[dict[str, Any]]:
    """Rows of a frame for FIRM, with these verdicts."""
    payroll = given.pop("payroll", [{"name": "张某甲"}])
    found = ledgers(contractor=given.pop("contractor", [{"name": FIRM}]), payroll=payroll, **given)
    decided = pl.DataFrame(list(said), schema=view.VERDICTS)
    made = listing_frames.deferred(entries(entry), Groundwork(found, settings()), sheets(found), decided)
    rows = made[frame]().collect()
    assert rows.schema == next(m.FRAME.schema for m in listing_frames.MODULES if m.FRAME.name == frame)
    return rows.to_dicts()


@pytest.mark.parametrize(
    ("sentence", "entry", "said", "match"),
    [
        ("nobody decided", {"name": FIRM}, None, "name"),
        ("not the same", {"name": FIRM}, verdict(), None),
        ("not the same, written otherwise", {"name": FIRM}, verdict(contractor=f" {FIRM}　"), None),
        ("a near name that is not the same", {"name": "示列劳务甲公司"}, verdict(), None),
        ("about another entry", {"name": FIRM}, verdict(entry="E2"), "name"),
        ("about another company", {"name": FIRM}, verdict(contractor="示例劳务乙公司"), "name"),
        ("about a person of it", {"name": FIRM}, verdict(person="张某甲"), "name"),
        ("equal codes are one company, whatever was said", {"name": "别的名字", "uscc": CODE}, verdict(), "uscc"),
        ("by the code, which the sheet gives", {"name": FIRM}, verdict(contractor=None, uscc=CODE), None),
        ("the name, but another code: another firm", {"name": FIRM}, verdict(uscc=OTHER_CODE), "name"),
    ],
)  # fmt: skip
def test_another_company_is_left_out(
    sentence: str, entry: dict[str, Any], said: dict[str, Any] | None, match: str | None
) -> None:
    rows = told("listing_match", entry, *([said] if said else []), contractor=[{"name": FIRM, "uscc": CODE}])
    assert [(row["match"], row["decided"]) for row in rows] == ([(match, False)] if match else []), sentence


@pytest.mark.parametrize(
    ("entry", "match"),
    [
        ({"name": FIRM}, "name"),
        ({"name": "示列劳务甲公司"}, "near_name"),
        ({"name": "示例远方建设有限公司"}, "decided"),
        ({"name": "示例远方建设有限公司", "uscc": OTHER_CODE}, "decided"),
    ],
)
def test_the_same_company_is_told_however_it_is_called(entry: dict[str, Any], match: str) -> None:
    rows = told("listing_match", entry, verdict(same=True), contractor=[{"name": FIRM, "uscc": CODE}])
    assert [(row["match"], row["decided"], row["in_force"]) for row in rows] == [(match, True, True)]


def test_the_latest_verdict_counts() -> None:
    rows = told("listing_match", {"name": FIRM}, verdict(), verdict(same=True))
    assert [(row["match"], row["decided"]) for row in rows] == [("name", True)]


def test_an_entry_that_is_the_contractor_itself_is_no_kin_and_names_no_person_of_another() -> None:
    firm = [{"name": FIRM, "legal_rep": "张某甲"}]
    assert [row["entry"] for row in told("listed_person", PERSON, contractor=firm)] == ["甲1号"]
    assert [row["entry"] for row in told("listed_kin", PERSON, contractor=firm)] == ["甲1号"]
    for frame in ("listed_person", "listed_kin"):
        assert told(frame, PERSON, verdict(same=True), contractor=firm) == []


@pytest.mark.parametrize(
    ("sentence", "entry", "rep", "said", "there"),
    [
        ("a namesake", {}, {}, verdict(person="张某甲"), False),
        ("a namesake, by his number", {}, {"legal_rep_id": ID_A}, verdict(person=ID_A), False),
        ("somebody else was meant", {}, {}, verdict(person="李某乙"), True),
        ("only the companies are two", {}, {}, verdict(), True),
        ("equal numbers are one person", {"person_id": ID_A}, {"legal_rep_id": ID_A}, verdict(person="张某甲"), True),
    ],
)
@pytest.mark.parametrize("frame", ["listed_person", "listed_kin"])
def test_another_person_is_left_out(
    frame: str, sentence: str, entry: dict[str, Any], rep: dict[str, Any], said: dict[str, Any], there: bool
) -> None:
    firm = [{"name": FIRM, "legal_rep": "张某甲", **rep}]
    rows = told(frame, {**PERSON, **entry}, said, contractor=firm)
    assert [row["entry"] for row in rows if row["entry"]] == (["甲1号"] if there else []), sentence


def test_kin_stays_kin_by_what_else_is_shared() -> None:
    firm = [{"name": FIRM, "legal_rep": "张某甲", "phone": "010-55512345"}]
    entry = {**PERSON, "phone": "010-55512345"}
    rows = told("listed_kin", entry, verdict(), verdict(person="张某甲"), contractor=firm)
    assert [(row["same_legal_rep"], row["same_phone"]) for row in rows] == [(False, True)]


@pytest.mark.parametrize(
    ("sentence", "said", "match"),
    [
        ("nobody decided", None, "name"),
        ("the payee is another firm", verdict(contractor="示例远方建设有限公司"), None),
        ("the payer is another firm", verdict(), "name"),
    ],
)
def test_a_payee_of_the_same_name(sentence: str, said: dict[str, Any] | None, match: str | None) -> None:
    pay = [{"payee_name": "示例远方建设有限公司", "amount": 5000, "paid_on": D(2026, 11, 12), "status": "success"}]
    rows = told("listed_payee", PERSON, *([said] if said else []), payment=pay)
    assert [row["match"] for row in rows] == ([match] if match else []), sentence
    entry = {**PERSON, "account": "62284800000000000180"}
    pay[0]["payee_account"] = "62284800000000000180"
    rows = told("listed_payee", entry, *([said] if said else []), payment=pay)
    assert [row["match"] for row in rows] == [match or "account"], "its account still counts"
