"""For which pay period a payment was made (RULES, settled question 7).

The column of the file says it, else the memo, else the sheet or file, else the due day: the nearest at or after the
transaction within ``Settings.pay_match_days``. Which of them told is kept in ``period_from``: column · memo · sheet ·
due_day. Months are read here, never guessed: two months in one memo say nothing.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts import units as unit_frame
from wagecheck.ledgers.distinct import judged

_SITE: Final = ["project", "contractor"]
_SPAN: Final = [*_SITE, "period_start", "period_end"]
_DIGITS: Final = ("十二", "十一", "十", "一", "二", "三", "四", "五", "六", "七", "八", "九")
_VALUES: Final = (12, 11, 10, 1, 2, 3, 4, 5, 6, 7, 8, 9)
_FULL: Final = r"(20\d{2})[-./年](\d{1,2})[-./月](\d{1,2})日?"
_RANGE: Final = _FULL + r"[-~—–至到.]{1,2}" + _FULL
_DAYS: Final = r"(\d{1,2})[月.](\d{1,2})[日号]?[-~—–至到](\d{1,2})[月.](\d{1,2})[日号]?"
#: What looks like a month and is none: account and transaction numbers, dates with a day.
_NOISE: Final = (
    r"\d{9,}",
    _FULL,
    r"20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])",
    r"\d{1,2}月\d{1,2}[日号]",
)
_YEAR_MONTH: Final = r"(?:^|\D)(20\d{2}|\d{2}年)[-./年]?(\d{1,2})(?:\D|$)"
_COMPACT: Final = r"(?:^|\D)(20\d{2})(0[1-9]|1[0-2])(?:\D|$)"
_SEVERAL: Final = r"\d{1,2}月?(?:份)?[、,和及与/&~至到—–-]{1,2}\d{1,2}月"
#: The column ``text`` in ordinary characters, without blanks.
_BARE: Final = pl.col("text").str.normalize("NFKC").str.replace_all(r"\s", "")


def stated_span(text: pl.Expr, anchor: pl.Expr) -> pl.Expr:
    """The pay period a text names: Struct(period_start, period_end), null dates where it names none or several.

    Reads 2026年10月, 2026-10, 202610, 26年10月, 10月(份), 十月, 2026-09-11..2026-10-10, 9月11日-10月10日. A month
    without year is the last such month up to ``anchor`` (the day of payment). Dates with a day are no pay month.
    """
    return _read(text, anchor, _BARE)


def column_span(text: pl.Expr, anchor: pl.Expr) -> pl.Expr:
    """Like ``stated_span`` for a pay-month cell: a bare number is a month, a whole date stands for its month."""
    date = rf"^{_FULL}(?:00:00:00)?$"
    written = _BARE.str.replace(r"^(\d{1,2})$", "${1}月")
    dated = pl.when(_BARE.str.contains(date)).then(_BARE.str.replace(date, "${1}年${2}月")).otherwise(written)
    return _read(text, anchor, dated)


def _read(text: pl.Expr, anchor: pl.Expr, bare: pl.Expr) -> pl.Expr:
    """The period of what is written; ``bare`` reads the column ``text``."""

    def spans(rows: pl.LazyFrame) -> pl.LazyFrame:
        return rows.with_columns(bare=_arabic(bare)).pipe(_with_dates).pipe(_with_month).pipe(_with_span)

    return judged({"text": text, "anchor": anchor}, spans, pl.Struct({"period_start": pl.Date, "period_end": pl.Date}))


def _arabic(text: pl.Expr) -> pl.Expr:
    """Months in Chinese numerals as digits."""
    for word, value in zip(_DIGITS, _VALUES, strict=True):
        text = text.str.replace_all(f"{word}月", f"{value}月", literal=True)
    return text


def _with_dates(rows: pl.LazyFrame) -> pl.LazyFrame:
    """``rows`` with two whole dates (``exact_start``, ``exact_end``) or two days of a year not named (``ranged_…``)."""
    bare, year = pl.col("bare"), pl.col("anchor").dt.year()
    start_month, end_month = pl.col("start_month"), pl.col("end_month")
    return (
        rows.with_columns(full=bare.str.extract_groups(_RANGE), days=bare.str.extract_groups(_DAYS))
        .with_columns(start_month=_number("days", "1"), end_month=_number("days", "3"))
        .with_columns(end_year=year - (end_month > pl.col("anchor").dt.month()).cast(pl.Int32))
        .with_columns(
            exact_start=_date(*(_number("full", n) for n in "123")),
            exact_end=_date(*(_number("full", n) for n in "456")),
            ranged_start=_date(
                pl.col("end_year") - (start_month > end_month).cast(pl.Int32), start_month, _number("days", "2")
            ),
            ranged_end=_date(pl.col("end_year"), end_month, _number("days", "4")),
        )
    )


def _with_month(rows: pl.LazyFrame) -> pl.LazyFrame:
    """``rows`` with ``month``, the first day of the one month that ``bare`` names."""
    calm, rest, months = pl.col("bare"), pl.col("rest"), pl.col("months")
    for noise in _NOISE:
        calm = calm.str.replace_all(noise, "|")
    several = (months.list.len() > 1) | rest.str.contains(_SEVERAL)
    spoken = months.list.first().str.strip_chars_end("月").cast(pl.Int32, strict=False)
    named_year = pl.when(pl.col("compact_month").is_null()).then(_number("named", "1"))
    month = pl.col("month_number")
    guessed = pl.col("anchor").dt.year() - (month > pl.col("anchor").dt.month()).cast(pl.Int32)
    return (
        rows.with_columns(calm=calm)
        .with_columns(
            named=pl.col("calm").str.extract_groups(_YEAR_MONTH),
            compact=pl.col("calm").str.extract_groups(_COMPACT),
            rest=pl.col("calm").str.replace_all(r"(?:20\d{2}|\d{2}年|20\d{2}年)[-./年]?", "#"),
        )
        .with_columns(months=rest.str.extract_all(r"\d{1,2}月").list.unique(), compact_month=_number("compact", "2"))
        .with_columns(
            month_number=pl.when(~several).then(pl.coalesce(spoken, "compact_month", _number("named", "2"))),
            named_year=named_year,
        )
        .with_columns(
            named_year=pl.when(pl.col("named_year") < 100).then(pl.col("named_year") + 2000).otherwise("named_year")
        )
        .with_columns(month=_date(pl.coalesce(_number("compact", "1"), "named_year", guessed), month, pl.lit(1)))
    )


def _with_span(rows: pl.LazyFrame) -> pl.LazyFrame:
    """``rows`` with ``answer``: two whole dates, else two days, else a month."""
    whole = pl.struct(period_start="month", period_end=pl.col("month").dt.month_end())
    return rows.with_columns(
        answer=pl.when(pl.all_horizontal(pl.col("exact_start", "exact_end").is_not_null()))
        .then(_span("exact"))
        .when(pl.all_horizontal(pl.col("ranged_start", "ranged_end").is_not_null()))
        .then(_span("ranged"))
        .otherwise(whole)
    )


def _span(kind: str) -> pl.Expr:
    return pl.struct(period_start=f"{kind}_start", period_end=f"{kind}_end")


def _number(groups: str, field: str) -> pl.Expr:
    return pl.col(groups).struct.field(field).str.strip_chars_end("年").cast(pl.Int32, strict=False)


def _date(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """The date, null where there is no such day."""
    parts = [year.cast(pl.String), month.cast(pl.String).str.zfill(2), day.cast(pl.String).str.zfill(2)]
    return pl.concat_str(parts, separator="-").str.to_date("%Y-%m-%d", strict=False)


def resolve(payments: pl.DataFrame, units: pl.DataFrame, due: pl.DataFrame, within: int) -> pl.DataFrame:
    """``payments`` with ``period``, ``period_start``, ``period_end`` of the pay period and ``period_from``.

    Needs rid, project, contractor, paid_on, pay_period, memo, period_start and period_end of the sheet. ``due`` comes
    from ``due_periods``; ``within`` is in days. A stated month that is no period of the contractor keeps its own dates;
    a payment for which nothing tells has null in all four.
    """
    # A month without a year: the last one up to the payment, the sheet's period, or the contractor's latest period.
    latest = units.group_by(_SITE).agg(latest=pl.col("period_end").max())
    anchor = pl.coalesce("paid_on", "period_end", "latest")
    spans = {"column": column_span(pl.col("pay_period"), anchor), "memo": stated_span(pl.col("memo"), anchor)}
    anchored = payments.join(latest, on=_SITE, how="left", nulls_equal=True)
    answers = []
    for told, span in spans.items():
        stated = anchored.select("rid", *_SITE, span=span).unnest("span")
        answers.append(_placed(stated.drop_nulls(["period_start", "period_end"]), units, told))
    sheets = payments.select("rid", *_SPAN).drop_nulls(["period_start", "period_end"])
    sheet = _placed(sheets, units, "sheet")
    by_due_day = _by_due_day(payments, due, within)
    # A statement named after the month it covers: its own month has nothing but these payments in it.
    alone = sheet.join(_worked(units), on=[*_SITE, "period"], how="anti", nulls_equal=True)
    doubtful = alone.join(by_due_day.select("rid"), on="rid", how="semi")
    answers += [sheet.join(doubtful, on="rid", how="anti"), by_due_day]
    told_by = pl.concat(answers).drop(_SITE).unique("rid", keep="first", maintain_order=True)
    return payments.drop("period_start", "period_end").join(told_by, on="rid", how="left", maintain_order="left")


def _placed(stated: pl.DataFrame, units: pl.DataFrame, told: str) -> pl.DataFrame:
    """Stated ranges as periods of the contractor, or as periods of their own where they are at most a month long."""
    period = unit_frame.locate(stated, units)
    own = units.select(*_SITE, "period", unit_start="period_start", unit_end="period_end")
    located = stated.join(period, on=_SPAN, how="left", nulls_equal=True).join(
        own, on=[*_SITE, "period"], how="left", nulls_equal=True
    )
    short = (pl.col("period_end") - pl.col("period_start")).dt.total_days() < 31
    return located.filter(pl.col("period").is_not_null() | short).select(
        "rid",
        *_SITE,
        period=pl.coalesce("period", unit_frame.period_text(pl.col("period_start"), pl.col("period_end"))),
        period_start=pl.coalesce("unit_start", "period_start"),
        period_end=pl.coalesce("unit_end", "period_end"),
        period_from=pl.lit(told),
    )


def _worked(units: pl.DataFrame) -> pl.DataFrame:
    """Periods of which some monthly ledger other than payments was handed in."""
    return units.filter(pl.col("has_payroll") | pl.col("has_attendance") | pl.col("has_notice"))


def due_periods(units: pl.DataFrame, due_days: pl.DataFrame) -> pl.DataFrame:
    """Periods that can be owed for: project, contractor, period, period_start, period_end, due_on."""
    keys = [*_SITE, "period"]
    return (
        _worked(units)
        .select([*_SPAN, "period"])
        .join(due_days.select([*keys, "due_on"]), on=keys, nulls_equal=True)
        .drop_nulls("due_on")
    )


def _by_due_day(payments: pl.DataFrame, due: pl.DataFrame, within: int) -> pl.DataFrame:
    """The period whose due day is the nearest at or after the transaction."""
    scope = pl.concat_str([pl.col(key).fill_null("") for key in _SITE], separator="\x1f")
    passed = due.with_columns(scope=scope).drop(_SITE).sort("due_on")
    return (
        payments.select("rid", *_SITE, "paid_on", scope=scope)
        .drop_nulls("paid_on")
        .sort("paid_on")
        .join_asof(
            passed,
            left_on="paid_on",
            right_on="due_on",
            by="scope",
            strategy="forward",
            tolerance=f"{within}d",
            check_sortedness=False,
        )
        .drop_nulls("period")
        .select("rid", *_SITE, "period", "period_start", "period_end", period_from=pl.lit("due_day"))
    )
