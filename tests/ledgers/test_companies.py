"""Names of companies: equal, nearly equal, or two companies."""

from __future__ import annotations

import pytest

from wagecheck.ledgers.companies import company_fold, company_key, former_keys, is_near


@pytest.mark.parametrize(
    ("sentence", "one", "other"),
    [
        ("full-width and half-width brackets", "示例（北京）劳务有限公司", "示例(北京)劳务有限公司"),
        ("other brackets", "示例【北京】劳务有限公司", "示例(北京)劳务有限公司"),
        ("blanks", " 示例 劳务\u3000有限公司\n", "示例劳务有限公司"),
        ("full-width letters", "示例ＡＢ劳务", "示例ab劳务"),
    ],
)
def test_equal_names(sentence: str, one: str, other: str) -> None:
    assert company_key(one) == company_key(other), sentence


@pytest.mark.parametrize("name", [None, "", "  "])
def test_no_name_has_no_key(name: str | None) -> None:
    assert company_key(name) is None


@pytest.mark.parametrize(
    ("sentence", "one", "other", "near"),
    [
        ("有限责任公司 and 有限公司", "示例劳务有限责任公司", "示例劳务有限公司", True),
        ("brackets left out", "示例（北京）劳务有限公司", "示例北京劳务有限公司", True),
        ("one character written wrong", "示例华健劳务有限公司", "示例华建劳务有限公司", True),
        ("one character left out", "示例华建劳务有限公司", "示例华建筑劳务有限公司", True),
        ("two characters", "示例华健老务有限公司", "示例华建劳务有限公司", False),
        ("first and second bureau", "示例建工一局有限公司", "示例建工二局有限公司", False),
        ("甲 and 乙", "示例劳务甲公司", "示例劳务乙公司", False),
        ("east and west", "示例东方劳务有限公司", "示例西方劳务有限公司", False),
        ("a telling character more", "示例劳务有限公司", "示例东劳务有限公司", False),
        ("three characters", "示例华健老雾有限公司", "示例华建劳务有限公司", False),
        ("just long enough to tell", "示例华建有限公司", "示例华健有限公司", True),
        ("too short to tell", "华建有限公司", "华健有限公司", False),
    ],
)
def test_near_names(sentence: str, one: str, other: str, near: bool) -> None:
    folds = [company_fold(company_key(name) or "") for name in (one, other)]
    assert is_near(*folds) is near, sentence
    assert is_near(*reversed(folds)) is near, sentence


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("示例甲劳务公司、示例乙劳务公司", {"示例甲劳务公司", "示例乙劳务公司"}),
        ("原名：示例甲劳务公司；曾用名:示例乙劳务公司", {"示例甲劳务公司", "示例乙劳务公司"}),
        ("原野劳务有限公司", {"原野劳务有限公司"}),
        ("", set()),
        (None, set()),
    ],
)
def test_former_names_of_a_cell(cell: str | None, names: set[str]) -> None:
    assert former_keys(cell) == names
