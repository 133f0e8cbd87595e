"""The profile (方案): thresholds, severities and weights; changed by two people who saw the effect first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from wagecheck.desk import desk as desks
from wagecheck.desk import event_words, forms, pages
from wagecheck.desk.access import Actor, needs
from wagecheck.desk.desk import Desk
from wagecheck.desk.forms import Form
from wagecheck.desk.jobs import preview
from wagecheck.desk.rulebook import profile_changes, profile_text, profiles
from wagecheck.errors import InputError, RegisterError, WagecheckError
from wagecheck.register import actor as actors
from wagecheck.register import queue, settings
from wagecheck.register.queue import Job
from wagecheck.register.reader import Reader
from wagecheck.rulebook import words
from wagecheck.rulebook.rule import SEVERITIES
from wagecheck.tasks import profile_effect
from wagecheck.wording import both

router = APIRouter()
_WISHES: Final = ("value", "amount", "severity_rule", "severity", "exclude", "include")
_MOST_BYTES: Final = 200_000


@router.get("/rules/profile")
def in_force(request: Request, actor: Annotated[Actor, needs("rules")]) -> Response:
    """The profile in force as text, and all that were proposed."""
    desk, t = desks.of(request), pages.wording(request)
    with desk.register.reading() as reader:
        now = settings.in_force(reader)
        listed = sorted(reader.all("setting"), key=lambda one: int(one["id"][1:]), reverse=True)
    book = profiles.book(profiles.of(desk, now))
    return pages.render(
        request,
        actor,
        "profile.html.j2",
        now=now,
        text=profiles.text(desk, now),
        book=book,
        severities=[(words.SEVERITY[code][t.lang == "en"], book.profile.weights[code]) for code in SEVERITIES],
        levels=[(level.colour, level.start) for level in book.profile.levels],
        excluded=[rule for rule in book.rules if rule.id in book.profile.exclude],
        stops=[rule for rule in book.rules if rule.id in book.profile.hard_stops],
        listed=listed,
    )


@router.get("/rules/profile/new")
def new(request: Request, actor: Annotated[Actor, needs("setting_propose")]) -> Response:
    """The text in force, to be changed."""
    actor.ensure_everywhere()
    desk = desks.of(request)
    with desk.register.reading() as reader:
        text = profiles.text(desk, settings.in_force(reader))
    return _form(request, actor, text)


@router.post("/rules/profile/new")
def propose(request: Request, actor: Annotated[Actor, needs("setting_propose")]) -> Response:
    """Writes the short form into the text, or looks the text over and proposes it; then its preview is made."""
    actor.ensure_everywhere()
    desk, sent = desks.of(request), forms.given(request)
    text, reason = sent.text("text").replace("\r\n", "\n"), sent.text("reason")
    wish = profile_text.Wish(**{name: sent.text(name) for name in _WISHES})
    try:
        text = _text(sent, text)
        if sent.flag("write"):
            if not wish.anything:
                raise InputError(*both("desk_profile.form_empty"))
            return _form(request, actor, profile_text.changed(text, wish), reason=reason, wrote=True)
        made = _proposed(desk, actor, text, reason)
    except WagecheckError as error:
        return _form(request, actor, text, reason=reason, wish=wish, error=error)
    return pages.done(request, f"/rules/profile/{made}", "setting_proposed", id=made)


@router.get("/rules/profile/{setting_id}")
def one(request: Request, actor: Annotated[Actor, needs("rules")], setting_id: str) -> Response:
    """A proposal: what it changes, what that would do, and the decision."""
    return _page(request, actor, setting_id)


@router.get("/rules/profile/{setting_id}/preview")
def preview_part(request: Request, actor: Annotated[Actor, needs("rules")], setting_id: str) -> Response:
    """The preview alone, as it comes along."""
    return _page(request, actor, setting_id, template="preview_part.html.j2")


@router.post("/rules/profile/{setting_id}/preview")
def preview_again(request: Request, actor: Annotated[Actor, needs("setting_propose")], setting_id: str) -> Response:
    """Makes the preview again: more was handed in since, or another profile came into force."""
    actor.ensure_everywhere()
    desk = desks.of(request)
    with desk.register.reading() as reader:
        setting = reader.get("setting", setting_id)
    if setting["state"] != "proposed":
        return _page(request, actor, setting["id"], error=RegisterError(*both("desk_profile.preview_decided")))
    _queue(desk, actor, setting["id"])
    return pages.done(request, f"/rules/profile/{setting['id']}", "preview_queued")


@router.post("/rules/profile/{setting_id}/approve")
def approve(request: Request, actor: Annotated[Actor, needs("setting_approve")], setting_id: str) -> Response:
    """Lets it hold from the next check on. The preview must be there, or it is said that it was decided without one."""
    actor.ensure_everywhere()
    desk, sent = desks.of(request), forms.given(request)
    try:
        with desk.register.writing(actor.name) as writer:
            setting, now = writer.get("setting", setting_id), settings.in_force(writer)
            if setting["state"] == "proposed" and not _fresh(desk, setting, now) and not sent.flag("without"):
                raise RegisterError(*both("desk_profile.no_preview"))
            if setting["state"] == "proposed" and sent.text("against") != ("" if now is None else now["id"]):
                raise RegisterError(*both("desk_profile.replaced_since"))
            profiles.examined(desk, setting["text"])  # the rules may be others than when it was proposed
            settings.approve(writer, setting_id, reason=sent.optional("reason"))
    except WagecheckError as error:
        return _page(request, actor, setting_id, error=error)
    return pages.done(request, f"/rules/profile/{setting_id}", "setting_approved", id=setting_id)


@router.post("/rules/profile/{setting_id}/reject")
def reject(request: Request, actor: Annotated[Actor, needs("setting_approve")], setting_id: str) -> Response:
    """It will not hold."""
    actor.ensure_everywhere()
    desk, sent = desks.of(request), forms.given(request)
    try:
        with desk.register.writing(actor.name) as writer:
            settings.reject(writer, setting_id, reason=sent.text("reason"))
    except WagecheckError as error:
        return _page(request, actor, setting_id, error=error)
    return pages.done(request, f"/rules/profile/{setting_id}", "setting_rejected", id=setting_id)


def _text(sent: Form, typed: str) -> str:
    """What was typed, or the file that was chosen instead."""
    files = sent.files("file")
    if not files:
        return f"{typed}\n"
    data = files[0].file.read(_MOST_BYTES + 1)
    try:
        return str(data.decode("utf-8-sig")).replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise InputError(*both("desk_profile.file_text")) from error


def _proposed(desk: Desk, actor: Actor, text: str, reason: str) -> str:
    """The id of the proposal. Raises RuleError where the text is no profile, RegisterError where it changes nothing."""
    profiles.examined(desk, text)
    with desk.register.writing(actor.name) as writer:
        if profiles.text(desk, settings.in_force(writer)).strip() == text.strip():
            raise RegisterError(*both("desk_profile.no_change"))
        made = settings.propose(writer, text=text, reason=reason)
    _queue(desk, actor, made)
    return made


def _queue(desk: Desk, actor: Actor, setting: str) -> None:
    with desk.register.working("job") as connection:
        queue.put(connection, task=preview.TASK, subject=setting, by=actor.name, now=desk.clock(),
                  parameters={"setting": setting})  # fmt: skip


def _fresh(desk: Desk, setting: Mapping[str, Any], now: Mapping[str, Any] | None) -> bool:
    """Whether there is a preview, made against what is in force now."""
    made = preview.made(desk, setting["id"])
    return made is not None and made["against"] == (None if now is None else now["id"])


def _form(
    request: Request,
    actor: Actor,
    text: str,
    *,
    reason: str = "",
    wish: profile_text.Wish | None = None,
    wrote: bool = False,
    error: WagecheckError | None = None,
) -> Response:
    desk, t = desks.of(request), pages.wording(request)
    with desk.register.reading() as reader:
        now = settings.in_force(reader)
    book = profiles.book(profiles.of(desk, now))
    said = "" if error is None else error.text(t.lang)
    return pages.render(
        request,
        actor,
        "profile_new.html.j2",
        status=200 if error is None else 400,
        text=text,
        reason=reason,
        wish=wish or profile_text.Wish(),
        wrote=wrote,
        wrong=said.splitlines(),
        changes=profile_changes.lines(profiles.text(desk, now), text),
        rules=[(rule.id, f"{rule.id} {t.pick(rule.title, rule.title_en)}") for rule in book.rules],
        values=[
            (name, f"{t.pick(one.title, one.title_en)} ({name})") for name, one in sorted(book.values.by_name.items())
        ],
        severities=[(code, words.SEVERITY[code][t.lang == "en"]) for code in SEVERITIES],
    )


def _page(
    request: Request,
    actor: Actor,
    setting_id: str,
    *,
    template: str = "setting.html.j2",
    error: WagecheckError | None = None,
) -> Response:
    desk, t = desks.of(request), pages.wording(request)
    with desk.register.reading() as reader:
        setting = reader.get("setting", setting_id)
        now = settings.in_force(reader)
        before = _before(reader, setting, now)
        events = [event_words.told(event, t, actor.may) for event in reader.history(setting["id"])]
        job = queue.latest(reader.connection, setting["id"], preview.TASK)
    old = profiles.text(desk, before)
    changes, broken = [], ""
    try:
        books = profiles.book(profiles.of(desk, before)), profiles.book(profiles.of(desk, setting))
        changes = profile_changes.told(*books, t)
    except WagecheckError as wrong:  # rules have changed since
        broken = wrong.text(t.lang)
    return pages.render(
        request,
        actor,
        template,
        status=200 if error is None else 400,
        error=None if error is None else error.text(t.lang),
        setting=setting,
        before=before,
        changes=changes,
        broken=broken,
        lines=profile_changes.lines(old, setting["text"]),
        own=actors.same(setting["proposed_by"], actor.name),
        fresh=_fresh(desk, setting, now),
        events=events,
        **_preview(desk, actor, setting, job),
    )


def _before(reader: Reader, setting: Mapping[str, Any], now: dict[str, Any] | None) -> dict[str, Any] | None:
    """What a proposal is compared with: what is in force; of one that was, the one that it replaced."""
    if setting["state"] in ("proposed", "rejected"):
        return now
    replaced = [
        one
        for one in reader.all("setting", state="replaced")
        if any((event.action, event.reason) == ("replace", setting["id"]) for event in reader.history(one["id"]))
    ]
    return replaced[-1] if replaced else None


def _preview(desk: Desk, actor: Actor, setting: Mapping[str, Any], job: Job | None) -> dict[str, Any]:
    """The preview as far as the actor may see it, and the job that makes it."""
    made = preview.made(desk, setting["id"])
    told = [] if made is None else [one for one in made["projects"] if actor.at(one["site"])]
    judged = [one for one in told if "failed" not in one]
    return {
        "preview": made,
        "made_at": "" if made is None else event_words.local(made["made_at"]),
        "projects": told,
        "hidden": 0 if made is None else len(made["projects"]) - len(told),
        "all_sites": actor.sites is None,
        "total": profile_effect.total(judged),
        "unjudged": [sum(one["unjudged"][side] for one in judged) for side in (0, 1)],
        "job": job if job is not None and job.state in (*queue.OPEN, "failed") else None,
    }
