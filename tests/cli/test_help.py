"""``--help`` and the errors of options speak one language at a time, for every command and option."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from click.testing import CliRunner

from wagecheck import resources
from wagecheck.cli import group, help_page, language
from wagecheck.cli import main as program

CHINESE = re.compile(r"[\u3400-\u9fff，。；：！？（）]")
#: An English sentence in Chinese help would hold several words of the small ones.
ENGLISH = re.compile(r"(?<![-_])\b(the|of|a|an|by|to|for|with|that|which|and|from|is|are|it|this)\b")


def commands(command: click.Command, path: tuple[str, ...], context: click.Context) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from commands(inner, (*path, name), context)


PATHS = list(commands(group, (), click.Context(group, help_option_names=["-h", "--help"])))


def said(monkeypatch: pytest.MonkeyPatch, *arguments: str, lang: str | None = None) -> tuple[int, str]:
    """Exit code and everything on the screen."""
    monkeypatch.delenv("LANGUAGE", raising=False)
    if lang:
        monkeypatch.setenv(language.VARIABLE, lang)
    else:
        monkeypatch.delenv(language.VARIABLE, raising=False)
    with CliRunner().isolation() as (out, err, _):
        with pytest.raises(SystemExit) as stopped:
            program(list(arguments))
        return int(stopped.value.code or 0), (out.getvalue() + err.getvalue()).decode()


def rows(text: str) -> dict[str, str]:
    """Option or command → what is said of it, lines put together."""
    found: dict[str, str] = {}
    name = ""
    for line in text.splitlines():
        match = re.match(r"^  (\S.*?)(?:\s{2,}(.*))?$", line)
        if match and not line.startswith("   "):
            name = match[1]
            found[name] = match[2] or ""
        elif name and line.startswith("     "):
            found[name] += line.strip()
        else:
            name = ""
    return found


@pytest.mark.parametrize("path", PATHS, ids=["-".join(path) or "wagecheck" for path in PATHS])
def test_every_command_and_option_is_explained_in_both_languages(
    monkeypatch: pytest.MonkeyPatch, path: tuple[str, ...]
) -> None:
    code, zh = said(monkeypatch, *path, "--help")
    assert (code, "用法：" in zh, "选项：" in zh) == (0, True, True)
    assert ENGLISH.findall(zh) == []
    code, en = said(monkeypatch, *path, "--help", "--lang", "en")
    assert (code, "Usage:" in en, "Options:" in en) == (0, True, True)
    assert CHINESE.findall(en) == []
    for text, head, told in ((zh, "\n选项：\n", CHINESE), (en, "\nOptions:\n", re.compile("[A-Za-z]{2}"))):
        blank = [name for name, sentence in rows(text.split(head)[1]).items() if not told.search(sentence)]
        assert blank == [], text


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (["check"], "缺少参数 '资料...'", "Missing argument 'PATH...'"),
        (["check", "x"], "缺少选项 '-o' / '--out'", "Missing option '-o' / '--out'"),
        (["check", "x", "-o"], "选项 -o 后面要写 1 个值", "Option '-o' requires an argument"),
        (["chekc"], "没有 chekc 这个命令", "No such command 'chekc'"),
        (["check", "--frmat"], "没有 --frmat 这个选项", "No such option '--frmat'"),
        (["check", "x", "-o", "y", "--fail-on", "q"], "“q”不在可选的值里", "'q' is not one of"),
        (["check", "x", "-o", "y", "--jobs", "q"], "“q”不是整数", "'q' is not a valid integer"),
        (["check", "x", "-o", "y", "--jobs", "99"], "99 超出范围 1<=x<=64", "99 is not in the range"),
        (["check", "x", "-o", "y", "--format", "q"], "q：没有这种格式", "q: no such format"),
        (["check", "x", "-o", "y", "--no-register", "--keep"], "不能与 --register", "goes with neither"),
        (["diff", "a", "b", "c"], "多出了不认识的参数（c）", "unexpected extra argument"),
        (["register", "forget", "--reason", "x"], "写一个，也只写一个", "only one"),
        (["rules", "export", "--format", "xlsx"], "xlsx 需要用 -o", "xlsx needs -o"),
        (["rules", "show", "PY18", "--as-of", "x"], "x", "x"),
        (["letters", "nowhere", "-o", "y"], "nowhere", "nowhere"),
    ],
)
def test_errors_of_options_speak_the_language(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], zh: str, en: str
) -> None:
    code, told = said(monkeypatch, *arguments)
    assert (code, zh in told, ENGLISH.findall(told)) == (2, True, []), told
    code, told = said(monkeypatch, *arguments, lang="en")
    assert (code, en in told, CHINESE.findall(told)) == (2, True, []), told


@pytest.mark.parametrize(
    ("variable", "arguments", "lang"),
    [
        (None, [], "zh"),
        ("en", [], "en"),
        ("EN_us", [], "en"),
        ("fr", [], "zh"),
        ("en", ["check", "--lang", "zh"], "zh"),
        (None, ["--lang=en", "check"], "en"),
        (None, ["--lang", "en", "check", "--lang", "zh"], "zh"),
        (None, ["check", "--lang"], "zh"),
    ],
)
def test_the_language_is_asked_for_by_option_or_variable_never_by_the_system(
    monkeypatch: pytest.MonkeyPatch, variable: str | None, arguments: list[str], lang: str
) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    monkeypatch.setenv("LANGUAGE", "fr")
    if variable is None:
        monkeypatch.delenv(language.VARIABLE, raising=False)
    else:
        monkeypatch.setenv(language.VARIABLE, variable)
    assert language.settle(arguments) == language.current() == lang


def _click_sentences() -> set[str]:
    """What click may say to a person who runs this program: the first argument of its calls of gettext."""
    found = set()
    for name in ("core", "exceptions", "formatting", "parser", "termui", "types"):
        tree = ast.parse((Path(click.__file__).parent / f"{name}.py").read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                first = node.args[0]
                found |= {str(first.value)} if isinstance(first, ast.Constant) else set()
    return found


#: What only a programmer or a command that we do not have could meet.
NEVER = {
    "Boolean option {decl!r} cannot use the same flag for true/false.",
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}",
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}",
    "Could not determine name for option with declarations {decls!r}",
    "No options defined but a name was passed ({name}). Did you mean to declare an argument instead? "
    "Did you mean to pass '--{name}'?",
    "Arguments take exactly one parameter declaration, got {length}: {decls}.", "Choice({choices})",
    "Could not determine name for option", "Invalid start character for option ({option})",
    "Name '{name}' defined twice", "Unknown color {colour!r}", "{value!r} is not a valid UUID.",
    "{value!r} is not a valid boolean. Recognized values: {states}",
}  # fmt: skip


def _by_first(catalogue: Catalog) -> dict[str, list[str]]:
    """Message, the singular where there are two → its translations."""
    return {
        one.id if isinstance(one.id, str) else one.id[0]: [one.string] if isinstance(one.string, str) else [*one.string]
        for one in catalogue
        if one.id
    }


def test_every_sentence_of_click_has_a_translation() -> None:
    source = resources.folder("templates") / "wording/zh/LC_MESSAGES/click.po"
    edited = read_po(io.BytesIO(source.read_bytes()), locale="zh", abort_invalid=True)
    texts = _by_first(edited)
    assert _click_sentences() - texts.keys() - NEVER == set()
    compiled = read_mo(io.BytesIO(source.with_suffix(".mo").read_bytes()))
    assert _by_first(compiled) == texts, "pybabel compile -d templates/wording -D click"


def test_no_line_of_help_is_wider_than_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    _, text = said(monkeypatch, "check", "--help")
    assert max(map(help_page.width, text.splitlines())) <= 80


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("工资按月支付，不得拖欠", 10, ["工资按月支", "付，不得拖", "欠"]),
        ("工资按月支付，不得", 12, ["工资按月支", "付，不得"]),
        ("（甲）乙丙丁", 8, ["（甲）乙", "丙丁"]),
        ("pay wages monthly", 10, ["pay wages", "monthly"]),
        ("第一段\n第二段", 20, ["第一段", "第二段"]),
    ],
)
def test_lines_break_between_characters_but_not_before_a_comma(text: str, columns: int, lines: list[str]) -> None:
    assert help_page.wrapped(text, columns) == lines
