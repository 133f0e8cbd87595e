"""A workbook's package opened for a few changes: parts that nobody touches keep their bytes."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import Final

from lxml import etree

from wagecheck.intake.containers.limits import MAX_UNPACKED_BYTES

TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT: Final = {
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
_FALLBACK_RELATIONS: Final = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{RELATIONS}"/>'
)


class PackageError(Exception):
    """The package is too unusual to be changed safely."""


def parse(data: bytes) -> etree._Element:
    """XML of a part; no entities, no network. Raises PackageError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root: etree._Element = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise PackageError(f"broken XML: {error}") from error
    if root.getroottree().docinfo.doctype:
        raise PackageError("declares a document type")
    return root


class Package:
    """The parts of a workbook by name. Changed parts are held as trees and written at the end, in the old order."""

    def __init__(self, data: bytes) -> None:
        """Raises PackageError where the zip is broken, too large, or lacks the parts of a workbook."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise PackageError("broken zip") from error
        self._infos = {_normal(info.filename): info for info in self._zip.infolist() if not info.is_dir()}
        if sum(info.file_size for info in self._infos.values()) > MAX_UNPACKED_BYTES:
            raise PackageError("too large")
        self._names = {name.lower(): name for name in self._infos}
        self._trees: dict[str, etree._Element] = {}
        self._changed: set[str] = set()
        self._new: dict[str, bytes] = {}
        self.book = self._main_part()
        root = self.look(self.book)
        strict = etree.QName(root).namespace == _STRICT[MAIN]
        if not strict and etree.QName(root).namespace != MAIN:
            raise PackageError("no workbook of SpreadsheetML")
        self.main = _STRICT[MAIN] if strict else MAIN
        self.office = _STRICT[OFFICE] if strict else OFFICE

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name.lower() in self._names or name in self._new

    def content(self, name: str) -> bytes:
        """A part as it is. Raises PackageError."""
        if name in self._new:
            return self._new[name]
        try:
            return self._zip.read(self._infos[self._names[name.lower()]])
        except (KeyError, zipfile.BadZipFile, zlib.error, OSError, RuntimeError, EOFError) as error:
            raise PackageError(f"part {name} cannot be read") from error

    def size(self, name: str) -> int:
        """Bytes of a part, unpacked."""
        return self._infos[self._names[name.lower()]].file_size if name.lower() in self._names else 0

    def tree(self, name: str) -> etree._Element:
        """A part as a tree to be changed: it will be written anew. Raises PackageError."""
        key = self._names.get(name.lower(), name)
        self._changed.add(key)
        return self.look(key)

    def look(self, name: str) -> etree._Element:
        """A part as a tree to be read only. Raises PackageError."""
        key = self._names.get(name.lower(), name)
        if key not in self._trees:
            self._trees[key] = parse(self.content(key))
        return self._trees[key]

    def is_open(self, name: str) -> bool:
        """Whether the part is being changed as a tree."""
        return self._names.get(name.lower(), name) in self._changed

    def put(self, name: str, data: bytes) -> None:
        """A part with new bytes."""
        self._new[self._names.get(name.lower(), name)] = data

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Relations of a part inside the package: id → (last word of the type, name of the other part)."""
        name = _relations_of(part)
        if not self.has(name):
            return {}
        found = {}
        for relation in self.look(name).iter(f"{{{RELATIONS}}}Relationship"):
            if relation.get("TargetMode") != "External":
                kind = str(relation.get("Type", "")).rpartition("/")[2]
                found[str(relation.get("Id"))] = (kind, _target(part, str(relation.get("Target", ""))))
        return found

    def relate(self, part: str, kind: str, other: str) -> str:
        """A new relation of a part; its id. ``kind`` is the last word of the type."""
        name = _relations_of(part)
        if not self.has(name):
            self.put(name, _FALLBACK_RELATIONS.encode())
            self._trees.pop(name, None)
        root = self.tree(name)
        taken = {str(relation.get("Id")) for relation in root}
        number = next(n for n in range(1, len(taken) + 2) if f"rIdW{n}" not in taken)
        relation = etree.SubElement(root, f"{{{RELATIONS}}}Relationship")
        relation.set("Id", f"rIdW{number}")
        relation.set("Type", f"{self.office}/{kind}")
        relation.set("Target", f"/{other}")
        return f"rIdW{number}"

    def declare(self, part: str, content_type: str) -> None:
        """The content type of a part."""
        root = self.tree("[Content_Types].xml")
        for override in root.iter(f"{{{TYPES}}}Override"):
            if str(override.get("PartName")).lower() == f"/{part}".lower():
                override.set("ContentType", content_type)
                return
        override = etree.SubElement(root, f"{{{TYPES}}}Override")
        override.set("PartName", f"/{part}")
        override.set("ContentType", content_type)

    def content_type(self, part: str) -> str:
        """The content type a part is declared with; empty where it is not."""
        for override in self.look("[Content_Types].xml").iter(f"{{{TYPES}}}Override"):
            if str(override.get("PartName")).lower() == f"/{part}".lower():
                return str(override.get("ContentType"))
        return ""

    def default(self, extension: str, content_type: str) -> None:
        """The content type of all parts with an extension."""
        root = self.tree("[Content_Types].xml")
        if not any(str(one.get("Extension")).lower() == extension for one in root.iter(f"{{{TYPES}}}Default")):
            one = etree.Element(f"{{{TYPES}}}Default")
            one.set("Extension", extension)
            one.set("ContentType", content_type)
            root.insert(0, one)

    def free(self, pattern: str) -> str:
        """The first name of this pattern (with ``{}``) that no part has."""
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def packed(self) -> bytes:
        """The package: old parts in their order and with their times, new ones behind them."""
        for name in sorted(self._changed):
            self._new[name] = etree.tostring(self._trees[name], xml_declaration=True, encoding="UTF-8", standalone=True)
        done = io.BytesIO()
        with zipfile.ZipFile(done, "w", zipfile.ZIP_DEFLATED) as out:
            for name, info in self._infos.items():
                entry = zipfile.ZipInfo(name, info.date_time)
                entry.compress_type = zipfile.ZIP_STORED if info.compress_type == zipfile.ZIP_STORED else 8
                entry.external_attr = 0o600 << 16
                out.writestr(entry, self._new[name] if name in self._new else self.content(name))
            for name in sorted(self._new.keys() - self._infos.keys()):
                entry = zipfile.ZipInfo(name, _ZIP_TIME)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o600 << 16
                out.writestr(entry, self._new[name])
        return done.getvalue()

    def _main_part(self) -> str:
        if not self.has("[Content_Types].xml"):
            raise PackageError("no content types")
        for kind, target in self.related("").values():
            if kind == "officeDocument" and self.has(target):
                return self._names[target.lower()]
        raise PackageError("no workbook part")


def _normal(name: str) -> str:
    return posixpath.normpath(name.replace("\\", "/").lstrip("/"))


def _relations_of(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def _target(part: str, target: str) -> str:
    target = target.replace("\\", "/")
    return _normal(target if target.startswith("/") else posixpath.join(posixpath.dirname(part), target))
