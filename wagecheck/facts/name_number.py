"""One row per project, contractor and name: whether one ledger gives the name a number that no other ledger has."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.payee import is_masked
from wagecheck.facts.people import People
from wagecheck.facts.standing import latest_period
from wagecheck.ledgers.catalogue import TITLES
from wagecheck.ledgers.identifiers import identity_problem

FRAME = Frame(
    name="name_number",
    title="同名证件号码",
    grain=("name_key", "odd_number"),
    standing=True,
    masks={"name": "name", "id_number": "id", "name_key": "name", "odd_number": "id", "numbers": "id"},
    columns={
        "name_key": pl.String,
        "n_ledgers": pl.Int32,         # ledgers in which the name has a number
        "is_odd": pl.Boolean,          # null where the numbers cannot be compared (all lost digits or are masked)
        "odd_number": pl.String,       # the number that stands in one ledger only
        "odd_ledger": pl.String,       # title of that ledger
        "numbers": pl.String,          # the name's numbers elsewhere, joined by 、
        "same_phone": pl.Boolean,      # both numbers are well formed and one phone stands with both: RN02 speaks
        "any_at": PLACES,              # of the odd number, else of all
    },
)  # fmt: skip

_NAME: Final = ["project", "contractor", "name_key"]
_NUMBER: Final = [*_NAME, "number"]
_ORDER: Final = {
    name: n for n, name in enumerate(("identity", "contract", "roster", "payroll", "attendance", "notice"))
}
#: Digits of a number that survive being stored as a floating-point number.
_EXACT_DIGITS: Final = 15
#: What the rows say that is read here.
_SAID: Final = [
    "name", "person", "id_number", "id_state", "ledger", "phone", "at", "period_start", "period_end",
]  # fmt: skip


def build(people: People, units: pl.DataFrame) -> pl.LazyFrame:
    """Names of people with a number, in all ledgers but payments.

    A number is odd where it stands in one ledger only and the name's other number, which stands elsewhere, is missing
    from the sheets that have it: so two people of one name who both stand in a sheet, or in several ledgers each, are
    two people. A number that lost its last digits is compared on fifteen, a masked one on the characters shown. Of two
    numbers in one ledger each, the malformed one is odd, else the one in the ledger farther from the identity card.
    """
    rows = _rows(people)
    names = rows.group_by(_NAME, maintain_order=True).agg(
        pl.col("name").first(),
        person=pl.col("person").first(),
        n_ledgers=pl.col("ledger").n_unique().cast(pl.Int32),
        distinct=pl.col("number").n_unique(),
        whole=(pl.col("state") == "ok").any(),
        any_at=pl.col("at").unique(maintain_order=True),
    )
    doubtful = rows.join(names.filter(pl.col("distinct") > 1).select(_NAME), on=_NAME, how="semi", nulls_equal=True)
    odd = _odd(doubtful)
    judged = (
        names.join(odd, on=_NAME, how="left", nulls_equal=True)
        .with_columns(
            is_odd=pl.when(pl.col("odd_number").is_not_null())
            .then(pl.lit(value=True))
            .when("whole")
            .then(pl.lit(value=False)),
            person=pl.coalesce("meant", "person"),
            id_number="meant",
            any_at=pl.coalesce("odd_at", "any_at"),
        )
        .lazy()
        .join(latest_period(units.lazy()), on=_NAME[:2], nulls_equal=True)
    )
    return judged.select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()]).sort(
        "project", "contractor", "name_key", "odd_number"
    )


def _rows(people: People) -> pl.DataFrame:
    number = pl.col("id_number").str.strip_chars().str.to_uppercase()
    masked = number.str.contains("[*＊]")
    return (
        people.appearances.select(*_NAME, *_SAID)
        .with_columns(
            number=pl.when(number != "").then(number.str.replace_all("＊", "*", literal=True)),
            state=pl.when(masked).then(pl.lit("masked")).otherwise(pl.col("id_state").fill_null("ok")),
        )
        .filter(
            pl.col("number").is_not_null() & (pl.col("state") != "blank"),
            pl.col("name_key").is_not_null() & ~is_masked(pl.col("name")),
        )
        .select(*_NUMBER, "name", "person", "ledger", "state", "phone", "at", "period_start", "period_end")
        .sort("at")
    )


def _odd(rows: pl.DataFrame) -> pl.DataFrame:
    """project, contractor, name_key, odd_number, odd_ledger, numbers, meant, same_phone, odd_at."""
    # the sheets of one ledger and period
    book = ["ledger", pl.col("period_start").cast(pl.String), pl.col("period_end").cast(pl.String)]
    rows = rows.with_columns(book=pl.concat_str(book, separator="\x1f", ignore_nulls=True))
    fits = _fits(rows)
    standing = _standing(rows, fits)
    whole = standing.filter(pl.col("state") == "ok")
    compatible = fits.select(*_NUMBER, other="whole")
    pairs = (
        standing.filter(pl.col("ledgers").list.len() == 1)
        .join(
            whole.select(
                *_NAME, other="number", other_ledgers="ledgers", other_books="books", other_phones="phones",
                other_sound="sound", other_rank="rank",
            ),
            on=_NAME,
            nulls_equal=True,
        )
        .filter(pl.col("number") != pl.col("other"))
        .join(compatible, on=[*_NUMBER, "other"], how="anti", nulls_equal=True)
        .filter(
            pl.col("books").list.set_intersection("other_books").list.len() == 0,
            pl.col("other_ledgers").list.set_difference("ledgers").list.len() > 0,
        )
    )  # fmt: skip
    # of two numbers that stand in one ledger each only one is odd
    alone = (pl.col("other_ledgers").list.len() == 1) & (pl.col("state") == "ok")
    worse = (
        pl.when(pl.col("sound") != pl.col("other_sound"))
        .then(pl.col("other_sound"))
        .when(pl.col("rank") != pl.col("other_rank"))
        .then(pl.col("rank") > pl.col("other_rank"))
        .otherwise(pl.col("number") > pl.col("other"))
    )
    kept = pairs.filter(~alone | worse).sort(*_NUMBER, "other", nulls_last=True)
    phones = pl.col("phones").list.set_intersection("other_phones").list.len() > 0
    return kept.group_by(_NUMBER, maintain_order=True).agg(
        numbers=pl.col("other").str.join("、"),
        meant=pl.col("other").first(),
        same_phone=(phones & pl.col("sound") & pl.col("other_sound")).any(),
        odd_ledger=pl.col("ledgers").first().list.first().replace_strict(TITLES, default=None),
        odd_at=pl.col("places").first(),
    ).rename({"number": "odd_number"})  # fmt: skip


def _fits(rows: pl.DataFrame) -> pl.DataFrame:
    """Numbers that lost digits or are masked, with every whole number of the name that they may be."""
    numbers = rows.select(*_NUMBER, "state").unique()
    parts = numbers.filter(pl.col("state") != "ok")
    pairs = parts.join(
        numbers.filter(pl.col("state") == "ok").select(*_NAME, whole="number"), on=_NAME, nulls_equal=True
    )
    head = pl.col("number").str.extract(r"^([^*]*)", 1)
    tail = pl.col("number").str.extract(r"([^*]*)$", 1)
    shown = pl.col("whole").str.starts_with(head) & pl.col("whole").str.ends_with(tail)
    exact = pl.col("number").str.slice(0, _EXACT_DIGITS) == pl.col("whole").str.slice(0, _EXACT_DIGITS)
    return pairs.filter(pl.when(pl.col("state") == "masked").then(shown).otherwise(exact))


def _standing(rows: pl.DataFrame, fits: pl.DataFrame) -> pl.DataFrame:
    """Every number with the ledgers and sheets it stands in; parts of a number stand for the whole."""
    meant = fits.select(*_NUMBER, "whole").unique()
    parts = (
        rows.join(meant, on=_NUMBER, nulls_equal=True).with_columns(number="whole", state=pl.lit("ok")).drop("whole")
    )
    unfit = rows.join(meant, on=_NUMBER, how="anti", nulls_equal=True)
    rank = pl.col("ledger").replace_strict(_ORDER, default=len(_ORDER), return_dtype=pl.Int32)
    return (
        pl.concat([unfit, parts.select(unfit.columns)])
        .group_by(_NUMBER, maintain_order=True)
        .agg(
            pl.col("state").sort(descending=True).first(),
            ledgers=pl.col("ledger").unique(),
            books=pl.col("book").unique(),
            phones=pl.col("phone").drop_nulls().unique(),
            rank=rank.max(),
            places=pl.col("at").unique().sort(),
        )
        .with_columns(sound=(pl.col("state") == "ok") & identity_problem(pl.col("number")).is_null())
    )
