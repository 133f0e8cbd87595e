"""What people decided about entries of the blacklist: the same, or not the same."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from wagecheck.facts import listed, recorded_company
from wagecheck.ledgers.names import name_key


@dataclass(frozen=True)
class Verdicts:
    """Verdicts by entry ``id`` and company ``key``.

    ``companies`` has id, key, same: about the company itself. ``persons`` has id, key, person_key, number: somebody of
    that company is not the person whom the entry names.
    """

    companies: pl.DataFrame
    persons: pl.DataFrame

    @classmethod
    def of(cls, verdicts: pl.DataFrame, contractors: pl.DataFrame) -> Verdicts:
        """``verdicts`` as ``register.view.VERDICTS``, the latest last; ``contractors`` is the ledger 参建单位."""
        rows = recorded_company.keyed(verdicts.rename({"entry": "id"}), contractors)
        person = pl.col("person")
        about = rows.with_columns(number=listed.complete(person), person_key=name_key(person))
        grain = ["id", "key", "person_key", "number"]
        about = about.unique(grain, keep="last", maintain_order=True)
        company = person.is_null()
        return cls(
            about.filter(company).select("id", "key", "same"),
            about.filter(~company & ~pl.col("same")).select(
                "id", "key", "number", person_key=pl.when(pl.col("number").is_null()).then("person_key")
            ),
        )

    def without_other_firms(self, rows: pl.DataFrame, name: str) -> pl.DataFrame:
        """``rows`` (with ``id``) but those whose company in the column ``name`` was decided not to be the entry's."""
        refused = self.companies.filter(~pl.col("same")).select("id", _key="key")
        return self._without(rows, name, refused, [])

    def without_other_people(self, rows: pl.DataFrame) -> pl.DataFrame:
        """``rows`` (id, contractor, match; key, number_of of a person) but namesakes decided to be another person.

        Equal identity numbers are one person whatever was decided.
        """
        sure = rows.filter(pl.col("match") == "id")
        rows = rows.filter(pl.col("match") != "id")
        by_name = self.persons.filter(pl.col("number").is_null()).select("id", "person_key", _key="key")
        by_number = self.persons.drop_nulls("number").select("id", "number", _key="key")
        rows = self._without(rows, "contractor", by_name.rename({"person_key": "key"}), ["key"])
        rows = self._without(rows, "contractor", by_number.rename({"number": "number_of"}), ["number_of"])
        return pl.concat([sure, rows])

    @staticmethod
    def _without(rows: pl.DataFrame, name: str, refused: pl.DataFrame, more: list[str]) -> pl.DataFrame:
        if refused.is_empty():
            return rows
        keyed = rows.with_columns(_key=recorded_company.keys(rows[name]))
        return keyed.join(refused, on=["id", "_key", *more], how="anti", maintain_order="left").drop("_key")


def none() -> Verdicts:
    """Nothing was decided."""
    companies = pl.DataFrame(schema={"id": pl.String, "key": pl.String, "same": pl.Boolean})
    persons = pl.DataFrame(schema=dict.fromkeys(("id", "key", "person_key", "number"), pl.String))
    return Verdicts(companies, persons)
