"""``wagecheck serve`` as people start it: a process, a port, an address, a link, Ctrl-C."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from wagecheck.cli import main
from wagecheck.desk import settings

#: Seconds; a wait, not a measure: the limit only ends a test that hangs.
PATIENCE = 300


def free(host: str = "127.0.0.1") -> int:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(folder: Path, *options: str, host: str = "127.0.0.1") -> Iterator[tuple[subprocess.Popen[bytes], int, Path]]:
    """The process, its port, what it says."""
    port, log = free(host), folder / "said.txt"
    environment = {**os.environ, "WAGECHECK_KEY_FILE": str(folder / "worker.key"), "PYTHONUNBUFFERED": "1"}
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "wagecheck", "serve", "--host", host, "--port", str(port), "--workers", "0",
             "--register", str(folder / "r.db"), *options],
            cwd=ROOT, env=environment, stdout=stream, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            end = time.monotonic() + PATIENCE
            while not answers(host, port):
                assert process.poll() is None, log.read_text("utf-8")
                assert time.monotonic() < end, log.read_text("utf-8")
                time.sleep(0.1)
            yield process, port, log
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()


@contextmanager
def not_under_nohup() -> Iterator[None]:
    """What is started here hears when its window is closed, however the tests were started."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGHUP, before)


def answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def asked(port: int, path: str, host: str = "127.0.0.1", **headers: str) -> Any:
    connection = http.client.HTTPConnection(host, port, timeout=PATIENCE)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def test_it_says_where_it_is_and_ctrl_c_ends_it(tmp_path: Path) -> None:
    with served(tmp_path) as (process, port, log):
        said = log.read_text("utf-8")
        assert f"http://127.0.0.1:{port}" in said
        link = re.search(r"http://\S+(/setup/\S+)", said)
        assert link is not None
        assert asked(port, link[1]).status == 303
        assert asked(port, "/login").status == 200
        assert asked(port, "/login").getheader("server") is None
        assert asked(port, "/login", Host="elsewhere.example").status == 400
        assert asked(port, "/login", Host=f"localhost:{port}").status == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
        said = log.read_text("utf-8")
        assert "Traceback" not in said
        assert "Ctrl-C" in said
        assert link[1] not in said.partition(link[1])[2], "requests are not logged: addresses hold one-time links"
    assert not answers("127.0.0.1", port)
    assert (tmp_path / "r-desk").stat().st_mode & 0o077 == 0
    assert (tmp_path / "r.db").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=["asked", "window closed"])
def test_a_request_to_end_ends_it(tmp_path: Path, number: signal.Signals) -> None:
    with not_under_nohup(), served(tmp_path) as (process, _, log):
        process.send_signal(number)
        assert process.wait(PATIENCE) == 0
        assert "Traceback" not in log.read_text("utf-8")


def test_files_that_the_register_does_not_know_are_told(tmp_path: Path) -> None:
    """Somebody started with a new register beside the old files."""
    for name, full in (("H7", True), ("H8", True), ("H9.aside-1", True), ("H10", False)):
        folder = tmp_path / "r-desk" / "hand_ins" / name / "given"
        folder.mkdir(parents=True)
        if full:
            (folder / "工资表.xlsx").write_bytes(b"1")
    with served(tmp_path) as (_, _port, log):
        assert "有 2 次上交的资料，登记册里没有记录" in log.read_text("utf-8")
    (tmp_path / "else").mkdir()
    with served(tmp_path / "else") as (_, _port, log):
        assert "没有记录" not in log.read_text("utf-8")


def test_a_slow_visitor_stops_nobody(tmp_path: Path) -> None:
    """Sixty connections that never finish what they send."""
    with served(tmp_path) as (_, port, _log):
        slow = [socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) for _ in range(60)]
        for number, one in enumerate(slow):
            head = f"POST /login HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 900\r\n"
            kind = "Content-Type: application/x-www-form-urlencoded\r\n\r\nlogin="
            one.sendall((head + (kind if number % 2 else "")).encode())
        assert asked(port, "/login").status == 200
        for one in slow:
            one.close()
        assert asked(port, "/login").status == 200


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6")
def test_ipv6(tmp_path: Path) -> None:
    try:
        free("::1")
    except OSError:
        pytest.skip("no IPv6 here")
    with served(tmp_path, host="::1") as (_, port, log):
        assert f"http://[::1]:{port}" in log.read_text("utf-8")
        assert asked(port, "/login", host="::1").status == 200


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "wagecheck", "serve", "--port", str(port), "--register", str(tmp_path / "r.db")],
            cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=PATIENCE, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert str(port) in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "r.db").exists(), "nothing was begun"


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--host", "0.0.0.0"], "--url"),
        (["--host", "::"], "--url"),
        (["--host", "192.0.2.1"], "--url"),
        (["--url", "desk.example.cn"], "https://desk.example.cn"),
        (["--url", "https://desk.example.cn/desk"], "路径"),
        (["--url", "ftp://desk.example.cn"], "https://"),
        (["--url", "https://a@desk.example.cn"], "https://"),
        (["--url", "https://desk.example.cn:x"], "https://"),
        (["--url", "https://*"], "https://"),
        (["--url", "https://*.example.cn"], "https://"),
        (["--url", "https://desk.example.cn?"], "https://"),
        (["--url", "https://desk example.cn"], "https://"),
        (["--url", "https://desk..cn"], "https://"),
        (["--url", "https://网页.cn"], "https://"),
        (["--url", "https://[::1"], "https://"),
        (["--rules", "nowhere"], "nowhere"),
        (["--proxy", "*"], "127.0.0.1"),
        (["--proxy", "0.0.0.0/0"], "127.0.0.1"),
        (["--proxy", "proxy.example.cn"], "127.0.0.1"),
        (["--port", "0"], "0"),
    ],
    ids=" ".join,
)
def test_refused(options: list[str], why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["serve", "--register", str(tmp_path / "r.db"), *options])
    assert ended.value.code == 2
    assert why in capsys.readouterr().err
    assert not (tmp_path / "r.db").exists()


