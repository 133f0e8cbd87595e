"""Sites (项目): what clerks hand in for, with the region and the bureau that management sorts by."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated, Any, Final

from fastapi import APIRouter
from pydantic import Field, TypeAdapter
from starlette.requests import Request
from starlette.responses import Response

from wagecheck.desk import desk as desks
from wagecheck.desk import forms, pages
from wagecheck.desk.access import Actor, needs
from wagecheck.desk.faults import AbsentError, DeskError
from wagecheck.desk.forms import Form
from wagecheck.desk.routes.record_ids import RecordId
from wagecheck.errors import InputError, WagecheckError
from wagecheck.register import accounts, newest, site_list, sites

router = APIRouter(prefix="/sites")
Keeper = Annotated[Actor, needs("sites")]
_BLANK: Final = {"name": "", "region": "", "bureau": ""}
#: What the preview sends back for the confirmation.
_LISTED: Final = TypeAdapter(Annotated[list[site_list.Listed], Field(min_length=1, max_length=site_list.MOST)])


@router.get("")
def listed(request: Request, actor: Keeper) -> Response:
    """The sites of somebody, those in use first, by bureau, and how many people hand in for each."""
    desk = desks.of(request)
    handing_in = [role for role, actions in desk.settings.roles.items() if "hand_in" in actions]
    with desk.register.reading() as reader:
        found = [one for one in reader.all("site") if actor.at(one["id"])]
        people = [accounts.sites_of(one) for one in reader.all("account", state="active", role=handing_in)]
    rows = [{**one, "clerks": sum(at is None or one["id"] in at for at in people)} for one in found]
    rows.sort(key=lambda one: (one["state"] != "open", one["bureau"] or "", one["region"] or "", one["name"]))
    return pages.render(request, actor, "sites.html.j2", sites=rows)


@router.get("/new")
def form(request: Request, actor: Keeper) -> Response:
    """The form of a new site, which is nobody's yet: for who is for all."""
    actor.ensure_everywhere()
    return _form(request, actor, _BLANK)


@router.post("/new")
def add(request: Request, actor: Keeper) -> Response:
    """Adds it."""
    actor.ensure_everywhere()
    said = _said(forms.given(request))
    try:
        with desks.of(request).register.writing(actor.name) as writer:
            sites.add(writer, **said)
    except WagecheckError as error:
        return _form(request, actor, said, error=error.text(pages.wording(request).lang), status=400)
    return pages.done(request, "/sites", "site_added", name=said["name"])


@router.get("/import")
def import_form(request: Request, actor: Keeper) -> Response:
    """Where a list of many is chosen."""
    actor.ensure_everywhere()
    return pages.render(request, actor, "site_import.html.j2", error=None)


@router.post("/import")
def preview(request: Request, actor: Keeper) -> Response:
    """What the list would bring; nothing is written yet."""
    actor.ensure_everywhere()
    try:
        files = forms.given(request).files("file")
        if not files:
            raise InputError("请选择一个文件。", "Choose a file.")
        listed = site_list.read(files[0].file.read(), str(files[0].filename))
    except WagecheckError as error:
        said = error.text(pages.wording(request).lang)
        return pages.render(request, actor, "site_import.html.j2", status=400, error=said)
    return _preview(request, actor, listed)


@router.post("/import/confirm")
def take(request: Request, actor: Keeper) -> Response:
    """Takes in what the preview showed, or nothing: not where the register says something else by now."""
    actor.ensure_everywhere()
    try:
        sent = forms.given(request)
        listed = _LISTED.validate_json(sent.text("rows"))
    except ValueError as error:  # no page of ours says that
        raise DeskError from error
    with desks.of(request).register.writing(actor.name) as writer:
        same = site_list.mark(site_list.compared(writer, listed)) == sent.text("seen")
        added, changed = site_list.take(writer, listed) if same else (0, 0)
    if not same:
        return _preview(request, actor, listed, error=pages.wording(request)("desk_sites.changed_since"))
    return pages.done(request, "/sites", "sites_taken", added=str(added), changed=str(changed))


