"""The own provinces and what lies around them: what the ground of every sheet is cut from."""

from collections.abc import Collection
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.maps.basemap import Basemap
from geo.maps.outlines import Shapes, polygon_parts
from geo.maps.paper_size import A4, PaperSize

_COVERED_SHARE, _BARE_SHARE, _ROUGH_M = 0.6, 0.01, 200.0
"""Part of the provinces that a base map must cover, part that counts as bare, and how roughly that is measured."""
_ENCLOSED_M2 = 3e6
"""What provinces enclose is water from this size on; smaller may be an enclave of another country."""
_SHORE_M, _GAP_M = 10.0, 30.0
"""How finely a shore is drawn, and half of the gap between two provinces that is no water."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """What the ground is made of."""

    municipalities: gpd.GeoDataFrame
    """The own municipalities."""
    provinces: gpd.GeoDataFrame
    """The own provinces."""
    neighbours: gpd.GeoDataFrame
    """The other provinces."""
    basemap: Basemap | None
    """Base map; None for none."""
    covered: bool
    """Whether the base map covers most of the own provinces; a corner of it would look like a hole."""
    lakes: Shapes
    """Large water between the provinces."""
    cover: BaseGeometry | None = None
    """Areas that are drawn over the own provinces, so that land use and municipal borders are not; None for none."""
    window: tuple[float, float, float, float] | None = None
    """Box to show, in metres; that of the own provinces where it is None."""
    paper: PaperSize = A4
    """Size of the paper to draw on."""

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Box to show, in metres."""
        if self.window is not None:
            return self.window
        west, south, east, north = self.provinces.total_bounds
        return float(west), float(south), float(east), float(north)

    @property
    def covering(self) -> Basemap | None:
        """Base map to draw below a map of the provinces; None for none."""
        return self.basemap if self.covered else None

    @property
    def shows_land(self) -> bool:
        """Whether some of the own provinces is not covered."""
        if self.cover is None:
            return True
        own = _simple_union(self.provinces)
        bare = shapely.difference(own, shapely.buffer(shapely.simplify(self.cover, _ROUGH_M), _ROUGH_M))
        return bool(bare.area > _BARE_SHARE * own.area)

    @property
    def names(self) -> str:
        """Names of the own provinces."""
        return " en ".join(self.provinces["name"])


def find_region(
    municipalities: gpd.GeoDataFrame, provinces: gpd.GeoDataFrame, own: Collection[str], basemap: Basemap | None
) -> Region:
    """Part the own provinces from their neighbours."""
    mine = provinces["code"].isin(list(own))
    inside = municipalities["province_code"].isin(list(own))
    ours = provinces[mine].reset_index(drop=True)
    return Region(
        municipalities=municipalities[inside].reset_index(drop=True),
        provinces=ours,
        neighbours=provinces[~mine].reset_index(drop=True),
        basemap=basemap,
        covered=basemap is not None and _covers(basemap, ours),
        lakes=_lakes(provinces),
    )


def _lakes(provinces: gpd.GeoDataFrame) -> Shapes:
    """Find water: what provinces enclose without any of them holding it."""
    simple = shapely.simplify(np.asarray(provinces.geometry.values), _SHORE_M)
    land = shapely.get_parts(shapely.union_all(shapely.buffer(simple, _GAP_M, quad_segs=1)))
    holes = [shapely.Polygon(ring) for part in land for ring in part.interiors]
    large = [hole.buffer(2 * _GAP_M, quad_segs=1) for hole in holes if hole.area > _ENCLOSED_M2]
    return polygon_parts(np.array(large, dtype=object))


def _covers(basemap: Basemap, provinces: gpd.GeoDataFrame) -> bool:
    own = _simple_union(provinces)
    return bool(shapely.area(shapely.intersection(own, basemap.extent)) >= _COVERED_SHARE * own.area)


def _simple_union(areas: gpd.GeoDataFrame) -> BaseGeometry:
    union: BaseGeometry = shapely.union_all(shapely.simplify(np.asarray(areas.geometry.values), _ROUGH_M))
    return union
