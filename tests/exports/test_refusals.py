"""What an export table is refused for, and what is told of one that is read."""

from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.exports import export_kit
from wagecheck.intake import submission
from wagecheck.intake.submission import Submission

PERSON = {"name": "张某甲", "id_number": "110199199003070017"}
WHOSE = {"project": "示例一期", "contractor": "示例劳务有限公司", "period": "2026-10"}
PAYROLL: dict[str, Any] = {
    **WHOSE, **PERSON, "gross_pay": "5000.00", "net_pay": "5000.00", "bank_card": "6228480000000000012",
}  # fmt: skip


def _table(**columns: Any) -> pl.DataFrame:
    """A payroll of two people; a list gives the cells of a column, None takes the column away."""
    cells = {**PAYROLL, **columns}
    return pl.DataFrame(
        {
            name: value if isinstance(value, list | pl.Series) else [value, value]
            for name, value in cells.items()
            if value is not None
        },
        strict=False,
    )


def _read(folder: Path, frame: pl.DataFrame | None = None, name: str = "payroll.parquet") -> Submission:
    if frame is not None:
        export_kit.write(frame, folder / name)
    return submission.read([folder], may_be_empty=True)


def _codes(given: Submission) -> list[str]:
    return given.issues["code"].to_list()


def test_plain_table_is_read(tmp_path: Path) -> None:
    given = _read(tmp_path, _table())
    payroll = given.ledgers["payroll"]
    assert payroll.select("project", "contractor", "period_start", "period_end").row(0) == (
        "示例一期", "示例劳务有限公司", dt.date(2026, 10, 1), dt.date(2026, 10, 31),
    )  # fmt: skip
    assert payroll["row"].to_list() == [1, 2]
    assert given.sources.select("file", "ledger", "rows", "header_row").row(0) == ("payroll.parquet", "payroll", 2, 0)
    (file,) = given.files
    assert (file.path, file.kind, file.rows, file.status) == ("payroll.parquet", "parquet", 2, "read")
    assert len(file.sha256) == 64
    assert _codes(given) == []


@pytest.mark.parametrize("column", ["project", "contractor", "period"])
def test_table_that_does_not_say_whose_it_is_is_refused(tmp_path: Path, column: str) -> None:
    given = _read(tmp_path, _table(**{column: None}))
    assert _codes(given) == ["IN03"]
    assert given.ledgers["payroll"].is_empty()
    assert given.files[0].status == "unreadable"


def test_row_without_contractor_is_told(tmp_path: Path) -> None:
    given = _read(tmp_path, _table(contractor=["示例劳务有限公司", None]))
    (issue,) = given.issues.to_dicts()
    assert (issue["code"], issue["field"], issue["row"], issue["col"]) == ("IN04", "contractor", 2, 2)


def test_two_columns_of_one_field_are_never_guessed(tmp_path: Path) -> None:
    given = _read(tmp_path, _table(**{"实发工资": "4000.00"}))
    (issue,) = given.issues.to_dicts()
    assert issue["code"] == "IN02"
    assert "net_pay" in issue["detail"]
    assert "实发工资" in issue["detail"]
    assert given.ledgers["payroll"].is_empty()


