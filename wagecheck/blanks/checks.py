"""Data validation: what may be typed into a cell of each kind. It guards against slips; the law is for the rules."""

from __future__ import annotations

import datetime as dt
from typing import Final

from openpyxl.worksheet.datavalidation import DataValidation

from wagecheck.blanks.common import common
from wagecheck.blanks.forms import choices

#: Number formats by kind: what is an identifier stays text, so that no digit is lost.
FORMATS: Final = {
    "date": "yyyy-mm-dd",
    "open": "yyyy-mm-dd",
    "money": "0.00",
    "days": "General",
    "ratio": "0.00%",
    "count": "0",
}
TEXT: Final = "@"
_EPOCH: Final = dt.date(1899, 12, 30)


def number_format(kind: str) -> str:
    """The number format of a kind of input; texts and identifiers are ``@``."""
    return FORMATS.get(kind, TEXT)


def of_list(source: str, *, strict: bool) -> DataValidation:
    """A drop-down over the cells of ``source``."""
    errors = common()["errors"]
    rule = DataValidation(type="list", formula1=source, allow_blank=True)
    _complain(rule, errors["strict" if strict else "loose"], stop=strict)
    rule.showErrorMessage = strict
    return rule


def of_choice(choice: str, source: str) -> DataValidation:
    """The drop-down of a list of ``choices.toml`` that stands at ``source``."""
    return of_list(source, strict=choices()[choice].strict)


def of_kind(kind: str, first: str) -> DataValidation | None:
    """The validation of a kind of input; ``first`` is the first cell of its range. None where anything may be typed."""
    bounds, errors = common()["bounds"], common()["errors"]
    lowest, highest = _serial(bounds["date_from"]), _serial(bounds["date_to"])
    if kind == "date":
        rule = DataValidation(type="date", operator="between", formula1=lowest, formula2=highest, allow_blank=True)
        return _complain(rule, errors["date"], stop=True)
    if kind == "open":
        number = f"AND(ISNUMBER({first}),{first}>={lowest},{first}<={highest})"
        rule = DataValidation(type="custom", formula1=f'OR({number},{first}="长期")', allow_blank=True)
        return _complain(rule, errors["open"], stop=True)
    if kind in ("money", "days", "ratio"):
        rule = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
        return _complain(rule, errors[kind], stop=True)
    if kind == "count":
        rule = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
        return _complain(rule, errors["days"], stop=True)
    if kind in ("id", "masked", "uscc", "phone"):
        length = bounds["id_length" if kind in ("id", "masked") else f"{kind}_length"]
        rule = DataValidation(type="textLength", operator="equal", formula1=str(length), allow_blank=True)
        return _complain(rule, errors["id" if kind == "masked" else kind], stop=False)
    if kind == "card":
        rule = DataValidation(
            type="textLength",
            operator="between",
            formula1=str(bounds["card_from"]),
            formula2=str(bounds["card_to"]),
            allow_blank=True,
        )
        return _complain(rule, errors["card"], stop=False)
    return None


def _complain(rule: DataValidation, text: str, *, stop: bool) -> DataValidation:
    rule.error, rule.errorTitle = text, "wagecheck"
    rule.errorStyle = "stop" if stop else "warning"
    rule.showErrorMessage = True
    return rule


def _serial(day: dt.date) -> str:
    """A date as spreadsheets count it."""
    return str((day - _EPOCH).days)
