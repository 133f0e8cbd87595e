"""``wagecheck rules``: list, show, export and check the rules."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from wagecheck.rulebook import Rulebook

_FORMATS = ("json", "toml", "md")


@click.group()
def rules() -> None:
    """查看规则：条件、依据、设定值和示例。List, show, export and check the rules."""


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every command of the group has."""
    folders = click.option(
        "--rules", "folders", multiple=True, type=click.Path(path_type=Path), help="另加的规则目录 more rules on top"
    )
    profile = click.option("--profile", default="default", show_default=True, help="口径 profile")
    lang = click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
    debug = click.option("--debug", is_flag=True, hidden=True)
    return folders(profile(lang(debug(command))))


def _load(folders: tuple[Path, ...], profile: str) -> Rulebook:
    from wagecheck import rulebook  # noqa: PLC0415

    return rulebook.load(extra=folders, profile=profile)


@rules.command("list")
@_options
def list_rules(folders: tuple[Path, ...], profile: str, lang: str, debug: bool) -> None:
    """列出全部规则。One line per rule."""
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    from wagecheck.rulebook import words  # noqa: PLC0415

    book = _load(folders, profile)
    english = int(lang == "en")
    heads = ("Rule", "Title", "Kind", "Severity", "Law") if english else ("编号", "规则", "类别", "严重程度", "依据")
    table = Table(*heads, box=None, pad_edge=False)
    for rule in book.rules:
        law = book.statutes.text(rule.law[0]) + ("…" if len(rule.law) > 1 else "") if rule.law else ""
        title = rule.title_en if english else rule.title
        table.add_row(rule.id, title, words.KIND[rule.kind][english], words.SEVERITY[rule.severity][english], law)
    console = Console()
    if not console.is_terminal:
        console = Console(width=200)
    console.print(table)


@rules.command("show")
@click.argument("rule_id", metavar="ID")
@click.option("--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]), help="只列该日有效的设定值 numbers in force then")
@_options
def show(
    *, rule_id: str, as_of: dt.datetime | None, folders: tuple[Path, ...], profile: str, lang: str, debug: bool
) -> None:
    """显示一条规则：依据、条件、设定值、处理办法、示例。One rule on one page."""
    from wagecheck.rulebook import docs, examples  # noqa: PLC0415

    book = _load(folders, profile)
    rule = book.rule(rule_id)
    click.echo(docs.page(book, rule, examples.run(book, rule.id), as_of.date() if as_of else None), nl=False)


@rules.command("export")
@click.option("--format", "kind", type=click.Choice(_FORMATS), default="json", show_default=True)
@_options
def export(kind: str, folders: tuple[Path, ...], profile: str, lang: str, debug: bool) -> None:
    """导出规则：json、toml，或 md（docs/rules.md）。All rules as data or as a page."""
    from wagecheck.rulebook import docs  # noqa: PLC0415
    from wagecheck.rulebook import export as exporting  # noqa: PLC0415

    book = _load(folders, profile)
    if kind == "json":
        text = exporting.to_json(book)
    elif kind == "toml":
        text = exporting.to_toml(book, folders)
    else:
        text = docs.render(book)
    click.echo(text, nl=False)


@rules.command("check")
@_options
def check(folders: tuple[Path, ...], profile: str, lang: str, debug: bool) -> None:
    """检查规则：全部读入并试算示例。Loads every rule strictly and runs every example.

    退出码：0 全部通过 · 2 有规则写错或示例不符。
    """
    from wagecheck.judging import settings  # noqa: PLC0415
    from wagecheck.rulebook import examples  # noqa: PLC0415

    book = _load(folders, profile)
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
