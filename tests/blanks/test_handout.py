"""What ``wagecheck template`` writes: where, what is in the cells, and what it refuses."""

from __future__ import annotations

import datetime as dt
import hashlib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.conftest import run
from wagecheck import blanks
from wagecheck.blanks import Span, forms
from wagecheck.blanks.checks import number_format
from wagecheck.blanks.forms import BOOKS, book
from wagecheck.errors import InputError, OutputError
from wagecheck.intake import values
from wagecheck.intake.origins import find_span

FIRM = "示例青松建筑劳务有限公司"
OTHER = "示例磐石建筑劳务有限公司"
NOVEMBER = Span(dt.date(2026, 11, 1), dt.date(2026, 11, 30))
SEVEN = [
    "01 身份证信息表", "02 劳动合同台账", "03 花名册", "04 考勤表", "05 工资发放表", "06 银行代发明细", "07 工资公示表",
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("handout") / "空白表"
    blanks.write(out, contractors=[FIRM], project="示例滨江路一期工程", span=NOVEMBER, rows=8)
    return out


@pytest.fixture(scope="module")
def books(folder: Path) -> dict[str, Workbook]:
    return {path.stem: load_workbook(path) for path in sorted(folder.rglob("*.xlsx"))}


def form_sheets(books: dict[str, Workbook]) -> Iterator[tuple[forms.Sheet, Worksheet]]:
    for one in map(book, BOOKS):
        for sheet in one.sheets:
            yield sheet, books[one.file][sheet.name]


def cell_of(ws: Worksheet, heading: str) -> tuple[int, int]:
    return next(
        (cell.row, cell.column)
        for row in ws.iter_rows(max_row=10)
        for cell in row
        if isinstance(cell.value, str) and cell.value.lstrip("*") == heading
    )


def test_a_folder_per_contractor_and_the_project_beside_them(tmp_path: Path) -> None:
    written = blanks.write(tmp_path, contractors=[FIRM, OTHER], rows=1)
    expected = {f"{firm}/{name}.xlsx" for firm in (FIRM, OTHER) for name in SEVEN} | {"项目信息.xlsx"}
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")} == expected
    assert {path.relative_to(tmp_path).as_posix() for path in written} == expected


def test_without_a_contractor_the_folder_says_what_to_do(tmp_path: Path) -> None:
    blanks.write(tmp_path, ledgers=["roster"], rows=1)
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.xlsx")] == [
        "请改成单位全称/03 花名册.xlsx"
    ]


@pytest.mark.parametrize(
    ("asked", "files"),
    [
        (["roster", "payroll"], ["03 花名册", "05 工资发放表"]),
        (["工资发放表", " 花名册 ", "花名册"], ["03 花名册", "05 工资发放表"]),
        (["项目信息"], ["项目信息"]),
        (["银行流水"], ["06 银行代发明细"]),
    ],
)
def test_only_some_ledgers(tmp_path: Path, asked: list[str], files: list[str]) -> None:
    assert [path.stem for path in blanks.write(tmp_path, ledgers=asked, rows=1)] == files


@pytest.mark.parametrize("name", [*SEVEN, "项目信息"])
def test_the_sheets_of_a_workbook(books: dict[str, Workbook], name: str) -> None:
    own = [sheet.name for one in map(book, BOOKS) if one.file == name for sheet in one.sheets]
    assert books[name].sheetnames == ["填写说明", *own, "填写示例", "选项"]
    protected = {ws.title for ws in books[name] if ws.protection.sheet}
    assert protected == {"填写说明", "填写示例"}


