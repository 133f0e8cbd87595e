"""Groups of commands that are imported when they are called, so that help and small commands start at once."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click

#: Command → (module, attribute). What it does stands in the catalogue, so that ``--help`` imports no module.
Commands = Mapping[str, tuple[str, str]]


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called. ``path``: the names that lead to it."""

    def __init__(self, *args: Any, listed: Commands, path: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listed = listed
        self.path = path

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order of use."""
        return list(self.listed)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now, with its texts in the language of this run; None when there is none."""
        from wagecheck.cli import help_texts  # noqa: PLC0415

        if cmd_name not in self.listed:
            return None
        module, attribute = self.listed[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return help_texts.fill(command, (*self.path, cmd_name), ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The command table, written without importing the commands."""
        from wagecheck.cli import help_texts, language  # noqa: PLC0415
        from wagecheck.wording import Wording  # noqa: PLC0415

        with formatter.section(Wording(language.current())("cli.commands")):
            formatter.write_dl([(name, help_texts.sentence((*self.path, name))) for name in self.listed])
