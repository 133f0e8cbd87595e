"""The rule files against the page of law they come from: kind, severity, wording, guards and numbers."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache

import polars as pl
import pytest

from wagecheck.facts import frames
from wagecheck.rulebook import examples, verdict
from wagecheck.rulebook.load import Rulebook, load
from wagecheck.rulebook.rule import Example, Rule

#: Kind and severity of every rule as the catalogue of rules and the table of obligations give them.
CATALOGUE = {
    "RN01": ("violation", "serious"), "RN02": ("violation", "red_line"), "RN04": ("violation", "red_line"),
    "RN03": ("violation", "general"), "RN05": ("violation", "general"), "RN07": ("violation", "serious"),
    "RN09": ("violation", "general"), "RN10": ("violation", "serious"), "RN11": ("violation", "serious"),
    "RN12": ("violation", "general"),
    "LC03": ("violation", "general"), "LC04": ("violation", "serious"), "LC06": ("violation", "general"),
    "LC07": ("violation", "serious"), "LC09": ("violation", "general"), "LC10": ("violation", "general"),
    "LC11": ("violation", "serious"), "LC12": ("violation", "serious"), "LC13": ("violation", "serious"),
    "LC14": ("violation", "general"), "LC16": ("signal", "hint"),
    "AG02": ("violation", "red_line"), "AG03": ("violation", "serious"), "AG04": ("signal", "hint"),
    "AG05": ("signal", "serious"), "AG07": ("violation", "general"), "AG08": ("violation", "general"),
    "LC01": ("violation", "red_line"), "LC02": ("violation", "red_line"), "LC05": ("violation", "red_line"),
    "LC08": ("violation", "serious"),
    "AT02": ("violation", "serious"), "AT09": ("violation", "serious"),
    "PY01": ("violation", "serious"), "PY04": ("violation", "serious"), "PY06": ("violation", "serious"),
    "PY08": ("violation", "serious"), "PY10": ("violation", "serious"), "PY15": ("violation", "serious"),
    "PY18": ("violation", "red_line"),
    "AT01": ("violation", "red_line"), "AT03": ("signal", "hint"), "AT04": ("violation", "hint"),
    "AT05": ("violation", "general"), "AT06": ("violation", "general"), "AT08": ("violation", "general"),
    "PY03": ("violation", "serious"), "PY05": ("violation", "general"), "PY07": ("violation", "serious"),
    "PY09": ("violation", "serious"), "PY11": ("violation", "red_line"), "PY12": ("violation", "general"),
    "PY13": ("violation", "serious"), "PY14": ("violation", "red_line"), "PY16": ("signal", "hint"),
    "PY17": ("signal", "hint"), "PY19": ("violation", "serious"), "PY20": ("violation", "general"),
    "PY21": ("signal", "hint"),
    "BK01": ("violation", "red_line"), "BK02": ("violation", "red_line"), "BK06": ("violation", "red_line"),
    "BK07": ("violation", "serious"),
    "PB02": ("violation", "serious"), "PB03": ("violation", "general"),
    "AG01": ("violation", "red_line"),
    "PJ01": ("violation", "serious"), "PJ06": ("violation", "red_line"), "PJ12": ("violation", "serious"),
    "PJ02": ("violation", "general"), "PJ03": ("violation", "general"), "PJ04": ("violation", "general"),
    "PJ07": ("violation", "serious"), "PJ08": ("violation", "serious"), "PJ10": ("violation", "general"),
    "PJ11": ("violation", "serious"), "PJ13": ("violation", "serious"), "PJ14": ("violation", "serious"),
    "PJ15": ("violation", "serious"), "PJ16": ("violation", "serious"), "PJ17": ("violation", "general"),
    "PJ18": ("violation", "serious"), "PJ19": ("violation", "red_line"), "PJ20": ("violation", "general"),
    "PJ21": ("violation", "general"),
    "SI01": ("violation", "serious"), "SI02": ("violation", "general"), "SI03": ("violation", "serious"),
    "SI04": ("violation", "hint"),
    "PB04": ("violation", "serious"), "PB05": ("violation", "hint"), "PB06": ("violation", "general"),
    "SU01": ("violation", "serious"), "SU02": ("violation", "serious"), "SU03": ("violation", "serious"),
    "FR03": ("signal", "serious"), "FR04": ("signal", "hint"), "FR05": ("signal", "serious"), "FR08": ("signal", "hint"),
    "FR09": ("signal", "serious"), "FR10": ("signal", "serious"), "FR11": ("signal", "serious"), "FR12": ("signal", "general"),
    "FR15": ("signal", "general"), "FR17": ("signal", "serious"), "FR18": ("signal", "serious"), "FR21": ("signal", "general"),
    "FR22": ("signal", "serious"), "FR27": ("signal", "serious"), "FR28": ("signal", "serious"), "FR29": ("signal", "general"),
    "FR30": ("signal", "general"), "FR51": ("signal", "serious"), "FR54": ("signal", "serious"), "FR68": ("signal", "hint"),
    "FR13": ("signal", "red_line"), "FR24": ("violation", "red_line"), "FR25": ("violation", "red_line"),
    "FR36": ("violation", "red_line"),
    "BL01": ("violation", "red_line"), "BL02": ("signal", "serious"), "BL03": ("signal", "serious"),
    "BL04": ("violation", "serious"), "BL05": ("signal", "serious"), "BL06": ("signal", "hint"),
    "BL07": ("signal", "serious"), "BL08": ("signal", "serious"), "BL09": ("violation", "red_line"),
    "BL10": ("signal", "hint"),
    "IN01": ("data", "serious"), "IN02": ("data", "general"), "IN03": ("data", "serious"), "IN06": ("data", "serious"),
    "IN04": ("data", "general"), "IN05": ("data", "general"), "IN07": ("data", "serious"), "IN08": ("data", "serious"),
    "IN09": ("data", "serious"), "IN10": ("data", "serious"), "IN11": ("data", "general"), "IN12": ("data", "serious"),
    "IN13": ("data", "hint"), "IN14": ("data", "serious"), "IN15": ("data", "general"), "IN16": ("data", "serious"),
    "BK03": ("signal", "hint"), "BK08": ("violation", "red_line"), "BK09": ("violation", "general"),
    "BK10": ("violation", "serious"), "BK11": ("violation", "general"),
    "SU04": ("violation", "serious"), "SU05": ("violation", "serious"), "SU06": ("violation", "general"),
    "SU07": ("data", "general"), "PB01": ("violation", "general"),
    "FR06": ("signal", "general"), "FR32": ("signal", "serious"), "FR33": ("signal", "red_line"),
    "FR38": ("signal", "general"), "FR39": ("signal", "general"), "FR43": ("signal", "red_line"),
    "FR45": ("signal", "general"), "FR48": ("signal", "red_line"), "FR49": ("signal", "red_line"),
    "FR50": ("signal", "serious"), "FR65": ("signal", "red_line"), "FR67": ("signal", "serious"),
    "FR74": ("signal", "hint"),
}  # fmt: skip

#: Rules that rest on a text that was read in one retelling only, or not at all; every other rule is stable.
PREVIEW = {"AG03", "AG05", "AG08", "AT03", "LC06", "PY16", "PY17", "RN07", "RN12", "SI01", "SI02"}

#: Kinds and severities besides the rule's own that its levels must have.
OTHERS = {
    "FR06": {("signal", "hint")},
    "FR09": {("signal", "hint")},
    "FR11": {("signal", "hint")},
    "FR15": {("signal", "hint")},
    "FR21": {("signal", "hint")},
    "FR30": {("signal", "hint")},
    "FR68": {("signal", "serious")},
    "AG01": {("signal", "red_line")},
    "AT01": {("violation", "serious")},
    "AT04": {("violation", "general")},
    "AT06": {("signal", "hint")},
    "PY03": {("signal", "serious")},
    "PY13": {("signal", "general")},
    "AG02": {("signal", "red_line")},
    "AG05": {("signal", "general")},
    "AG07": {("signal", "general")},
    "FR24": {("signal", "serious")},
    "RN09": {("signal", "general"), ("signal", "hint")},
    "RN11": {("signal", "serious")},
    "LC07": {("signal", "serious")},
    "LC11": {("signal", "hint"), ("signal", "serious")},
    "LC13": {("signal", "hint")},
    "PY10": {("signal", "hint")},
    "PY15": {("violation", "red_line")},
    "SU03": {("signal", "hint")},
    "BL02": {("signal", "hint")},
    "BL03": {("signal", "hint")},
    "BL05": {("signal", "hint")},
    "BL08": {("signal", "red_line")},
    "PJ01": {("signal", "serious")},
    "PJ12": {("signal", "serious")},
    "IN09": {("data", "hint")},
    "PJ02": {("signal", "general")},
    "PJ07": {("signal", "serious")},
    "PJ13": {("signal", "serious"), ("signal", "hint")},
    "PJ15": {("signal", "serious")},
    "PJ17": {("signal", "general")},
    "PJ19": {("signal", "serious")},
    "PJ21": {("signal", "general")},
    "SI03": {("signal", "serious")},
    "PB06": {("signal", "general")},
}

ACCUSING = ("造假", "伪造", "虚假", "作假", "犯罪", "诈骗", "骗取", "恶意")
ASKING = ("疑似", "需核实", "需核对", "核实", "是否")
#: Whom or what a finding is about.
SUBJECTS = (
    "{name}",
    "{contractor}",
    "{project}",
    "{file}",
    "{expected}",
    "{card}",
    "{id_number}",
    "{field_title}",
    "{sheet_key}",
)
#: Words of a remedy that tells somebody to make a record vanish: destroyed records count as evasion (法释〔2013〕3号 art. 2).
DESTROYING = ("删除", "删去", "销毁", "抹掉", "重做")
#: Numbers that are logic and no law: nothing, one, and places of rounding.
PLAIN_NUMBERS = {"0", "1", "2"}


@cache
def rulebook() -> Rulebook:
    return load()


def texts(rule: Rule) -> list[str]:
    return [
        rule.title, rule.message, rule.remedy, rule.exposure, *rule.false_alarms, *(lv.message for lv in rule.levels)
    ]  # fmt: skip


every_rule = pytest.mark.parametrize("rule_id", sorted(CATALOGUE))


@every_rule
def test_kind_and_severity_are_those_of_the_catalogue(rule_id: str) -> None:
    rule = rulebook().rule(rule_id)
    assert (rule.kind, rule.severity) == CATALOGUE[rule_id]


def test_the_catalogue_is_the_rulebook() -> None:
    assert sorted(CATALOGUE) == [rule.id for rule in rulebook().rules]


def test_rules_are_on_trial_where_the_law_was_not_verified() -> None:
    """A rule that stands on unverified texts alone is on trial, and says so where it names them."""
    assert {rule.id for rule in rulebook().rules if rule.status == "preview"} == PREVIEW
    assert {rule.status for rule in rulebook().rules} == {"preview", "stable"}
    for rule in rulebook().rules:
        unchecked = ["依据待核" in rulebook().statutes.text(citation) for citation in rule.law]
        if unchecked and all(unchecked):
            assert rule.id in PREVIEW
        if rule.id in PREVIEW:
            assert any(unchecked)


@pytest.mark.parametrize("rule_id", sorted(OTHERS))
def test_levels_that_the_catalogue_asks_for(rule_id: str) -> None:
    rule = rulebook().rule(rule_id)
    own = (rule.kind, rule.severity)
    assert {(lv.kind or rule.kind, lv.severity or rule.severity) for lv in rule.levels} - {own} == OTHERS[rule_id]


@every_rule
def test_examples_hold_and_show_all_three_answers(rule_id: str) -> None:
    rule = rulebook().rule(rule_id)
    results = examples.run(rulebook(), rule_id)
    assert [result.example for result in results if not result.ok] == []
    assert any(result.fired for result in results)
    assert any(not result.fired and not result.not_assessed for result in results)
    if not rule.where:  # a column check finds a problem or none
        assert any(result.not_assessed for result in results)


@every_rule
def test_every_wording_is_reached_by_an_example(rule_id: str) -> None:
    rule = rulebook().rule(rule_id)
    reached = {number for example in rule.examples for number in levels(rule, example)}
    assert reached == set(range(len(rule.levels) + 1))


def levels(rule: Rule, example: Example) -> set[int]:
    """Numbers of the wordings (0 = the rule's own) that the firing rows of an example get."""
    book = rulebook().with_values(example.values)
    compiled = book.compiled[rule.id]
    frame = examples.rows(example)
    nowhere = pl.lit(None, pl.String)
    places = frame.select(
        "project", "period", "period_start",
        region=pl.col("region") if "region" in frame.columns else nowhere,
        tier=pl.col("tier") if "tier" in frame.columns else nowhere,
    ).unique()  # fmt: skip
    numbers = verdict.Numbers.of(book.values, compiled.values, places, rule.start).attach(frame, compiled.values)
    judged = numbers.with_columns(verdict=verdict.status(rule, compiled), level=verdict.level(compiled))
    return set(judged.filter(pl.col("verdict") == verdict.FAIL)["level"].to_list())


@every_rule
def test_words_do_not_accuse(rule_id: str) -> None:
    rule = rulebook().rule(rule_id)
    assert [text for text in texts(rule) if any(word in text for word in ACCUSING)] == []


@every_rule
def test_remedies_keep_the_records(rule_id: str) -> None:
    rule = rulebook().rule(rule_id)
    assert not any(word in rule.remedy for word in DESTROYING)
    assert "delete" not in rule.remedy_en and "remove it" not in rule.remedy_en


@every_rule
def test_names_are_followed_by_words_without_a_blank(rule_id: str) -> None:
    """A name reads 张*（尾号0017）: a blank behind it tears the Chinese sentence apart."""
    rule = rulebook().rule(rule_id)
    messages = [rule.message, *(level.message for level in rule.levels)]
    assert [text for text in messages if re.search(r"{(name|contractor|project)} ", text)] == []
    assert [text for text in messages if "请请" in text or "  " in text] == []
    assert "请请" not in rule.remedy


@every_rule
def test_signals_ask_to_verify(rule_id: str) -> None:
    rule = rulebook().rule(rule_id)
    signals = [rule.message] if rule.kind == "signal" else []
    signals += [level.message for level in rule.levels if level.kind == "signal"]
    assert [text for text in signals if not any(word in text for word in ASKING)] == []


@every_rule
def test_consequences_are_possibilities(rule_id: str) -> None:
    rule = rulebook().rule(rule_id)
    if "罚款" in rule.exposure:
        assert "可能" in rule.exposure
        assert "possible" in rule.exposure_en or "may" in rule.exposure_en


@every_rule
def test_sentences_name_their_subject_and_end(rule_id: str) -> None:
    rule = rulebook().rule(rule_id)
    for message in (rule.message, *(level.message for level in rule.levels)):
        assert any(subject in message for subject in SUBJECTS), message
        assert message.endswith(("。", "{detail}")), message
    for message in (rule.message_en, *(level.message_en for level in rule.levels)):
        assert message.endswith((".", "{detail_en}")), message
    assert rule.remedy.endswith("。")
    assert rule.remedy_en.endswith(".")


@every_rule
def test_every_rule_has_guards_and_every_violation_a_basis(rule_id: str) -> None:
    rule = rulebook().rule(rule_id)
    assert len(rule.false_alarms) >= 1
    assert rule.law or rule.kind == "data"


@every_rule
def test_both_languages_speak_of_the_same_facts(rule_id: str) -> None:
    rule = rulebook().rule(rule_id)
    pairs = [(rule.message, rule.message_en), *((level.message, level.message_en) for level in rule.levels)]
    english = {"detail": "detail_en", "ledger_title": None}
    for zh, en in pairs:
        wanted = {english.get(field, field) for field in re.findall(r"{([\w.]+)}", zh)} - {None}
        assert wanted <= {*re.findall(r"{([\w.]+)}", en)}, zh


@every_rule
def test_numbers_of_law_stand_in_values(rule_id: str) -> None:
    rule = rulebook().rule(rule_id)
    shown = [text for text in (rule.show.expected, rule.show.actual, rule.show.amount) if text]
    conditions = [rule.when, rule.given or "", *(level.when for level in rule.levels), *shown]
    bare = {number for text in conditions for number in re.findall(r"(?<![\w'.])\d+(?:\.\d+)?", text)}
    assert bare <= PLAIN_NUMBERS


@every_rule
def test_findings_point_at_cells(rule_id: str) -> None:
    rule = rulebook().rule(rule_id)
    places = [name for name in frames()[rule.about].schema if name.endswith("_at")]
    assert rule.show.at or not places


# -- the order in which rules about the same money speak ---------------------------------------------------------


COLUMNS = ("in_payroll", "in_payment", "net_pay", "due", "paid_total", "owed", "days_late", "failed_total")
WORKED = {"name": "张某甲", "in_attendance": True, "days_present": 22, "is_back_pay": False}


@pytest.mark.parametrize(
    ("sentence", "row", "speaks"),
    [
        ("all paid", (True, True, 5000, 5000, 5000, 0, 0, 0), set()),
        ("short, due day past", (True, True, 5000, 5000, 4800, 200, 5, 0), {"PY18"}),
        ("short, not due yet", (True, True, 5000, 5000, 4800, 200, 0, 0), {"BK06"}),
        ("paid too much", (True, True, 5000, 5000, 5300, 0, 0, 0), {"BK06"}),
        ("the rest of a part payment followed", (True, True, 3000, 5000, 5000, 0, 0, 0), set()),
        ("part payment, the rest overdue", (True, True, 3000, 5000, 3000, 2000, 5, 0), {"PY18"}),
        ("part payment, the rest not due yet", (True, True, 3000, 5000, 3000, 2000, 0, 0), set()),
        ("nothing paid, not due yet", (True, False, 5000, 5000, 0, 5000, 0, 0), set()),
        ("nothing paid, overdue", (True, False, 5000, 5000, 0, 5000, 5, 0), {"PY18"}),
        ("the only payment failed, not due yet", (True, True, 5000, 5000, 0, 0, 0, 5000), set()),
        ("the only payment failed, overdue", (True, True, 5000, 5000, 0, 5000, 5, 5000), {"PY18"}),
        ("paid in part beside a failed payment, not due yet", (True, True, 5000, 5000, 2000, 0, 0, 3000), {"BK06"}),
        ("worked, on no payroll", (False, False, None, None, 0, None, None, 0), {"FR25"}),
        ("a cent short, overdue", (True, True, 5000, 5000, "4999.99", "0.01", 5, 0), set()),
    ],
)
def test_one_finding_about_money_owed(sentence: str, row: tuple[object, ...], speaks: set[str]) -> None:
    line = {**WORKED, **dict(zip(COLUMNS, map(amount, row), strict=True))}
    example = Example(sentence, "worker_month", (line,), (), (), {}, "2026-10")
    fired = set()
    for rule_id in ("PY18", "BK06", "FR25"):
        (result,) = examples.run(alone(rulebook().rule(rule_id), example), rule_id)
        fired |= {rule_id} if result.fired else set()
    assert fired == speaks


def amount(value: object) -> object:
    return Decimal(value) if isinstance(value, str) else value


def alone(rule: Rule, example: Example) -> Rulebook:
    """The rulebook with one rule and one example only."""
    return replace(rulebook(), rules=(replace(rule, examples=(example,)),))


# -- where small and short projects need no dedicated account -----------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "region", "price", "months", "answer"),
    [
        ("重庆, large and long", "500100", "5000000.00", 12, "violation"),
        ("重庆, just the amount", "500100", "4000000.00", 12, "violation"),
        ("重庆, small", "500100", "3999999.99", 12, None),
        ("重庆, short", "500100", "5000000.00", 2, None),
        ("重庆, duration not known", "500100", "5000000.00", None, "unknown"),
        ("重庆, small although duration is not known", "500100", "3000000.00", None, None),
        ("贵州, the amount itself is exempt", "520100", "4000000.00", 12, None),
        ("贵州, above it", "520100", "4000001.00", 12, "violation"),
        ("elsewhere, large", "110100", "5000000.00", None, "violation"),
        ("elsewhere, small: the local rule is not known", "110100", "3000000.00", 2, "signal"),
        ("elsewhere, amount not known", "110100", None, None, "violation"),
    ],
)
def test_exemption_from_the_dedicated_account(
    sentence: str, region: str, price: str | None, months: int | None, answer: str | None
) -> None:
    line = {"project": sentence, "region": region, "duration_months": months, "has_account": False,
            "contract_amount": None if price is None else Decimal(price), "days_since_signing": 60}  # fmt: skip
    rule = rulebook().rule("PJ01")
    example = Example(sentence, "project_month", (line,), (), (), {}, "2026-10")
    (result,) = examples.run(alone(rule, example), "PJ01")
    if answer in {None, "unknown"}:
        assert (bool(result.fired), bool(result.not_assessed)) == (False, answer == "unknown")
    else:
        assert result.fired
        (number,) = levels(rule, example)
        assert rule.kinds[number] == answer
