"""A defect of ours on any floor: one sentence with its code, exit code 2, nothing half-written, no number of a person."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from polars.exceptions import PanicException

from tests.conftest import AS_OF
from tests.intake import books
from wagecheck import cli
from wagecheck.cli.blacklist import entry_fields

PAYROLL = [["2026年10月工资表"], ["姓名", "身份证号码", "应发工资", "实发工资"], [*books.A, 5000, 5000]]


def fails(*_: object, **__: object) -> NoReturn:
    raise ZeroDivisionError(f"{books.A[0]} {books.A[1]}")


def panics(*_: object, **__: object) -> NoReturn:
    raise PanicException(f"{books.A[0]} {books.A[1]}")


@pytest.fixture
def checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[object, str]]:
    """Runs ``check`` on one payroll in this process: exit code and what was said."""
    books.workbook(tmp_path / "in" / books.HOME / "2026年10月工资表.xlsx", 工资表=PAYROLL)

    def run(*given: str) -> tuple[object, str]:
        with pytest.raises(SystemExit) as ended:
            cli.main(["check", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--as-of", AS_OF, "-q", *given])
        return ended.value.code, "".join(capsys.readouterr())

    return run


@pytest.mark.parametrize("how", [fails, panics])
@pytest.mark.parametrize(
    "place",
    [
        "wagecheck.intake.submission.read",
        "wagecheck.rulebook.load",
        "wagecheck.facts.build",
        "wagecheck.judging.assessment.assess",
        "wagecheck.tasks.annotating.copied",
        "wagecheck.report.html.write",
        "wagecheck.report.exports.write_json",
    ],
)
@pytest.mark.parametrize("options", [[], ["--debug"]])
def test_a_floor_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, checked: Callable[..., tuple[object, str]],
    place: str, how: Callable[..., NoReturn], options: list[str],
) -> None:  # fmt: skip
    monkeypatch.setattr(place, how)
    code, said = checked("--no-register", *options)
    assert code == 2
    assert "[WC-90]" in said
    assert books.A[1] not in said
    assert ("Traceback" in said) == bool(options)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]


def test_a_register_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, checked: Callable[..., tuple[object, str]]
) -> None:
    (tmp_path / "r.db").write_bytes(b"")
    monkeypatch.setattr("wagecheck.register.view.opened", fails)
    code, said = checked("--register", str(tmp_path / "r.db"))
    assert (code, "[WC-90]" in said, books.A[1] in said) == (2, True, False)
    torn = tmp_path / "torn.db"
    torn.write_bytes(b"SQLite format 3\0" + b"\xff" * 4000)
    monkeypatch.undo()
    code, said = checked("--register", str(torn))
    assert (code, "[WC-30]" in said) == (2, True)


@pytest.mark.parametrize("how", [fails, panics])
def test_a_frame_that_fails_costs_its_rules_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, checked: Callable[..., tuple[object, str]],
    how: Callable[..., NoReturn],
) -> None:  # fmt: skip
    code, _ = checked("--no-register", "--format", "json")
    before = outcomes(tmp_path)
    monkeypatch.setattr("wagecheck.facts.identity_number._variants", how)
    assert code == 1
    code, said = checked("--no-register", "--format", "json")
    after = outcomes(tmp_path)
    broken = {rule for rule, outcome in after.items() if outcome == "error"}
    assert code == 2 and broken
    assert all(rule in said for rule in broken)
    assert books.A[1] not in said and "Traceback" not in said
    assert {rule: outcome for rule, outcome in after.items() if rule not in broken} == {
        rule: outcome for rule, outcome in before.items() if rule not in broken
    }


def outcomes(place: Path) -> dict[str, str]:
    told = json.loads((place / "out" / "result.json").read_text("utf-8"))
    return {row["rule"]: row["outcome"] for row in told["outcomes"]}


@pytest.mark.parametrize(("lang", "sentence"), [("zh", "已中断"), ("en", "Stopped")])
def test_a_question_that_is_ended_instead_of_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lang: str, sentence: str
) -> None:
    """Ctrl-D at a prompt: the sentence and code of whoever stops a command, never click's word."""
    monkeypatch.setattr(entry_fields, "terminal", lambda: True)
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    with pytest.raises(SystemExit) as ended:
        cli.main(["blacklist", "add", "--register", str(tmp_path / "r.db"), "--lang", lang])
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert sentence in said and "[WC-91]" in said and "Aborted" not in said
