"""Every contractor with its colour, money, findings and shares, over all periods of the check."""

from __future__ import annotations

from decimal import Decimal
from typing import Final
from urllib.parse import quote

import polars as pl

from wagecheck.report import charts, labels
from wagecheck.report.overview import amounts
from wagecheck.report.overview.amounts import SITE, Row
from wagecheck.result import Result
from wagecheck.wording import Wording

#: Links in the list of all contractors, and characters of a name in it.
_MOST_LINKS: Final = 10_000
_LONGEST: Final = 60
Pages = dict[tuple[str, str], str]


def section(result: Result, pages: Pages, t: Wording) -> Row:
    """``rows`` worst first and capped, ``colours`` counted, ``sum`` of everything.

    ``all``: where ``rows`` are capped, links to all pages by project, ``listed`` of them.
    """
    table = _table(result)
    shown = table.head(amounts.MOST_ROWS)
    colours = dict(table.group_by("colour").len().iter_rows())
    return {
        "rows": [_row(row, pages, t) for row in shown.iter_rows(named=True)],
        "total": table.height,
        "colours": [{"colour": one, "count": colours[one]} for one in labels.COLOURS if one in colours],
        "sum": {
            **{name: int(table[name].sum()) for name in (*labels.SEVERITIES, "unjudged")},
            "workers": _people(result.workers),
            "owed": amounts.text(*_owed(table), t),
            "six_unified": amounts.share(int(table["agree"].sum()), int(table["compared"].sum())),
        },
        "all": _links(table.head(_MOST_LINKS), pages) if table.height > amounts.MOST_ROWS else [],
        "listed": min(table.height, _MOST_LINKS),
        "shares": _shares(table, t),
    }


def href(pages: Pages, row: Row) -> str:
    """The page of a contractor, from the folder of the overview."""
    return "contractors/" + quote(pages[(row["project"], row["contractor"])])


def _table(result: Result) -> pl.DataFrame:
    """One row per project and contractor, worst first."""
    figures = result.contractors.rename({"name": "contractor"})
    order = {colour: index for index, colour in enumerate(labels.COLOURS)}
    unjudged = (
        result.outcomes.filter(pl.col("outcome").is_in(["not_assessed", "error"]))
        .group_by(SITE)
        .agg(unjudged=pl.len().cast(pl.Int64))
    )
    people = result.workers.group_by(SITE).agg(people=pl.col("worker_key").n_unique().cast(pl.Int64))
    months, known = pl.col("workers"), pl.col("workers") > 0
    return (
        figures.with_columns(order=pl.col("colour").replace_strict(order, return_dtype=pl.Int64))
        .group_by(SITE, maintain_order=True)
        .agg(
            pl.col("colour").sort_by("order").first(),
            pl.col("order").min(),
            pl.col("score").max(),
            pl.col("period").filter(pl.col("period") != "").n_unique().alias("periods"),
            months.sum().cast(pl.Int64),
            *amounts.owed(),
            *amounts.agreeing(),
            *(pl.col(name).cast(pl.Int64).sum() for name in labels.SEVERITIES),
            *(
                ((pl.col(name) * months).filter(known).sum() / months.filter(known & pl.col(name).is_not_null()).sum())
                .fill_nan(None)
                .alias(name)
                for name in ("signing_share", "real_name_share")
            ),
        )
        .join(unjudged, on=SITE, how="left", nulls_equal=True, maintain_order="left")
        .join(people, on=SITE, how="left", nulls_equal=True, maintain_order="left")
        .with_columns(pl.col("unjudged", "people").fill_null(0))
        .sort("order", "score", "owed", *SITE, descending=[False, True, True, False, False], nulls_last=True)
    )


def _row(row: Row, pages: Pages, t: Wording) -> Row:
    return {
        **row,
        "href": href(pages, row),
        "owes": bool(row["owed"]),
        "owed": amounts.text(row["owed"], row["unknown"], t),
        "six_unified": amounts.share(row["agree"], row["compared"]),
    }


def _links(table: pl.DataFrame, pages: Pages) -> list[Row]:
    """``project`` and its ``firms`` (name, colour, href), worst first."""
    return [
        {
            "project": project,
            "firms": [
                {"name": row["contractor"][:_LONGEST], "colour": row["colour"], "href": href(pages, row)}
                for row in firms.iter_rows(named=True)
            ],
        }
        for (project,), firms in table.sort("project", maintain_order=True).group_by("project", maintain_order=True)
    ]


def _owed(table: pl.DataFrame) -> tuple[Decimal | None, int]:
    known = table["owed"].drop_nulls()
    return (amounts.total(known) if known.len() else None), int(table["unknown"].sum())


def _people(workers: pl.DataFrame) -> int:
    return workers["worker_key"].n_unique() if workers.height else 0


def _shares(table: pl.DataFrame, t: Wording) -> Row:
    """六统一: contractors by share, the lowest first; chart, table and sentence."""
    known = table.filter(pl.col("compared") > 0).with_columns(share=pl.col("agree") / pl.col("compared"))
    if not known.height:
        return {"rows": [], "sentence": t("index.shares_none"), "total": 0}
    known = known.sort("share", *SITE)
    whole = amounts.share(int(known["agree"].sum()), int(known["compared"].sum()))
    lowest = known.row(0, named=True)
    drawn = [
        {"row": at, "name": row["contractor"], "value": row["share"], "label": amounts.percent(row["share"], t)}
        for at, row in enumerate(known.head(charts.MOST_ROWS).iter_rows(named=True))
    ]
    said = t(
        "index.shares_sentence",
        agree=known["agree"].sum(),
        total=known["compared"].sum(),
        share=amounts.percent(whole, t),
    )
    if known.height > 1 and lowest["share"] < 1:
        said += t("index.shares_lowest", name=lowest["contractor"], share=amounts.percent(lowest["share"], t))
    return {
        "sentence": said,
        "chart": charts.draw("shares", drawn, told_by="told-shares"),
        "rows": list(known.head(amounts.MOST_ROWS).iter_rows(named=True)),
        "total": known.height,
        "compared": known["compared"].sum(),
        "agree": known["agree"].sum(),
        "share": whole,
    }
