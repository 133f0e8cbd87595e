"""Files changed at random: bytes, and for packages the bytes inside their parts."""

from __future__ import annotations

import io
import random
import zipfile

_EDGES = (
    b"\0",
    b"\xff",
    b"\x7f",
    b"\x80",
    b"\xff\xff\xff\xff",
    b"\xff\xff\xff\x7f",
    b"\0\0\0\x80",
    b"<",
    b'"',
    b"&#0;",
    b"-1",
    b"1e999",
    b"99999999999",
)


def mutated(seed: bytes, chance: random.Random) -> bytes:
    """The file with a few changes; a package mostly with changes inside its parts, packed again."""
    if seed.startswith(b"PK") and chance.random() < 0.8:
        return _repacked(seed, chance)
    return _changed(seed, chance)


def _repacked(seed: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(seed)) as archive:
        parts = [(info.filename, archive.read(info)) for info in archive.infolist()]
    number = chance.randrange(len(parts))
    name, data = parts[number]
    if chance.random() < 0.1:
        del parts[number]
    else:
        parts[number] = (name, _changed(data, chance))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            archive.writestr(name, data)
    return stream.getvalue()


def _changed(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at, length = chance.randrange(len(data) + 1), chance.choice((1, 2, 4, 8, 64))
        kind = chance.randrange(6)
        if kind == 0 and at < len(data):
            data = data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]
        elif kind == 1:
            data = data[:at] + data[at + length :]
        elif kind == 2:
            data = data[:at] + chance.randbytes(length) + data[at:]
        elif kind == 3:
            edge = chance.choice(_EDGES)
            data = data[:at] + edge + data[at + len(edge) :]
        elif kind == 4:  # a piece again, somewhere else
            start = chance.randrange(len(data) + 1)
            data = data[:at] + data[start : start + length * 8] + data[at:]
        else:
            data = data[: max(at, 1)] if chance.random() < 0.2 else data
    return data
