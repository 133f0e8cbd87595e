"""The clerk's corrections: written, corrected, read strictly, used this month and the next."""

from __future__ import annotations

import datetime as dt
import pickle
import re
from pathlib import Path

import polars as pl
import pytest

from tests.intake.books import HOME, read, workbook
from tests.intake.test_matching import CARDS, IDS, NAMES, OTHER_PAY, PAY, PEOPLE
from wagecheck.errors import InputError
from wagecheck.intake import headers
from wagecheck.intake.grid import Grid
from wagecheck.intake.mapping import reader as mapping_reader
from wagecheck.intake.mapping import shapes, survey
from wagecheck.intake.mapping import sheet_mapping as mapping
from wagecheck.intake.mapping import writer as mapping_writer
from wagecheck.wording import Wording

T = Wording("zh")
WAGES = [*PEOPLE, ("甲数", PAY), ("应发工资", OTHER_PAY), ("实发工资", PAY)]


def rows(columns, title=None):
    body = [[label for label, _ in columns], *zip(*(cells for _, cells in columns), strict=True)]
    return [[title], *body] if title else body


def submitted(folder: Path, columns, *, month: str = "2026年10月", sheet: str = "工资表") -> Path:
    workbook(folder / HOME / f"{month}工资表.xlsx", **{sheet: rows(columns, f"{month}工资表")})
    return folder


def written(folder: Path, **options) -> str:
    sheets, _ = survey.of(read(folder, **options))
    return mapping_writer.head(T) + "".join(
        mapping_writer.entry(same, T) for same in mapping_writer.shapes(sheets).values()
    )


def corrected(path: Path, text: str, **changes: str) -> mapping.SheetMapping:
    """The file with lines changed: the beginning of a line → what stands right of its ``=``."""
    for begin, value in changes.items():
        text, count = re.subn(rf'^("{begin}[^"]*"|{begin}) = .*$', rf"\1 = {value}", text, flags=re.MULTILINE)
        assert count == 1, begin
    path.write_text(text, "utf-8")
    return mapping_reader.load(path)


def columns_of(given) -> dict[str, tuple[str, str, float]]:
    return {
        row["field"]: (row["header"], row["how"], row["confidence"])
        for row in given.cells.iter_rows(named=True)
        if row["field"] != "item"
    }


def test_a_corrected_line_is_used_this_month_and_the_next(tmp_path: Path):
    october = submitted(tmp_path / "十月", WAGES)
    assert columns_of(read(october))["gross_pay"] == ("应发工资", "exact", 1.0)
    settled = corrected(tmp_path / "m.toml", written(october), C='"应发工资"', D='"忽略"')
    later = submitted(tmp_path / "十一月", WAGES, month="2026年11月", sheet="Sheet1")
    for folder in (october, later):
        given = read(folder, mapping=settled)
        assert columns_of(given)["gross_pay"] == ("甲数", "pinned", 1.0)
        assert given.ledgers["payroll"]["gross_pay"].to_list() == [
            pl.Series([p]).cast(pl.Decimal(18, 2))[0] for p in PAY
        ]
        assert given.ledgers["payroll_item"].height == 0, "a column left out is no wage item either"
        assert (given.mapping.used, given.mapping.unused, given.mapping.stale) == (1, (), ())


def test_what_is_written_changes_nothing_until_it_is_corrected(tmp_path: Path):
    folder = submitted(
        tmp_path / "十月", [("姓名", NAMES), ("工号", IDS), *WAGES[2:], ("实发工资", OTHER_PAY), ("", CARDS)]
    )
    before = read(folder)
    after = read(folder, mapping=corrected(tmp_path / "m.toml", written(folder)))
    assert before.ledgers["payroll"].equals(after.ledgers["payroll"])
    sure = {
        "name": "pinned",
        "gross_pay": "pinned",
        "id_number": "values",
        "bank_card": "values",
        "net_pay": "ambiguous",
    }
    assert {name: how for name, (_, how, _) in columns_of(after).items()} == sure


