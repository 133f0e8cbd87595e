"""One row per contractor and blacklist entry of another company with which it shares something (换壳)."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts import listed, listing_match
from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.listing_verdict import Verdicts, none
from wagecheck.facts.payee import plain
from wagecheck.facts.standing_sheets import StandingSheets, only
from wagecheck.ledgers.names import name_key

FRAME = Frame(
    name="listed_kin",
    title="黑名单单位关联",
    grain=("entry",),
    standing=True,
    listing=True,
    columns={
        "compared": pl.Boolean,        # true; null the sheet tells no legal representative, address or phone
        "same_legal_rep": pl.Boolean, "same_address": pl.Boolean, "same_phone": pl.Boolean,
        "shared": pl.String,           # what is shared, joined by 、
        "worker_share": pl.Float64,    # of its workers those also with the listed firm in this run; 0: none known
        "shared_workers": pl.Int32,
        "registered_on": pl.Date, "registered_after": pl.Boolean,   # after the listing; null where a date is missing
        "entry": pl.String, "list_title": pl.String, "entry_name": pl.String, "decision_no": pl.String,
        "in_force_from": pl.Date, "in_force_to": pl.Date,
        "in_force": pl.Boolean,        # on any day of the latest period; null where the list does not tell
        "contractor_at": PLACES,
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]
_SHARED: Final = {"same_legal_rep": "法定代表人", "same_address": "注册地址", "same_phone": "联系电话"}
#: An address shorter than this names a place, not a house.
_ADDRESS: Final = 8
_PHONE: Final = 7


def build(
    entries: pl.DataFrame,
    ground: Groundwork,
    sheets: StandingSheets,
    matches: pl.LazyFrame,
    verdicts: Verdicts | None = None,
) -> pl.LazyFrame:
    """Pairs that share a legal representative, an address or a phone; workers are counted for these.

    ``matches`` is the frame listing_match: it tells which entries mean the contractor itself, and which contractors of
    the run are listed. Shared workers alone are no pair: teams lawfully move between firms.

    A legal representative who was decided to be somebody else (``verdicts``) is no link. That two companies are not the
    same is what this frame takes for granted: such a verdict takes nothing away here.
    """
    entry = listed.described(entries, sheets.settings).with_columns(_address(), _phone())
    firms = listing_match.subjects(sheets.ledgers["contractor"], sheets.units.lazy())
    latest = pl.col("period_start").eq_missing(pl.col("period_start").max().over(_SITE))
    firms = (
        firms.filter(latest)
        .with_row_index("index")
        .with_columns(
            _address(), _phone(), key=name_key(pl.col("legal_rep")), number_of=listed.complete(pl.col("legal_rep_id"))
        )
    )
    own = listing_match.own(matches)
    reps = listed.named(firms.select("index", "key", "number_of"), listed.persons(entry, sheets.settings))
    reps = (verdicts or none()).without_other_people(
        reps.join(firms.select("index", "contractor", "key", "number_of"), on="index", maintain_order="left").join(
            entry.select("number", "id"), on="number", maintain_order="left"
        )
    )
    links = {
        "same_legal_rep": reps.select("index", "number"),
        **{
            f"same_{name}": firms.select("index", name).join(entry.select("number", name), on=name).drop(name)
            for name in ("address", "phone")
        },
    }
    pairs = pl.concat(list(links.values())).unique(maintain_order=True)
    for name, link in links.items():
        pairs = pairs.join(
            link.unique().with_columns(pl.lit(value=True).alias(name)), on=["index", "number"], how="left"
        ).with_columns(pl.col(name).fill_null(value=False))
    rows = (
        firms.drop("address", "phone")
        .join(pairs, on="index", maintain_order="left")
        .join(entry.select("number", *listed.ENTRY), on="number", maintain_order="left")
        .join(own, on=[*_SITE, "entry"], how="anti", nulls_equal=True)
        .join(
            _workers(ground, own, _own_elsewhere(entries, ground, verdicts)),
            on=[*_SITE, "entry"],
            how="left",
            nulls_equal=True,
            maintain_order="left",
        )
        .with_columns(
            pl.col("worker_share", "shared_workers").fill_null(0),
            compared=pl.lit(value=True),
            in_force=listed.in_force(pl.col("period_start"), pl.col("period_end")),
            registered_after=pl.col("registered_on") > pl.col("in_force_from"),
            shared=pl.concat_str(
                [pl.when(name).then(pl.lit(title)) for name, title in _SHARED.items()],
                separator="、",
                ignore_nulls=True,
            ),
        )
    )
    silent = firms.filter(pl.all_horizontal(pl.col("key", "number_of", "address", "phone").is_null()))
    rows = pl.concat(
        [rows, silent.select(*_SITE, "period", "period_start", "period_end", "contractor_at")], how="diagonal"
    )
    return only(
        rows.unique([*_SITE, "period", "entry"], keep="first", maintain_order=True), FRAME.schema, "period", "entry"
    )


def _address() -> pl.Expr:
    """Letters and digits of the address; null where it names no house."""
    bare = plain(pl.col("address")).str.replace_all(r"[^\p{Han}0-9A-Z]", "")
    return pl.when(bare.str.len_chars() >= _ADDRESS).then(bare).alias("address")


def _phone() -> pl.Expr:
    """Digits of the first phone; null where there are too few, or where it is masked."""
    first = pl.col("phone").str.normalize("NFKC").str.extract(r"^\s*([^、,;/]+)", 1)
    bare = first.str.replace_all(r"[^0-9*]", "").str.replace(r"^86(1\d{10})$", "$1")
    return pl.when(~bare.str.contains("*", literal=True) & (bare.str.len_chars() >= _PHONE)).then(bare).alias("phone")


def _own_elsewhere(entries: pl.DataFrame, ground: Groundwork, verdicts: Verdicts | None) -> pl.DataFrame:
    """As ``listing_match.own``, of the firms of other parts of the submission that share workers with this one."""
    return listing_match.own(listing_match.matched(entries, ground.elsewhere.firms, ground.settings, verdicts))


def _workers(ground: Groundwork, own: pl.DataFrame, there: pl.DataFrame) -> pl.DataFrame:
    """project, contractor, entry → worker_share, shared_workers with contractors of the run that the entry means.

    ``own`` and ``there``: the entries that mean contractors here, and of other parts (``listing_match.own``).
    """
    people = ground.people.persons.select(*_SITE, "id_number").drop_nulls("id_number").unique()
    heads = people.group_by(_SITE).agg(heads=pl.len())
    pairs = [
        staff.join(known, on=_SITE, nulls_equal=True).select("entry", "id_number")
        for staff, known in ((people, own), (ground.elsewhere.staff, there))
    ]
    listed_people = pl.concat(pairs).unique()
    return (
        people.join(listed_people, on="id_number")
        .group_by(*_SITE, "entry")
        .agg(shared_workers=pl.len().cast(pl.Int32))
        .join(heads, on=_SITE, nulls_equal=True)
        .with_columns(worker_share=pl.col("shared_workers") / pl.col("heads"))
        .drop("heads")
    )
