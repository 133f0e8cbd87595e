"""A zip of a folder: its members are files of the submission, whatever program packed them, and nothing leaves it."""

from __future__ import annotations

import hashlib
import io
import pickle
import stat
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake import books, packages
from wagecheck.errors import InputError
from wagecheck.intake import files
from wagecheck.intake.containers import bundles
from wagecheck.intake.containers.bundle_names import names
from wagecheck.intake.containers.limits import MAX_FILE_BYTES, MAX_MEMBERS

PAYROLL = [["2026年10月工资表"], ["姓名", "身份证号码", "应发工资", "实发工资"], [*books.A, 5000, 5000]]
STANDING = [["项目名称", "总承包单位"], ["示例大道项目", "示例总承包有限公司"]]


@pytest.fixture(scope="module")
def payroll(tmp_path_factory):
    return books.workbook(tmp_path_factory.mktemp("x") / "工资表.xlsx", 工资表=PAYROLL).read_bytes()


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return books.workbook(tmp_path_factory.mktemp("x") / "项目信息.xlsx", 项目=STANDING).read_bytes()


def packed(path, *members, method=zipfile.ZIP_DEFLATED):
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def zipped(*members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


def told(found):
    return [(file.path, file.status) for file in found.files]


def test_members_are_files_of_the_submission(tmp_path, payroll):
    path = packed(tmp_path / "in" / "资料.zip", (f"{books.HOME}/工资表.xlsx", payroll))
    found = books.read(tmp_path / "in")
    assert told(found) == [("资料.zip", "unpacked"), (f"资料.zip/{books.HOME}/工资表.xlsx", "read")]
    whole, member = found.files
    assert (whole.sha256, whole.size, whole.kind) == (
        hashlib.sha256(path.read_bytes()).hexdigest(),
        path.stat().st_size,
        "zip",
    )
    assert (member.sha256, member.size, member.kind) == (hashlib.sha256(payroll).hexdigest(), len(payroll), "xlsx")
    (row,) = found.ledgers["payroll"].to_dicts()
    assert (row["name"], row["contractor"], str(row["period_start"])) == (books.A[0], books.HOME, "2026-10-01")
    assert found.sources["file"].to_list() == [member.path]


def test_a_zip_reads_like_the_folder_that_was_packed(tmp_path, payroll, project):
    for name, content in ((f"{books.HOME}/工资表.xlsx", payroll), ("项目信息.xlsx", project)):
        target = tmp_path / "月报" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    packed(tmp_path / "z" / "月报.zip", ("项目信息.xlsx", project), (f"{books.HOME}/工资表.xlsx", payroll))
    folder = books.read(tmp_path / "月报")
    for packing in (tmp_path / "z" / "月报.zip", tmp_path / "z"):
        archive = books.read(packing)
        for ledger, frame in folder.ledgers.items():
            assert archive.ledgers[ledger].drop("src").equals(frame.drop("src")), ledger


def test_a_zip_without_standing_data_belongs_to_the_folder_around_it(tmp_path, payroll, project):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "项目信息.xlsx").write_bytes(project)
    packed(tmp_path / "in" / f"{books.HOME}.zip", ("10月/工资表.xlsx", payroll))
    (row,) = books.read(tmp_path / "in").ledgers["payroll"].to_dicts()
    assert (row["project"], row["contractor"]) == ("示例大道项目", books.HOME)


def test_a_zip_with_standing_data_is_a_project_of_its_own(tmp_path, payroll, project):
    folder = tmp_path / "in"
    packed(folder / "一期.zip", ("一期/项目信息.xlsx", project), (f"一期/{books.HOME}/工资表.xlsx", payroll))
    (folder / books.HOME).mkdir()
    (folder / books.HOME / "工资表.xlsx").write_bytes(payroll)
    found = books.read(folder).ledgers["payroll"]
    assert sorted(found["project"].to_list()) == ["in", "示例大道项目"]


def test_a_zip_in_a_zip_is_read_and_the_next_one_refused(tmp_path, payroll):
    inner = zipped(("工资表.xlsx", payroll), ("更里.zip", zipped(("工资表.xlsx", payroll))))
    packed(tmp_path / "in" / "外.zip", (f"{books.HOME}.zip", inner))
    found = books.read(tmp_path / "in")
    assert told(found) == [
        ("外.zip", "unpacked"),
        (f"外.zip/{books.HOME}.zip", "unpacked"),
        (f"外.zip/{books.HOME}.zip/工资表.xlsx", "read"),
        (f"外.zip/{books.HOME}.zip/更里.zip", "unreadable"),
    ]
    (issue,) = found.issues.filter(code="IN01").to_dicts()
    assert "2 层" in issue["detail"]
    assert found.ledgers["payroll"]["contractor"].to_list() == [books.HOME]


