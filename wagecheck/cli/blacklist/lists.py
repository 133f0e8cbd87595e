"""``blacklist import`` and ``export``: published lists in, the same format out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

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
    from wagecheck.tasks.list_intake import Compared
    from wagecheck.wording import Lang, Wording

_LISTS: Final = ("statutory", "local", "group", "other")
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
    from wagecheck.register import listing  # noqa: PLC0415
    from wagecheck.tasks import list_intake, list_sentences  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t, on = Wording(lang), dates.as_of(as_of)
    house = House.of(profile, rule_folders, on)
    given, masker = list_intake.read(listing.content(file), file.name, list_name), Masker(b"")
    if absent(register):  # a preview makes no register
        found = list_intake.compared(None, given, house=house, on=on, accepted=accepted)
    else:
        with opened(register) as store, store.reading() as reader:
            found = list_intake.compared(reader, given, house=house, on=on, accepted=accepted)
    if not as_json:
        _show(found, accepted, masker, t)
        if found.before is not None:
            from wagecheck.register.events import moment  # noqa: PLC0415

            click.echo(t("register.file_again", at=moment(found.before.at), actor=found.before.actor))
        if found.chosen and not dry_run and not yes and terminal():
            yes = click.confirm(t("register.import_confirm", count=len(found.chosen)))
    taken = None
    if yes and not dry_run and found.worth_taking:
        with opened(register) as store, store.writing(acting(actor)) as writer:
            found, taken = list_intake.take(writer, given, house=house, on=on, accepted=accepted)
    if as_json:
        screen.echo_json({
            "file": given.source.file, "sha256": given.source.sha256, "list": list_name,
            "again": found.before is not None, "written": taken is not None, "counts": found.counts,
            "added": taken.added if taken else (), "proposed": taken.proposed if taken else (),
            "changed": taken.changed if taken else (),
            "rows": [list_sentences.plain(row, masker, t) for row in found.rows],
        })  # fmt: skip
    elif taken is not None:
        click.echo(t("register.imported", added=len(taken.added), proposed=len(taken.proposed),
                     changed=len(taken.changed)))  # fmt: skip
    elif found.chosen:
        click.echo(t("register.dry_run", count=len(found.chosen)))
    else:
        click.echo(t("register.nothing_to_import"))


def _show(found: Compared, accepted: Sequence[str], masker: Masker, t: Wording) -> None:
    """One table of what is new, changed and doubtful; what is on record already is only counted."""
    from wagecheck.cli.blacklist import screen  # noqa: PLC0415
    from wagecheck.register.shown import masked  # noqa: PLC0415
    from wagecheck.tasks import list_intake, list_sentences  # noqa: PLC0415

    rows = found.rows
    shown = [row for kind in list_intake.KINDS[:3] for row in [one for one in rows if one.kind == kind][:_MOST]]
    if shown:
        heads = [t(f"register.import_{name}") for name in ("row", "kind", "name", "uscc", "decision_no", "why")]
        screen.table(
            heads,
            (
                (
                    row.label,
                    t(f"register.kind_{row.kind}") + (t("register.accepted") if row.label in accepted else ""),
                    *(masked(row.stated, masker).get(name) for name in ("name", "uscc", "decision_no")),
                    list_sentences.why(row, masker, t),
                )
                for row in shown
            ),
        )
    counts = found.counts
    click.echo(t("register.import_counts", **counts))
    if len(shown) < len(rows) - counts["known"]:
        click.echo(t("register.import_part", count=_MOST))
    if counts["doubtful"]:
        click.echo(t("register.import_doubtful"))


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
    from wagecheck.register import list_export  # noqa: PLC0415
    from wagecheck.report import whole_file  # noqa: PLC0415
    from wagecheck.tasks import list_files  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t = Wording(lang)
    write = list_files.WRITERS.get(out.suffix.lower())
    if write is None:
        raise OutputError(*said("export_kind", file=out.name))
    if out.exists() and not force:
        raise OutputError(*said("export_exists", path=out))
    with opened(register, create=False) as store:
        masker = masking(store, unmask=unmask, actor=actor, what=f"export {out.name}")
        with store.reading() as reader:
            rows = list_files.rows(reader, masker, list_name=list_name)
    whole_file.put(out, write(list_export.headings(), rows))
    click.echo(t("register.exported", count=len(rows), path=out))
    if unmask:
        click.echo(t("cli.unmask_warning"))
