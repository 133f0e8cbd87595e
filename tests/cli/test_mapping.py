"""``wagecheck mapping`` and ``check --mapping`` as a clerk uses them: look, correct a line, check, and again next month."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, SAMPLES, check, run
from tests.intake.books import HOME, workbook
from tests.intake.test_matching import IDS, NAMES, PAY

HEAD = ["姓名", "证件", "出勤", "甲数", "实发工资", "年龄"]


def month(folder: Path, name: str, head: list[str] = HEAD) -> Path:
    rows = [[f"{name}工资表"], head, *([*who, 22, pay, pay, 40] for *who, pay in zip(NAMES, IDS, PAY, strict=True))]
    workbook(folder / HOME / f"{name}工资.xlsx", 工资表=rows)
    return folder


@pytest.fixture
def october(tmp_path: Path) -> Path:
    return month(tmp_path / "项目" / "十月", "2026年10月")


def test_it_says_what_was_taken_for_what_and_writes_it(october: Path, tmp_path: Path) -> None:
    workbook(october / "领料.xlsx", Sheet1=[["物品名称", "规格型号"], ["手套", "大"], ["安全帽", "中"]])
    out = tmp_path / "mapping.toml"
    done = run("mapping", october, "-o", out)
    assert (done.returncode, done.stderr) == (0, "")
    for words in (
        "认作：工资发放表（把握 ",
        "表头在第 2 行，4 条记录",
        f"参建单位：{HOME}（文件夹名）",
        "工资期间：2026-10-01..2026-10-31（标题）",
        "B 证件 → 身份证号码（90%，按内容）",
        "没有认出、没有用到的表头：D 甲数",
        "认识、但用不到的表头：F 年龄",
        "没有认出是哪一种台账",
        "共 2 张表，其中 1 张没有认出，1 栏需要核对",
        f"已写入 {out}：2 种表",
    ):
        assert words in done.stdout, words
    assert not any(number in done.stdout + out.read_text("utf-8") for number in IDS)


def test_a_corrected_line_works_this_month_and_the_next(october: Path, tmp_path: Path) -> None:
    out = october.parent / "mapping.toml"
    assert run("mapping", october, "-o", out).returncode == 0
    text = out.read_text("utf-8")
    out.write_text(re.sub(r'^("D 甲数" *) = "\?".*$', r'\1 = "应发工资"', text, flags=re.MULTILINE), "utf-8")
    november = month(tmp_path / "项目" / "十一月", "2026年11月")
    for number, folder in enumerate((october, november)):
        done = check(folder, tmp_path / f"out{number}")
        assert "按识别对照表 mapping.toml 读取：1 条起作用" in done.stdout
        (table,) = done.result["manifest"]["inputs"][0]["tables"]
        how = {column["field"]: (column["column"], column["how"], column["confidence"]) for column in table["columns"]}
        assert how["gross_pay"] == ("D", "pinned", 1.0)
        assert done.result["manifest"]["mapping"]["path"] == "mapping.toml"
        assert [file["path"] for file in done.result["manifest"]["inputs"]] == [
            f"{HOME}/{folder_name(folder)}工资.xlsx"
        ]
        page = next((done.out / "contractors").iterdir()).read_text("utf-8")
        assert "按识别对照表 mapping.toml 读取" in page and "D 甲数 → 应发工资" in page


def folder_name(folder: Path) -> str:
    return {"十月": "2026年10月", "十一月": "2026年11月"}[folder.name]


def test_a_corrected_file_is_added_to_and_never_overwritten(october: Path, tmp_path: Path) -> None:
    out = tmp_path / "mapping.toml"
    run("mapping", october, "-o", out)
    out.write_text(out.read_text("utf-8").replace('"?"', '"忽略"', 1) + "# 我的话\n", "utf-8")
    before = out.read_bytes()
    again = run("mapping", october, "-o", out)
    assert "没有改动" in again.stdout and out.read_bytes() == before
    other = month(tmp_path / "另一月", "2026年12月", [*HEAD[:4], "实发金额", "年龄"])
    added = run("mapping", other, "-o", out)
    assert "追加了 1 种新的表" in added.stdout and out.read_bytes().startswith(before)
    assert out.read_text("utf-8").count("[[sheet]]") == 2
    assert "已写入" in run("mapping", other, "-o", out, "--force").stdout
    assert "我的话" not in out.read_text("utf-8")


def test_looking_writes_nothing(october: Path, tmp_path: Path) -> None:
    done = run("mapping", october, "-n", "-o", tmp_path / "mapping.toml")
    assert done.returncode == 0 and not (tmp_path / "mapping.toml").exists()


def test_where_nothing_is_recognised_it_still_shows_what_is_there(tmp_path: Path) -> None:
    workbook(tmp_path / "资料" / "表.xlsx", Sheet1=[["某人", "某号"], *zip(NAMES, IDS, strict=True)])
    done = run("mapping", tmp_path / "资料", "-o", tmp_path / "m.toml")
    assert done.returncode == 0 and "没有认出是哪一种台账" in done.stdout
    assert '"A 某人" = "?"' in (tmp_path / "m.toml").read_text("utf-8")


@pytest.mark.parametrize("sample", ["clean", "messy"])
def test_a_mapping_as_it_was_written_changes_no_finding(sample: str, tmp_path: Path) -> None:
    assert run("mapping", SAMPLES / sample, "-o", tmp_path / "m.toml").returncode == 0
    plain = check(SAMPLES / sample, tmp_path / "plain")
    pinned = check(SAMPLES / sample, tmp_path / "pinned", "--mapping", tmp_path / "m.toml")
    same = ("findings", "outcomes", "contractors")
    assert {key: pinned.result[key] for key in same} == {key: plain.result[key] for key in same}
    used = pinned.result["manifest"]["mapping"]
    assert used["used"] > 10 and not used["unused"] and not used["stale"]


@pytest.mark.parametrize(
    ("what", "text", "words"),
    [
        ("no such file", None, ["读不到识别对照表"]),
        (
            "a field nobody knows",
            '[[sheet]]\nfingerprint = "a"\n[sheet.columns]\n"C" = "进厂吧"\n',
            ["第 4 行", "进厂吧"],
        ),
        ("no TOML", "姓名 = 身份证\n", ["写法有误"]),
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused(
    what: str, text: str | None, words: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "m.toml"
    if text is not None:
        path.write_text(text, "utf-8")
    done = check(SAMPLES / "clean", tmp_path / "out", "--mapping", path)
    assert done.code == 2 and not (tmp_path / "out").exists()
    assert all(word in done.stderr for word in ["m.toml", *words]) and "Traceback" not in done.stderr


def test_a_folder_is_no_file_to_write(october: Path, tmp_path: Path) -> None:
    done = run("mapping", october, "-o", tmp_path)
    assert done.returncode == 2 and "是一个目录" in done.stderr


def test_columns_in_doubt_are_marked_on_the_page(tmp_path: Path) -> None:
    head = ["姓名", "证件", "应发工资", "应发工资", "实发工资", "年龄"]
    done = check(month(tmp_path / "十月", "2026年10月", head), tmp_path / "out")
    (table,) = done.result["manifest"]["inputs"][0]["tables"]
    assert {c["column"] for c in table["columns"] if c["how"] == "ambiguous"} == {"C", "D"}
    for page in (done.out / "index.html", next((done.out / "contractors").iterdir())):
        text = page.read_text("utf-8")
        assert "<b>C 应发工资 → 应发工资</b>" in text and "分不清，没有采用" in text


def test_help_imports_no_reader() -> None:
    code = (
        "import sys; from wagecheck.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "assert 'mapping' in sys.modules['wagecheck.cli']._COMMANDS\n"
        "print([m for m in sys.modules if m in ('polars', 'wagecheck.cli.mapping', 'wagecheck.intake')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
