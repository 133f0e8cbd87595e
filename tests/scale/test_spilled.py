"""Export tables whose records lie on disk, read some rows at a time, say what they say read whole into memory."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from tests.house_rules import BOOK
from wagecheck import judge, simulate
from wagecheck.errors import OutputError
from wagecheck.intake import submission
from wagecheck.intake.exports import joining, tables
from wagecheck.intake.exports.pieces import Keeper
from wagecheck.intake.submission import Submission
from wagecheck.privacy import Masker
from wagecheck.result import Result
from wagecheck.scale import engine, partitioned, parts, work
from wagecheck.scale.shelf import Shelf

AS_OF = dt.date(2026, 11, 21)
FRAMES = ("findings", "outcomes", "contractors", "workers", "evidence")
#: Fewer records than a project has, and fewer rows than any large table.
FEW, WINDOW = 900, 57


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Export tables of several projects with defects."""
    made = tmp_path_factory.mktemp("exports")
    simulate.write(made, contractors=9, workers=180, defects="all", format="parquet", seed=5)
    return made / "submission"


@pytest.fixture(scope="module")
def expected(folder: Path) -> Result:
    return judge.judge(submission.read([folder]), BOOK, as_of=AS_OF, masker=Masker(b"test"))


def spilled(folder: Path, place: Path, monkeypatch: pytest.MonkeyPatch, window: int = WINDOW) -> Submission:
    """The tables read ``window`` rows at a time, nothing of them kept in memory."""
    read = tables.read

    def small(*args: object, **kwargs: object) -> list[tables.TableRead]:
        return read(*args, **kwargs, window=window)  # type: ignore[arg-type]

    monkeypatch.setattr(tables, "read", small)
    return submission.read([folder], keeper=Keeper(place, 0))


def same(one: Result, other: Result) -> list[str]:
    """What differs."""
    told = [name for name in FRAMES if not getattr(one, name).equals(getattr(other, name))]
    return told + [name for name in one.manifest if one.manifest[name] != other.manifest[name]]


@pytest.mark.parametrize(("most_rows", "several"), [(FEW, True), (10**9, False)])
def test_the_same_result(
    folder: Path, expected: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most_rows: int, several: bool
) -> None:
    given = spilled(folder, tmp_path, monkeypatch)
    assert given.spilled is not None
    assert {name for name, ledger in given.ledgers.items() if ledger.height} == {"project", "contractor"}
    assert (len(parts.plan(given, most_rows)) > 1) == several
    found = partitioned.judged(given, BOOK, as_of=AS_OF, masker=Masker(b"test"), most_rows=most_rows, shelf=tmp_path)
    assert same(found, expected) == []
    assert not list(tmp_path.glob("wagecheck-parts-*"))


