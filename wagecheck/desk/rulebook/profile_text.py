"""The text of a profile with one thing changed: what the short form says, with all comments kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import tomlkit
from tomlkit.exceptions import TOMLKitError

from wagecheck.errors import InputError
from wagecheck.wording import both

#: Digits before and after the point that a number of a profile may have: ``1e30000000`` would fill the memory.
_MOST_DIGITS: Final = 18


@dataclass(frozen=True)
class Wish:
    """The most common changes; empty: no such change. ``severity`` empty with a ``severity_rule``: the rule's own."""

    value: str = ""
    amount: str = ""
    """Empty with a ``value``: the number of law again."""
    severity_rule: str = ""
    severity: str = ""
    exclude: str = ""
    include: str = ""

    @property
    def anything(self) -> bool:
        """Whether something is to be changed."""
        return bool(self.value or self.severity_rule or self.exclude or self.include)


def changed(text: str, wish: Wish) -> str:
    """The text with the change. Raises InputError where the number is none, or the text is no TOML."""
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as error:
        raise InputError(*both("desk_profile.form_text")) from error
    if wish.value:
        document = _set(document, "values", wish.value, _number(wish.amount) if wish.amount else None)
    if wish.severity_rule:
        document = _set(document, "severities", wish.severity_rule.upper(), wish.severity or None)
    left_out = document.setdefault("exclude", tomlkit.array())
    if not isinstance(left_out, list):  # the rulebook says what is wrong with it
        return tomlkit.dumps(document)
    if wish.exclude and wish.exclude.upper() not in left_out:
        left_out.append(wish.exclude.upper())
    if wish.include and wish.include.upper() in left_out:
        left_out.remove(wish.include.upper())
    return tomlkit.dumps(document)


def _set(document: Any, table: str, name: str, value: object | None) -> Any:
    before = tomlkit.dumps(document)
    part = document.setdefault(table, tomlkit.table())
    fresh = name not in part
    if value is not None:
        part[name] = value
    elif not fresh:
        del part[name]
    head = re.search(rf"(?m)^\[{table}\][ \t]*(#.*)?$", before)
    if value is None or not fresh or head is None:
        return document
    # right below the head of the table: at its end stand the remarks about the next one
    line = f"\n{name} = {tomlkit.item(value).as_string()}"
    below = tomlkit.parse(before[: head.end()] + line + before[head.end() :])
    return below if below.unwrap() == document.unwrap() else document


def _number(text: str) -> Any:
    """A number as it was written: no float comes in between."""
    plain = text.replace(",", "").replace("，", "")
    try:
        amount = Decimal(plain)
        if amount.is_finite() and len(plain) <= 2 * _MOST_DIGITS and abs(amount.adjusted()) <= _MOST_DIGITS:
            return tomlkit.value(f"{amount:f}")
    except InvalidOperation:
        pass
    raise InputError(*both("desk_profile.form_number", text=text))
