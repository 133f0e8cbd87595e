"""The command line: one file per command group, thin. Heavy imports happen inside the commands."""

from __future__ import annotations

import sys
from typing import Any

import click

from wagecheck import __version__
from wagecheck.cli import language, streams
from wagecheck.cli.lazy import LazyGroup
from wagecheck.cli.shared_options import group_options

#: Command → (module, attribute).
_COMMANDS = {
    "check": ("wagecheck.cli.check", "check"),
    "demo": ("wagecheck.cli.demo", "demo"),
    "sample": ("wagecheck.cli.sample", "sample"),
    "template": ("wagecheck.cli.template", "template"),
    "mapping": ("wagecheck.cli.mapping", "mapping"),
    "letters": ("wagecheck.cli.letters", "letters"),
    "summary": ("wagecheck.cli.period_summary", "summary"),
    "diff": ("wagecheck.cli.diff", "diff"),
    "blacklist": ("wagecheck.cli.blacklist", "blacklist"),
    "waive": ("wagecheck.cli.waive", "waive"),
    "register": ("wagecheck.cli.register", "register"),
    "rules": ("wagecheck.cli.rules", "rules"),
}


class _Program(LazyGroup):
    """The whole program; ``wagecheck --lang en …`` is the same as the option of a command."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """The first step of every call: the program's own help is filled in here, that of commands when they are."""
        from wagecheck.cli import help_texts  # noqa: PLC0415

        names = click.Context(self, help_option_names=self.context_settings["help_option_names"])
        help_texts.fill(self, (), names)
        return super().make_context(info_name, args, parent, **extra)


@click.group(cls=_Program, listed=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@group_options
@click.version_option(__version__, prog_name="wagecheck", message="%(prog)s %(version)s")
def group() -> None:
    """Check migrant workers' wage records."""


def main(args: list[str] | None = None) -> Any:
    """Entry point: expected errors become one sentence and exit code 2; no traceback reaches a person."""
    from wagecheck.errors import WagecheckError  # noqa: PLC0415

    streams.prepare()
    arguments = sys.argv[1:] if args is None else args
    lang = language.settle(arguments)
    try:
        return group.main(args=arguments, prog_name="wagecheck", standalone_mode=True)
    except WagecheckError as error:
        click.echo(error.text(lang), err=True)
        sys.exit(2)
    except Exception as error:
        if "--debug" in arguments:
            raise
        from wagecheck.wording import Wording  # noqa: PLC0415

        click.echo(Wording(lang)("cli.internal", kind=type(error).__name__), err=True)
        sys.exit(2)