def test_identifiers_are_text_dates_are_dates_money_has_two_decimals(books: dict[str, Workbook]) -> None:
    expected = {
        "date": "yyyy-mm-dd",
        "open": "yyyy-mm-dd",
        "money": "0.00",
        "days": "General",
        "ratio": "0.00%",
        "count": "0",
    }
    for form, ws in form_sheets(books):
        for column in form.columns:
            if column.days:
                continue
            row, index = cell_of(ws, column.heading)
            wanted = expected.get(column.kind, "@")
            body = 1 + row + (form.ledger == "attendance")
            assert ws.cell(body, index).number_format == wanted, (form.name, column.heading)
            letter = ws.cell(row, index).column_letter
            assert ws.column_dimensions[letter].number_format == wanted, "below the drawn rows as well"


@pytest.mark.parametrize("kind", ["id", "masked", "card", "phone", "uscc", "text"])
def test_no_kind_of_identifier_is_a_number(kind: str) -> None:
    assert number_format(kind) == "@"


def test_no_cell_is_a_formula(books: dict[str, Workbook]) -> None:
    formulas = [
        (name, ws.title, cell.coordinate)
        for name, one in books.items()
        for ws in one
        for row in ws.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert formulas == []


def test_every_heading_has_a_note_that_says_whether_it_is_obligatory(books: dict[str, Workbook]) -> None:
    for form, ws in form_sheets(books):
        for column in form.columns:
            heading = column.heading or "1"
            row, index = (
                cell_of(ws, heading)
                if column.heading
                else next(
                    (cell.row, cell.column)
                    for line in ws.iter_rows(max_row=10, min_col=2)
                    for cell in line
                    if cell.value == 1
                )
            )
            note = ws.cell(row, index).comment
            assert note is not None, (form.name, heading)
            assert note.text.startswith(("必填。" if column.must else "选填。") + column.note)
            assert column.must in note.text


def test_drop_downs_stand_under_their_headings_and_point_at_their_words(books: dict[str, Workbook]) -> None:
    for form, ws in form_sheets(books):
        options = next(one for one in books.values() if form.name in one.sheetnames)["选项"]
        for column in form.columns:
            if not column.choice:
                continue
            row, index = cell_of(ws, column.heading)
            below = ws.cell(row + 1 + (form.ledger == "attendance"), index).coordinate
            lists = [rule for rule in ws.data_validations.dataValidation if rule.type == "list" and below in rule.sqref]
            assert len(lists) == 1, (form.name, column.heading)
            area = options[str(lists[0].formula1).split("!")[1].replace("$", "")]
            choice = forms.choices()[column.choice]
            assert [cell.value for (cell,) in area if cell.value] == list(choice.words)
            assert bool(lists[0].showErrorMessage) is choice.strict


@pytest.mark.parametrize(
    ("file", "heading", "kind", "operator"),
    [
        ("05 工资发放表", "实发工资", "decimal", "greaterThanOrEqual"), ("05 工资发放表", "签字日期", "date", "between"),
        ("05 工资发放表", "身份证号码", "textLength", "equal"), ("03 花名册", "银行卡号", "textLength", "between"),
        ("03 花名册", "联系电话", "textLength", "equal"), ("01 身份证信息表", "有效期止", "custom", None),
        ("02 劳动合同台账", "用人单位统一社会信用代码", "textLength", "equal"), ("05 工资发放表", "出勤天数", "decimal", "greaterThanOrEqual"),
    ],
)  # fmt: skip
def test_slips_are_caught_while_typing(
    books: dict[str, Workbook], file: str, heading: str, kind: str, operator: str | None
) -> None:
    ws = books[file][next(one.sheets[0].name for one in map(book, BOOKS) if one.file == file)]
    row, index = cell_of(ws, heading)
    below = ws.cell(row + 1, index).coordinate
    rule = next(rule for rule in ws.data_validations.dataValidation if below in rule.sqref)
    assert (rule.type, rule.operator if kind != "custom" else None) == (kind, operator)
    assert rule.error


def test_the_days_of_the_period(books: dict[str, Workbook]) -> None:
    ws = books["04 考勤表"]["考勤表"]
    row, index = next((c.row, c.column) for line in ws.iter_rows(max_row=10, min_col=2) for c in line if c.value == 1)
    days = [cell.value for cell in ws[row][index - 1 :] if isinstance(cell.value, int)]
    assert days == list(range(1, 31))
    assert [ws.cell(row + 1, index + n).value for n in range(3)] == ["日", "一", "二"]  # 1 November 2026 is a Sunday


@pytest.mark.parametrize(
    ("span", "days"),
    [
        (None, list(range(1, 32))),
        (Span(dt.date(2027, 2, 1), dt.date(2027, 2, 28)), list(range(1, 29))),
        (Span(dt.date(2026, 10, 11), dt.date(2026, 11, 10)), [*range(11, 32), *range(1, 11)]),
    ],
)
def test_day_columns(tmp_path: Path, span: Span | None, days: list[int]) -> None:
    (path,) = blanks.write(tmp_path, ledgers=["attendance"], span=span, rows=1)
    ws = load_workbook(path)["考勤表"]
    row = cell_of(ws, "姓名")[0]
    assert [cell.value for cell in ws[row] if isinstance(cell.value, int)] == days


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        ((2026, 11, 1), (2026, 11, 30), "2026年11月"),
        ((2028, 2, 1), (2028, 2, 29), "2028年2月"),
        ((2026, 10, 11), (2026, 11, 10), "2026年10月11日至2026年11月10日"),
        ((2026, 11, 1), (2026, 11, 29), "2026年11月1日至2026年11月29日"),
        ((2026, 12, 1), (2027, 11, 30), "2026年12月1日至2027年11月30日"),
    ],
)
def test_the_period_is_written_so_that_it_is_read(
    first: tuple[int, int, int], last: tuple[int, int, int], written: str
) -> None:
    span = Span(dt.date(*first), dt.date(*last))
    assert span.chinese == written
    read = find_span(written)
    assert read is not None
    assert (read.start, read.end) == (span.first, span.last)


