"""What a spreadsheet can write for a value is read back as that value, whatever the writing and the neighbours.

For every kind a table of writings: a sentence, how the value is written, the note that goes with it. A value and a
writing are drawn, the cell is parsed, the value must come back, with that note.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import ric

from tests.intake.test_values import CELLS
from wagecheck.intake import values
from wagecheck.intake.values import capitals
from wagecheck.intake.values.columns import Parsed
from wagecheck.intake.values.notes import (
    CHECK_X,
    FULL_WIDTH,
    IN_WORDS,
    MIDDLE_DOT,
    MONTH_END,
    MONTH_ONLY,
    NEGATIVE,
    OCTOBER,
    PRECISION,
    REMARK,
    SERIAL,
    STORED_AS_NUMBER,
    SUM,
    TEN_THOUSANDS,
)

Writing = tuple[str, Callable[[Any], Any], str | None]

DIGITS = str.maketrans("0123456789.", "０１２３４５６７８９．")
NUMERALS = "〇一二三四五六七八九"


def in_words(amount: Decimal) -> str:
    """An amount as it stands on a bill, made apart from the parser: through the product's integer only."""
    whole, cents = divmod(int(abs(amount) * 100), 100)
    text = ("负" if amount < 0 else "") + (capitals.written(whole) + "元" if whole or not cents else "")
    if not cents:
        return text + "整"
    tens, ones = divmod(cents, 10)
    said = "零壹贰叁肆伍陆柒捌玖"
    gap = "零" if whole and not tens else ""
    return text + (said[tens] + "角" if tens else gap) + (said[ones] + "分" if ones else "整")


