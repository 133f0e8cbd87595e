"""Whether a machine made an attendance sheet."""

from __future__ import annotations

from wagecheck.intake import marks
from wagecheck.intake.reading import Table
from wagecheck.intake.wordings import squeeze


def is_device(table: Table) -> bool:
    """Whether a machine made the sheet: its words or headings are there, and there is no column for signatures."""
    rules = marks.rules()["device"]
    said = f"{table.bands.title} {table.grid.name}"
    known = {"department", "punch", "direction", "device", "worker_no"} & table.kind.columns.keys()
    if "signature" in table.kind.columns:
        return False
    headings = " ".join(f"{heading.parent}{heading.label}" for heading in table.header.headings)
    return (
        bool({"punch", "direction"} & table.kind.columns.keys())
        or (any(word in said for word in rules["words"]))
        or (bool(known) and any(word in squeeze(headings) for word in rules["headings"]))
    )
