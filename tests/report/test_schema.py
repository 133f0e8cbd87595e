"""``result.json`` keeps its published schema, and the schema names every column there is."""

from __future__ import annotations

import copy
import dataclasses
import json
from pathlib import Path

import jsonschema
import polars as pl
import pytest

from tests.conftest import ROOT, SAMPLES, check
from wagecheck.result import CONTRACTORS, FINDINGS, OUTCOMES, RuleInfo

SCHEMA = json.loads((ROOT / "templates" / "schemas" / "result.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("sample", ["clean", "typical", "severe", "messy"])
def test_samples_validate(sample: str, tmp_path: Path) -> None:
    VALIDATOR.validate(check(SAMPLES / sample, tmp_path / "out", "--format", "json,xlsx").result)


def test_compared_results_validate(tmp_path: Path) -> None:
    before = check(SAMPLES / "typical", tmp_path / "before", "--format", "json")
    after = check(SAMPLES / "typical", tmp_path / "after", "--format", "json", "--against", before.out)
    VALIDATOR.validate(after.result)
    assert after.result["manifest"]["compared"]["open"] == len(before.result["findings"])


@pytest.mark.parametrize(
    ("part", "schema"), [("findings", FINDINGS), ("outcomes", OUTCOMES), ("contractors", CONTRACTORS)]
)
def test_every_column_is_described_with_its_type(part: str, schema: pl.Schema) -> None:
    told = SCHEMA["properties"][part]["items"]
    assert list(told["properties"]) == list(schema) == told["required"]
    kinds = {
        pl.String: {"string"},
        pl.Int32: {"integer"},
        pl.Boolean: {"boolean"},
        pl.Float64: {"number"},
        pl.Decimal: {"string"},
        pl.List: {"array"},
    }
    for name, dtype in schema.items():
        said = told["properties"][name]
        if "enum" not in said:
            allowed = {said["type"]} if isinstance(said["type"], str) else set(said["type"])
            assert allowed - {"null"} == kinds[dtype.base_type()], name


def test_every_field_of_a_rule_is_described() -> None:
    assert set(SCHEMA["properties"]["rules"]["items"]["properties"]) == {
        one.name for one in dataclasses.fields(RuleInfo)
    }


@pytest.mark.parametrize(
    ("part", "name", "value"),
    [
        ("findings", "severity", "grave"),
        ("findings", "amount", 200),
        ("findings", "fingerprint", "x"),
        ("outcomes", "outcome", "ok"),
        ("contractors", "colour", "blue"),
    ],
)
def test_wrong_values_do_not_pass(part: str, name: str, value: object, typical: dict) -> None:
    wrong = copy.deepcopy(typical)
    wrong[part][0][name] = value
    assert not VALIDATOR.is_valid(wrong)
    lacking = copy.deepcopy(typical)
    del lacking[part][0][name]
    assert not VALIDATOR.is_valid(lacking)


@pytest.fixture(scope="module")
def typical(tmp_path_factory: pytest.TempPathFactory) -> dict:
    return check(SAMPLES / "typical", tmp_path_factory.mktemp("t") / "out", "--format", "json").result
