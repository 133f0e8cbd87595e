"""Whether rules and a profile hold together: what every run asks of them, and every example."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from wagecheck.judging import settings
from wagecheck.rulebook import examples

if TYPE_CHECKING:
    from wagecheck.rulebook import Rulebook
    from wagecheck.rulebook.examples import ExampleResult
    from wagecheck.wording import Wording


def results(book: Rulebook) -> list[ExampleResult]:
    """What every example gave. RuleError names what no check could be made with."""
    settings.build(book, dt.date.max)
    return list(examples.run(book))


def sentence(failed: ExampleResult, t: Wording) -> str:
    """What an example promised, and what came out."""

    def rows(numbers: tuple[int, ...]) -> str:
        return ", ".join(map(str, numbers)) or "-"

    return t(
        "rules.example_failed",
        rule=failed.rule,
        example=failed.example,
        fires=rows(failed.fires),
        unassessed=rows(failed.unassessed),
        fired=rows(failed.fired),
        not_assessed=rows(failed.not_assessed),
    )