def own_rules(folder: Path, *changes: tuple[str, str]) -> Path:
    """A folder of own rules whose ``desk.toml`` is ours with changes."""
    told = (ROOT / "rules" / "desk.toml").read_text("utf-8")
    for before, after in changes:
        assert before in told
        told = told.replace(before, after, 1)
    folder.mkdir()
    (folder / "desk.toml").write_text(told, "utf-8")
    return folder


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_settings_that_cannot_be_read_are_refused_at_the_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], encoding: str
) -> None:
    folder = own_rules(tmp_path / "own", ("[roles]", "[roles"))
    (folder / "desk.toml").write_bytes((folder / "desk.toml").read_text("utf-8").encode(encoding))
    with pytest.raises(SystemExit) as ended:
        main(["serve", "--register", str(tmp_path / "r.db"), "--port", str(free()), "--rules", str(folder)])
    said = capsys.readouterr().err
    assert (ended.value.code, "desk.toml" in said, "WC-90" in said) == (2, True, False)


def test_a_mark_before_the_text_is_no_fault(tmp_path: Path) -> None:
    """Some editors write one."""
    folder = own_rules(tmp_path / "own")
    (folder / "desk.toml").write_text((folder / "desk.toml").read_text("utf-8"), "utf-8-sig")
    assert settings.load([folder]).roles["clerk"]


def test_a_rule_that_is_broken_is_said_at_the_start(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "own"
    (folder / "ZX").mkdir(parents=True)
    (folder / "ZX" / "ZX01.toml").write_text('id = "ZX01', "utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["serve", "--register", str(tmp_path / "r.db"), "--port", str(free()), "--rules", str(folder)])
    assert (ended.value.code, "ZX/ZX01.toml" in capsys.readouterr().err) == (2, True)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (
            ("[roles]", '[roles]\nlead = ["hand_in", "aprove"]'),
            "角色“lead”写了不认识的动作：aprove。可以写的动作：hand_in、",
        ),
        (("[roles]", '[roles]\nlead = "hand_in"'), "[roles] lead = 'hand_in'"),
        (("[roles]", '[roles]\nlead_of_all_payrolls = ["hand_in"]'), "1 到 16 个字符"),
        (("[role_titles]", '[role_titles]\nlead = "工资主管"'), "[role_titles] 里写了“lead”，[roles] 里没有这个角色"),
        (("[role_titles]", '[role_titles]\nclerk = " "'), "“clerk”的称呼看不懂"),
        (("[role_titles]", "[role_titles]\nclerk = { en = 'x' }"), "“clerk”的称呼看不懂"),
        (("[role_titles]", "[role_titles]\nclerk = 7"), "“clerk”的称呼看不懂"),
        (('admin = ["accounts", ', "admin = ["), "roles.admin: accounts"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_settings_that_nobody_can_go_by_are_refused_at_the_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: tuple[str, str], why: str
) -> None:
    folder = own_rules(tmp_path / "own", change)
    with pytest.raises(SystemExit) as ended:
        main(["serve", "--register", str(tmp_path / "r.db"), "--port", str(free()), "--rules", str(folder)])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert why in said
    assert "desk.toml" in said
    assert not (tmp_path / "r.db").exists()


def test_without_the_extra_a_sentence(tmp_path: Path) -> None:
    hidden = (
        "import sys; sys.modules['uvicorn'] = None; from wagecheck.cli import main; main(['serve', '--register', 'r'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", hidden], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=PATIENCE,
        check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "wagecheck[desk]" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("options", "believed"), [([], False), (["--proxy", "127.0.0.1"], True)], ids=str)
def test_only_a_known_proxy_says_who_calls(tmp_path: Path, options: list[str], believed: bool) -> None:
    """Attempts are counted by address: whoever could make one up could try for ever."""
    with served(tmp_path, "--url", "https://desk.example.cn", *options) as (_, port, _log):
        answers_ = []
        for number in range(7):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            headers = {
                "Host": "desk.example.cn",
                "Content-Type": "application/x-www-form-urlencoded",
                "X-Forwarded-For": f"192.0.2.{number}",
            }
            connection.request("POST", "/login", "login=nobody&password=x", headers)
            answers_.append(connection.getresponse().status)
            connection.close()
        assert answers_ == [401] * 7 if believed else [401] * 5 + [429] * 2
        assert asked(port, "/login", Host="desk.example.cn").getheader("strict-transport-security")


def test_another_administrator(tmp_path: Path) -> None:
    with served(tmp_path, "--setup") as (_, _port, log):
        assert "另设一位管理员" in log.read_text("utf-8")
