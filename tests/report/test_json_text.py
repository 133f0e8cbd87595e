"""Streamed JSON is the text that ``json.dumps`` writes, and is made no sooner than it is written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from tests.report.result_kit import at, finding, result
from wagecheck.report import exports, json_text, people, sarif
from wagecheck.result import EVIDENCE
from wagecheck.wording import Wording

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=30,
)
FIRM = {
    "project": "示例工程", "name": "示例劳务有限公司", "period": "2026-10", "colour": "red", "score": 9, "workers": 3,
    "owed": Decimal("-0.50"), "paid_share": 2 / 3, "findings": 3,
}  # fmt: skip


def dumped(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)


@given(PLAIN)
def test_plain_data_is_written_as_json_dumps_writes_it(data: Any) -> None:
    assert "".join(json_text.pieces(data)) == dumped(data)


@given(st.lists(PLAIN), st.dictionaries(st.text(), PLAIN))
def test_a_generator_is_a_list(items: list[Any], more: dict[str, Any]) -> None:
    def running() -> Iterator[Any]:
        yield from items

    streamed = {"a": running(), "runs": [{**more, "results": running()}, 1], "b": more}
    whole = {"a": items, "runs": [{**more, "results": items}, 1], "b": more}
    assert "".join(json_text.pieces(streamed)) == dumped(whole)


def test_items_are_made_one_by_one_as_they_are_written() -> None:
    made: list[int] = []

    def running() -> Iterator[dict[str, int]]:
        for number in range(1_000):
            made.append(number)
            yield {"number": number}

    written = ""
    for piece in json_text.pieces({"findings": running()}):
        written += piece
        if '"number": 9' in written:
            break
    assert made == list(range(10))


def test_a_result_is_written_as_its_plain_data(tmp_path: Path) -> None:
    found = [
        finding(1, amount=Decimal("-3.10"), also=[at("乙.xlsx", "表\u2028", "B2")], message='引号"与\t\x01\\'),
        finding(2, also=None, amount=None, money=None),
    ]
    told = result(found, contractors=[FIRM])
    exports.write_json(told.parts_of_json(), tmp_path / "result.json")
    plain = told.to_json()
    assert (tmp_path / "result.json").read_text("utf-8") == dumped(plain) + "\n"
    assert [one["amount"] for one in plain["findings"]] == ["-3.10", None]
    assert plain["findings"][0]["also"] == [{**at("乙.xlsx", "表\u2028", "B2")}]
    assert (plain["contractors"][0]["owed"], plain["contractors"][0]["paid_share"]) == ("-0.50", 0.6667)


def test_sarif_is_streamed_too(tmp_path: Path) -> None:
    told = result([finding(number) for number in range(3)])
    exports.write_json(sarif.log(told, Wording("zh")), tmp_path / "f.sarif")
    (run,) = json.loads((tmp_path / "f.sarif").read_text("utf-8"))["runs"]
    assert [one["partialFingerprints"]["wagecheck/v1"] for one in run["results"]] == [f"{n:016x}" for n in range(3)]


def test_people_are_written_one_a_line_and_none_is_no_line(tmp_path: Path) -> None:
    told = result([])
    people.write(told, tmp_path / "none.json")
    assert (tmp_path / "none.json").read_text("utf-8") == '{"workers": [],\n"evidence": []}\n'
    line = {"project": "甲", "worker_key": "k", "said": [{"field": "name", "value": "张*"}]}
    rows = pl.DataFrame([{name: line.get(name) for name in EVIDENCE}] * 2, schema=EVIDENCE)
    object.__setattr__(told, "evidence", rows)
    people.write(told, tmp_path / "two.json")
    text = (tmp_path / "two.json").read_text("utf-8")
    assert json.loads(text)["evidence"] == rows.to_dicts()
    assert len(text.splitlines()) == 5
