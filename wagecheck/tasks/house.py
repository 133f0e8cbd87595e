"""What the profile says of the register: of the lists, and of waivers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from wagecheck.register.terms import Terms
    from wagecheck.rulebook import Rulebook

#: Numbers of ``rules/values`` that an entry is shown with.
_TERM, _EARLY, _PUBLIC = "blacklist_term_years", "early_exit_months", "publicity_min_months"
#: Those that days stay within which a person types.
_YEAR, _AHEAD, _ORDER = "decision_first_year", "listing_ahead_days", "order_longest_days"
_LONGEST: Final = "listing_longest_years"
_WAIVER: Final = "waiver_longest_days"
_MONTHS: Final = 12


@dataclass(frozen=True)
class Bounds:
    """What days that a person types stay within: others are slips of the hand. None: not bounded."""

    first: dt.date | None
    """No decision is older."""
    ahead: dt.timedelta | None
    """So far ahead may the first day on a list lie, or the last one."""
    order: dt.timedelta | None
    """So long may an order leave for paying."""
    longest_months: int | None
    """So long after its first day may the last day of an entry lie."""


@dataclass(frozen=True)
class House:
    """What the profile says: which lists need two people, how long a listing lasts."""

    four_eyes: tuple[str, ...]
    terms: Terms
    bounds: Bounds

    @classmethod
    def of(cls, profile: str, folders: tuple[Path, ...], on: dt.date) -> House:
        """The profile and the numbers in force on a day. RuleError names what is wrong."""
        from wagecheck.register.terms import Terms  # noqa: PLC0415
        from wagecheck.resources import folder  # noqa: PLC0415
        from wagecheck.rulebook import profile as profiles  # noqa: PLC0415
        from wagecheck.rulebook import values  # noqa: PLC0415
        from wagecheck.tasks import house_numbers  # noqa: PLC0415

        places = [folder("rules"), *folders]
        chosen = profiles.find(places, profile)
        found = {}
        for name in (_TERM, _EARLY, _PUBLIC, _YEAR, _AHEAD, _ORDER, _LONGEST):
            files = [path for place in places if (path := place / "values" / f"{name}.toml").is_file()]
            found[name] = values.read(files[-1])[0]
        numbers = values.Values(found).overridden({k: v for k, v in chosen.values.items() if k in found})
        house_numbers.ensure(numbers.by_name)

        def months(name: str, unit: int = 1) -> int | None:
            amount = numbers.lookup(name, on).amount
            return None if amount is None else int(amount * unit)

        def days(name: str) -> dt.timedelta | None:
            amount = numbers.lookup(name, on).amount
            return None if amount is None else dt.timedelta(days=int(amount))

        year = numbers.lookup(_YEAR, on).amount
        first = None if year is None else dt.date(int(year), 1, 1)
        bounds = Bounds(first, days(_AHEAD), days(_ORDER), months(_LONGEST, _MONTHS))
        return cls(chosen.four_eyes, Terms(months(_TERM, _MONTHS), months(_EARLY), months(_PUBLIC)), bounds)


@dataclass(frozen=True)
class WaiverHouse:
    """Whether two people are needed for a waiver, and what can never be waived.

    RuleError where the profile has a number from which no day can be reckoned.
    """

    book: Rulebook

    def __post_init__(self) -> None:
        """A slip in a number is told here, not where a day is reckoned from it."""
        from wagecheck.tasks import house_numbers  # noqa: PLC0415

        house_numbers.ensure(self.book.values.by_name)

    @classmethod
    def of(cls, profile: str, folders: tuple[Path, ...]) -> WaiverHouse:
        """The rules and the profile. RuleError names what is wrong."""
        from wagecheck import rulebook  # noqa: PLC0415

        return cls(rulebook.load(extra=folders, profile=profile))

    @property
    def four_eyes(self) -> bool:
        """Whether somebody else than the proposer approves."""
        return self.book.profile.four_eyes_waivers

    def latest(self, today: dt.date) -> dt.date | None:
        """The latest last day that a waiver may have which somebody proposes or approves today."""
        amount = self.book.values.lookup(_WAIVER, today).amount
        return None if amount is None else today + dt.timedelta(days=int(amount))

    def barred(self, rule: str, kind: str) -> bool:
        """Whether a finding of this kind makes red by itself and is no suspicion: it is never waived."""
        return rule in self.book.profile.hard_stops and kind == "violation"

    def refuse(self, rule: str) -> None:
        """Raises RuleError for a rule that does not exist, RegisterError where none of its findings can be waived."""
        from wagecheck.errors import RegisterError  # noqa: PLC0415
        from wagecheck.wording import Wording  # noqa: PLC0415

        known = self.book.rule(rule)
        if all(self.barred(known.id, kind) for kind in known.kinds):
            zh, en = Wording("zh"), Wording("en")
            raise RegisterError(
                zh("waive.barred", rule=known.id, title=known.title),
                en("waive.barred", rule=known.id, title=known.title_en),
            )
