"""``wagecheck register``: where the register is, its backups, and the checks that were kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wagecheck.cli.register_options import acting, acting_options, clock, opened, register_option
from wagecheck.cli.shared_options import group_options, json_option, lang_options
from wagecheck.cli.streams import echo_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from wagecheck.register.backup import Copied
    from wagecheck.wording import Lang, Wording


_store = click.option("--store", type=click.Path(path_type=Path))


@click.group()
@group_options
def register() -> None:
    """The register: place, backups, kept checks."""


@register.command("info")
@register_option
@json_option
@lang_options
def info(register: str | None, as_json: bool, lang: Lang, debug: bool) -> None:
    """Show where the register is and what it holds."""
    from wagecheck.register import events, schema  # noqa: PLC0415
    from wagecheck.register.tables import RECORDS  # noqa: PLC0415

    t = _wording(lang)
    with opened(register, create=False) as store, store.reading() as reader:
        seq, head = reader.head()
        records = {kind: len(reader.all(kind)) for kind in RECORDS}
        told = {
            "place": store.place,
            "schema": schema.version(reader.connection),
            "events": events.count(reader.connection),
            "last": seq,
            "head": head,
            "records": records,
        }
    if as_json:
        echo_json(told)
        return
    click.echo(t("runs.place", place=told["place"], schema=told["schema"]))
    click.echo(t("runs.events", count=told["events"], head=head))
    for kind, count in records.items():
        click.echo(t("runs.records", kind=t(f"runs.kind_{kind}"), count=count))


@register.command("backup")
@click.argument("target", type=click.Path(path_type=Path))
@_store
@register_option
@lang_options
def backup(target: Path, store: Path | None, register: str | None, lang: Lang, debug: bool) -> None:
    """Copy the whole register and its evidence, and verify the copy."""
    from wagecheck.register import backup as backups  # noqa: PLC0415

    t = _wording(lang)
    with opened(register, create=False) as kept:
        copied = backups.backup(kept, target, clock=clock, store=store)
    click.echo(t("runs.backed_up", path=target, events=copied.events, head=copied.head))
    _tell(copied, t)


@register.command("restore")
@click.argument("source", type=click.Path(path_type=Path))
@_store
@register_option
@lang_options
def restore(source: Path, store: Path | None, register: str | None, lang: Lang, debug: bool) -> None:
    """Fill an empty register from a backup; nothing is overwritten."""
    from wagecheck.register import backup as backups  # noqa: PLC0415
    from wagecheck.register import place  # noqa: PLC0415

    t = _wording(lang)
    target = place.named(register)
    copied = backups.restore(source, target, clock=clock, store=store)
    click.echo(t("runs.restored", place=place.shown(place.resolve(target)), events=copied.events, head=copied.head))
    _tell(copied, t)


@register.command("runs")
@register_option
@json_option
@lang_options
def runs(register: str | None, as_json: bool, lang: Lang, debug: bool) -> None:
    """List the checks that were kept."""
    t = _wording(lang)
    with opened(register, create=False) as store, store.reading() as reader:
        kept = reader.all("run")
    if as_json:
        echo_json([{key: value for key, value in run.items() if key != "manifest"} for run in kept])
        return
    heads = [
        t(f"runs.column_{name}")
        for name in ("id", "as_of", "days", "contractors", "workers", "findings", "owed", "state")
    ]
    rows = [
        [
            run["id"], run["as_of"], f"{run['first_day'] or '?'}..{run['last_day'] or '?'}", run["contractors"],
            run["workers"], run["findings"], run["owed"] if run["owed"] is not None else t("figure.unknown"),
            t(f"runs.state_{run['state']}"),
        ]
        for run in kept
    ]  # fmt: skip
    _table(heads, rows, t("runs.none"))


@register.command("months")
@click.option("--project")
@click.option("--contractor")
@register_option
@json_option
@lang_options
def months(
    project: str | None, contractor: str | None, register: str | None, as_json: bool, lang: Lang, debug: bool
) -> None:
    """Show arrears and verdicts of every contractor over the kept periods."""
    from wagecheck.register import runs as kept  # noqa: PLC0415

    t = _wording(lang)
    with opened(register, create=False) as store, store.reading() as reader:
        frame = kept.months(reader, project=project, contractor=contractor)
    names = ("project", "name", "period", "colour", "workers", "owed", "unpaid", "findings", "run")
    _frame(frame, names, as_json, t)


@register.command("worker")
@click.argument("worker_key")
@register_option
@json_option
@lang_options
def worker(worker_key: str, register: str | None, as_json: bool, lang: Lang, debug: bool) -> None:
    """Show one worker over months and projects."""
    from wagecheck.register import runs as kept  # noqa: PLC0415

    t = _wording(lang)
    with opened(register, create=False) as store, store.reading() as reader:
        frame = kept.worker(reader, worker_key.strip())
    _frame(frame, ("project", "contractor", "period", "due", "paid", "owed", "days_late", "marks", "run"), as_json, t)


@register.command("forget")
@click.option("--before")
@click.option("--months", type=click.IntRange(1, 1200))
@click.option("--as-of", "as_of")
@click.option("--run", "run_id")
@click.option("--reason", required=True)
@acting_options
@lang_options
def forget(
    before: str | None,
    months: int | None,
    as_of: str | None,
    run_id: str | None,
    reason: str,
    register: str | None,
    actor: str | None,
    lang: Lang,
    debug: bool,
) -> None:
    """Delete the rows of old runs, or of one; that it was kept, and its sums, stay.

    What is deleted is listed and noted in the register; the file is compacted, so that nothing of it is left on disk.
    """
    from wagecheck.cli import dates  # noqa: PLC0415
    from wagecheck.register import runs as kept  # noqa: PLC0415

    t = _wording(lang)
    if sum(given is not None for given in (before, months, run_id)) != 1:
        raise click.UsageError(t("cli.before_or_run"))
    day = dates.as_of(before) if before is not None else None
    if months is not None:
        day = kept.months_before(dates.as_of(as_of), months)
    with opened(register, create=False) as store:
        with store.writing(acting(actor)) as writer:
            if day is None:
                old = [writer.get("run", str(run_id))]
            else:
                old = [run for run in writer.all("run", state="kept") if run["as_of"] < day]
            gone = [kept.forget(writer, run["id"], reason=reason) for run in old]
        for run, rows in zip(old, gone, strict=True):
            click.echo(t("runs.forgot", id=run["id"], as_of=run["as_of"], **rows))
        store.compact()  # also where nothing is old: an earlier deletion may have been broken off before this
    if day is None:
        click.echo(t("runs.forgotten_one", id=old[0]["id"]))
    else:
        click.echo(t("runs.forgotten", count=len(old), day=day))


def _tell(copied: Copied, t: Wording) -> None:
    """Every break and every file that is not there, and exit code 1, where there is one."""
    from wagecheck.privacy import mask_free  # noqa: PLC0415
    from wagecheck.tasks import trail_sentences  # noqa: PLC0415

    if copied.files:
        click.echo(t("runs.evidence", count=copied.files))
    for said in trail_sentences.breaks(copied.breaks, t):
        click.echo(said, err=True)
    for lost in copied.absent:
        click.echo(
            t(f"register.evidence_{lost.check}", id=lost.id, file=mask_free(lost.file), sha256=lost.sha256), err=True
        )
    if not copied.sound or copied.absent:
        raise SystemExit(1)


def _wording(lang: Lang) -> Wording:
    from wagecheck.wording import Wording  # noqa: PLC0415

    return Wording(lang)


def _frame(frame: pl.DataFrame, names: tuple[str, ...], as_json: bool, t: Wording) -> None:
    if as_json:
        echo_json(frame.to_dicts())
        return
    shown = frame.select(names)
    if "colour" in names:
        words = {colour: t(f"colour.{colour}") for colour in shown["colour"].drop_nulls().unique()}
        shown = shown.with_columns(shown["colour"].replace(words))
    _table([t(f"runs.column_{name}") for name in names], list(shown.iter_rows()), t("runs.none"))


def _table(heads: list[str], rows: Sequence[Sequence[Any]], none: str) -> None:
    from wagecheck.cli import screen  # noqa: PLC0415

    if rows:
        screen.table(heads, rows)
    else:
        click.echo(none)
