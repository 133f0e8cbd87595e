"""A submission judged in parts says, row for row, what it says as a whole: here, in processes, on a cluster."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from tests.scale.projects_kit import projects
from wagecheck import judge, rulebook
from wagecheck.errors import InputError
from wagecheck.intake import belonging
from wagecheck.intake.submission import Submission
from wagecheck.judging.findings import Findings
from wagecheck.privacy import Masker
from wagecheck.register.view import WAIVERS, View
from wagecheck.result import Result
from wagecheck.rulebook import Rulebook
from wagecheck.rulebook.compile import Compiled
from wagecheck.rulebook.rule import Rule
from wagecheck.scale import cluster, engine, partitioned, parts, work
from wagecheck.scale.work import Task

AS_OF = dt.date(2026, 11, 21)
#: Fewer than a project has: every project is a part of its own.
FEW = 500
FRAMES = ("findings", "outcomes", "contractors", "workers", "evidence")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Submission:
    """Three projects that share people, accounts and payees."""
    return projects(tmp_path_factory.mktemp("projects"), (1, 2, 3), defects="typical", people_shared=12)


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return rulebook.load()


@pytest.fixture(scope="module")
def expected(whole: Submission, book: Rulebook) -> Result:
    return judge.judge(whole, book, as_of=AS_OF, masker=Masker(b"test"))


def same(one: Result, other: Result) -> list[str]:
    """What differs."""
    told = [name for name in FRAMES if not getattr(one, name).equals(getattr(other, name))]
    return told + [name for name in one.manifest if one.manifest[name] != other.manifest[name]]


def test_parts_say_what_the_whole_says(whole: Submission, book: Rulebook, expected: Result) -> None:
    told: list[tuple[int, int]] = []
    found = partitioned.judged(
        whole,
        book,
        as_of=AS_OF,
        masker=Masker(b"test"),
        most_rows=FEW,
        told=lambda done, all_: told.append((done, all_)),
    )
    assert same(found, expected) == []
    assert len(told) == 1 + 3 * 4, "three parts in four steps"
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1]
    assert {whole for _, whole in told} == {told[0][1]}
    assert all(before[0] < after[0] for before, after in itertools.pairwise(told))


def test_without_the_exchange_something_is_missed(whole: Submission, book: Rulebook, expected: Result) -> None:
    """The projects one by one do not say what they say together: days on two sites, accounts of several people."""
    alone = [
        judge.judge(part, book, as_of=AS_OF, masker=Masker(b"test"))
        for part in parts.cut(whole, parts.plan(whole, FEW))
    ]
    found = pl.concat([one.findings for one in alone])["rule"].to_list()
    together = expected.findings["rule"].to_list()
    assert {rule for rule in set(together) if together.count(rule) > found.count(rule)} >= {"FR13", "FR36"}


@pytest.fixture(scope="module")
def two_workers() -> Iterator[engine.Engine]:
    with cluster.connected(engine.LOCAL, 2) as found:
        yield found


def test_a_cluster_says_the_same(
    whole: Submission, book: Rulebook, expected: Result, two_workers: engine.Engine, tmp_path: Path
) -> None:
    found = partitioned.judged(
        whole, book, as_of=AS_OF, masker=Masker(b"test"), most_rows=FEW, engine=two_workers, shelf=tmp_path
    )
    assert same(found, expected) == []
    assert list(tmp_path.iterdir()) == []


def killed_once(task: Task) -> str:
    """The work, but the first process that tries the second part is killed in the middle."""
    mark = task.folder / "killed"
    if task.number == 1 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return work.assessed(task)


def killed_always(task: Task) -> str:
    """No process survives the second part."""
    if task.number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return work.assessed(task)


def test_a_worker_killed_in_the_middle_changes_nothing(
    whole: Submission, book: Rulebook, expected: Result, two_workers: engine.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "assessed", killed_once)
    found = partitioned.judged(whole, book, as_of=AS_OF, masker=Masker(b"test"), most_rows=FEW, engine=two_workers)
    assert same(found, expected) == []


def test_processes_say_the_same_and_a_lost_one_is_told(
    whole: Submission, book: Rulebook, expected: Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engine.chosen(None, 2) as two:
        found = partitioned.judged(whole, book, as_of=AS_OF, masker=Masker(b"test"), most_rows=FEW, engine=two)
        assert same(found, expected) == []
        monkeypatch.setattr(work, "assessed", killed_always)
        with pytest.raises(InputError, match="内存不足"):
            partitioned.judged(whole, book, as_of=AS_OF, masker=Masker(b"test"), most_rows=FEW, engine=two)


def test_a_cluster_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_ANSWERS_WITHIN", 1)
    with (
        pytest.raises(InputError, match=r"连不上集群：tcp://127\.0\.0\.1:9"),
        cluster.connected("tcp://127.0.0.1:9", 2),
    ):
        pass


@pytest.mark.parametrize(
    ("most_rows", "expected_parts"),
    [(10**9, 1), (1, 3)],
)
def test_parts_are_whole_projects(whole: Submission, most_rows: int, expected_parts: int) -> None:
    plans = parts.plan(whole, most_rows)
    assert len(plans) == expected_parts
    assert sorted(name or "" for plan in plans for name in plan) == ["示例项目1", "示例项目2", "示例项目3"]


def test_records_without_a_project_are_judged_with_all_others(whole: Submission) -> None:
    payment = whole.ledgers["payment"]
    first = pl.int_range(pl.len()) == 0
    loose = payment.with_columns(project=pl.when(~first).then("project"))
    assert len(parts.plan(replace(whole, ledgers={**whole.ledgers, "payment": loose}), FEW)) == 1


@pytest.mark.parametrize("period", [None, (dt.date(2026, 9, 1), dt.date(2026, 9, 30))])
def test_a_project_without_any_month_is_judged_under_the_latest_of_all(
    whole: Submission, book: Rulebook, period: tuple[dt.date, dt.date] | None
) -> None:
    """One project has nothing but its standing tables, another no October: parts do not make September the latest."""
    names = ["示例项目1", "示例项目2", "示例项目3"]
    only_standing = pl.col("project") == names[2]
    early = (pl.col("project") == names[0]) & (pl.col("period_start") >= dt.date(2026, 10, 1)).fill_null(value=False)
    ledgers = {}
    for name, ledger in whole.ledgers.items():
        rows = ledger
        if name in belonging.PERIODIC:
            rows = rows.filter(~only_standing)
        if "period_start" in ledger.columns:
            rows = rows.filter(~early)
        ledgers[name] = rows
    given = replace(whole, ledgers=ledgers)
    told = judge.judge(given, book, as_of=AS_OF, masker=Masker(b"test"), period=period)
    assert told.findings.filter(only_standing).height
    plans = parts.plan(given, FEW, period)
    assert len(plans) > 1
    found = partitioned.judged(given, book, as_of=AS_OF, masker=Masker(b"test"), most_rows=FEW, period=period)
    assert same(found, told) == []


def test_a_file_of_several_projects_is_one_document_in_parts_too(whole: Submission, book: Rulebook) -> None:
    """One workbook in which a contractor of every project stands: its author says nothing about them (FR68)."""
    one = replace(
        whole.files[0], path="各项目工资表.xlsx", properties={"creator": "张制表", "created": "2026-11-02T08:00:00"}
    )
    firms = pl.concat_str(pl.col("project"), pl.lit("劳务有限公司"))
    of_payroll = (pl.col("ledger") == "payroll").fill_null(value=False)
    sources = whole.sources.with_columns(
        file=pl.when(of_payroll).then(pl.lit(one.path)).otherwise("file"),
        contractor=pl.when(of_payroll).then(firms).otherwise("contractor"),
    )
    given = replace(whole, sources=sources, files=(*whole.files, one))
    told = judge.judge(given, book, as_of=AS_OF, masker=Masker(b"test"))
    found = partitioned.judged(given, book, as_of=AS_OF, masker=Masker(b"test"), most_rows=FEW)
    assert not told.findings.filter((pl.col("rule") == "FR68") & pl.col("message").str.contains("张制表")).height
    assert same(found, told) == []


def test_waivers_hold_in_parts_too(whole: Submission, book: Rulebook, expected: Result) -> None:
    """One for a worker of one project, one for a contractor, one for a worker whom no part knows."""
    mine = expected.findings.filter((pl.col("kind") == "violation") & pl.col("worker_key").is_not_null())
    mine = mine.filter(~pl.col("rule").is_in(list(book.profile.hard_stops)))
    own, firm = mine.row(0, named=True), mine.row(-1, named=True)
    assert own["project"] != firm["project"]
    waivers = [
        {"id": "W1", "rule": own["rule"], "contractor": own["contractor"], "worker_key": own["worker_key"]},
        {"id": "W2", "rule": firm["rule"], "contractor": firm["contractor"], "project": firm["project"]},
        {"id": "W3", "rule": own["rule"], "contractor": own["contractor"], "worker_key": "0" * 16},
    ]
    common = {"reason": "更正中", "approved_by": "李四", "expires_on": dt.date(2026, 12, 31)}
    told = [{**dict.fromkeys(WAIVERS), **common, **one} for one in waivers]
    register = View("登记册.db", None, waivers=pl.DataFrame(told, schema=WAIVERS), events=1, head="0" * 64)
    together = judge.judge(whole, book, as_of=AS_OF, masker=Masker(b"test"), register=register)
    found = partitioned.judged(whole, book, as_of=AS_OF, masker=Masker(b"test"), most_rows=FEW, register=register)
    assert set(together.findings["waiver"].drop_nulls()) == {"W1", "W2"}
    assert [one["problem"] for one in together.manifest["waivers"]["problems"]] == ["worker"]
    assert same(found, together) == []


def test_a_rule_that_fails_in_one_part_says_nothing_in_any(
    whole: Submission, book: Rulebook, expected: Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    sites = expected.findings.drop_nulls("worker_key").group_by("rule").agg(pl.col("project").unique().sort())
    several = sites.filter(pl.col("project").list.len() > 1).sort("rule")
    rule, projects = several.row(0)
    worded = Findings._worded

    def failing(self: Findings, asked: Rule, compiled: Compiled, rows: pl.DataFrame) -> pl.DataFrame:
        if asked.id == rule and projects[0] in rows["project"].to_list():
            raise pl.exceptions.ComputeError("made up")
        return worded(self, asked, compiled, rows)

    monkeypatch.setattr(Findings, "_worded", failing)
    together = judge.judge(whole, book, as_of=AS_OF, masker=Masker(b"test"))
    found = partitioned.judged(whole, book, as_of=AS_OF, masker=Masker(b"test"), most_rows=FEW)
    assert together.findings.filter(pl.col("rule") == rule).is_empty()
    assert set(together.outcomes.filter(pl.col("rule") == rule)["outcome"]) == {"error"}
    assert same(found, together) == []
