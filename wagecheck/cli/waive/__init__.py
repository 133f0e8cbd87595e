"""``wagecheck waive``: findings accepted for a time, proposed, approved and ended by people."""

from __future__ import annotations

from typing import Final

import click

from wagecheck.cli.lazy import Commands, LazyGroup

_HERE: Final = "wagecheck.cli.waive"
_COMMANDS: Final[Commands] = {
    "add": (f"{_HERE}.keeping", "add", "提出豁免 Propose a waiver"),
    "plan": (f"{_HERE}.planning", "plan", "读整改计划，提出豁免 Propose waivers from a filled action plan"),
    "approve": (f"{_HERE}.keeping", "approve", "批准豁免 Approve a waiver"),
    "end": (f"{_HERE}.keeping", "end", "终止豁免，或不予批准 End a waiver, or turn it down"),
    "list": (f"{_HERE}.keeping", "list_waivers", "列出豁免 List waivers"),
}


@click.group(cls=LazyGroup, listed=_COMMANDS)
def waive() -> None:
    """豁免：问题在一段时间内予以接受，仍列在报告里。Findings accepted for a time; they stay in the report."""
