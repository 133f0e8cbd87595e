"""Options that mean the same in every command that has them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wagecheck.cli import language

if TYPE_CHECKING:
    from collections.abc import Callable


def lang_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--lang`` and the hidden ``--debug``, as the arguments ``lang`` and ``debug``."""
    lang = click.option("--lang", type=click.Choice(["zh", "en"]), default=language.current)
    return lang(click.option("--debug", is_flag=True, hidden=True)(command))


def group_options(group: Callable[..., Any]) -> Callable[..., Any]:
    """``--lang`` of a group: it is found before anything is parsed (``language.settle``), the group needs no value."""
    return click.option("--lang", type=click.Choice(["zh", "en"]), expose_value=False)(group)


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--json``, as the argument ``as_json``."""
    return click.option("--json", "as_json", is_flag=True)(command)


def rules_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--profile`` and ``--rules``, as the arguments ``profile`` and ``rule_folders``."""
    profile = click.option("--profile", default="default", show_default=True)
    rules = click.option("--rules", "rule_folders", multiple=True, type=click.Path(path_type=Path))
    return profile(rules(command))


def sentence(key: str, **values: object) -> str:
    """A sentence of the catalogue in the language of this run, for errors of options."""
    from wagecheck.wording import Wording  # noqa: PLC0415

    return Wording(language.current())(key, **values)
