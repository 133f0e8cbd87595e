"""A desk of one's own for a test: people of every role, who are logged in as a browser is."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.desk import doors
from wagecheck.desk import application
from wagecheck.desk.desk import Desk
from wagecheck.desk.security import passwords
from wagecheck.register import accounts, credentials, events, sessions, sites

ADDRESS = "http://testserver"
PASSWORD = "四个不相干的词 lantern"
#: Made-up people by role; the second legal officer is there because some steps need two people.
PEOPLE = {
    "clerk": "资料员甲",
    "manager": "经理乙",
    "legal": "法务丙",
    "legal2": "法务丁",
    "auditor": "审计戊",
    "admin": "管理员己",
}


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    now: dt.datetime = dt.datetime(2026, 11, 21, 2, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += dt.timedelta(**span)


class Browser:
    """Somebody who is logged in: forms carry the token of the session."""

    def __init__(self, app: FastAPI, csrf: str = "", cookies: dict[str, str] | None = None) -> None:
        self.client = TestClient(app, base_url=ADDRESS, follow_redirects=False, raise_server_exceptions=False)
        self.client.cookies.update(cookies or {})
        self.csrf = csrf
        self.app = app

    def get(self, path: str, **options: Any) -> Any:
        """A file that leaves the house stands in the trail: held for every address that any test asks for."""
        answer = self.client.get(path, **options)
        if answer.headers.get("content-disposition", "").startswith("attachment"):
            door = doors.pattern(self.app, "GET", path)
            assert door in doors.PLAIN or self._taken_out(), f"{door} gave a file away and wrote no event"
        return answer

    def post(self, path: str, data: dict[str, Any] | None = None, *, csrf: str | None = None, **options: Any) -> Any:
        """What was done stands in the trail: held for every form that any test sends."""
        token = self.csrf if csrf is None else csrf
        before = self._trail()
        answer = self.client.post(path, data={"csrf": token, **(data or {})}, **options)
        if answer.status_code < 400 and self._trail() == before:
            door = doors.pattern(self.app, "POST", path)
            away = answer.headers.get("location", "").startswith("/login")
            assert away or door in doors.QUIET, f"{door} did something, or said so, but wrote no event"
        return answer

    def _taken_out(self) -> bool:
        with self.app.state.desk.register.reading() as reader:
            return any(event.action in doors.TAKEN_OUT for event in events.walk(reader.connection))

    def _trail(self) -> int:
        with self.app.state.desk.register.reading() as reader:
            return int(reader.head()[0])


@dataclass
class Office:
    """A desk with people."""

    desk: Desk
    app: FastAPI
    clock: Clock
    ids: dict[str, str] = field(default_factory=dict)

    def site(self, name: str = "示例一号项目", region: str = "北京市", bureau: str = "华北局") -> str:
        with self.desk.register.writing("管理员己") as writer:
            return sites.add(writer, name=name, region=region, bureau=bureau)

    def person(self, who: str, *, sites: list[str] | None = None, unmask: bool = False) -> str:
        """An account; ``who`` is a key of ``PEOPLE``. Nobody has a password: ``browser`` makes sessions directly."""
        if who not in self.ids:
            with self.desk.register.writing("管理员己") as writer:
                self.ids[who] = accounts.open_account(
                    writer,
                    login=who,
                    name=PEOPLE[who],
                    role=re.sub(r"\d", "", who),
                    roles=self.desk.settings.roles,
                    sites=sites,
                    unmask=unmask,
                )
        return self.ids[who]

    def password(self, who: str) -> None:
        """The person can log in with ``PASSWORD``."""
        account = self.person(who)
        with self.desk.register.writing(PEOPLE[who]) as writer:
            credentials.put(writer.connection, account, credentials.PASSWORD, passwords.hashed(PASSWORD))

    def browser(self, who: str | None = None, *, sites: list[str] | None = None, unmask: bool = False) -> Browser:
        """Logged in as that person; None: as nobody."""
        if who is None:
            return Browser(self.app)
        account = self.person(who, sites=sites, unmask=unmask)
        secret, csrf = passwords.secret(), passwords.secret()
        with self.desk.register.working("session") as connection:
            sessions.start(
                connection, account, secret=secret, csrf=csrf, now=self.clock(), lasting=self.desk.settings.lasting
            )
        return Browser(self.app, csrf, {"wagecheck_session": secret})


def office(desk: Desk, clock: Clock) -> Office:
    return Office(desk, application.make(desk, hosts=["testserver"]), clock)


def text_of(html: str) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
