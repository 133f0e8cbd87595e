"""The loader takes nothing on trust: one table of slips, and what the message must name."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.rulebook import minimal
from wagecheck import resources, rulebook
from wagecheck.errors import RuleError


def load(folder: Path) -> rulebook.Rulebook:
    return rulebook.load(folder)


def refused(folder: Path) -> RuleError:
    with pytest.raises(RuleError) as caught:
        rulebook.load(folder)
    return caught.value


def test_a_good_folder_loads(tmp_path: Path) -> None:
    book = load(minimal.write(tmp_path))
    assert [rule.id for rule in book.rules] == ["BK06"]
    assert book.compiled["BK06"].values == ("money_tolerance",)


RULE_SLIPS = [
    ("an unknown key", 'kind = "violation"', 'kind = "violation"\ncolour = "red"', ["colour", "severity"]),
    ("a missing key", 'remedy = "补发。"\n', "", ["remedy"]),
    ("an unknown kind", '"violation"', '"crime"', ["crime", ["violation", "signal", "data"][1]]),
    ("an unknown severity", '"red_line"', '"fatal"', ["fatal", "hint"]),
    ("an unknown status", '"stable"', '"new"', ["new", "preview"]),
    ("an unknown frame", '"worker_month"\nledgers', '"worker_moth"\nledgers', ["worker_moth", "worker_month"]),
    ("an unknown statute", "示例条例#31", "示范条例#31", ["示范条例", "示例条例"]),
    ("an unknown article", "示例条例#31", "示例条例#33", ["33", "31"]),
    ("an unknown ledger", '["payroll", "payment"]', '["payrol"]', ["payrol", "payroll"]),
    ("an unknown column in needs", '["net_pay"]', '["netpay"]', ["netpay", "net_pay"]),
    ("an unknown column in when", "abs(paid_total", "abs(paid_totl", ["paid_totl", "paid_total"]),
    ("an unknown value", ":money_tolerance", ":tolerance", ["tolerance", "money_tolerance"]),
    ("an unknown function", "abs(paid_total - net_pay)", "sqrt(net_pay)", ["sqrt"]),
    ("a when that is no condition", "> :money_tolerance", "- :money_tolerance", ["when"]),
    ("a given that is no condition", '"in_payroll"', '"net_pay"', ["given"]),
    ("a level that is no condition", '"paid_total > net_pay"', '"paid_total"', ["level[1].when"]),
    ("types that do not compare", "paid_total > net_pay", "name > net_pay", ["level[1].when"]),
    ("an unknown placeholder", "到账 {actual}", "到账 {paid}", ["{paid}", "message"]),
    ("a placeholder with a format", '{difference}"\nmessage_en', '{difference:.2f}"\nmessage_en', ["{difference:.2f}"]),
    ("an expected that is not shown", 'expected = "net_pay", ', "", ["{expected}"]),
    ("a difference of texts", 'expected = "net_pay"', 'expected = "name"', ["{difference}"]),
    ("an unknown place", '"payment.amount"', '"bank.amount"', ["bank.amount", "payment.…"]),
    ("an unknown field of a place", '"payment.amount"', '"payment.amout"', ["amout", "amount"]),
    ("a list where one value is due", 'actual = "paid_total"', 'actual = "payroll_at"', ["show.actual"]),
    ("an id that differs from the file", 'id = "BK06"', 'id = "BK07"', ["BK07"]),
    (
        "both about and where",
        'about = "worker_month"',
        'about = "worker_month"\nwhere = ["roster.id_number"]',
        ["where"],
    ),
    ("no example that fires", 'fires = ["甲"]', "fires = []", ["至少要有一个会触发的示例"]),
    ("a name that is in no row", 'fires = ["甲"]', 'fires = ["乙"]', ["乙"]),
    ("a row number that is in no row", 'fires = ["甲"]', "fires = [2]", ["fires", "2"]),
    ("an unknown column in an example", "net_pay = 5000, paid_total = 4800", "netpay = 5000", ["netpay"]),
    ("an unknown value in an example", 'name = "少发"', 'name = "少发"\nvalues = { tol = 1 }', ["tol"]),
    ("no date of force", "{ from = 2020-05-01 }", "{ }", ["from"]),
    ("a date that is text", "{ from = 2020-05-01 }", '{ from = "2020-05-01" }', ["from"]),
    ("TOML that is broken", 'title = "银行', "title = 银行", ["TOML", "BK06.toml"]),
]


@pytest.mark.parametrize(("slip", "old", "new", "named"), RULE_SLIPS, ids=[slip[0] for slip in RULE_SLIPS])
def test_a_slip_in_a_rule_is_refused_by_name(slip: str, old: str, new: str, named: list[str], tmp_path: Path) -> None:
    assert old in minimal.RULE, slip
    error = refused(minimal.write(tmp_path, rule=minimal.RULE.replace(old, new, 1)))
    for text in (error.zh, error.en):
        assert "BK06.toml" in text
    for word in named:
        assert word in error.zh


def test_no_example_that_must_stay_silent(tmp_path: Path) -> None:
    rule = minimal.RULE.split('[[example]]\nname = "相符"')[0]
    assert "不会触发" in refused(minimal.write(tmp_path, rule=rule)).zh


VALUE_SLIPS = [
    ("no start", "from = 2020-05-01\n", "", "from、between、in_force_on"),
    ("two starts", "from = 2020-05-01", "from = 2020-05-01\nin_force_on = 2020-06-01", "三者之一"),
    ("a window of one day", "from = 2020-05-01", "between = [2020-05-01]", "between"),
    ("a window the wrong way round", "from = 2020-05-01", "between = [2021-05-01, 2020-05-01]", "between"),
    ("a region of four digits", "from = 2020-05-01", 'from = 2020-05-01\nregion = "3701"', "region"),
    ("an unknown evidence", '"policy"', '"hearsay"', "hearsay"),
    ("an amount that is text", "amount = 0.01", 'amount = "0.01"', "amount"),
    ("tiers beside an amount", "amount = 0.01", "amount = 0.01\ntiers = [1, 2]", "tiers"),
    ("a tier that is text", "amount = 0.01", 'tiers = [1, "two"]', "tiers"),
    ("no source", 'source = "设定值"\n', "", "source"),
    ("a short name of no source", "[[value]]", 'sources."公报" = "某公报"\n[[value]]', "公报"),
    ("an id that differs from the file", 'id = "money_tolerance"', 'id = "tolerance"', "tolerance"),
    ("two amounts for one day", "[[value]]", minimal.VALUE[minimal.VALUE.index("[[value]]") :] + "[[value]]", "两个数"),
]


@pytest.mark.parametrize(("slip", "old", "new", "named"), VALUE_SLIPS, ids=[slip[0] for slip in VALUE_SLIPS])
def test_a_slip_in_a_value_is_refused(slip: str, old: str, new: str, named: str, tmp_path: Path) -> None:
    error = refused(minimal.write(tmp_path, value=minimal.VALUE.replace(old, new, 1)))
    assert named in error.zh
    assert "money_tolerance.toml" in error.zh


PROFILE_SLIPS = [
    ("a rule that is not there", 'title = "默认"', 'title = "默认"\nexclude = ["BK99"]', "BK99"),
    ("a severity that is not there", "[families]", '[severities]\nBK06 = "fatal"\n[families]', "fatal"),
    ("a value that is not there", "[families]", "[values]\ntol = 1\n[families]", "tol"),
    ("a hard stop that is not there", "[score]", '[score]\nhard_stops = ["FR99"]', "FR99"),
    ("a rule of a mark that is not there", "[families]", '[absence]\nroster = ["SU99"]\n[families]', "SU99"),
    (
        "a rule of a difference that is not there",
        "[families]",
        '[agreement]\nnotice = ["PB99"]\n[families]',
        "agreement.notice",
    ),
    ("no colour for nothing", "{ from = 0, ", "{ from = 1, ", "from = 0"),
    ("an unknown key", 'title = "默认"', 'title = "默认"\ncolor = 1', "color"),
]


@pytest.mark.parametrize(("slip", "old", "new", "named"), PROFILE_SLIPS, ids=[slip[0] for slip in PROFILE_SLIPS])
def test_a_slip_in_a_profile_is_refused(slip: str, old: str, new: str, named: str, tmp_path: Path) -> None:
    assert named in refused(minimal.write(tmp_path, profile=minimal.PROFILE.replace(old, new, 1))).zh


def test_an_unknown_profile_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="default"):
        rulebook.load(minimal.write(tmp_path), profile="guizhou")


def test_every_problem_of_every_file_is_reported_at_once(tmp_path: Path) -> None:
    folder = minimal.write(tmp_path, rule=minimal.RULE.replace(":money_tolerance", ":tol"))
    other = minimal.RULE.replace("BK06", "BK07").replace('"worker_month"\n', '"worker"\n')
    (folder / "BK" / "BK07.toml").write_text(other, "utf-8")
    lines = refused(folder).zh.splitlines()
    assert {line.split("：")[0] for line in lines} == {"BK/BK06.toml", "BK/BK07.toml"}


def test_the_same_id_in_two_families_is_refused(tmp_path: Path) -> None:
    folder = minimal.write(tmp_path)
    (folder / "PY").mkdir()
    (folder / "PY" / "BK06.toml").write_text(minimal.RULE, "utf-8")
    assert "重复" in refused(folder).zh


def test_a_folder_on_top_replaces_and_adds(tmp_path: Path) -> None:
    base = minimal.write(tmp_path / "base")
    top = tmp_path / "top" / "BK"
    top.mkdir(parents=True)
    (top / "BK06.toml").write_text(minimal.RULE.replace('"red_line"', '"general"'), "utf-8")
    (top / "ZX01.toml").write_text(minimal.RULE.replace("BK06", "ZX01"), "utf-8")
    book = rulebook.load(base, extra=[tmp_path / "top"])
    assert {rule.id: rule.severity for rule in book.rules} == {"BK06": "general", "ZX01": "red_line"}
    assert book.sha256 != load(base).sha256


def test_a_new_rule_of_a_folder_on_top_needs_a_prefix_of_its_own(tmp_path: Path) -> None:
    base = minimal.write(tmp_path / "base")
    top = tmp_path / "top" / "own"
    top.mkdir(parents=True)
    (top / "BK90.toml").write_text(minimal.RULE.replace("BK06", "BK90"), "utf-8")
    with pytest.raises(RuleError) as error:
        rulebook.load(base, extra=[tmp_path / "top"])
    assert "own/BK90.toml" in error.value.zh
    assert "换一个前缀" in error.value.zh


def test_a_profile_overrides_severity_and_value_and_excludes(tmp_path: Path) -> None:
    profile = minimal.PROFILE + '[severities]\nBK06 = "serious"\n[values]\nmoney_tolerance = 1\n'
    book = load(minimal.write(tmp_path, profile=profile))
    assert book.rule("bk06").severities == ("serious", "hint")
    assert str(book.values.lookup("money_tolerance", book.rules[0].start).amount) == "1"
    none = load(minimal.write(tmp_path, profile=minimal.PROFILE.replace("[score]", 'exclude = ["BK06"]\n[score]')))
    assert none.judged == ()


def test_our_own_rules_load() -> None:
    book = rulebook.load()
    assert len(book.rules) >= 40
    assert book.judged


def test_our_own_rules_pass_the_dry_run_that_a_check_leaves_out(tmp_path: Path) -> None:
    """A folder that is named is tried as a whole: here ours, then ours with one condition that cannot be computed."""
    own = resources.folder("rules")
    assert rulebook.load(own).sha256 == rulebook.load().sha256
    spoiled = tmp_path / "rules"
    shutil.copytree(own, spoiled)
    rule = spoiled / "PY" / "PY01.toml"
    spoilt, times = re.subn(r"(?m)^when +=.*$", 'when = "n_missing"', rule.read_text("utf-8"), count=1)
    assert times == 1
    rule.write_text(spoilt, "utf-8")
    assert "PY01" in refused(spoiled).en and "must be a condition" in refused(spoiled).en


RESPONSIBLE = """
[departments]
"财务资金部" = "finance"
"项目部" = "project department"
[responsible]
BK = { lead = "财务资金部", assist = ["项目部"] }
BK06 = { lead = "项目部" }
"""


@pytest.mark.parametrize(
    ("rule", "lead", "assist"),
    [("BK01", "财务资金部", ("项目部",)), ("BK06", "项目部", ()), ("PY18", "", ())],
    ids=["by the family", "by the longest prefix", "nobody is named"],
)
def test_a_profile_says_who_must_act(rule: str, lead: str, assist: tuple[str, ...], tmp_path: Path) -> None:
    book = load(minimal.write(tmp_path, profile=minimal.PROFILE + RESPONSIBLE))
    who = book.profile.who(rule)
    assert (who.lead, who.assist) == (lead, assist)
    assert book.profile.english("财务资金部") == "finance"


@pytest.mark.parametrize(("old", "new"), [('lead = "项目部"', 'lead = "工程部"'), ('["项目部"]', '["工程部"]')])
def test_an_unknown_department_is_refused_with_those_there_are(old: str, new: str, tmp_path: Path) -> None:
    error = refused(minimal.write(tmp_path, profile=minimal.PROFILE + RESPONSIBLE.replace(old, new)))
    assert "工程部" in error.zh
    assert "财务资金部" in error.zh


def test_every_rule_of_ours_names_who_must_act() -> None:
    book = rulebook.load()
    assert [rule.id for rule in book.rules if not book.profile.who(rule.id).lead] == []
