"""Column checks: one polars pass rejects exactly what pandera rejects, and the gate lets everything else through."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandera.errors import SchemaErrors

from wagecheck.ledgers import checks
from wagecheck.ledgers.catalogue import LEDGERS, PEOPLE, empty, schema
from wagecheck.ledgers.checks import rule_check
from wagecheck.ledgers.fields import Count, Text, column

CHECKED = {declared.ledger: declared.field for declared in checks.declared(LEDGERS)}
NUMBERS = [
    None, "", "110199199003070017", "110199199003070018", "110199199002300017", "11019919900307001", "110199900307001",
    "11O199199003070017", "100199199003070017", "810000198506150039", "911840198501310021", "H12345678", "E12345678",
    "110199********0017",
]  # fmt: skip
STATES = [None, "ok", "lossy", "masked", "blank"]
TYPES = [None, "居民身份证", "护照", "港澳居民来往内地通行证", "外国人永久居留身份证", "军官证"]


def rows(ledger: str, *records: dict[str, object]) -> pl.DataFrame:
    """Rows of a ledger; src and row count up, all else is null unless given."""
    known = schema(ledger)
    numbered = [{"src": 1, "row": number + 2, **record} for number, record in enumerate(records)]
    return pl.DataFrame([{name: record.get(name) for name in known} for record in numbered], schema=known, orient="row")


def pandera_rejects(ledger: str, frame: pl.DataFrame) -> set[tuple[str | None, int]]:
    """(rule, index of the row) of every failure case of pandera's own lazy validation."""
    try:
        LEDGERS[ledger].to_schema().validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
        return {(str(row["check"]), int(row["index"])) for row in cases.iter_rows(named=True)}
    return set()


RECORDS = st.lists(
    st.fixed_dictionaries(
        {"id_number": st.sampled_from(NUMBERS), "id_state": st.sampled_from(STATES), "id_type": st.sampled_from(TYPES)}
    ),
    min_size=1,
    max_size=12,
)


@pytest.mark.parametrize("ledger", CHECKED)
@settings(max_examples=15, deadline=None)
@given(records=RECORDS)
def test_the_pass_rejects_exactly_what_pandera_rejects(ledger: str, records: list[dict[str, object]]) -> None:
    frame = rows(ledger, *records)
    failing = checks.failing({ledger: frame}, LEDGERS)
    ours = {(rule, row - 2) for rule, row in failing.select("rule", "row").rows()}
    assert ours == pandera_rejects(ledger, frame)
    assert failing["value"].to_list() == [records[row - 2]["id_number"] for row in failing["row"]]


@pytest.mark.parametrize("ledger", CHECKED)
@settings(max_examples=5, deadline=None)
@given(records=RECORDS)
def test_the_gate_passes_every_well_typed_frame(ledger: str, records: list[dict[str, object]]) -> None:
    """What people wrote wrong is a finding; the gate is only about what intake made wrong."""
    checks.gate(rows(ledger, *records), LEDGERS[ledger])


def test_every_ledger_of_people_but_the_items_checks_its_numbers() -> None:
    assert set(CHECKED) == set(PEOPLE) - {"payroll_item"}
    assert {declared.rule.rule for declared in checks.declared(LEDGERS)} == {"RN01"}


@pytest.mark.parametrize(
    ("sentence", "frame"),
    [
        ("a column is missing", empty("payroll").drop("net_pay")),
        ("a column too many", empty("payroll").with_columns(note=pl.lit("x"))),
        ("money as a float", empty("payroll").with_columns(pl.col("net_pay").cast(pl.Float64))),
        ("money with three decimals", empty("payroll").with_columns(pl.col("net_pay").cast(pl.Decimal(18, 3)))),
        ("a card as a number", empty("payroll").with_columns(pl.col("bank_card").cast(pl.Int64))),
        ("a record without a place", rows("payroll", {"row": None, "name": "张某甲"})),
        ("the same beside a false number", rows("payroll", {"src": None}, {"id_number": "1"})),
    ],
)  # fmt: skip
def test_the_gate_stops_what_intake_made_wrong(sentence: str, frame: pl.DataFrame) -> None:
    with pytest.raises(pa.errors.SchemaErrors):
        checks.gate(frame, LEDGERS["payroll"])


