"""The fields of an entry as options: typed, parsed, and asked for where a person is there to answer."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import click

from wagecheck.cli.blacklist.options import day, said, terminal
from wagecheck.errors import InputError
from wagecheck.register import words
from wagecheck.register.blacklist import LEVELS, LISTS, STATED, SUBJECTS

if TYPE_CHECKING:
    from wagecheck.wording import Wording

DATES: Final = ("decided_on", "in_force_from", "in_force_to")
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
            flags = (f"--{name.replace('_', '-')}", *_ALSO.get(name, ()))
            command = click.option(*flags, name, type=kind)(command)
        return command

    return decorate


def stated(given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given, with its types; amounts are yuan. InputError names what was not understood."""
    values = {name: value for name, value in given.items() if value is not None and str(value).strip()}
    for name in DATES:
        if name in values:
            values[name] = day(values[name])
    if "amount" in values:
        values["amount"] = amount(values["amount"])
    if "uscc" in values:
        values["uscc"] = code(values["uscc"])
    return values


def amount(text: str) -> Decimal:
    """Yuan from ``50000``, ``50,000.00`` or ``5万元``."""
    from wagecheck.intake.values import amounts  # noqa: PLC0415

    value = amounts([text]).value[0]
    if value is None:
        raise InputError(*said("amount_bad", text=text))
    return Decimal(value)


def code(text: str) -> str:
    """A credit code whose check digit is right, in capitals: a wrong one would mean nobody, or somebody else."""
    import polars as pl  # noqa: PLC0415

    from wagecheck.ledgers.identifiers import uscc_problem  # noqa: PLC0415

    bare = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if pl.select(uscc_problem(pl.lit(bare))).item() is not None:
        raise InputError(*said("code_bad", text=bare))
    return bare


def completed(values: dict[str, Any], t: Wording, *, dated: Callable[[str], bool]) -> dict[str, Any]:
    """The values with what an entry needs: asked for at a terminal, else InputError names the options.

    ``dated`` says whether an entry of a list needs a first day.
    """
    missing = _missing(values, dated)
    if not missing:
        return values
    if not terminal():
        raise InputError(*said("missing", options="、".join(missing)))
    for name in _ASKED:
        if name not in values:
            values = {**values, **_ask(name, values, t, dated)}
    return {name: value for name, value in values.items() if value not in (None, "")}


def _missing(values: Mapping[str, Any], dated: Callable[[str], bool]) -> list[str]:
    missing = ["--list"] if "list" not in values else []
    if "name" not in values and "uscc" not in values:
        missing.append("--name")
    if "reason" not in values and "reason_code" not in values:
        missing.append("--reason")
    needs_day = "list" not in values or dated(values["list"])
    if needs_day and not {"decided_on", "in_force_from"} & values.keys():
        missing.append("--decided-on")
    return missing


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
            return stated({name: text})[name]
        except InputError as error:
            raise click.UsageError(error.text(t.lang)) from error

    default = None if needed else ""
    asked = question if needed else t("register.ask_optional", question=question)
    return {name: click.prompt(asked, default=default, show_default=False, value_proc=understood)}
