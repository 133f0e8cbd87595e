"""Groups of commands that are imported when they are called, so that help and small commands start at once."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click

#: Command → (module, attribute, one-line help). The help stands here so that ``--help`` imports no module.
Commands = Mapping[str, tuple[str, str, str]]


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def __init__(self, *args: Any, listed: Commands, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listed = listed

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order of use."""
        return list(self.listed)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now; None when there is none of that name."""
        if cmd_name not in self.listed:
            return None
        module, attribute, _ = self.listed[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The command table, written without importing the commands."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, _, text) in self.listed.items()])
