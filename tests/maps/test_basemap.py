"""The base map: holes stay open, seams vanish, and only what is in the window is drawn."""

import pickle
from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pytest
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from shapely import LineString, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.crs import RD_NEW, WGS84, to_crs
from geo.maps import style
from geo.maps.basemap import Basemap, draw_layers, layers_within, prepare_basemap
from geo.maps.frame import MapFrame
from geo.maps.ground import layer_items
from geo.maps.levels import AREAS, LEVELS, LINES, level_of
from geo.maps.outlines import Shapes, area_path, line_path
from tests.maps.builders import landscape

X, Y = 150_000.0, 480_000.0
PIXELS = 400


def _frame(scale: int = 10_000) -> MapFrame:
    return MapFrame(left=0.0, top=0.0, width=100.0, height=100.0, scale=scale, centre=(X, Y))


def _area(west: float, south: float, east: float, north: float) -> Polygon:
    return box(X + west, Y + south, X + east, Y + north)


def _line(*points: tuple[float, float]) -> LineString:
    return LineString([(X + east, Y + north) for east, north in points])


def _base(*rows: tuple[str, str, str, BaseGeometry]) -> Basemap:
    return prepare_basemap(landscape(*rows), crs=RD_NEW, extent=_area(-5000, -5000, 5000, 5000))


def _pixels(layers: Mapping[str, Shapes], frame: MapFrame) -> np.ndarray:
    """Draw layers on a square picture and give its colours; four pixels a millimetre."""
    figure = Figure(figsize=(PIXELS / 100, PIXELS / 100), dpi=100)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(frame.limits[0], frame.limits[2])
    axes.set_ylim(frame.limits[1], frame.limits[3])
    axes.set_axis_off()
    draw_layers(layers, axes, frame)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[:, :, :3]


def _colour_at(pixels: np.ndarray, frame: MapFrame, east: float, north: float) -> str:
    across, down = frame.to_mm((X + east, Y + north))[0] * PIXELS / 100
    return "#" + "".join(f"{part:02x}" for part in pixels[int(down), int(across)])


def test_an_island_is_not_flooded_by_the_lake_around_it() -> None:
    lake = _area(-300, -300, 300, 300).difference(_area(-100, -100, 100, 100))
    frame = _frame()
    pixels = _pixels(layers_within(_base(("water", "lake", "Plas", lake)), frame), frame)
    assert _colour_at(pixels, frame, 200, 0) == style.WATER
    assert _colour_at(pixels, frame, 0, 0) == style.PAPER


@pytest.mark.parametrize("turned", [False, True])
def test_holes_stay_open_whichever_way_the_rings_run(turned: bool) -> None:
    ring = [(-300, -300), (300, -300), (300, 300), (-300, 300)]
    hole = [(-100, -100), (100, -100), (100, 100), (-100, 100)]
    shell, inner = (ring[::-1], hole[::-1]) if turned else (ring, hole)
    wood = Polygon([(X + x, Y + y) for x, y in shell], [[(X + x, Y + y) for x, y in inner]])
    frame = _frame()
    pixels = _pixels(layers_within(_base(("green", "forest", "", wood)), frame), frame)
    assert _colour_at(pixels, frame, 200, 0) == style.GREENERY
    assert _colour_at(pixels, frame, 0, 0) == style.PAPER


def test_fields_that_overlap_are_filled_where_they_do() -> None:
    frame = _frame()
    fields = (
        ("farmland", "meadow", "", _area(-300, -300, 100, 300)),
        ("farmland", "meadow", "", _area(-100, -300, 300, 300)),
    )
    pixels = _pixels(layers_within(_base(*fields), frame), frame)
    assert {_colour_at(pixels, frame, east, 0) for east in (-200, 0, 200)} == {style.FARMLAND}


def test_water_in_pieces_shows_no_seam() -> None:
    pieces = [("water", "river", "IJ", _area(west, -200, west + 100, 200)) for west in range(-300, 300, 100)]
    base, frame = _base(*pieces), _frame()
    pixels = _pixels(layers_within(base, frame), frame)
    assert len(base.layers(10_000)["water"]) == 1
    assert {_colour_at(pixels, frame, east, 0) for east in range(-290, 290, 2)} == {style.WATER}