def test_litter_and_notes_of_programs_are_not_opened(tmp_path, payroll):
    packed(
        tmp_path / "资料.zip",
        ("__MACOSX/._工资表.xlsx", b"x"), ("甲/.DS_Store", b"x"), ("甲/~$工资表.xlsx", b"x"), ("甲/Thumbs.db", b"x"),
        ("甲/", b""), ("甲/说明.json", b"{}"), ("甲/工资表.xlsx", payroll),
    )  # fmt: skip
    assert told(books.read(tmp_path / "资料.zip")) == [
        ("资料.zip", "unpacked"),
        ("资料.zip/甲/工资表.xlsx", "read"),
        ("资料.zip/甲/说明.json", "ignored"),
    ]


def test_what_is_no_table_is_told_inside_a_zip_too(tmp_path, payroll):
    packed(
        tmp_path / "资料.zip", ("甲/合同.pdf", b"%PDF-1.7"), ("甲/工资表.xlsx", payroll), ("甲/坏.xlsx", payroll[:900])
    )
    found = books.read(tmp_path / "资料.zip")
    assert {(row["file"], row["detail"][:7]) for row in found.issues.filter(code="IN01").iter_rows(named=True)} == {
        ("资料.zip/甲/合同.pdf", "这是 PDF "),
        ("资料.zip/甲/坏.xlsx", "文件已损坏或结"),
    }


NAMES = [
    ("GBK of Windows", "甲公司/工资表.xlsx".encode("gbk"), 0, b"", "甲公司/工资表.xlsx"),
    ("UTF-8 that says so", "甲公司/工资表.xlsx".encode(), 0x800, b"", "甲公司/工资表.xlsx"),
    ("UTF-8 of macOS that says nothing", "甲公司/工资表.xlsx".encode(), 0, b"", "甲公司/工资表.xlsx"),
    ("a GBK character that ends like a backslash", "某乗公司/表.xlsx".encode("gb18030"), 0, b"", "某乗公司/表.xlsx"),
    ("GBK that happens to be UTF-8", b"\xc4\xa3\xb0\xe5.xlsx"[:2] + b".xlsx", 0, b"", "模.xlsx"),
    ("a rare character", "𠮷田.xlsx".encode("gb18030"), 0, b"", "𠮷田.xlsx"),
    ("WinRAR repeats the name in UTF-8", b"??.xlsx", 0, "工资.xlsx".encode(), "工资.xlsx"),
    ("backslashes of old programs", "甲\\工资表.xlsx".encode("gbk"), 0, b"", "甲/工资表.xlsx"),
    ("plain letters", b"pay/2026.xlsx", 0, b"", "pay/2026.xlsx"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "flag", "extra", "name"), [n[1:] for n in NAMES], ids=[n[0] for n in NAMES])
def test_names_in_every_encoding(raw, flag, extra, name):
    with zipfile.ZipFile(io.BytesIO(packages.zipped((raw, b"x"), flag=flag, extra=extra))) as archive:
        assert names(archive.infolist()) == [name]


@settings(max_examples=60)
@given(
    st.lists(
        st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=6),
        min_size=2,
        max_size=5,
    ),
    st.sampled_from(["gbk", "utf-8"]),
)
def test_chinese_names_come_back_from_either_encoding(words, encoding):
    data = packages.zipped(*((f"{word}.xlsx".encode(encoding), b"x") for word in words))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert names(archive.infolist()) == [f"{word}.xlsx" for word in words]


DANGERS = [
    ("out of the folder", [(b"../../x.xlsx", b"x")], 0, "文件夹之外"),
    ("out of the folder, backwards", [(b"..\\..\\x.xlsx", b"x")], 0, "文件夹之外"),
    ("from the root", [(b"/etc/x.xlsx", b"x")], 0, "文件夹之外"),
    ("from a drive", [(b"C:/x.xlsx", b"x")], 0, "文件夹之外"),
    ("a program's note out of the folder", [(b"../x.json", b"x")], 0, "文件夹之外"),
    ("a link", [(b"x.xlsx", b"/etc/passwd")], stat.S_IFLNK | 0o777, "链接"),
    ("twice the same name", [(b"x.csv", "姓名\n".encode()), (b"x.csv", b"y")], 0, "同名"),
]  # fmt: skip


