"""near_name: the short way finds exactly what comparing every name with every other finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wagecheck.facts import near_name
from wagecheck.ledgers.companies import is_near

#: Few characters, so that names often differ by one; some of them tell companies apart, one is beyond the basic plane.
NAMES = st.lists(st.text("安邦一1甲建筑司𠮷", max_size=9), max_size=12)
SUFFIXED = NAMES.map(lambda names: [name + "有限公司" for name in names] + names)


@given(SUFFIXED, SUFFIXED)
def test_as_the_slow_way(folds: list[str], others: list[str]) -> None:
    slow = {
        fold: near
        for fold in set(folds) - {""}
        if (near := sorted(other for other in set(others) - {""} if is_near(fold, other)))
    }
    assert near_name.pairs(folds, others) == slow


def test_one_character_more_less_or_other_is_near() -> None:
    own = "示例安邦建筑劳务有限公司"
    others = ["示列安邦建筑劳务有限公司", "示例安建筑劳务有限公司", "示例安邦达建筑劳务有限公司", own]
    far = ["示列安帮建筑劳务有限公司", "示例安邦建筑劳务一有限公司", "远方安邦建筑劳务有限公司"]
    assert near_name.pairs([own], others + far) == {own: sorted(others)}


def test_nothing_to_compare_is_no_pair() -> None:
    assert near_name.pairs([], ["示例安邦建筑劳务有限公司"]) == near_name.pairs([""], [""]) == {}
