"""What came of a check: exact totals however it is filtered, what changed, files that are sent and files that are not."""

from __future__ import annotations

import copy
import html
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.desk.hand_in_kit import prepared
from tests.desk.kit import Office, text_of
from tests.sample_results import of
from wagecheck import comparison
from wagecheck.desk.hand_ins import finding_list, results
from wagecheck.desk.hand_ins.finding_list import PAGE, Wanted
from wagecheck.report import mapping_sentences
from wagecheck.wording import Wording

T = Wording("zh")
Finding = dict[str, Any]


@pytest.fixture
def severe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return of("severe", "zh", tmp_path_factory)


@pytest.fixture
def typical(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return of("typical", "zh", tmp_path_factory)


def told(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "result.json").read_text("utf-8"))


def listing(folder: Path, **query: str) -> finding_list.Listing:
    result = results.read(folder)
    assert result is not None
    return finding_list.listed(result, Wanted.of(query), T)


FILTERS: dict[str, tuple[dict[str, str], Callable[[Finding], bool]]] = {
    "everything": ({}, lambda one: True),
    "a contractor": (
        {"contractor": "示例蓝田建筑劳务有限公司"}, lambda one: one["contractor"] == "示例蓝田建筑劳务有限公司",
    ),
    "a severity": ({"severity": "serious"}, lambda one: one["severity"] == "serious"),
    "a rule": ({"rule": "BK06"}, lambda one: one["rule"] == "BK06"),
    "the end of a number": ({"worker": "1471"}, lambda one: one["id_tail"] == "1471"),
    "a surname": ({"worker": "金"}, lambda one: (one["worker"] or "").startswith("金")),
    "as it is shown": ({"worker": "金* 1732"}, lambda one: one["worker"] == "金*" and one["id_tail"] == "1732"),
    "two at once": (
        {"contractor": "示例蓝田建筑劳务有限公司", "severity": "red_line"},
        lambda one: one["contractor"] == "示例蓝田建筑劳务有限公司" and one["severity"] == "red_line",
    ),
    "nobody": ({"worker": "%"}, lambda one: False),
    "a severity that is none": ({"severity": "x' or 1=1"}, lambda one: False),
}  # fmt: skip


@pytest.mark.parametrize(("query", "wanted"), FILTERS.values(), ids=FILTERS)
def test_a_filter_finds_exactly_that(typical: Path, query: dict[str, str], wanted: Callable[[Finding], bool]) -> None:
    found = listing(typical, **query)
    assert found.total == sum(map(wanted, told(typical)["findings"]))
    assert sum(len(group["rows"]) for group in found.groups) == min(found.total, PAGE)
    assert {group["rule"]: group["count"] for group in found.groups}.keys() == {
        one["rule"] for one in told(typical)["findings"] if wanted(one)
    }


def test_pages_hold_everything_once(severe: Path) -> None:
    every = told(severe)["findings"]
    assert len(every) > PAGE
    seen, page = [], "1"
    while page:
        found = listing(severe, page=page)
        assert found.total == len(every)
        seen += [row["message"] for group in found.groups for row in group["rows"]]
        page = next(iter(re.findall(r"page=(\d+)", found.next_href)), "")
    assert sorted(seen) == sorted(one["message"] for one in every)


@pytest.mark.parametrize("page", ["0", "-1", "999999", "x", "１", "9" * 30, ""])
def test_odd_pages_are_pages(severe: Path, page: str) -> None:
    found = listing(severe, page=page)
    assert found.total == len(told(severe)["findings"])
    assert 0 < found.first <= found.last <= found.total


def test_the_page_says_what_the_result_says(room: Office, typical: Path) -> None:
    site = room.site()
    made = prepared(room, site, typical)
    page = html.unescape(room.browser("clerk", sites=[site]).get(f"/hand-ins/{made}").text)
    said, data = text_of(page), told(typical)
    owed = sum(float(one["owed"] or 0) for one in data["contractors"])
    assert f"{owed:,.2f}" in said
    assert all(one["name"] in said for one in data["contractors"])
    first = next(one for one in data["findings"] if one["cell"])
    assert first["message"] in said
    assert first["cell"] in said
    for one in data["outcomes"]:
        if one["outcome"] == "not_assessed":
            assert one["reason"] in said
    assert not re.search(r"\d{17}[\dXx]", said)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_both_languages(room: Office, typical: Path, lang: str) -> None:
    site = room.site()
    made = prepared(room, site, typical)
    clerk = room.browser("clerk", sites=[site])
    clerk.get(f"/language?lang={lang}")
    page = clerk.get(f"/hand-ins/{made}")
    assert page.status_code == 200
    assert ("What to do" in page.text) == (lang == "en")


