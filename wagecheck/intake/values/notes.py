"""What a parser assumed when it read a value: the short codes of ``Parsed.note``."""

from __future__ import annotations

from typing import Final

MORE_DECIMALS: Final = "more than two decimals"
"""The cell holds more decimals than are kept; the value is rounded half up."""
MONTH_ONLY: Final = "month only"
"""The text names a month; the value is its first day."""
OCTOBER: Final = "month only; .1 read as October"
"""The number 2017.1 stands for 2017.10, as a spreadsheet prints October of year.month."""
SERIAL: Final = "serial number"
"""A bare number was read as a date serial of the 1900 system."""
OPEN_ENDED: Final = "open ended"
"""长期, 无固定期限 …: there is no date, and that is no fault."""
PRECISION: Final = "last digits lost"
"""Stored as a number of more than 15 digits: what stands after the fifteenth digit is not known."""
SEVERAL: Final = "first of several"
"""The cell holds several values, the first was taken."""
YEAR_ASSUMED: Final = "year assumed"
"""The text names no year; the hint was used."""
MONTH_OF_DATE: Final = "month of a date"
"""A full date stands where a month is asked for; its month was taken."""
