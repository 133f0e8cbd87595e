"""Who is for one project only learns nothing of another one: every route, with objects of the other that are there.

The other project has everything: a check with its report, marked copies and full numbers, a hand-in half sent, waivers,
the preview of a profile. The table is the routes of the application itself, so that a new one is asked too.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from openpyxl import load_workbook

from tests.conftest import ROOT
from tests.desk.api_kit import client
from tests.desk.doors import SAFE, Door, doors
from tests.desk.hand_in_kit import begun, book, checked, folder
from tests.desk.kit import ADDRESS, PEOPLE, Browser, Clock, Office, office, text_of
from tests.kept_checks import checked as kept
from tests.kept_checks import handed_in, site
from tests.kept_checks import row as figures
from wagecheck.desk import opening
from wagecheck.desk.hand_ins import arrivals
from wagecheck.desk.jobs import preview
from wagecheck.desk.rulebook import profiles
from wagecheck.register import blacklist, runs, settings, waivers
from wagecheck.register.actor import PROGRAM

ROLES = ("clerk", "manager", "legal", "auditor")
OWN, OTHER = "示例近处项目", "示例远处项目"
#: Lists of the whole group, in which a project may be named because the list itself names it.
GROUP = ("/blacklist/{entry_id}", "/blacklist/orders")


@dataclass
class Two:
    """A desk with two projects; ``names``: what nobody of the first one may read anywhere."""

    room: Office
    own: str
    near: str
    other: str
    hand_in: str
    sending: str
    upload: str
    waiver: str
    setting: str
    names: list[str]

    def browser(self, role: str) -> Browser:
        return self.room.browser(role, sites=[self.own], unmask=True)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    clock, place = Clock(), tmp_path_factory.mktemp("two")
    where = opening.placed(str(place / "register.db"), None)
    with opening.opened(where, clock=clock, today=lambda: clock().date(), address=ADDRESS) as desk:
        yield made(office(desk, clock))


def made(room: Office) -> Two:
    own, other = room.site(OWN), room.site(OTHER, region="上海市", bureau="华东局")
    near = checked(room, own, folder(ROOT / "samples" / "clean"))
    hand_in = checked(room, other, folder(ROOT / "samples" / "typical"))
    store = room.desk.store
    told = json.loads((store.hand_in(hand_in).result / "result.json").read_text("utf-8"))
    mine = json.loads((store.hand_in(near).result / "result.json").read_text("utf-8"))
    shared = {one["name"] for one in mine["contractors"]} | {one["project"] for one in mine["contractors"]}
    names = {one["name"] for one in told["contractors"]} | {one["project"] for one in told["contractors"]}
    unmasked = store.hand_in(hand_in).unmasked
    unmasked.mkdir()
    (unmasked / "index.html").write_text(OTHER, "utf-8")
    sending = begun(room, other, {"远处工资表.xlsx": book([["姓名"], ["张三"]])}, first_day=dt.date(2026, 9, 1),
                    last_day=dt.date(2026, 9, 30))  # fmt: skip
    upload = arrivals.announce(room.desk, sending, "远处的.xlsx", 10)
    finding = next(one for one in told["findings"] if one["contractor"] and one["project"])
    with room.desk.register.writing(PEOPLE["manager"]) as writer:
        stated = {"rule": finding["rule"], "contractor": finding["contractor"], "project": finding["project"],
                  "reason": "远处的原因", "responsible": "远处的人", "expires_on": dt.date(2027, 1, 31)}  # fmt: skip
        waiver = waivers.propose(writer, stated, today=room.desk.today())
        waivers.approve(writer, waiver, reason="可以", four_eyes=False, today=room.desk.today())
        setting = settings.propose(writer, text=profiles.text(room.desk, None) + "\n# 另一份\n", reason="试一试")
    preview.run(room.desk, setting)
    assert len(names - shared) > 1
    return Two(room, own, near, other, hand_in, sending, upload, waiver, setting,
               [OTHER, "远处", *sorted(name for name in names - shared if name)])  # fmt: skip


PATHS = ("index.html", "findings.csv", "findings.xlsx", "result.json", "people.json", "manifest.json")


def addresses(door: Door, two: Two) -> list[str]:
    """The route with what the other project has in the place of every name in braces."""
    there = {"site": two.other, "site_id": two.other, "waiver_id": two.waiver, "setting_id": two.setting,
             "upload": two.upload, "rule": "PY01", "rule_id": "PY01", "lang": "zh", "secret": "none"}  # fmt: skip
    found = []
    for hand_in in (two.hand_in, two.sending, two.hand_in.lower()):
        for path in PATHS:
            names = {**there, "hand_in": hand_in, "path": path}
            found.append(re.sub(r"\{(\w+)(:\w+)?\}", lambda one: names.get(one[1], "W999999"), door.path))  # noqa: B023
    if door.path.startswith("/portfolio"):
        found += [f"{door.path}?name={name}&site={two.other}&q={name}&first=2026-01&last=2026-12" for name in two.names]
    if door.path.startswith(("/waivers", "/hand-ins")):
        found += [f"{door.path}?site={two.other}&q=&state=", f"{door.path}?hand_in={two.hand_in}"]
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("role", ROLES)
def test_nothing_of_another_project_is_shown(two: Two, role: str) -> None:
    browser, wrong = two.browser(role), []
    for door in doors(two.room.app):
        if door.method != "GET" or door.path in GROUP or "{secret}" in door.path:
            continue
        for address in addresses(door, two):
            answer = browser.get(address)
            said = answer.text.replace(address, "")
            told = [name for name in two.names if name in said and f"name={name}" not in address]
            if told or answer.status_code >= 500:
                wrong.append((address, answer.status_code, told))
            if "{hand_in}" in door.path and answer.status_code not in (403, 404):
                wrong.append((address, answer.status_code, []))
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_nothing_is_done_to_another_project(two: Two, role: str) -> None:
    browser, wrong = two.browser(role), []
    with two.room.desk.register.reading() as reader:
        before = reader.head()
    form: dict[str, Any] = {"site": two.other, "month": "2026-08", "hand_in": two.hand_in, "reason": "试一试",
                            "path": "远处工资表.xlsx", "rule": "PY01", "contractor": two.names[-1], "project": OTHER,
                            "responsible": "某人", "expires_on": "2026-12-31", "csrf": browser.csrf}  # fmt: skip
    for door in doors(two.room.app):
        own = ("/me", "/logout", "/trail", "/rules/profile/new", "/blacklist", "/login", "/setup", "/invitation")
        if door.method in SAFE or door.path.startswith(own):
            continue
        for address in addresses(door, two):
            answer = browser.client.request(door.method, address, data=form, headers={"x-csrf-token": browser.csrf,
                                            "tus-resumable": "1.0.0"})  # fmt: skip
            told = [name for name in two.names[2:] if name in answer.text.replace(form["contractor"], "")]
            if answer.status_code not in (400, 403, 404) or told:
                wrong.append((door.method, address, answer.status_code, told))
    with two.room.desk.register.reading() as reader:
        assert reader.head() == before
    assert (two.room.desk.store.hand_in(two.sending).given / "远处工资表.xlsx").is_file()
    assert wrong == []


def test_a_key_of_one_project_opens_nothing_of_another(two: Two) -> None:
    key = client(two.room, "submit", "status", "result", "blacklist", sites=[two.own], name="近处系统")
    for method, path in (
        ("GET", ""), ("GET", "/files"), ("GET", "/result"), ("GET", "/result/files"), ("GET", "/result/files/findings.csv"),
        ("PUT", "/files/a.xlsx"), ("DELETE", "/files/a.xlsx"), ("POST", "/submit"), ("POST", "/withdraw"),
    ):  # fmt: skip
        for hand_in in (two.hand_in, two.sending):
            answer = key.ask(method, f"/submissions/{hand_in}{path}")
            assert answer.status_code == 404, (method, path, answer.text)
            assert not [name for name in two.names if name in answer.text]
    begun_there = {"site": two.other, "period": "2026-07"}
    assert key.ask("POST", "/submissions", json=begun_there).status_code == 404
    taken = {"site": two.own, "period": "2026-10", "previous": two.hand_in}
    assert key.ask("POST", "/submissions", json=taken).status_code == 404
    for path, status in (("/sites", 200), ("/submissions", 200), (f"/submissions?site={two.other}", 404)):
        answer = key.ask("GET", path)
        assert answer.status_code == status
        assert two.hand_in not in re.findall(r"H\d+", answer.text)
        assert two.other not in re.findall(r'"(P\d+)"', answer.text)
        assert not [name for name in two.names if name in answer.text]


# ---- full numbers ----

NUMBERS = re.compile(r"(?<![0-9])(?:[1-9][0-9]{16}[0-9X]|1[3-9][0-9]{9}|62[0-9]{14,17})(?![0-9])")


def numbers(folder_: Path) -> set[str]:
    """Identity numbers, cards and telephones in full, as the workbooks of a folder hold them."""
    found: set[str] = set()
    for file in folder_.rglob("*.xlsx"):
        for sheet in load_workbook(file, read_only=True):
            for row in sheet.iter_rows(values_only=True):
                found.update(NUMBERS.findall(" ".join(str(cell) for cell in row if cell is not None)))
    return found


def texts(answer: Any, name: str = "") -> Iterator[str]:
    """What an answer says, also inside packed files."""
    data, kind = answer if isinstance(answer, bytes) else answer.content, name
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for one in packed.namelist():
                yield from texts(packed.read(one), f"{kind}/{one}")
    else:
        yield data.decode("utf-8", "replace")


@pytest.mark.parametrize("role", [*ROLES, "admin"])
def test_no_number_stands_in_full(two: Two, role: str) -> None:
    """Every page and every file of a check, but the submitter's own marked copies and what the right of unmask opens."""
    full = numbers(ROOT / "samples" / "clean")
    assert len(full) > 20
    room, near = two.room, two.near
    result = room.desk.store.hand_in(near).result
    files = [path.relative_to(result).as_posix() for path in result.rglob("*") if path.is_file()]
    browser = two.browser(role)
    asked = [f"/hand-ins/{near}/report/{path}" for path in files if not path.startswith("marked/")]
    asked += [f"/hand-ins/{near}{end}" for end in ("", "/reading", "/files", "/progress", "/report.zip")]
    asked += [door.path for door in doors(room.app) if door.method == "GET" and "{" not in door.path]
    asked += [f"/portfolio/projects/{two.own}", "/portfolio/export?format=csv", "/rules/PY01", f"/waivers/{two.waiver}"]
    wrong = []
    for address in asked:
        answer = browser.get(address)
        assert answer.status_code < 500, address
        if address.endswith(".zip") and role == "clerk":
            continue  # it holds their own files, marked
        if answer.status_code == 200:
            told = {one for text in texts(answer) for one in NUMBERS.findall(text)} & full
            wrong += [(address, len(told))] if told else []
    assert wrong == []


