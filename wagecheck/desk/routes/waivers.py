"""Waivers (豁免): findings that are accepted for a time, proposed by one person, approved by another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from wagecheck.desk import desk as desks
from wagecheck.desk import event_words, forms, pages
from wagecheck.desk.access import Actor, needs
from wagecheck.desk.desk import Desk
from wagecheck.desk.faults import ForbiddenError
from wagecheck.desk.rulebook import profiles
from wagecheck.desk.waivers import own as own_waivers
from wagecheck.desk.waivers import use as waiver_use
from wagecheck.errors import InputError, RuleError, WagecheckError
from wagecheck.ledgers.companies import company_key
from wagecheck.register import places_seen, waivers
from wagecheck.register.reader import Reader
from wagecheck.tasks import waiver_list, waiving
from wagecheck.tasks.house import WaiverHouse
from wagecheck.wording import both

router = APIRouter()
_PAGE: Final = 50
#: What asks for attention stands first.
_RANKS: Final = ("proposed", "wrong", "soon", "expired", "unused", "approved", "ended")
_FIELDS: Final = tuple(name for name in waivers.STATED if name != "expires_on")


def house(desk: Desk) -> WaiverHouse:
    """What the profile in force says of waivers."""
    return WaiverHouse(profiles.book(profiles.in_force(desk)))


@router.get("/waivers")
def listed(
    request: Request, actor: Annotated[Actor, needs("waivers")], state: str = "", q: str = "", page: int = 1
) -> Response:
    """All waivers; those that somebody must look at first."""
    desk, book = desks.of(request), house(desks.of(request)).book
    rows = _rows(desk, actor)
    counts = {rank: sum(row["rank"] == rank for row in rows) for rank in _RANKS}
    wanted, key = q.strip().casefold(), company_key(q) or ""
    chosen = [row for row in rows if state in ("", row["rank"]) and _fits(row, wanted, key)]
    page = max(1, min(page, -(-len(chosen) // _PAGE) or 1))
    return pages.render(
        request,
        actor,
        "waivers.html.j2",
        rows=chosen[(page - 1) * _PAGE : page * _PAGE],
        titles={rule.id: (rule.title, rule.title_en) for rule in book.rules},
        counts=counts,
        ranks=_RANKS,
        state=state,
        q=q,
        page=page,
        total=len(chosen),
        size=_PAGE,
        query=urlencode({name: value for name, value in (("state", state), ("q", q)) if value}),
    )


@router.get("/waivers/new")
def new(request: Request, actor: Annotated[Actor, needs("waiver_propose")]) -> Response:
    """The form; a link from a finding fills it in beforehand."""
    given = {name: request.query_params.get(name, "") for name in (*_FIELDS, "expires_on")}
    return _form(request, actor, given)


@router.post("/waivers/new")
def propose(request: Request, actor: Annotated[Actor, needs("waiver_propose")]) -> Response:
    """Proposes a waiver, after the rule was seen to be one that can be waived."""
    desk, sent = desks.of(request), forms.given(request)
    given = {name: sent.text(name) for name in (*_FIELDS, "expires_on")}
    try:
        stated = {**{name: given[name] or None for name in _FIELDS}, "expires_on": sent.day("expires_on")}
        with desk.register.writing(actor.name) as writer:
            rules = house(desk)  # nobody brings another profile into force before this is written
            if given["rule"]:
                rules.refuse(given["rule"].upper())
            if not own_waivers.decides(own_waivers.decided(writer, actor), given["project"]):
                raise InputError(*both("desk_group.waiver"))
            made = waiving.propose(writer, stated, house=rules, today=desk.today())
    except WagecheckError as error:
        return _form(request, actor, given, error)
    return pages.done(request, f"/waivers/{made}", "waiver_proposed" if rules.four_eyes else "waiver_approved", id=made)


@router.get("/waivers/{waiver_id}")
def one(request: Request, actor: Annotated[Actor, needs("waivers")], waiver_id: str) -> Response:
    """Everything about one waiver, what may be done with it, and who did what so far."""
    return _page(request, actor, waiver_id)


@router.post("/waivers/{waiver_id}/approve")
def approve(request: Request, actor: Annotated[Actor, needs("waiver_approve")], waiver_id: str) -> Response:
    """Lets it hold; somebody else than the proposer, where the profile asks for two people."""
    desk, sent = desks.of(request), forms.given(request)
    try:
        with desk.register.writing(actor.name) as writer:
            _ensure_mine(writer, actor, writer.get("waiver", waiver_id))
            reason = sent.optional("reason")
            waiving.approve(writer, waiver_id, reason=reason, house=house(desk), today=desk.today())
    except WagecheckError as error:
        return _page(request, actor, waiver_id, error)
    return pages.done(request, f"/waivers/{waiver_id}", "waiver_approved", id=waiver_id)


@router.post("/waivers/{waiver_id}/end")
def end(request: Request, actor: Annotated[Actor, needs("waiver_propose")], waiver_id: str) -> Response:
    """Ends it, or turns the proposal down: the findings count again."""
    desk, sent = desks.of(request), forms.given(request)
    try:
        with desk.register.writing(actor.name) as writer:
            waiver = writer.get("waiver", waiver_id)
            _ensure_mine(writer, actor, waiver)
            if waiver["state"] == "approved" and not actor.may("waiver_approve"):
                raise ForbiddenError  # what was approved ends by those who may approve
            if (
                waiver["state"] == "approved" and sent.text("state") != "approved"
            ):  # who turns a proposal down does not mean that
                said = {"id": waiver["id"], "name": waiver["approved_by"]}
                raise InputError(*both("desk_waivers.approved_since", **said))
            waivers.end(writer, waiver_id, reason=sent.text("reason"))
    except WagecheckError as error:
        return _page(request, actor, waiver_id, error)
    return pages.done(request, f"/waivers/{waiver_id}", "waiver_ended", id=waiver_id)


def _rows(desk: Desk, actor: Actor) -> list[dict[str, Any]]:
    """The waivers that concern the sites of the actor, masked, with ``rank`` and ``use``, in the order of the page."""
    today = desk.today()
    with desk.register.reading() as reader:
        mine = own_waivers.projects(reader, actor)
        rows = waiver_list.listed(reader, today)
        uses = waiver_use.of(desk, reader.all("hand_in", state="checked"))
    rows = [row for row in rows if own_waivers.concerns(mine, row)]
    for row in rows:
        row["use"] = uses.get(row["id"])
        row["days"] = (row["expires_on"] - today).days
        row["rank"] = _rank(row, today + desk.settings.limits.waiver_soon)
    return sorted(rows, key=lambda row: (_RANKS.index(row["rank"]), row["expires_on"], int(row["id"][1:])))


def _rank(row: Mapping[str, Any], soon: dt.date) -> str:
    use: waiver_use.Use | None = row["use"]
    if row["state"] != "approved":
        return str(row["state"])
    if use is not None and use.problem in waiver_use.WRONG:
        return "wrong"
    if row["expires_on"] <= soon:
        return "soon"
    return "unused" if use is not None and use.problem == "unused" else "approved"


def _fits(row: Mapping[str, Any], wanted: str, key: str) -> bool:
    said = " ".join(str(row[name] or "") for name in ("id", "rule", "contractor", "project", "responsible", "reason"))
    return not wanted or wanted in said.casefold() or bool(key and key in (company_key(row["contractor"]) or ""))


def _ensure_mine(reader: Reader, actor: Actor, stated: Mapping[str, Any]) -> None:
    """Who has some sites only may act on waivers that name a project of theirs, and of nobody else's."""
    if not own_waivers.decides(own_waivers.decided(reader, actor), stated["project"]):
        raise ForbiddenError


