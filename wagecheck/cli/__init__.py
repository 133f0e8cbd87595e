"""The command line: one file per command group, thin. Heavy imports happen inside the commands."""

from __future__ import annotations

import sys
from typing import Any, Literal

import click

from wagecheck import __version__
from wagecheck.cli import failing, stopping, streams
from wagecheck.cli.lazy import LazyGroup

#: Command → (module, attribute, one-line help).
_COMMANDS = {
    "check": ("wagecheck.cli.check", "check", "核对提交的资料 Check a submission"),
    "demo": ("wagecheck.cli.demo", "demo", "用样例演示 Check the samples, end to end"),
    "sample": ("wagecheck.cli.sample", "sample", "生成虚构样例 Write a made-up submission"),
    "template": ("wagecheck.cli.template", "template", "生成空白表 Write blank workbooks to fill"),
    "mapping": ("wagecheck.cli.mapping", "mapping", "看认得对不对、改正 See and correct how files are read"),
    "letters": ("wagecheck.cli.letters", "letters", "写出整改通知单等文书 Write letters from a result"),
    "summary": ("wagecheck.cli.period_summary", "summary", "半年、年度报告 Report over months of kept checks"),
    "diff": ("wagecheck.cli.diff", "diff", "比较两次结果 Compare two results"),
    "blacklist": ("wagecheck.cli.blacklist", "blacklist", "黑名单 Keep, import and export blacklists"),
    "waive": ("wagecheck.cli.waive", "waive", "豁免 Accept findings for a time"),
    "register": ("wagecheck.cli.register", "register", "登记册：备份、留存的核对 Backups, kept checks"),
    "rules": ("wagecheck.cli.rules", "rules", "查看规则 List, show, export and check rules"),
}


@click.group(cls=LazyGroup, listed=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="wagecheck")
def group() -> None:
    """农民工工资六统一核对 · Check migrant workers' wage records."""


def main(args: list[str] | None = None) -> Any:
    """Entry point: expected errors become one sentence and exit code 2; no traceback reaches a person.

    Sentences are masked: the name of a file or an argument may hold an identity number.
    """
    from wagecheck.errors import WagecheckError  # noqa: PLC0415

    streams.prepare()
    stopping.prepare()
    arguments = sys.argv[1:] if args is None else args
    lang: Literal["zh", "en"] = "en" if _option(arguments, "--lang") == "en" else "zh"
    debug = "--debug" in arguments
    failing.prepare(debug=debug)
    try:
        return group.main(args=arguments, prog_name="wagecheck", standalone_mode=True)
    except WagecheckError as error:
        failing.tell(error, lang, debug=debug)
    except stopping.Stopped:
        failing.tell_stopped(lang)
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException as error:  # a panic of the engine is no Exception
        failing.tell_internal(error, lang, debug=debug)
    sys.exit(2)


def _option(arguments: list[str], name: str) -> str | None:
    """The value given for an option, in either spelling; needed before click has parsed anything."""
    for index, argument in enumerate(arguments):
        if argument == name and index + 1 < len(arguments):
            return arguments[index + 1]
        if argument.startswith(name + "="):
            return argument.removeprefix(name + "=")
    return None
