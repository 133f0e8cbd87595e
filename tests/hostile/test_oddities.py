"""More hostile files than anybody sends: each costs one IN01 or is read for what it says, in a bounded time."""

from __future__ import annotations

import io
import json
import os
import socket
import time
import zipfile
from pathlib import Path

import polars as pl
import pytest

from tests.conftest import AS_OF
from tests.hostile import oddities
from tests.intake import books
from wagecheck.facts import identity_number, name_variant
from wagecheck.intake import files, folders, submission
from wagecheck.intake.containers import limits, read_bytes, refusals, workbook_details
from wagecheck.intake.grid import ContainerError

PAYROLL = [["2026年10月工资表"], ["姓名", "身份证号码", "应发工资", "实发工资"], [*books.A, 5000, 5000]]
#: Seconds of the processor that no file of these may take: far above what they do, far below the limit of a worker.
MOST_SECONDS = 60


def handed_in(root: Path, **made: bytes) -> Path:
    """A folder of one good payroll and other files by name."""
    books.workbook(root / "in" / books.HOME / "2026年10月工资表.xlsx", 工资表=PAYROLL)
    for name, data in made.items():
        (root / "in" / books.HOME / name).write_bytes(data)
    return root / "in"


def unread(found: submission.Submission) -> list[tuple[str, str]]:
    return [
        (row["file"].rpartition("/")[2], row["detail"])
        for row in found.issues.filter(code="IN01").iter_rows(named=True)
    ]


def honest(found: submission.Submission) -> list[str]:
    """What was read of the good payroll."""
    good = found.sources.filter(pl.col("file").str.ends_with("/2026年10月工资表.xlsx"))["src"]
    return [str(paid) for paid in found.ledgers["payroll"].filter(pl.col("src").is_in(good.to_list()))["net_pay"]]


@pytest.mark.parametrize("name", oddities.REFUSED)
def test_each_costs_one_issue_that_says_what_to_do(tmp_path: Path, name: str) -> None:
    found = submission.read([handed_in(tmp_path, **{name: oddities.written(oddities.REFUSED[name])})])
    assert honest(found) == ["5000.00"]
    [(file, detail)] = unread(found)
    assert file == name and "没有读取" in detail and "请" in detail
    assert "读取程序在它上面出错" not in detail, "a defect of ours"
    assert "时间超过上限" not in detail, "endless"


@pytest.mark.parametrize("name", oddities.MEMBERS_REFUSED)
def test_members_of_zips_are_refused_one_by_one(tmp_path: Path, name: str) -> None:
    found = submission.read([handed_in(tmp_path, **{name: oddities.written(oddities.MEMBERS_REFUSED[name])})])
    assert honest(found) == ["5000.00"]
    [(_, detail)] = unread(found)
    assert "没有读取" in detail and "请" in detail


@pytest.mark.parametrize("name", oddities.READ)
def test_each_is_read_for_what_it_says(tmp_path: Path, name: str) -> None:
    found = submission.read([handed_in(tmp_path, **{name: oddities.written(oddities.READ[name])})])
    assert honest(found) == ["5000.00"]
    assert unread(found) == []


#: Sheets of a mebibyte that once cost the square of their length.
SQUARES = {
    "rows": b"<row " * 200_000,
    "hidden rows": b"<row " + b'hidden="1" ' * 100_000,
    "open formulas": b'<row r="1"><c r="A1">' + b"<f x" * 200_000,
    "empty formulas": b'<row r="1"><c r="A1">' + b"<f>" * 200_000,
    "errors": b't="e" ' * 200_000,
    "errors of one cell": b'<c r="A1" ' + b't="e" ' * 200_000 + b">",
    "cells": b"<c " * 200_000,
    "blanks": b"</f>" + b" " * 200_000,
}


@pytest.mark.parametrize("name", SQUARES)
def test_no_sheet_costs_the_square_of_its_length(name: str) -> None:
    begun = time.process_time()
    workbook_details._scan(b"<sheetData>" + SQUARES[name] + b"</sheetData>", True)
    assert time.process_time() - begun < MOST_SECONDS


@pytest.mark.parametrize("text", [b"<f>1</f>" * 9, b"<cx" * 9 + b"<f>1</f>", b"<f/></c>"])
def test_a_formula_outside_any_cell_is_damage(text: bytes) -> None:
    with pytest.raises(ContainerError) as refused:
        workbook_details._scan(b"<sheetData>" + text + b"</sheetData>", False)
    assert refused.value.reason == "damaged"


def test_files_of_holes_cost_nothing(tmp_path: Path) -> None:
    """A tebibyte that takes no room on the disk: refused, and never hashed."""
    root = handed_in(tmp_path)
    for name in ("大.xlsx", "大.json", "大.zip"):
        with (root / name).open("wb") as stream:
            stream.write(b"PK\x03\x04" if name.endswith("zip") else b"")
            stream.truncate(2**40)
    found = submission.read([root])
    assert honest(found) == ["5000.00"]
    assert sorted(name for name, _ in unread(found)) == ["大.xlsx", "大.zip"]
    assert {file.path: file.sha256 for file in found.files if "大" in file.path} == dict.fromkeys(
        ("大.json", "大.xlsx", "大.zip"), ""
    )


def test_the_time_for_a_file_ends_where_no_file_is_read() -> None:
    assert limits.seconds_for(2**40) == limits.seconds_for(limits.MAX_FILE_BYTES)


