"""How findings add up: colours, hard stops, conclusions about workers and companies, sums of money, who pays."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.house_rules import BOOK
from tests.judging_kit import GENERAL, OTHER, PERSON, UNIT, Given, month, run, worker
from wagecheck import rulebook
from wagecheck.errors import RuleError
from wagecheck.judging import conclusions, contractors, payers
from wagecheck.ledgers import catalogue
from wagecheck.result import MONEY, Result

PROFILE = BOOK.profile
PROJECT, FIRM = UNIT["project"], UNIT["contractor"]

# -- colours -----------------------------------------------------------------------------------------------------------


def scored(rows: Sequence[tuple[str, str]], state: str = "open") -> dict[str, Any]:
    """Score and colour of findings given as (rule, severity)."""
    named = [{**UNIT, "rule": rule, "severity": severity, "state": state, "kind": "signal"} for rule, severity in rows]
    columns = ("project", "contractor", "period", "rule", "severity", "kind")
    found = pl.DataFrame(named, schema=dict.fromkeys(columns, pl.String)).with_columns(
        money=pl.lit("involved"), amount=pl.lit(None, pl.Decimal(18, 2)), state=pl.lit(state)
    )
    outcomes = pl.DataFrame([{**UNIT, "rule": "BK06", "outcome": "pass"}]).drop("period_start", "period_end")
    schema = {
        **dict.fromkeys(("project", "contractor", "period", "person"), pl.String), "suspected": pl.Boolean,
        **dict.fromkeys(("due", "paid_total", "owed"), pl.Decimal(18, 2)),
        **dict.fromkeys(
            (f"{kind}_{ledger}" for kind in ("in", "differs") for ledger in catalogue.SIX), pl.Boolean
        ),
    }  # fmt: skip
    money = {rule.id: rule.money for rule in BOOK.rules}
    figures = contractors.figures(PROFILE, outcomes, found, pl.DataFrame(schema=schema), {}, money)
    return figures.row(0, named=True)


@pytest.mark.parametrize(
    ("sentence", "rows", "score", "colour"),
    [
        ("nothing found", [], 0, "green"),
        ("nine hints of different families stay green at 18", [("RN09", "hint")] * 9, 18, "green"),
        ("ten hints", [("RN09", "hint")] * 10, 20, "yellow"),
        ("two general ones are 16", [("RN05", "general"), ("LC03", "general")], 16, "green"),
        ("one serious", [("RN01", "serious")], 20, "yellow"),
        ("one red line", [("PY18", "red_line")], 40, "yellow"),
        ("red line and serious of two families", [("PY18", "red_line"), ("RN01", "serious")], 60, "orange"),
        ("one family never counts more than 60", [("PY18", "red_line")] * 9, 60, "orange"),
        ("two families at their caps", [("PY18", "red_line")] * 2 + [("RN04", "red_line")] * 2, 120, "red"),
        ("60 and 40", [("PY18", "red_line")] * 2 + [("RN04", "red_line")], 100, "red"),
    ],
)
def test_colours(sentence: str, rows: list[tuple[str, str]], score: int, colour: str) -> None:
    found = scored(rows)
    assert (found["score"], found["colour"]) == (score, colour), sentence


@pytest.mark.parametrize("rule", ["AG01", "BK01", "BK02", "BK08", "FR13", "FR36"])
def test_hard_stops_are_red_whatever_the_score(rule: str) -> None:
    assert rule in PROFILE.hard_stops
    assert scored([(rule, "hint")])["colour"] == "red"


def test_what_is_waived_counts_nothing() -> None:
    assert scored([("BK01", "red_line")], "waived")["colour"] == "green"


@pytest.mark.parametrize(
    ("rule", "family"),
    [
        ("FR03", "身份"), ("FR09", "身份"), ("RN02", "身份"), ("AG01", "身份"),
        ("FR10", "考勤"), ("FR18", "考勤"), ("FR21", "考勤"), ("FR22", "考勤"), ("AT09", "考勤"),
        ("FR24", "勤薪"), ("FR27", "勤薪"), ("FR33", "勤薪"), ("PY18", "勤薪"),
        ("FR36", "银行"), ("FR39", "银行"), ("FR45", "银行"), ("FR50", "银行"), ("BK02", "银行"),
        ("FR51", "合同公示"), ("FR54", "合同公示"), ("LC01", "合同公示"), ("PB02", "合同公示"),
        ("FR65", "主体"), ("FR67", "主体"), ("BL05", "主体"), ("PJ19", "主体"),
        ("FR68", "文件"), ("FR74", "文件"), ("IN10", "文件"),
    ],
)  # fmt: skip
def test_families(rule: str, family: str) -> None:
    assert PROFILE.family(rule) == family


# -- conclusions -------------------------------------------------------------------------------------------------------


def people(*who: tuple[str, str]) -> pl.DataFrame:
    """Active worker-months: (person, period)."""
    rows = [{"project": PROJECT, "contractor": FIRM, "period": period, "person": person} for person, period in who]
    return pl.DataFrame(rows)


def signals(*rows: tuple[str, str, str]) -> pl.DataFrame:
    """Whom findings are about: (rule, person, period)."""
    return pl.DataFrame(
        [
            {"rule": rule, "project": PROJECT, "contractor": FIRM, "period": period, "person": person}
            for rule, person, period in rows
        ],
        schema=dict.fromkeys(("rule", "project", "contractor", "period", "person"), pl.String),
    )


@pytest.mark.parametrize(
    ("sentence", "rules", "families", "suspected"),
    [
        ("no signal", [], [], False),
        ("pay without attendance alone", ["FR24"], ["勤薪"], False),
        ("two signals of one family are one", ["FR24", "FR27"], ["勤薪"], False),
        ("no attendance and no contract", ["FR24", "LC01"], ["勤薪", "合同公示"], True),
        ("a shared card and pay elsewhere at the same time", ["FR36", "FR65"], ["主体", "银行"], True),
        ("arrears and a missing signature say nothing about being there", ["PY18", "PY04"], [], False),
        ("a signal beside what says nothing", ["FR24", "PY18", "BK06"], ["勤薪"], False),
    ],
)
def test_a_worker_needs_two_independent_families(
    sentence: str, rules: list[str], families: list[str], suspected: bool
) -> None:
    about = signals(*((rule, "甲", "2026-10") for rule in rules))
    row = conclusions.of_workers(PROFILE, about, [], people(("甲", "2026-10"))).row(0, named=True)
    assert (sorted(row["families"]), row["suspected"]) == (sorted(families), suspected), sentence


def test_signals_of_two_months_are_not_put_together_but_standing_ones_are() -> None:
    months = people(("甲", "2026-09"), ("甲", "2026-10"))
    about = signals(("FR24", "甲", "2026-09"), ("LC01", "甲", "2026-10"))
    assert conclusions.of_workers(PROFILE, about, [], months)["suspected"].to_list() == [False, False]
    found = conclusions.of_workers(PROFILE, about, ["LC01"], months)
    assert found.sort("period")["suspected"].to_list() == [True, False]


@pytest.mark.parametrize(
    ("sentence", "suspected", "enough"),
    [
        ("nobody", [], None),
        ("two workers in one month", [("甲", "2026-10"), ("乙", "2026-10")], False),
        ("three workers in one month", [("甲", "2026-10"), ("乙", "2026-10"), ("丙", "2026-10")], True),
        ("one worker in two months", [("甲", "2026-09"), ("甲", "2026-10")], True),
    ],
)
def test_a_company_needs_three_workers_or_two_months(
    sentence: str, suspected: list[tuple[str, str]], enough: bool | None
) -> None:
    about = signals(*((rule, *who) for who in suspected for rule in ("FR24", "LC01")))
    everybody = people(*((person, period) for person in "甲乙丙丁" for period in ("2026-09", "2026-10")))
    found = conclusions.of_contractors(PROFILE, conclusions.of_workers(PROFILE, about, [], everybody))
    assert set(found["suspected"]) == (set() if enough is None else {enough}), sentence


def test_a_shared_card_speaks_of_its_holders_of_this_contractor(monkeypatch: pytest.MonkeyPatch) -> None:
    card = {**UNIT, "card": "6228480000000000018", "n_holders": 2, "persons": [PERSON["person"], "someone else"]}
    absent = {"in_attendance": False, "in_contract": False, "days_worked": 0}
    rows = [worker(**absent), worker(**OTHER, **absent)]
    result = run(monkeypatch, {"contractor_month": [month()], "card": [card], "worker_month": rows}, book=BOOK)
    families = dict(result.workers.select("id_tail", "families").iter_rows())
    assert "银行" in families[PERSON["id_number"][-4:]]
    assert "银行" not in families[OTHER["id_number"][-4:]]
    assert result.contractors.filter(pl.col("name") == FIRM)["suspected_workers"].to_list() == [2]
    assert result.contractors.filter(pl.col("name") == FIRM)["suspected"].to_list() == [False]


# -- money -------------------------------------------------------------------------------------------------------------


def test_what_the_amounts_of_rules_are() -> None:
    told = {kind: sorted(rule.id for rule in BOOK.rules if rule.money == kind) for kind in MONEY if kind != "involved"}
    assert told == {
        "owed": ["FR25", "PY14", "PY18"],
        "restated": ["BL07", "BL08", "BL09", "FR33", "FR67", "PJ15", "PY15", "PY21", "SI03"],
        "shortfall": ["AT06", "PY10"],
        "refund": ["LC12", "PY08", "PY09"],
        "exposure": ["LC02"],
        "funding": ["PJ08", "PJ12"],
    }


def figures(result: Result, name: str = FIRM) -> dict[str, Any]:
    return result.contractors.filter(pl.col("name") == name).row(0, named=True)


def test_sums_per_contractor_count_no_yuan_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fined 200, 100 short of the minimum wage, 1000 owed and told by several rules."""
    pay = {
        "unlawful_deductions": 200, "unlawful_titles": "罚款", "unexplained_deductions": 0, "days_worked": 23,
        "normal_pay": 2300, "over_retirement": False, "is_back_pay": False, "place": "湖北（420100）",
        "due": 5000, "paid_total": 4000, "owed": 1000, "days_late": 10, "stated_unpaid": 1000, "part_paid_share": 0.8,
        "part_paid_months": 1, "gross_pay": 5000, "advances": 0,
    }  # fmt: skip
    hint = worker(**OTHER, **{**pay, "days_worked": 10, "normal_pay": 100, "unlawful_deductions": 0, "owed": 0})
    unit = month(region="420100", tier="1")
    rows = {"contractor_month": [unit], "worker_month": [worker(**pay), hint]}
    result = run(monkeypatch, rows, book=BOOK)
    assert {"PY18", "PY08", "PY10", "PY15"} <= set(result.findings["rule"])
    told = figures(result)
    assert (told["owed"], told["refund"], told["shortfall"]) == (Decimal(1000), Decimal(200), Decimal(100))
    assert told["funding"] is None, "nothing was handed in about guarantee and account"


