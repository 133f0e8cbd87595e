"""A second click while the first one is under way: what the script of the pages sends, by a clock of the test."""

from __future__ import annotations

from playwright.sync_api import Browser

from wagecheck import resources

SCRIPT = resources.folder("templates") / "desk" / "static" / "desk.js"
PAGE = """<div id="trouble" hidden><p></p></div><form method="post" action="/x"><button>登记</button></form>"""
#: Notes what would be sent, and sends nothing.
NOTING = """window.sent = 0; window.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) { window.sent += 1; event.preventDefault(); } });"""


def test_a_form_is_sent_once_while_the_answer_may_wait_for_its_turn(browser: Browser) -> None:
    """The register lets a writer wait 30 seconds; going back to the page lets it be sent again at once."""
    page = browser.new_page()
    page.clock.install(time=0)
    page.set_content(PAGE)
    page.clock.pause_at(1000)  # else it goes on by itself, and a slow machine comes to the 45 seconds too early
    page.add_script_tag(path=str(SCRIPT))
    page.evaluate(NOTING)
    sent = []
    for seconds in (0, 0, 4, 28, 30):
        page.clock.fast_forward(seconds * 1000)
        page.get_by_role("button").click()
        sent.append(page.evaluate("sent"))
    page.evaluate("window.dispatchEvent(new Event('pageshow'))")
    page.get_by_role("button").click()
    sent.append(page.evaluate("sent"))
    page.close()
    assert sent == [1, 1, 1, 1, 2, 3]
