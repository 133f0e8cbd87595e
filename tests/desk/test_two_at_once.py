"""Two people at one month, two jobs at one hand-in, a page from before: nothing counts twice, nothing is lost."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from tests.desk.hand_in_kit import FIRST, LAST, begun, book, check, checked
from tests.desk.kit import PEOPLE, Office, text_of
from wagecheck.desk.hand_ins import handing_in
from wagecheck.desk.jobs import checking
from wagecheck.desk.jobs.task_table import TASKS
from wagecheck.desk.jobs.work import Work
from wagecheck.register import hand_ins, portfolio, queue
from wagecheck.register.queue import Job

FILES = {"甲/工资表.csv": "姓名\n张三\n".encode()}
TOLD = ("中途断了", "it broke off")


def judged(room: Office, site: str, end: str = "checked") -> str:
    """A hand-in that was checked, or whose check failed."""
    made = begun(room, site, FILES)
    with room.desk.register.writing(PEOPLE["clerk"]) as writer:
        hand_ins.hand_in(writer, made, files=1, size=9, digest="0" * 64, note=None)
        if end == "checked":
            hand_ins.checked(writer, made, run=None, colour="red")
        else:
            hand_ins.failed(writer, made, reason="机器重启")
    return made


def at(answer: Any) -> str:
    """The hand-in to whose page an answer leads."""
    assert answer.status_code == 303, text_of(answer.text)
    return str(answer.headers["location"].split("?")[0].rpartition("/")[2])


def known(room: Office) -> list[str]:
    with room.desk.register.reading() as reader:
        return [one["id"] for one in reader.all("hand_in")]


def state(room: Office, hand_in: str) -> str:
    with room.desk.register.reading() as reader:
        return str(reader.get("hand_in", hand_in)["state"])


def claimed(room: Office, worker: str) -> Job | None:
    with room.desk.register.working("job") as connection:
        return queue.claim(connection, worker, room.clock())


def ended(room: Office, job: Job) -> None:
    with room.desk.register.working("job") as connection:
        assert queue.finish(connection, job.id, str(job.worker), room.clock())


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Something that happens once while a hand-in is begun: after it was looked at, before it is written."""

    def set_up(act: Callable[[], object]) -> None:
        taken = handing_in._take_corrections
        acts = [act]

        def interrupted(*given: Any) -> None:
            if acts:
                acts.pop()()
            taken(*given)

        monkeypatch.setattr(handing_in, "_take_corrections", interrupted)

    return set_up


@pytest.mark.parametrize("more", [{}, {"whole": "1"}], ids=["the month", "the whole set anew"])
def test_two_begin_the_same_month(room: Office, meanwhile: Any, more: dict[str, str]) -> None:
    site = room.site()
    one, two = room.browser("clerk", sites=[site]), room.browser("clerk", sites=[site])
    if more:
        judged(room, site)
    said, first = {"site": site, "month": "2026-10", **more}, list[Any]()
    meanwhile(lambda: first.append(one.post("/hand-ins/new", said)))
    before = len(known(room))
    second = two.post("/hand-ins/new", said)
    assert at(second) == at(first[0])
    assert len(known(room)) == before + 1
    assert "已经有人在添加" in text_of(two.get(second.headers["location"]).text)


def test_a_month_that_was_handed_in_meanwhile_is_told(room: Office, meanwhile: Any) -> None:
    site = room.site()
    meanwhile(lambda: judged(room, site))
    answer = room.browser("clerk", sites=[site]).post("/hand-ins/new", {"site": site, "month": "2026-10"})
    (there,) = known(room)
    assert (answer.status_code, f"已经交过（{there}）" in text_of(answer.text)) == (400, True)
    assert 'name="whole"' in answer.text


