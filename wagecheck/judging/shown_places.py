"""Where records stand, as outputs may say it: names of files, sheets and folders can hold numbers of people too.

Done before anything is judged, so that findings, fingerprints, manifest, marked copies and kept runs say the same.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import polars as pl

from wagecheck.privacy import Masker, mask_code, mask_free, shown_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wagecheck.intake.submission import Submission

#: Columns taken from names of folders, files and titles, and those that are compared with them.
_NAMES: Final = (
    "project", "contractor", "team", "sheet", "employer", "owner", "general_contractor", "bureau", "insurer_contractor",
    "contractors", "former_names",
)  # fmt: skip
#: Codes of companies, in whose cells other things can stand.
_CODES: Final = ("uscc", "employer_uscc", "general_contractor_uscc")
#: Ledgers whose ``name`` is that of a project or a company.
_NAMED: Final = ("project", "contractor", "account")


def shown(submission: Submission, masker: Masker) -> Submission:
    """The submission with numbers of people masked in names of places; itself where there are none, or unmasked."""
    if masker.unmask:
        return submission
    files = shown_names(file.path for file in submission.files)
    ledgers = {
        name: _frame(ledger, files, (*_NAMES, "name") if name in _NAMED else _NAMES)
        for name, ledger in submission.ledgers.items()
    }
    tables = {name: _frame(getattr(submission, name), files) for name in ("sources", "issues")}
    unchanged = all(ledgers[name] is ledger for name, ledger in submission.ledgers.items()) and all(
        table is getattr(submission, name) for name, table in tables.items()
    )
    away = submission.spilled
    called = {} if away is None else _called(name for name in away.sizes() if name is not None)
    if unchanged and not called and all(path == name for path, name in files.items()):
        return submission
    return replace(
        submission,
        spilled=None if away is None else away.names_called(called),
        ledgers=ledgers,
        sources=tables["sources"],
        issues=tables["issues"],
        files=tuple(replace(file, path=files[file.path]) for file in submission.files),
    )


def _frame(frame: pl.DataFrame, files: Mapping[str, str], names: Sequence[str] = _NAMES) -> pl.DataFrame:
    """The frame itself where nothing in it needs a mask."""
    changes = []
    if "file" in frame.columns:
        changes += _changed(frame["file"], {name: files.get(name, mask_free(name)) for name in _texts(frame["file"])})
    for column in (name for name in names if name in frame.columns):
        changes += _changed(frame[column], {text: mask_free(text) for text in _texts(frame[column])})
    for column in (name for name in _CODES if name in frame.columns):
        changes += _changed(frame[column], {text: mask_code(text) for text in _texts(frame[column])})
    return frame.with_columns(changes) if changes else frame


def _called(projects: Iterable[str]) -> dict[str, str]:
    """Names of projects that are shown otherwise, with what is shown."""
    return {name: told for name in projects if (told := mask_free(name)) != name}


def _texts(column: pl.Series) -> list[str]:
    return column.drop_nulls().unique().to_list()


def _changed(column: pl.Series, shown: Mapping[str, str]) -> list[pl.Series]:
    different = {text: told for text, told in shown.items() if told != text}
    return [column.replace(different)] if different else []
