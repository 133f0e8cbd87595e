"""Numbers of a profile from which days are reckoned: a slip in one is told by its name before any day is.

A first year of 20001 is no day of the calendar, and a negative number of days lets nothing pass: whoever opens a page
of the lists would meet it, not whoever wrote it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wagecheck.errors import RuleError
from wagecheck.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wagecheck.rulebook.values import Value

_CENTURY: Final = 100
_DAYS, _MONTHS, _YEARS = (0, _CENTURY * 366), (0, _CENTURY * 12), (0, _CENTURY)
#: Name of a value → the least and the most that it may be; whole numbers all of them.
_RANGES: Final = {
    "decision_first_year": (1949, 9999),
    "listing_ahead_days": _DAYS,
    "listing_longest_years": _YEARS,
    "order_longest_days": _DAYS,
    "waiver_longest_days": _DAYS,
    "blacklist_term_years": _YEARS,
    "early_exit_months": _MONTHS,
    "publicity_min_months": _MONTHS,
}


def ensure(values: Mapping[str, Value]) -> None:
    """Raises RuleError for the first amount of these values, of whatever day, from which no day can be reckoned."""
    for name, (low, high) in _RANGES.items():
        value = values.get(name)
        for row in () if value is None else value.rows:
            amount = row.amount
            if amount is not None and not (amount == amount.to_integral_value() and low <= amount <= high):
                raise _wrong(value, amount=format(amount, "f"), low=low, high=high)


def _wrong(value: Value | None, **told: object) -> RuleError:
    assert value is not None
    zh, en = Wording("zh"), Wording("en")
    return RuleError(
        zh("desk_stated.number_wrong", name=value.id, title=value.title, **told),
        en("desk_stated.number_wrong", name=value.id, title=value.title_en, **told),
    )