# -- who pays ----------------------------------------------------------------------------------------------------------


def sentence(*, rules: Sequence[tuple[str, str]], general: str | None = "总包建设有限公司", owner: str | None = "示例投资公司",
             firm: str = FIRM, code: str | None = None) -> str:  # fmt: skip
    """What is said of a contractor with arrears; ``rules`` are further findings, (rule, contractor)."""
    money = {rule.id: rule.money for rule in BOOK.rules}
    rows = [(PROJECT, who, rule, money[rule]) for rule, who in [("PY18", firm), *rules]]
    found = pl.DataFrame(rows, schema=["project", "contractor", "rule", "money"], orient="row")
    project = pl.DataFrame(
        [{"project": None, "name": PROJECT, "general_contractor": general, "owner": owner}],
        schema=dict.fromkeys(("project", "name", "general_contractor", "owner"), pl.String),
    )
    said = payers.sentences(BOOK, found, project, {firm: code} if code else {})
    row = said.filter(pl.col("contractor") == firm).row(0, named=True)
    assert row["payer_en"]
    return row["payer"]


GC = "总包建设有限公司"


@pytest.mark.parametrize(
    ("what", "given", "holds", "not_said"),
    [
        ("a subcontractor: it pays, the general contractor in advance", {}, ("第三十条", GC, FIRM), ("第二十九条", "第三十六条")),
        ("workers of the general contractor", {"firm": GC}, ("第十六条",), ("第三十条",)),
        ("brackets and blanks make no other company", {"firm": "总包（建设） 有限公司", "general": "总包(建设)有限公司"},
         ("第十六条",), ("第三十条",)),
        ("no general contractor on record", {"general": None}, ("第三十条", "请补填"), (GC,)),
        ("the owner did not pay in labour fees", {"rules": [("PJ08", GC)]}, ("第三十条", "第二十九条", "示例投资公司", "如经核实"), ()),
        ("an individual as contractor", {"rules": [("PJ19", FIRM)]}, ("第三十六条", "如经核实"), ()),
        ("another contractor is an individual", {"rules": [("PJ19", "乙劳务队")]}, ("第三十条",), ("第三十六条",)),
        ("dispatched labour", {"rules": [("LC13", FIRM)]}, ("第十八条",), ()),
        ("an individual business, by its code", {"code": "92110199MA00000X7P"}, ("第二十条",), ()),
        ("a partnership, by its name", {"firm": "示例劳务(普通合伙)"}, ("第二十条",), ()),
    ],
)  # fmt: skip
def test_who_pays(what: str, given: dict[str, Any], holds: tuple[str, ...], not_said: tuple[str, ...]) -> None:
    said = sentence(**{"rules": [], **given})
    assert all(part in said for part in holds), (what, said)
    assert not any(part in said for part in not_said), (what, said)


