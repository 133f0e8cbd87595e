"""Judging: outcomes of every rule for everybody, cells, wording, masks, and what is never shown as a pass."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from tests.house_rules import BOOK
from tests.judging_kit import CELLS, GENERAL, OTHER, PERSON, UNIT, Given, month, run, worker
from tests.rulebook import minimal
from wagecheck import facts, rulebook
from wagecheck.judging.units import PROJECT_FRAMES
from wagecheck.ledgers import catalogue
from wagecheck.ledgers.provenance import pack_one
from wagecheck.result import CONTRACTORS, FINDINGS, OUTCOMES, WORKERS, Result

PAYROLL, PAYMENT, ATTENDANCE = 0, 1, 2


def outcome(result: Result, rule: str, contractor: str = UNIT["contractor"], period: str = "2026-10") -> dict[str, Any]:
    rows = result.outcomes.filter(
        (pl.col("rule") == rule) & (pl.col("contractor") == contractor) & (pl.col("period") == period)
    )
    assert rows.height == 1, f"{rule}: {rows.height} outcomes"
    return rows.row(0, named=True)


def short_paid(**more: Any) -> dict[str, Any]:
    places = {"payroll_at": [pack_one(PAYROLL, 12)], "payment_at": [pack_one(PAYMENT, 41), pack_one(PAYMENT, 40)]}
    return worker(paid_total=4800, **places, **more)


def test_a_finding_names_both_values_and_both_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(monkeypatch, {"contractor_month": [month()], "worker_month": [short_paid()]}, book=BOOK)
    finding = result.findings.filter(pl.col("rule") == "BK06").row(0, named=True)
    assert (finding["file"], finding["sheet"], finding["row"], finding["cell"]) == (
        "甲/工资表.xlsx",
        "工资表",
        13,
        "H13",
    )
    assert [place["cell"] for place in finding["also"]] == ["E40", "E41"]
    assert (finding["expected"], finding["actual"]) == ("5000.00", "4800.00")
    assert "200.00" in finding["message"]
    assert finding["law"][0] == "《保障农民工工资支付条例》第三十一条"
    assert (finding["worker"], finding["id_tail"]) == ("张*", "0017")


def test_places_are_listed_once_and_fall_back_to_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = CELLS.filter(pl.col("field") != "net_pay")
    twice = [pack_one(PAYROLL, 12), pack_one(PAYROLL, 12)]
    row = worker(paid_total=4800, payroll_at=twice, payment_at=[pack_one(PAYMENT, 40, 7)])
    result = run(
        monkeypatch, {"contractor_month": [month()], "worker_month": [row]}, book=BOOK, given=Given(cells=cells)
    )
    finding = result.findings.filter(pl.col("rule") == "BK06").row(0, named=True)
    assert finding["cell"] == "B12"
    assert [place["cell"] for place in finding["also"]] == ["G40"]


def test_without_any_place_the_frame_tells_file_and_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    issue = {
        **UNIT,
        "code": "IN02",
        "file": "甲/说明.xlsx",
        "sheet": "Sheet1",
        "ordinal": 1,
        "detail": "说明",
        "count": 1,
    }
    missing = {**UNIT, "ledger": "notice", "ledger_title": "工资公示表", "submitted": False, "workers": 2}
    result = run(
        monkeypatch,
        {"contractor_month": [month()], "intake_issue": [issue], "ledger_presence": [missing]},
        book=BOOK,
    )
    found = {row["rule"]: row for row in result.findings.iter_rows(named=True)}
    assert (found["IN02"]["file"], found["IN02"]["cell"]) == ("甲/说明.xlsx", None)
    assert found["SU01"]["ledger"] == "notice"


OUTCOMES_OF_BK06 = [
    ("all rows agree", [worker()], {}, "pass", 0, 1, 0),
    ("one row differs", [worker(paid_total=4800), worker(**OTHER)], {}, "fail", 1, 2, 0),
    ("one row is not known: not a pass", [worker(), worker(**OTHER, paid_total=None)], {}, "not_assessed", 0, 1, 1),
    ("one differs, one is not known", [worker(paid_total=1), worker(**OTHER, paid_total=None)], {}, "fail", 1, 1, 1),
    ("no row is the rule's business", [worker(in_payroll=False)], {}, "pass", 0, 0, 0),
    ("the ledger was not handed in", [worker()], {"has_payment": False}, "not_assessed", 0, 0, 0),
    (
        "not handed in, although a row would fail",
        [worker(paid_total=1)],
        {"has_payment": None},
        "not_assessed",
        0,
        0,
        0,
    ),
]


@pytest.mark.parametrize(
    ("case", "workers", "unit", "wanted", "count", "assessed", "unassessed"),
    OUTCOMES_OF_BK06,
    ids=[case[0] for case in OUTCOMES_OF_BK06],
)
def test_outcome(
    case: str,
    workers: list[dict[str, Any]],
    unit: dict[str, Any],
    wanted: str,
    count: int,
    assessed: int,
    unassessed: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    result = run(monkeypatch, {"contractor_month": [month(**unit)], "worker_month": workers}, book=BOOK)
    told = outcome(result, "BK06")
    assert (told["outcome"], told["count"], told["assessed"], told["unassessed"]) == (
        wanted,
        count,
        assessed,
        unassessed,
    )
    assert result.findings.filter(pl.col("rule") == "BK06").height == count
    if wanted == "not_assessed":
        assert told["reason"] and told["reason_en"]


def test_a_missing_ledger_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(monkeypatch, {"contractor_month": [month(has_payment=False)], "worker_month": [worker()]}, book=BOOK)
    assert outcome(result, "BK06")["reason"] == "未提交银行流水"
    assert outcome(result, "BK06")["reason_en"] == "not submitted: payment"


def test_a_missing_column_is_named_with_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [worker(payroll_days=22, days_worked=22), worker(**OTHER, payroll_days=22)]
    result = run(monkeypatch, {"contractor_month": [month()], "worker_month": rows}, book=BOOK)
    assert outcome(result, "AT02")["reason"] == "1 行缺少“考勤天数（单位或符号不明的不计）”，无法判断"
    assert (
        outcome(result, "AT02")["reason_en"] == "1 row lacks: days of attendance (unclear units or signs do not count)"
    )


TIERS = [
    ("a tier nobody gave", {"region": "370100"}, "not_assessed", "档次"),
    ("no region", {}, "not_assessed", "行政区划代码"),
    ("a number in force", {"region": "370100", "tier": "1"}, "fail", None),
]


@pytest.mark.parametrize(("case", "unit", "wanted", "named"), TIERS, ids=[case[0] for case in TIERS])
def test_a_number_that_is_not_known_is_asked_for(
    case: str, unit: dict[str, Any], wanted: str, named: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = worker(normal_pay=1500, payroll_days=22, days_worked=22, days_present=22)
    result = run(monkeypatch, {"contractor_month": [month(**unit)], "worker_month": [row]}, book=BOOK)
    told = outcome(result, "PY10")
    assert told["outcome"] == wanted
    assert named is None or named in told["reason"]


def test_every_monthly_rule_speaks_for_every_contractor_and_period(monkeypatch: pytest.MonkeyPatch) -> None:
    september = {"period": "2026-09", "period_start": dt.date(2026, 9, 1), "period_end": dt.date(2026, 9, 30)}
    units = [month(), month(contractor="乙劳务有限公司"), month(**september)]
    project = {**GENERAL, "as_of": dt.date(2026, 11, 28)}
    result = run(monkeypatch, {"contractor_month": units, "project_month": [project]}, book=BOOK)
    told = {(row["contractor"], row["period"], row["rule"]) for row in result.outcomes.iter_rows(named=True)}
    assert len(told) == result.outcomes.height
    for rule in BOOK.judged:
        keys = {key[:2] for key in told if key[2] == rule.id}
        if rule.about in PROJECT_FRAMES:
            assert keys == {(GENERAL["contractor"], "2026-10")}, rule.id
        elif facts.frames()[rule.about].standing:
            assert keys == {(UNIT["contractor"], "2026-10"), ("乙劳务有限公司", "2026-10")}, rule.id
        else:
            assert len(keys) == 3, rule.id


def test_without_project_data_its_rules_are_not_assessed(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(monkeypatch, {"contractor_month": [month()]}, book=BOOK)
    told = outcome(result, "PJ01")
    assert (told["outcome"], told["reason"]) == ("not_assessed", "未提交项目")


def test_without_a_blacklist_its_rules_are_not_assessed(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(monkeypatch, {"contractor_month": [month()]}, book=BOOK)
    assert outcome(result, "BL01")["outcome"] == "not_assessed"
    ledgers = {name: catalogue.empty(name) for name in catalogue.LEDGERS}
    row = pl.DataFrame({"src": [0], "row": [3], "project": [UNIT["project"]], "name": [UNIT["contractor"]]})
    ledgers["contractor"] = pl.concat([ledgers["contractor"], row], how="diagonal_relaxed").cast(
        catalogue.schema("contractor")
    )
    result = run(
        monkeypatch, {"contractor_month": [month()]}, book=BOOK, entries=pl.DataFrame(), given=Given(ledgers=ledgers)
    )
    assert outcome(result, "BL01")["outcome"] == "pass"


def test_a_column_check_rule_needs_one_of_its_ledgers(monkeypatch: pytest.MonkeyPatch) -> None:
    none = dict.fromkeys(f"has_{name}" for name in ("identity", "contract", "roster", "payroll", "payment", "notice"))
    result = run(monkeypatch, {"contractor_month": [month(**none, has_attendance=False)]}, book=BOOK)
    assert outcome(result, "RN01")["outcome"] == "not_assessed"
    assert outcome(run(monkeypatch, {"contractor_month": [month()]}, book=BOOK), "RN01")["outcome"] == "pass"


def test_a_rule_applies_by_the_pay_month(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    old = {"period": "2020-04", "period_start": dt.date(2020, 4, 1), "period_end": dt.date(2020, 4, 30)}
    new = {"period": "2020-05", "period_start": dt.date(2020, 5, 1), "period_end": dt.date(2020, 5, 31)}
    book = rulebook.load(minimal.write(tmp_path))
    monkeypatch.setattr("wagecheck.judging.settings.build", lambda *_: SimpleNamespace(standing_words={}))
    rows = {
        "contractor_month": [month(**old), month(**new)],
        "worker_month": [worker(paid_total=1, **old), worker(paid_total=1, **new)],
    }
    result = run(monkeypatch, rows, book=book)
    assert result.outcomes.select("period", "outcome").rows() == [("2020-05", "fail")]
    assert result.findings["period"].to_list() == ["2020-05"]


def small(monkeypatch: pytest.MonkeyPatch, folder: Path, rows: dict[str, Any], **more: str) -> Result:
    book = rulebook.load(minimal.write(folder, **more))
    monkeypatch.setattr("wagecheck.judging.settings.build", lambda *_: SimpleNamespace(standing_words={}))
    return run(monkeypatch, rows, book=book)


def test_a_month_too_early_to_be_true_is_never_passed_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """2016 for 2026: what was not in force yet could not be judged; it has not passed."""
    early = {"period": "2016-10", "period_start": dt.date(2016, 10, 1), "period_end": dt.date(2016, 10, 31)}
    result = run(monkeypatch, {"contractor_month": [month(**early)], "worker_month": [worker(**early)]})
    told = {
        rule: (outcome, reason)
        for rule, outcome, reason in result.outcomes.select("rule", "outcome", "reason").iter_rows()
    }
    assert told["PY18"][0] == "not_assessed"
    assert "请核对月份" in told["PY18"][1]
    assert "请核对月份" not in (told["LC08"][1] or "")  # of 2008: in force then
    assert {rule.id for rule in BOOK.judged if rule.about == "worker_month"} <= set(told)
    assert result.exit_code() in (1, 3)


def test_the_first_level_that_holds_overrides(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    rule = minimal.RULE.replace(
        'severity = "hint"',
        'severity = "hint"\nkind = "signal"\nmessage = "多发 {difference}"\n\n'
        '[[level]]\nwhen = "true"\nseverity = "general"',
    )
    rows = {
        "contractor_month": [month()],
        "worker_month": [worker(paid_total=5100), worker(**OTHER, paid_total=4000)],
    }
    found = small(monkeypatch, tmp_path, rows, rule=rule).findings.sort("severity")
    assert found.select("severity", "kind", "message").rows() == [
        ("general", "violation", "李*（尾号006X） 2026-10 应发 5,000.00，到账 4,000.00，差 1,000.00"),
        ("hint", "signal", "多发 100.00"),
    ]


def test_a_rule_that_breaks_takes_no_other_with_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = minimal.write(tmp_path)
    broken = minimal.RULE.replace("BK06", "BK07").replace('given = "in_payroll"', 'given = "CAST(team AS INTEGER) > 0"')
    (folder / "BK" / "BK07.toml").write_text(broken, "utf-8")
    rows = {"contractor_month": [month()], "worker_month": [worker(paid_total=1, team="木工班")]}
    result = small(monkeypatch, folder, rows)
    assert outcome(result, "BK07")["outcome"] == "error"
    assert "木工班" not in outcome(result, "BK07")["reason"]
    assert outcome(result, "BK06")["outcome"] == "fail"
    assert result.findings["rule"].to_list() == ["BK06"]
    assert result.exit_code() == 2


def test_a_frame_that_breaks_takes_only_its_rules_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {"contractor_month": [month()], "worker_month": [short_paid()]}
    result = run(monkeypatch, rows, book=BOOK, broken_frames=("payment_row",))
    errors = set(result.outcomes.filter(pl.col("outcome") == "error")["rule"])
    assert errors == {rule.id for rule in BOOK.judged if rule.about == "payment_row"}
    assert outcome(result, "BK06")["outcome"] == "fail"


def test_nothing_personal_leaves_unmasked(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {
        **UNIT, **PERSON, "payment_key": "k", "document": "statement", "payee_name": "王某丙", "matched_by": "card",
        "payee_account": "6228480000000000018", "payer_account": "6217000000000000020", "payer_is_special": False,
        "special_account": "6222000000000000009", "payee_is_worker": False, "payee_is_company": False, "amount": 5000,
        "paid_on": dt.date(2026, 11, 18), "status": "success", "memo": "13800001234 工资",
    }  # fmt: skip
    check = {
        **UNIT, **PERSON, "rule": "RN01", "ledger": "roster", "field": "id_number", "problem": "check_digit",
        "subject": "110199199003070018", "value": "110199199003070018",
    }  # fmt: skip
    rows = {
        "contractor_month": [month()],
        "payment_row": [row],
        "ledger_check": [check],
        "worker_month": [short_paid()],
    }
    masked = str(run(monkeypatch, rows, book=BOOK).to_json())
    assert run(monkeypatch, rows, book=BOOK).findings["rule"].n_unique() >= 3
    for secret in ("110199199003070017", "110199199003070018", "6228480000000000018", "6217000000000000020",
                   "6222000000000000009", "13800001234", "张某甲", "王某丙"):  # fmt: skip
        assert secret not in masked
    plain = run(monkeypatch, rows, book=BOOK, unmask=True)
    assert "张某甲" in str(plain.to_json())
    assert plain.manifest["unmask"] is True


def test_fingerprints_do_not_hang_on_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    def marks(row: int, **more: Any) -> set[str]:
        rows = {
            "contractor_month": [month()],
            "worker_month": [worker(paid_total=4800, payroll_at=[pack_one(PAYROLL, row)], **more)],
        }
        return set(run(monkeypatch, rows, book=BOOK).findings["fingerprint"])

    assert marks(12) == marks(99)
    assert not marks(12) & marks(12, **OTHER)


def test_a_standing_finding_keeps_its_fingerprint_next_month(monkeypatch: pytest.MonkeyPatch) -> None:
    def mark(**when: Any) -> list[str]:
        row = {**UNIT, "name_key": "张三", "phone": "13800001234", "n_numbers": 2, "numbers": "甲、乙", **when}
        return (
            run(monkeypatch, {"contractor_month": [month(**when)], "name_phone": [row]}, book=BOOK)
            .findings["fingerprint"]
            .to_list()
        )

    later = {"period": "2026-11", "period_start": dt.date(2026, 11, 1), "period_end": dt.date(2026, 11, 30)}
    assert mark() == mark(**later)


def test_two_runs_are_equal_whatever_the_order_of_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [short_paid(), worker(**OTHER, paid_total=1)]
    units = [month(), month(contractor="乙劳务有限公司")]
    one = run(monkeypatch, {"contractor_month": units, "worker_month": rows}, book=BOOK).to_json()
    two = run(monkeypatch, {"contractor_month": units[::-1], "worker_month": rows[::-1]}, book=BOOK).to_json()
    assert one == two


def test_figures_of_a_contractor(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        worker(),
        worker(**OTHER, paid_total=4000, owed=1000, days_late=10),
        worker(
            person="name:王五", id_number=None, name="王五", in_contract=False, paid_total=None, due=None, owed=None
        ),
        worker(person="name:赵六", id_number=None, name="赵六", active=False),
    ]
    result = run(monkeypatch, {"contractor_month": [month(uscc="91110199MA00000X7P")], "worker_month": rows}, book=BOOK)
    row = result.contractors.row(0, named=True)
    assert (row["name"], row["uscc"], row["workers"]) == (UNIT["contractor"], "91110199MA00000X7P", 3)
    assert (str(row["owed"]), str(row["unpaid"])) == ("1000.00", "1000.00")
    assert row["paid_share"] == pytest.approx(0.9)
    assert row["six_unified_share"] == pytest.approx(1 / 3)
    assert row["signing_share"] == pytest.approx(2 / 3)
    assert row["real_name_share"] == 1.0
    assert row["findings"] == result.findings.height == row["red_line"] + row["serious"] + row["general"] + row["hint"]


SCORES = [
    ("nothing found", [worker()], "green", 0),
    ("nobody to find anything about", [], "grey", 0),
    ("one red line", [worker(paid_total=1)], "yellow", 40),
    ("one family is capped", [worker(person=f"name:{n}", paid_total=1) for n in range(9)], "yellow", 60),
]


def test_the_score_is_capped_per_family_and_a_hard_stop_is_red(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def figures(workers: list[dict[str, Any]], name: str, profile: str = minimal.PROFILE) -> tuple[str, int]:
        rows = {"contractor_month": [month()], "worker_month": workers}
        row = small(monkeypatch, tmp_path / name, rows, profile=profile).contractors.row(0, named=True)
        return row["colour"], row["score"]

    for number, (case, workers, colour, score) in enumerate(SCORES):
        assert figures(workers, str(number)) == (colour, score), case
    stop = minimal.PROFILE.replace("[families]", "[families]").replace(
        "cap_per_family", 'hard_stops = ["BK06"]\ncap_per_family'
    )
    assert figures([worker(paid_total=1)], "stop", stop) == ("red", 40)


MARKS = [
    ("everything agrees", {}, {}),
    ("not in the notice", {"in_notice": False}, {"notice": "missing"}),
    ("perhaps in the notice", {"in_notice": None}, {"notice": "unclear"}),
    ("paid less than the payroll says", {"paid_total": 4800}, {"pay": "differs"}),
    ("no payment", {"in_payment": False}, {"pay": "missing"}),
    ("payroll without statement", {"in_payment": None, "handed_in": False}, {"pay": "not_submitted"}),
    ("days differ", {"payroll_days": 24, "days_worked": 22}, {"attendance": "differs"}),
]


@pytest.mark.parametrize(("case", "facts", "marks"), MARKS, ids=[case[0] for case in MARKS])
def test_marks_of_a_worker(
    case: str, facts: dict[str, Any], marks: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    handed_in = {"has_payment": facts.get("handed_in", True)}
    rows = {"contractor_month": [month(**handed_in)], "worker_month": [worker(**facts)]}
    row = run(monkeypatch, rows, book=BOOK).workers.row(0, named=True)
    wanted = {**dict.fromkeys(("identity", "contract", "roster", "attendance", "pay", "notice"), "ok"), **marks}
    assert {mark: row[f"mark_{mark}"] for mark in wanted} == wanted


def test_rows_without_a_contractor_are_judged_too(monkeypatch: pytest.MonkeyPatch) -> None:
    issue = {"project": "示例项目", "code": "IN02", "file": "说明.xlsx", "sheet": "Sheet1", "ordinal": 1, "count": 1}
    result = run(monkeypatch, {"contractor_month": [month()], "intake_issue": [issue]}, book=BOOK)
    assert result.findings.select("rule", "contractor", "period").rows() == [("IN02", "（未归属）", "")]
    assert outcome(result, "IN02", "（未归属）", "")["outcome"] == "fail"
    assert "（未归属）" in result.contractors["name"].to_list()


def test_an_empty_submission_has_a_result(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(monkeypatch, {}, book=BOOK)
    schemas = (FINDINGS, OUTCOMES, CONTRACTORS, WORKERS)
    for frame, schema in zip(
        (result.findings, result.outcomes, result.contractors, result.workers), schemas, strict=True
    ):
        assert frame.schema == schema
        assert frame.is_empty()
    assert result.exit_code() == 0


def test_english_titles_are_those_of_titles_there_are() -> None:
    titles = {
        title for frame in BOOK.dictionaries["columns"].values() if isinstance(frame, dict) for title in frame.values()
    }
    assert set(BOOK.dictionaries["columns_en"]["column"]) <= titles
