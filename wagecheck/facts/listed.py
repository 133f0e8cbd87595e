"""Entries of the blacklist as facts compare them: what each is called, when it applies, which people it names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from typing import Final

import polars as pl

from wagecheck.facts.payee import is_company
from wagecheck.facts.settings import Settings
from wagecheck.ledgers.identifiers import identity_problem
from wagecheck.ledgers.names import name_key
from wagecheck.resources import folder, read_toml

#: The list of the law, the only one with an early exit.
STATUTORY: Final = "statutory"
#: What a frame says of an entry.
ENTRY: Final = ("entry", "list_title", "entry_name", "decision_no", "in_force_from", "in_force_to", "removed")

_SEPARATORS: Final = r"[、,，;；/|\n]"
#: A role before a name, as in 法定代表人：张某甲.
_ROLE: Final = r"^[^：:]*[：:]"
_RESIDENT: Final = r"\d{17}[0-9X]"
_MASKED: Final = r"^[0-9]+\*+[0-9X]*$"


def described(entries: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """``entries`` (``register.listing.ENTRIES``), each with its number, ``entry``, ``list_title`` and its validity.

    ``id`` is the entry's number in the register, null for a published list.

    ``entry`` is the decision number, else list, name and date. ``in_force_from`` is the first day known,
    ``in_force_to`` the last: of a list with a term (``Settings.blacklist_years``) also where the entry states none.
    """
    start = pl.coalesce("in_force_from", "listed_on")
    rows = entries.with_columns(in_force_from=start, removed=pl.col("removed").fill_null(value=False))
    last_day = cache(_last_day)  # days are few, entries are many
    ends = [
        last_day(first, settings.blacklist_years[name])
        if first is not None and name in settings.blacklist_years
        else None
        for name, first in rows.select("list", "in_force_from").iter_rows()
    ]
    written = pl.concat_str(
        ["list", pl.coalesce("name", "uscc"), pl.col("in_force_from").cast(pl.String)], separator=" ", ignore_nulls=True
    )
    if "id" not in rows.columns:
        rows = rows.with_columns(id=pl.lit(None, pl.String))
    return rows.with_columns(
        entry=pl.coalesce("decision_no", written),
        entry_name=pl.col("name"),
        list_title=pl.col("list").replace_strict(_titles(), default=pl.col("list"), return_dtype=pl.String),
        in_force_to=pl.coalesce("in_force_to", pl.Series(ends, dtype=pl.Date)),
    ).with_row_index("number")


def in_force(first: pl.Expr, last: pl.Expr) -> pl.Expr:
    """On any day from ``first`` to ``last``, over ``in_force_from``, ``in_force_to``, ``removed``.

    Null where neither the start nor an earlier end is known, or where the entry was removed on an unknown day.
    """
    over = (pl.col("in_force_to") < first) | (pl.col("in_force_from") > last)
    return (
        pl.when(first.is_null() | last.is_null())
        .then(None)
        .when(over.fill_null(value=False))
        .then(False)
        .when(pl.col("in_force_from").is_not_null() & ~pl.col("removed"))
        .then(True)
    )


def persons(listed: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """People of every entry of ``described``: number, key, ids (List), masked, whole.

    ``ids`` are all complete identity numbers of the entry, ``whole``: every person has one; ``masked`` a number partly
    shown, where the entry names one person.
    """
    person = pl.when(~is_company(pl.col("name"), settings)).then("name")
    text = pl.concat_str([person, "legal_rep", "persons"], separator="、", ignore_nulls=True)
    ids = _numbers()
    rows = listed.select("number", ids=ids, shown=pl.col("person_id").str.replace_all(r"\s", ""), name=text)
    rows = (
        rows.with_columns(name=people(pl.col("name")))
        .explode("name")
        .with_columns(key=name_key(pl.col("name")))
        .drop("name")
        .unique(["number", "key"], keep="first", maintain_order=True)
        .filter(pl.col("key").is_not_null() | (pl.len().over("number") == 1) & (pl.col("ids").list.len() > 0))
    )
    count = pl.col("key").count().over("number")
    return rows.select(
        "number",
        "key",
        "ids",
        masked=pl.when((count == 1) & pl.col("shown").str.contains(_MASKED)).then("shown"),
        whole=(pl.col("ids").list.len() >= count) & (count > 0),
    )


def people(text: pl.Expr) -> pl.Expr:
    """The names of people that a text of an entry lists, without the role before a name (List)."""
    parts = text.str.replace_all(_SEPARATORS, "、").str.split("、")
    return parts.list.eval(pl.element().str.strip_chars().str.replace(_ROLE, ""))


def named(people: pl.DataFrame, listed_people: pl.DataFrame) -> pl.DataFrame:
    """Which of ``people`` (index, key, number_of) the entries name: index, number, match (``id``, else ``name``).

    Two complete numbers that differ are two people, and so are digits shown that do not fit.
    """
    numbered = listed_people.select("number", number_of="ids").explode("number_of").drop_nulls().unique()
    sure = people.drop_nulls("number_of").join(numbered, on="number_of").select("index", "number", match=pl.lit("id"))
    pattern = pl.concat_str(pl.lit("^"), pl.col("masked").str.replace_all("*", ".", literal=True), pl.lit("$"))
    fits = pl.col("number_of").str.contains(pl.coalesce(pattern, pl.lit(".")))
    other = pl.col("number_of").is_not_null() & (pl.col("whole") | ~fits)
    same = (
        people.drop_nulls("key")
        .join(listed_people.drop_nulls("key"), on="key")
        .filter(~other.fill_null(value=False))
        .select("index", "number", match=pl.lit("name"))
    )
    return pl.concat([sure, same]).unique(["index", "number"], keep="first", maintain_order=True)


def complete(number: pl.Expr) -> pl.Expr:
    """An identity number without blanks, in capitals; null where it is not a sound one of eighteen characters."""
    bare = number.str.normalize("NFKC").str.replace_all(r"\s", "").str.to_uppercase()
    return pl.when(bare.str.contains(f"^{_RESIDENT}$") & identity_problem(bare).is_null()).then(bare)


def _numbers() -> pl.Expr:
    text = pl.col("person_id").str.normalize("NFKC").str.to_uppercase()
    return text.str.extract_all(_RESIDENT).fill_null(pl.lit([], pl.List(pl.String)))


def _last_day(start: dt.date, years: int) -> dt.date:
    """Last day of a term of whole years that begins on ``start``."""
    try:
        anniversary = start.replace(year=start.year + years)
    except ValueError:  # 29 February
        anniversary = dt.date(start.year + years, 3, 1)
    return anniversary - dt.timedelta(days=1)


@cache
def _titles() -> Mapping[str, str]:
    lists = read_toml(folder("rules") / "dictionaries" / "blacklist_columns.toml")["list"]
    return {name: words["title"] for name, words in lists.items()}
