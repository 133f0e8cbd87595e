"""建议列入黑名单审批表: facts and figures for those who decide; opinions and signatures stay blank.

Made where a check found the conditions of listing, or where a proposal waits in the register. It lists nobody.
"""

from __future__ import annotations

import polars as pl

from wagecheck.report import labels
from wagecheck.report.contractor_page import total
from wagecheck.report.letters.blocks import Block, Box, Column, Fields, Grid, Heading, Letter, Paragraph
from wagecheck.report.letters.scene import Proposal, Scene


def letter(scene: Scene) -> Letter | None:
    """The form; None where nothing speaks for listing."""
    t, terms = scene.t, scene.terms
    reasons = scene.findings.filter(pl.col("rule").is_in(terms.listing_rules))
    waiting = [proposal for proposal in scene.proposals if _about(proposal, scene)]
    if not reasons.height and not waiting:
        return None
    owing = scene.workers.filter(pl.col("owed") > 0)
    people = owing["worker_key"].n_unique()
    days = owing["days_late"].drop_nulls().to_list()
    head = (
        (t("letter.subject"), scene.contractor),
        (t("letter.uscc"), scene.uscc),
        *scene.project_fields(),
        (t("letter.bureau"), scene.party("bureau")),
        (t("letter.list"), t("letter.list_group")),
        (t("letter.people_owed"), str(people) if people else t("letter.see_facts")),
        (t("letter.owed"), labels.money(total(owing["owed"])) if people else t("letter.see_facts")),
        (t("letter.most_days"), str(max(days)) if days else ""),
    )
    blocks: list[Block] = [Fields(head), Heading(t("letter.facts"))]
    for number, row in enumerate(reasons.iter_rows(named=True), start=1):
        rule = scene.rules[row["rule"]]
        said = t.pick(row["message"], row["message_en"])
        blocks.append(Paragraph(t("letter.fact", number=number, text=said, rule=rule.id, law=labels.laws(rule.law))))
        if exposure := t.pick(rule.exposure, rule.exposure_en):
            blocks.append(Paragraph(t("letter.fact_exposure", text=exposure)))
    blocks += [
        Paragraph(t("letter.proposal", id=one.id, state=one.state, reason=one.reason), strong=True) for one in waiting
    ]
    blocks += [
        scene.law(terms.listing_law),
        Paragraph(t("letter.listing_note")),
        Heading(t("letter.figures")),
        _figures(scene),
        Heading(t("letter.evidence_list")),
        _evidence(scene),
        Heading(t("letter.hearing")),
        Paragraph(t("letter.hearing_lead")),
        Box(t("letter.hearing_box"), t("letter.hearing_foot")),
        Heading(t("letter.opinions")),
    ]
    opinions = terms.opinions_en if t.lang == "en" else terms.opinions
    blocks += [Box(name, t("letter.opinion_foot"), 2) for name in opinions]
    return Letter(
        kind="listing",
        title=t("letter.listing"),
        project=scene.project,
        contractor=scene.contractor,
        day=scene.day,
        blocks=tuple(blocks),
        notes=(t("letter.listing_draft"), *scene.masked_note()),
    )


def _about(proposal: Proposal, scene: Scene) -> bool:
    same_code = bool(proposal.uscc) and proposal.uscc == scene.uscc
    return same_code or proposal.name == scene.contractor


def _figures(scene: Scene) -> Grid:
    t = scene.t
    columns = (
        Column(t("column.period"), 16),
        Column(t("column.people"), 12, number=True),
        Column(t("letter.people_owed"), 14, number=True),
        Column(t("letter.owed"), 18, number=True),
        Column(t("letter.most_days"), 14, number=True),
        Column(t("severity.red_line"), 13, number=True),
        Column(t("severity.serious"), 13, number=True),
    )
    owing = scene.workers.filter(pl.col("owed") > 0)
    by_period = {
        str(period): (part["worker_key"].n_unique(), part["days_late"].drop_nulls().to_list())
        for (period,), part in owing.group_by("period", maintain_order=True)
    }
    rows = []
    for row in scene.figures.iter_rows(named=True):
        people, days = by_period.get(row["period"], (0, []))
        owed = labels.owed(row["owed"], row["workers"], t("figure.unknown"))
        counts = (str(row["red_line"]), str(row["serious"]))
        rows.append(
            (
                labels.period(row["period"], t),
                str(row["workers"]),
                str(people),
                owed,
                str(max(days)) if days else "",
                *counts,
            )
        )
    return Grid(columns, tuple(rows))


def _evidence(scene: Scene) -> Grid:
    t = scene.t
    columns = (Column(t("letter.no"), 6), Column(t("column.file"), 54), Column(t("column.sha256"), 40))
    rows = [(str(number), str(file["path"]), str(file["sha256"])) for number, file in enumerate(scene.files(), start=1)]
    rows.append((str(len(rows) + 1), t("letter.rules_used"), str(scene.result.manifest["rules_hash"])))
    return Grid(columns, tuple(rows))
