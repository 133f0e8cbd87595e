"""Files of a result: each page under its own policy, nothing outside the folder, full numbers only by right."""

from __future__ import annotations

import html
import io
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.desk.hand_in_kit import prepared
from tests.desk.kit import Office, text_of
from tests.sample_results import of
from wagecheck.register import events, queue


@pytest.fixture
def typical(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return of("typical", "zh", tmp_path_factory)


def test_a_page_of_the_report_has_its_own_policy(room: Office, typical: Path) -> None:
    site = room.site()
    made = prepared(room, site, typical)
    answer = room.browser("manager").get(f"/hand-ins/{made}/report/index.html")
    own = re.search(r'Security-Policy" content="([^"]*)"', answer.text)
    assert own is not None
    assert answer.headers["content-security-policy"] == f"{html.unescape(own[1])}; frame-ancestors 'none'"
    assert "script-src 'sha256-" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


def test_a_page_without_a_policy_may_do_nothing(room: Office, typical: Path) -> None:
    site = room.site()
    made = prepared(room, site, typical)
    (room.desk.store.hand_in(made).result / "x.html").write_text("<script>alert(1)</script>", "utf-8")
    answer = room.browser("manager").get(f"/hand-ins/{made}/report/x.html")
    assert answer.headers["content-security-policy"].startswith("default-src 'none';")


def test_every_link_of_the_page_leads_somewhere(room: Office, typical: Path) -> None:
    site = room.site()
    made = prepared(room, site, typical)
    clerk = room.browser("clerk", sites=[site])
    links = set(re.findall(rf'href="(/hand-ins/{made}/report[^"]*)"', clerk.get(f"/hand-ins/{made}").text))
    assert any("/contractors/" in link for link in links)
    assert any("/marked/" in link for link in links)
    assert any(".docx" in link for link in links)
    assert {link: clerk.get(html.unescape(link)).status_code for link in links} == dict.fromkeys(links, 200)


TRICKS = (
    "../read.json", "..%2fread.json", "%2e%2e/read.json", "contractors/../../read.json", "contractors/..%2f..%2fread.json",
    "/etc/passwd", "%2fetc%2fpasswd", "..\\read.json", "contractors", "", "index.html/", "index.html%00", "x" * 300 + ".html",
    "link.json", "folder/read.json", "contractors//示例", "%2e", "%2e%2e", "%2e%2e%2fread.json",
)  # fmt: skip


@pytest.mark.parametrize("path", TRICKS)
@pytest.mark.parametrize("below", ["report", "unmasked"])
def test_nothing_outside_is_sent(room: Office, typical: Path, below: str, path: str) -> None:
    site = room.site()
    made = prepared(room, site, typical)
    files = room.desk.store.hand_in(made)
    shutil.copytree(files.result, files.unmasked)
    files.read.write_text("{}", "utf-8")
    for folder in (files.result, files.unmasked):
        (folder / "link.json").symlink_to(files.read)
        (folder / "folder").symlink_to(files.root)
    clerk = room.browser("clerk", sites=[site], unmask=True)
    assert clerk.post(f"/hand-ins/{made}/unmask", {"reason": "核实身份"}).status_code == 303
    assert clerk.get(f"/hand-ins/{made}/{below}/{path}").status_code in (404, 307)
    assert clerk.get(f"/hand-ins/{made}/{below}/index.html").status_code == 200


def test_marked_copies_are_for_the_submitter(room: Office, typical: Path) -> None:
    site = room.site()
    made = prepared(room, site, typical)
    copies = sorted((typical / "marked").rglob("*.xlsx"))
    address = f"/hand-ins/{made}/report/{copies[0].relative_to(typical).as_posix()}"
    clerk, manager = room.browser("clerk", sites=[site]), room.browser("manager")
    answer = clerk.get(address)
    assert answer.content == copies[0].read_bytes()
    assert "filename*=utf-8''" in answer.headers["content-disposition"]
    for who in ("manager", "legal", "auditor"):
        assert room.browser(who).get(address).status_code == 403
        assert "/marked/" not in room.browser(who).get(f"/hand-ins/{made}").text
    names = {
        who: zipped(browser.get(f"/hand-ins/{made}/report.zip")) for who, browser in (("c", clerk), ("m", manager))
    }
    every = {path.relative_to(typical).as_posix() for path in typical.rglob("*") if path.is_file()}
    assert set(names["c"]) == every
    assert set(names["m"]) == {name for name in every if not name.startswith("marked/")}
    assert names["c"]["findings.csv"] == (typical / "findings.csv").read_bytes()


def zipped(answer: Any) -> dict[str, bytes]:
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def test_no_file_before_the_verdict(room: Office, typical: Path) -> None:
    """A result that lies there from an earlier check is not that of the files while they are checked again."""
    site = room.site()
    made = prepared(room, site, typical)
    clerk = room.browser("clerk", sites=[site])
    assert clerk.post(f"/hand-ins/{made}/check").status_code == 303
    assert clerk.get(f"/hand-ins/{made}/report/index.html").status_code == 404
    assert "verdict" not in clerk.get(f"/hand-ins/{made}").text


# ---- full numbers ----


def unmaskings(room: Office) -> list[tuple[str, str | None]]:
    with room.desk.register.reading() as reader:
        return [
            (one.actor, one.reason)
            for one in events.walk(reader.connection)
            if one.action in ("unmask", "unmasked_file")
        ]


def test_full_numbers_are_a_right_of_their_own(room: Office, typical: Path) -> None:
    site = room.site()
    made = prepared(room, site, typical)
    files = room.desk.store.hand_in(made)
    shutil.copytree(files.result, files.unmasked)
    for who in ("manager", "legal", "auditor"):
        browser = room.browser(who)
        assert browser.get(f"/hand-ins/{made}/unmasked").status_code == 403
        assert browser.get(f"/hand-ins/{made}/unmasked/index.html").status_code == 403
        assert browser.post(f"/hand-ins/{made}/unmask", {"reason": "x"}).status_code == 403
        assert "unmasked" not in browser.get(f"/hand-ins/{made}").text
    assert unmaskings(room) == []


def test_asking_for_and_looking_at_full_numbers_is_written_down(room: Office, typical: Path) -> None:
    site = room.site()
    made = prepared(room, site, typical)
    legal = room.browser("legal", unmask=True)
    assert legal.get(f"/hand-ins/{made}/unmasked/index.html").status_code == 404  # not there yet
    assert legal.post(f"/hand-ins/{made}/unmask", {"reason": "  "}).status_code == 400
    assert unmaskings(room) == []
    assert legal.post(f"/hand-ins/{made}/unmask", {"reason": "核实身份"}).status_code == 303
    assert unmaskings(room) == [("法务丙", "核实身份")]
    with room.desk.register.reading() as reader:
        job = queue.latest(reader.connection, made, "unmask")
    assert job is not None
    assert 'http-equiv="refresh"' in legal.get(f"/hand-ins/{made}/unmasked").text
    files = room.desk.store.hand_in(made)
    shutil.copytree(files.result, files.unmasked)
    assert legal.get(f"/hand-ins/{made}/unmasked/index.html").status_code == 200
    assert legal.get(f"/hand-ins/{made}/unmasked/findings.csv").status_code == 200
    looked = [("法务丙", "核实身份"), ("法务丙", "index.html"), ("法务丙", "findings.csv")]
    assert unmaskings(room) == looked
    room.clock.forward(minutes=6)  # the same file at another time is another look
    assert legal.get(f"/hand-ins/{made}/unmasked/findings.csv").status_code == 200
    assert unmaskings(room) == [*looked, looked[-1]]
    said = text_of(room.browser("auditor").get("/trail").text)
    assert "看带完整号码的文件" in said
    copies = sorted((typical / "marked").rglob("*.xlsx"))[0].relative_to(typical).as_posix()
    assert legal.get(f"/hand-ins/{made}/unmasked/{copies}").status_code == 403
