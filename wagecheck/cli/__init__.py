"""The command line: one file per command group, thin. Heavy imports happen inside the commands."""

from __future__ import annotations

import sys
from typing import Any

import click

from wagecheck import __version__
from wagecheck.cli import failing, language, stopping, streams
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
    "serve": ("wagecheck.cli.serve", "serve"),
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
        with failing.masked():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Whoever ends a question instead of answering it (Ctrl-D) has stopped the command."""
        try:
            with failing.masked():
                return super().invoke(ctx)
        except click.Abort:
            click.echo(err=True)  # the question has no end of line
            raise stopping.Stopped from None


@click.group(cls=_Program, listed=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@group_options
@click.version_option(__version__, prog_name="wagecheck", message="%(prog)s %(version)s")
def group() -> None:
    """Check migrant workers' wage records."""


def main(args: list[str] | None = None) -> Any:
    """Entry point: expected errors become one sentence and exit code 2; no traceback reaches a person.

    Sentences are masked: the name of a file or an argument may hold an identity number.
    """
    from wagecheck.errors import WagecheckError  # noqa: PLC0415

    streams.prepare()
    stopping.prepare()
    arguments = sys.argv[1:] if args is None else args
    lang = language.settle(arguments)
    debug = "--debug" in arguments
    failing.prepare(debug=debug)
    try:
        return group.main(args=arguments, prog_name="wagecheck", standalone_mode=True)
    except WagecheckError as error:
        failing.tell(error, lang, debug=debug)
    except stopping.Stopped:
        failing.tell_stopped(lang)
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException as error:  # a panic of the engine is no Exception
        if stopping.behind(error):
            failing.tell_stopped(lang)
        else:
            failing.tell_internal(error, lang, debug=debug)
    sys.exit(2)
