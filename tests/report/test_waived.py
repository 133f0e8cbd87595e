"""Waived findings on the pages: grey, with reason, approver and last day; problem waivers stand on the first page."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from tests.judging_kit import UNIT
from tests.test_waiving import BOOK, FIRM, LI, ZHANG, judged
from wagecheck.report import html
from wagecheck.result import Result
from wagecheck.wording import Wording


def pages(result: Result, out: Path, lang: str = "zh") -> tuple[str, str]:
    """The first page and the contractor's."""
    out.mkdir()
    html.write(result, out, Wording("en" if lang == "en" else "zh"))
    own = next(path for path in (out / "contractors").iterdir() if FIRM in path.name)
    return (out / "index.html").read_text("utf-8"), own.read_text("utf-8")


def test_a_waived_row_is_grey_with_its_reason_and_comes_last(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    result = judged(monkeypatch, {"worker_key": ZHANG, "reason": "银行<更正>中"})
    index, page = pages(result, tmp_path / "out")
    assert page.count('<tr class="waived"') == 1
    grey = page[page.index('<tr class="waived"') :].split("</tr>")[0]
    assert "张*" in grey
    assert "已豁免 W1：银行&lt;更正&gt;中（批准人 李四，至 2026-12-31）" in grey
    rows = page[page.index('id="BK06') :].split("</table>")[0]
    assert rows.index("李*") < rows.index("张*"), "what is still open comes first"
    assert "其中已豁免 1 条" in page
    for text in (index, page):
        assert "有 1 条问题已豁免" in text


def test_what_is_wholly_waived_is_no_task_and_no_clean_pass(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    rules = judged(monkeypatch).findings["rule"].unique().to_list()
    result = judged(monkeypatch, *({"id": f"W{number}", "rule": rule} for number, rule in enumerate(rules)))
    index, page = pages(result, tmp_path / "out")
    assert "没有需要处理的事项" in page
    assert "绿色：其余问题均已豁免" in page
    assert "绿色：未发现问题" not in page
    assert "家单位的记录全部一致" not in index


def test_a_hard_stop_that_was_waived_is_said_on_both_pages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    profile = replace(BOOK.profile, hard_stops=("BK06",))
    rules = tuple(replace(rule, kind="signal", levels=()) if rule.id == "BK06" else rule for rule in BOOK.rules)
    result = judged(monkeypatch, {}, book=replace(BOOK, profile=profile, rules=rules))
    for text in pages(result, tmp_path / "out"):
        assert "其中 2 条属于一票否决的疑似问题，经 李四 批准豁免后没有计入结论（W1）" in text


def test_problem_waivers_stand_on_the_first_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    result = judged(
        monkeypatch,
        {"id": "W1", "expires_on": dt.date(2026, 11, 1)},
        {"id": "W2", "rule": "ZZ99"},
        {"id": "W3", "worker_key": "0" * 16},
        {"id": "W4", "contractor": f"{FIRM}一"},
        {"id": "W5", "rule": "PB03"},
        {"id": "W6", "contractor": "远方建设有限公司"},
        {"id": "W7", "worker_key": LI},
    )
    index, _ = pages(result, tmp_path / "zh")
    box = index[index.index("豁免需要处理") :].split("</section>")[0]
    assert [f"W{number}" in box for number in range(1, 8)] == [True] * 5 + [False] * 2
    for words in ("已于 2026-11-01 到期", "规则 ZZ99 不存在", "工人标识", "请核对名称", "没有对应的问题"):
        assert words in box, words
    assert "另有 1 条豁免属于本次没有提交的单位、项目或期间（W6）" in index
    english, _ = pages(result, tmp_path / "en", "en")
    assert "Waivers to look after" in english


def test_without_waivers_nothing_is_said_of_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for text in pages(judged(monkeypatch), tmp_path / "out"):
        assert "豁免" not in text
        assert UNIT["contractor"] in text
