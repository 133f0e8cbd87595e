"""The fields of an entry as options: typed, parsed, and asked for where a person is there to answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

import click

from wagecheck.cli.blacklist.options import said, terminal
from wagecheck.errors import InputError
from wagecheck.register import words
from wagecheck.register.blacklist import LEVELS, LISTS, STATED, SUBJECTS
from wagecheck.tasks import entry_values

if TYPE_CHECKING:
    from wagecheck.wording import Wording

_CHOICES: Final = {"list": LISTS, "level": LEVELS, "subject": SUBJECTS}
#: More than one spelling.
_ALSO: Final = {"in_force_from": ("--from",), "in_force_to": ("--to",)}
#: Asked one after the other; those after the first four may be left blank.
_ASKED: Final = ("list", "name", "uscc", "reason", "decided_on", "in_force_to", "decision_no", "authority")


def options(*, leave_out: tuple[str, ...] = ()) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """One option per field that a person may state, as the keyword arguments of the same names."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for name in reversed([name for name in STATED if name not in leave_out]):
            kind: Any = click.Choice(_CHOICES[name]) if name in _CHOICES else None
            if name == "reason_code":
                kind = click.Choice(words.codes("reason_code"))
            if name == "workers":
                kind = click.IntRange(min=0)
            flags = (_flag(name), *_ALSO.get(name, ()))
            command = click.option(*flags, name, type=kind)(command)
        return command

    return decorate


def completed(values: dict[str, Any], t: Wording, *, dated: Callable[[str], bool]) -> dict[str, Any]:
    """The values with what an entry needs: asked for at a terminal, else InputError names the options.

    ``dated`` says whether an entry of a list needs a first day.
    """
    missing = entry_values.missing(values, dated)
    if not missing:
        return values
    if not terminal():
        raise InputError(*said("missing", options="、".join(map(_flag, missing))))
    for name in _ASKED:
        if name not in values:
            values = {**values, **_ask(name, values, t, dated)}
    return {name: value for name, value in values.items() if value not in (None, "")}


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _ask(name: str, values: Mapping[str, Any], t: Wording, dated: Callable[[str], bool]) -> dict[str, Any]:
    """The answer to one question, asked again until it can be understood."""
    question = words.title("field", name, t.lang)
    if name in _CHOICES:
        return {name: click.prompt(question, type=click.Choice(_CHOICES[name]), default=_CHOICES[name][0])}
    needed = name in ("name", "reason") or (name == "decided_on" and dated(values["list"]))
    needed = needed and not (name == "name" and values.get("uscc"))
    needed = needed and not (name == "reason" and values.get("reason_code"))

    def understood(text: str) -> Any:
        if not text.strip():
            return None
        try:
            return entry_values.stated({name: text})[name]
        except InputError as error:
            raise click.UsageError(error.text(t.lang)) from error

    default = None if needed else ""
    asked = question if needed else t("register.ask_optional", question=question)
    return {name: click.prompt(asked, default=default, show_default=False, value_proc=understood)}
