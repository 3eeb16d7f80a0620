"""The small map that shows where in the country a province lies."""

import geopandas as gpd
import numpy as np
import shapely

from geo.maps import style
from geo.maps.arrangement import Overview
from geo.maps.frame import MapFrame
from geo.maps.outlines import Shapes, area_path
from geo.maps.paper import Paper
from geo.maps.region import Region
from geo.words import say

_WHOLE_COUNTRY = 12
"""How many provinces the boundaries hold where they are those of the whole country."""
_LARGER = 1.3
"""How much higher than the window the country must be for a small map to say something."""
_FINE_MM, _SMALLEST_MM2 = 0.12, 0.05


def overview_of(region: Region, frame: MapFrame) -> Overview | None:
    """Show where a window lies in the country; None where the boundaries do not hold all of it, or the window does.

    Parameters
    ----------
    region
        The own provinces and the others.
    frame
        The window of the large map.
    """
    if len(region.provinces) + len(region.neighbours) < _WHOLE_COUNTRY or region.neighbours.empty:
        return None
    west, south, east, north = _bounds(region, frame)
    if north - south < _LARGER * (frame.limits[3] - frame.limits[1]):
        return None

    def draw(paper: Paper, box: tuple[float, float, float, float]) -> None:
        left, top, width, height = box
        scale = 1000 * max((east - west) / width, (north - south) / height)
        centre = (west + width * scale / 2000, (south + north) / 2)
        small = MapFrame(left=left, top=top, width=width, height=height, scale=int(np.ceil(scale)), centre=centre)
        for areas, fill in ((region.neighbours, style.LAND), (region.provinces, style.GREY)):
            path = area_path(_on_paper(areas, small))
            paper.add(path, fill=fill, edge=style.PAPER, width_mm=0.12, hatch="", order=2.0)
        (x0, y1), (x1, y0) = small.to_mm([frame.limits[:2], frame.limits[2:]])
        paper.box((x0, y0, x1 - x0, y1 - y0), fill=None, edge=style.INK, width_mm=0.25, order=2.5)

    return Overview(title=say("maps.overview"), shape=(east - west) / (north - south), draw=draw)


def _bounds(region: Region, frame: MapFrame) -> tuple[float, float, float, float]:
    every = np.vstack([region.provinces.total_bounds, region.neighbours.total_bounds, frame.limits])
    west, south = every[:, :2].min(axis=0)
    east, north = every[:, 2:].max(axis=0)
    return float(west), float(south), float(east), float(north)


def _on_paper(areas: gpd.GeoDataFrame, frame: MapFrame) -> Shapes:
    simple = shapely.simplify(np.asarray(areas.geometry.values), _FINE_MM * frame.metres_per_mm)
    parts = shapely.get_parts(shapely.transform(simple, frame.to_mm))
    return np.asarray(parts[shapely.area(parts) > _SMALLEST_MM2], dtype=object)
