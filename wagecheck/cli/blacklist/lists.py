"""``blacklist import`` and ``export``: published lists in, the same format out."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from wagecheck.cli.blacklist.options import (
    House,
    absent,
    acting,
    common,
    json_option,
    masking,
    opened,
    rules_options,
    said,
    terminal,
    unmask_option,
)

if TYPE_CHECKING:
    from wagecheck.privacy import Masker
    from wagecheck.register.events import Event
    from wagecheck.register.list_comparison import Row
    from wagecheck.register.list_export import Cell
    from wagecheck.register.reader import Reader
    from wagecheck.wording import Lang, Wording

_LISTS: Final = ("statutory", "local", "group", "other")
_KINDS: Final = ("new", "changed", "doubtful", "known")
#: So many rows of each kind stand in the table; the counts below it are of all.
_MOST: Final = 100


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--list", "list_name", type=click.Choice(_LISTS), default="statutory", show_default=True)  # fmt: skip
@click.option("--accept", "accepted", multiple=True)
@click.option("-n", "--dry-run", is_flag=True)
@click.option("-y", "--yes", is_flag=True)
@click.option("--as-of", "as_of")
@json_option
@rules_options
@common
def import_list(
    file: Path,
    list_name: str,
    accepted: tuple[str, ...],
    dry_run: bool,
    yes: bool,
    as_of: str | None,
    as_json: bool,
    profile: str,
    rule_folders: tuple[Path, ...],
    register: str | None,
    actor: str | None,
    lang: Lang,
    debug: bool,
) -> None:
    """Take in a published list (xlsx, xls, csv, a web page's table)."""
    from wagecheck.cli import dates  # noqa: PLC0415
    from wagecheck.cli.blacklist import screen  # noqa: PLC0415
    from wagecheck.privacy import Masker  # noqa: PLC0415
    from wagecheck.register import list_comparison, list_import, listing  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t, on = Wording(lang), dates.as_of(as_of)
    house = House.of(profile, rule_folders, on)
    data = listing.content(file)
    given = listing.read_rows(data, file.name, list_name)
    source = list_import.Source(file.name, hashlib.sha256(data).hexdigest(), list_name)
    left = Wording("zh")("register.left_by_list", file=file.name)
    masker = Masker(b"")

    def compared(reader: Reader | None) -> _Compared:
        records = [] if reader is None else reader.all("entry")
        rows = list_comparison.compare(given, records, as_of=on, four_eyes=house.four_eyes, left=left)
        before = None if reader is None else list_import.earlier(reader, source)
        return _Compared(rows, list_import.chosen(rows, accepted, again=before is not None), before)

    if absent(register):  # a preview makes no register
        found = compared(None)
    else:
        with opened(register) as store, store.reading() as reader:
            found = compared(reader)
    if not as_json:
        _show(found.rows, accepted, masker, t)
        if found.before is not None:
            from wagecheck.register.events import moment  # noqa: PLC0415

            click.echo(t("register.file_again", at=moment(found.before.at), actor=found.before.actor))
        if found.chosen and not dry_run and not yes and terminal():
            yes = click.confirm(t("register.import_confirm", count=len(found.chosen)))
    taken = None
    if yes and not dry_run and found.worth_taking:
        with opened(register) as store, store.writing(acting(actor)) as writer:
            found = compared(writer)  # somebody else may have written meanwhile
            if found.worth_taking:
                taken = list_import.take(writer, source, found.chosen, four_eyes=house.four_eyes)
    if as_json:
        screen.echo_json({
            "file": source.file, "sha256": source.sha256, "list": list_name, "again": found.before is not None,
            "written": taken is not None, "counts": _counts(found.rows),
            "added": taken.added if taken else (), "proposed": taken.proposed if taken else (),
            "changed": taken.changed if taken else (), "rows": [_plain(row, masker, t) for row in found.rows],
        })  # fmt: skip
    elif taken is not None:
        click.echo(t("register.imported", added=len(taken.added), proposed=len(taken.proposed),
                     changed=len(taken.changed)))  # fmt: skip
    elif found.chosen:
        click.echo(t("register.dry_run", count=len(found.chosen)))
    else:
        click.echo(t("register.nothing_to_import"))


@dataclass(frozen=True)
class _Compared:
    """The rows of a list beside the register, those that would be taken, and the event of an earlier import."""

    rows: list[Row]
    chosen: list[Row]
    before: Event | None

    @property
    def worth_taking(self) -> bool:
        """A file that was never taken in is put on record also where it brings nothing new."""
        return bool(self.chosen) or self.before is None


def _counts(rows: Sequence[Row]) -> dict[str, int]:
    return {kind: sum(row.kind == kind for row in rows) for kind in _KINDS}


def _show(rows: Sequence[Row], accepted: Sequence[str], masker: Masker, t: Wording) -> None:
    """One table of what is new, changed and doubtful; what is on record already is only counted."""
    from wagecheck.cli.blacklist import screen  # noqa: PLC0415

    shown = [row for kind in _KINDS[:3] for row in [one for one in rows if one.kind == kind][:_MOST]]
    if shown:
        heads = [t(f"register.import_{name}") for name in ("row", "kind", "name", "uscc", "decision_no", "why")]
        screen.table(
            heads,
            (
                (
                    row.label,
                    t(f"register.kind_{row.kind}") + (t("register.accepted") if row.label in accepted else ""),
                    *(_masked(row, masker).get(name) for name in ("name", "uscc", "decision_no")),
                    _why(row, masker, t),
                )
                for row in shown
            ),
        )
    counts = _counts(rows)
    click.echo(t("register.import_counts", **counts))
    if len(shown) < len(rows) - counts["known"]:
        click.echo(t("register.import_part", count=_MOST))
    if counts["doubtful"]:
        click.echo(t("register.import_doubtful"))


def _why(row: Row, masker: Masker, t: Wording) -> str:
    """What changes, and why the row is doubtful."""
    from wagecheck.register import shown, words  # noqa: PLC0415

    changes = [
        t(
            "register.change",
            field=words.title("field", change.field, t.lang),
            before="–" if change.before is None else shown.field(change.field, change.before, masker),
            after="–" if change.after is None else shown.field(change.field, change.after, masker),
        )
        for change in row.changes
    ]
    doubts = [_sentence(doubt.code, doubt.detail, doubt.final, masker, t) for doubt in row.doubts]
    return "；".join([*doubts, *changes])


def _sentence(code: str, detail: str, final: bool, masker: Masker, t: Wording) -> str:
    text = t(f"register.doubt_{code}", detail=masker.text(detail, "free"))
    return text + t("register.doubt_final") if final else text


def _masked(row: Row, masker: Masker) -> dict[str, Any]:
    from wagecheck.register import shown  # noqa: PLC0415

    return shown.masked(row.stated, masker)


def _plain(row: Row, masker: Masker, t: Wording) -> dict[str, Any]:
    from wagecheck.register import shown  # noqa: PLC0415

    return {
        "row": row.label,
        "kind": row.kind,
        "entry": row.entry,
        "stated": _masked(row, masker),
        "left": None if row.leaving is None else {"on": row.leaving.on},
        "changes": [
            {
                "field": change.field,
                "before": shown.field(change.field, change.before, masker),
                "after": shown.field(change.field, change.after, masker),
            }
            for change in row.changes
        ],
        "doubts": [
            {
                "code": doubt.code,
                "final": doubt.final,
                "sentence": _sentence(doubt.code, doubt.detail, doubt.final, masker, t),
            }
            for doubt in row.doubts
        ],
    }


@click.command("export")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--list", "list_name", type=click.Choice(_LISTS))
@click.option("--force", is_flag=True)
@unmask_option
@common
def export(
    out: Path,
    list_name: str | None,
    force: bool,
    unmask: bool,
    register: str | None,
    actor: str | None,
    lang: Lang,
    debug: bool,
) -> None:
    """Write entries in force and lifted ones in the published format."""
    from wagecheck.errors import OutputError  # noqa: PLC0415
    from wagecheck.register import list_export, shown, states  # noqa: PLC0415
    from wagecheck.report import whole_file  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t = Wording(lang)
    write = {".xlsx": _xlsx, ".csv": _csv}.get(out.suffix.lower())
    if write is None:
        raise OutputError(*said("export_kind", file=out.name))
    if out.exists() and not force:
        raise OutputError(*said("export_exists", path=out))
    with opened(register, create=False) as store:
        masker = masking(store, unmask=unmask, actor=actor, what=f"export {out.name}")
        with store.reading() as reader:
            kept = reader.all("entry", state=list(states.COMPARED), **({"list": list_name} if list_name else {}))
    rows = list_export.rows(shown.masked(entry, masker) for entry in kept)
    whole_file.put(out, write(list_export.headings(), rows))
    click.echo(t("register.exported", count=len(rows), path=out))
    if unmask:
        click.echo(t("cli.unmask_warning"))


def _csv(heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """UTF-8 with BOM, so that WPS and Excel open it as it is."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(heads)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """One sheet with a frozen heading and a filter; the same entries give the same bytes."""
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415

    from wagecheck.blanks.packing import packed  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = Wording("zh")("register.export_sheet")
    for number, row in enumerate([heads, *rows], start=1):
        for column, value in enumerate(row, start=1):
            if value is None:
                continue
            cell = sheet.cell(number, column, value)
            if isinstance(value, str):
                cell.data_type, cell.number_format = "s", "@"
            if number == 1:
                cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    content = io.BytesIO()
    book.save(content)
    return packed(content.getvalue())