def test_a_column_in_doubt_is_settled(tmp_path: Path):
    folder = submitted(tmp_path / "十月", [*PEOPLE, ("应发工资", PAY), ("实发工资", OTHER_PAY), ("实发工资", PAY)])
    text = written(folder)
    assert 'D 实发工资" = "?"' in text and 'E 实发工资" = "?"' in text
    given = read(folder, mapping=corrected(tmp_path / "m.toml", text, E='"net_pay"'))
    assert given.cells.filter(pl.col("field") == "net_pay")["col"].to_list() == [5]
    assert "IN14" not in given.issues["code"].to_list()


def test_two_columns_called_the_same_field_settle_nothing(tmp_path: Path):
    folder = submitted(tmp_path / "十月", WAGES)
    settled = corrected(tmp_path / "m.toml", written(folder), C='"应发工资"', D='"应发工资"')
    given = read(folder, mapping=settled)
    (told,) = given.issues.filter(code="IN14")["detail"]
    assert "有 2 栏都可能是“应发工资”：C 列“甲数”、D 列“应发工资”，内容不同" in told
    assert given.ledgers["payroll"]["gross_pay"].null_count() == len(NAMES)
    same = submitted(tmp_path / "又一", [*PEOPLE, ("甲数", PAY), ("应发工资", PAY), ("实发工资", PAY)])
    settled = corrected(tmp_path / "n.toml", written(same), C='"应发工资"', D='"应发工资"')
    given = read(same, mapping=settled)
    assert "IN14" not in given.issues["code"].to_list() and not given.ledgers["payroll"]["gross_pay"].null_count()


def test_an_unknown_sheet_becomes_a_ledger(tmp_path: Path):
    folder = submitted(tmp_path / "十月", WAGES)
    workbook(folder / HOME / "其他.xlsx", Sheet1=rows([("某人", NAMES), ("某号", IDS), ("某数", PAY)], "2026年10月"))
    assert "IN02" in read(folder).issues["code"].to_list()
    text = written(folder)
    text = text.replace('ledger = "?"', 'ledger = "工资发放表"')
    text = text.replace('"A 某人" = "?"', '"A 某人" = "姓名"').replace('"C 某数" = "?"', '"C 某数" = "实发工资"')
    (tmp_path / "m.toml").write_text(text, "utf-8")
    settled = mapping_reader.load(tmp_path / "m.toml")
    given = read(folder, mapping=settled)
    source = given.sources.filter(pl.col("file").str.contains("其他")).row(0, named=True)
    assert (source["ledger"], source["rows"], source["confidence"]) == ("payroll", 4, 1.0)
    assert given.ledgers["payroll"].filter(src=source["src"])["id_number"].to_list() == list(IDS)
    assert "IN02" not in given.issues["code"].to_list()


BARE = [list(row) for row in zip(NAMES, CARDS, PAY, ("a", "b", "c", "d"), strict=True)]


def test_a_sheet_without_headings_is_read_by_letters(tmp_path: Path):
    folder = submitted(tmp_path / "十月", WAGES)
    workbook(folder / HOME / "2026年10月.xlsx", Sheet1=BARE)
    (tmp_path / "m.toml").write_text(
        f"""
        [[sheet]]
        fingerprint = "{shapes.of_values(Grid("", BARE), shapes.headerless(4)).fingerprint}"
        ledger = "payment"
        header_row = 0
        [sheet.columns]
        A = "收款户名"
        "B" = "收款账号"
        "C" = "金额"
        "D" = "ignore"
        """,
        "utf-8",
    )
    given = read(folder, mapping=mapping_reader.load(tmp_path / "m.toml"))
    paid = given.ledgers["payment"]
    assert (paid["payee_name"].to_list(), paid["payee_account"].to_list()) == (list(NAMES), list(CARDS))
    assert (paid["row"].to_list(), given.mapping.stale) == ([1, 2, 3, 4], ())


def test_a_column_without_heading_is_pinned_by_its_letter(tmp_path: Path):
    folder = submitted(tmp_path / "十月", [*WAGES, ("", (100, 200, 300, 400))])
    text = written(folder).replace('"C 甲数" = "?"', '"F" = "补贴"\n"H" = "备注"')
    (tmp_path / "m.toml").write_text(text, "utf-8")
    given = read(folder, mapping=mapping_reader.load(tmp_path / "m.toml"))
    assert columns_of(given)["allowance"] == ("", "pinned", 1.0)
    assert [float(amount) for amount in given.ledgers["payroll"]["allowance"]] == [100, 200, 300, 400]
    assert given.mapping.stale == (f"{HOME}/2026年10月工资表.xlsx / 工资表：H",)


