"""Hostile names through a real check: no output runs, evaluates or names what it must not."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import run_apart as run
from tests.trust.hostile_site import ATTACKS, FULL, Checked, checked, texts

_FORMULA = re.compile(r"^\s*[=+\-@\t\r＝＋＠]")
_NUMBER = re.compile(r"^[+-]?\d+(\.\d+)?$")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    done = checked(tmp_path_factory.mktemp("hostile"))
    assert done.code == 1, done.said
    return done


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.handlers: list[str] = []
        self.policy: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.tags.add(tag)
        self.handlers += [name for name in told if name.startswith("on")]
        self.links += [str(told[name]) for name in ("href", "src", "action") if told.get(name)]
        if told.get("http-equiv", "").lower() == "content-security-policy":
            self.policy.append(str(told["content"]))


def test_the_attacks_arrive_in_the_outputs_as_text(hostile: Checked) -> None:
    """Otherwise the other tests would prove nothing."""
    said = "".join(text for name, text in texts(hostile.out, besides=("marked/",)) if name.startswith("contractors/"))
    assert "&lt;" in said
    csv_text = (hostile.out / "findings.csv").read_text("utf-8-sig")
    assert any(attack[0] in csv_text for attack in ATTACKS)


def test_pages_hold_no_script_of_others_and_a_strict_policy(hostile: Checked) -> None:
    pages = sorted(hostile.out.rglob("*.html"))
    assert len(pages) > 3
    for path in pages:
        page = _Page()
        text = path.read_text("utf-8")
        page.feed(text)
        assert "default-src 'none'" in page.policy[0], path
        assert "unsafe" not in page.policy[0]
        assert page.handlers == []
        assert not page.tags & {"img", "iframe", "object", "embed", "base", "link"}
        assert "form-action 'none'" in page.policy[0]  # the filter is a form that goes nowhere
        assert not [link for link in page.links if re.match(r"(?i)\s*(javascript|data|vbscript|https?):", link)]
        assert text.count("<script") <= 1


def test_no_cell_of_a_workbook_is_a_formula(hostile: Checked) -> None:
    for path in sorted(hostile.out.rglob("*.xlsx")):
        if "marked" in path.parts:
            continue
        for sheet in openpyxl.load_workbook(path).worksheets:
            formulas = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
            assert formulas == [], (path.name, sheet.title)


def test_what_is_added_to_marked_copies_is_no_formula(hostile: Checked) -> None:
    for path in sorted((hostile.out / "marked").rglob("*.xlsx")):
        book = openpyxl.load_workbook(path)
        added = book.worksheets[-1]
        assert [cell.coordinate for row in added.iter_rows() for cell in row if cell.data_type == "f"] == []


def test_no_cell_of_a_csv_starts_a_formula(hostile: Checked) -> None:
    rows = csv.reader(io.StringIO((hostile.out / "findings.csv").read_text("utf-8-sig")))
    starts = [cell for row in rows for cell in row if _FORMULA.match(cell) and not _NUMBER.match(cell)]
    assert starts == []


def test_no_template_and_no_placeholder_is_filled_from_a_submission(hostile: Checked) -> None:
    for name, text in texts(hostile.out, besides=("marked/",)):
        assert "<class 'str'>" not in text, name


def test_no_output_but_the_marked_copies_holds_a_full_number(hostile: Checked) -> None:
    """The copies go back to whom the data belongs; their names are masked like all others."""
    leaks = {}
    for name, text in texts(hostile.out, besides=("marked/",)):
        found = set(FULL.findall(text))
        if found:
            leaks[name] = sorted(found)[:3]
    assert leaks == {}


def test_nothing_said_on_the_way_holds_a_full_number(hostile: Checked) -> None:
    assert FULL.findall(hostile.said) == []


def test_files_whose_names_look_alike_once_masked_stay_two(hostile: Checked) -> None:
    inputs = json.loads((hostile.out / "manifest.json").read_text("utf-8"))["inputs"]
    paths = [file["path"] for file in inputs]
    assert len(paths) == len(set(paths))
    assert sum("110199********0017" in path for path in paths) == 3


def test_files_with_masked_names_still_get_their_marks(hostile: Checked) -> None:
    marked = json.loads((hostile.out / "manifest.json").read_text("utf-8"))["marked"]
    masked = [copy for copy in marked if "***" in copy["file"] and "坏表" not in copy["file"]]
    assert masked
    assert all(copy["copy"] and copy["coloured"] for copy in masked), masked


def test_unmasking_is_on_record(tmp_path: Path) -> None:
    done = checked(tmp_path, "--unmask")
    manifest = json.loads((done.out / "manifest.json").read_text("utf-8"))
    assert manifest["unmask"] is True
    assert any(FULL.search(file["path"]) for file in manifest["inputs"])


def test_names_typed_in_make_no_formula_in_blank_forms(tmp_path: Path) -> None:
    done = run("template", tmp_path / "forms", "--contractor", "=1+1", "--project", '=HYPERLINK("x")')
    assert done.returncode == 0
    books = sorted((tmp_path / "forms").rglob("*.xlsx"))
    assert books
    for path in books:
        for sheet in openpyxl.load_workbook(path).worksheets:
            assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == [], path
