"""Every reader of one text: names of files and firms, marks, periods, days, statuses, what is written beside tables."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from typing import Any, Final

import polars as pl

from wagecheck import privacy
from wagecheck.facts import punches
from wagecheck.intake import (
    bank_status,
    day_columns,
    file_names,
    firm_names,
    marks,
    origins,
    stated_counts,
    values,
    wordings,
)
from wagecheck.intake import punches as punched
from wagecheck.intake.bands import Bands
from wagecheck.intake.values import capitals, numerals
from wagecheck.ledgers import companies, identifiers
from wagecheck.ledgers.names import name_key

#: What texts of sheets are made of, and what should not stand in them.
PIECES: Final = (
    "张某甲", "110199199003070017", "1.1E17", "5,000.00", "2026-10", "10月", "√", "全勤", "#REF!", "\u200b", "\u202e",
    "\0", "\x07", "￥", "万", "-", "（", "）", "1/", "31", "=1+1", "nan", "∞", "🙂", "\ud7ff", "（22人）", "有限公司",
    "建筑劳务", "07:01", "25:99", "次日", "壹", "拾", "亿", "元整", "年", "月", "日", "9999", "13", "~", "至", "..", "上半月",
    "合计", "：", "/", "\\", "²", "Ⅻ", "十", "百", "千", "〇", "廿", ".", "*", "[", "(", "٣", "0" * 40, "9" * 400, "e", "%",
)  # fmt: skip

#: Name → reader of one text. None may raise, whatever stands in the text.
READERS: Final[dict[str, Callable[[str], Any]]] = {
    "amount in words": capitals.amount,
    "bank status": bank_status.status_of,
    "company": companies.company_key,
    "company in a title": firm_names.company_in,
    "day of a heading": day_columns.day_label,
    "file name, plain": file_names.plain,
    "file name, shown": file_names.shown,
    "firm key": firm_names.company_key,
    "firm and rest": firm_names.split_company,
    "former names": companies.former_keys,
    "folder": origins.folder_name,
    "heading": wordings.normalise,
    "heading of a payroll": lambda text: wordings.match(text, "payroll"),
    "legend": lambda text: marks.legend([text]),
    "line of a worker": marks.line_role,
    "mark": lambda text: marks.meaning(marks.clean(text), {}),
    "mask of a free text": privacy.mask_free,
    "mask of a name": privacy.mask_name,
    "masks of numbers": lambda text: (privacy.mask_id(text), privacy.mask_card(text), privacy.mask_phone(text)),
    "numeral": lambda text: (numerals.arabic(text), numerals.counted(text)),
    "period": lambda text: (values.period(text), values.find_period(text, year_hint=2026)),
    "place of a table": lambda text: origins.of_table(f"{text}/{text}.xlsx", text, Bands()),
    "stated count": lambda text: (
        stated_counts.of_name("file", text),
        list(stated_counts.of_row("footer", [(1, text)], 3)),
    ),
    "words of a title": wordings.words_found,
}

#: Name → expression over the column ``text``. None may fail, each answers every row.
EXPRESSIONS: Final[dict[str, Callable[[pl.Expr], pl.Expr]]] = {
    "birth date": identifiers.birth_date,
    "identity number": identifiers.identity_problem,
    "kind of document": identifiers.document_title,
    "luhn": identifiers.luhn_ok,
    "name key": name_key,
    "punches of a mark": punches.read,
    "resident number": identifiers.resident_problem,
    "sex": identifiers.sex,
    "times of a cell": lambda text: punched.mark(punched.moments(punched.times(text))),
    "unified code": identifiers.uscc_problem,
}


def try_texts(texts: list[str]) -> None:
    """Every reader reads every text; the error of the first that cannot names the reader and the text."""
    for name, reader in READERS.items():
        for text in texts:
            try:
                reader(text)
            except Exception as error:
                raise AssertionError(f"{name}: {text!r}") from error
    frame = pl.DataFrame({"text": texts}, schema={"text": pl.String})
    for name, expression in EXPRESSIONS.items():
        assert frame.select(expression(pl.col("text"))).height == len(texts), name


def drawn(number: int, count: int = 25) -> list[str]:
    """So many texts, the same ones for the same number."""
    chance = random.Random(number)
    return ["".join(chance.choices(PIECES, k=chance.randrange(9))) for _ in range(count)]


def column(number: int) -> list[object]:
    """A column of cells of all kinds, the same one for the same number."""
    chance = random.Random(number)
    others = (
        None, True, chance.randrange(-(10**20), 10**20), chance.uniform(-1e18, 1e18), float("nan"), float("-inf"),
        dt.date(chance.randrange(1, 10_000), 1, 31), dt.datetime(chance.randrange(1, 10_000), 12, 31, 23, 59, 59),
        dt.time(23, 59), dt.timedelta(days=chance.randrange(-999_999, 999_999)),
    )  # fmt: skip
    return chance.choices([*drawn(number, 10), *others], k=12)
