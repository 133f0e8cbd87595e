"""Bodies of requests that are too large, too many, of another kind, or nonsense: an answer of ours, never a 500."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.desk.kit import PASSWORD, Office, text_of

FORM = "application/x-www-form-urlencoded"
BOUNDARY = "multipart/form-data; boundary=x"


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"login=a&password=" + b"x" * 20_000, FORM, 413),
        (b"--x\r\ncontent-disposition: form-data; name=login\r\n\r\nclerk\r\n--x--\r\n", BOUNDARY, 401),
        (b"&" * 10_000, FORM, 401),
        (b"login=%ff%fe&password=%00", FORM, 401),
        (b"login=" + "口".encode("gbk") + b"&password=\xff", FORM, 401),
        (b"login=a&login=b&password=x", FORM, 401),
        (b"\x00" * 100, FORM, 401),
        (b"{}", "application/json", 401),
        (b"", FORM, 401),
        (b"login=a", "", 401),
        (b"login=a", FORM + "; charset=utf-7", 401),
    ],
)
def test_strangers_send_little(room: Office, body: bytes, kind: str, status: int) -> None:
    room.password("clerk")
    answered = room.browser().client.post("/login", content=body, headers={"content-type": kind})
    assert answered.status_code == status
    assert "Traceback" not in answered.text


def test_a_password_may_be_anything_that_can_be_typed(room: Office) -> None:
    room.password("clerk")
    for password in (PASSWORD + "\x00", " " + PASSWORD, PASSWORD + " ", "\U0001f600" * 50):
        answered = room.browser().client.post("/login", data={"login": "clerk", "password": password})
        assert answered.status_code == 401


def part(name: str, value: str, file: str | None = None) -> bytes:
    told = f'form-data; name="{name}"' + ("" if file is None else f'; filename="{file}"')
    return f"--x\r\ncontent-disposition: {told}\r\n\r\n{value}\r\n".encode()


def test_what_somebody_sends_who_is_logged_in_is_limited_too(room: Office) -> None:
    browser = room.browser("admin")
    fields = part("csrf", browser.csrf)
    cases = [
        (b"csrf=" + browser.csrf.encode() + b"&name=" + b"x" * (5 << 20), FORM, 413),
        (b"csrf=" + browser.csrf.encode() + b"&x=1" * 3_000, FORM, 413),
        (b"csrf=" + browser.csrf.encode() + b"&name=" + b"x" * (2 << 20), FORM, 413),
        (fields + part("x", "1") * 3_000 + b"--x--\r\n", BOUNDARY, 413),
        (fields + part("file", "", "a.xlsx") * 3_200 + b"--x--\r\n", BOUNDARY, 413),
        (fields + part("name", "y" * (2 << 20)) + b"--x--\r\n", BOUNDARY, 413),
        (fields + b"--x\r\nnonsense", BOUNDARY, 400),
        (fields, "multipart/form-data", 400),
        (b"", BOUNDARY, 403),
    ]
    for body, kind, status in cases:
        answered = browser.client.post("/sites/new", content=body, headers={"content-type": kind})
        assert answered.status_code == status, (body[:200], answered.status_code, text_of(answered.text))
        assert "一步没有完成" in answered.text


def test_a_body_whose_end_nobody_knows_is_not_read(room: Office) -> None:
    browser = room.browser("admin")

    def endless() -> object:
        yield f"csrf={browser.csrf}&name=".encode()
        raise AssertionError("was read")

    answered = browser.client.post("/login", content=iter([b"login=a"]), headers={"content-type": FORM})
    assert answered.status_code == 413
    answered = browser.client.post("/sites/new", content=iter([b"csrf=x"]), headers={"content-type": FORM})
    assert answered.status_code == 413


@pytest.mark.parametrize("length", ["-1", "+5", "1e3", "٣", "99999999999999999999", "0x10"])
def test_odd_lengths(room: Office, length: str) -> None:
    headers = [(b"content-type", FORM.encode()), (b"content-length", length.encode())]
    answered = room.browser().client.post("/login", content=b"login=a", headers=headers)
    assert answered.status_code in (400, 413)


@pytest.mark.parametrize(
    "cookie",
    ["wagecheck_session=", "wagecheck_session=x; wagecheck_session=y", "wagecheck_session=\"\\\"", "=;=;", "x" * 5000,
     "wagecheck_lang=<script>", "wagecheck_link=%00", "wagecheck_done=口".encode().decode("latin-1")],
)  # fmt: skip
def test_odd_cookies(room: Office, cookie: str) -> None:
    answered = room.browser().client.get("/login", headers={"cookie": cookie.encode("latin-1")})
    assert answered.status_code == 200
    assert "<script>" not in answered.text


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


@settings(
    max_examples=60, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    name=TEXT,
    login=TEXT,
    role=TEXT,
    sites=st.lists(TEXT, max_size=2),
    path=st.from_regex(r"[A-Za-z0-9%.]{1,12}", fullmatch=True),
)
def test_no_form_of_the_administration_makes_a_defect(
    room: Office, name: str, login: str, role: str, sites: list[str], path: str
) -> None:
    browser = room.browser("admin")
    said = {"name": name, "login": login, "role": role, "sites": sites, "reach": "some", "expires_on": name,
            "scopes": sites, "rows": name, "reason": login}  # fmt: skip
    for address in ("/accounts/new", "/sites/new", "/tokens/new", "/sites/import/confirm", f"/accounts/{path}",
                    f"/tokens/{path}/revoke", f"/sites/{path}"):  # fmt: skip
        answered = browser.post(address, said)
        assert answered.status_code < 500, (address, said)
    assert browser.get("/accounts").status_code == 200
