"""Why a mark of the worker matrix is not ✓, in words. Reads ``WORKERS.why``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import polars as pl

from wagecheck.result import Result
from wagecheck.wording import Wording

#: Findings that are told in full behind one mark.
TOLD: Final = 3


def reason(why: Mapping[str, Any], t: Wording) -> str:
    """One reason without its findings: 花名册里没有此人."""
    if why["what"] == "missing":
        return t(f"page.why_missing_{why['ledger']}")
    return t(f"page.why_{why['what']}", ledger=t(f"ledger.{why['ledger']}"))


def messages(result: Result, t: Wording) -> dict[str, str]:
    """What the findings say that make a ledger differ, by fingerprint."""
    whys = result.workers.select(pl.col("why").list.explode(keep_nulls=False, empty_as_null=False)).unnest("why")
    asked = whys.filter(pl.col("what") == "differs")["findings"].list.explode(keep_nulls=False, empty_as_null=False)
    rows = result.findings.filter(pl.col("fingerprint").is_in(asked.unique().implode()))
    return {mark: t.pick(zh, en) for mark, zh, en in rows.select("fingerprint", "message", "message_en").iter_rows()}


def sentence(whys: Iterable[Mapping[str, Any]] | None, told: Mapping[str, str], t: Wording) -> str | None:
    """All reasons of one worker, ledger by ledger; None where every mark is ok. ``told``: :func:`messages`."""
    joint, colon = ("; ", ": ") if t.lang == "en" else ("；", "：")
    said = []
    for why in whys or ():
        found = [told[mark] for mark in why["findings"] if mark in told] if why["what"] == "differs" else []
        text = " ".join(found[:TOLD]) or reason(why, t)
        if len(found) > TOLD:
            text += t("page.why_more", count=len(found) - TOLD)
        said.append(t(f"ledger.{why['ledger']}") + colon + text)
    return joint.join(said) or None
