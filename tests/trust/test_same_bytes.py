"""The same submission gives the same bytes: other process, folder, order of files, clock, zone, language, jobs."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, SAMPLES
from tests.conftest import run_apart as run
from wagecheck.cli import dates
from wagecheck.errors import InputError
from wagecheck.report import pdf

FORMATS = "html,xlsx,json,csv,letters,sarif,junit" + (",pdf" if pdf.find_browser() else "")
#: One file of every format; a PDF is made where a browser is.
MADE = {"html": "index.html", "xlsx": "findings.xlsx", "json": "result.json", "csv": "findings.csv"} | {
    "letters": "letters/index.html", "sarif": "findings.sarif", "junit": "junit.xml", "pdf": "index.pdf",
}  # fmt: skip


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def differing(one: Path, two: Path) -> list[str]:
    """Files that are not the same, or only in one of the folders."""
    first, second = content(one), content(two)
    return sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))


def copied(source: Path, target: Path, seed: int) -> Path:
    """The same files, made in another order and on other days."""
    files = [path for path in sorted(source.rglob("*")) if path.is_file()]
    random.Random(seed).shuffle(files)
    for number, path in enumerate(files):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
        os.utime(place, (1_000_000_000 + seed * 86_400 + number,) * 2)
    return target


def checked(site: str, out: Path, cwd: Path, *options: str, **environment: str) -> None:
    command = [sys.executable, "-m", "wagecheck", "check", site, "-o", str(out), "--format", FORMATS, "-q", *options]
    told = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    done = subprocess.run(command, cwd=cwd, env=told, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode in (0, 1, 3), done.stderr


@pytest.mark.parametrize("sample", ["clean", "messy", "severe", "typical"])
def test_two_checks_of_one_submission_give_the_same_bytes(tmp_path: Path, sample: str) -> None:
    """The day comes from ``--as-of`` once and from SOURCE_DATE_EPOCH once; jobs are one and four."""
    blacklist = str(SAMPLES / "blacklist.xlsx")
    one = copied(SAMPLES / sample, tmp_path / "a" / "submission", 1)
    copied(SAMPLES / sample, tmp_path / "some where else" / "深" / "submission", 2)
    checked(
        str(one), tmp_path / "one", tmp_path, "--as-of", "2026-11-21", "--register", blacklist, "-j", "1",
        PYTHONHASHSEED="1", TZ="Asia/Shanghai", LANG="C", LC_ALL="C", POLARS_MAX_THREADS="1",
    )  # fmt: skip
    checked(
        "深/submission", tmp_path / "two", tmp_path / "some where else", "--register", blacklist, "-j", "4",
        PYTHONHASHSEED="77", TZ="America/Los_Angeles", LANG="zh_CN.UTF-8", SOURCE_DATE_EPOCH="1795262400",
        POLARS_MAX_THREADS="2",
    )  # fmt: skip
    made = set(content(tmp_path / "one"))
    assert {MADE[name] for name in FORMATS.split(",")} <= made
    if sample in ("severe", "typical"):  # in the others there is no cell to mark and nobody to write to
        assert any(name.startswith("marked/") for name in made)
        assert any(name.endswith(".docx") for name in made)
    assert differing(tmp_path / "one", tmp_path / "two") == []


def test_samples_forms_and_the_rulebook_are_the_same_twice(tmp_path: Path) -> None:
    for name in ("one", "two"):
        run("sample", tmp_path / name / "sample", "--defects", "typical", "--layout", "messy")
        run("template", tmp_path / name / "forms", "--period", "2026-11")
        run("rules", "export", "--format", "xlsx", "-o", tmp_path / name / "rules.xlsx")
    assert len(content(tmp_path / "one")) > 10
    assert differing(tmp_path / "one", tmp_path / "two") == []


@pytest.mark.parametrize(
    ("epoch", "day"), [("1795262400", "2026-11-21"), (" 0 ", "1970-01-01"), ("1795262399", "2026-11-21")]
)
def test_an_epoch_is_the_day_in_no_zone(monkeypatch: pytest.MonkeyPatch, epoch: str, day: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert dates.as_of(None).isoformat() == day


@pytest.mark.parametrize("epoch", ["yesterday", "²", "1795262400.5", "9" * 18, "9" * 5000])
def test_an_epoch_that_is_none_is_refused_and_not_today(monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(InputError, match="SOURCE_DATE_EPOCH"):
        dates.as_of(None)
