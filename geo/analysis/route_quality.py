"""Quality of the walk from places to the nearest facility of each category (EUAA standard 1.2, R43 to R47)."""

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.analysis.distances import DistanceOptions
from geo.analysis.journeys import journeys
from geo.network.build import Network
from geo.network.quality import walk_quality
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
    walks = journeys(walked, origins, facilities, network, options)
    quality = walk_quality(network, way_tags, [walk.path for walk in walks])
    labels = [walk.label for walk in walks]
    for part, size_mm in parts_mm.items():
        size_mm[labels] = getattr(quality, f"{part}_mm")
    return _table(rows, parts_mm)


def _table(rows: pd.DataFrame, parts_mm: Mapping[str, Floats]) -> pd.DataFrame:
    """Put the parts beside the rows, with their shares, in the declared columns, types and order."""
    metres = {f"{part}_m": size_mm / 1000.0 for part, size_mm in parts_mm.items()}
    whole_m = rows["network_m"].where(rows["network_m"] > 0)
    shares = {f"{part}_share": metres[f"{part}_m"] / whole_m for part in parts_mm}
    table = rows.assign(**metres, **shares)[list(ROUTE_QUALITY.names)]
    kinds = {name: "str" if name in _TEXTS else "float64" for name in ROUTE_QUALITY.names}
    return table.astype(kinds).sort_values(list(ROUTE_QUALITY.key), ignore_index=True)
