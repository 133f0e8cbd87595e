"""``wagecheck waive``: proposals, approvals, the filled action plan; what is missing is said and nothing is doubled."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.conftest import SAMPLES, Run, check, run
from wagecheck import cli

FIRM = "示例蓝田建筑劳务有限公司"
ADD = ("--rule", "PB03", "--contractor", FIRM, "--reason", "公示栏施工中", "--expires", "2026-12-31")
#: Day of the commands: 2026-11-21.
TODAY = "1795219200"
Say = Callable[..., tuple[int, str]]


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    """Runs a command on a register of its own: exit code and everything it said."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", TODAY)
    monkeypatch.setenv("COLUMNS", "240")
    monkeypatch.setenv("WAGECHECK_REGISTER", str(tmp_path / "登记册.db"))

    def said(*arguments: object) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            cli.main([str(argument) for argument in arguments])
        out = capsys.readouterr()
        return int(ended.value.code or 0), out.out + out.err

    return said


@pytest.fixture(scope="module")
def typical(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return check(SAMPLES / "typical", tmp_path_factory.mktemp("typical") / "out")


def listed(say: Say, *options: object) -> list[dict[str, Any]]:
    code, text = say("waive", "list", "--json", *options)
    assert code == 0, text
    return list(json.loads(text))


def test_proposed_approved_ended(say: Say) -> None:
    assert say("waive", "add", *ADD, "--as", "张三") == (
        0, "已提出豁免 W1，由另一个人批准后起作用：wagecheck waive approve W1 --as 姓名\n",
    )  # fmt: skip
    code, text = say("waive", "approve", "W1", "--as", "张三")
    assert (code, "另一个人" in text) == (2, True)
    assert say("waive", "approve", "w1", "--as", "李四") == (0, "豁免 W1 已批准。\n")
    assert [(row["id"], row["state"], row["approved_by"]) for row in listed(say)] == [("W1", "approved", "李四")]
    assert [row["state"] for row in listed(say, "--as-of", "2027-01-01")] == ["expired"]
    code, text = say("waive", "list")
    assert (code, all(word in text for word in ("W1", "有效", "PB03", FIRM, "李四"))) == (0, True)
    assert say("waive", "end", "W1", "--reason", "已整改", "--as", "王五")[0] == 0
    assert listed(say, "--state", "approved") == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("--rule", "ZZ99"), "ZZ99"),
        (("--rule", "BK01"), "不能豁免"),
        (("--expires", "2026-11-20"), "已经过去"),
        (("--expires", "年底"), "看不懂日期"),
        (("--worker", "张某"), "工人标识"),
    ],
)
def test_what_cannot_be_proposed(say: Say, change: tuple[str, str], said: str) -> None:
    code, text = say("waive", "add", *ADD, *change, "--as", "张三")
    assert (code, said in text) == (2, True), text
    assert say("waive", "add", "--rule", "PB03", "--as", "张三")[0] == 2, "without a terminal nothing is asked"


def test_a_profile_may_do_without_the_second_person(say: Say, tmp_path: Path) -> None:
    own = tmp_path / "rules" / "profiles"
    own.mkdir(parents=True)
    text = (Path(__file__).parents[2] / "rules" / "profiles" / "default.toml").read_text("utf-8")
    text = text.replace('name = "default"', 'name = "alone"').replace(
        "four_eyes_waivers = true", "four_eyes_waivers = false"
    )
    (own / "alone.toml").write_text(text, "utf-8")
    done = say("waive", "add", *ADD, "--as", "张三", "--profile", "alone", "--rules", own.parent)
    assert done == (0, "豁免 W1 已批准。\n")


def filled(run_of: Run, place: Path, *, xlsx: bool = False) -> Path:
    """The action plan of ``run_of`` with all that a clerk may write into it."""
    rows = list(csv.reader((run_of.out / "findings.csv").read_text("utf-8-sig").splitlines()))
    head, place_of = rows[0], {name: number for number, name in enumerate(rows[0])}
    assert head[-4:] == ["原因", "整改措施", "责任人", "整改期限"]
    assert all(row[-4:] == [""] * 4 for row in rows[1:])
    said = {
        "PY18": ("联系不上", "已提存", "王某", "2026-12-31"),
        "PY04": ("本人住院", "", "", "2026年12月10日"),
        "PY01": ("模板待换", "", "", ""),
        "PB02": ("", "改", "", "2026-12-01"),
        "LC08": ("条款在改", "", "", "尽快"),
        "AT02": ("核对中", "", "", "2026-11-20"),
        "BK01": ("专户刚开", "", "", "2026-12-31"),
    }
    for rule, cells in said.items():
        next(row for row in rows if row[place_of["规则"]] == rule)[-4:] = cells
    rows.append([*[""] * (len(head) - 5), "f" * 16, "不知道", "", "", "2026-12-31"])
    path = place / ("findings.xlsx" if xlsx else "findings.csv")
    if xlsx:
        with xlsxwriter.Workbook(str(path)) as book:
            book.add_worksheet("说明").write(0, 0, "整改计划")
            sheet = book.add_worksheet("问题清单")
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream).writerows(rows)
    return path


