"""Good files made bad: bytes changed, cut, doubled and moved, with numbers at their limits."""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

_NUMBER = re.compile(rb"-?[0-9]+(?:\.[0-9]+)?")
_NUMBERS = (
    b"0",
    b"-1",
    b"1e999",
    b"NaN",
    b"99999999999999999999",
    b"4294967295",
    b"1e-320",
    b"\xff",
)
_TOKENS = (b'"', b"{", b"}", b"[", b"]", b",", b":", b"&a", b"*a", b"<<", b"null", b"\0", b"\r\n")
_ZIPS = (".xlsx", ".zip")
_BLOCKS = ".osm.pbf"


def mutated(content: bytes, ending: str, chance: random.Random) -> bytes:
    """Return a content with a few changes; those of an archive mostly inside one of its files."""
    if ending in _ZIPS and chance.random() < 0.7:  # noqa: PLR2004 - mostly
        return _inside(content, chance)
    if ending == _BLOCKS and chance.random() < 0.7:  # noqa: PLR2004 - mostly
        return _inside_a_block(content, chance)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        content = chance.choice(_CHANGES)(content, chance)
    return content


def _inside(content: bytes, chance: random.Random) -> bytes:
    """Change one file of an archive, and pack it again."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(made, "w") as again:
        chosen = chance.choice(archive.namelist())
        for name in archive.namelist():
            part = archive.read(name)
            if name == chosen:
                part = mutated(part, "", chance)
            again.writestr(name, part, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _inside_a_block(content: bytes, chance: random.Random) -> bytes:
    """Change what a block of OpenStreetMap data unpacks to, and pack it again with its sum."""
    blocks = list(_blocks(content))
    chosen = chance.randrange(len(blocks))
    kind, inside = blocks[chosen]
    blocks[chosen] = kind, mutated(inside, "", chance)
    return b"".join(block(kind, inside) for kind, inside in blocks)


def block(kind: bytes, content: bytes) -> bytes:
    """Return a block of OpenStreetMap data as the format frames it."""
    packed = zlib.compress(content, 9)
    blob = b"\x10" + varint(len(content)) + b"\x1a" + varint(len(packed)) + packed
    head = b"\x0a" + varint(len(kind)) + kind + b"\x18" + varint(len(blob))
    return len(head).to_bytes(4, "big") + head + blob


def varint(number: int) -> bytes:
    """Return a whole number as protocol buffers write it: seven bits a byte."""
    made = bytearray()
    while number > 127:  # noqa: PLR2004 - seven bits
        made.append(number & 127 | 128)
        number >>= 7
    made.append(number)
    return bytes(made)


def _blocks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the blocks of good OpenStreetMap data: their kind, and what they unpack to."""
    at = 0
    while at < len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        head = _fields(content[at + 4 : at + 4 + size])
        at += 4 + size
        blob = _fields(content[at : at + int(head[3])])
        at += int(head[3])
        yield bytes(head[1]), zlib.decompress(blob[3]) if 3 in blob else bytes(blob[1])  # noqa: PLR2004 - the field of packed bytes


def _fields(message: bytes) -> dict[int, Any]:
    """Return the whole numbers and the bytes of a protocol buffer's message, by field."""
    found: dict[int, Any] = {}
    at = 0
    while at < len(message):
        key, at = _number(message, at)
        found[key >> 3], at = _number(message, at)
        if key & 7:
            size = found[key >> 3]
            found[key >> 3] = message[at : at + size]
            at += size
    return found


def _number(message: bytes, at: int) -> tuple[int, int]:
    """Return a whole number and where it ends."""
    number = shift = 0
    while message[at] & 128:
        number |= (message[at] & 127) << shift
        at, shift = at + 1, shift + 7
    return number | message[at] << shift, at + 1


def _flipped(content: bytes, chance: random.Random) -> bytes:
    made = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        if made:
            made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made)


def _flipped_early(content: bytes, chance: random.Random) -> bytes:
    """Change a byte where formats keep their sizes: at the beginning, or at the end."""
    made = bytearray(content)
    at = chance.randrange(min(200, len(made)) or 1)
    if made:
        made[at if chance.random() < 0.5 else -1 - at] ^= 1 << chance.randrange(8)  # noqa: PLR2004
    return bytes(made)


def _cut(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    return content[:start] if chance.random() < 0.5 else content[:start] + content[start + 1 :]  # noqa: PLR2004


def _doubled(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    stop = min(len(content), start + chance.choice((1, 4, 40, 400)))
    return content[:stop] + content[start:stop] * chance.choice((1, 2, 50)) + content[stop:]


def _renumbered(content: bytes, chance: random.Random) -> bytes:
    found = list(_NUMBER.finditer(content[:100_000]))
    if not found:
        return content
    one = chance.choice(found)
    return content[: one.start()] + chance.choice(_NUMBERS) + content[one.end() :]


def _inserted(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + chance.choice(_TOKENS) * chance.choice((1, 1, 30)) + content[at:]


def _sized(content: bytes, chance: random.Random) -> bytes:
    """Write a whole number of four bytes somewhere."""
    at = chance.randrange(max(1, len(content) - 4))
    number = chance.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF, 1 << 16))
    return content[:at] + number.to_bytes(4, "little") + content[at + 4 :]


_CHANGES = (_flipped, _flipped, _flipped_early, _cut, _doubled, _renumbered, _inserted, _sized)
