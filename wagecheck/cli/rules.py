"""``wagecheck rules``: list, show, export and check the rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wagecheck.cli.shared_options import group_options, lang_options, rules_options, sentence
from wagecheck.wording import Lang, Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from wagecheck.rulebook import Rulebook
    from wagecheck.rulebook.rule import Rule

_FORMATS = ("table", "json", "toml", "md", "xlsx")


@click.group()
@group_options
def rules() -> None:
    """List, show, export and check the rules."""


def _load(rule_folders: tuple[Path, ...], profile: str) -> Rulebook:
    from wagecheck import rulebook  # noqa: PLC0415

    return rulebook.load(extra=rule_folders, profile=profile)


def _filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that choose rules; each may be given several times."""
    for name, codes in (
        ("status", ("stable", "preview", "retired")),
        ("severity", ("red_line", "serious", "general", "hint")),
        ("kind", ("violation", "signal", "data")),
    ):
        command = click.option(f"--{name}", multiple=True, type=click.Choice(codes))(command)
    return click.option("--family", multiple=True)(command)


def _chosen(book: Rulebook, filters: Mapping[str, tuple[str, ...]]) -> tuple[Rule, ...]:
    from wagecheck.rulebook.selection import select  # noqa: PLC0415

    return select(book, filters["family"], filters["kind"], filters["severity"], filters["status"])


@rules.command("list")
@_filters
@rules_options
@lang_options
def list_rules(
    rule_folders: tuple[Path, ...], profile: str, lang: Lang, debug: bool, **filters: tuple[str, ...]
) -> None:
    """List rules, one line each."""
    book = _load(rule_folders, profile)
    _print_table(book, _chosen(book, filters), lang)


def _print_table(book: Rulebook, chosen: Sequence[Rule], lang: Lang) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    from wagecheck.rulebook import words  # noqa: PLC0415

    english = int(lang == "en")
    t = Wording(lang)
    heads = [t(f"rules.column_{name}") for name in ("rule", "title", "kind", "severity", "status", "scope", "law")]
    table = Table(*heads, box=None, pad_edge=False)
    for rule in chosen:
        law = book.statutes.text(rule.law[0]) + ("…" if len(rule.law) > 1 else "") if rule.law else ""
        told = (words.KIND[rule.kind], words.SEVERITY[rule.severity], words.STATUS[rule.status])
        title = rule.title_en if english else rule.title
        table.add_row(rule.id, title, *(name[english] for name in told), rule.scope, law)
    console = Console()
    if not console.is_terminal:
        console = Console(width=240)
    console.print(table)
    click.echo(t("rules.count", count=len(chosen)))


@rules.command("show")
@click.argument("rule_id")
@click.option("--as-of", "as_of")
@click.option("--format", "form", type=click.Choice(["md", "json", "toml"]), default="md", show_default=True)
@rules_options
@lang_options
def show(
    *,
    rule_id: str,
    as_of: str | None,
    form: str,
    rule_folders: tuple[Path, ...],
    profile: str,
    lang: Lang,
    debug: bool,
) -> None:
    """Show one rule on one page, in both languages."""
    from wagecheck.cli import dates  # noqa: PLC0415
    from wagecheck.rulebook import docs, examples  # noqa: PLC0415
    from wagecheck.tasks import rule_files  # noqa: PLC0415

    book = _load(rule_folders, profile)
    rule = book.rule(rule_id)
    if form == "md":
        text = docs.page(book, rule, examples.run(book, rule.id), dates.as_of(as_of) if as_of else None)
    else:
        text = rule_files.text(book, [rule], form, rule_folders)
    click.echo(text, nl=False)


@rules.command("export")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="json", show_default=True)
@click.option("-o", "--output", "target", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True)
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
    lang: Lang,
    debug: bool,
    **filters: tuple[str, ...],
) -> None:
    """Export rules as data, as a page or as a workbook for lawyers."""
    from wagecheck.tasks import rule_files  # noqa: PLC0415

    if target is None and form == "xlsx":
        raise click.UsageError(sentence("cli.export_needs_file"))
    if target is not None and form == "table":
        raise click.UsageError(sentence("cli.table_is_for_screen"))
    if target is not None and target.exists() and not force:
        raise click.UsageError(sentence("cli.file_exists", path=target))
    book = _load(rule_folders, profile)
    chosen = _chosen(book, filters)
    if form == "table":
        _print_table(book, chosen, lang)
    elif form == "xlsx":
        _write(target, rule_files.workbook(book, chosen, lang))
    elif target is not None:
        _write(target, rule_files.text(book, chosen, form, rule_folders).encode())
    else:
        click.echo(rule_files.text(book, chosen, form, rule_folders), nl=False)


def _write(target: Path | None, content: bytes) -> None:
    from wagecheck.report import whole_file  # noqa: PLC0415

    if target is not None:
        whole_file.put(target, content)


@rules.command("check")
@rules_options
@lang_options
def check(rule_folders: tuple[Path, ...], profile: str, lang: Lang, debug: bool) -> None:
    """Load every rule strictly and run every example."""
    t = Wording(lang)
    from wagecheck.tasks import rule_check  # noqa: PLC0415

    book = _load(rule_folders, profile)
    results = rule_check.results(book)
    failed = [result for result in results if not result.ok]
    for result in failed:
        click.echo(rule_check.sentence(result, t), err=True)
    click.echo(t("rules.checked", rules=len(book.rules), examples=len(results), failed=len(failed)))
    if failed:
        raise SystemExit(2)
