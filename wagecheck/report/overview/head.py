"""The verdict of the whole check in one sentence, and its figures."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from wagecheck.report import labels
from wagecheck.report.contractor_page import money_known, total, worst
from wagecheck.report.overview import amounts
from wagecheck.report.overview.amounts import Row
from wagecheck.result import Result
from wagecheck.wording import Wording

_FIRMS = ("project", "name")
#: Projects and periods named in the first line.
_NAMED = 4


def section(result: Result, t: Wording) -> Row:
    """Colour, verdict, figures; what the first line says the check is about."""
    figures, workers = result.contractors, result.workers
    colour = worst(figures["colour"].to_list())
    owed = total(figures["owed"])
    people = workers.filter(pl.col("owed") > 0)["worker_key"].n_unique() if workers.height else 0
    agree, compared = figures.select(amounts.agreeing()).select("agree", "compared").row(0)
    return {
        "projects": _listed(figures["project"].unique().sort().to_list(), t),
        "periods": _listed([labels.period(one, t) for one in sorted({one for one in figures["period"] if one})], t),
        "many_projects": figures["project"].n_unique() > 1,
        "many_contractors": True,
        "colour": colour,
        "mark": labels.MARKS[colour],
        "verdict": _verdict(result, colour, owed, people, t),
        "owed": money_known(figures["owed"], t),
        "owes": owed > 0,
        "people_owed": people,
        "owed_known": people > 0 or _known(figures),
        "not_known": _partly(figures, t),
        "workers": workers["worker_key"].n_unique() if workers.height else 0,
        "counts": {severity: int(figures[severity].sum()) for severity in labels.SEVERITIES},
        "six_unified": amounts.share(agree, compared),
        "paid_share": _paid(workers),
    }


def _listed(names: list[str], t: Wording) -> str:
    """The names; of many the first and the last, and how many there are."""
    joint = ", " if t.lang == "en" else "、"
    if len(names) <= _NAMED:
        return joint.join(names)
    return t("index.among", first=joint.join(names[: _NAMED - 1]), last=names[-1], count=len(names))


def _verdict(result: Result, colour: str, owed: Decimal, people: int, t: Wording) -> str:
    """What counts: findings that are waived do not."""
    figures = result.contractors
    money = t("index.owed_text", owed=labels.money(owed), people=people)
    money = money if _known(figures) else t("index.owed_unknown")
    still = result.findings.filter((pl.col("state") != "waived") & (pl.col("severity") == "red_line"))
    red = still.select("project", "contractor").unique().height
    silent = _silent(figures)
    said = []
    if red:
        said.append(t("index.verdict_red", count=red) + money)
    elif colour in ("green", "grey") and not figures["findings"].sum():
        firms, unjudged = figures.select(_FIRMS).unique().height - silent.height, _unjudged(result, silent)
        if firms:
            but = t("index.verdict_but", count=firms, unjudged=unjudged)
            said.append(but if unjudged else t("index.verdict_clean", count=firms))
    else:
        bad = figures.filter(pl.col("colour") == "red").select(_FIRMS).unique().height
        said.append((t("index.verdict_bad", count=bad) if bad else t("index.verdict_other")) + money)
    if silent.height:
        said.append(t("index.verdict_grey", count=silent.height))
    return (" " if t.lang == "en" else "").join(said)


def _known(figures: pl.DataFrame) -> bool:
    """Whether it can be told of anybody what is owed: where it cannot, nobody owed is no number either."""
    return not figures.height or figures["owed"].drop_nulls().len() > 0


def _partly(figures: pl.DataFrame, t: Wording) -> str:
    """Says that what is owed is known of some contractors' months only; empty where all or none are known."""
    owed, unknown = figures.select(amounts.owed()).row(0)
    return t("index.owed_not_known", count=unknown) if unknown and owed is not None else ""


def _silent(figures: pl.DataFrame) -> pl.DataFrame:
    """Project and name of the contractors about whom nothing could be judged."""
    colours = figures.group_by(_FIRMS).agg(pl.col("colour").unique())
    grey = pl.Series([worst(one) == "grey" for one in colours["colour"].to_list()], dtype=pl.Boolean)
    return colours.filter(grey).select(_FIRMS)


def _paid(workers: pl.DataFrame) -> float | None:
    """Of what is due, the part that was paid; of workers' months in which both are known."""
    known = workers.filter(pl.col("due").is_not_null() & pl.col("paid").is_not_null())
    paid = known.select(pl.min_horizontal("due", "paid").alias("paid"))["paid"]
    return amounts.share(total(paid), total(known["due"]))


def _unjudged(result: Result, silent: pl.DataFrame) -> int:
    """Rules that reached no conclusion about some contractor or period, beside those of ``silent``."""
    unjudged = result.outcomes.filter(pl.col("outcome").is_in(["not_assessed", "error"]))
    others = unjudged.join(silent, left_on=["project", "contractor"], right_on=_FIRMS, how="anti", nulls_equal=True)
    return others["rule"].n_unique()
