"""How sheets were read, and what a clerk chooses: what is chosen is kept exactly, what is not touched stays."""

from __future__ import annotations

import html
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SAMPLES
from tests.desk.hand_in_kit import begun, book, check, checked
from tests.desk.kit import PEOPLE, Office, text_of
from wagecheck.desk.hand_ins import handing_in
from wagecheck.errors import InputError
from wagecheck.intake import submission
from wagecheck.intake.mapping import reader, survey
from wagecheck.register import queue
from wagecheck.tasks import column_choices
from wagecheck.tasks.column_choices import IGNORE, Chosen, Table
from wagecheck.wording import Wording

T = Wording("zh")
NUMBER = "110199199003070017"
#: Two columns may be what was paid out (the program cannot tell), one heading nobody knows.
PAYROLL = [
    ["2026年10月工资发放表"],
    ["序号", "姓名", "身份证号", "出勤天数", "应发工资", "实发工资", "实发金额", "神秘栏目"],
    [1, "张某甲", NUMBER, 20, 6000, 5800, 5900, "x"],
    [2, "李某乙", "110199199103070033", 21, 6300, 6100, 6200, "y"],
]
#: Nothing in it is a heading that anybody knows.
STRANGE = [["甲栏", "乙栏", "丙栏"], ["张某甲", "好", "坏"], ["李某乙", "坏", "好"]]


# ---- the mapping file, without a desk ----


def tables(sheets: list[survey.Sheet]) -> list[tuple[survey.Sheet, Table]]:
    found = {}
    for sheet in sheets:
        if sheet.fingerprint:
            heads = tuple(dict.fromkeys((column.letter, column.header) for column in sheet.columns))
            found.setdefault(
                sheet.fingerprint, (sheet, Table(sheet.fingerprint, sheet.header_row, heads, (sheet.file,)))
            )
    return list(found.values())


def test_whatever_is_chosen_reads_back_as_that(tmp_path: Path) -> None:
    """Every shape of ``messy``: every column pinned to what it is, or left out; and the check takes all of it."""
    path = tmp_path / "mapping.toml"
    given = submission.read([SAMPLES / "messy"])
    choices = []
    for sheet, table in tables(survey.of(given)[0]):
        fields = {}
        for place, head in enumerate(table.columns):
            named = next(one.field for one in sheet.columns if (one.letter, one.header) == head)
            fields[place] = named if named and named in reader.choices(sheet.ledger) else IGNORE
        choices.append((table, Chosen(sheet.ledger, None, fields)))
    assert len(choices) > 20
    column_choices.save(path, None, choices, T)
    kept = column_choices.held(path)
    assert [column_choices.chosen(kept, table) for table, _ in choices] == [one for _, one in choices]
    used = submission.read([SAMPLES / "messy"], mapping=kept).mapping
    assert used is not None
    assert (used.used, used.unused, used.stale) == (len(choices), (), ())


HELD = """version = 1

[[sheet]]
fingerprint = "abc"
seen = ["a.xlsx / 一"]
ledger = "工资发放表"
[sheet.columns]
"C 实发" = "实发工资"
"身份证" = "身份证号码"
"Z 没有的栏" = "备注"

[[sheet]]
fingerprint = "other"
ledger = "花名册"
header_row = 3
[sheet.columns]
"A" = "忽略"

[[place]]
file = "*甲公司*"
contractor = "甲公司"
period = "2026-09-11..2026-10-10"
"""
TABLE = Table("abc", 2, (("A", "序号"), ("B", "身份证"), ("C", "实发"), ("D", "")))


def test_what_is_not_chosen_stays(tmp_path: Path) -> None:
    path = tmp_path / "mapping.toml"
    path.write_text(HELD, "utf-8")
    before = column_choices.held(path)
    assert before is not None
    found = column_choices.chosen(before, TABLE)
    assert (found.ledger, dict(found.fields)) == ("payroll", {1: "id_number", 2: "net_pay"})
    column_choices.save(path, before, [(TABLE, Chosen("payroll", None, {1: "id_number", 3: IGNORE}))], T)
    after = column_choices.held(path)
    assert after is not None
    assert column_choices.chosen(after, TABLE).fields == {1: "id_number", 3: IGNORE}
    assert after.places == tuple(
        one.__class__(**{**one.__dict__, "line": after.places[0].line}) for one in before.places
    )
    others = [next(one for one in kept.entries if one.fingerprint == "other") for kept in (before, after)]
    assert [(one.ledger, one.header_row, one.columns) for one in others] == [("roster", 3, (("A", IGNORE),))] * 2
    assert "Z 没有的栏" in path.read_text("utf-8")  # of a month that had this column


def test_what_cannot_be_read_back_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "mapping.toml"
    path.write_text(HELD, "utf-8")
    with pytest.raises(InputError):
        column_choices.save(
            path, column_choices.held(path), [(TABLE, Chosen("payroll", None, {0: "no_such_field"}))], T
        )
    assert path.read_text("utf-8") == HELD
    assert [one.name for one in tmp_path.iterdir()] == ["mapping.toml"]


