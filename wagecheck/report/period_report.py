"""The half-year or yearly report to the leading group: people, contracts, arrears found and settled, blacklist."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import polars as pl

from wagecheck.register import words
from wagecheck.register.time_span import PARTS, Span
from wagecheck.report import labels
from wagecheck.report.exports import write_json
from wagecheck.report.letters import document, page
from wagecheck.report.letters.blocks import Block, Column, Fields, Grid, Heading, Letter, Paragraph
from wagecheck.wording import Wording

#: The figures as plain data; a folder that holds it is ours and may be written again.
FIGURES: Final = "summary.json"
_NAME: Final = "summary"
_MONEY: Final = ("found", *PARTS)


def write(span: Span, out: Path, t: Wording, *, day: dt.date, projects: str = "") -> list[Path]:
    """``summary.html``, ``summary.docx`` and ``summary.json`` in the folder ``out``."""
    report = letter(span, t, day=day, projects=projects)
    paths = [out / f"{_NAME}.{ending}" for ending in ("html", "docx")]
    page.write(report, paths[0], t)
    document.write(report, paths[1], t)
    write_json(figures(span), out / FIGURES)
    return [*paths, out / FIGURES]


def figures(span: Span) -> dict[str, Any]:
    """Plain data: the whole, by contractor, by bureau and by period; money in yuan as text."""
    return {
        "from": span.first.isoformat(),
        "to": span.last.isoformat(),
        "checks": span.checks,
        "total": _plain(_sum(span, span.sites)),
        "contractors": [_plain(row) for row in by(span, ["project", "contractor"])],
        "bureaus": [_plain(row) for row in by(span, ["bureau"])],
        "periods": [_plain(row) for row in by(span, ["period"])],
        "blacklist": None if span.movements is None else _steps(span.movements),
        "only": None if span.only is None else list(span.only),
    }


def by(span: Span, keys: list[str]) -> Iterator[dict[str, Any]]:
    """One row of figures per group of contractors' pay periods."""
    for names, part in span.sites.sort(*keys, nulls_last=True).group_by(keys, maintain_order=True):
        yield {**dict(zip(keys, names, strict=True)), **_sum(span, part)}


def _sum(span: Span, sites: pl.DataFrame) -> dict[str, Any]:
    """People (each once), shares weighted by workers of every period, money, worst colour of the last periods."""
    on = ["project", "contractor", "period"]
    mine = {"on": on, "how": "semi", "nulls_equal": True}
    people = span.people.join(sites, **mine)  # type: ignore[arg-type]
    arrears = span.arrears.join(sites, **mine)  # type: ignore[arg-type]
    last = sites.sort("last_day").unique(["project", "contractor"], keep="last")["colour"].to_list()
    return {
        "periods": sites["period"].n_unique(),
        "contractors": sites.select("project", "contractor").n_unique(),
        "people": people["worker_key"].n_unique(),
        "signing_share": _share(sites, "signing_share"),
        "real_name_share": _share(sites, "real_name_share"),
        "people_owed": arrears["worker_key"].n_unique(),
        **{name: Decimal(arrears[name].sum() or 0).quantize(Decimal("0.01")) for name in _MONEY},
        "known": bool(arrears.height or sites["owed"].is_not_null().any()),
        "unjudged": sites.filter(pl.col("owed").is_null() & (pl.col("workers") > 0)).height,
        "colour": next((colour for colour in labels.COLOURS if colour in last), "green"),
    }


def _share(sites: pl.DataFrame, name: str) -> float | None:
    known = sites.filter(pl.col(name).is_not_null() & (pl.col("workers") > 0))
    rows = list(known.select(name, "workers").iter_rows())
    weight = sum(workers for _, workers in rows)
    return sum(share * workers for share, workers in rows) / weight if weight else None


def letter(span: Span, t: Wording, *, day: dt.date, projects: str = "") -> Letter:
    """The report as blocks."""
    whole = _sum(span, span.sites)
    blocks: list[Block] = [
        Fields(
            (
                (t("period_report.span"), t("period_report.span_text", first=span.first, last=span.last)),
                (t("period_report.as_of"), day.isoformat()),
                *_scope(span, t),
                (t("period_report.projects"), projects or _projects(span, t)),
                *([(t("period_report.absent"), _listed(span.absent, t))] if span.absent else []),
                (t("period_report.checks"), str(span.checks)),
            )
        )
    ]
    if not span.sites.height:
        blocks.append(Paragraph(t("period_report.nothing"), strong=True))
    else:
        blocks += [
            Heading(t("period_report.in_short")),
            Paragraph(
                t(
                    "period_report.people_text",
                    contractors=whole["contractors"],
                    people=whole["people"],
                    signing=_percent(whole["signing_share"], t),
                    real_name=_percent(whole["real_name_share"], t),
                )
            ),
            *_arrears(whole, t),
            Paragraph(t("period_report.method")),
            Heading(t("period_report.by_contractor")),
            _grid(span, ["contractor", "project"], t),
            Heading(t("period_report.by_bureau")),
            *_bureaus(span, t),
            Heading(t("period_report.by_period")),
            _grid(span, ["period"], t),
        ]
    blocks += [Heading(t("period_report.blacklist")), *_blacklist(span, t)]
    blocks += [
        Heading(t("period_report.opinion")),
        Paragraph(t("period_report.opinion_text")),
        Fields(((t("period_report.made_by"), ""), (t("period_report.reviewed_by"), ""), (t("letter.signed_on"), ""))),
    ]
    return Letter(
        kind="period_report",
        title=t("period_report.title"),
        project="",
        contractor="",
        day=day,
        blocks=tuple(blocks),
        landscape=True,
    )


