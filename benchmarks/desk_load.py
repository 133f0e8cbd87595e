"""Fifty clerks at once: ``python -m benchmarks.desk_load [--clerks 50] [--write]``.

A real ``wagecheck serve`` with one worker on a port of this machine, with its own register. Every clerk logs in with a
password, begins a hand-in, sends the files of a sample by the tus protocol in small pieces, and submits it. At
the same time a manager and a legal officer read pages, one request after another; what they wait is measured: before
anybody hands in, while everybody does, while the checks run. At the end every hand-in must be checked, and its findings
must be those that ``wagecheck check`` finds in the same files.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import datetime as dt
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx2 as httpx

from benchmarks import measure
from wagecheck.desk import opening
from wagecheck.desk.desk import Desk
from wagecheck.desk.security import passwords
from wagecheck.register import accounts, blacklist, credentials, hand_ins, sites

#: What clerks hand in, taking turns: nothing is wrong with the one, and something with the other.
SAMPLES: Final = tuple(measure.ROOT / "samples" / name for name in ("clean", "typical"))
PAGE: Final = measure.ROOT / "docs" / "performance.md"
BEGIN: Final = "<!-- desk: begin -->"
END: Final = "<!-- desk: end -->"
PASSWORD: Final = "四个不相干的词 lantern"
PERIOD: Final = (dt.date(2026, 10, 1), dt.date(2026, 10, 31))
#: Bytes of one piece of a file: small, so that a file takes several requests.
PIECE: Final = 8 << 10
#: Entries of the blacklist that is read.
LISTED: Final = 500
READERS: Final = {
    "manager": ("/portfolio", "/hand-ins", "/blacklist"),
    "legal": ("/blacklist", "/trail", "/hand-ins/{one}"),
}
_CHECKED_WITHIN: Final = 3600.0
_NOBODY_IN: Final = 5.0


@dataclass
class Reading:
    """Seconds that pages took, by what went on meanwhile and by page."""

    taken: list[tuple[str, str, float]] = field(default_factory=list)
    went_on: str = "nobody hands in"
    wrong: list[str] = field(default_factory=list)

    def note(self, page: str, seconds: float) -> None:
        """One page more."""
        self.taken.append((self.went_on, page, seconds))


def run(clerks: int) -> Iterator[str]:
    """The lines of the table. Raises RuntimeError where a hand-in was lost or judged otherwise."""
    with tempfile.TemporaryDirectory(prefix="wagecheck-desk-") as folder, _served(Path(folder)) as (address, desk):
        places = _people(desk, clerks)
        reading, stop = Reading(), threading.Event()
        readers = [
            threading.Thread(target=_read, args=(address, who, pages, reading, stop), daemon=True)
            for who, pages in READERS.items()
        ]
        for reader in readers:
            reader.start()
        time.sleep(_NOBODY_IN)
        reading.went_on = "all hand in"
        started = time.perf_counter()
        with ThreadPoolExecutor(clerks) as hands:
            made = list(hands.map(lambda number: _day(address, number, places[number]), range(clerks)))
        handed = time.perf_counter() - started
        sys.stderr.write(
            f"all have handed in after {handed:.0f} s; now the checks run\n" + "\n".join(_rows(reading)) + "\n"
        )
        reading.went_on = "checks run"
        _wait(desk, len(made))
        checked = time.perf_counter() - started
        stop.set()
        for reader in readers:
            reader.join()
        if reading.wrong:
            raise RuntimeError(f"{len(reading.wrong)} pages failed: {reading.wrong[:3]}")
        same = _compared(desk, made, Path(folder))
        files = sum(len(_files(_sample(number))) for number in range(clerks))
    yield (
        f"{clerks} clerks, {files} files in pieces of {PIECE >> 10} KB, one worker; "
        f"{os.cpu_count()} processors. All had handed in after {handed:.0f} s, all were checked after {checked:.0f} s; "
        f"{same} of {clerks} with the findings of `wagecheck check`."
    )
    yield ""
    yield "| meanwhile | page | read | p50 | p95 | longest | aim |"
    yield "|---|---|---:|---:|---:|---:|---|"
    yield from _rows(reading)


def _rows(reading: Reading) -> Iterator[str]:
    for went_on in dict.fromkeys(one[0] for one in reading.taken):
        for page in sorted({one[1] for one in reading.taken}):
            taken = sorted(one[2] for one in reading.taken if one[:2] == (went_on, page))
            if taken:
                half, most = taken[len(taken) // 2], taken[min(len(taken) - 1, int(len(taken) * 0.95))]
                yield (
                    f"| {went_on} | `{page}` | {len(taken)} | {half * 1000:.0f} ms | {most * 1000:.0f} ms "
                    f"| {taken[-1] * 1000:.0f} ms | 1 s |"
                )


@contextlib.contextmanager
def _served(folder: Path) -> Iterator[tuple[str, Desk]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address, register = f"http://127.0.0.1:{port}", str(folder / "register.db")
    own = folder / "rules"
    own.mkdir()
    text = (measure.ROOT / "rules" / "desk.toml").read_text("utf-8")
    # fifty people log in from one address here
    (own / "desk.toml").write_text(re.sub(r"address_attempts = \d+", "address_attempts = 1000", text), "utf-8")
    log = folder / "serve.log"
    with log.open("wb") as said:
        server = subprocess.Popen(
            [sys.executable, "-m", "wagecheck", "serve", "--port", str(port), "--register", register,
             "--workers", "1", "--rules", str(own)],
            cwd=measure.ROOT, stdout=said, stderr=said, env=measure.environment(PYTHONUNBUFFERED="1"),
        )  # fmt: skip
    try:
        end = time.monotonic() + 60
        while not _answers(address):
            if server.poll() is not None or time.monotonic() > end:
                raise RuntimeError(log.read_text("utf-8", "replace"))
            time.sleep(0.2)
        where = opening.placed(register, None, [own])
        with opening.opened(where, clock=lambda: dt.datetime.now(dt.UTC), today=dt.date.today, address=address) as desk:
            yield address, desk
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


def _answers(address: str) -> bool:
    with contextlib.suppress(httpx.TransportError):
        return httpx.get(f"{address}/login").status_code == 200
    return False


def _people(desk: Desk, clerks: int) -> list[str]:
    """Made-up people, a project for every clerk, a blacklist; gives the projects."""
    kept, places = passwords.hashed(PASSWORD), []
    with desk.register.writing("管理员") as writer:
        for number in range(clerks):
            places.append(sites.add(writer, name=f"示例{number + 1}号项目", region="北京市", bureau="华北局"))
        people = [(f"clerk{number}", "clerk", [places[number]]) for number in range(clerks)]
        for login, role, own in [*people, *((who, who, None) for who in READERS)]:
            account = accounts.open_account(
                writer, login=login, name=f"示例{login}", role=role, roles=desk.settings.roles, sites=own
            )
            credentials.put(writer.connection, account, credentials.PASSWORD, kept)
        for number in range(LISTED):
            stated = {
                "list": "statutory",
                "name": f"示例{number:04}建筑劳务有限公司",
                "decided_on": dt.date(2026, 3, 2),
            }
            blacklist.add(writer, stated, reason="测试", four_eyes=())
    return places


class Person:
    """Somebody who is logged in, as a browser is."""

    def __init__(self, address: str, login: str) -> None:
        self.http: httpx.Client = httpx.Client(base_url=address, timeout=120)
        self.asked("POST", "/login", 303, data={"login": login, "password": PASSWORD})
        page = self.asked("GET", "/me", 200).text
        self.csrf = re.findall(r'name="csrf" value="([^"]+)"', page)[0]

    def asked(self, method: str, path: str, status: int, **options: Any) -> httpx.Response:
        """The answer. Raises RuntimeError where it has another status."""
        answer = self.http.request(method, path, **options)
        if answer.status_code != status:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
        return answer

    def sent(self, path: str, **data: str) -> str:
        """A form; where it leads."""
        return str(self.asked("POST", path, 303, data={"csrf": self.csrf, **data}).headers["location"])


def _day(address: str, number: int, place: str) -> str:
    """One clerk's hand-in; gives its id."""
    clerk = Person(address, f"clerk{number}")
    there = clerk.sent("/hand-ins/new", site=place, month=f"{PERIOD[0]:%Y-%m}")
    hand_in = re.findall(r"/hand-ins/(H\d+)", there)[0]
    for name, content in _files(_sample(number)).items():
        _upload(clerk, hand_in, name, content)
    clerk.sent(f"/hand-ins/{hand_in}/submit")
    return hand_in