@pytest.mark.parametrize("heading", ['引"号', "反\\斜", "换\n行", "\x7f\x01", "'''", "等 = 号 # 井", "😀"])
def test_headings_of_any_kind(tmp_path: Path, heading: str) -> None:
    path, table = tmp_path / "mapping.toml", Table("abc", 1, (("A", "姓名"), ("B", heading)), (f"{heading}.xlsx",))
    choice = Chosen("payroll", None, {1: "net_pay"})
    column_choices.save(path, None, [(table, choice)], T)
    assert column_choices.chosen(column_choices.held(path), table) == choice


# ---- the page ----


def made(room: Office, site: str) -> str:
    return checked(room, site, {"甲公司/工资表.xlsx": book(PAYROLL, "工资发放表"), "甲公司/怪表.xlsx": book(STRANGE)})


def selects(page: str) -> dict[str, str]:
    """Name → what is chosen now."""
    found = {}
    for name, body in re.findall(r'<select[^>]*? name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)" selected', body)
        found[name] = chosen[1] if chosen else ""
    return found


def of_column(page: str, heading: str) -> str:
    """The name of the select of a column."""
    row = next(row for row in re.findall(r"<tr.*?</tr>", page, re.S) if f'scope="row">{heading}<' in row)
    found = re.search(r'name="([^"]+)"', row)
    assert found is not None
    return found[1]


