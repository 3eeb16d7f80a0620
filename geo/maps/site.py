"""The location that a sheet is about, with what is near it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry

from geo.maps.place_mark import point_of, text_cell
from geo.words import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """One facility near a location, or the reason why there is none."""

    category: str
    """Category of the facility."""
    rank: int
    """1 for the nearest."""
    name: str
    """Name of the facility; empty without."""
    distance_m: float | None
    """Walking distance in metres; None where there is none."""
    status: str
    """Status of the distance."""
    border: bool
    """Whether a nearer one may lie outside the extract."""
    xy: tuple[float, float] | None
    """Place in metres; None where there is none."""
    minutes: float | None = None
    """Walking time in minutes; None where there is none or it is not known."""
    route: BaseGeometry | None = None
    """The walk, a line in metres whose first and last piece are the legs to the street; None where none is drawn."""

    @property
    def key(self) -> str:
        """Short name on the map, such as ``S1``."""
        return f"{say(f'maps.key.{self.category}')}{self.rank}"


def nearby(
    distances: pd.DataFrame,
    facilities: gpd.GeoDataFrame,
    categories: Sequence[str],
    routes: Mapping[tuple[str, str], BaseGeometry] | None = None,
) -> tuple[Near, ...]:
    """Gather what the distances of one location say.

    Parameters
    ----------
    distances
        Rows of the table ``distances`` of one location and one mode.
    facilities
        ``facility_id`` and geometry, in the reference system of the map.
    categories
        Categories to show, in that order.
    routes
        Line of the walk by category and facility, in the reference system of the map.
    """
    lines = routes or {}
    spots = dict(zip(facilities["facility_id"], map(point_of, facilities.geometry), strict=True))
    rows = distances[distances["category"].isin(list(categories))].to_dict("records")
    ordered = sorted(rows, key=lambda row: (list(categories).index(row["category"]), row["rank"]))
    return tuple(
        Near(
            category=row["category"],
            rank=int(row["rank"]),
            name=text_cell(row["facility_name"]),
            distance_m=None if pd.isna(row["distance_m"]) else float(row["distance_m"]),
            status=row["status"],
            border=bool(row["border"]),
            xy=spots.get(row["facility_id"]),
            minutes=None if pd.isna(row.get("minutes")) else float(row["minutes"]),
            route=lines.get((row["category"], str(row["facility_id"]))) if row["rank"] == 1 else None,
        )
        for row in ordered
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The location that a sheet is about."""

    location_id: str
    """Id."""
    name: str
    """Name."""
    municipality: str
    """Municipality in which it lies."""
    xy: tuple[float, float]
    """Place in metres."""
    open: bool
    """Whether it may be shown in the open edition."""
    catchments: Mapping[float, BaseGeometry]
    """Area per walking distance in metres, in the reference system of the map; empty where there is none."""
    near: tuple[Near, ...]
    """The facilities."""
    facts: tuple[str, ...] = ()
    """What is said of the location below its name, such as its type and places."""

    @property
    def limit_m(self) -> float:
        """The longest of the walking distances."""
        return max(self.catchments)
