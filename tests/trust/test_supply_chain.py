"""What is installed is what was chosen: exact versions, hashes, licences."""

from __future__ import annotations

import re
import tomllib

from tests.conftest import ROOT
from tests.trust import licences

PINNED = dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", (ROOT / "constraints.txt").read_text("utf-8"), re.MULTILINE))
LOCK = (ROOT / "requirements.lock").read_text("utf-8")


def test_every_runtime_dependency_is_locked_at_the_chosen_version_with_a_hash() -> None:
    entries = re.findall(
        r"^([A-Za-z0-9._-]+)==(\S+)[^\n]*\\\n(?:    --hash=sha256:[0-9a-f]{64}[ \\]*\n)+", LOCK, re.MULTILINE
    )
    locked = dict(entries)
    assert len(locked) == len(re.findall(r"^[A-Za-z0-9]", LOCK, re.MULTILINE))
    assert {name: PINNED[name] for name in locked} == locked
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {re.match(r"[A-Za-z0-9._-]+", text)[0].lower() for text in project["dependencies"]}  # type: ignore[index]
    assert wanted <= set(locked)


def test_the_page_of_licences_is_fresh() -> None:
    assert licences.PAGE.read_text("utf-8") == licences.page(), "python -m tests.trust.licences"


def test_nothing_that_runs_is_under_a_licence_that_binds_the_whole() -> None:
    texts = {name: licences.licence(name) for name in licences.locked()}
    assert [name for name, text in texts.items() if re.search(r"(?<!L)GPL|not stated", text)] == []


def test_every_direct_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [text for name in ("pdf", "postgres") for text in project["optional-dependencies"][name]]
    reasons = (ROOT / "docs" / "decisions.md").read_text("utf-8").casefold()
    names = [re.match(r"[A-Za-z0-9._]+(?:-[A-Za-z0-9]+)*", text)[0] for text in (*project["dependencies"], *extras)]  # type: ignore[index]
    assert [name for name in names if name.casefold() not in reasons] == []
