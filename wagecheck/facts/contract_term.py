"""Terms of a contract as the register states them: full months, kind of term, probation in months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from wagecheck.facts.frame import DAYS
from wagecheck.facts.word_match import holds, normal

#: Chinese numerals before 个月 (probation is at most half a year).
_NUMERALS: Final = {"半": "0.5", "一": "1", "二": "2", "两": "2", "三": "3", "四": "4", "五": "5", "六": "6"}
_NUMBER: Final = r"(\d+(?:\.\d+)?)"
_DATE: Final = r"\d{4}[-./年]\d{1,2}[-./月]\d{1,2}"
#: A bare number up to this is months.
_MOST_MONTHS: Final = 12
#: Days of a month where a probation is written in days.
_DAYS_OF_MONTH: Final = 30


def full_months(first: pl.Expr, last: pl.Expr) -> pl.Expr:
    """Full calendar months (Int32) of a term, both ends counted: 1 January to 31 March are three."""
    after = last.dt.offset_by("1d")
    months = (after.dt.year() - first.dt.year()) * 12 + after.dt.month().cast(pl.Int32) - first.dt.month()
    return (months - (after.dt.day() < first.dt.day()).cast(pl.Int32)).cast(pl.Int32)


def kind(words: Mapping[str, Sequence[str]]) -> pl.Expr:
    """``open``, ``task`` or ``fixed`` by the text of contract_term_type; null where it says none of these.

    Dates, years and months written there are a fixed term; ``0`` and ``1`` are codes of the national platform.
    """
    text = normal("contract_term_type")
    return (
        pl.when(text == "")
        .then(None)
        .when(holds(text, words.get("open_term", ())))
        .then(pl.lit("open"))
        .when((text == "1") | holds(text, words.get("task_term", ())))
        .then(pl.lit("task"))
        .when((text == "0") | holds(text, words.get("fixed_term", ())) | spelt_out())
        .then(pl.lit("fixed"))
    )


def spelt_out() -> pl.Expr:
    """Whether contract_term_type itself tells when the term ends: two dates, or a number of years or months."""
    text = normal("contract_term_type")
    return (text.str.count_matches(_DATE) > 1) | text.str.contains(r"[\d一二两三四五六七八九十]+(?:年|个月)$")


def probation_months(words: Mapping[str, Sequence[str]], *, has_column: pl.Expr) -> pl.Expr:
    """Months of probation by the text of the column probation; 0 where it is blank or says none, null if not clear."""
    text = normal("probation")
    spoken = text.str.replace_many(list(_NUMERALS), list(_NUMERALS.values()))
    months = spoken.str.extract(_NUMBER + "个?月").cast(pl.Float64, strict=False)
    days = spoken.str.extract(_NUMBER + "[天日]").cast(pl.Float64, strict=False) / _DAYS_OF_MONTH
    bare = spoken.str.extract("^" + _NUMBER + "$").cast(pl.Float64, strict=False)
    dates = text.str.extract_all(_DATE).list.eval(
        pl.element().str.replace_all(r"[./年月]", "-").str.to_date("%Y-%m-%d", strict=False)
    )
    first, last = dates.list.get(0, null_on_oob=True), dates.list.get(1, null_on_oob=True)
    whole = full_months(first, last)
    rest: Any = (first.dt.offset_by(pl.concat_str(whole.cast(pl.String), pl.lit("mo"))) <= last).cast(pl.Float64) / 2
    return (
        pl.when(~has_column)
        .then(None)
        .when((text == "") | holds(text, words.get("no_probation", ())))
        .then(0.0)
        .when(last.is_not_null())
        .then(whole + rest)
        .otherwise(pl.coalesce(months, days, pl.when(bare <= _MOST_MONTHS).then(bare)))
        .cast(DAYS)
    )
