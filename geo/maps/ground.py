"""The ground of a provincial map: own municipalities, neighbours, water, and the base map where it reaches."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.patches import PathPatch
from shapely.geometry.base import BaseGeometry

from geo.maps import style
from geo.maps.basemap import Basemap, draw_layers, layers_within
from geo.maps.frame import MapFrame
from geo.maps.labels import Candidate, Wish, within
from geo.maps.legend import Item, LineStyle
from geo.maps.outlines import Shapes, area_path
from geo.maps.paper import Letter, Paper
from geo.maps.paper_size import A4, PaperSize
from geo.maps.style import AreaStyle
from geo.words import say

_LARGE_WATER_M2 = 20e6
_MUNICIPAL_MM, _ROOM_MM, _SPILL_MM = 0.25, 1.0, 2.5
"""Width of a municipal border, room around the name of a province, how far the name of a small area may spill."""
_COVERED_SHARE, _BARE_SHARE, _ROUGH_M = 0.6, 0.01, 200.0
_OVERLAID_LAYERS = {"water", "primary", "main", "rail"}
_SMALLEST_NAMED_MM2 = 4.0
_PROVINCE = Letter(size_pt=9.5, weight="semibold", colour=style.GREY, halo=style.LAND)
_NEIGHBOUR = Letter(size_pt=8.0, colour=style.GREY, halo=style.NEIGHBOUR)
_MUNICIPALITY = Letter(size_pt=6.4, colour=style.GREY, halo=style.LAND)
_WATER = Letter(size_pt=7.0, weight="italic", colour=style.WATER_TEXT, halo=style.WATER)


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
    """Base map, drawn where it covers most of the own provinces; None for none."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The ground as it falls within a frame."""

    near: Shapes
    """The other provinces."""
    lakes: Shapes
    """Large water between the provinces."""
    mine: Shapes
    """The own municipalities."""
    provinces: Shapes
    """The own provinces."""
    layers: Mapping[str, Shapes]
    """Layers of the base map; empty where it covers too little of the province."""
    beyond: bool
    """Whether part of the frame is none of these."""
    municipal_borders: bool
    """Whether the borders between the own municipalities are drawn."""


def find_region(
    municipalities: gpd.GeoDataFrame, provinces: gpd.GeoDataFrame, own: Collection[str], basemap: Basemap | None
) -> Region:
    """Part the own provinces from their neighbours."""
    mine = provinces["code"].isin(list(own))
    inside = municipalities["province_code"].isin(list(own))
    return Region(
        municipalities=municipalities[inside].reset_index(drop=True),
        provinces=provinces[mine].reset_index(drop=True),
        neighbours=provinces[~mine].reset_index(drop=True),
        basemap=basemap,
    )


def ground_within(frame: MapFrame, region: Region) -> Ground:
    """Cut the ground to a frame."""
    near, mine, lakes = _cut(region.neighbours, frame), _cut(region.municipalities, frame), _lakes(region, frame)
    covering = _covering(region)
    layers = layers_within(covering, frame) if covering is not None else {}
    if region.cover is not None:
        layers = {name: layer for name, layer in layers.items() if name in _OVERLAID_LAYERS}
    window = shapely.box(*frame.limits)
    known = shapely.union_all(np.concatenate([near, lakes, mine, layers.get("water", np.array([], dtype=object))]))
    beyond = shapely.area(shapely.difference(window, known)) > 0.01 * window.area
    provinces = _cut(region.provinces, frame)
    return Ground(
        near=near,
        lakes=lakes,
        mine=mine,
        provinces=provinces,
        layers=layers,
        beyond=bool(beyond),
        municipal_borders=region.cover is None and len(region.municipalities) > 1,
    )


