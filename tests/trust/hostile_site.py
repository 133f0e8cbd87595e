"""A made-up site whose texts would attack whoever opens the outputs, and whose file names hold numbers of people."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from tests.conftest import SAMPLES
from tests.conftest import run_apart as run

#: Texts that a page would run, a spreadsheet would evaluate, or a terminal would obey.
ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(2)</script>",
    '=HYPERLINK("http://attack.invalid/","x")',
    "=cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+1)",
    "{{ 7*7 }}",
    "{name.__class__}",
    '"><svg onload=alert(3)>',
    "甲\u202e乙\u200b丙",
)
#: Numbers of nobody (district 110199): an identity number, a phone, a card.
NUMBERS = ("110199199003070017", "13800001234", "6222020200000000017")
FULL = re.compile(r"110199(?:19|20)\d{9}[\dXx]|(?<!\d)1380000\d{4}(?!\d)|(?<!\d)62\d{14,17}(?!\d)")


@dataclass(frozen=True)
class Checked:
    """The outputs of one hostile check, and what was said on the way."""

    out: Path
    said: str
    code: int


def build(folder: Path) -> Path:
    """The severe sample with an attack in every worker's name and memo, and numbers in names of files and sheets."""
    site = folder / "site"
    shutil.copytree(SAMPLES / "typical", site)
    attack = 0
    for path in sorted(site.rglob("*.xlsx")):
        book = openpyxl.load_workbook(path)
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str) and re.fullmatch(
                        r"[\u4e00-\u9fff]某[\u4e00-\u9fff]{1,2}", cell.value
                    ):
                        if cell.row % 4 == 0:
                            cell.value = ATTACKS[attack % len(ATTACKS)]
                            cell.data_type = "s"
                            attack += 1
                    elif isinstance(cell.value, str) and cell.value in ("工资", "代发工资", "普工", "钢筋工", "木工"):
                        cell.value = ATTACKS[attack % len(ATTACKS)]
                        cell.data_type = "s"
                        attack += 1
        if "花名册" in path.name:
            book.worksheets[0].title = f"张某甲{NUMBERS[0]}"
        book.save(path)
    rosters = sorted(site.rglob("*花名册*.xlsx"))
    rosters[0].rename(rosters[0].with_name(f"花名册 张某甲{NUMBERS[0]} 电话{NUMBERS[1]}.xlsx"))
    contracts = sorted(site.rglob("*合同*.xlsx"))
    contracts[0].rename(contracts[0].with_name(f"{NUMBERS[2]} 劳动合同台账.xlsx"))
    (contracts[0].parent / f"坏表 {NUMBERS[0]}.xlsx").write_bytes(b"PK\x03\x04 truncated")
    (contracts[0].parent / "坏表 110199199103070017.xlsx").write_bytes(b"PK\x03\x04 truncated too")
    return site


def texts(out: Path, *, besides: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Every text of a result folder, with the name it stands under; parts of workbooks and letters are unpacked."""
    for path in sorted(out.rglob("*")):
        name = path.relative_to(out).as_posix()
        yield name, name
        if not path.is_file() or name.startswith(besides):
            continue
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for part in archive.namelist():
                    yield f"{name}!{part}", archive.read(part).decode("utf-8", "replace")
        else:
            yield name, path.read_bytes().decode("utf-8", "replace")


def checked(folder: Path, *options: str) -> Checked:
    """The hostile site checked with every format that needs no browser."""
    out = folder / "out"
    done = run(
        "check", build(folder), "-o", out, "--as-of", "2026-11-21", "--register", SAMPLES / "blacklist.xlsx",
        "--format", "html,xlsx,json,csv,letters,sarif,junit", *options,
    )  # fmt: skip
    return Checked(out, done.stdout + done.stderr, done.returncode)
