"""Proposing or entering an entry, and correcting one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from wagecheck.desk import desk as desks
from wagecheck.desk import forms, pages
from wagecheck.desk.access import Actor, needs
from wagecheck.desk.blacklist import entry_page
from wagecheck.desk.blacklist import house as blacklist_house
from wagecheck.desk.blacklist.entry_page import GROUPS
from wagecheck.desk.faults import ForbiddenError
from wagecheck.errors import InputError, WagecheckError
from wagecheck.privacy import Masker
from wagecheck.register import newest, shown, words
from wagecheck.register.blacklist import LEVELS, LISTS, STATED, SUBJECTS
from wagecheck.tasks import entering, entry_values

if TYPE_CHECKING:
    from wagecheck.desk.forms import Form
    from wagecheck.tasks.house import House
    from wagecheck.wording import Wording

router = APIRouter()
_CODES: Final = {"list": LISTS, "level": LEVELS, "subject": SUBJECTS}
#: Fields that cannot be left empty once they say something.
_KEPT: Final = ("list", "subject")


@router.get("/blacklist/new")
def new(request: Request, actor: Annotated[Actor, needs("blacklist_propose")]) -> Response:
    """The empty form, or with what an address of another page brought along."""
    brought = {name: value for name, value in request.query_params.items() if name in STATED}
    return _new(request, actor, {"subject": SUBJECTS[0], **brought})


@router.post("/blacklist/new")
def enter(request: Request, actor: Annotated[Actor, needs("blacklist_propose")]) -> Response:
    """Proposes the entry, or enters it where it was decided and its list needs one person."""
    desk, t, sent = desks.of(request), pages.wording(request), forms.given(request)
    typed = {name: sent.text(name) for name in (*STATED, "note", "how")}
    proposal = not actor.may_everywhere("blacklist_decide") or sent.text("how") != "decided"
    values, errors = _values(typed, t)
    if not errors:
        try:
            with desk.register.writing(actor.name) as writer:
                house = blacklist_house.of(desk, writer)
                errors = _missing(values, house, t, proposal=proposal)
                if not errors:
                    entry, state = entering.enter(
                        writer,
                        values,
                        house,
                        proposal=proposal,
                        note=sent.optional("note"),
                        anyway=sent.flag("anyway"),
                        today=desk.today(),
                    )
                    done = "entry_entered" if state == "in_force" else "entry_proposed"
                    return pages.done(request, f"/blacklist/{entry}", done, id=entry)
        except entering.OnRecordError as error:
            return _new(request, actor, typed, status=400, error=error.text(t.lang), like=True)
        except WagecheckError as error:
            return _new(request, actor, typed, status=400, error=error.text(t.lang), errors=errors)
    return _new(request, actor, typed, status=400, error=t("desk_entry.look_again"), errors=errors)


@router.get("/blacklist/{entry_id}/amend")
def amending(request: Request, entry_id: str, actor: Annotated[Actor, needs("blacklist_propose")]) -> Response:
    """The form with what the entry states now."""
    return _amend(request, actor, entry_id, {})


@router.post("/blacklist/{entry_id}/amend")
def amend(request: Request, entry_id: str, actor: Annotated[Actor, needs("blacklist_propose")]) -> Response:
    """Writes what was changed in the form; the former text stays on record."""
    desk, t, sent = desks.of(request), pages.wording(request), forms.given(request)
    with desk.register.reading() as reader:
        kept = entry_page.known(desk, reader, entry_id, blacklist_house.of(desk, reader)).record
        kept = reader.get("entry", kept["id"])
    if not entry_page.amendable(actor, kept):
        raise ForbiddenError
    typed = {name: sent.text(name) for name in (*STATED, "note")}
    changed, errors = _changed(kept, sent, t)
    if errors:
        return _amend(request, actor, kept["id"], typed, status=400, error=t("desk_entry.look_again"), errors=errors)
    try:
        if not changed:
            raise InputError("没有改动任何一项。", "Nothing was changed.")
        with desk.register.writing(actor.name) as writer:
            entry_page.ensure_unchanged(writer, kept["id"], sent.text("seq"))
            house = blacklist_house.of(desk, writer)
            entering.amend(writer, kept["id"], changed, house, reason=sent.text("note"), today=desk.today())
    except WagecheckError as error:
        return _amend(request, actor, kept["id"], typed, status=400, error=error.text(t.lang))
    return pages.done(request, f"/blacklist/{kept['id']}", "entry_amended", id=kept["id"])


def _new(
    request: Request,
    actor: Actor,
    typed: Mapping[str, str],
    *,
    status: int = 200,
    error: str | None = None,
    errors: Mapping[str, str] | None = None,
    like: bool = False,
) -> Response:
    desk, t = desks.of(request), pages.wording(request)
    with desk.register.reading() as reader:
        four_eyes = blacklist_house.of(desk, reader).four_eyes
    return pages.render(
        request,
        actor,
        "entry_new.html.j2",
        status=status,
        groups=_fields(typed, errors or {}, {}, t),
        typed={"how": "", "note": "", **typed},
        error=error,
        like=like,
        two=[words.title("list", name, t.lang) for name in LISTS if name in four_eyes],
        decides=actor.may_everywhere("blacklist_decide"),
    )


def _amend(
    request: Request,
    actor: Actor,
    entry_id: str,
    typed: Mapping[str, str],
    *,
    status: int = 200,
    error: str | None = None,
    errors: Mapping[str, str] | None = None,
) -> Response:
    desk, t = desks.of(request), pages.wording(request)
    with desk.register.reading() as reader:
        kept = entry_page.known(desk, reader, entry_id, blacklist_house.of(desk, reader)).record
        kept = reader.get("entry", kept["id"])
        seq = newest.change(reader, kept["id"])
    if not entry_page.amendable(actor, kept):
        raise ForbiddenError
    now = {name: _plain(kept, name) for name in STATED}
    hidden = {name: text for name in STATED if (text := _hidden(kept, name)) is not None}
    said = {**now, **typed} if typed else {**now, **dict.fromkeys(hidden, "")}
    return pages.render(
        request,
        actor,
        "entry_amend.html.j2",
        status=status,
        entry=shown.masked(kept, Masker(b"")),
        groups=_fields(said, errors or {}, hidden, t),
        typed={"note": "", **typed},
        seq=seq,
        error=error,
    )


def _fields(
    typed: Mapping[str, str], errors: Mapping[str, str], hidden: Mapping[str, str], t: Wording
) -> list[tuple[str, list[dict[str, Any]]]]:
    """The fields of the form by group: name, label, value, hint, error, choices, kind of input."""
    return [
        (
            group,
            [
                {
                    "name": name,
                    "label": words.title("field", name, t.lang),
                    "value": typed.get(name, ""),
                    "hint": t("desk_entry.hidden", now=hidden[name])
                    if name in hidden
                    else t(f"desk_entry.hint_{name}"),
                    "error": errors.get(name, ""),
                    "choices": [(code, words.title(name, code, t.lang)) for code in _codes(name)],
                    "type": "date" if name in entry_values.DATES else "text",
                    "long": name in ("reason", "former_names", "persons", "person_id"),
                    "inputmode": "numeric" if name == "workers" else "",
                }
                for name in names
            ],
        )
        for group, names in GROUPS.items()
    ]


def _codes(name: str) -> tuple[str, ...]:
    return words.codes(name) if name == "reason_code" else _CODES.get(name, ())


def _values(typed: Mapping[str, str], t: Wording) -> tuple[dict[str, Any], dict[str, str]]:
    """What was typed, with its types, and a sentence for every field that was not understood."""
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for name in STATED:
        if not typed.get(name):
            continue
        try:
            values |= entry_values.stated({name: typed[name]})
        except InputError as error:
            errors[name] = error.text(t.lang)
        if _codes(name) and typed[name] not in _codes(name):
            errors[name] = t("desk_entry.choose")
    return values, errors


def _missing(values: Mapping[str, Any], house: House, t: Wording, *, proposal: bool) -> dict[str, str]:
    def dated(name: str) -> bool:
        return entering.needs_day(house, name, proposal=proposal)

    return {name: t(f"desk_entry.needed_{name}") for name in entry_values.missing(dict(values), dated)}


def _plain(kept: Mapping[str, Any], name: str) -> str:
    return "" if kept[name] is None else str(kept[name])


def _hidden(kept: Mapping[str, Any], name: str) -> str | None:
    """What is shown of a text with numbers of people, which the form does not give away; None where it has none."""
    text = _plain(kept, name)
    masked = str(shown.field(name, text, Masker(b"")))
    return masked if masked != text else None


def _changed(kept: Mapping[str, Any], sent: Form, t: Wording) -> tuple[dict[str, Any], dict[str, str]]:
    """The fields that say something else than the entry does; a hidden one that was left empty says the same."""
    texts = {
        name: sent.text(name)
        for name in STATED
        if name in sent.data
        and sent.text(name).replace("\r\n", "\n") != _plain(kept, name).strip().replace("\r\n", "\n")
        and (sent.text(name) or (_hidden(kept, name) is None and name not in _KEPT))
    }
    values, errors = _values(texts, t)
    emptied = {name: None for name, text in texts.items() if not text}
    changed = {**values, **emptied}
    return {name: value for name, value in changed.items() if value != kept[name]}, errors
