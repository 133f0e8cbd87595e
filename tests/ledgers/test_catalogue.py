"""The ledgers are what docs/architecture.md §2 says they are."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from wagecheck.ledgers import catalogue, checks

ARCHITECTURE = Path(__file__).resolve().parents[2] / "docs" / "architecture.md"
COMMON = ["src", "row", "project", "contractor", "team", "period_start", "period_end"]


def documented() -> dict[str, list[str]]:
    """Ledger → its own columns, from the table of the architecture page."""
    section = ARCHITECTURE.read_text("utf-8").split("\n## 2.")[1].split("\n## 3.")[0]
    rows = re.findall(r"^\| (\w+) \| [^|]+ \| ([^|]+) \|$", section, re.MULTILINE)
    return {
        name: re.findall(r"[a-z_]+", re.sub(r"\((?:[^()]|\([^()]*\))*\)|— .*", "", fields))
        for name, fields in rows
        if name != "ledger"
    }


def test_the_page_lists_the_same_ledgers() -> None:
    assert list(documented()) == list(catalogue.LEDGERS)


@pytest.mark.parametrize("ledger", catalogue.LEDGERS)
def test_columns_are_those_of_the_page_in_its_order(ledger: str) -> None:
    assert catalogue.schema(ledger).names() == COMMON + documented()[ledger]


@pytest.mark.parametrize("ledger", catalogue.LEDGERS)
def test_every_column_says_what_people_and_masks_need(ledger: str) -> None:
    for name, column in catalogue.LEDGERS[ledger].to_schema().columns.items():
        facts = catalogue.column_metadata(ledger, name)
        assert re.search(r"[一-鿿]", catalogue.column_title(ledger, name)), name
        assert column.description, name
        assert set(facts) == {"unit", "sensitivity", "mask", "platform"}, name
        assert facts["sensitivity"] in {"none", "personal", "sensitive"}, name
        assert facts["mask"] in {"id", "card", "phone", "name", "none"}, name
        assert column.nullable is (name not in {"src", "row"}), name


@pytest.mark.parametrize("ledger", catalogue.LEDGERS)
def test_types_are_exact(ledger: str) -> None:
    """Money and days are decimals, never floats; what masks as a number of a person is text."""
    for name, kind in catalogue.schema(ledger).items():
        facts = catalogue.column_metadata(ledger, name)
        assert kind not in {pl.Float64, pl.Float32}, name
        if (facts["unit"] or "").startswith("元"):
            assert kind == pl.Decimal(18, 2), name
        if facts["mask"] != "none":
            assert kind == pl.String, name


@pytest.mark.parametrize("ledger", catalogue.PEOPLE)
def test_ledgers_of_people_know_a_person(ledger: str) -> None:
    assert {"name", "name_key", "id_number", "id_state"} <= set(catalogue.schema(ledger))


def test_people_are_all_ledgers_with_a_person() -> None:
    assert [name for name in catalogue.LEDGERS if "name_key" in catalogue.schema(name)] == list(catalogue.PEOPLE)


def test_the_six_unifications_and_payments_in_their_order() -> None:
    assert list(catalogue.SIX.items()) == [
        ("identity", "身份证信息"),
        ("contract", "劳动合同"),
        ("roster", "花名册"),
        ("attendance", "考勤表"),
        ("payroll", "工资发放表"),
        ("payment", "银行流水"),
        ("notice", "工资公示表"),
    ]


def test_titles_cover_the_ledgers() -> None:
    assert list(catalogue.TITLES) == list(catalogue.LEDGERS)


@pytest.mark.parametrize("ledger", catalogue.LEDGERS)
def test_an_empty_ledger_passes_the_gate(ledger: str) -> None:
    frame = catalogue.empty(ledger)
    assert frame.is_empty()
    checks.gate(frame, catalogue.LEDGERS[ledger])


def test_an_unknown_ledger_or_column_is_refused() -> None:
    with pytest.raises(KeyError):
        catalogue.schema("payrol")
    with pytest.raises(KeyError):
        catalogue.column_title("payroll", "net")


@pytest.mark.parametrize("ledger", catalogue.LEDGERS)
def test_fields_are_those_of_the_schema(ledger: str) -> None:
    assert catalogue.fields(ledger) == set(catalogue.schema(ledger))


@pytest.mark.parametrize("ledger", catalogue.LEDGERS)
def test_columns_read_from_the_class_are_those_of_its_pandera_schema(ledger: str) -> None:
    """Who only reads files never builds the schema; both must say the same, in the same order."""
    columns = catalogue.LEDGERS[ledger].to_schema().columns
    assert list(catalogue.schema(ledger).items()) == [(name, column.dtype.type) for name, column in columns.items()]
    assert catalogue.fields(ledger) == set(columns)
    for name, column in columns.items():
        assert catalogue.column_title(ledger, name) == column.title
        assert catalogue.column_metadata(ledger, name) == column.metadata