def _arrears(whole: dict[str, Any], t: Wording) -> list[Block]:
    """What was found and what became of it, and what the sums leave out; where nothing is known there is no sum."""
    if not whole["known"] and whole["unjudged"]:
        return [Paragraph(t("period_report.arrears_unknown", count=whole["unjudged"]))]
    money = {name: labels.money(whole[name]) for name in _MONEY}
    said: list[Block] = [Paragraph(t("period_report.arrears_text", people=whole["people_owed"], **money))]
    return [*said, Paragraph(t("period_report.unjudged", count=whole["unjudged"]))] if whole["unjudged"] else said


def _grid(span: Span, keys: list[str], t: Wording) -> Grid:
    """Figures by group with their total. People are counted once in each row, so their rows may add up to more."""
    columns = (
        *(Column(t(f"period_report.key_{key}"), 18) for key in keys),
        Column(t("column.people"), 7, number=True),
        Column(t("period_report.signing"), 9, number=True),
        Column(t("period_report.real_name"), 9, number=True),
        *(Column(t(f"period_report.{name}"), 12, number=True) for name in _MONEY),
        *((Column(t("column.colour"), 8),) if "contractor" in keys else ()),
    )
    rows = [_row(row, [row[key] or t("period_report.not_recorded") for key in keys], t) for row in by(span, keys)]
    blank = [t("letter.total"), *[""] * (len(keys) - 1)]
    rows.append(_row(_sum(span, span.sites), blank, t))
    width = len(columns)
    return Grid(columns, tuple(row[:width] for row in rows), total=True)


def _row(row: dict[str, Any], names: list[str], t: Wording) -> tuple[str, ...]:
    unknown = t("figure.unknown") if row["unjudged"] else "–"
    return (
        *names,
        str(row["people"]),
        _percent(row["signing_share"], t),
        _percent(row["real_name_share"], t),
        *(labels.money(row[name]) if row["known"] else unknown for name in _MONEY),
        f"{labels.MARKS[row['colour']]} {t('colour.' + row['colour'])}",
    )


def _bureaus(span: Span, t: Wording) -> list[Block]:
    if not span.sites["bureau"].drop_nulls().len():
        return [Paragraph(t("period_report.no_bureau"))]
    return [_grid(span, ["bureau"], t)]


def _blacklist(span: Span, t: Wording) -> list[Block]:
    if span.movements is None:
        return [Paragraph(t("period_report.lists_hidden"))]
    counts = _steps(span.movements)
    said = t("period_report.blacklist_text", **{key: counts.get(key, 0) for key in _STEPS})
    if span.only is not None:
        said = f"{t('period_report.lists_whole')} {said}" if t.lang == "en" else t("period_report.lists_whole") + said
    if not span.movements.height:
        return [Paragraph(said)]
    columns = (
        Column(t("period_report.day"), 12), Column(t("period_report.movement"), 14),
        Column(t("period_report.list"), 24),
        Column(t("period_report.entry"), 8), Column(t("period_report.name"), 28), Column(t("column.reason"), 14),
    )  # fmt: skip
    rows = tuple(
        (
            str(row["day"] or ""),
            t(f"period_report.{row['movement']}"),
            words.title("list", row["list"] or "", t.lang),
            row["id"],
            row["name"] or "",
            row["reason"] or "",
        )
        for row in span.movements.iter_rows(named=True)
    )
    return [Paragraph(said), Grid(columns, rows)]


_STEPS: Final = ("listed", "lifted", "ended", "waiting")


def _steps(movements: pl.DataFrame) -> dict[str, int]:
    return dict(movements.group_by("movement").len().sort("movement").iter_rows())


def _scope(span: Span, t: Wording) -> list[tuple[str, str]]:
    """Says that the report is of some projects only."""
    if span.only is None:
        return []
    return [(t("period_report.scope"), t("period_report.scope_text", count=len(span.only)))]


def _projects(span: Span, t: Wording) -> str:
    return _listed(span.sites["project"].drop_nulls().unique().sort().to_list(), t)


def _listed(names: Sequence[str], t: Wording) -> str:
    return (", " if t.lang == "en" else "、").join(names)


def _percent(share: float | None, t: Wording) -> str:
    """As the pages write it: a share of nearly everything is not rounded to everything."""
    if share is None:
        return t("figure.unknown")
    return f"{min(max(share, 0.001), 0.999) * 100 if 0 < share < 1 else share * 100:.1f} %"


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: f"{value:.2f}" if isinstance(value, Decimal) else round(value, 4) if isinstance(value, float) else value
        for name, value in row.items()
        if name != "known"
    }
