"""The errors a person may see: what happened, where, what to do. Anything else is a bug.

One kind for every floor, each with a code that ``docs/errors.md`` explains; all end a command with exit code 2.
"""

from __future__ import annotations

from typing import ClassVar, Final

#: A defect of wagecheck itself.
INTERNAL: Final = "WC-90"
#: Ctrl-C, or a request to end.
STOPPED: Final = "WC-91"


class WagecheckError(Exception):
    """Base of all expected failures (exit code 2). The text is for people: Chinese, with English beside it."""

    code: ClassVar[str] = "WC-00"

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh = zh
        self.en = en

    def text(self, lang: str) -> str:
        """The sentence in ``zh`` or ``en``."""
        return self.en if lang == "en" else self.zh


class InputError(WagecheckError):
    """The submission cannot be read at all: missing folder, no file, no ledger in it."""

    code = "WC-10"


class RuleError(WagecheckError):
    """A rule, value, statute or profile file is wrong; the sentence names the file and the valid choices."""

    code = "WC-20"


class RegisterError(WagecheckError):
    """The blacklist or register cannot be read."""

    code = "WC-30"


class OutputError(WagecheckError):
    """The result cannot be written."""

    code = "WC-40"
