"""What the commands of waivers share: their options, and what the profile says of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wagecheck.cli.register_options import acting_options
from wagecheck.cli.shared_options import lang_options, rules_options

if TYPE_CHECKING:
    from collections.abc import Callable

    from wagecheck.rulebook import Rulebook


def common(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--register``, ``--as``, ``--profile``, ``--rules``, ``--lang`` and ``--debug``."""
    return acting_options(rules_options(lang_options(command)))


@dataclass(frozen=True)
class House:
    """Whether two people are needed, and what can never be waived."""

    book: Rulebook

    @classmethod
    def of(cls, profile: str, folders: tuple[Path, ...]) -> House:
        """The rules and the profile. RuleError names what is wrong."""
        from wagecheck import rulebook  # noqa: PLC0415

        return cls(rulebook.load(extra=folders, profile=profile))

    @property
    def four_eyes(self) -> bool:
        """Whether somebody else than the proposer approves."""
        return self.book.profile.four_eyes_waivers

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
