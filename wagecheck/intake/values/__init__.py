"""Values: what the cells of a column say.

Parsers take raw cells and never raise; what they do not understand is ``bad``, what they assumed is a ``note``.
"""

from wagecheck.intake.values.amounts import amounts
from wagecheck.intake.values.columns import Parsed
from wagecheck.intake.values.dates import dates
from wagecheck.intake.values.days import days, hours, worked_days
from wagecheck.intake.values.identifiers import ParsedIdentifiers, accounts, identity_numbers
from wagecheck.intake.values.names import ParsedNames, name_keys, names, people
from wagecheck.intake.values.periods import ParsedPeriods, find_period, period, periods
from wagecheck.intake.values.phones import phones
from wagecheck.intake.values.shares import ratios
from wagecheck.intake.values.texts import flags, texts

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
    "ratios",
    "texts",
    "worked_days",
]
