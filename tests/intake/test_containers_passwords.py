"""Encrypted workbooks and zips: what a password opens, and what is said where it does not."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
from pathlib import Path

import pytest
import xlwt
from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
from cryptography.hazmat.primitives.ciphers import Cipher
from msoffcrypto.method.ecma376_agile import ECMA376Agile
from msoffcrypto.method.rc4 import DocumentRC4, _makekey

from tests.conftest import check
from tests.intake import books, packages
from tests.intake.test_containers import xlsx
from wagecheck.intake.containers import ContainerError, read_workbook
from wagecheck.intake.containers.compound import CompoundFile

BOF, FILE_PASS, SHEET = 0x0809, 0x002F, 0x0085
SECRET = "秘密Wage2026"


def agile(plain=None, password=SECRET):
    return ECMA376Agile.encrypt(password, io.BytesIO(plain or xlsx()))


def test_a_workbook_under_a_password_opens_with_one_of_those_given():
    (grid,) = read_workbook(agile(), passwords=("falsch", SECRET)).grids
    assert grid.rows == [["姓名", 1.5]]


def test_a_workbook_that_excel_opens_without_asking_opens_without_asking():
    assert read_workbook(agile(password="VelvetSweatshop")).grids[0].rows == [["姓名", 1.5]]


@pytest.mark.parametrize(
    ("data", "passwords", "says"),
    [
        (agile(), (), "--password"),
        (agile(), ("falsch",), "给出的密码都打不开"),
        (agile()[:-3000], (SECRET,), "损坏"),
        (packages.compound("EncryptedPackage", b"x"), (SECRET,), "--password"),
        (agile(b"PK\x03\x04 no zip at all" * 100), (SECRET,), "损坏"),
    ],
    ids=["none given", "a wrong one", "cut off", "no key data", "no workbook inside"],
)
def test_what_a_password_does_not_open_says_so(data, passwords, says):
    with pytest.raises(ContainerError) as caught:
        read_workbook(data, passwords=passwords)
    assert says in caught.value.zh
    assert "password" in caught.value.en or "damaged" in caught.value.en
    assert SECRET not in caught.value.zh + caught.value.en
    assert "falsch" not in caught.value.zh + caught.value.en


def test_absurd_key_data_is_not_computed():
    hostile = agile().replace(b'spinCount="100000" ', b'spinCount="9999999"')
    with pytest.raises(ContainerError) as caught:
        read_workbook(hostile, passwords=(SECRET,))
    assert "加密参数" in caught.value.zh


def encrypted_xls():
    """An Excel 97 file, encrypted record by record as MS-XLS 2.2.10 says (RC4)."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("工资表")
    for row in range(60):
        sheet.write(row, 0, "张某甲")
        sheet.write(row, 1, 5000.5)
    stream = io.BytesIO()
    book.save(stream)
    plain = CompoundFile(stream.getvalue()).stream("Workbook")
    salt, verifier = bytes(range(16)), bytes(range(16, 32))
    cipher = Cipher(ARC4(_makekey(SECRET, salt, 0)), mode=None).encryptor()
    proof = cipher.update(verifier) + cipher.update(hashlib.md5(verifier).digest())
    key_data = struct.pack("<3H", 1, 1, 1) + salt + proof
    records, at = [], 0
    while at + 4 <= len(plain):
        kind, length = struct.unpack_from("<HH", plain, at)
        content = plain[at + 4 : at + 4 + length]
        if kind == SHEET:  # the places of sheets move by the record put in
            content = struct.pack("<I", struct.unpack_from("<I", content)[0] + 4 + len(key_data)) + content[4:]
        records.append((kind, content))
        if at == 0:
            records.append((FILE_PASS, key_data))
        at += 4 + length
    stays = [4 if kind == SHEET else len(content) if kind in (BOF, FILE_PASS) else 0 for kind, content in records]
    masked = b"".join(b"\0" * (4 + kept) + content[kept:] for (_, content), kept in zip(records, stays, strict=True))
    scrambled = DocumentRC4.decrypt(SECRET, salt, io.BytesIO(masked), blocksize=1024).read()  # RC4 is its own inverse
    out, at = b"", 0
    for (kind, content), kept in zip(records, stays, strict=True):
        out += struct.pack("<HH", kind, len(content)) + content[:kept]
        out += scrambled[at + 4 + kept : at + 4 + len(content)]
        at += 4 + len(content)
    return packages.compound("Workbook", out)


def test_an_old_workbook_under_a_password():
    data = encrypted_xls()
    (grid,) = read_workbook(data, passwords=("falsch", SECRET)).grids
    assert (grid.name, grid.rows[59]) == ("工资表", ["张某甲", 5000.5])
    for passwords, says in (((), "--password"), (("falsch",), "给出的密码都打不开")):
        with pytest.raises(ContainerError) as caught:
            read_workbook(data, passwords=passwords)
        assert caught.value.reason == "encrypted"
        assert says in caught.value.zh


PAYROLL = [
    ["示例一建筑劳务有限公司2026年10月工资表"],
    ["姓名", "身份证号码", "应发工资", "实发工资"],
    [*books.A, 5000, 5000],
]


def submission_under_a_password(folder: Path) -> Path:
    plain = books.workbook(folder / "plain.xlsx", 工资表=PAYROLL).read_bytes()
    home = folder / "in" / books.HOME
    home.mkdir(parents=True)
    (home / "工资表.xlsx").write_bytes(agile(plain))
    return folder / "in"


def texts(path):
    """What a file says; of a workbook, what each of its parts says."""
    if not zipfile.is_zipfile(path):
        return [path.read_text("utf-8")]
    with zipfile.ZipFile(path) as package:
        return [package.read(name).decode("utf-8", "replace") for name in package.namelist()]


def test_the_password_reaches_the_files_and_nothing_else(tmp_path):
    given = submission_under_a_password(tmp_path)
    done = check(given, tmp_path / "out", "--password", "falsch", "--password", SECRET)
    assert [file["status"] for file in done.result["manifest"]["inputs"]] == ["read"]
    written = [text for path in (tmp_path / "out").rglob("*") if path.is_file() for text in texts(path)]
    assert len(written) > 3
    for text in (*written, done.stdout, done.stderr):
        assert SECRET not in text
        assert "falsch" not in text


def test_without_the_password_the_file_is_named_with_what_to_do(tmp_path):
    done = check(submission_under_a_password(tmp_path), tmp_path / "out")
    assert done.code == 2
    assert "--password" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("jobs", [1, 2])
def test_processes_side_by_side_know_the_password(tmp_path, jobs):
    given = submission_under_a_password(tmp_path)
    large = [[f"第{number}行" * 40] for number in range(4000)]
    books.workbook(given / books.HOME / "其他.xlsx", 说明=large)  # large enough for a second group
    found = books.read(given, jobs=jobs, passwords=(SECRET,))
    assert found.ledgers["payroll"]["net_pay"].to_list() == [5000]


def test_nothing_is_left_of_a_password_in_what_is_read(tmp_path):
    given = submission_under_a_password(tmp_path)
    assert SECRET not in repr(books.read(given, passwords=(SECRET,)).files)
    with zipfile.ZipFile(tmp_path / "in" / "x.zip", "w") as archive:
        archive.writestr("a.txt", "x")
    assert SECRET not in repr(books.read(given, passwords=(SECRET,)).issues.to_dicts())