def test_two_correct_the_same_hand_in(room: Office, meanwhile: Any) -> None:
    site = room.site()
    before = judged(room, site)
    one, two = room.browser("clerk", sites=[site]), room.browser("clerk", sites=[site])
    first = list[Any]()
    meanwhile(lambda: first.append(one.post(f"/hand-ins/{before}/again")))
    second = two.post(f"/hand-ins/{before}/again")
    assert at(second) == at(first[0])
    assert len(known(room)) == 2


def test_another_program_begins_as_many_as_it_asks_for(room: Office) -> None:
    site = room.site()
    before = judged(room, site)
    days = {"first_day": FIRST, "last_day": LAST}
    for previous in (None, before):
        made = [handing_in.begin(room.desk, "程序", site=site, **days, previous=previous) for _ in range(2)]
        assert len(set(made)) == 2


def test_what_was_taken_back_is_no_beginning_and_what_was_made_void_is(room: Office) -> None:
    """Taking back removes the files; a correction of it would begin empty."""
    site = room.site()
    clerk = room.browser("clerk", sites=[site])
    back, void = judged(room, site, "failed"), judged(room, site)
    assert clerk.post(f"/hand-ins/{back}/withdraw").status_code == 303
    refused = clerk.post(f"/hand-ins/{back}/again")
    assert (refused.status_code, "文件都删掉了" in text_of(refused.text)) == (400, True)
    assert known(room) == [back, void]
    with room.desk.register.writing("法务丙") as writer:
        writer.change("hand_in", void, "checked", None, run="R1")
        hand_ins.void(writer, void, reason="月份选错了")
    made = at(clerk.post(f"/hand-ins/{void}/again"))
    assert handing_in.files(room.desk, made) == handing_in.files(room.desk, void)


@pytest.mark.parametrize("end", ["checked", "failed"])
def test_what_was_corrected_is_not_checked_again(room: Office, end: str) -> None:
    """From a page that was opened before; also while the correction is still collected, until it is taken back."""
    site = room.site()
    clerk = room.browser("clerk", sites=[site])
    old = judged(room, site, end)
    new = at(clerk.post(f"/hand-ins/{old}/again"))

    def refused() -> bool:
        answer = clerk.post(f"/hand-ins/{old}/check")
        said = f"{old} 已经改好再交，请在 {new} 里改" in text_of(answer.text)
        return answer.status_code == 400 and said and state(room, old) == end and not waits(room)

    assert refused()
    with room.desk.register.writing(PEOPLE["clerk"]) as writer:
        hand_ins.hand_in(writer, new, files=1, size=9, digest="0" * 64, note=None)
        hand_ins.checked(writer, new, run=None, colour="green")
    assert refused()
    later = at(clerk.post(f"/hand-ins/{new}/again"))
    with room.desk.register.writing("法务丙") as writer:
        writer.change("hand_in", new, "checked", None, run="R1")
        hand_ins.void(writer, new, reason="交错了")
    assert clerk.post(f"/hand-ins/{old}/check").status_code == 400, "corrected by way of one that is void"
    assert clerk.post(f"/hand-ins/{later}/withdraw").status_code == 303
    assert at(clerk.post(f"/hand-ins/{old}/check")) == old
    assert (state(room, old), waits(room)) == ("handed_in", True)


def waits(room: Office) -> bool:
    with room.desk.register.reading() as reader:
        return queue.waiting(reader.connection)


def test_a_page_from_before_brings_no_old_check_back(room: Office) -> None:
    site = room.site()
    clerk = room.browser("clerk", sites=[site])
    rows = [["姓名", "身份证号", "应发工资", "实发工资"], ["张三", "110101199003070011", 5000, 5000]]
    old = checked(room, site, {"甲公司/2026年10月工资表.xlsx": book(rows, "工资表")})
    new = at(clerk.post(f"/hand-ins/{old}/again"))
    handing_in.add_file(room.desk, new, "说明.txt", io.BytesIO(b"x"), 1)
    handing_in.submit(room.desk, PEOPLE["clerk"], new)
    check(room, new)
    for path, said in (("check", {}), ("reading", {"shape": "1", "ledger-1": "ignore"})):
        answer = clerk.post(f"/hand-ins/{old}/{path}", said)
        assert (answer.status_code, f"请在 {new} 里改" in text_of(answer.text)) == (400, True)
    assert not room.desk.store.hand_in(old).mapping.exists()
    assert not waits(room)
    with room.desk.register.reading() as reader:
        counted = portfolio.read(reader).rows["hand_in"].unique().to_list()
    assert counted == [new]


