"""Made-up numbers are well formed by their standards, and nobody's."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from wagecheck.simulate import numbers


@pytest.mark.parametrize(
    ("birth", "sequence", "number"),
    [
        (dt.date(1990, 3, 7), 1, "110199199003070017"),
        (dt.date(1965, 1, 1), 2, "110199196501010021"),
        (dt.date(1985, 6, 6), 6, "11019919850606006X"),
    ],
)
def test_identity_numbers_equal_the_published_vectors(birth: dt.date, sequence: int, number: str) -> None:
    assert numbers.identity_number(birth, sequence) == number


@given(st.dates(dt.date(1950, 1, 1), dt.date(2012, 1, 1)), st.integers(0, 999))
def test_identity_numbers_check_and_say_birth_and_sex(birth: dt.date, sequence: int) -> None:
    number = numbers.identity_number(birth, sequence)
    weighted = sum(int(digit, 11) * 2 ** (17 - place) for place, digit in enumerate(number.replace("X", "A")))
    assert len(number) == 18
    assert weighted % 11 == 1
    assert number[:14] == f"110199{birth:%Y%m%d}"
    assert int(number[16]) % 2 == sequence % 2


@given(st.dates(dt.date(1950, 1, 1), dt.date(2012, 1, 1)), st.integers(0, 999))
def test_a_wrong_check_character_is_wrong_and_nothing_else_changes(birth: dt.date, sequence: int) -> None:
    number = numbers.identity_number(birth, sequence)
    wrong = numbers.wrong_check(number)
    assert wrong[:17] == number[:17]
    assert wrong[17] != numbers.id_check(number[:17])


@given(st.sampled_from(sorted(numbers.CARD_BANKS)), st.integers(0, 99_999_999))
def test_cards_have_nineteen_digits_and_pass_luhn(prefix: str, serial: int) -> None:
    card = numbers.card_number(prefix, serial)
    assert len(card) == 19
    assert card.startswith(prefix)
    assert luhn.is_valid(card)


def test_company_codes_follow_the_two_standards() -> None:
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    for serial in range(2000):
        code = numbers.company_code(serial)
        assert code.startswith("91110199MA")
        assert len(code) == 18
        total = sum(alphabet.index(char) * 3**place % 31 for place, char in enumerate(code[:17]))
        assert (total + alphabet.index(code[17])) % 31 == 0
        body = [int(char, 36) for char in code[8:16]]
        rest = 11 - sum(a * b for a, b in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
        assert code[16] == {10: "X", 11: "0"}.get(rest, str(rest))


def test_phones_stand_in_a_range_that_nobody_has() -> None:
    assert numbers.phone_number(7) == "15400000007"
