"""The options that the commands of waivers share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagecheck.cli.register_options import acting_options
from wagecheck.cli.shared_options import lang_options, rules_options

if TYPE_CHECKING:
    from collections.abc import Callable


def common(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--register``, ``--as``, ``--profile``, ``--rules``, ``--lang`` and ``--debug``."""
    return acting_options(rules_options(lang_options(command)))
