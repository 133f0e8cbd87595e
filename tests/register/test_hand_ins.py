"""What was handed in: each step from the states it may be taken in, corrections that leave the first one as it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from tests.register.conftest import clock
from wagecheck.errors import RegisterError
from wagecheck.register import audit, hand_ins, settings, sites, uploads
from wagecheck.register.store import Register
from wagecheck.register.writer import Writer

OCTOBER = (dt.date(2026, 10, 1), dt.date(2026, 10, 31))
NOW = clock()
Step = Callable[[Writer, str], None]

STEPS: dict[str, Step] = {
    "hand_in": lambda w, h: hand_ins.hand_in(w, h, files=2, size=10, digest="d" * 64, note=None),
    "checked": lambda w, h: hand_ins.checked(w, h, run="R1", colour="red"),
    "failed": lambda w, h: hand_ins.failed(w, h, reason="读不到"),
    "withdraw": hand_ins.withdraw,
    "void": lambda w, h: hand_ins.void(w, h, reason="选错了项目"),
}
#: The steps taken, the one that follows, and the state after it; None where it is refused.
TABLE = [
    ([], "hand_in", "handed_in"),
    ([], "checked", None),
    ([], "failed", None),
    ([], "withdraw", "withdrawn"),
    (["hand_in"], "hand_in", None),
    (["hand_in"], "checked", "checked"),
    (["hand_in"], "failed", "failed"),
    (["hand_in"], "withdraw", None),
    (["hand_in", "checked"], "hand_in", "handed_in"),
    (["hand_in", "checked"], "checked", None),
    (["hand_in", "checked"], "withdraw", None),
    (["hand_in", "failed"], "hand_in", "handed_in"),
    (["hand_in", "failed"], "withdraw", "withdrawn"),
    (["withdraw"], "hand_in", None),
    (["withdraw"], "withdraw", None),
    (["hand_in", "checked"], "void", "withdrawn"),
    (["hand_in", "checked", "hand_in"], "void", None),  # a check is under way
    (["hand_in", "checked", "hand_in", "failed"], "void", "withdrawn"),
    (["hand_in", "checked", "void"], "hand_in", None),
    ([], "void", None),
]


def begun(writer: Writer, name: str = "示例一号项目", **more: Any) -> str:
    site = more.pop("site", None) or sites.add(writer, name=name, region=None, bureau=None)
    return hand_ins.begin(writer, site=site, first_day=OCTOBER[0], last_day=OCTOBER[1], **more)


@pytest.mark.parametrize(("before", "step", "after"), TABLE, ids=str)
def test_every_step_from_every_state(register: Register, before: list[str], step: str, after: str | None) -> None:
    with register.writing("资料员甲") as writer:
        handed = begun(writer)
        for one in before:
            STEPS[one](writer, handed)
        was = writer.get("hand_in", handed)
    if after is None:
        with pytest.raises(RegisterError, match="不能这样做"), register.writing("资料员甲") as writer:
            STEPS[step](writer, handed)
        with register.reading() as reader:
            assert reader.get("hand_in", handed) == was
    else:
        with register.writing("资料员甲") as writer:
            STEPS[step](writer, handed)
            assert writer.get("hand_in", handed)["state"] == after
            assert audit.verify(writer).sound


def test_what_was_checked_is_not_withdrawn_but_made_void(register: Register) -> None:
    """Arrears that are kept never vanish by a clerk's withdrawal; who decides gives a reason."""
    with register.writing("资料员甲") as writer:
        handed = begun(writer)
        for step in ("hand_in", "checked", "hand_in", "failed"):
            STEPS[step](writer, handed)
    with pytest.raises(RegisterError, match=r"不能撤回.*改好再交.*作废"), register.writing("资料员甲") as writer:
        hand_ins.withdraw(writer, handed)
    with pytest.raises(RegisterError, match="作废"), register.writing("资料员甲") as writer:
        hand_ins.movable(writer, handed)
    with pytest.raises(RegisterError, match="理由"), register.writing("法务丙") as writer:
        hand_ins.void(writer, handed, reason=" 。 ")
    with register.writing("法务丙") as writer:
        assert hand_ins.voided(writer, handed) is None
        hand_ins.void(writer, handed, reason=" 选错了项目 ")
        kept = writer.get("hand_in", handed)
        assert (kept["state"], kept["run"], kept["colour"]) == ("withdrawn", None, None)
        assert hand_ins.voided(writer, handed) == ("法务丙", "选错了项目")
        assert audit.verify(writer).sound
    with pytest.raises(RegisterError, match="不用作废"), register.writing("法务丙") as writer:
        hand_ins.void(writer, handed, reason="再来一次")


