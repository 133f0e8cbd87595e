"""One row per contractor, pay period and blacklist entry that may mean it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.standing import assign
from wagecheck.ledgers.companies import company_fold, company_key, former_keys, is_near
from wagecheck.ledgers.identifiers import uscc_problem
from wagecheck.ledgers.provenance import pack
from wagecheck.resources import folder, read_toml

FRAME = Frame(
    name="listing_match",
    title="黑名单比对",
    grain=("entry",),
    columns={
        "entry": pl.String,            # decision number, else list + name + date
        "match": pl.String,            # uscc · name · former_name · near_name
        "list": pl.String, "list_title": pl.String, "entry_name": pl.String, "entry_uscc": pl.String, "uscc": pl.String,
        "decision_no": pl.String, "authority": pl.String, "reason": pl.String,
        "in_force_from": pl.Date, "in_force_to": pl.Date,
        "in_force": pl.Boolean,        # on any day of the period; null where the list does not tell
        "contractor_at": PLACES,
    },
)  # fmt: skip

#: How sure a match is, the surest first.
_MATCHES: Final = ("uscc", "name", "former_name", "near_name")
#: Length of an organisation code (GB 11714), and where it stands inside a credit code.
_ORGANISATION: Final = slice(8, 17)


@dataclass(frozen=True)
class _Company:
    """A company as it is compared: key and fold of its name, its codes (null where none is well formed)."""

    key: str | None
    fold: str
    former: frozenset[str]
    uscc: str | None
    organisation: str | None

    @classmethod
    def of(cls, name: str | None, former: str | None, code: str | None, well_formed: bool) -> _Company:
        key = company_key(name)
        text = (code or "").strip().upper().replace("-", "")
        uscc = text if text and well_formed else None
        short = text if len(text) == 9 else None
        return cls(key, company_fold(key or ""), former_keys(former), uscc, uscc[_ORGANISATION] if uscc else short)


def build(
    entries: pl.DataFrame, contractors: pl.DataFrame, units: pl.LazyFrame, terms: Mapping[str, int]
) -> pl.LazyFrame:
    """Entries of the blacklist that may mean a contractor of the submission, for each of its periods.

    ``entries`` as ``register.listing.ENTRIES``, ``contractors`` is the ledger 参建单位, ``terms`` the years after
    listing for which a list without a stated end is in force (``statutory``); a list without a term is permanent.

    A code decides: two well-formed codes that differ are two companies, whatever their names. Without a code on either
    side the name decides, then former names both ways, then near names. ``uscc`` and ``entry_uscc`` are the codes that
    could be compared, else null. ``in_force`` is null where neither the start nor an earlier end is known, or where an
    entry was removed on an unknown day.
    """
    listed = _with_validity(entries, "uscc")
    companies = [_Company.of(row["name"], row["former_names"], row["uscc"], row["valid"]) for row in listed]
    index = _Index(companies)
    rows = [
        {**_described(listed[number], companies[number], subject, terms), "match": match, "uscc": company.uscc}
        for subject in _subjects(contractors, units)
        for company in [_Company.of(subject["name"], subject["former_names"], subject["uscc"], subject["valid"])]
        for number, match in index.matches(company)
    ]
    order = {match: number for number, match in enumerate(_MATCHES)}
    return (
        pl.LazyFrame(rows, schema=FRAME.schema)
        .sort("project", "contractor", "period", "entry", pl.col("match").replace_strict(order), nulls_last=True)
        .unique(["project", "contractor", "period", "entry"], keep="first", maintain_order=True)
    )


class _Index:
    """Entries by code, by key and by former name, so that each contractor looks up instead of comparing with all."""

    def __init__(self, companies: list[_Company]) -> None:
        self._companies = companies
        self._codes = _group((c.organisation, n) for n, c in enumerate(companies))
        self._keys = _group((c.key, n) for n, c in enumerate(companies))
        self._formers = _group((key, n) for n, c in enumerate(companies) for key in c.former)
        self._folds = {number: company.fold for number, company in enumerate(companies) if company.fold}

    def matches(self, company: _Company) -> Iterator[tuple[int, str]]:
        """Numbers of entries with the surest kind of match."""
        found: dict[int, str] = {}
        for number in self._by_code(company):
            found[number] = "uscc"
        if company.key is None:
            yield from found.items()
            return
        for number in self._keys[company.key]:
            found.setdefault(number, "name")
        for number in [*self._formers[company.key], *(n for key in company.former for n in self._keys[key])]:
            found.setdefault(number, "former_name")
        near = process.extract(
            company.fold, self._folds, scorer=Levenshtein.distance, score_cutoff=1, limit=None, processor=None
        )
        for fold, _, number in near:
            if number not in found and is_near(company.fold, fold):
                found[number] = "near_name"
        for number, match in found.items():
            if match == "uscc" or not self._codes_differ(company, self._companies[number]):
                yield number, match

    def _by_code(self, company: _Company) -> list[int]:
        same = self._codes[company.organisation] if company.organisation else []
        return [n for n in same if not (company.uscc and self._companies[n].uscc not in (None, company.uscc))]

    @staticmethod
    def _codes_differ(company: _Company, other: _Company) -> bool:
        return bool(company.organisation and other.organisation and company.organisation != other.organisation)


def _group(pairs: Iterable[tuple[str | None, int]]) -> defaultdict[str, list[int]]:
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for key, number in pairs:
        if key:
            groups[key].append(number)
    return groups


def _subjects(contractors: pl.DataFrame, units: pl.LazyFrame) -> list[dict[str, Any]]:
    """Every contractor and period: units with what 参建单位 says of them, and companies that handed in nothing."""
    units = units.select("project", "contractor", "period", "period_start", "period_end")
    key = pl.col("name").map_elements(company_key, return_dtype=pl.String)
    named = contractors.filter(pl.col("name").is_not_null()).select(
        "project",
        "name",
        "uscc",
        "former_names",
        key=key,
        at=pack(pl.col("src"), pl.col("row")),
        anywhere=pl.col("project").is_null(),
    )
    # A company recorded for no project belongs to those where it handed in files, else to all of the run.
    projects = units.select("project").unique().collect()
    anywhere = named.filter(pl.col("project").is_null()).drop("project").join(projects, how="cross")
    recorded = pl.concat([named.filter(pl.col("project").is_not_null()), anywhere.select(named.columns)])
    known = recorded.group_by("project", "key", maintain_order=True).agg(
        pl.col("name").first(),
        pl.col("uscc", "former_names").drop_nulls().first(),
        contractor_at="at",
        anywhere=pl.col("anywhere").all(),
    )
    present = units.collect().with_columns(key=pl.col("contractor").map_elements(company_key, return_dtype=pl.String))
    seen = present.join(
        known.drop("name", "anywhere"), on=["project", "key"], how="left", nulls_equal=True
    ).with_columns(name="contractor")
    absent = known.join(present, on=["project", "key"], how="anti", nulls_equal=True)
    elsewhere = pl.col("anywhere") & pl.col("key").is_in(present["key"].implode())
    absent = absent.filter(~elsewhere).with_columns(
        contractor="name", period_start=pl.lit(None, dtype=pl.Date), period_end=pl.lit(None, dtype=pl.Date)
    )
    placed = assign(absent, units.lazy()).select(seen.columns)
    return _with_validity(pl.concat([seen, placed]), "uscc")


def _with_validity(frame: pl.DataFrame, code: str) -> list[dict[str, Any]]:
    return frame.with_columns(valid=uscc_problem(pl.col(code)).is_null() & pl.col(code).is_not_null()).to_dicts()


def _described(
    entry: dict[str, Any], company: _Company, subject: dict[str, Any], terms: Mapping[str, int]
) -> dict[str, Any]:
    start = entry["in_force_from"] or entry["listed_on"]
    end = entry["in_force_to"]
    if end is None and start is not None and entry["list"] in terms:
        end = _last_day(start, terms[entry["list"]])
    keys = ("project", "contractor", "period", "period_start", "period_end")
    return {
        **{key: subject[key] for key in keys},
        "entry": entry["decision_no"]
        or " ".join(str(part) for part in (entry["list"], entry["name"] or entry["uscc"], start) if part is not None),
        "list": entry["list"],
        "list_title": _titles().get(entry["list"], entry["list"]),
        "entry_name": entry["name"],
        "entry_uscc": company.uscc or company.organisation,
        "decision_no": entry["decision_no"],
        "authority": entry["authority"],
        "reason": entry["reason"],
        "in_force_from": start,
        "in_force_to": end,
        "in_force": _in_force(start, end, bool(entry["removed"]), subject["period_start"], subject["period_end"]),
        "contractor_at": subject["contractor_at"] or [],
    }


def _in_force(
    start: dt.date | None, end: dt.date | None, removed: bool, first: dt.date | None, last: dt.date | None
) -> bool | None:
    """On any day from ``first`` to ``last``; None where that cannot be told."""
    if first is None or last is None:
        return None
    if (end is not None and end < first) or (start is not None and start > last):
        return False
    return None if start is None or removed else True


def _last_day(start: dt.date, years: int) -> dt.date:
    """Last day of a term of whole years that begins on ``start``."""
    try:
        anniversary = start.replace(year=start.year + years)
    except ValueError:  # 29 February
        anniversary = dt.date(start.year + years, 3, 1)
    return anniversary - dt.timedelta(days=1)


def _titles() -> dict[str, str]:
    lists = read_toml(folder("rules") / "dictionaries" / "blacklist_columns.toml")["list"]
    return {name: words["title"] for name, words in lists.items()}
