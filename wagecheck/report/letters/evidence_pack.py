"""工资支付证据清单: for one worker, the contract, roster, attendance, payroll and payment lines with their sources.

In a dispute the employer produces these (Regulation art. 50). The pack says where they stand; the papers stay with him.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import polars as pl

from wagecheck.report import labels
from wagecheck.report.letters.blocks import Block, Column, Fields, Grid, Heading, Letter, Paragraph
from wagecheck.report.letters.scene import Scene

#: Ledgers in the order of the pack; the first three are standing facts and are listed once, not per month.
LEDGERS: Final = ("identity", "contract", "roster", "attendance", "payroll", "payment", "notice")
_STANDING: Final = ("identity", "contract", "roster")
_SIGNERS: Final = ("sign_employer", "sign_officer", "sign_worker", "signed_on")
#: Ledger → mark of the worker matrix that says whether it is there.
_MARK: Final = {"payroll": "pay", "payment": "pay"}


def letters(scene: Scene, most: int) -> Iterator[Letter]:
    """One pack per worker of the evidence, those who are owed most first; at most ``most``."""
    by_worker = dict(scene.workers.group_by("worker_key", maintain_order=True))
    lines = dict(scene.evidence.group_by("worker_key", maintain_order=True))
    owed = {key: sum(row for row in months["owed"].drop_nulls().to_list()) for key, months in by_worker.items()}
    named = {key: (months["name"][0] or "", months["id_tail"][0] or "") for key, months in by_worker.items()}
    keys = [key for key in by_worker if key in lines]
    for key in sorted(keys, key=lambda one: (-owed[one], *named[one], str(one[0])))[:most]:
        yield _pack(scene, by_worker[key], lines[key])


def count(scene: Scene) -> int:
    """How many packs there would be without a limit."""
    keys = scene.workers.select("worker_key").unique().join(scene.evidence, on="worker_key", how="semi")
    return keys.height


def _pack(scene: Scene, months: pl.DataFrame, lines: pl.DataFrame) -> Letter:
    t = scene.t
    months = months.sort("period")
    first = months.row(0, named=True)
    name, tail = first["name"] or "", first["id_tail"] or ""
    mine = pl.col("worker_key") == first["worker_key"]
    findings = scene.findings.filter(mine)
    head = (
        (t("column.worker"), name),
        (t("column.id_tail"), tail),
        (t("letter.employer"), scene.contractor),
        (t("letter.uscc"), scene.uscc),
        *scene.project_fields(),
    )
    blocks: list[Block] = [
        Fields(head),
        scene.law(scene.terms.evidence_law),
        Paragraph(t("letter.evidence_lead")),
        Heading(t("letter.evidence_money")),
        _money(months, scene),
    ]
    for ledger in LEDGERS:
        blocks.append(Heading(t(f"source_ledger.{ledger}")))
        blocks += _ledger(ledger, lines.filter(pl.col("ledger") == ledger), months, scene)
    blocks.append(Heading(t("letter.evidence_findings")))
    blocks += [_findings(findings, scene)] if findings.height else [Paragraph(t("letter.evidence_no_findings"))]
    blocks += [
        Heading(t("letter.evidence_files")),
        _files(lines, scene),
        Paragraph(t("letter.evidence_close")),
        Fields(tuple((t(f"letter.{key}"), "") for key in _SIGNERS)),
    ]
    return Letter(
        kind="evidence",
        title=t("letter.evidence"),
        project=scene.project,
        contractor=scene.contractor,
        day=scene.day,
        blocks=tuple(blocks),
        worker=f"{name} {tail}".strip(),
        notes=scene.masked_note(),
    )


def _money(months: pl.DataFrame, scene: Scene) -> Grid:
    t = scene.t
    columns = (
        Column(t("column.period"), 16),
        *(Column(t(f"column.{name}"), 16, number=True) for name in ("due", "paid", "owed")),
        Column(t("letter.due_on"), 18),
        Column(t("column.days_late"), 12, number=True),
    )
    rows = tuple(
        (
            labels.period(row["period"], t),
            *(labels.money(row[name]) or t("figure.unknown") for name in ("due", "paid", "owed")),
            str(row["due_on"] or ""),
            "" if row["days_late"] is None else str(row["days_late"]),
        )
        for row in months.iter_rows(named=True)
    )
    return Grid(columns, rows)


def _ledger(ledger: str, lines: pl.DataFrame, months: pl.DataFrame, scene: Scene) -> list[Block]:
    t = scene.t
    if ledger in _STANDING:
        lines = lines.unique(["file", "sheet", "row"], keep="first", maintain_order=True)
        absent: list[str] = []
    else:
        there = set(lines["period"].to_list())
        absent = [period for period in months["period"].to_list() if period not in there]
    blocks: list[Block] = []
    if lines.height:
        columns = [Column(t("column.period"), 12), Column(t("letter.content"), 50), Column(t("letter.source"), 38)]
        rows = [
            (labels.period(row["period"], t), _said(row, scene), _source(row, scene))
            for row in lines.iter_rows(named=True)
        ]
        skipped = 1 if ledger in _STANDING else 0
        blocks.append(Grid(tuple(columns[skipped:]), tuple(row[skipped:] for row in rows)))
        if absent:
            blocks.append(Paragraph(t("letter.no_lines_for", periods=scene.joined(absent))))
    else:
        marks = set(months[f"mark_{_MARK.get(ledger, ledger)}"].to_list())
        blocks.append(Paragraph(t("letter.not_submitted" if marks == {"not_submitted"} else "letter.no_lines")))
    return blocks


def _said(row: Mapping[str, Any], scene: Scene) -> str:
    joint = "; " if scene.t.lang == "en" else "；"
    colon = ": " if scene.t.lang == "en" else "："
    return joint.join(f"{scene.t('letter.field_' + pair['field'])}{colon}{pair['value']}" for pair in row["said"])


def _source(row: Mapping[str, Any], scene: Scene) -> str:
    place = scene.places({**row, "also": ()})
    return place + (scene.t("letter.and_lines", count=row["lines"]) if (row["lines"] or 1) > 1 else "")


def _findings(findings: pl.DataFrame, scene: Scene) -> Grid:
    t = scene.t
    columns = (Column(t("column.period"), 12), Column(t("letter.situation"), 60), Column(t("column.law"), 28))
    rules = scene.rules
    rows = tuple(
        (
            labels.period(row["period"], t),
            t.pick(row["message"], row["message_en"]),
            labels.laws(rules[row["rule"]].law),
        )
        for row in findings.iter_rows(named=True)
    )
    return Grid(columns, rows)


def _files(lines: pl.DataFrame, scene: Scene) -> Grid:
    t = scene.t
    hashes = {file["path"]: file["sha256"] for file in scene.result.manifest["inputs"]}
    rows = tuple((path, hashes.get(path, "")) for path in lines["file"].drop_nulls().unique().sort().to_list())
    return Grid((Column(t("column.file"), 55), Column(t("column.sha256"), 45)), rows)