def _upload(clerk: Person, hand_in: str, name: str, content: bytes) -> None:
    own = {"Tus-Resumable": "1.0.0", "X-CSRF-Token": clerk.csrf}
    path = base64.b64encode(name.encode()).decode()
    said = {"Upload-Length": str(len(content)), "Upload-Metadata": f"path {path}"}
    to = clerk.asked("POST", f"/hand-ins/{hand_in}/uploads", 201, headers={**own, **said}).headers["location"]
    for start in range(0, len(content), PIECE):
        said = {"Upload-Offset": str(start), "Content-Type": "application/offset+octet-stream"}
        clerk.asked("PATCH", to, 204, headers={**own, **said}, content=content[start : start + PIECE])


def _sample(number: int) -> Path:
    return SAMPLES[number % len(SAMPLES)]


def _files(sample: Path) -> dict[str, bytes]:
    return {
        path.relative_to(sample).as_posix(): path.read_bytes() for path in sorted(sample.rglob("*")) if path.is_file()
    }


def _read(address: str, who: str, pages: tuple[str, ...], reading: Reading, stop: threading.Event) -> None:
    """Reads one page after another until it is told to stop."""
    try:
        person = Person(address, who)
        while not stop.is_set():
            found = re.findall(r"/hand-ins/(H\d+)\"", person.asked("GET", "/hand-ins", 200).text)
            for page in pages:
                if "{one}" in page and not found:
                    continue
                started = time.perf_counter()
                person.asked("GET", page.format(one=found[0] if found else ""), 200)
                reading.note(page, time.perf_counter() - started)
                stop.wait(0.05)
    except Exception as error:
        reading.wrong.append(f"{who}: {error}")


