"""Numbers inside remedy and exposure, which speak about a rule and not about one row: those of one day, nationwide."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from wagecheck.rulebook import sql, template
from wagecheck.rulebook.values import Values


def number(amount: Decimal) -> str:
    """A number without idle zeros: 21.750 → 21.75, 11 → 11."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def filled(text: str, values: Values, on: dt.date) -> str:
    """The text with every ``{value.name}`` replaced by the number of that day; — where it differs by region."""
    out = []
    for literal, field in template.parse(text).parts:
        out.append(literal)
        if field is not None:
            amount = values.lookup(field.removeprefix(sql.VALUE_PREFIX), on).amount
            out.append("—" if amount is None else number(amount))
    return "".join(out)
