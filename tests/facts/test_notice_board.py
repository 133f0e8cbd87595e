"""notice_board: items that are not there, and pay days that contracts state otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from tests.facts.site import PROJECT, ledgers, sheets
from wagecheck.facts import notice_board

BOARD = {
    "owner": "示例投资公司", "general_contractor": "示例建设公司", "project_department": "项目部", "contractors": "示例劳务公司",
    "authority": "示例区住建局", "labor_officer": "钟某专", "minimum_wage": "2400", "pay_day": "次月15日",
    "complaint_phone": "12333", "arbitration": "示例区仲裁院", "legal_aid_phone": "12348", "service_hotline": "12348",
}  # fmt: skip


def built(*boards: dict[str, Any], pay_days: tuple[str, ...] = (), **more: Any) -> list[dict[str, Any]]:
    contracts = [{"name": f"张某{number}", "pay_day": day} for number, day in enumerate(pay_days)]
    found = ledgers(
        payroll=[{"name": "张某甲", "net_pay": 1}], project=[{"name": PROJECT}], board=list(boards), contract=contracts
    )
    frame = notice_board.build(sheets(found, **more))
    assert frame.collect_schema() == notice_board.FRAME.schema
    return frame.collect().rows(named=True)


@pytest.mark.parametrize(
    ("sentence", "changes", "missing"),
    [
        ("all twelve", {}, ""),
        ("a blank cell", {"legal_aid_phone": " "}, "法律援助申请渠道"),
        ("no column", {"owner": None, "minimum_wage": None}, "建设单位、当地最低工资标准"),
    ],
)
def test_items(sentence: str, changes: dict[str, Any], missing: str) -> None:
    (row,) = built(BOARD | changes)
    assert (row["missing"], row["n_missing"]) == (missing, len(missing.split("、")) if missing else 0), sentence


def test_what_could_not_be_read_is_not_missing() -> None:
    (row,) = built(BOARD | {"minimum_wage": None}, lost=[("board", "minimum_wage")])
    assert (row["n_missing"], row["minimum_wage"]) == (0, None)


@pytest.mark.parametrize(
    ("sentence", "pay_days", "others"),
    [
        ("the same day in other words", ("15日", "每月15号"), None),
        ("another day", ("次月20日", "15日"), "次月20日"),
        ("no contract says one", (), None),
        ("words that say no day", ("按月",), None),
    ],
)
def test_pay_day(sentence: str, pay_days: tuple[str, ...], others: str | None) -> None:
    (row,) = built(BOARD, pay_days=pay_days)
    assert row["contract_pay_days"] == others, sentence


def test_boards_are_numbered() -> None:
    assert [row["board_no"] for row in built(BOARD, BOARD)] == [1, 2]