@pytest.mark.parametrize(("members", "mode", "says"), [d[1:] for d in DANGERS], ids=[d[0] for d in DANGERS])
def test_dangerous_members_are_refused_and_the_rest_is_read(tmp_path, payroll, members, mode, says):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "险.zip").write_bytes(packages.zipped(*members, mode=mode))
    (tmp_path / "in" / "工资表.xlsx").write_bytes(payroll)
    found = books.read(tmp_path / "in")
    (issue,) = [row for row in found.issues.filter(code="IN01").iter_rows(named=True) if says in row["detail"]]
    assert issue["file"].startswith("险.zip/")
    assert ".." not in issue["file"]
    assert "请" in issue["detail"]
    assert found.ledgers["payroll"].height == 1


def declared(size, packed_size):
    """A zip whose only member claims these sizes."""
    data = bytearray(packages.zipped((b"x.csv", b"a,b\n" * 100), method=8))
    at = data.index(b"PK\x01\x02")
    data[at + 20 : at + 28] = packed_size.to_bytes(4, "little") + size.to_bytes(4, "little")
    return bytes(data)


@pytest.mark.parametrize(
    ("sentence", "data", "says"),
    [
        ("more files than a month has", packages.zipped(*((b"%d.csv" % n, b"") for n in range(MAX_MEMBERS + 1))), "超过"),
        ("half a zip", packages.zipped((b"x.csv", b"y"))[:-30], "损坏"),
        ("an empty zip", packages.zipped(), "空"),
        ("a member beyond any file", declared(MAX_FILE_BYTES + 1, MAX_FILE_BYTES), "过大"),
        ("a member that unpacks absurdly", declared(MAX_FILE_BYTES - 1, 100), "压缩比"),
        ("a member of another size than declared", declared(399, 30), "损坏"),
        ("an unusual method", packages.zipped((b"x.csv", b"y"), method=9), "压缩方式"),
        ("broken data", packages.zipped((b"x.csv", b"a,b,c\n" * 50), method=8).replace(b"PK\x01\x02", b"PK\x01\x02", 1)[:40] + b"\xff\xff" + packages.zipped((b"x.csv", b"a,b,c\n" * 50), method=8)[42:], "损坏"),
    ],
)  # fmt: skip
def test_zips_that_are_refused_say_why(tmp_path, payroll, sentence, data, says):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x.zip").write_bytes(data)
    (tmp_path / "in" / "工资表.xlsx").write_bytes(payroll)
    found = books.read(tmp_path / "in")
    (issue,) = found.issues.filter(code="IN01").to_dicts()
    assert says in issue["detail"], sentence


def test_a_zip_that_is_all_there_is_says_why_it_is_not_read(tmp_path):
    (tmp_path / "x.zip").write_bytes(packages.zipped((b"../x.xlsx", b"y")))
    with pytest.raises(InputError) as caught:
        books.read(tmp_path / "x.zip")
    assert "文件夹之外" in caught.value.zh


def scrambled(name, content, password):
    """A zip under the traditional password (APPNOTE 6.1)."""
    table = [crc32_step(n) for n in range(256)]
    keys = [0x12345678, 0x23456789, 0x34567890]

    def update(byte):
        keys[0] = (keys[0] >> 8) ^ table[(keys[0] ^ byte) & 0xFF]
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = (keys[2] >> 8) ^ table[(keys[2] ^ (keys[1] >> 24)) & 0xFF]

    for byte in password:
        update(byte)
    out = bytearray()
    for byte in b"\0" * 11 + bytes([zlib.crc32(content) >> 24]) + content:
        key = keys[2] | 2
        out.append(byte ^ (((key * (key ^ 1)) >> 8) & 0xFF))
        update(byte)
    plain = bytearray(packages.zipped((name, content), flag=1))
    at = plain.rindex(b"PK\x01\x02")
    size = len(out).to_bytes(4, "little")
    plain[at + 20 : at + 24] = size
    plain[18:22] = size
    start = 30 + len(name)
    end = plain.rindex(b"PK\x05\x06")
    moved = at + 12
    plain[end + 16 : end + 20] = moved.to_bytes(4, "little")
    return bytes(plain[:start] + out + plain[start + len(content) :])


