"""``wagecheck rules``: list, show, export and check the rules."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wagecheck.cli.shared_options import lang_options, rules_options

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from wagecheck.rulebook import Rulebook
    from wagecheck.rulebook.rule import Rule

_FORMATS = ("table", "json", "toml", "md", "xlsx")


@click.group()
def rules() -> None:
    """查看规则：条件、依据、设定值和示例。List, show, export and check the rules."""


def _load(rule_folders: tuple[Path, ...], profile: str) -> Rulebook:
    from wagecheck import rulebook  # noqa: PLC0415

    return rulebook.load(extra=rule_folders, profile=profile)


def _filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that choose rules; each may be given several times."""
    for name, codes, said in (
        ("status", ("stable", "preview", "retired"), "状态 status"),
        ("severity", ("red_line", "serious", "general", "hint"), "严重程度 severity"),
        ("kind", ("violation", "signal", "data"), "类型 kind"),
    ):
        command = click.option(f"--{name}", multiple=True, type=click.Choice(codes), help=said)(command)
    return click.option("--family", multiple=True, help="编号的字母或类别，如 PY、勤薪 letters or name")(command)


def _chosen(book: Rulebook, filters: Mapping[str, tuple[str, ...]]) -> tuple[Rule, ...]:
    from wagecheck.rulebook.selection import select  # noqa: PLC0415

    return select(book, filters["family"], filters["kind"], filters["severity"], filters["status"])


@rules.command("list")
@_filters
@rules_options
@lang_options
def list_rules(
    rule_folders: tuple[Path, ...], profile: str, lang: str, debug: bool, **filters: tuple[str, ...]
) -> None:
    """列出规则，每条一行。One line per rule."""
    book = _load(rule_folders, profile)
    _print_table(book, _chosen(book, filters), lang)


def _print_table(book: Rulebook, chosen: Sequence[Rule], lang: str) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    from wagecheck.rulebook import words  # noqa: PLC0415

    english = int(lang == "en")
    heads = (
        ("Rule", "Title", "Kind", "Severity", "Status", "Law")
        if english
        else ("编号", "规则", "类别", "严重程度", "状态", "依据")
    )
    table = Table(*heads, box=None, pad_edge=False)
    for rule in chosen:
        law = book.statutes.text(rule.law[0]) + ("…" if len(rule.law) > 1 else "") if rule.law else ""
        told = (words.KIND[rule.kind], words.SEVERITY[rule.severity], words.STATUS[rule.status])
        title = rule.title_en if english else rule.title
        table.add_row(rule.id, title, *(name[english] for name in told), law)
    console = Console()
    if not console.is_terminal:
        console = Console(width=240)
    console.print(table)
    click.echo(f"{len(chosen)} rules" if english else f"共 {len(chosen)} 条")


