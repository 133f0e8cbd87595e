"""posting: what a wage sheet on the wall shows of people, and who signed it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.facts.site import CARD_A, FIRM, ID_A, PROJECT, ledgers, sheets
from wagecheck.facts import posting

MASKED = {"name": "张某甲", "id_number": "110199********0017", "id_state": "masked", "net_pay": 1}
OTHER = MASKED | {"name": "李某乙"}


def built(*rows: dict[str, Any], board: dict[str, Any] | None = None) -> dict[str, Any]:
    found = ledgers(notice=list(rows), project=[{"name": PROJECT}], board=[] if board is None else [board])
    frame = posting.build(sheets(found))
    assert frame.collect_schema() == posting.FRAME.schema
    (row,) = frame.collect().rows(named=True)
    return row


@pytest.mark.parametrize(
    ("sentence", "changes", "ids", "cards"),
    [
        ("masked", {}, 0, 0),
        ("the whole number", {"id_number": ID_A, "id_state": "ok"}, 1, 0),
        ("stored as a number: nearly whole", {"id_number": "110199199003070000", "id_state": "lossy"}, 1, 0),
        ("shown as 1.1E+17", {"id_number": None, "id_state": "lossy"}, 0, 0),
        ("the last four", {"id_number": "0017", "id_state": "ok"}, 0, 0),
        ("a passport", {"id_number": "E12345678", "id_state": "ok"}, 1, 0),
        ("no number", {"id_number": None, "id_state": "blank"}, 0, 0),
        ("the whole card", {"bank_card": CARD_A}, 0, 1),
        ("stars in the card", {"bank_card": "6228 **** **** 0018", "card_state": "masked"}, 0, 0),
        ("the last four of the card", {"bank_card": "0018"}, 0, 0),
    ],
)
def test_numbers_on_the_wall(sentence: str, changes: dict[str, Any], ids: int, cards: int) -> None:
    row = built(OTHER, MASKED | changes)
    assert (row["contractor"], row["posted_rows"], row["open_ids"], row["open_cards"]) == (FIRM, 2, ids, cards), (
        sentence
    )
    assert len(row["open_at"]) == ids + cards
    assert all(place % 2**16 for place in row["open_at"]), "a cell, not a row"


@pytest.mark.parametrize(
    ("sentence", "first", "second", "unsigned", "confirmed"),
    [
        ("everybody signed", {"signature": "张某甲"}, {"signature": "李某乙"}, 0, None),
        ("one did not", {"signature": "张某甲"}, {"signature": " "}, 1, None),
        ("nobody did", {}, {}, None, None),
        ("the officer in one row", {"signature": "张某甲", "confirmed_by": "钟某专"}, {"signature": "李某乙"}, 0, True),
        ("only the officer", {"confirmed_by": "钟某专"}, {}, None, True),
        ("workers but not the officer", {"signature": "张某甲", "confirmed_by": ""}, {"signature": "李某乙"}, 0, False),
    ],
)
def test_signatures(
    sentence: str, first: dict[str, Any], second: dict[str, Any], unsigned: int | None, confirmed: bool | None
) -> None:
    row = built(MASKED | first, OTHER | second)
    assert (row["unsigned_rows"], row["confirmed"]) == (unsigned, confirmed), sentence
    assert len(row["unsigned_at"]) == (unsigned or 0)


@pytest.mark.parametrize(
    ("sentence", "first", "unsigned", "confirmed"),
    [
        ("signed", {"signature": "李某乙", "confirmed_by": "钟某专"}, None, None),
        ("one row not", {"signature": "", "confirmed_by": ""}, 1, False),
    ],
)
def test_a_second_sheet_that_nobody_signed_hides_no_gap_of_the_first(
    sentence: str, first: dict[str, Any], unsigned: int | None, confirmed: bool | None
) -> None:
    signed = MASKED | {"signature": "张某甲", "confirmed_by": first["confirmed_by"], "src": 901}
    row = built(signed, OTHER | first | {"src": 901}, MASKED | {"name": "王某丙", "src": 902})
    assert (row["posted_rows"], row["unsigned_rows"], row["confirmed"]) == (3, unsigned, confirmed), sentence


@pytest.mark.parametrize(
    ("board", "states"), [(None, False), ({"owner": "业主"}, False), ({"minimum_wage": "2400"}, True)]
)
def test_board(board: dict[str, Any] | None, states: bool) -> None:
    row = built(MASKED | {"minimum_wage": "2010"}, board=board)
    assert (row["board_states_wage"], row["minimum_wage"]) == (states, 2010)
