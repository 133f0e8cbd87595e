"""Which person a row means: number first, then name with shown digits, then name alone, then card, phone, team.

* a well-formed number is the person;
* a malformed number with a name that has exactly one well-formed number elsewhere is a slip of the pen;
* a number that lost its last digits (stored as a number) matches on 15 digits and name, a masked one on the digits
  shown and name, a missing one on the name;
* where several persons bear the name, the card decides, then the phone, then the team; if none does, the row is
  ambiguous and nobody's;
* a masked name (张*) matches on surname and the last digits shown of number or card, or on a surname that only one
  person of the contractor bears.

Numbers decide only within one project and contractor. Source of the name key: LEGAL §6.7; of the number: GB 11643.
"""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from wagecheck.ledgers.identifiers import identity_problem

_SITE: Final = ["project", "contractor"]
_NAMED: Final = [*_SITE, "name_key"]
#: Digits of a number that survive being stored as a floating-point number.
_EXACT_DIGITS: Final = 15
#: Digits shown at the end of a masked number or card that are enough to tell people of one surname apart.
_TAIL: Final = 4
_MASK: Final = "[*＊]"


def match(rows: pl.DataFrame) -> pl.DataFrame:
    """``rows`` with person (String; null where nobody is named), ambiguous and name_masked (Boolean).

    Needs ledger, src, row, project, contractor, team, name, name_key, id_number, id_state, card, phone.
    """
    rows = _described(rows).with_row_index("i")
    sure = rows.filter(pl.col("sure")).select("i", *_NAMED, "team", "card", "phone", person="number")
    open_rows = _shown(rows.filter(~pl.col("sure")))
    found = [_decided(open_rows, sure)]
    rest = open_rows.join(found[0], on="i", how="anti")

    # Numbers that stay malformed are persons of their own; rows without a number may mean them.
    own = rest.filter(pl.col("state") == "ok")
    malformed = own.select("i", *_NAMED, "team", "card", "phone", person="number")
    found.append(malformed.select("i", "person", ambiguous=pl.lit(value=False)))
    rest = rest.join(own, on="i", how="anti")
    if malformed.height:
        found.append(_decided(rest, malformed))
        rest = rest.join(found[-1], on="i", how="anti")

    bearers = pl.concat([sure, malformed])
    masked = _by_masked_name(rest.filter("name_masked"), bearers)
    found.append(masked)
    found.append(_by_name_alone(rest.join(masked, on="i", how="anti")))
    decided = pl.concat([sure.select("i", "person", ambiguous=pl.lit(value=False)), *found])
    return rows.join(decided, on="i", how="left", maintain_order="left").drop("i", "number", "state", "sure")


def _described(rows: pl.DataFrame) -> pl.DataFrame:
    """Number in upper case, its state, whether it is surely right, and whether a part of the name is hidden."""
    number = pl.col("id_number").str.strip_chars().str.to_uppercase()
    blank = number.is_null() | (number == "")
    masked = number.str.contains(_MASK)
    state = (
        pl.when(blank)
        .then(pl.lit("blank"))
        .when(masked)
        .then(pl.lit("masked"))
        .otherwise(pl.col("id_state").fill_null("ok"))
    )
    described = rows.with_columns(number=number, state=state)
    written = described.filter(pl.col("state") == "ok").select("number").unique()
    sure = written.filter(identity_problem(pl.col("number")).is_null())["number"]
    return described.with_columns(
        sure=((pl.col("state") == "ok") & pl.col("number").is_in(sure.implode())).fill_null(value=False),
        name_masked=pl.col("name").str.contains(_MASK).fill_null(value=False),
    )


def _shown(rows: pl.DataFrame) -> pl.DataFrame:
    """``rows`` with what is shown at either end of the number and of the name."""
    return rows.with_columns(
        head=pl.col("number").str.extract(r"^([0-9A-Z]*)", 1),
        tail=pl.col("number").str.extract(r"([0-9A-Z]*)$", 1),
        name_head=pl.col("name").str.replace_all(r"\s", "").str.extract(r"^([^*＊]*)", 1).fill_null(""),
        name_tail=pl.col("name").str.replace_all(r"\s", "").str.extract(r"([^*＊]*)$", 1).fill_null(""),
    )


