"""What facts are told: the numbers and dictionaries of the rulebook as plain data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from wagecheck.errors import RuleError
from wagecheck.facts.settings import Calendar, RequiredItem, RetirementBand, Settings
from wagecheck.rulebook import Rulebook

_SEXES: Final = {"男": "male", "女": "female"}


def build(rulebook: Rulebook, as_of: dt.date) -> Settings:
    """The settings of one run. RuleError names the value or dictionary that lacks something."""
    return Settings(
        as_of=as_of,
        numbers=_nationwide(rulebook, as_of),
        tolerance=_number(rulebook, "money_tolerance", as_of),
        day_base=_number(rulebook, "full_month_days", as_of),
        hour_base=_number(rulebook, "month_pay_hours", as_of),
        hours_per_day=(
            _number(rulebook, "hours_per_day", as_of),
            _number(rulebook, "hours_per_day_long", as_of),
        ),
        full_month_days=_number(rulebook, "full_month_days", as_of),
        full_day=_number(rulebook, "site_work_max", as_of),
        default_pay_months=int(_number(rulebook, "pay_day_default_months", as_of)),
        leaver_days=int(_number(rulebook, "unpaid_leaver_days", as_of)),
        pay_match_days=int(_number(rulebook, "payment_month_window_days", as_of)),
        booking_days=int(_number(rulebook, "booking_days", as_of)),
        retry_days=int(_number(rulebook, "failed_reissue_days", as_of)),
        signing_months=int(_number(rulebook, "contract_signing_months", as_of)),
        double_wage_cap=int(_number(rulebook, "double_wage_max_months", as_of)),
        retirement_from=rulebook.values.by_name["retirement_step_male"].rows[0].certain,
        retirement_bands=tuple(_retirement(rulebook, sex, as_of) for sex in _SEXES),
        calendar=_calendar(_dictionary(rulebook, "calendar")),
        lawful_deductions=_words(rulebook, "deductions", "lawful"),
        unlawful_deductions=_words(rulebook, "deductions", "unlawful"),
        advance_words=_words(rulebook, "deductions", "advances"),
        unexplained_deductions=_words(rulebook, "deductions", "unexplained"),
        overtime_words=_words(rulebook, "deductions", "overtime"),
        special_allowances=_words(rulebook, "deductions", "special_allowances"),
        substitute_contracts=_words(rulebook, "contract_titles", "substitute"),
        labour_contracts=_words(rulebook, "contract_titles", "labour"),
        renewal_words=_words(rulebook, "contract_titles", "renewal"),
        company_words=_words(rulebook, "payees", "company"),
        company_name_chars=_part(rulebook, "payees", "company", "min_chars"),
        person_name_chars=_part(rulebook, "payees", "company", "person_max_chars"),
        internal_payees=_words(rulebook, "payees", "internal"),
        bank_payees=_words(rulebook, "payees", "bank"),
        bank_charge_words=_words(rulebook, "memo_words", "bank_charge"),
        wage_batch_words=_words(rulebook, "memo_words", "wage_batch"),
        closing_words=_words(rulebook, "memo_words", "closing"),
        closing_days=_part(rulebook, "memo_words", "closing", "days_before"),
        refund_words=_words(rulebook, "memo_words", "refund"),
        versions=_dictionary(rulebook, "versions"),
        told_apart=_dictionary(rulebook, "told_apart"),
        required_items=tuple(_required(_dictionary(rulebook, "required_items"))),
        blacklist_years={"statutory": int(_number(rulebook, "blacklist_term_years", as_of))},
    )


def _number(rulebook: Rulebook, name: str, on: dt.date) -> Decimal:
    if name not in rulebook.values.by_name:
        raise RuleError(f"缺少 values/{name}.toml", f"values/{name}.toml is missing")
    found = rulebook.values.lookup(name, on)
    if found.amount is None:
        raise RuleError(f"values/{name}.toml：{found.zh}", f"values/{name}.toml: {found.en}")
    return found.amount


def _nationwide(rulebook: Rulebook, on: dt.date) -> dict[str, Decimal]:
    """Every number that does not hang on a region and is in force on that day."""
    found = {name: rulebook.values.lookup(name, on).amount for name in rulebook.values.by_name}
    return {name: amount for name, amount in found.items() if amount is not None}


def _retirement(rulebook: Rulebook, sex: str, on: dt.date) -> RetirementBand:
    base, step, cap = (
        int(_number(rulebook, f"retirement_{part}_{_SEXES[sex]}", on)) for part in ("base", "step", "cap")
    )
    return RetirementBand(sex=sex, base_years=base, step_months=step, cap_months=cap)


def _dictionary(rulebook: Rulebook, name: str) -> Mapping[str, Any]:
    if name not in rulebook.dictionaries:
        raise RuleError(f"缺少 dictionaries/{name}.toml", f"dictionaries/{name}.toml is missing")
    return rulebook.dictionaries[name]


def _part(rulebook: Rulebook, name: str, section: str, key: str) -> Any:
    part = _dictionary(rulebook, name).get(section, {})
    if key not in part:
        file = f"dictionaries/{name}.toml"
        raise RuleError(f"{file}：[{section}] 缺少 “{key}”", f"{file}: [{section}] lacks {key!r}")
    return part[key]


def _words(rulebook: Rulebook, name: str, section: str) -> tuple[str, ...]:
    return tuple(_part(rulebook, name, section, "words"))


def _calendar(data: Mapping[str, Any]) -> Calendar:
    years = data["years"]
    return Calendar(
        years=frozenset(map(int, years)),
        statutory=frozenset(day for year in years.values() for day in year["statutory"]),
        off=frozenset(day for year in years.values() for first, last in year["off"] for day in _days(first, last)),
        makeup=frozenset(day for year in years.values() for day in year["makeup_workdays"]),
    )


def _days(first: dt.date, last: dt.date) -> Iterable[dt.date]:
    return (first + dt.timedelta(days=number) for number in range((last - first).days + 1))


def _required(data: Mapping[str, Any]) -> Iterable[RequiredItem]:
    for ledger, groups in data.items():
        if isinstance(groups, list):
            for group in groups:
                yield RequiredItem(
                    ledger=ledger,
                    title=group["title"],
                    fields=tuple(group["any_of"]),
                    per_worker=group.get("per_worker", True),
                )
