"""The API by hand: every scope at every route, keys that no longer hold, projects of others, evil paths, a whole month."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from tests.desk import api_kit
from tests.desk.api_kit import Client, actions, client
from tests.desk.kit import Office
from wagecheck.register import blacklist, tokens

#: Scope → the routes that it opens; every other one is refused with 403.
ROUTES = {
    "GET /sites": {"submit", "status", "result"},
    "POST /submissions": {"submit"},
    "GET /submissions": {"status"},
    "GET /submissions/{submission}": {"status"},
    "POST /submissions/{submission}/submit": {"submit"},
    "POST /submissions/{submission}/withdraw": {"submit"},
    "GET /submissions/{submission}/files": {"submit", "status"},
    "PUT /submissions/{submission}/files/{path}": {"submit"},
    "DELETE /submissions/{submission}/files/{path}": {"submit"},
    "GET /submissions/{submission}/result": {"result"},
    "GET /submissions/{submission}/result/files": {"result"},
    "GET /submissions/{submission}/result/files/{path}": {"result"},
    "GET /blacklist": {"blacklist"},
}
SCOPES = ("submit", "status", "result", "blacklist")


def call(api: Client, route: str, submission: str = "H999", path: str = "x.csv") -> Any:
    method, address = route.split()
    return api.ask(method, address.format(submission=submission, path=path))


def test_the_table_names_every_route(room: Office) -> None:
    schema = room.browser().get("/api/openapi.json").json()
    named = {
        f"{method.upper()} {path.removeprefix('/v1')}" for path, ways in schema["paths"].items() for method in ways
    }
    assert named == set(ROUTES)


@pytest.mark.parametrize("scope", SCOPES)
def test_a_key_opens_what_its_scope_says(room: Office, scope: str) -> None:
    api = client(room, scope)
    for route, scopes in ROUTES.items():
        status = call(api, route).status_code
        assert (status == 403) == (scope not in scopes), (route, status)
        assert status in (200, 403, 404, 422), (route, status)


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer wrong", "Basic d3Jvbmc6d3Jvbmc=", "Bearer é", "bearer  "])
def test_without_a_key_nothing_opens(room: Office, header: str | None) -> None:
    api = Client(room, None if header is None else header.encode("latin-1"))
    for route in ROUTES:
        answer = call(api, route)
        assert answer.status_code == 401, route
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.json()["error"] == "unauthorized"


def test_a_cookie_is_no_key(room: Office) -> None:
    assert room.browser("admin").get("/api/v1/sites").status_code == 401


def test_a_key_ends_with_its_last_day_and_when_it_is_revoked(room: Office) -> None:
    api = client(room, "status", days=2)
    assert api.ask("GET", "/submissions").status_code == 200
    room.clock.forward(days=2)
    assert api.ask("GET", "/submissions").status_code == 200
    room.clock.forward(days=1)
    assert api.ask("GET", "/submissions").status_code == 401
    other = client(room, "status", name="另一个系统")
    with room.desk.register.writing("管理员己") as writer:
        tokens.revoke(writer, writer.all("token")[-1]["id"], reason="不再使用")
    assert other.ask("GET", "/submissions").status_code == 401


def test_a_project_of_others_does_not_exist(room: Office) -> None:
    mine, other = room.site(), room.site("示例二号项目")
    everywhere, here = client(room, *SCOPES), client(room, *SCOPES, sites=[mine], name="一号项目系统")
    theirs = everywhere.begun(other)
    assert [site["id"] for site in here.ask("GET", "/sites").json()["sites"]] == [mine]
    for route in ROUTES:
        if "{submission}" in route:
            refused, unknown = (call(here, route, submission) for submission in (theirs, "H99999"))
            assert refused.status_code == unknown.status_code == 404, route
            assert refused.json()["message"].replace(theirs, "") == unknown.json()["message"].replace("H99999", "")
    assert here.ask("GET", "/submissions").json() == {"submissions": [], "next": None}
    assert here.ask("GET", f"/submissions?site={other}").status_code == 404
    for asked in ({"site": other}, {"site": "P999"}, {"site": mine, "previous": theirs}):
        answer = here.ask("POST", "/submissions", json={"period": "2026-10", **asked})
        assert answer.status_code == 404, asked


BODIES: list[tuple[dict[str, Any], int]] = [
    ({"period": "2026-10"}, 201),
    ({"first_day": "2026-09-26", "last_day": "2026-10-25"}, 201),
    ({}, 422),
    ({"period": "2026-13"}, 422),
    ({"period": "2026-10\n"}, 422),
    ({"period": "2026-10", "first_day": "2026-10-01", "last_day": "2026-10-31"}, 422),
    ({"first_day": "2026-10-25", "last_day": "2026-09-26"}, 422),
    ({"period": "2026-10", "colour": "green"}, 422),
    ({"period": "2026-10", "\ud800": 1}, 422),
    ({"period": "2026-10", "previous": "R1"}, 422),
]


@pytest.mark.parametrize(("body", "status"), BODIES, ids=range(len(BODIES)))
def test_what_begins_a_submission(room: Office, body: dict[str, Any], status: int) -> None:
    sent = json.dumps({"site": room.site(), **body})
    headers = {"content-type": "application/json"}
    answer = client(room, "submit").ask("POST", "/submissions", content=sent, headers=headers)
    assert answer.status_code == status, answer.text
    if status == 201:
        assert answer.headers["location"].endswith(f"/api/v1/submissions/{answer.json()['id']}")


def test_the_same_request_twice_begins_one_submission(room: Office) -> None:
    site, api, other = room.site(), client(room, "submit"), client(room, "submit", name="另一个系统")
    month = {"site": site, "period": "2026-10"}
    once = {"headers": {"idempotency-key": "工资-2026-10".encode().hex()}}
    first = api.ask("POST", "/submissions", json=month, **once).json()["id"]
    assert api.ask("POST", "/submissions", json=month, **once).json()["id"] == first
    assert other.ask("POST", "/submissions", json=month, **once).json()["id"] != first
    another = api.ask("POST", "/submissions", json={**month, "period": "2026-11"}, **once)
    assert (another.status_code, another.json()["error"]) == (409, "conflict")
    room.clock.forward(hours=25)
    assert api.ask("POST", "/submissions", json=month, **once).json()["id"] != first


PATHS = [
    ("工资表.xlsx", 204),
    ("甲公司/工资表.xlsx", 204),
    ("./甲公司//工资表.xlsx", 204),
    ("a.txt ", 204),
    ("..%2f..%2fetc%2fpasswd", 422),
    ("甲%2f..%2f..%2f工资表.xlsx", 422),
    ("%2e%2e%5cx", 422),
    ("%2fetc%2fpasswd", 204),  # a path below the submission, as browsers send a folder
    ("C:%5Cx.xlsx", 422),
    ("%00", 422),
    ("a%00b.xlsx", 422),
    ("a%09b", 422),
    ("a%0ab", 404),
    ("x" * 300, 422),
    ("/".join("abcdefghijklmnopq"), 422),
    ("", 422),
    ("%2e", 422),
    ("%ff%fe.csv", 422),
]


@pytest.mark.parametrize(("path", "status"), PATHS, ids=range(len(PATHS)))
def test_paths(room: Office, path: str, status: int) -> None:
    api = client(room, "submit", "status")
    made = api.begun(room.site())
    answer = api.raw("PUT", f"/api/v1/submissions/{made}/files/{path}", content=b"a,b\n1,2\n")
    assert answer.status_code == status, answer.text
    outside = [
        file
        for file in room.desk.store.root.rglob("*")
        if file.is_file() and not file.is_relative_to(room.desk.store.hand_in(made).given)
    ]
    assert outside == []
    assert len(api.ask("GET", f"/submissions/{made}/files").json()["files"]) == (status == 204)


def test_more_than_is_taken_is_refused_and_leaves_nothing(room: Office, tmp_path: Path) -> None:
    with api_kit.smaller(room, tmp_path, file_megabytes=1) as small:
        api = client(small, "submit", "status")
        made = api.begun(small.site())
        for sent, status in ((b"x" * ((1 << 20) + 1), 413), (iter([b"x"] * 3), 411)):  # its length told, and not told
            assert api.ask("PUT", f"/submissions/{made}/files/a.csv", content=sent).status_code == status
        assert api.ask("PUT", f"/submissions/{made}/files/b.csv", content=b"").status_code == 204
        assert api.ask("PUT", f"/submissions/{made}/files/b.csv", content=b"x" * (1 << 20)).status_code == 204
        assert [one["path"] for one in api.ask("GET", f"/submissions/{made}/files").json()["files"]] == ["b.csv"]
        assert list((small.desk.store.root / "uploads").iterdir()) == []


def test_too_many_calls_have_to_wait(room: Office, tmp_path: Path) -> None:
    with api_kit.smaller(room, tmp_path, calls_per_minute=3) as small:
        api, other = client(small, "status"), client(small, "status", name="另一个系统")
        assert [api.ask("GET", "/submissions").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
        assert 1 <= int(api.ask("GET", "/submissions").headers["retry-after"]) <= 60
        assert other.ask("GET", "/submissions").status_code == 200


def test_a_submission_step_by_step(room: Office) -> None:
    api = client(room, "submit", "status", "result", name="集团人力系统")
    made = api.begun(room.site())
    address = f"/submissions/{made}"
    nothing = api.ask("POST", f"{address}/submit")
    assert (nothing.status_code, nothing.json()["error"]) == (409, "conflict")
    assert api.ask("PUT", f"{address}/files/甲/工资表.csv", content=b"a").status_code == 204
    assert api.ask("PUT", f"{address}/files/甲/工资表.csv", content=b"abc").status_code == 204
    assert api.ask("PUT", f"{address}/files/b.csv", content=b"b").status_code == 204
    assert api.ask("DELETE", f"{address}/files/b.csv").status_code == 204
    assert api.ask("DELETE", f"{address}/files/b.csv").status_code == 404
    assert api.ask("GET", f"{address}/files").json() == {"files": [{"path": "甲/工资表.csv", "size": 3}]}
    assert api.ask("GET", f"{address}/result").status_code == 409
    assert api.ask("POST", f"{address}/submit", json={"note": "十月"}).status_code == 202
    told = api.ask("GET", address).json()
    assert (told["state"], told["files"], told["bytes"], told["note"]) == ("handed_in", 1, 3, "十月")
    assert (told["job"]["state"], told["job"]["ahead"], told["contractors"]) == ("queued", 0, None)
    for late in ("POST submit", "POST withdraw", "PUT files/c.csv", "DELETE files/甲/工资表.csv"):
        method, path = late.split()
        assert api.ask(method, f"{address}/{path}").status_code in (404, 409), late
    assert api.ask("GET", f"{address}/files").json() == {"files": [{"path": "甲/工资表.csv", "size": 3}]}
    token = api.id
    assert told["by"] == f"接口 {token}（集团人力系统）"
    assert (("begin", told["by"]) in actions(room)) and (("hand_in", told["by"]) in actions(room))


def test_one_that_was_begun_can_be_taken_back(room: Office) -> None:
    api = client(room, "submit", "status")
    made = api.begun(room.site())
    assert api.ask("POST", f"/submissions/{made}/withdraw").status_code == 204
    assert api.ask("POST", f"/submissions/{made}/withdraw").status_code == 409
    assert api.ask("GET", f"/submissions/{made}").json()["state"] == "withdrawn"


def test_pages_of_the_list_leave_nothing_out(room: Office) -> None:
    api, site = client(room, "submit", "status"), room.site()
    made = [api.begun(site) for _ in range(12)]  # the numbers have one digit and two
    seen, address = [], "/submissions?limit=5"
    while address:
        page = api.ask("GET", address).json()
        assert len(page["submissions"]) <= 5
        seen += [one["id"] for one in page["submissions"]]
        address = page["next"] and f"/submissions?limit=5&before={page['next']}"
    assert seen == made[::-1]


def test_refusals_in_the_language_that_is_asked_for(room: Office) -> None:
    api = client(room, "status")
    for asked, start in ((None, "没有"), ("zh-CN,en;q=0.8", "没有"), ("en-GB,en;q=0.9", "There"), ("*", "没有")):
        headers = {} if asked is None else {"accept-language": asked}
        assert api.ask("GET", "/submissions/H9", headers=headers).json()["message"].startswith(start), asked
    for path in ("/api/v1/nothing", "/api/", "/api/v2/sites"):
        assert api.raw("GET", path).json()["error"] == "not_found"
    answer = api.ask("PATCH", "/submissions")
    assert (answer.status_code, answer.json()["error"]) == (405, "method_not_allowed")


#: Made-up companies of the district that was never assigned.
LISTED, CODE, OTHER_CODE = "示例玉兰建筑劳务有限公司", "91110199MA0006564E", "91110199MA00000X7P"
LOOK_UPS: list[tuple[dict[str, str], str, list[tuple[str, bool]]]] = [
    ({"uscc": CODE}, "listed", [("uscc", True)]),
    ({"name": "完全不同的公司", "uscc": CODE.lower()}, "listed", [("uscc", True)]),
    ({"name": LISTED, "uscc": CODE}, "listed", [("uscc", True)]),
    ({"name": f" {LISTED} "}, "possible", [("name", False)]),
    ({"name": "示例玉兰建筑劳务有限责任公司"}, "possible", [("near_name", False)]),
    ({"name": "示例旧名建筑劳务有限公司"}, "possible", [("former_name", False)]),
    ({"name": LISTED, "uscc": OTHER_CODE}, "none", []),
    ({"name": "示例青松建筑劳务有限公司"}, "none", []),
    ({"uscc": CODE[8:17]}, "listed", [("uscc", True)]),
    ({"uscc": f"{CODE[:8]}-{CODE[8:17]}-{CODE[17]}"}, "listed", [("uscc", True)]),
    ({"name": LISTED, "uscc": f"９１１１０１９９ {CODE[8:17]}—{CODE[17]}"}, "listed", [("uscc", True)]),
]


def put(room: Office, **stated: Any) -> str:
    values = {
        "list": "statutory", "name": LISTED, "uscc": CODE, "former_names": "示例旧名建筑劳务有限公司",
        "legal_rep": "张某甲", "person_id": "110199199003070017", "reason": "拖欠工资，电话13800001234",
        "decision_no": "某市人社监列决字〔2026〕3号", "decided_on": dt.date(2026, 3, 2), **stated,
    }  # fmt: skip
    with room.desk.register.writing("法务丙") as writer:
        return blacklist.add(writer, values, reason="测试", four_eyes=())


@pytest.mark.parametrize(("asked", "answer", "matches"), LOOK_UPS, ids=range(len(LOOK_UPS)))
def test_look_ups(room: Office, asked: dict[str, str], answer: str, matches: list[tuple[str, bool]]) -> None:
    entry = put(room)
    found = client(room, "blacklist").ask("GET", "/blacklist", params=asked)
    told = found.json()
    assert (told["answer"], told["compared_with"]) == (answer, 1)
    assert [(one["match"], one["sure"]) for one in told["matches"]] == matches
    for one in told["matches"]:
        assert (one["entry"], one["in_force"], one["in_force_to"]) == (entry, True, "2029-03-01")
    assert "110199199003070017" not in found.text and "13800001234" not in found.text


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"name": " "},
        {"uscc": "123"},
        {"name": LISTED, "uscc": CODE[:-1] + "F"},
        {"name": LISTED, "uscc": "123456789"},
        {"name": LISTED, "uscc": "-"},
        {"uscc": "无无无无无无无无无"},
    ],
)
def test_what_would_match_nothing_is_refused(room: Office, asked: dict[str, str]) -> None:
    put(room)
    assert client(room, "blacklist").ask("GET", "/blacklist", params=asked).status_code == 422


def test_a_look_up_tells_what_holds_no_more_and_what_is_not_known(room: Office) -> None:
    api = client(room, "blacklist")
    assert api.ask("GET", "/blacklist", params={"uscc": CODE}).json()["answer"] == "unknown"
    entry = put(room)
    with room.desk.register.writing("法务丙") as writer:
        blacklist.propose(writer, {"list": "group", "name": "示例提议建筑劳务有限公司"}, reason="测试")
        blacklist.lift(writer, entry, reason="提前移出", left_on=dt.date(2026, 11, 1))
    told = api.ask("GET", "/blacklist", params={"uscc": CODE}).json()
    assert (told["answer"], told["matches"][0]["state"], told["matches"][0]["days_left"]) == ("past", "lifted", -20)
    assert api.ask("GET", "/blacklist", params={"name": "示例提议建筑劳务有限公司"}).json()["answer"] == "none"
    unknown = put(room, name="示例石榴建筑劳务有限公司", uscc=OTHER_CODE, former_names=None)
    with room.desk.register.writing("法务丙") as writer:
        blacklist.lift(writer, unknown, reason="移出日期不明", left_on=None)
    told = api.ask("GET", "/blacklist", params={"uscc": OTHER_CODE}).json()
    assert (told["answer"], told["matches"][0]["in_force"]) == ("possible", None)


def test_entries_of_one_decision_are_told_apart(room: Office) -> None:
    put(room)
    put(room, name="示例石榴建筑劳务有限公司", uscc=OTHER_CODE, former_names=LISTED)
    told = client(room, "blacklist").ask("GET", "/blacklist", params={"name": LISTED}).json()
    assert sorted(one["match"] for one in told["matches"]) == ["former_name", "name"]
