"""Two sites of two bureaus whose files call them by one name: what one owes is nothing that the other is told of."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from tests.conftest import SAMPLES
from tests.desk import hand_in_kit
from tests.desk.kit import Office
from tests.kept_checks import checked, handed_in, row
from tests.register.conftest import clock
from wagecheck.tasks import check
from wagecheck.wording import Wording

#: What the files of the sample say.
PROJECT, FIRM = "示例湖滨大道改造工程", "示例蓝田建筑劳务有限公司"
DAY = dt.date(2026, 11, 21)


def said(result: dict[str, Any]) -> tuple[str, str | None, list[str]]:
    """What became of BL07, why it was not judged, and the months of the contractor beside this one."""
    (outcome,) = (one for one in result["outcomes"] if (one["rule"], one["contractor"]) == ("BL07", FIRM))
    months = [one["period"] for one in result["manifest"]["earlier"] if one["contractor"] == FIRM]
    return outcome["outcome"], outcome["reason"], months


def test_arrears_of_one_site_accuse_it_and_not_its_namesake(room: Office) -> None:
    north, south = room.site("华北一标段"), room.site("华南一标段", bureau="华南局")
    for month in (8, 9):
        for site, owed in ((north, "100.00"), (south, "0.00")):
            told = row(FIRM, f"2026-{month:02}", owed=owed, project=PROJECT, people=("k",))
            handed_in(room.desk.register, site, checked(told), month)
    files = hand_in_kit.folder(SAMPLES / "typical")
    results = {}
    for site in (north, south):
        made = hand_in_kit.checked(room, site, files)
        results[site] = json.loads((room.desk.store.hand_in(made).result / "result.json").read_text("utf-8"))
    assert said(results[north]) == ("fail", None, ["2026-08", "2026-09"])
    (message,) = (one["message"] for one in results[north]["findings"] if one["rule"] == "BL07")
    assert "连续 3 期有欠薪" in message
    assert said(results[south]) == ("pass", None, ["2026-08", "2026-09"])
    with room.desk.register.reading() as reader:
        proposed = [entry["name"] for entry in reader.all("entry", state="proposed")]
    assert proposed == [FIRM]


def test_the_command_line_that_cannot_tell_them_apart_does_not_judge(room: Office, tmp_path: Any) -> None:
    north, south = room.site("华北一标段"), room.site("华南一标段", bureau="华南局")
    for site, owed in ((north, "100.00"), (south, "0.00")):
        handed_in(room.desk.register, site, checked(row(FIRM, "2026-09", owed=owed, project=PROJECT)))
    check.run(
        [SAMPLES / "typical"], tmp_path / "out", as_of=DAY, t=Wording("zh"), clock=clock,
        register=room.desk.place.register, formats=("json",),
    )  # fmt: skip
    outcome, reason, months = said(json.loads((tmp_path / "out" / "result.json").read_text("utf-8")))
    assert (outcome, months) == ("not_assessed", [])
    assert "同名项目以往的核对属于哪个项目" in str(reason)
