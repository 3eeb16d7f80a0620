"""How a street pattern looks in figures: bearing entropy, degrees, dead ends, intersections per square kilometre."""

from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

import networkx as nx
import osmium
import osmnx
import pyproj
import shapely

from markerwaard.terrain import Town

KINDS = {
    "primary", "secondary", "tertiary", "secondary_link", "tertiary_link", "unclassified", "residential",
    "living_street", "pedestrian",
}  # fmt: skip
"""Streets that carry cars or could; paths and service roads do not count."""
BUILT_REACH_M = 150.0
"""The built-up area is everything within this distance of a junction or a dead end."""
KAMPEN = (5.885, 52.537, 5.925, 52.570)
IJSSELMUIDEN = (5.921, 52.560, 5.955, 52.580)
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetFigures:
    """Figures of one town."""

    junctions: int
    """Junctions and dead ends."""
    bearing_entropy: float
    """Shannon entropy of street bearings in 36 bins, in nats (at most 3.58)."""
    mean_degree: float
    """Streets per junction or dead end."""
    dead_end_share: float
    """Share of dead ends."""
    three_way_share: float
    """Share of T-junctions."""
    intersections_per_km2: float
    """Junctions of three streets or more per square kilometre of built-up area."""

    def ratios(self, other: "StreetFigures") -> dict[str, float]:
        """Divide the figures by those of another town."""
        return {name: asdict(self)[name] / asdict(other)[name] for name in COMPARED}


COMPARED = ("bearing_entropy", "mean_degree", "dead_end_share", "three_way_share", "intersections_per_km2")


def street_figures(pbf: Path, box: Box) -> StreetFigures:
    """Compute the figures of the streets inside a box.

    Parameters
    ----------
    pbf
        Extract.
    box
        West, south, east, north in degrees.
    """
    graph = osmnx.simplify_graph(_graph(pbf, box))
    plain = osmnx.convert.to_undirected(osmnx.bearing.add_edge_bearings(graph))
    degrees = Counter(dict(plain.degree()).values())
    count = len(plain)
    project = pyproj.Transformer.from_crs(4326, 28992, always_xy=True).transform
    points = [shapely.Point(project(at["x"], at["y"])) for _, at in plain.nodes(data=True)]
    built_km2 = shapely.union_all(shapely.buffer(points, BUILT_REACH_M)).area / 1e6
    return StreetFigures(
        junctions=count,
        bearing_entropy=float(osmnx.bearing.orientation_entropy(plain)),
        mean_degree=2 * plain.number_of_edges() / count,
        dead_end_share=degrees[1] / count,
        three_way_share=degrees[3] / count,
        intersections_per_km2=sum(n for degree, n in degrees.items() if degree >= 3) / built_km2,
    )


def _graph(pbf: Path, box: Box) -> nx.MultiDiGraph:
    west, south, east, north = box
    geod = pyproj.Geod(ellps="WGS84")
    graph = nx.MultiDiGraph(crs="EPSG:4326")
    streets = osmium.FileProcessor(str(pbf)).with_locations().with_filter(osmium.filter.KeyFilter("highway"))
    for way in streets:
        if not way.is_way() or way.tags.get("highway") not in KINDS:
            continue
        inside = [
            (node.ref, node.lon, node.lat)
            for node in way.nodes
            if node.location.valid() and west <= node.lon <= east and south <= node.lat <= north
        ]
        for (a, lon1, lat1), (b, lon2, lat2) in zip(inside, inside[1:], strict=False):
            graph.add_node(a, x=lon1, y=lat1)
            graph.add_node(b, x=lon2, y=lat2)
            length = geod.inv(lon1, lat1, lon2, lat2)[2]
            graph.add_edge(a, b, osmid=way.id, length=length)
            graph.add_edge(b, a, osmid=way.id, length=length)
    return graph


def town_box(town: Town) -> Box:
    """Give the box around a town, in degrees."""
    turn = pyproj.Transformer.from_crs(28992, 4326, always_xy=True).transform
    reach = 1.2 * town.radius_m
    west, south = turn(town.x - reach, town.y - reach)
    east, north = turn(town.x + reach, town.y + reach)
    return west, south, east, north
