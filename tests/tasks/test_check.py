"""What a face hears of a check while it runs: what was read, before it is judged; what a page as PDF may miss."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import AS_OF, SAMPLES
from tests.intake.books import workbook
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


HEAD = ["户名", "账号", "金额", "交易日期"]
PAID = [["张某甲", "6222000000000000001", 100, "2026-11-05"]]
ACCOUNT = [
    ["农民工工资专用账户流水"],
    ["日期", "摘要", "收入", "支出", "余额", "对方户名"],
    ["2026-10-05", "拨付人工费", 100000, None, 100000, "示例建设单位"],
]


@pytest.mark.parametrize(
    ("what", "sheet", "rows", "said", "unsaid"),
    [
        (
            "whose sheet it is", "代发", [["2026年10月工资代发明细"], HEAD, *PAID],
            ("看不出是哪个参建单位的", "代发.xlsx", "以单位全称命名的文件夹"), "没有一张带所属月份",
        ),
        ("no month at all", "代发", [["工资代发明细"], HEAD, *PAID], ("没有一张带所属月份",), "看不出是哪个"),
        ("no workers", "专户流水", ACCOUNT, ("只读到了：专户流水", "花名册"), "没有任何人员或发放记录"),
    ],
)  # fmt: skip
def test_why_nothing_could_be_judged_is_said_truly(
    tmp_path: Path, what: str, sheet: str, rows: list[list[Any]], said: tuple[str, ...], unsaid: str
) -> None:
    folder = tmp_path / "资料"
    workbook(folder / "代发.xlsx", **{sheet: rows})
    with pytest.raises(InputError) as refused:
        run([folder], tmp_path / "out", as_of=DAY, t=ZH, clock=lambda: MOMENT, formats=("json",), annotate=False)
    text = refused.value.text("zh")
    assert all(word in text for word in said), text
    assert unsaid not in text
