"""Options and small steps that the commands of the blacklist share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from wagecheck.cli.register_options import acting, acting_options, opened, terminal
from wagecheck.cli.shared_options import json_option, lang_options, rules_options

if TYPE_CHECKING:
    from wagecheck.privacy import Masker
    from wagecheck.register.store import Register
    from wagecheck.register.terms import Terms
    from wagecheck.wording import Wording

__all__ = [
    "House",
    "acting",
    "common",
    "json_option",
    "masking",
    "opened",
    "rules_options",
    "said",
    "terminal",
    "unmask_option",
]

#: Numbers of ``rules/values`` that an entry is shown with.
_TERM, _EARLY, _PUBLIC = "blacklist_term_years", "early_exit_months", "publicity_min_months"
_MONTHS: Final = 12


def common(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--register``, ``--as``, ``--lang`` and ``--debug``."""
    return acting_options(lang_options(command))


def unmask_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--unmask``."""
    return click.option("--unmask", is_flag=True)(command)


@dataclass(frozen=True)
class House:
    """What the profile says: which lists need two people, how long a listing lasts."""

    four_eyes: tuple[str, ...]
    terms: Terms

    @classmethod
    def of(cls, profile: str, folders: tuple[Path, ...], on: dt.date) -> House:
        """The profile and the numbers in force on a day. RuleError names what is wrong."""
        from wagecheck.register.terms import Terms  # noqa: PLC0415
        from wagecheck.resources import folder  # noqa: PLC0415
        from wagecheck.rulebook import profile as profiles  # noqa: PLC0415
        from wagecheck.rulebook import values  # noqa: PLC0415

        places = [folder("rules"), *folders]
        chosen = profiles.find(places, profile)
        found = {}
        for name in (_TERM, _EARLY, _PUBLIC):
            files = [path for place in places if (path := place / "values" / f"{name}.toml").is_file()]
            found[name] = values.read(files[-1])[0]
        numbers = values.Values(found).overridden({k: v for k, v in chosen.values.items() if k in found})

        def months(name: str, unit: int = 1) -> int | None:
            amount = numbers.lookup(name, on).amount
            return None if amount is None else int(amount * unit)

        return cls(chosen.four_eyes, Terms(months(_TERM, _MONTHS), months(_EARLY), months(_PUBLIC)))


def masking(store: Register, *, unmask: bool, actor: str | None, what: str, subject: str = "") -> Masker:
    """How records are shown. Showing full numbers is written down first: who, when, by what command, of what."""
    from wagecheck.privacy import Masker  # noqa: PLC0415

    if unmask:
        with store.writing(acting(actor)) as writer:
            writer.note("unmask", what, subject=subject.strip().upper()[:64])
    return Masker(b"", unmask=unmask)


def said(key: str, **values: object) -> tuple[str, str]:
    """The sentence ``register.key`` in Chinese and English, for an error."""
    from wagecheck.wording import Wording  # noqa: PLC0415

    return Wording("zh")(f"register.{key}", **values), Wording("en")(f"register.{key}", **values)


def absent(given: str | None) -> bool:
    """Whether the register is a file that is not there yet."""
    from wagecheck.register import place  # noqa: PLC0415

    url = place.resolve(place.named(given))
    return url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists()


def day(text: str) -> dt.date:
    """A date as people type it. InputError names what was not understood."""
    from wagecheck.cli import dates  # noqa: PLC0415

    return dates.as_of(text)


def needed(value: str | None, option: str, question: str, t: Wording) -> str:
    """The value given, else the answer of the person at the terminal. InputError where nobody can be asked."""
    from wagecheck.errors import InputError  # noqa: PLC0415

    if value is not None and value.strip():
        return value.strip()
    if not terminal():
        raise InputError(*said("missing", options=option))
    return str(click.prompt(t(f"register.{question}"))).strip()
