"""What a face hears of a check while it runs: what was read, before it is judged; what a page as PDF may miss."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import AS_OF, SAMPLES
from wagecheck.errors import InputError
from wagecheck.report import pdf
from wagecheck.scale import partitioned
from wagecheck.tasks.check import run
from wagecheck.wording import Wording

ZH = Wording("zh")
DAY = dt.date.fromisoformat(AS_OF)
MOMENT = dt.datetime(2026, 11, 28, tzinfo=dt.UTC)


def test_what_was_read_is_told_once_before_it_is_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    judged = partitioned.judged

    def watched(*given: Any, **more: Any) -> Any:
        heard.append("judging")
        return judged(*given, **more)

    monkeypatch.setattr(partitioned, "judged", watched)
    run(
        [SAMPLES / "clean"], tmp_path / "out", as_of=DAY, t=ZH, clock=lambda: MOMENT, formats=("json",),
        annotate=False, on_read=lambda given: heard.extend(sorted({file.status for file in given.files})),
    )  # fmt: skip
    assert heard == ["read", "judging"]


def test_what_nobody_wants_to_hear_stops_the_check(tmp_path: Path) -> None:
    """A face may refuse what was read (a sheet to be corrected first): nothing is written then."""

    def refuse(_: object) -> None:
        raise InputError("先改表头", "Correct the headings first")

    with pytest.raises(InputError, match="先改表头"):
        run([SAMPLES / "clean"], tmp_path / "out", as_of=DAY, t=ZH, clock=lambda: MOMENT, on_read=refuse)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("warning", "heard"), [("缺少中文字体", ["缺少中文字体"]), (None, [])])
def test_a_warning_of_the_printer_is_handed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warning: str | None, heard: list[str]
) -> None:
    said: list[str] = []
    monkeypatch.setattr(pdf, "ensure_printer", lambda: None)
    monkeypatch.setattr(pdf, "write", lambda *_, **__: pdf.Printed((), warning))
    run(
        [SAMPLES / "clean"], tmp_path / "out", as_of=DAY, t=ZH, clock=lambda: MOMENT, formats=("html", "pdf"),
        annotate=False, on_warning=said.append,
    )  # fmt: skip
    assert said == heard