def test_what_is_known_is_filled_in(books: dict[str, Workbook]) -> None:
    for name in SEVEN:
        ws = next(ws for ws in books[name] if not ws.protection.sheet and ws.title != "选项")
        written = {str(cell.value) for row in ws.iter_rows(max_row=4) for cell in row if cell.value}
        assert {FIRM, "示例滨江路一期工程"} <= written
        assert ("2026年11月" in written) is (name in SEVEN[3:])
    assert books["项目信息"]["参建单位"]["A2"].value == FIRM
    assert books["项目信息"]["项目"]["A2"].value == "示例滨江路一期工程"


def test_the_project_sheets_begin_with_their_headings(books: dict[str, Workbook]) -> None:
    for sheet in book("project").sheets:
        ws = books["项目信息"][sheet.name]
        assert [cell.value for cell in ws[1]] == [column.heading for column in sheet.columns]


def test_the_example_is_the_form_with_made_up_people(books: dict[str, Workbook]) -> None:
    for one in map(book, BOOKS[:-1]):
        ws, form = books[one.file]["填写示例"], one.sheets[0]
        assert "虚构" in str(ws["A1"].value)
        row, index = cell_of(ws, form.columns[0].heading)
        names = [str(ws.cell(r, index).value) for r in range(row + 1, ws.max_row + 1) if ws.cell(r, index).value]
        assert len(names) == 3
        assert all("某" in name for name in names)
        empty = [
            c.heading
            for c in form.columns
            if c.must and c.heading and ws.cell(ws.max_row, cell_of(ws, c.heading)[1]).value in (None, "")
        ]
        assert empty == [], "what is obligatory is shown"


def test_the_guide_tells_every_column(books: dict[str, Workbook]) -> None:
    for one in map(book, BOOKS):
        said = [str(cell.value) for row in books[one.file]["填写说明"].iter_rows() for cell in row if cell.value]
        for sheet in one.sheets:
            for column in sheet.columns:
                if column.heading:
                    assert column.heading in said
                assert column.note in said
        assert not any("{" in text for text in said)
    payroll = " ".join(str(c.value) for row in books["05 工资发放表"]["填写说明"].iter_rows() for c in row if c.value)
    assert all(
        word in payroll for word in ("支付周期", "代扣代缴和扣除的项目、数额", "银行代发凭证或本人签字", "至少三年")
    )


