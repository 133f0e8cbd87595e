"""An earlier result, as people name it: a folder, a ``result.json``, or a kept check of the register."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wagecheck.errors import InputError
from wagecheck.wording import both

if TYPE_CHECKING:
    from wagecheck.comparison import Judged
    from wagecheck.register.reader import Reader
    from wagecheck.register.writer import Clock

_RUN = re.compile(r"^[Rr]\d+$")
#: The last kept check of the same projects.
_LAST = "last"


def is_run(given: str) -> bool:
    """Whether a kept check is named (R12), and no file of that name is there."""
    return bool(_RUN.match(given)) and not Path(given).exists()


def load(given: str, register: str | None, projects: list[str | None], *, clock: Clock) -> Judged:
    """An earlier result. ``last`` is the last kept check that is surely of one of ``projects`` (``runs.latest``).

    Raises InputError where there is none, RegisterError where the register cannot be read.
    """
    from wagecheck.comparison import of_result  # noqa: PLC0415

    if not is_run(given) and (given.lower() != _LAST or Path(given).exists()):
        return of_result(read_result(Path(given)))
    from wagecheck.register import runs  # noqa: PLC0415
    from wagecheck.register.store import open_register  # noqa: PLC0415

    with open_register(register, create=False, clock=clock) as store, store.reading() as reader:
        run = given if is_run(given) else runs.latest(reader, projects)
        if run is not None:
            return _kept(reader, run)
    raise InputError(*both("cli.against_none"))


def _kept(reader: Reader, run: str) -> Judged:
    from wagecheck.comparison import Judged  # noqa: PLC0415
    from wagecheck.register import runs  # noqa: PLC0415

    kept = reader.get("run", run)
    standing, assessed = runs.assessed(reader, run)
    key = json.loads(kept["manifest"]).get("worker_key_id")
    findings = runs.earlier(reader, run)["findings"]
    return Judged(findings, assessed, standing, kept["as_of"].isoformat(), kept["id"], key=key)


def read_result(path: Path) -> dict[str, Any]:
    """The ``result.json`` at a path or in a folder. Raises InputError where there is none."""
    from wagecheck.comparison import is_told  # noqa: PLC0415

    place = path / "result.json" if path.is_dir() else path
    try:
        data = json.loads(place.read_text("utf-8"))
        if is_told(data):
            return dict(data)
    except (OSError, ValueError, RecursionError):  # brackets within brackets without an end
        pass
    raise InputError(*both("cli.against_bad", path=path))
