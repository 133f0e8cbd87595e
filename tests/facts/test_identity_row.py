"""identity_row: how long the card is valid, and until when the person was on site."""

from __future__ import annotations

from typing import Any

import pytest

from tests.facts.ledger_kit import LI, SEPTEMBER, ZHANG, D, october, worked
from tests.facts.post_kit import ground, workers
from wagecheck.facts import identity_row

CARD = {**ZHANG, "id_valid_until": D(2030, 1, 1), "id_open_ended": False}


def row(*cards: dict[str, Any], **others: Any) -> dict[str, Any]:
    given = ground(identity=list(cards), **others)
    found = identity_row.build(given, workers(given), given.units).collect()
    assert found.schema == identity_row.FRAME.schema
    return next(one for one in found.to_dicts() if one["name"] == ZHANG["name"])


@pytest.mark.parametrize(
    ("sentence", "cards", "until", "endless"),
    [
        ("one card", [CARD], D(2030, 1, 1), False),
        ("an old and a new card", [CARD, {**CARD, "id_valid_until": D(2020, 1, 1)}], D(2030, 1, 1), False),
        ("长期", [{**CARD, "id_valid_until": None, "id_open_ended": True}], None, True),
        ("blank", [{**CARD, "id_valid_until": None}], None, False),
    ],
)
def test_validity(sentence: str, cards: list[dict[str, Any]], until: Any, endless: bool) -> None:
    found = row(*cards, attendance=worked(ZHANG, *october(8)))
    assert (found["id_valid_until"], found["is_open_ended"]) == (until, endless), sentence


def test_until_when_the_person_was_on_site() -> None:
    september = [{**day, **SEPTEMBER} for day in worked(ZHANG, D(2026, 9, 8))]
    others = worked(LI, *october(8), src=91)
    found = row(CARD, attendance=[*september, *others], roster=[{**ZHANG, "entry_date": D(2026, 9, 1)}])
    assert (found["period"], found["active_until"], found["entry_on"]) == ("2026-10", D(2026, 9, 30), D(2026, 9, 1))


def test_without_a_roster_the_first_day_worked_is_the_entry() -> None:
    assert row(CARD, attendance=worked(ZHANG, *october(8, 9)))["entry_on"] == D(2026, 10, 8)