def test_a_header_row_is_pinned(tmp_path: Path):
    columns = [("某人", NAMES), ("某号", IDS), ("某数", PAY)]
    sheet = [["甲", "乙", "丙"], *rows(columns)]
    folder = submitted(tmp_path / "十月", WAGES)
    workbook(folder / HOME / "补充2026年10月.xlsx", Sheet1=sheet)
    text = written(folder)
    assert "# header_row = 1" in text
    text = text.replace("# header_row = 1", "header_row = 2").replace('ledger = "?"', 'ledger = "payroll"')
    text = re.sub(r'"(A|B|C) .*\n', "", text.rpartition("[sheet.columns]")[0]) + (
        '[sheet.columns]\n"某人" = "姓名"\n"某号" = "身份证号码"\n"某数" = "实发工资"\n'
    )
    (tmp_path / "m.toml").write_text(text, "utf-8")
    given = read(folder, mapping=mapping_reader.load(tmp_path / "m.toml"))
    source = given.sources.filter(pl.col("file").str.contains("补充")).row(0, named=True)
    assert (source["header_row"], source["first_row"], source["rows"]) == (2, 3, 4)


def test_a_ledger_left_out_is_told_and_raises_no_issue(tmp_path: Path):
    folder = submitted(tmp_path / "十月", WAGES)
    workbook(folder / HOME / "草稿.xlsx", 工资表=rows([*PEOPLE, ("实发工资", PAY)], "2026年10月工资表"))
    first, draft = written(folder).rsplit("[[sheet]]", 1)
    assert "草稿.xlsx" in draft
    settled = corrected(tmp_path / "m.toml", f"{first}[[sheet]]{draft.replace('工资发放表', '忽略', 1)}")
    given = read(folder, mapping=settled)
    assert given.sources["file"].to_list() == [f"{HOME}/2026年10月工资表.xlsx"]
    assert given.mapping.left_out == (f"{HOME}/草稿.xlsx / 工资表",)
    assert given.issues.filter(pl.col("file").str.contains("草稿")).height == 0


def test_places_settle_whose_a_file_is(tmp_path: Path):
    folder = submitted(
        tmp_path / "十月", [*WAGES, ("班组", ("一班",) * 4), ("分包单位", ("示例二建筑劳务有限公司",) * 4)]
    )
    (tmp_path / "m.toml").write_text(
        '[[place]]\nfile = "*工资表*"\ncontractor = "示例三劳务有限公司"\nteam = "木工班组"\nperiod = "2026-09-11..2026-10-10"\n'
        '[[place]]\nfile = "没有这个文件"\nperiod = "2026-10"\n',
        "utf-8",
    )
    given = read(folder, mapping=mapping_reader.load(tmp_path / "m.toml"))
    source = given.sources.row(0, named=True)
    assert (source["contractor"], source["contractor_from"]) == ("示例三劳务有限公司", "mapping")
    assert (source["period_start"], source["period_end"]) == (dt.date(2026, 9, 11), dt.date(2026, 10, 10))
    assert given.ledgers["payroll"]["contractor"].unique().to_list() == ["示例三劳务有限公司"]
    assert given.issues.height == 0, "what is settled contradicts nothing"
    assert given.mapping.unused == ("[[place]] 没有这个文件",)


def test_what_applies_to_nothing_any_more_is_told(tmp_path: Path):
    october = submitted(tmp_path / "十月", WAGES)
    text = written(october).replace('"C 甲数" = "?"', '"C 甲数" = "应发工资"\n"K 乙数" = "补贴"')
    text += '\n[[sheet]]\nfingerprint = "0123456789abcdef"\nseen = ["去年.xlsx / 工资"]\n'
    (tmp_path / "m.toml").write_text(text, "utf-8")
    used = read(october, mapping=mapping_reader.load(tmp_path / "m.toml")).mapping
    assert used.unused == ("[[sheet]] 0123456789abcdef（去年.xlsx / 工资）",)
    assert used.stale == (f"{HOME}/2026年10月工资表.xlsx / 工资表：K 乙数",)


