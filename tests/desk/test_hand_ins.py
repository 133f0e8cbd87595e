"""Handing in: the table of months, a new one, its files, corrections, and doors that stay shut."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest

from tests.desk.hand_in_kit import FIRST, LAST, begun, prepared
from tests.desk.kit import PEOPLE, Office, text_of
from tests.sample_results import of
from wagecheck.desk.hand_ins import arrivals, handing_in
from wagecheck.register import sites

DAYS = {
    "nothing yet: the last month is missing": ([], ["2026年10月"]),
    "the last month is there": ([("2026-10-01", "2026-10-31")], []),
    "a month between": ([("2026-08-01", "2026-08-31"), ("2026-10-01", "2026-10-31")], ["2026年9月"]),
    "a period into the month leaves its end open": ([("2026-09-11", "2026-10-10")], ["2026年10月"]),
    "two periods over the month": ([("2026-09-11", "2026-10-10"), ("2026-10-11", "2026-11-10")], []),
    "this month is not over": ([("2026-11-01", "2026-11-30"), ("2026-10-01", "2026-10-31")], []),
}


@pytest.mark.parametrize(("given", "missing"), DAYS.values(), ids=DAYS)
def test_what_is_missing(room: Office, given: list[tuple[str, str]], missing: list[str]) -> None:
    site = room.site()
    for first, last in given:
        begun(room, site, first_day=dt.date.fromisoformat(first), last_day=dt.date.fromisoformat(last))
    page = room.browser("clerk", sites=[site]).get("/hand-ins").text
    rows = re.findall(r"<tr[^>]*>\s*<th scope=\"row\">([^<]*)</th>\s*<td colspan", page)
    assert rows == missing


def test_a_withdrawn_month_is_missing_again(room: Office) -> None:
    site = room.site()
    handing_in.withdraw(room.desk, PEOPLE["clerk"], begun(room, site))
    assert "还没有交" in room.browser("clerk", sites=[site]).get("/hand-ins").text


def test_only_own_sites(room: Office) -> None:
    own, other = room.site("示例甲项目"), room.site("示例乙项目")
    begun(room, other)
    page = room.browser("clerk", sites=[own]).get("/hand-ins").text
    assert "示例甲项目" in page
    assert "示例乙项目" not in page
    assert "示例乙项目" not in room.browser("clerk", sites=[own]).get(f"/hand-ins?site={other}").text
    assert "示例乙项目" in room.browser("manager").get("/hand-ins").text


def test_readers_get_no_buttons(room: Office) -> None:
    site = room.site()
    begun(room, site)
    page = room.browser("manager").get("/hand-ins").text
    assert "/hand-ins/new" not in page
    assert text_of(page).count("继续添加") == 0


NEW = {
    "a month": ({"month": "2026-10"}, (FIRST, LAST)),
    "exact days count before the month": (
        {"month": "2026-10", "first_day": "2026-09-11", "last_day": "2026-10-10"},
        (dt.date(2026, 9, 11), dt.date(2026, 10, 10)),
    ),
    "no month": ({"month": ""}, None),
    "one day alone": ({"month": "2026-10", "first_day": "2026-10-01"}, None),
    "days the wrong way round": ({"first_day": "2026-10-31", "last_day": "2026-10-01"}, None),
    "no month at all": ({"month": "October"}, None),
}


@pytest.mark.parametrize(("typed", "days"), NEW.values(), ids=NEW)
def test_a_new_hand_in(room: Office, typed: dict[str, str], days: tuple[dt.date, dt.date] | None) -> None:
    site = room.site()
    answer = room.browser("clerk", sites=[site]).post("/hand-ins/new", {"site": site, **typed})
    with room.desk.register.reading() as reader:
        made = reader.all("hand_in")
    if days is None:
        assert answer.status_code == 400
        assert made == []
        for value in typed.values():
            assert f'value="{value}"' in answer.text  # what was typed is kept
        return
    assert answer.status_code == 303
    assert [(one["first_day"], one["last_day"]) for one in made] == [days]
    assert answer.headers["location"] == f"/hand-ins/{made[0]['id']}"


def test_the_last_month_is_proposed(room: Office) -> None:
    site = room.site()
    assert 'value="2026-10"' in room.browser("clerk", sites=[site]).get("/hand-ins/new").text


def test_the_same_month_twice(room: Office, tmp_path_factory: pytest.TempPathFactory) -> None:
    site, said = room.site(), {"month": "2026-10"}
    clerk = room.browser("clerk", sites=[site])
    open_one = begun(room, site)
    assert clerk.post("/hand-ins/new", {"site": site, **said}).headers["location"].startswith(f"/hand-ins/{open_one}?")
    handing_in.withdraw(room.desk, PEOPLE["clerk"], open_one)
    done = prepared(room, site, of("clean", "zh", tmp_path_factory))
    answer = clerk.post("/hand-ins/new", {"site": site, **said})
    assert answer.status_code == 400
    assert f"/hand-ins/{done}" in answer.text
    assert clerk.post("/hand-ins/new", {"site": site, **said, "whole": "1"}).status_code == 303


PAGES = (
    "", "/progress", "/files", "/reading", "/report/index.html", "/report.zip", "/unmasked", "/unmasked/index.html",
)  # fmt: skip
FORMS = ("/files/replace", "/submit", "/check", "/withdraw", "/again", "/unmask", "/reading")


def test_another_sites_clerk_is_kept_out(room: Office, tmp_path_factory: pytest.TempPathFactory) -> None:
    own, other = room.site("示例甲项目"), room.site("示例乙项目")
    made = prepared(room, other, of("clean", "zh", tmp_path_factory))
    clerk = room.browser("clerk", sites=[own], unmask=True)
    assert {path: clerk.get(f"/hand-ins/{made}{path}").status_code for path in PAGES} == dict.fromkeys(PAGES, 403)
    assert {path: clerk.post(f"/hand-ins/{made}{path}").status_code for path in FORMS} == dict.fromkeys(FORMS, 403)
    assert clerk.post("/hand-ins/new", {"site": other, "month": "2026-10"}).status_code == 403


@pytest.mark.parametrize("name", ["H999", "nothing", "H1%2e%2e", "..%2f..", "H0'--", "H" + "9" * 400, "%00"])
def test_no_such_hand_in(room: Office, name: str) -> None:
    clerk = room.browser("clerk", sites=[room.site()])
    assert clerk.get(f"/hand-ins/{name}").status_code == 404
    assert clerk.post(f"/hand-ins/{name}/submit").status_code == 404


def test_names_are_text(room: Office) -> None:
    site = room.site("<script>alert(1)</script>项目")
    made = begun(room, site, {"a&b'.xlsx": b"1"})
    clerk = room.browser("clerk", sites=[site])
    for path in ("/hand-ins", "/hand-ins/new", f"/hand-ins/{made}"):
        page = clerk.get(path).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page
    assert "a&amp;b&#39;.xlsx" in clerk.get(f"/hand-ins/{made}").text


def test_a_number_in_a_file_name_is_masked(room: Office) -> None:
    site, number = room.site(), "110199199003070017"
    made = begun(room, site, {f"身份证{number}.xlsx": b"1"})
    for who in ("clerk", "manager"):
        said = text_of(room.browser(who, sites=[site]).get(f"/hand-ins/{made}").text)
        assert number not in said
    assert number not in room.browser("manager").get(f"/hand-ins/{made}").text


def test_while_files_are_added_nobody_else_sees_them(room: Office) -> None:
    site = room.site()
    made = begun(room, site, {"甲/工资表.xlsx": b"1"})
    page = room.browser("manager").get(f"/hand-ins/{made}").text
    assert "工资表" not in page
    assert "目前有 1 个" in page


REPLACED = {
    "the same name": ("甲公司/工资表.xlsx", "工资表.xlsx", ["甲公司/工资表.xlsx", "甲公司/花名册.xlsx"]),
    "another ending": ("甲公司/工资表.xlsx", "改好的.xls", ["甲公司/工资表.xls", "甲公司/花名册.xlsx"]),
    "a path of Windows": ("甲公司/花名册.xlsx", "C:\\x\\花名册.xlsx", ["甲公司/工资表.xlsx", "甲公司/花名册.xlsx"]),
}


@pytest.mark.parametrize(("path", "name", "there"), REPLACED.values(), ids=REPLACED)
def test_a_corrected_file_takes_the_place_of_the_old_one(room: Office, path: str, name: str, there: list[str]) -> None:
    site = room.site()
    made = begun(room, site, {"甲公司/工资表.xlsx": b"old", "甲公司/花名册.xlsx": b"old"})
    answer = room.browser("clerk", sites=[site]).client.post(
        f"/hand-ins/{made}/files/replace",
        data={"csrf": room.browser("clerk").csrf, "path": path},
        files={"files": (name, b"corrected")},
    )
    assert answer.status_code == 403  # the token of another session
    clerk = room.browser("clerk", sites=[site])
    answer = clerk.post(f"/hand-ins/{made}/files/replace", {"path": path}, files={"files": (name, b"corrected")})
    assert answer.status_code == 303, text_of(answer.text)
    listed = [one for one, _ in handing_in.files(room.desk, made)]
    assert listed == there
    given = room.desk.store.hand_in(made).given
    assert [(given / one).read_bytes() for one in listed].count(b"corrected") == 1


@pytest.mark.parametrize("path", ["../x.xlsx", "/etc/passwd", "甲公司/../../x", "", "a\0b"])
def test_nothing_is_put_elsewhere(room: Office, path: str) -> None:
    site = room.site()
    made = begun(room, site, {"甲公司/工资表.xlsx": b"old"})
    clerk = room.browser("clerk", sites=[site])
    clerk.post(f"/hand-ins/{made}/files/replace", {"path": path}, files={"files": ("x.xlsx", b"new")})
    clerk.post(f"/hand-ins/{made}/files/replace", {"path": "甲公司/工资表.xlsx", "with": path})
    root = room.desk.store.root
    assert [
        one for one in root.parent.rglob("x.xlsx") if not one.is_relative_to(root / "hand_ins" / made / "given")
    ] == []
    assert (room.desk.store.hand_in(made).given / "甲公司/工资表.xlsx").read_bytes() == b"old"


def test_a_file_without_its_folder_can_be_put_there(room: Office, tmp_path_factory: pytest.TempPathFactory) -> None:
    site = room.site()
    before = prepared(
        room, site, of("clean", "zh", tmp_path_factory), {"甲公司/工资表.xls": b"old", "项目信息.xlsx": b"p"}
    )
    clerk = room.browser("clerk", sites=[site])
    made = clerk.post(f"/hand-ins/{before}/again").headers["location"].split("?")[0]
    clerk.post(f"{made}/files", files={"files": ("工资表.xlsx", b"corrected")})
    page = html.unescape(clerk.get(made).text)
    assert "替换 甲公司/工资表.xls" in text_of(page)
    answer = clerk.post(f"{made}/files/replace", {"path": "甲公司/工资表.xls", "with": "工资表.xlsx"})
    assert answer.status_code == 303, text_of(answer.text)
    own = made.rsplit("/", 1)[1]
    assert [path for path, _ in handing_in.files(room.desk, own)] == ["甲公司/工资表.xlsx", "项目信息.xlsx"]
    assert (room.desk.store.hand_in(before).given / "甲公司/工资表.xls").read_bytes() == b"old"


#: Files there; what is put in the place of what; what is left, by content. None: refused, and all is as it was.
PUT = {
    "both in the first folder": ({"表.xls": b"old", "表.xlsx": b"new"}, "表.xls", "表.xlsx", {"表.xlsx": b"new"}),
    "both in one folder": (
        {"甲/表.xls": b"old", "甲/表.xlsx": b"new"},
        "甲/表.xls",
        "甲/表.xlsx",
        {"甲/表.xlsx": b"new"},
    ),
    "in place of itself": ({"表.xls": b"old"}, "表.xls", "表.xls", {"表.xls": b"old"}),
    "taken out meanwhile": ({"表.xlsx": b"new"}, "甲/表.xls", "表.xlsx", {"甲/表.xlsx": b"new"}),
    "a third one there": (
        {"甲/表.xls": b"old", "甲/表.xlsx": b"third", "表.xlsx": b"new"},
        "甲/表.xls",
        "表.xlsx",
        None,
    ),
    "the new one is gone": ({"甲/表.xls": b"old"}, "甲/表.xls", "表.xlsx", None),
    "a folder of that name": (
        {"甲/表.xls": b"old", "甲/表.xlsx/一": b"x", "表.xlsx": b"new"},
        "甲/表.xls",
        "表.xlsx",
        None,
    ),
}


@pytest.mark.parametrize("case", PUT)
def test_putting_a_file_in_place_loses_none(room: Office, case: str) -> None:
    there, old, new, left = PUT[case]
    site = room.site()
    made = begun(room, site, there)
    answer = room.browser("clerk", sites=[site]).post(f"/hand-ins/{made}/files/replace", {"path": old, "with": new})
    assert answer.status_code == (400 if left is None else 303), text_of(answer.text)
    given = room.desk.store.hand_in(made).given
    assert {path: (given / path).read_bytes() for path, _ in handing_in.files(room.desk, made)} == (left or there)


#: Files there; the one to be replaced by 表.xlsx; what is left. None: refused, and all is as it was.
SENT = {
    "taken out meanwhile": ({"花名册.xlsx": b"r"}, "甲/表.xls", {"花名册.xlsx": b"r", "甲/表.xlsx": b"new"}),
    "taken out, the same ending": ({"花名册.xlsx": b"r"}, "甲/表.xlsx", {"花名册.xlsx": b"r", "甲/表.xlsx": b"new"}),
    "a third one there": ({"甲/表.xls": b"old", "甲/表.xlsx": b"third"}, "甲/表.xls", None),
}


@pytest.mark.parametrize("case", SENT)
def test_a_corrected_file_comes_or_nothing_happens(room: Office, case: str) -> None:
    there, old, left = SENT[case]
    site = room.site()
    made = begun(room, site, there)
    clerk = room.browser("clerk", sites=[site])
    answer = clerk.post(f"/hand-ins/{made}/files/replace", {"path": old}, files={"files": ("表.xlsx", b"new")})
    assert answer.status_code == (400 if left is None else 303), text_of(answer.text)
    given = room.desk.store.hand_in(made).given
    assert {path: (given / path).read_bytes() for path, _ in handing_in.files(room.desk, made)} == (left or there)
    assert list((room.desk.store.root / "uploads").iterdir()) == []


def test_what_is_still_coming_to_the_old_place_is_given_up(room: Office) -> None:
    site = room.site()
    made = begun(room, site, {"表.xlsx": b"new"})
    clerk = room.browser("clerk", sites=[site])
    arrivals.announce(room.desk, made, "甲/表.xls", 9)
    clerk.post(f"/hand-ins/{made}/files/replace", {"path": "甲/表.xls", "with": "表.xlsx"})
    assert arrivals.awaited(room.desk, made) == []
    arrivals.announce(room.desk, made, "甲/表.xlsx", 9)
    clerk.post(f"/hand-ins/{made}/files/replace", {"path": "甲/表.xlsx"}, files={"files": ("表.xls", b"newer")})
    assert arrivals.awaited(room.desk, made) == []
    assert [path for path, _ in handing_in.files(room.desk, made)] == ["甲/表.xls"]
    assert list((room.desk.store.root / "uploads").iterdir()) == []


@pytest.mark.parametrize("previous", [False, True])
def test_half_a_file_is_shown_and_can_be_removed(
    room: Office, previous: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    site = room.site()
    clerk = room.browser("clerk", sites=[site])
    if previous:
        before = prepared(room, site, of("clean", "zh", tmp_path_factory))
        clerk.post(f"/hand-ins/{before}/again")
        with room.desk.register.reading() as reader:
            made = reader.all("hand_in")[-1]["id"]
    else:
        made = begun(room, site)
    upload = arrivals.announce(room.desk, made, "甲/110199199003070017.xlsx", 4096)
    arrivals.reached(room.desk, upload, 1024)
    arrivals.announce(room.desk, made, "没说多大.xlsx", None)
    page = html.unescape(clerk.get(f"/hand-ins/{made}").text)
    said = text_of(page)
    assert "还没传完" in said
    assert "已到 1.0 KB，共 4.0 KB" in said
    assert "没说多大.xlsx" in said
    assert "110199199003070017" not in said
    assert clerk.post(f"/hand-ins/{made}/submit").status_code == 400
    (path,) = re.findall(r'/files/remove".*?name="path" value="([^"]*0017[^"]*)"', page, re.S)[-1:]
    for one in (path, "没说多大.xlsx"):
        assert clerk.post(f"/hand-ins/{made}/files/remove", {"path": one}).status_code == 303
    assert arrivals.awaited(room.desk, made) == []
    assert "还没传完" not in text_of(clerk.get(f"/hand-ins/{made}/files").text)


def test_the_id_of_a_project_in_small_letters(room: Office) -> None:
    site = room.site()
    made = begun(room, site)
    manager = room.browser("clerk")
    answer = manager.post("/hand-ins/new", {"site": f" {site.lower()} ", "month": "2026-10"})
    assert answer.headers["location"].startswith(f"/hand-ins/{made}?"), "the one that is there goes on"
    other = begun(room, room.site("示例二号项目"))
    answer = manager.post(f"/hand-ins/{other}/period", {"site": site.lower(), "month": "2026-10"})
    assert answer.status_code == 400
    assert made in text_of(answer.text)


def test_handing_in_again_goes_on_where_somebody_began(room: Office, tmp_path_factory: pytest.TempPathFactory) -> None:
    site = room.site()
    before = prepared(room, site, of("clean", "zh", tmp_path_factory))
    clerk = room.browser("clerk", sites=[site])
    first = clerk.post(f"/hand-ins/{before}/again").headers["location"].split("?")[0]
    assert clerk.post(f"/hand-ins/{before}/again").headers["location"].split("?")[0] == first
    page = clerk.get(f"/hand-ins/{before}").text
    assert first in page
    assert f"{before}/again" not in page


def test_from_files_to_the_queue(room: Office) -> None:
    site = room.site()
    made = begun(room, site)
    clerk = room.browser("clerk", sites=[site])
    refused = clerk.post(f"/hand-ins/{made}/submit", {"note": "x"})
    assert refused.status_code == 400
    assert "还没有文件" in refused.text
    clerk.post(f"/hand-ins/{made}/files", files={"files": ("工资表.xlsx", b"1")})
    assert clerk.post(f"/hand-ins/{made}/submit", {"note": "十月"}).status_code == 303
    waiting = clerk.get(f"/hand-ins/{made}").text
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in waiting
    assert clerk.get(f"/hand-ins/{made}/progress").status_code == 200
    assert clerk.post(f"/hand-ins/{made}/submit").status_code == 400  # once is enough
    assert clerk.post(f"/hand-ins/{made}/withdraw").status_code == 400


def test_progress_ends_with_the_page(room: Office, tmp_path_factory: pytest.TempPathFactory) -> None:
    site = room.site()
    made = prepared(room, site, of("clean", "zh", tmp_path_factory))
    answer = room.browser("clerk", sites=[site]).get(f"/hand-ins/{made}/progress")
    assert answer.headers["hx-redirect"] == f"/hand-ins/{made}"


def test_a_closed_site_takes_nothing_more(room: Office) -> None:
    site = room.site()
    clerk = room.browser("clerk", sites=[site])
    with room.desk.register.writing("管理员己") as writer:
        sites.close(writer, site, reason="完工")
    answer = clerk.post("/hand-ins/new", {"site": site, "month": "2026-10"})
    assert answer.status_code == 400
    assert "已停用" in answer.text
    assert "colspan" not in clerk.get("/hand-ins").text  # nothing is missing there
