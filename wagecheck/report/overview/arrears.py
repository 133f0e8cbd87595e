"""Wages past due by project, by contractor and by how long: three tables of the same sum."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import polars as pl

from wagecheck.register import ageing
from wagecheck.report import charts, labels
from wagecheck.report.contractor_page import nothing_owed
from wagecheck.report.overview import amounts
from wagecheck.report.overview.amounts import SITE, Row
from wagecheck.result import Result
from wagecheck.wording import Wording


def section(result: Result, t: Wording) -> Row:
    """Sentences, charts and tables; ``nothing`` says why there is none where nothing is owed."""
    figures = result.contractors.rename({"name": "contractor"})
    owing = result.workers.filter(pl.col("owed") > 0)
    whole, unknown = amounts.total(figures["owed"]), figures.select(amounts.owed()).row(0)[1]
    found: Row = {
        "sum": labels.money(whole),
        "people": owing["worker_key"].n_unique() if owing.height else 0,
        "months": owing.height,
        "unknown": t("index.owed_not_known", count=unknown) if unknown and whole else "",
    }
    if not whole:
        return {**found, "nothing": nothing_owed(result.contractors, t)}
    projects = _by(figures, owing, ["project"])
    firms = _by(figures, owing, SITE)
    return {
        **found,
        "nothing": "",
        "projects": _table(projects, t),
        "contractors": _contractors(firms, whole, t),
        "ageing": _ageing(owing, result.manifest, t),
    }


def _by(figures: pl.DataFrame, owing: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Money, people and months per group, the most first; groups in which nothing is owed and all is known left out."""
    sums = figures.group_by(keys).agg(
        *amounts.owed(), contractors=pl.struct(SITE).filter(pl.col("owed") > 0).n_unique()
    )
    people = owing.group_by(keys).agg(people=pl.col("worker_key").n_unique(), months=pl.len())
    return (
        sums.join(people, on=keys, how="left", nulls_equal=True)
        .with_columns(pl.col("people", "months").fill_null(0))
        .filter((pl.col("owed") > 0) | (pl.col("unknown") > 0))
        .sort("owed", *keys, descending=[True, *[False] * len(keys)], nulls_last=True)
    )


def _table(groups: pl.DataFrame, t: Wording) -> Row:
    shown = groups.head(amounts.MOST_ROWS)
    rows = [
        {**row, "owes": bool(row["owed"]), "owed": amounts.text(row["owed"], row["unknown"], t)}
        for row in shown.iter_rows(named=True)
    ]
    return {"rows": rows, "total": groups.height}


def _contractors(firms: pl.DataFrame, whole: Any, t: Wording) -> Row:
    owing = firms.filter(pl.col("owed") > 0)
    most = owing.row(0, named=True)
    drawn = [
        {"row": at, "name": row["contractor"], "value": float(row["owed"]), "label": labels.money(row["owed"])}
        for at, row in enumerate(owing.head(charts.MOST_ROWS).iter_rows(named=True))
    ]
    share = amounts.percent(amounts.share(most["owed"], whole), t)
    said = t("index.chart_sentence", name=most["contractor"], owed=labels.money(most["owed"]), share=share)
    return {
        **_table(firms, t),
        "sentence": said,
        "chart": charts.draw("amounts", drawn, told_by="told-owed"),
        "drawn": len(drawn),
        "owing": owing.height,
    }


def _ageing(owing: pl.DataFrame, manifest: Any, t: Wording) -> Row | None:
    """Bands by calendar months from the due day to the as-of date, of the profile; None where it has no bands."""
    ends = [int(end) for end in manifest.get("ageing_months") or ()]
    if not ends:
        return None
    band = ageing.band(ends, dt.date.fromisoformat(str(manifest["as_of"])))
    sums = (
        owing.with_columns(band=band)
        .group_by("band")
        .agg(
            owed=pl.col("owed").sum(),
            months=pl.len(),
            people=pl.col("worker_key").n_unique(),
            contractors=pl.struct(SITE).n_unique(),
            days=pl.col("days_late").max(),
        )
    )
    found = {row["band"]: row for row in sums.iter_rows(named=True)}
    names = band_names(ends, unknown=len(ends) + 1 in found, t=t)
    blank = {"owed": amounts.NOTHING, "months": 0, "people": 0, "contractors": 0, "days": None}
    rows = [{"name": name, **(found.get(at) or blank)} for at, name in enumerate(names)]
    drawn = [
        {"row": at, "name": row["name"], "value": float(row["owed"]), "label": labels.money(row["owed"])}
        for at, row in enumerate(rows)
    ]
    oldest = rows[len(ends)]
    said = t("index.ageing_sentence" if oldest["owed"] else "index.ageing_none_old", start=ends[-1],
             owed=labels.money(oldest["owed"]), people=oldest["people"])  # fmt: skip
    days = owing["days_late"].max()
    return {
        "rows": [{**row, "owes": bool(row["owed"]), "owed": labels.money(row["owed"])} for row in rows],
        "sentence": said + (t("index.ageing_longest", days=days) if days is not None else ""),
        "chart": charts.draw("amounts", drawn, told_by="told-ageing"),
    }


def band_names(ends: Sequence[int], *, unknown: bool, t: Wording) -> list[str]:
    """What the bands of ``register.ageing`` are called; with that of unknown due days where it is asked for."""
    names = [t("index.ageing_first", end=ends[0])]
    names += [t("index.ageing_next", start=start, end=end) for start, end in pairwise(ends)]
    names += [t("index.ageing_last", start=ends[-1])]
    return [*names, t("index.ageing_unknown")] if unknown else names