def test_two_processes_use_it_as_one_does(tmp_path: Path):
    folder = submitted(tmp_path / "十月", WAGES)
    submitted(folder, WAGES, month="2026年11月")
    settled = corrected(tmp_path / "m.toml", written(folder), C='"应发工资"')
    assert pickle.loads(pickle.dumps(settled)) == settled
    one, two = read(folder, mapping=settled), read(folder, mapping=settled, jobs=2)
    assert one.cells.equals(two.cells) and one.mapping == two.mapping


SAME = [
    ("another sheet, rows and letters", ["姓名", "身份证号", "实发工资"], [None, "姓名", "身份证号", None, "实发工资"], True),
    ("blanks, units and marks", ["姓名", "实发工资"], ["姓 名*", "实发工资\n（元）"], True),
    ("another month in a heading", ["姓名", "10月工资"], ["姓名", "11月工资"], True),
    ("28 days and 31 days", ["姓名", *range(1, 29)], ["姓名", *range(1, 32)], True),
    ("another order", ["姓名", "身份证号"], ["身份证号", "姓名"], False),
    ("one column more", ["姓名", "身份证号"], ["姓名", "身份证号", "备注"], False),
    ("days or no days", ["姓名", "身份证号"], ["姓名", "身份证号", *range(1, 32)], False),
]  # fmt: skip


@pytest.mark.parametrize(("what", "one", "other", "same"), SAME, ids=[s[0] for s in SAME])
def test_a_shape_is_known_again(what, one, other, same):
    prints = {shapes.fingerprint(headers.at(Grid("", [list(head)]), 0)) for head in (one, other)}
    assert (len(prints) == 1) is same


ENTRY = '[[sheet]]\nfingerprint = "a"\n'
REFUSED = [
    ("no TOML", "[[sheet]\n", ["第 1 行", "写法有误", "英文引号"]),
    ("an unknown key", ENTRY + 'leger = "工资发放表"\n', ["第 3 行", "leger", "ledger"]),
    ("Chinese quotes", ENTRY + 'ledger = “工资发放表”\n', ["第 3 行", "写法有误", "中文引号"]),
    ("a column twice", ENTRY + '[sheet.columns]\n"C" = "姓名"\n"C" = "班组"\n', ["第 5 行", "写了两遍"]),
    ("an unknown ledger", ENTRY + 'ledger = "工资单子"\n', ["第 3 行", "没有叫“工资单子”的台账", "工资发放表（payroll）"]),
    ("a field of another ledger", ENTRY + 'ledger = "花名册"\n[sheet.columns]\n"C 数" = "进厂"\n', ["第 5 行", "“进厂”", "进场日期（entry_date）"]),
    ("a near name comes first", ENTRY + 'ledger = "payroll"\n[sheet.columns]\n"C 数" = "net_pey"\n', ["第 5 行", "net_pey", "“?”"]),
    ("no fingerprint", "[[sheet]]\n", ["第 1 行", "fingerprint"]),
    ("the same shape twice", ENTRY + ENTRY, ["第 3 行", "第 1 行"]),
    ("a header row that is no row", ENTRY + 'header_row = "三"\n', ["第 3 行", "header_row"]),
    ("columns that are no table", ENTRY + 'columns = "C"\n', ["第 1 行", "[sheet.columns]"]),
    ("one bracket too few", '[sheet]\nfingerprint = "a"\n', ["[[sheet]]"]),
    ("an unknown period", '[[place]]\nfile = "*"\nperiod = "上个月"\n', ["第 3 行", "上个月", "2026-10"]),
    ("a period that ends before it begins", '[[place]]\nfile = "*"\nperiod = "2026-10-11..2026-10-10"\n', ["第 3 行"]),
    ("a place without a file", '[[place]]\nteam = "木工"\n', ["第 1 行", "file"]),
    ("a team without quotes is a number", '[[place]]\nfile = "*"\nteam = 3\n', ["第 3 行", "引号"]),
    ("another version", "version = 2\n", ["第 1 行", "版本"]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "text", "words"), REFUSED, ids=[r[0] for r in REFUSED])
def test_a_slip_is_refused_with_its_line_and_the_choices(tmp_path: Path, what, text, words):
    path = tmp_path / "m.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as refused:
        mapping_reader.load(path)
    assert all(word in refused.value.zh for word in ["m.toml", *words]), refused.value.zh
    assert "m.toml" in refused.value.en and not re.search(r"[\u4e00-\u9fff]{6}", refused.value.en.replace("m.toml", ""))


