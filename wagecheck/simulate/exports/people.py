"""People by columns: the laws of ``scenario`` for whole contractors at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

import polars as pl

from wagecheck.simulate import numbers, scenario
from wagecheck.simulate.exports import numbering

#: One row per contractor, as :func:`made` needs it: its place among all firms (Int64), how many people it has, what of
#: the firm and its project stands in their ledgers.
FIRM: Final = pl.Schema(
    {
        "firm": pl.Int64, "people": pl.Int64, "project": pl.String, "contractor": pl.String, "uscc": pl.String,
        "officer": pl.String, "start_on": pl.Date, "complete_on": pl.Date, "payer_account": pl.String,
        "payer_name": pl.String,
    }
)  # fmt: skip

#: One row per person: what his firm says, his place in it (``ordinal``) and what is true; ``daily_rate`` in yuan.
PERSON: Final = pl.Schema(
    {
        "firm": pl.Int64, "project": pl.String, "contractor": pl.String, "uscc": pl.String, "officer": pl.String,
        "start_on": pl.Date, "complete_on": pl.Date, "payer_account": pl.String, "payer_name": pl.String,
        "ordinal": pl.Int64, "serial": pl.Int64, "name": pl.String, "id_number": pl.String, "gender": pl.String,
        "birth_date": pl.Date, "phone": pl.String, "bank_card": pl.String, "bank_name": pl.String, "trade": pl.String,
        "team": pl.String, "team_leader": pl.String, "daily_rate": pl.Int64, "contract_no": pl.String,
        "signed_on": pl.Date, "trained_on": pl.Date, "registered_on": pl.Date, "entry_date": pl.Date,
        "insured": pl.Boolean,
    }
)  # fmt: skip

_WOMAN, _LATE, _INSURED = 15, 10, 50
"""Per cent of women, of those who come later in the first month, of those with social insurance."""
_BRANCHES = "一二三四五六七八九"
_GENDERS = ("男", "女")


def made(firms: pl.DataFrame, *, first: int, opening: dt.date, seed: int, taken: Iterable[str] = ()) -> pl.DataFrame:
    """The people of firms (:data:`FIRM`), firm by firm, as :data:`PERSON`.

    ``first``: serial of the first person; serials of one sample may not come twice, names and numbers come from them.
    ``opening``: first day of work. ``taken``: identity numbers that other people have.
    """
    rows = firms.select(pl.all(), ordinal=pl.int_ranges("people")).explode("ordinal")
    rows = rows.with_columns(serial=pl.int_range(first, first + rows.height, dtype=pl.Int64))
    serial, dice = pl.col("serial"), _Dice(seed)
    teams = pl.max_horizontal(1, (pl.col("people") / scenario.TEAM_SIZE).round(mode="half_to_even").cast(pl.Int64))
    rows = rows.with_columns(teams=teams, woman=dice(100) < _WOMAN).with_columns(
        crew=pl.col("ordinal") % pl.col("teams"), leads=pl.col("ordinal") < pl.col("teams")
    )
    rows = rows.with_columns(
        *_born(taken, seed),
        gender=pl.when("woman").then(pl.lit("女")).otherwise(pl.lit("男")),
        name=numbering.person_names(serial, seed),
        phone=numbering.phones(serial, seed),
        team=_team(),
        trade=_trade(dice),
        bank=dice(len(numbers.CARD_BANKS)),
        entry_date=_entry(opening, dice),
        daily_rate=(dice(16) + 24) * 10 + pl.when("leads").then(40).otherwise(0),
        contract_no=pl.format(
            "LD{}-{}",
            (pl.col("firm") + 1).cast(pl.String).str.zfill(2),
            (pl.col("ordinal") + 1).cast(pl.String).str.zfill(4),
        ),
        insured=dice(100) < _INSURED,
        branch=_chosen(list(_BRANCHES), dice(len(_BRANCHES))),
        signed_on=dice(3) + 2,
        registered_on=dice(2),
    )
    prefixes = sorted(numbers.CARD_BANKS)
    rows = rows.with_columns(
        id_number=numbering.identity_numbers(pl.col("birth_date"), pl.col("sequence")),
        bank_card=numbering.cards(serial, _chosen(prefixes, pl.col("bank")), seed),
        bank_name=pl.format(
            "{}示例{}支行", _chosen([numbers.CARD_BANKS[one] for one in prefixes], pl.col("bank")), "branch"
        ),
        signed_on=pl.col("entry_date") - pl.duration(days="signed_on"),
        registered_on=pl.col("entry_date") - pl.duration(days="registered_on"),
        team_leader=pl.col("name").first().over("firm", "crew"),
    )
    return rows.with_columns(trained_on=pl.col("signed_on") + pl.duration(days=1)).select(
        pl.col(name).cast(kind) for name, kind in PERSON.items()
    )


class _Dice:
    """Throws that look random, every one with a salt of its own."""

    def __init__(self, seed: int) -> None:
        self.salt = seed << 8

    def __call__(self, below: int) -> pl.Expr:
        self.salt += 1
        return numbering.chance(pl.col("serial"), self.salt, below)


def _chosen(words: list[str], place: pl.Expr) -> pl.Expr:
    return pl.lit(pl.Series(words)).gather(place)


def _born(taken: Iterable[str], seed: int) -> list[pl.Expr]:
    """``birth_date`` and ``sequence``, such that nobody has an identity number that is taken."""
    numbered = [told for one in taken if (told := numbering.number_of_identity(one))]
    found = {}
    for gender in _GENDERS:
        space = numbering.born(gender, seed)
        number = space.around(pl.col("serial"), [number for sex, number in numbered if sex == gender])
        found[gender] = numbering.birth_and_sequence(number, gender)
    return [
        pl.when("woman").then(found["女"][place]).otherwise(found["男"][place]).alias(name)
        for place, name in enumerate(("birth_date", "sequence"))
    ]


def _team() -> pl.Expr:
    """The five teams in turn; numbered where there are more."""
    kinds = len(scenario.TEAMS)
    name = _chosen([team for team, _ in scenario.TEAMS], (pl.col("crew") + pl.col("firm")) % kinds)
    number = (pl.col("crew") // kinds + 1).cast(pl.String)
    return pl.when(pl.col("teams") > kinds).then(name + number).otherwise(name)


def _trade(dice: _Dice) -> pl.Expr:
    kinds = len(scenario.TEAMS)
    usual = _chosen([trade for _, trade in scenario.TEAMS], (pl.col("crew") + pl.col("firm")) % kinds)
    of_women = list(scenario.TRADES_OF_WOMEN)
    return pl.when("woman").then(_chosen(of_women, dice(len(of_women)))).otherwise(usual)


def _entry(opening: dt.date, dice: _Dice) -> pl.Expr:
    """Up to two days before the first day of work; some who lead no team three to six days after it."""
    late = ~pl.col("leads") & (dice(100) < _LATE)
    return pl.lit(opening) + pl.duration(days=pl.when(late).then(dice(4) + 3).otherwise(-dice(3)))