def seen(page: str) -> str:
    """What the form says that the page showed."""
    found = re.search(r'name="seen" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_the_doubtful_comes_first_and_can_be_chosen(room: Office) -> None:
    site = room.site()
    hand_in = made(room, site)
    clerk = room.browser("clerk", sites=[site])
    page = html.unescape(clerk.get(f"/hand-ins/{hand_in}/reading").text)
    assert page.index("怪表.xlsx") < page.index("工资表.xlsx")  # what was not recognised before what is in doubt
    assert "没有认出" in page
    assert "拿不准" in page
    assert "神秘栏目" in text_of(page)
    assert NUMBER not in page
    verdict = text_of(clerk.get(f"/hand-ins/{hand_in}").text)
    assert "没有认出的表 1 张" in verdict


def test_a_choice_is_kept_and_checked_again(room: Office) -> None:
    site = room.site()
    hand_in = made(room, site)
    files = room.desk.store.hand_in(hand_in)
    clerk = room.browser("clerk", sites=[site])
    page = clerk.get(f"/hand-ins/{hand_in}/reading").text
    sent: dict[str, Any] = {"shape": re.findall(r'name="shape" value="(\d+)"', page), **selects(page)}
    sent["seen"] = seen(page)
    sent |= {of_column(page, "F 实发工资"): "net_pay", of_column(page, "G 实发金额"): "ignore"}
    answer = clerk.post(f"/hand-ins/{hand_in}/reading", sent)
    assert answer.status_code == 303, text_of(answer.text)
    said = tomllib.loads(files.mapping.read_text("utf-8"))
    assert [one["columns"] for one in said["sheet"]] == [{"F 实发工资": "net_pay", "G 实发金额": "ignore"}]
    check(room, hand_in)
    page = clerk.get(f"/hand-ins/{hand_in}/reading").text
    assert "由劳资员指定" in page
    result = (files.result / "result.json").read_text("utf-8")
    assert str(room.desk.store.root) not in result  # no path of this machine
    # left to the program again: nothing is left of the choice
    shape = re.search(r"shape=(\d+)", page)
    opened = clerk.get(f"/hand-ins/{hand_in}/reading?shape={shape[1]}").text if shape else page
    now = {"shape": re.findall(r'name="shape" value="(\d+)"', opened), **selects(opened), "seen": seen(opened)}
    assert sorted(value for name, value in now.items() if name.startswith("column-") and value) == ["ignore", "net_pay"]
    assert clerk.post(f"/hand-ins/{hand_in}/reading", {**now, **dict.fromkeys(selects(opened), "")}).status_code == 303
    assert "sheet" not in tomllib.loads(files.mapping.read_text("utf-8"))


def test_a_sheet_can_be_named_a_ledger_or_left_out(room: Office) -> None:
    site = room.site()
    hand_in = made(room, site)
    clerk = room.browser("clerk", sites=[site])
    page = clerk.get(f"/hand-ins/{hand_in}/reading").text
    shapes = re.findall(r'name="shape" value="(\d+)"', page)
    sent = {"shape": shapes[0], f"ledger-{shapes[0]}": "ignore", "seen": seen(page)}
    answer = clerk.post(f"/hand-ins/{hand_in}/reading", sent)
    assert answer.status_code == 303, text_of(answer.text)
    check(room, hand_in)
    assert "指定不读" in clerk.get(f"/hand-ins/{hand_in}/reading").text
    assert "没有认出的表" not in clerk.get(f"/hand-ins/{hand_in}").text


WRONG: dict[str, dict[str, str]] = {
    "a shape that is none": {"shape": "999"},
    "a ledger that is none": {"shape": "1", "ledger-1": "no_such"},
    "a field that is none": {"shape": "1", "column-1-0": "no_such"},
    "a field of another ledger": {"shape": "1", "column-1-0": "hidden_until"},
    "a row that is no number": {"shape": "1", "head-1": "三"},
}


@pytest.mark.parametrize("sent", WRONG.values(), ids=WRONG)
def test_a_wrong_choice_is_refused(room: Office, sent: dict[str, str]) -> None:
    site = room.site()
    hand_in = made(room, site)
    clerk = room.browser("clerk", sites=[site])
    opened = seen(clerk.get(f"/hand-ins/{hand_in}/reading").text)
    answer = clerk.post(f"/hand-ins/{hand_in}/reading", {**sent, "seen": opened})
    assert answer.status_code == 400
    assert not room.desk.store.hand_in(hand_in).mapping.exists()
    with room.desk.register.reading() as reading:
        job = queue.latest(reading.connection, hand_in)
    assert job is not None
    assert job.state == "done"


def test_readers_see_it_and_choose_nothing(room: Office) -> None:
    site = room.site()
    hand_in = made(room, site)
    for who in ("manager", "legal", "auditor"):
        page = room.browser(who).get(f"/hand-ins/{hand_in}/reading")
        assert page.status_code == 200
        assert "<select" not in page.text
        assert room.browser(who).post(f"/hand-ins/{hand_in}/reading", {"shape": "1"}).status_code == 403


def test_only_the_newest_hand_in_is_corrected(room: Office) -> None:
    site = room.site()
    hand_in = made(room, site)
    clerk = room.browser("clerk", sites=[site])
    later = clerk.post(f"/hand-ins/{hand_in}/again").headers["location"].split("?")[0]
    page = clerk.get(f"/hand-ins/{hand_in}/reading").text
    assert "<select" not in page
    assert later in page


def test_a_mapping_that_was_handed_in_is_gone_on_from(room: Office) -> None:
    site = room.site()
    hand_in = begun(room, site, {"甲公司/工资表.xlsx": book(PAYROLL, "工资发放表"), "mapping.toml": HELD.encode()})
    handing_in.submit(room.desk, PEOPLE["clerk"], hand_in)
    check(room, hand_in)
    clerk = room.browser("clerk", sites=[site])
    page = clerk.get(f"/hand-ins/{hand_in}/reading?shape=1").text
    sent = {
        "shape": re.findall(r'name="shape" value="(\d+)"', page),
        "seen": seen(page),
        **selects(page),
        of_column(page, "H 神秘栏目"): "ignore",
    }
    assert clerk.post(f"/hand-ins/{hand_in}/reading", sent).status_code == 303
    text = room.desk.store.hand_in(hand_in).mapping.read_text("utf-8")
    assert "甲公司" in text
    assert '"H 神秘栏目" = "ignore"' in text


def test_not_read_yet(room: Office) -> None:
    site = room.site()
    assert room.browser("clerk", sites=[site]).get(f"/hand-ins/{begun(room, site)}/reading").status_code == 404


@pytest.mark.parametrize(
    ("ledger", "order"),
    [
        ("payroll", ("name", "id_number", "work_days", "gross_pay", "net_pay", "contractor", "department")),
        ("attendance", ("name", "id_number", "date", "days", "contractor", "gross_pay")),
        ("payment", ("name", "id_number", "payee_account", "amount", "contractor")),
    ],
)
def test_fields_to_choose_begin_with_what_a_table_is_read_for(ledger: str, order: tuple[str, ...]) -> None:
    found = list(reader.choices(ledger))
    assert found[:2] == ["name", "id_number"]
    assert sorted(order, key=found.index) == list(order)


def test_tables_of_another_month_are_named_beside_the_verdict(room: Office) -> None:
    """They were read and nothing in them was judged: no silence about it, and none where all is of the month."""
    site = room.site()
    july = [["2026年7月工资发放表"], *PAYROLL[1:]]
    folder = "示例甲建筑劳务有限公司"
    made = checked(room, site, {f"{folder}/工资表.xlsx": book(PAYROLL), f"{folder}/补交.xlsx": book(july)})
    said = text_of(room.browser("clerk", sites=[site]).get(f"/hand-ins/{made}").text)
    assert "有 1 张表写的是别的月份，没有参加这次核对" in said
    assert f"{folder}/补交.xlsx / Sheet（2026-07-01 至 2026-07-31）" in said
    alone = checked(room, site, {f"{folder}/工资表.xlsx": book(PAYROLL)})
    assert "写的是别的月份" not in text_of(room.browser("clerk").get(f"/hand-ins/{alone}").text)
