"""What is written: the same bytes every time, and every answer points at the row that shows it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from python_calamine import CalamineWorkbook

from tests.conftest import ROOT, SAMPLES
from tests.house_rules import BOOK
from tests.rules.test_coverage_of_law import CATALOGUE
from wagecheck import simulate
from wagecheck.rulebook import examples
from wagecheck.simulate import answers, submission
from wagecheck.simulate.case import REGISTRY, SampleError
from wagecheck.simulate.defects import TYPICAL
from wagecheck.simulate.samples import listed

#: Rules that no made-up submission shows, and why; their examples show them firing.
NOT_MADE_UP = {"BL09": "needs the deadline of an order to pay, which the register will hold"}
RULES = {path.stem for path in (ROOT / "rules").glob("[A-Z][A-Z]/*.toml")}


def digest(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def contents(folder: Path) -> dict[str, Any]:
    """Files by name; workbooks by their parts, because compressors differ from machine to machine."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): parts(path.read_bytes()) for path in files}


def parts(data: bytes) -> Any:
    """What is packed, part by part; anything else as it is."""
    if data[:2] != b"PK" or not zipfile.is_zipfile(io.BytesIO(data)):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {part: parts(archive.read(part)) for part in archive.namelist()}


def rows(folder: Path, file: str, sheet: str) -> list[list[Any]]:
    path = folder / file
    if path.suffix == ".csv":
        encoding = "gb18030" if path.read_bytes()[:3] != b"\xef\xbb\xbf" else "utf-8-sig"
        return list(csv.reader(path.read_text(encoding).splitlines()))
    table = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet)
    first = table.start[0] if table.start else 0
    return [[]] * first + table.to_python(skip_empty_area=True)


@pytest.mark.parametrize(
    "options", [{}, {"format": "csv"}, {"layout": "messy"}, {"months": 2, "defects": "IN01,IN06,BL01"}]
)
def test_the_same_wish_gives_the_same_bytes(tmp_path: Path, options: dict[str, Any]) -> None:
    simulate.write(tmp_path / "first", workers=12, contractors=2, **options)
    time.sleep(1.1)  # archives stamp seconds
    simulate.write(tmp_path / "second", workers=12, contractors=2, **options)
    assert digest(tmp_path / "first") == digest(tmp_path / "second")


def test_another_seed_gives_other_people(tmp_path: Path) -> None:
    simulate.write(tmp_path / "first", workers=4, contractors=1, seed=1, defects="PY18")
    simulate.write(tmp_path / "second", workers=4, contractors=1, seed=2, defects="PY18")
    first, second = (json.loads((tmp_path / name / "answers.json").read_text("utf-8")) for name in ("first", "second"))
    assert first["findings"][0]["id_number"] != second["findings"][0]["id_number"]


def test_the_committed_samples_are_what_the_program_writes(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "wagecheck.simulate.samples", str(tmp_path)]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7"})
    committed = {name: value for name, value in contents(SAMPLES).items() if name != "README.md"}
    assert contents(tmp_path) == committed


def test_the_readme_says_what_every_untidy_file_is() -> None:
    text = (SAMPLES / "README.md").read_text("utf-8")
    files = [path for path in (SAMPLES / "messy").rglob("*") if path.is_file()]
    assert len(files) > 40
    assert [path.name for path in files if f"`{path.name}`" not in text] == []


def test_the_samples_are_small() -> None:
    assert sum(path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file()) < 2_000_000


def test_the_sample_list_holds_the_severe_contractor_and_a_near_name() -> None:
    first, second = listed()
    folders = [path.name for path in (SAMPLES / "severe").iterdir() if path.is_dir()]
    assert folders == [first.name]
    assert len(first.name) == len(second.name)
    assert sum(a != b for a, b in zip(first.name, second.name, strict=True)) == 1


def test_every_rule_of_the_book_has_a_defect_and_the_other_way_round() -> None:
    assert set(REGISTRY) == RULES - set(NOT_MADE_UP)
    assert set(TYPICAL) <= RULES
    assert all(defect.title for defect in REGISTRY.values())


