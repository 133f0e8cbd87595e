"""What the tests try is the same in every run, whichever of them share a process."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st


def tried() -> list[tuple[int, str]]:
    """The examples of a property."""
    seen: list[tuple[int, str]] = []

    @given(st.integers(), st.text(max_size=12))
    def noted(number: int, text: str) -> None:
        seen.append((number, text))

    noted()
    return seen


def test_examples_do_not_depend_on_what_was_imported_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tried()
    place = tmp_path / "made_up.py"
    place.write_text("\n".join(f"A{number} = {number}, '甲{number}'" for number in range(1000, 1200)), "utf-8")
    made_up = ModuleType("made_up")
    made_up.__file__ = str(place)
    monkeypatch.setitem(sys.modules, "made_up", made_up)
    assert tried() == before
