"""整改通知单: what a contractor has to put right, by when, and the form on which it answers.

Fields after notices in use (number, addressee, copies, project, day, problems, basis, demands, deadline, signatures,
reply, re-check). What is only suspected stands apart from what the papers show.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from wagecheck.report import labels
from wagecheck.report.letters import issues
from wagecheck.report.letters.blocks import Block, Box, Break, Column, Fields, Grid, Heading, Letter, Paragraph
from wagecheck.report.letters.scene import Scene
from wagecheck.wording import Wording

#: Findings listed per issue; all of them stand in the report, and the letter says how many there are.
_LISTED: Final = 10
#: Parts of the letter by kind of finding, what is certain first.
_PARTS: Final = ("violation", "signal", "data")


def letter(scene: Scene) -> Letter | None:
    """The notice; None where nothing is open."""
    found = issues.of(scene)
    if not found:
        return None
    t = scene.t
    general = scene.party("general_contractor")
    copies = [name for name in (general, scene.party("owner")) if name and name != scene.contractor]
    copies += scene.terms.copies_en if t.lang == "en" else scene.terms.copies
    head = (
        (t("letter.to"), scene.contractor),
        (t("letter.uscc"), scene.uscc),
        (t("letter.copies"), scene.joined(copies)),
        *scene.project_fields(),
        (t("letter.checked_how"), t("letter.checked_how_text", files=len(scene.files()))),
    )
    blocks: list[Block] = [Fields(head), Paragraph(t("letter.correction_lead", contractor=scene.contractor))]
    number = 0
    present = [part for part in _PARTS if any(issue.kind == part for issue in found)]
    for part in present:
        mine = [issue for issue in found if issue.kind == part]
        blocks += [Heading(_part(part, present, t)), Paragraph(t(f"letter.part_{part}_lead"))]
        for issue in mine:
            number += 1
            blocks += _issue(issue, number, scene)
    if scene.waived:
        blocks.append(Paragraph(t("letter.waived", count=scene.waived)))
    blocks += [
        Heading(t("letter.demands")),
        scene.law(scene.terms.correction_law),
        Paragraph(t("letter.correction_close")),
        Paragraph(t("letter.exposure")),
        Paragraph(t("letter.not_final")),
        scene.signing(general if general and general != scene.contractor else ""),
        Fields(((t("letter.received_by"), ""), (t("letter.received_on"), ""))),
        *_reply(found, scene),
    ]
    return Letter(
        kind="correction",
        title=t("letter.correction"),
        project=scene.project,
        contractor=scene.contractor,
        day=scene.day,
        blocks=tuple(blocks),
        notes=scene.masked_note(),
    )


def _part(part: str, present: list[str], t: Wording) -> str:
    """The heading of a part, numbered among those that are there: a letter never begins with its third part."""
    title = t(f"letter.part_{part}")
    return t(f"letter.part_{present.index(part) + 1}", title=title) if len(present) > 1 else title


def _issue(issue: issues.Issue, number: int, scene: Scene) -> list[Block]:
    t, rule = scene.t, issue.rule
    heading = t("letter.issue_heading", number=number, title=issues.title(issue, scene), size=issues.size(issue, scene))
    remedy = rule.remedy_en if t.lang == "en" else issue.findings["remedy"][0] or rule.remedy
    exposure = t.pick(rule.exposure, rule.exposure_en)
    payers = issue.findings["payer_en" if t.lang == "en" else "payer"].drop_nulls().unique(maintain_order=True)
    blocks: list[Block] = [Paragraph(heading, strong=True), issues.situations(issue, scene, _LISTED)]
    if issue.findings.height > _LISTED:
        blocks.append(Paragraph(t("letter.capped", shown=_LISTED, total=issue.findings.height)))
    rows = [(t("letter.basis"), labels.laws(rule.law))] if rule.law else []  # an empty line would be for writing in
    rows += [
        (t("letter.remedy"), remedy),
        (t("letter.deadline"), scene.date(deadline(issue, scene))),
        (t("letter.responsible"), t("letter.responsible_text", who=labels.who(rule, t)) if labels.who(rule, t) else ""),
    ]
    rows += [(t("letter.payer"), scene.joined(payers.to_list()))] if payers.len() else []
    rows += [(t("letter.consequence"), exposure)] if exposure else []
    return [*blocks, Fields(tuple(rows))]


def deadline(issue: issues.Issue, scene: Scene) -> dt.date:
    """The day until which an issue is to be put right: days by severity, from the day of the letter."""
    return scene.day + dt.timedelta(days=scene.terms.correction_days[issue.severity])


def _reply(found: list[issues.Issue], scene: Scene) -> list[Block]:
    t = scene.t
    columns = (
        Column(t("letter.no"), 6),
        Column(t("letter.problem"), 34),
        Column(t("letter.done"), 28),
        Column(t("letter.proof"), 18),
        Column(t("letter.done_on"), 14),
    )
    ordered = [issue for part in _PARTS for issue in found if issue.kind == part]
    rows = tuple((str(number), issues.title(issue, scene), "", "", "") for number, issue in enumerate(ordered, start=1))
    return [
        Break(),
        Heading(t("letter.reply")),
        Paragraph(t("letter.reply_lead")),
        Grid(columns, rows),
        Fields(((t("letter.reply_unit"), ""), (t("letter.reply_person"), ""), (t("letter.reply_day"), ""))),
        Heading(t("letter.recheck")),
        Box(t("letter.recheck_opinion"), t("letter.recheck_foot")),
    ]
