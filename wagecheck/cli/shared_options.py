"""Options that mean the same in every command that has them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable


def lang_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--lang`` and the hidden ``--debug``, as the arguments ``lang`` and ``debug``."""
    lang = click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
    return lang(click.option("--debug", is_flag=True, hidden=True)(command))


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--json``, as the argument ``as_json``."""
    return click.option("--json", "as_json", is_flag=True, help="输出 JSON machine-readable")(command)


def rules_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--profile`` and ``--rules``, as the arguments ``profile`` and ``rule_folders``."""
    profile = click.option("--profile", default="default", show_default=True, help="口径 profile")
    rules = click.option(
        "--rules", "rule_folders", multiple=True, type=click.Path(path_type=Path), help="另加的规则目录 more rules"
    )
    return profile(rules(command))
