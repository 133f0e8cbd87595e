"""The language a command speaks: ``--lang``, else the environment variable WAGECHECK_LANG, else Chinese.

The system's own language is not asked: programs in offices in China often run under an English one.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Sequence
from contextvars import ContextVar
from itertools import pairwise
from typing import Final

from wagecheck import resources
from wagecheck.wording import Lang

VARIABLE: Final = "WAGECHECK_LANG"
#: The catalogue of the sentences of click itself, Chinese only: they are English as they stand.
_CLICK: Final = "click"
_current: ContextVar[Lang] = ContextVar("lang", default="zh")


def current() -> Lang:
    """The language of this command."""
    return _current.get()


def settle(arguments: Sequence[str]) -> Lang:
    """Finds the language before anything is parsed, so that help and errors speak it too."""
    asked = [value for value in _values(arguments, "--lang") if value in ("zh", "en")]
    named = os.environ.get(VARIABLE, "").strip().lower()
    lang: Lang = "en" if (asked[-1] == "en" if asked else named.startswith("en")) else "zh"
    _current.set(lang)
    # click asks the standard gettext at the moment it speaks, by this variable
    os.environ["LANGUAGE"] = lang
    gettext.bindtextdomain(_CLICK, resources.folder("templates") / "wording")
    gettext.textdomain(_CLICK)
    return lang


def _values(arguments: Sequence[str], name: str) -> list[str]:
    """The values given for an option, in either spelling."""
    after = [value for given, value in pairwise(arguments) if given == name]
    return after + [given.removeprefix(f"{name}=") for given in arguments if given.startswith(f"{name}=")]
