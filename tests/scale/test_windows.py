"""What a whole file or a whole submission decides, some of its rows or projects do not decide otherwise."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from tests.house_rules import BOOK
from wagecheck import judge
from wagecheck.errors import InputError
from wagecheck.intake import submission
from wagecheck.intake.exports import tables
from wagecheck.intake.exports.pieces import Keeper
from wagecheck.intake.submission import Submission
from wagecheck.privacy import Masker
from wagecheck.scale import cluster, partitioned, parts

LOST = "622848001234567000"
NUMBERS = ("110199199003070017", "11019919850606006X", "110199199001010018")


def people(*, project: str = "示例一期", month: str | None = "2026-10", rows: int = 1) -> pl.DataFrame:
    """Lines of a payroll."""
    return pl.DataFrame(
        {
            "project": [project] * rows,
            "contractor": ["示例劳务有限公司"] * rows,
            "period": [month] * rows,
            "name": [f"张某{n}" for n in range(rows)],
            "net_pay": ["5000.00"] * rows,
        },
        schema_overrides={"period": pl.String},
    )


def in_windows(
    folder: Path, rows: int, monkeypatch: pytest.MonkeyPatch, keeper: Keeper | None = None, **more: Any
) -> Submission:
    """The folder with its tables read ``rows`` at a time."""
    read = tables.read
    with monkeypatch.context() as patch:
        patch.setattr(tables, "read", lambda *args, **kwargs: read(*args, **{**kwargs, "window": rows}))
        return submission.read([folder], keeper=keeper, **more)


@pytest.mark.parametrize(("lost", "state"), [(9, "lossy"), (3, "ok")])
def test_lost_digits_are_told_by_the_whole_column(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: int, state: str
) -> None:
    """The last window has one row, or nothing but rows that look lost."""
    cards = [LOST[:-4] + f"{n}000"[-4:] for n in range(lost)]
    whole = [f"6228480012345670{n:02}" for n in range(11, 11 + 10 - lost)]
    people(rows=10).with_columns(bank_card=pl.Series([*whole, *cards])).write_parquet(tmp_path / "payroll.parquet")
    told = submission.read([tmp_path]).ledgers["payroll"]
    assert set(told.filter(pl.col("bank_card").str.ends_with("000"))["card_state"]) == {state}
    for rows in (9, 7, 3):
        assert in_windows(tmp_path, rows, monkeypatch).ledgers["payroll"].equals(told)


@pytest.mark.parametrize("text", [False, True])
def test_times_of_day_are_told_by_the_whole_column(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: bool) -> None:
    moments = [dt.datetime(2026, 10, day) for day in range(1, 7)]
    moments += [dt.datetime(2026, 10, day, hour, 5) for day in range(7, 10) for hour in (7, 18)]
    table = (
        people(rows=len(moments)).drop("net_pay", "period").with_columns(name=pl.lit("张某甲"), date=pl.Series(moments))
    )
    if text:
        clock = pl.when(pl.col("date").dt.hour() > 0).then(pl.col("date").dt.strftime(" %H:%M")).otherwise(pl.lit(""))
        table = table.with_columns(date=pl.col("date").dt.strftime("%Y-%m-%d") + clock)
    table.write_parquet(tmp_path / "attendance.parquet")
    told = submission.read([tmp_path])
    found = in_windows(tmp_path, 5, monkeypatch)
    assert found.sources["layout"].to_list() == told.sources["layout"].to_list() == ["export punches"]
    columns = ["name", "date", "mark", "work", "row"]
    assert found.ledgers["attendance"].select(columns).equals(told.ledgers["attendance"].select(columns))
    assert found.issues["count"].to_list() == told.issues["count"].to_list()


def test_machine_and_way_of_recording_of_a_day_in_two_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The evening stands before the morning: the machine of the morning is that of the day."""
    table = people(rows=2).drop("net_pay", "period").with_columns(
        name=pl.lit("张某甲"), direction=pl.lit("01"), device=pl.Series(["乙机", "甲机"]),
        attendType=pl.Series(["002", "001"]), recorded_on=pl.Series([dt.date(2026, 10, 8), dt.date(2026, 10, 9)]),
        date=pl.Series([dt.datetime(2026, 10, 8, 18, 5), dt.datetime(2026, 10, 8, 7, 1)]),
    )  # fmt: skip
    table.write_parquet(tmp_path / "attendance.parquet")
    told = submission.read([tmp_path]).ledgers["attendance"]
    assert told["device"].to_list() == ["甲机"]
    assert in_windows(tmp_path, 1, monkeypatch).ledgers["attendance"].equals(told)


def test_a_file_that_changes_between_windows_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "payroll.parquet"
    people(rows=6).write_parquet(path)
    keep = Keeper.keep

    def kept(self: Keeper, data: bytes, rows: int) -> Any:
        people(rows=9).write_parquet(path)  # somebody exports it anew
        return keep(self, data, rows)

    monkeypatch.setattr(Keeper, "keep", kept)
    found = in_windows(tmp_path, 2, monkeypatch, may_be_empty=True)
    assert found.ledgers["payroll"].is_empty()
    assert found.issues["code"].to_list() == ["IN01"]
    assert "被改动" in found.issues["detail"][0]