def test_rows_of_a_project_stand_anywhere(
    folder: Path, expected: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table sorted by day or by name has rows of every project in every piece: the result is that of its rows."""
    mixed = tmp_path / "mixed"
    for part in sorted(folder.rglob("*.parquet")):
        rows = pl.read_parquet(part)
        target = mixed / part.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        rows.sample(fraction=1, shuffle=True, seed=3).write_parquet(target)
    whole = judge.judge(submission.read([mixed]), BOOK, as_of=AS_OF, masker=Masker(b"test"))
    (tmp_path / "laid").mkdir()
    given = spilled(mixed, tmp_path / "laid", monkeypatch)
    found = partitioned.judged(given, BOOK, as_of=AS_OF, masker=Masker(b"test"), most_rows=FEW)
    assert same(found, whole) == []
    assert found.findings.height >= 0.9 * expected.findings.height


def test_processes_say_the_same(
    folder: Path, expected: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = spilled(folder, tmp_path, monkeypatch)
    with engine.chosen(None, 2) as two:
        found = partitioned.judged(
            given, BOOK, as_of=AS_OF, masker=Masker(b"test"), most_rows=FEW, engine=two, shelf=tmp_path
        )
    assert same(found, expected) == []


def test_names_of_projects_that_hold_numbers_are_masked_and_found_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What outputs call a project, its records on disk do not: both ways give the same."""
    phone = "13800001111"
    named = tmp_path / "named"
    for part in sorted(folder.rglob("*.parquet")):
        rows = pl.read_parquet(part)
        target = named / part.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        texts = [name for name, kind in rows.schema.items() if kind == pl.String and name in ("project", "name")]
        projects = pl.scan_parquet(folder / "project").select("project").collect()["project"].unique().to_list()
        rows.with_columns(
            pl.when(pl.col(name).is_in(projects)).then(pl.col(name) + phone).otherwise(name).alias(name)
            for name in texts
        ).write_parquet(target)
    whole = judge.judge(submission.read([named]), BOOK, as_of=AS_OF, masker=Masker(b"test"))
    assert whole.contractors.height
    assert not whole.contractors["project"].str.contains(phone).any()
    (tmp_path / "laid").mkdir()
    given = spilled(named, tmp_path / "laid", monkeypatch)
    found = partitioned.judged(given, BOOK, as_of=AS_OF, masker=Masker(b"test"), most_rows=FEW)
    assert same(found, whole) == []


def test_gate_passings_read_in_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The morning of a day ends one piece, its evening begins the next: it is one day."""
    people = pl.DataFrame({"name": ["张某一", "张某二"], "id_number": ["110199199001010018", "110199199001010034"]})
    moments = [f"2026-10-{day:02} {clock}" for day in range(8, 20) for clock in ("06:50:00", "11:40:00", "18:05:00")]
    table = people.join(pl.DataFrame({"date": moments}), how="cross").with_columns(
        project=pl.lit("示例一期"), contractor=pl.lit("示例劳务有限公司"), period=pl.lit("2026-10"),
        direction=pl.lit("进"),
    )  # fmt: skip
    (tmp_path / "in").mkdir()
    table.write_parquet(tmp_path / "in" / "attendance.parquet")
    whole = submission.read([tmp_path / "in"])
    given = spilled(tmp_path / "in", tmp_path, monkeypatch, window=5)
    assert given.spilled is not None
    shelf = Shelf(tmp_path)
    shelf.put(work.Division.NAME, work.Division(given.spilled.bare(), (("示例一期",),)))
    rows: dict[int, list[pl.DataFrame]] = {0: []}
    for number, one in enumerate(given.spilled.slices()):
        names = work.divided(work.Task(tmp_path, number, slice=one)).split()
        rows[0] += [shelf.rows(name) for name in names]
    assert len(rows[0]) > 2
    read = joining.completed(given, given.spilled.taken(rows)).ledgers["attendance"]
    assert read.select(pl.exclude("col")).equals(whole.ledgers["attendance"].select(pl.exclude("col")))
    assert read.height == 24


def test_few_records_stay_in_memory(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path, 10)
    first = keeper.keep(b"abc", 6)
    assert not keeper.on_disk
    assert list(tmp_path.iterdir()) == []
    keeper.keep(b"def", 5)
    assert keeper.on_disk
    assert sorted(path.read_bytes() for path in tmp_path.iterdir()) == [b"abc", b"def"]
    assert first.rows == 6


def test_without_a_folder_everything_stays(tmp_path: Path) -> None:
    keeper = Keeper()
    keeper.keep(b"abc", 10**9)
    assert not keeper.on_disk


def test_a_disk_that_refuses_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="写不进磁盘"):
        Keeper(tmp_path / "gone", 0).keep(b"abc", 1)


def test_rows_of_many_projects_come_into_their_own_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two thousand projects, most of them under a code that the table of projects explains."""
    codes = pl.DataFrame({"project_code": [f"P{n:05}" for n in range(2000)]})
    codes = codes.with_columns(name=pl.format("示例第{}期", pl.int_range(1, 2001)))
    written = codes.with_columns(project=pl.when(pl.int_range(pl.len()) % 5 > 0).then("project_code").otherwise("name"))
    people = pl.DataFrame({"name": [f"张某{n}" for n in range(3)], "contractor": "示例劳务有限公司"})
    (tmp_path / "in").mkdir()
    codes.with_columns(project="name").write_parquet(tmp_path / "in" / "project.parquet")
    written.select("project").join(people, how="cross").write_parquet(tmp_path / "in" / "roster.parquet")
    given = spilled(tmp_path / "in", tmp_path, monkeypatch, window=4000)
    away = given.spilled
    assert away is not None
    plan = parts.plan(given, 100)
    part_of = {project: number for number, projects in enumerate(plan) for project in projects}
    rows: dict[int, list[pl.DataFrame]] = {}
    for one in away.slices():
        for number, frame in away.divided(one, part_of):
            rows.setdefault(number, []).append(frame)
    assert len(rows) == len(plan) == 80
    whole = submission.read([tmp_path / "in"]).ledgers["roster"]
    for number, frames in rows.items():
        (read,) = away.taken({0: frames})
        mine = whole.filter(pl.col("project").is_in([name for name in plan[number] if name is not None]))
        assert read.records.equals(mine)
