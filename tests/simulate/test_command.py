"""``wagecheck sample`` as a person uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import run
from wagecheck.ledgers.catalogue import LEDGERS


def test_it_writes_a_submission_its_answers_and_the_list_it_needs(tmp_path: Path) -> None:
    options = ("--workers", 10, "--contractors", 2, "--defects", "bl01,PY18", "--format", "csv", "--seed", 4)
    done = run("sample", tmp_path / "made", *options)
    assert (done.returncode, done.stderr) == (0, "")
    assert str(tmp_path / "made") in done.stdout
    found = json.loads((tmp_path / "made" / "answers.json").read_text("utf-8"))
    assert (found["as_of"], found["seed"]) == ("2026-11-21", 4)
    assert sorted(finding["rule"] for finding in found["findings"]) == ["BL01", "PY18"]
    assert (tmp_path / "made" / "黑名单.xlsx").is_file()
    folders = [path for path in (tmp_path / "made" / "submission").iterdir() if path.is_dir()]
    assert len(folders) == 2
    assert all(any(folder.glob("*.csv")) for folder in folders)


def test_it_writes_export_tables(tmp_path: Path) -> None:
    done = run("sample", tmp_path / "made", "--workers", 30, "--contractors", 7, "--format", "parquet", "--months", 2)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads((tmp_path / "made" / "answers.json").read_text("utf-8"))["findings"] == []
    tables = sorted(path.name for path in (tmp_path / "made" / "submission").iterdir())
    assert tables == sorted(LEDGERS)
    assert (tmp_path / "made" / "submission" / "payroll" / "part-00001.parquet").is_file()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--defects", "ZZ01"), "没有这样的缺陷：ZZ01"),
        (("--defects", "ZZ01", "--lang", "en"), "No such defect: ZZ01"),
        (("--defects", "all", "--workers", "3"), "工人不够"),
        (("--months", "0"), "months"),
        (("--layout", "wild"), "layout"),
        (("--format", "parquet", "--defects", "IN06"), "--format xlsx"),
        (("--contractors", "2001"), "--format parquet"),
    ],
)
def test_a_wrong_wish_is_one_sentence_and_exit_code_2(tmp_path: Path, options: tuple[str, ...], words: str) -> None:
    done = run("sample", tmp_path / "made", *options)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "made").exists()
