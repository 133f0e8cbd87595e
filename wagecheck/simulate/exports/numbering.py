"""Made-up numbers by columns: the laws of ``numbers`` and ``names`` as polars expressions, all distinct.

A serial is spread over a space of numbers by a multiplication (golden section, so that neighbours land far apart):
the same serial never gives two numbers, two serials never the same one.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import islice

import polars as pl

from wagecheck.simulate import names, numbers

_GOLDEN = (math.sqrt(5) - 1) / 2
#: Of splitmix64, a mixing of 64 bits: step, two multipliers and three shifts.
_STEP, _FIRST, _SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_SHIFTS = (30, 27, 31)
_WORD = 2**64

#: First days of birth of men and women, the days from there on, and the odd (men) or even sequence numbers from 10 on;
#: legal representatives and labour officers have sequence numbers below.
_BIRTHS = {"男": (dt.date(1972, 1, 1), 11_680), "女": (dt.date(1979, 1, 1), 9_125)}
_SEQUENCES = 494
#: Phones of workers made by columns: 154 and eight digits, none of which begin as those of ``numbers``.
_PHONES = (15_410_000_000, 90_000_000)
#: Serial numbers of cards above those of ``scenario`` and of the defects.
_CARDS = (100_000_000, 9_900_000_000)
#: Given names before this one are for people of the first project.
_GIVEN_FROM = 300


@dataclass(frozen=True)
class Space:
    """``size`` numbers over which serials are spread; ``start`` is where serial 0 lands."""

    size: int
    start: int = 0

    @property
    def step(self) -> int:
        """Without a divisor in common with the size, near the golden section of it."""
        step = int(self.size * _GOLDEN)
        while math.gcd(step, self.size) != 1:
            step += 1
        return step

    def spread(self, serial: pl.Expr) -> pl.Expr:
        """The number (Int64, 0 … size - 1) of a serial."""
        return (serial.cast(pl.Int64) * self.step + self.start) % self.size

    def serial(self, number: int) -> int:
        """The serial that lands on a number."""
        return (number - self.start) * pow(self.step, -1, self.size) % self.size

    def around(self, serial: pl.Expr, taken: Iterable[int]) -> pl.Expr:
        """The same without the numbers that are taken: serials move up past those that land on one."""
        serials = sorted({self.serial(number) for number in taken})
        gaps = pl.Series([place - rank for rank, place in enumerate(serials)], dtype=pl.Int64)
        return self.spread(serial.cast(pl.Int64) + _passed(gaps, serial))


def _passed(gaps: pl.Series, serial: pl.Expr) -> pl.Expr:
    """How many taken serials lie at or before a serial's own place."""
    if not len(gaps):
        return pl.lit(0, dtype=pl.Int64)
    return pl.lit(gaps).search_sorted(serial.cast(pl.Int64), side="right").cast(pl.Int64)


def chance(key: pl.Expr, salt: int, below: int) -> pl.Expr:
    """A number 0 … below - 1 (Int64) that looks random, from a whole number and what it is for (splitmix64)."""
    word = key.cast(pl.UInt64) * pl.lit(_STEP, dtype=pl.UInt64) + pl.lit(salt * _SECOND % _WORD, dtype=pl.UInt64)
    for shift, factor in zip(_SHIFTS, (_FIRST, _SECOND, 1), strict=True):
        word = (word ^ (word // 2**shift)) * pl.lit(factor, dtype=pl.UInt64)
    return (word // 2**16 % below).cast(pl.Int64)


def identity_numbers(birth: pl.Expr, sequence: pl.Expr) -> pl.Expr:
    """``numbers.identity_number`` of columns of births (Date) and sequence numbers."""
    day = birth.dt.year().cast(pl.Int64) * 10_000 + birth.dt.month().cast(pl.Int64) * 100 + birth.dt.day()
    digits = int(numbers.DISTRICT) * 10**11 + day * 1000 + sequence.cast(pl.Int64)
    weighed = pl.sum_horizontal(
        (digits // 10 ** (16 - place) % 10) * weight for place, weight in enumerate(numbers.ID_WEIGHTS)
    )
    check = (weighed % 11).replace_strict(dict(enumerate(numbers.ID_CHECKS)), return_dtype=pl.String)
    return digits.cast(pl.String) + check


def born(gender: str, seed: int) -> Space:
    """All births and sequence numbers of men or women."""
    return _space(_BIRTHS[gender][1] * _SEQUENCES, seed)


def birth_and_sequence(number: pl.Expr, gender: str) -> tuple[pl.Expr, pl.Expr]:
    """The birth (Date) and the sequence number that a number of :func:`born` stands for."""
    first, count = _BIRTHS[gender]
    days = pl.lit(first) + pl.duration(days=number % count)
    return days, number // count * 2 + (11 if gender == "男" else 10)


def number_of_identity(id_number: str) -> tuple[str, int] | None:
    """Gender and number in :func:`born` of an identity number; None where it lies outside."""
    birth = dt.date.fromisoformat(f"{id_number[6:10]}-{id_number[10:12]}-{id_number[12:14]}")
    sequence = int(id_number[14:17])
    gender = "男" if sequence % 2 else "女"
    first, count = _BIRTHS[gender]
    day, place = (birth - first).days, (sequence - 10) // 2
    if 0 <= day < count and 0 <= place < _SEQUENCES:
        return gender, place * count + day
    return None


def phones(serial: pl.Expr, seed: int) -> pl.Expr:
    """Phone numbers of eleven digits."""
    first, count = _PHONES
    return (_space(count, seed).spread(serial) + first).cast(pl.String)


def cards(serial: pl.Expr, prefix: pl.Expr, seed: int) -> pl.Expr:
    """``numbers.card_number`` of columns: 19 digits ending in the Luhn digit; ``prefix`` is text of six digits."""
    first, count = _CARDS
    digits = prefix.cast(pl.Int64) * 10**12 + _space(count, seed).spread(serial) + first
    total = pl.sum_horizontal(_luhn(digits // 10**place % 10, double=place % 2 == 0) for place in range(18))
    return digits.cast(pl.String) + (-total % 10).cast(pl.String)


def _luhn(digit: pl.Expr, *, double: bool) -> pl.Expr:
    if not double:
        return digit
    return digit * 2 - pl.when(digit > 4).then(9).otherwise(0)


@cache
def _given() -> pl.Series:
    """Given names beyond those of the first project."""
    return pl.Series(list(islice(names.given_names(), _GIVEN_FROM, None)))


def person_names(serial: pl.Expr, seed: int) -> pl.Expr:
    """Names such as 张某甲子, none of which ``names.people`` gives to fewer than 17,000 people."""
    given, surnames = _given(), pl.Series(list(names.SURNAMES))
    number = _space(len(given) * len(surnames), seed).spread(serial)
    return pl.concat_str(
        pl.lit(surnames).gather(number % len(surnames)), pl.lit("某"), pl.lit(given).gather(number // len(surnames))
    )


def _space(size: int, seed: int) -> Space:
    return Space(size, seed * _STEP % size)
