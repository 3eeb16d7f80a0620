"""The ground of a provincial map: own municipalities, neighbours, water, and the base map where it reaches."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from shapely.geometry.base import BaseGeometry

from geo.maps import style
from geo.maps.abroad import SEA, foreign_borders, parted
from geo.maps.basemap import Basemap, draw_layers, layers_within, thinness
from geo.maps.frame import MapFrame
from geo.maps.labels import Candidate, Wish, within
from geo.maps.legend import Item, LineStyle
from geo.maps.names import station_spots
from geo.maps.outlines import Shapes, area_path, line_path, polygon_parts
from geo.maps.paper import Letter, Paper
from geo.maps.region import Region
from geo.maps.settlements import (
    Settlement,
    draw_dots,
    line_wishes,
    settlement_wishes,
    settlements_within,
)
from geo.maps.style import AreaStyle
from geo.words import say

_LARGE_WATER_M2 = 20e6
_MUNICIPAL_MM, _ROOM_MM, _SPILL_MM = 0.25, 1.0, 2.5
"""Width of a municipal border, room around the name of a province, how far the name of a small area may spill."""
_COUNTRY_MM = 1.4
_ROUGH_M, _WET_SHARE = 200.0, 0.6
"""How near to water an edge lies beside it, and part of an edge that is then water."""
OVERLAID_LAYERS = ("main", "primary", "rail", "water")
"""What of the base map is drawn below areas that hide the own provinces."""
_SMALLEST_NAMED_MM2, _NEIGHBOUR_MM2 = 4.0, 90.0
"""Smallest part on paper of a province that asks for its name; of a neighbour it is more than a corner."""
_PROVINCE = Letter(size_pt=9.5, weight="semibold", colour=style.GREY, halo=style.LAND)
_NEIGHBOUR = Letter(size_pt=8.0, colour=style.GREY, halo=style.NEIGHBOUR)
_NARROW = Letter(size_pt=7.0, colour=style.GREY, halo=style.NEIGHBOUR)
_OVER_MM = 4.0
"""How far the name of a neighbour may stand over its edge."""
_ABROAD = Letter(size_pt=8.0, colour=style.GREY, halo=style.BEYOND)
_MUNICIPALITY = Letter(size_pt=6.4, colour=style.GREY, halo=style.LAND)
_WATER = Letter(size_pt=7.0, weight="italic", colour=style.WATER_TEXT, halo=style.WATER)


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
    thin: float
    """How much thinner its lines are than on a town map."""
    rest: BaseGeometry
    """The part of the frame that is none of these."""
    abroad: Mapping[str, BaseGeometry]
    """Parts of that which are another country or the sea."""
    foreign: Shapes
    """Lines where provinces meet another country."""
    edge: BaseGeometry
    """The edge of the base map where it ends in water that goes on; empty where it does not."""
    settlements: tuple[Settlement, ...]
    """Towns and villages that are shown."""
    stations: Mapping[str, tuple[float, float]]
    """Stations that are shown, on paper."""
    municipal_borders: bool
    """Whether the borders between the own municipalities are drawn."""

    def moved(self, across: float, down: float) -> "Ground":
        """Move what has its place on paper, in mm; the rest goes with the frame."""
        towns = tuple(replace(town, spot=(town.spot[0] + across, town.spot[1] + down)) for town in self.settlements)
        stations = {name: (x + across, y + down) for name, (x, y) in self.stations.items()}
        return replace(self, settlements=towns, stations=stations)


def ground_within(frame: MapFrame, region: Region) -> Ground:
    """Cut the ground to a frame."""
    near, mine = _cut(region.neighbours, frame), _cut(region.municipalities, frame)
    lakes, covering = polygon_parts(shapely.clip_by_rect(region.lakes, *frame.limits)), region.covering
    layers = layers_within(covering, frame) if covering is not None else {}
    if region.cover is not None:
        layers = {name: layer for name, layer in layers.items() if name in OVERLAID_LAYERS}
    window, provinces = shapely.box(*frame.limits), _cut(region.provinces, frame)
    known = shapely.union_all(np.concatenate([near, lakes, mine, layers.get("water", np.array([], dtype=object))]))
    rest = shapely.difference(window, known)
    beyond = rest if rest.area > 0.01 * window.area else shapely.Polygon()
    edge = _wet_edge(covering, layers, window) if covering is not None else shapely.Polygon()
    abroad = parted(beyond, region.provinces.crs) if edge.is_empty else {}
    named = covering if region.cover is None else None
    return Ground(
        near=near,
        lakes=lakes,
        mine=mine,
        provinces=provinces,
        layers=layers,
        thin=thinness(frame),
        rest=beyond,
        abroad=abroad,
        foreign=foreign_borders(np.concatenate([near, provinces]), abroad),
        edge=edge,
        municipal_borders=region.cover is None and len(region.municipalities) > 1,
        settlements=settlements_within(named, frame) if named is not None else (),
        stations=station_spots(named, frame) if named is not None else {},
    )


def _wet_edge(basemap: Basemap, layers: Mapping[str, Shapes], window: BaseGeometry) -> BaseGeometry:
    """Give the edge of the base map in the window where that is mostly water; beyond it the water goes on."""
    edge = shapely.intersection(basemap.extent.boundary, window)
    if edge.is_empty or "water" not in layers:
        return shapely.Polygon()
    wet = shapely.intersection(edge, shapely.buffer(shapely.union_all(layers["water"]), _ROUGH_M, quad_segs=1))
    return wet if wet.length >= _WET_SHARE * edge.length else shapely.Polygon()


def draw_ground(paper: Paper, frame: MapFrame, ground: Ground) -> None:
    """Draw the ground of a provincial map."""
    axes = paper.map_axes((frame.left, frame.top, frame.width, frame.height), frame.limits)
    window, sea = np.array([shapely.box(*frame.limits)]), np.array([ground.abroad.get(SEA, shapely.Polygon())])
    outside = style.BEYOND if ground.edge.is_empty else style.FAR_WATER
    fills = [(window, outside), (sea, style.WATER), (ground.near, style.NEIGHBOUR), (ground.lakes, style.WATER)]
    for order, (shapes, colour) in enumerate([*fills, (ground.mine, style.LAND)]):
        axes.add_artist(PathPatch(area_path(shapes), facecolor=colour, edgecolor="none", zorder=0.1 + 0.1 * order))
    draw_layers(ground.layers, axes, frame)
    edge, foreign = line_path(np.array([ground.edge])), line_path(ground.foreign)
    _draw_line(axes, edge, style.WATER, 0.3, 1.2)  # else the edge of the data would look like a bank
    _draw_line(axes, foreign, style.COUNTRY_BORDER, _COUNTRY_MM, 1.95)
    borders = [(ground.mine, style.PAPER, _MUNICIPAL_MM)] if ground.municipal_borders else []
    borders += [(ground.near, style.NEIGHBOUR_BORDER, 0.18), (ground.provinces, style.BORDER, 0.42)]
    for order, (shapes, colour, width_mm) in enumerate(borders):
        _draw_line(axes, area_path(shapes), colour, width_mm, 2.0 + 0.1 * order)
    draw_dots(paper, ground.settlements, ground.stations)


def _draw_line(axes: Axes, path: Outline, colour: str, width_mm: float, order: float) -> None:
    width = width_mm * style.POINTS_PER_MM
    patch = PathPatch(path, facecolor="none", edgecolor=colour, linewidth=width, joinstyle="round", zorder=order)
    axes.add_artist(patch)


def ground_items(ground: Ground, region: Region) -> tuple[Item, ...]:
    """Give the legend of the ground: what is drawn and nothing else."""
    own = Item(symbol=AreaStyle(colour=style.LAND), text=say("maps.legend.own_province", province=region.names))
    items = [own] if region.shows_land else []
    if len(ground.near):
        items.append(Item(symbol=AreaStyle(colour=style.NEIGHBOUR), text=say("maps.legend.neighbour")))
    if len(ground.lakes) or "water" in ground.layers or SEA in ground.abroad:
        items.append(Item(symbol=AreaStyle(colour=style.WATER), text=say("maps.layer.water")))
    items += _rest_items(ground)
    border = LineStyle(colour=style.BORDER, width_mm=0.42)
    items.append(Item(symbol=border, text=say("maps.legend.province_border")))
    if ground.municipal_borders:
        inner = LineStyle(colour=style.PAPER, width_mm=_MUNICIPAL_MM, ground=style.LAND)
        items.append(Item(symbol=inner, text=say("maps.legend.municipal_border")))
    if len(ground.foreign):
        band = LineStyle(colour=style.COUNTRY_BORDER, width_mm=_COUNTRY_MM)
        items.append(Item(symbol=band, text=say("maps.ground.country_border")))
    items += layer_items([layer for layer in ground.layers if layer != "water"], thin=ground.thin)
    if ground.settlements:
        items.append(Item(symbol=style.TOWN_DOT, text=say("maps.ground.settlement")))
    if ground.stations:
        items.append(Item(symbol=style.STATION_DOT, text=say("maps.legend.station")))
    return tuple(items)


def _rest_items(ground: Ground) -> list[Item]:
    """Explain what is none of the provinces, as far as it is seen: water that goes on, or another country."""
    if ground.rest.is_empty:
        return []
    if not ground.edge.is_empty:
        return [Item(symbol=AreaStyle(colour=style.FAR_WATER), text=say("maps.ground.continued"))]
    if set(ground.abroad) == {SEA}:
        return []
    words = "maps.legend.outside" if ground.layers else "maps.ground.abroad" if ground.abroad else "maps.legend.beyond"
    return [Item(symbol=AreaStyle(colour=style.BEYOND), text=say(words))]


def layer_items(layers: Sequence[str], *, thin: float = 1.0) -> tuple[Item, ...]:
    """Give the legend entries of layers of the base map, lines as thin as on the map."""
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
    return tuple(Item(symbol=_thinner(symbols[name], thin), text=say(f"maps.layer.{name}")) for name in shown)


def _thinner(symbol: AreaStyle | LineStyle, thin: float) -> AreaStyle | LineStyle:
    return replace(symbol, width_mm=thin * symbol.width_mm) if isinstance(symbol, LineStyle) else symbol


def _cut(areas: gpd.GeoDataFrame, frame: MapFrame) -> Shapes:
    shapes = np.asarray(areas.geometry.values, dtype=object)
    if len(shapes) == 0:
        return shapes
    west, south, east, north = frame.limits
    margin = 0.02 * (east - west)
    near = shapely.intersects(shapely.box(*shapely.bounds(shapes).T), shapely.box(*frame.limits))
    simple = shapely.simplify(shapes[near], frame.fine_m)
    return polygon_parts(shapely.clip_by_rect(simple, west - margin, south - margin, east + margin, north + margin))


def border_lines(frame: MapFrame, areas: gpd.GeoDataFrame) -> list[BaseGeometry]:
    """Give the borders on paper, for labels that should not cross them."""
    shapes = _cut(areas, frame)
    if len(shapes) == 0:
        return []
    rings = shapely.transform(shapely.get_rings(shapes), frame.to_mm)
    return list(np.asarray(shapely.get_parts(shapely.union_all(shapely.set_precision(rings, 0.05)))))


def area_wishes(frame: MapFrame, region: Region, ground: Ground | None = None) -> tuple[Wish, ...]:
    """Ask for the names of the ground: provinces, towns, municipalities, roads, water, and what lies abroad."""
    shown = ground if ground is not None else ground_within(frame, region)
    covering, bare, towns = region.covering, region.cover is None, shown.settlements
    named = {town.name for town in towns}
    others = region.municipalities[~region.municipalities["name"].isin(named)]
    wishes = [
        *settlement_wishes(towns),
        *_wishes(frame, region.provinces, _PROVINCE, upper=True),
        *_neighbour_wishes(frame, region),
        *_wishes(frame, others, _MUNICIPALITY, upper=False, smallest_mm2=0.0, spill_mm=_SPILL_MM),
    ]
    if covering is not None:
        water = covering.names[covering.names["layer"] == "water"]
        large = water[water.geometry.area > _LARGE_WATER_M2].sort_values("name").dissolve("name", as_index=False)
        wishes += _wishes(frame, gpd.GeoDataFrame(large), _WATER, upper=False)
        wishes += line_wishes(covering, frame) if bare else ()
    return (*wishes, *_abroad_wishes(frame, shown))


def _neighbour_wishes(frame: MapFrame, region: Region) -> Iterator[Wish]:
    """Ask for the names of the neighbours; one that does not fit may stand over the edge, where no other is."""
    for wish in _wishes(frame, region.neighbours, _NEIGHBOUR, upper=True, smallest_mm2=_NEIGHBOUR_MM2):
        if wish.candidates:
            yield wish
            continue
        own = region.neighbours["name"] == wish.key
        others = np.concatenate([_cut(region.neighbours[~own], frame), _cut(region.provinces, frame)])
        near = frame.shape_to_mm(shapely.union_all(_cut(region.neighbours[own], frame))).buffer(_OVER_MM)
        free = shapely.difference(near, frame.shape_to_mm(shapely.union_all(others)))
        yield replace(wish, letter=_NARROW, candidates=within(free, wish.lines, _NARROW))


def _abroad_wishes(frame: MapFrame, ground: Ground) -> list[Wish]:
    """Ask for the names of countries and of the sea; none where there is too little of them for a name."""
    found = []
    for name, shape in ground.abroad.items():
        text, letter = say(f"maps.ground.{name}"), _WATER if name == SEA else _ABROAD
        lines = (text if name == SEA else text.upper(),)
        places = within(frame.shape_to_mm(shape), lines, letter)
        if places:
            found.append(Wish(key=text, lines=lines, letter=letter, candidates=places))
    return found


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
        on_paper = frame.simple_to_mm(shape)
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
