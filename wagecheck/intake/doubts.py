"""Columns that nothing settles, in words (IN14): two columns for one field, one column for two fields, cells that
contradict their heading. What is in doubt is not used; the rules that need it are not assessed.
"""

from __future__ import annotations

from typing import Final

from wagecheck.intake.headers import Header
from wagecheck.intake.issues import Issue
from wagecheck.intake.matching import Doubt, Mapped
from wagecheck.intake.tables import Kind
from wagecheck.intake.wordings import dictionary
from wagecheck.ledgers.provenance import column_letters

_KINDS: Final = {
    "identity": ("身份证号码", "identity numbers"),
    "card": ("银行卡号", "bank cards"),
    "phone": ("手机号码", "phone numbers"),
    "name": ("姓名", "names"),
    "date": ("日期", "dates"),
}
_SETTLE: Final = (
    "请改正表头，或者在识别对照表里指明（wagecheck mapping）",
    "correct the heading, or settle it in the mapping file (wagecheck mapping)",
)


def issues(kind: Kind, head: Header) -> list[Issue]:
    """One issue for every doubt; two fields that one column may be are one."""
    told: dict[tuple[str, tuple[int, ...]], list[Doubt]] = {}
    for doubt in kind.doubts:
        told.setdefault((doubt.why, tuple(column.index for column in doubt.columns)), []).append(doubt)
    return [_issue(kind, head, found) for found in told.values()]


def _issue(kind: Kind, head: Header, found: list[Doubt]) -> Issue:
    first = found[0]
    column = first.columns[0]
    zh, en = _WORDS[first.why](kind, found)
    return Issue(
        "IN14", f"{zh}。{_SETTLE[0]}", f"{en}; {_SETTLE[1]}", max(head.bottom, 0) + 1, column.index + 1, first.field,
        " ".join(column.label.split()) or None,
    )  # fmt: skip


def _columns(kind: Kind, found: list[Doubt]) -> tuple[str, str]:
    name = _title(kind, found[0].field)
    columns = [_named(column) for column in found[0].columns]
    return (
        f"有 {len(columns)} 栏都可能是“{name}”：{'、'.join(columns)}，内容不同，分不清用哪一栏，本次都没有采用",
        f"{' and '.join(columns)} may both be {found[0].field} and differ; neither was used",
    )


def _fields(kind: Kind, found: list[Doubt]) -> tuple[str, str]:
    names = "，也可能是".join(f"“{_title(kind, doubt.field)}”" for doubt in found)
    column = _named(found[0].columns[0])
    return (
        f"{column} 一栏可能是{names}，分不清，本次没有采用",
        f"{column} may be {' or '.join(doubt.field for doubt in found)}; it was not used",
    )


def _values(kind: Kind, found: list[Doubt]) -> tuple[str, str]:
    doubt = found[0]
    column = doubt.columns[0]
    zh, en = _KINDS[str(doubt.found)]
    used = next((name for name, cs in kind.columns.items() if any(c.index == column.index for c in cs)), None)
    then = (f"，按内容当作“{_title(kind, used)}”", f", read as {used}") if used else ("", "")
    return (
        f"{_named(column)} 一栏的表头与内容矛盾：内容是{zh}。本次没有按表头采用{then[0]}",
        f"{_named(column)} holds {en}, which contradicts its heading; it was not used as {doubt.field}{then[1]}",
    )


_WORDS: Final = {"columns": _columns, "fields": _fields, "values": _values}


def _title(kind: Kind, name: str) -> str:
    return dictionary().ledgers[kind.ledger].titles.get(name, name)


def _named(column: Mapped) -> str:
    label = " ".join(column.label.split())
    return (
        f"{column_letters(column.index + 1)} 列“{label}”"
        if label
        else f"{column_letters(column.index + 1)} 列（无表头）"
    )
