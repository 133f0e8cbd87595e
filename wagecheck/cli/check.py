"""``wagecheck check``: a submission in, verdicts and findings out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wagecheck.cli.register_options import clock
from wagecheck.cli.shared_options import lang_options, rules_options

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from wagecheck.intake.progress import Progress
    from wagecheck.report.marked import Copy
    from wagecheck.result import Result
    from wagecheck.wording import Lang, Wording

FORMATS = ("html", "xlsx", "json", "csv")
#: Written when asked for.
ON_REQUEST = ("letters", "pdf", "sarif", "junit")
LEVELS = ("red_line", "serious", "general", "hint", "never")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="结果目录 result folder")
@click.option("--period", help="只核对与此重叠的工资期间 2026-10 或 2026-09-11..2026-10-10")
@click.option("--as-of", "as_of", help="判断的基准日，默认今天 judge as of this date")
@click.option("--project", "project_file", type=click.Path(path_type=Path), help="项目信息.xlsx（不在资料目录中时）")
@click.option(
    "--register",
    metavar="文件或URL",
    help="登记册，或公布的名单（xlsx、xls、csv、html）；默认用已有的登记册 register or published list",
)
@click.option("--no-register", is_flag=True, help="不用登记册 leave the register out")
@click.option(
    "--mapping",
    "mapping_file",
    type=click.Path(path_type=Path),
    help="识别对照表，默认用资料目录或上一级的 mapping.toml how to read",
)
@rules_options
@click.option("--format", "formats", default=",".join(FORMATS), show_default=True, help="输出格式，逗号分隔")
@click.option("--annotate/--no-annotate", default=None, help="标注副本 marked/，默认随 xlsx 一起生成 marked copies")
@click.option("--fail-on", type=click.Choice(LEVELS), default="general", show_default=True, help="达到此等级即退出码 1")
@click.option("--against", metavar="结果", help="与上次比较：结果目录、result.json、留存的 R12，或 last compare with")
@click.option("--keep/--no-keep", default=False, show_default=True, help="把这次核对留存到登记册 keep in the register")
@click.option("--as", "actor", metavar="姓名", help="留存时的操作人，默认用系统用户名 who keeps it")
@lang_options
@click.option("--unmask", is_flag=True, help="显示完整证件号、卡号、电话 show full numbers")
@click.option(
    "-j", "--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="并行读取 read in parallel"
)
@click.option(
    "--password",
    "passwords",
    multiple=True,
    metavar="密码",
    help="加密表格或压缩包的打开密码，可多次给出 password of files",
)
@click.option("-q", "--quiet", is_flag=True, help="不在屏幕上输出 print nothing")
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
    passwords: tuple[str, ...],
    quiet: bool,
    debug: bool,
) -> None:
    """核对一批资料：每个 PATH 是一个项目的目录（或单个文件）。

    退出码：0 全部判断且无问题 · 1 有问题 · 2 无法运行 · 3 无问题但有未能判断的规则。
    """
    from wagecheck.cli import dates, keeping, progress, summary  # noqa: PLC0415
    from wagecheck.report import folder  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    t = Wording(lang)
    chosen = _formats(formats)
    known = _register(register, left_out=no_register, keep=keep)
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
            progress=told,
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
    progress: Progress | None = None,
) -> Result:
    """Reads, judges and writes; the whole of ``check`` but for the screen and the exit code.

    ``register`` is a register (path or URL) or a published list; without one nothing is compared with. ``annotate``:
    whether to write marked copies of what was submitted; by default where ``xlsx`` is written.
    Raises the errors of every floor (``wagecheck.errors``), each with its sentence.
    """
    from wagecheck.intake import apart  # noqa: PLC0415

    apart.warm()  # its imports run beside ours
    from wagecheck import judge, rulebook  # noqa: PLC0415
    from wagecheck.cli import annotating, earlier, further, mapping  # noqa: PLC0415
    from wagecheck.intake import submission  # noqa: PLC0415
    from wagecheck.privacy import Masker  # noqa: PLC0415
    from wagecheck.register import key, view  # noqa: PLC0415
    from wagecheck.report import exports, folder, html, people  # noqa: PLC0415

    folder.ensure_free(out, paths)
    if "pdf" in formats:
        further.ensure_printer()
    book = rulebook.load(extra=rule_folders, profile=profile)
    known = None if register is None else view.opened(str(register), clock=clock)
    given = submission.read(
        paths,
        project_file=project_file,
        jobs=jobs,
        mapping=mapping.load(mapping_file, paths),
        passwords=passwords,
        progress=progress,
    )
    result = judge.judge(
        given, book, as_of=as_of, register=known, period=period, masker=Masker(key.load(), unmask=unmask)
    )
    if period is not None and not (result.outcomes["period"] != "").any():
        raise _no_such_period(period, given.sources)
    if not (result.outcomes["outcome"] != "not_assessed").any() and not result.findings.height:
        raise _nothing_judged(given.ledgers)
    if against is not None:
        projects = result.contractors["project"].unique().to_list()
        result = result.compared_with(earlier.load(against, None if register is None else str(register), projects))
    with folder.fresh(out) as staging:
        copies: list[Copy] = []
        if "xlsx" in formats if annotate is None else annotate:
            result, copies = annotating.copied(result, paths, project_file, passwords, staging, t)
        annotating.written(result, copies, formats, staging, t)
        pages = html.write(result, staging, t) if {"html", "pdf"} & set(formats) else []
        if "pdf" in formats:
            further.print_pages(pages, result, t)
        if "letters" in formats:
            further.write_letters(result, staging, t)
        if "csv" in formats:
            exports.write_findings_csv(result, staging / "findings.csv", t)
        if "json" in formats:
            exports.write_json(result.to_json(), staging / "result.json")
            people.write(result, staging / people.FILE)
        exports.write_json(dict(result.manifest), staging / "manifest.json")
    return result


def _formats(text: str) -> tuple[str, ...]:
    chosen = tuple(part.strip() for part in text.split(",") if part.strip())
    wrong = [part for part in chosen if part not in (*FORMATS, *ON_REQUEST)]
    if wrong or not chosen:
        raise click.BadParameter(
            f"{', '.join(wrong) or text}：可选 {', '.join((*FORMATS, *ON_REQUEST))}", param_hint="--format"
        )
    return chosen


def _register(given: str | None, *, left_out: bool, keep: bool) -> str | None:
    """The register that is meant: the one given, else the named or default one where it exists.

    To ``keep`` a check the register must be one, not a published list; where there is none it is made afterwards.
    """
    from wagecheck.register import place, store, view  # noqa: PLC0415

    if left_out and (given is not None or keep):
        text = "不能与 --register、--keep 同时使用 not together with --register or --keep"
        raise click.BadParameter(text, param_hint="--no-register")
    if keep and given is not None and view.is_list(given):
        text = f"{given} 是名单文件，不是登记册，不能留存核对 a list keeps no checks"
        raise click.BadParameter(text, param_hint="--register")
    if left_out or (keep and not store.is_there(given)):
        return None
    return place.named(given) if store.exists(given) else None


def _no_such_period(asked: tuple[dt.date, dt.date], sources: pl.DataFrame) -> Exception:
    """A period that nothing in the submission overlaps is a slip of the user's, never an empty pass."""
    from wagecheck.errors import InputError  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    spans = sources.select("period_start", "period_end").drop_nulls().unique().sort("period_start").iter_rows()
    found = "、".join(f"{first}..{last}" for first, last in spans) or "–"
    text = f"{asked[0]}..{asked[1]}"
    return InputError(*(Wording(lang)("cli.period_none", text=text, found=found) for lang in ("zh", "en")))


def _nothing_judged(ledgers: Mapping[str, pl.DataFrame]) -> Exception:
    """Blank forms only, a project workbook alone, or people without any pay period: nothing came to a verdict."""
    from wagecheck.errors import InputError  # noqa: PLC0415
    from wagecheck.ledgers.catalogue import PEOPLE  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    said = "cli.no_period" if any(ledgers[name].height for name in PEOPLE) else "cli.nothing_judged"
    return InputError(*(Wording(lang)(said) for lang in ("zh", "en")))
