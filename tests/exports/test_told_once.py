"""How an export table was read stands once in the result, whosoever's records it holds; every page tells its own."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import jsonschema
import pytest

from tests.conftest import ROOT
from tests.house_rules import BOOK
from wagecheck import judge, simulate
from wagecheck.intake import submission
from wagecheck.privacy import Masker
from wagecheck.report import contractor_page, overview_page
from wagecheck.report.contractor_page.own_results import OwnResults
from wagecheck.result import Result
from wagecheck.wording import Wording

ZH = Wording("zh")


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Result:
    folder = tmp_path_factory.mktemp("tables")
    simulate.write(folder, format="parquet", workers=240, contractors=14, defects="BK06,IN04", seed=5)
    given = submission.read([folder / simulate.SUBMISSION])
    made = judge.judge(given, BOOK, as_of=dt.date(2026, 11, 21), entries=None, period=None, masker=Masker(b"k" * 32))
    assert given.sources.height > 60
    return made


def _tables(result: Result) -> dict[str, list[dict[str, Any]]]:
    return {file["path"]: file["tables"] for file in result.manifest["inputs"] if file["tables"]}


def test_a_table_of_many_is_told_once(judged: Result) -> None:
    tables = _tables(judged)
    assert {len(found) for found in tables.values()} == {1}
    (payroll,) = tables["payroll"]
    firms = {(owner["project"], owner["contractor"]) for owner in payroll["owners"]}
    assert len(firms) == len(payroll["owners"]) == 14
    assert payroll["rows"] == sum(owner["rows"] for owner in payroll["owners"])
    assert (payroll["project"], payroll["contractor"], payroll["sheet"]) == (None, None, "")
    assert {"name", "net_pay", "bank_card"} <= {column["field"] for column in payroll["columns"]}
    assert not any("columns" in owner for owner in payroll["owners"])


def test_the_schema_knows_it(judged: Result) -> None:
    schema = json.loads((ROOT / "templates" / "schemas" / "result.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(json.dumps(judged.to_json())))


def test_every_page_tells_of_its_own_part(judged: Result) -> None:
    own = OwnResults(judged)
    for project, name in judged.contractors.select("project", "name").unique().iter_rows():
        page = contractor_page.view(judged, project, name, ZH)
        assert contractor_page.view(own.of(project, name), project, name, ZH) == page
        sheets = {row["sheet"] for row in page["readings"] if row["ledger"] == "工资发放表"}
        assert len(sheets) <= 1
        assert all(project in sheet and name in sheet for sheet in sheets)
    pages = dict.fromkeys(judged.contractors.select("project", "name").rows(), "x.html")
    index = overview_page.view(judged, pages, ZH)
    assert index["readings_total"] == len(_tables(judged))


def test_a_notice_without_an_amount_is_found(judged: Result) -> None:
    found = judged.findings.filter(judged.findings["rule"] == "IN04")
    assert found.select("file").rows() == [("notice",)]
