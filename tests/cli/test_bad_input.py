"""Bad input gets a sentence that says what and what to do; never a traceback, never a silent pass."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import SAMPLES, check, run


def assert_sentence(done_stderr: str, *words: str) -> None:
    assert "Traceback" not in done_stderr
    for word in words:
        assert word in done_stderr


@pytest.mark.parametrize(
    ("sentence", "make", "words"),
    [
        ("a folder that does not exist", lambda p: p / "nowhere", ["nowhere"]),
        ("an empty folder", lambda p: _folder(p / "empty"), ["empty"]),
        ("a folder with a letter only", lambda p: _file(p / "letter", "信.txt", "您好"), ["信.txt"]),
        ("a file that is no spreadsheet", lambda p: _file(p / "x", "合同.pdf", "%PDF-1.7") / "合同.pdf", ["合同.pdf"]),
    ],
)
def test_nothing_to_check_is_exit_code_2(tmp_path: Path, sentence: str, make, words: list[str]) -> None:
    done = check(make(tmp_path), tmp_path / "out")
    assert done.code == 2, sentence
    assert_sentence(done.stderr, *words)
    assert not (tmp_path / "out").exists()


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def _file(folder: Path, name: str, text: str) -> Path:
    folder.mkdir()
    (folder / name).write_text(text, "utf-8")
    return folder


def test_an_unreadable_file_among_good_ones_is_named_and_the_rest_is_judged(tmp_path: Path) -> None:

    shutil.copytree(SAMPLES / "clean", tmp_path / "in")
    contractor = next(path for path in sorted((tmp_path / "in").iterdir()) if path.is_dir())
    (contractor / "补充花名册.docx").write_bytes(b"PK\x03\x04 not really")
    done = check(tmp_path / "in", tmp_path / "out")
    assert done.code == 1
    assert {f["rule"] for f in done.result["findings"]} == {"IN01"}
    assert "补充花名册.docx" in (tmp_path / "out" / "index.html").read_text("utf-8")
    assert sorted(row["workers"] for row in done.result["contractors"]) == [0, 12, 12]


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (["--period", "十月"], "2026-10"),
        (["--as-of", "昨天"], "2026-11-21"),
        (["--format", "docx"], "docx"),
        (["--profile", "nobody"], "nobody"),
        (["--register", "nowhere.xlsx"], "nowhere.xlsx"),
        (["--rules", "nowhere"], "nowhere"),
        (["--period", "2019-01"], "2026-10"),
    ],
)
def test_wrong_options_are_explained(tmp_path: Path, options: list[str], word: str) -> None:
    done = run("check", SAMPLES / "clean", "-o", tmp_path / "out", *options)
    assert done.returncode == 2
    assert_sentence(done.stderr, word)


def test_an_output_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    out = _file(tmp_path / "mine", "重要.txt", "勿删")
    done = check(SAMPLES / "clean", out)
    assert done.code == 2
    assert_sentence(done.stderr, "mine")
    assert (out / "重要.txt").read_text("utf-8") == "勿删"


def test_an_earlier_result_is_replaced_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"
    check(SAMPLES / "typical", out)
    old_pages = {path.name for path in (out / "contractors").iterdir()}
    check(SAMPLES / "clean", out)
    assert {path.name for path in (out / "contractors").iterdir()} != old_pages
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_inputs_are_never_changed(tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in (SAMPLES / "messy").rglob("*") if path.is_file()}
    check(SAMPLES / "messy", tmp_path / "out")
    after = {path: path.read_bytes() for path in (SAMPLES / "messy").rglob("*") if path.is_file()}
    assert before == after