@rules.command("show")
@click.argument("rule_id", metavar="ID")
@click.option("--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]), help="只列该日有效的设定值 numbers in force then")
@click.option("--format", "form", type=click.Choice(["md", "json", "toml"]), default="md", show_default=True)
@rules_options
@lang_options
def show(
    *,
    rule_id: str,
    as_of: dt.datetime | None,
    form: str,
    rule_folders: tuple[Path, ...],
    profile: str,
    lang: str,
    debug: bool,
) -> None:
    """显示一条规则：依据、条件、设定值、处理办法、示例。One rule on one page, in both languages."""
    from wagecheck.rulebook import docs, examples  # noqa: PLC0415

    book = _load(rule_folders, profile)
    rule = book.rule(rule_id)
    if form == "md":
        text = docs.page(book, rule, examples.run(book, rule.id), as_of.date() if as_of else None)
    else:
        text = _text(book, [rule], form, rule_folders)
    click.echo(text, nl=False)


@rules.command("export")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="json", show_default=True)
@click.option("-o", "--output", "target", type=click.Path(path_type=Path), help="写入文件；xlsx 必须给 file to write")
@click.option("--force", is_flag=True, help="覆盖已有的文件 overwrite")
@_filters
@rules_options
@lang_options
def export(
    *,
    form: str,
    target: Path | None,
    force: bool,
    rule_folders: tuple[Path, ...],
    profile: str,
    lang: str,
    debug: bool,
    **filters: tuple[str, ...],
) -> None:
    """导出规则：table、json、toml、md（docs/rules.md），或给法务人员看的 xlsx。Rules as data, page or workbook."""
    if target is None and form == "xlsx":
        raise click.UsageError("xlsx 需要 -o 文件名 · xlsx needs -o FILE")
    if target is not None and form == "table":
        raise click.UsageError("table 只在屏幕上显示；写入文件请用 xlsx、md · table is for the screen; use xlsx or md")
    if target is not None and target.exists() and not force:
        raise click.UsageError(f"{target} 已存在，加 --force 覆盖 · {target} exists, --force overwrites it")
    book = _load(rule_folders, profile)
    chosen = _chosen(book, filters)
    if form == "table":
        _print_table(book, chosen, lang)
    elif form == "xlsx":
        _write(target, _workbook(book, chosen, lang))
    elif target is not None:
        _write(target, _text(book, chosen, form, rule_folders).encode())
    else:
        click.echo(_text(book, chosen, form, rule_folders), nl=False)


def _text(book: Rulebook, chosen: Sequence[Rule], form: str, rule_folders: tuple[Path, ...]) -> str:
    from wagecheck.rulebook import docs  # noqa: PLC0415
    from wagecheck.rulebook import export as exporting  # noqa: PLC0415

    if form == "json":
        return exporting.to_json(book, chosen)
    return exporting.to_toml(book, rule_folders, chosen) if form == "toml" else docs.render(book, rules=chosen)


def _workbook(book: Rulebook, chosen: Sequence[Rule], lang: str) -> bytes:
    from wagecheck.blanks.packing import packed  # noqa: PLC0415
    from wagecheck.rulebook import law_sheets, law_workbook  # noqa: PLC0415

    return packed(law_workbook.drawn(law_sheets.sheets(book, chosen, lang), lang))


def _write(target: Path | None, content: bytes) -> None:
    from wagecheck.report import whole_file  # noqa: PLC0415

    if target is not None:
        whole_file.put(target, content)


@rules.command("check")
@rules_options
@lang_options
def check(rule_folders: tuple[Path, ...], profile: str, lang: str, debug: bool) -> None:
    """检查规则：全部读入并试算示例。Loads every rule strictly and runs every example.

    退出码：0 全部通过 · 2 有规则写错或示例不符。
    """
    from wagecheck.judging import settings  # noqa: PLC0415
    from wagecheck.rulebook import examples  # noqa: PLC0415

    book = _load(rule_folders, profile)
    settings.build(book, dt.date.max)
    results = examples.run(book)
    failed = [result for result in results if not result.ok]
    for result in failed:
        click.echo(_failure(result, lang), err=True)
    counts = (len(book.rules), len(results), len(failed))
    if lang == "en":
        click.echo("{} rules, {} examples, {} examples do not hold".format(*counts))
    else:
        click.echo("共 {} 条规则、{} 个示例，不符 {} 个".format(*counts))
    if failed:
        raise SystemExit(2)


def _failure(result: Any, lang: str) -> str:
    def rows(numbers: tuple[int, ...]) -> str:
        return ", ".join(map(str, numbers)) or "-"

    wanted = (rows(result.fires), rows(result.unassessed))
    got = (rows(result.fired), rows(result.not_assessed))
    if lang == "en":
        return (
            f"{result.rule} “{result.example}”: should fire on rows {wanted[0]} (not assessed {wanted[1]}), "
            f"fired on {got[0]} (not assessed {got[1]})"
        )
    return (
        f"{result.rule}“{result.example}”：应触发第 {wanted[0]} 行（不能判断第 {wanted[1]} 行），"
        f"实际触发第 {got[0]} 行（不能判断第 {got[1]} 行）"
    )
