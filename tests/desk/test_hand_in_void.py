"""A verdict at a wrong project: the clerk cannot make it vanish, who decides makes it void and says why."""

from __future__ import annotations

from tests.conftest import ROOT
from tests.desk.hand_in_kit import begun, check, checked, folder
from tests.desk.kit import PEOPLE, Office, text_of
from wagecheck.desk.hand_ins import handing_in
from wagecheck.register import hand_ins, portfolio

CARD = "6222021001112223330"
FILES = {"甲/工资表.csv": "姓名\n张三\n".encode()}


def counted(room: Office) -> set[tuple[str, str]]:
    with room.desk.register.reading() as reader:
        return set(portfolio.read(reader).rows.select("site", "hand_in").unique().iter_rows())


def failed_again(room: Office, site: str) -> str:
    """Checked and kept, then a check of it failed."""
    made = begun(room, site, FILES)
    with room.desk.register.writing(PEOPLE["clerk"]) as writer:
        for end in (
            lambda: hand_ins.checked(writer, made, run="R1", colour="red"),
            lambda: hand_ins.failed(writer, made, reason="坏了"),
        ):
            hand_ins.hand_in(writer, made, files=1, size=9, digest="0" * 64, note=None)
            end()
    return made


def test_the_wrong_project_first_then_the_right_one(room: Office) -> None:
    wrong, right = room.site(), room.site("示例二号项目")
    files = folder(ROOT / "samples" / "clean")
    first, second = checked(room, wrong, files), checked(room, right, files)
    assert counted(room) == {(wrong, first), (right, second)}
    legal, clerk = room.browser("legal", sites=[wrong]), room.browser("clerk", sites=[wrong, right])
    assert f"/hand-ins/{first}/void" not in clerk.get(f"/hand-ins/{first}").text
    assert clerk.post(f"/hand-ins/{first}/void", {"reason": "选错了"}).status_code == 403
    assert f'action="/hand-ins/{first}/void"' in legal.get(f"/hand-ins/{first}").text
    refused = legal.post(f"/hand-ins/{first}/void", {"reason": " "})
    assert refused.status_code == 400
    assert "请写明理由" in text_of(refused.text)
    assert counted(room) == {(wrong, first), (right, second)}
    assert legal.post(f"/hand-ins/{first}/void", {"reason": f"资料是二号项目的，{CARD}"}).status_code == 303
    assert counted(room) == {(right, second)}
    page = clerk.get(f"/hand-ins/{first}")
    assert "资料是二号项目的" in text_of(page.text)
    assert "已经作废" in text_of(page.text)
    assert CARD not in page.text
    assert "需要处理" not in text_of(page.text)
    assert "/void" not in legal.get(f"/hand-ins/{first}").text
    with room.desk.register.reading() as reader:
        last = list(reader.history(first))[-1]
    assert (last.action, last.actor) == ("void", PEOPLE["legal"])
    assert "作废" in text_of(room.browser("admin").get("/trail").text)


def test_a_second_check_of_the_same_files_keeps_no_second_one(room: Office) -> None:
    site = room.site()
    made = checked(room, site, folder(ROOT / "samples" / "clean"))
    with room.desk.register.reading() as reader:
        before = reader.get("hand_in", made)["run"]
    handing_in.check_again(room.desk, PEOPLE["clerk"], made)
    check(room, made)
    with room.desk.register.reading() as reader:
        assert reader.get("hand_in", made)["run"] == before


def test_a_clerk_does_not_withdraw_what_was_checked(room: Office) -> None:
    site = room.site()
    made = failed_again(room, site)
    clerk = room.browser("clerk", sites=[site])
    page = clerk.get(f"/hand-ins/{made}").text
    assert "/withdraw" not in page
    assert "以前核对出的结论仍然算数" in text_of(page)
    answer = clerk.post(f"/hand-ins/{made}/withdraw")
    assert answer.status_code == 400
    assert "改好再交" in text_of(answer.text)
    with room.desk.register.reading() as reader:
        assert reader.get("hand_in", made)["state"] == "failed"
    assert room.browser("legal", sites=[site]).post(f"/hand-ins/{made}/void", {"reason": "选错了"}).status_code == 303


def test_what_older_versions_let_be_withdrawn_says_that_it_counts(room: Office) -> None:
    site = room.site()
    made = failed_again(room, site)
    with room.desk.register.writing(PEOPLE["clerk"]) as writer:
        writer.change("hand_in", made, "withdraw", None, state="withdrawn")
    legal = room.browser("legal", sites=[site])
    page = legal.get(f"/hand-ins/{made}").text
    assert "以前核对出的结论仍然算数" in text_of(page)
    assert f'action="/hand-ins/{made}/void"' in page
    assert legal.post(f"/hand-ins/{made}/void", {"reason": "选错了"}).status_code == 303
    assert "仍然算数" not in text_of(legal.get(f"/hand-ins/{made}").text)
