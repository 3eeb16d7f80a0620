"""Protocol buffers in bulk: the fields of many messages at a time, as arrays.

Written from the description of the encoding at protobuf.dev. What is against it is a `ValueError`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int64]
Naturals = NDArray[np.uint64]

_MORE, _SEVEN = 0x80, 0x7F
"""The bit that says that another byte follows, and the bits that count."""
_LONGEST = 10
"""Bytes of the longest number."""
_NUMBER, _BYTES = 0, 2
"""Wire types: a number, and a length with as many bytes."""
_MOST_FIELDS = 1 << 16


def walk(data: bytes, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Give the fields of one message in order.

    Yields
    ------
    field, start, end
        Number of the field and the place of its bytes; of a number the value, and -1.

    Raises
    ------
    ValueError
        If the message is cut short or holds something else.
    """
    at = start
    while at < end:
        key, value = data[at], data[at + 1] if at + 1 < end else _MORE
        at += 2
        if (key | value) & _MORE:
            key, at = _number(data, at - 2, end)
            value, at = _number(data, at, end)
        if not key >> 3:
            msg = f"field without number at byte {at}"
            raise ValueError(msg)
        if key & 7 == _NUMBER:
            yield key >> 3, value, -1
            continue
        if key & 7 != _BYTES or at + value > end:
            msg = f"message cut short at byte {at}"
            raise ValueError(msg)
        yield key >> 3, at, at + value
        at += value


def _number(data: bytes, at: int, end: int) -> tuple[int, int]:
    value = shift = 0
    while at < end and shift < 7 * _LONGEST:
        byte = data[at]
        value |= (byte & _SEVEN) << shift
        at, shift = at + 1, shift + 7
        if byte < _MORE:
            return value % (1 << 64), at
    msg = f"number without end at byte {at}"
    raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """The fields of messages of one kind; of a field that a message repeats, the last."""

    count: int
    """How many messages there are."""
    numbers: dict[int, Naturals] = field(default_factory=dict)
    """Value of each message by field; 0 where it lacks the field."""
    spans: dict[int, tuple[Ints, Ints]] = field(default_factory=dict)
    """Start and end of the bytes in each message by field; equal where it lacks the field."""

    def number(self, name: int) -> Naturals:
        """Give the values of a field of numbers."""
        return self.numbers.get(name, np.zeros(self.count, dtype=np.uint64))

    def span(self, name: int) -> tuple[Ints, Ints]:
        """Give start and end of a field of bytes."""
        none = np.zeros(self.count, dtype=np.int64)
        return self.spans.get(name, (none, none))


def read_messages(data: Bytes, start: Ints, end: Ints) -> Messages:
    """Read messages side by side: the first field of all, then the second, and so on.

    Raises
    ------
    ValueError
        If a message is cut short or holds something else than numbers and bytes.
    """
    found = Messages(count=len(start))
    at, left = start.copy(), np.flatnonzero(start < end)
    while left.size:
        key, here = _numbers_at(data, at[left])
        value, here = _numbers_at(data, here)
        is_bytes = (key & 7) == _BYTES
        size = np.where(is_bytes, value, 0)
        room = end[left] - here
        if not (key >> 3).all():
            msg = f"field without number at byte {here.min()}"
            raise ValueError(msg)
        if (room < 0).any() or (size > room.astype(np.uint64)).any() or ((key & 7)[~is_bytes] != _NUMBER).any():
            msg = f"message cut short at byte {here.min()}"
            raise ValueError(msg)
        stop = here + size.astype(np.int64)
        _note(found, left, key, (value, here, stop))
        at[left] = stop
        left = left[stop < end[left]]
    return found


def _note(found: Messages, left: Ints, key: Naturals, read: tuple[Naturals, Ints, Ints]) -> None:
    value, here, stop = read
    if key.max() >= _MOST_FIELDS:
        msg = f"unknown field {key.max() >> 3}"
        raise ValueError(msg)
    for each in np.flatnonzero(np.bincount(key.astype(np.int64))).tolist():
        rows = key == each
        if each & 7 == _BYTES:
            if each >> 3 not in found.spans:
                found.spans[each >> 3] = (np.zeros(found.count, dtype=np.int64), np.zeros(found.count, dtype=np.int64))
            first, last = found.spans[each >> 3]
            first[left[rows]], last[left[rows]] = here[rows], stop[rows]
        else:
            found.numbers.setdefault(each >> 3, np.zeros(found.count, dtype=np.uint64))[left[rows]] = value[rows]


def _numbers_at(data: Bytes, at: Ints) -> tuple[Naturals, Ints]:
    """Read the number that begins at each place; give the numbers and the places after them."""
    byte = data.take(at, mode="clip")
    value, after = (byte & _SEVEN).astype(np.uint64), at + 1
    more = np.flatnonzero(byte & _MORE)
    for place in range(1, _LONGEST):
        if not more.size:
            return value, after
        byte = data.take(after[more], mode="clip")
        value[more] |= (byte & _SEVEN).astype(np.uint64) << np.uint64(7 * place)
        after[more] += 1
        more = more[byte >= _MORE]
    if more.size:
        msg = f"number too long at byte {at[more[0]]}"
        raise ValueError(msg)
    return value, after


def read_packed(data: Bytes, start: Ints, end: Ints) -> tuple[Naturals, Ints]:
    """Read the lists of numbers that lie between starts and ends.

    Returns
    -------
    values, first
        All numbers, list after list, and where those of list i begin; one longer than the lists.

    Raises
    ------
    ValueError
        If a list ends within a number, or a number is longer than 10 bytes.
    """
    begin = np.concatenate([[0], np.cumsum(end - start)])
    raw = data[np.arange(begin[-1]) + np.repeat(start - begin[:-1], end - start)]
    last = np.flatnonzero(raw < _MORE)
    if raw.size and (raw[begin[1:][end > start] - 1] >= _MORE).any():
        msg = "list cut short"
        raise ValueError(msg)
    length = np.diff(last, prepend=-1)
    longest = int(length.max(initial=0))
    if longest > _LONGEST:
        msg = f"number of {longest} bytes"
        raise ValueError(msg)
    at = last - length + 1
    value = (raw[at] & _SEVEN).astype(np.uint64)
    for place in range(1, longest):
        more = np.flatnonzero(length > place)
        value[more] |= (raw[at[more] + place] & _SEVEN).astype(np.uint64) << np.uint64(7 * place)
    return value, np.searchsorted(last, begin)


def signed(values: Naturals) -> Ints:
    """Undo the zigzag that keeps small negative numbers short."""
    return (values >> np.uint64(1)).view(np.int64) ^ -(values & np.uint64(1)).view(np.int64)


def running(deltas: Ints, first: Ints) -> Ints:
    """Add up differences within each list; `first` says where the lists begin, as `read_packed` gives it."""
    total = np.concatenate([[0], np.cumsum(deltas)])
    sums: Ints = total[1:] - np.repeat(total[first[:-1]], np.diff(first))
    return sums
