"""What the blacklists of the register say of a company on a day: found as a check finds it, without any submission."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from wagecheck.errors import InputError
from wagecheck.wording import Wording

if TYPE_CHECKING:
    import datetime as dt

    from wagecheck.privacy import Masker
    from wagecheck.register.reader import Reader
    from wagecheck.rulebook import Rulebook
    from wagecheck.tasks.house import House

#: Length of an organisation code (GB 11714), which a company may be known by alone.
_ORGANISATION: Final = 9
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

    _ensure_asked(name, uscc)
    entries = view.entries(reader.connection)
    if entries is None:
        return Found(None, ())
    row = {"project": "", "contractor": name, "period": "", "period_start": on, "period_end": on, "uscc": uscc}
    found = listing_match.matched(
        entries.with_columns(decision_no="id"),  # what tells entries apart here: one decision may list many companies
        pl.DataFrame([row], schema=listing_match.SUBJECTS),
        settings.build(book, on),
        Verdicts.of(view.verdicts(reader.connection), pl.DataFrame([{"name": name, "uscc": uscc}], schema=COMPANIES)),
    ).collect()
    matches = []
    for match in found.iter_rows(named=True):
        record = reader.get("entry", match["entry"])
        state = terms.state(record, on, house.terms)
        sure = match["match"] == "uscc" or match["decided"]
        matches.append({**match, "sure": sure, "record": shown.masked({**record, "state": state}, masker)})
    matches.sort(key=lambda one: (not one["sure"], one["in_force"] is False, int(one["entry"][1:])))
    return Found(entries.height, tuple(matches))


def _ensure_asked(name: str | None, uscc: str | None) -> None:
    import polars as pl  # noqa: PLC0415

    from wagecheck.ledgers.companies import company_key  # noqa: PLC0415
    from wagecheck.ledgers.identifiers import uscc_problem  # noqa: PLC0415

    code = (uscc or "").strip().upper().replace("-", "")
    if code and len(code) != _ORGANISATION:
        problem = pl.DataFrame({"uscc": [code]}).select(uscc_problem(pl.col("uscc"))).item()
        if problem is not None:
            raise _told("code")
    if not code and company_key(name) is None:
        raise _told("nobody")


def _told(key: str) -> InputError:
    return InputError(*(Wording(lang)(f"desk_look_up.{key}") for lang in ("zh", "en")))
