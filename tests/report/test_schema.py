"""``result.json`` keeps its published schema, and the schema names every column there is."""

from __future__ import annotations

import copy
import dataclasses
import json
from pathlib import Path
from typing import Any

import jsonschema
import polars as pl
import pytest

from tests.conftest import ROOT, SAMPLES, check
from tests.test_waiving import judged
from wagecheck.result import CONTRACTORS, FINDINGS, OUTCOMES, RuleInfo

SCHEMA = json.loads((ROOT / "templates" / "schemas" / "result.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


def closed(part: Any) -> Any:
    """The schema without leave for anything that it does not name."""
    if isinstance(part, dict):
        told = {name: closed(one) for name, one in part.items()}
        return {**told, "additionalProperties": False} if told.get("additionalProperties") is True else told
    return [closed(one) for one in part] if isinstance(part, list) else part


#: Later versions may say more; this one says nothing that the schema does not describe.
STRICT = jsonschema.Draft202012Validator(closed(SCHEMA), format_checker=jsonschema.FormatChecker())


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("sample", ["clean", "typical", "severe", "messy"])
def test_samples_validate(sample: str, tmp_path: Path) -> None:
    told = check(SAMPLES / sample, tmp_path / "out", "--format", "json,xlsx").result
    VALIDATOR.validate(told)
    STRICT.validate(told)


def test_compared_results_validate(tmp_path: Path) -> None:
    before = check(SAMPLES / "typical", tmp_path / "before", "--format", "json")
    after = check(SAMPLES / "typical", tmp_path / "after", "--format", "json", "--against", before.out)
    STRICT.validate(after.result)
    other = check(SAMPLES / "severe", tmp_path / "other", "--format", "json", "--against", before.out)
    STRICT.validate(other.result)
    assert other.result["manifest"]["compared"]["unseen_findings"]
    assert after.result["manifest"]["compared"]["open"] == len(before.result["findings"])


def test_results_with_waivers_register_and_mapping_validate(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    waived = judged(monkeypatch, {}, {"id": "W2", "rule": "ZZ99"}, {"id": "W3", "contractor": "远方建设有限公司"})
    told = json.loads(json.dumps(waived.to_json()))
    STRICT.validate(told)
    waivers = told["manifest"]["waivers"]
    assert waivers["used"] and waivers["problems"] and waivers["elsewhere"] == ["W3"]
    plain = judged(monkeypatch, unmask=True).to_json()
    STRICT.validate(json.loads(json.dumps(plain)))
    register, mapping = tmp_path / "r.db", tmp_path / "mapping.toml"
    mapping.write_text('[[sheet]]\nfingerprint = "0123456789abcdef"\nledger = "payroll"\n', "utf-8")
    kept = ("--register", register, "--keep", "--as", "示例", "--format", "json")
    first = check(SAMPLES / "typical", tmp_path / "one", *kept, register=False)
    STRICT.validate(first.result)
    options = (*kept, "--period", "2026-10", "--against", "last", "--mapping", mapping)
    second = check(SAMPLES / "typical", tmp_path / "two", *options, register=False)
    assert second.code in (0, 1, 3), second.stderr
    STRICT.validate(second.result)
    manifest = second.result["manifest"]
    assert manifest["register"]["kind"] == "register" and manifest["mapping"]["unused"]
    assert manifest["compared"]["earlier_run"] and manifest["period"]


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
