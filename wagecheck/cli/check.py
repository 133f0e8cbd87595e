"""``wagecheck check``: a submission in, verdicts and findings out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wagecheck.cli.register_options import clock
from wagecheck.cli.shared_options import lang_options, rules_options
from wagecheck.cli.shared_options import sentence as _t
from wagecheck.tasks.check import FORMATS, ON_REQUEST, run

if TYPE_CHECKING:
    from wagecheck.wording import Lang

LEVELS = ("red_line", "serious", "general", "hint", "never")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True)
@click.option("--period")
@click.option("--as-of", "as_of")
@click.option("--project", "project_file", type=click.Path(path_type=Path))
@click.option(
    "--register",
)
@click.option("--no-register", is_flag=True)
@click.option(
    "--mapping",
    "mapping_file",
    type=click.Path(path_type=Path),
)
@rules_options
@click.option("--format", "formats", default=",".join(FORMATS), show_default=True)
@click.option("--annotate/--no-annotate", default=None)
@click.option("--fail-on", type=click.Choice(LEVELS), default="general", show_default=True)
@click.option("--against")
@click.option("--keep/--no-keep", default=False, show_default=True)
@click.option("--as", "actor")
@lang_options
@click.option("--unmask", is_flag=True)
@click.option("-j", "--jobs", type=click.IntRange(1, 64), default=1, show_default=True)
@click.option("--cluster")
@click.option(
    "--password",
    "passwords",
    multiple=True,
)
@click.option("-q", "--quiet", is_flag=True)
def check(
    paths: tuple[Path, ...],
    out: Path,
    period: str | None,
    as_of: str | None,
    project_file: Path | None,
    register: str | None,
    no_register: bool,
    mapping_file: Path | None,
    rule_folders: tuple[Path, ...],
    profile: str,
    formats: str,
    annotate: bool | None,
    fail_on: str,
    against: str | None,
    keep: bool,
    actor: str | None,
    lang: Lang,
    unmask: bool,
    jobs: int,
    cluster: str | None,
    passwords: tuple[str, ...],
    quiet: bool,
    debug: bool,
) -> None:
    """Check a submission and write the report."""
    from wagecheck.cli import dates, engine_threads, keeping, progress  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t = Wording(lang)
    chosen = _formats(formats)
    known = _register(register, left_out=no_register, keep=keep)
    engine_threads.settle(paths)
    from wagecheck.intake import apart  # noqa: PLC0415

    apart.warm()  # its imports run beside ours
    from wagecheck.cli import summary  # noqa: PLC0415
    from wagecheck.report import folder  # noqa: PLC0415
    from wagecheck.tasks import days  # noqa: PLC0415

    if unmask:
        keeping.note_unmasking(known, actor)
    with folder.held(out), progress.shown(t, quiet=quiet) as told:
        result = run(
            list(paths),
            out,
            as_of=dates.as_of(as_of),
            clock=clock,
            period=days.period(period),
            project_file=project_file,
            register=known,
            mapping_file=mapping_file,
            rule_folders=rule_folders,
            profile=profile,
            formats=chosen,
            annotate=annotate,
            against=against,
            t=t,
            unmask=unmask,
            jobs=jobs,
            passwords=passwords,
            cluster=cluster,
            progress=told.reading,
            judging=told.judging,
            writing=told.writing,
            on_warning=lambda said: click.echo(said, err=True),
        )
    kept = keeping.keep(result, register, actor, t) if keep else []
    if quiet:
        summary.warn_of_failed_rules(result, t)
    else:
        summary.show(result, out, t, formats=chosen)
        for line in kept:
            click.echo(line)
    raise SystemExit(result.exit_code(fail_on))


def _formats(text: str) -> tuple[str, ...]:
    chosen = tuple(part.strip() for part in text.split(",") if part.strip())
    wrong = [part for part in chosen if part not in (*FORMATS, *ON_REQUEST)]
    if wrong or not chosen:
        said = {"text": ", ".join(wrong) or text, "choices": ", ".join((*FORMATS, *ON_REQUEST))}
        raise click.BadParameter(_t("cli.format_unknown", **said), param_hint="--format")
    return chosen


def _register(given: str | None, *, left_out: bool, keep: bool) -> str | None:
    """The register that is meant: the one given, else the named or default one where it exists.

    To ``keep`` a check the register must be one, not a published list; where there is none it is made afterwards.
    """
    from wagecheck.register import place  # noqa: PLC0415

    if left_out and (given is not None or keep):
        raise click.BadParameter(_t("cli.no_register_with"), param_hint="--no-register")
    if keep and given is not None and place.is_list(given):
        raise click.BadParameter(_t("cli.list_keeps_nothing", path=given), param_hint="--register")
    if left_out or (keep and not place.is_there(given)):
        return None
    return place.named(given) if place.exists(given) else None
