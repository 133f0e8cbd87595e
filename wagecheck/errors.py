"""The errors a person may see: what happened, where, what to do. Anything else is a bug."""

from __future__ import annotations


class WagecheckError(Exception):
    """Base of all expected failures (exit code 2). The text is for people: Chinese, with English beside it."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh = zh
        self.en = en

    def text(self, lang: str) -> str:
        """The sentence in ``zh`` or ``en``."""
        return self.en if lang == "en" else self.zh


class InputError(WagecheckError):
    """The submission cannot be read at all: missing folder, no file, no ledger in it."""


class RuleError(WagecheckError):
    """A rule, value, statute or profile file is wrong; the sentence names the file and the valid choices."""


class RegisterError(WagecheckError):
    """The blacklist or register cannot be read."""


class OutputError(WagecheckError):
    """The result cannot be written."""