def test_what_changed(room: Office, typical: Path, tmp_path: Path) -> None:
    now, before = told(typical), copy.deepcopy(told(typical))
    gone = [{**before["findings"][0], "fingerprint": f"{n:016x}", "message": f"已经改好的第{n}条"} for n in range(3)]
    before["findings"] = before["findings"][2:] + gone
    old, new = comparison.of_result(before), comparison.of_result(now)
    now["manifest"]["compared"] = comparison.told(comparison.compare(old, new), old)
    folder = tmp_path / "result"
    shutil.copytree(typical, folder)
    (folder / "result.json").write_text(json.dumps(now, ensure_ascii=False), "utf-8")
    counts = {name: listing(folder, change=name).total for name in ("new", "still", "fixed", "unseen")}
    assert counts == {"new": 2, "still": len(now["findings"]) - 2, "fixed": 3, "unseen": 0}
    site = room.site()
    made = prepared(room, site, folder)
    clerk = room.browser("clerk", sites=[site])
    assert "改好 3 条，还没有改好 24 条，新出现 2 条" in text_of(clerk.get(f"/hand-ins/{made}").text)
    fixed = text_of(clerk.get(f"/hand-ins/{made}?change=fixed").text)
    assert all(f"已经改好的第{n}条" in fixed for n in range(3))


def test_what_cannot_be_matched_is_neither_mended_nor_new(room: Office, typical: Path, tmp_path: Path) -> None:
    """The worker key changed between the two checks: the same people have other fingerprints."""
    now, before = told(typical), copy.deepcopy(told(typical))
    people = [one for one in before["findings"] if one["worker_key"]]
    for one in people:
        one |= {"fingerprint": one["fingerprint"][::-1], "worker_key": one["worker_key"][::-1]}
    before["manifest"]["worker_key_id"] = "0" * 16
    old, new = comparison.of_result(before), comparison.of_result(now)
    now["manifest"]["compared"] = comparison.told(comparison.compare(old, new), old)
    folder = tmp_path / "result"
    shutil.copytree(typical, folder)
    (folder / "result.json").write_text(json.dumps(now, ensure_ascii=False), "utf-8")
    counts = {name: listing(folder, change=name).total for name in ("new", "still", "fixed", "unmatched")}
    still = len(now["findings"]) - len(people)
    assert counts == {"new": 0, "still": still, "fixed": 0, "unmatched": len(people)}
    site = room.site()
    made = prepared(room, site, folder)
    page = room.browser("clerk", sites=[site]).get(f"/hand-ins/{made}").text
    assert f"改好 0 条，还没有改好 {still} 条，新出现 0 条" in text_of(page)
    assert f"有 {len(people)} 条（上次 {len(people)} 条）分不清是新出现的还是没有改好的" in text_of(page)
    assert "?change=unmatched#findings" in page


def test_a_result_that_cannot_be_read_is_said(room: Office, typical: Path) -> None:
    site = room.site()
    made = prepared(room, site, typical)
    (room.desk.store.hand_in(made).result / "result.json").write_text("{", "utf-8")
    page = room.browser("clerk", sites=[site]).get(f"/hand-ins/{made}")
    assert page.status_code == 200
    assert "结果文件读不出来" in page.text


def test_markup_in_a_result_is_text(room: Office, typical: Path, tmp_path: Path) -> None:
    evil, folder = "<img src=x onerror=alert(1)>", tmp_path / "result"
    data = told(typical)
    for row in data["findings"]:
        row |= {
            "message": evil,
            "contractor": evil,
            "worker": evil,
            "file": f"{evil}.xlsx",
            "sheet": evil,
            "cell": evil,
        }
    for row in (*data["contractors"], *data["outcomes"]):
        row[{True: "name", False: "contractor"}["name" in row]] = evil
        row["reason"] = evil
    shutil.copytree(typical, folder)
    (folder / "result.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    site = room.site()
    made = prepared(room, site, folder)
    page = room.browser("clerk", sites=[site]).get(f"/hand-ins/{made}").text
    assert "&lt;img src=x" in page
    assert "<img src=x" not in page


UNUSED = "[[sheet]] eec252acedc2e056（去年.xlsx / 工资）"


@pytest.mark.parametrize(
    ("used", "said"),
    [
        ({"used": 0, "unused": [UNUSED], "stale": [], "left_out": []}, []),
        ({"used": 2, "unused": [UNUSED], "stale": [], "left_out": []}, ["有 2 种表按劳资员指定的栏目读取。"]),
        ({"used": 0, "unused": [], "stale": [], "left_out": ["附表"]}, ["按识别对照表没有读取的工作表：附表"]),
    ],
)
def test_choices_that_fit_nothing_this_month_are_not_told(typical: Path, used: dict[str, Any], said: list[str]) -> None:
    found = results.read(typical)
    assert found is not None
    given = replace(found, manifest={**found.manifest, "mapping": {"path": "mapping.toml", **used}})
    assert results.verdict(given, Wording("zh"))["mapping"] == said


def test_an_entry_is_named_by_its_file_and_not_by_its_fingerprint() -> None:
    used = {"path": "mapping.toml", "used": 1, "unused": [UNUSED], "stale": [], "left_out": []}
    assert mapping_sentences.sentences(used, Wording("zh"))[-1].endswith("没有用到的 1 条：去年.xlsx / 工资")
