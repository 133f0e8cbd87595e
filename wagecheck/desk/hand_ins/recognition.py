"""How the tables of a hand-in were read (``read.json``), for a page on which somebody chooses what was read wrongly.

Tables of one shape stand together: what is chosen holds for all of them, this month and the next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from wagecheck.desk.forms import Form
from wagecheck.desk.hand_ins import contents
from wagecheck.desk.hand_ins.records import HandIn
from wagecheck.desk.jobs import read_record
from wagecheck.desk.store import HandInFiles
from wagecheck.errors import InputError
from wagecheck.intake.mapping import reader
from wagecheck.intake.mapping.sheet_mapping import SheetMapping, beside
from wagecheck.intake.mapping.survey import ITEM
from wagecheck.intake.wordings import dictionary
from wagecheck.ledgers.catalogue import TITLES
from wagecheck.report import labels
from wagecheck.tasks import column_choices
from wagecheck.tasks.column_choices import IGNORE, Chosen, Table
from wagecheck.wording import Wording, both

Row = dict[str, Any]
#: Choices that one form offers: a browser sends them all, and a form has an end.
_MOST: Final = 1_200
#: Tables that are named for one shape.
_NAMED: Final = 20
_KEPT: Final = 8


@dataclass(frozen=True)
class Shape:
    """Tables with the same headings; ``sheets`` as ``read.json`` has them, the first one that was read stands first."""

    number: int
    sheets: tuple[Row, ...]

    @property
    def first(self) -> Row:
        """The one that stands for all."""
        return self.sheets[0]

    @property
    def columns(self) -> list[list[Row]]:
        """What was read from every column, in the order of the table; one column may serve several fields."""
        found: dict[tuple[str, str], list[Row]] = {}
        for column in self.first["columns"]:
            found.setdefault((column["letter"], column["header"]), []).append(column)
        return list(found.values())

    @property
    def table(self) -> Table | None:
        """How the mapping file means it; None where nothing can be chosen."""
        if self.first["fingerprint"] is None or self.first["export"]:
            return None
        seen = tuple(dict.fromkeys(f"{one['file']} / {one['sheet'].strip()}" for one in self.sheets))
        heads = (same[0] for same in self.columns)
        columns = tuple((head["letter"], head["header"] if head["named"] else "") for head in heads)
        return Table(self.first["fingerprint"], self.first["header_row"], columns, seen[:_NAMED])

    @property
    def standing(self) -> str:
        """``unread``, ``doubtful``, ``sure`` or ``left_out``."""
        if self.first["left_out"]:
            return "left_out"
        if self.first["ledger"] is None:
            return "unread"
        return "doubtful" if any(_doubtful(column) for column in self.first["columns"]) else "sure"


def read(files: HandInFiles) -> Row | None:
    """What ``read.json`` says; None where it is not there yet."""
    try:
        state = files.read.stat()
    except OSError:
        return None
    return _read(files.read, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=_KEPT)
def _read(path: Path, _: int, __: int) -> Row | None:
    return read_record.read(path)


def doubts(files: HandInFiles, t: Wording) -> list[str]:
    """What may have been read wrongly, a phrase each: tables not recognised, columns in doubt, files not opened."""
    told = read(files)
    if told is None:
        return []
    found = _shapes(told)
    counts = {
        "tables": sum(len(one.sheets) for one in found if one.standing == "unread"),
        "columns": sum(sum(map(_doubtful, sheet["columns"])) for one in found for sheet in one.sheets),
        "files": len(told["unread"]),
    }
    return [t(f"desk_reading.doubts_{name}", count=count) for name, count in counts.items() if count]


def view(told: Row, files: HandInFiles, opened: str, t: Wording) -> Row:
    """Shapes with their columns and choices, the doubtful ones first; ``opened``: the number of one that is sure."""
    error = ""
    try:
        mapping = _held(files)
    except InputError as refused:  # what the clerk handed in himself is written wrongly
        mapping, error = None, refused.text(t.lang)
    found = _shapes(told)
    order = {"unread": 0, "doubtful": 1, "left_out": 2, "sure": 3}
    found.sort(key=lambda one: (str(one.number) != opened, order[one.standing]))
    rows, size = [], 0
    for one in found:
        wanted = one.standing in ("unread", "doubtful") or str(one.number) == opened
        to_choose = wanted and one.table is not None and (not size or size + len(one.columns) <= _MOST)
        size += len(one.columns) if to_choose else 0
        rows.append(_shape(one, mapping, t, to_choose=to_choose))
    return {
        "shapes": rows,
        "unread": [{"file": one["file"], "why": t.pick(one["why"], one["why_en"])} for one in told["unread"]],
        "ledgers": [(name, _ledger(name, t)) for name in dictionary().ledgers],
        "error": error,
    }


def keep(one: HandIn, sent: Form, t: Wording) -> None:
    """Writes the mapping file with what a form says of the shapes that it shows.

    Raises InputError where a hand-in cannot be checked again now, it is read or chosen otherwise by now than the page
    showed, or something is chosen that cannot be.
    """
    told = read(one.files)
    if told is None or one.state not in ("checked", "failed") or sent.text("seen") != contents.reading(one.files):
        raise _told("not_now")
    mapping = _held(one.files)
    found = {str(shape.number): shape for shape in _shapes(told)}
    choices = []
    for number in dict.fromkeys(sent.texts("shape")):
        shape = found.get(number)
        table = shape.table if shape else None
        if table is None:
            raise _told("not_now")
        before = column_choices.chosen(mapping, table)
        now = _sent(sent, number, shape, table, before)
        if now != before:
            choices.append((table, now))
    column_choices.save(one.files.mapping, mapping, choices, t)


def _sent(sent: Form, number: str, shape: Any, table: Table, before: Chosen) -> Chosen:
    ledger = sent.optional(f"ledger-{number}")
    if ledger is not None and ledger != IGNORE and ledger not in dictionary().ledgers:
        raise _told("not_now")
    typed = sent.text(f"head-{number}")
    if typed and not (typed.isascii() and typed.isdigit() and len(typed) < 6):
        raise _told("header_row")
    header_row = int(typed) if typed else before.header_row
    if typed and int(typed) == shape.first["header_row"]:
        header_row = before.header_row
    fields = {place: name for place in range(len(table.columns)) if (name := sent.text(f"column-{number}-{place}"))}
    known = reader.choices(_meant(ledger, shape))
    if ledger != before.ledger:  # the fields of another ledger say nothing here
        fields = {place: name for place, name in fields.items() if name == IGNORE or name in known}
    if any(name != IGNORE and name not in known for name in fields.values()):
        raise _told("not_now")
    return Chosen(ledger, header_row, fields)


def _held(files: HandInFiles) -> SheetMapping | None:
    """What the check went by: the choices made here, else a mapping file that was handed in."""
    place = files.mapping if files.mapping.is_file() else beside([files.given]) if files.given.is_dir() else None
    return None if place is None else column_choices.held(place)


def _shapes(told: Row) -> list[Shape]:
    groups: dict[Any, list[Row]] = {}
    for number, sheet in enumerate(told["sheets"]):
        groups.setdefault(sheet["fingerprint"] or number, []).append(sheet)
    ordered = (sorted(sheets, key=lambda sheet: sheet["ledger"] is None) for sheets in groups.values())
    return [Shape(number, tuple(sheets)) for number, sheets in enumerate(ordered, 1)]


def _doubtful(column: Mapping[str, Any]) -> bool:
    return column["field"] not in (None, ITEM) and not column["sure"]


def _shape(one: Shape, mapping: SheetMapping | None, t: Wording, *, to_choose: bool) -> Row:
    table = one.table
    settled = Chosen(None, None, {}) if table is None else column_choices.chosen(mapping, table)
    first = one.first
    titles = reader.choices(_meant(settled.ledger, one)) if to_choose and _meant(settled.ledger, one) else {}
    told = first["told"]
    return {
        "number": one.number,
        "standing": one.standing,
        "to_choose": to_choose,
        "can_choose": table is not None,
        "ledger": _ledger(first["ledger"], t) if first["ledger"] else "",
        "percent": f"{first['confidence']:.0%}",
        "header_row": first["header_row"],
        "rows": sum(sheet["rows"] for sheet in one.sheets),
        "why": t.pick(first["why"], first["why_en"]),
        "about": [
            (
                t(f"desk_reading.{key}"),
                labels.period(told[key], t) if key == "period" else told[key],
                t(f"source.{told[source]}") if source and told.get(source) else "",
            )
            for key, source in (("contractor", "contractor_from"), ("period", "period_from"), ("team", ""))
            if told.get(key)
        ],
        "places": [(sheet["file"], sheet["sheet"].strip()) for sheet in one.sheets[:_NAMED]],
        "more": max(len(one.sheets) - _NAMED, 0),
        "chosen_ledger": settled.ledger or "",
        "doubtful": sum(_doubtful(column) for column in first["columns"]),
        "unused": [_head(same[0], t) for same in one.columns if same[0]["field"] is None and not same[0]["known"]],
        "columns": _columns(one.columns, settled, t),
        "fields": _fields(titles, t),
    }


def _columns(columns: Sequence[Sequence[Row]], settled: Chosen, t: Wording) -> list[Row]:
    rows = []
    for place, same in enumerate(columns):
        fields = [column for column in same if column["field"] is not None]
        pinned = settled.fields.get(place, "")
        doubtful = any(map(_doubtful, same))
        rows.append(
            {
                "place": place,
                "head": _head(same[0], t),
                "taken": "、".join(dict.fromkeys(_taken(column, t) for column in fields)),
                "why": _why(fields, same[0], pinned, t),
                "standing": "doubtful"
                if doubtful
                else "taken"
                if fields
                else "known"
                if same[0]["known"]
                else "unused",
                "chosen": pinned,
            }
        )
    return sorted(rows, key=lambda row: row["standing"] != "doubtful")


def _why(fields: Sequence[Row], column: Row, pinned: str, t: Wording) -> str:
    if pinned:
        return t("desk_reading.why_ignored" if pinned == IGNORE else "desk_reading.why_chosen")
    if not fields:
        return t("desk_reading.why_known" if column["known"] else "desk_reading.why_unused")
    worst = min(fields, key=lambda one: one["confidence"])
    said = t("desk_reading.why", how=t(f"how.{worst['how']}"), percent=f"{worst['confidence']:.0%}")
    return said + (t("desk_reading.why_rivals", rivals=worst["rivals"]) if worst["rivals"] else "")


def _taken(column: Row, t: Wording) -> str:
    if column["field"] == ITEM:
        return t("mapping.item")
    return str(column["title"] if t.lang == "zh" else column["field"])


def _head(column: Row, t: Wording) -> str:
    return f"{column['letter']} {column['header'] or t('mapping.no_header')}".strip()


def _fields(titles: Mapping[str, str], t: Wording) -> list[tuple[str, str]]:
    """Fields by their usual wording; one that two fields share is told apart by their names."""
    words = list(titles.values())
    return [
        (name, name if t.lang == "en" else f"{title}（{name}）" if words.count(title) > 1 else title)
        for name, title in titles.items()
    ]


def _meant(ledger: str | None, shape: Shape) -> str | None:
    """The ledger whose fields can be chosen."""
    found = ledger or shape.first["ledger"]
    return None if found == IGNORE or found not in dictionary().ledgers else found


def _ledger(name: str, t: Wording) -> str:
    return TITLES[name] if t.lang == "zh" else name


def _told(key: str) -> InputError:
    return InputError(*both(f"desk_reading.{key}"))
