"""``wagecheck waive``: findings accepted for a time, proposed, approved and ended by people."""

from __future__ import annotations

from typing import Final

import click

from wagecheck.cli.lazy import Commands, LazyGroup
from wagecheck.cli.shared_options import group_options

_HERE: Final = "wagecheck.cli.waive"
_COMMANDS: Final[Commands] = {
    "add": (f"{_HERE}.keeping", "add"),
    "plan": (f"{_HERE}.planning", "plan"),
    "approve": (f"{_HERE}.keeping", "approve"),
    "end": (f"{_HERE}.keeping", "end"),
    "list": (f"{_HERE}.keeping", "list_waivers"),
}


@click.group(cls=LazyGroup, listed=_COMMANDS, path=("waive",))
@group_options
def waive() -> None:
    """Findings accepted for a time; they stay in the report."""