EXPECTED = {
    "PY18": "new", "PY04": "new", "PY01": "no_date", "PB02": "no_reason", "LC08": "bad_date", "AT02": "past",
    "BK01": "barred", None: "unknown",
}  # fmt: skip


@pytest.mark.parametrize("xlsx", [False, True])
def test_the_action_plan_proposes_what_is_complete_once(say: Say, typical: Run, tmp_path: Path, xlsx: bool) -> None:
    plan = filled(typical, tmp_path, xlsx=xlsx)
    command = ("waive", "plan", plan, "--result", typical.out, "--as", "张三", "--json")
    code, text = say(*command)
    assert {row["rule"]: row["status"] for row in json.loads(text)} == EXPECTED
    assert (code, (tmp_path / "登记册.db").exists()) == (1, False), "a trial writes nothing"
    assert say(*command, "--yes")[0] == 1
    kept = {row["rule"]: row for row in listed(say)}
    assert {rule: row["state"] for rule, row in kept.items()} == {"PY18": "proposed", "PY04": "proposed"}
    assert kept["PY18"]["reason"] == "联系不上；整改措施：已提存"
    assert (kept["PY18"]["responsible"], kept["PY18"]["expires_on"]) == ("王某", "2026-12-31")
    assert kept["PY04"]["expires_on"] == "2026-12-10"
    again = {row["rule"]: row["status"] for row in json.loads(say(*command, "--yes")[1])}
    assert again == EXPECTED | {"PY18": "already", "PY04": "already"}
    assert len(listed(say)) == 2


