"""site_attendance: how a project says that attendance is taken."""

from __future__ import annotations

import pytest

from tests.facts.ledger_kit import PROJECT, ZHANG
from tests.facts.post_kit import SETTINGS, ground
from wagecheck.facts import site_attendance


@pytest.mark.parametrize(
    ("method", "manual"),
    [
        ("人脸识别闸机", False), ("手工签到", True), ("人脸识别，手工签到备份", False), ("移动定位、电子围栏", False), ("001", False),
        ("纸质考勤表", True), ("按规定", None), ("  ", None), (None, None),
    ],
)  # fmt: skip
def test_way_of_taking_attendance(method: str | None, manual: bool | None) -> None:
    project = {
        "contractor": None,
        "name": PROJECT,
        "general_contractor": "示例建设集团有限公司",
        "attendance_method": method,
    }
    given = ground(project=[project], payroll=[{**ZHANG, "net_pay": 5000}])
    found = site_attendance.build(given.ledgers, given.units, SETTINGS).collect()
    assert found.schema == site_attendance.FRAME.schema
    (row,) = found.to_dicts()
    assert (row["contractor"], row["is_manual"]) == ("示例建设集团有限公司", manual)
    assert (row["method"] is None) == (method is None or not method.strip())
