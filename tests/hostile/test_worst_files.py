"""The worst workbooks: each costs one IN01 that names it and says what to do; everything else is read."""

from __future__ import annotations

import os
import stat
import zipfile

import pytest

from tests.hostile import nasty
from tests.intake import books
from wagecheck.intake import apart, files, submission
from wagecheck.intake.apart import LostError, Pool
from wagecheck.intake.containers import refusals
from wagecheck.intake.guarded import Reader

PAYROLL = [["2026年10月工资表"], ["姓名", "身份证号码", "应发工资", "实发工资"], [*books.A, 5000, 5000]]


@pytest.fixture(scope="module")
def payroll(tmp_path_factory):
    return books.workbook(tmp_path_factory.mktemp("x") / "工资表.xlsx", 工资表=PAYROLL).read_bytes()


def handed_in(root, payroll, **files):
    """A folder of one good payroll and other files by name."""
    home = root / "in" / books.HOME
    home.mkdir(parents=True)
    (home / "2026年10月工资表.xlsx").write_bytes(payroll)
    for name, data in files.items():
        (home / name).write_bytes(data)
    return root / "in"


def unread(found):
    return [
        (row["file"].rpartition("/")[2], row["detail"])
        for row in found.issues.filter(code="IN01").iter_rows(named=True)
    ]


KILLERS = {
    "strings that nobody can hold": nasty.lying_strings(2**40),
    "strings that nobody may hold": nasty.lying_strings(2**31),
    "corners where nobody looks": nasty.evasive_corners(),
}


@pytest.mark.parametrize("jobs", [1, 2])
def test_files_that_kill_their_reader_cost_themselves(tmp_path, payroll, jobs):
    names = {f"{n}坏.xlsx": data for n, data in enumerate(KILLERS.values())}
    heard = []
    found = submission.read(
        [handed_in(tmp_path, payroll, **names)],
        jobs=jobs,
        progress=lambda done, total, name: heard.append((done, total)),
    )
    assert found.ledgers["payroll"].height == 1
    assert [name for name, _ in unread(found)] == sorted(names)
    for _, detail in unread(found):
        assert "没有读取" in detail and "其余文件不受影响" in detail and "复制" in detail
    told = {file.path.rpartition("/")[2]: file for file in found.files}
    assert all(len(told[name].sha256) == 64 and told[name].size == len(data) for name, data in names.items())
    assert heard[-1] == (4, 4) and all(done <= total for done, total in heard)


def test_a_zip_with_a_killer_inside(tmp_path, payroll):
    root = tmp_path / "in"
    root.mkdir()
    with zipfile.ZipFile(root / "资料.zip", "w") as archive:
        archive.writestr(f"{books.HOME}/工资表.xlsx", payroll)
        archive.writestr(f"{books.HOME}/坏.xlsx", nasty.evasive_corners())
    found = submission.read([root])
    assert found.ledgers["payroll"].height == 1
    assert [name for name, _ in unread(found)] == ["坏.xlsx"]


def test_endless_and_greedy_files_are_ended(tmp_path, payroll, monkeypatch):
    """A sheet of one name in every cell: allowed by its size, endless under a limit of hundredths of a second."""
    monkeypatch.setattr("wagecheck.intake.guarded.seconds_for", lambda size: 0.02 if size > 100_000 else 60)
    rows = "".join(
        f'<row r="{r}">' + "".join(nasty.text_cell(f"{c}{r}", f"姓名{r}") for c in "ABCDEFGHIJ") + "</row>"
        for r in range(1, 60_000)
    )
    found = submission.read([handed_in(tmp_path, payroll, **{"长.xlsx": nasty.xlsx(rows)})])
    assert found.ledgers["payroll"].height == 1
    [(name, detail)] = unread(found)
    assert name == "长.xlsx" and "时间超过上限" in detail


def test_memory_that_runs_out_costs_the_file(tmp_path, payroll, monkeypatch):
    small = Pool(memory=400 * 2**20)
    monkeypatch.setattr(apart.pool, "_shared", small)
    wide = "".join(
        f'<row r="{r}">' + nasty.text_cell(f"A{r}", f"{r}") + f'<c r="GR{r}"><v>{r}.5</v></c></row>'
        for r in range(1, 70_000)
    )
    found = submission.read([handed_in(tmp_path, payroll, **{"宽.xlsx": nasty.xlsx(wide)})])
    small.close()
    assert found.ledgers["payroll"].height == 1
    assert [name for name, _ in unread(found)] == ["宽.xlsx"]


