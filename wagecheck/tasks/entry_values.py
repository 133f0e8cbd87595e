"""What a person states of an entry, as text, with its types."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from wagecheck.errors import InputError
from wagecheck.tasks import days
from wagecheck.tasks.refusals import refused, said

DATES: Final = ("decided_on", "in_force_from", "in_force_to")
#: A name has so many letters: a single one, a dash or 无 is nobody's.
_LETTERS: Final = 2
#: Digits that can only be meant as a number of an identity card (15 of the first generation, 18), and their slips.
_RESIDENT: Final = re.compile(r"(?<![0-9A-Za-z*])[0-9]{14,19}[0-9Xx]?(?![0-9A-Za-z*])")
_RESIDENT_LENGTHS: Final = (15, 18)
_SHOWN: Final = 4


def stated(given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given, with its types; amounts are yuan. InputError names what was not understood."""
    values = {name: value for name, value in given.items() if value is not None and str(value).strip()}
    for name in DATES:
        if name in values:
            values[name] = days.day(values[name])
    if "amount" in values:
        values["amount"] = amount(values["amount"])
    if "workers" in values:
        values["workers"] = count(values["workers"])
    if "uscc" in values:
        values["uscc"] = code(values["uscc"])
    if "name" in values:
        values["name"] = name_of(str(values["name"]))
    if "person_id" in values:
        _ensure_residents(str(values["person_id"]))
    return values


def missing(values: Mapping[str, Any], dated: Callable[[str], bool]) -> list[str]:
    """The fields that an entry needs and nobody stated, each by the one that people are asked for first.

    ``dated`` says whether an entry of a list needs a first day.
    """
    found = ["list"] if "list" not in values else []
    if "name" not in values and "uscc" not in values:
        found.append("name")
    if "reason" not in values and "reason_code" not in values:
        found.append("reason")
    needs_day = "list" not in values or dated(values["list"])
    if needs_day and not {"decided_on", "in_force_from"} & values.keys():
        found.append("decided_on")
    return found


def amount(text: str) -> Decimal:
    """Yuan from ``50000``, ``50,000.00`` or ``5万元``, above zero, whole fen: nothing is rounded. InputError."""
    from wagecheck.intake.values import amounts, notes  # noqa: PLC0415

    read = amounts([text])
    value = read.value[0]
    if value is None:
        raise InputError(*said("amount_bad", text=text))
    if read.note[0] == notes.MORE_DECIMALS:
        raise refused("amount_places", text=text)
    if value <= 0:
        raise refused("amount_zero", text=text)
    return Decimal(value)


def name_of(text: str) -> str:
    """A name of a company or a person. InputError where it is too short to be one."""
    name = text.strip()
    if sum(letter.isalnum() for letter in name) < _LETTERS:
        raise refused("name_short", text=name)
    return name


def count(text: object) -> int:
    """A number of people. InputError where it is none."""
    bare = unicodedata.normalize("NFKC", str(text)).strip().replace(",", "").removesuffix("人").strip()
    if not (bare.isascii() and bare.isdigit()):
        raise InputError(*said("count_bad", text=text))
    return int(bare)


def code(text: str) -> str:
    """A credit code whose check digit is right, in capitals: a wrong one would mean nobody, or somebody else."""
    import polars as pl  # noqa: PLC0415

    from wagecheck.ledgers.identifiers import uscc_problem  # noqa: PLC0415

    bare = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if pl.select(uscc_problem(pl.lit(bare))).item() is not None:
        raise InputError(*said("code_bad", text=bare))
    return bare


def _ensure_residents(text: str) -> None:
    """Numbers of identity cards as they are issued: a wrong one is found with nobody, or with somebody else.

    InputError tells the last characters only. Numbers with stars, and those of other documents, are left alone.
    """
    import polars as pl  # noqa: PLC0415

    from wagecheck.ledgers.identifiers import resident_problem  # noqa: PLC0415

    for number in _RESIDENT.findall(unicodedata.normalize("NFKC", text)):
        wrong = len(number) not in _RESIDENT_LENGTHS
        if wrong or (len(number) > min(_RESIDENT_LENGTHS) and pl.select(resident_problem(pl.lit(number))).item()):
            raise refused("person_id_bad", end=number[-_SHOWN:])


def company(given: str, uscc: str | None) -> tuple[str | None, str | None]:
    """Name and credit code of a company that is given by its name, or by its code in the place of the name."""
    name: str | None = given.strip()
    if uscc is None and name and name.isascii():
        name, uscc = None, name
    return name or None, code(uscc) if uscc else None