def draw_ground(paper: Paper, frame: MapFrame, ground: Ground) -> None:
    """Draw the ground of a provincial map."""
    axes = paper.map_axes((frame.left, frame.top, frame.width, frame.height), frame.limits)
    window = np.array([shapely.box(*frame.limits)])
    fills = [(window, style.BEYOND), (ground.near, style.NEIGHBOUR), (ground.lakes, style.WATER)]
    for order, (shapes, colour) in enumerate([*fills, (ground.mine, style.LAND)]):
        axes.add_artist(PathPatch(area_path(shapes), facecolor=colour, edgecolor="none", zorder=0.1 + 0.1 * order))
    draw_layers(ground.layers, axes, frame)
    borders = [(ground.mine, style.PAPER, _MUNICIPAL_MM)] if ground.municipal_borders else []
    borders += [(ground.near, style.NEIGHBOUR_BORDER, 0.18), (ground.provinces, style.BORDER, 0.42)]
    for order, (shapes, colour, width_mm) in enumerate(borders):
        axes.add_artist(
            PathPatch(
                area_path(shapes),
                facecolor="none",
                edgecolor=colour,
                linewidth=width_mm * style.POINTS_PER_MM,
                joinstyle="round",
                zorder=2.0 + 0.1 * order,
            )
        )


def ground_items(ground: Ground, region: Region) -> tuple[Item, ...]:
    """Give the legend of the ground: what is drawn and nothing else."""
    own = Item(symbol=AreaStyle(colour=style.LAND), text=say("maps.legend.own_province", province=region.names))
    items = [own] if region.shows_land else []
    if len(ground.near):
        items.append(Item(symbol=AreaStyle(colour=style.NEIGHBOUR), text=say("maps.legend.neighbour")))
    if len(ground.lakes) or "water" in ground.layers:
        items.append(Item(symbol=AreaStyle(colour=style.WATER), text=say("maps.layer.water")))
    if ground.beyond:
        words = say("maps.legend.outside" if ground.layers else "maps.legend.beyond")
        items.append(Item(symbol=AreaStyle(colour=style.BEYOND), text=words))
    border = LineStyle(colour=style.BORDER, width_mm=0.42)
    items.append(Item(symbol=border, text=say("maps.legend.province_border")))
    if ground.municipal_borders:
        inner = LineStyle(colour=style.PAPER, width_mm=_MUNICIPAL_MM, ground=style.LAND)
        items.append(Item(symbol=inner, text=say("maps.legend.municipal_border")))
    return (*items, *layer_items([layer for layer in ground.layers if layer != "water"]))


def layer_items(layers: Sequence[str]) -> tuple[Item, ...]:
    """Give the legend entries of layers of the base map."""
    symbols: dict[str, AreaStyle | LineStyle] = {
        "farmland": AreaStyle(colour=style.FARMLAND),
        "built": AreaStyle(colour=style.BUILT),
        "industry": AreaStyle(colour=style.INDUSTRY),
        "open_green": AreaStyle(colour=style.OPEN_GREEN),
        "woods": AreaStyle(colour=style.GREENERY),
        "water": AreaStyle(colour=style.WATER),
        "building": AreaStyle(colour=style.BUILDING),
        "waterway": LineStyle(colour=style.WATERSIDE, width_mm=0.25),
        "path": LineStyle(colour=style.PATH, width_mm=0.14, dash=(0.9, 0.6)),
        "lane": LineStyle(colour=style.ROAD, width_mm=0.24, casing=style.ROAD_CASING),
        "street": LineStyle(colour=style.ROAD, width_mm=0.54, casing=style.ROAD_CASING),
        "primary": LineStyle(colour=style.THROUGH_ROAD, width_mm=0.8, casing=style.ROAD_CASING),
        "main": LineStyle(colour=style.MAIN_ROAD, width_mm=1.0, casing=style.MAIN_CASING),
        "rail": LineStyle(colour=style.PAPER, width_mm=0.24, casing=style.RAIL, dash=(1.6, 1.6)),
        "ferry": LineStyle(colour=style.WATER_TEXT, width_mm=0.2, dash=(1.2, 0.8)),
    }
    shown = [name for name in symbols if name in set(layers)]
    return tuple(Item(symbol=symbols[name], text=say(f"maps.layer.{name}")) for name in shown)


def _cut(areas: gpd.GeoDataFrame, frame: MapFrame) -> Shapes:
    shapes = np.asarray(areas.geometry.values, dtype=object)
    if len(shapes) == 0:
        return shapes
    west, south, east, north = frame.limits
    margin = 0.02 * (east - west)
    near = shapely.intersects(shapely.box(*shapely.bounds(shapes).T), shapely.box(*frame.limits))
    simple = shapely.simplify(shapes[near], 0.08 * frame.metres_per_mm)
    return _polygons(shapely.clip_by_rect(simple, west - margin, south - margin, east + margin, north + margin))