def test_two_columns_of_one_name(tmp_path: Path) -> None:
    lines = ["project,contractor,period,name,net_pay,net_pay", "示例一期,示例劳务有限公司,2026-10,张某甲,1,2"]
    (tmp_path / "payroll.csv.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    given = _read(tmp_path)
    assert _codes(given) == ["IN02"]
    assert "net_pay" in given.issues["detail"][0]


def test_unknown_column_is_told_and_not_used(tmp_path: Path) -> None:
    given = _read(tmp_path, _table(备用金额=[None, "77"], lng="116.3"))
    told = given.assumptions.to_dicts()
    assert [(row["note"], row["header"], row["count"]) for row in told] == [("column not known", "备用金额", 1)]
    assert "备用金额" not in given.cells["header"].to_list()


def test_empty_table(tmp_path: Path) -> None:
    given = _read(tmp_path, _table().clear())
    assert given.sources.is_empty()
    assert [(file.status, file.rows) for file in given.files] == [("read", 0)]


def test_name_that_is_no_ledgers(tmp_path: Path) -> None:
    given = _read(tmp_path, _table(), "data.parquet")
    assert _codes(given) == ["IN02"]


def test_card_of_twenty_digits_stored_as_a_number_is_not_used(tmp_path: Path) -> None:
    for kind in (pl.Float64, pl.Decimal(38, 0)):
        cards = pl.Series(["62284800000000000129"] * 2).cast(kind)
        given = _read(tmp_path, _table(bank_card=cards))
        assert given.ledgers["payroll"]["card_state"].to_list() == ["lossy", "lossy"]
        assert _codes(given) == ["IN07"]
        assert given.issues["count"].to_list() == [2]


def test_identity_number_stored_as_a_number_is_not_used(tmp_path: Path) -> None:
    given = _read(tmp_path, _table(id_number=[110199199003070017, 110199199003070025]))
    assert given.ledgers["payroll"]["id_state"].to_list() == ["lossy", "lossy"]
    assert _codes(given) == ["IN06"]


def test_floats_become_cents_and_are_told(tmp_path: Path) -> None:
    given = _read(tmp_path, _table(net_pay=[0.1 + 0.2, 1234.565], gross_pay=[100.0, float("nan")]))
    payroll = given.ledgers["payroll"]
    assert payroll["net_pay"].cast(pl.String).to_list() == ["0.30", "1234.57"]
    assert payroll["gross_pay"].cast(pl.String).to_list() == ["100.00", None]
    notes = {(row["field"], row["note"]) for row in given.assumptions.to_dicts()}
    assert {("net_pay", "binary fraction"), ("net_pay", "more than two decimals")} <= notes
    assert _codes(given) == ["IN13"]


def test_typed_values_are_taken_as_they_are(tmp_path: Path) -> None:
    frame = _table(
        period=None,
        period_start=dt.date(2026, 9, 26),
        period_end=dt.date(2026, 10, 25),
        net_pay=pl.Series(["5000.00", "4999.99"]).cast(pl.Decimal(12, 2)),
        gross_pay=[5000, 6000],
        is_back_pay=[False, None],
        pay_date=[dt.datetime(2026, 11, 12), None],
    )
    payroll = _read(tmp_path, frame).ledgers["payroll"]
    assert payroll["period_end"].to_list() == [dt.date(2026, 10, 25)] * 2
    assert payroll["net_pay"].cast(pl.String).to_list() == ["5000.00", "4999.99"]
    assert payroll["gross_pay"].cast(pl.String).to_list() == ["5000.00", "6000.00"]
    assert payroll["is_back_pay"].to_list() == [False, None]
    assert payroll["pay_date"].to_list() == [dt.date(2026, 11, 12), None]


def test_wrong_types_are_told_with_row_and_column(tmp_path: Path) -> None:
    given = _read(tmp_path, _table(net_pay=["五千多", "5000"], gross_pay=[[1], [2]]))
    told = {row["field"]: row for row in given.issues.to_dicts()}
    assert (told["net_pay"]["code"], told["net_pay"]["row"], told["net_pay"]["raw"]) == ("IN05", 1, "五千多")
    assert (told["gross_pay"]["code"], told["gross_pay"]["count"]) == ("IN05", 2)
    assert given.ledgers["payroll"]["gross_pay"].null_count() == 2
    assert given.issues["at"].list.len().sum() == 3


def test_tables_of_two_projects_and_contractors_are_tables_of_their_own(tmp_path: Path) -> None:
    given = _read(tmp_path, _table(project=["示例一期", "示例二期"], name=["张某甲", "李某乙"]))
    assert given.sources.select("src", "project", "rows").rows() == [(1, "示例一期", 1), (2, "示例二期", 1)]
    assert given.ledgers["payroll"].sort("row")["src"].to_list() == [1, 2]
    assert given.sources["sheet"].n_unique() == 2


def test_parts_of_different_columns_are_refused_together(tmp_path: Path) -> None:
    export_kit.write(_table(), tmp_path / "payroll" / "part-0.parquet")
    export_kit.write(_table(bank_card=None), tmp_path / "payroll" / "part-1.parquet")
    given = _read(tmp_path)
    assert _codes(given) == ["IN03"]
    assert given.issues["file"].to_list() == ["payroll/part-1.parquet"]
    assert given.ledgers["payroll"].is_empty()


def test_parts_of_different_types_are_one_table(tmp_path: Path) -> None:
    export_kit.write(_table(), tmp_path / "payroll" / "part-0.parquet")
    export_kit.write(_table(net_pay=[4000, 4001]), tmp_path / "payroll" / "part-1.parquet")
    given = _read(tmp_path)
    payroll = given.ledgers["payroll"].sort("row")
    assert payroll["row"].to_list() == [1, 2, 3, 4]
    assert payroll["net_pay"].cast(pl.String).to_list() == ["5000.00", "5000.00", "4000.00", "4001.00"]
    assert given.sources["file"].to_list() == ["payroll"]
    assert {file.path: file.rows for file in given.files} == {
        "payroll/part-0.parquet": 2, "payroll/part-1.parquet": 2, "payroll": 4,
    }  # fmt: skip


def test_table_with_a_broken_part_is_not_judged_by_the_rest(tmp_path: Path) -> None:
    export_kit.write(_table(), tmp_path / "payroll" / "part-0.parquet")
    (tmp_path / "payroll" / "part-1.parquet").write_bytes(b"PAR1 and nothing more PAR1")
    given = _read(tmp_path)
    assert sorted(_codes(given)) == ["IN01", "IN02"]
    assert given.ledgers["payroll"].is_empty()


def test_csv_of_a_clerks_program(tmp_path: Path) -> None:
    """GB 18030, a line break inside a field, a blank line, numbers protected against spreadsheets."""
    lines = [
        "项目名称,参建单位名称,所属期,姓名,身份证号码,实发工资,备注",
        '示例一期,示例劳务有限公司,2026年10月,张某甲,"=""110199199003070017""","5,000.00","第一行\n第二行"',
        "",
        "示例一期,示例劳务有限公司,2026年10月,李某乙,11019919900307011X,没有,",
    ]
    (tmp_path / "工资发放表.csv").write_bytes("\r\n".join(lines).encode("gb18030"))
    given = _read(tmp_path)
    payroll = given.ledgers["payroll"]
    assert payroll.select("row", "name", "id_number").rows()[0] == (2, "张某甲", "110199199003070017")
    assert payroll["net_pay"].cast(pl.String).to_list()[0] == "5000.00"
    (issue,) = given.issues.filter(pl.col("code") == "IN05").to_dicts()
    assert (issue["row"], issue["raw"], issue["field"]) == (5, "没有", "net_pay")
    assert given.sources["header_row"].to_list() == [1]


def test_clerks_csv_of_the_same_name_is_read_as_a_sheet(tmp_path: Path) -> None:
    (tmp_path / "工资发放表.csv").write_text("姓名,身份证号码,实发工资\n张某甲,110199199003070017,5000\n", "utf-8")
    given = _read(tmp_path)
    assert given.sources["layout"].to_list() == ["flat"]


def test_rows_for_nobody_are_told_and_left_out(tmp_path: Path) -> None:
    given = _read(tmp_path, _table(name=["张某甲", None], id_number=["110199199003070017", None]))
    assert given.ledgers["payroll"].height == 1
    assert _codes(given) == ["IN04"]