HARMLESS_OR_REFUSED = {
    "one cell in the far corner": (nasty.far_cell(), "过大"),
    "cells in both corners": (nasty.far_corners(), "过大"),
    "more strings than numbers go": (nasty.lying_strings(), "没有读取"),
    "a bomb": (nasty.bomb(), "过大"),
    "a bomb that declares ten bytes": (nasty.lying_bomb(), "过大"),
    "a cut file": (nasty.xlsx(nasty.text_cell("A1", "工资表"))[:700], "没有读取"),
    "a name of a hundred thousand characters": (
        nasty.xlsx(f'<row r="1">{nasty.text_cell("A1", "张" * 100_000)}</row>'),
        "32767",
    ),
    "text with a field of a megabyte": (("姓名,实发工资\n" + "张" * 400_000 + ",5\n").encode(), "32767"),
    "NUL bytes": (b"\0" * 5000, "没有读取"),
    "text with NUL bytes": ("姓名,实发工资\n张\0三,5\n".encode(), "没有读取"),
    **{
        f"{kind}: {what}": (nasty.entities(kind, declared), "没有读取")
        for kind in ("sheet", "strings", "late strings", "excel_xml", "html", "ods")
        for what, declared in (("entities", nasty.ENTITIES), ("outside", nasty.OUTSIDE))
    },
}


@pytest.mark.parametrize("name", HARMLESS_OR_REFUSED)
def test_hostile_files_are_refused_with_a_sentence(tmp_path, payroll, name):
    data, says = HARMLESS_OR_REFUSED[name]
    found = submission.read([handed_in(tmp_path, payroll, **{"坏.xlsx": data})])
    assert found.ledgers["payroll"].height == 1
    [(file, detail)] = unread(found)
    assert file == "坏.xlsx" and says in detail and "请" in detail
    assert "root:" not in str(found.issues.to_dicts())  # nothing of the machine came in


@pytest.mark.parametrize(
    "data", [nasty.merged_sheet(), nasty.many_merges(), nasty.lying_dimension()], ids=["one", "many", "dimension"]
)
def test_ranges_over_the_whole_sheet_cost_nothing(tmp_path, payroll, data):
    found = submission.read([handed_in(tmp_path, payroll, **{"并.xlsx": data})])
    assert found.ledgers["payroll"].height == 1
    assert unread(found) == []
    assert {row["code"] for row in found.issues.iter_rows(named=True)} <= {"IN02"}


FORMULAS = [
    "cmd|'/c calc'!A0",
    "HYPERLINK(&quot;file:///etc/passwd&quot;)",
    "WEBSERVICE(&quot;http://127.0.0.1:9/&quot;)",
    "'[other.xlsx]Sheet1'!A1",
    "A3",
]


def test_formulas_are_never_evaluated(tmp_path):
    """The stored value counts, whatever the formula says of other files, programs or itself."""
    head = ["姓名", "身份证号码", "应发工资", "实发工资", *(f"备注{n}" for n in range(len(FORMULAS)))]
    rows = f'<row r="1">{nasty.text_cell("A1", "2026年10月工资表")}</row>'
    rows += '<row r="2">' + "".join(nasty.text_cell(f"{chr(65 + n)}2", text) for n, text in enumerate(head)) + "</row>"
    rows += f'<row r="3">{nasty.text_cell("A3", books.A[0])}{nasty.text_cell("B3", books.A[1])}<c r="C3"><v>5000</v></c><c r="D3"><f>C3</f><v>4999</v></c>'
    rows += (
        "".join(f'<c r="{chr(69 + n)}3" t="str"><f>{text}</f><v>值{n}</v></c>' for n, text in enumerate(FORMULAS))
        + "</row>"
    )
    home = tmp_path / books.HOME
    home.mkdir()
    (home / "2026年10月工资表.xlsx").write_bytes(nasty.xlsx(rows))
    found = submission.read([tmp_path])
    [record] = found.ledgers["payroll"].iter_rows(named=True)
    assert str(record["net_pay"]) == "4999.00"
    assert unread(found) == []


EDGES = [1e308, -1e308, 5e-324, -1, 2958466, 1e15, 0.1 + 0.2, 99999999999999999999]


def test_numbers_at_the_edges_are_amounts_or_issues_and_never_a_crash(tmp_path):
    rows = [["2026年10月工资表"], ["姓名", "身份证号码", "入职日期", "应发工资", "实发工资"]]
    rows += [[*books.A, edge, edge, edge] for edge in EDGES]
    books.workbook(tmp_path / books.HOME / "2026年10月工资表.xlsx", 工资表=rows)
    found = submission.read([tmp_path])
    assert unread(found) == []
    assert found.ledgers["payroll"].height == len(EDGES)
    bad = found.issues.filter(code="IN05")["count"].sum()
    kept = found.ledgers["payroll"]["net_pay"].drop_nulls().len()
    assert kept >= 3 and bad >= 3  # what can be an amount is, what cannot is told


