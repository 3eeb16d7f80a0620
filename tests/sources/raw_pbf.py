"""Writes blocks of a `.osm.pbf` by hand, also such as no program would write."""

import struct
import zlib


def block(kind: str, content: bytes, *, says: int | None = None) -> bytes:
    """Write a block: its kind, its content packed, and how large it says that this is when unpacked."""
    data = number(2, len(content) if says is None else says) + text(3, zlib.compress(content, 9))
    head = text(1, kind.encode()) + number(3, len(data))
    return struct.pack(">I", len(head)) + head + data


def text(field: int, content: bytes) -> bytes:
    return varint(field << 3 | 2) + varint(len(content)) + content


def number(field: int, value: int) -> bytes:
    return varint(field << 3) + varint(value)


def varint(value: int) -> bytes:
    parts = []
    while value > 0x7F:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*parts, value])


HEADER = block("OSMHeader", text(4, b"OsmSchema-V0.6") + text(4, b"DenseNodes"))