def test_grounds_of_a_proposal_are_those_of_ones_own_projects(two: Two) -> None:
    """The list is the group's, what kept checks say of a project is not: how much is hidden is told."""
    room = two.room
    with room.desk.register.reading() as reader:
        owing = {name: runs.months(reader, contractor=name).filter(pl.col("owed") > 0) for name in two.names[2:]}
    name, frame = next((name, frame) for name, frame in owing.items() if frame.height)
    project = frame["project"][0]
    with room.desk.register.writing(PROGRAM) as writer:
        made_ = blacklist.propose(writer, {"list": "group", "name": name, "reason": "拖欠"}, reason="XX01 abc")
    seen, whole = (
        two.browser("manager").get(f"/blacklist/{made_}").text,
        room.browser("legal2").get(f"/blacklist/{made_}"),
    )
    assert project in whole.text
    assert project not in seen
    assert f"另有 {frame.height} 条依据来自您不管的项目" in text_of(seen)


# ---- the lists of the group ----

FIRM = "示例黑石建筑劳务有限公司"


def listed(room: Office, state: str) -> str:
    """An entry of the group's list, by somebody who has no account here."""
    with room.desk.register.writing("集团某人") as writer:
        stated = {"list": "local" if state == "in_force" else "group", "name": FIRM, "reason": "拖欠",
                  "decided_on": dt.date(2026, 3, 2)}  # fmt: skip
        made = blacklist.add(writer, stated, reason="拖欠", four_eyes=("group",))
        assert writer.get("entry", made)["state"] == state
    return made