def _wait(desk: Desk, count: int) -> None:
    end = time.monotonic() + _CHECKED_WITHIN
    while True:
        with desk.register.reading() as reader:
            states = [one["state"] for one in hand_ins.listed(reader, most=10_000)]
        if states.count("checked") == count:
            return
        if "failed" in states or time.monotonic() > end:
            raise RuntimeError(f"not all are checked: {sorted(states)}")
        time.sleep(1)


def _compared(desk: Desk, made: list[str], folder: Path) -> int:
    """How many of the hand-ins came to the findings and colours of the command line. RuntimeError unless all did."""
    wanted = {}
    for sample in SAMPLES:
        out = folder / sample.name
        command = [
            "check", str(sample), "-o", str(out), "--register", desk.place.register, "--period", f"{PERIOD[0]:%Y-%m}",
            "--format", "json", "--no-annotate", "-q",
        ]  # fmt: skip
        subprocess.run([sys.executable, "-m", "wagecheck", *command], env=measure.environment(), check=False)
        wanted[sample] = _verdict(out)
    same = [
        one for number, one in enumerate(made) if _verdict(desk.store.hand_in(one).result) == wanted[_sample(number)]
    ]
    if len(same) != len(made) or len(set(made)) != len(made):
        raise RuntimeError(f"judged otherwise, or lost: {sorted(set(made) - set(same))}")
    return len(same)


def _verdict(folder: Path) -> tuple[list[Any], list[Any]]:
    told = json.loads((folder / "result.json").read_text("utf-8"))
    return (
        sorted((one["rule"], one["fingerprint"], one["message"]) for one in told["findings"]),
        sorted((one["name"], one["colour"], one["owed"]) for one in told["contractors"]),
    )


def main() -> None:
    """Measures, prints, keeps."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.desk_load", description=__doc__)
    parser.add_argument("--clerks", type=int, default=50)
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
    chosen = parser.parse_args()
    lines = []
    for line in run(chosen.clerks):
        print(line, flush=True)
        lines.append(line)
    if chosen.write:
        page = PAGE.read_text("utf-8")
        before, _, rest = page.partition(BEGIN)
        PAGE.write_text("\n".join([before + BEGIN, *lines, END + rest.partition(END)[2]]), "utf-8")


if __name__ == "__main__":
    main()
