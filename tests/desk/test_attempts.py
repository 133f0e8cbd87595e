"""How often a password may be tried."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.desk.kit import PASSWORD, Office, text_of
from wagecheck.desk import settings
from wagecheck.desk.security.attempts import Attempts

NOW = dt.datetime(2026, 11, 21, 2, 0, tzinfo=dt.UTC)
LIMITS = settings.load().login


def tried(attempts: Attempts, times: int, login: str = "a", address: str = "192.0.2.1", at: dt.datetime = NOW) -> int:
    """How many of so many attempts were listened to."""
    return sum(attempts.begin(login, address, at, LIMITS) == 0 for _ in range(times))


def test_one_account_from_one_address() -> None:
    attempts = Attempts()
    assert tried(attempts, 20) == LIMITS.account_attempts == 5
    assert tried(attempts, 1, login="b") == 1
    assert tried(attempts, 1, address="192.0.2.2") == 1, "its owner is not locked out by a stranger"
    assert attempts.begin("a", "192.0.2.1", NOW, LIMITS) == 15 * 60
    assert attempts.begin("a", "192.0.2.1", NOW + dt.timedelta(minutes=14, seconds=59), LIMITS) == 1
    assert tried(attempts, 20, at=NOW + dt.timedelta(minutes=15)) == 5


def test_attempts_that_are_refused_do_not_prolong_the_wait() -> None:
    attempts = Attempts()
    tried(attempts, 5)
    for minute in range(15):
        assert tried(attempts, 3, at=NOW + dt.timedelta(minutes=minute)) == 0
    assert tried(attempts, 1, at=NOW + dt.timedelta(minutes=15)) == 1


def test_one_address_for_all_accounts() -> None:
    attempts = Attempts()
    assert sum(tried(attempts, 1, login=f"account{number}") for number in range(100)) == LIMITS.address_attempts == 30


def test_one_account_from_everywhere() -> None:
    attempts = Attempts()
    heard = sum(tried(attempts, 1, address=f"192.0.2.{number}") for number in range(200))
    assert heard == LIMITS.everywhere_attempts == 50


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("fe80::1%eth0", "fe80::2%eth1", True),
        ("testclient", "testclient", True),
    ],
)
def test_addresses_of_one_house(one: str, other: str, same: bool) -> None:
    attempts = Attempts()
    tried(attempts, 5, address=one)
    assert tried(attempts, 1, address=other) == (0 if same else 1)


def test_a_right_password_takes_its_attempt_back() -> None:
    """Fifty clerks of one office log in at nine."""
    attempts = Attempts()
    for number in range(50):
        assert tried(attempts, 1, login=f"clerk{number}") == 1
        attempts.right(f"clerk{number}", "192.0.2.1", LIMITS)
    assert tried(attempts, 40, login="x") == 5


def test_many_at_once_are_no_way_around() -> None:
    attempts = Attempts()
    with ThreadPoolExecutor(16) as pool:
        heard = list(pool.map(lambda _: tried(attempts, 1), range(200)))
    assert sum(heard) == 5


def test_what_is_over_is_thrown_away() -> None:
    attempts = Attempts()
    for number in range(12_000):
        attempts.begin(f"x{number}", f"198.51.{number // 250}.{number % 250}", NOW, LIMITS)
    tried(attempts, 1, at=NOW + dt.timedelta(hours=1))
    assert len(attempts._made) < 10


def test_the_page_says_how_long_and_the_right_password_must_wait_too(room: Office) -> None:
    room.password("clerk")
    browser = room.browser()
    for _ in range(5):
        assert browser.client.post("/login", data={"login": "clerk", "password": "wrong"}).status_code == 401
    answered = browser.client.post("/login", data={"login": " CLERK ", "password": PASSWORD})
    assert answered.status_code == 429
    assert "15 分钟" in text_of(answered.text)
    room.clock.forward(minutes=15)
    assert browser.client.post("/login", data={"login": "clerk", "password": PASSWORD}).status_code == 303
