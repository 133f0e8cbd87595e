"""Export tables keep the laws of sheets: punches, marks, codes of the platform, items, names of contractors."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.exports import export_kit
from wagecheck.intake import submission
from wagecheck.intake.exports import tables
from wagecheck.intake.submission import Submission

WHOSE = {"projectName": "示例一期", "corpName": "示例劳务有限公司"}
ONE, OTHER = "110199199003070017", "11019919850606006X"


def _read(folder: Path, **tables: list[dict[str, Any]]) -> Submission:
    for name, rows in tables.items():
        export_kit.write(pl.DataFrame([{**WHOSE, **row} for row in rows]), folder / f"{name}.parquet")
    return submission.read([folder], may_be_empty=True)


def _punch(number: str, day: int, hour: int, minute: int, direction: str = "01") -> dict[str, Any]:
    return {"idCardNumber": number, "date": dt.datetime(2026, 10, day, hour, minute, 5), "direction": direction}


def test_punches_of_the_platform_become_days(tmp_path: Path) -> None:
    given = _read(
        tmp_path,
        WorkerAttendance=[
            {**_punch(ONE, 8, 7, 30), "attendType": "001"},
            {**_punch(OTHER, 8, 7, 31), "attendType": "001"},
            {**_punch(ONE, 8, 18, 2, "02"), "attendType": "002"},
            {**_punch(ONE, 8, 18, 2, "02"), "attendType": "002"},
            {**_punch(ONE, 9, 7, 40), "attendType": "001"},
        ],
    )
    days = given.ledgers["attendance"].select("id_number", "date", "mark", "work", "channel", "row")
    assert days.rows() == [
        (ONE, dt.date(2026, 10, 8), "07:30:05 18:02:05", 1, "人脸识别、虹膜识别", 1),
        (OTHER, dt.date(2026, 10, 8), "07:31:05", None, "人脸识别", 2),
        (ONE, dt.date(2026, 10, 9), "07:40:05", None, "人脸识别", 5),
    ]
    assert given.sources.select("layout", "device_export").row(0) == ("export punches", True)
    people = given.ledgers["attendance_summary"].select("id_number", "dated", "unit")
    assert people.rows() == [(ONE, True, "day"), (OTHER, True, "day")]


def test_a_day_in_two_parts_is_one_day(tmp_path: Path) -> None:
    for number, row in enumerate([_punch(ONE, 8, 7, 30), _punch(ONE, 8, 18, 2, "02")]):
        export_kit.write(pl.DataFrame([{**WHOSE, **row}]), tmp_path / "WorkerAttendance" / f"part-{number}.parquet")
    (day,) = submission.read([tmp_path]).ledgers["attendance"].select("mark", "work", "row").rows()
    assert day == ("07:30:05 18:02:05", 1, 1)


def test_moments_of_another_zone_are_told_in_the_time_of_the_site(tmp_path: Path) -> None:
    """23:30 in Greenwich is half past seven of the next morning on site."""
    moments = [dt.datetime(2026, 10, 7, 23, 30, tzinfo=dt.UTC), dt.datetime(2026, 10, 8, 10, 2, tzinfo=dt.UTC)]
    given = _read(tmp_path, WorkerAttendance=[{"idCardNumber": ONE, "date": at, "direction": "01"} for at in moments])
    assert given.ledgers["attendance"].select("date", "mark", "work").rows() == [
        (dt.date(2026, 10, 8), "07:30:00 18:02:00", 1)
    ]


def test_punches_as_texts(tmp_path: Path) -> None:
    given = _read(
        tmp_path,
        attendance=[{"name": "张某甲", "date": f"2026-10-08 {time}"} for time in ("07:30", "18:02", "下午")],
    )
    assert given.ledgers["attendance"].select("date", "mark", "work").rows() == [
        (dt.date(2026, 10, 8), "07:30 18:02", 1)
    ]
    (issue,) = given.issues.to_dicts()
    assert (issue["code"], issue["row"], issue["raw"]) == ("IN05", 3, "2026-10-08 下午")


def test_marks_mean_what_they_mean_on_a_sheet(tmp_path: Path) -> None:
    marks = ["√", "半天", "Ж", None, "×"]
    given = _read(
        tmp_path,
        attendance=[
            {"name": "张某甲", "date": dt.date(2026, 10, number + 1), "mark": mark} for number, mark in enumerate(marks)
        ],
    )
    days = {day.day: work for day, work in given.ledgers["attendance"].select("date", "work").iter_rows()}
    assert days[1] == 1
    assert days[3] is None
    assert not {4, 5} & days.keys()
    assert given.issues.select("code", "raw", "row").rows() == [("IN11", "Ж", 3)]


def test_who_was_absent_all_month_is_on_the_list(tmp_path: Path) -> None:
    rows = [{"name": "张某甲", "id_number": ONE, "date": dt.date(2026, 10, 8), "mark": "×"}]
    rows += [{"name": "李某乙", "id_number": OTHER, "date": dt.date(2026, 10, 8), "mark": "√"}]
    given = _read(tmp_path, attendance=rows)
    assert given.ledgers["attendance"]["name"].to_list() == ["李某乙"]
    assert given.ledgers["attendance_summary"].select("name", "dated", "row").rows() == [
        ("张某甲", True, 1),
        ("李某乙", True, 2),
    ]


def test_codes_of_the_platform(tmp_path: Path) -> None:
    given = _read(
        tmp_path,
        ProjectWorker=[
            {"workerName": "张某甲", "idCardType": "01", "idCardNumber": ONE, "workRole": 20, "workType": "020"},
            {"workerName": "李某乙", "idCardType": "1", "idCardNumber": OTHER, "workRole": 10, "workType": "20"},
        ],
        WorkerContract=[{"idCardNumber": ONE, "contractPeriodType": 1, "unit": 81, "unitPrice": 35.5}],
        Payroll=[
            {
                "payMonth": "2026-10",
                "idCardNumber": number,
                "totalPayAmount": 5000,
                "actualAmount": 5000,
                "isBackPay": flag,
            }
            for number, flag in ((ONE, 0), (OTHER, 1))
        ],
        PayRollDetail=[
            {"payMonth": "2026-10", "idCardNumber": ONE, "actualAmount": 5000, "PayStatus": status}
            for status in (0, 20, 30, 40)
        ],
    )
    roster = given.ledgers["roster"].select("id_type", "work_role", "trade").rows()
    assert roster == [("居民身份证", "建筑工人", "钢筋工"), ("居民身份证", "管理人员", "钢筋工")]
    assert given.ledgers["roster"]["employer"].to_list() == ["示例劳务有限公司"] * 2
    contract = given.ledgers["contract"].row(0, named=True)
    assert (contract["contract_term_type"], contract["wage_unit"], str(contract["wage_rate"])) == (
        "以完成一定工作为期限的合同", "平方米", "35.50",
    )  # fmt: skip
    assert given.ledgers["payroll"]["is_back_pay"].to_list() == [False, True]
    assert given.ledgers["payment"]["status"].to_list() == ["pending", "success", "failed", "pending"]
    assert given.ledgers["payment"]["document"].unique().to_list() == ["result"]
    assert given.issues.is_empty()


def test_status_that_nobody_explains_is_no_success(tmp_path: Path) -> None:
    given = _read(
        tmp_path, PayRollDetail=[{"payMonth": "2026-10", "idCardNumber": ONE, "actualAmount": 1, "PayStatus": 7}]
    )
    assert given.ledgers["payment"]["status"].to_list() == [None]
    assert given.issues.select("code", "field", "raw").rows() == [("IN05", "status_text", "7")]


def test_items_belong_to_the_only_record_of_their_person(tmp_path: Path) -> None:
    pay = {"period": "2026-10", "gross_pay": 5000, "net_pay": 4800}
    given = _read(
        tmp_path,
        payroll=[
            {**pay, "name": "张某甲", "id_number": ONE},
            {**pay, "name": "李某乙", "id_number": OTHER},
            {**pay, "name": "李某乙", "id_number": OTHER},
        ],
        payroll_item=[
            {
                "period": "2026-10",
                "name": name,
                "id_number": number,
                "工资项目名称": "水电费",
                "kind": "deduction",
                "amount": 200,
            }
            for name, number in (("张某甲", ONE), ("李某乙", OTHER))
        ],
    )
    payroll, items = given.ledgers["payroll"], given.ledgers["payroll_item"]
    assert items.select("src", "row").rows() == payroll.select("src", "row").rows()[:1]
    (issue,) = given.issues.to_dicts()
    assert (issue["code"], issue["count"], issue["row"]) == ("IN05", 1, 2)
    assert "payroll_item" not in given.sources.filter(pl.col("rows") == 0)["ledger"].to_list()


def test_project_workbook_and_short_names_beside_a_table(tmp_path: Path) -> None:
    """The list of 参建单位 says which company a short or former name means, whichever way it was handed in."""
    listed = {"项目名称": "示例一期", "corpName": "示例恒达建筑劳务有限公司", "曾用名": "示例宏达劳务有限公司"}
    export_kit.write(pl.DataFrame([listed]), tmp_path / "参建单位.parquet")
    given = _read(
        tmp_path,
        payroll=[
            {"corpName": firm, "period": "2026-10", "name": "张某甲", "id_number": ONE, "gross_pay": 1, "net_pay": 1}
            for firm in ("示例宏达劳务有限公司", "示例恒达建筑劳务有限公司")
        ],
    )
    assert given.ledgers["payroll"]["contractor"].unique().to_list() == ["示例恒达建筑劳务有限公司"]
    assert given.sources.filter(pl.col("ledger") == "payroll").height == 1


def test_codes_of_projects_are_told_by_the_table_of_projects(tmp_path: Path) -> None:
    rows = [{"projectCode": "P-01", "corpName": "示例劳务有限公司", "name": "张某甲", "idCardNumber": ONE}]
    export_kit.write(pl.DataFrame(rows), tmp_path / "ProjectWorker.parquet")
    export_kit.write(pl.DataFrame([{"projectCode": "P-01", "name": "示例一期"}]), tmp_path / "ProjectMaster.parquet")
    given = submission.read([tmp_path])
    assert given.ledgers["roster"]["project"].to_list() == ["示例一期"]
    assert given.ledgers["project"].select("project", "name").rows() == [("示例一期", "示例一期")]


def test_tables_in_a_zip(tmp_path: Path) -> None:
    row = {**WHOSE, "period": "2026-10", "name": "张某甲", "id_number": ONE, "gross_pay": 1, "net_pay": 1}
    export_kit.write(pl.DataFrame([row]), tmp_path / "payroll.parquet")
    with zipfile.ZipFile(tmp_path / "导出.zip", "w") as packed:
        packed.write(tmp_path / "payroll.parquet", "payroll.parquet")
    (tmp_path / "payroll.parquet").unlink()
    given = submission.read([tmp_path])
    assert given.ledgers["payroll"].height == 1
    assert [(file.status, file.rows) for file in given.files if file.path.endswith(".parquet")] == [("read", 1)]


def test_unit_of_a_wage_and_end_of_a_task_stand_in_texts(tmp_path: Path) -> None:
    """As on a sheet (``tests/intake``): the wage says its unit, the last day that the term is a task's."""
    given = _read(
        tmp_path,
        contract=[
            {"idCardNumber": ONE, "wage_rate": "300元/天", "wage_unit": None, "contract_end": "至工程完工"},
            {"idCardNumber": OTHER, "wage_rate": "8000元/月", "wage_unit": "日", "contract_end": "2026-12-31"},
            {"idCardNumber": "110199198801010018", "wage_rate": "面议", "wage_unit": None, "contract_end": None},
        ],
    )
    told = given.ledgers["contract"].select("wage_rate", "wage_unit", "contract_term_type", "contract_end")
    assert told.select(pl.col("wage_rate", "contract_end").cast(pl.String), "wage_unit", "contract_term_type").rows() == [
        ("300.00", None, "日", "至工程完工"),
        ("8000.00", "2026-12-31", "日", None),
        (None, None, None, None),
    ]  # fmt: skip
    assert given.issues.select("code", "field").rows() == [("IN05", "wage_rate")]


