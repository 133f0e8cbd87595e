"""Findings: the failing rows of every rule, worded, masked, with their cells and a fingerprint."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Final

import polars as pl

from wagecheck.facts import frames
from wagecheck.facts.frame import Frame
from wagecheck.judging import places
from wagecheck.judging.units import PROJECT_FRAMES
from wagecheck.judging.verdicts import Broken, Judged, guarded
from wagecheck.privacy import Masker
from wagecheck.result import FINDINGS, SEVERITIES, RuleInfo
from wagecheck.rulebook import Rulebook
from wagecheck.rulebook.compile import Compiled
from wagecheck.rulebook.fill import filled
from wagecheck.rulebook.render import Renderer
from wagecheck.rulebook.rule import Rule

#: Columns of a frame that say where a finding without any place lies.
_LYING: Final = ("ledger", "file", "sheet")
#: Joins the parts of a fingerprint; no text of a submission holds it.
_ABOUT: Final = ("rule", "project", "contractor", "period", "person", "fingerprint")
_MARK: Final = "\x1f"
_RANKS: Final = {name: rank for rank, name in enumerate(SEVERITIES)}
#: By what findings are sorted, what stands nowhere last.
ORDER: Final[tuple[pl.Expr, ...]] = (
    *map(pl.col, ("project", "contractor", "period")),
    pl.col("severity").replace_strict(_RANKS, return_dtype=pl.Int8),
    *map(pl.col, ("rule", "file", "sheet", "row", "cell", "fingerprint")),
)
_MIDDLE: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    **{name: FINDINGS[name] for name in ("rule", "kind", "severity", "project", "contractor", "period", "worker")},
    **dict.fromkeys(("id_tail", "worker_key", "grain", "person"), pl.String),
    **{f"frame_{name}": pl.String for name in _LYING},
    **{name: FINDINGS[name] for name in ("expected", "actual", "amount", "money", "message", "message_en")},
    "period_start": pl.Date,
    "persons": pl.List(pl.String),
}


class Findings:
    """Collects the findings of all frames, then resolves their places in one go."""

    def __init__(self, rulebook: Rulebook, infos: tuple[RuleInfo, ...], masker: Masker, broken: Broken) -> None:
        """``infos`` gives law and remedy as printed; ``broken`` receives rules whose findings cannot be worded."""
        self._rulebook = rulebook
        self._infos = infos
        self._masker = masker
        self._broken = broken
        self._rows: list[pl.DataFrame] = []
        self._places: list[pl.DataFrame] = []
        self._height = 0

    def add(self, judged: Judged, rule: Rule, compiled: Compiled, units: pl.Series) -> None:
        """The rows of the given units that fail a rule."""
        guarded(rule, self._broken, self._add, judged, rule, compiled, units)

    def _add(self, judged: Judged, rule: Rule, compiled: Compiled, units: pl.Series) -> None:
        rows = judged.fails(rule, compiled)
        rows = rows.filter(pl.col("unit").is_in(units.implode()))
        if rows.is_empty():
            return
        rows = rows.with_row_index("finding", offset=self._height)
        worded, pointed = self._worded(rule, compiled, rows), places.pointed(rows, compiled)
        self._rows.append(worded)
        self._places.append(pointed)
        self._height += rows.height

    def _worded(self, rule: Rule, compiled: Compiled, rows: pl.DataFrame) -> pl.DataFrame:
        frame = frames()[rule.about]
        renderer = Renderer(frame, self._rulebook.values, self._masker)
        level = pl.col("level").cast(pl.Int32)
        lying = [
            (pl.col(name) if name in frame.columns else pl.lit(None, pl.String)).alias(f"frame_{name}")
            for name in _LYING
        ]
        about = rows.select(
            "project", "contractor", "period", "period_start", "person",
            *lying,
            persons=pl.col("persons") if "persons" in frame.columns else pl.lit(None, pl.List(pl.String)),
            rule=pl.lit(rule.id),
            money=pl.lit(None if rule.money == "involved" and rule.show.amount is None else rule.money),
            kind=level.replace_strict(dict(enumerate(rule.kinds)), return_dtype=pl.String),
            severity=level.replace_strict(dict(enumerate(rule.severities)), return_dtype=pl.String),
            id_tail=_tail(),
        )  # fmt: skip
        who = rows.select(renderer.masked(rows, tail=False)).select(worker="name")
        if rule.about in PROJECT_FRAMES:
            who = who.with_columns(worker=pl.lit(None, pl.String))
        keys = pl.DataFrame([worker_keys(rows["person"], self._masker).alias("worker_key"), self._grain(frame, rows)])
        worded = pl.concat([about, who, keys, renderer.shown(compiled, rows)], how="horizontal")
        return worded.select(pl.col(name).cast(kind) for name, kind in _MIDDLE.items())

    def _grain(self, frame: Frame, rows: pl.DataFrame) -> pl.Series:
        """What tells the rows of a frame apart: personal parts as keyed hashes, the period unless it is standing."""
        parts = [] if frame.standing else [rows["period"]]
        for name in frame.grain:
            column = rows[name].cast(pl.String)
            parts.append(worker_keys(column, self._masker) if name in frame.masks or name == "person" else column)
        if not parts:
            return pl.Series("grain", [""] * rows.height, dtype=pl.String)
        columns = [part.alias(str(number)).fill_null("") for number, part in enumerate(parts)]
        return pl.DataFrame(columns).select(pl.concat_str(pl.all(), separator=_MARK).alias("grain")).to_series()

    def finish(self, sources: pl.DataFrame, cells: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """All findings (columns of FINDINGS), sorted, and whom they are about.

        The second frame has rule, project, contractor, period, person and fingerprint, unmasked: for counting, not for
        writing. A finding about several people has one row for each.
        """
        if not self._rows:
            return pl.DataFrame(schema=FINDINGS), pl.DataFrame(schema={**_MIDDLE, **FINDINGS}).select(_ABOUT)
        rows = pl.concat(self._rows).with_row_index("finding")
        found = places.resolve(pl.concat(self._places), sources, cells)
        rows = rows.join(found, on="finding", how="left", maintain_order="left").with_columns(
            pl.coalesce(name, f"frame_{name}").alias(name) for name in _LYING
        )
        law = {rule.id: rule.law for rule in self._infos}
        assist = {rule.id: rule.assist for rule in self._infos}
        leads = {rule.id: rule.responsible for rule in self._infos}
        rows = rows.with_columns(
            state=pl.lit("open"),
            waiver=pl.lit(None, pl.String),
            also=pl.col("also").fill_null([]),
            law=pl.Series([law[rule] for rule in rows["rule"]], dtype=pl.List(pl.String)),
            remedy=self._remedies(rows),
            payer=pl.lit(None, pl.String),
            payer_en=pl.lit(None, pl.String),
            responsible=pl.col("rule").replace_strict(leads, return_dtype=pl.String),
            assist=pl.Series([assist[rule] for rule in rows["rule"]], dtype=pl.List(pl.String)),
            fingerprint=pl.Series(_fingerprints(rows), dtype=pl.String),
        )
        rows = rows.sort(ORDER, nulls_last=True, maintain_order=True)
        several = pl.coalesce("persons", pl.concat_list("person"))
        about = rows.with_columns(person=several).select(_ABOUT).explode("person", keep_nulls=True, empty_as_null=True)
        return rows.select(pl.col(name).cast(kind) for name, kind in FINDINGS.items()), about

    def _remedies(self, rows: pl.DataFrame) -> pl.Series:
        """What to do, with the numbers of the pay period."""
        infos = {rule.id: rule.remedy for rule in self._infos}
        rules = {rule.id: rule for rule in self._rulebook.rules}
        texts: dict[tuple[str, dt.date | None], str] = {}
        for rule, start in rows.select("rule", "period_start").unique().iter_rows():
            dated = filled(rules[rule].remedy, self._rulebook.values, start) if start else infos[rule]
            texts[rule, start] = dated
        pairs = rows.select("rule", "period_start").iter_rows()
        return pl.Series("remedy", [texts[pair] for pair in pairs], dtype=pl.String)


def worker_keys(people: pl.Series, masker: Masker) -> pl.Series:
    """Keyed hashes of people or of other personal text; null stays null."""
    keys = {person: masker.worker_key(person) for person in people.drop_nulls().unique()}
    return people.replace_strict(keys, default=None, return_dtype=pl.String)


def _tail() -> pl.Expr:
    digits = pl.col("id_number")
    return pl.when(digits.str.len_chars() >= 15).then(digits.str.slice(-4))


def _fingerprints(rows: pl.DataFrame) -> list[str]:
    """Rule, project, contractor, subject, period (unless standing) and ledger; never a row number."""
    parts = rows.select("rule", "project", "contractor", "grain", pl.col("ledger").fill_null(""))
    return [hashlib.sha256(_MARK.join(row).encode()).hexdigest()[:16] for row in parts.iter_rows()]
