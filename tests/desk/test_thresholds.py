"""Profiles: looked over at once, tried on the newest months, decided by somebody else, used by the next check."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.desk.kit import Browser, Office, text_of
from wagecheck import resources, rulebook
from wagecheck.desk.jobs import preview
from wagecheck.desk.rulebook import profile_text, profiles
from wagecheck.errors import InputError
from wagecheck.register import hand_ins, queue, runs, settings
from wagecheck.tasks import check, keeping
from wagecheck.wording import Wording

TEXT = (resources.folder("rules") / "profiles" / "default.toml").read_text("utf-8")


def proposed(browser: Browser, text: str, reason: str = "按集团要求") -> Any:
    return browser.post("/rules/profile/new", {"text": text, "reason": reason})


def made(answer: Any) -> str:
    assert answer.status_code == 303, text_of(answer.text)
    return str(answer.headers["location"].split("?")[0].rsplit("/", 1)[1])


def raised(rule: str, severity: str) -> str:
    return profile_text.changed(TEXT, profile_text.Wish(severity_rule=rule, severity=severity))


@pytest.fixture
def checked(room: Office) -> str:
    """A project whose month was checked and kept, as the worker does it."""
    site = room.site()
    desk = room.desk
    with desk.register.writing("资料员甲") as writer:
        hand_in = hand_ins.begin(writer, site=site, first_day=dt.date(2026, 10, 1), last_day=dt.date(2026, 10, 31))
    files = desk.store.hand_in(hand_in)
    shutil.copytree(resources.folder("samples") / "typical", files.given)
    chosen = profiles.in_force(desk)
    result = check.run(
        [files.given], files.result, as_of=desk.today(), t=Wording("zh"), clock=desk.clock,
        period=(dt.date(2026, 10, 1), dt.date(2026, 10, 31)), register=desk.place.register,
        rule_folders=chosen.folders, profile=chosen.name, formats=("json",), annotate=False,
    )  # fmt: skip
    with desk.register.writing("资料员甲") as writer:
        hand_ins.hand_in(writer, hand_in, files=1, size=1, digest="0" * 64, note=None)
    run, _ = keeping.keep(result, desk.register, "资料员甲")
    with desk.register.writing("资料员甲") as writer:
        hand_ins.checked(writer, hand_in, run=run, colour="orange")
    return hand_in


#: Numbers from which no day can be reckoned; and the last ones from which one can.
SLIPS = [
    ("decision_first_year", "20001"), ("decision_first_year", "10000"), ("decision_first_year", "1948"),
    ("decision_first_year", "0"), ("decision_first_year", "2000.5"), ("listing_ahead_days", "99999999"),
    ("listing_ahead_days", "36601"), ("listing_ahead_days", "-1"), ("listing_longest_years", "101"),
    ("order_longest_days", "9999999"), ("waiver_longest_days", "-5"), ("waiver_longest_days", "366.5"),
    ("blacklist_term_years", "30000"), ("early_exit_months", "-6"), ("publicity_min_months", "999999"),
]  # fmt: skip
SOUND = [
    ("decision_first_year", "9999"), ("decision_first_year", "1949"), ("listing_ahead_days", "0"),
    ("listing_ahead_days", "36600"), ("listing_longest_years", "100"), ("order_longest_days", "36600"),
    ("waiver_longest_days", "36600"), ("blacklist_term_years", "100"), ("publicity_min_months", "1200"),
]  # fmt: skip


def holding(room: Office, text: str) -> None:
    """In force without having been looked over, as an older version let it."""
    with room.desk.register.writing("法务丙") as writer:
        setting = settings.propose(writer, text=text, reason="旧")
    with room.desk.register.writing("法务丁") as writer:
        settings.approve(writer, setting, reason="旧")


PAGES = ("/blacklist", "/blacklist/calendar", "/blacklist/new", "/blacklist/orders", "/waivers", "/rules/profile/new")


@pytest.mark.parametrize(("name", "amount"), SOUND)
def test_the_last_numbers_that_days_are_reckoned_from(room: Office, name: str, amount: str) -> None:
    holding(room, TEXT.replace("[values]", f"[values]\n{name} = {amount}"))
    browser = room.browser("legal")
    for page in PAGES:
        assert browser.get(page).status_code == 200, page
    form = {"list": "local", "name": "示例甲建筑劳务有限公司", "reason": "拖欠", "decided_on": "2026-11-02",
            "in_force_to": "2026-12-01", "how": "decided"}  # fmt: skip
    assert browser.post("/blacklist/new", form).status_code in (303, 400)
    order = {"contractor": "示例甲建筑劳务有限公司", "deadline": "2026-12-01"}
    assert browser.post("/blacklist/orders", order).status_code in (303, 400)


@pytest.mark.parametrize(("name", "amount"), SLIPS)
def test_a_slip_that_holds_already_is_told_and_can_be_mended(room: Office, name: str, amount: str) -> None:
    holding(room, TEXT.replace("[values]", f"[values]\n{name} = {amount}"))
    browser, tellers = room.browser("legal"), []
    for page in PAGES:
        answer = browser.get(page)
        told = f"（{name}）写成了 {amount}" in text_of(answer.text)
        assert (answer.status_code, told) in ((200, False), (400, True)), page
        tellers += [page] if told else []
    assert ("/waivers" if name.startswith("waiver") else "/blacklist") in tellers
    assert browser.get("/rules/profile/new").status_code == 200
    assert made(proposed(browser, TEXT))


WRONG = {
    "nothing": ("", "name"),
    "no toml": (TEXT + "\n[score\n", "不是有效的 TOML"),
    "unknown rule": (TEXT.replace("[severities]", '[severities]\nXX01 = "hint"'), "XX01"),
    "unknown severity": (TEXT.replace("[severities]", '[severities]\nPY03 = "mild"'), "mild"),
    "unknown key": (TEXT.replace("[score]", "tolerance = 3\n[score]"), "tolerance"),
    "unknown colour": (TEXT.replace('colour = "yellow"', 'colour = "blue"'), "blue"),
    "weight below 0": (TEXT.replace("hint = 2", "hint = -2"), "小于 0"),
    "unknown value": (TEXT.replace("[values]", "[values]\ndays_tolerence = 1"), "days_tolerance"),
    "no change": (TEXT, "完全一样"),
    **{
        f"{name} = {amount}": (
            TEXT.replace("[values]", f"[values]\n{name} = {amount}"),
            f"（{name}）写成了 {amount}，应为",
        )
        for name, amount in SLIPS
    },
    "number as text": (TEXT.replace("[values]", '[values]\ndays_tolerance = "一"'), "应为数字"),
    "too long": (TEXT + "#" * 200_000, "最多"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_broken_profile_is_refused_with_its_sentence(room: Office, case: str) -> None:
    text, said = WRONG[case]
    answer = proposed(room.browser("legal"), text)
    assert answer.status_code == 400
    assert said in text_of(answer.text)
    assert "按集团要求" in answer.text, "what was typed is kept"
    with room.desk.register.reading() as reader:
        assert reader.all("setting") == []


def test_the_reason_is_asked_for(room: Office) -> None:
    answer = proposed(room.browser("legal"), raised("PY03", "hint"), reason="")
    assert answer.status_code == 400
    assert "为什么" in text_of(answer.text)


FORM = {
    "severity": ({"severity_rule": "PY03", "severity": "hint"}, 'PY03 = "hint"'),
    "number": ({"value": "days_tolerance", "amount": "1.50"}, "days_tolerance = 1.50"),
    "left out": ({"exclude": "PB03"}, 'exclude = ["PB03"]'),
}


@pytest.mark.parametrize("case", FORM)
def test_the_short_form_writes_the_text_and_keeps_remarks(room: Office, case: str) -> None:
    wish, written = FORM[case]
    answer = room.browser("legal").post("/rules/profile/new", {"text": TEXT, "write": "1", **wish})
    assert answer.status_code == 200
    text = profile_text.changed(TEXT, profile_text.Wish(**wish))
    assert written in text
    assert "# 默认方案" in text
    assert rulebook.load().profile != profiles.examined(room.desk, text).profile
    with room.desk.register.reading() as reader:
        assert reader.all("setting") == [], "only written into the form"


@pytest.mark.parametrize("amount", ["1e5000", "1e30000000", "-1e5000", "1e-5000", "0e5000", "0.0e-5000", "1" * 5000])
def test_a_number_that_nobody_could_mean_is_refused(room: Office, amount: str) -> None:
    wish = {"value": "blacklist_term_years", "amount": amount}
    answer = room.browser("legal").post("/rules/profile/new", {"text": TEXT, "write": "1", **wish})
    assert answer.status_code == 400
    assert "不是能用的数字" in text_of(answer.text)


def test_the_short_form_takes_a_change_back() -> None:
    wishes = ({"severity_rule": "PY03"}, {"value": "days_tolerance"}, {"include": "PB03"})
    text = TEXT
    for wish, _ in FORM.values():
        text = profile_text.changed(text, profile_text.Wish(**wish))
    for wish in wishes:
        text = profile_text.changed(text, profile_text.Wish(**wish))
    assert text == TEXT
    with pytest.raises(InputError, match="不是能用的数字"):
        profile_text.changed(TEXT, profile_text.Wish(value="days_tolerance", amount="nan"))


def test_a_raised_severity_changes_the_colour_in_the_preview(room: Office, checked: str) -> None:
    legal, second = room.browser("legal"), room.browser("legal2")
    mild = TEXT.replace("red_line = 40, serious = 20, general = 8, hint = 2",
                        "red_line = 100, serious = 0, general = 0, hint = 0")  # fmt: skip
    mild = re.sub("hard_stops = .*", "hard_stops = []", mild.replace("cap_per_family = 60", "cap_per_family = 900"))
    rule = "BK06"  # the one red line of a contractor of the sample
    mild = profile_text.changed(mild, profile_text.Wish(severity_rule=rule, severity="hint"))
    first = made(proposed(legal, mild))
    assert second.post(f"/rules/profile/{first}/approve", {"without": "1"}).status_code == 303
    setting = made(
        proposed(legal, profile_text.changed(mild, profile_text.Wish(severity_rule=rule, severity="red_line")))
    )
    with room.desk.register.reading() as reader:
        job = queue.latest(reader.connection, setting, preview.TASK)
        trail, run = reader.head(), reader.get("run", reader.get("hand_in", checked)["run"])
    assert job is not None
    assert "正在排队" in text_of(legal.get(f"/rules/profile/{setting}").text)
    told: list[tuple[str, int, int]] = []
    preview.run(room.desk, setting, lambda *step: told.append(step))
    with room.desk.register.reading() as reader:
        assert reader.head() == trail, "a preview leaves nothing in the register"
        assert reader.get("run", run["id"]) == run
    assert told == [("judging", 0, 1)]
    finish_jobs(room)
    kept = preview.made(room.desk, setting)
    assert kept is not None
    contractors = kept["projects"][0]["contractors"]
    contractor = next(one for one in contractors if one["colour"][0] != one["colour"][1])
    assert contractor["colour"][1] == "red"
    assert all(one["owed"][0] == one["owed"][1] for one in contractors)
    effect = {one["rule"]: one for one in kept["projects"][0]["rules"]}
    assert [new for _, new, _ in effect[rule]["moved"]] == ["red_line"]
    page = text_of(second.get(f"/rules/profile/{setting}").text)
    assert "颜色改变的单位" in page
    assert contractor["name"] in page
    part = second.get(f"/rules/profile/{setting}/preview").text
    assert "<html" not in part
    assert contractor["name"] in part


def finish_jobs(room: Office) -> None:
    """What is queued is done, as far as the pages know."""
    with room.desk.register.working("job") as connection:
        while (job := queue.claim(connection, "w", room.clock())) is not None:
            queue.finish(connection, job.id, "w", room.clock())


def test_a_rule_left_out_is_no_longer_judged_but_not_put_right(room: Office, checked: str) -> None:
    before = check_rules(room, checked)
    rule = next(iter(before))
    setting = made(proposed(room.browser("legal"), profile_text.changed(TEXT, profile_text.Wish(exclude=rule))))
    preview.run(room.desk, setting)
    kept = preview.made(room.desk, setting)
    assert kept is not None
    effect = {one["rule"]: one for one in kept["projects"][0]["rules"]}
    assert effect[rule]["dropped"] == before[rule]
    assert effect[rule]["lost"] == 0


def test_a_project_that_cannot_be_judged_is_told(room: Office, checked: str) -> None:
    shutil.rmtree(room.desk.store.hand_in(checked).given)
    empty = room.site("没有交过资料的项目")
    setting = made(proposed(room.browser("legal"), raised("PY03", "hint")))
    preview.run(room.desk, setting)
    finish_jobs(room)
    page = text_of(room.browser("legal2").get(f"/rules/profile/{setting}").text)
    assert "没能重新核对" in page
    assert "没有交过资料的项目" in page
    assert empty


def check_rules(room: Office, hand_in: str) -> dict[str, int]:
    with room.desk.register.reading() as reader:
        found = runs.earlier(reader, reader.get("hand_in", hand_in)["run"])["findings"]
    counts: dict[str, int] = {}
    for finding in found:
        counts[finding["rule"]] = counts.get(finding["rule"], 0) + 1
    return counts


def test_two_people_and_a_preview(room: Office) -> None:
    legal, second = room.browser("legal"), room.browser("legal2")
    setting = made(proposed(legal, raised("PB03", "red_line")))
    path = f"/rules/profile/{setting}"
    refused = legal.post(f"{path}/approve", {"without": "1"})
    assert refused.status_code == 400
    assert "另一个人" in text_of(refused.text)
    early = second.post(f"{path}/approve")
    assert early.status_code == 400
    assert "还没有针对现行方案的预览" in text_of(early.text)
    assert profiles.in_force(room.desk).name == "default"
    preview.run(room.desk, setting)
    assert second.post(f"{path}/approve", {"reason": "同意"}).status_code == 303
    chosen = profiles.in_force(room.desk)
    assert chosen.name == setting
    assert profiles.book(chosen).rule("PB03").severity == "red_line"
    assert "红线" in text_of(room.browser("clerk").get("/rules/PB03").text)
    assert second.post(f"{path}/approve").status_code == 400, "it is decided"
    page = text_of(second.get(path).text)
    assert "同意" in page
    assert "红线" in page, "what it changed against the one before it stays to be read"


def test_the_preview_grows_old_when_another_profile_comes_into_force(room: Office) -> None:
    legal, second = room.browser("legal"), room.browser("legal2")
    first, other = (made(proposed(legal, raised(rule, "hint"))) for rule in ("PY03", "PB03"))
    for setting in (first, other):
        preview.run(room.desk, setting)
    assert second.post(f"/rules/profile/{first}/approve").status_code == 303
    late = second.post(f"/rules/profile/{other}/approve")
    assert late.status_code == 400
    assert second.post(f"/rules/profile/{other}/preview").status_code == 303
    preview.run(room.desk, other)
    page = second.get(f"/rules/profile/{other}").text
    assert f'name="against" value="{first}"' in page
    unseen = second.post(f"/rules/profile/{other}/approve", {"against": ""})
    assert (unseen.status_code, "另一个方案生效了" in text_of(unseen.text)) == (400, True)
    assert second.post(f"/rules/profile/{other}/approve", {"against": first}).status_code == 303
    with room.desk.register.reading() as reader:
        states = {one["id"]: one["state"] for one in reader.all("setting")}
    assert states == {first: "replaced", other: "in_force"}


def test_the_next_check_uses_it_and_the_one_before_stays(room: Office, checked: str, tmp_path: Path) -> None:
    with room.desk.register.reading() as reader:
        kept = reader.get("run", reader.get("hand_in", checked)["run"])
    rule = next(iter(check_rules(room, checked)))
    setting = made(proposed(room.browser("legal"), profile_text.changed(TEXT, profile_text.Wish(exclude=rule))))
    room.browser("legal2").post(f"/rules/profile/{setting}/approve", {"without": "1"})
    chosen = profiles.in_force(room.desk)
    result = check.run(
        [room.desk.store.hand_in(checked).given], tmp_path / "out", as_of=room.desk.today(), t=Wording("zh"),
        clock=room.desk.clock, rule_folders=chosen.folders, profile=chosen.name, formats=(), annotate=False,
    )  # fmt: skip
    assert result.manifest["profile"] == setting
    assert rule not in set(result.findings["rule"])
    with room.desk.register.reading() as reader:
        assert reader.get("run", kept["id"]) == kept


def test_the_same_proposed_twice_waits_once(room: Office) -> None:
    """A form that was sent again, by the button or by going back."""
    legal = room.browser("legal")
    setting = made(proposed(legal, raised("PY03", "hint")))
    again = proposed(legal, raised("PY03", "hint"), "再试")
    assert again.status_code == 400
    assert f"编号 {setting}" in text_of(again.text)
    assert proposed(legal, raised("PY03", "serious")).status_code == 303


def test_rejected_with_a_reason(room: Office) -> None:
    setting = made(proposed(room.browser("legal"), raised("PY03", "hint")))
    second = room.browser("legal2")
    assert second.post(f"/rules/profile/{setting}/reject", {"reason": " "}).status_code == 400
    assert second.post(f"/rules/profile/{setting}/reject", {"reason": "太宽"}).status_code == 303
    page = text_of(room.browser("auditor").get("/rules/profile").text)
    assert "未采纳" in page
    assert profiles.in_force(room.desk).name == "default"


@pytest.mark.parametrize("who", ["clerk", "manager", "auditor", "admin"])
def test_who_may_not_change_it(room: Office, who: str) -> None:
    setting = made(proposed(room.browser("legal"), raised("PY03", "hint")))
    browser = room.browser(who)
    assert browser.get("/rules/profile/new").status_code == 403
    assert proposed(browser, raised("PB03", "hint")).status_code == 403
    for step in ("approve", "reject", "preview"):
        assert browser.post(f"/rules/profile/{setting}/{step}", {"reason": "x", "without": "1"}).status_code == 403


def test_an_account_for_some_projects_decides_nothing_about_all(room: Office) -> None:
    setting = made(proposed(room.browser("legal"), raised("PY03", "hint")))
    some = room.browser("legal2", sites=[room.site()])
    assert some.get("/rules/profile/new").status_code == 403
    assert some.post(f"/rules/profile/{setting}/approve", {"without": "1"}).status_code == 403
    assert some.get(f"/rules/profile/{setting}").status_code == 200


def test_a_file_takes_the_place_of_the_text(room: Office) -> None:
    files = {"file": ("方案.toml", raised("PY03", "hint").encode("utf-8-sig"))}
    answer = room.browser("legal").post("/rules/profile/new", {"text": "…", "reason": "文件"}, files=files)
    assert made(answer).startswith("S")
    bad = room.browser("legal").post(
        "/rules/profile/new", {"text": TEXT, "reason": "x"}, files={"file": ("a.toml", "方案".encode("gbk"))}
    )
    assert bad.status_code == 400
    assert "UTF-8" in text_of(bad.text)


def test_what_was_decided_is_not_tried_again(room: Office) -> None:
    legal = room.browser("legal")
    setting = made(proposed(legal, raised("PY03", "hint")))
    room.browser("legal2").post(f"/rules/profile/{setting}/reject", {"reason": "太宽"})
    with room.desk.register.working("job") as connection:
        job = queue.claim(connection, "test", room.clock())
        assert job is not None
        queue.finish(connection, job.id, "test", room.clock())
    answer = legal.post(f"/rules/profile/{setting}/preview")
    assert answer.status_code == 400
    assert "已经有了决定" in text_of(answer.text)
    with room.desk.register.reading() as reader:
        assert queue.waiting(reader.connection) == 0


def test_a_profile_that_many_write_at_once_is_whole(tmp_path: Path) -> None:
    """Pages of one process write the file of a profile when it is first looked at, all at the same moment."""
    for number in range(40):
        place, name, start = tmp_path / str(number), f"S{number}", threading.Barrier(4)

        def write(place: Path = place, name: str = name, start: threading.Barrier = start) -> None:
            start.wait()
            profiles._put(place, name, TEXT)

        with ThreadPoolExecutor(4) as pool:
            for done in [pool.submit(write) for _ in range(4)]:
                done.result()
        assert [file.name for file in (place / "profiles").iterdir()] == [f"{name}.toml"]
