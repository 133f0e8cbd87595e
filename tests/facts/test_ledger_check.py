"""ledger_check: one slip is one finding, with every cell that holds it."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from tests.facts.site import FIRM, ID_A, ID_B, OCTOBER, PROJECT, D, ledgers
from wagecheck.facts import ledger_check, units
from wagecheck.ledgers.provenance import pack_one

WRONG = "110199199003070018"
NAMED = {"name": "张某甲", "id_number": WRONG}
NO_CELLS = pl.DataFrame(
    schema={"src": pl.Int32, "field": pl.String, "col": pl.Int32, "row_offset": pl.Int32, "header": pl.String}
)


def build(cells: pl.DataFrame = NO_CELLS, **rows: Any) -> list[dict[str, Any]]:
    found = ledgers(**rows)
    frame = ledger_check.build(found, cells, units.build(found).lazy()).collect()
    assert frame.schema == ledger_check.FRAME.schema
    return frame.to_dicts()


def test_a_slip_in_every_ledger_is_one_row() -> None:
    rows = build(identity=[NAMED], roster=[NAMED], payroll=[NAMED, {"name": "李某乙", "id_number": ID_B}])
    assert len(rows) == 1
    row = rows[0]
    assert (row["rule"], row["ledger"], row["field"], row["problem"]) == (
        "RN01",
        "identity",
        "id_number",
        "check_digit",
    )
    assert (row["subject"], row["value"], row["person"], row["id_number"], row["name"]) == (WRONG,) * 4 + ("张某甲",)
    assert (row["project"], row["contractor"], row["period"]) == (PROJECT, FIRM, "2026-10")
    assert row["any_at"] == [pack_one(10, 5), pack_one(20, 5), pack_one(30, 5)]


@pytest.mark.parametrize(
    ("sentence", "row", "problem"),
    [
        ("another day of birth", {"birth_date": D(2010, 3, 7)}, "birth_differs"),
        ("the same day", {"birth_date": D(1990, 3, 7)}, None),
        ("no day of birth stated", {}, None),
        ("the number itself is wrong", {"id_number": WRONG, "birth_date": D(2010, 3, 7)}, "check_digit"),
        ("the number is masked", {"id_state": "masked", "birth_date": D(2010, 3, 7)}, None),
    ],
)
def test_the_day_of_birth_that_the_identity_ledger_states(
    sentence: str, row: dict[str, Any], problem: str | None
) -> None:
    rows = build(
        identity=[{"name": "张某甲", "id_number": ID_A} | row], payroll=[{"name": "李某乙", "id_number": ID_B}]
    )
    assert [found["problem"] for found in rows] == ([problem] if problem else []), sentence


def test_places_are_the_cells_of_the_number() -> None:
    cells = pl.DataFrame(
        [(10, "name", 2, 0, "姓名"), (10, "id_number", 2, 1, "姓名身份证号")], schema=NO_CELLS.schema, orient="row"
    )
    assert build(cells, payroll=[NAMED])[0]["any_at"] == [pack_one(10, 6, 2)]


def test_it_stands_under_the_latest_period_of_the_contractor() -> None:
    september = {"period_start": D(2026, 9, 1), "period_end": D(2026, 9, 30)}
    rows = build(payroll=[{**NAMED, **september}, {"name": "李某乙", "id_number": ID_B}])
    assert [(row["period"], row["period_start"], row["period_end"]) for row in rows] == [("2026-10", *OCTOBER)]


def test_two_contractors_are_two_rows_and_two_slips_are_two() -> None:
    other = {**NAMED, "contractor": "示例劳务乙公司"}
    rows = build(payroll=[NAMED, other, {"name": "张某甲", "id_number": "110199199003070019"}])
    assert [(row["contractor"], row["subject"][-1]) for row in rows] == [
        ("示例劳务乙公司", "8"), (FIRM, "8"), (FIRM, "9"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "rows"),
    [
        ("good numbers", {"payroll": [{"name": "张某甲", "id_number": ID_A}]}),
        ("no number", {"payroll": [{"name": "张某甲"}]}),
        ("digits lost in a number cell", {"payroll": [{**NAMED, "id_state": "lossy"}]}),
        ("masked", {"notice": [{"name": "张某甲", "id_number": "110199********0018", "id_state": "masked"}]}),
        (
            "a pass that the roster says is one",
            {
                "roster": [{"name": "陈某", "id_type": "台湾居民来往大陆通行证", "id_number": "12345678"}],
                "payroll": [{"name": "陈某", "id_number": "12345678"}],
            },
        ),
    ],
)
def test_clean_ledgers_are_silent(sentence: str, rows: dict[str, Any]) -> None:
    assert build(**rows) == [], sentence


def test_a_number_that_only_another_contractor_knows_as_a_pass_is_still_wrong() -> None:
    named = {"name": "陈某", "id_number": "12345678"}
    elsewhere = {**named, "id_type": "台湾居民来往大陆通行证", "contractor": "示例劳务乙公司"}
    rows = build(roster=[elsewhere], payroll=[named])
    assert [(row["contractor"], row["problem"]) for row in rows] == [(FIRM, "length")]


def test_contractors_of_other_periods_are_left_out_when_one_period_is_asked_for() -> None:
    september = {"period_start": D(2026, 9, 1), "period_end": D(2026, 9, 30)}
    elsewhere = {**NAMED, **september, "contractor": "示例劳务乙公司"}
    found = ledgers(payroll=[NAMED, elsewhere], insurance=[{"id_number": "1", "contractor": "示例劳务丙公司"}])
    asked = units.build(found, OCTOBER).lazy()
    rows = ledger_check.build(found, NO_CELLS, asked).collect()
    assert rows["contractor"].to_list() == ["示例劳务丙公司", FIRM]
    assert rows["any_at"].to_list()[1] == [pack_one(10, 5)]


def test_a_contractor_whose_month_could_not_be_told_is_not_left_out() -> None:
    unknown = {**NAMED, "contractor": "示例劳务乙公司", "period_start": None, "period_end": None}
    rows = build(payroll=[{"name": "李某乙", "id_number": ID_B}, unknown])
    assert [(row["contractor"], row["period"]) for row in rows] == [("示例劳务乙公司", "2026-10")]
    rows = build(payroll=[NAMED, unknown])
    assert [row["contractor"] for row in rows] == ["示例劳务乙公司", FIRM]


@pytest.mark.parametrize(
    ("sentence", "insured"),
    [
        ("a list of the whole project", {"contractor": None}),
        ("a list of the whole project, project unknown", {"contractor": None, "project": None}),
        ("a list that writes the firm another way", {"contractor": None, "insurer_contractor": "示例甲公司"}),
        ("a list that names the firm", {"contractor": None, "insurer_contractor": FIRM}),
    ],
)
def test_the_insured_are_the_contractors_own_workers(sentence: str, insured: dict[str, Any]) -> None:
    rows = build(payroll=[NAMED], insurance=[{**NAMED, **insured}])
    assert [(row["contractor"], row["any_at"]) for row in rows] == [
        (FIRM, [pack_one(10, 5), pack_one(20, 5)]),
    ], sentence


def test_an_insured_worker_of_no_other_ledger_stands_under_his_insurer() -> None:
    rows = build(payroll=[{"name": "李某乙"}], insurance=[{**NAMED, "contractor": None, "insurer_contractor": FIRM}])
    assert [row["contractor"] for row in rows] == [FIRM]


def test_no_submission_no_rows() -> None:
    assert build() == []
