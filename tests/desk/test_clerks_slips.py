"""Slips that clerks make every month: no project sheet, no month, two files of one name; none of them passes in silence."""

from __future__ import annotations

import html
import io
import json
import re

import pytest

from tests.desk.hand_in_kit import begun, book, checked
from tests.desk.kit import Office
from wagecheck.desk.hand_ins import handing_in
from wagecheck.errors import InputError

HEAD = ["序号", "姓名", "身份证号", "应发工资", "实发工资"]
WORKER = [1, "张某甲", "11019919900101123X", 5000, 5000]


def test_files_that_name_no_project_belong_to_the_site(room: Office) -> None:
    """The folder has one name for every site: the months of two projects must not become one history."""
    sheet = book([["2026年10月工资表"], HEAD, WORKER], "工资表")
    names = {room.site(name): name for name in ("示例一号项目", "示例二号项目")}
    for site, name in names.items():
        made = checked(room, site, {"示例青松建筑劳务有限公司/2026年10月工资表.xlsx": sheet})
        told = json.loads((room.desk.store.hand_in(made).result / "result.json").read_text("utf-8"))
        assert {one["project"] for one in told["contractors"]} == {name}
        assert "请确认没有选错项目" not in room.browser("clerk").get(f"/hand-ins/{made}").text


@pytest.mark.parametrize(
    ("title", "says"),
    [("2026年9月工资表", "2026-09-01 至 2026-09-30 的。请看看月份是不是选错了"), ("工资表", "写上年月")],
    ids=["another month", "no month"],
)
def test_a_month_that_is_not_there_says_what_to_do(room: Office, title: str, says: str) -> None:
    with pytest.raises(InputError, match=re.escape(says)):
        checked(room, room.site(), {"示例青松建筑劳务有限公司/工资表.xlsx": book([[title], HEAD, WORKER], "工资表")})


def sent(room: Office, hand_in: str, *names: str) -> tuple[int, str]:
    clerk = room.browser("clerk")
    files = [("files", (name, f"file {number}".encode())) for number, name in enumerate(names)]
    answer = clerk.post(f"/hand-ins/{hand_in}/files", files=files)
    page = clerk.get(answer.headers["location"]) if answer.status_code == 303 else answer
    return answer.status_code, html.unescape(page.text)


def test_of_two_files_of_one_name_none_is_lost_in_silence(room: Office) -> None:
    made = begun(room, room.site())
    status, said = sent(room, made, "工资表.xlsx", "工资表.xlsx", "考勤表.xlsx")
    assert status == 400
    assert "已添加 2 个文件，1 个没有收下：“工资表.xlsx”一次选了两份" in said
    place = room.desk.store.hand_in(made).given
    assert (place / "工资表.xlsx").read_bytes() == b"file 0"
    status, said = sent(room, made, "工资表.xlsx", "花名册.xlsx")
    assert status == 303
    assert "已添加 2 个文件，其中 1 个和已有的文件同名，已换掉原来的" in said


def test_every_file_that_is_refused_is_named(room: Office) -> None:
    status, said = sent(room, begun(room, room.site()), "a?b.xlsx", "x<y.xlsx", "11019919900101123X*.xlsx")
    assert status == 400
    assert "“a?b.xlsx”" in said
    assert "“x<y.xlsx”" in said
    assert "11019919900101123X" not in said


def test_the_page_is_told_that_a_file_takes_the_place_of_another(room: Office) -> None:
    made = begun(room, room.site())
    handing_in.add_file(room.desk, made, "a.xlsx", io.BytesIO(b"x"), 1)
    clerk = room.browser("clerk")
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": "1", "X-CSRF-Token": clerk.csrf}
    told = {}
    for name, path in (("a", "YS54bHN4"), ("b", "Yi54bHN4")):
        answer = clerk.client.post(f"/hand-ins/{made}/uploads", headers=headers | {"Upload-Metadata": f"path {path}"})
        assert answer.status_code == 201, answer.text
        told[name] = answer.headers.get("Wagecheck-Over")
    assert told == {"a": "1", "b": None}
