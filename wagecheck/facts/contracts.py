"""What the contract ledger says of each person: terms, agreed wage, kind of document, first signing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from wagecheck.facts.frame import MONEY
from wagecheck.facts.people import People
from wagecheck.facts.settings import Settings
from wagecheck.ledgers.distinct import judged, once
from wagecheck.ledgers.provenance import pack

#: What a wage unit counts, by the words it contains; the first that fits (工时 is an hour, 工日 a day).
_UNITS: Final = (("month", "月"), ("hour", "小时|时"), ("day", "日|天|工"))
#: Names of companies inside a contract title say nothing about the kind of document.
_COMPANY: Final = r"^.*公司"


def rows(contract: pl.DataFrame, people: People) -> pl.DataFrame:
    """Rows of the contract ledger with pid and at, one per distinct contract (monthly copies are one).

    Columns: pid, at (List), contract_title, contract_type, contract_signed_on, contract_start, contract_end, wage_unit,
    wage_rate, monthly_wage, pay_day, contract_status.
    """
    texts = [
        "contract_title", "contract_type", "contract_signed_on", "contract_start", "contract_end", "wage_unit",
        "wage_rate", "monthly_wage", "pay_day", "contract_status",
    ]  # fmt: skip
    named = contract.join(
        people.pids("contract"), on=["src", "row", "name_key"], nulls_equal=True, maintain_order="left"
    )
    return (
        named.with_columns(at=pack(pl.col("src"), pl.col("row")))
        .group_by(["pid", *texts], maintain_order=True)
        .agg("at")
    )


def terms(contracts: pl.DataFrame) -> pl.DataFrame:
    """Ranges pid, start, end of the contracts; a null end is open, a null start not known."""
    return contracts.select("pid", start="contract_start", end="contract_end").unique()


def by_person(contracts: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """One row per pid: n_contracts, signed_on (of the first contract; null for a renewal or no date), contract_at."""
    renewal = _contains(_normal("contract_title", "contract_type", "contract_status"), settings.renewal_words)
    ordered = contracts.with_columns(
        began=pl.coalesce("contract_start", "contract_signed_on"), renewal=renewal.fill_null(value=False)
    ).sort("pid", "began", "contract_signed_on", nulls_last=True)
    first_known = pl.col("contract_signed_on").first().is_not_null() & ~pl.col("renewal").first()
    return ordered.group_by("pid", maintain_order=True).agg(
        n_contracts=pl.struct("contract_start", "contract_end", "contract_signed_on").n_unique().cast(pl.Int32),
        signed_on=pl.when(first_known).then(pl.col("contract_signed_on").min()),
        contract_at=pl.col("at").list.explode(keep_nulls=False, empty_as_null=False).unique(maintain_order=True),
    )


def in_force(base: pl.DataFrame, contracts: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """The contract that counts in each period of ``base`` (uid, pid, period_end): the latest begun, else the next one.

    Columns: uid, pid, contract_title, contract_type, contract_is_substitute, contract_from, contract_to, wage_rate,
    wage_unit, unit_kind (month, hour, day, piece), monthly_wage (monthly equivalent of the agreed rate; null for piece
    work), pay_day.
    """
    began = pl.coalesce("contract_start", "contract_signed_on")
    return (
        base.select("uid", "pid", "period_end")
        .join(contracts, on="pid")
        .with_columns(begun=(began <= pl.col("period_end")).fill_null(value=True), began=began)
        .with_columns(distance=(pl.col("period_end") - pl.col("began")).dt.total_days().abs())
        .sort("uid", "pid", "begun", "distance", descending=[False, False, True, False], nulls_last=True)
        .unique(["uid", "pid"], keep="first", maintain_order=True)
        .with_columns(
            contract_is_substitute=_is_substitute(settings),
            monthly_wage=monthly(settings),
            unit_kind=wage_unit(),
        )
        .select(
            "uid", "pid", "contract_title", "contract_type", "contract_is_substitute", "wage_rate", "wage_unit",
            "unit_kind", "monthly_wage", "pay_day", contract_from="contract_start", contract_to="contract_end",
        )
    )  # fmt: skip


def wage_unit() -> pl.Expr:
    """``month``, ``hour``, ``day``, else ``piece``, from the text of the column wage_unit; null where it is blank."""
    return once(pl.col("wage_unit"), _unit, pl.String)


def _unit(unit: pl.Expr) -> pl.Expr:
    text = unit.str.normalize("NFKC")
    chain: Any = pl.when(text.is_null()).then(None)
    for name, words in _UNITS:
        chain = chain.when(text.str.contains(words)).then(pl.lit(name))
    kind: pl.Expr = chain.otherwise(pl.lit("piece"))
    return kind


def monthly(settings: Settings) -> pl.Expr:
    """The agreed pay of a month: as stated, else rate × paid days (hours) of a month; null for piece work.

    Paid days and hours are those of the day the contract starts (else was signed, else the day of judgement).
    """
    rate = pl.col("wage_rate").cast(pl.Decimal(18, 4))
    day = pl.coalesce("contract_start", "contract_signed_on", pl.lit(settings.as_of))
    days = settings.on("full_month_days", day, settings.day_base).cast(pl.Decimal(10, 2))
    hours = settings.on("month_pay_hours", day, settings.hour_base).cast(pl.Decimal(10, 2))
    unit = wage_unit()
    return pl.coalesce(
        "monthly_wage",
        pl.when(unit == "month")
        .then(pl.col("wage_rate"))
        .when(unit == "day")
        .then((rate * days).round(2).cast(MONEY))
        .when(unit == "hour")
        .then((rate * hours).round(2).cast(MONEY)),
    )


def _is_substitute(settings: Settings) -> pl.Expr:
    """Labour words win over substitute words, but a type (often the same in every row) does not make up for a title

    that is a substitute's; null where neither title nor type is written.
    """
    written = {name: pl.col(name) for name in ("contract_title", "contract_type")}
    return judged(written, lambda rows: rows.with_columns(answer=_answer(settings)), pl.Boolean)


def _answer(settings: Settings) -> pl.Expr:
    title, kind = (
        _normal(column).str.replace(_COMPANY, "").fill_null("") for column in ("contract_title", "contract_type")
    )
    written = pl.concat_str(_normal("contract_title", "contract_type")).str.len_chars() > 0
    labour = _contains(title, settings.labour_contracts)
    by_title = _contains(title, settings.substitute_contracts)
    by_type = _contains(kind, settings.substitute_contracts) & ~_contains(kind, settings.labour_contracts)
    return pl.when(written).then((by_title | by_type) & ~labour)


def _normal(*columns: str) -> pl.Expr:
    """The texts joined, after NFKC, without blanks."""
    joined = pl.concat_str([pl.col(column).fill_null("") for column in columns], separator="")
    return once(joined, lambda text: text.str.normalize("NFKC").str.replace_all(r"\s", ""), pl.String)


def _contains(text: pl.Expr, words: Sequence[str]) -> pl.Expr:
    return text.str.contains_any(list(words)) if words else pl.lit(value=False)
