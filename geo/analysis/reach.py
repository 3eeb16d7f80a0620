"""How many inhabitants of an area have a facility within a distance over the network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.tables.reach import REACH

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """What inhabitants find of one category with one mode within one distance."""

    category: str
    """Category of the facility."""
    mode: str
    """How they travel."""
    limit_m: float
    """Distance that counts, in metres, itself included."""
    distance_m: Floats
    """Per demand point the distance to the nearest; NaN where there is none."""
    count: Floats
    """Per demand point how many lie within the limit."""


def areas_of(points: gpd.GeoDataFrame, layers: Mapping[str, gpd.GeoDataFrame]) -> pd.DataFrame:
    """Find the areas in which demand points lie.

    Parameters
    ----------
    points
        From `geo.analysis.demand.demand_points`.
    layers
        Frames of areas in the same reference system, by the name of their column of ids: ``code`` of municipalities
        and provinces, ``region_id`` of regions. Keys may carry a suffix after ``:`` to tell layers with the same
        column apart, for example ``code:province``.

    Returns
    -------
    members
        ``point`` (position in `points`) and ``area_id``; a point on a common border goes to the lowest id of a layer,
        one in no area of a layer has no row for it.
    """
    parts = []
    for key, layer in layers.items():
        name = key.split(":", 1)[0]
        ordered = layer.sort_values(name, kind="stable")
        number, point = points.sindex.query(ordered.geometry, predicate="intersects")
        found = pd.DataFrame({"point": point, "area_id": ordered[name].to_numpy()[number]})
        parts.append(found.sort_values(["point", "area_id"]).drop_duplicates("point"))
    members = pd.concat(parts) if parts else pd.DataFrame({"point": [], "area_id": []})
    return members.sort_values(["area_id", "point"], ignore_index=True)


def reach(
    points: gpd.GeoDataFrame,
    members: pd.DataFrame,
    nearby: Sequence[Nearby],
    *,
    without_number: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Count the inhabitants within reach, per area.

    Parameters
    ----------
    points
        From `geo.analysis.demand.demand_points`.
    members
        From `areas_of`.
    nearby
        What the points find; one value a point, in the order of `points`.
    without_number
        From `areas_of`, of the points of `geo.analysis.demand.without_number`; None where nobody looked for them.

    Returns
    -------
    table
        The columns of `geo.tables.reach.REACH`, sorted by area, category, mode and limit. People are not rounded:
        within + not within + unknown is the whole. ``share`` and ``facilities_mean`` are missing where nobody in the
        area is known. ``areas_unknown`` counts population areas without a number: whoever lives there is in none of
        the other columns.
    """
    at = members["point"].to_numpy(dtype=np.int64)
    people = points["people"].to_numpy(dtype=np.float64)
    known = points["known"].to_numpy(dtype=bool)
    tables = [_one(find, at, members["area_id"], (people, known)) for find in nearby]
    table = pd.concat(tables) if tables else pd.DataFrame(columns=list(REACH.names))
    lost = pd.Series(dtype="int64") if without_number is None else without_number.groupby("area_id").size()
    counts = table["area_id"].map(lost).astype("Int64")
    whole = table.assign(areas_unknown=counts if without_number is None else counts.fillna(0))
    return whole.sort_values(list(REACH.key), ignore_index=True)[list(REACH.names)]


def _one(
    find: Nearby, at: NDArray[np.int64], area: pd.Series, living: tuple[Floats, NDArray[np.bool_]]
) -> pd.DataFrame:
    people, known = living
    within = known & (find.distance_m <= find.limit_m)
    values = {
        "people": people,
        "people_within": np.where(within, people, 0.0),
        "people_unknown": np.where(known, 0.0, people),
        "found": np.where(known, people * find.count, 0.0),
    }
    sums = pd.DataFrame({name: value[at] for name, value in values.items()}).groupby(area.to_numpy()).sum()
    tested = (sums["people"] - sums["people_unknown"]).where(lambda left: left > 1e-9 * sums["people"])
    rows = sums.assign(
        share=(sums["people_within"] / tested).clip(upper=1.0),
        facilities_mean=sums["found"] / tested,
        category=find.category,
        mode=find.mode,
        limit_m=float(find.limit_m),
    )
    return rows.rename_axis("area_id").reset_index()
