"""The ways behind the distances: the street-by-street paths of the table of distances, and their lines for maps."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.analysis.distances import DistanceOptions
from geo.crs import project
from geo.network.build import Network
from geo.network.path import Path, find_paths
from geo.network.route import nearest
from geo.network.snap import Snaps, snap
from geo.ways import simplified_way

Floats = NDArray[np.float64]
ROUTE_COLUMNS = ("origin_id", "mode", "category", "facility_id", "distance_m")
"""Columns of the routes beside their geometry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """One distance of the table, with its way."""

    label: int
    """Label of its row in the table."""
    path: Path
    """Streets between the feet of both."""
    ends: Floats
    """Longitude and latitude of the place, of its foot, of the foot of the facility and of the facility."""

    def coordinates(self, network: Network) -> Floats:
        """Give the whole line, longitude and latitude in degrees, a row a point.

        Its first piece is the leg of the place, its last that of the facility, also where these have no length.
        """
        way = self.path.coordinates(network)
        return np.vstack([self.ends[:2], way[1:-1], self.ends[2:]])


def journeys(
    rows: pd.DataFrame,
    origins: gpd.GeoDataFrame,
    facilities: gpd.GeoDataFrame,
    network: Network,
    options: DistanceOptions,
) -> list[Journey]:
    """Find the ways of distances again, category by category.

    Parameters
    ----------
    rows
        Rows of rank 1 and status ``ok`` of the table of `geo.analysis.distances.distances`, in the mode of the network.
    origins
        The places that it was made for, with their ``location_id``, in any declared reference system.
    facilities
        The facilities that it was made for.
    network
        The network that it was made with.
    options
        The options that it was made with.
    """
    key = ["category", "facility_id"]
    reached = facilities.merge(rows[key].drop_duplicates(), on=key).sort_values(key, ignore_index=True)
    limits = {"max_snap_m": options.max_snap_m, "min_component_m": options.min_component_m}
    feet, goals = (snap(network, frame.geometry, **limits) for frame in (origins, reached))
    place, found = pd.Index(origins["location_id"]), []
    for category, some in rows.groupby("category"):
        here = feet.take(place.get_indexer(some["origin_id"]))
        there = goals.take(np.flatnonzero(reached["category"] == category))
        found += _of_category(some, here, there, network, options)
    return found


def _of_category(
    rows: pd.DataFrame, here: Snaps, there: Snaps, network: Network, options: DistanceOptions
) -> list[Journey]:
    best = nearest(network, here, there, k=1, weight=options.weight)
    points = list(zip(best.origin_point.tolist(), best.target_point.tolist(), strict=True))
    paths = find_paths(network, here, there, points, weight=options.weight)
    labels = rows.index[best.origin].tolist()
    return [
        Journey(label=label, path=path, ends=_ends(here, there, *pair))
        for label, path, pair in zip(labels, paths, points, strict=True)
        if path is not None
    ]


def _ends(here: Snaps, there: Snaps, origin: int, target: int) -> Floats:
    return np.array(
        [
            (here.lon[origin], here.lat[origin]),
            (here.foot_lon[origin], here.foot_lat[origin]),
            (there.foot_lon[target], there.foot_lat[target]),
            (there.lon[target], there.lat[target]),
        ]
    )


def routes(
    distances: pd.DataFrame,
    origins: gpd.GeoDataFrame,
    facilities: gpd.GeoDataFrame,
    network: Network,
    options: DistanceOptions,
    *,
    simplify_m: float = 0.0,
) -> gpd.GeoDataFrame:
    """Draw the way from each place to the nearest facility of each category, as long as the distance says.

    Parameters
    ----------
    distances
        The table of `geo.analysis.distances.distances`; the rows of rank 1 with a way in the mode of the network count.
    origins, facilities, network, options
        As `journeys` takes them.
    simplify_m
        How far a line may leave the streets, metres; the legs stay as they are.

    Returns
    -------
    routes
        ``origin_id, mode, category, facility_id, distance_m`` and a line in the reference system of the network, sorted
        by place and category. The first piece of each line is the leg of the place, from it to its foot on the street;
        the last piece is the leg of the facility; both may have no length. A line has four points at least.
    """
    mode = network.mode.name
    mine = distances["mode"].eq(mode) & distances["rank"].eq(1) & distances["status"].eq("ok")
    rows = distances[mine].reset_index(drop=True)
    found = journeys(rows, origins, facilities, network, options)
    lines = [_line(journey.coordinates(network), network, simplify_m) for journey in found]
    table = rows.loc[[journey.label for journey in found], list(ROUTE_COLUMNS)]
    kinds = dict.fromkeys(ROUTE_COLUMNS, "str") | {"distance_m": "float64"}
    drawn = gpd.GeoDataFrame(table.astype(kinds), geometry=lines, crs=network.crs)
    return drawn.sort_values(["origin_id", "category"], ignore_index=True)


def _line(coordinates: Floats, network: Network, simplify_m: float) -> shapely.LineString:
    """Give the line on the plane; between the legs it may be simplified."""
    points = np.column_stack(project(coordinates[:, 0], coordinates[:, 1], network.crs))
    return simplified_way(points, simplify_m)
