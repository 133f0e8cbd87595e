"""No identity number, card or phone of a sample stands in any byte of what a check writes or says.

All formats, through the real command; workbooks and documents part by part, PDF as bytes and as text. Numbers are looked
for as they stand, with blanks or dashes between the digits, and across the tags of a format. Marked copies are the
submitter's own files: there the numbers may stand where they stood, and nowhere else.
"""

from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import SAMPLES, Run, check
from tests.report.test_outputs import secrets_of
from wagecheck.report import pdf

FORMATS = ("html", "xlsx", "json", "csv", "sarif", "junit", "letters", *(["pdf"] if pdf.find_browser() else []))
PACKAGES = {".xlsx", ".xlsm", ".docx", ".zip"}
#: What people put between the digits of a number, and what a program may: soft hyphens, words joiners, thin spaces.
_BETWEEN = re.compile(r"(?<=\d)[\s\-–—_.·/\u00ad\u200b-\u200d\u2060\u2009\u202f]{1,3}(?=[\dXx])")
_TAG = re.compile(r"<[^>]*>")
RESULTS, COMMENTS = "检查结果", re.compile(r"comments|vmlDrawing|sheetW", re.IGNORECASE)


@pytest.fixture(scope="module", params=["typical", "severe"])
def sample(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def finished(sample: str, tmp_path_factory: pytest.TempPathFactory) -> Run:
    out = tmp_path_factory.mktemp(sample) / "out"
    return check(SAMPLES / sample, out, "--format", ",".join(FORMATS), "--annotate")


@pytest.fixture(scope="module")
def secrets(sample: str) -> set[str]:
    return secrets_of(SAMPLES / sample)


def standing(text: str, secrets: set[str]) -> set[str]:
    """The secrets in a text, however its digits are set apart."""
    found = set()
    for form in {text, _TAG.sub("", text), html.unescape(_TAG.sub("", text))}:
        close = _BETWEEN.sub("", form)
        found |= {secret for secret in secrets if secret in form or secret in close}
    return found


def parts(data: bytes) -> dict[str, str]:
    """The parts of a workbook, document or zip as text; packages inside are opened too."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            content = package.read(name)
            if Path(name).suffix in PACKAGES:
                found |= {f"{name}!{inner}": text for inner, text in parts(content).items()}
            else:
                found[name] = content.decode("utf-8", "replace")
    return found


def texts(out: Path) -> Iterator[tuple[str, str]]:
    """Everything in the result folder but the marked copies: name and text, of every part and every encoding."""
    for path in sorted(path for path in out.rglob("*") if path.is_file()):
        name = str(path.relative_to(out))
        if name.startswith("marked/"):
            continue
        data = path.read_bytes()
        yield name, data.decode("utf-8", "replace") + data.decode("utf-16-le", "replace")
        if path.suffix in PACKAGES:
            yield from ((f"{name}!{part}", text) for part, text in parts(data).items())
        if path.suffix == ".pdf" and shutil.which("pdftotext") is not None:
            told = subprocess.run(["pdftotext", "-enc", "UTF-8", path, "-"], capture_output=True, check=True).stdout
            yield f"{name}!text", told.decode("utf-8")


def test_the_search_finds_numbers_however_they_are_set_apart() -> None:
    """Otherwise silence would prove nothing."""
    one, phone = "110199199003070017", "13800001234"
    for text in (
        f"x{one}y", "110199 19900307 0017", "1101 9919 9003 0700 17", "110199-19900307-0017", "138-0000-1234", "138 0000 1234",
        "<t>110199</t><t>199003070017</t>", "110199&#49;99003070017", "1380000\u200b1234",
    ):  # fmt: skip
        assert standing(text, {one, phone}), text
    assert not standing("110199********0017 138****1234", {one, phone})


def test_no_number_of_a_person_stands_in_any_byte_of_the_result(finished: Run, secrets: set[str]) -> None:
    assert len(secrets) > 40
    endings = {Path(name.split("!")[0]).suffix for name, _ in texts(finished.out)}
    assert endings >= {
        ".html",
        ".xlsx",
        ".json",
        ".csv",
        ".sarif",
        ".xml",
        ".docx",
        *([".pdf"] if "pdf" in FORMATS else []),
    }
    leaks = {(name, secret) for name, text in texts(finished.out) for secret in standing(text, secrets)}
    assert leaks == set()


def test_no_number_stands_in_a_name_or_on_the_screen(finished: Run, secrets: set[str]) -> None:
    names = "\n".join(str(path.relative_to(finished.out)) for path in finished.out.rglob("*"))
    assert finished.stdout
    for text in (names, finished.stdout, finished.stderr):
        assert standing(text, secrets) == set()


def test_marked_copies_add_no_number(sample: str, finished: Run, secrets: set[str]) -> None:
    """Parts of ours hold none; parts that were there hold no number more often than they did."""
    copies = sorted(path for path in (finished.out / "marked").rglob("*") if path.is_file())
    edited = 0
    for copy in copies:
        original = SAMPLES / sample / copy.relative_to(finished.out / "marked")
        before = parts(original.read_bytes()) if original.is_file() and zipfile.is_zipfile(original) else None
        for name, text in parts(copy.read_bytes()).items():
            if COMMENTS.search(name) or (before is not None and name not in before):
                assert (copy.name, name, standing(text, secrets)) == (copy.name, name, set())
            elif before is not None:
                added = counted(text, secrets) - counted(before[name], secrets)
                assert (copy.name, name, added) == (copy.name, name, Counter())
                edited += 1
        book = openpyxl.load_workbook(copy)
        assert book.sheetnames[0].startswith(RESULTS)
        ours = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]
        notes = [cell.comment.text for sheet in book for row in sheet.iter_rows() for cell in row if cell.comment]
        assert standing("\n".join([*ours, *notes]), secrets) == set()
        assert ours and notes, copy.name
        assert standing("\n".join(map(str, vars(book.properties).values())), secrets) == set()
    assert len(copies) > 5 and edited


def counted(text: str, secrets: set[str]) -> Counter[str]:
    return Counter({secret: text.count(secret) for secret in secrets if secret in text})
