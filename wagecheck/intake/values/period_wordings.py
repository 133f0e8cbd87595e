"""The wordings of pay periods as patterns over normalised text (NFKC, digits for numerals, single blanks)."""

from __future__ import annotations

import re
from typing import Final

_YEAR: Final = r"(?:19|20)\d{2}"
_NUMBER: Final = r"\d{1,2}"
_TO: Final = r"\s*(?:至|到|[-–—−~〜]+)\s*"
_SEP: Final = r"\s*[./-]\s*"
_YEAR_SEP: Final = r"\s*[./年-]\s*"
_MONTH_SEP: Final = r"\s*[./月-]\s*"
_START: Final = r"(?<!\d)(?<!\d[./-])"
_BARE: Final = r"(?<![\d年./-])"
_DAY: Final = r"\s*[日号]?"
_NO_DAY_AFTER: Final = r"(?!\s*\d{1,2}(?!\d)\s*(?:[日号~–—−至到-]|$))"

#: Parts of a month and of a year: groups y1 (where the wording has a year), m1 and part, or y1 and quarter.
PARTS: Final = (
    re.compile(
        rf"(?:{_START}(?P<y1>{_YEAR})\s*年\s*|{_BARE})(?P<m1>{_NUMBER})\s*月份?\s*(?P<part>[上中下]旬|[上下]半月)"
    ),
    re.compile(rf"{_START}(?P<y1>{_YEAR})\s*年?度?\s*(?:第?(?P<quarter>[1-4一二三四])季度|(?P<q>Q[1-4])(?!\d))"),
)
#: Months one after another: 2026年3、4月. At the start of a text (1、2月份工资) the first number may count the files.
LISTS: Final = (
    re.compile(
        rf"(?P<first>^)?(?:{_START}(?P<y1>{_YEAR})\s*年\s*|{_BARE})"
        rf"(?P<months>{_NUMBER}\s*月?份?(?:\s*[、,和及]\s*{_NUMBER}\s*月?份?)*\s*[、,和及]\s*{_NUMBER})\s*月份?(?!\s*\d)(?P<more>.)?"
    ),
)
#: Groups y1 m1 d1 y2 m2 d2, those the wording has. What says more comes first.
RANGES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        # 2026-03-11～2026-04-10 · 2026.3.11-4.10 · 2026年3月11日至4月10日
        rf"{_START}(?P<y1>{_YEAR}){_YEAR_SEP}(?P<m1>{_NUMBER}){_MONTH_SEP}(?P<d1>{_NUMBER}){_DAY}{_TO}"
        rf"(?:(?P<y2>{_YEAR}){_YEAR_SEP})?(?P<m2>{_NUMBER}){_MONTH_SEP}(?P<d2>{_NUMBER})(?!\d|{_SEP}\d)",
        # 20200101-20200109
        rf"(?<!\d)(?P<y1>{_YEAR})(?P<m1>\d{{2}})(?P<d1>\d{{2}}){_TO}(?P<y2>{_YEAR})(?P<m2>\d{{2}})(?P<d2>\d{{2}})(?!\d)",
        # 3月11日-4月10日
        rf"{_BARE}(?P<m1>{_NUMBER})\s*月\s*(?P<d1>{_NUMBER}){_DAY}{_TO}(?P<m2>{_NUMBER})\s*月\s*(?P<d2>{_NUMBER})(?!\d)",
        # 2026年10月1日-15日 · 2026年10月1-15日
        rf"{_START}(?P<y1>{_YEAR})\s*年\s*(?P<m1>{_NUMBER})\s*月\s*(?P<d1>{_NUMBER}){_DAY}{_TO}(?P<d2>{_NUMBER})\s*[日号]",
        # 10月1日-15日
        rf"{_BARE}(?P<m1>{_NUMBER})\s*月\s*(?P<d1>{_NUMBER}){_DAY}{_TO}(?P<d2>{_NUMBER})\s*[日号]",
        # 2026年9月-2026年10月 · 2026.09-2026.10
        rf"{_START}(?P<y1>{_YEAR}){_YEAR_SEP}(?P<m1>{_NUMBER})\s*(?:月份?)?{_TO}"
        rf"(?P<y2>{_YEAR}){_YEAR_SEP}(?P<m2>{_NUMBER})(?!\d|{_SEP}\d|\s*月\s*\d)",
        # 2026年9-10月 · 2026年9月-10月
        rf"{_START}(?P<y1>{_YEAR})\s*年\s*(?P<m1>{_NUMBER})\s*(?:月份?)?{_TO}(?P<m2>{_NUMBER})\s*月(?!\s*\d)",
        # 9-10月 · 9月-10月
        rf"{_BARE}(?P<m1>{_NUMBER})\s*(?:月份?)?{_TO}(?P<m2>{_NUMBER})\s*月(?!\s*\d)",
    )
)
#: Groups y1 (where the wording has a year) and m1.
MONTHS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        # 2026年10月 · 2026年10月份
        rf"{_START}(?P<y1>{_YEAR})\s*年\s*(?P<m1>{_NUMBER})\s*月{_NO_DAY_AFTER}",
        # 2026-10 · 2026.10 · 2026/10
        rf"{_START}(?P<y1>{_YEAR}){_SEP}(?P<m1>{_NUMBER})(?!\d|{_SEP}\d|\s*个?月\s*\d|\s*个月)",
        # 202610
        rf"(?<![\dA-Za-z])(?<![A-Za-z]-)(?P<y1>{_YEAR})(?P<m1>0[1-9]|1[0-2])(?!\d|[.-]\d)",
        # 10月份 · 10月
        rf"{_BARE}(?<!年\s)(?P<m1>{_NUMBER})\s*月(?!\s*[底初末旬]){_NO_DAY_AFTER}",
    )
)
#: 9.26-10.25: where no month is named otherwise, and only with a year around it.
DOTTED: Final = (
    re.compile(
        rf"(?<![\dA-Za-z年月./-])(?P<m1>{_NUMBER})\.(?P<d1>{_NUMBER}){_DAY}{_TO}(?P<m2>{_NUMBER})\.(?P<d2>{_NUMBER})(?![\d.])"
    ),
)
#: 2026-10-15 · 2026年10月15日 · 20261015, alone
ONE_DAY: Final = re.compile(
    rf"({_YEAR}){_YEAR_SEP}({_NUMBER}){_MONTH_SEP}({_NUMBER}){_DAY}(?:[\sT]+[\d:.]+)?|({_YEAR})(\d{{2}})(\d{{2}})"
)
#: A year that stands for itself: 工资台账2026, 2026年度
LONE_YEAR: Final = re.compile(rf"(?<!\d)(?<!\d[./-])({_YEAR})(?!\d|[.-]\d)")
#: A number written as text; 2017.06 is not among them, MONTHS reads that.
NUMBER: Final = re.compile(r"(?!\d{4}\.)\d{1,6}(?:\.\d+)?")
