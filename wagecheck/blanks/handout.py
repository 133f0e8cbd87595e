"""The folder handed out: one sub-folder per contractor with seven workbooks, 项目信息.xlsx beside them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from wagecheck.blanks import workbook
from wagecheck.blanks.common import common
from wagecheck.blanks.contents import Span
from wagecheck.blanks.forms import BOOKS, book
from wagecheck.blanks.workbook import ROWS, Wish
from wagecheck.errors import InputError, OutputError
from wagecheck.ledgers.catalogue import TITLES
from wagecheck.report import whole_file
from wagecheck.wording import both

#: What may be asked for, in the order of the files.
LEDGERS: Final = BOOKS
#: Characters that no folder name of Windows may have.
_FORBIDDEN: Final = frozenset('\\/:*?"<>|') | {chr(code) for code in range(32)}


def write(
    out: Path,
    *,
    ledgers: Sequence[str] = LEDGERS,
    contractors: Sequence[str] = (),
    project: str | None = None,
    span: Span | None = None,
    rows: int = ROWS,
    force: bool = False,
) -> list[Path]:
    """Writes the blank workbooks below ``out`` and returns their paths.

    Raises InputError for a name, ledger or period that cannot be meant, OutputError where a file is there already (and
    not ``force``) or the file system refuses. Nothing is written before everything has been drawn.
    """
    wish = Wish(tuple(_folder_name(name) for name in contractors), project, _sound(span), rows)
    drawn: dict[Path, bytes] = {}
    for ledger in _chosen(ledgers):
        form = book(ledger)
        if form.standing:
            drawn[out / f"{form.file}.xlsx"] = workbook.draw(form, wish)
            continue
        for name in wish.contractors or (None,):
            folder = out / (name or common()["folder"]["contractor"])
            drawn[folder / f"{form.file}.xlsx"] = workbook.draw(form, wish, name)
    there = [path for path in drawn if path.exists()]
    if there and not force:
        raise OutputError(*both("cli.template_exists", path=there[0], count=len(there)))
    _write(drawn, there)
    return list(drawn)


def _chosen(ledgers: Sequence[str]) -> list[str]:
    """Ledgers by their name or their Chinese title, each once, in the order of the files."""
    by_title = {title: name for name, title in TITLES.items() if name in LEDGERS} | {
        book(LEDGERS[-1]).file: LEDGERS[-1]
    }
    named = [by_title.get(one.strip(), one.strip()) for one in ledgers]
    unknown = [one for one in named if one not in LEDGERS]
    if unknown or not named:
        valid = "、".join(f"{name}（{by_name}）" for by_name, name in by_title.items())
        raise InputError(*both("cli.template_ledger", text="、".join(unknown), valid=valid))
    return [name for name in LEDGERS if name in named]


def _folder_name(name: str) -> str:
    """A contractor's name, fit to name a folder."""
    clean = name.strip()
    if not clean or clean.strip(".") == "" or clean.endswith(".") or _FORBIDDEN & set(clean):
        raise InputError(*both("cli.template_contractor", text=name))
    return clean


def _sound(span: Span | None) -> Span | None:
    """A period in which no day number stands twice, or the days of a sheet could not be told apart."""
    if span is not None and len({day.day for day in span.days[:40]}) < (span.last - span.first).days + 1:
        raise InputError(*both("cli.template_period", first=span.first, last=span.last))
    return span


def _write(drawn: Mapping[Path, bytes], there: Collection[Path]) -> None:
    """All files, or none that was not there before: no half set of blank forms is left by a full disk or Ctrl-C."""
    folders = {folder for path in drawn for folder in path.parents if not folder.exists()}
    try:
        for path, content in drawn.items():
            whole_file.put(path, content)
    except BaseException:
        for path in drawn.keys() - set(there):
            path.unlink(missing_ok=True)
        for folder in sorted(folders, key=lambda folder: -len(folder.parts)):
            with suppress(OSError):
                folder.rmdir()
        raise