def test_a_file_that_is_not_there_or_not_utf8(tmp_path: Path):
    path = tmp_path / "m.toml"
    with pytest.raises(InputError, match="没有这个文件"):
        mapping_reader.load(path)
    path.write_bytes("# 识别对照表\nversion = 1\n".encode("gbk"))
    with pytest.raises(InputError, match="编码”选为 UTF-8"):
        mapping_reader.load(path)


@pytest.mark.parametrize(
    ("name", "ledger"),
    [("工资表", "payroll"), ("合同台账", "contract"), ("银行流水", "payment"), ("考勤", "attendance"), ("?", None)],
)
def test_a_ledger_may_be_called_by_any_of_its_words(tmp_path: Path, name, ledger):
    path = tmp_path / "m.toml"
    path.write_text(ENTRY + f'ledger = "{name}"\n', "utf-8")
    assert mapping_reader.load(path).entries[0].ledger == ledger


def test_the_nearest_names_come_first(tmp_path: Path):
    path = tmp_path / "m.toml"
    path.write_text(ENTRY + 'ledger = "花名册"\n[sheet.columns]\n"C" = "进场日其"\n', "utf-8")
    with pytest.raises(InputError, match="可写：进场日期（entry_date）"):
        mapping_reader.load(path)


NAMED = [
    ("身份证号码", "id_number"),
    ("id_number", "id_number"),
    ("身份证号", "id_number"),
    ("实发 工资（元）", "net_pay"),
    ("忽略", "ignore"),
    ("ignore", "ignore"),
]


@pytest.mark.parametrize(("name", "field"), NAMED, ids=[n[0] for n in NAMED])
def test_a_field_may_be_called_by_title_wording_or_its_own_name(tmp_path: Path, name, field):
    path = tmp_path / "m.toml"
    path.write_text(ENTRY + f'ledger = "工资发放表"\n[sheet.columns]\n"C 某" = "{name}"\n"D" = "?"\n', "utf-8")
    assert mapping_reader.load(path).entries[0].columns == (("C 某", field),)


KEYS = [
    ("letter and heading", "C 甲", 2), ("heading alone", "甲", 2), ("letter alone", "B", 1), ("the heading goes before the letter", "B 甲", 2),
    ("of two the letter", "E 乙", 4), ("two with this heading and no letter", "乙", None), ("a heading that is not there", "C 丙", None),
    ("no such letter", "Z 丙", None), ("a heading of one letter and more", "A 型", 0),
]  # fmt: skip


@pytest.mark.parametrize(("what", "key", "index"), KEYS, ids=[k[0] for k in KEYS])
def test_a_key_means_a_column(what, key, index):
    there = [headers.Heading(i, label) for i, label in enumerate(["A型", "B", "甲", "乙", "乙"])]
    pins, stale = mapping.Entry(1, 1, "a", columns=((key, "name"),)).on(there, len(there))
    assert (dict(pins.columns), stale) == (({index: "name"}, ()) if index is not None else ({}, (key,)))


def test_the_file_beside_the_submission_is_found(tmp_path: Path):
    folder = submitted(tmp_path / "项目" / "十月", WAGES)
    assert mapping.beside([folder]) is None
    above = tmp_path / "项目" / "mapping.toml"
    above.write_text("version = 1\n", "utf-8")
    assert mapping.beside([folder]) == above.resolve()
    inside = folder / "mapping.toml"
    inside.write_text("version = 1\n", "utf-8")
    assert mapping.beside([folder]) == inside.resolve()
    other = submitted(tmp_path / "另一项目" / "十月", WAGES)
    (other / "mapping.toml").write_text("version = 1\n", "utf-8")
    with pytest.raises(InputError, match="--mapping"):
        mapping.beside([folder, other])


def test_a_mapping_file_is_no_part_of_the_submission(tmp_path: Path):
    folder = submitted(tmp_path / "十月", WAGES)
    (folder / "mapping.toml").write_text("version = 1\n", "utf-8")
    given = read(folder, mapping=mapping_reader.load(folder / "mapping.toml"))
    assert [file.path for file in given.files] == [f"{HOME}/2026年10月工资表.xlsx"]
