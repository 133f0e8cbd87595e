"""Pay periods side by side: those of this check, and those of earlier checks that were kept in the register."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from wagecheck.report import charts, labels
from wagecheck.report.overview import amounts
from wagecheck.report.overview.amounts import SITE, Row
from wagecheck.report.overview.findings import SIGNS
from wagecheck.result import Result
from wagecheck.wording import Wording

_MONEY: Final = ("owed", "unpaid", "due", "settled")
_COUNTS: Final = ("workers", *labels.SEVERITIES)
_types: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    **dict.fromkeys((*SITE, "period", "run", "as_of"), pl.String),
    **dict.fromkeys(_COUNTS, pl.Int64),
    "six_unified_share": pl.Float64,
    **dict.fromkeys(_MONEY, pl.Decimal(18, 2)),
}
#: A contractor's pay period; ``run`` and ``as_of`` (ISO 8601) are null of this check.
_MONTHS: Final = pl.Schema(_types)


def section(result: Result, t: Wording) -> Row:
    """``rows`` by period, those of earlier checks among them; charts where there are several periods."""
    months = pl.concat([_mine(result), _earlier(result)]).filter(pl.col("period").fill_null("") != "")
    rows = [_told(row, t) for row in _by(months, ["period", "kept"]).iter_rows(named=True)]
    drawn = list(_by(months, ["period"]).iter_rows(named=True))[-charts.MOST_PERIODS :]
    own = _by(months.filter(pl.col("run").is_null()).with_columns(period=pl.lit("")), ["period"])
    return {
        "rows": rows[-amounts.MOST_ROWS :],
        "total": len(rows),
        "kept": sum(row["kept"] for row in rows),
        "sum": _told(own.row(0, named=True), t) if own.height else None,
        "sentence": _sentence(drawn, months, t),
        "charts": _charts(drawn, t) if len(drawn) > 1 else [],
        "drawn": len(drawn),
    }


def _mine(result: Result) -> pl.DataFrame:
    """The contractors' periods of this check."""
    site = [*SITE, "period"]
    known = result.workers.filter(pl.col("due").is_not_null() & pl.col("paid").is_not_null())
    paid = known.group_by(site).agg(due=pl.col("due").sum(), settled=pl.min_horizontal("due", "paid").sum())
    figures = result.contractors.rename({"name": "contractor"}).join(paid, on=site, how="left", nulls_equal=True)
    nothing = pl.lit(None, pl.String)
    return _cast(figures.with_columns(run=nothing, as_of=nothing))


def _earlier(result: Result) -> pl.DataFrame:
    """What earlier kept checks say, as the manifest tells it (``register.kept_months``)."""
    told = result.manifest.get("earlier") or ()
    rows = [{name: row.get(name) for name in _MONTHS} for row in told]
    raw = {name: pl.String if name in _MONEY else kind for name, kind in _MONTHS.items()}
    return _cast(pl.DataFrame(rows, schema=raw))


