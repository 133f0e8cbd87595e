"""The blacklist, in the columns of a published list."""

from __future__ import annotations

from collections.abc import Sequence

from wagecheck.simulate.layouts.tidy import made_at
from wagecheck.simulate.scenario import LAST_MONTH
from wagecheck.simulate.sheets import Column, File, Sheet
from wagecheck.simulate.standing import BlacklistRecord

_COLUMNS = tuple(
    Column(title, field)
    for title, field in (
        ("用人单位名称", "name"),
        ("统一社会信用代码", "uscc"),
        ("法定代表人", "legal_rep"),
        ("法定代表人身份证号码", "person_id"),
        ("住所", "address"),
        ("联系电话", "phone"),
        ("收款账号", "account"),
        ("列入事由", "reason"),
        ("列入决定书文号", "decision_no"),
        ("作出列入决定机关", "authority"),
        ("列入日期", "listed_on"),
        ("移出日期", "expires_on"),
    )
)


def draw(entries: Sequence[BlacklistRecord], path: str) -> File:
    """A workbook with one sheet, one firm a row."""
    sheet = Sheet("失信联合惩戒名单")
    sheet.table(_COLUMNS, entries)
    return File(path, "xlsx", [sheet], author="示例法律风控部", made_at=made_at(LAST_MONTH, 60))
