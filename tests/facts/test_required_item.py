"""required_item: what a payroll, a contract register or a roster lacks of what the law lists."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from tests.facts.site import CARD_A, FIRM, ID_A, ID_B, OCTOBER, PROJECT, D, ledgers
from wagecheck.facts import required_item, units
from wagecheck.facts.settings import RequiredItem
from wagecheck.ledgers import catalogue
from wagecheck.ledgers.provenance import pack_one
from wagecheck.resources import folder, read_toml

DICTIONARY = read_toml(folder("rules") / "dictionaries" / "required_items.toml")
REQUIRED = [
    RequiredItem(ledger, item["title"], tuple(item["any_of"]), item.get("per_worker", True))
    for ledger, items in DICTIONARY.items()
    if isinstance(items, list)
    for item in items
]
OTHER = "示例劳务乙公司"
PAY_DAY = D(2026, 11, 10)
#: A lawful line: all twelve groups of art. 15.
FULL = {
    "name": "张某甲", "id_number": ID_A, "phone": "13800000001", "work_days": Decimal(22), "gross_pay": Decimal(6000),
    "deduction_total": Decimal(100), "net_pay": Decimal(5900), "bank_card": CARD_A, "signature": "张某甲",
    "pay_date": PAY_DAY,
}  # fmt: skip
SECOND = {**FULL, "name": "李某乙", "id_number": ID_B, "phone": "13800000002", "signature": "李某乙"}


def without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def build(
    columns: dict[int, list[str]],
    *,
    sources: list[dict[str, Any]] | None = None,
    ambiguous: tuple[str, ...] = (),
    **rows: Any,
) -> list[dict[str, Any]]:
    """Findings of the ledgers; ``columns`` says which fields have a column in which table."""
    cells = pl.DataFrame(
        [
            (src, field, col, 0, field, "ambiguous" if field in ambiguous else "exact")
            for src, fields in columns.items()
            for col, field in enumerate(fields, start=1)
        ],
        schema={
            "src": pl.Int32, "field": pl.String, "col": pl.Int32, "row_offset": pl.Int32, "header": pl.String,
            "how": pl.String,
        },
        orient="row",
    )  # fmt: skip
    table = {
        "file": "甲/工资.xlsx",
        "sheet": "十月",
        "ledger": next(iter(rows), None),
        "header_row": 3,
        "project": None,
    }
    texts = dict.fromkeys(("file", "sheet", "ledger", "project"), pl.String)
    schema = {"src": pl.Int32, **texts, "header_row": pl.Int32}
    tables = [{**table, **own} for own in sources or [{"src": src} for src in columns]]
    found = ledgers(**rows)
    frame = required_item.build(
        found, cells, pl.DataFrame(tables, schema=schema, orient="row"), units.build(found).lazy(), REQUIRED
    ).collect()
    assert frame.schema == required_item.FRAME.schema
    return frame.to_dicts()


def told(rows: list[dict[str, Any]]) -> list[tuple[str, str | None, str]]:
    return [(row["scope"], row["name"], row["missing"]) for row in rows]


def payroll(
    *rows: dict[str, Any], columns: list[str] | None = None, **others: Any
) -> list[tuple[str, str | None, str]]:
    return told(build({10: list(FULL) if columns is None else columns}, payroll=list(rows), **others))


def test_the_dictionary_names_only_what_exists() -> None:
    for item in REQUIRED:
        for word in item.fields:
            kind, _, name = word.partition(":")
            if kind == "item":
                assert name in {"earning", "deduction", "advance", "unknown"}
            elif kind == "ledger":
                assert name in catalogue.LEDGERS
            else:
                fields = word.replace("+", "=").split("=")
                assert set(fields) <= set(catalogue.schema(item.ledger)), word
    assert sum(item.ledger == "payroll" for item in REQUIRED) == 12


def test_a_complete_sheet_is_silent() -> None:
    assert payroll(FULL, SECOND) == []


def test_a_missing_column_is_said_once_for_the_sheet() -> None:
    rows = build(
        {10: [name for name in FULL if name != "phone"]}, payroll=[without(FULL, "phone"), without(SECOND, "phone")]
    )
    assert rows == [
        {
            "project": PROJECT, "contractor": FIRM, "period": "2026-10", "period_start": OCTOBER[0],
            "period_end": OCTOBER[1], "person": None, "name": None, "id_number": None, "scope": "sheet",
            "ledger": "payroll", "ledger_title": "工资发放表", "sheet_key": "甲/工资.xlsx 「十月」",
            "file": "甲/工资.xlsx", "sheet": "十月", "n_missing": 1, "missing": "联系方式", "any_at": [pack_one(10, 3)],
        }
    ]  # fmt: skip


def test_a_blank_cell_is_said_for_the_worker() -> None:
    rows = build({10: list(FULL)}, payroll=[FULL, without(SECOND, "phone", "work_days")])
    assert told(rows) == [("worker", "李某乙", "联系方式、工作时间")]
    assert (rows[0]["person"], rows[0]["id_number"], rows[0]["n_missing"]) == (ID_B, ID_B, 2)
    assert rows[0]["any_at"] == [pack_one(10, 6)]


def test_a_column_that_nothing_settles_is_neither_missing_nor_blank() -> None:
    rows = [without(FULL, "phone"), without(SECOND, "phone", "work_days")]
    assert payroll(*rows, ambiguous=("phone",)) == [("worker", "李某乙", "工作时间")]


@pytest.mark.parametrize(
    ("sentence", "given", "columns", "missing"),
    [
        ("pay date from the band", FULL, [n for n in FULL if n != "pay_date"], None),
        ("hours instead of days", {**without(FULL, "work_days"), "work_hours": Decimal(176)}, None, None),
        ("quantity instead of days", {**without(FULL, "work_days"), "quantity": Decimal(30)}, None, None),
        ("no signature column, but a card", without(FULL, "signature"), None, None),
        ("a blank signature column is PY04's", without(FULL, "signature", "bank_card"), ["signature"], None),
        ("neither signature nor card", without(FULL, "signature", "bank_card"), None, "银行代发凭证或本人签字"),
        ("nothing deducted: gross = net", {**without(FULL, "deduction_total"), "net_pay": Decimal(6000)}, None, None),
        (
            "part not paid yet: gross = net + unpaid",
            {**without(FULL, "deduction_total"), "net_pay": Decimal(4000), "unpaid": Decimal(2000)},
            None,
            None,
        ),
        ("deducted, but nowhere said", without(FULL, "deduction_total"), None, "代扣代缴和扣除的项目、数额"),
        ("a deduction column without a figure", without(FULL, "deduction_total"), ["deduction_total"], None),
        ("a rate for gross", {**without(FULL, "gross_pay"), "daily_rate": Decimal(270)}, None, "应发工资数额"),
        ("no gross and no item", without(FULL, "gross_pay"), None, "应发工资项目、应发工资数额"),
        ("no net pay", without(FULL, "net_pay"), None, "实发工资数额"),
    ],
)  # fmt: skip
def test_what_satisfies_a_group(
    sentence: str, given: dict[str, Any], columns: list[str] | None, missing: str | None
) -> None:
    found = payroll(given, columns=list(given) if columns is None else [*given, *columns])
    assert found == ([] if missing is None else [("sheet", None, missing)]), sentence


@pytest.mark.parametrize("kind", ["deduction", "advance"])
def test_items_of_a_kind_are_columns(kind: str) -> None:
    item = {"src": 10, "name": "张某甲", "id_number": ID_A, "title": "代扣", "kind": kind, "amount": 100}
    row = without(FULL, "deduction_total")
    assert payroll(row, columns=list(row), payroll_item=[item]) == []
    other = [{**item, "src": 11}]
    assert payroll(row, columns=list(row), payroll_item=other) == [("sheet", None, "代扣代缴和扣除的项目、数额")]


def test_bank_rows_of_the_contractor_are_the_voucher() -> None:
    row = without(FULL, "signature", "bank_card")
    paid = {"name": "张某甲", "amount": 5900, "paid_on": PAY_DAY}
    assert payroll(row, columns=list(row), payment=[paid]) == []
    assert payroll(row, columns=list(row), payment=[{**paid, "contractor": OTHER}]) != []


def test_one_uneven_row_is_enough_to_ask_for_the_deductions() -> None:
    even = {**without(FULL, "deduction_total"), "net_pay": Decimal(6000)}
    uneven = without(SECOND, "deduction_total")
    assert payroll(even, uneven, columns=list(even)) == [("sheet", None, "代扣代缴和扣除的项目、数额")]


def test_two_contractors_in_one_sheet_are_judged_apart() -> None:
    """The band or a column may give the one a pay date and not the other."""
    rows = build(
        {10: [name for name in FULL if name != "pay_date"]},
        payroll=[FULL, {**without(SECOND, "pay_date"), "contractor": OTHER}],
    )
    assert [(row["contractor"], row["missing"]) for row in rows] == [(OTHER, "支付日期")]


def test_two_tables_of_one_sheet_are_two_rows() -> None:
    columns = [name for name in FULL if name != "phone"]
    row = without(FULL, "phone")
    rows = build({10: columns, 11: columns}, sources=[{"src": 10}, {"src": 11}], payroll=[row, {**row, "src": 11}])
    assert [row["sheet_key"] for row in rows] == ["甲/工资.xlsx 「十月」", "甲/工资.xlsx 「十月」#2"]


def test_two_lines_of_one_worker_are_one_row() -> None:
    rows = build({10: list(FULL)}, payroll=[FULL, SECOND, without(FULL, "phone"), without(FULL, "work_days")])
    assert told(rows) == [("worker", "张某甲", "联系方式、工作时间")]
    assert rows[0]["any_at"] == [pack_one(10, 7), pack_one(10, 8)]


def test_a_worker_without_number_is_known_by_name() -> None:
    rows = build({10: list(FULL)}, payroll=[FULL, without(SECOND, "id_number")])
    assert [(row["person"], row["missing"]) for row in rows] == [("name:李某乙", "身份证号码")]


def test_a_number_that_lost_its_digits_is_not_blank() -> None:
    lossy = {**without(FULL, "id_number", "bank_card"), "id_state": "lossy", "card_state": "lossy"}
    assert payroll(lossy, SECOND) == []
    blank = {**without(FULL, "id_number"), "id_state": "blank"}
    assert payroll(blank, SECOND) == [("worker", "张某甲", "身份证号码")]


def test_blank_text_is_blank() -> None:
    assert payroll(FULL, {**SECOND, "phone": "  "}) == [("worker", "李某乙", "联系方式")]


def test_a_roster_without_an_address_column() -> None:
    row = {
        "name": "张某甲", "gender": "男", "id_number": ID_A, "phone": "13800000001", "employment_form": "全日制",
        "entry_date": D(2026, 3, 1), "contract_no": "1",
    }  # fmt: skip
    assert told(build({10: list(row)}, roster=[row])) == [("sheet", None, "户籍地址及现住址")]
    assert told(build({10: [*row, "address"]}, roster=[{**row, "address": "某省某市"}])) == []


def test_a_contract_register_without_the_wage() -> None:
    row = {
        "name": "张某甲", "id_number": ID_A, "employer": FIRM, "contract_start": D(2026, 3, 1), "trade": "木工",
    }  # fmt: skip
    assert told(build({10: list(row)}, contract=[row])) == [("sheet", None, "劳动报酬")]


def test_nothing_submitted_or_nothing_required_is_silent() -> None:
    assert build({10: []}) == []
    found = ledgers(payroll=[{"name": "张某甲"}])
    nothing = pl.DataFrame(schema={"src": pl.Int32, "field": pl.String})
    assert required_item.build(found, nothing, nothing, units.build(found).lazy(), []).collect().is_empty()
