"""The contractor page: reasons of the marks, arrears, lists, changes, links, and its size."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.judging_kit import OTHER, UNIT, month, run, worker
from tests.report.result_kit import at, finding, result
from wagecheck.report import contractor_page, html, letters, outputs, page_size
from wagecheck.report.outputs import Outputs
from wagecheck.report.page_size import Limits
from wagecheck.result import MARKS, Result
from wagecheck.wording import Lang, Wording

ZH, EN = Wording("zh"), Wording("en")
SITE = ("示例工程", "示例劳务有限公司")
FIRM: dict[str, Any] = {"project": SITE[0], "name": SITE[1], "period": "2026-10", "colour": "red", "workers": 2}
WHO: dict[str, Any] = {"project": SITE[0], "contractor": SITE[1], "period": "2026-10", "worker_key": "a" * 16}
OK = {f"mark_{mark}": "ok" for mark in MARKS}
LISTED: dict[str, Any] = {
    "project": SITE[0], "contractor": SITE[1], "role": "company", "name": None, "match": "uscc", "decided": False,
    "list_title": "示例名单", "entry_name": SITE[1], "decision_no": "示例决字1号", "authority": "示例局",
    "from": "2026-03-02", "to": None, "in_force": True, "periods": ["2026-10"],
}  # fmt: skip


def page(made: Result, out: Path, lang: Lang = "zh") -> str:
    """The page of the contractor as it is written."""
    out.mkdir(exist_ok=True)
    html.write(made, out, Wording(lang))
    return (out / "contractors" / f"{SITE[1]}.html").read_text("utf-8")


def view(made: Result, t: Wording = ZH, **more: Any) -> dict[str, Any]:
    return contractor_page.view(made, *SITE, t, **more)


def why(ledger: str, what: str, *findings: str) -> dict[str, Any]:
    return {"ledger": ledger, "what": what, "findings": list(findings)}


# ---- why a mark is not ✓, from the facts

REASONS = [
    ("in the roster there is nobody of that name", {"in_roster": False}, {}, "roster", ("missing", {"SU02", "RN04"})),
    ("no notice was handed in", {"in_notice": None}, {"has_notice": False}, "notice", ("not_submitted", set())),
    ("a namesake may be meant", {"in_notice": None}, {}, "notice", ("unclear", set())),
    ("days differ", {"payroll_days": 24, "days_worked": 22}, {}, "attendance", ("differs", {"AT02"})),
    ("no payment", {"in_payment": False, "paid_total": 0, "owed": 5000, "days_late": 9}, {}, "payment",
     ("missing", {"PY18"})),
]  # fmt: skip


@pytest.mark.parametrize(("case", "facts", "unit", "ledger", "wanted"), REASONS, ids=[case[0] for case in REASONS])
def test_every_mark_that_is_not_ok_says_why(
    case: str,
    facts: dict[str, Any],
    unit: dict[str, Any],
    ledger: str,
    wanted: tuple[str, set[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [worker(n_lacks=1 if "in_roster" in facts else 0, lacks="花名册", **facts), worker(**OTHER)]
    made = run(monkeypatch, {"contractor_month": [month(**unit)], "worker_month": rows})
    told = {row["name"]: row for row in made.workers.iter_rows(named=True)}
    (found,) = told["张*"]["why"]
    rules = set(made.findings.filter(pl.col("fingerprint").is_in(found["findings"]))["rule"])
    assert (found["ledger"], found["what"]) == (ledger, wanted[0]), case
    assert rules <= wanted[1]
    assert bool(rules) == bool(wanted[1]), "the finding that says so"
    mark = "pay" if ledger in ("payroll", "payment") else ledger
    assert told["张*"][f"mark_{mark}"] == wanted[0]
    if not unit:
        assert told["李*"]["why"] == []


def test_the_page_says_why_in_words_on_hover_and_leads_to_the_finding(tmp_path: Path) -> None:
    place = at("示例劳务有限公司/工资.xlsx", "工资", "K10")
    differs = finding(1, rule="BK06", message="少 200.00 元。", message_en="200 short.", **place)
    row = {**WHO, "name": "张*", "id_tail": "0017", **OK, "mark_pay": "differs", "mark_roster": "missing",
           "mark_notice": "not_submitted", "mark_identity": "unclear",
           "why": [why("identity", "unclear"), why("roster", "missing"),
                   why("payment", "differs", differs["fingerprint"]), why("notice", "not_submitted")]}  # fmt: skip
    text = page(result([differs], contractors=[FIRM], workers=[row]), tmp_path / "out")
    matrix = text[text.index('id="matrix"') : text.index('id="arrears"')]
    assert 'title="花名册里没有此人"' in matrix
    assert 'title="少 200.00 元。（工资.xlsx K10）"' in matrix
    words = re.sub(r"<[^>]+>", "", matrix[matrix.index('class="why"') :])
    assert "花名册：花名册里没有此人" in words
    assert "银行流水：少 200.00 元。（工资.xlsx K10）" in words
    assert "认不出其中有没有此人" in words
    assert "没有提交" not in words, "said once above the table"
    assert "本期没有提交：工资公示表。" in matrix
    assert 'href="#BK06-red_line"' in matrix
    assert 'id="BK06-red_line"' in text


# ---- arrears


def test_arrears_have_a_total_of_everybody_and_say_what_is_not_known() -> None:
    def owing(number: int, owed: str | None, **more: Any) -> dict[str, Any]:
        return {**WHO, **OK, "worker_key": f"{number:016x}", "name": f"张{number}", "due": Decimal(100), "paid": Decimal(0),
                "owed": None if owed is None else Decimal(owed), **more}  # fmt: skip

    late = {"due_on": dt.date(2026, 11, 13), "days_late": 8}
    rows = [owing(1, "10.10", **late), owing(2, "99.95", **late), owing(3, "0"), owing(4, None), owing(5, "5.00")]
    shown = view(result([], contractors=[FIRM], workers=rows), limits=replace(Limits(), workers=2))
    assert [(row["owed"], row["due_on"], row["days_late"]) for row in shown["arrears"]] == [
        ("99.95", "2026-11-13", 8),
        ("10.10", "2026-11-13", 8),
    ]
    assert shown["arrears_sums"] == {"due": "300.00", "paid": "0.00", "owed": "115.05"}
    assert (shown["arrears_total"], shown["arrears_people"]) == (3, 3)
    assert "1 笔" in shown["arrears_unknown"]


# ---- lists

LISTS = [
    ("no list was given", {"compared": False, "reason": "未提供黑名单", "reason_en": "none", "entries": [], "unknown": []},
     "grey", "未能判断：未提供黑名单"),
    ("on no list", {"compared": True, "entries": [], "unknown": []}, "green", "未在名单上"),
    ("on a list", {"compared": True, "entries": [LISTED], "unknown": []}, "red", "示例决字1号"),
    ("a name that is near", {"compared": True, "entries": [{**LISTED, "match": "near_name"}], "unknown": []}, "orange",
     "需核实"),
    ("recorded to be the same", {"compared": True, "unknown": [],
     "entries": [{**LISTED, "match": "near_name", "decided": True}]}, "red", "示例名单"),
    ("long over", {"compared": True, "entries": [{**LISTED, "in_force": False}], "unknown": []}, "grey", "不在名单有效期内"),
    ("no dates", {"compared": True, "entries": [{**LISTED, "in_force": None}], "unknown": []}, "orange", "需核实"),
    ("its leader", {"compared": True, "entries": [{**LISTED, "role": "team_leader", "name": "张*", "match": "id"}],
     "unknown": []}, "orange", "需核实"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "told", "tone", "said"), LISTS, ids=[case[0] for case in LISTS])
def test_the_status_on_lists_is_told_from_data(case: str, told: dict[str, Any], tone: str, said: str) -> None:
    made = result([], contractors=[FIRM], listings={"reason": None, "reason_en": None, **told})
    status = view(made)["listed"]
    assert (status["tone"], said in status["sentence"]) == (tone, True), status["sentence"]
    if told["compared"]:
        assert any("没有填统一社会信用代码" in note for note in status["notes"])
    assert view(made, EN)["listed"]["tone"] == tone


def test_a_list_without_a_word_of_the_contractor_is_told_by_the_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    match = {**UNIT, "entry": "1", "match": "uscc", "list_title": "示例名单", "entry_name": "甲劳务有限公司",
             "in_force": True, "in_force_from": dt.date(2026, 3, 2)}  # fmt: skip
    kin = {**UNIT, **OTHER, "entry": "2", "role": "team_leader", "match": "name", "entry_name": "乙公司"}
    rows = {"contractor_month": [month()], "listing_match": [match], "listed_person": [kin]}
    listed = run(monkeypatch, rows, entries="given").manifest["listings"]
    assert listed["compared"]
    assert [(one["role"], one["name"], one["match"], one["from"]) for one in listed["entries"]] == [
        ("company", None, "uscc", "2026-03-02"),
        ("team_leader", "李*", "name", None),
    ]
    assert not run(monkeypatch, {"contractor_month": [month()]}).manifest["listings"]["compared"]
    failed = run(monkeypatch, rows, entries="given", broken_frames=("listed_person",)).manifest["listings"]
    assert not failed["compared"], "a frame that failed is no clean bill"


# ---- what changed


def test_changes_are_those_of_this_contractor(tmp_path: Path) -> None:
    rows = [finding(1), finding(2), finding(3, state="waived"), finding(4, contractor="别家劳务有限公司")]
    before = {
        "findings": [finding(2), finding(3), finding(8, message="已补发。"), finding(9, contractor="别家劳务有限公司")],
        "outcomes": [], "rules": [], "manifest": {"as_of": "2026-10-21"},
    }  # fmt: skip
    decided = [{"project": SITE[0], "contractor": name, "period": "2026-10", "rule": "BK06", "outcome": "fail"}
               for name in (SITE[1], "别家劳务有限公司")]  # fmt: skip
    made = result(rows, outcomes=decided, contractors=[FIRM, {**FIRM, "name": "别家劳务有限公司"}]).compared_with(
        before
    )
    changed = view(made)["changed"]
    assert "与 2026-10-21 的核对相比" in changed["sentence"]
    assert "新增 1 条，仍未解决 1 条，已解决 1 条，已豁免 1 条" in changed["sentence"]
    assert [row["message"] for row in changed["fixed"]] == ["已补发。"]
    text = page(made, tmp_path / "out")
    assert text.count('<span class="tag new">新</span>') == 1
    assert "已补发。" in text


# ---- links


def test_pages_link_to_what_was_written_and_to_nothing_else(tmp_path: Path) -> None:
    assert outputs.LETTERS_LIST == letters.INDEX
    name = "示例 劳务/工资#1%.xlsx"
    marked = [
        {"file": name, "findings": 1, "how": "edited", "copy": f"marked/{name}", "coloured": 1, "reason": None,
         "reason_en": None},
    ]  # fmt: skip
    made = result([finding(1, **at(name, "工资", "A1"))], contractors=[FIRM], marked=marked)
    shown = {**made.manifest, "inputs": [{"path": name, "sha256": "0" * 64, "size": 1, "kind": "xlsx", "rows": 1,
             "status": "read", "contractors": [SITE[1]], "tables": []}]}  # fmt: skip
    made = replace(made, manifest=shown)
    out = tmp_path / "out"
    bare = page(made, out)
    assert "findings.xlsx" not in bare
    assert "letters" not in re.sub(r"<(script|style)>.*?</\1>", "", bare, flags=re.S)
    assert 'href="../marked/%E7%A4%BA%E4%BE%8B%20%E5%8A%B3%E5%8A%A1/%E5%B7%A5%E8%B5%84%231%25.xlsx"' in bare
    again = tmp_path / "again"
    (again / "letters").mkdir(parents=True)
    (again / "findings.xlsx").write_bytes(b"")
    (again / "letters" / "letters.json").write_text(
        '{"letters": [{"number": "1", "kind": "union", "project": "示例工程", "contractor": "示例劳务有限公司", '
        '"worker": null, "files": {"a b/1.docx": ""}}, {"number": "2", "kind": "union", "project": "示例工程", '
        '"contractor": "别家", "worker": null, "files": {"c/2.docx": ""}}]}',
        "utf-8",
    )
    text = page(made, again)
    assert 'href="../findings.xlsx"' in text
    assert 'href="../letters/a%20b/1.docx"' in text
    assert "c/2.docx" not in text
    assert "findings.csv" not in text


def test_copies_are_counted_by_the_problems_of_the_page_s_contractor() -> None:
    """A file of several contractors: what others did wrong in it stands on their pages; why there is no copy, once."""
    none = {"how": "none", "copy": None, "coloured": 0, "reason": "导出表。", "reason_en": "a table."}
    marked = [
        {"file": "共用.xlsx", "findings": 9, "how": "edited", "copy": "marked/共用.xlsx", "coloured": 9, "reason": None,
         "reason_en": None},
        {"file": "payroll", "findings": 5, **none}, {"file": "roster", "findings": 4, **none},
        {"file": "别家.xlsx", "findings": 4, **none},
    ]  # fmt: skip
    table = {"ledger": "payroll", "file": "payroll", "sheet": "", "row": 2, "cell": "B2"}
    made = result(
        [
            finding(1, **at("共用.xlsx", "工资", "A1"), also=[table, {**table, "cell": "C2"}]),
            finding(2, **at("共用.xlsx", "工资", "A2")),
            finding(3, **at("roster", "", "A3")),
            finding(4, contractor="别家劳务有限公司", **at("共用.xlsx", "工资", "A4")),
            finding(5, contractor="别家劳务有限公司", **at("别家.xlsx", "工资", "A4")),
        ],
        contractors=[FIRM],
        marked=marked,
    )
    shown = view(made)["outputs"]
    assert [(copy["file"], copy["findings"]) for copy in shown["copies"]] == [("共用.xlsx", 2)]
    assert shown["copies_total"] == 1
    assert shown["no_copies"] == ["payroll、roster 没有标注副本：导出表。"]


# ---- size and hostile texts


@pytest.mark.parametrize("name", ["张*", "\u202e张👩‍👩‍👧‍👦<script>alert(1)</script>" * 50])
def test_a_huge_contractor_fits_with_exact_totals(name: str, tmp_path: Path) -> None:
    count = 20_000
    few = result([finding(0, worker=name, message=name * 3, **at(f"{name}.xlsx", "工资", "A1"))], contractors=[FIRM],
                 workers=[{**WHO, "name": name, **OK, "mark_pay": "missing", "why": [why("payment", "missing")],
                           "owed": Decimal("1.10"), "due": Decimal(2), "paid": Decimal(1)}])  # fmt: skip
    number = pl.int_range(pl.len()).cast(pl.String).str.zfill(16)
    many = pl.concat([few.findings] * count).with_columns(
        fingerprint=number, rule=pl.format("X{}", pl.int_range(pl.len()) % 400)
    )
    people = pl.concat([few.workers] * 2_000).with_columns(
        worker_key=number, period=pl.format("20{}-10", 10 + pl.int_range(pl.len()) % 50)
    )
    rules = tuple(replace(few.rules[0], id=f"X{i}", remedy="补足。" * 50) for i in range(400))
    text = page(replace(few, findings=many, workers=people, rules=rules), tmp_path / "out")
    assert len(text.encode()) <= page_size.PAGE_BYTES
    assert f"{count} <small>条" in text
    assert "合计（全部 2000 笔）" in text
    assert "2,200.00" in text
    assert "共分 400 组" in text or text.count('class="rule tone') == 400
    assert "50 个，" not in text
    assert "<script>alert" not in text
    assert "\u202e" not in text


def test_the_longest_page_that_fits_is_taken() -> None:
    tried: list[int] = []

    def render(limits: Limits) -> str:
        tried.append(limits.rows)
        return "字" * limits.rows * 10_000

    assert len(page_size.fitted(render)) == 25 * 10_000
    assert tried == [50, 25]
    assert page_size.fitted(lambda _: "字" * 10**6) == "字" * 10**6, "at least it ends"


def test_outputs_of_a_folder_without_any_are_empty(tmp_path: Path) -> None:
    assert Outputs.of(tmp_path) == Outputs()
    assert Outputs().shared(ZH) == []
