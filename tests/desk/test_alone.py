"""One desk per register, by whatever name it is opened, and for as long as it lasts."""

from __future__ import annotations

import errno
import logging
from pathlib import Path
from typing import Any

import pytest

from tests.desk.live import ensure_refused, until
from tests.desk.test_jobs import children
from tests.desk.test_jobs import desk as desk  # noqa: PLC0414  # the fixture
from tests.desk.test_jobs import own_key as own_key  # noqa: PLC0414
from wagecheck.desk import opening
from wagecheck.desk.desk import Desk
from wagecheck.desk.jobs import alone, running, supervisor
from wagecheck.errors import RegisterError


@pytest.fixture
def link(desk: Desk, tmp_path: Path) -> str:
    """Another name of the same register, in another folder."""
    (tmp_path / "elsewhere").mkdir()
    made = tmp_path / "elsewhere" / "link.db"
    made.symlink_to(tmp_path / "register.db")
    return str(made)


def test_a_link_is_the_same_register(desk: Desk, link: str, tmp_path: Path) -> None:
    assert opening.placed(link, None).files == desk.place.files
    ensure_refused(desk, opening.placed(link, tmp_path / "other files"))


@pytest.mark.parametrize("knows", [True, False])
def test_a_disk_without_locks_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch, knows: bool) -> None:
    def refusing(*_: Any) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    if not knows:
        monkeypatch.setattr("fcntl.flock", refusing)
    with alone(desk) as held:
        assert held.ours()
        folders = (desk.store.root, desk.store.root.parent)
        assert held.unguarded == (() if knows else folders)


def test_no_work_is_done_while_another_desk_has_the_register(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """As a database server answers that restarted, while somebody started a second desk."""
    monkeypatch.setattr(supervisor, "_ALONE_EVERY", 0.2)
    answers: list[bool | Exception] = [True]

    def ours() -> bool:
        if isinstance(answers[-1], Exception):
            raise answers[-1]
        return answers[-1]

    with caplog.at_level(logging.WARNING, "wagecheck.desk"), running(desk, 1, ours):
        first = children()
        assert len(first) == 1
        answers.append(RegisterError("连不上", "not reached"))
        until(lambda: "not known whether this is the only desk" in caplog.text)
        assert children() == first  # what is begun is finished
        answers.append(False)
        until(lambda: children() == [])
        assert "another desk has taken the register" in caplog.text
        answers.append(True)
        until(lambda: len(children()) == 1)
        assert "work goes on" in caplog.text
    assert children() == []
