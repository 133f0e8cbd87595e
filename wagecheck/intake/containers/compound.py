"""OLE2 compound files (MS-CFB): the named streams of old Office files and of encrypted new ones."""

from __future__ import annotations

import struct
from typing import Final

_END: Final = 0xFFFFFFFA
"""Sector numbers from here on are marks, not sectors."""
_DIRECTORY_ENTRY: Final = 128
_MINI_SECTOR_SHIFT: Final = 6
_FIRST_DIFAT: Final = 109


class CompoundFile:
    """Streams by name. Raises ValueError or struct.error when the structure is broken."""

    def __init__(self, data: bytes) -> None:
        """Read allocation tables and directory."""
        self._data = data
        (self._shift,) = struct.unpack_from("<H", data, 30)
        if self._shift not in (9, 12):
            raise ValueError("sector size")
        directory, self._cutoff, mini_fat = (struct.unpack_from("<I", data, at)[0] for at in (48, 56, 60))
        self._fat = self._allocation()
        entries = self._chain(directory)
        self._entries: dict[str, tuple[int, int]] = {}
        root = (_END, 0)
        for at in range(0, len(entries) - _DIRECTORY_ENTRY + 1, _DIRECTORY_ENTRY):
            length, kind = struct.unpack_from("<HB", entries, at + 64)
            start, size = struct.unpack_from("<II", entries, at + 116)
            if kind == 5:
                root = (start, size)
            elif kind == 2 and 2 <= length <= 64:
                name = entries[at : at + length - 2].decode("utf-16-le", "replace")
                self._entries.setdefault(name.lower(), (start, size))
            elif kind == 1 and 2 <= length <= 64:  # a storage: only its name tells something
                self._entries.setdefault(
                    entries[at : at + length - 2].decode("utf-16-le", "replace").lower(), (_END, 0)
                )
        self._root = root[0]
        self._mini = self._chain(root[0])
        mini = self._chain(mini_fat)
        self._mini_fat = struct.unpack(f"<{len(mini) // 4}I", mini[: len(mini) // 4 * 4])

    @property
    def names(self) -> frozenset[str]:
        """Lower-case names of all streams and storages."""
        return frozenset(self._entries)

    def stream(self, name: str) -> bytes | None:
        """One stream, None if there is none of this name."""
        entry = self._entries.get(name.lower())
        if entry is None:
            return None
        start, size = entry
        if size < self._cutoff:
            return self._follow(start, self._mini_fat, self._mini, 1 << _MINI_SECTOR_SHIFT, 0)[:size]
        return self._chain(start)[:size]

    def patched(self, name: str, at: int, new: bytes) -> bytes:
        """The whole file with the bytes at an offset inside a stream replaced; they must not cross a sector."""
        start, size = self._entries[name.lower()]
        if size < self._cutoff:
            at = self._place(start, self._mini_fat, at, _MINI_SECTOR_SHIFT)
            start = self._root
        place = self._place(start, self._fat, at, self._shift) + (1 << self._shift)  # the header fills one sector
        return self._data[:place] + new + self._data[place + len(new) :]

    @staticmethod
    def _place(start: int, table: tuple[int, ...], at: int, shift: int) -> int:
        sector = start
        for _ in range(at >> shift):
            sector = table[sector]
        return (sector << shift) + (at & ((1 << shift) - 1))

    def _chain(self, start: int) -> bytes:
        # sector 0 begins after the header, which fills one sector
        return self._follow(start, self._fat, self._data, 1 << self._shift, 1)

    @staticmethod
    def _follow(start: int, table: tuple[int, ...], data: bytes, size: int, skipped: int) -> bytes:
        pieces = []
        sector, seen = start, 0
        while sector < _END:
            if sector >= len(table) or seen > len(table):
                raise ValueError("broken chain of sectors")
            piece = data[(sector + skipped) * size : (sector + skipped + 1) * size]
            if not piece:
                raise ValueError("file cut off")
            pieces.append(piece)
            sector, seen = table[sector], seen + 1
        return b"".join(pieces)

    def _allocation(self) -> tuple[int, ...]:
        size = 1 << self._shift
        sectors = list(struct.unpack_from(f"<{_FIRST_DIFAT}I", self._data, 76))
        (following,) = struct.unpack_from("<I", self._data, 68)
        seen = 0
        while following < _END:
            block = struct.unpack_from(f"<{size // 4}I", self._data, (following + 1) * size)
            sectors.extend(block[:-1])
            following, seen = block[-1], seen + 1
            if seen > len(self._data) // size:
                raise ValueError("broken chain of sectors")
        table: list[int] = []
        for sector in sectors:
            if sector < _END:
                block_bytes = self._data[(sector + 1) * size : (sector + 2) * size]
                table.extend(struct.unpack(f"<{len(block_bytes) // 4}I", block_bytes[: len(block_bytes) // 4 * 4]))
        return tuple(table)
