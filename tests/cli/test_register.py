"""Kept checks, comparisons and backups, as a person types them."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SAMPLES, check, run


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with the samples' list and two kept checks: severe, then clean."""
    folder = tmp_path_factory.mktemp("register")
    place = folder / "register.db"
    done = run("blacklist", "import", SAMPLES / "blacklist.xlsx", "--register", place, "--as", "张三", "--yes")
    assert done.returncode == 0, done.stderr
    for sample in ("severe", "clean"):
        options = ("--register", place, "--keep", "--as", "张三")
        told = check(SAMPLES / sample, folder / sample, *options, register=False)
        assert "这次核对已留存" in told.stdout, told.stderr
    return place


def listed(*arguments: object) -> Any:
    done = run(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_check_is_kept_with_its_figures(kept: Path) -> None:
    severe, clean = listed("register", "runs", "--register", kept)
    result = json.loads((kept.parent / "severe" / "result.json").read_text("utf-8"))
    assert severe["findings"] == len(result["findings"]) > 0
    assert clean["findings"] == 0
    assert {severe["state"], clean["state"]} == {"kept"}


def test_the_same_check_again_is_not_kept_twice(kept: Path, tmp_path: Path) -> None:
    before = listed("register", "runs", "--register", kept)
    check(SAMPLES / "clean", tmp_path / "out", "--register", kept, "--keep", "--as", "李四", register=False)
    assert listed("register", "runs", "--register", kept) == before


def test_arrears_that_meet_the_condition_are_proposed_once(kept: Path, tmp_path: Path) -> None:
    result = json.loads((kept.parent / "severe" / "result.json").read_text("utf-8"))
    meant = {finding["contractor"] for finding in result["findings"] if finding["rule"] == "BL07"}
    assert meant
    check(SAMPLES / "severe", tmp_path / "out", "--register", kept, "--keep", "--as", "李四", register=False)
    entries = listed("blacklist", "list", "--register", kept, "--list", "group")
    proposed = [entry for entry in entries if entry["state"] == "proposed"]
    assert sorted(entry["name"] for entry in proposed) == sorted(meant)


def test_months_and_a_workers_history(kept: Path) -> None:
    months = listed("register", "months", "--register", kept)
    result = json.loads((kept.parent / "severe" / "result.json").read_text("utf-8"))
    owing = {(row["name"], row["period"]): row["owed"] for row in result["contractors"]}
    assert {
        (row["name"], row["period"]): row["owed"] for row in months if (row["name"], row["period"]) in owing
    } == owing
    table = run("register", "months", "--register", kept)
    assert "红" in table.stdout and "red" not in table.stdout
    key = next(finding["worker_key"] for finding in result["findings"] if finding["rule"] == "PY18")
    history = listed("register", "worker", key, "--register", kept)
    assert any(row["days_late"] and float(row["owed"]) > 0 for row in history)


def test_what_changed_since_a_kept_check(kept: Path, tmp_path: Path) -> None:
    first = listed("register", "runs", "--register", kept)[0]["id"]
    done = check(SAMPLES / "severe", tmp_path / "out", "--register", kept, "--against", first, register=False)
    assert {name: done.result["manifest"]["compared"][name] for name in ("new", "fixed")} == {"new": 0, "fixed": 0}
    last = check(SAMPLES / "severe", tmp_path / "out2", "--register", kept, "--against", "last", register=False)
    assert last.result["manifest"]["compared"]["open"] == done.result["manifest"]["compared"]["open"] > 0


def test_diff_of_kept_checks_and_of_files(kept: Path) -> None:
    severe, clean = (run["id"] for run in listed("register", "runs", "--register", kept))
    same = run("diff", severe, kept.parent / "severe", "--register", kept)
    assert (same.returncode, same.stdout.splitlines()[1].split("，")[0]) == (0, "新增 0 个")
    other = run("diff", clean, severe, "--register", kept)
    assert other.returncode == 1
    assert "PY18" in other.stdout


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--register", SAMPLES / "blacklist.xlsx", "--keep"), "不能留存核对"),
        (("--no-register", "--keep"), "不能与"),
        (("--against", "R7", "--register", "none.db"), "none.db"),
    ],
)
def test_what_cannot_be_kept_or_compared(tmp_path: Path, options: tuple[object, ...], says: str) -> None:
    done = check(SAMPLES / "clean", tmp_path / "out", *options, register=False)
    assert (done.code, "Traceback" in done.stderr) == (2, False)
    assert says in done.stderr.replace("\n", "")


def test_backup_restore_info(kept: Path, tmp_path: Path) -> None:
    told = run("register", "backup", tmp_path / "copy.db", "--register", kept)
    assert told.returncode == 0, told.stderr
    assert run("register", "restore", tmp_path / "copy.db", "--register", tmp_path / "new.db").returncode == 0
    one, other = (listed("register", "info", "--register", place) for place in (kept, tmp_path / "new.db"))
    assert (one["head"], one["records"]) == (other["head"], other["records"])
    again = run("register", "restore", tmp_path / "copy.db", "--register", tmp_path / "new.db")
    assert (again.returncode, "不覆盖" in again.stderr) == (2, True)


def test_a_backup_of_a_broken_register_says_so(kept: Path, tmp_path: Path) -> None:
    run("register", "backup", tmp_path / "copy.db", "--register", kept)
    changed = sqlite3.connect(tmp_path / "copy.db")
    changed.execute("UPDATE entry SET amount = '1.00' WHERE id = (SELECT MIN(id) FROM entry)")
    changed.commit()
    changed.close()
    told = run("register", "backup", tmp_path / "second.db", "--register", tmp_path / "copy.db")
    assert (told.returncode, "与操作记录不一致：amount" in told.stderr) == (1, True)


def test_a_check_kept_by_mistake_no_longer_counts(kept: Path, tmp_path: Path) -> None:
    run("register", "backup", tmp_path / "copy.db", "--register", kept)
    options = ("--reason", "资料交错了", "--register", tmp_path / "copy.db", "--as", "王五")
    severe = listed("register", "runs", "--register", kept)[0]["id"]
    assert f"已删除 {severe} 的明细" in run("register", "forget", "--run", severe.lower(), *options).stdout
    assert all(row["run"] != severe for row in listed("register", "months", "--register", tmp_path / "copy.db"))
    assert "明细已经删除" in run("register", "forget", "--run", severe, *options).stderr
    for wrong in ((), ("--run", severe, "--before", "2026-11-22")):
        assert run("register", "forget", *wrong, *options).returncode == 2


def test_old_rows_are_deleted_on_request(kept: Path, tmp_path: Path) -> None:
    run("register", "backup", tmp_path / "copy.db", "--register", kept)
    place = tmp_path / "copy.db"
    options = ("--reason", "满三年", "--register", place, "--as", "王五")
    assert "0 次" in run("register", "forget", "--before", "2026-11-21", *options).stdout
    assert "2 次" in run("register", "forget", "--before", "2026-11-22", *options).stdout
    assert listed("register", "months", "--register", place) == []
    assert run("blacklist", "verify", "--register", place).returncode == 0
