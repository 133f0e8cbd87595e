"""One job in the hands of a worker: the desk, what is to be done, and whom it tells how far it has come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wagecheck.desk.desk import Desk
from wagecheck.register.queue import Job

#: Step (reading · judging · writing), how much of it is done, of how much (0: nobody knows).
Telling = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Work:
    """What a task is given."""

    desk: Desk
    job: Job
    tell: Telling
