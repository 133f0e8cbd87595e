"""Files read beside a submission: lists, action plans, corrections of the mapping, earlier results, copies to be marked.

Each target is a seed and its reader; the errors for people that it may raise are refusals.
"""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.fuzz.targets import FoundError
from tests.intake import books
from tests.report.result_kit import finding, result
from wagecheck.comparison import of_result
from wagecheck.errors import WagecheckError
from wagecheck.intake.apart import LostError
from wagecheck.intake.mapping import reader as mapping
from wagecheck.register import action_plan, listing
from wagecheck.report import people
from wagecheck.report.marked import copies
from wagecheck.report.marked.marks import by_file
from wagecheck.tasks import earlier
from wagecheck.wording import Wording

HEADS = ["企业名称", "统一社会信用代码", "案由", "列入日期", "移出日期"]
LISTED: list[list[object]] = [
    ["拖欠农民工工资失信联合惩戒对象名单"],
    list(HEADS),
    ["示例黑石建筑劳务有限公司", "91110199MA00EXAM0X", "拖欠工资 12.5 万元", dt.date(2026, 3, 1), "2029年2月28日"],
    ["张某甲", "110199199003070017", "拖欠", "2026.3.1", None],
]
PLAN: list[list[object]] = [
    ["fingerprint", "rule", "contractor", "原因", "整改措施", "责任人", "整改期限"],
    ["0123456789abcdef", "BK01", "示例一建筑劳务有限公司", "银行退票", "补发", "王某", dt.date(2026, 12, 1)],
]
MAPPING = """
[[sheet]]
fingerprint = "0123456789ab"
seen = ["甲/工资表.xlsx"]
ledger = "工资发放表"
header_row = 2
[sheet.columns]
"C 证件" = "身份证号码"
"备注" = "忽略"
[[place]]
file = "甲/工资表.xlsx"
sheet = "*"
contractor = "示例一建筑劳务有限公司"
period = "2026-10"
"""


@dataclass(frozen=True)
class Target:
    """``seed`` as the file should be, its name, and who reads it."""

    seed: bytes
    name: str
    read: Callable[[Path], object]


def _marked(path: Path) -> object:
    """A copy of the file with a finding in its sheet, as a worker makes it; a text says why there is none."""
    found = _found()
    marks = next(iter(by_file(found).values()))
    rules = {rule.id: rule for rule in found.rules}
    return copies._marked_or_why("工资表.xlsx", path.read_bytes(), marks, dt.date(2026, 11, 21), rules, Wording("zh"))


@cache
def _found() -> Any:
    return result([finding(file="工资表.xlsx", sheet="工资表", row=3, cell="B3")])


@cache
def targets() -> dict[str, Target]:
    """Every reader by name."""
    with tempfile.TemporaryDirectory() as folder:
        listed = books.workbook(Path(folder, "a.xlsx"), 名单=LISTED).read_bytes()
        plan = books.workbook(Path(folder, "b.xlsx"), 问题清单=PLAN).read_bytes()
        paid = books.workbook(Path(folder, "c.xlsx"), 工资表=[["姓名", "实发工资"], ["张某甲", 1], ["李某乙", 2]])
        sheet = paid.read_bytes()
    page = "<table>" + "".join(f"<tr>{''.join(f'<td>{cell}' for cell in row)}" for row in LISTED) + "</table>"
    told = json.dumps(_found().to_json(), ensure_ascii=False).encode()
    return {
        "list": Target(listed, "名单.xlsx", listing.read_listing),
        "web_list": Target(page.encode(), "名单.html", listing.read_listing),
        "plan": Target(plan, "整改计划.xlsx", action_plan.read),
        "mapping": Target(MAPPING.encode(), "mapping.toml", mapping.load),
        "result": Target(told, "result.json", lambda path: of_result(earlier.read_result(path))),
        "people": Target(told, "result.json", lambda path: people.read(path.parent)),
        "marked": Target(sheet, "工资表.xlsx", _marked),
    }


def run(name: str, files: Sequence[bytes]) -> None:
    """Read files; whatever is no refusal for people is a fault of ours. Raises FoundError for the first one."""
    for data in files:
        try:
            read(name, data)
        except WagecheckError:
            continue
        except LostError as lost:
            if lost.how in ("fault", "time"):
                raise FoundError(name, f"{lost.how} {lost.fault}".strip(), data) from lost
        except Exception as error:
            raise FoundError(name, repr(error)[:80], data) from error


def read(name: str, data: bytes) -> object:
    """What the reader makes of one file, with the errors that it raises."""
    target = targets()[name]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, target.name)
        path.write_bytes(data)
        Path(folder, people.FILE).write_text('{"workers": [], "evidence": []}', "utf-8")
        return target.read(path)
