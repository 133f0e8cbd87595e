"""The contract between the floors (docs/architecture.md) names the columns and frames that the code has."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT
from wagecheck.facts import frames
from wagecheck.ledgers.catalogue import LEDGERS, schema

PAGE = (ROOT / "docs/architecture.md").read_text("utf-8")
COMMON = {"src", "row", "project", "contractor", "team", "period_start", "period_end"}
ROWS = dict(re.findall(r"^\| (\w+) \| (.*) \|$", PAGE, re.MULTILINE))


@pytest.mark.parametrize("ledger", sorted(LEDGERS))
def test_every_column_of_a_ledger_stands_on_the_page(ledger: str) -> None:
    cell = re.sub(r"\(.*?\)", "", ROWS[ledger].split(" | ")[-1].split(" — ")[0])
    assert cell.split() == [name for name in schema(ledger).names() if name not in COMMON]


@pytest.mark.parametrize("name", sorted(frames()))
def test_every_frame_stands_on_the_page_with_its_key(name: str) -> None:
    title, key, _ = ROWS[name].split(" | ")
    frame = frames()[name]
    assert (title, key) == (frame.title, " ".join(frame.grain) or "–")