def crc32_step(n):
    for _ in range(8):
        n = (n >> 1) ^ 0xEDB88320 if n & 1 else n >> 1
    return n


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_encrypted_members_open_with_a_password_in_either_encoding(tmp_path, payroll, encoding):
    path = tmp_path / "资料.zip"
    path.write_bytes(scrambled(f"{books.HOME}/工资表.xlsx".encode(), payroll, "秘密1".encode(encoding)))
    found = books.read(path, passwords=("falsch", "秘密1"))
    assert found.ledgers["payroll"].height == 1
    for passwords, says in (((), "--password"), (("falsch",), "给出的密码都打不开")):
        with pytest.raises(InputError) as caught:
            books.read(path, passwords=passwords)
        assert says in caught.value.zh


def test_a_zip_under_aes_says_that_no_password_helps(tmp_path):
    (tmp_path / "x.zip").write_bytes(packages.zipped((b"x.xlsx", b"y"), flag=1, method=99))
    with pytest.raises(InputError) as caught:
        books.read(tmp_path / "x.zip", passwords=("a",))
    assert "AES" in caught.value.zh


def test_office_files_are_no_bundles(tmp_path, payroll):
    path = tmp_path / "工资表.zip"
    path.write_bytes(payroll)
    assert told(books.read(path)) == [("工资表.zip", "read")]
    odd = packed(tmp_path / "x", ("z.xml", b"<x/>"), ("xl/workbook.xml", b"<x/>"))
    assert bundles.is_bundle(odd.read_bytes()[:64])
    assert bundles.members(odd) is None


@pytest.mark.parametrize("jobs", [1, 3])
def test_workers_take_members_by_themselves(tmp_path, payroll, jobs):
    note = "\n".join(f"{n},{'x' * 60}" for n in range(20_000)).encode()
    path = packed(
        tmp_path / "资料.zip",
        ("甲/工资表.xlsx", payroll), ("甲/说明.csv", note), ("乙.zip", zipped(("乙公司/工资表.xlsx", payroll), ("n.csv", note))),
    )  # fmt: skip
    entries = files.listed([path])
    assert pickle.loads(pickle.dumps(entries)) == entries
    assert len(files.groups(entries)) > 1
    found = books.read(path, jobs=jobs)
    assert found.ledgers["payroll"].height == 2
    assert found.ledgers["payroll"].equals(books.read(path).ledgers["payroll"])
    assert all(file.sha256 for file in found.files)


@pytest.mark.parametrize("whole", [False, True], ids=["in folders", "by themselves"])
def test_two_zips_of_one_name_stay_apart(tmp_path, payroll, whole):
    paths = [packed(tmp_path / folder / "资料.zip", ("工资表.xlsx", payroll)) for folder in ("甲", "乙")]
    found = books.read(*(path if whole else path.parent for path in paths))
    assert [path for path, status in told(found) if status == "read"] == [
        "乙/资料.zip/工资表.xlsx",
        "甲/资料.zip/工资表.xlsx",
    ]
    assert found.ledgers["payroll"]["project"].to_list() == (["资料", "资料"] if whole else ["乙", "甲"])


@pytest.mark.parametrize(
    ("zipped_as", "beside", "again"),
    [
        ("资料.zip/甲/工资表.xlsx", "资料/甲/工资表.xlsx", True),
        ("资料.zip/资料/甲/工资表.xlsx", "资料/甲/工资表.xlsx", True),
        ("资料.zip/甲/工资表.xlsx", "甲/工资表.xlsx", True),
        ("资料.zip/甲/工资表.xlsx", "乙/工资表.xlsx", False),
        ("资料.zip/工资表.xlsx", "甲/工资表.xlsx", False),
    ],
)
def test_a_folder_beside_its_zip_is_read_once(tmp_path, payroll, zipped_as, beside, again):
    archive, _, member = zipped_as.partition("/")
    packed(tmp_path / "in" / archive, (member, payroll))
    (tmp_path / "in" / beside).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "in" / beside).write_bytes(payroll)
    found = books.read(tmp_path / "in")
    assert dict(told(found))[zipped_as] == ("copy" if again else "read")
    assert found.ledgers["payroll"].height == (1 if again else 2)