def damaged(ledger: str) -> dict[str, pl.DataFrame]:
    """A frame with one full row, and what intake could make of it, by name."""
    frame = rows(ledger, {})
    binary = pl.lit(b"x", pl.Binary)
    changed = {f"{name} as binary": frame.with_columns(binary.alias(name)) for name in frame.columns}
    without = {f"{name} missing": frame.drop(name) for name in frame.columns}
    nulls = {f"{name} null": frame.with_columns(pl.lit(None, frame.schema[name]).alias(name)) for name in frame.columns}
    return {
        "as declared": frame,
        "another order": frame.select(reversed(frame.columns)),
        "one more": frame.with_columns(more=1),
        **changed, **without, **nulls,
    }  # fmt: skip


@pytest.mark.parametrize("ledger", LEDGERS)
def test_a_frame_is_sound_exactly_where_pandera_finds_nothing(ledger: str) -> None:
    structure = checks._structure(LEDGERS[ledger])
    told = {name: checks.sound(frame, LEDGERS[ledger]) for name, frame in damaged(ledger).items()}
    for name, frame in damaged(ledger).items():
        try:
            structure.validate(frame, lazy=True)
        except SchemaErrors:
            assert not told[name], name
        else:
            assert told[name], name
    assert set(told.values()) == {True, False}


def test_what_a_model_declares_beyond_types_is_left_to_pandera() -> None:
    class Ranged(pa.DataFrameModel):
        src: Count = column("表", "source", nullable=False)
        row: Count = column("行", "row", nullable=False, checks=[pa.Check.ge(1)])

        class Config:
            strict = True

    frame = pl.DataFrame({"src": [1], "row": [0]}, schema_overrides={"src": pl.Int32, "row": pl.Int32})
    assert not checks.sound(frame, Ranged)
    with pytest.raises(SchemaErrors):
        checks.gate(frame, Ranged)


def test_one_slip_in_two_ledgers_is_two_places() -> None:
    slip = {"id_number": "110199199003070018", "name": "张某甲", "contractor": "甲劳务"}
    found = checks.failing(
        {"roster": rows("roster", slip), "payroll": rows("payroll", {}, slip)}, LEDGERS, keep=["contractor", "name"]
    )
    assert found.rows(named=True) == [
        {"rule": "RN01", "ledger": ledger, "field": "id_number", "problem": "check_digit", "src": 1, "row": row,
         "value": slip["id_number"], "contractor": "甲劳务", "name": "张某甲"}
        for ledger, row in (("roster", 2), ("payroll", 3))
    ]  # fmt: skip


def test_thirty_days_of_one_worker_are_one_place() -> None:
    days = [{"row": 5, "id_number": "1", "col": col} for col in range(5, 35)]
    assert checks.failing({"attendance": rows("attendance", *days)}, LEDGERS).height == 1


def test_clean_ledgers_give_no_row_but_all_columns() -> None:
    found = checks.failing({name: empty(name) for name in LEDGERS}, LEDGERS, keep=["project"])
    assert found.schema == pl.Schema({**checks.FAILING, "project": pl.String})
    assert found.is_empty()


def test_two_rules_on_one_row_are_both_told() -> None:
    """A model of our own: a check may read other columns, two checks may ride on one column."""

    def long(field: str) -> pl.Expr:
        return pl.when(pl.col(field).str.len_chars() > 2).then(pl.lit("long"))

    def same(field: str) -> pl.Expr:
        return pl.when(pl.col(field) == pl.col("other")).then(pl.lit("same"))

    class Pair(pa.DataFrameModel):
        src: Count = column("表", "source", nullable=False)
        row: Count = column("行", "row", nullable=False)
        text: Text = column("文", "text", checks=[rule_check("XX01", long), rule_check("XX02", same)])
        other: Text = column("它", "other")

    frame = pl.DataFrame(
        {"src": [1, 1, 1], "row": [1, 2, 3], "text": ["abc", "abc", None], "other": ["abc", "x", None]},
        schema_overrides={"src": pl.Int32, "row": pl.Int32},
    )
    found = checks.failing({"pair": frame}, {"pair": Pair})
    assert found.select("rule", "problem", "row").sort("rule", "row").rows() == [
        ("XX01", "long", 1),
        ("XX01", "long", 2),
        ("XX02", "same", 1),
    ]
    checks.gate(frame, Pair)
