"""Names of contractors, folders and files that are no names elsewhere, or look alike once cleaned: nothing is lost."""

from __future__ import annotations

import hashlib
import json
import re

import pytest

from tests.conftest import check
from tests.intake import books
from wagecheck.report import files

PAYROLL = [["2026年10月工资表"], ["姓名", "身份证号码", "应发工资", "实发工资"]]
#: Reserved on Windows, with and without an ending.
RESERVED = ["CON", "con", "Nul.xlsx", "COM1", "lpt9.tar.gz", "COM¹", "CONIN$", "aux .x"]


def digest(*key: str) -> str:
    return hashlib.sha256("\x1f".join(key).encode()).hexdigest()[:6]


@pytest.mark.parametrize(
    "name",
    [
        *RESERVED,
        "长" * 300,
        "𠮷" * 300,
        "a" * 59 + " .",
        "甲. . .",
        " . ",
        "",
        "../../甲",
        "甲/乙\\丙",
        'a:b|c?*<>"',
        "\u202e甲\x00",
    ],
)
def test_every_name_can_be_a_file_anywhere(name: str) -> None:
    safe = files.safe_name(name)
    assert safe and safe == safe.strip(" .")
    assert not re.search(r'[\x00-\x1f<>:"/\\|?*\u202e]', safe)
    assert len(f"{safe}_123456.html".encode()) <= 255
    stem = safe.split(".")[0].strip().casefold()
    assert not re.fullmatch(r"con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]", stem)


@pytest.mark.parametrize(
    ("sentence", "keys"),
    [
        ("cut alike", [("甲", "长" * 60 + "一"), ("甲", "长" * 60 + "二")]),
        ("cleaned alike", [("甲", "乙:丙"), ("甲", "乙?丙"), ("甲", "乙/丙")]),
        ("ends alike", [("甲", "乙"), ("甲", "乙."), ("甲", " 乙 ")]),
        ("the same letters", [("甲", "Build"), ("甲", "BUILD"), ("乙", "build")]),
        ("one contractor of two projects", [("甲", "乙"), ("丙", "乙")]),
        ("composed and not", [("甲", "\u00e9"), ("甲", "e\u0301")]),
        # who knows the hash of another name takes its place beforehand
        ("made to collide", [("a", f"甲_{digest('c', '甲.')}"), ("b", "甲"), ("c", "甲.")]),
        # files of the result itself
        ("files of ours", [("甲", "index.html"), ("甲", "letters.json"), ("甲", "INDEX.html")]),
    ],
)  # fmt: skip
def test_names_that_collide_are_told_apart(sentence: str, keys: list[tuple[str, str]]) -> None:
    names = files.page_names(keys)
    assert set(names) == set(keys)
    stems = {name.removesuffix(".html").casefold() for name in names.values()}
    assert len(stems) == len(keys), sentence
    assert not stems & {"index.html", "letters.json"}
    assert names == files.page_names(reversed(keys))


#: Folder → what is remarkable about it. Two pairs that look alike once cleaned, whatever a system makes of the rest.
CONTRACTORS = {
    "示例:建筑劳务有限公司": "forbidden elsewhere",
    "示例?建筑劳务有限公司": "forbidden elsewhere, alike once cleaned",
    "index.html": "a file of the result",
    "CON": "a device elsewhere",
    "长" * 70 + "甲劳务有限公司": "231 bytes",
    "长" * 70 + "乙劳务有限公司": "alike once cut",
    "示例点劳务有限公司. .": "trailing dots and blanks",
    "a" * 251 + "公": "254 bytes",
}


def test_contractors_and_files_of_such_names(tmp_path) -> None:
    """Every contractor has its page and letters, every file its marked copy."""
    for number, folder in enumerate(CONTRACTORS):
        rows = [*PAYROLL, [*books.A, 5000 + number, 4000], [*books.B, 5000, 5000]]
        books.workbook(tmp_path / "in" / folder / "2026年10月工资表.xlsx", 工资表=[[f"单位名称：{folder}"], *rows])
    # a folder and a file that are one name once cleaned
    odd = tmp_path / "in" / "示例:建筑劳务有限公司"
    books.workbook(odd / "表.xlsx" / "2026年9月工资表.xlsx", 工资表=[["2026年9月工资表"], PAYROLL[1], [*books.A, 1, 1]])
    books.workbook(odd / "表.xlsx..xlsx", 工资表=[*PAYROLL, [*books.C, 5000, 4000]])
    books.workbook(odd / "表?.xlsx", 工资表=[["2026年8月工资表"], PAYROLL[1], [*books.C, 5000, 4000]])
    books.workbook(odd / "表*.xlsx", 工资表=[["2026年7月工资表"], PAYROLL[1], [*books.C, 5000, 4000]])
    done = check(tmp_path / "in", tmp_path / "out", "--format", "html,json,letters,xlsx", register=False, apart=True)
    assert done.code == 1, done.stderr
    names = {row["name"] for row in done.result["contractors"]}
    assert set(CONTRACTORS) - names <= {"示例点劳务有限公司. ."}  # known without its dots
    pages = list((done.out / "contractors").glob("*.html"))
    assert len(pages) == len(names) >= len(CONTRACTORS)
    listed = json.loads((done.out / "letters" / "letters.json").read_text("utf-8"))["letters"]
    folders = {letter["contractor"]: {path.split("/")[0] for path in letter["files"]} for letter in listed}
    assert all(len(found) == 1 for found in folders.values())
    assert len(set.union(*folders.values())) == len(folders) >= 6
    assert all((done.out / "letters" / path).is_file() for letter in listed for path in letter["files"])
    copies = json.loads((done.out / "manifest.json").read_text("utf-8"))["marked"]
    assert {copy["how"] for copy in copies} == {"edited"}
    places = [copy["copy"] for copy in copies]
    assert len({place.casefold() for place in places}) == len(places)
    assert all((done.out / place).is_file() for place in places)
    for path in done.out.rglob("*"):
        assert path.name == path.name.strip(" .") and len(path.name.encode()) <= 255