#: What becomes of a findings.csv on the way through a spreadsheet program → what the plan says of its only row.
ROW = {"原因": "公示栏施工中，电话13800001234", "责任人": "王某13800001234", "整改期限": "2026-12-31"}
MANGLED = [
    ("as it was written", {}, "utf-8-sig", ",", "new"),
    ("without the mark of the encoding", {}, "utf-8", ",", "new"),
    ("in the encoding of a Chinese system", {}, "gb18030", ",", "new"),
    ("with semicolons", {}, "utf-8-sig", ";", "new"),
    ("as Unicode text", {}, "utf-16", "\t", "new"),
    ("a day as the program writes it", {"整改期限": "2026/12/31 0:00"}, "utf-8-sig", ",", "new"),
    ("today", {"整改期限": "2026-11-21"}, "utf-8-sig", ",", "new"),
    ("yesterday", {"整改期限": "2026-11-20"}, "utf-8-sig", ",", "past"),
    ("ten years", {"整改期限": "2036-12-31"}, "utf-8-sig", ",", "too_long"),
    ("the longest time", {"整改期限": "2027-11-22"}, "utf-8-sig", ",", "new"),
    ("one day too long", {"整改期限": "2027-11-23"}, "utf-8-sig", ",", "too_long"),
    ("a reason of signs", {"原因": "……"}, "utf-8-sig", ",", "no_reason"),
    ("a month is no day", {"整改期限": "2026-12"}, "utf-8-sig", ",", "bad_date"),
    ("day and month may be changed about", {"整改期限": "03/04/2027"}, "utf-8-sig", ",", "bad_date"),
    ("sorted by some columns only", {"规则": "PY18"}, "utf-8-sig", ",", "mixed"),
    ("sorted by some columns only, the firm", {"参建单位": "示例别的劳务有限公司"}, "utf-8-sig", ",", "mixed"),
    ("a blank in the name of the firm", {"参建单位": lambda name: f"{name[:4]} {name[4:]}"}, "utf-8-sig", ",", "new"),
    ("the fingerprint in capitals", {"fingerprint": str.upper}, "utf-8-sig", ",", "new"),
    ("the fingerprint as a number", {"fingerprint": "1.23E+15"}, "utf-8-sig", ",", "unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "change", "encoding", "mark", "status"), MANGLED, ids=[one[0] for one in MANGLED])
def test_a_plan_saved_by_a_spreadsheet_program(
    say: Say, typical: Run, tmp_path: Path, sentence: str, change: dict[str, Any], encoding: str, mark: str, status: str
) -> None:
    with (typical.out / "findings.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    row = next(row for row in rows if row["规则"] == "PY04")
    for name, value in {**ROW, **change}.items():
        row[name] = value(row[name]) if callable(value) else value
    plan = tmp_path / "findings.csv"
    with plan.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, [*reversed(rows[0])], delimiter=mark)
        writer.writeheader()
        writer.writerows(rows)
    code, text = say("waive", "plan", plan, "--result", typical.out, "--as", "张三", "--json")
    assert [one["status"] for one in json.loads(text)] == [status], sentence
    assert code == (0 if status == "new" else 1)
    assert "13800001234" not in text


def test_another_last_day_is_not_taken_for_the_same_waiver(say: Say, typical: Run, tmp_path: Path) -> None:
    command = ("--result", typical.out, "--as", "张三")
    say("waive", "plan", filled(typical, tmp_path), *command, "--yes")
    plan = tmp_path / "findings.csv"
    plan.write_text(plan.read_text("utf-8-sig").replace("2026年12月10日", "2027-06-30"), "utf-8-sig")
    code, text = say("waive", "plan", plan, *command)
    assert code == 1
    assert "期限与这里写的不同" in text
    assert [row["expires_on"] for row in listed(say) if row["rule"] == "PY04"] == ["2026-12-10"]


def test_the_plan_in_words(say: Say, typical: Run, tmp_path: Path) -> None:
    code, text = say("waive", "plan", filled(typical, tmp_path), "--result", typical.out, "--as", "张三")
    assert code == 1
    for words in (
        "没有写原因",
        "没有写整改期限",
        "看不懂",
        "已过",
        "不能豁免",
        "没有这个指纹",
        "可以提出 2 条",
        "没有写入",
    ):
        assert words in text, words


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("没有.csv", None, "打不开"),
        ("清单.csv", "姓名,金额\n张某,1\n", "不是整改计划"),
        ("findings.csv", "fingerprint,原因,整改期限\n" + "0" * 16 + ",试,2026-12-31\n", "读不到核对结果"),
    ],
)
def test_a_plan_that_cannot_be_read(say: Say, tmp_path: Path, name: str, content: str | None, said: str) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, "utf-8")
    code, text = say("waive", "plan", tmp_path / name, "--as", "张三")
    assert (code, said in text) == (2, True), text


def test_an_approved_plan_is_applied_by_the_next_check(say: Say, typical: Run, tmp_path: Path) -> None:
    plan = filled(typical, tmp_path)
    say("waive", "plan", plan, "--result", typical.out, "--as", "张三", "--yes")
    for row in listed(say):
        assert say("waive", "approve", row["id"], "--as", "李四")[0] == 0
    done = check(SAMPLES / "typical", tmp_path / "out", register=False)  # the register that the environment names
    waived = {f["rule"]: f["waiver"] for f in done.result["findings"] if f["state"] == "waived"}
    assert waived == {row["rule"]: row["id"] for row in listed(say)}
    assert len(done.result["findings"]) == len(typical.result["findings"])
    told = done.result["manifest"]["register"]
    assert (told["place"], told["waivers"], told["events"]) == ("登记册.db", 2, 4)
    page = (done.out / "contractors" / f"{FIRM}.html").read_text("utf-8")
    assert page.count('<tr class="waived"') == 1
    for words in ("联系不上；整改措施：已提存", "责任人 王某", "批准人 李四", "至 2026-12-31", "已豁免"):
        assert words in page, words


def test_the_default_register_is_used_where_it_exists_and_can_be_left_out(tmp_path: Path) -> None:
    data = SAMPLES / "clean"
    silent = run("check", data, "-o", tmp_path / "a", "--as-of", "2026-11-21", "-q", "--no-register")
    manifest = json.loads((tmp_path / "a" / "manifest.json").read_text("utf-8"))
    assert (silent.returncode, manifest["register"], manifest["waivers"]) == (3, None, None)
    both = run("check", data, "-o", tmp_path / "b", "--no-register", "--register", "x.db")
    assert (both.returncode, "--no-register" in both.stderr) == (2, True)
    missing = run("check", data, "-o", tmp_path / "c", "--register", tmp_path / "没有.db", "-q")
    assert (missing.returncode, "没有找到登记册" in missing.stderr) == (2, True)
    assert not (tmp_path / "没有.db").exists()