def _cast(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(pl.col(name).cast(kind) for name, kind in _MONTHS.items())


def _by(months: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Figures per period. ``kept``: all of it from earlier checks; ``runs``: which, as text."""
    run = pl.when(pl.col("run").is_not_null()).then(pl.concat_str(pl.col("run"), pl.lit("\x1f"), pl.col("as_of")))
    return (
        months.with_columns(kept=pl.col("run").is_not_null(), told=run)
        .group_by(keys)
        .agg(
            *([] if "kept" in keys else [pl.col("kept").all()]),
            pl.col("told").drop_nulls().unique().sort().alias("runs"),
            pl.struct(SITE).n_unique().alias("contractors"),
            *(pl.col(name).sum() for name in _COUNTS),
            *amounts.owed(),
            *amounts.agreeing(),
            pl.when(pl.col("unpaid").is_not_null().any()).then(pl.col("unpaid").sum()).alias("unpaid"),
            *(pl.col(name).sum() for name in ("due", "settled")),
        )
        .sort(keys, descending=[key == "kept" for key in keys])
    )


def _told(row: Row, t: Wording) -> Row:
    return {
        **row,
        "source": _source(row["runs"], t) if row["kept"] else t("index.this_check"),
        "owes": bool(row["owed"]),
        "owed": amounts.text(row["owed"], row["unknown"], t),
        "unpaid": "–" if row["unpaid"] is None else labels.money(row["unpaid"]),
        "six_unified": amounts.share(row["agree"], row["compared"]),
        "paid_share": amounts.share(row["settled"], row["due"]),
    }


def _source(runs: list[str], t: Wording) -> str:
    """R12（截至 2026-10-20）; of many checks the first few."""
    pairs = [one.split("\x1f") for one in runs]
    pairs.sort(key=lambda pair: (len(pair[0]), pair[0]))
    shown = [t("index.kept_run", run=run, as_of=as_of) for run, as_of in pairs[: labels.PLACES_PER_ROW]]
    joint = ", " if t.lang == "en" else "、"
    more = len(pairs) - len(shown)
    return joint.join(shown) + (t("index.kept_more", count=more) if more else "")


def _sentence(periods: list[Row], months: pl.DataFrame, t: Wording) -> str:
    """The latest period beside the one before; compared only where both are known and about the same contractors."""
    if not periods:
        return ""
    last = periods[-1]
    if last["owed"] is None:
        return t("index.months_unknown", period=labels.period(last["period"], t))
    said = t(
        "index.months_last",
        period=labels.period(last["period"], t),
        owed=labels.money(last["owed"]),
        workers=last["workers"],
    )
    if last["unpaid"] is not None and last["unpaid"] > last["owed"]:
        said += t("index.months_not_due", amount=labels.money(last["unpaid"] - last["owed"]))
    if len(periods) < 2:
        return said
    before = periods[-2]
    firms = [_firms(months, row["period"]) for row in (before, last)]
    if before["owed"] is None or before["unknown"] or last["unknown"]:
        return said + t("index.months_incomplete", period=labels.period(before["period"], t))
    if firms[0] != firms[1]:
        return said + t("index.months_others", period=labels.period(before["period"], t))
    change = last["owed"] - before["owed"]
    key = "more" if change > 0 else "less" if change < 0 else "same"
    return said + t(f"index.months_{key}", period=labels.period(before["period"], t), amount=labels.money(abs(change)))


def _firms(months: pl.DataFrame, period: str) -> set[Any]:
    mine = months.filter((pl.col("period") == period) & (pl.col("workers") > 0))
    return set(mine.select(SITE).iter_rows())


def _charts(periods: list[Row], t: Wording) -> list[Row]:
    """Four small charts of the same periods: money, findings, agreement, paid share."""
    found = [
        _money(periods, t),
        _findings(periods, t),
        _share("agree", [(row, amounts.share(row["agree"], row["compared"])) for row in periods], t),
        _share("paid", [(row, amounts.share(row["settled"], row["due"])) for row in periods], t),
    ]
    return [chart for chart in found if chart]


def _money(periods: list[Row], t: Wording) -> Row:
    rows = [
        {
            "row": at, "name": _label(row["period"]), "value": float(row["owed"] or 0), "kept": row["kept"],
            "label": t("chart.unknown") if row["owed"] is None else amounts.short(row["owed"], t),
        }
        for at, row in enumerate(periods)
    ]  # fmt: skip
    most = max(periods, key=lambda row: row["owed"] or 0)
    said = (
        t("chart.months_owed", period=labels.period(most["period"], t), owed=labels.money(most["owed"]))
        if most["owed"]
        else t("chart.months_owed_none")
    )
    return {"id": "told-months-owed", "title": t("chart.title_owed"), "sentence": said,
            "svg": charts.draw("month_amounts", rows, told_by="told-months-owed")}  # fmt: skip


def _findings(periods: list[Row], t: Wording) -> Row | None:
    totals = [sum(row[one] for one in labels.SEVERITIES) for row in periods]
    if not any(totals):
        return None
    rows = [
        {
            "row": at, "name": "" if number else _label(row["period"]), "label": "" if number else str(totals[at]),
            "total": totals[at], "severity": one, "order": number, "value": row[one],
        }
        for at, row in enumerate(periods)
        for number, one in enumerate(labels.SEVERITIES)
    ]  # fmt: skip
    most = max(range(len(periods)), key=lambda at: totals[at])
    said = t("chart.months_findings", period=labels.period(periods[most]["period"], t), count=totals[most],
             red=periods[most]["red_line"], sign=SIGNS["red_line"])  # fmt: skip
    return {"id": "told-months-findings", "title": t("chart.title_findings"), "sentence": said,
            "svg": charts.draw("month_severities", rows, told_by="told-months-findings")}  # fmt: skip


def _share(name: str, pairs: list[tuple[Row, float | None]], t: Wording) -> Row | None:
    known = [(row, share) for row, share in pairs if share is not None]
    if not known:
        return None
    rows = [
        {
            "row": at, "name": _label(row["period"]), "value": share or 0, "kept": row["kept"],
            "label": t("chart.unknown") if share is None else f"{share * 100:.0f}%" if share in (0, 1) else
            f"{min(max(share * 100, 0.1), 99.9):.1f}%",
        }
        for at, (row, share) in enumerate(pairs)
    ]  # fmt: skip
    row, lowest = min(known, key=lambda pair: pair[1])
    said = t(f"chart.months_{name}", period=labels.period(row["period"], t), share=amounts.percent(lowest, t))
    told_by = f"told-months-{name}"
    return {"id": told_by, "title": t(f"chart.title_{name}"), "sentence": said,
            "svg": charts.draw("month_shares", rows, told_by=told_by)}  # fmt: skip


def _label(period: str) -> str:
    """``2026-10`` → ``26-10``; of days from to: the month in which it ends."""
    return period.partition("..")[2][2:7] or period[2:7]
