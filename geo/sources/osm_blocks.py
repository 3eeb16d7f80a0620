"""The blocks of an `.osm.pbf` as flat arrays: ids, places, references and tags of thousands of objects at a time.

osmium gives one object at a time to Python, which for the streets of a province takes longer than all else; here the
objects that do not matter never become Python objects. Written from the page "PBF Format" of the OpenStreetMap wiki.
What is against the format is a `ValueError`.
"""

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.sources.protobuf import Bytes, Ints, Messages, Naturals, read_messages, read_packed, running, signed, walk

Tags = dict[str, str]
NO_PLACE = 2_147_483_647
"""x or y of a node without a place, in units of 1e-7 degree."""
NODE, WAY = 0, 1
"""Kinds of a member of a relation."""
_LENGTH_BYTES, _MOST_HEAD_BYTES, _MOST_BYTES = 4, 64 * 1024, 32 * 1024 * 1024
_HEAD_TYPE, _HEAD_SIZE = 1, 3
_RAW, _RAW_SIZE, _ZLIB, _LZ4 = 1, 2, 3, 6
_STRINGS, _GROUP, _GRANULARITY, _LAT_OFFSET, _LON_OFFSET = 1, 2, 17, 19, 20
_NODES, _DENSE, _WAYS, _RELATIONS = 1, 2, 3, 4
_ID, _KEYS, _VALUES, _LAT, _LON, _DENSE_TAGS = 1, 2, 3, 8, 9, 10
_REFS, _ROLES, _MEMBERS, _KINDS = 8, 8, 9, 10
"""Numbers of fields."""
_NANO = 100
"""Units of 1e-9 degree in one of 1e-7."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TagTable:
    """Tags of the objects of a block, as places in its table of texts."""

    texts: list[str]
    """The texts of the block."""
    first: Ints
    """Where the tags of object i begin; one longer than the objects."""
    key: Ints
    """Text of each key."""
    value: Ints
    """Text of each value."""

    def of(self, thing: int) -> Tags:
        """Give the tags of one object."""
        mine = slice(self.first[thing], self.first[thing + 1])
        pairs = zip(self.key[mine].tolist(), self.value[mine].tolist(), strict=True)
        return {self.texts[key]: self.texts[value] for key, value in pairs}

    def owner(self) -> Ints:
        """Give the object of each tag."""
        return np.repeat(np.arange(len(self.first) - 1), np.diff(self.first))

    def numbered(self, names: Mapping[str, int]) -> Ints:
        """Give the number of the key of each tag, -1 where it is not among the names."""
        known = [(code, names[text]) for code, text in enumerate(self.texts) if text in names]
        number = np.full(len(self.texts), -1)
        if known:
            codes, numbers = zip(*known, strict=True)
            number[list(codes)] = numbers
        return number[self.key]

    def having(self, key: str, value: str | None = None) -> NDArray[np.bool_]:
        """Tell which objects have a key, or a key with this value."""
        found = np.zeros(len(self.first) - 1, dtype=np.bool_)
        if not self.key.size or key not in self.texts or (value is not None and value not in self.texts):
            return found
        fits = self._is(self.key, key)
        if value is not None:
            fits &= self._is(self.value, value)
        found[self.owner()[fits]] = True
        return found

    def _is(self, codes: Ints, wanted: str) -> NDArray[np.bool_]:
        return np.isin(codes, [code for code, text in enumerate(self.texts) if text == wanted])


@dataclass(frozen=True, slots=True, kw_only=True)
class Nodes:
    """Nodes of a block."""

    ids: Ints
    """OSM id of each."""
    x: Ints
    """Longitude in units of 1e-7 degree."""
    y: Ints
    """Latitude in units of 1e-7 degree."""
    tags: TagTable
    """Tags of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Ways of a block."""

    ids: Ints
    """OSM id of each."""
    first: Ints
    """Where the nodes of way i begin in `refs`; one longer than the ways."""
    refs: Ints
    """OSM ids of the nodes, way after way."""
    tags: TagTable
    """Tags of each."""

    def nodes(self, way: int) -> Ints:
        """Give the ids of the nodes of one way."""
        return self.refs[self.first[way] : self.first[way + 1]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """Relations of a block."""

    ids: Ints
    """OSM id of each."""
    first: Ints
    """Where the members of relation i begin; one longer than the relations."""
    member: Ints
    """OSM id of each member."""
    kind: Ints
    """`NODE`, `WAY` or 2 for each member."""
    role: Ints
    """Text of each role, in the texts of `tags`."""
    tags: TagTable
    """Tags of each."""

    def members(self, relation: int) -> list[tuple[int, int, str]]:
        """Give kind, id and role of the members of one relation."""
        mine = slice(self.first[relation], self.first[relation + 1])
        rows = zip(self.kind[mine].tolist(), self.member[mine].tolist(), self.role[mine].tolist(), strict=True)
        return [(kind, member, self.tags.texts[role]) for kind, member, role in rows]


Part = Nodes | Ways | Relations


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    raw: bytes
    data: Bytes
    texts: list[str]
    groups: list[tuple[int, int]]
    granularity: int
    lon_offset: int
    lat_offset: int


def block_places(file: BinaryIO, size: int) -> Iterator[tuple[bytes, int]]:
    """Give the kind of each block and its number of bytes, with the file standing at its data.

    Raises
    ------
    ValueError
        If the file ends within a block, or holds something else.
    """
    while (at := file.tell()) < size:
        length = int.from_bytes(file.read(_LENGTH_BYTES), "big")
        head = file.read(length) if 0 < length <= _MOST_HEAD_BYTES else b""
        begin, parts = file.tell(), {name: (start, end) for name, start, end in walk(head, 0, len(head))}
        data = parts.get(_HEAD_SIZE, (0, 0))[0]
        if len(head) != length or _HEAD_TYPE not in parts or begin + data > size:
            msg = f"{at} / {size}"
            raise ValueError(msg)
        yield head[slice(*parts[_HEAD_TYPE])], data
        file.seek(begin + data)


def read_parts(path: Path) -> Iterator[Part]:
    """Give the nodes, ways and relations of an `.osm.pbf`, block after block.

    Raises
    ------
    ValueError
        If the file is cut short, damaged, packed in another way than by zlib or lz4, or something else.
    """
    with path.open("rb") as file:
        for place, (kind, size) in enumerate(block_places(file, path.stat().st_size)):
            if kind == b"OSMHeader" and place:
                msg = "a second header"
                raise ValueError(msg)
            if kind == b"OSMData":
                yield from _parts(_block(_unpack(file.read(size))))


def _unpack(blob: bytes) -> bytes:
    fields = {name: (start, end) for name, start, end in walk(blob, 0, len(blob))}
    if _RAW in fields:
        return blob[slice(*fields[_RAW])]
    expected = min(fields.get(_RAW_SIZE, (0, -1))[0], _MOST_BYTES)
    if _ZLIB in fields:
        data = _inflate(blob[slice(*fields[_ZLIB])], expected)
    elif _LZ4 in fields:
        data = pa.decompress(blob[slice(*fields[_LZ4])], expected, codec="lz4_raw", asbytes=True)
    else:
        msg = f"packed in a way that is not known ({', '.join(map(str, sorted(fields)))})"
        raise ValueError(msg)
    if len(data) != fields.get(_RAW_SIZE, (0, -1))[0]:
        msg = f"block of another size than its {len(data)} bytes"
        raise ValueError(msg)
    return data


def _inflate(packed: bytes, expected: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, expected + 1)
    except zlib.error as error:
        raise ValueError(str(error)) from error


def _block(data: bytes) -> _Block:
    numbers = {_GRANULARITY: _NANO, _LAT_OFFSET: 0, _LON_OFFSET: 0}
    groups, texts = [], [""]
    for name, start, end in walk(data, 0, len(data)):
        if end < 0:
            numbers[name] = start - (1 << 64) if start >> 63 else start
        elif name == _STRINGS:
            spans = [data[first:last] for _, first, last in walk(data, start, end)]
            texts = b"\0".join(spans).decode().split("\0")
            if len(texts) != max(len(spans), 1):
                msg = "text with a zero byte"
                raise ValueError(msg)
        elif name == _GROUP:
            groups.append((start, end))
    return _Block(
        raw=data,
        data=np.frombuffer(data, dtype=np.uint8),
        texts=texts,
        groups=groups,
        granularity=numbers[_GRANULARITY],
        lon_offset=numbers[_LON_OFFSET],
        lat_offset=numbers[_LAT_OFFSET],
    )


def _parts(block: _Block) -> Iterator[Part]:
    for start, end in block.groups:
        found: dict[int, list[tuple[int, int]]] = {}
        for name, first, last in walk(block.raw, start, end):
            if last >= 0:
                found.setdefault(name, []).append((first, last))
        for name, spans in found.items():
            if name not in _READERS:
                continue
            first, last = np.array(spans, dtype=np.int64).T
            yield _READERS[name](block, read_messages(block.data, first, last))


def _nodes(block: _Block, messages: Messages) -> Nodes:
    return Nodes(
        ids=signed(messages.number(_ID)),
        x=_degrees(block, signed(messages.number(_LON)), block.lon_offset),
        y=_degrees(block, signed(messages.number(_LAT)), block.lat_offset),
        tags=_tags(block, messages),
    )


def _dense(block: _Block, messages: Messages) -> Nodes:
    ids, lon, lat = (_running(block, messages, name)[0] for name in (_ID, _LON, _LAT))
    if not len(ids) == len(lon) == len(lat):
        msg = "nodes without a place"
        raise ValueError(msg)
    return Nodes(
        ids=ids,
        x=_degrees(block, lon, block.lon_offset),
        y=_degrees(block, lat, block.lat_offset),
        tags=_dense_tags(block, _packed(block, messages, _DENSE_TAGS)[0], len(ids)),
    )


def _ways(block: _Block, messages: Messages) -> Ways:
    refs, first = _running(block, messages, _REFS)
    return Ways(ids=messages.number(_ID).view(np.int64), first=first, refs=refs, tags=_tags(block, messages))


def _relations(block: _Block, messages: Messages) -> Relations:
    member, first = _running(block, messages, _MEMBERS)
    kind, kinds = _packed(block, messages, _KINDS)
    role, roles = _packed(block, messages, _ROLES)
    if not (np.array_equal(first, kinds) and np.array_equal(first, roles)):
        msg = "members without kind or role"
        raise ValueError(msg)
    return Relations(
        ids=messages.number(_ID).view(np.int64),
        first=first,
        member=member,
        kind=kind.view(np.int64),
        role=_texts(block, role),
        tags=_tags(block, messages),
    )


_READERS: dict[int, Callable[[_Block, Messages], Part]] = {
    _NODES: _nodes,
    _DENSE: _dense,
    _WAYS: _ways,
    _RELATIONS: _relations,
}


def _packed(block: _Block, messages: Messages, name: int) -> tuple[Naturals, Ints]:
    return read_packed(block.data, *messages.span(name))


def _running(block: _Block, messages: Messages, name: int) -> tuple[Ints, Ints]:
    values, first = _packed(block, messages, name)
    return running(signed(values), first), first


def _tags(block: _Block, messages: Messages) -> TagTable:
    key, first = _packed(block, messages, _KEYS)
    value, values = _packed(block, messages, _VALUES)
    if not np.array_equal(first, values):
        msg = "keys without values"
        raise ValueError(msg)
    return TagTable(texts=block.texts, first=first, key=_texts(block, key), value=_texts(block, value))


def _dense_tags(block: _Block, codes: Naturals, count: int) -> TagTable:
    """Cut the tags of dense nodes apart: key and value in turns, a zero after each node; nothing if none has tags."""
    ends = np.flatnonzero(codes == 0)
    if not codes.size:
        ends = np.arange(count)
    size = np.diff(ends, prepend=-1) - 1 if codes.size else np.zeros(count, dtype=np.int64)
    if len(ends) != count or (size % 2).any() or (codes.size and ends[-1] != len(codes) - 1):
        msg = "tags of nodes that do not fit the nodes"
        raise ValueError(msg)
    pairs = _texts(block, codes[codes != 0])
    first = np.concatenate([[0], np.cumsum(size // 2)])
    return TagTable(texts=block.texts, first=first, key=pairs[::2], value=pairs[1::2])


def _texts(block: _Block, codes: Naturals) -> Ints:
    if codes.size and codes.max() >= len(block.texts):
        msg = f"text {codes.max()} of {len(block.texts)}"
        raise ValueError(msg)
    return codes.view(np.int64)


def _degrees(block: _Block, values: Ints, offset: int) -> Ints:
    """Bring coordinates to units of 1e-7 degree, cut off as osmium does."""
    units = values
    if (block.granularity, offset) != (_NANO, 0):
        nano = values * block.granularity + offset
        units = np.sign(nano) * (np.abs(nano) // _NANO)
    if units.size and not -NO_PLACE <= units.min() <= units.max() <= NO_PLACE:
        msg = "place outside the globe"
        raise ValueError(msg)
    return units
