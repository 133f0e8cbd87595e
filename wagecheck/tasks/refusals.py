"""Sentences of the register for an error, in both languages."""

from __future__ import annotations

from wagecheck.errors import InputError
from wagecheck.wording import Wording


def said(key: str, **values: object) -> tuple[str, str]:
    """The sentence ``register.key`` in Chinese and English."""
    return Wording("zh")(f"register.{key}", **values), Wording("en")(f"register.{key}", **values)


def refused(key: str, **values: object) -> InputError:
    """What a person typed cannot be: the sentence ``desk_stated.key``. A value that is a pair is its Chinese and its
    English.
    """
    zh, en = (
        {name: value[number] if isinstance(value, tuple) else value for name, value in values.items()}
        for number in range(2)
    )
    return InputError(Wording("zh")(f"desk_stated.{key}", **zh), Wording("en")(f"desk_stated.{key}", **en))
