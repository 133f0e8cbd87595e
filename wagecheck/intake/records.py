"""From a parsed body to records: one row each, the columns of the ledger and those that say where it belongs."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.intake.bodies import Body
from wagecheck.intake.constant import constant
from wagecheck.intake.parsing import STATES, state
from wagecheck.intake.reading import Table
from wagecheck.intake.values import ParsedNames, ParsedPeriods
from wagecheck.intake.values.notes import OPEN_ENDED
from wagecheck.intake.wordings import dictionary
from wagecheck.ledgers.catalogue import schema
from wagecheck.ledgers.names import name_key

#: Columns that every ledger has; they are filled in when it is known where the table belongs.
COMMON: Final = ("src", "project", "contractor", "team", "period_start", "period_end")

#: Date → the flag of the ledger that says 长期 stands in its place.
OPEN_ENDED_FLAGS: Final = {"id_valid_until": "id_open_ended"}


def body_records(body: Body, ledger: str | None = None) -> pl.DataFrame:
    """Records with ``row``, the columns of the ledger, and the context columns that the sheet has."""
    ledger = ledger or body.table.kind.ledger
    wanted = schema(ledger)
    columns: list[pl.Series] = [body.numbers]
    for name, parsed in body.parsed.items():
        if isinstance(parsed, ParsedPeriods):
            columns += [parsed.value.alias("period_start"), parsed.end.alias("period_end")]
        elif name in wanted or name in dictionary().context:
            columns.append(parsed.value.alias(name))
        if isinstance(parsed, ParsedNames) and "name_key" in wanted:
            columns.append(parsed.key.alias("name_key"))
        if OPEN_ENDED_FLAGS.get(name) in wanted:
            columns.append((parsed.note == OPEN_ENDED).fill_null(value=False).alias(OPEN_ENDED_FLAGS[name]))
        states = state(parsed)
        if states is not None and STATES.get(name, "") in wanted:
            columns.append(states.alias(STATES[name]))
    columns = _with_remarks(_with_sections(columns, body), body, wanted)
    # column by column: filtering a frame plans a query, which costs more than the rows of a small table
    records = pl.DataFrame([column.filter(body.is_record) for column in columns])
    if "month" in records.columns and "period_start" not in records.columns:
        records = _month_columns(records, body.table)
    return complete(records, ledger)


def _with_remarks(columns: list[pl.Series], body: Body, wanted: pl.Schema) -> list[pl.Series]:
    """Words that stood behind a name, in the ledger's remark, behind what the remark says itself."""
    people = [parsed for parsed in body.parsed.values() if isinstance(parsed, ParsedNames)]
    said = [parsed.remark for parsed in people if parsed.remark.null_count() < len(parsed.remark)]
    if not said or "remark" not in wanted:
        return columns
    own = {series.name: series for series in columns}
    parts = [*([own["remark"]] if "remark" in own else []), *said]
    named = pl.DataFrame([part.alias(str(i)) for i, part in enumerate(parts)])
    joined = named.select(pl.concat_str(pl.all(), separator="；", ignore_nulls=True).alias("remark"))["remark"]
    own["remark"] = joined.to_frame().select(pl.when(pl.col("remark") != "").then("remark"))["remark"]
    return list(own.values())


def _with_sections(columns: list[pl.Series], body: Body) -> list[pl.Series]:
    """Team and contractor that rows inside the table name, for the records whose own columns do not."""
    own = {series.name: series for series in columns}
    for name, told in body.sections.items():
        own[name] = own[name].to_frame().select(pl.col(name).fill_null(told))[name] if name in own else told
    return list(own.values())


def _month_columns(records: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Year and month in columns of their own; without a year column the only year that the surroundings name."""
    known = table.origin.span.start.year if table.origin.span else None
    year = pl.col("year") if "year" in records.columns else pl.lit(None if known is None else str(known))
    first = pl.date(
        year.cast(pl.Int32, strict=False), pl.col("month").str.strip_chars("月份 ").cast(pl.Int32, strict=False), 1
    )
    sound = pl.col("month").str.strip_chars("月份 ").cast(pl.Int32, strict=False).is_between(1, 12)
    return records.with_columns(pl.when(sound).then(first).alias("period_start")).with_columns(
        pl.col("period_start").dt.month_end().alias("period_end")
    )


def complete(records: pl.DataFrame, ledger: str) -> pl.DataFrame:
    """Missing columns of the ledger as nulls, name keys made, states of absent identifiers ``blank``."""
    wanted = schema(ledger)
    if "name_key" in wanted and "name" in records.columns and "name_key" not in records.columns:
        records = records.with_columns(name_key(pl.col("name")).alias("name_key"))
    there = {*records.columns, *COMMON}
    return records.hstack(
        [
            constant(name, "blank" if name.endswith("_state") else None, dtype, records.height)
            for name, dtype in wanted.items()
            if name not in there
        ]
    )
