"""What every letter is told: the result of one contractor of one project, its parties, the terms, the language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from wagecheck.report import labels
from wagecheck.report.letters.blocks import Fields, Paragraph
from wagecheck.result import Result, RuleInfo
from wagecheck.rulebook.letter_terms import LetterTerms
from wagecheck.wording import Wording

#: Places named after a message, at most; the report has them all.
_PLACES = 3


@dataclass(frozen=True)
class Proposal:
    """An entry of the group's list that waits in the register for a decision."""

    id: str
    name: str
    uscc: str | None
    state: str
    """As people read it."""
    reason: str


@dataclass(frozen=True)
class Scene:
    """One contractor of one project. Frames hold only its rows; waived findings are left out and counted."""

    result: Result
    project: str
    contractor: str
    day: dt.date
    terms: LetterTerms
    t: Wording
    proposals: Sequence[Proposal] = ()

    @property
    def findings(self) -> pl.DataFrame:
        """Open findings (columns of FINDINGS)."""
        return self._mine(self.result.findings).filter(pl.col("state") == "open")

    @property
    def waived(self) -> int:
        """Findings that were accepted for a time."""
        return self._mine(self.result.findings).filter(pl.col("state") == "waived").height

    @property
    def workers(self) -> pl.DataFrame:
        """Months of workers (columns of WORKERS)."""
        return self._mine(self.result.workers)

    @property
    def figures(self) -> pl.DataFrame:
        """Figures per period (columns of CONTRACTORS)."""
        named = (pl.col("project") == self.project) & (pl.col("name") == self.contractor)
        return self.result.contractors.filter(named).sort("period")

    @property
    def evidence(self) -> pl.DataFrame:
        """Lines of the ledgers (columns of EVIDENCE)."""
        return self._mine(self.result.evidence)

    @property
    def rules(self) -> Mapping[str, RuleInfo]:
        """By id."""
        return {rule.id: rule for rule in self.result.rules}

    @property
    def uscc(self) -> str:
        """Credit code, empty where none is known."""
        return next((code for code in self.figures["uscc"].to_list() if code), "")

    @property
    def periods(self) -> str:
        """Pay periods judged."""
        return self.joined([labels.period(one, self.t) for one in self.figures["period"].unique(maintain_order=True)])

    def party(self, name: str) -> str:
        """``owner``, ``general_contractor``, ``location`` or ``bureau`` as the project workbook states it, else ""."""
        projects: Sequence[Mapping[str, Any]] = self.result.manifest.get("projects", ())
        return next((str(told[name]) for told in projects if told["project"] == self.project and told.get(name)), "")

    def files(self) -> list[Mapping[str, Any]]:
        """Inputs that hold tables of this contractor."""
        return [file for file in self.result.manifest["inputs"] if self.contractor in file.get("contractors", ())]

    def project_fields(self) -> tuple[tuple[str, str], ...]:
        """Project, place, parties, periods, day of the check: the part that every letter begins with."""
        t = self.t
        return (
            (t("letter.project"), self.project),
            (t("letter.location"), self.party("location")),
            (t("letter.general_contractor"), self.party("general_contractor") or t("letter.not_recorded")),
            (t("letter.owner"), self.party("owner") or t("letter.not_recorded")),
            (t("letter.periods"), self.periods),
            (t("letter.checked_on"), self.date(dt.date.fromisoformat(str(self.result.manifest["as_of"])))),
        )

    def masked_note(self) -> tuple[str, ...]:
        """That names and numbers are shortened, or that they are shown in full."""
        return (self.t("letter.unmasked" if self.result.manifest.get("unmask") else "letter.masked"),)

    def signing(self, unit: str) -> Fields:
        """Who issues: unit with its seal, signature, day."""
        t = self.t
        return Fields(((t("letter.issued_by"), unit), (t("letter.signed_by"), ""), (t("letter.signed_on"), "")))

    def law(self, texts: Sequence[str]) -> Paragraph:
        """The articles a letter rests on."""
        return Paragraph(self.t("letter.law", law=labels.laws(list(texts))))

    def date(self, day: dt.date) -> str:
        """A day as letters write it."""
        return self.t("letter.date", year=day.year, month=day.month, day=day.day)

    def joined(self, parts: Sequence[str]) -> str:
        """A list in a sentence."""
        return (", " if self.t.lang == "en" else "、").join(part for part in parts if part)

    def places(self, row: Mapping[str, Any]) -> str:
        """File, sheet and cells of a finding, the first few sheets; the contractor's own folder is left out."""
        sheets: dict[str, list[str]] = {}
        for place in (row, *(row.get("also") or ())):
            if place["file"]:
                where = str(place["file"]).removeprefix(f"{self.contractor}/")
                where += f"「{place['sheet']}」" if place["sheet"] else ""
                cells = sheets.setdefault(where, [])
                if place["cell"] and place["cell"] not in cells and len(cells) < _PLACES:
                    cells.append(str(place["cell"]))
        said = [f"{where} {'、'.join(cells)}".strip() for where, cells in list(sheets.items())[:_PLACES]]
        return "；".join(said)

    def _mine(self, frame: pl.DataFrame) -> pl.DataFrame:
        return frame.filter((pl.col("project") == self.project) & (pl.col("contractor") == self.contractor))
