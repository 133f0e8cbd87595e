"""Numbers of people in every place of a submission that holds text, written in every way: none comes out unmasked.

Cells of every column, headings, comments, links, formulas, hidden sheets, properties, names of sheets, files, folders,
zips and their members. Every byte of the result, the screen and the register is looked through by its digits alone,
so that blanks, lines and tags between them hide nothing.
"""

from __future__ import annotations

import html
import itertools
import re
import shutil
import sqlite3
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from tests.conftest import SAMPLES
from tests.conftest import run_apart as run
from tests.trust.hostile_site import texts

WAYS = (
    "{0}{1}{2}", "{0} {1} {2}", "{0}-{1}-{2}", "{0}\n{1}{2}", "{0}{1}\n{2}", "{0}/{1}/{2}", "{0}.{1}.{2}", "{0}  {1}  {2}",
    "{0}—{1}—{2}", "{0}_{1}_{2}", "{0}{1} {2}", "号{0}{1}{2}号",
)  # fmt: skip
#: Identity number, mobile and card by how many digits stand in their parts.
PARTS = ((6, 14), (3, 7), (6, 12))
FIRM = "示例远航建筑劳务有限公司"


@dataclass
class Numbers:
    """Made-up numbers, each given once, with the place it was given to."""

    places: dict[str, str] = field(default_factory=dict)

    def new(self, place: str, kind: int = 0) -> str:
        """A number as text: 0 identity number, 1 mobile, 2 card."""
        count = len(self.places) + 1
        number = (
            f"110199{1950 + count % 50}{1 + count // 50 % 12:02d}{1 + count // 600:02d}{count % 1000:03d}X",
            f"1390{count:04d}{count * 37 % 1000:03d}",
            f"62220288{count:05d}{count * 7919 % 1000000:06d}",
        )[kind]
        self.places[number] = place
        return number

    def left(self, text: str) -> set[str]:
        """The places whose numbers stand in a text."""
        found = set()
        for form in (text, html.unescape(re.sub(r"<[^>]*>", "", text))):
            digits = re.sub(r"[^0-9X]", "", unicodedata.normalize("NFKC", form).upper())
            found |= {place for number, place in self.places.items() if number in digits}
        return found


@dataclass(frozen=True)
class Poisoned:
    numbers: Numbers
    out: Path
    register: Path
    said: str


