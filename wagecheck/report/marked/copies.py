"""Writes ``marked/``: one copy of every file with findings, or the reason why there is none."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from wagecheck.intake import apart, containers
from wagecheck.intake.containers.bundles import Shelf
from wagecheck.intake.files import Listed
from wagecheck.intake.grid import ContainerError
from wagecheck.privacy import mask_free
from wagecheck.report import labels
from wagecheck.report.files import free_name, safe_name
from wagecheck.report.marked import comments, conversion, results_sheet
from wagecheck.report.marked.marks import Entry, FileMarks, by_file, worst
from wagecheck.report.marked.package import Package, PackageError
from wagecheck.report.marked.sheet import Sheet
from wagecheck.report.marked.styles import Styles
from wagecheck.report.progress import Count, Progress
from wagecheck.result import Result, RuleInfo
from wagecheck.wording import Lang, Wording

FOLDER: Final = "marked"
#: Cells of a sheet that get a comment; programs grow slow with more. All are coloured and listed.
COMMENTS: Final = 2_000
#: Bytes of a sheet's XML up to which its cells are coloured: it is held in memory as a whole.
SHEET_BYTES: Final = 64 * 2**20
#: Endings by content type; the others are workbooks that a program would not open under the wrong one.
_ENDINGS: Final = {
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml": ".xlsm",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml": ".xltx",
    "application/vnd.ms-excel.template.macroEnabled.main+xml": ".xltm",
}

_LANGUAGES: Final[tuple[Lang, Lang]] = ("zh", "en")
#: Sentences for the reasons that intake gives; others say that the file cannot be opened.
_WHY: Final = {"encrypted": "encrypted", "missing": "gone"}


@dataclass(frozen=True)
class Copy:
    """What became of one file: ``copy`` is its path in the result folder, or None with the reason in two languages.

    ``how``: edited (the file itself, with marks) · converted (an xlsx with its values) · none. ``sheets``: names of the
    sheets in the copy by those in the result; ``hidden`` ones cannot be linked to. ``coloured``: marked cells.
    """

    file: str
    findings: int
    how: str
    copy: str | None = None
    reason: str | None = None
    reason_en: str | None = None
    coloured: int = 0
    sheets: Mapping[str, str] | None = None

    def told(self) -> dict[str, Any]:
        """Plain data for the manifest."""
        names = ("file", "findings", "how", "copy", "coloured", "reason", "reason_en")
        return {name: getattr(self, name) for name in names}


def write(
    result: Result,
    listed: Iterable[Listed],
    out: Path,
    t: Wording,
    *,
    exports: Collection[str] = (),
    progress: Progress | None = None,
) -> list[Copy]:
    """Writes the copies below ``out/marked`` and says what became of every file with findings, sorted by file.

    ``listed``: the files of the submission as intake lists them; ``exports``: export tables, which get no copy. Nor
    does a file that needs a password: it would lie open; nor one that has changed since it was checked: the cells might
    be others. ``progress`` is told every such file, with a copy or without.
    """
    found = by_file(result)
    counted = Count("copies", len(found), progress)
    sources = {entry.name: entry for entry in listed if entry.name in found}
    inputs = {file["path"]: file for file in result.manifest["inputs"]}
    rules = {rule.id: rule for rule in result.rules}
    made = dt.date.fromisoformat(result.manifest["as_of"])
    taken: set[str] = set()
    copies = []
    with Shelf() as shelf:
        for file, marks in found.items():
            count = len(marks.entries)
            try:
                if file in exports:
                    raise _NoCopyError("export")
                data = _content(sources.get(file), str(inputs.get(file, {}).get("sha256", "")), shelf)
                marked = _apart(file, data, marks, made, rules, t)
            except _NoCopyError as reason:
                zh, en = (Wording(lang)(f"marked.{reason}") for lang in _LANGUAGES)
                copies.append(Copy(file, count, "none", reason=zh, reason_en=en))
                counted.one()
                continue
            place = PurePosixPath(FOLDER, *_place(file, marked.ending, taken))
            (out / place.parent).mkdir(parents=True, exist_ok=True)
            (out / place).write_bytes(marked.data)
            how = "edited" if marked.edited else "converted"
            copies.append(Copy(file, count, how, str(place), coloured=marked.coloured, sheets=marked.sheets))
            counted.one()
    return copies


class _NoCopyError(Exception):
    """Why there is no copy: a key of the wording."""


@dataclass(frozen=True)
class _Marked:
    data: bytes
    ending: str
    edited: bool
    coloured: int
    sheets: dict[str, str]


def _content(source: Listed | None, digest: str, shelf: Shelf) -> bytes:
    if source is None:
        raise _NoCopyError("gone")
    try:
        data = source.content(shelf)
    except ContainerError as error:
        raise _NoCopyError(_WHY.get(error.reason, "unreadable")) from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise _NoCopyError("changed")
    return data


def _apart(
    file: str, data: bytes, marks: FileMarks, made: dt.date, rules: Mapping[str, RuleInfo], t: Wording
) -> _Marked:
    """``_marked`` apart from us, because the file is untrusted."""
    named = {id: rules[id] for entry in marks.entries if (id := entry.finding["rule"]) in rules}
    try:
        done: _Marked | str = apart.shared().run(_marked_or_why, file, data, marks, made, named, t)
    except apart.LostError as lost:
        raise _NoCopyError("unreadable") from lost
    if isinstance(done, str):
        raise _NoCopyError(done)
    return done


def _marked_or_why(*arguments: Any) -> _Marked | str:
    """The copy, or the key of the reason why there is none, which can travel between processes."""
    try:
        return _marked(*arguments)
    except _NoCopyError as reason:
        return str(reason)


def _marked(
    file: str, data: bytes, marks: FileMarks, made: dt.date, rules: Mapping[str, RuleInfo], t: Wording
) -> _Marked:
    """The copy: the file itself where it is an xlsx that can be changed part by part, else one made of its values."""
    name = PurePosixPath(file)
    if data.startswith(b"PK"):
        try:
            package = Package(data)
            return _mark(package, name.name, None, marks, rules, t)
        except (PackageError, ValueError, KeyError):
            pass  # unusual inside: its values can still be told
    try:
        workbook = containers.read_workbook(data, name.stem)
        content, sheets = conversion.converted(workbook.grids, made)
    except ContainerError as error:
        raise _NoCopyError(_WHY.get(error.reason, "unreadable")) from error
    package = Package(content)
    for grid in workbook.grids:
        part = _parts(package).get(sheets[grid.name])
        if part is not None and grid.merges:
            Sheet(package.tree(part), package.main).merge(grid.merges)
    return _mark(package, name.name, sheets, marks, rules, t)


def _mark(
    package: Package, name: str, renamed: Mapping[str, str] | None, marks: FileMarks, rules: Mapping[str, RuleInfo],
    t: Wording,
) -> _Marked:  # fmt: skip
    styles = Styles(package)
    parts = _parts(package)
    sheets = _names(marks.sheets(), parts, renamed)
    coloured, beyond, large = 0, 0, []
    for called, own in sheets.items():
        part = parts[own]
        if package.size(part) > SHEET_BYTES:
            large.append(own)
            continue
        sheet = Sheet(package.tree(part), package.main)
        cells = marks.cells(called)
        anchors = sheet.anchors(cells)
        together: dict[str, dict[Entry, None]] = {}
        for cell, entries in cells.items():
            together.setdefault(anchors[cell], {}).update(dict.fromkeys(entries))
        shown = {cell: list(entries) for cell, entries in together.items()}
        sheet.colour({cell: worst(entries) for cell, entries in shown.items()}, styles)
        order = {severity: index for index, severity in enumerate(labels.SEVERITIES)}
        ranked = sorted(shown, key=lambda cell: order[worst(shown[cell])])
        texts = {cell: results_sheet.comment(shown[cell], rules, t) for cell in ranked[:COMMENTS]}
        comments.add(package, part, sheet, texts, t("marked.author"))
        coloured += len(shown)
        beyond += len(shown) - len(texts)
    notes = _notes(name, marks, large, beyond, t, converted=renamed is not None)
    results_sheet.add(package, styles, marks.entries, sheets, notes, t("marked.sheet"), rules, t)
    ending = _ENDINGS.get(package.content_type(package.book), ".xlsx")
    return _Marked(package.packed(), ending, renamed is None, coloured, sheets)


def _parts(package: Package) -> dict[str, str]:
    """Worksheet parts by the names of the sheets."""
    related = package.related(package.book)
    found = {}
    for sheet in package.look(package.book).iter(f"{{{package.main}}}sheet"):
        kind, part = related.get(str(sheet.get(f"{{{package.office}}}id")), ("", ""))
        if kind == "worksheet" and package.has(part):
            found[str(sheet.get("name"))] = part
    return found


def _names(called: Sequence[str], parts: Mapping[str, str], renamed: Mapping[str, str] | None) -> dict[str, str]:
    """The sheets of the copy by the names in the result: they may have lost blanks at their ends, and be masked.

    Of two sheets that look alike once masked none is marked: it might be the other one.
    """
    stripped = {name.strip(): name for name in reversed(list(parts))}
    masked: dict[str, list[str]] = {}
    for name in parts:
        masked.setdefault(mask_free(name.strip()), []).append(name)
    stripped |= {told: names[0] for told, names in masked.items() if len(names) == 1 and told not in stripped}
    found = {}
    for name in called:
        own = (renamed or {}).get(name, name)
        own = own if own in parts else stripped.get(own.strip(), "")
        if own in parts:
            found[name] = own
    return found


def _notes(name: str, marks: FileMarks, large: list[str], beyond: int, t: Wording, *, converted: bool) -> list[str]:
    """The sentences above the list: how many, what colours mean, what to do, whose data this is, what is missing."""
    count = len(marks.entries)
    lost = [t("marked.large", sheets="、".join(large))] if large else []
    lost += [t("marked.few_comments", shown=COMMENTS, more=beyond)] if beyond else []
    lost += [t("marked.few_rows", shown=results_sheet.LISTED, total=count)] if count > results_sheet.LISTED else []
    how = t("marked.converted") if converted else t("marked.edited")
    notes = [
        t("marked.lead", file=name, count=count),
        t("marked.colours"),
        how + t("marked.correct"),
        t("marked.whose"),
    ]
    return [*notes, "".join(lost)] if lost else notes


def _place(file: str, ending: str, taken: set[str]) -> list[str]:
    """Folders and name of the copy; the old ending stays in names of converted files."""
    *folders, name = PurePosixPath(file).parts
    stem = name[: -len(ending)] if name.lower().endswith(ending) else name
    place = "".join(f"{_folder(folder)}/" for folder in folders)
    own = free_name(place + _plain(stem), file, taken, ending) + ending
    taken.add(own.casefold())
    return own.split("/")


def _folder(name: str) -> str:
    """A folder is never called as a copy may be: a file beside it might be called so once cleaned."""
    told = _plain(name)
    return f"{told}_" if told.casefold().endswith((".xlsx", *_ENDINGS.values())) else told


def _plain(text: str) -> str:
    """A name that a link can hold as well."""
    return safe_name(text).replace("#", "＃").replace("%", "％")
