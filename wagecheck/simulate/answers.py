"""answers.json: every finding that must come out of a made-up submission, and no other.

``findings`` holds the injected faults and what necessarily follows from them (``injected`` false). ``file``, ``sheet``,
``row`` and ``cell`` say where a person would look first; a finding of the checker cites that place among its cells.
``sheet`` of a csv is the file's name without its end; the keys of the place are null where no cell shows the fault (a
ledger that is missing). Of an export table, ``file`` is the table, there is
no sheet, and rows count over all of its parts.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from wagecheck.ledgers.provenance import column_letters
from wagecheck.simulate.case import Expectation
from wagecheck.simulate.sheets import File, Place, find


def write(path: Path, expected: Iterable[Expectation], files: Sequence[File], *, seed: int, as_of: dt.date) -> None:
    """Writes the answers, sorted, so that the same submission gives the same bytes."""
    write_told(path, findings(expected, files), seed=seed, as_of=as_of)


def write_told(path: Path, told: list[dict[str, Any]], *, seed: int, as_of: dt.date) -> None:
    """Writes the list of :func:`told`."""
    answers = {"as_of": as_of.isoformat(), "seed": seed, "findings": told}
    path.write_text(json.dumps(answers, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def findings(expected: Iterable[Expectation], files: Sequence[File]) -> list[dict[str, Any]]:
    """The list under ``findings``."""
    return told([one for one in expected if is_shown(one, files)], partial(find, files))


def told(expected: Iterable[Expectation], place: Callable[[object, str | None], Place | None]) -> list[dict[str, Any]]:
    """Expectations as answers; ``place`` says where a record and a field of it stand."""
    answers = sorted((_answer(one, place) for one in expected), key=lambda answer: json.dumps(answer, sort_keys=True))
    return sorted(answers, key=lambda answer: (answer["contractor"], answer["period"], answer["rule"]))


def is_shown(one: Expectation, files: Sequence[File]) -> bool:
    """Whether the files can show it: a csv knows no formula and hides no row."""
    if one.shown_by is None:
        return True
    place = find(files, one.spot, one.field)
    if place is None or one.shown_by == "record":
        return place is not None
    if one.shown_by == "cell":
        return place.col > 0
    file = next(file for file in files if file.path == place.file)
    sheet = next(sheet for sheet in file.sheets if file.sheet_name(sheet) == place.sheet)
    if file.kind != "xlsx":
        return False
    if one.shown_by == "hiding":
        return place.row in sheet.hidden_rows
    return any(column == place.col for _, column in sheet.formulas)


def _answer(one: Expectation, where: Callable[[object, str | None], Place | None]) -> dict[str, Any]:
    place = None if one.spot is None else where(one.spot, one.field)
    return {
        "rule": one.rule,
        "contractor": one.contractor,
        "period": str(one.period),
        "worker": None if one.worker is None else one.worker.name,
        "id_number": None if one.worker is None else one.worker.id_number,
        "file": one.path if place is None else place.file,
        "sheet": None if place is None else place.sheet or None,
        "row": None if place is None else place.row or None,
        "cell": None if place is None or place.col == 0 else f"{column_letters(place.col)}{place.row}",
        "injected": one.injected,
        "note": one.note,
    }
