"""What the status column of a bank's answer says of a payment: success · failed · pending · refunded, or unknown.

The words are data (``rules/dictionaries/payment_status.toml``). Bare numbers mean something only where the sheet says
whose they are: by a legend (``0-成功 1-失败``) or by the name of the bank or system. What nobody explains stays unknown
and is listed; it is never a success.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

import polars as pl

from wagecheck import resources
from wagecheck.intake.bodies import Body
from wagecheck.intake.grid import text
from wagecheck.intake.issues import Issue, raw_text
from wagecheck.intake.wordings import normalise, squeeze
from wagecheck.ledgers.provenance import column_letters

_CODE: Final = re.compile(r"-?\d{1,3}")
#: Numbers and words of a legend: ``0-成功 1-失败``, ``成功(0) 失败(1)``.
_TOKEN: Final = re.compile(r"(?<!\d)-?\d{1,3}(?!\d)|[\u4e00-\u9fff]{2,12}")


@cache
def rules() -> dict[str, Any]:
    """``payment_status.toml``."""
    return resources.read_toml(resources.folder("rules") / "dictionaries" / "payment_status.toml")


@cache
def status_of(written: str) -> str | None:
    """success · failed · pending · refunded for the text of a status column; None where the words are not known."""
    plain = squeeze(written)
    for status, texts in rules()["exact"].items():
        if plain in {squeeze(text) for text in texts}:
            return str(status)
    return next((str(p["status"]) for p in rules()["pattern"] if re.search(p["pattern"], plain)), None)


def read(body: Body) -> tuple[pl.Series, list[Issue]]:
    """Status of every body row (null: not stated or not known), and IN05 for every text that nobody explains.

    Without a status a reason of failure tells: 失败原因 with a reason in it is a failure, 返回信息 speaks for itself.
    """
    by_reason = _by_reason(body)
    column = body.table.kind.first("status_text")
    if column is None:
        return by_reason, []
    written = body.parsed["status_text"].value
    codes = _codes(body, written)
    known = {said: codes.get(squeeze(said)) or status_of(said) for said in written.drop_nulls().unique().to_list()}
    status = written.replace_strict(known, default=None, return_dtype=pl.String) if known else written
    status = status.alias("status")
    unread = written.is_not_null() & status.is_null() & body.is_record
    stated = pl.select(pl.coalesce(status, pl.when(written.is_null()).then(by_reason)).alias("status")).to_series()
    return stated, _unknown(body, written.filter(unread), body.numbers.filter(unread))


def _by_reason(body: Body) -> pl.Series:
    size = len(body.table.body)
    column = body.table.kind.first("failure_reason")
    if column is None:
        return pl.Series("status", [None] * size, dtype=pl.String)
    heading = normalise(column.label).text
    fails = any(word in heading for word in rules()["reason"]["failed"])
    said = body.parsed["failure_reason"].value
    nothing = {squeeze(word) for word in rules()["reason"]["nothing"]}
    known = {
        reason: None if squeeze(reason) in nothing else status_of(reason) or ("failed" if fails else None)
        for reason in said.drop_nulls().unique().to_list()
    }
    if not known:
        return pl.Series("status", [None] * size, dtype=pl.String)
    return said.replace_strict(known, default=None, return_dtype=pl.String).alias("status")


def _codes(body: Body, written: pl.Series) -> dict[str, str]:
    """What the numbers in the status column mean, as far as the sheet says; empty where it holds no bare numbers."""
    if not any(_CODE.fullmatch(squeeze(said)) for said in written.drop_nulls().unique().to_list()):
        return {}
    table = body.table
    column = table.kind.columns["status_text"][0]
    parent = next((h.parent for h in table.header.headings if h.index == column.index), "")
    above = [table.bands.title, *(text(cell) for cells in table.bands.values.values() for cell in cells)]
    below = [
        text(cell) for row in (~body.is_record).arg_true().to_list() for cell in body.rows[row] if isinstance(cell, str)
    ]
    found = _legend([column.label, parent, *above, *below])
    around = "".join(map(squeeze, [column.label, parent, *above, table.grid.name, table.path])).upper()
    for system in rules()["codes"]:
        if any(word.upper() in around for word in system["told_by"]):
            found = {**system["status"], **found}
    return found


def _legend(texts: Iterable[str]) -> dict[str, str]:
    """Numbers beside words that are known; which of the two comes first, most of the pairs tell."""
    found: dict[str, str] = {}
    for said in texts:
        tokens = [t for t in _TOKEN.findall(said) if _CODE.fullmatch(t) or status_of(t)]
        pairs = list(itertools.pairwise(tokens))
        code_first = [(a, b) for a, b in pairs if _CODE.fullmatch(a) and not _CODE.fullmatch(b)]
        word_first = [(b, a) for a, b in pairs if _CODE.fullmatch(b) and not _CODE.fullmatch(a)]
        for code, word in max(code_first, word_first, key=len):
            found.setdefault(code, str(status_of(word)))
    return found


def _unknown(body: Body, written: pl.Series, rows: pl.Series) -> list[Issue]:
    """IN05, one for every text that is not known: how often it stands there, and where first."""
    column = body.table.kind.columns["status_text"][0]
    letters = column_letters(column.index + 1)
    counted = (
        pl.DataFrame({"said": written, "row": rows})
        .group_by("said", maintain_order=True)
        .agg(pl.len().alias("count"), pl.col("row").first())
    )
    return [
        Issue(
            "IN05",
            f"“{column.label}”栏的“{raw_text(said)}”看不懂是成功还是失败，共 {count} 处，首见于 {letters}{row}；"
            "这些付款按“结果不明”处理，不算到账，请向银行核实含义并改成文字（成功、失败、处理中、退票）",
            f"{raw_text(said)!r} under {column.label!r} is no known result ({count} cells, first "
            f"{letters}{row}); these payments count as unknown, not as paid: ask the bank",
            row, column.index + 1, "status_text", raw_text(said), count,
        )
        for said, count, row in counted.iter_rows()
    ]  # fmt: skip
