"""Which worker a payment was meant for (decision 9): number, name with account, name alone, account.

Payments are looked up among the workers of their own contractor. A file that names no contractor, or one that brought
nothing but payments (the general contractor's statement of the dedicated account), is looked up in the whole project
and its rows take the contractor of the worker found.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts import name_variant
from wagecheck.facts.payee import is_masked
from wagecheck.facts.people import People

_SITE: Final = ["project", "contractor"]
_WHO: Final = [*_SITE, "person"]
#: Digits shown at the end of a masked account that tell namesakes apart.
_TAIL: Final = 4


def match(payments: pl.DataFrame, people: People, cards: pl.DataFrame) -> pl.DataFrame:
    """``payments`` with ``contractor`` (of the worker found), ``person`` and ``matched_by``.

    Needs rid, project, contractor, worker_key (name key of the worker meant), account (complete, else null), tail (last
    digits of a masked account), number (complete identity number), is_lump_sum. ``matched_by`` is number, name_card,
    name, card, none, or ``ambiguous`` where several workers bear the name and nothing tells which.
    """
    names = people.known_names
    known = people.persons.select(_SITE).unique()
    rows = payments.select("rid", *_SITE, "worker_key", "account", "tail", "number", "is_lump_sum")
    own = rows.join(known, on=_SITE, how="semi", nulls_equal=True)
    wide = rows.join(own, on="rid", how="anti").drop("contractor")
    found = pl.concat([_found(own, names, people, cards, _SITE), _found(wide, names, people, cards, ["project"])])
    return (
        payments.join(found, on="rid", how="left", maintain_order="left")
        .with_columns(
            contractor=pl.coalesce("found_contractor", "contractor"),
            matched_by=pl.col("matched_by").fill_null("none"),
        )
        .drop("found_contractor")
    )


def _found(
    rows: pl.DataFrame, names: pl.DataFrame, people: People, cards: pl.DataFrame, site: list[str]
) -> pl.DataFrame:
    """rid, found_contractor, person, matched_by of the rows that mean somebody; ``site`` is where one looks."""
    rows = rows.filter(~pl.col("is_lump_sum"))
    if rows.is_empty():
        text = pl.lit(None, dtype=pl.String)
        return rows.select("rid", found_contractor=text, person=text, matched_by=text)
    numbers = pl.concat(
        [
            people.persons.select(*_WHO, number="id_number"),
            people.appearances.filter((pl.col("id_state") == "ok") & ~pl.col("ambiguous")).select(
                *_WHO, number=pl.col("id_number").str.to_uppercase()
            ),
        ]
    )
    carded = names.join(cards.select(*_WHO, account="card").unique(), on=_WHO, nulls_equal=True)
    tailed = carded.with_columns(tail=pl.col("account").str.tail(_TAIL))
    named = names.rename({"name_key": "worker_key"})
    steps = [
        ("number", numbers, ["number"]),
        ("name_card", carded.rename({"name_key": "worker_key"}), ["worker_key", "account"]),
        ("name", named, ["worker_key"]),
        ("name_card", tailed.rename({"name_key": "worker_key"}), ["worker_key", "tail"]),
    ]
    answers = []
    for how, table, keys in steps:
        hits = rows.drop_nulls(keys).join(_single(table, [*site, *keys]), on=[*site, *keys], nulls_equal=True)
        answers.append(hits.select("rid", "found_contractor", "person", matched_by=pl.lit(how)))
        rows = rows.join(hits, on="rid", how="anti")
    borne = rows.join(named, on=[*site, "worker_key"], how="semi", nulls_equal=True)
    text = pl.lit(None, dtype=pl.String)
    answers.append(borne.select("rid", found_contractor=text, person=text, matched_by=pl.lit("ambiguous")))
    rows = rows.join(borne, on="rid", how="anti").drop_nulls("account")
    owners = _single(cards.select(*_WHO, account="card"), [*site, "account"])
    answers.append(
        rows.join(owners, on=[*site, "account"], nulls_equal=True).select(
            "rid", "found_contractor", "person", matched_by=pl.lit("card")
        )
    )
    return pl.concat(answers)


def _single(table: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """``keys`` that mean exactly one worker: keys, found_contractor, person."""
    return (
        table.select([*keys, pl.col("contractor").alias("found_contractor"), "person"])
        .drop_nulls([key for key in keys if key not in _SITE])
        .unique()
        .filter(pl.len().over(keys) == 1)
    )


def payee_is_worker(matched: pl.DataFrame, people: People) -> pl.Series:
    """Whether the payee's name is the matched worker's own; null where nobody was matched or no name is known.

    A spelling of the same name (dots, a character the bank could not write) is the worker's own; a masked name that
    fits is not known. Needs rid, project, contractor, person, payee_name, payee_key.
    """
    names = people.known_names
    rows = matched.select("rid", *_WHO, "payee_name", "payee_key", masked=is_masked(pl.col("payee_name")))
    judged = rows.filter(pl.col("person").is_not_null() & pl.col("payee_key").is_not_null())
    same = judged.join(names, left_on=[*_WHO, "payee_key"], right_on=[*_WHO, "name_key"], how="semi", nulls_equal=True)
    other = judged.join(same, on="rid", how="anti").join(names, on=_WHO, nulls_equal=True)
    spelled = other.with_columns(
        own=name_variant.variants(other.select(left="payee_key", right="name_key"), rare=False), fits=_fits_mask()
    )
    answers = (
        spelled.group_by("rid")
        .agg(own=pl.col("own").any(), unknown=(pl.col("masked") & pl.col("fits")).any())
        .select("rid", own=pl.when(~pl.col("unknown")).then("own"))
    )
    verdicts = pl.concat([same.select("rid", own=pl.lit(value=True)), answers])
    return rows.join(verdicts, on="rid", how="left", maintain_order="left")["own"]


def _fits_mask() -> pl.Expr:
    """Whether the shown ends of a masked ``payee_name`` are those of ``name_key``."""
    bare = pl.col("payee_name").str.replace_all(r"\s", "")
    head = bare.str.extract(r"^([^*＊]*)", 1).fill_null("")
    tail = bare.str.extract(r"([^*＊]*)$", 1).fill_null("")
    return pl.col("name_key").str.starts_with(head) & pl.col("name_key").str.ends_with(tail)
