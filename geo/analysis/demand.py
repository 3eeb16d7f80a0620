"""Where inhabitants live: squares as points, coarse areas spread over their residential streets."""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

RESIDENTIAL = ("residential", "living_street")
"""Classes of street along which people live."""
_COLUMNS = ("area_id", "people", "known", "geometry")
_PIECE_M = 25.0


def demand_points(
    population: gpd.GeoDataFrame,
    *,
    boundary: BaseGeometry,
    streets: gpd.GeoDataFrame | None = None,
    classes: Sequence[str] = RESIDENTIAL,
    piece_m: float = _PIECE_M,
) -> gpd.GeoDataFrame:
    """Turn population areas into points with inhabitants, conserving every one of them.

    Parameters
    ----------
    population
        ``area_id, people, fine`` and polygons, in a metric reference system. Areas without a number of people are left
        out; `without_number` gives those.
    boundary
        Area that the extract covers, in the same system.
    streets
        Lines with their class as ``kind``, in the same system; None where there are none.
    classes
        Classes of street along which people live.
    piece_m
        Longest piece of street that becomes one point, metres.

    Returns
    -------
    points
        ``area_id`` (of the population area), ``people``, ``known`` and points, sorted by area. A fine area is its
        centroid. A coarse area is spread evenly over the length of its residential streets inside the boundary; the
        part of its surface outside the boundary, and everyone where it has no such street, is not ``known``.
    """
    given = population.dropna(subset=["people"])
    fine = given[given["fine"]]
    centres = gpd.GeoDataFrame(fine[["area_id", "people"]], geometry=fine.geometry.centroid, crs=given.crs)
    centres = centres.assign(known=centres.geometry.intersects(boundary))
    coarse = given[~given["fine"]]
    parts = [centres, _outside(coarse, boundary), _inside(coarse, boundary, _pieces(streets, classes, piece_m))]
    points = pd.concat([part[list(_COLUMNS)] for part in parts if len(part)] or [centres[list(_COLUMNS)]])
    ordered = points.sort_values("area_id", kind="stable", ignore_index=True)
    return gpd.GeoDataFrame(ordered, geometry="geometry", crs=population.crs)


def without_number(population: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give the population areas without a number of people, as points: nobody knows how many live there.

    CBS suppresses the number of squares with few inhabitants. Their people are in no sum, also not as unknown people.
    """
    rows = population[population["people"].isna()]
    return gpd.GeoDataFrame({"area_id": rows["area_id"]}, geometry=rows.geometry.centroid, crs=rows.crs).reset_index(
        drop=True
    )


def _shares(areas: gpd.GeoDataFrame, boundary: BaseGeometry) -> NDArray[np.float64]:
    whole = areas.geometry.area.to_numpy()
    inside = areas.geometry.intersection(boundary).area.to_numpy()
    outside: NDArray[np.float64] = np.clip(1 - inside / whole, 0.0, 1.0)
    return outside


def _outside(areas: gpd.GeoDataFrame, boundary: BaseGeometry) -> gpd.GeoDataFrame:
    share = _shares(areas, boundary)
    parts = areas.geometry.difference(boundary).representative_point()
    rows = gpd.GeoDataFrame({"area_id": areas["area_id"]}, geometry=parts, crs=areas.crs)
    rows = rows.assign(people=areas["people"] * share, known=False)
    return rows[share > 0]


def _inside(
    areas: gpd.GeoDataFrame, boundary: BaseGeometry, pieces: tuple[NDArray[np.object_], NDArray[np.float64]]
) -> gpd.GeoDataFrame:
    share = _shares(areas, boundary)
    middles, lengths = pieces
    usable = np.flatnonzero(shapely.intersects(boundary, middles)) if len(middles) else np.empty(0, dtype=np.int64)
    number, piece = shapely.STRtree(middles[usable]).query(areas.geometry.to_numpy(), predicate="intersects")
    metres = np.bincount(number, weights=lengths[usable][piece], minlength=len(areas))
    living = areas["people"].to_numpy(dtype=np.float64) * (1 - share)
    spread = pd.DataFrame(
        {
            "area_id": areas["area_id"].to_numpy()[number],
            "people": living[number] * lengths[usable][piece] / metres[number],
            "known": True,
            "geometry": middles[usable][piece],
        }
    )
    bare = (metres == 0) & (share < 1)
    lost = pd.DataFrame(
        {
            "area_id": areas["area_id"].to_numpy()[bare],
            "people": living[bare],
            "known": False,
            "geometry": areas.geometry[bare].intersection(boundary).representative_point().to_numpy(),
        }
    )
    rows = pd.concat([part for part in (spread, lost) if len(part)] or [spread])
    return gpd.GeoDataFrame(rows, geometry="geometry", crs=areas.crs)


def _pieces(
    streets: gpd.GeoDataFrame | None, classes: Sequence[str], piece_m: float
) -> tuple[NDArray[np.object_], NDArray[np.float64]]:
    if streets is None or streets.empty:
        return np.empty(0, dtype=object), np.empty(0)
    lines = shapely.get_parts(streets.geometry[streets["kind"].isin(classes)].to_numpy())
    lines = lines[shapely.length(lines) > 0]
    points, line = shapely.get_coordinates(shapely.segmentize(lines, piece_m), return_index=True)
    same = line[1:] == line[:-1]
    start, end = points[:-1][same], points[1:][same]
    lengths = np.hypot(*(end - start).T)
    real = lengths > 0
    return shapely.points((start + end) / 2)[real], lengths[real]
