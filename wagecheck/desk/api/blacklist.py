"""The blacklists, asked about one company, for systems that choose subcontractors."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request

from wagecheck.desk import desk as desks
from wagecheck.desk.api.keys import Key, needs
from wagecheck.desk.api.models import LINE, LookUp, Match
from wagecheck.desk.api.refusals import documented, lang
from wagecheck.desk.rulebook import profiles
from wagecheck.privacy import Masker
from wagecheck.register import words
from wagecheck.tasks import look_up
from wagecheck.tasks.house import House

router = APIRouter(tags=["blacklist"])
_OF_ENTRY = ("state", "list", "name", "uscc", "decision_no", "authority", "reason")
_OF_MATCH = ("entry", "sure", "match", "in_force", "in_force_from", "in_force_to", "early_exit_on", "publicity_until")


@router.get("/blacklist", responses=documented(), operation_id="look_up", summary="Is this company listed?")
def asked(
    request: Request,
    key: Annotated[Key, needs("blacklist")],
    name: Annotated[
        str | None,
        Query(max_length=200, pattern=LINE, description="Name of the company.", examples=["示例甲建筑劳务有限公司"]),
    ] = None,
    uscc: Annotated[
        str | None,
        Query(max_length=40, pattern=LINE, description="Unified social credit code, or organisation code."),
    ] = None,
) -> LookUp:
    """By name, by credit code or, best, by both: found exactly as a check finds it, on today's date.

    A code decides: two well-formed codes that differ are two companies, whatever their names. Without codes on both
    sides names are compared, former names and near ones too; such a match is never ``sure``. Proposals that nobody
    approved are not told.
    """
    desk = desks.of(request)
    on, chosen = desk.today(), profiles.in_force(desk)
    house = House.of(chosen.name, chosen.folders, on)
    with desk.register.reading() as reader:
        found = look_up.company(
            reader, Masker(b""), name=name or None, uscc=uscc or None, book=profiles.book(chosen), house=house, on=on
        )
    return LookUp(
        as_of=on,
        answer=found.answer,
        compared_with=found.compared_with or 0,
        matches=[_match(match, lang(request)) for match in found.matches],
    )


def _match(match: dict[str, Any], language: str) -> Match:
    record = match["record"]
    return Match(
        **{name: match[name] for name in _OF_MATCH},
        **{name: record[name] for name in _OF_ENTRY},
        list_title=words.title("list", record["list"], language),
        days_left=match["days_to_expiry"],
    )
