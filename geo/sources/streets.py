"""Streets, paths and ferries of an extract, as arrays.

Nothing is filtered by mode of travel: every `highway=*` and `route=ferry` way is
kept with its tags, and the network decides who may go there.
"""

import logging
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from geo.errors import InputError, Message
from geo.extract import NODE_TAGS, STREET_TAGS, Streets
from geo.sources.osm_blocks import Nodes, Part, Relations, Ways
from geo.sources.osm_columns import Places, TagColumns, gather, positions
from geo.sources.pbf import UNITS
from geo.sources.protobuf import Ints
from geo.sources.turns import Restriction, StreetNodes, restrictions_in, turns_of
from geo.words import say

log = logging.getLogger(__name__)


def read_streets(path: Path) -> Streets:
    """Read every way of an extract that could carry a traveller.

    A way of which the file lacks some nodes is cut there; each rest of two or
    more nodes is a row of its own with the same id.

    Parameters
    ----------
    path
        An `.osm.pbf`.

    Returns
    -------
    streets
        Ways sorted by id, nodes sorted by id, places in degrees on WGS84.

    Raises
    ------
    SourceError
        If the file is missing, empty or damaged.
    InputError
        If it holds no streets, or no places for them.
    """
    places, found = Places(), StreetGatherer()
    gather(path, (places, found))
    return found.streets(path, places)


class StreetGatherer:
    """Takes the streets, the barriers and the turn restrictions from the parts of an extract."""

    def __init__(self) -> None:
        self._ids, self._sizes, self._refs, self._barriers = ([np.zeros(0, dtype=np.int64)] for _ in range(4))
        self._tags = TagColumns(STREET_TAGS)
        self._barrier_tags = TagColumns(NODE_TAGS)
        self._restrictions: list[Restriction] = []

    def add(self, part: Part) -> None:
        """Take what belongs to the streets."""
        if isinstance(part, Ways):
            self._add_ways(part)
        elif isinstance(part, Relations):
            self._restrictions += restrictions_in(part)
        elif isinstance(part, Nodes):
            barrier = part.tags.having("barrier")
            self._barriers.append(part.ids[barrier])
            self._barrier_tags.add(part.tags, barrier)

    def _add_ways(self, ways: Ways) -> None:
        keep = ways.tags.having("highway") | ways.tags.having("route", "ferry")
        size = np.diff(ways.first)
        self._ids.append(ways.ids[keep])
        self._sizes.append(size[keep])
        self._refs.append(ways.refs[np.repeat(keep, size)])
        self._tags.add(ways.tags, keep)

    def streets(self, path: Path, places: Places) -> Streets:
        """Make the streets of all that was taken.

        Raises
        ------
        InputError
            If there are no streets, or no places for them.
        """
        ids, x, y = places.sorted()
        way_id = np.concatenate(self._ids)
        order = np.argsort(way_id, kind="stable")
        runs = _runs(*self._in_order(order), ids)
        if not len(runs.way):
            raise InputError(Message.of("osm.no_places" if runs.cut else "osm.no_ways", path=path))
        if runs.cut:
            log.warning(say("osm.cut_ways", path=path, count=runs.cut))
        order = order[runs.way]
        used = np.zeros(len(ids), dtype=np.bool_)
        used[runs.position] = True
        arrays = StreetNodes(
            node_id=ids[used],
            way_id=way_id[order],
            way_start=np.concatenate([[0], np.cumsum(runs.size)]),
            way_node=(np.cumsum(used) - 1)[runs.position],
        )
        return Streets(
            node_id=arrays.node_id,
            node_lon=x[used] / UNITS,
            node_lat=y[used] / UNITS,
            way_id=arrays.way_id,
            way_start=arrays.way_start,
            way_node=arrays.way_node,
            way_tags=self._tags.frame(order, pd.RangeIndex(len(order))),
            node_tags=self._node_tags(arrays.node_id),
            turns=turns_of(path, self._restrictions, arrays),
        )

    def _in_order(self, order: Ints) -> tuple[Ints, Ints]:
        """Give the nodes of all ways in an order, and the place in it of the way of each node."""
        size, refs = np.concatenate(self._sizes), np.concatenate(self._refs)
        owner = np.repeat(np.arange(len(order)), size[order])
        if (np.diff(order) == 1).all():
            return refs, owner
        first, rank = np.cumsum(size) - size, np.cumsum(size[order]) - size[order]
        return refs[np.arange(len(refs)) + (first[order] - rank)[owner]], owner

    def _node_tags(self, node_id: Ints) -> pd.DataFrame:
        ids = np.concatenate(self._barriers)
        order = np.argsort(ids, kind="stable")
        order = order[np.diff(ids[order], append=np.iinfo(np.int64).max) > 0]
        at = positions(node_id, ids[order])
        return self._barrier_tags.frame(order[at >= 0], pd.Index(at[at >= 0], dtype=np.int64))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Runs:
    way: Ints
    size: Ints
    position: Ints
    cut: int


def _runs(refs: Ints, owner: Ints, ids: Ints) -> _Runs:
    """Cut ways at their missing nodes, and drop nodes that repeat the one before; a rest of one node is no street."""
    at = positions(ids, refs)
    here = at >= 0
    first = np.ones(len(refs), dtype=np.bool_)
    first[1:] = (np.diff(owner) > 0) | ~here[:-1]
    run = np.cumsum(first) - 1
    fresh = here.copy()
    fresh[1:] &= first[1:] | (np.diff(at) != 0)
    size = np.bincount(run[fresh], minlength=int(first.sum()))
    long = size > 1
    return _Runs(
        way=owner[first][long],
        size=size[long],
        position=at[fresh & long[run]] if len(refs) else at,
        cut=len(np.unique(owner[~here])),
    )
