"""``wagecheck blacklist`` as a person uses it: sentences, exit codes, questions, JSON. Made-up firms only."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from tests.conftest import ROOT
from wagecheck.cli import main

CODE, OTHER_CODE = "91110199MA00000X7P", "91110199MA0000AB08"
FIRM = "示例甲建筑劳务有限公司"
HEADS = [
    "单位名称",
    "统一社会信用代码",
    "身份证号码",
    "联系电话",
    "列入事由",
    "拖欠金额（万元）",
    "列入决定书文号",
    "列入日期",
]
ROW = [
    FIRM,
    CODE,
    "110199199003070017",
    "13800001234",
    "拖欠27名农民工工资，电话13800001234",
    109.18,
    "3号",
    "2026-03-02",
]
DOUBTFUL = ["示例乙公司", OTHER_CODE[:-1] + "0", None, None, "欠", 1, "4号", "2026-03-02"]
GROUP = ("--list", "group", "--name", FIRM, "--uscc", CODE, "--reason", "拖欠工资", "--decided-on", "2026-03-02")


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Desk:
    """A person at a register of his own."""

    folder: Path

    @property
    def file(self) -> Path:
        return self.folder / "register.db"

    def __call__(self, *words: object, who: str = "甲", answers: str | None = None) -> Said:
        """``wagecheck blacklist <words>``; with ``answers`` somebody sits at a terminal."""
        place = [] if "--register" in words else ["--register", str(self.file)]
        arguments = ["blacklist", *map(str, words), *place, "--as", who]
        with CliRunner().isolation(input=answers) as (out, err, _):
            if answers is not None:
                sys.stdin.isatty = lambda: True  # type: ignore[method-assign]
            try:
                main(arguments)
                code = 0
            except SystemExit as left:
                code = int(left.code or 0)
            return Said(code, out.getvalue().decode(), err.getvalue().decode())

    def listing(self, *rows: list[Any], name: str = "名单.xlsx") -> Path:
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        for row in (HEADS, *rows):
            sheet.append(row)
        path = self.folder / name
        book.save(path)
        return path

    def events(self) -> list[tuple[str, str]]:
        with sqlite3.connect(self.file) as other:
            return other.execute("SELECT actor, action FROM event ORDER BY seq").fetchall()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795219200")  # 2026-11-21
    monkeypatch.setenv("COLUMNS", "200")
    return Desk(tmp_path)


def test_an_import_without_a_terminal_is_a_preview_and_makes_nothing(desk: Desk) -> None:
    said = desk("import", desk.listing(ROW, DOUBTFUL))
    assert said.code == 0
    assert "新增 1 条，变化 0 条，存疑 1 条，已有 0 条" in said.out
    assert "校验位不对" in said.out
    assert "没有写入；加 --yes 写入 1 条" in said.out
    assert not desk.file.exists()


def test_an_import_writes_once_and_the_same_file_brings_nothing(desk: Desk) -> None:
    path = desk.listing(ROW, DOUBTFUL)
    assert "登记 1 条" in desk("import", path, "--yes").out
    again = desk("import", path, "--yes")
    assert "由 甲 导入过" in again.out
    assert "没有需要写入的" in again.out
    assert [action for _, action in desk.events()] == ["add", "import"]
    assert "登记 1 条" in desk("import", path, "--yes", "--accept", "3", who="乙").out
    assert desk.events()[2:] == [("乙", "add"), ("乙", "import")]


@pytest.mark.parametrize(("answer", "entries"), [("y\n", 1), ("n\n", 0)])
def test_at_a_terminal_an_import_asks(desk: Desk, answer: str, entries: int) -> None:
    said = desk("import", desk.listing(ROW), answers=answer)
    assert "写入这 1 条吗" in said.out
    assert desk.file.exists() is bool(entries)


def test_an_import_for_programs(desk: Desk) -> None:
    path = desk.listing(ROW, DOUBTFUL)
    told = desk("import", path, "--json").json
    assert (told["written"], told["again"]) == (False, False)
    assert told["counts"] == {"new": 1, "changed": 0, "doubtful": 1, "known": 0}
    assert told["rows"][0]["stated"]["person_id"] == "110199********0017"
    assert "13800001234" not in json.dumps(told)
    assert [doubt["code"] for doubt in told["rows"][1]["doubts"]] == ["code"]
    assert desk("import", path, "--json", "--yes").json["added"] == ["E1"]


@pytest.mark.parametrize(
    ("sentence", "words", "err"),
    [
        ("no such file", ("import", "没有.xlsx"), "打不开"),
        ("no register yet", ("list",), "没有找到登记册"),
        ("in English", ("list", "--lang", "en"), "There is no register"),
        ("nothing given", ("add",), "缺少 --list、--name、--reason、--decided-on"),
        ("a day is missing", ("add", *GROUP[:2], *GROUP[2:8], "--list", "local"), "缺少 --decided-on"),
        ("a wrong code", ("add", *GROUP, "--uscc", CODE[:-1] + "0"), "统一社会信用代码“91110199MA00000X70”不对"),
        ("a wrong amount", ("add", *GROUP, "--amount", "许多"), "看不懂金额“许多”"),
        ("a wrong day", ("add", *GROUP, "--to", "明年"), "看不懂日期“明年”"),
        ("no decision", ("decide", "E1", "--reason", "x"), "缺少 --approve"),
        ("a decision without a reason", ("decide", "E1", "--approve"), "缺少 --reason"),
        ("a number where nothing is approved", ("decide", "E1", "--reject", "--reason", "x", "--decision-no", "1"), "只能在批准"),
        ("leaving without a day", ("lift", "E1", "--reason", "x"), "缺少 --on"),
        ("a correction of nothing", ("amend", "E1", "--reason", "x"), "没有写明要更正什么"),
        ("a verdict without an answer", ("same", FIRM, "E1", "--reason", "x"), "缺少 --yes、--no"),
        ("an order without a deadline", ("order", "add", "--contractor", FIRM), "缺少 --deadline"),
        ("an unknown kind of file", ("export", "名单.pdf"), "以 .xlsx 或 .csv 结尾"),
        ("the program's own name", ("add", *GROUP, "--as", "wagecheck"), "程序自己的名字"),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_said_in_one_sentence(
    desk: Desk, sentence: str, words: tuple[str, ...], err: str
) -> None:
    who = "wagecheck" if words[-1] == "wagecheck" else "甲"
    said = desk(*words, who=who)
    assert said.code == 2, sentence
    assert err in said.err
    assert "Traceback" not in said.err
    assert not desk.file.exists() or desk.events() == []


def test_at_a_terminal_what_is_missing_is_asked_for(desk: Desk) -> None:
    answers = f"group\n{FIRM}\n{CODE[:-1]}0\n{CODE}\n拖欠工资\n昨天\n2026-03-02\n\n示例集团1号\n\n"
    said = desk("propose", answers=answers)
    assert said.code == 0, said
    assert "不对" in said.out + said.err
    assert "已提出建议，编号 E1" in said.out
    told = desk("show", "E1", "--json").json
    assert (told["list"], told["name"], told["uscc"], told["decided_on"]) == ("group", FIRM, CODE, "2026-03-02")
    assert (told["decision_no"], told["authority"], told["in_force_to"]) == ("示例集团1号", None, None)


def test_two_people_put_a_group_entry_in_force(desk: Desk) -> None:
    assert "须两人决定" in desk("add", *GROUP).out
    own = desk("decide", "E1", "--approve", "--reason", "属实")
    assert (own.code, "须由另一个人批准" in own.err) == (2, True)
    done = desk(
        "decide",
        "e1",
        "--approve",
        "--reason",
        "属实",
        "--decision-no",
        "示例集团〔2026〕1号",
        "--to",
        "2027-03-01",
        who="乙",
    )
    assert "E1 现在的状态：有效" in done.out
    told = desk("show", "E1", "--json").json
    assert (told["proposed_by"], told["approved_by"], told["decision_no"], told["in_force_to"]) == (
        "甲", "乙", "示例集团〔2026〕1号", "2027-03-01",
    )  # fmt: skip


def test_a_profile_may_do_without_four_eyes(desk: Desk) -> None:
    rules = desk.folder / "rules"
    (rules / "profiles").mkdir(parents=True)
    default = Path(__file__).parents[2] / "rules" / "profiles" / "default.toml"
    text = (
        default.read_text("utf-8")
        .replace('name = "default"', 'name = "small"')
        .replace('four_eyes = ["group"]', "four_eyes = []")
    )
    (rules / "profiles" / "small.toml").write_text(text, "utf-8")
    house = ("--rules", rules, "--profile", "small")
    assert "从生效日期起有效" in desk("add", *GROUP, *house).out
    (rules / "profiles" / "small.toml").write_text(text.replace("four_eyes = []", 'four_eyes = ["blue"]'), "utf-8")
    wrong = desk("add", *GROUP, *house)
    assert (wrong.code, "blue" in wrong.err, "statutory" in wrong.err) == (2, True, True)


@pytest.mark.parametrize(
    ("sentence", "changed", "err"),
    [
        ("the same decision", (), "已经登记为 E1"),
        ("another code for the name", ("--uscc", OTHER_CODE, "--decided-on", "2026-04-01"), "名称相同、代码不同"),
        ("another name for the code", ("--name", "示例别公司", "--decided-on", "2026-04-01"), "代码相同、名称不同"),
    ],
)
def test_nothing_is_entered_twice_unless_somebody_insists(
    desk: Desk, sentence: str, changed: tuple[str, ...], err: str
) -> None:
    desk("propose", *GROUP)
    said = desk("propose", *GROUP, *changed)
    assert (said.code, err in said.err) == (2, True), said.err
    assert desk("propose", *GROUP, *changed, "--anyway").code == 0
    assert len(desk("list", "--json").json) == 2


def test_an_entry_is_shown_with_what_follows_from_it(desk: Desk) -> None:
    desk("import", desk.listing(ROW), "--yes")
    said = desk("show", "E1", "--as-of", "2026-11-21").out
    assert "金额（元）：1091800.00" in said
    assert "推算到 2029-03-01 届满" in said
    assert "2026-09-02 起可以申请" in said
    assert "2027-03-02 起可以申请" in said
    assert "来源位置：Sheet!2" in said
    assert "110199********0017" in said
    assert "138****1234" in said
    assert "13800001234" not in said
    told = desk("show", "E1", "--json", "--as-of", "2029-03-02").json
    assert (told["state"], told["in_force_to"]) == ("expired", None)
    assert told["computed"]["end"] == "2029-03-01"


def test_full_numbers_are_shown_on_record_only(desk: Desk) -> None:
    desk("import", desk.listing(ROW), "--yes")
    assert "110199199003070017" in desk("show", "E1", "--unmask", who="丙").out
    assert desk.events()[-1] == ("丙", "unmask")
    assert "110199199003070017" in desk("list", "--json", "--unmask", who="丙").out
    assert len(desk.events()) == 4


def test_the_history_says_what_changed(desk: Desk) -> None:
    desk("add", *GROUP[2:], "--list", "local", "--amount", "5万元")
    desk("amend", "E1", "--amount", "60000", "--listing-reason", "拖欠30人工资", "--reason", "笔误", who="乙")
    desk("lift", "E1", "--reason", "已付清", "--on", "2026-09-30", who="丙")
    said = desk("history", "E1").out
    assert "金额（元）：由“50000.00”改为“60000.00”" in said
    assert "列入事由：由“拖欠工资”改为“拖欠30人工资”" in said
    assert "状态：由“有效”改为“已移出”" in said
    assert "移出日期：2026-09-30" in said
    told = desk("history", "e1", "--json").json
    assert [(one["actor"], one["action"], one["reason"]) for one in told] == [
        ("甲", "add", "拖欠工资"), ("乙", "amend", "笔误"), ("丙", "lift", "已付清"),
    ]  # fmt: skip
    assert desk("history", "E9").code == 2


def test_entries_are_listed_by_list_state_and_name(desk: Desk) -> None:
    desk("add", *GROUP)
    desk("import", desk.listing(ROW), "--yes")
    desk(
        "add",
        "--list",
        "local",
        "--name",
        "示例丙公司",
        "--reason",
        "x",
        "--decided-on",
        "2020-01-01",
        "--to",
        "2021-01-01",
    )

    def ids(*words: str) -> list[str]:
        return [one["id"] for one in desk("list", "--json", *words).json]

    assert ids() == ["E1", "E2", "E4"]
    assert ids("--list", "group") == ["E1"]
    assert ids("--state", "in_force") == ["E2"]
    assert ids("--state", "expired") == ["E4"]
    assert ids("--name", "甲建筑") == ["E1", "E2"]
    assert ids("--name", OTHER_CODE) == []
    said = desk("list").out
    assert "已届满" in said
    assert "共 3 条" in said
    assert "没有符合条件的条目" in desk("list", "--name", "没有").out


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_an_export_comes_back_as_on_record_and_starts_no_formula(desk: Desk, ending: str) -> None:
    desk("import", desk.listing(ROW), "--yes")
    desk("add", "--list", "local", "--name", "=HYPERLINK(1)", "--reason", "@x", "--decided-on", "2026-01-01")
    out = desk.folder / f"导出.{ending}"
    assert "已导出 2 条" in desk("export", out).out
    assert "不会覆盖" in desk("export", out).err
    first = out.read_bytes()
    assert desk("export", out, "--force").code == 0
    assert out.read_bytes() == first
    if ending == "xlsx":
        cells = [cell for row in openpyxl.load_workbook(out).worksheets[0].iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
        texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    else:
        texts = first.decode("utf-8-sig").replace("\r\n", ",").split(",")
        assert "110199199003070017" not in first.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in texts
    assert not [text for text in texts if text[:1] in "=@" and text]
    assert desk("import", out, "--json").json["counts"] == {"new": 0, "changed": 0, "doubtful": 0, "known": 2}


def test_an_export_of_full_numbers_is_on_record(desk: Desk) -> None:
    desk("import", desk.listing(ROW), "--yes")
    said = desk("export", desk.folder / "o.csv", "--unmask", who="丙")
    assert "请妥善保管" in said.out
    assert "110199199003070017" in (desk.folder / "o.csv").read_text("utf-8-sig")
    assert desk.events()[-1] == ("丙", "unmask")


def test_a_verdict_is_remembered_once(desk: Desk) -> None:
    desk("import", desk.listing(ROW), "--yes")
    said = ("same", "示列甲建筑劳务有限公司", "E1", "--no", "--reason", "查过营业执照")
    assert "已记下结论 V3" in desk(*said).out
    assert "已有记录（V3）" in desk(*said).out
    assert "不是这个条目所指" in desk("show", "E1").out
    assert desk("same", CODE, "E1", "--yes", "--person", "张某甲", "--reason", "x").code == 0
    assert [one["uscc"] for one in desk("show", "E1", "--json").json["verdicts"]] == [None, CODE]


def test_orders_to_pay(desk: Desk) -> None:
    added = desk(
        "order", "add", "--contractor", FIRM, "--deadline", "2026-10-31", "--amount", "5万元", "--order-no", "1号"
    )
    assert "O1，支付期限 2026-10-31" in added.out
    assert [(one["amount"], one["state"]) for one in desk("order", "list", "--json").json] == [("50000.00", "open")]
    assert "未付清" in desk("order", "list").out
    assert desk("order", "settle", "O1", "--on", "2026-11-01", "--reason", "银行回单").code == 0
    assert "没有责令支付" in desk("order", "list", "--open").out
    assert desk("order", "revoke", "O1", "--reason", "x").code == 2


def test_evidence_lies_beside_the_register_and_is_checked_again(desk: Desk) -> None:
    desk("import", desk.listing(ROW), "--yes")
    paper = desk.folder / "决定书.pdf"
    paper.write_bytes(b"%PDF made up")
    assert "编号 F3" in desk("evidence", "add", "E1", paper).out
    assert "没有重复登记" in desk("evidence", "add", "E1", paper).out
    (copy,) = (desk.folder / "register.db.evidence").iterdir()
    assert copy.read_bytes() == paper.read_bytes()
    assert (desk("evidence", "list", "E1").code, "完好" in desk("evidence", "list", "E1").out) == (0, True)
    copy.write_bytes(b"changed")
    broken = desk("evidence", "list", "E1")
    assert (broken.code, "已被改动" in broken.out) == (1, True)
    assert desk("evidence", "list", "E1", "--json").json[0]["check"] == "changed"
    assert desk("evidence", "list", "E7").code == 2


def test_verification_says_where_the_register_was_changed(desk: Desk) -> None:
    desk("import", desk.listing(ROW), "--yes")
    sound = desk("verify", "--json").json
    assert (sound["sound"], sound["events"]) == (True, 2)
    assert desk("verify", "--head", sound["head"]).code == 0
    assert "核验完好" in desk("verify").out
    other = desk("verify", "--head", "0" * 63 + "1")
    assert (other.code, "没有校验值" in other.out) == (1, True)
    with sqlite3.connect(desk.file) as behind:
        behind.executescript("DROP TRIGGER event_no_update; UPDATE event SET actor = '丁' WHERE seq = 1")
    broken = desk("verify")
    assert (broken.code, "第 1 条操作记录（E1）的内容与校验值不一致" in broken.out) == (1, True)
    assert [one["code"] for one in desk("verify", "--json").json["breaks"]] == ["hash", "guard"]
    assert "event_no_update 被删除" in broken.out


def test_a_file_that_is_no_register_is_refused(desk: Desk) -> None:
    desk.file.write_bytes(b"not a database at all, but long enough to be looked at" * 40)
    for words in (("list",), ("verify",), ("import", desk.listing(ROW), "--yes")):
        said = desk(*words)
        assert (said.code, "登记册" in said.err, "Traceback" in said.err) == (2, True, False), words


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk", "utf-8"])
def test_output_of_any_encoding_loses_nothing(desk: Desk, encoding: str) -> None:
    desk("add", "--list", "local", "--name", "示例𠮷㛃公司", "--reason", "欠", "--decided-on", "2026-03-02")
    for options in ((), ("--json",)):
        command = [sys.executable, "-m", "wagecheck", "blacklist", "list", "--register", str(desk.file), *options]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding, "COLUMNS": "200"}
        done = subprocess.run(command, capture_output=True, env=environment, check=False)
        assert (done.returncode, done.stderr) == (0, b""), encoding
    text = done.stdout.decode("gbk" if encoding == "gbk" else "utf-8")
    assert json.loads(text)[0]["name"] == "示例𠮷㛃公司"


def test_a_program_that_closed_the_input_is_told_what_is_missing(desk: Desk) -> None:
    for words in (("blacklist", "add"), ("waive", "add")):
        command = [sys.executable, "-m", "wagecheck", *words, "--register", str(desk.file)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        closed = ["/bin/sh", "-c", 'exec "$@" <&-', "sh", *command]
        done = subprocess.run(closed, capture_output=True, text=True, env=environment, check=False)
        assert (done.returncode, "缺少" in done.stderr) == (2, True), done.stderr


def test_help_names_every_command(desk: Desk) -> None:
    with CliRunner().isolation() as (out, _, _):
        with pytest.raises(SystemExit):
            main(["blacklist", "--help"])
        said = out.getvalue().decode()
    for command in ("add", "list", "show", "lift", "decide", "propose", "history", "import", "export", "verify", "same", "order", "evidence", "amend"):  # fmt: skip
        assert f"\n  {command} " in said
