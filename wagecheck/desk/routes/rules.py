"""The rules to read: what is looked at, by which law and which numbers, what to do about it, how it did so far."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from wagecheck.desk import desk as desks
from wagecheck.desk import pages
from wagecheck.desk.access import Actor, needs
from wagecheck.desk.faults import AbsentError
from wagecheck.desk.rulebook import profiles, rule_views
from wagecheck.errors import RuleError
from wagecheck.register import rule_months
from wagecheck.rulebook import Rulebook, selection, words
from wagecheck.rulebook.rule import KINDS, SEVERITIES, STATUSES, Rule
from wagecheck.tasks import rule_files
from wagecheck.wording import Wording

router = APIRouter()
_FILTERS: Final = ("family", "kind", "severity", "status")
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/rules")
def listed(request: Request, actor: Annotated[Actor, needs("rules")]) -> Response:
    """All rules of the profile in force, by family."""
    desk, t = desks.of(request), pages.wording(request)
    book = profiles.book(profiles.in_force(desk))
    given, chosen = _chosen(request, book, t)
    families: dict[str, list[dict[str, Any]]] = {}
    for rule in chosen:
        families.setdefault(book.profile.family(rule.id), []).append(rule_views.row(book, rule, t))
    english = int(t.lang == "en")
    query = str(request.query_params)
    return pages.render(
        request,
        actor,
        "rules.html.j2",
        families=families,
        given=given,
        count=len(chosen),
        whole=len(book.rules),
        profile=t.pick(book.profile.title, book.profile.title_en),
        options={
            "family": [(name, name) for name in dict.fromkeys(book.profile.family(rule.id) for rule in book.rules)],
            "kind": [(code, words.KIND[code][english]) for code in KINDS],
            "severity": [(code, words.SEVERITY[code][english]) for code in SEVERITIES],
            "status": [(code, words.STATUS[code][english]) for code in STATUSES],
        },
        query=query,
    )


@router.get("/rules.{form}")
def export(request: Request, actor: Annotated[Actor, needs("rules")], form: str) -> Response:
    """The rules that the filters leave, as the command line writes them: a page, a workbook, data."""
    desk, t = desks.of(request), pages.wording(request)
    kinds = {"md": "text/markdown; charset=utf-8", "xlsx": _XLSX, "json": "application/json"}
    if form not in kinds:
        raise AbsentError
    book = profiles.book(profiles.in_force(desk))
    _, chosen = _chosen(request, book, t)
    if form == "xlsx":
        body = rule_files.workbook(book, chosen, t.lang)
    else:
        body = rule_files.text(book, chosen, form, ()).encode()
    named = {"Content-Disposition": f'attachment; filename="rules.{form}"'}
    return Response(body, media_type=kinds[form], headers=named)


@router.get("/rules/values")
def values(request: Request, actor: Annotated[Actor, needs("rules")]) -> Response:
    """The dated numbers."""
    desk, t = desks.of(request), pages.wording(request)
    book = profiles.book(profiles.in_force(desk))
    rows = [rule_views.value(book, value, t, desk.today()) for _, value in sorted(book.values.by_name.items())]
    return pages.render(request, actor, "values.html.j2", rows=rows, today=desk.today())


@router.get("/rules/values/{name}")
def value(request: Request, actor: Annotated[Actor, needs("rules")], name: str) -> Response:
    """One number with all its days, regions, sources."""
    desk, t = desks.of(request), pages.wording(request)
    book = profiles.book(profiles.in_force(desk))
    if name not in book.values.by_name:
        raise AbsentError
    told = rule_views.value(book, book.values.by_name[name], t, desk.today())
    return pages.render(request, actor, "value.html.j2", value=told, today=desk.today())


@router.get("/rules/statutes")
def statutes(request: Request, actor: Annotated[Actor, needs("rules")]) -> Response:
    """The instruments that rules cite."""
    book, t = profiles.book(profiles.in_force(desks.of(request))), pages.wording(request)
    return pages.render(request, actor, "statutes.html.j2", rows=rule_views.instruments(book, t))


@router.get("/rules/{rule_id}")
def one(request: Request, actor: Annotated[Actor, needs("rules")], rule_id: str) -> Response:
    """One rule on one page."""
    desk, t = desks.of(request), pages.wording(request)
    book = profiles.book(profiles.in_force(desk))
    try:
        rule = book.rule(rule_id)
    except RuleError as error:
        raise AbsentError from error
    with desk.register.reading() as reader:
        months = rule_months.of(reader, rule.id, actor.sites)
    told = rule_views.page(book, rule, t, desk.today())
    return pages.render(
        request, actor, "rule.html.j2", rule=told, months=months, excluded=rule.id in book.profile.exclude
    )


def _chosen(request: Request, book: Rulebook, t: Wording) -> tuple[dict[str, str], list[Rule]]:
    """The filters of the address, and the rules that answer to them; an unknown choice leaves nothing out."""
    given = {name: request.query_params.get(name, "").strip() for name in (*_FILTERS, "q")}
    try:
        chosen = selection.select(book, *((given[name],) if given[name] else () for name in _FILTERS))
    except RuleError:
        chosen = book.rules
    wanted = given["q"].casefold()
    return given, [rule for rule in chosen if not wanted or wanted in _said(book, rule)]


def _said(book: Rulebook, rule: Rule) -> str:
    """What a search looks through: number, titles, law, what a finding says, what to do."""
    law = (f"{citation} {book.statutes.text(citation)}" for citation in rule.law)
    return " ".join((rule.id, rule.title, rule.title_en, *law, rule.message, rule.message_en, rule.remedy)).casefold()
