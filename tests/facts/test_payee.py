"""What the name on a paid account says; the words come from the rules folder."""

from __future__ import annotations

import polars as pl
import pytest

from tests.facts.site import settings
from wagecheck.facts.payee import is_company, is_internal, is_masked

PERSONS = [
    "张某甲",
    "李某",
    "欧阳某某",
    "买买提·某某·阿不都",
    "阿依古丽•买买提江",
    "王工程",
    "JOHN SMITH WILLIAMS",
    "张某甲（木工班组）",
]
FIRMS = [
    "示例劳务有限公司",
    "示例建筑劳务（示例市）有限公司",
    "某某项目部",
    "某某木工队",
    "示例商行",
    "某区财政局",
    "甲乙丙丁戊己庚",
]
INTERNAL = ["应付代收业务款项", "代发工资", "批量代发过渡户", "其他应付款-代发"]


def said(name: str) -> tuple[bool | None, bool]:
    frame = pl.DataFrame({"name": [name]}, schema={"name": pl.String})
    words = settings()
    return frame.select(
        is_company(pl.col("name"), words).alias("a"), is_internal(pl.col("name"), words).alias("b")
    ).row(0)


@pytest.mark.parametrize("name", PERSONS)
def test_persons(name: str) -> None:
    assert said(name) == (False, False)


@pytest.mark.parametrize("name", FIRMS)
def test_firms(name: str) -> None:
    assert said(name) == (True, False)


@pytest.mark.parametrize("name", INTERNAL)
def test_internal_accounts_are_no_firms(name: str) -> None:
    assert said(name) == (False, True)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张*", True),
        ("张**", True),
        ("*某甲", True),
        ("张*甲", True),
        ("张某甲", False),
        ("张某甲*", False),
        (None, False),
    ],
)
def test_masked_names(name: str | None, masked: bool) -> None:
    frame = pl.DataFrame({"name": [name]}, schema={"name": pl.String})
    assert frame.select(is_masked(pl.col("name"))).item() is masked
