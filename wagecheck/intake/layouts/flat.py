"""One header, one record per row: rosters, contracts, payrolls, notices, payments, tidy attendance, standing data."""

from __future__ import annotations

from wagecheck.intake import sums
from wagecheck.intake.bodies import Body
from wagecheck.intake.reading import Reading, cell_sources
from wagecheck.intake.records import body_records
from wagecheck.intake.unread import problems


def read(body: Body, layout: str = "flat") -> Reading:
    """The records of a flat table as they are; ledgers with rules of their own add theirs."""
    reading = Reading(body.table, layout, cells=cell_sources(body.table))
    reading.frames[body.table.kind.ledger] = body_records(body)
    reading.totals = sums.of_body(body)
    reading.issues = problems(body)
    return reading
