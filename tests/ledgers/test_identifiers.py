"""Identity numbers (GB 11643), credit codes (GB 32100) and Luhn; made-up numbers of the unassigned district 110199."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from wagecheck.ledgers.identifiers import (
    bare_code,
    bare_code_of,
    birth_date,
    document_title,
    identity_problem,
    luhn_ok,
    organisation_problem,
    resident_problem,
    sex,
    uscc_problem,
)

MALE = "110199199003070017"
DIGITS = "0123456789"


def one(expression: pl.Expr, value: str | None = None, **columns: str | None) -> object:
    frame = pl.DataFrame({"v": value, **columns}, schema=dict.fromkeys(["v", *columns], pl.String))
    return frame.select(expression).item()


def with_check(seventeen: str) -> str:
    return seventeen + ric.calc_check_digit(seventeen + "0")


@pytest.mark.parametrize(
    ("sentence", "number", "problem"),
    [
        ("a man", MALE, None),
        ("a woman", "110199196501010021", None),
        ("check character X", "11019919850606006X", None),
        ("small x and blanks around", " 11019919850606006x ", None),
        ("nothing", None, None),
        ("blank", "  ", None),
        ("last digit wrong", "110199199003070018", "check_digit"),
        ("two digits swapped", "110199199003070107", "check_digit"),
        ("X expected, 0 written", "110199198506060060", "check_digit"),
        ("30 February", "110199199002300017", "birth_date"),
        ("29 February of a common year", with_check("11019919010229001"), "birth_date"),
        ("29 February of a leap year", with_check("11019920000229001"), None),
        ("1900 was no leap year", with_check("11019919000229001"), "birth_date"),
        ("born in 1890", with_check("11019918900101001"), "birth_date"),
        ("born in the future is no matter of a clock here", with_check("11019920991231001"), None),
        ("unknown province", with_check("10019919900307001"), "province"),
        ("one digit short", "11019919900307001", "length"),
        ("one digit more", MALE + "1", "length"),
        ("first generation", "110199900307001", "old_15"),
        ("letter O for zero", "11O199199003070017", "characters"),
        ("X in the middle", "1101991990X3070017", "characters"),
        ("resident of Hong Kong", "810000198506150039", None),
        ("resident of Macao", "820000197809090050", None),
        ("resident of Taiwan", "830000199211200041", None),
        ("resident of Taiwan, slip", "830000199211200042", "check_digit"),
        ("permanent resident", "911840198501310020", None),
        ("permanent resident, slip", "911840198501310021", "check_digit"),
    ],
)
def test_what_is_wrong_with_a_number(sentence: str, number: str | None, problem: str | None) -> None:
    assert one(resident_problem(pl.col("v")), number) == problem, sentence


@pytest.mark.parametrize(
    ("sentence", "number", "state", "id_type", "problem"),
    [
        ("a slip on an identity card", "110199199003070018", "ok", "居民身份证", "check_digit"),
        ("blank type means identity card", "110199199003070018", "ok", None, "check_digit"),
        ("platform code 01", "110199199003070018", "ok", "01", "check_digit"),
        ("temporary identity card", "110199199003070018", "ok", "临时居民身份证", "check_digit"),
        ("last digits lost in a number cell", "110199199003070000", "lossy", "居民身份证", None),
        ("masked", "110199********0017", "masked", None, None),
        ("masked but not marked as masked", "110199********0017", "ok", None, None),
        ("marked as blank", "无", "blank", None, None),
        ("passport", "E12345678", "ok", "护照", None),
        ("passport with blanks inside", "E1234 5678", "ok", "护照", "pattern"),
        ("passport without a type", "EA1234567", "ok", None, None),
        ("pass of a Hong Kong resident", "H12345678", "ok", "港澳居民来往内地通行证", None),
        ("pass, one digit short", "H1234567", "ok", "港澳居民来往内地通行证", "pattern"),
        ("pass without a type", "H1234567801", "ok", None, None),
        ("pass of a Taiwan resident", "12345678", "ok", "台湾居民来往大陆通行证", None),
        ("eight digits on an identity card", "12345678", "ok", "身份证", "length"),
        ("old permanent residence card", "USA123456789012", "ok", "外国人永久居留身份证", None),
        ("old permanent residence card without a type", "USA123456789012", "ok", None, None),
        ("new permanent residence card", "911840198501310020", "ok", "外国人永久居留身份证", None),
        ("new permanent residence card, slip", "911840198501310021", "ok", "外国人永久居留身份证", "check_digit"),
        ("residence permit", "810000198506150039", "ok", "港澳台居民居住证", None),
        ("Hong Kong identity card", "A123456(7)", "ok", "香港身份证", None),
        ("officer's card", "南字第12345678号", "ok", "军官证", None),
        ("a document nobody listed", "X-2024-001", "ok", "其他证件", None),
        ("an identity number under another document", "110199199003070018", "ok", "其他证件", None),
    ],
)
def test_documents_are_judged_by_their_own_rule(
    sentence: str, number: str, state: str, id_type: str | None, problem: str | None
) -> None:
    found = identity_problem(pl.col("v"), state=pl.col("state"), id_type=pl.col("kind"))
    assert one(found, number, state=state, kind=id_type) == problem, sentence


def test_a_permanent_residence_card_is_no_identity_card() -> None:
    assert one(document_title(pl.col("v")), "外国人永久居留身份证") == "外国人永久居留身份证"


@pytest.mark.parametrize(
    ("number", "born", "said"),
    [
        (MALE, dt.date(1990, 3, 7), "男"),
        ("11019919850606006X", dt.date(1985, 6, 6), "女"),
        ("110199196501010021", dt.date(1965, 1, 1), "女"),
        ("110199199002300017", None, "男"),
        ("110199199003070033", dt.date(1990, 3, 7), "男"),
        ("110199199003070041", dt.date(1990, 3, 7), "女"),
        ("1101991990030700X7", None, None),
        ("110199900307001", None, None),
        ("E12345678", None, None),
        ("110199********0017", None, None),
        (None, None, None),
    ],
)
def test_birth_and_sex_come_from_the_number(number: str | None, born: dt.date | None, said: str | None) -> None:
    assert one(birth_date(pl.col("v")), number) == born
    assert one(sex(pl.col("v")), number) == said


@pytest.mark.parametrize(
    ("sentence", "code", "problem"),
    [
        ("a made-up firm", "91110199MA00000X7P", None),
        ("another", "91110199MA0000AB08", None),
        ("a third", "91110199MA0000EF9Y", None),
        ("check character 0", "91110199MA00000090", None),
        ("small letters", "91110199ma0000ef9y", None),
        ("check character wrong", "91110199MA00000X7Q", "check_digit"),
        ("forbidden letter O", "91110199MAO0000X7P", "characters"),
        ("organisation code alone", "MA00000X7", "length"),
        ("nothing", None, None),
        ("blank", "", None),
    ],
)
def test_what_is_wrong_with_a_credit_code(sentence: str, code: str | None, problem: str | None) -> None:
    assert one(uscc_problem(pl.col("v")), code) == problem, sentence


@pytest.mark.parametrize(
    ("sentence", "code", "problem"),
    [
        ("a made-up one", "MA00000X7", None),
        ("with a dash", "ma00000x-7", None),
        ("wide letters", "ＭＡ００００ＡＢ０", None),
        ("check character X", "MA000000X", "check_digit"),
        ("check character wrong", "MA00000X8", "check_digit"),
        ("nine digits", "123456789", "check_digit"),
        ("no code", "无无无无无无无无无", "characters"),
        ("a credit code", "91110199MA00000X7P", "length"),
        ("nothing", None, None),
        ("blank", " ", None),
    ],
)
def test_what_is_wrong_with_an_organisation_code(sentence: str, code: str | None, problem: str | None) -> None:
    assert one(organisation_problem(bare_code(pl.col("v"))), code) == problem, sentence


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=8, max_size=8))
def test_one_check_character_makes_an_organisation_code(eight: str) -> None:
    """GB 11714 as ``python-stdnum`` does not have it: reckoned by hand here."""
    places = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    rest = 11 - sum(places.index(letter) * by for letter, by in zip(eight, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    right = {10: "X", 11: "0"}.get(rest, str(rest))
    sound = [last for last in "0123456789X" if one(organisation_problem(pl.col("v")), eight + last) is None]
    assert sound == [right]


@pytest.mark.parametrize(
    ("card", "good"),
    [
        ("6228480000000000018", True),
        ("6217000000000000020", True),
        ("6228480000000000019", False),
        ("59", True),  # 5 doubled is 10, one digit more
        ("67", True),
        ("42", True),
        ("0" * 31 + "1", False),
        ("0" * 32, True),
        ("622848 0000000000018", None),
        ("62284800000000000X8", None),
        ("", None),
        (None, None),
        ("0" * 33, None),
    ],
)
def test_luhn(card: str | None, good: bool | None) -> None:
    assert one(luhn_ok(pl.col("v")), card) is good


def _ric_is_valid(number: str) -> bool:
    """What stdnum says, but for the county: it knows which county existed in which year, we take any of a province."""
    try:
        ric.get_birth_date(number)
    except ValidationError:
        return False
    return ric.calc_check_digit(number) == number[-1]


DAYS = st.dates(dt.date(1901, 1, 1), dt.date(2020, 12, 31)).map(lambda day: f"{day:%Y%m%d}")
NEARLY_DAYS = st.tuples(st.integers(1900, 2020), st.integers(0, 13), st.integers(0, 32)).map(
    lambda parts: f"{parts[0]:04}{parts[1]:02}{parts[2]:02}"
)


@given(
    st.sampled_from(["110101", "320102", "440103", "520102", "650102", "710000", "820000"]),
    st.one_of(DAYS, NEARLY_DAYS),
    st.text(DIGITS, min_size=3, max_size=3),
    st.sampled_from([*DIGITS, "X", "right"]),
)
def test_agrees_with_stdnum_on_identity_numbers(region: str, birth: str, sequence: str, last: str) -> None:
    body = region + birth + sequence
    number = with_check(body) if last == "right" else body + last
    assert (one(resident_problem(pl.col("v")), number) is None) == _ric_is_valid(number)


@given(st.text(uscc._alphabet, min_size=17, max_size=17), st.sampled_from([*uscc._alphabet, "right"]))
def test_agrees_with_stdnum_on_credit_codes(body: str, last: str) -> None:
    body = "91110199" + body[8:]
    code = body + (uscc.calc_check_digit(body) if last == "right" else last)
    assert (one(uscc_problem(pl.col("v")), code) is None) == uscc.is_valid(code)


@given(st.text(DIGITS, min_size=1, max_size=32))
def test_agrees_with_stdnum_on_luhn(card: str) -> None:
    assert one(luhn_ok(pl.col("v")), card) == luhn.is_valid(card)


@given(st.lists(st.text(max_size=24), min_size=1, max_size=20))
@settings(max_examples=30)
def test_no_text_breaks_the_expressions(texts: list[str]) -> None:
    value = pl.col("v")
    found = pl.DataFrame({"v": texts}).select(
        resident=resident_problem(value),
        luhn=luhn_ok(value),
        uscc=uscc_problem(value),
        typed=identity_problem(value, id_type=value),
    )
    codes = {None, "old_15", "length", "characters", "province", "birth_date", "check_digit"}
    assert set(found["resident"]) <= codes
    assert set(found["typed"]) <= codes | {"pattern"}


@given(st.text(st.sampled_from(" 　\t-‐‑–—−ａＡa１1Ⅷⅰß91MA"), max_size=24))
def test_a_single_code_is_bared_as_a_column_is(code: str) -> None:
    assert bare_code_of(code) == one(bare_code(pl.col("v")), code)
