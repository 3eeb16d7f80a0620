"""Which places meet the street in a way that deserves a look.

Audits the rule of `geo.network.snap` and changes no distance. A place with several points of access is judged by the
one with the shortest leg.
"""

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.crs import project, to_crs
from geo.network.build import Network
from geo.network.snap import Snaps, snap
from geo.network.water import DITCH_M, Widths
from geo.tables.snaps import STATUSES

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
MUCH_NEARER_M = 50.0
"""A street passed over for its component is remarked where it is nearer by more than this."""
OPEN_WATER_M = 5.0
"""A leg is over open water where more than this of it lies in an area of water that is no ditch. A corner of a pond is
nothing."""


def audit(
    network: Network,
    places: gpd.GeoDataFrame,
    *,
    water: gpd.GeoSeries,
    far_snap_m: float = 250.0,
    max_snap_m: float = 1000.0,
    min_component_m: float = 500.0,
) -> gpd.GeoDataFrame:
    """Look at the foot of every place on the network of a mode.

    Parameters
    ----------
    network
        Network of a mode.
    places
        ``place_id, kind, category, name`` and geometry, in any declared reference system.
    water
        Areas of open water and lines of rivers and canals, in any declared reference system. Water that is not
        among them is not seen.
    far_snap_m, max_snap_m
        Legs beyond these, metres, are ``far`` and ``unreachable``.
    min_component_m
        Shortest component that a foot may lie on, metres.

    Returns
    -------
    audited
        One row a place, in the order given, without ``rank`` and ``street``: the columns of
        `geo.tables.snaps.SNAPS`, and the leg as a line in the reference system of the network. Numbers are missing
        where the mode has no street to measure to. Remarks: ``unreachable`` (no foot within the longest leg),
        ``over_water`` (the leg crosses a line of `water`, or lies for more than `OPEN_WATER_M` in one of its areas that
        is no ditch, see `geo.network.water`),
        ``far``, ``skipped`` (a street of a shorter component is nearer by more than `MUCH_NEARER_M`),
        ``other_component`` (the foot is not on the longest component).
    """
    feet = snap(network, places.geometry, max_snap_m=np.inf, min_component_m=min_component_m)
    free = snap(network, places.geometry, max_snap_m=np.inf, min_component_m=None)
    point = _shortest_legs(feet)
    leg_m, nearest_m = _at(feet.leg_m, point, np.nan), _at(free.leg_m, point, np.nan)
    component = _at(network.component, _at(feet.segment, point, -1), -1)
    legs = _legs(network, feet, point)
    has_foot = leg_m <= max_snap_m
    remarks = {
        "unreachable": ~has_foot,
        "over_water": has_foot & _over_water(legs, to_crs(water, network.crs)),
        "far": has_foot & (leg_m > far_snap_m),
        "skipped": (nearest_m <= max_snap_m) & ~(leg_m - nearest_m <= MUCH_NEARER_M),
        "other_component": has_foot & (component != _longest(network)),
    }
    table = places[["place_id", "kind", "category", "name"]].assign(
        mode=network.mode.name,
        status=_statuses(remarks),
        leg_m=leg_m,
        way_id=_ids(_at(feet.way_id, point, 0)),
        component_km=_at(network.component_m, component, np.nan) / 1000.0,
        nearest_m=nearest_m,
        nearest_way_id=_ids(_at(free.way_id, point, 0)),
    )
    return gpd.GeoDataFrame(table.reset_index(drop=True), geometry=legs, crs=network.crs)


def ranked(audited: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Sort audited places by what deserves a look first, and number them as ``rank``.

    Parameters
    ----------
    audited
        From `audit`, of one or more modes.

    Returns
    -------
    ranked
        By the gravest remark in the order of `geo.tables.snaps.STATUSES`, the longest leg (one without a number
        first), then id, kind, category and mode.
    """
    gravity = [STATUSES.index(status[0]) for status in audited["status"]]
    keyed = audited.assign(_gravity=gravity, _leg=-audited["leg_m"].fillna(np.inf))
    order = keyed.sort_values(["_gravity", "_leg", "place_id", "kind", "category", "mode"], kind="stable").index
    rows = audited.loc[order].reset_index(drop=True)
    rows.insert(0, "rank", np.arange(1, len(rows) + 1))
    return rows


def _shortest_legs(feet: Snaps) -> Ints:
    """Give the point of access of each place that has the shortest leg, the first of equals; -1 where it has none."""
    order = np.lexsort((feet.leg_m, feet.owner))
    owners, first = np.unique(feet.owner[order], return_index=True)
    chosen = np.full(feet.count, -1)
    chosen[owners] = order[first]
    return chosen


def _at(values: NDArray[Any], rows: Ints, missing: float) -> NDArray[Any]:
    """Give the values of some rows, and what stands for a missing one at the row -1."""
    return np.append(values, np.array([missing], dtype=values.dtype))[rows]


def _ids(way_id: Ints) -> pd.Series:
    return pd.Series(way_id, dtype="Int64").mask(way_id == 0)


def _longest(network: Network) -> int:
    return int(np.argmax(network.component_m)) if len(network.component_m) else -1


def _legs(network: Network, feet: Snaps, point: Ints) -> NDArray[np.object_]:
    """Draw the leg of each place; None where it has no foot."""
    legs = np.full(len(point), None, dtype=object)
    rows = np.flatnonzero((point >= 0) & ~np.isnan(_at(feet.foot_lon, point, np.nan)))
    chosen = point[rows]
    x, y = project(feet.lon[chosen], feet.lat[chosen], network.crs)
    foot_x, foot_y = project(feet.foot_lon[chosen], feet.foot_lat[chosen], network.crs)
    ends = np.stack([np.column_stack([x, y]), np.column_stack([foot_x, foot_y])], axis=1)
    legs[rows] = shapely.linestrings(ends)
    return legs


def _over_water(legs: NDArray[np.object_], water: gpd.GeoSeries) -> Bools:
    """Tell which legs cross a line of water, or lie in areas of water for some metres."""
    shapes = water.to_numpy()
    leg, shape = shapely.STRtree(shapes).query(legs, predicate="intersects")
    crosses = shapely.get_dimensions(shapes[shape]) == 1
    wet_m = np.zeros(len(legs))
    areas = shapely.make_valid(shapes[shape[~crosses]])
    long_m = shapely.length(shapely.intersection(legs[leg[~crosses]], areas))
    np.maximum.at(wet_m, leg[~crosses], np.where(_open(shapes, shape[~crosses], long_m), long_m, 0.0))
    over: Bools = wet_m > OPEN_WATER_M
    over[leg[crosses]] = True
    return over


def _open(shapes: NDArray[np.object_], area: Ints, long_m: Floats) -> Bools:
    """Tell which areas of water are wider than a ditch, of those in which a leg lies for long enough to matter."""
    widths = Widths(shapes)
    return np.array(
        [far > OPEN_WATER_M and widths.of(one) >= DITCH_M for one, far in zip(area.tolist(), long_m, strict=True)],
        dtype=np.bool_,
    )


def _statuses(remarks: dict[str, Bools]) -> list[tuple[str, ...]]:
    """Gather the remarks of each place, the gravest first."""
    rows = zip(*(remarks[name] for name in STATUSES[:-1]), strict=True)
    return [tuple(name for name, holds in zip(STATUSES, row, strict=False) if holds) or ("ok",) for row in rows]