def written(numbers: Numbers, place: str, turn: int) -> str:
    kind = turn % 3
    number, (first, second) = numbers.new(place, kind), PARTS[kind]
    way = WAYS[turn // 3 % len(WAYS)]
    return way.format(number[:first], number[first:second], number[second:]) if kind == 0 else spread(number, kind, way)


def spread(number: str, kind: int, way: str) -> str:
    """A mobile as 3-4-4, a card in groups of four, with what the way puts between; a point or slash makes a figure."""
    between = re.sub(r"号|\{\d\}", "", way)[:1].translate({ord("/"): " ", ord("."): " "})
    sizes = (3, 7) if kind == 1 else (4, 8, 12, 16)
    cuts = [0, *sizes, len(number)]
    return (between or "").join(number[one:other] for one, other in itertools.pairwise(cuts))


def poisoned(folder: Path) -> tuple[Path, Numbers]:
    """One contractor of a sample with a number in every place."""
    numbers, turn = Numbers(), itertools.count()
    site = folder / f"工地 {numbers.new('folder of the site')}"
    shutil.copytree(SAMPLES / "typical" / FIRM, site / FIRM)
    shutil.copy(SAMPLES / "typical" / "项目信息.xlsx", site)
    for path in sorted(site.rglob("*.xlsx")):
        book = openpyxl.load_workbook(path)
        for sheet in book.worksheets:
            place = f"{path.stem} {sheet.title}"
            headings = {cell.column: cell.value for cell in sheet[1]}
            for row in sheet.iter_rows(min_row=3):
                for cell in row if row[0].row % 3 == 0 else ():
                    if cell.value is not None and headings.get(cell.column) not in (
                        "序号",
                        "姓名",
                        "单位名称",
                        "项目名称",
                    ):
                        heading = headings.get(cell.column)
                        text = isinstance(cell.value, str)
                        if text or row[0].row % 9 == 0:
                            cell.value = f"{cell.value}；{written(numbers, f'{place} {heading}', next(turn))}"
            unknown = sheet.max_column + 1
            sheet.cell(1, unknown).value = f"附页{numbers.new(f'{place} heading')}"
            sheet.cell(2, unknown).value = numbers.new(f"{place} column that is not read")
            sheet.cell(2, 2).comment = Comment(numbers.new(f"{place} comment"), numbers.new(f"{place} its author", 1))
            sheet.cell(3, unknown + 1).value = f'="{numbers.new(f"{place} formula")}"&""'
            sheet.cell(3, 3).hyperlink = f"http://x.invalid/{numbers.new(f'{place} link')}"
        hidden = book.create_sheet(f"藏{numbers.new(f'{path.stem} hidden sheet')}")
        hidden.sheet_state = "hidden"
        hidden["A1"] = numbers.new(f"{path.stem} hidden cell")
        book.properties.creator = numbers.new(f"{path.stem} creator", 1)
        book.properties.title = numbers.new(f"{path.stem} title")
        if "工资发放" in path.name:
            book.worksheets[0].title = f"工资{numbers.new('sheet')}"
        book.save(path)
    roster = site / FIRM / "花名册.xlsx"
    roster.rename(roster.with_name(f"花名册 {written(numbers, 'file', 3)}.xlsx"))
    (site / FIRM / f"{numbers.new('broken file')}.xlsx").write_bytes(b"PK\x03\x04 broken")
    (site / FIRM / f"照片{numbers.new('picture')}.png").write_bytes(b"\x89PNG")
    (site / FIRM).rename(site / f"{FIRM}{numbers.new('contractor', 1)}")
    with zipfile.ZipFile(site / f"补充{numbers.new('zip', 1)}.zip", "w") as archive:
        table = f"姓名,身份证号码,实发工资\n羿某甲,{numbers.new('csv in a zip')},12.00\n"
        archive.writestr(f"示例补充劳务有限公司/工资{numbers.new('member')}.csv", table)
        archive.writestr(f"../{numbers.new('member that leads out', 2)}.xlsx", b"PK")
    return site, numbers


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Poisoned:
    folder = tmp_path_factory.mktemp("places")
    site, numbers = poisoned(folder)
    out, register = folder / "out", folder / "register.db"
    done = run(
        "check", site, "-o", out, "--as-of", "2026-11-21", "--register", register, "--keep", "--as", "李四", "--annotate",
        "--format", "html,xlsx,json,csv,letters,sarif,junit",
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    said = [done, run("mapping", site, "-n"), run("check", site, "-o", out, "--period", "坏", "--debug")]
    said.append(run("check", site / numbers.new("path that is not there"), "-o", folder / "other", "--debug"))
    said.append(run("check", site, "-o", folder / "other", "--format", numbers.new("no format")))
    said.append(run("check", site, "-o", folder / "other", f"--{numbers.new('no option')}"))
    return Poisoned(numbers, out, register, "".join(one.stdout + one.stderr for one in said))


def spoken(checked: Poisoned) -> Iterator[tuple[str, str]]:
    yield "screen", checked.said
    yield from texts(checked.out, besides=("marked/",))
    with sqlite3.connect(checked.register) as register:
        yield "register", "\n".join(register.iterdump())
    yield "register file", checked.register.read_bytes().decode("utf-8", "replace")


def test_every_place_was_read(checked: Poisoned) -> None:
    """Otherwise silence would prove nothing."""
    assert len(checked.numbers.places) > 200
    result = (checked.out / "result.json").read_text("utf-8")
    assert result.count("********") > 50
    assert checked.numbers.left("110199 1951 0101 001 X")  # the first that was given


def test_no_number_comes_out_unmasked(checked: Poisoned) -> None:
    leaks = {(name, place) for name, text in spoken(checked) for place in checked.numbers.left(text)}
    assert leaks == set()
