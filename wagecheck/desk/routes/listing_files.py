"""Published lists: taken in after a preview, and written out."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from wagecheck.desk import desk as desks
from wagecheck.desk import downloads, event_words, forms, pages, previews
from wagecheck.desk.access import Actor, needs
from wagecheck.desk.blacklist import house as blacklist_house
from wagecheck.desk.faults import AbsentError
from wagecheck.desk.previews import Preview
from wagecheck.errors import RegisterError, WagecheckError
from wagecheck.privacy import Masker
from wagecheck.register import list_export, shown, words
from wagecheck.register.blacklist import LISTS
from wagecheck.tasks import list_files, list_intake, list_sentences

if TYPE_CHECKING:
    from wagecheck.register.list_rows import Row
    from wagecheck.tasks.list_intake import Compared
    from wagecheck.wording import Wording

router = APIRouter()
_SHELF: Final = "lists"
#: So many rows that need nobody stand on the page; the counts are of all. Doubtful ones all have to be looked at.
_MOST: Final = 100
_MOST_DOUBTFUL: Final = 1_000
_TYPES: Final = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv; charset=utf-8",
}


@router.get("/blacklist/import")
def choose(request: Request, actor: Annotated[Actor, needs("blacklist_import")]) -> Response:
    """The form that takes a file."""
    actor.ensure_everywhere()  # a list is compared with every project of the group
    return _form(request, actor, LISTS[0])


@router.post("/blacklist/import")
def send(request: Request, actor: Annotated[Actor, needs("blacklist_import")]) -> Response:
    """Keeps the file and goes to its preview; a file that cannot be read is told at once."""
    actor.ensure_everywhere()
    desk, t, sent = desks.of(request), pages.wording(request), forms.given(request)
    files, list_name = sent.files("file"), sent.text("list")
    try:
        if not files:
            raise RegisterError("请先选择名单文件。", "Choose the file of the list first.")
        data = files[0].file.read()
        list_intake.read(data, files[0].filename or "", list_name)
        preview = previews.keep(desk, _SHELF, data, files[0].filename or "", list_name)
    except WagecheckError as error:
        return _form(request, actor, list_name, status=400, error=error.text(t.lang))
    return Response(status_code=303, headers={"location": f"/blacklist/import/{preview.key}"})


@router.get("/blacklist/import/{key}")
def look(request: Request, key: str, actor: Annotated[Actor, needs("blacklist_import")]) -> Response:
    """What the file would bring."""
    actor.ensure_everywhere()
    return _preview(request, actor, previews.get(desks.of(request), _SHELF, key), ())


@router.post("/blacklist/import/{key}")
def confirm(request: Request, key: str, actor: Annotated[Actor, needs("blacklist_import")]) -> Response:
    """Takes in what was shown, or nothing: not where the register says something else by now."""
    actor.ensure_everywhere()
    desk, t, sent = desks.of(request), pages.wording(request), forms.given(request)
    preview = previews.get(desk, _SHELF, key)
    if sent.flag("give_up"):
        previews.drop(preview)
        return pages.done(request, "/blacklist/import", "list_dropped", file=preview.file)
    accepted = sent.texts("accept")
    given = list_intake.read(preview.data, preview.file, preview.kind)
    try:
        with desk.register.writing(actor.name) as writer:
            house = blacklist_house.of(desk, writer)
            now = list_intake.compared(writer, given, house=house, on=desk.today())
            if _digest(now, two=preview.kind in house.four_eyes) != sent.text("seen"):
                raise RegisterError(
                    "预览以后，登记册里有了变化，没有写入。下面是新的预览，请看过再确认。",
                    "The register has changed since the preview; nothing was written. This is the new preview.",
                )
            _, taken = list_intake.take(writer, given, house=house, on=desk.today(), accepted=accepted)
    except WagecheckError as error:
        return _preview(request, actor, preview, accepted, status=400, error=error.text(t.lang))
    previews.drop(preview)
    if taken is None:
        return pages.done(request, "/blacklist/import", "list_nothing", file=preview.file)
    counts = {"added": taken.added, "proposed": taken.proposed, "changed": taken.changed}
    return pages.done(request, "/blacklist", "list_taken", **{name: str(len(ids)) for name, ids in counts.items()})


@router.get("/blacklist/export/{file}")
def export(request: Request, file: str, actor: Annotated[Actor, needs("export")], list: str = "") -> Response:
    """Entries in force and lifted ones in the published format, masked: ``list.xlsx`` or ``list.csv``."""
    desk, t = desks.of(request), pages.wording(request)
    ending = file.removeprefix("list")
    write = list_files.WRITERS.get(ending)
    if write is None or not file.startswith("list") or list not in ("", *LISTS):
        raise AbsentError
    with desk.register.reading() as reader:
        rows = list_files.rows(reader, Masker(b""), list_name=list or None)
    name = t("desk_import.export_file", list=words.title("list", list, t.lang) if list else t("desk_import.all_lists"),
             day=desk.today()) + ending  # fmt: skip
    said = t("desk_import.exported", file=name, count=len(rows))
    downloads.record(desk, actor.name, downloads.EXPORT, said, kind="list")
    return Response(
        write(list_export.headings(), rows),
        media_type=_TYPES[ending],
        headers={"content-disposition": f"attachment; filename*=utf-8''{quote(name)}"},
    )


def _form(request: Request, actor: Actor, list_name: str, *, status: int = 200, error: str | None = None) -> Response:
    t = pages.wording(request)
    lists = [(name, words.title("list", name, t.lang)) for name in LISTS]
    return pages.render(
        request, actor, "list_import.html.j2", status=status, lists=lists, chosen=list_name, error=error
    )


def _preview(
    request: Request,
    actor: Actor,
    preview: Preview,
    accepted: Any,
    *,
    status: int = 200,
    error: str | None = None,
) -> Response:
    desk, t = desks.of(request), pages.wording(request)
    given = list_intake.read(preview.data, preview.file, preview.kind)
    with desk.register.reading() as reader:
        house = blacklist_house.of(desk, reader)
        found = list_intake.compared(reader, given, house=house, on=desk.today())
    masker = Masker(b"")
    by_kind = {kind: [row for row in found.rows if row.kind == kind] for kind in list_intake.KINDS}
    mosts = {"doubtful": _MOST_DOUBTFUL}
    return pages.render(
        request,
        actor,
        "list_preview.html.j2",
        status=status,
        preview=preview,
        list_word=words.title("list", preview.kind, t.lang),
        counts=found.counts,
        rows={kind: [_row(row, masker, t) for row in rows[: mosts.get(kind, _MOST)]] for kind, rows in by_kind.items()},
        accepted=accepted,
        taken=len(found.chosen),
        before=None if found.before is None else (event_words.local(found.before.at), found.before.actor),
        two=preview.kind in house.four_eyes,
        seen=_digest(found, two=preview.kind in house.four_eyes),
        error=error,
    )


def _row(row: Row, masker: Masker, t: Wording) -> dict[str, Any]:
    stated = shown.masked(row.stated, masker)
    return {
        "label": row.label,
        "name": stated.get("name") or "",
        "uscc": stated.get("uscc") or "",
        "decision_no": stated.get("decision_no") or "",
        "decided_on": stated.get("decided_on") or stated.get("in_force_from") or "",
        "entry": row.entry,
        "reason": stated.get("reason")
        or (words.title("reason_code", code, t.lang) if (code := stated.get("reason_code")) else ""),
        "final": row.final,
        "why": list_sentences.why(row, masker, t),
    }


def _digest(found: Compared, *, two: bool) -> str:
    """What a person saw: every row, what it would do, to which entry, whether the file was taken in before, and whether
    entries hold at once or wait for a second person.
    """
    rows = [
        [row.label, row.kind, row.entry, [[one.field, str(one.before), str(one.after)] for one in row.changes],
         [[doubt.code, doubt.detail] for doubt in row.doubts]]
        for row in found.rows
    ]  # fmt: skip
    said = json.dumps([rows, found.before is not None, two], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()
