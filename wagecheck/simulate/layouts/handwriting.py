"""How people write values into cells: padded names, five kinds of dates, amounts as text, numbers cut into groups.

Every function here takes a record, a field and the ordinal of the record, and returns what stands in the cell. The
same record and field written twice look the same; what is meant is always what the record says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from wagecheck.simulate.records import Record, Value

Written = Callable[[Record, str, int], Value]

_IDEOGRAPHIC_SPACE = "\u3000"
_MINUS = "\u2212"
_WIDE = str.maketrans("0123456789Xx.", "０１２３４５６７８９ＸＸ．")
_NAMES = frozenset({"name", "signature", "payee_name"})
_ACCOUNTS = frozenset({"payer_account", "payee_account", "txn_no"})
_CARDS = frozenset({"bank_card", "payee_account"})
_SUMS = frozenset({"gross_pay", "net_pay", "amount"})
_DEDUCTIONS = frozenset({"tax", "social_insurance"})
_RATES = frozenset({"daily_rate", "wage_rate"})


def plain(record: Record, field: str, ordinal: int) -> Value:
    """As the record says it."""
    return record.value(field)


def dotted(record: Record, field: str, ordinal: int) -> Value:
    """Dates as 2026.10.15, names padded now and then."""
    value = record.value(field)
    if isinstance(value, dt.date):
        return f"{value.year}.{value.month}.{value.day}"
    return padded(value, ordinal) if field in _NAMES and isinstance(value, str) else value


def chinese(record: Record, field: str, ordinal: int) -> Value:
    """Dates as 2026年10月15日."""
    value = record.value(field)
    return f"{value.year}年{value.month}月{value.day}日" if isinstance(value, dt.date) else value


def compact(record: Record, field: str, ordinal: int) -> Value:
    """Dates as 20261015, as banks write them; accounts kept as text by a tab."""
    value = record.value(field)
    if isinstance(value, dt.date):
        return f"{value:%Y%m%d}"
    return f"\t{value}" if field in _ACCOUNTS and value is not None else value


def protected(record: Record, field: str, ordinal: int) -> Value:
    """As programs write csv for Excel: long numbers as ``="1101…"``, dates as 2026/10/15."""
    value = record.value(field)
    if isinstance(value, dt.date):
        return f"{value.year}/{value.month}/{value.day}"
    if isinstance(value, str) and len(value) > 10 and value[:-1].isdigit():
        return f'="{value}"'
    return value


def clerks(record: Record, field: str, ordinal: int) -> Value:
    """A clerk who writes everything by hand: no two rows alike, and nearly everything is text."""
    if field in record.raw:
        return record.raw[field]
    value = record.value(field)
    if field in _NAMES and isinstance(value, str):
        return padded(value, ordinal)
    if isinstance(value, dt.date):
        return _dates(value, ordinal)
    if field == "id_number" and isinstance(value, str):
        return _identity(value, ordinal)
    if field == "phone" and isinstance(value, str):
        return _phone(value, ordinal)
    if field in _CARDS and isinstance(value, str):
        return in_fours(value) if ordinal % 2 else f"{value} "
    if field in _DEDUCTIONS and value == 0:
        return _MINUS * 2 if ordinal % 2 else "-"
    if field in _SUMS and isinstance(value, Decimal):
        return _amount(value, ordinal)
    if field in _RATES and isinstance(value, Decimal) and ordinal % 3 == 0:
        return f"{value}元/天"
    if field == "work_days" and isinstance(value, Decimal) and ordinal % 3 == 1:
        return f"{value}天"
    return value


def paid(record: Record, field: str, ordinal: int) -> Value:
    """As on a payroll: cards in groups of four, some amounts as text with a comma, a small x in identity numbers."""
    value = dotted(record, field, ordinal)
    if field == "bank_card" and isinstance(value, str) and ordinal % 3 == 0:
        return in_fours(value)
    if field == "id_number" and isinstance(value, str):
        return value.replace("X", "x")
    if field in ("gross_pay", "net_pay") and isinstance(value, Decimal) and ordinal % 4 == 0:
        return f"{value:,.2f}"
    return value


def padded(name: str, ordinal: int) -> str:
    """张 某甲, or with blanks around, or as it is."""
    match ordinal % 4:
        case 1:
            return f"{name[0]} {name[1:]}"
        case 2:
            return f"{name}  "
        case 3:
            return f"{name[0]}{_IDEOGRAPHIC_SPACE}{name[1:]}"
    return name


def in_fours(number: str) -> str:
    """6228 4800 …."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def wide(text: str) -> str:
    """Digits, X and full stop in full width."""
    return text.translate(_WIDE)


def _dates(day: dt.date, ordinal: int) -> Value:
    match ordinal % 5:
        case 1:
            return f"{day.year}.{day.month}.{day.day}"
        case 2:
            return f"{day:%Y%m%d}"
        case 3:
            return f"{day.year}年{day.month}月{day.day}日"
        case 4:
            return f"{day.year}/{day.month}/{day.day}"
    return day


def _identity(number: str, ordinal: int) -> str:
    match ordinal % 4:
        case 1:
            return number.replace("X", "x")
        case 2:
            return f"{number} "
        case 3:
            return wide(number)
    return f"{number[:6]} {number[6:14]} {number[14:]}"


def _phone(number: str, ordinal: int) -> Value:
    match ordinal % 4:
        case 1:
            return int(number)
        case 2:
            return f"{number}.0"
        case 3:
            return wide(number)
    return f"{number[:3]} {number[3:7]} {number[7:]}"


def _amount(amount: Decimal, ordinal: int) -> Value:
    match ordinal % 5:
        case 1:
            return f"{amount:,.2f}"
        case 2:
            return f"¥{amount:,.2f}"
        case 3:
            return f"{amount}元"
        case 4:
            return wide(str(amount))
    return amount
