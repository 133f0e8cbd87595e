"""A workbook's zip: its parts, unpacked under limits, whatever sizes its directory declares."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib

from wagecheck.intake.containers import refusals
from wagecheck.intake.containers.limits import MAX_PART_BYTES, MAX_RATIO, MAX_UNPACKED_BYTES, RATIO_FROM_BYTES

_ENCRYPTED = 0x1
_LOCAL_HEADER = 30
_RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" \
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" \
Target="xl/workbook.{kind}"/></Relationships>"""


class Archive:
    """The parts of a zip by lower-case name with forward slashes."""

    def __init__(self, data: bytes) -> None:
        """Read the directory. Raises ContainerError (``damaged``, ``encrypted``) when it cannot be trusted."""
        self._data = data
        self._read = 0
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                members = archive.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error) as error:
            raise refusals.damaged("压缩结构不完整", "its zip directory is broken") from error
        self._members: dict[str, zipfile.ZipInfo] = {}
        for member in members:
            name = member.filename.replace("\\", "/").lower()
            if member.flag_bits & _ENCRYPTED:
                raise refusals.encrypted()
            if name in self._members:
                raise refusals.damaged("同名部件重复", "two parts have the same name")
            self._members[name] = member

    @property
    def names(self) -> frozenset[str]:
        """Lower-case names of all parts."""
        return frozenset(self._members)

    def whole(self) -> bytes:
        """The package for a reader that insists on ``_rels/.rels``: some programs leave it out."""
        if "_rels/.rels" in self._members:
            return self._data
        kind = "bin" if "xl/workbook.bin" in self._members else "xml"
        stream = io.BytesIO(self._data)
        with zipfile.ZipFile(stream, "a") as package:
            package.writestr("_rels/.rels", _RELATIONS.format(kind=kind))
        return stream.getvalue()

    def part(self, name: str) -> bytes | None:
        """One XML part unpacked, None if there is none of this name.

        Raises ContainerError: ``too_large`` beyond the limits, ``damaged`` where it cannot be unpacked or declares
        entities.
        """
        member = self._members.get(posixpath.normpath(name.replace("\\", "/").lstrip("/")).lower())
        if member is None:
            return None
        data = self._unpack(member)
        self._read += len(data)
        if self._read > MAX_UNPACKED_BYTES:
            raise _too_large(self._read)
        if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:4096]:
            raise refusals.damaged("含有外部实体声明", "it declares document types or entities")
        return data

    def _unpack(self, member: zipfile.ZipInfo) -> bytes:
        """The part as its stream really unpacks; the directory may declare anything."""
        header = self._data[member.header_offset : member.header_offset + _LOCAL_HEADER]
        if len(header) < _LOCAL_HEADER or header[:4] != b"PK\x03\x04":
            raise refusals.damaged("压缩结构不完整", "a part is not where the zip directory says")
        name_length, extra_length = struct.unpack("<HH", header[26:30])
        start = member.header_offset + _LOCAL_HEADER + name_length + extra_length
        packed = self._data[start : start + member.compress_size]
        if member.compress_type == zipfile.ZIP_STORED:
            return packed
        if member.compress_type != zipfile.ZIP_DEFLATED:
            raise refusals.damaged("压缩方式不支持", "a part is packed by an unusual method")
        allowed = min(MAX_PART_BYTES, max(RATIO_FROM_BYTES, MAX_RATIO * len(packed)))
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            data = stream.decompress(packed, allowed + 1)
        except zlib.error as error:
            raise refusals.damaged("压缩数据损坏", "a part cannot be unpacked") from error
        if len(data) > allowed:
            raise _too_large(len(data))
        return data


def _too_large(size: int) -> Exception:
    return refusals.too_large(f"展开后超过 {size // 2**20} MB", f"more than {size // 2**20} MB when unpacked")
