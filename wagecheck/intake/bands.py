"""Title and band rows above a table: ``编制单位：… 所属月份：… 发放日期：…`` in one cell or spread over several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from wagecheck.intake.grid import Cell, Grid, text
from wagecheck.intake.wordings import dictionary, normalise, squeeze


@dataclass(frozen=True)
class Bands:
    """What stands above a table: its title, and labelled values by what they give (``contractor``, ``period`` …)."""

    title: str = ""
    values: dict[str, tuple[Cell, ...]] = field(default_factory=dict)

    def first(self, name: str) -> Cell:
        """The first value of a kind, None if there is none."""
        found = self.values.get(name)
        return found[0] if found else None

    def text(self, name: str) -> str | None:
        """The first value of a kind as text."""
        value = self.first(name)
        return text(value) or None

    @property
    def money_unit(self) -> str | None:
        """万元 where the sheet says above the table that its amounts are in 万元."""
        return next((unit for cell in self.values.get("unit", ()) if (unit := normalise(f"({cell})").unit)), None)


@cache
def _labels() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern over all labels (letters may be spaced: 单 位：) and what each label gives."""
    kinds: dict[str, str] = {}
    for kind, labels in dictionary().bands.items():
        for label in labels:
            kinds.setdefault(squeeze(label), kind)
    spaced = ["\\s*".join(map(re.escape, label)) for label in sorted(kinds, key=len, reverse=True)]
    seal = r"(?:[（(][^（()）:：]{1,8}[）)]\s*)?"  # 分包单位（盖章）：
    return re.compile(rf"(?:^|(?<=[\s（(，,;；、。|)）]))({'|'.join(spaced)})\s*{seal}[:：]"), kinds


def read(grid: Grid, top: int, bottom: int) -> Bands:
    """The rows from ``top`` up to, not including, ``bottom`` (zero-based)."""
    titles: list[str] = []
    values: dict[str, list[Cell]] = {}
    pattern, kinds = _labels()
    for row in grid.rows[max(top, 0) : bottom]:
        cells = [cell for cell in row if text(cell)]
        _read_row(cells, pattern, kinds, titles, values)
    return Bands(" ".join(titles), {kind: tuple(found) for kind, found in values.items()})


def is_instruction(written: str) -> bool:
    """填写说明：1、… 2、…: how to fill the sheet, not what it is. The bare word may well be a title."""
    plain = squeeze(written)
    found = next((word for word in _instructions() if plain.startswith(word)), None)
    return found is not None and len(plain) > len(found) + _SHORTEST_INSTRUCTION


#: Characters behind 填写说明 from which it is an instruction and no title.
_SHORTEST_INSTRUCTION = 4


@cache
def _instructions() -> tuple[str, ...]:
    return tuple(sorted(map(squeeze, dictionary().rows["instruction"]), key=len, reverse=True))


def _kind(kind: str, value: str) -> str:
    """What a labelled value gives: 万元 behind 单位 is the unit of the amounts and no firm."""
    heading = normalise(f"({value})")
    return "unit" if kind == "contractor" and heading.unit is not None and not heading.text else kind


def _read_row(
    cells: Sequence[Cell],
    pattern: re.Pattern[str],
    kinds: dict[str, str],
    titles: list[str],
    values: dict[str, list[Cell]],
) -> None:
    waiting: str | None = None  # a label whose value stands in the next cell
    for cell in cells:
        written = text(cell)
        found = list(pattern.finditer(written)) if isinstance(cell, str) else []
        if not found:
            if waiting is not None:
                values.setdefault(_kind(waiting, written), []).append(cell)
            elif isinstance(cell, str) and not is_instruction(written):
                titles.append(written)
            waiting = None
            continue
        before = written[: found[0].start()].strip(" \t　（(，,")
        if before:
            titles.append(before)
        waiting = None
        for this, after in zip(found, [*found[1:], None], strict=True):
            kind = kinds[squeeze(this.group(1))]
            value = written[this.end() : after.start() if after else len(written)].strip(" \t\n　，,;；）)。_")
            if value:
                values.setdefault(_kind(kind, value), []).append(value)
            elif after is None:
                waiting = kind
