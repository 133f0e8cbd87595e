"""Made-up names: people are 姓 + 某 + 天干, 地支 or a numeral, firms are 示例… – nobody can take them for real ones."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜"
    "崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史陶贺顾毛郝龚邵万钱严武莫孔汤"
)
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_NUMERALS = "一二三四五六七八九十"

#: Words of made-up firms; no two share a character, so that none is a near name of another.
FIRM_WORDS = (
    "青松", "磐石", "长虹", "鼎力", "晨曦", "远航", "蓝田", "金桥", "瑞丰", "同舟",
    "朝阳", "翠屏", "白鹭", "银杏", "飞鸿", "玉兰", "春晖", "铁臂", "云岭", "清泉",
)  # fmt: skip


def given_names() -> Iterator[str]:
    """甲, 乙 … 子, 丑 … 一, 二 …, then pairs (甲子 …), then triples."""
    singles = _STEMS + _BRANCHES + _NUMERALS
    for length in (1, 2, 3):
        yield from map("".join, product(singles, repeat=length))


def people(rng: random.Random, count: int) -> list[str]:
    """``count`` distinct names such as 张某甲, surnames and given names mixed."""
    names: list[str] = []
    for given in given_names():
        names += [f"{surname}某{given}" for surname in SURNAMES]
        if len(names) >= max(count * 2, 1000):
            break
    return rng.sample(names, count)


def firm(index: int) -> str:
    """Name of the ``index``-th made-up labour firm, e.g. 示例青松建筑劳务有限公司."""
    word = FIRM_WORDS[index % len(FIRM_WORDS)]
    series = index // len(FIRM_WORDS)
    return f"示例{word}{f'第{series + 1}' if series else ''}建筑劳务有限公司"


def site(number: int) -> str:
    """Name of the ``number``-th further project, e.g. 示例青松大道第1标段工程."""
    return f"示例{FIRM_WORDS[number % len(FIRM_WORDS)]}大道第{number // len(FIRM_WORDS) + 1}标段工程"
