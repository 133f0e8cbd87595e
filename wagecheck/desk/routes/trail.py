"""The audit trail (操作记录): who did what to what, when and why; whether anybody changed it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from functools import partial
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from wagecheck.desk import desk as desks
from wagecheck.desk import downloads, event_words, forms, pages, role_words
from wagecheck.desk.access import Actor, needs
from wagecheck.desk.desk import Desk
from wagecheck.desk.jobs import verification
from wagecheck.errors import InputError
from wagecheck.register import audit, events, queue, trail
from wagecheck.register.audit import Verified
from wagecheck.register.trail import Sought
from wagecheck.tasks import days, trail_sentences
from wagecheck.wording import Wording, both

router = APIRouter()
_PAGE: Final = 50
_FILTERS: Final = ("actor", "kind", "action", "subject", "first", "last")
_HASH: Final = re.compile(r"[0-9a-f]{64}")
#: Breaks that a page names one by one; how many there are is always said.
_MOST: Final = 200
#: What a spreadsheet would take for a formula; Chinese versions read the full-width signs as well.
_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


@router.get("/trail")
def listed(request: Request, actor: Annotated[Actor, needs("trail")], page: int = 1) -> Response:
    """Events, newest first."""
    actor.ensure_everywhere()
    return _page(request, actor, page)


@router.get("/trail.csv")
def export(request: Request, actor: Annotated[Actor, needs("trail")]) -> Response:
    """What the filters leave, as a table, oldest first; that it was taken out is written down."""
    actor.ensure_everywhere()
    desk, t = desks.of(request), pages.wording(request)
    given = _given(request)
    sought = _sought(given)
    chosen = urlencode({name: value for name, value in given.items() if value})
    downloads.record(desk, actor.name, "export_trail", chosen)
    return StreamingResponse(
        _lines(desk, sought, t),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="trail-{desk.today()}.csv"'},
    )


@router.post("/trail/verify")
def verify(request: Request, actor: Annotated[Actor, needs("trail")]) -> Response:
    """Walks the whole trail, at once or as a job; with a hash that was noted before, the end is proved too."""
    actor.ensure_everywhere()
    desk, sent = desks.of(request), forms.given(request)
    anchor = sent.text("anchor").lower() or None
    if anchor is not None and not _HASH.fullmatch(anchor):
        wrong = InputError(*both("desk_trail.anchor_wrong"))
        return _page(request, actor, 1, error=wrong, anchor=anchor)
    with desk.register.reading() as reader:
        many = events.count(reader.connection) > desk.settings.limits.verify_at_once
        found = None if many else audit.verify(reader, anchor=anchor)
    if found is not None:
        return _page(request, actor, 1, verified=found, anchor=anchor or "")
    with desk.register.working("job") as connection:
        queue.put(connection, task=verification.TASK, subject=verification.SUBJECT, by=actor.name, now=desk.clock(),
                  parameters={"anchor": anchor})  # fmt: skip
    return pages.done(request, "/trail", "verify_queued")


def _given(request: Request) -> dict[str, str]:
    return {name: request.query_params.get(name, "").strip() for name in _FILTERS}


def _sought(given: dict[str, str]) -> Sought:
    """Days are those of China, the first and the last one included. Raises InputError."""
    first, last = (days.day(given[name]) if given[name] else None for name in ("first", "last"))
    return Sought(
        **{name: given[name] for name in ("actor", "kind", "action", "subject")},
        since="" if first is None else _begins(first),
        before="" if last is None else _begins(last, after=1),
    )


def _begins(day: dt.date, after: int = 0) -> str:
    """The moment in which a day begins, so many days later; empty where the calendar ends: no event is beyond that."""
    try:
        moment = dt.datetime.combine(day, dt.time(), event_words.CHINA) + dt.timedelta(days=after)
        return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds")
    except OverflowError:
        return ""


def _page(
    request: Request,
    actor: Actor,
    page: int,
    *,
    verified: Verified | None = None,
    error: InputError | None = None,
    anchor: str = "",
) -> Response:
    desk, t = desks.of(request), pages.wording(request)
    given = _given(request)
    try:
        sought = _sought(given)
    except InputError as wrong:
        sought, error = Sought(), wrong
    with desk.register.reading() as reader:
        total = trail.count(reader, sought)
        page = max(1, min(page, -(-total // _PAGE) or 1))
        found = trail.page(reader, sought, skip=(page - 1) * _PAGE, most=_PAGE)
        known = {name: trail.known(reader, name) for name in ("actor", "kind", "action")}
        head = reader.head()
        job = queue.latest(reader.connection, verification.SUBJECT, verification.TASK)
    earlier = None if verified is not None else verification.made(desk)
    return pages.render(
        request,
        actor,
        "trail.html.j2",
        status=200 if error is None else 400,
        error=None if error is None else error.text(t.lang),
        events=[
            event_words.told(event, t, actor.may, partial(role_words.title, desk.settings, t=t)) for event in found
        ],
        given=given,
        known=known,
        kinds=[(one, event_words.kind(one, t)) for one in known["kind"]],
        actions=[(one, event_words.action(one, t)) for one in known["action"]],
        page=page,
        size=_PAGE,
        total=total,
        query=urlencode({name: value for name, value in given.items() if value}),
        head=head,
        anchor=anchor,
        verified=_verified(verified, t),
        earlier=None if earlier is None else {**earlier[0], **(_verified(earlier[1], t) or {}),
                                              "at": event_words.local(earlier[0]["at"])},
        job=job if job is not None and job.state in (*queue.OPEN, "failed") else None,
    )  # fmt: skip


def _verified(found: Verified | None, t: Wording) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "sound": found.sound,
        "summary": trail_sentences.summary(found, t),
        "breaks": list(trail_sentences.breaks(found.breaks[:_MOST], t)),
        "more": max(0, len(found.breaks) - _MOST),
    }


def _lines(desk: Desk, sought: Sought, t: Wording) -> Iterator[str]:
    names = ("seq", "at", "utc", "actor", "action", "kind", "subject", "reason", "changes", "hash")
    yield "\ufeff" + _line([t(f"desk_trail.column_{name}") for name in names])
    with desk.register.reading() as reader:
        for event in trail.walk(reader, sought):
            told = event_words.told(event, t, role=partial(role_words.title, desk.settings, t=t))
            told["changes"] = "; ".join(
                f"{field}: {before or ''} → {after or ''}" for field, before, after in told["changes"]
            )
            yield _line([told[name] for name in names])


def _line(cells: list[Any]) -> str:
    out = io.StringIO()
    texts = ["" if cell is None else str(cell) for cell in cells]
    csv.writer(out).writerow([f"'{text}" if text.startswith(_FORMULA) else text for text in texts])
    return out.getvalue()