def head(room: Office) -> int:
    with room.desk.register.reading() as reader:
        return int(reader.head()[0])


STEPS = [
    ("proposed", "approve"),
    ("proposed", "reject"),
    ("proposed", "review"),
    ("in_force", "lift"),
    ("in_force", "revoke"),
]


@pytest.mark.parametrize(("state", "step"), STEPS)
def test_an_entry_is_decided_by_accounts_for_all_projects(room: Office, state: str, step: str) -> None:
    """It is compared with every project; who is for some reads it and proposes."""
    made = listed(room, state)
    near, all_ = room.browser("legal", sites=[room.site(OWN)]), room.browser("legal2")
    form = {"reason": "核实", "left_on": "2026-11-02", "seq": made[1:]}
    page = near.get(f"/blacklist/{made}")
    assert (page.status_code, f"/blacklist/{made}/{step}" in page.text) == (200, False)
    assert "由管全部项目的账号决定" in text_of(page.text)
    assert PEOPLE["legal"] not in text_of(page.text.partition("<main")[2])  # not among those who may approve
    before = head(room)
    assert near.post(f"/blacklist/{made}/{step}", form).status_code == 403
    assert head(room) == before
    page = all_.get(f"/blacklist/{made}")
    assert f"/blacklist/{made}/{step}" in page.text
    assert "由管全部项目的账号决定" not in text_of(page.text)
    assert all_.post(f"/blacklist/{made}/{step}", form).status_code == 303


