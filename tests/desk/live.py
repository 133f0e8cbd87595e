"""A desk that really runs (``wagecheck serve``), and a browser in which people of every role are logged in."""

from __future__ import annotations

import datetime as dt
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.conftest import ROOT
from tests.desk.kit import PEOPLE
from wagecheck.desk import opening
from wagecheck.desk.desk import Desk, Place
from wagecheck.desk.jobs import alone
from wagecheck.desk.security import passwords
from wagecheck.errors import OutputError
from wagecheck.register import accounts, sessions, sites

LAPTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
#: A wait, not a measure: on a machine with other work to do, pages take their time.
PATIENCE = 180_000
expect.set_options(timeout=PATIENCE)


@dataclass
class Live:
    """A running desk; ``desk`` is a second door to the same register and folder."""

    address: str
    desk: Desk
    browser: Browser
    process: subprocess.Popen[bytes]
    ids: dict[str, str] = field(default_factory=dict)
    pages: list[Page] = field(default_factory=list)

    def site(self, name: str, region: str = "北京市", bureau: str = "华北局") -> str:
        with self.desk.register.writing(PEOPLE["admin"]) as writer:
            return sites.add(writer, name=name, region=region, bureau=bureau)

    def person(self, who: str, *, sites: list[str] | None = None, unmask: bool = False) -> str:
        if who not in self.ids:
            with self.desk.register.writing(PEOPLE["admin"]) as writer:
                self.ids[who] = accounts.open_account(
                    writer, login=who, name=PEOPLE[who], role=who.rstrip("2"), roles=self.desk.settings.roles,
                    sites=sites, unmask=unmask,
                )  # fmt: skip
        return self.ids[who]

    def session(self, who: str, **options: Any) -> tuple[str, str]:
        """Logs somebody in without the form; gives the secret of the cookie and the token of the forms."""
        account = self.person(who, **options)
        secret, csrf = passwords.secret(), passwords.secret()
        with self.desk.register.working("session") as connection:
            sessions.start(
                connection, account, secret=secret, csrf=csrf, now=self.desk.clock(),
                lasting=self.desk.settings.lasting,
            )  # fmt: skip
        return secret, csrf

    def page(
        self,
        who: str | None,
        *,
        sites: list[str] | None = None,
        unmask: bool = False,
        size: dict[str, int] | None = None,
        script: bool = True,
    ) -> Page:
        """A browser window of that person; None: of nobody. What goes wrong on the page fails the test at its end."""
        context = self.browser.new_context(
            viewport=size or LAPTOP,
            locale="zh-CN",
            java_script_enabled=script,
            accept_downloads=True,  # type: ignore[arg-type]
        )
        if who is not None:
            secret, _ = self.session(who, sites=sites, unmask=unmask)
            context.add_cookies([{"name": "wagecheck_session", "value": secret, "url": self.address}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.complaints = []  # type: ignore[attr-defined]
        page.on("pageerror", lambda error: page.complaints.append(str(error)))  # type: ignore[attr-defined]
        page.on("console", lambda said: _noted(page, said))
        self.pages.append(page)
        return page

    def complaints(self) -> list[str]:
        """Errors of scripts and of the page's policy, on all pages."""
        return [said for page in self.pages for said in page.complaints]  # type: ignore[attr-defined]


def _noted(page: Any, said: Any) -> None:
    if said.type == "error" and "Failed to load resource" not in said.text:  # a refused form is an answer
        page.complaints.append(said.text)


def axe(page: Page) -> list[str]:
    """What axe finds wrong with the page, each as a sentence; an empty list is clean."""
    page.wait_for_load_state()
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['help']}: {[node['html'][:120] for node in one['nodes'][:3]]}" for one in found]


def fits(page: Page) -> bool:
    """Whether nothing sticks out of the window at its right."""
    page.wait_for_load_state()  # of a page that has just been opened there may be nothing yet
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"))


def until(condition: Callable[[], bool], seconds: float = 300.0) -> None:
    """Waits until something holds; a wait, not a measure: the limit only ends a test that hangs."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.2)


def ensure_refused(desk: Desk, where: Place) -> None:
    """A second desk of the register does not open while the first runs."""
    with (
        opening.opened(where, clock=desk.clock, today=desk.today, address="http://testserver") as other,
        alone(desk),
        pytest.raises(OutputError, match="一个登记册只能开一个网页版"),
        alone(other),
    ):
        pass


@contextmanager
def running(folder: Path, browser: Browser, *, workers: int = 1, options: tuple[str, ...] = ()) -> Iterator[Live]:
    """``wagecheck serve`` with a register of its own in ``folder``."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    register = folder / "register.db"
    log = (folder / "serve.log").open("wb")
    environment = {**os.environ, "WAGECHECK_KEY_FILE": str(folder / "worker.key"), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "wagecheck", "serve", "--port", str(port), "--register", str(register),
         "--workers", str(workers), *options],
        cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        until(lambda: _answers(address, process, folder))
        where = opening.placed(str(register), None)
        with opening.opened(where, clock=lambda: dt.datetime.now(dt.UTC), today=dt.date.today, address=address) as desk:
            live = Live(address, desk, browser, process)
            yield live
            for page in live.pages:
                page.context.close()
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()


def _answers(address: str, process: subprocess.Popen[bytes], folder: Path) -> bool:
    assert process.poll() is None, (folder / "serve.log").read_text("utf-8", "replace")
    try:
        with urllib.request.urlopen(f"{address}/login", timeout=10) as answer:
            return int(answer.status) == 200
    except OSError:
        return False
