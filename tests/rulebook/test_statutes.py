"""How the law is printed."""

from __future__ import annotations

import pytest

from tests.house_rules import BOOK
from wagecheck.rulebook.numerals import article, chinese


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (31, "三十一"), (100, "一百"), (101, "一百零一"),
     (110, "一百一十"), (276, "二百七十六"), (1001, "一千零一"), (1010, "一千零一十"), (9999, "九千九百九十九")],
)  # fmt: skip
def test_numerals(number: int, text: str) -> None:
    assert chinese(number) == text


@pytest.mark.parametrize(
    ("cited", "printed"),
    [("31", "第三十一条"), ("57.2", "第五十七条第（二）项"), ("276之一", "第二百七十六条之一"), ("附录", "附录")],
)
def test_articles(cited: str, printed: str) -> None:
    assert article(cited) == printed


@pytest.mark.parametrize(
    ("citation", "printed"),
    [
        ("保障农民工工资支付条例#31", "《保障农民工工资支付条例》第三十一条"),
        ("保障农民工工资支付条例#56.1", "《保障农民工工资支付条例》第五十六条第（一）项"),
        ("工程建设领域农民工工资专用账户管理暂行办法", "《工程建设领域农民工工资专用账户管理暂行办法》"),
        ("建筑工人实名制管理办法（试行）#8", "《建筑工人实名制管理办法（试行）》第八条（依据待核）"),
        ("超龄劳动者基本权益保障暂行规定", "《超龄劳动者基本权益保障暂行规定》（依据待核）"),
        ("六统一", "“六统一”要求（公司制度）"),
    ],
)
def test_citations(citation: str, printed: str) -> None:
    assert BOOK.statutes.text(citation) == printed
