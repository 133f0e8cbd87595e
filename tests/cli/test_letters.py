"""``wagecheck letters`` and ``wagecheck summary``, and the formats letters and pdf of a check, as people use them."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.conftest import AS_OF, SAMPLES, run
from wagecheck.report import pdf


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a result of samples/severe and the register in which the check was kept."""
    place = tmp_path_factory.mktemp("kept")
    done = run(
        "check", SAMPLES / "severe", "-o", place / "out", "--as-of", AS_OF, "--register", place / "r.db", "--keep",
        "--as", "李四", "--format", "json", "-q",
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    return place


def listed(folder: Path) -> list[dict[str, Any]]:
    return json.loads((folder / "letters.json").read_text("utf-8"))["letters"]


def test_letters_are_made_from_a_result_folder(kept: Path, tmp_path: Path) -> None:
    done = run("letters", kept / "out", "-o", tmp_path / "l", "--kind", "correction", "--kind", "advance")
    assert (done.returncode, done.stderr) == (0, "")
    assert "写了 3 份文书" in done.stdout
    rows = listed(tmp_path / "l")
    assert [row["kind"] for row in rows] == ["correction", "advance", "correction"]
    assert all((tmp_path / "l" / name).is_file() for row in rows for name in row["files"])
    again = run("letters", kept / "out", "-o", tmp_path / "l", "--kind", "union", "--lang", "en")
    assert again.returncode == 0 and [row["kind"] for row in listed(tmp_path / "l")] == ["union"]


def test_letters_of_the_day_and_serial_asked_for(kept: Path, tmp_path: Path) -> None:
    run(
        "letters",
        kept / "out",
        "-o",
        tmp_path / "l",
        "--kind",
        "union",
        "--as-of",
        "2027-01-05",
        "--first-number",
        "12",
    )
    (row,) = listed(tmp_path / "l")
    assert (row["day"], row["number"][-8:]) == ("2027-01-05", "0105-013")


def test_proposals_of_the_register_stand_in_the_form(kept: Path, tmp_path: Path) -> None:
    run("letters", kept / "out", "-o", tmp_path / "l", "--kind", "listing", "--register", kept / "r.db")
    (row,) = listed(tmp_path / "l")
    file = next(name for name in row["files"] if name.endswith(".docx"))
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(tmp_path / "l" / file)).paragraphs)
    assert re.search(r"登记册里的建议 E\d+（已提出）", text)


def test_a_folder_of_other_things_is_left_alone(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "l").mkdir()
    (tmp_path / "l" / "重要.txt").write_text("x")
    done = run("letters", kept / "out", "-o", tmp_path / "l")
    assert done.returncode == 2 and "请换一个空的目录" in done.stderr
    assert [path.name for path in (tmp_path / "l").iterdir()] == ["重要.txt"]


@pytest.mark.parametrize(("lang", "said"), [("zh", "不是完整的核对结果"), ("en", "is no complete result")])
def test_a_folder_that_is_no_result_is_a_sentence(tmp_path: Path, lang: str, said: str) -> None:
    done = run("letters", tmp_path, "-o", tmp_path / "l", "--lang", lang)
    assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr


def test_summary_of_kept_checks(kept: Path, tmp_path: Path) -> None:
    done = run(
        "summary",
        "--from",
        "2026-01",
        "--to",
        "2026-12",
        "--register",
        kept / "r.db",
        "-o",
        tmp_path / "s",
        "--as-of",
        AS_OF,
    )
    assert (done.returncode, done.stderr) == (0, "")
    figures = json.loads((tmp_path / "s" / "summary.json").read_text("utf-8"))
    contractors = json.loads((kept / "out" / "result.json").read_text("utf-8"))["contractors"]
    owed = sum(Decimal(row["owed"]) for row in contractors if row["owed"])
    assert Decimal(figures["total"]["found"]) == Decimal(figures["total"]["still"]) == owed
    assert sum(Decimal(row["found"]) for row in figures["contractors"]) == owed
    assert sum(Decimal(row["found"]) for row in figures["periods"]) == owed
    assert figures["total"]["people"] == 20
    page = (tmp_path / "s" / "summary.html").read_text("utf-8")
    assert f"{owed:,.2f}" in page and "目前待决定 1 条" in page
    assert docx.Document(str(tmp_path / "s" / "summary.docx")).tables


def test_summary_of_a_time_without_checks_says_so(kept: Path, tmp_path: Path) -> None:
    done = run("summary", "--from", "2020-01", "--to", "2020-06", "--register", kept / "r.db", "-o", tmp_path / "s")
    assert done.returncode == 0 and "没有这段时间的留存核对" in done.stdout


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [("2026-13", "2026-12", "不是月份"), ("2026-06", "2026-01", "晚于"), ("2026-01-05", "2026-12", "不是月份")],
)
def test_months_that_are_none(kept: Path, tmp_path: Path, first: str, last: str, said: str) -> None:
    done = run("summary", "--from", first, "--to", last, "--register", kept / "r.db", "-o", tmp_path / "s")
    assert done.returncode == 2 and said in done.stderr and not (tmp_path / "s").exists()


@pytest.mark.skipif(pdf.find_browser() is None, reason="no browser of the Chromium family")
def test_check_prints_its_pages(tmp_path: Path) -> None:
    done = run("check", SAMPLES / "clean", "-o", tmp_path / "out", "--as-of", AS_OF, "--format", "pdf", "-q")
    assert done.stderr == ""
    made = sorted(str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.pdf"))
    assert "index.pdf" in made and len(made) > 1


def test_no_printer_is_told_before_anything_is_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(pdf.VARIABLE, "")
    done = run("check", SAMPLES / "clean", "-o", tmp_path / "out", "--as-of", AS_OF, "--format", "pdf")
    assert done.returncode == 2 and "WAGECHECK_BROWSER" in done.stderr and not (tmp_path / "out").exists()
