"""Values: what the cells of a column say.

Parsers take raw cells and never raise; what they do not understand is ``bad``.
"""

from wagecheck.intake.values.amounts import amounts
from wagecheck.intake.values.columns import Parsed
from wagecheck.intake.values.dates import dates
from wagecheck.intake.values.days import days, hours
from wagecheck.intake.values.identifiers import ParsedIdentifiers, accounts, identity_numbers, phones
from wagecheck.intake.values.periods import ParsedPeriods, find_period, period, periods
from wagecheck.intake.values.texts import ParsedNames, flags, name_keys, names, people, texts

__all__ = [
    "Parsed",
    "ParsedIdentifiers",
    "ParsedNames",
    "ParsedPeriods",
    "accounts",
    "amounts",
    "dates",
    "days",
    "find_period",
    "flags",
    "hours",
    "identity_numbers",
    "name_keys",
    "names",
    "people",
    "period",
    "periods",
    "phones",
    "texts",
]