def test_only_findings_about_wages_say_who_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    project = pl.DataFrame(
        {"src": [1], "row": [2], "name": [PROJECT], "general_contractor": [GENERAL["contractor"]]},
        schema_overrides=catalogue.schema("project"),
    )
    given = Given(
        ledgers={**Given().ledgers, "project": pl.concat([catalogue.empty("project"), project], how="diagonal")}
    )
    row = worker(paid_total=4000, owed=1000, days_late=10, in_contract=False, active=True)
    result = run(monkeypatch, {"contractor_month": [month()], "worker_month": [row]}, book=BOOK, given=given)
    told = {one["rule"]: one["payer"] for one in result.findings.to_dicts()}
    assert told["LC01"] is None
    assert result.findings.filter(pl.col("rule") == "LC01")["money"].to_list() == [None]
    assert GENERAL["contractor"] in told["PY18"]
    assert "第三十条" in told["PY18"]
    assert result.findings.filter(pl.col("rule") == "PY18")["money"].to_list() == ["owed"]


STEP = """
money = ["owed"]
[[step]]
id = "own"
title = "x"
title_en = "x"
law = ["保障农民工工资支付条例#30"]
text = "{contractor}付（{law}）。"
text_en = "{contractor} pays ({law})."
"""


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (("#30", "#999"), "999"),
        (('["owed"]', '["debt"]'), "owed"),
        (("{contractor}付", "{worker}付"), "general_contractor"),
        (('title = "x"', 'title = "x"\nrules = ["PJ99"]'), "PJ"),
        (('title = "x"', 'title = "x"\nemployer = "nobody"'), "subcontractor"),
        (('title = "x"', 'title = "x"\nwho = "x"'), "who"),
    ],
)
def test_a_slip_in_the_file_is_refused_with_the_choices(tmp_path: Path, wrong: tuple[str, str], named: str) -> None:
    (tmp_path / "liability.toml").write_text(STEP.replace(*wrong, 1), "utf-8")
    with pytest.raises(RuleError, match=named):
        rulebook.load(extra=[tmp_path])


def test_a_folder_of_ones_own_may_replace_the_chain(tmp_path: Path) -> None:
    (tmp_path / "liability.toml").write_text(STEP, "utf-8")
    assert [step.id for step in rulebook.load(extra=[tmp_path]).liability.steps] == ["own"]
