"""Made-up numbers with valid check characters: nobody's, but well formed.

Identity numbers use district 110199 and company codes registration region 110199, which are unassigned, so no real
person or firm can stand behind them. Phones use 154, which no operator has been given. Sources: GB 11643-1999,
GB 32100-2015, GB 11714, ISO/IEC 7812.
"""

from __future__ import annotations

import datetime as dt

DISTRICT = "110199"
PHONE_PREFIX = "15400"
#: First digits of made-up cards and the bank they are printed with.
CARD_BANKS = {"622848": "中国农业银行", "621700": "中国建设银行"}

#: Weights of the first 17 characters of an identity number, and the check character by the remainder of 11.
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def id_check(first17: str) -> str:
    """Check character of the first 17 characters of an identity number (ISO 7064 MOD 11-2)."""
    return ID_CHECKS[sum(int(digit) * weight for digit, weight in zip(first17, ID_WEIGHTS, strict=True)) % 11]


def identity_number(birth: dt.date, sequence: int) -> str:
    """18 characters: unassigned district, birth date, sequence 0–999 (odd = male), check character."""
    first17 = f"{DISTRICT}{birth:%Y%m%d}{sequence:03d}"
    return first17 + id_check(first17)


def wrong_check(number: str) -> str:
    """The same number with another last character, so that the check fails."""
    return number[:-1] + ("3" if number[-1] != "3" else "4")


def card_number(prefix: str, serial: int) -> str:
    """19 digits ending in a Luhn check digit; ``serial`` has up to 8 digits."""
    first18 = f"{prefix}{serial:012d}"
    total = 0
    for position, digit in enumerate(reversed(first18)):
        value = int(digit) * (2 if position % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return first18 + str(-total % 10)


def phone_number(serial: int) -> str:
    """11 digits in an unassigned range."""
    return f"{PHONE_PREFIX}{serial:06d}"


def company_code(serial: int) -> str:
    """Unified social credit code (18) of an enterprise in the unassigned region; both check characters are valid."""
    body = f"MA{serial:06d}"
    values = [int(char, 36) for char in body]
    rest = 11 - sum(value * weight for value, weight in zip(values, _ORGANISATION_WEIGHTS, strict=True)) % 11
    first17 = f"91{DISTRICT}{body}{'X' if rest == 10 else '0' if rest == 11 else rest}"
    total = sum(_CODE_ALPHABET.index(char) * weight for char, weight in zip(first17, _CODE_WEIGHTS, strict=True))
    return first17 + _CODE_ALPHABET[(31 - total % 31) % 31]
