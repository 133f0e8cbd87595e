"""One row per contractor, pay period and blacklist entry that may mean it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

import polars as pl

from wagecheck.facts import listed, near_name
from wagecheck.facts.double_wage import months_later
from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.listing_verdict import Verdicts, none
from wagecheck.facts.settings import Settings
from wagecheck.facts.standing import assign
from wagecheck.ledgers.companies import company_fold, company_key, former_keys
from wagecheck.ledgers.identifiers import bare_code, organisation_problem, uscc_problem
from wagecheck.ledgers.provenance import pack

FRAME = Frame(
    name="listing_match",
    title="黑名单比对",
    grain=("entry",),
    listing=True,
    columns={
        "entry": pl.String,            # decision number, else list + name + date
        "match": pl.String,            # uscc · name · former_name · near_name · decided
        "decided": pl.Boolean,         # a person recorded that it is the same company
        "list": pl.String, "list_title": pl.String, "entry_name": pl.String, "entry_uscc": pl.String, "uscc": pl.String,
        "decision_no": pl.String, "authority": pl.String, "reason": pl.String,
        "in_force_from": pl.Date, "in_force_to": pl.Date,
        "in_force": pl.Boolean,        # on any day of the period; null where the list does not tell
        "latest": pl.Boolean,          # no later period among those judged speaks of this contractor
        # days from the last day in force to the first of the period (negative: still to come); null without an end, and
        # for an entry removed on an unknown day
        "days_since_left": pl.Int32,
        "days_to_expiry": pl.Int32,    # from the as-of date to the last day in force; null without an end
        # the statutory list only: when early removal may be asked for, by the list's rule and by credit repair
        "early_exit_on": pl.Date, "publicity_until": pl.Date,
        "days_to_early_exit": pl.Int32, "days_to_publicity_end": pl.Int32,
        "contractor_at": PLACES,
    },
)  # fmt: skip

#: How sure a match is, the surest first.
_MATCHES: Final = ("uscc", "name", "former_name", "near_name", "decided")
#: Contractor and period (``subject``), entry (``number``) and how they meet.
_PAIR: Final = {
    "subject": pl.UInt32, "number": pl.UInt32, "match": pl.String, "entry_uscc": pl.String, "uscc": pl.String,
    "decided": pl.Boolean,
}  # fmt: skip
#: Length of an organisation code (GB 11714), and where it stands inside a credit code.
_ORGANISATION: Final = slice(8, 17)


@dataclass(frozen=True, slots=True)
class _Company:
    """A company as it is compared: key and fold of its name, its codes (null where none is well formed)."""

    key: str | None
    fold: str
    former: frozenset[str]
    uscc: str | None
    organisation: str | None

    @classmethod
    def of(cls, name: str | None, former: str | None, uscc: str | None, organisation: str | None) -> _Company:
        key = company_key(name)
        code = uscc[_ORGANISATION] if uscc else organisation
        return cls(key, company_fold(key or ""), former_keys(former), uscc, code)


#: What the sheet 参建单位 tells of a company beside its name.
TOLD: Final = ("uscc", "former_names", "legal_rep", "legal_rep_id", "address", "phone", "registered_on")
_SUBJECT: Final = ("project", "contractor", "period", "period_start", "period_end")
_subjects: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "project": pl.String, "contractor": pl.String, "period": pl.String, "period_start": pl.Date, "period_end": pl.Date,
    **dict.fromkeys(TOLD, pl.String), "registered_on": pl.Date, "contractor_at": PLACES,
}  # fmt: skip
#: Whom the entries of a list are compared with.
SUBJECTS: Final = pl.Schema(_subjects)
_OF_ENTRY: Final = (*listed.ENTRY, "list", "authority", "reason")


def build(
    entries: pl.DataFrame,
    contractors: pl.DataFrame,
    units: pl.LazyFrame,
    settings: Settings,
    verdicts: Verdicts | None = None,
) -> pl.LazyFrame:
    """Entries of the blacklist that may mean a contractor of the submission, for each of its periods.

    ``entries`` as ``register.listing.ENTRIES``, ``contractors`` is the ledger 参建单位. One without a stated end is
    in force for the term of its list (``Settings.blacklist_years``); a list without a term is permanent.

    A code decides: two well-formed codes that differ are two companies, whatever their names. Without a code on either
    side the name decides, then former names both ways, then near names. ``uscc`` and ``entry_uscc`` are the codes that
    could be compared, else null. ``in_force`` is null where neither the start nor an earlier end is known, or where an
    entry was removed on an unknown day.

    What a person decided (``verdicts``) goes before names: another company is left out, the same one is told as
    ``decided``, with the kind of match it has without the decision, else ``decided``. Equal codes are one company
    whatever was decided: a wrong code is corrected in the entry.
    """
    return matched(entries, subjects(contractors, units), settings, verdicts)


def matched(
    entries: pl.DataFrame, about: pl.DataFrame, settings: Settings, verdicts: Verdicts | None = None
) -> pl.LazyFrame:
    """The same of the companies ``about`` (SUBJECTS)."""
    verdicts = verdicts or none()
    entry = listed.described(entries, settings)
    about = about.with_row_index("subject")
    listed_companies, companies = _companies(entry, "name"), _companies(about, "contractor")
    near = near_name.pairs([one.fold for one in companies], [one.fold for one in listed_companies])
    index = _Index(listed_companies, companies, near)
    same, other = _decided(entry, verdicts)
    found = []
    for subject, company in enumerate(companies):
        matches = dict(index.matches(company, near.get(company.fold, ())))
        told = same.get(company.key or "", ())
        matches.update({number: "decided" for number in told if number not in matches})
        for number, match in matches.items():
            if match == "uscc" or number not in other.get(company.key or "", ()):
                codes = listed_companies[number].uscc or listed_companies[number].organisation, company.uscc
                found.append((subject, number, match, *codes, number in told))
    pairs = pl.DataFrame(found, schema=_PAIR, orient="row")
    order = {match: number for number, match in enumerate(_MATCHES)}
    rows = pairs.join(about.select("subject", *_SUBJECT, "contractor_at"), on="subject", maintain_order="left").join(
        entry.select("number", *_OF_ENTRY), on="number", maintain_order="left"
    )
    empty = pl.lit([], PLACES)
    return (
        rows.lazy()
        .with_columns(
            **_times(settings),
            contractor_at=pl.col("contractor_at").fill_null(empty),
            **{name: pl.lit(None) for name in ("person", "name", "id_number")},
        )
        .select(pl.col(name).cast(kind) for name, kind in FRAME.schema.items())
        .sort(
            "project", "contractor", "period", "entry",
            ~pl.col("decided"), pl.col("match").replace_strict(order), nulls_last=True,
        )
        .unique(["project", "contractor", "period", "entry"], keep="first", maintain_order=True)
    )  # fmt: skip


def own(matches: pl.LazyFrame) -> pl.DataFrame:
    """Entries that surely or by name mean the contractor itself: project, contractor, entry."""
    sure = matches.filter((pl.col("match") != "near_name") | pl.col("decided"))
    return sure.select("project", "contractor", "entry").unique(maintain_order=True).collect()


def _times(settings: Settings) -> dict[str, pl.Expr]:
    """Columns of time."""
    today = pl.lit(settings.as_of)
    start, end, first = (pl.col(name) for name in ("in_force_from", "in_force_to", "period_start"))
    statutory = pl.col("list") == listed.STATUTORY
    after = {
        name: pl.when(statutory).then(
            months_later(start, settings.on(value, today, settings.numbers.get(value)).cast(pl.Int64))
        )
        for name, value in (("early_exit_on", "early_exit_months"), ("publicity_until", "publicity_min_months"))
    }

    def days(until: pl.Expr, since: pl.Expr) -> pl.Expr:
        return (until - since).dt.total_days().cast(pl.Int32)

    return {
        "in_force": listed.in_force(first, pl.col("period_end")),
        "latest": first.eq_missing(first.max().over("project", "contractor")),
        "days_since_left": pl.when(~pl.col("removed")).then(days(first, end)),
        "days_to_expiry": days(end, today),
        **after,
        "days_to_early_exit": days(after["early_exit_on"], today),
        "days_to_publicity_end": days(after["publicity_until"], today),
    }


class _Index:
    """Entries by code, by key, by former name and by fold, so that each contractor looks up instead of comparing.

    Only what somebody will look up is kept: ``asked`` are the contractors, ``near`` the folds near theirs.
    """

    def __init__(self, companies: list[_Company], asked: list[_Company], near: dict[str, list[str]]) -> None:
        self._companies = companies
        keys = {company.key for company in asked}
        named = keys.union(*(company.former for company in asked))
        codes = {company.organisation for company in asked}
        folds = set(chain.from_iterable(near.values()))
        numbered = list(enumerate(companies))
        self._codes = _group((c.organisation, n) for n, c in numbered if c.organisation in codes)
        self._keys = _group((c.key, n) for n, c in numbered if c.key in named)
        self._formers = _group((key, n) for n, c in numbered for key in c.former if key in keys)
        self.folds = _group((c.fold, n) for n, c in numbered if c.fold in folds)

    def matches(self, company: _Company, near: Iterable[str]) -> Iterator[tuple[int, str]]:
        """Numbers of entries with the surest kind of match; ``near`` are the folds of entries that are near its own."""
        found: dict[int, str] = {}
        for number in self._by_code(company):
            found[number] = "uscc"
        if company.key is None:
            yield from found.items()
            return
        for number in self._keys.get(company.key, ()):
            found.setdefault(number, "name")
        formerly = (self._keys.get(key, []) for key in company.former)
        for number in [*self._formers.get(company.key, ()), *chain.from_iterable(formerly)]:
            found.setdefault(number, "former_name")
        for number in sorted(chain.from_iterable(self.folds[fold] for fold in near)):
            found.setdefault(number, "near_name")
        for number, match in found.items():
            if match == "uscc" or not self._codes_differ(company, self._companies[number]):
                yield number, match

    def _by_code(self, company: _Company) -> list[int]:
        same = self._codes.get(company.organisation, []) if company.organisation else []
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


def subjects(contractors: pl.DataFrame, units: pl.LazyFrame) -> pl.DataFrame:
    """Every contractor and period: units with what 参建单位 says of them, and companies that handed in nothing.

    Columns: project, contractor, period, period_start, period_end, those of ``TOLD``, contractor_at.
    """
    units = units.select("project", "contractor", "period", "period_start", "period_end")
    key = pl.col("name").map_elements(company_key, return_dtype=pl.String)
    named = contractors.filter(pl.col("name").is_not_null()).select(
        "project",
        "name",
        *TOLD,
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
        pl.col(TOLD).drop_nulls().first(),
        contractor_at="at",
        anywhere=pl.col("anywhere").all(),
    )
    present = units.collect().with_columns(key=pl.col("contractor").map_elements(company_key, return_dtype=pl.String))
    seen = present.join(known.drop("name", "anywhere"), on=["project", "key"], how="left", nulls_equal=True)
    absent = known.join(present, on=["project", "key"], how="anti", nulls_equal=True)
    elsewhere = pl.col("anywhere") & pl.col("key").is_in(present["key"].implode())
    absent = absent.filter(~elsewhere).with_columns(
        contractor="name", period_start=pl.lit(None, dtype=pl.Date), period_end=pl.lit(None, dtype=pl.Date)
    )
    columns = [*_SUBJECT, *TOLD, "contractor_at"]
    return pl.concat([seen.select(columns), assign(absent, units.lazy()).select(columns)])


def _companies(frame: pl.DataFrame, name: str) -> list[_Company]:
    """The companies of the rows of ``frame``: the column ``name``, former_names, uscc."""
    code = pl.col("code")
    rows = frame.select(name, "former_names", code=bare_code(pl.col("uscc")).replace("", None)).select(
        name,
        "former_names",
        uscc=pl.when(uscc_problem(code).is_null()).then(code),
        organisation=pl.when(organisation_problem(code).is_null()).then(code),
    )
    return [_Company.of(*row) for row in rows.iter_rows()]


def _decided(entry: pl.DataFrame, verdicts: Verdicts) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
    """Company key → numbers of the entries that were decided to be the same, and of those decided not to be."""
    same: defaultdict[str, set[int]] = defaultdict(set)
    other: defaultdict[str, set[int]] = defaultdict(set)
    told = verdicts.companies.join(entry.select("id", "number").drop_nulls("id"), on="id")
    for key, number, is_same in told.select("key", "number", "same").iter_rows():
        (same if is_same else other)[key].add(number)
    return dict(same), dict(other)
