"""How complete the facilities of an extract are beside an official list of the same category.

A listed place is found if any object of the category in the extract lies within 100 m of it, in a straight line; an
object stands alone if no listed place lies within 100 m of it. One object may so answer for several listed places,
and several objects for one. A facility that is an area counts at its entrances, or else as the whole area.
Without an official list nothing is compared, and no number is given.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.crs import SCALE_SLACK, WGS84, geodesic_m, metric_crs_of, to_crs, unproject
from geo.tables.completeness import COMPLETENESS, TWO_SOURCES

WITHIN_M = 100.0
"""How near an object of the extract lies to a listed place that it answers for, geodesic metres, limit included."""
_COUNTS = ("listed", "listed_outside", "mapped", "found", "mapped_only", "sites_compared", "sites_unknown")
_NUMBERS = ("found_share", "difference_median_m", "difference_max_m")


def two_sources(by_list: pd.DataFrame, by_map: pd.DataFrame) -> pd.DataFrame:
    """Set the nearest distance of each site by either source side by side.

    Parameters
    ----------
    by_list, by_map
        Rows of the table ``distances`` of the same modes and categories, to the facilities of the official lists and
        to those of the extract.

    Returns
    -------
    table
        The columns of `geo.tables.completeness.TWO_SOURCES`, one row a site, category and mode. The difference is
        missing unless both distances were found.
    """
    key = ["origin_id", "category", "mode"]
    sides = [
        rows.loc[rows["rank"] == 1, [*key, "status", "distance_m"]].rename(
            columns={"status": f"status_{side}", "distance_m": f"distance_{side}_m"}
        )
        for side, rows in (("listed", by_list), ("mapped", by_map))
    ]
    both = sides[0].merge(sides[1], on=key, validate="one_to_one")
    known = (both["status_listed"] == "ok") & (both["status_mapped"] == "ok")
    difference_m = (both["distance_mapped_m"] - both["distance_listed_m"]).where(known)
    told = both.assign(difference_m=difference_m)[list(TWO_SOURCES.names)]
    return told.sort_values(list(TWO_SOURCES.key), ignore_index=True)


def completeness(
    lists: Mapping[str, gpd.GeoDataFrame],
    mapped: gpd.GeoDataFrame,
    sites: pd.DataFrame,
    *,
    categories: Sequence[str],
    mode: str,
    boundary: BaseGeometry,
) -> pd.DataFrame:
    """Compare the official list of each category with the extract.

    Parameters
    ----------
    lists
        Listed places by category, for the categories that have an official list, in any declared reference system.
    mapped
        ``category`` and geometry of the facilities of the extract, in any declared reference system.
    sites
        From `two_sources`.
    categories
        Categories of the plan; one row each.
    mode
        Mode of the distances that are summarised.
    boundary
        Area that the extract covers, in degrees on WGS84; listed places outside it are counted apart.

    Returns
    -------
    table
        The columns of `geo.tables.completeness.COMPLETENESS`, sorted by category. Without an official list every
        number is missing; so is a share of nothing, or a difference of no sites.
    """
    rows = [
        _compared(lists[name], mapped[mapped["category"] == name], boundary)
        | _differences(sites[(sites["category"] == name) & (sites["mode"] == mode)])
        | {"category": name, "status": "compared", "mode": mode}
        if name in lists
        else {"category": name, "status": "not_compared", "mode": ""}
        for name in sorted(categories)
    ]
    table = pd.DataFrame(rows, columns=list(COMPLETENESS.names))
    kinds = {**dict.fromkeys(_COUNTS, "Int64"), **dict.fromkeys(_NUMBERS, "float64")}
    return table.astype({**kinds, **dict.fromkeys(("category", "status", "mode"), "str")})


def _compared(listed: gpd.GeoDataFrame, mapped: gpd.GeoDataFrame, boundary: BaseGeometry) -> dict[str, Any]:
    inside, mapped = (frame[to_crs(frame, WGS84).intersects(boundary)] for frame in (listed, mapped))
    place, thing = _near(inside, mapped, metric_crs_of(boundary))
    found = len(np.unique(place))
    return {
        "listed": len(inside),
        "listed_outside": len(listed) - len(inside),
        "mapped": len(mapped),
        "found": found,
        "found_share": found / len(inside) if len(inside) else np.nan,
        "mapped_only": len(mapped) - len(np.unique(thing)),
    }


def _near(ones: gpd.GeoDataFrame, others: gpd.GeoDataFrame, crs: CRS) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the pairs of rows that lie within the distance of each other."""
    here, there = (to_crs(frame, crs).geometry.to_numpy() for frame in (ones, others))
    one, other = shapely.STRtree(there).query(here, predicate="dwithin", distance=WITHIN_M * SCALE_SLACK)
    ends = shapely.get_coordinates(shapely.shortest_line(here[one], there[other])).reshape(-1, 4)
    from_lon, from_lat = unproject(ends[:, 0], ends[:, 1], crs)
    to_lon, to_lat = unproject(ends[:, 2], ends[:, 3], crs)
    near = geodesic_m(from_lon, from_lat, to_lon, to_lat) <= WITHIN_M
    return one[near], other[near]


def _differences(sites: pd.DataFrame) -> dict[str, Any]:
    """Summarise the differences of a category; a category on the site itself does not depend on the source."""
    away = sites[sites["status_listed"] != "on_site"]
    size_m = away["difference_m"].dropna().abs()
    return {
        "sites_compared": len(size_m),
        "sites_unknown": len(away) - len(size_m),
        "difference_median_m": size_m.median(),
        "difference_max_m": size_m.max(),
    }
