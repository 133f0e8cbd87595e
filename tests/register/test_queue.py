"""The queue of work: every job is done once, by one worker at a time, whatever becomes of the workers."""

from __future__ import annotations

import datetime as dt
import random
import threading
from collections import Counter

import pytest

from tests.register.conftest import clock
from wagecheck.register import queue
from wagecheck.register.queue import Job
from wagecheck.register.store import Register, open_register

NOW = dt.datetime(2026, 11, 2, 1, 30, tzinfo=dt.UTC)
TOLD = ("中途断了", "it broke off")
SILENT = dt.timedelta(seconds=60)


def after(seconds: float) -> dt.datetime:
    return NOW + dt.timedelta(seconds=seconds)


def put(register: Register, subject: str, task: str = "check", by: str = "资料员甲") -> int:
    with register.working("job") as connection:
        return queue.put(connection, task=task, subject=subject, by=by, now=NOW, parameters={"setting": subject})


def claim(register: Register, worker: str, seconds: float = 0) -> Job | None:
    with register.working("job") as connection:
        return queue.claim(connection, worker, after(seconds))


def get(register: Register, number: int) -> Job:
    with register.reading() as reader:
        job = queue.get(reader.connection, number)
    assert job is not None
    return job


def recover(register: Register, seconds: float, gone: str = "", *, whole: bool = False, attempts: int = 2) -> list[int]:
    with register.working("job") as connection:
        silent = None if whole else SILENT
        failed = queue.recover(
            connection, now=after(seconds), silent=silent, attempts=attempts, told=lambda _: TOLD, gone=gone
        )
    return [job.id for job in failed]


def test_the_oldest_comes_first_and_those_that_wait_know_their_place(register: Register) -> None:
    numbers = [put(register, f"H{number}") for number in range(3)]
    assert [get(register, number).ahead for number in numbers] == [0, 1, 2]
    first = claim(register, "甲")
    assert first is not None
    assert (first.id, first.state, first.worker, first.attempts) == (numbers[0], "running", "甲", 1)
    assert first.parameters == {"setting": "H0"}
    assert [get(register, number).ahead for number in numbers] == [0, 0, 1]
    with register.reading() as reader:
        assert queue.waiting(reader.connection)
        assert [job.id for job in queue.running(reader.connection)] == numbers[:1]
    assert [job.id for job in (claim(register, "乙"), claim(register, "丙")) if job] == numbers[1:]
    assert claim(register, "丁") is None
    with register.reading() as reader:
        assert not queue.waiting(reader.connection)


def test_what_waits_already_is_not_queued_twice(register: Register) -> None:
    one = put(register, "H1")
    assert put(register, "H1") == one
    assert put(register, "H1", task="unmask") != one
    claim(register, "甲")
    next_one = put(register, "H1")
    assert next_one != one, "what runs may have read what was there before"
    assert put(register, "H1") == next_one
    with register.working("job") as connection:
        assert queue.finish(connection, one, "甲", NOW)
    assert put(register, "H1") == next_one
    with register.reading() as reader:
        assert queue.open_of(reader.connection, "资料员甲") == 2
        assert queue.open_of(reader.connection, "另一人") == 0
        newest = queue.latest(reader.connection, "H1", "check")
    assert newest is not None
    assert newest.state == "queued"


def test_other_parameters_are_another_job(register: Register) -> None:
    with register.working("job") as connection:
        asked = [
            queue.put(connection, task="verify", subject="trail", by="法务丙", now=NOW, parameters={"anchor": anchor})
            for anchor in ("a", "b", "a", None)
        ]
        assert (asked[0] == asked[2], len(set(asked))) == (True, 3)
        assert [queue.get(connection, number).parameters["anchor"] for number in asked[:2]] == ["a", "b"]  # type: ignore[union-attr]


def test_nobody_works_on_what_somebody_else_works_on(register: Register) -> None:
    """Another task about the same hand-in waits, be it older than the others; they do not wait for it."""
    one, same, other = put(register, "H1", "unmask"), put(register, "H1"), put(register, "H2")
    first, second = claim(register, "甲"), claim(register, "乙")
    assert [job and job.id for job in (first, second)] == [one, other]
    assert claim(register, "丙") is None
    with register.reading() as reader:
        assert not queue.waiting(reader.connection), "nothing that anybody could take"
    with register.working("job") as connection:
        assert queue.finish(connection, one, "甲", NOW)
    with register.reading() as reader:
        assert queue.waiting(reader.connection)
    third = claim(register, "丙")
    assert third is not None
    assert third.id == same


def test_what_a_lost_worker_had_comes_before_what_waits_for_it(register: Register) -> None:
    one, same = put(register, "H1", "unmask"), put(register, "H1")
    claim(register, "甲")
    recover(register, 1, "甲")
    assert [job and job.id for job in (claim(register, "乙"), claim(register, "丙"))] == [one, None]
    recover(register, 1, "乙")
    with register.reading() as reader:
        assert [get(register, one).state, queue.waiting(reader.connection)] == ["failed", True]
    third = claim(register, "丙")
    assert third is not None
    assert third.id == same