@router.get("/{site_id}")
def shown(request: Request, actor: Keeper, site_id: RecordId) -> Response:
    """One site, to be changed or closed."""
    actor.ensure_at(site_id)
    return _site(request, actor, site_id)


@router.post("/{site_id}")
def change(request: Request, actor: Keeper, site_id: RecordId) -> Response:
    """Another name, region or bureau."""
    actor.ensure_at(site_id)
    sent = forms.given(request)
    said = _said(sent)
    try:
        with desks.of(request).register.writing(actor.name) as writer:
            newest.ensure(
                sent.text("seq"),
                newest.change(writer, site_id),
                "您打开页面以后，有人改过这个项目，您的改动没有保存。下面是现在的内容，请看过再改。",
                "Somebody changed this project after you opened the page, and your change was not kept. This is how it "
                "is now; look at it, then change it.",
            )
            sites.change(writer, site_id, **said)
    except newest.ChangedError as error:  # what was typed came from what holds no more
        return _site(request, actor, site_id, failed=("change", error))
    except WagecheckError as error:
        return _site(request, actor, site_id, said=said, failed=("change", error))
    return pages.done(request, "/sites", "site_changed", name=said["name"])


@router.post("/{site_id}/close")
def close(request: Request, actor: Keeper, site_id: RecordId) -> Response:
    """Nothing is handed in for it any more; what was stays."""
    actor.ensure_at(site_id)
    try:
        with desks.of(request).register.writing(actor.name) as writer:
            name = sites.standing(writer, site_id)["name"]
            sites.close(writer, site_id, reason=forms.given(request).text("reason"))
    except WagecheckError as error:
        return _site(request, actor, site_id, failed=("close", error))
    return pages.done(request, "/sites", "site_closed", name=name)


def _preview(request: Request, actor: Actor, listed: list[site_list.Listed], *, error: str = "") -> Response:
    with desks.of(request).register.reading() as reader:
        rows = site_list.compared(reader, listed)
        taken = [one.listed for one in rows if one.kind in ("new", "changed")]
        seen = site_list.mark(site_list.compared(reader, taken))
    counts = {kind: sum(one.kind == kind for one in rows) for kind in ("new", "changed", "known", "twice")}
    told = json.dumps([asdict(one) for one in taken], ensure_ascii=False)
    view: dict[str, Any] = {"rows": rows, "taken": told, "seen": seen, "counts": counts, "error": error}
    return pages.render(request, actor, "site_preview.html.j2", status=400 if error else 200, **view)


def _said(sent: Form) -> dict[str, str]:
    return {name: sent.text(name) for name in _BLANK}


def _form(request: Request, actor: Actor, said: dict[str, str], *, error: str = "", status: int = 200) -> Response:
    with desks.of(request).register.reading() as reader:
        known = reader.all("site")
    return pages.render(request, actor, "site_new.html.j2", status=status, said=said, error=error, **_used(known))


def _site(
    request: Request,
    actor: Actor,
    site_id: str,
    *,
    said: dict[str, str] | None = None,
    failed: tuple[str, WagecheckError] | None = None,
) -> Response:
    with desks.of(request).register.reading() as reader:
        known = reader.all("site")
        seq = newest.change(reader, site_id)
    site = next((one for one in known if one["id"] == site_id), None)
    if site is None:
        raise AbsentError
    said = said or {name: site[name] or "" for name in _BLANK}
    view = {"site": site, "seq": seq, "said": said, "failed": failed[0] if failed else "", **_used(known)}
    view["error"] = failed[1].text(pages.wording(request).lang) if failed else ""
    return pages.render(request, actor, "site.html.j2", status=400 if failed else 200, **view)


def _used(known: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Regions and bureaus that other sites have: the same one is written the same way."""
    return {
        f"{name}s": sorted({one[name] for one in known if one["state"] == "open" and one[name]})
        for name in ("region", "bureau")
    }
