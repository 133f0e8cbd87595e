"""How a hand-in was read (``read.json``): every table, what it was taken for, every column and how sure it is.

What a clerk looks through and corrects; all text masked as the screen of ``wagecheck mapping`` masks it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from wagecheck.errors import InputError
from wagecheck.intake.mapping import survey
from wagecheck.intake.wordings import dictionary
from wagecheck.ledgers.catalogue import TITLES
from wagecheck.privacy import mask_free
from wagecheck.report import whole_file
from wagecheck.wording import both

if TYPE_CHECKING:
    from wagecheck.intake.mapping.survey import Column, Sheet
    from wagecheck.intake.submission import Submission

_VERSION: Final = 1


@dataclass(frozen=True)
class JudgedBy:
    """The day and the profile of a check."""

    as_of: dt.date
    setting: str | None


def write(file: Path, given: Submission, *, as_of: dt.date, setting: str | None) -> None:
    """Writes how a submission was read, and by what it is going to be judged. Raises OutputError."""
    sheets, unread = survey.of(given)
    told = {
        "version": _VERSION,
        "as_of": as_of.isoformat(),
        "setting": setting,
        "sheets": [_sheet(sheet) for sheet in sheets],
        "unread": [_masked(asdict(one)) for one in unread],
        "use": None if given.mapping is None else _masked(asdict(given.mapping)),
        "ledgers": {ledger: TITLES[ledger] for ledger in dictionary().ledgers},
        "choices": {ledger: words.titles for ledger, words in dictionary().ledgers.items()},
    }
    whole_file.put(file, json.dumps(told, ensure_ascii=False, indent=1, default=str).encode())


def read(file: Path) -> dict[str, Any] | None:
    """What was written; None where there is nothing (yet) that can be read."""
    try:
        told = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) and told.get("version") == _VERSION else None


def judged_by(file: Path) -> JudgedBy:
    """By what it was judged. Raises InputError where nobody wrote it down."""
    told = read(file)
    if told is None:
        raise InputError(*both("desk_jobs.no_record"))
    return JudgedBy(dt.date.fromisoformat(told["as_of"]), told["setting"])


def _sheet(sheet: Sheet) -> dict[str, Any]:
    return {**_masked(asdict(sheet)), "columns": [_column(column) for column in sheet.columns]}


def _column(column: Column) -> dict[str, Any]:
    # a heading that holds a number of a person cannot be named in a mapping file; its letter can
    return {**_masked(asdict(column)), "sure": column.sure, "named": mask_free(column.header) == column.header}


def _masked(told: Any) -> Any:
    if isinstance(told, str):
        return mask_free(told)
    if isinstance(told, Mapping):
        return {key: _masked(value) for key, value in told.items()}
    return [_masked(value) for value in told] if isinstance(told, list | tuple) else told
