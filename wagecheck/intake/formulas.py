"""What a formula does, apart from the row it stands in: so that the formulas of a column can be compared.

Rows are written relative to the formula's own, as R1C1 does; the column letters stay, because only formulas of one
column are compared. Ways of writing that cannot change the result are one: SUM(E5:G5) and E5+F5+G5, an IFERROR or ROUND
around it, factors in another order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from wagecheck.intake.grid import Formula
from wagecheck.ledgers.provenance import column_letters

#: Texts in quotes, references with the sheet they may name, and nothing else.
_PART: Final = re.compile(
    r'"(?:[^"]|"")*"'
    r"|(?P<whole>(?:'(?:[^']|'')*'|[\w.\[\]]+)!\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?!\w))"
    r"|(?P<sheet>'(?:[^']|'')*'!|[\w.\[\]]+!)?(?<![A-Za-z0-9_.])(?P<dollar>\$?)(?P<letters>[A-Za-z]{1,3})(?P<fixed>\$?)"
    r"(?P<digits>[1-9]\d{0,6})(?P<end>:\$?[A-Za-z]{1,3}\$?\d{1,7})?(?![\w(.])"
)
_END: Final = re.compile(r"(?P<dollar>\$?)(?P<letters>[A-Za-z]{1,3})(?P<fixed>\$?)(?P<digits>\d{1,7})")
_ROW: Final = re.compile(r"\d+")
_OWN: Final = re.compile(r"^[A-Z]{1,3}$")
_OWN_CELLS: Final = re.compile(r"(?<![A-Z0-9!\"])([A-Z]{1,3})(?![A-Z0-9@\[(.!])(?::([A-Z]{1,3})(?![A-Z0-9@\[(.!]))?")
_RANGE: Final = re.compile(r"^([A-Z]{1,3}):([A-Z]{1,3})$")
_NUMBER: Final = re.compile(r"^\d+(?:\.\d+)?%?$")
_CALL: Final = re.compile(r"^(?:_XLFN\.)?([A-Z][A-Z0-9.]*)\(")
_WIDEST: Final = 60
"""Columns of a sum that are written out one by one: a month of days and then some."""


class Term(NamedTuple):
    """One part of a sum: its sign and its factors, each with ``*`` or ``/`` in front."""

    negative: bool
    factors: tuple[str, ...]


#: Row of a reference, its column (zero-based), whether the row is fixed by ``$`` → how the row is told: nothing for the
#: formula's own, ``@`` for a place that serves many rows, ``[-1]`` for another row.
Told = Callable[[int, int, bool], str]


def shape(formula: Formula, row: int, column: int, told: Told) -> str:
    """The formula as it works in the cell, upper case without blanks; ``told`` says how a reference's row reads."""
    down, right = row - formula.row, column - formula.column

    def part(match: re.Match[str]) -> str:
        if match["whole"]:
            first, last = match[0].rpartition("!")[2].replace("$", "").upper().split(":")
            return f"!{first}@:{last}@"
        if match["letters"] is None:
            return match[0]
        if match["sheet"]:
            return "!" + _ROW.sub("@", match[0].removeprefix(match["sheet"]).replace("$", "").upper())
        return ":".join(reference(end) for end in _END.finditer(match[0]))

    def reference(end: re.Match[str]) -> str:
        letters = end["letters"].upper()
        if right and not end["dollar"]:
            letters = column_letters(_number(letters) + right)
        fixed = bool(end["fixed"])
        at = int(end["digits"]) - 1 + (0 if fixed else down)
        return letters + told(at, _number(letters) - 1, fixed)

    pieces = re.split(r'("(?:[^"]|"")*")', _PART.sub(part, formula.text))
    return "".join(
        piece if number % 2 else "".join(piece.split()).upper() for number, piece in enumerate(pieces)
    ).lstrip("=+")


def moved(formula: Formula, row: int, column: int) -> str:
    """The formula as a spreadsheet would show it in another cell (zero-based), with its ``=``."""
    down, right = row - formula.row, column - formula.column

    def part(match: re.Match[str]) -> str:
        if match["letters"] is None:
            return match[0]
        sheet = match["sheet"] or ""
        return sheet + ":".join(reference(end) for end in _END.finditer(match[0].removeprefix(sheet)))

    def reference(end: re.Match[str]) -> str:
        letters, digits = end["letters"], end["digits"]
        if right and not end["dollar"]:
            letters = column_letters(_number(letters.upper()) + right)
        if not end["fixed"]:
            digits = str(int(digits) + down)
        return f"{end['dollar']}{letters}{end['fixed']}{digits}"

    return "=" + _PART.sub(part, formula.text).lstrip("=")


