"""先行清偿工资表: what is owed to each worker for each month, and who pays first (Regulation art. 30)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from wagecheck.report import labels
from wagecheck.report.contractor_page import total
from wagecheck.report.letters.blocks import Block, Column, Fields, Grid, Heading, Letter, Paragraph
from wagecheck.report.letters.scene import Scene
from wagecheck.wording import Wording


def letter(scene: Scene) -> Letter | None:
    """The worksheet; None where nothing is past due."""
    t = scene.t
    owing = scene.workers.filter(pl.col("owed") > 0).sort("period", "name", "id_tail", "worker_key", nulls_last=True)
    if not owing.height:
        return None
    owed = labels.money(total(owing["owed"]))
    people = owing["worker_key"].n_unique()
    head = (
        (t("letter.employer"), scene.contractor),
        (t("letter.uscc"), scene.uscc),
        *scene.project_fields(),
        (t("letter.owed_total"), t("letter.owed_total_text", owed=owed, people=people, months=owing.height)),
    )
    payers = scene.findings["payer_en" if t.lang == "en" else "payer"].drop_nulls().unique(maintain_order=True)
    untold = scene.figures.filter(pl.col("owed").is_null() & (pl.col("workers") > 0))["period"]
    unknown = [labels.period(one, t) for one in untold]
    blocks: list[Block] = [
        Fields(head),
        Heading(t("letter.payer")),
        *(Paragraph(said) for said in payers.to_list()),
        scene.law(scene.terms.advance_law),
        Heading(t("letter.advance_table")),
        Paragraph(t("letter.advance_lead")),
        _table(owing, scene),
    ]
    if unknown:
        blocks.append(Paragraph(t("letter.owed_unknown", periods=scene.joined(unknown)), strong=True))
    blocks += [
        Heading(t("letter.by_period")),
        _by_period(owing, scene),
        Paragraph(t("letter.advance_close")),
        Fields(
            tuple((t(f"letter.{key}"), "") for key in ("sign_employer", "sign_general", "sign_officer", "signed_on"))
        ),
    ]
    return Letter(
        kind="advance",
        title=t("letter.advance"),
        project=scene.project,
        contractor=scene.contractor,
        day=scene.day,
        blocks=tuple(blocks),
        landscape=True,
        notes=scene.masked_note(),
    )


def _table(owing: pl.DataFrame, scene: Scene) -> Grid:
    t = scene.t
    columns = (
        Column(t("letter.no"), 5), Column(t("column.worker"), 9), Column(t("column.id_tail"), 7),
        Column(t("column.period"), 9), Column(t("column.due"), 10, number=True),
        Column(t("column.paid"), 10, number=True), Column(t("column.owed"), 10, number=True),
        Column(t("letter.due_on"), 10), Column(t("column.days_late"), 7, number=True),
        Column(t("letter.advanced"), 10), Column(t("letter.advanced_on"), 10), Column(t("letter.worker_signs"), 10),
    )  # fmt: skip
    rows = [_row(number, row, t) for number, row in enumerate(owing.iter_rows(named=True), start=1)]
    sums = [labels.money(total(owing[name])) for name in ("due", "paid", "owed")]
    last = (t("letter.total"), "", "", "", *sums, "", "", "", "", "")
    return Grid(columns, (*rows, last), total=True)


def _row(number: int, row: Mapping[str, Any], t: Wording) -> tuple[str, ...]:
    money = [labels.money(row[name]) for name in ("due", "paid", "owed")]
    late = "" if row["days_late"] is None else str(row["days_late"])
    return (
        str(number), row["name"] or "", row["id_tail"] or "", labels.period(row["period"], t), *money,
        str(row["due_on"] or ""), late, "", "", "",
    )  # fmt: skip


def _by_period(owing: pl.DataFrame, scene: Scene) -> Grid:
    t = scene.t
    columns = (
        Column(t("column.period"), 20),
        Column(t("column.people"), 10, number=True),
        Column(t("column.due"), 20, number=True),
        Column(t("column.paid"), 20, number=True),
        Column(t("column.owed"), 20, number=True),
        Column(t("letter.most_days"), 10, number=True),
    )
    sums = owing.group_by("period", maintain_order=True).agg(
        pl.col("worker_key").n_unique().alias("people"), pl.col("due", "paid", "owed").sum(), pl.col("days_late").max()
    )
    rows = [
        (
            labels.period(row["period"], t),
            str(row["people"]),
            *(labels.money(row[name]) for name in ("due", "paid", "owed")),
            "" if row["days_late"] is None else str(row["days_late"]),
        )
        for row in sums.iter_rows(named=True)
    ]
    money = [labels.money(total(owing[name])) for name in ("due", "paid", "owed")]
    last = (t("letter.total"), str(owing["worker_key"].n_unique()), *money, "")
    return Grid(columns, (*rows, last), total=True)
