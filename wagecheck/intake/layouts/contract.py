"""Contract registers: a flat table that tells some things beside the value: 300元/天, 约定日工资, 至工程完工."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import polars as pl

from wagecheck.intake.bodies import Body
from wagecheck.intake.grid import Cell, text
from wagecheck.intake.layouts import flat
from wagecheck.intake.reading import Reading
from wagecheck.intake.tables import Mapped
from wagecheck.intake.values.words import words
from wagecheck.intake.wordings import dictionary

_PER: Final = re.compile(r"[/每]([^\d/]+)$")


def read(body: Body) -> Reading:
    """``contract``; a row without a unit of its own takes the one that the cell of its wage or its heading says.

    Where no kind of term stands, an end like 至工程完工 is it.
    """
    reading = flat.read(body)
    frame = reading.frames["contract"]
    wage, end = body.table.kind.first("wage_rate"), body.table.kind.first("contract_end")
    if wage is not None:
        heading = _of_heading(wage)
        unit = _texts(body, [unit_of_cell(cell) or heading for cell in body.column(wage.index)])
        told = pl.when(pl.col("wage_rate").is_not_null()).then(unit)
        frame = frame.with_columns(wage_unit=pl.coalesce("wage_unit", told))
    if end is not None:
        until = _texts(body, [text(cell) if is_end_of_work(cell) else None for cell in body.column(end.index)])
        frame = frame.with_columns(contract_term_type=pl.coalesce("contract_term_type", until))
    reading.frames["contract"] = frame
    return reading


def _texts(body: Body, told: list[str | None]) -> pl.Series:
    return pl.Series("told", told, dtype=pl.String).filter(body.is_record)


def is_end_of_work(cell: Cell) -> bool:
    """至工程完工 in the column of the last day: the term is that of a task."""
    return isinstance(cell, str) and any(word in cell for word in words().work_done) and not re.search(r"\d", cell)


def unit_of_cell(cell: Cell) -> str | None:
    """日 of 300元/天."""
    if not isinstance(cell, str):
        return None
    found = _PER.search("".join(unicodedata.normalize("NFKC", text(cell)).split()).rstrip(")"))
    if found is None:
        return None
    named = (unit for unit, known in words().per.items() if found.group(1).lower() in known)
    return next((str(_titles()[unit]) for unit in named), None)


def _of_heading(heading: Mapped) -> str | None:
    """日 of 约定日工资 and of 工资标准（元/天）; None where the heading says no unit or several."""
    label = "".join(unicodedata.normalize("NFKC", heading.label).split())
    units = dictionary().raw["wage_units"]["heading"]
    found = {unit for unit, known in units.items() if any(word in label for word in known)}
    return str(_titles()[found.pop()]) if len(found) == 1 else None


def _titles() -> dict[str, str]:
    return dictionary().raw["wage_units"]["title"]  # type: ignore[no-any-return]