def test_a_correction_names_the_first_one(register: Register) -> None:
    with register.writing("资料员甲") as writer:
        first = begun(writer)
        site = writer.get("hand_in", first)["site"]
    with pytest.raises(RegisterError, match="重交"), register.writing("资料员甲") as writer:
        begun(writer, site=site, previous=first)  # nothing was handed in yet
    with register.writing("资料员甲") as writer:
        STEPS["hand_in"](writer, first)
        STEPS["checked"](writer, first)
        second = begun(writer, site=site, previous=first)
        assert writer.get("hand_in", second)["previous"] == first
        assert writer.get("hand_in", first)["state"] == "checked"
        assert [one["id"] for one in hand_ins.listed(writer)] == [second, first]
        assert [one["id"] for one in hand_ins.listed(writer, states=["checked"])] == [first]
        assert hand_ins.listed(writer, sites_of=["P9"]) == []
    with pytest.raises(RegisterError, match="重交"), register.writing("资料员甲") as writer:
        begun(writer, "示例二号项目", previous=first)  # of another site


def test_what_was_corrected_stays_as_it_is_until_the_correction_is_taken_back(register: Register) -> None:
    """A check of the first one would be the newest, and count over the correction."""
    with register.writing("资料员甲") as writer:
        first = begun(writer)
        site = writer.get("hand_in", first)["site"]
        STEPS["hand_in"](writer, first)
        STEPS["failed"](writer, first)
        second = begun(writer, site=site, previous=first)
        assert hand_ins.later(writer, first) == second
    for act in (STEPS["hand_in"], hand_ins.checkable, hand_ins.movable):
        with pytest.raises(RegisterError, match=f"请在 {second} 里改"), register.writing("资料员甲") as writer:
            act(writer, first)
    with register.writing("资料员甲") as writer:
        for step in ("hand_in", "checked"):
            STEPS[step](writer, second)
        third = begun(writer, site=site, previous=second)
        STEPS["void"](writer, second)
        assert hand_ins.later(writer, first) == third, "by way of one that counts no more"
        hand_ins.withdraw(writer, third)
        assert hand_ins.later(writer, first) is None
        STEPS["hand_in"](writer, first)
        assert writer.get("hand_in", first)["state"] == "handed_in"


def test_one_that_stands_is_told_to_whom_it_matters(register: Register) -> None:
    with register.writing("资料员甲") as writer:
        first = begun(writer)
        site = writer.get("hand_in", first)["site"]
        assert begun(writer, site=site) != first, "whoever says nothing begins another one"
        newest = begun(writer, site=site, unless=("checked",))
        with pytest.raises(hand_ins.StandsError, match=newest) as there:
            begun(writer, site=site, unless=("collecting",))
        assert there.value.kept["id"] == newest
        for one in hand_ins.listed(writer):
            hand_ins.withdraw(writer, one["id"])
        last = begun(writer, site=site, unless=hand_ins.STANDING)
        STEPS["hand_in"](writer, last)
        correction = begun(writer, site=site, previous=last, unless=hand_ins.STANDING)
        with pytest.raises(hand_ins.StandsError) as there:
            begun(writer, site=site, previous=last, unless=hand_ins.STANDING)
        assert there.value.kept["id"] == correction