def test_headings_stay_in_view_and_print_on_every_page(books: dict[str, Workbook]) -> None:
    for form, ws in form_sheets(books):
        row, index = cell_of(ws, form.columns[0].heading)
        first = row + 1 + (form.ledger == "attendance")
        assert ws.freeze_panes == ws.cell(first, index + 1).coordinate
        assert ws.print_title_rows == f"$1:${first - 1}"
        assert (ws.page_setup.orientation, ws.page_setup.paperSize, ws.page_setup.fitToHeight) == ("landscape", 9, 0)


def test_same_wish_same_bytes(folder: Path, tmp_path: Path) -> None:
    blanks.write(tmp_path, contractors=[FIRM], project="示例滨江路一期工程", span=NOVEMBER, rows=8)

    def digests(root: Path) -> dict[str, str]:
        return {
            p.relative_to(root).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in root.rglob("*.xlsx")
        }

    assert digests(tmp_path) == digests(folder)


def test_a_form_carries_neither_author_nor_time(folder: Path) -> None:
    """Rules compare who made a file and when: what everybody fills must not look made by one hand in one minute."""
    for path in folder.rglob("*.xlsx"):
        with zipfile.ZipFile(path) as archive:
            core = archive.read("docProps/core.xml")
        assert b"dcterms:" not in core
        assert b"<dc:creator>" not in core


def test_nothing_is_overwritten_unless_asked(tmp_path: Path) -> None:
    blanks.write(tmp_path, ledgers=["roster"], contractors=[FIRM], rows=1)
    path = tmp_path / FIRM / "03 花名册.xlsx"
    path.write_bytes(b"filled")
    with pytest.raises(OutputError, match="03 花名册"):
        blanks.write(tmp_path, contractors=[FIRM], rows=1)
    assert sorted(p.name for p in tmp_path.rglob("*.xlsx")) == ["03 花名册.xlsx"]
    assert path.read_bytes() == b"filled"
    blanks.write(tmp_path, ledgers=["roster"], contractors=[FIRM], rows=1, force=True)
    assert path.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"contractors": ["../别处"]}, "单位名称"),
        ({"contractors": ["甲/乙"]}, "单位名称"),
        ({"contractors": ["  "]}, "单位名称"),
        ({"contractors": [".."]}, "单位名称"),
        ({"ledgers": ["工资条"]}, "花名册"),
        ({"ledgers": [""]}, "没有这样的台账"),
        ({"span": Span(dt.date(2026, 10, 1), dt.date(2026, 11, 1))}, "重复"),
        ({"span": Span(dt.date(2026, 2, 1), dt.date(2026, 3, 3))}, "重复"),
        ({"span": Span(dt.date(2026, 1, 1), dt.date(2027, 1, 1))}, "重复"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, wish: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        blanks.write(tmp_path / "out", **wish)  # type: ignore[arg-type]
    assert not (tmp_path / "out").exists()


def test_the_command(tmp_path: Path) -> None:
    done = run(
        "template",
        tmp_path / "表",
        "--ledger",
        "roster,payroll",
        "--contractor",
        FIRM,
        "--period",
        "2026-11",
        "--rows",
        3,
    )
    assert done.returncode == 0, done.stderr
    assert "已生成 2 个空白表" in done.stdout
    again = run("template", tmp_path / "表", "--contractor", FIRM, "--lang", "en")
    assert again.returncode == 2
    assert "--force" in again.stderr
    assert "Traceback" not in again.stderr


def test_open_ended_cards_are_understood() -> None:
    assert values.dates(["长期"]).bad.to_list() == [False]
