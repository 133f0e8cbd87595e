"""What the desk does in its worker processes and at its start, on every database that a register may live in."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.desk.kit import PASSWORD, Office, office, text_of
from tests.desk.listing_kit import FIRM
from tests.desk.live import ensure_refused, until
from tests.desk.test_thresholds import TEXT, made
from tests.register.conftest import place as place  # noqa: PLC0414  # the fixture: SQLite, and PostgreSQL where one runs
from wagecheck.cli.register_options import clock
from wagecheck.desk import opening
from wagecheck.desk.blacklist import evidence_files
from wagecheck.desk.desk import Desk
from wagecheck.desk.hand_ins import handing_in
from wagecheck.desk.jobs import alone, preview, running, verification
from wagecheck.desk.rulebook import profile_text
from wagecheck.register import backup, blacklist, queue
from wagecheck.register import place as places
from wagecheck.register.queue import Job
from wagecheck.tasks import check
from wagecheck.wording import Wording

SEVERE = ROOT / "samples" / "severe"
FIRST, LAST = dt.date(2026, 10, 1), dt.date(2026, 10, 31)


def today() -> dt.date:
    return dt.date(2026, 11, 21)


@pytest.fixture(autouse=True)
def own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAGECHECK_KEY_FILE", str(tmp_path / "worker.key"))
    monkeypatch.setenv("POLARS_MAX_THREADS", "1")


@pytest.fixture
def desk(place: str, tmp_path: Path) -> Iterator[Desk]:
    where = opening.placed(place, tmp_path / "files")
    with opening.opened(where, clock=clock, today=today, address="http://testserver") as found:
        yield found


@pytest.fixture
def room(desk: Desk) -> Office:
    return office(desk, clock)  # type: ignore[arg-type]  # a clock that runs: workers are given it too


def latest(desk: Desk, subject: str) -> Job:
    with desk.register.reading() as reader:
        found = queue.latest(reader.connection, subject)
    assert found is not None
    return found


def ended(desk: Desk, subject: str) -> Job:
    until(lambda: latest(desk, subject).state not in queue.OPEN, 900)
    return latest(desk, subject)


def handed_in(room: Office, folder: Path = SEVERE) -> str:
    """A month of a site, which waits for its check."""
    site = room.site("示例滨江路一期工程")
    clerk = room.browser("clerk", sites=[site])
    begun = clerk.post("/hand-ins/new", {"site": site, "month": "2026-10"})
    one = str(begun.headers["location"].rsplit("/", 1)[1])
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = file.read_bytes()
        handing_in.add_file(room.desk, one, str(file.relative_to(folder)), io.BytesIO(content), len(content))
    assert clerk.post(f"/hand-ins/{one}/submit").status_code == 303
    return one


def told(path: Path) -> dict[str, Any]:
    result: dict[str, Any] = json.loads((path / "result.json").read_text("utf-8"))
    return {name: part for name, part in result.items() if name not in ("manifest", "sources")}


def test_decisions_reach_the_next_check_as_they_reach_the_command_line(room: Office, tmp_path: Path) -> None:
    """A check, an overdue order, a profile tried and approved, a check by it, the trail verified: all in a worker."""
    desk = room.desk
    legal, second, auditor = room.browser("legal"), room.browser("legal2"), room.browser("auditor")
    one = handed_in(room)
    with alone(desk), running(desk, 1):
        assert ended(desk, one).state == "done"
        firm = next(each for each in told(desk.store.hand_in(one).result)["contractors"] if each["workers"])
        assert firm["colour"] == "red"
        order = {"contractor": firm["name"], "deadline": "2026-11-10", "ordered_on": "2026-10-20", "reason": "拖欠工资"}
        assert legal.post("/blacklist/orders", order).status_code == 303
        wish = profile_text.Wish(exclude="AG01", severity_rule="AT02", severity="hint")
        setting = made(legal.post("/rules/profile/new", {"text": profile_text.changed(TEXT, wish), "reason": "试行"}))
        assert ended(desk, setting).state == "done"
        shown = preview.made(desk, setting)
        assert shown is not None
        assert second.post(f"/rules/profile/{setting}/approve").status_code == 303
        assert room.browser("clerk").post(f"/hand-ins/{one}/check").status_code == 303
        assert ended(desk, one).state == "done"
        object.__setattr__(desk.settings.limits, "verify_at_once", 1)
        assert auditor.post("/trail/verify").status_code == 303
        assert ended(desk, verification.SUBJECT).state == "done"
    after = told(desk.store.hand_in(one).result)
    assert {each["rule"] for each in after["findings"]} >= {"BL09"}
    assert {each["rule"] for each in after["findings"]}.isdisjoint({"AG01"})
    by_preview = {each["name"]: each for each in shown["projects"][0]["contractors"]}
    for each in after["contractors"]:
        seen = by_preview[each["name"]]
        assert [seen[name][1] for name in ("colour", "score", "findings")] == [
            each[name] for name in ("colour", "score", "findings")
        ]
    check.run(
        [SEVERE], tmp_path / "typed", as_of=today(), t=Wording("zh"), clock=clock, period=(FIRST, LAST),
        register=desk.place.register, formats=("json",), annotate=False, profile=setting,
        rule_folders=(desk.store.setting(setting),),
    )  # fmt: skip
    assert told(tmp_path / "typed") == after
    assert "核验完好" in text_of(auditor.get("/trail").text)


def test_two_desks_of_one_register_do_not_take_each_others_work(desk: Desk, place: str, tmp_path: Path) -> None:
    """The second one has a folder of its own: it would not find the files of the first, and call the month failed."""
    where = opening.placed(place, tmp_path / "other files")
    ensure_refused(desk, where)
    with opening.opened(where, clock=clock, today=today, address="http://testserver") as other, alone(other):
        pass  # once the first has ended


def test_what_waits_without_a_job_is_checked_after_the_start(room: Office) -> None:
    """A register from a backup: the queue is not in it."""
    desk = room.desk
    one = handed_in(room, SEVERE / "示例玉兰建筑劳务有限公司")
    with desk.register.working("job") as connection:
        connection.exec_driver_sql("DELETE FROM job")
    with running(desk, 1):
        until(lambda: state(desk, one) != "handed_in", 900)


def state(desk: Desk, one: str) -> str:
    with desk.register.reading() as reader:
        return str(reader.get("hand_in", one)["state"])


def test_a_trail_that_cannot_be_verified_just_now_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """It fails with a sentence, at the first attempt, and its worker lives on."""
    from wagecheck.desk.jobs import failures  # noqa: PLC0415
    from wagecheck.errors import RegisterError  # noqa: PLC0415

    with desk.register.working("job") as connection:
        number = queue.put(connection, task="verify", subject=verification.SUBJECT, by="审计戊", now=clock())
        job = queue.get(connection, number)
    assert job is not None
    assert failures.told(desk, job, RegisterError("登记册读不到。", "It cannot be read."))[0] == "登记册读不到。"
    for error in (ValueError("x"), MemoryError()):
        assert "文件" not in failures.told(desk, job, error)[0]
    assert "文件" not in failures.lost(desk, job)[0]


def test_evidence_goes_along_with_a_backup(room: Office, tmp_path: Path) -> None:
    desk = room.desk
    with desk.register.writing("法务丙") as writer:
        stated = {"list": "local", "name": FIRM, "reason": "拖欠工资", "decided_on": dt.date(2026, 3, 2)}
        entry = blacklist.add(writer, stated, reason="登记", four_eyes=())
    sent = {"files": ("决定书.pdf", b"%PDF-1.7 paper", "application/pdf")}
    assert room.browser("legal").post(f"/blacklist/{entry}/evidence", {"note": "原件"}, files=sent).status_code == 303
    copied = backup.backup(desk.register, tmp_path / "b.db", clock=clock, store=evidence_files.folder(desk))
    assert (copied.sound, copied.files, copied.absent) == (True, 1, ())
    named = Wording("zh")("register.evidence_elsewhere", id="V1", file="决定书.pdf", sha256="0")
    assert "--store" in named
    assert "evidence" in named


def test_pages_do_not_say_where_the_register_lies(desk: Desk) -> None:
    assert "://" not in desk.register.place
    assert "/" not in desk.register.place


def test_no_password_is_shown(room: Office) -> None:
    given = "postgresql://someone:secret1@db.example/desk?password=secret2&sslpassword=secret3&connect_timeout=3"
    told_of = places.shown(places.resolve(given))
    assert "secret" not in told_of
    assert "db.example" in told_of
    assert "connect_timeout=3" in told_of


@pytest.mark.parametrize("path", ["/blacklist/%00", "/blacklist?q=%00", "/trail?actor=%00&subject=%00", "/waivers/W%00",
                                  "/rules/%00", "/hand-ins/%00", "/matches?x=%00"])  # fmt: skip
def test_a_character_that_a_database_cannot_keep(room: Office, path: str) -> None:
    """PostgreSQL keeps no NUL: an address with one leads nowhere, a form goes on without it."""
    answer = room.browser("legal").get(path)
    said = text_of(answer.text)
    assert answer.status_code in (200, 404) or "没有编号" in said, said[:300]
    room.password("clerk")
    assert room.browser().client.post("/login", data={"login": "clerk\x00", "password": PASSWORD}).status_code == 303
    sent = {"list": "local", "name": "示例\x00乙建筑劳务有限公司", "reason": "拖欠\x00工资", "decided_on": "2026-03-02"}
    assert room.browser("legal").post("/blacklist/new", sent).status_code == 303
    assert "示例乙建筑劳务有限公司" in room.browser("legal").get("/blacklist").text