def numeral(number: int) -> str:
    """1 to 39 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else NUMERALS[tens] + "十"
    return ten + (NUMERALS[ones] if ones or not tens else "")


AMOUNTS: list[Writing] = [
    ("a number", float, None),
    ("a text", str, None),
    ("with thousands separators", "{:,}".format, None),
    ("with a currency sign", "¥{:,}".format, None),
    ("with a full-width currency sign", "￥{}".format, None),
    ("in yuan", "{}元".format, None),
    ("padded", "  {} \u3000".format, None),
    ("behind an apostrophe", "'{}".format, None),
    ("in full width", lambda amount: str(amount).translate(DIGITS).replace("-", "－"), FULL_WIDTH),
    ("in words", in_words, IN_WORDS),
    ("in words, with the currency", lambda amount: f"人民币{in_words(amount)}", IN_WORDS),
    ("in ten thousands", lambda amount: f"{amount / 10_000:f}万元", TEN_THOUSANDS),
]


@settings(deadline=None, max_examples=200)
@given(st.decimals(min_value=-(10**8), max_value=10**8, places=2), st.sampled_from(AMOUNTS))
def test_amounts(amount: Decimal, writing: Writing) -> None:
    _come_back(values.amounts, amount, writing)


@settings(deadline=None, max_examples=60)
@given(st.decimals(min_value=Decimal("0.01"), max_value=10**8, places=2), st.sampled_from(["({})", "（{}）", "{}-"]))
def test_negative_amounts_of_accountants(amount: Decimal, form: str) -> None:
    _come_back(values.amounts, -amount, (form, lambda negative: form.format(-negative), NEGATIVE))


@settings(deadline=None, max_examples=200)
@given(st.integers(0, 10**12 - 1))
def test_whole_numbers_in_words_come_back(number: int) -> None:
    """Also without the zeros that some leave out, and in everyday numerals; nothing else of a text does."""
    words = capitals.written(number)
    everyday = words.translate(str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千"))
    assert capitals.amount(f"{words}元整") == number
    assert capitals.amount(f"{everyday}元") == number
    assert capitals.amount(f"{words}元整之外") is None
    assert capitals.amount(f"{words}{words}元") != number or number == 0


DAYS: list[Writing] = [
    ("a number", float, None),
    ("a text", str, None),
    ("with a unit", "{}天".format, None),
    ("with another unit", "{} 个工日".format, None),
    ("in full width", lambda days: str(days).translate(DIGITS), FULL_WIDTH),
    ("as a sum", lambda days: f"{days - 1}+1", SUM),
]
WHOLE_DAYS: list[Writing] = [
    ("in numerals", lambda days: f"{numeral(int(days))}天", None),
    ("and a half, in numerals", lambda days: f"{numeral(int(days))}天半", None),
]


@settings(deadline=None, max_examples=120)
@given(st.integers(10, 400).map(lambda tenths: Decimal(tenths) / 10), st.sampled_from(DAYS))
def test_days(days: Decimal, writing: Writing) -> None:
    _come_back(values.days, days, writing)


@pytest.mark.parametrize("days", range(1, 40))
def test_days_in_numerals(days: int) -> None:
    whole, half = WHOLE_DAYS
    _come_back(values.days, Decimal(days), whole)
    parsed = values.days([half[1](days)])
    assert parsed.value.to_list() == [Decimal(days) + Decimal("0.5")]


HOURS: list[Writing] = [
    ("a number", lambda minutes: minutes / 60, None),
    ("a clock time", lambda minutes: f"{minutes // 60}:{minutes % 60:02}", None),
    ("with seconds", lambda minutes: f"{minutes // 60}:{minutes % 60:02}:00", None),
    ("in hours and minutes", lambda minutes: f"{minutes // 60}小时{minutes % 60}分钟", None),
    ("a duration", lambda minutes: dt.timedelta(minutes=minutes), None),
    ("under a clock format", lambda minutes: dt.datetime(1899, 12, 31) + dt.timedelta(minutes=minutes), None),
]


@settings(deadline=None, max_examples=120)
@given(st.integers(0, 24 * 60 * 31), st.sampled_from(HOURS))
def test_hours(minutes: int, writing: Writing) -> None:
    """To the hundredth of an hour; only a bare number tells that there was more."""
    sentence, write, _ = writing
    parsed = values.hours([write(minutes)])
    assert not parsed.bad.any(), sentence
    assert abs(parsed.value[0] - Decimal(minutes) / 60) <= Decimal("0.005"), sentence


DATES: list[Writing] = [
    ("a date", lambda day: day, None),
    ("a moment", lambda day: dt.datetime(day.year, day.month, day.day, 8, 30), None),
    ("a serial", lambda day: float((day - dt.date(1899, 12, 30)).days), SERIAL),
    ("ISO", dt.date.isoformat, None),
    ("with slashes", lambda day: f"{day.year}/{day.month}/{day.day}", None),
    ("with dots", "{:%Y.%m.%d}".format, None),
    ("with ideographic full stops", "{:%Y。%m。%d}".format, None),
    ("in a run", "{:%Y%m%d}".format, None),
    ("in a run, as a number", lambda day: int(f"{day:%Y%m%d}"), None),
    ("in Chinese", lambda day: f"{day.year}年{day.month}月{day.day}日", None),
    ("spaced", lambda day: f" {day.year} 年 {day.month} 月 {day.day} 日 ", None),
    ("with the time", "{:%Y-%m-%d 08:30:00}".format, None),
    ("with the weekday", lambda day: f"{day:%Y-%m-%d} 星期{'一二三四五六日'[day.weekday()]}", None),
    (
        "in numerals",
        lambda day: (
            "".join(NUMERALS[int(sign)] for sign in str(day.year)) + f"年{numeral(day.month)}月{numeral(day.day)}日"
        ),
        None,
    ),
]


@settings(deadline=None, max_examples=200)
@given(st.dates(dt.date(1910, 1, 2), dt.date(2100, 12, 31)), st.sampled_from(DATES))
def test_dates(day: dt.date, writing: Writing) -> None:
    """As days of birth: 1970-01-01 is one."""
    _come_back(lambda cells: values.dates(cells, meaning="birth"), day, writing)


MONTHS: list[Writing] = [
    ("with a hyphen", "{:%Y-%m}".format, None),
    ("with a slash", "{:%Y/%m}".format, None),
    ("in a run", "{:%Y%m}".format, None),
    ("in a run, as a number", lambda day: float(f"{day:%Y%m}"), None),
    ("in Chinese", lambda day: f"{day.year}年{day.month}月", None),
    ("spaced", lambda day: f"{day.year} 年 {day.month} 月份", None),
    ("as year and hundredths", lambda day: float(f"{day:%Y.%m}"), None),
]


@settings(deadline=None, max_examples=120)
@given(st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31)), st.sampled_from(MONTHS))
def test_months_are_first_or_last_days_and_pay_periods(day: dt.date, writing: Writing) -> None:
    sentence, write, _ = writing
    cell = write(day)
    october = isinstance(cell, float) and cell < 3000 and day.month == 10
    first = day.replace(day=1)
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    _come_back(values.dates, first, (sentence, lambda _: cell, OCTOBER if october else MONTH_ONLY))
    ends = values.dates([cell], meaning="end")
    assert ends.value.to_list() == [last]
    assert ends.note.to_list() == [OCTOBER if october else MONTH_END]
    periods = values.periods([cell])
    assert (periods.value[0], periods.end[0]) == (first, last)


IDENTITY: list[Writing] = [
    ("a text", str, None),
    ("behind an apostrophe", "'{}".format, None),
    ("in lower case", str.lower, None),
    ("in groups", lambda number: f"{number[:6]} {number[6:14]} {number[14:]}", None),
    ("with hyphens", lambda number: f"{number[:6]}-{number[6:14]}-{number[14:]}", None),
    ("in full width", lambda number: number[:17].translate(DIGITS) + number[17], None),
    ("between direction marks", "\u202d{}\u202c".format, None),
    ("with words in front", "身份证号码：{}".format, REMARK),
    ("with a remark", "{}（复印件）".format, REMARK),
]


@st.composite
def identity_numbers(draw: st.DrawFn) -> str:
    born = draw(st.dates(dt.date(1950, 1, 1), dt.date(2008, 12, 31)))
    body = f"110199{born:%Y%m%d}{draw(st.integers(0, 999)):03}"
    return body + ric.calc_check_digit(body)


@settings(deadline=None, max_examples=120)
@given(identity_numbers(), st.sampled_from(IDENTITY))
def test_identity_numbers(number: str, writing: Writing) -> None:
    _come_back(values.identity_numbers, number, writing)
    assert values.identity_numbers([writing[1](number)]).state.to_list() == ["ok"]


@settings(deadline=None, max_examples=60)
@given(identity_numbers(), st.sampled_from("Ｘ×✕✖ХхΧχｘ"))
def test_every_cross_is_the_check_digit(number: str, cross: str) -> None:
    body = number[:17]
    _come_back(values.identity_numbers, body + "X", ("cross", lambda _: body + cross, CHECK_X))


@settings(deadline=None, max_examples=60)
@given(identity_numbers())
def test_a_number_typed_as_a_number_is_lossy_and_keeps_what_is_sure(number: str) -> None:
    """A spreadsheet keeps 15 digits and writes zeros."""
    kept = float(number[:15] + "000")
    for cell in (kept, f"{kept:.14E}", f"{int(kept)}.0"):
        parsed = values.identity_numbers([cell])
        assert (parsed.value[0], parsed.state[0], parsed.note[0]) == (number[:15] + "000", "lossy", PRECISION)


@settings(deadline=None, max_examples=60)
@given(identity_numbers())
def test_a_number_that_went_through_a_float_is_lossy_too(number: str) -> None:
    """The float may lie as near to the next number of 15 digits and zeros: the fifteenth digit is one off then."""
    parsed = values.identity_numbers([float(number.replace("X", "0"))])
    assert (parsed.state[0], parsed.note[0]) == ("lossy", PRECISION)
    assert int(parsed.value[0]) // 1000 - int(number[:15]) in (0, 1)


ACCOUNTS: list[Writing] = [
    ("a text", str, None),
    ("in groups of four", lambda card: " ".join(card[i : i + 4] for i in range(0, len(card), 4)), None),
    ("wrapped", lambda card: f"{card[:12]}\n{card[12:]}", None),
    ("with hyphens", lambda card: "-".join(card[i : i + 4] for i in range(0, len(card), 4)), None),
    ("in full width", lambda card: card.translate(DIGITS), None),
    ("behind the bank", "中国农业银行{}".format, REMARK),
    ("before the bank", "{}\n农行贵阳支行".format, REMARK),
    ("with the bank in brackets", "{}（农行）".format, REMARK),
]


@settings(deadline=None, max_examples=120)
@given(st.from_regex(r"\A6[0-9]{15,18}\Z"), st.sampled_from(ACCOUNTS))
def test_accounts(card: str, writing: Writing) -> None:
    _come_back(values.accounts, card, writing)


@settings(deadline=None, max_examples=60)
@given(st.integers(10**9, 10**15 - 1))
def test_accounts_that_fit_a_number(card: int) -> None:
    for write in (float, "{}.0".format):
        _come_back(values.accounts, str(card), ("a number", lambda _, write=write: write(card), STORED_AS_NUMBER))


PHONES: list[Writing] = [
    ("a text", str, None),
    ("a number", float, None),
    ("a whole number", int, None),
    ("as other software exports it", "{}.0".format, None),
    ("with the country", "+86 {}".format, None),
    ("in groups", lambda phone: f"{phone[:3]} {phone[3:7]} {phone[7:]}", None),
    ("with hyphens", lambda phone: f"{phone[:3]}-{phone[3:7]}-{phone[7:]}", None),
    ("with a remark", "{}（家属）".format, REMARK),
]


@settings(deadline=None, max_examples=120)
@given(st.from_regex(r"\A1[3-9][0-9]{9}\Z"), st.sampled_from(PHONES))
def test_phones(phone: str, writing: Writing) -> None:
    _come_back(values.phones, phone, writing)


NAMES: list[Writing] = [
    ("plain", str, None),
    ("padded", lambda name: f" {name} \u3000", None),
    ("between invisible characters", "\u200b{}\u202c".format, None),
    ("with a note", "{}（班长）".format, REMARK),
    ("with a note in other brackets", "{}【代】".format, REMARK),
    ("with a dated remark", "{}3月15离职".format, REMARK),
    ("with a remark", "{} 已退场".format, REMARK),
]
HAN = st.sampled_from("赵钱孙李周吴郑冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜")


@settings(deadline=None, max_examples=120)
@given(st.text(HAN, min_size=2, max_size=4), st.sampled_from(NAMES))
def test_names(name: str, writing: Writing) -> None:
    _come_back(values.people, name, writing)
    assert values.people([writing[1](name)]).key.to_list() == [name]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(HAN, min_size=1, max_size=4), min_size=2, max_size=4), st.sampled_from("•・‧∙⋅●．。･."))
def test_every_middle_dot_is_one(parts: list[str], dot: str) -> None:
    _come_back(values.people, "·".join(parts), ("dots", lambda name: name.replace("·", dot), MIDDLE_DOT))


PARSERS: list[Callable[[Sequence[Any]], Parsed]] = [
    values.amounts,
    values.days,
    values.hours,
    values.dates,
    values.periods,
    values.phones,
    values.people,
    values.names,
    values.flags,
    values.texts,
    values.ratios,
]


def _rows(parsed: Parsed) -> list[tuple[Any, ...]]:
    return list(zip(*(getattr(parsed, column.name).to_list() for column in fields(parsed)), strict=True))


@settings(deadline=None, max_examples=60)
@given(st.lists(CELLS, max_size=10), st.sampled_from(PARSERS))
def test_a_cell_means_the_same_alone_and_among_others(cells: list[Any], parser: Callable[..., Parsed]) -> None:
    """Alone, in a column, and in one so long and so repetitive that every distinct cell is read once."""
    alone = [_rows(parser([cell]))[0] for cell in cells]
    assert _rows(parser(cells)) == alone
    assert _rows(parser(cells * 200)) == alone * 200


@settings(deadline=None, max_examples=40)
@given(st.lists(CELLS, max_size=6), st.sampled_from([values.identity_numbers, values.accounts]))
def test_so_does_an_identifier(cells: list[Any], parser: Callable[..., Parsed]) -> None:
    """But for digits that only a whole column shows to be lost: columns of one cell each, read in one pass."""
    assert _rows(parser(cells, lengths=[1] * len(cells))) == [_rows(parser([cell]))[0] for cell in cells]


@settings(deadline=None, max_examples=100)
@given(st.text(alphabet="待定见合同问班长不清楚abc!?%&", min_size=1, max_size=12), st.sampled_from(PARSERS[:6]))
def test_what_says_nothing_gives_no_value(text: str, parser: Callable[..., Parsed]) -> None:
    parsed = parser([text])
    assert parsed.value.to_list() == [None]
    assert parsed.bad.to_list() == [True]


def _come_back(parser: Callable[..., Parsed], value: object, writing: Writing) -> None:
    sentence, write, note = writing
    cell = write(value)
    parsed = parser([cell])
    assert parsed.value.to_list() == [value], f"{sentence}: {cell!r}"
    assert parsed.bad.to_list() == [False], f"{sentence}: {cell!r}"
    assert parsed.note.to_list() == [note], f"{sentence}: {cell!r}"
