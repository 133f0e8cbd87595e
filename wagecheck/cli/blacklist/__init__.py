"""``wagecheck blacklist``: entries of the lists, kept, decided, imported, exported. One file per family of commands."""

from __future__ import annotations

from typing import Final

import click

from wagecheck.cli.lazy import Commands, LazyGroup

_HERE: Final = "wagecheck.cli.blacklist"
_COMMANDS: Final[Commands] = {
    "list": (f"{_HERE}.viewing", "list_entries", "列出条目 List entries"),
    "show": (f"{_HERE}.viewing", "show", "看一个条目的全部内容 All about one entry"),
    "history": (f"{_HERE}.viewing", "history", "看谁在何时改了什么 Who changed what, and when"),
    "import": (f"{_HERE}.lists", "import_list", "导入公布的名单 Take in a published list"),
    "export": (f"{_HERE}.lists", "export", "按公布格式导出 Write a list in the published format"),
    "add": (f"{_HERE}.entering", "add", "登记条目 Enter an entry that was decided"),
    "propose": (f"{_HERE}.entering", "propose", "提出建议 Propose an entry"),
    "amend": (f"{_HERE}.entering", "amend", "更正条目 Correct an entry"),
    "decide": (f"{_HERE}.deciding", "decide", "批准、不采纳、撤销 Approve, reject, revoke"),
    "lift": (f"{_HERE}.deciding", "lift", "移出名单 Take an entry off its list"),
    "same": (f"{_HERE}.deciding", "same", "认定是否同一单位 Decide whether it is the same firm"),
    "order": (f"{_HERE}.orders", "order", "责令支付 Orders to pay"),
    "evidence": (f"{_HERE}.evidence", "evidence", "证明材料 Evidence files"),
    "verify": (f"{_HERE}.auditing", "verify", "核验操作记录 Verify the audit trail"),
}


@click.group(cls=LazyGroup, listed=_COMMANDS)
def blacklist() -> None:
    """黑名单：登记、决定、移出、导入、导出，每一步都有记录。Blacklists, every step on record."""
