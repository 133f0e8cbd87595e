"""The whole way of export tables: what was made wrong on purpose is found, in its row, and nothing else is."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.house_rules import BOOK
from tests.simulate.test_answers import same_worker, subject
from wagecheck import judge, simulate
from wagecheck.intake import submission as intake
from wagecheck.privacy import Masker
from wagecheck.register import listing
from wagecheck.simulate.case import REGISTRY

CASES: dict[str, dict[str, Any]] = {
    "lawful, three projects": {"workers": 900, "contractors": 14, "seed": 71},
    "typical": {"defects": "typical", "seed": 3},
    "all, three projects, two months": {"defects": "all", "workers": 1200, "contractors": 12, "months": 2, "seed": 4},
}


def cites(answer: dict[str, Any], finding: dict[str, Any]) -> bool:
    """A table has no sheet: the place is table and cell."""
    places = {(place["file"], place["cell"]) for place in [finding, *finding["also"]]}
    return answer["cell"] is None or (answer["file"], answer["cell"]) in places


@pytest.mark.parametrize("name", CASES)
def test_findings_are_the_answers(tmp_path: Path, name: str) -> None:
    simulate.write(tmp_path, format="parquet", **CASES[name])
    answers = json.loads((tmp_path / simulate.ANSWERS).read_text("utf-8"))
    listed = tmp_path / simulate.BLACKLIST
    result = judge.judge(
        intake.read([tmp_path / simulate.SUBMISSION]),
        BOOK,
        as_of=dt.date.fromisoformat(answers["as_of"]),
        entries=listing.read_listing(listed) if listed.exists() else None,
        period=None,
        masker=Masker(b"of the tests", unmask=True),
    )
    expected, found = answers["findings"], result.findings.to_dicts()
    told, meant = Counter(map(subject, found)), Counter(map(subject, expected))
    assert [(subject(f), f["worker"], f["message"]) for f in found if told[subject(f)] > meant[subject(f)]] == []
    assert [a for a in expected if meant[subject(a)] > told[subject(a)]] == []
    speaking = [(a, [f for f in found if subject(f) == subject(a) and same_worker(a, f)]) for a in expected]
    assert [(a, heard) for a, heard in speaking if not any(cites(a, f) for f in heard)] == []
    assert result.outcomes.filter(result.outcomes["outcome"] == "error").height == 0
    if CASES[name].get("defects") == "all":
        shown = {rule for rule, one in REGISTRY.items() if one.months <= 2 and not one.apart and not one.paper}
        assert shown <= {one["rule"] for one in expected}
