"""Payrolls: a flat table, and its money columns one by one."""

from __future__ import annotations

import polars as pl

from wagecheck.intake import issues, items, sums, values
from wagecheck.intake.bodies import Body
from wagecheck.intake.constant import constant
from wagecheck.intake.headers import Heading
from wagecheck.intake.reading import CellSource, Reading, Table, cell_sources
from wagecheck.intake.records import COMMON, body_records
from wagecheck.intake.unread import problems
from wagecheck.intake.values import Parsed
from wagecheck.intake.wordings import dictionary
from wagecheck.ledgers.catalogue import schema

_BEARERS = (
    "row",
    "name",
    "name_key",
    "id_number",
    "id_state",
    "team",
    "contractor",
    "project",
    "period_start",
    "period_end",
)


def read(body: Body) -> Reading:
    """``payroll`` and ``payroll_item``."""
    table = body.table
    reading = Reading(table, "flat", cells=cell_sources(table))
    records = body_records(body)
    extra: dict[tuple[int, str], pl.Series] = {}
    found: list[pl.DataFrame] = []
    gross = table.kind.first("gross_pay")
    bearers = [records[name] for name in _BEARERS if name in records.columns]
    for heading, kind, amounts in _items(body, reading):
        extra[heading.index + 1, "item"] = amounts
        found.append(
            pl.DataFrame(
                [
                    *bearers,
                    constant("col", heading.index + 1, pl.Int32, records.height),
                    constant("title", " ".join(heading.label.split()), pl.String, records.height),
                    constant("kind", kind, pl.String, records.height),
                    amounts.filter(body.is_record).alias("amount"),
                    constant("after_gross", heading.index > gross.index if gross else None, pl.Boolean, records.height),
                ]
            )
        )
    for name in sorted(dictionary().ledgers["payroll"].additive & table.kind.columns.keys()):
        records = _sum_of_columns(body, records, name)
    reading.frames["payroll"] = with_back_pay(_from_bands(table, records))
    reading.frames["payroll_item"] = _stack(found)
    parts = _part_columns(table)
    reading.totals = sums.of_body(body, {place: s for place, s in extra.items() if place[0] - 1 not in parts})
    reading.issues = problems(body) + reading.issues
    return reading


def _stack(found: list[pl.DataFrame]) -> pl.DataFrame:
    if not found:
        return schema("payroll_item").to_frame().drop(COMMON)
    some = [part["amount"] != 0 for part in found]
    # of a column without any amount the first line stays: it shows that the sheet has the column
    return pl.concat(
        [part.filter(other) if other.any() else part.head(1) for part, other in zip(found, some, strict=True)]
    )


def _items(body: Body, reading: Reading) -> list[tuple[Heading, str, pl.Series]]:
    """Money columns with their kind: the columns of the part fields, and every column of amounts that is no field."""
    parts = _part_columns(body.table)
    found: list[tuple[Heading, str, pl.Series]] = []
    for heading, kind in items.item_columns(body.table):
        parsed = _amounts(body, heading.index)
        if heading.index in parts:
            found.append((heading, kind, parsed.value))
            continue
        bad = (parsed.bad & body.is_record).arg_true().to_list() if parsed.bad.any() else []
        if len(bad) > len(parsed.value) - parsed.value.null_count():
            continue  # a column of words
        found.append((heading, kind, parsed.value))
        reading.cells.append(CellSource("item", heading.index + 1, 0, heading.label, 0.8))
        raw = body.column(heading.index)
        reading.issues += [
            issues.not_understood("item", heading.label, int(body.numbers[i]), heading.index + 1, raw[i]) for i in bad
        ]
    return found


def _part_columns(table: Table) -> dict[int, str]:
    """Column index → field for all columns of fields that are items as well."""
    return {c.index: name for name in items.PARTS for c in table.kind.columns.get(name, ())}


def _amounts(body: Body, index: int) -> Parsed:
    """The amounts of a money column: of a field where it is the field's first column, else its own."""
    if index in body.money:
        return body.money[index]
    return body.parsed[_part_columns(body.table)[index]]


def _sum_of_columns(body: Body, records: pl.DataFrame, name: str) -> pl.DataFrame:
    """Several columns of one additive field (高温补贴, 餐补) make one sum."""
    columns = body.table.kind.columns[name]
    if len(columns) < 2:
        return records
    amounts = [_amounts(body, c.index).value.alias(f"c{c.index}") for c in columns]
    frame = pl.DataFrame(amounts).filter(body.is_record)
    some = pl.any_horizontal(pl.all().is_not_null())
    total = pl.sum_horizontal(pl.all().fill_null(0)).cast(pl.Decimal(18, 2))
    return records.with_columns(frame.select(pl.when(some).then(total).alias(name))[name])


def with_back_pay(records: pl.DataFrame) -> pl.DataFrame:
    """A row that names the month it makes good is back pay, also on sheets without a column 是否补发.

    The month stands in its own column, or in the remark of a row that counts no days.
    """
    remark = pl.col("remark").str.normalize("NFKC").str.replace_all(r"\s", "")
    month = remark.str.extract(dictionary().raw["back_pay"]["remark"], 1)
    no_days = pl.col("work_days").fill_null(0) + pl.col("work_hours").fill_null(0) == 0
    told = pl.when(no_days & pl.col("is_back_pay").fill_null(value=True)).then(month)
    records = records.with_columns(back_pay_period=pl.coalesce("back_pay_period", told))
    named = pl.col("back_pay_period").str.strip_chars().fill_null("") != ""
    return records.with_columns(is_back_pay=pl.coalesce("is_back_pay", pl.when(named).then(pl.lit(value=True))))


def _from_bands(table: Table, records: pl.DataFrame) -> pl.DataFrame:
    """Pay date, submission and review that stand above the table count for every row that has none of its own."""
    for name in ("pay_date", "submitted_on", "reviewed_on"):
        told = table.bands.first(name)
        if told is not None:
            date = values.dates([told]).value[0]
            records = records.with_columns(pl.col(name).fill_null(pl.lit(date, dtype=pl.Date)))
    reviewer = table.bands.text("reviewer")
    return (
        records.with_columns(pl.col("reviewer").fill_null(pl.lit(reviewer, dtype=pl.String))) if reviewer else records
    )
