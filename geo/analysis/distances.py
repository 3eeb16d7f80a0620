"""Distances over the network from places to the nearest facilities of each category.

The distance is the shortest directed path between the feet of both on the network of the mode, or the quickest where
time is the weight, plus both straight legs; all lengths are geodesic metres on WGS84. A place on whose own site the
category is has distance 0. Where there is no distance it is missing, with the reason as status.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.crs import WGS84, geodesic_m, project, to_crs, unproject
from geo.network.build import Network
from geo.network.route import Found, Weight, nearest, only_by_ferry, reachable
from geo.network.snap import Snaps, snap
from geo.tables.distances import DISTANCES

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
_SEGMENT_DEG = 0.002
_FLAGS = ("border", "ferry", "far_snap", "foreign")
_TEXTS = ("origin_id", "mode", "category", "facility_id", "facility_name", "status")
_NUMBERS = ("distance_m", "minutes", "access_m", "network_m", "egress_m", "straight_m")


@dataclass(frozen=True, slots=True, kw_only=True)
class DistanceOptions:
    """How far to look, and what is far."""

    nearest: int = 3
    """How many facilities a place gets at most, per category."""
    weight: Weight = "distance"
    """Whether the shortest way counts, or the quickest."""
    limit_m: float | None = None
    """Longest distance that counts where the shortest way does, limit included; None for no limit."""
    limit_minutes: float | None = None
    """Longest time that counts where the quickest way does, limit included; None for no limit."""
    far_snap_m: float = 250.0
    """A longer leg is flagged ``far_snap``."""
    max_snap_m: float = 1000.0
    """A longer leg is none: the place is unreachable."""
    min_component_m: float = 500.0
    """Shortest strongly connected part of the network that counts, metres."""

    @property
    def limit(self) -> float:
        """The limit in metres or, where time is the weight, in seconds; infinite without one."""
        if self.weight == "distance":
            return np.inf if self.limit_m is None else self.limit_m
        return np.inf if self.limit_minutes is None else 60 * self.limit_minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Areas that tell where the data end, in degrees on WGS84."""

    boundary: BaseGeometry | None = None
    """Area that the extract covers; None flags no border."""
    country: BaseGeometry | None = None
    """Area of the country; None flags nothing foreign."""


_DEFAULT = DistanceOptions()
_NOWHERE = Surroundings()