def several(folder: Path, months: dict[str, str | None]) -> Path:
    """A payroll of several projects."""
    table = pl.concat([people(project=name, month=month, rows=3) for name, month in months.items()])
    table.write_parquet(folder / "payroll.parquet")
    return folder


def test_a_table_of_nobody_is_not_charged_to_the_only_project_of_a_part(tmp_path: Path) -> None:
    """What cannot be read names no project: with two projects it is nobody's, in parts too."""
    several(tmp_path, {"示例一期": "2026-09", "示例二期": "2026-10", "示例三期": "2026-09", "示例四期": "2026-09"})
    (tmp_path / "insurance.parquet").write_bytes(b"PAR1 broken")
    given = submission.read([tmp_path])
    plan = parts.plan(given, 1)
    (mine,) = (part for part in plan if None in part)
    assert len(plan) > 1
    assert "示例二期" in mine
    assert len(mine) > 2
    book, day = BOOK, dt.date(2026, 11, 21)
    whole = judge.judge(given, book, as_of=day, masker=Masker(b"test"))
    found = partitioned.judged(given, book, as_of=day, masker=Masker(b"test"), most_rows=1)
    assert found.findings.equals(whole.findings)
    assert found.outcomes.equals(whole.outcomes)


def test_a_payroll_without_items_makes_no_record_of_nobody(tmp_path: Path) -> None:
    several(tmp_path, {"示例一期": "2026-10"})
    assert submission.read([tmp_path]).ledgers["payroll_item"].is_empty()


def test_projects_without_the_month_asked_for_go_with_one_that_has_it(tmp_path: Path) -> None:
    several(tmp_path, {"示例一期": "2026-09", "示例二期": "2026-10", "示例三期": "2026-10", "示例四期": "2025-10"})
    given = submission.read([tmp_path])
    assert len(parts.plan(given, 1)) == 4
    plan = parts.plan(given, 1, (dt.date(2026, 10, 1), dt.date(2026, 10, 31)))
    assert sorted(len(part) for part in plan) == [1, 3]


def test_the_rows_of_passings_are_counted_over_all_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        {"project": "示例一期", "contractor": "示例劳务有限公司", "idCardNumber": number, "direction": "01",
         "date": dt.datetime(2026, 10, day, hour, 5)}
        for hour in (7, 18) for day in range(1, 5) for number in NUMBERS
    ]  # fmt: skip
    (tmp_path / "in").mkdir()
    pl.DataFrame(rows).write_parquet(tmp_path / "in" / "attendance.parquet")
    whole = submission.read([tmp_path / "in"])
    given = in_windows(tmp_path / "in", 5, monkeypatch, Keeper(tmp_path, 0))
    book, day = BOOK, dt.date(2026, 11, 21)
    expected = judge.judge(whole, book, as_of=day, masker=Masker(b"test"))
    found = partitioned.judged(given, book, as_of=day, masker=Masker(b"test"), shelf=tmp_path)
    assert expected.manifest["inputs"][0]["tables"][0]["rows"] == 12
    assert found.manifest == expected.manifest


def connecting(monkeypatch: pytest.MonkeyPatch, client: Any) -> None:
    client.__class__.__enter__ = lambda self: self
    client.__class__.__exit__ = lambda self, *error: None
    lost = SimpleNamespace(FutureCancelledError=RuntimeError)
    fake = SimpleNamespace(
        Client=lambda *args, **kwargs: client,
        KilledWorker=KeyError,
        comm=SimpleNamespace(CommClosedError=ConnectionError),
        client=lost,
    )
    monkeypatch.setattr("wagecheck.scale.cluster.importlib.import_module", lambda name: fake)


class Workers:
    """A client whose workers say ``told`` of their release; None: there is no worker."""

    def __init__(self, told: tuple[str, str] | Exception | None) -> None:
        self.told = told

    def wait_for_workers(self, _least: int, timeout: float) -> None:
        if self.told is None:
            raise TimeoutError(timeout)

    def run(self, _asked: Any) -> dict[str, Any]:
        if isinstance(self.told, Exception):
            raise self.told
        return {"tcp://10.0.0.2:1": cluster.release(), "tcp://10.0.0.3:1": self.told}

    def map(self, *_: Any, **__: Any) -> list[Any]:
        def result() -> str:
            raise FileNotFoundError("common")

        return [SimpleNamespace(result=result)]

    def cancel(self, _futures: Any) -> None:
        """Nothing to take back."""


@pytest.mark.parametrize(
    ("told", "said"),
    [(None, "没有工作进程"), (("0.0.1", "1.0"), "polars 1.0"), (ModuleNotFoundError("wagecheck"), "没有安装")],
)
def test_a_cluster_that_cannot_do_the_work_is_told_before_it(
    monkeypatch: pytest.MonkeyPatch, told: Any, said: str
) -> None:
    connecting(monkeypatch, Workers(told))
    with pytest.raises(InputError, match=said), cluster.connected("tcp://10.0.0.1:8786", 2):
        pass


def test_workers_that_do_not_share_the_folder_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    connecting(monkeypatch, Workers(cluster.release()))
    with cluster.connected("tcp://10.0.0.1:8786", 2) as engine, pytest.raises(InputError, match="共享目录"):
        list(engine.each(lambda task: "", []))
