"""Words of the contract register: kind of term, probation, signature, and the length of a term."""

from __future__ import annotations

import polars as pl
import pytest

from tests.facts.ledger_kit import D
from wagecheck.facts import contract_term, signature
from wagecheck.resources import folder, read_toml

WORDS = {
    name: tuple(part["words"])
    for name, part in read_toml(folder("rules") / "dictionaries" / "contract_terms.toml").items()
    if isinstance(part, dict)
}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("固定期限", "fixed"), ("有固定期限劳动合同", "fixed"), ("无固定期限", "open"), ("以完成一定工作任务为期限", "task"),
        ("至工程完工为止", "task"), ("0", "fixed"), ("1", "task"), ("1年", "fixed"), ("六个月", "fixed"),
        ("2026-01-01至2026-12-31", "fixed"), ("2026年1月1日-2026年12月31日", "fixed"), ("按项目", None), ("10", None), (None, None),
    ],
)  # fmt: skip
def test_kind_of_term(text: str | None, kind: str | None) -> None:
    frame = pl.DataFrame({"contract_term_type": [text]}, schema={"contract_term_type": pl.String})
    assert frame.select(contract_term.kind(WORDS)).item() == kind


@pytest.mark.parametrize(
    ("text", "months"),
    [
        (None, 0), ("无试用期", 0), ("不约定", 0), ("1个月", 1), ("两个月", 2), ("半个月", 0.5), ("3月", 3), ("15天", 0.5), ("2", 2),
        ("2026-01-01至2026-01-31", 1), ("2026.1.1-2026.2.15", 1.5), ("2026年1月1日至2026年3月31日", 3), ("30", None), ("按规定", None),
    ],
)  # fmt: skip
def test_months_of_probation(text: str | None, months: float | None) -> None:
    frame = pl.DataFrame({"probation": [text]}, schema={"probation": pl.String})
    for there, expected in ((True, months), (False, None)):
        found = frame.select(contract_term.probation_months(WORDS, has_column=pl.lit(value=there))).item()
        assert found == expected


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (D(2026, 1, 1), D(2026, 12, 31), 12), (D(2026, 1, 1), D(2026, 12, 30), 11), (D(2026, 1, 15), D(2026, 4, 14), 3),
        (D(2026, 1, 15), D(2026, 4, 13), 2), (D(2026, 1, 31), D(2026, 2, 28), 1), (D(2026, 10, 1), None, None),
    ],
)  # fmt: skip
def test_full_months(first: object, last: object, months: int | None) -> None:
    frame = pl.DataFrame({"first": [first], "last": [last]}, schema={"first": pl.Date, "last": pl.Date})
    assert frame.select(contract_term.full_months(pl.col("first"), pl.col("last"))).item() == months


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("是", "signed"), ("已签", "signed"), ("√", "signed"), ("张某甲", "signed"), ("张  某甲（班长）", "signed"), ("本人手签", "signed"),
        ("[图片]", "signed"), ("否", "unsigned"), ("未签字", "unsigned"), ("不是本人", "unsigned"), ("班组长代签", "proxy"),
        ("他人签", "proxy"), ("李某乙", "other_name"), ("李*", None), ("2026-10-01", None), (None, "blank"), (" ", "blank"),
    ],
)  # fmt: skip
def test_what_a_signature_says(text: str | None, state: str | None) -> None:
    frame = pl.DataFrame(
        {"signed": [text], "name_key": ["张某甲"]}, schema={"signed": pl.String, "name_key": pl.String}
    )
    assert frame.select(signature.state("signed", WORDS)).item() == state