@lru_cache(maxsize=4096)
def terms(shape: str) -> tuple[Term, ...]:
    """The sum that a shape works out to, in an order that does not depend on how it is written."""
    text = _bare(shape)
    found: list[Term] = []
    for sign, part in _split(text, "+-"):
        found += [Term(negative ^ (sign == "-"), factors) for negative, factors in _term(part)]
    return tuple(sorted(found))


def columns(term: Term) -> list[int]:
    """Zero-based columns of the own row that a term takes: cells and ranges."""
    found: list[int] = []
    for factor in term.factors:
        for first, last in _OWN_CELLS.findall(factor):
            found += range(_number(first) - 1, _number(last or first))
    return found


def worth(sum_: Sequence[Term], value: Callable[[int], Decimal | None]) -> Decimal | None:
    """What a sum comes to in a row; ``value`` gives the numbers of its cells. None where it is more than arithmetic."""
    total = Decimal(0)
    for term in sum_:
        product = Decimal(-1 if term.negative else 1)
        for factor in term.factors:
            number = _worth(factor[1:], value)
            if number is None or (factor[0] == "/" and number == 0):
                return None
            product = product * number if factor[0] == "*" else product / number
        total += product
    return total


def _worth(factor: str, value: Callable[[int], Decimal | None]) -> Decimal | None:
    if _OWN.match(factor):
        return value(_number(factor) - 1)
    if _NUMBER.match(factor):
        return Decimal(factor.rstrip("%")) / (100 if factor.endswith("%") else 1)
    return None


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _bare(text: str) -> str:
    """The text without what does not change what it works out to: brackets, IFERROR, ROUND, IF(…,"",…), SUM of one."""
    while True:
        inner = _inner(text)
        if inner is None:
            return text
        text = inner.lstrip("+")


def _inner(text: str) -> str | None:
    if text.startswith("(") and _closing(text, 0) == len(text) - 1:
        return text[1:-1]
    call = _CALL.match(text)
    if call is None or _closing(text, call.end() - 1) != len(text) - 1:
        return None
    arguments = [part for _, part in _split(text[call.end() : -1], ",")]
    match call[1], arguments:
        case ("IFERROR" | "IFNA" | "ROUND", [inner, fallback]) if _is_literal(fallback):
            return inner
        case "IF", [_, first, second] if _is_literal(first) != _is_literal(second):
            return second if _is_literal(first) else first
        case ("SUM" | "N", [inner]) if not _RANGE.match(inner):
            return inner
    return None


def _is_literal(text: str) -> bool:
    return text.startswith('"') or bool(_NUMBER.match(text.lstrip("-")))


def _term(text: str) -> list[Term]:
    """The terms that one part of a sum stands for: SUM is written out, a product has its factors in order."""
    text = _bare(text)
    call = _CALL.match(text)
    if call is not None and call[1] == "SUM" and _closing(text, call.end() - 1) == len(text) - 1:
        return [term for _, part in _split(text[call.end() : -1], ",") for term in _summand(part)]
    signed = [(sign, part) for sign, part in _split(text, "+-") if part]
    if len(signed) > 1:  # (E5+F5) without its brackets
        return [Term(negative ^ (sign == "-"), factors) for sign, part in signed for negative, factors in _term(part)]
    factors = [(sign or "*") + _bare(part) for sign, part in _split(text, "*/")]
    return [Term(False, tuple(sorted(factors)))]


def _summand(text: str) -> list[Term]:
    span = _RANGE.match(text)
    if span is None:
        return _term(text)
    first, last = _number(span[1]), _number(span[2])
    if not 0 <= last - first < _WIDEST:
        return [Term(False, ("*" + text,))]
    return [Term(False, ("*" + column_letters(number),)) for number in range(first, last + 1)]


#: A plus or minus behind one of these is a sign of the number, and separates nothing.
_BEFORE: Final = "*/^,(=<>&"


def _closing(text: str, start: int) -> int:
    """Position of the bracket that closes the one at ``start``; -1 where none does."""
    depth, quoted = 0, False
    for place in range(start, len(text)):
        sign = text[place]
        if sign == '"':
            quoted = not quoted
        elif not quoted:
            depth += (sign == "(") - (sign == ")")
            if depth == 0:
                return place
    return -1


def _split(text: str, signs: str) -> list[tuple[str, str]]:
    """The parts of a text between signs outside brackets and quotes, each with the sign before it."""
    parts: list[tuple[str, str]] = []
    depth, quoted, sign, start = 0, False, "", 0
    for place, letter in enumerate(text):
        if letter == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif letter in "([":
            depth += 1
        elif letter in ")]":
            depth -= 1
        elif letter in signs and depth == 0 and letter in "+-" and place == start:
            sign, start = letter, place + 1
        elif letter in signs and depth == 0 and not (letter in "+-" and text[place - 1] in _BEFORE):
            parts.append((sign, text[start:place]))
            sign, start = letter, place + 1
    parts.append((sign, text[start:]))
    return parts
