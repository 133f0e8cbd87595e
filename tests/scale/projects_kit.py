"""Several made-up projects in one submission, whose people, accounts and payees stand in more than one of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from wagecheck import simulate
from wagecheck.intake import submission
from wagecheck.intake.submission import Submission
from wagecheck.ledgers.provenance import pack_one

#: Frames of a submission whose rows name a table.
_TABLES = ("sources", "cells", "issues", "totals", "assumptions", "counts", "serials")
_PERSON = ("name", "name_key", "id_number", "phone")


def projects(folder: Path, seeds: tuple[int, ...], *, defects: str, people_shared: int) -> Submission:
    """One project for every seed; ``people_shared`` workers of the first work in each of the others too."""
    parts = []
    tables = 0
    for seed in seeds:
        made = folder / str(seed)
        simulate.write(made, contractors=3, months=2, defects=defects, format="csv", seed=seed)
        part = _renamed(submission.read([made / "submission"]), f"示例项目{seed}", tables)
        tables = int(part.sources["src"].max() or 0)  # type: ignore[arg-type]
        parts.append(part)
    tables_of_all: dict[str, Any] = {name: pl.concat([getattr(part, name) for part in parts]) for name in _TABLES}
    whole = replace(
        parts[0],
        ledgers={name: pl.concat([part.ledgers[name] for part in parts]) for name in parts[0].ledgers},
        **tables_of_all,
        files=tuple(file for part in parts for file in part.files),
    )
    return _with_strangers(_with_people(whole, people_shared))


def _renamed(part: Submission, project: str, tables: int) -> Submission:
    """The part under its own project's name, its files in its own folder, its tables numbered after the others'."""

    def moved(frame: pl.DataFrame) -> pl.DataFrame:
        known = frame.schema
        changes: dict[str, pl.Expr] = {}
        if "project" in known:
            changes["project"] = pl.when(pl.col("project").is_not_null()).then(pl.lit(project))
        if "file" in known:
            changes["file"] = pl.concat_str(pl.lit(f"{project}/"), "file")
        if "src" in known:
            changes["src"] = (pl.col("src") + tables).cast(known["src"])
        if known.get("at") == pl.List(pl.Int64):
            changes["at"] = pl.col("at").list.eval(pl.element() + pack_one(tables, 0))
        return frame.with_columns(**changes)

    moved_tables: dict[str, Any] = {name: moved(getattr(part, name)) for name in _TABLES}
    return replace(
        part,
        ledgers={name: moved(ledger) for name, ledger in part.ledgers.items()},
        **moved_tables,
        files=tuple(replace(file, path=f"{project}/{file.path}") for file in part.files),
    )


def _with_people(whole: Submission, most: int) -> Submission:
    """Some workers of every later project are workers of the first, with their number, phone and account."""
    roster = whole.ledgers["roster"].filter(pl.col("id_state") == "ok").drop_nulls("id_number")
    names = sorted(roster["project"].unique())
    people = {
        name: roster.filter(pl.col("project") == name).unique("id_number", maintain_order=True).head(most)
        for name in names
    }
    first = people[names[0]]
    swaps = pl.concat(
        [
            pl.concat(
                [
                    people[name].head(first.height).select("project", old="id_number", old_card="bank_card"),
                    first.head(people[name].height).select(*(pl.col(column).alias(f"new_{column}") for column in _PERSON),
                                                           new_card="bank_card"),
                ],
                how="horizontal",
            )
            for name in names[1:]
        ]
    )  # fmt: skip
    ledgers = {}
    for name, ledger in whole.ledgers.items():
        rows = ledger
        if "id_number" in ledger.columns and "name_key" in ledger.columns:
            rows = rows.join(
                swaps.drop("old_card", "new_card"), left_on=["project", "id_number"], right_on=["project", "old"],
                how="left", maintain_order="left",
            )  # fmt: skip
            rows = rows.with_columns(
                pl.coalesce(f"new_{column}", column).alias(column) for column in _PERSON if column in ledger.columns
            )
        for card in {"bank_card", "payee_account"} & set(ledger.columns):
            cards = swaps.select("project", "old_card", "new_card").drop_nulls().unique(["project", "old_card"])
            rows = rows.drop("new_card", strict=False).join(
                cards, left_on=["project", card], right_on=["project", "old_card"], how="left", maintain_order="left"
            )
            rows = rows.with_columns(pl.coalesce("new_card", card).alias(card))
        ledgers[name] = rows.select(ledger.columns)
    return replace(whole, ledgers=ledgers)


def _with_strangers(whole: Submission) -> Submission:
    """Every fifteenth payment goes to the name of a worker of the next project."""
    payment, roster = whole.ledgers["payment"], whole.ledgers["roster"]
    names = sorted(roster["project"].unique())
    told: dict[int, str] = {}
    numbered = payment.with_row_index("n")
    for here, there in zip(names, [*names[1:], names[0]], strict=True):
        people = roster.filter(pl.col("project") == there)["name"].drop_nulls().unique(maintain_order=True).to_list()
        for nth, n in enumerate(numbered.filter(pl.col("project") == here)["n"].gather_every(15)):
            told[n] = people[nth % len(people)]
    stranger = pl.DataFrame(
        {"n": list(told), "stranger": list(told.values())}, schema={"n": pl.UInt32, "stranger": pl.String}
    )
    rows = numbered.join(stranger, on="n", how="left", maintain_order="left")
    rows = rows.with_columns(payee_name=pl.coalesce("stranger", "payee_name")).select(payment.columns)
    return replace(whole, ledgers={**whole.ledgers, "payment": rows})