def test_rows_of_people_without_amounts_are_records(tmp_path: Path) -> None:
    """A notice that names somebody and no amount is told; a payroll row without one is there for its rules."""
    month = {"payMonth": "2026-10"}
    people = [{**month, "name": "张某甲", "id_number": ONE}, {**month, "name": "李某乙", "id_number": OTHER}]
    nobody = {**month, "name": None, "id_number": None, "gross_pay": None, "net_pay": None}
    amounts = ({"gross_pay": 5200, "net_pay": 5000}, {"gross_pay": None, "net_pay": None})
    rows = [*({**person, **paid} for person, paid in zip(people, amounts, strict=True)), nobody]
    given = _read(tmp_path, notice=rows, payroll=rows)
    for ledger in ("notice", "payroll"):
        frame = given.ledgers[ledger].select("row", "name", "net_pay").sort("row")
        assert frame.select(pl.all().cast(pl.String)).rows() == [("1", "张某甲", "5000.00"), ("2", "李某乙", None)]
    told = given.issues.select("code", "file", "row", "field").rows()
    assert told == [("IN04", "notice.parquet", 2, "net_pay")]


def test_a_column_is_blank_where_the_whole_file_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read some rows at a time, a column without any value in these rows is no blank column."""
    read = tables.read

    def small(*args: Any, **kwargs: Any) -> list[tables.TableRead]:
        return read(*args, **kwargs, window=4)

    monkeypatch.setattr(tables, "read", small)
    rows = pl.DataFrame({"name": [f"张某{n}" for n in range(12)], "id_number": [ONE] * 4 + [None] * 4 + [OTHER] * 4})
    rows = rows.with_columns(project=pl.lit("示例一期"), contractor=pl.lit("示例劳务有限公司"))
    rows.write_parquet(tmp_path / "identity.parquet")
    given = submission.read([tmp_path])
    assert given.issues.select("code", "field", "count").rows() == [("IN04", "id_number", 4)]
    rows.with_columns(id_number=pl.lit(None, pl.String)).write_parquet(tmp_path / "identity.parquet")
    assert submission.read([tmp_path]).issues.is_empty()
