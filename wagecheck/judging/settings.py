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


def build(rulebook: Rulebook, as_of: dt.date, latest: dt.date | None = None) -> Settings:
    """The settings of one run. RuleError names the value or dictionary that lacks something.

    ``latest`` is the first day of the latest pay period: its numbers serve facts that are judged once per run (the day
    of judgement where there is no period). Facts of a month look theirs up by that month (``Settings.on``).
    """
    by = latest or as_of
    return Settings(
        as_of=as_of,
        numbers=_nationwide(rulebook, by),
        dated=_dated(rulebook),
        tolerance=_number(rulebook, "money_tolerance", by),
        day_base=_number(rulebook, "full_month_days", by),
        hour_base=_number(rulebook, "month_pay_hours", by),
        hours_per_day=(
            _number(rulebook, "hours_per_day", by),
            _number(rulebook, "hours_per_day_long", by),
        ),
        full_month_days=_number(rulebook, "full_month_days", by),
        full_day=_number(rulebook, "site_work_max", by),
        default_pay_months=int(_number(rulebook, "pay_day_default_months", by)),
        leaver_days=int(_number(rulebook, "unpaid_leaver_days", by)),
        pay_match_days=int(_number(rulebook, "payment_month_window_days", by)),
        flow_share=_number(rulebook, "flow_share", by),
        booking_days=int(_number(rulebook, "booking_days", by)),
        retry_days=int(_number(rulebook, "failed_reissue_days", by)),
        signing_months=int(_number(rulebook, "contract_signing_months", by)),
        double_wage_cap=int(_number(rulebook, "double_wage_max_months", by)),
        retirement_from=(delayed_from := _first_day(rulebook, "retirement_step_male")),
        # one formula for all times: whoever reached the base age before it began has no delay
        retirement_bands=tuple(_retirement(rulebook, sex, max(by, delayed_from)) for sex in _SEXES),
        calendar=_calendar(_dictionary(rulebook, "calendar")),
        lawful_deductions=_words(rulebook, "deductions", "lawful"),
        unlawful_deductions=_words(rulebook, "deductions", "unlawful"),
        deposit_words=_words(rulebook, "deductions", "deposits"),
        advance_words=_words(rulebook, "deductions", "advances"),
        unexplained_deductions=_words(rulebook, "deductions", "unexplained"),
        overtime_words=_words(rulebook, "deductions", "overtime"),
        special_allowances=_words(rulebook, "deductions", "special_allowances"),
        substitute_contracts=_words(rulebook, "contract_titles", "substitute"),
        labour_contracts=_words(rulebook, "contract_titles", "labour"),
        renewal_words=_words(rulebook, "contract_titles", "renewal"),
        agreement_contracts=_words(rulebook, "contract_titles", "agreement"),
        contract_terms=_sections(_dictionary(rulebook, "contract_terms")),
        post_words=_sections(_dictionary(rulebook, "posts")),
        attendance_methods=_sections(_dictionary(rulebook, "attendance_methods")),
        pattern_words=_sections(_dictionary(rulebook, "pattern_words")),
        festivals=_festivals(_dictionary(rulebook, "spring_festival")),
        festival_window=tuple(_dictionary(rulebook, "spring_festival")["window"]),
        company_words=_words(rulebook, "payees", "company"),
        company_name_chars=_part(rulebook, "payees", "company", "min_chars"),
        person_name_chars=_part(rulebook, "payees", "company", "person_max_chars"),
        internal_payees=_words(rulebook, "payees", "internal"),
        bank_payees=_words(rulebook, "payees", "bank"),
        bank_charge_words=_words(rulebook, "memo_words", "bank_charge"),
        other_purpose_words=_words(rulebook, "memo_words", "other_purpose"),
        wage_batch_words=_words(rulebook, "memo_words", "wage_batch"),
        closing_words=_words(rulebook, "memo_words", "closing"),
        closing_days=_part(rulebook, "memo_words", "closing", "days_before"),
        refund_words=_words(rulebook, "memo_words", "refund"),
        versions=_dictionary(rulebook, "versions"),
        told_apart=_dictionary(rulebook, "told_apart"),
        required_items=tuple(_required(_dictionary(rulebook, "required_items"))),
        board_items=tuple(_required(_dictionary(rulebook, "board_items"))),
        record_words=_sections(_dictionary(rulebook, "record_words")),
        standing_words=_sections(_dictionary(rulebook, "standing_words")),
        damage_words=_words(rulebook, "deductions", "damages"),
        in_kind_words=_words(rulebook, "deductions", "in_kind"),
        in_kind_doubtful=_words(rulebook, "deductions", "in_kind_doubtful"),
        no_words=tuple(_dictionary(rulebook, "value_words")["no"]),
        no_prefixes=tuple(_dictionary(rulebook, "value_words")["no_prefix"]),
        province_names=dict(_dictionary(rulebook, "regions")["province"]),
        blacklist_years={"statutory": int(_number(rulebook, "blacklist_term_years", as_of))},
    )


def _number(rulebook: Rulebook, name: str, on: dt.date) -> Decimal:
    if name not in rulebook.values.by_name:
        raise RuleError(f"缺少 values/{name}.toml", f"values/{name}.toml is missing")
    found = rulebook.values.lookup(name, on)
    if found.amount is None:
        raise RuleError(f"values/{name}.toml：{found.zh}", f"values/{name}.toml: {found.en}")
    return found.amount


def _first_day(rulebook: Rulebook, name: str) -> dt.date:
    """The day from which a number surely applies for the first time."""
    if name not in rulebook.values.by_name:
        raise RuleError(f"缺少 values/{name}.toml", f"values/{name}.toml is missing")
    return rulebook.values.by_name[name].rows[0].certain


def _nationwide(rulebook: Rulebook, on: dt.date) -> dict[str, Decimal]:
    """Every number that does not hang on a region and is in force on that day."""
    found = {name: rulebook.values.lookup(name, on).amount for name in rulebook.values.by_name}
    return {name: amount for name, amount in found.items() if amount is not None}


def _dated(rulebook: Rulebook) -> dict[str, tuple[tuple[dt.date, Decimal | None], ...]]:
    """Every nationwide number with the days on which it changes, or becomes uncertain."""
    found = {}
    for name, value in rulebook.values.by_name.items():
        rows = [row for row in value.rows if row.region is None]
        days = sorted({day for row in rows for day in (row.possible, row.certain)})
        found[name] = tuple((day, rulebook.values.lookup(name, day).amount) for day in days)
    return found


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


def _sections(data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {section: tuple(part["words"]) for section, part in data.items() if isinstance(part, dict)}


def _calendar(data: Mapping[str, Any]) -> Calendar:
    years = data["years"]
    return Calendar(
        years=frozenset(map(int, years)),
        statutory=frozenset(day for year in years.values() for day in year["statutory"]),
        off=frozenset(day for year in years.values() for first, last in year["off"] for day in _days(first, last)),
        makeup=frozenset(day for year in years.values() for day in year["makeup_workdays"]),
    )


def _festivals(data: Mapping[str, Any]) -> dict[int, tuple[dt.date, dt.date]]:
    return {int(year): (first, last) for year, (first, last) in data["years"].items()}


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
