"""Files that leave the house: each is one event that says who took what of which record; a page is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.api_kit import client
from tests.desk.hand_in_kit import prepared
from tests.desk.kit import PEOPLE, Office, text_of
from tests.kept_checks import checked, handed_in, row
from tests.kept_checks import site as open_site
from tests.sample_results import of
from wagecheck.register import audit, events

TAKEN = ("download", "export", "export_trail")


@pytest.fixture
def typical(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return of("typical", "zh", tmp_path_factory)


def taken(room: Office) -> list[tuple[str, str, str, str, str | None]]:
    """Actor, action, kind, subject and reason of everything that was taken out."""
    with room.desk.register.reading() as reader:
        return [
            (one.actor, one.action, one.kind, one.subject, one.reason)
            for one in events.walk(reader.connection)
            if one.action in TAKEN
        ]


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("report/findings.xlsx", "findings.xlsx"),
        ("report/findings.csv", "findings.csv"),
        ("report/result.json", "result.json"),
        ("report.zip", "示例一号项目"),
        ("report/index.html", None),
        ("", None),
        ("report/none.xlsx", None),
    ],
)
def test_a_file_of_a_result(room: Office, typical: Path, path: str, what: str | None) -> None:
    made = prepared(room, room.site(), typical)
    room.browser("auditor").get(f"/hand-ins/{made}/{path}".rstrip("/"))
    found = taken(room)
    assert [one[:4] for one in found] == ([] if what is None else [(PEOPLE["auditor"], "download", "hand_in", made)])
    assert what is None or what in str(found[0][4])


def test_a_marked_copy_is_named(room: Office, typical: Path) -> None:
    site = room.site()
    made = prepared(room, site, typical)
    copy = sorted((typical / "marked").rglob("*.xlsx"))[0].relative_to(typical).as_posix()
    assert room.browser("manager").get(f"/hand-ins/{made}/report/{copy}").status_code == 403
    assert taken(room) == []
    room.browser("clerk", sites=[site]).get(f"/hand-ins/{made}/report/{copy}")
    assert taken(room) == [(PEOPLE["clerk"], "download", "hand_in", made, copy)]


def test_asking_again_is_the_same_download(room: Office, typical: Path) -> None:
    """A second try, the parts of a large file: one event. Another person, another file, later: one more."""
    made = prepared(room, room.site(), typical)
    path = f"/hand-ins/{made}/report/findings.xlsx"
    auditor = room.browser("auditor")
    whole = auditor.get(path).content
    part = auditor.get(path, headers={"range": "bytes=100-"})
    assert (part.status_code, part.content) == (206, whole[100:])
    auditor.get(path)
    assert auditor.client.head(path).status_code == 405
    assert len(taken(room)) == 1
    room.browser("manager").get(path)
    assert len(taken(room)) == 2
    auditor.get(path.replace("xlsx", "csv"))
    assert len(taken(room)) == 3
    room.clock.forward(minutes=6)
    auditor.get(path)
    assert len(taken(room)) == 4


def test_the_rest_of_a_file_alone_is_a_download_too(room: Office, typical: Path) -> None:
    made = prepared(room, room.site(), typical)
    part = room.browser("auditor").get(f"/hand-ins/{made}/report/findings.xlsx", headers={"range": "bytes=1-"})
    assert part.status_code == 206
    assert len(taken(room)) == 1


@pytest.mark.parametrize(
    ("path", "kind", "action", "what"),
    [
        ("/portfolio/export?month=2026-10&bureau=华北局", "portfolio", "export", ("2026-10", ".xlsx", "华北局")),
        ("/portfolio/export?format=csv", "portfolio", "export", (".csv",)),
        ("/portfolio/summary?first=2026-07&last=2026-10", "portfolio", "export", ("2026-07", ".docx")),
        ("/blacklist/export/list.csv", "list", "export", (".csv", "0 条")),
        ("/trail.csv?kind=site", "register", "export_trail", ("kind=site",)),
    ],
)
def test_what_is_made_of_the_register(room: Office, path: str, kind: str, action: str, what: tuple[str, ...]) -> None:
    site = open_site(room.desk.register, "示例滨江路", region="北京市", bureau="华北局")
    handed_in(room.desk.register, site, checked(row("示例甲劳务", "2026-10", "red", "5.00")), 10)
    auditor = room.browser("auditor")
    for _ in range(2):
        answer = auditor.get(path)
        assert answer.status_code == 200, text_of(answer.text)
    found = taken(room)
    assert [one[:4] for one in found] == [(PEOPLE["auditor"], action, kind, "")]
    assert [one for one in what if one not in str(found[0][4])] == []
    with room.desk.register.reading() as reader:
        assert audit.verify(reader).sound


def test_a_summary_that_is_refused_is_no_export(room: Office) -> None:
    assert room.browser("manager").get("/portfolio/summary?first=x&last=y").status_code == 400
    assert taken(room) == []


def test_the_trail_says_it_in_words_and_leads_to_the_hand_in(room: Office, typical: Path) -> None:
    made = prepared(room, room.site(), typical)
    auditor = room.browser("auditor")
    auditor.get(f"/hand-ins/{made}/report/findings.xlsx")
    auditor.get("/portfolio/export")
    auditor.get("/blacklist/export/list.xlsx")
    page = auditor.get("/trail").text
    assert f"下载 · 提交的资料 {made} findings.xlsx" in text_of(page)
    assert "导出 · 项目总览" in text_of(page)
    assert "导出 · 黑名单" in text_of(page)
    assert f'href="/hand-ins/{made}"' in page


def test_another_system_takes_files_out_too(room: Office, typical: Path) -> None:
    site = room.site()
    made = prepared(room, site, typical)
    other = client(room, "result", sites=[site])
    for path in ("result", "result/files/findings.csv", "result"):
        assert other.ask("GET", f"/submissions/{made}/{path}").status_code == 200
    assert other.ask("GET", f"/submissions/{made}/result/files").status_code == 200
    found = taken(room)
    assert {one[0] for one in found} == {f"接口 {other.id}（某系统）"}
    assert [one[1:] for one in found] == [
        ("download", "hand_in", made, "result.json"),
        ("download", "hand_in", made, "findings.csv"),
    ]


@pytest.mark.parametrize(
    ("who", "leads", "shut"),
    [
        ("admin", ["/accounts/{person}", "/sites/{site}"], ["/hand-ins/{hand_in}"]),
        ("auditor", ["/hand-ins/{hand_in}", "/portfolio/projects/{site}"], ["/accounts/{person}", "/sites/{site}"]),
    ],
)
def test_the_trail_links_only_what_the_reader_may_open(
    room: Office, typical: Path, who: str, leads: list[str], shut: list[str]
) -> None:
    site = room.site()
    reader = room.browser(who)
    ids = {"person": room.person("manager"), "site": site, "hand_in": prepared(room, site, typical)}
    page = reader.get("/trail").text
    assert [one for one in leads if f'href="{one.format(**ids)}"' not in page] == []
    assert [one for one in shut if f'href="{one.format(**ids)}"' in page] == []
    assert [reader.get(one.format(**ids)).status_code for one in leads] == [200] * len(leads)


def test_the_matches_belong_to_the_blacklist(room: Office) -> None:
    page = room.browser("legal").get("/matches").text
    assert 'href="/blacklist" aria-current="page"' in page
