"""The page for legal officers (docs/own-rules.md): what it shows must work as it stands there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.conftest import ROOT
from wagecheck.cli.rules import rules

PAGE = (ROOT / "docs/own-rules.md").read_text("utf-8")
RULE, VALUE, PROFILE = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of the first chapter with the files of the page."""
    parts = {"ZX/ZX01.toml": RULE, "values/zx_most.toml": VALUE, "profiles/mine.toml": mine()}
    for name, text in parts.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def mine() -> str:
    """The default profile with the changes of chapter four."""
    text = (ROOT / "rules/profiles/default.toml").read_text("utf-8").replace('name = "default"', 'name = "mine"')
    changed = tomllib.loads(PROFILE)
    text = re.sub(r"^exclude = \[\]", f"exclude = {changed['exclude']}", text, flags=re.MULTILINE)
    for name in ("severities", "values"):
        lines = "".join(f"{key} = {value!r}\n" for key, value in changed[name].items())
        text = re.sub(rf"^\[{name}\]\n", "", text, flags=re.MULTILINE) + f"\n[{name}]\n{lines}"
    return text


def call(folder: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(rules, [*arguments, "--rules", str(folder)])
    return done.exit_code, done.output


def test_the_rule_of_the_page_passes_the_check(folder: Path) -> None:
    code, text = call(folder, "check")
    assert (code, text.rstrip().endswith("不符 0 个")) == (0, True)
    assert "ZX01" in call(folder, "list", "--family", "ZX")[1]


def test_a_wrong_example_is_found(folder: Path) -> None:
    path = folder / "ZX/ZX01.toml"
    path.write_text(path.read_text("utf-8").replace("30000.01", "29999.99"), "utf-8")
    assert call(folder, "check")[0] == 2


def test_the_profile_of_the_page_works(folder: Path) -> None:
    code, text = call(folder, "show", "AT02", "--profile", "mine", "--format", "json")
    assert (code, '"severity": "general"' in text) == (0, True)


def test_every_command_of_the_page_is_there() -> None:
    named = {line.split()[2] for line in PAGE.splitlines() if line.startswith("wagecheck rules ")}
    assert named <= set(rules.commands)
    assert named
