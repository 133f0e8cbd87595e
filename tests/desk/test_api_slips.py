"""Slips of another system at the API: refused in a sentence that says what is wrong, never taken for something else."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from tests.desk.api_kit import Client, client
from tests.desk.kit import Office
from tests.desk.test_api import CODE, LISTED, SCOPES, put
from wagecheck.desk.hand_ins import arrivals

GBK = quote(LISTED.encode("gbk"))
#: Address, what is told of it.
ADDRESSES = [
    (f"/blacklist?name={GBK}", ("query", "utf8")),
    ("/blacklist?name=%ED%A0%80", ("query", "utf8")),
    (f"/blacklist?name=甲&USCC={CODE}", ("query.USCC", "extra_forbidden")),
    (f"/blacklist?name={LISTED}&name=甲", ("query.name", "repeated")),
    ("/submissions?period=2026-10", ("query.period", "extra_forbidden")),
    ("/submissions?site=P1&site=P2", ("query.site", "repeated")),
    ("/sites?all=1", ("query.all", "extra_forbidden")),
]


@pytest.mark.parametrize(("address", "told"), ADDRESSES, ids=range(len(ADDRESSES)))
def test_an_address_that_would_be_read_otherwise(room: Office, address: str, told: tuple[str, str]) -> None:
    put(room)
    answer = client(room, *SCOPES).ask("GET", address)
    assert (answer.status_code, answer.json()["error"]) == (422, "invalid")
    assert [(one["at"], one["problem"]) for one in answer.json()["problems"]] == [told]


def test_a_name_of_a_file_that_is_no_utf_8(room: Office) -> None:
    """Two of them would be one file, named by nobody."""
    api = client(room, "submit")
    made = api.begun(room.site())
    for name in ("工资.xlsx", "考勤.xlsx"):
        answer = api.ask("PUT", f"/submissions/{made}/files/{quote(name.encode('gbk'))}", content=b"1")
        assert (answer.status_code, answer.json()["problems"]) == (422, [{"at": "path", "problem": "utf8"}])
    assert api.ask("GET", f"/submissions/{made}/files").json()["files"] == []


@pytest.mark.parametrize(
    ("headers", "status", "error"),
    [
        ({"content-range": "bytes 5000-9573/9574"}, 400, "bad_request"),
        ({"content-encoding": "gzip"}, 415, "unsupported_media_type"),
    ],
)
def test_a_part_of_a_file_is_not_kept_as_the_whole(
    room: Office, headers: dict[str, str], status: int, error: str
) -> None:
    api = client(room, "submit")
    made = api.begun(room.site())
    answer = api.ask("PUT", f"/submissions/{made}/files/a.xlsx", content=b"the rest", headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert api.ask("GET", f"/submissions/{made}/files").json()["files"] == []
    assert api.ask("PUT", f"/submissions/{made}/files/a.xlsx", content=b"a").status_code == 204


BODIES: list[tuple[bytes, str | None, int, list[str]]] = [
    (b"{", "application/json", 400, []),
    ("工".encode("gbk"), "application/json", 400, []),
    (b'{"site": "P1", "period": "2026-10"}', None, 415, []),
    (b'{"site": "P1", "period": "2026-10"}', "text/plain", 415, []),
    (b"site=P1&period=2026-10", "application/x-www-form-urlencoded", 415, []),
    (b'{"site": "P1", "period": "2026-13"}', "application/json", 422, ["body.period"]),
    (b'{"site": "P1"}', "application/json", 422, ["body.period"]),
    (b'{"site": "P1", "first_day": "2026-10-01"}', "application/json", 422, ["body.last_day"]),
    (b'{"site": "P1", "first_day": "0001-01-01", "last_day": "9999-12-31"}', "application/json", 422,
     ["body.first_day", "body.last_day"]),
    (b"[]", "application/json", 422, ["body"]),
    (b" " * 70_000, "application/json", 413, []),
]  # fmt: skip


@pytest.mark.parametrize(("body", "kind", "status", "places"), BODIES, ids=range(len(BODIES)))
def test_what_is_no_body(room: Office, body: bytes, kind: str | None, status: int, places: list[str]) -> None:
    headers = {} if kind is None else {"content-type": kind}
    answer = client(room, "submit").ask("POST", "/submissions", content=body, headers=headers)
    assert answer.status_code == status, answer.text
    assert [one["at"] for one in answer.json()["problems"]] == places


@pytest.mark.parametrize(
    ("method", "address", "allowed"),
    [
        ("PATCH", "/submissions", "GET, POST"),
        ("HEAD", "/sites", "GET"),
        ("POST", "/submissions/H1/files/a/b.xlsx", "DELETE, PUT"),
        ("GET", "/submissions/H1/withdraw", "POST"),
    ],
)
def test_the_methods_of_an_address_are_told(room: Office, method: str, address: str, allowed: str) -> None:
    answer = client(room, *SCOPES).ask(method, address)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)


def test_numbers_of_people_are_masked_in_whatever_is_told(room: Office) -> None:
    api, watching = client(room, "submit", "status"), client(room, "status", name="另一个系统")
    number, phone = "110199199003070017", "13800001234"
    made = api.begun(room.site())
    assert api.ask("PUT", f"/submissions/{made}/files/{number}.csv", content=b"a").status_code == 204
    assert number in api.ask("GET", f"/submissions/{made}/files").text, "who sends files goes by their names"
    assert api.ask("POST", f"/submissions/{made}/submit", json={"note": f"找{number}，{phone}"}).status_code == 202
    for address in (f"/submissions/{made}", "/submissions", f"/submissions/{made}/files"):
        told = watching.ask("GET", address).text
        assert number not in told and phone not in told, address
    put(room, decision_no=f"地决{number}号")
    assert number not in client(room, "blacklist").ask("GET", "/blacklist", params={"uscc": CODE}).text


def test_one_that_was_taken_back_does_not_hold_its_key(room: Office) -> None:
    api, month = client(room, "submit"), {"site": room.site(), "period": "2026-10"}
    once = {"headers": {"idempotency-key": "hr-2026-10-P1"}}
    first = api.ask("POST", "/submissions", json=month, **once).json()["id"]
    assert api.ask("POST", f"/submissions/{first}/withdraw").status_code == 204
    second = api.ask("POST", "/submissions", json=month, **once).json()["id"]
    assert second != first
    assert api.ask("POST", "/submissions", json=month, **once).json()["id"] == second
    assert api.ask("PUT", f"/submissions/{second}/files/a.csv", content=b"a").status_code == 204


def test_a_file_that_is_given_up_while_it_comes(room: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody deletes the path at the same time: how things stand, no trouble of the disk."""
    api = client(room, "submit")
    made = api.begun(room.site())
    announced = arrivals.announce

    def lost(*given: Any) -> str:
        upload = announced(*given)
        room.desk.store.upload(upload).unlink()
        return upload

    monkeypatch.setattr(arrivals, "announce", lost)
    answer = api.ask("PUT", f"/submissions/{made}/files/a.csv", content=b"a")
    assert (answer.status_code, answer.json()["error"]) == (409, "conflict")

    def settled(*given: Any) -> None:
        raise arrivals.GoneError("取消了", "gone")

    monkeypatch.setattr(arrivals, "announce", announced)
    monkeypatch.setattr(arrivals, "settle", settled)
    assert api.ask("PUT", f"/submissions/{made}/files/a.csv", content=b"a").status_code == 409


def test_a_project_that_does_not_exist_is_no_empty_list(room: Office) -> None:
    site, closed = room.site(), client(room, "status", sites=[])
    assert client(room, "status").ask("GET", "/submissions?site=P99").status_code == 404
    assert closed.ask("GET", f"/submissions?site={site}").status_code == 404


def test_parts_of_a_result_are_not_given(room: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    api: Client = client(room, *SCOPES)
    made = api.begun(room.site())
    with room.desk.register.writing("资料员甲") as writer:
        writer.change("hand_in", made, "checked", None, state="checked")
    folder = room.desk.store.hand_in(made).result
    folder.mkdir()
    (folder / "result.json").write_text("{}", "utf-8")
    for asked in ("bytes=0-0", "bytes=abc", "bytes=999999-", "items=0-1"):
        for address in ("result", "result/files/result.json"):
            answer = api.ask("GET", f"/submissions/{made}/{address}", headers={"range": asked})
            assert (answer.status_code, answer.text, answer.headers["accept-ranges"]) == (200, "{}", "none"), asked
