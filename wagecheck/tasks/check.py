"""A check: a submission in, a folder with verdicts and findings out; no screen and no exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path

    import polars as pl

    from wagecheck.intake.progress import Progress
    from wagecheck.intake.submission import Submission
    from wagecheck.register.view import View
    from wagecheck.register.writer import Clock
    from wagecheck.report.marked import Copy
    from wagecheck.report.progress import Progress as Writing
    from wagecheck.result import Result
    from wagecheck.wording import Wording

FORMATS = ("html", "xlsx", "json", "csv")
#: Written when asked for.
ON_REQUEST = ("letters", "pdf", "sarif", "junit")
#: Ledgers that make a pay period, once it is known whose they are.
_OF_A_MONTH = ("payroll", "attendance", "attendance_summary", "notice", "payment")
#: Ledgers that only say what the project is; in them there is nothing to check.
_OF_THE_PROJECT = frozenset({"project", "contractor"})


def run(
    paths: list[Path],
    out: Path,
    *,
    as_of: dt.date,
    t: Wording,
    clock: Clock,
    period: tuple[dt.date, dt.date] | None = None,
    project_file: Path | None = None,
    project_name: str | None = None,
    register: str | Path | None = None,
    site: str | None = None,
    mapping_file: Path | None = None,
    mapping_shown: str | None = None,
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
    on_read: Callable[[Submission], None] | None = None,
    on_warning: Callable[[str], None] | None = None,
) -> Result:
    """Reads, judges and writes; the whole of a check but for the screen and the exit code.

    ``project_name`` is the project where the files name none, by default their folder.
    ``site`` is the one of the register (P3) that the files were handed in for: only what was kept for it is compared.
    ``mapping_shown`` is what results call the mapping file, by default its path as given.
    ``register`` is a register (path or URL) or a published list; without one nothing is compared with. ``annotate``:
    whether to write marked copies of what was submitted; by default where ``xlsx`` is written. A large submission is
    judged in parts, by ``jobs`` processes or by a ``cluster`` (``local`` or the address of a Dask scheduler), which
    must see the folder of ``out``. ``progress``, ``judging`` and ``writing`` hear how far each has come; ``on_read``
    gets what was read, once, before it is judged; ``on_warning`` a sentence where a page as PDF may miss characters.
    The register is opened with ``clock``; nothing is judged by it.
    Raises the errors of every floor (``wagecheck.errors``), each with its sentence.
    """
    from wagecheck.intake import apart  # noqa: PLC0415

    apart.warm()  # its imports run beside ours
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    from wagecheck import rulebook  # noqa: PLC0415
    from wagecheck.intake import submission  # noqa: PLC0415
    from wagecheck.intake.exports.pieces import Keeper  # noqa: PLC0415
    from wagecheck.privacy import Masker  # noqa: PLC0415
    from wagecheck.register import key  # noqa: PLC0415
    from wagecheck.report import folder  # noqa: PLC0415
    from wagecheck.scale import engine, partitioned  # noqa: PLC0415
    from wagecheck.tasks import earlier, further  # noqa: PLC0415
    from wagecheck.tasks.corrections import load  # noqa: PLC0415

    folder.ensure_free(out, paths)
    if "pdf" in formats:
        further.ensure_printer()
    with folder.parts(out) as shelf:
        with ThreadPoolExecutor(1) as beside:  # while files are read elsewhere, there is time for the rules
            loading = beside.submit(rulebook.load, extra=rule_folders, profile=profile)
            if rule_folders or profile != "default":
                loading.result()  # what somebody wrote wrong is told before anything is read
            known = None if register is None else _opened(str(register), clock, site)
            given = submission.read(
                paths,
                project_file=project_file,
                project_name=project_name,
                jobs=jobs,
                mapping=load(mapping_file, paths, mapping_shown),
                passwords=passwords,
                progress=progress,
                keeper=Keeper(shelf, partitioned.MOST_ROWS),
            )
            book = loading.result()
        if on_read is not None:
            on_read(given)
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
        kept_in = None if register is None else str(register)
        result = result.compared_with(earlier.load(against, kept_in, projects, clock=clock))
    if known is not None and known.events is not None:
        from wagecheck.tasks import trend  # noqa: PLC0415

        result = trend.of_register(result, str(register), clock=clock, site=site)
    with folder.fresh(out) as staging:
        marked = "xlsx" in formats if annotate is None else annotate
        submitted = (paths, project_file, passwords) if marked else None
        result = _written(result, staging, formats, submitted, t, writing, on_warning)
    return result


def _written(
    result: Result,
    out: Path,
    formats: tuple[str, ...],
    submitted: tuple[list[Path], Path | None, tuple[str, ...]] | None,
    t: Wording,
    progress: Writing | None = None,
    on_warning: Callable[[str], None] | None = None,
) -> Result:
    """Writes the files of a result, with marked copies of what was ``submitted`` (paths, project file, passwords).

    The result that comes back tells of the copies. What a format needs is imported only where it is asked for.
    ``progress`` is told what is written.
    """
    from wagecheck.report import exports, people  # noqa: PLC0415
    from wagecheck.report.progress import announced  # noqa: PLC0415
    from wagecheck.tasks import further  # noqa: PLC0415

    count = announced(result, formats, progress)
    if submitted is not None or {"xlsx", "sarif", "junit"} & set(formats):
        from wagecheck.tasks import annotating  # noqa: PLC0415

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
            warning = further.print_pages(pages, result, t, progress)
            if warning is not None and on_warning is not None:
                on_warning(warning)
    if "json" in formats:
        exports.write_json(result.parts_of_json(), out / "result.json")
        count.one()
        people.write(result, out / people.FILE)
        count.one()
    exports.write_json(dict(result.manifest), out / "manifest.json")
    count.one()
    return result


def _opened(register: str, clock: Clock, site: str | None) -> View:
    """What a register or a published list says."""
    from wagecheck.register import view  # noqa: PLC0415

    return view.opened(register, clock=clock, site=site)


def _no_such_period(asked: tuple[dt.date, dt.date], sources: pl.DataFrame) -> Exception:
    """A period that nothing in the submission overlaps is a slip of the user's, never an empty pass."""
    from wagecheck.errors import InputError  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    spans = sources.select("period_start", "period_end").drop_nulls().unique().sort("period_start").iter_rows()
    there = list(spans)
    said = "cli.period_none" if there else "cli.period_unknown"

    def text(t: Wording) -> str:
        named = [t("cli.period_span", first=first, last=last) for first, last in (asked, *there)]
        return t(said, text=named[0], found="、".join(named[1:]))

    return InputError(*(text(Wording(lang)) for lang in ("zh", "en")))