def test_who_is_for_some_projects_proposes_and_no_more(room: Office) -> None:
    near = room.browser("legal", sites=[room.site(OWN)])
    assert 'name="how"' not in near.get("/blacklist/new").text
    form = {"list": "local", "name": FIRM, "reason": "拖欠", "decided_on": "2026-11-02", "how": "decided"}
    assert near.post("/blacklist/new", form).status_code == 303
    with room.desk.register.reading() as reader:
        (kept,) = reader.all("entry")
    assert (kept["state"], kept["proposed_by"], kept["approved_by"]) == ("proposed", PEOPLE["legal"], None)
    right = {"workers": "27", "note": "补人数", "seq": kept["id"][1:]}
    assert near.post(f"/blacklist/{kept['id']}/amend", right).status_code == 303  # a proposal may be corrected


def test_what_is_in_force_is_not_corrected_for_all_by_an_account_for_some(room: Office) -> None:
    made = listed(room, "in_force")
    near = room.browser("legal", sites=[room.site(OWN)])
    assert f"/blacklist/{made}/amend" not in near.get(f"/blacklist/{made}").text
    assert near.get(f"/blacklist/{made}/amend").status_code == 403
    assert near.post(f"/blacklist/{made}/amend", {"workers": "27", "note": "补", "seq": made[1:]}).status_code == 403
    assert room.browser("legal2").get(f"/blacklist/{made}/amend").status_code == 200


def test_a_published_list_is_taken_in_by_accounts_for_all_projects(room: Office) -> None:
    near, all_ = room.browser("legal", sites=[room.site(OWN)]), room.browser("legal2")
    sent = {"list": "local"}
    files = {"file": ("名单.csv", f"单位名称,列入日期,列入事由\n{FIRM},2026-03-02,拖欠\n".encode(), "text/csv")}
    preview = all_.post("/blacklist/import", sent, files=files).headers["location"]
    for answer in (
        near.get("/blacklist/import"), near.post("/blacklist/import", sent, files=files), near.get(preview),
        near.post(preview, {"give_up": "1"}), near.post(preview, {"seen": "x"}),
    ):  # fmt: skip
        assert answer.status_code == 403
    assert "/blacklist/import" not in near.get("/blacklist").text
    assert "/blacklist/import" in all_.get("/blacklist").text
    assert all_.get(preview).status_code == 200


@pytest.mark.parametrize(("project", "allowed"), [(OWN, True), (OTHER, False), ("", False)])
def test_an_order_is_recorded_and_closed_where_its_project_is(room: Office, project: str, allowed: bool) -> None:
    """One about all projects of a company is the group's."""
    own = room.site(OWN)
    room.site(OTHER)
    near, all_ = room.browser("legal", sites=[own]), room.browser("legal2")
    form = {"contractor": FIRM, "deadline": "2026-12-01", "project": project}
    before = head(room)
    answer = near.post("/blacklist/orders", form)
    assert (answer.status_code, head(room) - before) == ((303, 1) if allowed else (400, 0))
    assert allowed or "责令支付要写明您管的项目" in text_of(answer.text)
    assert all_.post("/blacklist/orders", {**form, "order_no": "2号"}).status_code == 303
    with room.desk.register.reading() as reader:
        order = reader.all("order")[-1]["id"]
    page = near.get(f"/blacklist/orders?do={order}")
    assert FIRM in page.text  # everybody reads them
    assert (f"do={order}" in page.text, f"/orders/{order}/settle" in page.text) == (allowed, allowed)
    for step, typed in (("settle", {"settled_on": "2026-11-20"}), ("revoke", {})):
        if step == "revoke" and allowed:
            continue
        answer = near.post(f"/blacklist/orders/{order}/{step}", {"reason": "回单", **typed})
        assert answer.status_code == (303 if allowed else 400)


