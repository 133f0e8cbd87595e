"""``wagecheck blacklist``: entries of the lists, kept, decided, imported, exported. One file per family of commands."""

from __future__ import annotations

from typing import Final

import click

from wagecheck.cli.lazy import Commands, LazyGroup
from wagecheck.cli.shared_options import group_options

_HERE: Final = "wagecheck.cli.blacklist"
_COMMANDS: Final[Commands] = {
    "list": (f"{_HERE}.viewing", "list_entries"),
    "show": (f"{_HERE}.viewing", "show"),
    "history": (f"{_HERE}.viewing", "history"),
    "import": (f"{_HERE}.lists", "import_list"),
    "export": (f"{_HERE}.lists", "export"),
    "add": (f"{_HERE}.entering", "add"),
    "propose": (f"{_HERE}.entering", "propose"),
    "amend": (f"{_HERE}.entering", "amend"),
    "decide": (f"{_HERE}.deciding", "decide"),
    "lift": (f"{_HERE}.deciding", "lift"),
    "same": (f"{_HERE}.deciding", "same"),
    "order": (f"{_HERE}.orders", "order"),
    "evidence": (f"{_HERE}.evidence", "evidence"),
    "verify": (f"{_HERE}.auditing", "verify"),
}


@click.group(cls=LazyGroup, listed=_COMMANDS, path=("blacklist",))
@group_options
def blacklist() -> None:
    """Blacklists: enter, decide, lift, import, export; every step on record."""