def test_only_what_is_in_the_window_is_kept_and_empty_layers_are_left_out() -> None:
    base = _base(
        ("farmland", "meadow", "", _area(-2000, -2000, 2000, 2000)),
        ("built", "residential", "", _area(3000, 3000, 4000, 4000)),
        ("road", "residential", "Straat", _line((-2000, 0), (2000, 0))),
        ("road", "residential", "Elders", _line((3000, 3000), (4000, 3000))),
    )
    layers = layers_within(base, _frame())
    west, south, east, north = _frame().limits
    assert list(layers) == ["farmland", "street"]
    for shapes in layers.values():
        bounds = shapely.total_bounds(shapes)
        assert (bounds >= [west - 11, south - 11, west, south]).all()
        assert (bounds <= [east, north, east + 11, north + 11]).all()


def test_areas_come_before_lines_and_through_roads_over_streets() -> None:
    base = _base(
        ("rail", "rail", "", _line((-400, 30), (400, 30))),
        ("road", "motorway", "", _line((-400, 20), (400, 20))),
        ("road", "residential", "", _line((-400, 10), (400, 10))),
        ("water", "lake", "", _area(-400, -400, 400, -200)),
        ("farmland", "meadow", "", _area(-400, -400, 400, 400)),
    )
    assert list(layers_within(base, _frame())) == ["farmland", "water", "street", "main", "rail"]


def test_a_provincial_map_has_no_streets_buildings_or_ponds() -> None:
    base = _base(
        ("water", "lake", "Meer", _area(-4000, -4000, 0, 0)),
        ("water", "pond", "", _area(1000, 1000, 1100, 1100)),
        ("building", "house", "", _area(0, 0, 50, 50)),
        ("road", "residential", "", _line((0, 0), (1000, 0))),
        ("road", "motorway", "", _line((0, 100), (4000, 100))),
        ("rail", "rail", "", _line((0, 200), (4000, 200))),
    )
    layers = layers_within(base, _frame(scale=150_000))
    assert set(layers) == {"water", "main", "rail"}
    assert len(layers["water"]) == 1
    assert set(layers_within(base, _frame(scale=15_000))) >= {"building", "street", "main", "rail"}


@pytest.mark.parametrize(
    ("scale", "seen"),
    [(10_000, 3), (15_000, 3), (25_000, 2), (50_000, 1), (75_000, 1)],
)
def test_the_smaller_the_scale_the_larger_what_stays(scale: int, seen: int) -> None:
    """Squares of 8, 16 and 60 m: on paper 0.64, 0.4 and 1.44 mm² at the scale of the class that is the last to show each."""
    sheds = [
        ("building", "house", "", _area(at * 150, 0, at * 150 + side, side)) for at, side in enumerate((8, 16, 60))
    ]
    layers = layers_within(_base(*sheds), _frame(scale))
    assert len(layers["building"]) == seen


def test_houses_that_almost_touch_are_one_block_from_the_scale_at_which_the_gap_cannot_be_seen() -> None:
    houses = [("building", "house", "", _area(east, 0, east + 20, 20)) for east in (0, 24, 48)]
    base = _base(*houses)
    assert len(base.layers(10_000)["building"]) == 3
    (block,) = base.layers(25_000)["building"]
    assert block.bounds == pytest.approx((X, Y, X + 68, Y + 20), abs=0.01)


def test_houses_become_built_up_area_on_a_provincial_map() -> None:
    houses = [
        ("building", "house", "", _area(east, north, east + 30, north + 30))
        for east in range(0, 300, 50) for north in range(0, 300, 50)
    ]  # fmt: skip
    layers = layers_within(_base(*houses), _frame(150_000))
    assert set(layers) == {"built"}
    assert shapely.area(layers["built"]).sum() == pytest.approx(280 * 280, rel=0.2)


@pytest.mark.parametrize("scale", [5_000, 15_000, 15_001, 35_001, 75_001, 300_001, 5_000_000])
def test_a_class_of_scales_ends_where_the_next_begins(scale: int) -> None:
    place = level_of(scale)
    assert scale <= LEVELS[place].up_to
    assert place == 0 or scale > LEVELS[place - 1].up_to


