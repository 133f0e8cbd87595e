"""Every rule declares how far one must look to judge it: no nearer than is true, and no farther than can be shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
import pytest

from tests.scale.projects_kit import projects
from tests.scale.scope_kit import cut
from wagecheck import facts, judge, rulebook
from wagecheck.errors import RuleError
from wagecheck.facts import elsewhere, reach
from wagecheck.facts.frame import KEYS
from wagecheck.intake.submission import Submission
from wagecheck.judging import assessment
from wagecheck.judging.assessment import Assessment
from wagecheck.privacy import Masker
from wagecheck.register.listing import read_listing
from wagecheck.resources import folder, read_toml
from wagecheck.rulebook import Rulebook, scope
from wagecheck.scale import exchange, partitioned, parts

AS_OF = dt.date(2026, 11, 21)
#: Who pays the workers of all contractors in one of the cases.
GENERAL = "示例总包甲有限公司"
#: Rules whose facts look farther than one contractor, though no made-up case lets that decide; each with why it may.
NOT_SHOWN = {
    "AG05": "active: whoever was only paid counts as active; the over-age with overtime stand on the payroll anyway",
    "BK08": "an owner is sought among all firms of the project; no made-up firm pays another's owner",
    "BL08": "sums owed rest on payments; no made-up case owes as much as the criminal threshold",
    "BL09": "the same, and an order to pay must be on record",
    "FR04": "other signals count people without contract who were only paid; no run has such a one",
    "FR25": "the message names what was paid; whoever has no attendance and a payment is told by FR49",
    "LC14": "the length of settlement is unknown after more than one payment; nobody made up works part time",
    "PY03": "who worked in both months may be known by payments alone; no made-up month is missing",
    "PY14": "a leaver is owed what was not paid; without any payment record the rule is not assessed in both",
    "PY19": "open payments rest on those of the project; lump sums are made for whole contractors",
    "PY21": "the same as PY14",
    "RN03": "active until: nobody made up is known by payments alone after the card has run out",
    "RN09": "days absent: nobody made up is active by payments alone",
    "FR67": "shown apart, with the exchange",
    "FR68": "shown apart, with the exchange",
    "LC02": "shown apart, with the exchange",
    "PY17": "its year's sum is shown apart; no made-up worker comes near the yearly limit",
}


@dataclass(frozen=True)
class Told:
    """Rules that say something else in narrower pieces: by contractor, about no contractor's records, by project."""

    by_contractor: set[str]
    by_standing: set[str]
    by_project: set[str]


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return rulebook.load()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Submission, pl.DataFrame]:
    """Two projects with every defect that share people, accounts and payees; the list of the first."""
    folder_of_all = tmp_path_factory.mktemp("scopes")
    whole = projects(folder_of_all, (1, 2), defects="all", people_shared=12)
    return whole, read_listing(next((folder_of_all / "1").glob("*.xlsx")))


@pytest.fixture(scope="module")
def told(made: tuple[Submission, pl.DataFrame], book: Rulebook) -> list[Told]:
    """As made; and with the bank files in the hand of the general contractor."""
    whole, entries = made
    payment = whole.ledgers["payment"].with_columns(contractor=pl.lit(GENERAL))
    of_payments = pl.when(pl.col("ledger") == "payment")
    sources = whole.sources.with_columns(contractor=of_payments.then(pl.lit(GENERAL)).otherwise("contractor"))
    paid = replace(whole, ledgers={**whole.ledgers, "payment": payment}, sources=sources)
    return [pieces_told(one, book, entries) for one in (whole, paid)]


def pieces_told(submission: Submission, book: Rulebook, entries: pl.DataFrame) -> Told:
    """By the same terms: the whole, project by project without exchange, contractor by contractor."""
    masker = Masker(b"test")
    whole = judge.checked(submission, masker)
    terms = judge.terms_of(whole, book, as_of=AS_OF, masker=masker, entries=entries)
    tables = (whole.sources, whole.cells)
    full = assessment.assess(whole, book, terms, None, tables)
    alone = [assessment.assess(one, book, terms, None, tables) for one in parts.cut(whole, parts.plan(whole, 1))]
    made = cut(whole)
    pieces = assessment.assess(made.pieces, book, terms)
    return Told(
        by_contractor=_differing(both(full, made.of_contractors), both(pieces, made.own)),
        by_standing=_differing(both(full, made.others), both(pieces, made.standing)),
        by_project=_differing(both(full), [pl.concat(frames) for frames in zip(*map(both, alone), strict=True)]),
    )


