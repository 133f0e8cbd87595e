"""Wages past due, by worker and month, with their total; what could not be told; who pays."""

from __future__ import annotations

from typing import Any

import polars as pl

from wagecheck.report import labels
from wagecheck.report.contractor_page.sums import total
from wagecheck.report.page_size import Limits, clipped
from wagecheck.result import Result
from wagecheck.wording import Wording

Row = dict[str, Any]


def arrears(workers: pl.DataFrame, limits: Limits, t: Wording) -> Row:
    """The largest first; the total is of everybody, also of those not listed."""
    owing = workers.filter(pl.col("owed") > 0).sort(
        "owed",
        "period",
        "name",
        "id_tail",
        descending=[True, False, False, False],
        nulls_last=True,
        maintain_order=True,
    )
    unknown = workers.filter(pl.col("owed").is_null()).height
    return {
        "arrears": [
            {
                "name": clipped(row["name"], limits),
                **{key: row[key] for key in ("id_tail", "period", "days_late")},
                "due_on": None if row["due_on"] is None else row["due_on"].isoformat(),
                **{key: labels.money(row[key]) for key in ("due", "paid", "owed")},
            }
            for row in owing.head(limits.workers).iter_rows(named=True)
        ],
        "arrears_total": owing.height,
        "arrears_people": owing["worker_key"].n_unique(),
        "arrears_sums": {key: labels.money(total(owing[key])) for key in ("due", "paid", "owed")},
        "arrears_days": owing["days_late"].max(),
        "arrears_capped": owing.height > limits.workers,
        "arrears_unknown": t("page.arrears_unknown", count=unknown) if unknown and unknown < workers.height else None,
    }


def money(figures: pl.DataFrame) -> list[Row]:
    """What findings add up to, by what it is, over all periods; nothing where there is none."""
    sums = {kind: total(figures[kind]) for kind in labels.ADDED}
    return [{"kind": kind, "amount": labels.money(amount)} for kind, amount in sums.items() if amount]


def payers(findings: pl.DataFrame, t: Wording) -> list[str]:
    """Who pays wages that are owed; mostly one sentence."""
    said = findings["payer" if t.lang == "zh" else "payer_en"]
    return said.drop_nulls().unique(maintain_order=True).to_list()


def suspected(workers: pl.DataFrame, limits: Limits) -> Row:
    """Workers with signals of several families, and which."""
    rows = workers.filter("suspected").select("name", "id_tail", "period", "families")
    shown = rows.head(limits.workers).iter_rows(named=True)
    return {
        "suspected": [{**row, "families": "、".join(row["families"])} for row in shown],
        "suspected_total": rows.height,
    }


def files(result: Result, project: str, contractor: str) -> list[Row]:
    """Files of this contractor and those that belong to no contractor (standing data).

    Of a file or table that several hand in together only what is this contractor's, or nobody's.
    """
    ours, of_project = (None, contractor), (None, project)
    return [
        {
            **file,
            "tables": [
                own
                for table in file.get("tables", ())
                for own in _owned(table)
                if own.get("contractor") in ours and own.get("project") in of_project
            ],
        }
        for file in result.manifest["inputs"]
        if not file.get("contractors") or contractor in file["contractors"]
    ]


def _owned(table: Row) -> list[Row]:
    """A table of several owners as that of each of them."""
    shared = {name: value for name, value in table.items() if name != "owners"}
    return [{**shared, **owner} for owner in table.get("owners", [{}])]