def test_a_file_that_grows_or_becomes_a_pipe_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    grown = tmp_path / "长.csv"
    grown.write_bytes(b"x" * 100)
    monkeypatch.setattr("wagecheck.intake.containers.MAX_FILE_BYTES", 50)
    monkeypatch.setattr(Path, "stat", lambda _, **__: os.stat_result((0o100644, 0, 0, 0, 0, 0, 10, 0, 0, 0)))
    with pytest.raises(ContainerError) as refused:
        read_bytes(grown)
    assert refused.value.reason == "too_large"
    monkeypatch.undo()
    os.mkfifo(tmp_path / "管.csv")
    with pytest.raises(ContainerError) as refused:
        read_bytes(tmp_path / "管.csv")
    assert refused.value.zh == refusals.no_file().zh


def test_a_file_that_is_gone_when_its_turn_comes(tmp_path: Path) -> None:
    root = handed_in(tmp_path, **{"去.csv": b"x", "空.csv": b"y"})
    listed = files.listed([root])
    (root / books.HOME / "去.csv").unlink()
    (root / books.HOME / "空.csv").unlink()
    (root / books.HOME / "空.csv").mkdir()
    from wagecheck.intake.guarded import Reader  # noqa: PLC0415

    read = {file.listed.file_name: file for file in Reader().group(listed)}
    assert read["去.csv"].refused and read["空.csv"].refused
    assert "文件不存在" in read["去.csv"].problems[0][1].zh
    assert len(read["2026年10月工资表.xlsx"].parts) == 1


def test_sockets_are_no_files(tmp_path: Path) -> None:
    root = handed_in(tmp_path)
    here = Path.cwd()
    os.chdir(root)  # names of sockets are short
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("套.xlsx")
            found = submission.read([root])
    finally:
        os.chdir(here)
    assert honest(found) == ["5000.00"]
    [(name, detail)] = unread(found)
    assert name == "套.xlsx" and "套接字" in detail


def test_a_path_longer_than_the_system_takes(tmp_path: Path) -> None:
    root = handed_in(tmp_path)
    here = Path.cwd()
    os.chdir(root)
    try:
        for _ in range(60):
            Path("深" * 80).mkdir()
            os.chdir("深" * 80)
        Path("工资表.csv").write_bytes(b"x")
    finally:
        os.chdir(here)
    found = list(folders.walk(root, lambda _: False, lambda _: False))
    assert len([refused for _, refused in found if refused is not None]) == 1
    read = submission.read([root])
    assert honest(read) == ["5000.00"]
    assert len(unread(read)) == 1


def test_a_folder_that_tells_names_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Readable, but not to be entered: its files are refused, the others are listed."""
    (tmp_path / "好.csv").write_bytes(b"x")
    (tmp_path / "闭.csv").write_bytes(b"x")
    plain = Path.is_symlink

    def closed(path: Path) -> bool:
        if path.name == "闭.csv":
            raise PermissionError
        return plain(path)

    monkeypatch.setattr(Path, "is_symlink", closed)
    found = {path.name: refused for path, refused in folders.walk(tmp_path, lambda _: False, lambda _: False)}
    assert found["好.csv"] is None
    assert found["闭.csv"] is not None and found["闭.csv"].reason == "missing"


MANIFEST = json.dumps({"version": "1", "as_of": AS_OF, "rules_hash": "x", "inputs": []}).encode()


def packed(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    "where", ["in a folder", "at the top", "in a zip of the zip", "somebody else's manifest", "broken manifest"]
)
def test_a_result_inside_a_zip_is_no_input(tmp_path: Path, where: str) -> None:
    """As a folder of a result is none: its marked copies would be a second payroll."""
    copy = books.workbook(tmp_path / "x.xlsx", 工资表=[*PAYROLL[:2], [*books.B, 7000, 7000]]).read_bytes()
    manifest = {"somebody else's manifest": b'{"name": "x"}', "broken manifest": b"[" * 10**6}.get(where, MANIFEST)
    folder = "" if where == "at the top" else "核对结果/"
    members = {f"{folder}manifest.json": manifest, f"{folder}marked/2026年10月工资表.xlsx": copy}
    data = packed(**members, **({} if where == "at the top" else {f"{books.HOME}/核对结果说明.csv": b"x\n"}))
    if where == "in a zip of the zip":
        data = packed(**{"上月/结果.zip": data})
    found = submission.read([handed_in(tmp_path, **{"上月.zip": data})])
    is_ours = manifest is MANIFEST
    assert found.ledgers["payroll"].height == (1 if is_ours else 2)
    listed = [file.path for file in found.files if "manifest.json" in file.path or "marked" in file.path]
    assert bool(listed) != is_ours
    assert any(file.path.endswith("上月.zip") for file in found.files)


def test_many_names_of_one_number_are_not_compared_with_one_another() -> None:
    """Twenty thousand of them are two hundred million pairs; three are three."""
    one = {"project": "甲", "contractor": "乙", "id_number": "110199199003070017"}
    names = pl.DataFrame([{**one, "name_key": f"名{n}"} for n in range(20_000)])
    assert identity_number._variants(names).height == 0
    assert identity_number._variants(names.head(3))["variants_only"].to_list() == [False]


def test_names_longer_than_any_are_not_compared_letter_by_letter() -> None:
    long = pl.DataFrame([{"left": "张" * 30_000 + "□", "right": "张" * 30_000 + str(n)} for n in range(10)])
    assert not name_variant.variants(long, rare=True).any()


def test_equal_names_are_one_however_long() -> None:
    pairs = pl.DataFrame({"left": ["长" * 200, "张□", "张" * 101], "right": ["长" * 200, "张䶮", "张" * 100 + "□"]})
    assert name_variant.variants(pairs, rare=True).to_list() == [True, True, False]