def kept_while_it_runs(room: Office) -> tuple[str, queue.Job]:
    """A hand-in whose result is kept, and its job, which has not ended yet."""
    one = begun(room, room.site(), FILES)
    handing_in.submit(room.desk, PEOPLE["clerk"], one)
    first = claimed(room, "甲")
    assert first is not None
    with room.desk.register.writing("wagecheck") as writer:
        hand_ins.checked(writer, one, run=None, colour="red")
    return one, first


def test_a_check_asked_for_before_the_last_job_has_ended_is_done(room: Office) -> None:
    """The result is kept in one transaction, the job ends in the next one; somebody is quicker."""
    one, first = kept_while_it_runs(room)
    number = handing_in.check_again(room.desk, PEOPLE["clerk"], one)
    assert number != first.id
    assert claimed(room, "乙") is None, "one hand-in is never checked twice at once"
    ended(room, first)
    second = claimed(room, "乙")
    assert second is not None
    assert (second.id, state(room, one)) == (number, "handed_in")


def test_a_job_that_is_lost_fails_no_check_that_still_waits(room: Office) -> None:
    one, first = kept_while_it_runs(room)
    handing_in.check_again(room.desk, PEOPLE["clerk"], one)
    failed = TASKS[handing_in.CHECK].failed
    assert failed is not None
    with room.desk.register.writing("wagecheck", "job") as writer:
        assert queue.fail(writer.connection, first.id, "甲", room.clock(), TOLD)
        failed(writer, first, TOLD)
    assert (state(room, one), waits(room)) == ("handed_in", True)


def test_full_numbers_of_an_older_check_do_not_outlive_the_next_one(room: Office) -> None:
    """The report with full numbers is being written while a column is corrected and everything checked again."""
    site = room.site()
    rows = [["姓名", "身份证号", "应发工资", "实发工资"], ["张三", "110101199003070011", 5000, 5000]]
    one = checked(room, site, {"甲公司/2026年10月工资表.xlsx": book(rows, "工资表")})
    handing_in.unmask(room.desk, PEOPLE["legal"], one, "核对身份")
    unmasking = claimed(room, "甲")
    assert unmasking is not None
    others = list[Job | None]()

    def tell(step: str, _done: int, _whole: int) -> None:
        if step == "writing" and not others:
            handing_in.check_again(room.desk, PEOPLE["clerk"], one)
            others.append(claimed(room, "乙"))

    checking.unmask(Work(room.desk, unmasking, tell))
    assert others == [None], "the check waits until the report is there, to remove it"
    files = room.desk.store.hand_in(one)
    assert (files.unmasked / "index.html").is_file()
    ended(room, unmasking)
    check(room, one)
    assert state(room, one) == "checked"
    assert not files.unmasked.exists()


def test_two_who_verify_against_different_hashes(room: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wagecheck.register.events.count", lambda _: 1_000_000)
    legal, auditor = room.browser("legal"), room.browser("auditor")
    for browser, anchor in ((legal, "a" * 64), (auditor, "b" * 64), (legal, "a" * 64)):
        assert browser.post("/trail/verify", {"anchor": anchor}).status_code == 303
    for anchor in ("a" * 64, "b" * 64):
        job = claimed(room, "甲")
        assert job is not None
        assert job.parameters["anchor"] == anchor
        TASKS[job.task].run(Work(room.desk, job, lambda *_: None))
        ended(room, job)
        assert f"比对的是这个校验值：{anchor}" in text_of(legal.get("/trail").text)
    assert claimed(room, "甲") is None
