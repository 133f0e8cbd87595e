"""A check of a hand-in, as ``wagecheck check`` does it: its result beside the files, kept in the register.

The same with full numbers, where somebody may see them and has said why.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from wagecheck.desk.jobs import read_record
from wagecheck.desk.rulebook import profiles
from wagecheck.register import hand_ins
from wagecheck.report.contractor_page import worst
from wagecheck.tasks import check as checks
from wagecheck.tasks import keeping
from wagecheck.wording import Wording

if TYPE_CHECKING:
    from pathlib import Path

    from wagecheck.desk.desk import Desk
    from wagecheck.desk.jobs.work import Telling, Work
    from wagecheck.desk.rulebook.profiles import Chosen
    from wagecheck.intake.submission import Submission
    from wagecheck.register.writer import Writer
    from wagecheck.result import Result

_FORMATS: Final = ("html", "xlsx", "json", "csv", "letters")


def check(work: Work) -> None:
    """Checks what was handed in and keeps the result under the name of who did. Raises the errors of every floor."""
    desk = work.desk
    kept = _hand_in(desk, work.job.subject)
    if kept["state"] != "handed_in":  # the result was kept, but nobody said that the job is done
        return
    chosen, as_of = profiles.in_force(desk), desk.today()
    files = desk.store.hand_in(kept["id"])

    def read(given: Submission) -> None:
        work.tell("judging", 0, 0)
        read_record.write(files.read, given, as_of=as_of, setting=chosen.setting)

    result = _run(desk, kept, files.result, chosen, as_of, work.tell, on_read=read)
    shutil.rmtree(files.unmasked, ignore_errors=True)  # full numbers of the check before say something else
    colour = worst(result.contractors["colour"].to_list()) if result.contractors.height else "grey"

    def done(writer: Writer, run: str) -> None:
        hand_ins.checked(writer, kept["id"], run=run, colour=colour)

    keeping.keep(result, desk.register, kept["by"], done, site=kept["site"])


def unmask(work: Work) -> None:
    """The result once more with full numbers, by the same day and profile. Raises the errors of every floor."""
    desk = work.desk
    kept = _hand_in(desk, work.job.subject)
    if kept["state"] == "withdrawn":  # made void meanwhile: nobody may look at it any more
        return
    files = desk.store.hand_in(kept["id"])
    by = read_record.judged_by(files.read)
    with desk.register.reading() as reader:
        setting = None if by.setting is None else reader.get("setting", by.setting)
    _run(desk, kept, files.unmasked, profiles.of(desk, setting), by.as_of, work.tell, unmask=True)


def _run(
    desk: Desk,
    kept: Mapping[str, Any],
    out: Path,
    chosen: Chosen,
    as_of: dt.date,
    tell: Telling,
    **further: Any,
) -> Result:
    files = desk.store.hand_in(kept["id"])
    written: dict[str, tuple[int, int]] = {}

    def writing(kind: str, done: int, whole: int) -> None:
        written[kind] = (done, whole)
        tell("writing", sum(one for one, _ in written.values()), sum(all_ for _, all_ in written.values()))

    tell("reading", 0, 0)
    return checks.run(
        [files.given],
        out,
        as_of=as_of,
        t=Wording("zh"),
        clock=desk.clock,
        period=(kept["first_day"], kept["last_day"]),
        project_name=_site_name(desk, kept),  # not the folder's: that one is the same for every site
        register=desk.place.register,
        site=kept["site"],
        mapping_file=files.mapping if files.mapping.is_file() else None,
        mapping_shown=files.mapping.name,  # no path of this machine in a result
        rule_folders=chosen.folders,
        profile=chosen.name,
        formats=_FORMATS,
        against=_before(desk, kept),
        jobs=desk.settings.limits.check_jobs,
        progress=lambda done, whole, _name: tell("reading", done, whole),
        judging=lambda done, whole: tell("judging", done, whole),
        writing=writing,
        **further,
    )


def _hand_in(desk: Desk, hand_in: str) -> dict[str, Any]:
    with desk.register.reading() as reader:
        return reader.get("hand_in", hand_in)


def _site_name(desk: Desk, kept: Mapping[str, Any]) -> str:
    with desk.register.reading() as reader:
        return str(reader.get("site", kept["site"])["name"])


def _before(desk: Desk, kept: Mapping[str, Any]) -> str | None:
    """The result that this hand-in corrects: of the one before it, or of the one before that."""
    previous, seen = kept["previous"], set[str]()
    while previous is not None and previous not in seen:
        seen.add(previous)
        result = desk.store.hand_in(previous).result
        if (result / "result.json").is_file():
            return str(result)
        previous = _hand_in(desk, previous)["previous"]
    return None
