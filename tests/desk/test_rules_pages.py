"""The rules to read: found by words and filters, everything of one rule on its page, exports, who may read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.kit import ADDRESS, Clock, Office, office, text_of
from wagecheck import resources, rulebook
from wagecheck.desk import opening

ROLES = {"clerk": 200, "manager": 200, "legal": 200, "auditor": 200, "admin": 403}
PAGES = ("/rules", "/rules/PY03", "/rules/values", "/rules/values/days_tolerance", "/rules/statutes", "/rules/profile")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("who", "status"), ROLES.items())
def test_who_reads_the_rules(room: Office, path: str, who: str, status: int) -> None:
    assert room.browser(who).get(path).status_code == status


def test_every_rule_has_a_page_in_both_languages(room: Office) -> None:
    browser, book = room.browser("legal"), rulebook.load()
    listed = text_of(browser.get("/rules").text)
    assert all(f" {rule.id} " in listed for rule in book.rules)
    for rule in book.rules[::6]:
        page = browser.get(f"/rules/{rule.id}")
        assert page.status_code == 200, rule.id
        assert rule.title in text_of(page.text)
        assert all(law in text_of(page.text) for law in map(book.statutes.text, rule.law))
    browser.get("/language?lang=en")
    assert book.rule("PY03").title_en in text_of(browser.get("/rules/PY03").text)


def test_every_unit_has_english_words(room: Office) -> None:
    book, browser = rulebook.load(), room.browser("legal")
    assert {value.unit for value in book.values.by_name.values()} == set(book.dictionaries["units_en"]["unit"])
    browser.get("/language?lang=en")
    assert "days" in text_of(browser.get("/rules/values/days_tolerance").text)
    assert " 天" not in text_of(browser.get("/rules/values").text)


@pytest.mark.parametrize(
    ("query", "there", "not_there"),
    [
        ("severity=red_line", "AG01", "IN01"),
        ("q=AG01", "AG01", "PY03"),
        ("kind=data", "IN01", "AG01"),
        ("q=没有这样的规则", "没有符合条件的规则", "AG01"),
        ("q=<script>", "没有符合条件的规则", "AG01"),
    ],
)
def test_filters(room: Office, query: str, there: str, not_there: str) -> None:
    page = room.browser("auditor").get(f"/rules?{query}")
    assert there in text_of(page.text)
    assert f'href="/rules/{not_there}"' not in page.text
    assert "<script>" not in page.text


def test_what_is_not_there(room: Office) -> None:
    browser = room.browser("legal")
    for path in ("/rules/XX99", "/rules/values/none", "/rules/profile/S99", "/rules.exe"):
        assert browser.get(path).status_code in (400, 404), path


def test_exports(room: Office) -> None:
    browser = room.browser("legal")
    assert browser.get("/rules.xlsx?severity=red_line").content[:2] == b"PK"
    text = browser.get("/rules.md?q=AG01")
    assert "AG01" in text.text
    assert "attachment" in text.headers["content-disposition"]
    assert "\n## PY03" not in text.text


def test_own_rules_are_shown_too(tmp_path: Path, room: Office) -> None:
    own = tmp_path / "own"
    (own / "profiles").mkdir(parents=True)
    given = resources.folder("rules") / "profiles" / "default.toml"
    text = given.read_text("utf-8").replace('title = "默认方案"', 'title = "本单位方案"')
    (own / "profiles" / "default.toml").write_text(text, "utf-8")
    where = opening.placed(str(tmp_path / "other.db"), None, (own,))
    assert where.rules == (own,)
    clock = Clock()
    with opening.opened(where, clock=clock, today=lambda: clock().date(), address=ADDRESS) as desk:
        assert "本单位方案" in text_of(office(desk, clock).browser("legal").get("/rules").text)
