"""A page opened from disk as a reader opens it, with everything it complained of or asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

LAPTOP, PHONE, A4 = 1280, 390, 794
#: Milliseconds; a wait, not a measure: on a machine with other work to do, pages take their time.
PATIENCE = 180_000
_VIOLATIONS = """document.addEventListener("securitypolicyviolation",
  event => console.error("policy: " + event.violatedDirective + " " + event.blockedURI));"""


@dataclass
class Opened:
    """A page, and what happened on it."""

    page: Page
    said: list[str] = field(default_factory=list)
    """Warnings and errors of the console, of scripts and of the page's policy; dialogs; requests that failed."""
    asked: list[str] = field(default_factory=list)
    """Addresses the page asked for, itself among them."""

    def look(self, width: int, media: Literal["screen", "print"] = "screen") -> None:
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(media=media)

    def unfold(self) -> None:
        self.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")

    def overflow(self) -> int:
        """Pixels by which the page is wider than the window."""
        root = "document.documentElement"
        return int(self.page.evaluate(f"{root}.scrollWidth - {root}.clientWidth"))

    def cut(self) -> list[str]:
        """Elements that reach over the right edge of the window without a box of their own that scrolls them."""
        found: list[str] = self.page.evaluate(_CUT)
        return found

    def barriers(self) -> list[str]:
        """What axe-core finds, best practices among it: rule and first element of each."""
        found: list[dict[str, Any]] = Axe().run(self.page).response["violations"]
        return [f"{one['id']}: {one['nodes'][0]['target']} (of {len(one['nodes'])})" for one in found]


@contextmanager
def reading(browser: Browser, path: Path, *, width: int = LAPTOP, script: bool = True) -> Iterator[Opened]:
    """Opens a file in a window of its own, closed afterwards."""
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
    context.set_default_timeout(PATIENCE)
    context.add_init_script(_VIOLATIONS)
    page = context.new_page()
    opened = Opened(page)
    page.on("console", lambda message: opened.said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: opened.said.append(f"error: {error}"))
    page.on("dialog", lambda dialog: (opened.said.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda request: opened.asked.append(request.url))
    page.on("requestfailed", lambda request: opened.said.append(f"failed: {request.url}"))
    context.on("page", lambda other: opened.said.append(f"window: {other.url}"))
    page.goto(path.as_uri())
    try:
        yield opened
    finally:
        context.close()


_CUT = """() => {
  const edge = document.documentElement.clientWidth + 1;
  const scrolls = one => ["auto", "scroll"].includes(getComputedStyle(one).overflowX);
  const inside = one => { for (let up = one.parentElement; up; up = up.parentElement) if (scrolls(up)) return true; };
  return [...document.querySelectorAll("main *")]
    .filter(one => one.checkVisibility() && one.getBoundingClientRect().right > edge && !inside(one))
    .slice(0, 5).map(one => one.tagName + "." + one.getAttribute("class") + " " + one.textContent.slice(0, 30));
}"""
