"""Gathering what the blocks of an extract hold: the places of nodes, and tags as columns."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from geo.errors import Message, SourceError
from geo.sources.osm_blocks import NO_PLACE, Nodes, Part, TagTable, read_parts
from geo.sources.pbf import Refs, read_header
from geo.sources.protobuf import Ints

_Int32s = NDArray[np.int32]


class Gatherer(Protocol):
    """What takes from each part of an extract what it needs."""

    def add(self, part: Part) -> None:
        """Take what is needed from nodes, ways or relations of one block."""


def gather(path: Path, gatherers: Sequence[Gatherer]) -> None:
    """Read an extract once, for all who need something of it.

    Raises
    ------
    SourceError
        If the file is missing, empty, cut short, damaged or no `.osm.pbf`.
    """
    read_header(path)
    parts = read_parts(path)
    while (part := _next(path, parts)) is not None:
        for gatherer in gatherers:
            gatherer.add(part)


def _next(path: Path, parts: Iterator[Part]) -> Part | None:
    try:
        return next(parts, None)
    except (ValueError, OSError) as error:
        raise SourceError(Message.of("osm.damaged", path=path, reason=error)) from error


class Places:
    """Ids and places of all nodes of an extract; those with a negative id, which osmium does not place either, not."""

    def __init__(self) -> None:
        self._ids = [np.zeros(0, dtype=np.int64)]
        self._x = [np.zeros(0, dtype=np.int32)]
        self._y = [np.zeros(0, dtype=np.int32)]

    def add(self, part: Part) -> None:
        """Take the places of nodes."""
        if not isinstance(part, Nodes):
            return
        here = (part.ids >= 0) & (part.x != NO_PLACE)
        whole = bool(here.all())
        self._ids.append(part.ids if whole else part.ids[here])
        self._x.append((part.x if whole else part.x[here]).astype(np.int32))
        self._y.append((part.y if whole else part.y[here]).astype(np.int32))

    def sorted(self) -> tuple[Ints, _Int32s, _Int32s]:
        """Give ids, sorted and each once (the last in the file), with x and y in units of 1e-7 degree."""
        if len(self._ids) == 1:
            return self._ids[0], self._x[0], self._y[0]
        ids, x, y = np.concatenate(self._ids), np.concatenate(self._x), np.concatenate(self._y)
        if not (np.diff(ids) > 0).all():
            order = np.argsort(ids, kind="stable")
            order = order[np.append(np.diff(ids[order]) > 0, True)]
            ids, x, y = ids[order], x[order], y[order]
        self._ids, self._x, self._y = [ids], [x], [y]
        return ids, x, y

    def refs(self, ways: Sequence[Ints]) -> Iterator[Refs]:
        """Give id, x and y of the nodes of each way, as far as the file holds them."""
        ids, x, y = self.sorted()
        nodes = np.concatenate([*ways, np.zeros(0, dtype=np.int64)])
        at = positions(ids, nodes)
        here = at >= 0
        at = at[here]
        rows = list(zip(nodes[here].tolist(), x[at].tolist(), y[at].tolist(), strict=True))
        first = np.concatenate([[0], np.cumsum(here)])[np.cumsum([0, *map(len, ways)])]
        yield from (rows[start:end] for start, end in pairwise(first.tolist()))


def positions(ids: Ints, wanted: Ints) -> Ints:
    """Find each wanted id among sorted ids; -1 where it is not there."""
    at = np.searchsorted(ids, wanted)
    at[at == len(ids)] = -1
    return np.where(ids[at] == wanted, at, -1) if len(ids) else np.full(len(wanted), -1)


class TagColumns:
    """Some tags of many objects, each text kept once."""

    def __init__(self, names: Sequence[str]) -> None:
        self._column = {name: column for column, name in enumerate(names)}
        self._number = {"": 0}
        none = np.zeros(0, dtype=np.int32)
        self._found = [(none.astype(np.int16), none, none)]
        self._size = 0

    def add(self, tags: TagTable, keep: NDArray[np.bool_]) -> None:
        """Take the tags of the objects to keep, in their order."""
        row = np.where(keep, np.cumsum(keep) - 1 + self._size, -1)[tags.owner()]
        self._size += int(keep.sum())
        column = tags.numbered(self._column)
        wanted = (column >= 0) & (row >= 0)
        used, code = np.unique(tags.value[wanted], return_inverse=True)
        numbers = [self._number.setdefault(tags.texts[text], len(self._number)) for text in used.tolist()]
        value = np.array(numbers, dtype=np.int32)[code]
        self._found.append((column[wanted].astype(np.int16), row[wanted].astype(np.int32), value))

    def frame(self, rows: Ints, index: pd.Index) -> pd.DataFrame:
        """Give a column of text for each name, with the objects in the order of `rows`; empty where untagged."""
        texts = pa.array(list(self._number), pa.large_string())
        column, row, value = (np.concatenate(each) for each in zip(*self._found, strict=True))
        columns = {}
        for name, number in self._column.items():
            mine = column == number
            code = np.zeros(self._size, dtype=np.int32)
            code[row[mine]] = value[mine]
            columns[name] = texts.take(pa.array(code[rows]))
        frame: pd.DataFrame = pa.table(columns).to_pandas()
        return frame.set_axis(index, axis=0)
