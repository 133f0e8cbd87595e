"""``wagecheck mapping``: which sheet was taken for what, which column for which field; corrections for next time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wagecheck.cli.shared_options import lang_options

if TYPE_CHECKING:
    from wagecheck.intake.mapping.survey import Sheet
    from wagecheck.wording import Lang, Wording

DEFAULT = Path("mapping.toml")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), default=DEFAULT, show_default=True)
@click.option("--mapping", "used", type=click.Path(path_type=Path))
@click.option("--project", "project_file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True)
@click.option("-n", "--dry-run", is_flag=True)
@lang_options
@click.option("-j", "--jobs", type=click.IntRange(1, 64), default=1, show_default=True)
@click.option("--password", "passwords", multiple=True)
def mapping(
    paths: tuple[Path, ...],
    out: Path,
    used: Path | None,
    project_file: Path | None,
    force: bool,
    dry_run: bool,
    lang: Lang,
    jobs: int,
    passwords: tuple[str, ...],
    debug: bool,
) -> None:
    """See how sheets and columns are read, and write a file to correct it."""
    from wagecheck.cli import mapping_screen  # noqa: PLC0415
    from wagecheck.intake import submission  # noqa: PLC0415
    from wagecheck.intake.mapping import survey  # noqa: PLC0415
    from wagecheck.tasks import corrections  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t = Wording(lang)
    given = submission.read(
        list(paths),
        project_file=project_file,
        jobs=jobs,
        mapping=corrections.load(used, paths),
        may_be_empty=True,
        passwords=passwords,
    )
    sheets, unread = survey.of(given)
    mapping_screen.show(sheets, unread, t)
    if given.mapping is not None:
        mapping_screen.show_use(given.mapping, t)
    if not dry_run:
        click.echo(_write(sheets, out, t, force=force))


def _write(sheets: list[Sheet], out: Path, t: Wording, *, force: bool) -> str:
    """Write the file, or add to it what it does not hold yet; the sentence that says so.

    Raises OutputError where it cannot be written, InputError where what is there is no mapping file.
    """
    from wagecheck.errors import OutputError  # noqa: PLC0415
    from wagecheck.report import whole_file  # noqa: PLC0415
    from wagecheck.tasks import corrections  # noqa: PLC0415
    from wagecheck.wording import both  # noqa: PLC0415

    if out.is_dir():
        raise OutputError(*both("mapping.out_is_folder", path=out))
    kept = out.exists() and not force
    draft = corrections.drafted(sheets, out if kept else None, t)
    if kept and not draft.new:
        return t("mapping.nothing_new", path=out, count=draft.shapes)
    whole_file.put(out, draft.text.encode())
    done = t("mapping.added" if kept else "mapping.written", path=out, count=draft.new)
    return f"{done}\n{t('mapping.use_hint', path=out)}"
