"""The money columns of a payroll that are no field of their own (高温补贴, 个税, 预支 …), by their headings."""

from __future__ import annotations

from functools import cache
from typing import Final

from wagecheck.intake.headers import Heading
from wagecheck.intake.reading import Table
from wagecheck.intake.tables import Mapped
from wagecheck.intake.wordings import dictionary, match, normalise, squeeze

#: Money fields of the payroll that are parts of gross or net and therefore items as well.
PARTS: Final = frozenset({"base_pay", "overtime_pay", "allowance"})


def item_columns(table: Table) -> list[tuple[Heading, str]]:
    """Columns of amounts with their kind, from left to right: those of part fields, and those that are no field.

    Whether a column that is no field really holds amounts, its cells tell.
    """
    columns = table.kind.columns
    parts = {c.index for name in PARTS for c in columns.get(name, ())}
    taken = {c.index for found in columns.values() for c in found} - parts
    found: list[tuple[Heading, str]] = []
    for heading in table.header.headings:
        if heading.index in parts:
            found.append((heading, "earning"))
        elif heading.index not in taken and not _is_other_field(heading):
            kind = item_kind(heading.label, heading.parent)
            if kind is not None:
                found.append((heading, kind))
    found = [item for item in found if not _sums_up(item[0], [other for other, _ in found])]
    return sorted(found, key=lambda item: item[0].index)


def _sums_up(heading: Heading, others: list[Heading]) -> bool:
    """补贴 over 餐补, 高温 and 小计: the last one says again what the first two say."""
    words = dictionary().rows["subtotal_column"]
    own, above = normalise(heading.label).text, squeeze(heading.parent)
    if not above or not any(own.endswith(word) for word in words):
        return False
    return any(
        other.index != heading.index
        and squeeze(other.parent) == above
        and not any(normalise(other.label).text.endswith(word) for word in words)
        for other in others
    )


def money_columns(table: Table) -> list[Mapped]:
    """Columns whose amounts are needed beside the fields: items, and further columns of fields that add up several."""
    columns = table.kind.columns
    read = {found[0].index for found in columns.values()}
    wanted = {
        heading.index: Mapped(heading.index, heading.label, _unit(heading), 0.8) for heading, _ in item_columns(table)
    }
    for name in dictionary().ledgers["payroll"].additive & columns.keys():
        wanted.update({c.index: c for c in columns[name]})
    return [column for index, column in sorted(wanted.items()) if index not in read]


def _unit(heading: Heading) -> str | None:
    return normalise(heading.label).unit or normalise(heading.parent).unit


def _is_other_field(heading: Heading) -> bool:
    """A second column of a field that takes one only (two 实发工资): no item."""
    found = match(heading.label, "payroll")
    return found is not None and found.field not in PARTS


@cache
def item_kind(label: str, parent: str = "") -> str | None:
    """earning · deduction · advance · unknown by the words of the heading, then of its parent; None for no money."""
    words = dictionary().items
    own, above = normalise(label).text, squeeze(parent)
    if not own or any(word in own for word in words["ignore"]):
        return None
    if any(word in own for word in words["benefit"]) and not any(word in own for word in words["taken"]):
        return "earning"
    for text in (own, above):
        for kind in ("advance", "deduction", "earning"):
            if any(word in text for word in words[kind]):
                return kind
    has_unit = (normalise(label).unit or "").endswith("元")
    return "unknown" if has_unit or any(word in own for word in words["money"]) else None