def distances(
    origins: gpd.GeoDataFrame,
    facilities: gpd.GeoDataFrame,
    network: Network,
    *,
    categories: Sequence[str],
    options: DistanceOptions = _DEFAULT,
    surroundings: Surroundings = _NOWHERE,
) -> pd.DataFrame:
    """Find the nearest facilities of each category for each place.

    Parameters
    ----------
    origins
        Places with an ``origin_id`` or ``location_id``, in any declared reference system. Where there is a column
        ``facilities_on_site`` (tuples of categories) those categories are at distance 0.
    facilities
        ``facility_id``, ``category``, ``name`` and geometry, in any declared reference system.
    network
        Network of a mode.
    categories
        Categories to look for; one without facilities gives the status ``none``.
    options
        How far to look.
    surroundings
        Where the extract and the country end.

    Returns
    -------
    table
        The columns of `geo.tables.distances.DISTANCES`, sorted by place, category and rank. One row a facility found;
        where none was, one row of rank 1 without distance whose status says why: ``none`` (the extract holds no
        facility of the category), ``unreachable`` (no path, or no street within the longest leg), ``beyond_limit``.
    """
    wanted = sorted(set(categories))
    facilities = facilities[facilities["category"].isin(wanted)].sort_values(["category", "facility_id"], kind="stable")
    feet = snap(network, origins.geometry, max_snap_m=options.max_snap_m, min_component_m=options.min_component_m)
    goals = snap(network, facilities.geometry, max_snap_m=options.max_snap_m, min_component_m=options.min_component_m)
    asked = _Asked(
        ids=_ids(origins),
        on_site=_on_site(origins),
        snaps=feet,
        edge_m=edge_m(feet, surroundings.boundary, network),
        network=network,
        options=options,
    )
    parts = []
    for category in wanted:
        rows = np.flatnonzero(facilities["category"] == category)
        some = _Goals(category, facilities.iloc[rows], goals.take(rows), surroundings.country)
        parts.append(_rows(network, asked, some))
    return _table(parts, network.mode.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Everything that one asks from: the places, and how to look."""

    ids: NDArray[np.object_]
    on_site: list[frozenset[str]]
    snaps: Snaps
    edge_m: Floats
    network: Network
    options: DistanceOptions


@dataclass(frozen=True, slots=True)
class _Goals:
    """The facilities of one category."""

    category: str
    frame: gpd.GeoDataFrame
    snaps: Snaps
    country: BaseGeometry | None


def _rows(network: Network, asked: _Asked, goals: _Goals) -> pd.DataFrame:
    """Give the rows of one category."""
    at_home = np.array([goals.category in categories for categories in asked.on_site], dtype=bool)
    options = asked.options
    found = nearest(network, asked.snaps, goals.snaps, k=options.nearest, limit=options.limit, weight=options.weight)
    found = found.rows(~at_home[found.origin])
    missing = ~at_home
    missing[found.origin] = False
    rows = [
        _found_rows(network, asked, goals, found),
        _on_site_rows(asked.ids[at_home]),
        _missing_rows(asked, np.flatnonzero(missing), _reasons(network, asked, goals, np.flatnonzero(missing))),
    ]
    return pd.concat([part for part in rows if len(part)] or rows[:1]).assign(category=goals.category)


def _found_rows(network: Network, asked: _Asked, goals: _Goals, found: Found) -> pd.DataFrame:
    origins, targets, options = asked.snaps, goals.snaps, asked.options
    here, there = found.origin_point, found.target_point
    there_lon, there_lat = targets.lon[there], targets.lat[there]
    cost = found.total_m if options.weight == "distance" else found.seconds
    return pd.DataFrame(
        {
            "origin_id": asked.ids[found.origin],
            "rank": found.rank,
            "facility_id": goals.frame["facility_id"].to_numpy(dtype=object)[found.target],
            "facility_name": goals.frame["name"].to_numpy(dtype=object)[found.target],
            "distance_m": found.total_m,
            "minutes": found.seconds / 60,
            "access_m": found.access_m,
            "network_m": found.network_m,
            "egress_m": found.egress_m,
            "straight_m": geodesic_m(origins.lon[here], origins.lat[here], there_lon, there_lat),
            "status": "ok",
            "border": asked.edge_m[here] < _farthest_m(asked, cost),
            "ferry": only_by_ferry(network, origins, targets, found),
            "far_snap": np.maximum(found.access_m, found.egress_m) > options.far_snap_m,
            "foreign": _outside(goals.country, there_lon, there_lat),
        }
    )


def _on_site_rows(ids: NDArray[np.object_]) -> pd.DataFrame:
    return pd.DataFrame({"origin_id": ids, "rank": 1, "status": "on_site", **dict.fromkeys(_NUMBERS, 0.0)})


def _missing_rows(asked: _Asked, rows: Ints, reasons: NDArray[np.object_]) -> pd.DataFrame:
    """Give the rows of places for which nothing was found; the best of several points of access speaks for a place."""
    snaps, options = asked.snaps, asked.options
    edge_m, leg_m = np.full(snaps.count, np.inf), np.full(snaps.count, np.inf)
    np.minimum.at(edge_m, snaps.owner, asked.edge_m)
    np.minimum.at(leg_m, snaps.owner, np.where(snaps.segment < 0, np.inf, snaps.leg_m))
    return pd.DataFrame(
        {
            "origin_id": asked.ids[rows],
            "rank": 1,
            "status": reasons,
            "border": edge_m[rows] < _farthest_m(asked, options.limit),
            "far_snap": leg_m[rows] > options.far_snap_m,
        }
    )


def _reasons(network: Network, asked: _Asked, goals: _Goals, rows: Ints) -> NDArray[np.object_]:
    """Tell why nothing was found for some places."""
    if goals.snaps.count == 0 or len(rows) == 0:
        return np.full(len(rows), "none", dtype=object)
    within_limit = reachable(network, asked.snaps.take(rows), goals.snaps)
    reasons = np.full(len(rows), "unreachable", dtype=object)
    reasons[within_limit] = "beyond_limit"
    return reasons


def _farthest_m(asked: _Asked, cost: Floats | float) -> Floats | float:
    """Give how far one comes at most with so many metres or, where time is the weight, seconds."""
    return cost if asked.options.weight == "distance" else asked.network.farthest_m(cost)


def _ids(origins: gpd.GeoDataFrame) -> NDArray[np.object_]:
    column = "origin_id" if "origin_id" in origins.columns else "location_id"
    ids: NDArray[np.object_] = origins[column].to_numpy(dtype=object)
    return ids


def _on_site(origins: gpd.GeoDataFrame) -> list[frozenset[str]]:
    if "facilities_on_site" not in origins.columns:
        return [frozenset()] * len(origins)
    return [
        frozenset(value) if isinstance(value, tuple | list) else frozenset() for value in origins["facilities_on_site"]
    ]


def edge_m(snaps: Snaps, boundary: BaseGeometry | None, network: Network) -> Floats:
    """Give the geodesic distance from each point of access to the edge of the extract; 0 outside it.

    Without an edge, None, it is infinite.
    """
    if boundary is None:
        return np.full(len(snaps.lon), np.inf)
    fine = gpd.GeoSeries([shapely.segmentize(boundary.boundary, _SEGMENT_DEG)], crs=WGS84)
    edge = to_crs(fine, network.crs).iloc[0]
    x, y = project(snaps.lon, snaps.lat, network.crs)
    nearest_spot = shapely.get_point(shapely.shortest_line(edge, shapely.points(x, y)), 0)
    spot = unproject(shapely.get_x(nearest_spot), shapely.get_y(nearest_spot), network.crs)
    inside = shapely.intersects_xy(boundary, snaps.lon, snaps.lat)
    return np.where(inside, geodesic_m(snaps.lon, snaps.lat, *spot), 0.0)


def _outside(country: BaseGeometry | None, lon: Floats, lat: Floats) -> Bools:
    if country is None:
        return np.zeros(len(lon), dtype=bool)
    shapely.prepare(country)
    return ~np.asarray(shapely.intersects_xy(country, lon, lat), dtype=bool)


def _table(parts: list[pd.DataFrame], mode: str) -> pd.DataFrame:
    """Put the rows of all categories into the declared columns, types and order."""
    empty = pd.DataFrame(columns=list(DISTANCES.names))
    rows = pd.concat(parts, ignore_index=True) if parts else empty
    rows = rows.assign(mode=mode).reindex(columns=list(DISTANCES.names))
    kinds = {**dict.fromkeys(_TEXTS, "str"), **dict.fromkeys(_NUMBERS, "float64"), "rank": "int64"}
    flags = {name: rows[name].eq(True) for name in _FLAGS}
    rows = rows.assign(**flags).astype(kinds)
    return rows.sort_values(["origin_id", "category", "rank"], kind="stable", ignore_index=True)