@pytest.mark.parametrize(
    ("seconds", "gone", "whole", "lost"),
    [
        (59, "", False, False),
        (61, "", False, True),
        (1, "甲", False, True),
        (1, "乙", False, False),
        (0, "", True, True),
    ],
)
def test_a_worker_that_is_gone_or_silent(
    register: Register, seconds: float, gone: str, whole: bool, lost: bool
) -> None:
    number = put(register, "H1")
    claim(register, "甲")
    assert recover(register, seconds, gone, whole=whole) == []
    assert get(register, number).state == ("queued" if lost else "running")
    with register.working("job") as connection:  # it comes back to life: the job is its own no more
        assert queue.beat(connection, number, "甲", NOW) is not lost
        assert queue.finish(connection, number, "甲", NOW) is not lost


def test_the_last_attempt_fails_for_good(register: Register) -> None:
    number = put(register, "H1")
    for attempt in (1, 2):
        job = claim(register, f"w{attempt}")
        assert job is not None
        assert job.attempts == attempt
        assert recover(register, 1, f"w{attempt}") == ([number] if attempt == 2 else [])
    failed = get(register, number)
    assert (failed.state, failed.told) == ("failed", TOLD)
    assert failed.ended_at is not None
    assert claim(register, "w3") is None
    assert recover(register, 999, "w2", whole=True) == []


def test_a_stop_in_good_order_is_no_attempt(register: Register) -> None:
    number, other = put(register, "H1"), put(register, "H2")
    for _ in range(5):
        claim(register, "甲")
        with register.working("job") as connection:
            queue.release(connection, ["甲", "丙"])
    claim(register, "乙")
    with register.working("job") as connection:
        queue.release(connection, ["甲"])
    assert (get(register, number).state, get(register, number).attempts) == ("running", 1)
    assert (get(register, other).state, get(register, other).attempts) == ("queued", 0)


def test_how_far_it_is_stays_until_another_begins(register: Register) -> None:
    number = put(register, "H1")
    claim(register, "甲")
    with register.working("job") as connection:
        assert queue.beat(connection, number, "甲", after(5), step="reading", done=3, whole=10)
        assert queue.beat(connection, number, "甲", after(8))
        assert not queue.beat(connection, number, "乙", after(8), step="writing", done=9, whole=10)
    job = get(register, number)
    assert (job.step, job.done, job.whole) == ("reading", 3, 10)
    assert recover(register, 67) == []
    assert get(register, number).state == "running"
    recover(register, 69)
    again = claim(register, "乙")
    assert again is not None
    assert (again.step, again.done, again.whole) == (None, None, None)


def test_only_the_owner_fails_it(register: Register) -> None:
    number = put(register, "H1")
    claim(register, "甲")
    with register.working("job") as connection:
        assert not queue.fail(connection, number, "乙", NOW, TOLD)
        assert queue.fail(connection, number, "甲", NOW, TOLD)
        assert not queue.fail(connection, number, "甲", NOW, TOLD)
    assert get(register, number).told == TOLD


def test_what_a_person_writes_and_queues_stands_together_or_not_at_all(register: Register) -> None:
    with pytest.raises(ZeroDivisionError), register.writing("资料员甲", "upload", "job") as writer:
        queue.put(writer.connection, task="check", subject="H1", by=writer.actor, now=NOW)
        raise ZeroDivisionError
    with register.reading() as reader:
        assert queue.latest(reader.connection, "H1") is None


def test_many_workers_at_once_do_every_job_once(place: str) -> None:
    """Workers with doors of their own, some of which die with a job in their hands."""
    count, begun, finished = 40, Counter[int](), Counter[int]()
    with open_register(place, clock=clock) as register:
        numbers = [put(register, f"H{number}") for number in range(count)]
    turn, at_work, errors = threading.Lock(), set[int](), list[str]()

    def work(name: str) -> None:
        chance = random.Random(name)
        with open_register(place, clock=clock) as own:
            while (job := claim(own, name)) is not None:
                with turn:
                    if job.id in at_work:
                        errors.append(f"{job.id} twice at once")
                    at_work.add(job.id)
                    begun[job.id] += 1
                dies = chance.random() < 0.3 and begun[job.id] == 1
                with turn:
                    at_work.discard(job.id)
                if dies:
                    with own.working("job") as connection:
                        queue.recover(connection, now=NOW, silent=SILENT, attempts=2, told=lambda _: TOLD, gone=name)
                    continue
                with own.working("job") as connection:
                    if queue.finish(connection, job.id, name, NOW):
                        finished[job.id] += 1

    workers = [threading.Thread(target=work, args=(f"w{number}",)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert errors == []
    assert finished == Counter(numbers)
    assert sum(begun.values()) > count
