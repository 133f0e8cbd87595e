"""What was assumed in reading, as the report tells it."""

from __future__ import annotations

import pytest

from tests.wording_kit import texts
from wagecheck.intake.values import notes
from wagecheck.report import assumptions
from wagecheck.wording import Wording

CODES = sorted(value for name, value in vars(notes).items() if name.isupper())


@pytest.mark.parametrize("code", CODES)
def test_every_assumption_has_a_sentence(code):
    assert assumptions.key(code) in texts("zh")
    assert assumptions.key(code) in texts("en")


def test_no_sentence_is_left_over():
    assert {key for key in texts("zh") if key.startswith("assumption.")} == {assumptions.key(code) for code in CODES}


def inputs(columns: int) -> list[dict[str, object]]:
    told = [{"note": notes.MONTH_ONLY, "header": f"日期{i}", "count": 3, "cell": f"A{i}"} for i in range(columns)]
    told.append({"note": notes.REMARK, "header": "姓名", "count": 100, "cell": "B4"})
    return [{"path": "甲/花名册.xlsx", "tables": [{"sheet": "花名册", "assumed": told}]}, {"path": "乙.pdf"}]


def test_a_row_counts_all_cells_and_names_the_first_places():
    remark, month = assumptions.rows(inputs(7), Wording())
    assert (remark["count"], remark["columns"], remark["more"]) == (100, 1, 0)
    assert remark["places"] == ["甲/花名册.xlsx 花名册 B4“姓名”100 格"]
    assert (month["count"], month["columns"], month["more"]) == (21, 7, 2)
    assert len(month["places"]) == 5


def test_nothing_assumed_is_nothing_said():
    assert assumptions.rows([{"path": "a.xlsx", "tables": [{"sheet": "a", "assumed": []}]}], Wording()) == []