def test_what_was_taken_back_has_no_files_to_begin_with(register: Register) -> None:
    with register.writing("资料员甲") as writer:
        back, void = begun(writer), begun(writer, "示例二号项目")
        hand_ins.withdraw(writer, back)
        for step in ("hand_in", "checked", "void"):
            STEPS[step](writer, void)
        begun(writer, site=writer.get("hand_in", void)["site"], previous=void)
    with pytest.raises(RegisterError, match="已经撤回，文件都删掉了"), register.writing("资料员甲") as writer:
        begun(writer, site=writer.get("hand_in", back)["site"], previous=back)


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda w, s: hand_ins.begin(w, site=s, first_day=OCTOBER[1], last_day=OCTOBER[0]), "早于"),
        (lambda w, s: hand_ins.begin(w, site="P99", first_day=OCTOBER[0], last_day=OCTOBER[1]), "P99"),
        (lambda w, s: hand_ins.hand_in(w, begun(w, site=s), files=0, size=0, digest="", note=None), "还没有文件"),
    ],
    ids=["ends before it begins", "no such site", "no files"],
)
def test_what_is_refused(register: Register, act: Callable[[Writer, str], object], words: str) -> None:
    with register.writing("资料员甲") as writer:
        site = sites.add(writer, name="示例一号项目", region=None, bureau=None)
    with pytest.raises(RegisterError, match=words), register.writing("资料员甲") as writer:
        act(writer, site)


def test_uploads_that_are_under_way(register: Register) -> None:
    with register.working("upload") as connection:
        uploads.begin(connection, upload="b", hand_in="H1", path="乙.xlsx", size=30, now=NOW)
        uploads.begin(connection, upload="a", hand_in="H1", path="甲.xlsx", size=12, now=NOW)
        uploads.begin(connection, upload="c", hand_in="H2", path="丙.xlsx", size=5, now=NOW + dt.timedelta(days=1))
        uploads.received(connection, "a", 7)
    with register.reading() as reader:
        found = uploads.of(reader.connection, "H1")
        assert [(one["path"], one["received"]) for one in found] == [("乙.xlsx", 0), ("甲.xlsx", 7)]
        assert uploads.expected(reader.connection, "H1") == 42
        assert uploads.expected(reader.connection, "H9") == 0
        assert sorted(uploads.stale(reader.connection, NOW + dt.timedelta(hours=1))) == ["a", "b"]
    with register.working("upload") as connection:
        uploads.end(connection, "a")
        assert uploads.get(connection, "a") is None
        assert uploads.expected(connection, "H1") == 30


def test_a_profile_holds_once_somebody_else_approved_it(register: Register) -> None:
    with register.writing("法务丙") as writer:
        first = settings.propose(writer, text="a = 1", reason="试行")
        second = settings.propose(writer, text="a = 2", reason="再试")
        assert settings.in_force(writer) is None
    with pytest.raises(RegisterError, match="另一个人"), register.writing("法务 丙") as writer:
        settings.approve(writer, first, reason=None)
    with register.writing("法务丁") as writer:
        settings.approve(writer, first, reason=None)
        settings.approve(writer, second, reason=None)
        states = {one["id"]: one["state"] for one in writer.all("setting")}
        assert states == {first: "replaced", second: "in_force"}
        in_force = settings.in_force(writer)
        assert in_force is not None
        assert (in_force["id"], in_force["approved_by"]) == (second, "法务丁")
        third = settings.propose(writer, text="a = 3", reason="三试")
        settings.reject(writer, third, reason="不需要")
        assert audit.verify(writer).sound
    for act in (lambda w: settings.approve(w, third, reason=None), lambda w: settings.reject(w, first, reason="x")):
        with pytest.raises(RegisterError, match="不是待批准"), register.writing("法务丁") as writer:
            act(writer)