def _polygons(shapes: Shapes) -> Shapes:
    parts = shapely.get_parts(shapes)
    return np.asarray(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON], dtype=object)


def _lakes(region: Region, frame: MapFrame) -> Shapes:
    """Find large water: what provinces enclose without any of them holding it."""
    together = np.concatenate([np.asarray(each.geometry.values) for each in (region.provinces, region.neighbours)])
    simple = shapely.buffer(shapely.simplify(together, 0.08 * frame.metres_per_mm), 30.0, quad_segs=1)
    land = shapely.get_parts(shapely.union_all(simple))
    holes = [shapely.Polygon(ring) for part in land for ring in part.interiors]
    large = [hole.buffer(60.0, quad_segs=1) for hole in holes if hole.area > _LARGE_WATER_M2]
    return _polygons(shapely.clip_by_rect(np.array(large, dtype=object), *frame.limits))


def _covering(region: Region) -> Basemap | None:
    """Give the base map where it covers most of the own provinces; a corner of it would look like a hole."""
    if region.basemap is None:
        return None
    own = _simple_union(region.provinces)
    covered = shapely.area(shapely.intersection(own, region.basemap.extent))
    return region.basemap if covered >= _COVERED_SHARE * own.area else None


def _simple_union(areas: gpd.GeoDataFrame) -> BaseGeometry:
    union: BaseGeometry = shapely.union_all(shapely.simplify(np.asarray(areas.geometry.values), _ROUGH_M))
    return union


def border_lines(frame: MapFrame, areas: gpd.GeoDataFrame) -> list[BaseGeometry]:
    """Give the borders on paper, for labels that should not cross them."""
    shapes = _cut(areas, frame)
    if len(shapes) == 0:
        return []
    rings = shapely.transform(shapely.get_rings(shapes), frame.to_mm)
    return list(np.asarray(shapely.get_parts(shapely.union_all(shapely.set_precision(rings, 0.05)))))


def area_wishes(frame: MapFrame, region: Region) -> tuple[Wish, ...]:
    """Ask for the names of provinces, municipalities and large water, in that order."""
    wishes = [
        *_wishes(frame, region.provinces, _PROVINCE, upper=True),
        *_wishes(frame, region.neighbours, _NEIGHBOUR, upper=True),
        *_wishes(frame, region.municipalities, _MUNICIPALITY, upper=False, smallest_mm2=0.0, spill_mm=_SPILL_MM),
    ]
    covering = _covering(region)
    if covering is not None:
        water = covering.names[covering.names["layer"] == "water"]
        large = water[water.geometry.area > _LARGE_WATER_M2].sort_values("name").dissolve("name", as_index=False)
        wishes += _wishes(frame, gpd.GeoDataFrame(large), _WATER, upper=False)
    return tuple(wishes)


def _wishes(
    frame: MapFrame,
    areas: gpd.GeoDataFrame,
    letter: Letter,
    *,
    upper: bool,
    smallest_mm2: float = _SMALLEST_NAMED_MM2,
    spill_mm: float = 0.0,
) -> list[Wish]:
    found = []
    for name, shape in zip(areas["name"], areas.geometry, strict=True):
        on_paper = frame.shape_to_mm(shapely.simplify(shape, 0.1 * frame.metres_per_mm))
        if on_paper.is_empty or on_paper.area <= smallest_mm2:
            continue
        lines = (name.upper() if upper else name,)
        places = within(on_paper, lines, letter)
        if spill_mm and not places:
            places = within(on_paper.buffer(spill_mm), lines, letter)
        spaced = tuple(_with_room(place) for place in places) if upper else places
        found.append(Wish(key=name, lines=lines, letter=letter, candidates=spaced))
    return found


def _with_room(place: Candidate) -> Candidate:
    """Keep other names away from the name of a province, which they would seem to belong to."""
    boxes = tuple((left - _ROOM_MM, top, right + _ROOM_MM, bottom) for left, top, right, bottom in place.boxes)
    return replace(place, boxes=boxes)
