"""One row per project, contractor, pay period and signer: for how many others somebody signed the payroll."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.frame import MONEY, PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.labelled import labelled
from wagecheck.facts.payee import has_word
from wagecheck.ledgers.names import name_key

FRAME = Frame(
    name="signer",
    title="代领代签",
    grain=("signer",),
    masks={"name": "name", "id_number": "id", "signer": "name", "workers": "name"},
    columns={
        "signer": pl.String,           # who signed; null where only 代领, 委托 or the like is written
        "n_workers": pl.Int32,         # for how many others; null where nobody on the payroll has signed
        "workers": pl.String,          # their names, joined by 、
        "net_pay": MONEY,              # their net pay together
        "payroll_at": PLACES,
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]


def build(ground: Groundwork) -> pl.LazyFrame:
    """Signatures that are not the worker's own: another known person's name, or a word such as 代领.

    Known are the people of the project, the team leaders of the rosters, the legal representatives and the labour
    officers. A text that is nobody's name (已签字, √, 见附件) says nothing here (PY04 speaks). A payroll without
    anybody signed for by others is one row with 0; null where the column is blank throughout (decision 11).
    """
    words = ground.settings.record_words.get("proxy", ())
    written = pl.col("signature").str.strip_chars()
    proxy = has_word(written, words)
    bare = written.str.replace_many(list(words), [""] * len(words), leftmost=True) if words else written
    rows = (
        ground.payroll.drop_nulls("pid")
        .with_columns(proxy=proxy, key=name_key(bare), own=pl.col("name_key"))
        .with_columns(key=pl.when(pl.col("key").str.len_chars() > 1).then("key"))
        .join(_known(ground), on="key", how="left", maintain_order="left")
        .with_columns(known=pl.col("known").fill_null(value=False))
    )
    other = (pl.col("known") & (pl.col("key") != pl.col("own"))).fill_null(value=False)
    selfish = (pl.col("key") == pl.col("own")).fill_null(value=False)
    signed = rows.filter(other | (pl.col("proxy") & ~selfish)).with_columns(signer=pl.when(other).then(pl.col("key")))
    groups = (
        signed.sort("at")
        .group_by("uid", "signer", maintain_order=True)
        .agg(
            n_workers=pl.col("pid").n_unique().cast(pl.Int32),
            workers=pl.col("name").unique(maintain_order=True).str.join("、"),
            net_pay=pl.col("net_pay").sum(),
            payroll_at=pl.col("at").unique(maintain_order=True),
        )
    )
    some = pl.when(pl.col("signed").is_not_null().any()).then(pl.lit(0, dtype=pl.Int32))
    units = ground.payroll.group_by("uid", maintain_order=True).agg(n_workers=some)
    alone = units.join(groups, on="uid", how="anti")
    return labelled(pl.concat([groups, alone], how="diagonal"), ground, FRAME.schema, "signer")


def _known(ground: Groundwork) -> pl.DataFrame:
    """Names that may stand in place of a worker's own: key, known."""
    ledgers = ground.ledgers
    names = [
        ground.people.persons.select("name"),
        ledgers["roster"].select(name="team_leader"),
        ledgers["contractor"].select(name="legal_rep"),
        ledgers["project"].select(name="labor_officer"),
    ]
    keys = pl.concat(names).unique().select(key=name_key(pl.col("name"))).drop_nulls().unique()
    return keys.with_columns(known=pl.lit(value=True))
