"""Streets, paths and ferries of an extract, as arrays.

Nothing is filtered by mode of travel: every `highway=*` and `route=ferry` way is
kept with its tags, and the network decides who may go there.
"""

import logging
from dataclasses import dataclass, field
from itertools import chain, pairwise
from pathlib import Path

import numpy as np
import pandas as pd
from osmium.osm import Node, Way

from geo.errors import InputError, Message
from geo.extract import NODE_TAGS, STREET_TAGS, Streets
from geo.sources.pbf import NO_PLACE, UNITS, Refs, Tags, scan, tags_of
from geo.words import say

NO_TURNS = pd.DataFrame(
    {
        **{name: np.zeros(0, np.int64) for name in ("relation_id", "from_way", "via_node", "to_way")},
        "only": np.zeros(0, bool),
        **{name: pd.Series([], dtype="str") for name in ("exempt", "limited")},
    }
)
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
    found = _Found()
    for thing in scan(path, ("highway", "route", "barrier")):
        if isinstance(thing, Node):
            found.add_node(thing)
        elif isinstance(thing, Way):
            found.add_way(thing)
    if found.cut and not found.ways:
        raise InputError(Message.of("osm.no_places", path=path))
    if not found.ways:
        raise InputError(Message.of("osm.no_ways", path=path))
    if found.cut:
        log.warning(say("osm.cut_ways", path=path, count=found.cut))
    return _streets(found)


@dataclass(slots=True)
class _Found:
    ways: list[tuple[int, Refs, Tags]] = field(default_factory=list)
    barriers: dict[int, Tags] = field(default_factory=dict)
    cut: int = 0

    def add_node(self, node: Node) -> None:
        tags = tags_of(node)
        if "barrier" in tags:
            self.barriers[node.id] = tags

    def add_way(self, way: Way) -> None:
        tags = tags_of(way)
        if "highway" not in tags and tags.get("route") != "ferry":
            return
        refs = [(node.ref, node.x, node.y) for node in way.nodes]
        runs = _runs(refs)
        self.cut += any(x == NO_PLACE for _, x, _ in refs)
        self.ways.extend((way.id, run, tags) for run in runs)


def _runs(refs: Refs) -> list[Refs]:
    """Cut a way at its missing nodes, and drop nodes that repeat the one before."""
    runs: list[Refs] = [[]]
    for ref in refs:
        if ref[1] == NO_PLACE:
            runs.append([])
        elif not runs[-1] or runs[-1][-1][0] != ref[0]:
            runs[-1].append(ref)
    return [run for run in runs if any(a != b for a, b in pairwise(run))]


def _streets(found: _Found) -> Streets:
    ways = sorted(found.ways, key=lambda way: way[0])
    nodes = np.array(list(chain.from_iterable(refs for _, refs, _ in ways)), dtype=np.int64)
    node_id, first, way_node = np.unique(nodes[:, 0], return_index=True, return_inverse=True)
    sizes = np.array([len(refs) for _, refs, _ in ways], dtype=np.int64)
    return Streets(
        node_id=node_id,
        node_lon=nodes[first, 1] / UNITS,
        node_lat=nodes[first, 2] / UNITS,
        way_id=np.array([way_id for way_id, _, _ in ways], dtype=np.int64),
        way_start=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        way_node=way_node.astype(np.int64),
        way_tags=_tag_frame([tags for _, _, tags in ways], STREET_TAGS, pd.RangeIndex(len(ways))),
        node_tags=_barriers(found.barriers, node_id),
        turns=NO_TURNS,
    )


def _barriers(barriers: dict[int, Tags], node_id: np.ndarray[tuple[int], np.dtype[np.int64]]) -> pd.DataFrame:
    ids = np.array(sorted(barriers), dtype=np.int64)
    ids = ids[np.isin(ids, node_id)]
    index = pd.Index(np.searchsorted(node_id, ids), dtype=np.int64)
    return _tag_frame([barriers[int(node)] for node in ids], NODE_TAGS, index)


def _tag_frame(rows: list[Tags], names: tuple[str, ...], index: pd.Index) -> pd.DataFrame:
    columns = {name: [tags.get(name, "") for tags in rows] for name in names}
    return pd.DataFrame(columns, index=index, dtype="str")
