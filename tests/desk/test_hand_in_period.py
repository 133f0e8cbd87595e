"""A month or project that was chosen wrongly: changed in place, with the files, as long as there is no verdict."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest

from tests.desk.api_kit import smaller
from tests.desk.hand_in_kit import FIRST, LAST, begun, prepared
from tests.desk.kit import PEOPLE, Office, text_of
from tests.sample_results import of
from wagecheck.desk.hand_ins import handing_in
from wagecheck.register import events, hand_ins, queue

FILES = {"工资表.xlsx": b"wages", "考勤/考勤表.csv": b"days"}
SEPTEMBER = {"month": "2026-09"}


@pytest.fixture
def typical(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return of("typical", "zh", tmp_path_factory)


def record(room: Office, hand_in: str) -> dict[str, Any]:
    with room.desk.register.reading() as reader:
        return reader.get("hand_in", hand_in)


def failed(room: Office, site: str, **days: dt.date) -> str:
    """A hand-in whose check did not come about."""
    made = begun(room, site, FILES, **days)
    with room.desk.register.writing(PEOPLE["clerk"]) as writer:
        hand_ins.hand_in(writer, made, files=2, size=9, digest="0" * 64, note=None)
        hand_ins.failed(writer, made, reason="月份是不是选错了")
    return made


def test_the_month_changes_and_the_files_stay(room: Office) -> None:
    site = room.site()
    made = begun(room, site, FILES)
    clerk = room.browser("clerk", sites=[site])
    assert f'action="/hand-ins/{made}/period"' in clerk.get(f"/hand-ins/{made}").text
    answer = clerk.post(f"/hand-ins/{made}/period", {"site": site, **SEPTEMBER})
    assert answer.headers["location"] == f"/hand-ins/{made}?done=hand_in_moved"
    kept = record(room, made)
    assert (kept["state"], kept["first_day"], kept["last_day"]) == (
        "collecting", dt.date(2026, 9, 1), dt.date(2026, 9, 30),
    )  # fmt: skip
    assert handing_in.files(room.desk, made) == [("工资表.xlsx", 5), ("考勤/考勤表.csv", 4)]
    page = text_of(clerk.get(answer.headers["location"]).text)
    assert "2026年9月" in page
    assert "文件都还在" in page
    with room.desk.register.reading() as reader:
        last = list(events.walk(reader.connection))[-1]
    assert (last.actor, last.action, last.kind, last.subject) == (PEOPLE["clerk"], "change", "hand_in", made)
    trail = text_of(room.browser("auditor").get("/trail").text)
    assert "修改 · 提交的资料" in trail
    assert "2026-10-01 → 2026-09-01" in trail


def test_the_project_changes_among_ones_own(room: Office) -> None:
    site, other, strange = room.site(), room.site("示例二号项目"), room.site("示例三号项目")
    made = begun(room, site, FILES)
    clerk = room.browser("clerk", sites=[site, other])
    page = clerk.get(f"/hand-ins/{made}").text
    assert f'value="{other}"' in page
    assert f'value="{strange}"' not in page
    assert clerk.post(f"/hand-ins/{made}/period", {"site": strange, "month": "2026-10"}).status_code == 403
    assert clerk.post(f"/hand-ins/{made}/period", {"site": other, "month": "2026-10"}).status_code == 303
    assert (record(room, made)["site"], record(room, made)["first_day"]) == (other, FIRST)


def test_what_failed_is_checked_anew_at_once(room: Office) -> None:
    site = room.site()
    made = failed(room, site)
    clerk = room.browser("clerk", sites=[site])
    assert "换成这个，重新核对" in text_of(clerk.get(f"/hand-ins/{made}").text)
    answer = clerk.post(f"/hand-ins/{made}/period", {"site": site, **SEPTEMBER})
    assert answer.headers["location"] == f"/hand-ins/{made}?done=hand_in_moved_checked"
    assert record(room, made)["state"] == "handed_in"
    with room.desk.register.working("job") as connection:
        job = queue.claim(connection, "test", room.clock())
    assert job is not None
    assert (job.task, job.subject) == ("check", made)


def test_nothing_typed_otherwise_writes_nothing(room: Office) -> None:
    site = room.site()
    made = failed(room, site)
    clerk = room.browser("clerk", sites=[site])
    with room.desk.register.reading() as reader:
        before = reader.head()
    answer = clerk.post(f"/hand-ins/{made}/period", {"site": site, "month": "2026-10"})
    assert answer.headers["location"] == f"/hand-ins/{made}"
    with room.desk.register.reading() as reader:
        assert reader.head() == before


WRONG = {
    "no month": ({"month": ""}, "请选择工资所属月份"),
    "one day alone": ({"month": "2026-09", "first_day": "2026-09-01"}, "开始和结束日期都要填"),
    "the wrong way round": ({"first_day": "2026-09-30", "last_day": "2026-09-01"}, "结束日期早于开始日期"),
}


@pytest.mark.parametrize(("typed", "said"), WRONG.values(), ids=WRONG)
def test_what_is_no_period_is_told_on_the_open_form(room: Office, typed: dict[str, str], said: str) -> None:
    site = room.site()
    made = begun(room, site, FILES)
    answer = room.browser("clerk", sites=[site]).post(f"/hand-ins/{made}/period", {"site": site, **typed})
    assert answer.status_code == 400
    assert said in text_of(answer.text)
    assert re.search(r'<details class="decide no-print" open id="move">', answer.text)
    assert (record(room, made)["first_day"], record(room, made)["last_day"]) == (FIRST, LAST)


def test_a_month_for_which_files_are_being_added_already(room: Office) -> None:
    site = room.site()
    there = begun(room, site, first_day=dt.date(2026, 9, 1), last_day=dt.date(2026, 9, 30))
    made = begun(room, site, FILES)
    clerk = room.browser("clerk", sites=[site])
    for whole in ("", "1"):
        answer = clerk.post(f"/hand-ins/{made}/period", {"site": site, "whole": whole, **SEPTEMBER})
        assert answer.status_code == 400
        assert f'href="/hand-ins/{there}"' in answer.text
        assert 'name="whole"' not in answer.text
    assert record(room, made)["first_day"] == FIRST
    handing_in.withdraw(room.desk, PEOPLE["clerk"], there)
    assert clerk.post(f"/hand-ins/{made}/period", {"site": site, **SEPTEMBER}).status_code == 303


def test_a_month_that_was_handed_in_before_needs_a_word(room: Office, typical: Path) -> None:
    site = room.site()
    there = prepared(room, site, typical)
    made = begun(room, site, FILES, first_day=dt.date(2026, 9, 1), last_day=dt.date(2026, 9, 30))
    clerk = room.browser("clerk", sites=[site])
    answer = clerk.post(f"/hand-ins/{made}/period", {"site": site, "month": "2026-10"})
    assert answer.status_code == 400
    assert f'href="/hand-ins/{there}"' in answer.text
    assert 'name="whole"' in answer.text
    assert record(room, made)["first_day"] == dt.date(2026, 9, 1)
    assert clerk.post(f"/hand-ins/{made}/period", {"site": site, "month": "2026-10", "whole": "1"}).status_code == 303
    assert record(room, made)["first_day"] == FIRST


def test_a_verdict_stays_where_it_is(room: Office, typical: Path) -> None:
    """Also where a later check of the same files failed: the kept check is of that project and month."""
    site, other = room.site(), room.site("示例二号项目")
    made = prepared(room, site, typical)
    clerk = room.browser("clerk", sites=[site, other])
    assert "/period" not in clerk.get(f"/hand-ins/{made}").text
    assert clerk.post(f"/hand-ins/{made}/period", {"site": other, "month": "2026-10"}).status_code == 400
    waiting = begun(room, other, FILES)
    with room.desk.register.writing(PEOPLE["clerk"]) as writer:
        hand_ins.hand_in(writer, waiting, files=2, size=9, digest="0" * 64, note=None)
        hand_ins.checked(writer, waiting, run="R1", colour="red")
        hand_ins.hand_in(writer, waiting, files=2, size=9, digest="0" * 64, note=None)
        hand_ins.failed(writer, waiting, reason="坏了")
    assert "/period" not in clerk.get(f"/hand-ins/{waiting}").text
    answer = clerk.post(f"/hand-ins/{waiting}/period", {"site": other, **SEPTEMBER})
    assert answer.status_code == 400
    assert "以前核对过" in text_of(answer.text)
    assert record(room, waiting)["first_day"] == FIRST


def test_a_correction_stays_with_its_project(room: Office, typical: Path) -> None:
    site, other = room.site(), room.site("示例二号项目")
    before = prepared(room, site, typical)
    clerk = room.browser("clerk", sites=[site, other])
    made = clerk.post(f"/hand-ins/{before}/again").headers["location"].partition("?")[0].rpartition("/")[2]
    assert f'value="{other}"' not in clerk.get(f"/hand-ins/{made}").text
    answer = clerk.post(f"/hand-ins/{made}/period", {"site": other, "month": "2026-10"})
    assert answer.status_code == 400
    assert "不能换成别的项目" in text_of(answer.text)
    assert clerk.post(f"/hand-ins/{made}/period", {"site": site, **SEPTEMBER}).status_code == 303
    # back to the month of the one that it corrects: that one is no stranger
    assert clerk.post(f"/hand-ins/{made}/period", {"site": site, "month": "2026-10"}).status_code == 303


def test_what_was_handed_in_again_does_not_move(room: Office) -> None:
    site = room.site()
    made = failed(room, site)
    clerk = room.browser("clerk", sites=[site])
    assert clerk.post(f"/hand-ins/{made}/again").status_code == 303
    assert "/period" not in clerk.get(f"/hand-ins/{made}").text
    assert clerk.post(f"/hand-ins/{made}/period", {"site": site, **SEPTEMBER}).status_code == 400


def test_a_closed_project_takes_nothing(room: Office) -> None:
    site, other = room.site(), room.site("示例二号项目")
    made = begun(room, site, FILES)
    admin = room.browser("admin")
    assert admin.post(f"/sites/{other}/close", {"reason": "完工了"}).status_code == 303
    clerk = room.browser("clerk", sites=[site, other])
    assert f'value="{other}"' not in clerk.get(f"/hand-ins/{made}").text
    answer = clerk.post(f"/hand-ins/{made}/period", {"site": other, "month": "2026-10"})
    assert answer.status_code == 400
    assert "已停用" in text_of(answer.text)


def test_the_other_project_needs_room(room: Office) -> None:
    site, other = room.site(), room.site("示例二号项目")
    begun(room, other, {"满.csv": b"x" * 90})
    made = begun(room, site, {"工资表.xlsx": b"x" * 20}, first_day=dt.date(2026, 9, 1), last_day=dt.date(2026, 9, 30))
    limits = dataclasses.replace(room.desk.settings.limits, site=100)
    small = dataclasses.replace(room.desk, settings=dataclasses.replace(room.desk.settings, limits=limits))
    with pytest.raises(handing_in.TooMuchError):
        handing_in.move(small, PEOPLE["clerk"], made, site=other, first_day=FIRST, last_day=LAST)
    assert (record(room, made)["site"], record(room, made)["last_day"]) == (site, dt.date(2026, 9, 30))
    handing_in.move(small, PEOPLE["clerk"], made, site=site, first_day=FIRST, last_day=LAST)  # of its own there is room
    assert record(room, made)["last_day"] == LAST


def test_how_sheets_are_read_goes_by_the_project(room: Office, typical: Path) -> None:
    site, other = room.site(), room.site("示例二号项目")
    for one, text in ((site, "# one"), (other, "# other")):
        room.desk.store.hand_in(prepared(room, one, typical)).mapping.write_text(text, "utf-8")
    days = {"first_day": dt.date(2026, 9, 1), "last_day": dt.date(2026, 9, 30)}
    clerk = room.browser("clerk", sites=[site, other])
    begun_one, failed_one = begun(room, site, FILES, **days), failed(room, site, **days)
    for made, month in ((begun_one, "2026-07"), (failed_one, "2026-08")):
        place = room.desk.store.hand_in(made).mapping
        assert place.read_text("utf-8") == "# one"
        assert clerk.post(f"/hand-ins/{made}/period", {"site": other, "month": month}).status_code == 303
    assert room.desk.store.hand_in(begun_one).mapping.read_text("utf-8") == "# other"
    assert room.desk.store.hand_in(failed_one).mapping.read_text("utf-8") == "# one"  # corrected for these very files


@pytest.mark.parametrize("path", ["files", "files/replace"])
def test_a_form_that_is_refused_whole_is_told_above_the_same_form(room: Office, tmp_path: Path, path: str) -> None:
    with smaller(room, tmp_path, form_megabytes=1) as small:
        site = small.site()
        made = begun(small, site, FILES)
        clerk = small.browser("clerk", sites=[site])
        answer = clerk.post(f"/hand-ins/{made}/{path}", files=[("files", ("大.csv", b"x" * (2 << 20)))])
        assert answer.status_code == 413
        assert "没有收下：一次发来的文件太多或者太大" in text_of(answer.text)
        assert f'action="/hand-ins/{made}/files"' in answer.text
        assert "工资表.xlsx" in answer.text
        assert len(handing_in.files(small.desk, made)) == 2
        strange = small.browser("manager").post(
            f"/hand-ins/{made}/{path}", files=[("files", ("大.csv", b"x" * (2 << 20)))]
        )
        assert strange.status_code == 403


@pytest.mark.parametrize(
    ("path", "sent", "said"),
    [
        ("files", {}, "没有选择文件，请先选择"),
        ("files", {"files": [("files", ("a?b.csv", b"x"))]}, "1 个没有收下"),
        ("files/remove", {"data": {"path": "没有.csv"}}, "没有“没有.csv”"),
    ],
)
def test_a_refusal_stands_on_the_page_of_the_hand_in(room: Office, path: str, sent: dict[str, Any], said: str) -> None:
    site = room.site()
    made = begun(room, site, FILES)
    answer = room.browser("clerk", sites=[site]).post(f"/hand-ins/{made}/{path}", **sent)
    assert answer.status_code == 400
    assert said in text_of(answer.text)
    assert f'action="/hand-ins/{made}/files"' in answer.text
    assert "工资表.xlsx" in answer.text
