"""``wagecheck check``: a submission in, verdicts and findings out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wagecheck.cli.register_options import clock
from wagecheck.cli.shared_options import lang_options, rules_options
from wagecheck.cli.shared_options import sentence as _t

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from wagecheck.intake.progress import Progress
    from wagecheck.intake.submission import Submission
    from wagecheck.register.view import View
    from wagecheck.report.marked import Copy
    from wagecheck.report.progress import Progress as Writing
    from wagecheck.result import Result
    from wagecheck.wording import Lang, Wording

FORMATS = ("html", "xlsx", "json", "csv")
#: Written when asked for.
ON_REQUEST = ("letters", "pdf", "sarif", "junit")
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

    if unmask:
        keeping.note_unmasking(known, actor)
    with folder.held(out), progress.shown(t, quiet=quiet) as told:
        result = run(
            list(paths),
            out,
            as_of=dates.as_of(as_of),
            period=dates.period(period),
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
        )
    kept = keeping.keep(result, register, actor, t) if keep else []
    if quiet:
        summary.warn_of_failed_rules(result, t)
    else:
        summary.show(result, out, t, formats=chosen)
        for line in kept:
            click.echo(line)
    raise SystemExit(result.exit_code(fail_on))


def run(
    paths: list[Path],
    out: Path,
    *,
    as_of: dt.date,
    t: Wording,
    period: tuple[dt.date, dt.date] | None = None,
    project_file: Path | None = None,
    register: str | Path | None = None,
    mapping_file: Path | None = None,
    rule_folders: tuple[Path, ...] = (),
    profile: str = "default",
    formats: tuple[str, ...] = FORMATS,
    annotate: bool | None = None,
    against: str | None = None,
    unmask: bool = False,
    jobs: int = 1,
    passwords: tuple[str, ...] = (),
    cluster: str | None = None,
    progress: Progress | None = None,
    judging: Callable[[int, int], None] | None = None,
    writing: Writing | None = None,
) -> Result:
    """Reads, judges and writes; the whole of ``check`` but for the screen and the exit code.

    ``register`` is a register (path or URL) or a published list; without one nothing is compared with. ``annotate``:
    whether to write marked copies of what was submitted; by default where ``xlsx`` is written. A large submission is
    judged in parts, by ``jobs`` processes or by a ``cluster`` (``local`` or the address of a Dask scheduler), which
    must see the folder of ``out``. ``progress``, ``judging`` and ``writing`` are told how far each has come.
    Raises the errors of every floor (``wagecheck.errors``), each with its sentence.
    """
    from wagecheck.intake import apart  # noqa: PLC0415

    apart.warm()  # its imports run beside ours
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    from wagecheck import rulebook  # noqa: PLC0415
    from wagecheck.cli import earlier, further, mapping  # noqa: PLC0415
    from wagecheck.intake import submission  # noqa: PLC0415
    from wagecheck.intake.exports.pieces import Keeper  # noqa: PLC0415
    from wagecheck.privacy import Masker  # noqa: PLC0415
    from wagecheck.register import key  # noqa: PLC0415
    from wagecheck.report import folder  # noqa: PLC0415
    from wagecheck.scale import engine, partitioned  # noqa: PLC0415

    folder.ensure_free(out, paths)
    if "pdf" in formats:
        further.ensure_printer()
    with folder.parts(out) as shelf:
        with ThreadPoolExecutor(1) as beside:  # while files are read elsewhere, there is time for the rules
            loading = beside.submit(rulebook.load, extra=rule_folders, profile=profile)
            if rule_folders or profile != "default":
                loading.result()  # what somebody wrote wrong is told before anything is read
            known = None if register is None else _opened(str(register))
            given = submission.read(
                paths,
                project_file=project_file,
                jobs=jobs,
                mapping=mapping.load(mapping_file, paths),
                passwords=passwords,
                progress=progress,
                keeper=Keeper(shelf, partitioned.MOST_ROWS),
            )
            book = loading.result()
        if {"html", "pdf"} & set(formats):
            from wagecheck.report import charts  # noqa: PLC0415

            charts.warm()
        with engine.chosen(cluster, jobs) as working:
            result = partitioned.judged(
                given,
                book,
                as_of=as_of,
                register=known,
                period=period,
                masker=Masker(key.load(), unmask=unmask),
                engine=working,
                shelf=shelf,
                told=judging,
            )
    if period is not None and not (result.outcomes["period"] != "").any():
        raise _no_such_period(period, given.sources)
    if not (result.outcomes["outcome"] != "not_assessed").any() and not result.findings.height:
        raise _nothing_judged(given)
    if against is not None:
        projects = result.contractors["project"].unique().to_list()
        result = result.compared_with(earlier.load(against, None if register is None else str(register), projects))
    if known is not None and known.events is not None:
        from wagecheck.cli import trend  # noqa: PLC0415

        result = trend.of_register(result, str(register))
    with folder.fresh(out) as staging:
        marked = "xlsx" in formats if annotate is None else annotate
        submitted = (paths, project_file, passwords) if marked else None
        result = _written(result, staging, formats, submitted, t, writing)
    return result


def _written(
    result: Result,
    out: Path,
    formats: tuple[str, ...],
    submitted: tuple[list[Path], Path | None, tuple[str, ...]] | None,
    t: Wording,
    progress: Writing | None = None,
) -> Result:
    """Writes the files of a result, with marked copies of what was ``submitted`` (paths, project file, passwords).

    The result that comes back tells of the copies. What a format needs is imported only where it is asked for.
    ``progress`` is told what is written.
    """
    from wagecheck.cli import further  # noqa: PLC0415
    from wagecheck.report import exports, people  # noqa: PLC0415
    from wagecheck.report.progress import announced  # noqa: PLC0415

    count = announced(result, formats, progress)
    if submitted is not None or {"xlsx", "sarif", "junit"} & set(formats):
        from wagecheck.cli import annotating  # noqa: PLC0415

        copies: list[Copy] = []
        if submitted is not None:
            result, copies = annotating.copied(result, *submitted, out, t, progress)
        annotating.written(result, copies, formats, out, t, count)
    if "letters" in formats:
        further.write_letters(result, out, t, progress)
    if "csv" in formats:
        exports.write_findings_csv(result, out / "findings.csv", t)
        count.one()
    if {"html", "pdf"} & set(formats):
        from wagecheck.report import html  # noqa: PLC0415

        pages = html.write(result, out, t, progress=progress)  # the pages last: they link to what was written
        if "pdf" in formats:
            further.print_pages(pages, result, t, progress)
    if "json" in formats:
        exports.write_json(result.parts_of_json(), out / "result.json")
        count.one()
        people.write(result, out / people.FILE)
        count.one()
    exports.write_json(dict(result.manifest), out / "manifest.json")
    count.one()
    return result


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


def _opened(register: str) -> View:
    """What a register or a published list says."""
    from wagecheck.register import view  # noqa: PLC0415

    return view.opened(register, clock=clock)


def _no_such_period(asked: tuple[dt.date, dt.date], sources: pl.DataFrame) -> Exception:
    """A period that nothing in the submission overlaps is a slip of the user's, never an empty pass."""
    from wagecheck.errors import InputError  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    spans = sources.select("period_start", "period_end").drop_nulls().unique().sort("period_start").iter_rows()
    found = "、".join(f"{first}..{last}" for first, last in spans) or "–"
    text = f"{asked[0]}..{asked[1]}"
    return InputError(*(Wording(lang)("cli.period_none", text=text, found=found) for lang in ("zh", "en")))


def _nothing_judged(given: Submission) -> Exception:
    """Blank forms only, a project workbook alone, or people without any pay period: nothing came to a verdict."""
    from wagecheck.errors import InputError  # noqa: PLC0415
    from wagecheck.ledgers.catalogue import PEOPLE  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    said = (
        "cli.no_period" if given.spilled or any(given.ledgers[name].height for name in PEOPLE) else "cli.nothing_judged"
    )
    return InputError(*(Wording(lang)(said) for lang in ("zh", "en")))