def _form(request: Request, actor: Actor, given: dict[str, str], error: WagecheckError | None = None) -> Response:
    desk, t = desks.of(request), pages.wording(request)
    rules = house(desk)
    rule, told = None, ""
    if given["rule"]:
        try:
            rule = rules.book.rule(given["rule"].strip())
        except RuleError as unknown:
            told = unknown.text(t.lang)
    barred = [] if rule is None else [rules.barred(rule.id, kind) for kind in rule.kinds]
    listed_rules = [
        (one.id, f"{one.id} {t.pick(one.title, one.title_en)}")
        for one in rules.book.rules
        if one.status != "retired" and not all(rules.barred(one.id, kind) for kind in one.kinds)
    ]
    return pages.render(
        request,
        actor,
        "waiver_new.html.j2",
        status=200 if error is None else 400,
        error=None if error is None else error.text(t.lang),
        given=given,
        rule=rule,
        unknown=told,
        barred="all" if barred and all(barred) else "some" if any(barred) else "",
        four_eyes=rules.four_eyes,
        rules=listed_rules,
        today=desk.today(),
    )


def _page(request: Request, actor: Actor, waiver_id: str, error: WagecheckError | None = None) -> Response:
    desk, t = desks.of(request), pages.wording(request)
    with desk.register.reading() as reader:
        record = reader.get("waiver", waiver_id)
        events = [event_words.told(event, t, actor.may) for event in reader.history(record["id"])]
        known = {company_key(name) for name in places_seen.contractors(reader)}
        decides = own_waivers.decides(own_waivers.decided(reader, actor), record["project"])
    row = next((row for row in _rows(desk, actor) if row["id"] == record["id"]), None)
    if row is None:
        raise ForbiddenError
    rules = house(desk)
    rule = next((rule for rule in rules.book.rules if rule.id == row["rule"]), None)
    return pages.render(
        request,
        actor,
        "waiver.html.j2",
        status=200 if error is None else 400,
        error=None if error is None else error.text(t.lang),
        row=row,
        rule=rule,
        barred=rule is not None and all(rules.barred(rule.id, kind) for kind in rule.kinds),
        unknown=bool(known) and company_key(record["contractor"]) not in known,
        four_eyes=rules.four_eyes,
        decides=decides,
        may_end=decides
        and (actor.may("waiver_approve") or (row["state"] == "proposed" and actor.may("waiver_propose"))),
        events=events,
    )
