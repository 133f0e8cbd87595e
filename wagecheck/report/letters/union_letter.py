"""工会劳动法律监督提示函: a draft for the trade union about wages, contracts and hours."""

from __future__ import annotations

import datetime as dt
from typing import Final

from wagecheck.report import labels
from wagecheck.report.letters import issues
from wagecheck.report.letters.blocks import Block, Fields, Heading, Letter, Paragraph
from wagecheck.report.letters.scene import Scene

_LISTED: Final = 5


def letter(scene: Scene) -> Letter | None:
    """The draft; None where the union has nothing to remind of."""
    t, terms = scene.t, scene.terms
    grave = [issue for issue in issues.of(scene) if issue.severity in terms.union_severities and issue.kind != "data"]
    parts = []
    for matter in terms.union_matters:
        mine = [issue for issue in grave if issue.rule.id.startswith(matter.rules)]
        if mine:
            parts.append((t.pick(matter.title, matter.title_en), mine))
    if not parts:
        return None
    general = scene.party("general_contractor")
    head = (
        (t("letter.to"), scene.contractor),
        (t("letter.copies"), general if general != scene.contractor else ""),
        *scene.project_fields(),
    )
    matters = scene.joined([title for title, _ in parts])
    blocks: list[Block] = [
        Fields(head),
        Paragraph(t("letter.union_lead", contractor=scene.contractor, matters=matters)),
    ]
    for title, mine in parts:
        blocks.append(Heading(title))
        for issue in mine:
            kind = t("letter.suspected") if issue.kind == "signal" else ""
            said = t("letter.union_issue", title=issues.title(issue, scene), size=issues.size(issue, scene), kind=kind)
            blocks += [Paragraph(said, strong=True), issues.situations(issue, scene, _LISTED)]
            if issue.findings.height > _LISTED:
                blocks.append(Paragraph(t("letter.capped", shown=_LISTED, total=issue.findings.height)))
            blocks.append(Paragraph(t("letter.law", law=labels.laws(issue.rule.law))))
    until = scene.date(scene.day + dt.timedelta(days=terms.union_reply_days))
    blocks += [
        Heading(t("letter.union_ask")),
        scene.law(terms.union_law),
        Paragraph(t("letter.union_ask_text", until=until)),
        Paragraph(t("letter.not_final")),
        Fields(
            (
                (t("letter.union_unit"), ""),
                (t("letter.union_head"), ""),
                (t("letter.contact"), ""),
                (t("letter.signed_on"), ""),
            )
        ),
    ]
    return Letter(
        kind="union",
        title=t("letter.union"),
        project=scene.project,
        contractor=scene.contractor,
        day=scene.day,
        blocks=tuple(blocks),
        notes=(t("letter.union_draft"), *scene.masked_note()),
    )