@pytest.mark.parametrize("text", ["inf", "-inf", "Infinity", "1e999", "0x1F", "１e３０８"])
def test_words_for_numbers_that_are_none_are_no_amounts(tmp_path, text):
    home = tmp_path / books.HOME
    home.mkdir()
    (home / "2026年10月工资表.csv").write_text(
        f"姓名,身份证号码,应发工资,实发工资\n{','.join(books.A)},5000,{text}\n", "utf-8"
    )
    found = submission.read([tmp_path])
    assert found.ledgers["payroll"]["net_pay"].to_list() == [None]
    assert found.issues.filter(code="IN05").height == 1


def test_a_fault_of_ours_costs_the_file_and_says_where(tmp_path, payroll):
    class Stumbling(Reader):
        def _read(self, group, begun):
            if any(file.file_name == "绊.xlsx" for file in group):
                raise LostError("fault", fault="KeyError sheets.py:1")
            return super()._read(group, begun)

    root = handed_in(tmp_path, payroll, **{"绊.xlsx": payroll})
    [good, bad] = sorted(Stumbling().group(files.listed([root])), key=lambda file: file.refused)
    assert len(good.parts) == 1 and bad.parts == ()
    assert "KeyError sheets.py:1" in bad.problems[0][1].zh


def test_every_way_to_be_lost_has_its_sentence():
    said = {how: refusals.lost(how) for how in ("crash", "memory", "time", "fault")}
    assert len({error.zh for error in said.values()}) == len({error.en for error in said.values()}) == 4


def test_links_pipes_and_closed_folders(tmp_path, payroll):
    root = handed_in(tmp_path, payroll)
    home = root / books.HOME
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "工资表.xlsx").write_bytes(payroll)
    (home / "链接.xlsx").symlink_to(outside / "工资表.xlsx")
    (home / "空链.xlsx").symlink_to(home / "nowhere")
    (home / "圈").symlink_to(root)
    (home / "外").symlink_to(outside)
    (home / "自").symlink_to(home / "自")
    os.mkfifo(home / "管道.xlsx")
    found = submission.read([root])
    assert found.ledgers["payroll"].height == 1
    assert {name for name, _ in unread(found)} == {"链接.xlsx", "空链.xlsx", "外", "自", "管道.xlsx"}
    assert all("没有读取" in detail for _, detail in unread(found))
    assert stat.S_ISFIFO((home / "管道.xlsx").stat().st_mode)


def test_a_link_inside_is_read_once(tmp_path, payroll):
    root = handed_in(tmp_path, payroll)
    (root / books.HOME / "又.xlsx").symlink_to(root / books.HOME / "2026年10月工资表.xlsx")
    found = submission.read([root])
    assert found.ledgers["payroll"].height == 1 and unread(found) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_that_may_not_be_read_is_told(tmp_path, payroll):
    root = handed_in(tmp_path, payroll)
    (root / "锁").mkdir()
    (root / "锁").chmod(0)
    try:
        found = submission.read([root])
    finally:
        (root / "锁").chmod(0o700)
    assert [name for name, _ in unread(found)] == ["锁"]


def test_names_of_files_show_what_nobody_sees(tmp_path, payroll):
    home = tmp_path / "示例一建筑\u200b劳务有限公司"
    home.mkdir()
    (home / "2026年10月\u202e工资表.xlsx").write_bytes(payroll)
    found = submission.read([tmp_path])
    assert found.sources["contractor"].to_list() == [books.HOME]
    assert found.sources["file"].to_list() == ["示例一建筑⟨U+200B⟩劳务有限公司/2026年10月⟨U+202E⟩工资表.xlsx"]


def test_names_in_another_encoding_can_be_written_down(tmp_path, payroll):
    home = tmp_path / os.fsdecode(books.HOME.encode("gb18030"))
    home.mkdir()
    (home / os.fsdecode("2026年10月工资表.xlsx".encode("gb18030"))).write_bytes(payroll)
    found = submission.read([tmp_path])
    assert found.sources["file"].to_list() == [f"{books.HOME}/2026年10月工资表.xlsx"]
    assert found.sources["contractor"].to_list() == [books.HOME]


def test_names_of_people_are_compared_without_what_nobody_sees(tmp_path):
    rows = [*PAYROLL[:2], [f"{books.A[0][0]}\u200b{books.A[0][1:]}", books.A[1], 5000, 5000]]
    books.workbook(tmp_path / books.HOME / "2026年10月工资表.xlsx", 工资表=rows)
    found = submission.read([tmp_path])
    assert found.ledgers["payroll"]["name"].to_list() == [books.A[0]]
    assert found.assumptions["note"].to_list() == ["hidden characters removed"]