def _nothing_judged(given: Submission) -> Exception:
    """Why nothing came to a verdict: nobody's sheets, people without any pay period, no people, or blank forms only."""
    import polars as pl  # noqa: PLC0415

    from wagecheck.errors import InputError  # noqa: PLC0415
    from wagecheck.ledgers.catalogue import PEOPLE, TITLES  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    dated = pl.col("period_start").is_not_null() | (pl.col("ledger") == "attendance")
    records = [given.ledgers[name].select("src", "contractor") for name in _OF_A_MONTH]
    named = pl.concat(records).drop_nulls("contractor")["src"].unique().to_list()  # by a column of their own
    of_month = pl.col("ledger").is_in(_OF_A_MONTH) & dated & (pl.col("rows") > 0)
    nobodys = of_month & pl.col("contractor").is_null() & ~pl.col("src").is_in(named)
    files = given.sources.filter(nobodys)["file"].unique(maintain_order=True)
    read = [name for name in TITLES if given.ledgers[name].height]
    if files.len():
        said, more = "cli.no_contractor", {"file": files[0], "count": files.len()}
    elif given.spilled or set(read) & set(PEOPLE) - {"insurance"}:
        said, more = "cli.no_period", {}
    elif set(read) - _OF_THE_PROJECT:
        said, more = "cli.no_people", {}
    else:
        said, more = "cli.nothing_judged", {}

    def text(t: Wording) -> str:
        named = [TITLES[name] if t.lang == "zh" else name for name in read]
        kinds = {"kinds": (", " if t.lang == "en" else "、").join(named)} if said == "cli.no_people" else {}
        return t(said, **more, **kinds)

    return InputError(*(text(Wording(lang)) for lang in ("zh", "en")))
