"""What each kind of job is: what does it, and what is written down where it came to nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from wagecheck.desk.hand_ins.handing_in import CHECK, UNMASK
from wagecheck.desk.jobs.work import Work
from wagecheck.register import hand_ins, queue
from wagecheck.register.queue import Job
from wagecheck.register.writer import Writer

PREVIEW: Final = "preview"
VERIFY: Final = "verify"


@dataclass(frozen=True)
class Task:
    """``run`` does it; ``failed`` writes into the register why it came to nothing (Chinese, English)."""

    run: Callable[[Work], None]
    failed: Callable[[Writer, Job, tuple[str, str]], None] | None = None


def _check(work: Work) -> None:
    from wagecheck.desk.jobs import checking  # noqa: PLC0415  # it brings the engine, which only workers need

    checking.check(work)


def _check_failed(writer: Writer, job: Job, told: tuple[str, str]) -> None:
    # it is checked where the worker died after the result was kept and before it said so, or waits for the next check
    newest = queue.latest(writer.connection, job.subject, CHECK)
    if newest is not None and newest.id != job.id:
        return
    if writer.get("hand_in", job.subject)["state"] == "handed_in":
        hand_ins.failed(writer, job.subject, reason=told[0])


def _unmask(work: Work) -> None:
    from wagecheck.desk.jobs import checking  # noqa: PLC0415

    checking.unmask(work)


def _preview(work: Work) -> None:
    from wagecheck.desk.jobs import preview  # noqa: PLC0415

    preview.run(work.desk, str(work.job.parameters["setting"]), work.tell)


def _verify(work: Work) -> None:
    from wagecheck.desk.jobs import verification  # noqa: PLC0415

    verification.run(work.desk, work.job.parameters["anchor"])


TASKS: Final = {
    CHECK: Task(_check, _check_failed),
    UNMASK: Task(_unmask),
    PREVIEW: Task(_preview),
    VERIFY: Task(_verify),
}