def both(told: Assessment, only=lambda rows: rows) -> list[pl.DataFrame]:  # type: ignore[no-untyped-def]
    """Findings and outcomes; fingerprints tell a project by its name, which a piece has under another."""
    return [only(told.findings.drop("fingerprint")), only(told.outcomes)]


def _differing(one: list[pl.DataFrame], other: list[pl.DataFrame]) -> set[str]:
    """Rules with a row that only one side has, or not as often."""
    found: set[str] = set()
    for left, right in zip(one, other, strict=True):
        marked = [rows.select("rule", row=rows.hash_rows(seed=1)) for rows in (left, right)]
        counts = [rows.group_by("rule", "row").len() for rows in marked]
        for a, b in (counts, counts[::-1]):
            found.update(a.join(b, on=["rule", "row", "len"], how="anti")["rule"])
    return found


def test_every_rule_file_declares_what_its_facts_look_at(book: Rulebook) -> None:
    for rule in book.rules:
        declared = read_toml(folder("rules") / rule.file).get("scope")
        assert declared == rule.scope == scope.reach(rule, book.compiled[rule.id]), rule.id


def test_no_rule_looks_farther_than_it_declares(told: list[Told], book: Rulebook) -> None:
    scopes = {rule.id: rule.scope for rule in book.rules}
    for case in told:
        assert {rule for rule in case.by_contractor if scopes[rule] == reach.CONTRACTOR} == set()
        assert {rule for rule in case.by_project if scopes[rule] in (reach.CONTRACTOR, reach.PROJECT)} == set()


def test_no_rule_declares_more_than_can_be_shown(told: list[Told], book: Rulebook) -> None:
    shown = {rule for case in told for rule in case.by_contractor | case.by_standing | case.by_project}
    wide = {rule.id for rule in book.rules if rule.scope != reach.CONTRACTOR}
    assert wide - shown == set(NOT_SHOWN)


def test_reach_names_frames_and_columns_that_there_are() -> None:
    for name, columns in reach.names().items():
        assert columns <= set(facts.frames()[name].schema) - set(KEYS), name


def test_scopes_cover() -> None:
    assert reach.covers("project", "contractor")
    assert reach.covers("worker", "project")
    assert not reach.covers("contractor", "project")
    assert not reach.covers("card", "worker")


OWN = """
id = "ZX01"
title = "同日两处出勤"
title_en = "Two sites on one day"
kind = "signal"
severity = "hint"
law = []
in_force = { from = 2020-05-01 }
status = "stable"
about = "worker_month"
SCOPE
ledgers = ["attendance"]
needs = ["double_site_days"]
when = "double_site_days > 0"
show = { actual = "double_site_days", at = ["double_site_at"] }
message = "{name}有 {actual} 天在几处出勤，需核实。"
message_en = "{name}: {actual} days on several sites."
remedy = "请核实。"
remedy_en = "Verify."
[[example]]
name = "一天"
worker_month = [{ name = "张某甲", double_site_days = 1 }]
fires = ["张某甲"]
[[example]]
name = "没有"
worker_month = [{ name = "张某甲", double_site_days = 0 }]
fires = []
"""


def own(place: Path, declared: str) -> Rulebook:
    (place / "ZX").mkdir(exist_ok=True)
    (place / "ZX/ZX01.toml").write_text(OWN.replace("SCOPE", declared), "utf-8")
    return rulebook.load(extra=[place])


def test_a_rule_of_ones_own_may_leave_its_scope_out_but_not_declare_less(tmp_path: Path) -> None:
    assert own(tmp_path, "").rule("ZX01").scope == "worker"
    for less in ("contractor", "project", "card"):
        with pytest.raises(RuleError, match=r"ZX01\.toml.*scope 写的是 " + less) as wrong:
            own(tmp_path, f'scope = "{less}"')
        assert 'scope = "worker"' in wrong.value.en
    with pytest.raises(RuleError, match="contractor"):
        own(tmp_path, 'scope = "everything"')


