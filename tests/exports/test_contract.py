"""The page for whoever writes export tables says what is read, and the dictionary says nothing that is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT
from wagecheck.intake.exports import columns, wordings
from wagecheck.ledgers.catalogue import LEDGERS, TITLES, column_title, schema

PAGE = (ROOT / "docs" / "exports.md").read_text("utf-8")


def _section(ledger: str) -> str:
    return PAGE.split(f"### {TITLES[ledger]} {ledger}\n")[1].split("\n### ")[0]


@pytest.mark.parametrize("ledger", LEDGERS)
def test_page_lists_every_field_that_is_read(ledger: str) -> None:
    section = _section(ledger)
    common = {"project", "contractor", "team", "period_start", "period_end"}
    for field in set(schema(ledger)) - set(wordings.raw()["made"]["fields"]) - common:
        assert f"| `{field}` |" in section, field
    for need in wordings.raw()["needs"][ledger]:
        assert f"`{' or '.join(need.split('|'))}`" in section


def test_page_names_every_object() -> None:
    for name, ledger in wordings.raw()["tables"].items():
        assert f"`{name}`" in _section(ledger)


@pytest.mark.parametrize("ledger", LEDGERS)
def test_own_names_and_titles_fill_every_field_once(ledger: str) -> None:
    own = [name for name in schema(ledger) if name not in wordings.raw()["made"]["fields"]]
    told = columns.told(ledger, own)
    assert told.refusal is None
    assert not told.unknown
    titles = dict.fromkeys(column_title(ledger, name) for name in told.places)
    again = columns.told(ledger, list(titles))
    assert again.refusal is None or ledger == "payroll_item"  # its 项目名称 is the project
    assert not again.unknown


def test_dictionary_speaks_of_fields_that_there_are() -> None:
    raw = wordings.raw()
    fields = {name for ledger in LEDGERS for name in schema(ledger)}
    pseudo = {wordings.PERIOD, wordings.PUNCH, wordings.DIRECTION, "project_code", "team_no", "team_leader_flag"}
    assert set(raw["codes"]) <= fields
    for ledger, needs in raw["needs"].items():
        for need in needs:
            assert set(need.split("|")) <= set(schema(ledger)) | pseudo, (ledger, need)
    assert set(raw["needs"]) == set(LEDGERS)
    for ledger, named in raw["columns"].items():
        if ledger not in ("all", "standing"):
            assert set(named) <= set(schema(ledger)) | pseudo
    for ledger, amounts in raw["filled"].items():
        assert set(amounts) <= set(schema(ledger))


@pytest.mark.parametrize("field", ["trade", "id_type", "status_text"])
def test_codes_without_leading_zeros_mean_one_thing(field: str) -> None:
    bare = [code.lstrip("0") or "0" for code in wordings.raw()["codes"][field]]
    assert len(bare) == len(set(bare))


def test_page_is_about_files_that_are_here() -> None:
    assert Path(ROOT / "rules" / "dictionaries" / "exports.toml").is_file()
