"""What leaves the program: masked, escaped, offline, the same bytes twice."""

from __future__ import annotations

import csv
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from tests.conftest import SAMPLES, Run, check
from wagecheck.intake import submission


@pytest.fixture(scope="module")
def severe(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return check(SAMPLES / "severe", tmp_path_factory.mktemp("severe") / "out")


def outputs(run: Run) -> dict[str, str]:
    """Every file as text; of a workbook every part. Marked copies hold the submitter's own data: only what was added."""
    found = {}
    for path in (path for path in run.out.rglob("*") if path.is_file()):
        name = str(path.relative_to(run.out))
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as package:
                for part in package.namelist():
                    if not name.startswith("marked/") or re.search(r"comments|sheetW|vmlDrawing", part):
                        found[f"{name}!{part}"] = package.read(part).decode("utf-8")
        else:
            found[name] = path.read_text("utf-8")
    return found


def secrets_of(sample: Path) -> set[str]:
    """Identity numbers, cards and phones of everybody in the sample, as intake reads them."""
    given = submission.read([sample])
    columns = ("id_number", "bank_card", "payee_account", "payer_account", "phone", "number", "legal_rep_id")
    found = {
        value
        for frame in given.ledgers.values()
        for column in columns
        if column in frame.columns
        for value in frame[column].drop_nulls().to_list()
    }
    return {value for value in found if len(value) >= 11 and "*" not in value}


def test_no_number_of_a_person_stands_in_any_output(severe: Run) -> None:
    secrets = secrets_of(SAMPLES / "severe")
    assert len(secrets) > 40
    leaks = {(name, secret) for name, text in outputs(severe).items() for secret in secrets if secret in text}
    assert leaks == set()
    assert severe.result["manifest"]["unmask"] is False


def test_unmask_shows_numbers_and_says_so(tmp_path: Path) -> None:
    run = check(SAMPLES / "severe", tmp_path / "out", "--unmask")
    text = "".join(outputs(run).values())
    assert any(secret in text for secret in secrets_of(SAMPLES / "severe"))
    assert run.result["manifest"]["unmask"] is True


def test_two_runs_give_the_same_bytes(severe: Run, tmp_path: Path) -> None:
    again = check(SAMPLES / "severe", tmp_path / "out", apart=True)
    assert outputs(again) == outputs(severe)


def test_pages_need_nothing_from_elsewhere(severe: Run) -> None:
    for name, text in outputs(severe).items():
        if name.endswith(".html"):
            assert not re.search(r"""(src|href)=["'](https?:)?//""", text), name
            assert "@import" not in text
            assert "Content-Security-Policy" in text


def test_every_finding_stands_in_the_csv_and_none_starts_a_formula(severe: Run) -> None:
    raw = (severe.out / "findings.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    assert len(rows) == len(severe.result["findings"])
    risky = [
        cell
        for row in rows
        for cell in row.values()
        if re.match(r"[=+\-@]", cell) and not re.fullmatch(r"-?[\d.]+", cell)
    ]
    assert risky == []


def test_result_json_holds_what_others_build_on(severe: Run) -> None:
    finding = severe.result["findings"][0]
    promised = {
        "rule", "kind", "severity", "state", "contractor", "project", "period", "worker", "worker_key", "ledger", "file",
        "sheet", "row", "cell", "also", "expected", "actual", "amount", "message", "remedy", "law", "fingerprint",
    }  # fmt: skip
    assert promised <= set(finding)
    assert set(severe.result) >= {"findings", "outcomes", "contractors", "manifest"}
    fingerprints = [f["fingerprint"] for f in severe.result["findings"]]
    assert len(set(fingerprints)) == len(fingerprints)


def test_the_manifest_names_every_input_with_its_hash(severe: Run) -> None:
    inputs = severe.result["manifest"]["inputs"]
    assert {Path(entry["path"]).suffix for entry in inputs} >= {".xlsx"}
    assert all(re.fullmatch(r"[0-9a-f]{64}", entry["sha256"]) for entry in inputs)


def test_markup_from_files_is_shown_not_run(tmp_path: Path) -> None:
    """A contractor folder named like a script tag comes out as text."""

    source = next(path for path in sorted((SAMPLES / "severe").iterdir()) if path.is_dir())
    evil = tmp_path / "in" / "甲<script>alert(1)</script>劳务"
    evil.mkdir(parents=True)
    for file in source.glob("*.xlsx"):
        shutil.copy(file, evil / f"<b>{file.name}")
    run = check(tmp_path / "in", tmp_path / "out")
    pages = {name: text for name, text in outputs(run).items() if name.endswith(".html")}
    for text in pages.values():
        assert "<script>alert" not in text
        assert not re.search(r"<b>[^<]*\.xlsx", text)
    assert "&lt;b&gt;" in pages["index.html"]  # a file that could not be read
    assert sum("&lt;b&gt;" in text for text in pages.values()) >= 2


def test_comparing_with_an_earlier_result(severe: Run, tmp_path: Path) -> None:
    run = check(SAMPLES / "severe", tmp_path / "out", "--against", severe.out / "result.json")
    compared = run.result["manifest"]["compared"]
    assert [compared[key] for key in ("new", "open", "fixed")] == [0, len(severe.result["findings"]), 0]