def _decided(rows: pl.DataFrame, bearers: pl.DataFrame) -> pl.DataFrame:
    """Rows with at least one compatible bearer of the same name: i, person, ambiguous.

    A malformed number among several bearers of the name is left undecided (it is nobody's slip for certain).
    """
    # 张* and 张*明 are no names of their own; 张某甲* is one with a remark.
    whole = ~pl.col("name_masked") | ((pl.col("name_tail") == "") & (pl.col("name_key").str.len_chars() > 1))
    named = rows.filter(pl.col("name_key").is_not_null() & (pl.col("name_key") != "") & whole)
    candidates = bearers.select([*_NAMED, "person"]).unique()
    pairs = named.join(candidates, on=_NAMED, nulls_equal=True).filter(_compatible())
    evidence = [
        pairs.select("i", "person", *_SITE, key)
        .join(
            bearers.select(*_SITE, "person", key).drop_nulls(key).unique().with_columns(hit=pl.lit(value=True)),
            on=[*_SITE, "person", key],
            how="left",
            nulls_equal=True,
        )
        .select("i", "person", pl.col("hit").fill_null(value=False).alias(f"same_{key}"))
        for key in ("card", "phone", "team")
    ]
    for part in evidence:
        pairs = pairs.join(part, on=["i", "person"])
    hits = [pl.col(f"same_{key}") for key in ("card", "phone", "team")]
    chosen = pairs.group_by("i").agg(
        pl.col("state").first(),
        pl.col("name_key").first(),
        count=pl.len(),
        only=pl.col("person").first(),
        **{f"n_{n}": hit.sum() for n, hit in enumerate(hits)},
        **{f"p_{n}": pl.col("person").filter(hit).first() for n, hit in enumerate(hits)},
    )
    person: Any = pl.when(pl.col("count") == 1).then("only")
    for n in range(len(hits)):
        person = person.when(pl.col(f"n_{n}") == 1).then(f"p_{n}")
    return (
        chosen.with_columns(person=person)
        .filter(pl.col("person").is_not_null() | (pl.col("state") != "ok"))
        .select(
            "i",
            person=pl.coalesce("person", pl.concat_str(pl.lit("name:"), "name_key")),
            ambiguous=pl.col("person").is_null(),
        )
    )


def _compatible() -> pl.Expr:
    """Whether what a row shows of its number fits the candidate ``person``."""
    state = pl.col("state")
    same_start = pl.col("number").str.slice(0, _EXACT_DIGITS) == pl.col("person").str.slice(0, _EXACT_DIGITS)
    shown = pl.col("person").str.starts_with(pl.col("head")) & pl.col("person").str.ends_with(pl.col("tail"))
    return pl.when(state == "lossy").then(same_start).when(state == "masked").then(shown).otherwise(pl.lit(value=True))


def _by_masked_name(rows: pl.DataFrame, bearers: pl.DataFrame) -> pl.DataFrame:
    """Masked names by surname and shown digits: i, person, ambiguous (all of them, decided or not)."""
    surname = pl.col("name_key").str.slice(0, 1)
    rows = rows.with_columns(surname=surname, id_tail=_tail(pl.col("tail")), card_tail=_tail(pl.col("card")))
    known = bearers.with_columns(surname=surname, id_tail=_tail(pl.col("person")), card_tail=_tail(pl.col("card")))
    found = rows.select(
        "i", "state", "head", "tail", "name_head", "name_tail", "name_key", *_SITE, "surname", "id_tail", "card_tail"
    )
    answers = []
    for keys in (["id_tail"], ["card_tail"], []):
        on = [*_SITE, "surname", *keys]
        single = (
            known.drop_nulls(keys)
            .group_by(on)
            .agg(
                person=pl.col("person").first(), bearer=pl.col("name_key").first(), bearers=pl.col("person").n_unique()
            )
            .filter(pl.col("bearers") == 1)
        )
        shown = pl.col("person").str.starts_with(pl.col("head")) & pl.col("person").str.ends_with(pl.col("tail"))
        bearer = pl.col("bearer")
        named = bearer.str.starts_with(pl.col("name_head")) & bearer.str.ends_with(pl.col("name_tail"))
        hit = found.drop_nulls(keys).join(single, on=on, nulls_equal=True)
        answers.append(hit.filter(named & ((pl.col("state") != "masked") | shown)).select("i", "person"))
    decided = pl.concat(answers).unique("i", keep="first", maintain_order=True)
    return found.join(decided, on="i", how="left").select(
        "i",
        person=pl.coalesce("person", pl.concat_str(pl.lit("name:"), "name_key")),
        ambiguous=pl.col("person").is_null(),
    )


def _tail(text: pl.Expr) -> pl.Expr:
    """The last four characters shown; null where fewer are."""
    return pl.when(text.str.len_chars() >= _TAIL).then(text.str.tail(_TAIL))


def _by_name_alone(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of names that have no number anywhere: one person per name, several where 15 exact digits differ."""
    named = rows.filter(pl.col("name_key").is_not_null() & (pl.col("name_key") != ""))
    lossy = pl.col("state") == "lossy"
    start = pl.when(lossy).then(pl.col("number").str.slice(0, _EXACT_DIGITS))
    several = start.n_unique().over(_NAMED) - start.is_null().any().over(_NAMED).cast(pl.UInt32) > 1
    name = pl.concat_str(pl.lit("name:"), "name_key")
    return named.select(
        "i",
        person=pl.when(several & lossy).then(pl.concat_str(name, pl.lit("#"), start)).otherwise(name),
        ambiguous=several & ~lossy,
    )
