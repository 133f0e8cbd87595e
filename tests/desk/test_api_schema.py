"""The API as its own description says it is: thousands of made-up requests, none of which may break it.

schemathesis reads OpenAPI, makes requests that fit it and requests that do not, follows one answer to the next request,
and holds every answer against the statuses and shapes that are described. The seed is fixed.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema

from tests.conftest import ROOT
from tests.desk.api_kit import Client, client, smaller
from tests.desk.kit import Office
from tests.desk.test_api import SCOPES, put
from wagecheck.desk.hand_ins import handing_in
from wagecheck.desk.jobs.task_table import TASKS
from wagecheck.desk.jobs.work import Work
from wagecheck.register import queue

CLEAN = ROOT / "samples" / "clean"
EXAMPLES = 25
#: These refuse what no schema can say: a check digit, a name without any letter, days in the wrong order.
_MAY_REFUSE = ["2xx", "404", "409", "422"]
PHASES = {"examples", "coverage", "fuzzing", "stateful"}


@pytest.fixture
def busy(
    room: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Client, dict[str, list[str]]]]:
    """A desk with something of everything, and a key for all of it; the ids that there are."""
    monkeypatch.setenv("WAGECHECK_KEY_FILE", str(tmp_path / "worker.key"))
    with smaller(room, tmp_path, calls_per_minute=1_000_000, open_per_account=100_000) as desk:
        site = desk.site()
        put(desk)
        api = client(desk, *SCOPES)
        checked, waiting, *collecting = (api.begun(site) for _ in range(7))  # some are handed in on the way
        for path in CLEAN.rglob("*.xlsx"):
            name = path.relative_to(CLEAN).as_posix()
            handing_in.add_file(desk.desk, checked, name, io.BytesIO(path.read_bytes()))
        for one in (waiting, *collecting):
            handing_in.add_file(desk.desk, one, "a.csv", io.BytesIO(b"a"))
        number = handing_in.submit(desk.desk, "资料员甲", checked)
        with desk.desk.register.working("job") as connection:
            job = queue.claim(connection, "test", desk.clock())
        assert job is not None and job.id == number
        TASKS[job.task].run(Work(desk.desk, job, lambda *_: None))
        handing_in.submit(desk.desk, "资料员甲", waiting)
        ids = [*[checked] * 5, waiting, *collecting[:5]]  # the first is asked for most
        yield api, {"submissions": ids, "sites": [site], "files": ["a.csv", "findings.csv"]}


def test_no_request_breaks_it(busy: tuple[Client, dict[str, list[str]]]) -> None:
    api, ids = busy
    assert api.header is not None
    binding = {"submission": "submissions", "site": "sites", "previous": "submissions", "path": "files"}
    config = SchemathesisConfig.from_dict({
        "seed": 20261121,
        "headers": {"Authorization": api.header.decode()},
        "continue-on-failure": True,
        "dictionaries": {name: {"values": values} for name, values in ids.items()},
        "parameters": {name: {"dictionary": words, "probability": 0.6} for name, words in binding.items()},
        "generation": {"max-examples": EXAMPLES, "deterministic": True, "database": "none", "no-shrink": True},
        "operations": [
            {"include-operation-id": [name], "checks": {"positive_data_acceptance": {"expected-statuses": _MAY_REFUSE}}}
            for name in ("look_up", "begin_submission", "put_file")
        ],
        "phases": {"stateful": {"max-steps": 8, "generation": {"max-examples": 12}}},
    })  # fmt: skip
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", api.client.app, config=config)
    schema.validate()  # it is OpenAPI 3.1
    found: list[str] = []
    ran, reached = Counter[str](), set[str | None]()
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            found.append(str(event))
        elif isinstance(event, events.ScenarioFinished):
            answers = [one.response for one in event.recorder.interactions.values()]
            if any(answer is not None and answer.status_code < 300 for answer in answers):
                reached.add(event.label)
            ran[event.phase.value] += sum(len(checks) for checks in event.recorder.checks.values())
            if event.status == Status.FAILURE:
                found += [
                    f"{event.label} {check.name}: {check.failure_info.failure if check.failure_info else ''}"
                    for checks in event.recorder.checks.values()
                    for check in checks
                    if check.status == Status.FAILURE
                ]
    assert not found, "\n".join(found)
    assert set(ran) == PHASES
    assert {operation.ok().label for operation in schema.get_all_operations()} <= reached  # every route was let in