def test_a_line_is_never_further_off_than_a_tenth_of_a_millimetre_on_paper() -> None:
    angles = np.linspace(0, np.pi, 400)
    arc = _line(*zip(2000 * np.cos(angles), 2000 * np.sin(angles), strict=True))
    base = _base(("road", "motorway", "", arc))
    for scale in (10_000, 25_000, 50_000, 150_000, 450_000):
        (drawn,) = base.layers(scale)["main"]
        assert shapely.hausdorff_distance(drawn, arc, densify=0.01) <= 0.1 * scale / 1000
    assert len(base.layers(450_000)["main"][0].coords) < len(base.layers(10_000)["main"][0].coords)


def test_a_class_is_made_once_and_goes_along_to_another_process() -> None:
    base = _base(("water", "lake", "Plas", _area(-300, -300, 300, 300)))
    first = base.layers(50_000)
    assert base.layers(60_000) is first
    assert set(pickle.loads(pickle.dumps(base)).made) == {0, 1, 2}  # noqa: S301


def test_sidings_and_fairways_are_not_drawn_and_small_sheds_are_dropped() -> None:
    base = _base(
        ("rail", "siding", "", _line((0, 0), (300, 0))),
        ("waterway", "fairway", "Vaarweg", _line((0, 10), (300, 10))),
        ("waterway", "river", "Rivier", _line((0, 20), (300, 20))),
        ("building", "shed", "", _area(0, 0, 6, 7)),
        ("building", "house", "", _area(50, 50, 60, 60)),
    )
    layers = layers_within(base, _frame())
    assert set(layers) == {"building"}
    assert len(layers["building"]) == 1


def test_a_street_in_pieces_is_drawn_as_one_line() -> None:
    parts = [("road", "residential", "Lange Straat", _line((at, 0), (at + 100, 0))) for at in (0, 100, 200)]
    assert [line.length for line in _base(*parts).layers(10_000)["street"]] == pytest.approx([300.0])


def test_every_layer_that_can_be_drawn_has_an_entry_for_the_legend() -> None:
    base = _base()
    layers = {*AREAS, *LINES}
    assert {*base.layers(10_000), *base.layers(450_000)} == layers
    items = layer_items(sorted(layers))
    assert len(items) == len(layers)
    assert len({item.text for item in items}) == len(layers)
    assert len({item.symbol for item in items}) == len(layers)


def test_a_landscape_without_objects_draws_nothing() -> None:
    base = prepare_basemap(landscape(), crs=RD_NEW, extent=_area(0, 0, 1, 1))
    assert layers_within(base, _frame()) == {}
    assert len(base.names) == 0


def test_a_landscape_in_degrees_is_drawn_in_metres() -> None:
    metric = landscape(("water", "lake", "Plas", _area(-300, -300, 300, 300)))
    base = prepare_basemap(to_crs(metric, WGS84), crs=RD_NEW)
    (lake,) = base.layers(10_000)["water"]
    assert lake.bounds == pytest.approx(_area(-300, -300, 300, 300).bounds, abs=2.0)
    assert base.extent.bounds == pytest.approx(lake.bounds, abs=2.0)


def test_names_are_kept_of_what_has_a_name_or_a_number() -> None:
    rows = landscape(
        ("road", "primary", "", _line((0, 0), (1, 0))),
        ("road", "residential", "Straat", _line((0, 0), (1, 0))),
        ("road", "residential", "", _line((0, 0), (1, 0))),
        ("building", "house", "Huis", _area(0, 0, 20, 20)),
        ("place", "village", "Dorp", Point(X, Y)),
    )
    rows["ref"] = ["N307", "", "", "", ""]
    named = prepare_basemap(gpd.GeoDataFrame(rows), crs=RD_NEW).names
    assert list(zip(named["name"], named["ref"], strict=True)) == [("", "N307"), ("Straat", ""), ("Dorp", "")]


def test_a_base_map_can_be_sent_to_another_process() -> None:
    base = _base(("water", "lake", "Plas", _area(-300, -300, 300, 300)))
    received = pickle.loads(pickle.dumps(base))  # noqa: S301
    assert received.crs == base.crs
    assert shapely.equals(received.layers(10_000)["water"], base.layers(10_000)["water"]).all()


def test_a_path_of_nothing_is_empty() -> None:
    nothing = np.array([], dtype=object)
    assert len(area_path(nothing).vertices) == 0
    assert len(line_path(nothing).vertices) == 0