# ---- a name by which two projects go ----

SHARED = "一标段"


def decides(room: Office, near: Browser, project: str, why: str) -> list[int]:
    """Statuses of approving a waiver, of proposing one, and of recording an order."""
    stated = {"rule": "PB03", "contractor": FIRM, "project": project, "reason": why}
    with room.desk.register.writing(PEOPLE["manager"]) as writer:
        made_ = waivers.propose(writer, {**stated, "expires_on": dt.date(2027, 1, 31)}, today=room.desk.today())
    answers = [
        near.post(f"/waivers/{made_}/approve", {"reason": "可以"}),
        near.post("/waivers/new", {**stated, "period": "2026-10", "expires_on": "2027-01-31"}),
        near.post("/blacklist/orders", {"contractor": FIRM, "deadline": "2026-12-01", "project": project}),
    ]
    return [answer.status_code for answer in answers]


@pytest.mark.parametrize(
    ("own", "others", "allowed"),
    [
        (SHARED, [], True),  # as it is registered
        (OWN, [SHARED], False),  # only the other's files say so
        (SHARED, [SHARED], False),  # the other's files say what is registered here
        (OWN, [], True),  # only our files say so
    ],
)
def test_a_name_that_two_projects_go_by_is_decided_for_all(
    room: Office, own: str, others: list[str], allowed: bool
) -> None:
    """What holds for a name holds for every file that says so, whosever it is."""
    register = room.desk.register
    mine, other = site(register, own), site(register, OTHER)
    handed_in(register, mine, kept(figures("甲", "2026-09", project=SHARED)))
    for name in others:
        handed_in(register, other, kept(figures("乙", "2026-09", project=name)))
    near, all_ = room.browser("legal", sites=[mine]), room.browser("legal2")
    assert decides(room, near, SHARED, "补做") == ([303, 303, 303] if allowed else [403, 400, 400])
    assert decides(room, all_, SHARED, "再补")[0] == 303


@pytest.mark.parametrize(("own", "read"), [(SHARED, 200), (OWN, 403)])
def test_a_waiver_of_a_shared_name_is_read_where_the_name_is_registered(room: Office, own: str, read: int) -> None:
    """It holds there too; to have a file that says so opens nothing."""
    register = room.desk.register
    mine, other = site(register, own), site(register, OTHER)
    for at in (mine, other):
        handed_in(register, at, kept(figures("甲", "2026-09", project=SHARED)))
    with register.writing(PEOPLE["manager"]) as writer:
        stated = {"rule": "PB03", "contractor": FIRM, "project": SHARED, "reason": "补做"}
        made_ = waivers.propose(writer, {**stated, "expires_on": dt.date(2027, 1, 31)}, today=room.desk.today())
    page = room.browser("legal", sites=[mine]).get(f"/waivers/{made_}")
    assert page.status_code == read
    assert f"/waivers/{made_}/approve" not in page.text
    assert ("几个项目同名" in text_of(page.text)) == (read == 200)
    assert f"/waivers/{made_}/approve" in room.browser("legal2").get(f"/waivers/{made_}").text


def test_a_match_is_decided_by_accounts_for_all_projects(two: Two) -> None:
    """Every later check of every project goes by the answer."""
    near = two.browser("legal")
    assert near.get("/matches").status_code == 200
    assert "由管全部项目的账号认定" in text_of(near.get("/matches").text)
    form = {"answer": "other", "reason": "不是同一个"}
    assert near.post("/matches/0123456789abcdef", form).status_code == 403
    assert two.room.browser("legal2").post("/matches/0123456789abcdef", form).status_code == 404


@pytest.mark.parametrize(("project", "status"), [(OWN, 303), (OTHER, 403), (None, 403)])
def test_a_waiver_is_approved_where_its_project_is(room: Office, project: str | None, status: int) -> None:
    own = room.site(OWN)
    room.site(OTHER)
    with room.desk.register.writing(PEOPLE["manager"]) as writer:
        stated = {"rule": "PB03", "contractor": FIRM, "project": project, "reason": "补做",
                  "expires_on": dt.date(2027, 1, 31)}  # fmt: skip
        made = waivers.propose(writer, stated, today=room.desk.today())
    near = room.browser("legal", sites=[own])
    assert near.post(f"/waivers/{made}/approve", {"reason": "可以"}).status_code == status
