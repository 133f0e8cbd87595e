"""Another system at the API of a desk of one's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from tests.conftest import ROOT
from tests.desk.kit import ADDRESS, Office, office
from wagecheck.desk import opening
from wagecheck.desk.security import passwords
from wagecheck.register import events, tokens


class Client:
    """Requests with a key; ``header``: what Authorization says."""

    def __init__(self, room: Office, header: bytes | None, token: str = "") -> None:
        self.client = TestClient(room.app, base_url=ADDRESS, follow_redirects=False, raise_server_exceptions=False)
        self.header = header
        self.id = token

    def raw(self, method: str, path: str, *, headers: dict[str, str] | None = None, **options: Any) -> Any:
        sent = {**({} if self.header is None else {b"authorization": self.header})}
        sent |= {name.encode(): value.encode() for name, value in (headers or {}).items()}
        return self.client.request(method, path, headers=sent, **options)

    def ask(self, method: str, path: str, **options: Any) -> Any:
        return self.raw(method, f"/api/v1{path}", **options)

    def begun(self, site: str, period: str = "2026-10") -> str:
        answer = self.ask("POST", "/submissions", json={"site": site, "period": period})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])


def client(room: Office, *scopes: str, sites: list[str] | None = None, name: str = "某系统", days: int = 30) -> Client:
    """A new key of these scopes."""
    secret = passwords.secret()
    with room.desk.register.writing("管理员己") as writer:
        token = tokens.make(
            writer,
            name=name,
            scopes=scopes,
            known=room.desk.settings.scopes,
            sites=sites,
            expires_on=room.desk.today() + dt.timedelta(days=days),
            today=room.desk.today(),
            secret=secret,
        )
    return Client(room, f"Bearer {secret}".encode(), token)


@contextmanager
def smaller(room: Office, folder: Path, **limits: int) -> Iterator[Office]:
    """Another desk, with other numbers in its own rules/desk.toml."""
    own = folder / "own_rules"
    own.mkdir()
    text = (ROOT / "rules" / "desk.toml").read_text("utf-8")
    lines = []
    for line in text.splitlines():
        name = line.partition("=")[0].strip()
        lines.append(f"{name} = {limits.pop(name)}" if name in limits else line)
    assert not limits
    (own / "desk.toml").write_text("\n".join(lines), "utf-8")
    where = opening.placed(str(folder / "other" / "register.db"), None, [own])
    with opening.opened(where, clock=room.clock, today=room.desk.today, address=ADDRESS) as desk:
        yield office(desk, room.clock)


def actions(room: Office) -> list[tuple[str, str]]:
    with room.desk.register.reading() as reader:
        return [(event.action, event.actor) for event in events.walk(reader.connection)]
