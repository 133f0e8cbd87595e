"""Letters from a result folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagecheck.register import words
from wagecheck.report import folder, people
from wagecheck.report import letters as writing
from wagecheck.report.letters.scene import Proposal
from wagecheck.rulebook import letter_terms
from wagecheck.tasks.own_folder import ensure_ours

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from wagecheck.register.reader import Reader
    from wagecheck.report.letters import Written
    from wagecheck.wording import Lang, Wording


def write(
    result: Path,
    out: Path,
    t: Wording,
    *,
    kinds: Collection[str],
    day: dt.date | None = None,
    first_number: int = 1,
    packs: int = writing.PACKS,
    waiting: Callable[[], Sequence[Proposal]] = tuple,
) -> Written:
    """The letters of ``kinds`` in the folder ``out``, which replaces earlier letters and nothing else.

    ``waiting`` gives the companies proposed for the group's list (``proposals``); it is asked when the result was read.
    Raises InputError where ``result`` is none, OutputError where ``out`` is somebody else's or cannot be written.
    """
    ensure_ours(out, writing.INDEX)
    found, waits = people.read(result), waiting()
    with folder.fresh(out) as staging:
        return writing.write(
            found,
            staging,
            letter_terms.load(),
            t,
            kinds=kinds,
            day=day,
            first_number=first_number,
            packs=packs,
            proposals=waits,
        )


def proposals(reader: Reader, lang: Lang) -> tuple[Proposal, ...]:
    """Companies proposed for the group's list that nobody has decided about yet."""
    waiting = reader.all("entry", list="group", subject="enterprise", state=["proposed", "under_review"])
    return tuple(
        Proposal(
            id=entry["id"],
            name=entry["name"] or "",
            uscc=entry["uscc"],
            state=words.title("state", entry["state"], lang),
            reason=entry["reason"] or "",
        )
        for entry in waiting
    )
