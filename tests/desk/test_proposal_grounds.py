"""Who decides on a proposal of the program sees which of its grounds still count."""

from __future__ import annotations

import dataclasses
import re

import pytest

from tests.desk.kit import Office, text_of
from tests.kept_checks import begin, checked, frame, hand_over, handed_in, keep, row
from wagecheck.register import blacklist, hand_ins, runs
from wagecheck.register.actor import PROGRAM
from wagecheck.result import FINDINGS

FIRM, FINGERPRINT = "示例黑石建筑劳务有限公司", "00f1"
NONE_LEFT = "下面这些核对都不再算数"


def proving(month: int = 9) -> runs.Checked:
    """A check that found the group's condition for listing."""
    period = f"2026-{month:02d}"
    found = {
        "rule": "BL07", "state": "open", "severity": "serious", "contractor": FIRM, "project": "一标段",
        "period": period, "message": "欠薪", "fingerprint": FINGERPRINT,
    }  # fmt: skip
    given = checked(row(FIRM, period, "red", "9000.00", people=("a",)), as_of=f"2026-{month + 1:02d}-20")
    return dataclasses.replace(given, findings=frame([found], FINDINGS))


def proposed(room: Office) -> str:
    with room.desk.register.writing(PROGRAM) as writer:
        stated = {"list": "group", "name": FIRM, "reason": "欠薪"}
        return blacklist.propose(writer, stated, reason=f"BL07 {FINGERPRINT}")


def void(room: Office, hand_in: str) -> None:
    with room.desk.register.writing("法务丙") as writer:
        hand_ins.void(writer, hand_in, reason="选错了项目")


def after(room: Office, what: str) -> tuple[str, str]:
    """The site and the hand-in that proves, and what happened to it."""
    register, at = room.desk.register, room.site()
    made = handed_in(register, at, proving())
    clean = checked(row(FIRM, "2026-09"))
    if what == "void":
        void(room, made)
    elif what == "redone":
        hand_over(register, made, keep(register, clean, at))
    elif what == "corrected, the firm left out":
        handed_in(register, at, checked(row("别的劳务", "2026-09")), previous=made)
    elif what == "handed in anew":
        handed_in(register, at, clean)
    elif what == "only named later":
        handed_in(register, at, checked(row(FIRM, "2026-09", "green", None, workers=0), as_of="2026-11-20"))
    elif what in ("corrected", "corrected, checked again", "withdrawn correction"):
        correction = begin(register, at, previous=made)
        if what != "withdrawn correction":
            hand_over(register, correction, keep(register, clean, at))
        if what != "corrected":
            with register.writing("张三") as writer:
                if what == "withdrawn correction":
                    hand_ins.withdraw(writer, correction)
                else:
                    hand_ins.hand_in(writer, correction, files=1, size=1, digest="d", note=None)
    elif what == "void correction":
        void(room, handed_in(register, at, clean, previous=made))
    return at, made


CASES = [
    ("nothing", "", False),
    ("void", "已作废，不算数", True),
    ("redone", "后来重新核对过", True),
    ("corrected", "后来的核对已经取代", True),
    ("corrected, checked again", "后来的核对已经取代", True),  # the check is under way: what it had counts until then
    ("corrected, the firm left out", "", False),  # what the correction says nothing about still counts
    ("handed in anew", "后来的核对已经取代", True),
    ("only named later", "", False),
    ("withdrawn correction", "", False),
    ("void correction", "", False),
]


@pytest.mark.parametrize(("what", "tag", "none_left"), CASES)
def test_what_became_of_the_check(room: Office, what: str, tag: str, none_left: bool) -> None:
    at, made = after(room, what)
    entry = proposed(room)
    for who in (room.browser("legal2"), room.browser("manager", sites=[at])):
        html = who.get(f"/blacklist/{entry}").text
        grounds = re.search(r"<tbody>(.*?)</tbody>", html[html.index("达到条件的核对") :], re.DOTALL)
        assert grounds is not None
        told = text_of(grounds[1])
        assert made in told
        assert [one for one in {tag for _, tag, _ in CASES} - {""} if one in told] == ([tag] if tag else [])
        assert (NONE_LEFT in text_of(html)) == none_left
        assert "来自您不管的项目" not in text_of(html)


def test_one_that_counts_is_enough(room: Office) -> None:
    at, _ = after(room, "void")
    handed_in(room.desk.register, at, proving(10), 10)
    html = text_of(room.browser("legal2").get(f"/blacklist/{proposed(room)}").text)
    assert html.count("已作废，不算数") == 1
    assert NONE_LEFT not in html


def test_what_another_site_proves_is_not_called_gone_there(room: Office) -> None:
    """The sentence is about the rows that are shown."""
    at, _ = after(room, "void")
    other = room.site("示例二号项目")
    handed_in(room.desk.register, other, proving())
    entry = proposed(room)
    assert NONE_LEFT not in text_of(room.browser("legal2").get(f"/blacklist/{entry}").text)
    near = text_of(room.browser("manager", sites=[at]).get(f"/blacklist/{entry}").text)
    assert NONE_LEFT in near
    assert "另有 2 条依据来自您不管的项目" in near


def test_a_check_of_the_command_line_counts(room: Office) -> None:
    keep(room.desk.register, proving())
    entry = proposed(room)
    html = text_of(room.browser("legal2").get(f"/blacklist/{entry}").text)
    assert "R1，截至 2026-10-20" in html
    assert NONE_LEFT not in html
    keep(room.desk.register, checked(row(FIRM, "2026-09"), as_of="2026-11-20"))
    html = text_of(room.browser("legal2").get(f"/blacklist/{entry}").text)
    assert "后来的核对已经取代" in html
    assert NONE_LEFT in html


def test_a_corrected_name_takes_no_ground_away(room: Office) -> None:
    """The checks know the company by the name that the entry had."""
    handed_in(room.desk.register, room.site(), proving())
    entry = proposed(room)
    with room.desk.register.writing("法务丙") as writer:
        blacklist.amend(
            writer, entry, {"name": "示例黑石建筑劳务有限责任公司"}, reason="更正名称", four_eyes=("group",)
        )
    html = text_of(room.browser("legal2").get(f"/blacklist/{entry}").text)
    assert "，截至 2026-10-20" in html
    assert "后来的核对已经取代" not in html
    assert NONE_LEFT not in html
    assert "9,000.00" in html
