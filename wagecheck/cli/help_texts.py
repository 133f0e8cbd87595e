"""What ``--help`` says, from the catalogue: commands, options and the words that stand for values.

Keys are ``command.<path>`` (one sentence, also in the list of commands) and ``command.<path>.more``,
``option.<path>.<flag>``, ``metavar.<path>.<name>``; a path is shortened from its end until a key is found, so that what
several commands share is written once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import click

from wagecheck.cli import language
from wagecheck.cli.help_page import HelpPage
from wagecheck.wording import Wording

#: Type of a value → the word that stands for it.
_KINDS: tuple[tuple[type[click.ParamType[Any]], str], ...] = (
    (click.Path, "path"),
    (click.types.IntParamType, "integer"),
    (click.types.FloatParamType, "float"),
    (click.DateTime, "datetime"),
    (click.types.StringParamType, "text"),
)


class HelpContext(click.Context):
    """A context whose help is set out for Chinese characters."""

    formatter_class = HelpPage


def sentence(path: Sequence[str]) -> str:
    """What a command does, in one sentence."""
    return Wording(language.current())(".".join(("command", *path)))


def fill(command: click.Command, path: Sequence[str], context: click.Context) -> click.Command:
    """The same command with its texts in the language of this run; groups within it too."""
    t = Wording(language.current())
    more = _text(t, ".".join(("command", *path, "more")))
    command.help = sentence(path) + (f"\n\n{more}" if more else "")
    command.short_help = sentence(path)
    command.options_metavar = t("metavar.options")
    command.context_class = HelpContext
    for param in command.get_params(context):
        if isinstance(param, click.Option):
            _fill_option(param, path, t)
        else:
            param.metavar = _metavar(param, path, str(param.name), t)
    if isinstance(command, click.Group):
        command.subcommand_metavar = t("metavar.command")
        if type(command) is click.Group:
            for name, inner in command.commands.items():
                fill(inner, (*path, name), context)
    return command


def _fill_option(option: click.Option, path: Sequence[str], t: Wording) -> None:
    flag = next((name for name in option.opts if name.startswith("--")), option.opts[0]).lstrip("-")
    option.help = next(filter(None, (_text(t, key) for key in _keys("option", path, flag))), option.help)
    if not option.is_flag and not isinstance(option.type, click.Choice):
        option.metavar = _metavar(option, path, f"--{flag}", t)


def _metavar(param: click.Parameter, path: Sequence[str], name: str, t: Wording) -> str | None:
    found = next(filter(None, (_text(t, key) for key in _keys("metavar", path, name))), None)
    if found is None and isinstance(param, click.Option):
        kind = next((word for type_, word in _KINDS if isinstance(param.type, type_)), None)
        found = None if kind is None else t(f"metavar.{kind}")
    return found


def _keys(section: str, path: Sequence[str], name: str) -> Iterator[str]:
    for length in range(len(path), -1, -1):
        yield ".".join((section, *path[:length], name))


def _text(t: Wording, key: str) -> str | None:
    try:
        return t(key)
    except KeyError:
        return None