def test_every_id_of_the_catalogue_is_a_rule_and_the_other_way_round() -> None:
    assert set(CATALOGUE) == RULES


@pytest.mark.parametrize("rule", NOT_MADE_UP)
def test_what_is_not_made_up_fires_in_its_examples(rule: str) -> None:
    shown = examples.run(BOOK, rule)
    assert all(one.ok for one in shown)
    assert any(one.fired for one in shown)


@pytest.mark.parametrize("layout", ["tidy", "messy"])
@pytest.mark.parametrize("rule", sorted(REGISTRY))
def test_an_answer_points_at_a_row_that_names_the_worker(rule: str, layout: Any) -> None:
    made = submission.make(workers=12, contractors=2, defects=rule, months=REGISTRY[rule].months)
    files = made.draw(layout=layout)
    found = answers.findings(made.expected, files)
    grids = {(file.path, file.sheet_name(sheet)): sheet for file in files for sheet in file.sheets}
    assert [finding["rule"] for finding in found if finding["injected"]] == [rule]
    for finding in found:
        if finding["file"] is None:
            assert rule in {"SU01", "PY03"}  # a ledger, a month that was not handed in
        elif finding["row"] is None:
            assert finding["file"] in {file.path for file in files}
        else:
            record = grids[finding["file"], finding["sheet"]].rows[finding["row"] - 1]
            letters, number = coordinate_from_string(finding["cell"])
            assert letters.isalpha()
            assert abs(number - finding["row"]) <= 1  # the identity number may stand below the name
            if finding["worker"] is not None and rule != "BK02":  # there somebody else stands in the row
                shown = {"".join(str(cell).split()) for cell in record}
                assert finding["worker"] in shown or finding["id_number"] in shown


@pytest.mark.parametrize(
    ("rule", "layout", "shown"),
    [
        ("RN01", "tidy", "身份证号码末位"),
        ("PY08", "tidy", 200.0),
        ("PY08", "messy", 200.0),
        ("AT09", "tidy", "2026-10"),
        ("BK02", "tidy", "欧阳某代"),
        ("BK02", "messy", "欧阳某代"),
        ("BK07", "messy", "失败"),
        ("LC05", "messy", "劳务分包协议书"),
        ("PJ06", "tidy", "示例建材商贸有限公司"),
        ("IN06", "tidy", 1.1019e17),
        ("IN10", "messy", 1000.0),
    ],
)
def test_an_answer_points_at_the_very_cell(tmp_path: Path, rule: str, layout: Any, shown: Any) -> None:
    path = simulate.write(tmp_path, workers=5, contractors=1, defects=rule, layout=layout)
    finding = next(f for f in json.loads(path.read_text("utf-8"))["findings"] if f["injected"])
    letters, number = coordinate_from_string(finding["cell"])
    cell = rows(tmp_path / "submission", finding["file"], finding["sheet"])[number - 1][
        column_index_from_string(letters) - 1
    ]
    if rule == "RN01":
        assert cell == finding["id_number"]
    elif rule == "IN10":
        assert float(str(cell).replace(",", "")) > shown
    elif isinstance(shown, float):
        assert float(cell) == pytest.approx(shown, rel=1e-3)
    else:
        assert shown in str(cell)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"defects": "XX99"}, "没有这样的缺陷"),
        (
            {"defects": "all", "workers": 3},
            r"工人不够：\d+ 个缺陷.+3 个参建单位一共至少要 \d+ 人。请用 --workers \d+ 或更多",
        ),
        ({"defects": "FR39", "contractors": 1, "workers": 4}, "1 个缺陷.+至少要 6 人"),
        ({"defects": "FR13", "contractors": 1}, "2 个参建单位"),
        ({"defects": "SU01,PB02", "contractors": 1}, "SU01"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused_with_a_sentence(
    tmp_path: Path, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(SampleError, match=words):
        simulate.write(tmp_path / "out", **options)
    assert not (tmp_path / "out").exists()


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    simulate.write(tmp_path, workers=4, contractors=1)
    before = digest(tmp_path)
    with pytest.raises(SampleError, match="不是空的"):
        simulate.write(tmp_path, workers=5, contractors=1)
    assert digest(tmp_path) == before