@pytest.fixture(scope="module")
def beyond(tmp_path_factory: pytest.TempPathFactory) -> Submission:
    """Two honest projects; the people of the second also left the first, and one clerk typed the files of both.

    The second project's firms have other names than the first's.
    """
    whole = projects(tmp_path_factory.mktemp("beyond"), (1, 2), defects="none", people_shared=6)
    first = pl.col("project") == "示例项目1"
    roster = whole.ledgers["roster"].with_columns(
        exit_date=pl.when(first).then(dt.date(2026, 10, 20)).otherwise("exit_date"),
        entry_date=pl.when(~first).then(dt.date(2026, 10, 25)).otherwise("entry_date"),
    )
    firm = pl.when(~first & pl.col("contractor").is_not_null()).then(pl.concat_str(pl.lit("乙"), "contractor"))
    named = {
        name: rows.with_columns(contractor=pl.coalesce(firm, "contractor"))
        for name, rows in {**whole.ledgers, "roster": roster}.items()
    }
    files = tuple(replace(file, properties={"creator": "张制表"}) for file in whole.files)
    sources = whole.sources.with_columns(contractor=pl.coalesce(firm, "contractor"))
    return replace(whole, ledgers=named, sources=sources, files=files)


def test_parts_hear_what_lies_beyond_the_project(beyond: Submission, book: Rulebook, tmp_path: Path) -> None:
    """Facts of a part, told what the other knows, are those of the whole; untold they are not."""
    masker = Masker(b"test")
    whole = judge.checked(beyond, masker)
    settings = judge.terms_of(whole, book, as_of=AS_OF, masker=masker).settings
    each = list(parts.cut(whole, parts.plan(whole, 1)))
    keys = [elsewhere.keys(one.ledgers) for one in each]
    for number, own_keys in enumerate(keys):
        own_keys.write_ipc(tmp_path / str(number))
    both = exchange.shared([tmp_path / str(number) for number in range(len(each))])
    shared = [own_keys.join(both, on=["kind", "key"], how="semi") for own_keys in keys]
    told = exchange.Exchange([facts.told(one, settings, own) for one, own in zip(each, shared, strict=True)], shared)
    heard = [exchange.with_everywhere(told.heard(n), told.everywhere(), n) for n in range(len(each))]
    for frame, column in (
        ("re_entry", "entry_contractor"),
        ("file_property", "other_firms"),
        ("worker_month", "employed_from"),
        ("worker_pay", "net_year"),
    ):
        key = ["project", "contractor", "period", *facts.frames()[frame].grain]

        def of(one: Submission, there: elsewhere.Elsewhere | None = None) -> pl.DataFrame:
            rows = facts.build(one, None, settings, elsewhere=there)[frame].collect()  # noqa: B023
            return rows.select(*key, column).sort(key)  # noqa: B023

        expected = of(whole)
        together = pl.concat([of(one, there) for one, there in zip(each, heard, strict=True)]).sort(key)
        assert together.equals(expected), frame
        if column != "employed_from":
            assert not pl.concat([of(one) for one in each]).sort(key).equals(expected), frame


def test_a_rule_of_ones_own_says_the_same_in_parts(beyond: Submission, tmp_path: Path) -> None:
    mine = own(tmp_path, 'scope = "worker"')
    profile = replace(mine.profile, exclude=tuple(rule.id for rule in mine.rules if rule.id not in ("ZX01", "FR67")))
    mine = replace(mine, profile=profile)
    expected = judge.judge(beyond, mine, as_of=AS_OF, masker=Masker(b"test"))
    found = partitioned.judged(beyond, mine, as_of=AS_OF, masker=Masker(b"test"), most_rows=1)
    assert expected.findings.filter(pl.col("rule") == "ZX01").height > 0
    assert found.findings.equals(expected.findings)
    assert found.outcomes.equals(expected.outcomes)
