"""What the blacklists of the register say of a company on a day: found as a check finds it, without any submission."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from wagecheck.errors import InputError
from wagecheck.wording import both

if TYPE_CHECKING:
    import datetime as dt

    from wagecheck.privacy import Masker
    from wagecheck.register.reader import Reader
    from wagecheck.rulebook import Rulebook
    from wagecheck.tasks.house import House

Answer = Literal["listed", "possible", "past", "none", "unknown"]


@dataclass(frozen=True)
class Found:
    """``matches``: the columns of the frame ``listing_match`` of every entry, with the ``record`` that it is about."""

    compared_with: int | None
    """Entries that were compared; None: nobody ever decided one, so there is nothing to compare with."""
    matches: tuple[dict[str, Any], ...]

    @property
    def answer(self) -> Answer:
        """listed · possible · past · none · unknown, as the API explains them; the worst of all matches."""
        if self.compared_with is None:
            return "unknown"
        if any(match["sure"] and match["in_force"] for match in self.matches):
            return "listed"
        if any(match["in_force"] is not False for match in self.matches):
            return "possible"
        return "past" if self.matches else "none"


def company(
    reader: Reader, masker: Masker, *, name: str | None, uscc: str | None, book: Rulebook, house: House, on: dt.date
) -> Found:
    """Entries that are, or may be, about the company of this name or credit code, as people see them.

    ``sure``: equal codes, or somebody decided that it is the same company; equal or near names are for somebody to look
    at. Raises InputError where neither a name nor a well-formed code is given: a wrong one would match nothing.
    """
    import polars as pl  # noqa: PLC0415

    from wagecheck.facts import listing_match  # noqa: PLC0415
    from wagecheck.facts.listing_verdict import Verdicts  # noqa: PLC0415
    from wagecheck.facts.recorded_company import COMPANIES  # noqa: PLC0415
    from wagecheck.judging import settings  # noqa: PLC0415
    from wagecheck.register import shown, terms, view  # noqa: PLC0415

    code = _asked(name, uscc)
    entries = view.entries(reader.connection)
    if entries is None:
        return Found(None, ())
    row = {"project": "", "contractor": name, "period": "", "period_start": on, "period_end": on, "uscc": code}
    found = listing_match.matched(
        entries.with_columns(decision_no="id"),  # what tells entries apart here: one decision may list many companies
        pl.DataFrame([row], schema=listing_match.SUBJECTS),
        settings.build(book, on),
        Verdicts.of(view.verdicts(reader.connection), pl.DataFrame([{"name": name, "uscc": code}], schema=COMPANIES)),
    ).collect()
    matches = []
    for match in found.iter_rows(named=True):
        record = reader.get("entry", match["entry"])
        state = terms.state(record, on, house.terms)
        sure = match["match"] == "uscc" or match["decided"]
        matches.append({**match, "sure": sure, "record": shown.masked({**record, "state": state}, masker)})
    matches.sort(key=lambda one: (not one["sure"], one["in_force"] is False, int(one["entry"][1:])))
    return Found(entries.height, tuple(matches))


def _asked(name: str | None, uscc: str | None) -> str | None:
    """The code as it is compared. InputError where it is none, or nobody is asked for: it would match nothing."""
    import polars as pl  # noqa: PLC0415

    from wagecheck.ledgers.companies import company_key  # noqa: PLC0415
    from wagecheck.ledgers.identifiers import bare_code, organisation_problem, uscc_problem  # noqa: PLC0415

    if uscc is not None and uscc.strip():
        code = bare_code(pl.lit(uscc))
        told = pl.select(code=code, no_credit=uscc_problem(code), no_organisation=organisation_problem(code)).row(0)
        if not told[0] or None not in told[1:]:
            raise _told("code")
        return str(told[0])
    if company_key(name) is None:
        raise _told("nobody")
    return None


def _told(key: str) -> InputError:
    return InputError(*both(f"desk_look_up.{key}"))
