"""What a run says: findings, outcomes, figures per contractor and per worker, and by what it was judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from types import GeneratorType
from typing import Any, Final

import polars as pl

from wagecheck import comparison
from wagecheck.rulebook import rule

#: Decimals of an amount in yuan.
_CENTS: Final = 2
_Types = dict[str, pl.DataType | type[pl.DataType]]
_PLACE: Final[_Types] = {"ledger": pl.String, "file": pl.String, "sheet": pl.String, "row": pl.Int32, "cell": pl.String}

#: From the worst to the mildest.
SEVERITIES: Final = ("red_line", "serious", "general", "hint")
#: What the amount of a finding is.
MONEY: Final = rule.MONEY

_findings: Final[_Types] = {
    "rule": pl.String,
    "kind": pl.String,
    "severity": pl.String,
    "state": pl.String,  # open · waived
    "waiver": pl.String,  # the waiver's id in the register
    "project": pl.String,
    "contractor": pl.String,
    "period": pl.String,
    "worker": pl.String,
    "id_tail": pl.String,  # last four characters of the identity number
    "worker_key": pl.String,
    **_PLACE,
    "also": pl.List(pl.Struct(_PLACE)),
    "expected": pl.String,
    "actual": pl.String,
    "amount": pl.Decimal(18, 2),
    "money": pl.String,  # one of MONEY; null without an amount, unless wages are owed that cannot be summed up
    "payer": pl.String,  # who pays first and who must pay in advance, of findings about wages
    "payer_en": pl.String,
    "message": pl.String,
    "message_en": pl.String,
    "remedy": pl.String,
    "law": pl.List(pl.String),
    "responsible": pl.String,  # the department in the lead
    "assist": pl.List(pl.String),
    "fingerprint": pl.String,
}
FINDINGS: Final = pl.Schema(_findings)
_outcomes: Final[_Types] = {
    "project": pl.String,
    "contractor": pl.String,
    "period": pl.String,
    "rule": pl.String,
    "outcome": pl.String,  # pass · fail · waived · not_assessed · error
    "count": pl.Int32,  # findings
    "assessed": pl.Int32,  # rows the rule could judge
    "unassessed": pl.Int32,  # rows it could not
    "reason": pl.String,
    "reason_en": pl.String,
}
OUTCOMES: Final = pl.Schema(_outcomes)
_contractors: Final[_Types] = {
    "project": pl.String,
    "name": pl.String,
    "uscc": pl.String,
    "period": pl.String,
    "colour": pl.String,
    "score": pl.Int32,
    "workers": pl.Int32,
    "owed": pl.Decimal(18, 2),  # past due and not paid; null where nothing could be told
    "unpaid": pl.Decimal(18, 2),  # not paid, due or not yet due
    # sums of findings (violations, open) by what their amount is; null where no such rule could be judged
    **dict.fromkeys(("shortfall", "refund", "exposure", "funding"), pl.Decimal(18, 2)),
    "suspected_workers": pl.Int32,  # with signals of several independent families (profile, conclusion)
    "suspected": pl.Boolean,  # enough such workers, or months with any, for a conclusion about the contractor
    "paid_share": pl.Float64,
    "six_unified_share": pl.Float64,
    "signing_share": pl.Float64,
    "real_name_share": pl.Float64,
    "findings": pl.Int32,
    **dict.fromkeys(SEVERITIES, pl.Int32),
}
CONTRACTORS: Final = pl.Schema(_contractors)
#: The six unifications as a page shows them; ``pay`` is payroll and bank payment together.
MARKS: Final = ("identity", "contract", "roster", "attendance", "pay", "notice")
#: Why a mark is not ok. ``ledger``: one of the seven; ``what``: missing · differs · not_submitted · unclear (handed in,
#: but whether the worker stands in it cannot be told); ``findings``: fingerprints of those that say so, may be none.
WHY: Final[_Types] = {"ledger": pl.String, "what": pl.String, "findings": pl.List(pl.String)}
_workers: Final[_Types] = {
    "project": pl.String,
    "contractor": pl.String,
    "period": pl.String,
    "worker_key": pl.String,
    "name": pl.String,
    "id_tail": pl.String,
    **{f"mark_{ledger}": pl.String for ledger in MARKS},  # ok · missing · differs · not_submitted · unclear
    "why": pl.List(pl.Struct(WHY)),
    "due": pl.Decimal(18, 2),
    "paid": pl.Decimal(18, 2),
    "owed": pl.Decimal(18, 2),
    "due_on": pl.Date,
    "days_late": pl.Int32,
    "families": pl.List(pl.String),  # independent families whose signals speak of this person
    "suspected": pl.Boolean,
}
WORKERS: Final = pl.Schema(_workers)
_evidence: Final[_Types] = {
    **dict.fromkeys(("project", "contractor", "period", "worker_key"), pl.String),
    **_PLACE,  # attendance: the worker's first line on the sheet
    "lines": pl.Int32,  # lines of the sheet taken together, more than 1 for attendance kept day by day
    "said": pl.List(pl.Struct({"field": pl.String, "value": pl.String})),  # ledger fields as read, masked, not null
}
#: Lines of the ledgers that speak of a worker to whom wages are owed or whom a serious or red-line finding is about:
#: one row per worker, period and line (Regulation art. 50: the employer keeps and shows contract, roster, pay ledger).
EVIDENCE: Final = pl.Schema(_evidence)


@dataclass(frozen=True)
class RuleInfo:
    """A rule as a report needs it: law as printed, remedy and exposure with their numbers filled in."""

    id: str
    title: str
    title_en: str
    kind: str
    severity: str
    status: str
    family: str
    standing: bool
    """Judged once per run, under the latest period."""
    law: tuple[str, ...]
    remedy: str
    remedy_en: str
    exposure: str
    exposure_en: str
    responsible: str = ""
    """The department in the lead, a name of the profile."""
    responsible_en: str = ""
    assist: tuple[str, ...] = ()
    assist_en: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """The whole of a run; columns are those of the schemas of this module. ``manifest`` is plain JSON data."""

    findings: pl.DataFrame
    outcomes: pl.DataFrame
    contractors: pl.DataFrame
    workers: pl.DataFrame
    rules: tuple[RuleInfo, ...]
    manifest: Mapping[str, Any]
    evidence: pl.DataFrame = field(default_factory=EVIDENCE.to_frame)

    def exit_code(self, fail_on: str = "general") -> int:
        """0 all assessed and nothing at or above ``fail_on`` · 1 findings · 2 a rule failed · 3 something not assessed.

        ``fail_on`` is a severity or ``never``. Raises ValueError for anything else.
        """
        if fail_on not in (*SEVERITIES, "never"):
            raise ValueError(f"fail_on: {fail_on}")
        if self.outcomes.filter(pl.col("outcome") == "error").height:
            return 2
        if fail_on != "never":
            bad = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
            if self.findings.filter(pl.col("severity").is_in(bad) & (pl.col("state") == "open")).height:
                return 1
        silent = (self.contractors["colour"] == "grey").any()
        return 3 if silent or self.outcomes.filter(pl.col("outcome") == "not_assessed").height else 0

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``result.json``: amounts and dates as text, shares rounded to four decimals."""
        return {
            name: list(part) if isinstance(part, GeneratorType) else part for name, part in self.parts_of_json().items()
        }

    def parts_of_json(self) -> dict[str, Any]:
        """The same with generators in place of the long lists, to be written without holding them in memory."""
        return {
            "findings": _records(self.findings),
            "outcomes": _records(self.outcomes),
            "contractors": _records(self.contractors),
            "rules": [_plain(asdict(rule)) for rule in self.rules],
            "manifest": _plain(dict(self.manifest)),
        }

    def compared_with(self, earlier: comparison.Judged | Mapping[str, Any]) -> Result:
        """The same result with ``manifest["compared"]`` (``comparison.told``): what changed since an earlier one.

        ``earlier`` is an earlier ``result.json``, or what a kept check says. A finding counts as fixed only where its
        rule was assessed again for the same contractor (and period, unless the rule is about standing facts); what
        could not be looked at again is not fixed, nor is it where the rule could judge fewer rows than before. Results
        made with different worker keys cannot be compared person by person (``comparison``).
        """
        before = earlier if isinstance(earlier, comparison.Judged) else comparison.of_result(earlier)
        site = ["project", "contractor", "period", "rule"]
        decided = self.outcomes.filter(pl.col("outcome").is_in(comparison.DECIDED))
        now = comparison.Judged(
            list(_records(self.findings.select("fingerprint", "state", "worker_key", *site))),
            set(decided.select(site).iter_rows()),
            frozenset(rule.id for rule in self.rules if rule.standing),
            unassessed={
                row[:4]: row[4] for row in self.outcomes.select(*site, pl.col("unassessed").fill_null(0)).iter_rows()
            },
            key=None if (key := self.manifest.get("worker_key_id")) is None else str(key),
        )
        compared = comparison.told(comparison.compare(before, now), before)
        return replace(self, manifest={**self.manifest, "compared": compared})


def _records(frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """Rows as plain JSON data: amounts and dates as text, shares rounded to four decimals."""
    schema = frame.schema
    texts = [
        name
        for name, kind in schema.items()
        if kind == pl.Date or (isinstance(kind, pl.Decimal) and kind.scale == _CENTS)
    ]
    shaped = frame.with_columns(pl.col(texts).cast(pl.String))
    others = [name for name, kind in schema.items() if name not in texts and not _is_plain(kind)]
    for row in shaped.iter_rows(named=True):
        for name in others:
            row[name] = _plain(row[name])
        yield row


def _is_plain(kind: Any) -> bool:
    """Whether values of a type of a frame are JSON data as they are."""
    if isinstance(kind, pl.List):
        return _is_plain(kind.inner)
    if isinstance(kind, pl.Struct):
        return all(_is_plain(field.dtype) for field in kind.fields)
    return bool(kind.is_integer()) or kind in (pl.String, pl.Boolean, pl.Null)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
