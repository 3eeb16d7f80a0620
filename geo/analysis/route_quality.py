"""Quality of the walk from places to the nearest facility of each category (EUAA standard 1.2, R43 to R47)."""

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.analysis.distances import DistanceOptions
from geo.network.build import Network
from geo.network.path import Path, find_paths
from geo.network.quality import walk_quality
from geo.network.route import nearest
from geo.network.snap import snap
from geo.tables.route_quality import PARTS, ROUTE_QUALITY

Floats = NDArray[np.float64]
_TEXTS = ("origin_id", "category", "facility_id", "status")


def route_quality(
    distances: pd.DataFrame,
    origins: gpd.GeoDataFrame,
    facilities: gpd.GeoDataFrame,
    network: Network,
    *,
    way_tags: pd.DataFrame,
    options: DistanceOptions,
) -> pd.DataFrame:
    """Measure how much of the walk to the nearest facility is exposed or unlit, and how much nobody knows.

    Parameters
    ----------
    distances
        The table of `geo.analysis.distances.distances`; the rows of rank 1 in the mode of the network count.
    origins
        The places that it was made for, with their ``location_id``, in any declared reference system.
    facilities
        The facilities that it was made for.
    network
        The network that it was made with.
    way_tags
        Tags of the ways of the streets that the network was built from, row by row.
    options
        The options that it was made with.

    Returns
    -------
    table
        The columns of `geo.tables.route_quality.ROUTE_QUALITY`, sorted by place and category. Where there is no
        distance all metres are missing, and a facility on the place itself is 0 m away; neither has shares.
    """
    rows = distances[(distances["mode"] == network.mode.name) & (distances["rank"] == 1)].reset_index(drop=True)
    walked = rows[rows["status"] == "ok"]
    on_site = (rows["status"] == "on_site").to_numpy(dtype=bool)
    parts_mm = {part: np.where(on_site, 0.0, np.nan) for part in PARTS}
    labels, paths = _walks(walked, origins, facilities, network, options)
    quality = walk_quality(network, way_tags, paths)
    for part, size_mm in parts_mm.items():
        size_mm[labels] = getattr(quality, f"{part}_mm")
    return _table(rows, parts_mm)


def _walks(
    walked: pd.DataFrame,
    origins: gpd.GeoDataFrame,
    facilities: gpd.GeoDataFrame,
    network: Network,
    options: DistanceOptions,
) -> tuple[list[int], list[Path]]:
    """Find the walks of some rows again, category by category: the labels of the rows, and their paths."""
    key = ["category", "facility_id"]
    reached = facilities.merge(walked[key].drop_duplicates(), on=key).sort_values(key, ignore_index=True)
    limits = {"max_snap_m": options.max_snap_m, "min_component_m": options.min_component_m}
    feet, goals = (snap(network, frame.geometry, **limits) for frame in (origins, reached))
    place, labels, paths = pd.Index(origins["location_id"]), [], []
    for category, some in walked.groupby("category"):
        here = feet.take(place.get_indexer(some["origin_id"]))
        there = goals.take(np.flatnonzero(reached["category"] == category))
        found = nearest(network, here, there, k=1, weight=options.weight)
        points = list(zip(found.origin_point.tolist(), found.target_point.tolist(), strict=True))
        labels += some.index[found.origin].tolist()
        paths += [path for path in find_paths(network, here, there, points, weight=options.weight) if path is not None]
    return labels, paths


def _table(rows: pd.DataFrame, parts_mm: Mapping[str, Floats]) -> pd.DataFrame:
    """Put the parts beside the rows, with their shares, in the declared columns, types and order."""
    metres = {f"{part}_m": size_mm / 1000.0 for part, size_mm in parts_mm.items()}
    whole_m = rows["network_m"].where(rows["network_m"] > 0)
    shares = {f"{part}_share": metres[f"{part}_m"] / whole_m for part in parts_mm}
    table = rows.assign(**metres, **shares)[list(ROUTE_QUALITY.names)]
    kinds = {name: "str" if name in _TEXTS else "float64" for name in ROUTE_QUALITY.names}
    return table.astype(kinds).sort_values(list(ROUTE_QUALITY.key), ignore_index=True)
