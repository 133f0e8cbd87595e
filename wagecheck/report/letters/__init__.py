"""Letters of a result: to contractors, to the union, to those who decide, to workers; docx and html."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from wagecheck.facts.standing import UNASSIGNED
from wagecheck.report import files
from wagecheck.report.letters import (
    advance_payment,
    correction,
    document,
    evidence_pack,
    listing_proposal,
    page,
    union_letter,
)
from wagecheck.report.letters.blocks import KINDS, Letter
from wagecheck.report.letters.scene import Proposal, Scene
from wagecheck.report.progress import Count, Progress
from wagecheck.result import Result
from wagecheck.rulebook.letter_terms import LetterTerms
from wagecheck.wording import Wording

#: The list of what was written; a folder that holds it is ours and may be written again.
INDEX: Final = "letters.json"
#: Evidence packs per contractor, unless asked for more.
PACKS: Final = 200
_ONE_EACH: Final = (correction, union_letter, advance_payment, listing_proposal)


@dataclass(frozen=True)
class Written:
    """What was written: the letters with their file names (without ending), and packs left out by the limit."""

    letters: tuple[tuple[Letter, str], ...]
    left_out: int


def drafts(
    result: Result,
    terms: LetterTerms,
    t: Wording,
    *,
    day: dt.date | None = None,
    first_number: int = 1,
    packs: int = PACKS,
    proposals: Sequence[Proposal] = (),
) -> Iterator[Letter]:
    """All letters, numbered project-contractor-day-serial; ``first_number`` is the first serial of each contractor.

    The day is that of the letters, so that letters of two checks never bear one number; it is text in the docx, for
    those who number by another book.
    """
    for scene in _scenes(result, terms, t, day, proposals):
        made = [found for module in _ONE_EACH if (found := module.letter(scene)) is not None]
        for serial, letter in enumerate([*made, *evidence_pack.letters(scene, packs)], start=first_number):
            number = t(
                "letter.number_text",
                project=scene.project,
                contractor=scene.contractor,
                day=f"{scene.day:%Y%m%d}",
                serial=f"{serial:03d}",
            )
            yield replace(letter, number=number)


def write(
    result: Result,
    out: Path,
    terms: LetterTerms,
    t: Wording,
    *,
    kinds: Collection[str] = KINDS,
    day: dt.date | None = None,
    first_number: int = 1,
    packs: int = PACKS,
    proposals: Sequence[Proposal] = (),
    progress: Progress | None = None,
) -> Written:
    """Writes the letters of ``kinds`` into the folder ``out``, one sub-folder per contractor, and their list.

    Numbers do not depend on ``kinds``. The same result gives the same bytes. ``progress`` is told how many contractors
    have theirs, of all, whether there is one to write or not.
    """
    out.mkdir(parents=True, exist_ok=True)
    pairs = {(str(project), str(name)) for project, name in result.contractors.select("project", "name").iter_rows()}
    folders = {pair: Path(name).stem for pair, name in files.page_names(pairs).items()}
    listed = []
    count, turns = Count("letters", len(pairs), progress), {pair: turn for turn, pair in enumerate(sorted(pairs))}
    letters = drafts(result, terms, t, day=day, first_number=first_number, packs=packs, proposals=proposals)
    for letter in letters:
        if letter.kind not in kinds:
            continue
        count.reached(turns[letter.project, letter.contractor])
        folder = folders[letter.project, letter.contractor]
        who = f"-{letter.worker.replace('*', '').replace(' ', '')}" if letter.worker else ""
        serial = letter.number.rsplit("-", 1)[1]
        stem = f"{folder}/{files.safe_name(f'{serial}-{letter.title}{who}')}"
        (out / folder).mkdir(exist_ok=True)
        document.write(letter, out / f"{stem}.docx", t)
        page.write(letter, out / f"{stem}.html", t)
        listed.append((letter, stem))
    count.reached(len(pairs))
    left_out = 0
    if "evidence" in kinds:
        scenes = _scenes(result, terms, t, day, proposals)
        left_out = sum(max(evidence_pack.count(scene) - packs, 0) for scene in scenes)
    written = Written(tuple(listed), left_out)
    page.write_index(written.letters, out / "index.html", t, left_out=left_out)
    _write_list(written, out)
    return written


def _scenes(
    result: Result, terms: LetterTerms, t: Wording, day: dt.date | None, proposals: Sequence[Proposal]
) -> Iterator[Scene]:
    """What is told to each contractor; what could not be told whose it is stands in the report, not in a letter."""
    on = day or dt.date.fromisoformat(str(result.manifest["as_of"]))
    pairs = {(str(project), str(name)) for project, name in result.contractors.select("project", "name").iter_rows()}
    for project, name in sorted(pair for pair in pairs if pair[1] != UNASSIGNED):
        yield Scene(result, project, name, on, terms, t, proposals)


def _write_list(written: Written, out: Path) -> None:
    rows = [
        {
            "number": letter.number,
            "kind": letter.kind,
            "project": letter.project,
            "contractor": letter.contractor,
            "worker": letter.worker or None,
            "day": letter.day.isoformat(),
            "files": {
                f"{stem}.{ending}": hashlib.sha256((out / f"{stem}.{ending}").read_bytes()).hexdigest()
                for ending in ("docx", "html")
            },
        }
        for letter, stem in written.letters
    ]
    (out / INDEX).write_text(json.dumps({"letters": rows}, ensure_ascii=False, indent=2) + "\n", "utf-8")
