"""Where places meet the street: inside an edge, by the mode, on a component of some length."""

from dataclasses import fields, replace

import geopandas as gpd
import numpy as np
import osm_streets
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from shapely import LineString, MultiPoint, MultiPolygon, Point, Polygon

from geo.crs import RD_NEW, project
from geo.errors import CrsError
from geo.network.build import Network, build
from geo.network.snap import Snaps, snap
from tests.network.random_towns import MODES, SecondOpinion, TownPlan, place_lists, town_plans
from tests.toytowns import CRS, RESIDENTIAL, Place, degrees, grid, places, river_town, street, town, two_islands

UM = 1e-4
"""Toy towns are laid out to within a tenth of a millimetre."""
GEOD = pyproj.Geod(ellps="WGS84")
SCALE = 0.9996
"""The toy towns lie on the middle of their zone: a metre there is 0.9996 on the map, and the corner at 500,000."""


def feet_m(snaps: Snaps) -> np.ndarray:
    """Give the feet in metres east and north of the corner."""
    x, y = project(snaps.foot_lon, snaps.foot_lat, CRS)
    return np.column_stack([(x - 500_000) / SCALE, y / SCALE])


def assert_same(one: Snaps, other: Snaps) -> None:
    """Insist on the same bits."""
    for item in fields(Snaps):
        np.testing.assert_array_equal(getattr(one, item.name), getattr(other, item.name), err_msg=item.name)


@pytest.fixture
def one_edge() -> Network:
    return build(street(1000.0, parts=1), "walk", crs=CRS)


def test_a_foot_lies_inside_the_edge_and_not_at_its_end(one_edge: Network) -> None:
    found = snap(one_edge, places((370, 40), (370, -25), (370, 0)))
    assert found.count == 3
    assert found.owner.tolist() == [0, 1, 2]
    assert found.segment.tolist() == [0, 0, 0]
    assert found.way_id.tolist() == [1, 1, 1]
    assert found.node.tolist() == [-1, -1, -1]
    assert found.fraction.tolist() == pytest.approx([0.37] * 3, abs=1e-7)
    assert found.leg_m.tolist() == pytest.approx([40, 25, 0], abs=UM)
    assert feet_m(found) == pytest.approx(np.array([[370, 0]] * 3), abs=UM)


def test_beyond_the_end_of_a_street_the_foot_is_its_last_node(one_edge: Network) -> None:
    # 30 m past the end and 40 m aside: 50 m.
    found = snap(one_edge, places((-30, 40), (1030, -40)))
    assert one_edge.node_id[found.node].tolist() == [1, 2]
    assert found.fraction.tolist() == [0.0, 1.0]
    assert found.leg_m.tolist() == pytest.approx([50, 50], abs=UM)


@pytest.mark.parametrize(
    ("east_m", "node", "fraction"),
    [(0.0009, 0, 0.0), (0.0012, -1, None), (999.9988, -1, None), (999.9991, 1, 1.0), (1000.0, 1, 1.0)],
)
def test_a_foot_within_a_millimetre_of_a_node_is_the_node(
    one_edge: Network, east_m: float, node: int, fraction: float | None
) -> None:
    found = snap(one_edge, places((east_m, 12)))
    assert found.node.tolist() == [node]
    assert found.fraction.tolist() == pytest.approx([east_m / 1000 if fraction is None else fraction], abs=1e-8)
    assert found.leg_m.tolist() == pytest.approx([12], abs=UM)


def test_equal_distances_go_to_the_lowest_way() -> None:
    # Half way between the quays, 50 m from both; way 1 is the southern one, then the northern one.
    south = build(river_town(), "walk", crs=CRS)
    assert snap(south, places((400, 50), (400, 50.01), (400, 49.99))).way_id.tolist() == [1, 2, 1]
    swapped = {1: (0.0, 100.0), 2: (1000.0, 100.0), 3: (0.0, 0.0), 4: (1000.0, 0.0)}
    north = build(town(swapped, [(9, [3, 4], RESIDENTIAL), (8, [1, 2], RESIDENTIAL)]), "walk", crs=CRS)
    assert snap(north, places((400, 50))).way_id.tolist() == [8]


def test_at_a_corner_the_lowest_way_wins_and_within_it_the_first_segment() -> None:
    # Outside the south-west corner ways 101 and 201 are equally near; outside a bend, both segments of way 5.
    found = snap(build(grid(), "walk", crs=CRS), places((-30, -40)))
    assert (found.way_id.tolist(), found.leg_m.tolist()) == ([101], pytest.approx([50], abs=UM))
    bend = town({1: (0.0, 0.0), 2: (400.0, 0.0), 3: (400.0, 400.0)}, [(5, [3, 2, 1], RESIDENTIAL)])
    network = build(bend, "walk", crs=CRS)
    found = snap(network, places((430, -40)))
    assert (network.position[found.segment].tolist(), found.fraction.tolist()) == ([0], [1.0])
    assert network.node_id[found.node].tolist() == [2]


def with_lane(length_m: float, *, tags: dict[str, str] = RESIDENTIAL) -> Network:
    """A street of 1,000 m and, 100 m north of it and apart, a lane."""
    spots = {1: (0.0, 0.0), 2: (1000.0, 0.0), 3: (0.0, 100.0), 4: (length_m / 2, 100.0), 5: (length_m, 100.0)}
    return build(town(spots, [(1, [1, 2], RESIDENTIAL), (2, [3, 4, 5], tags)]), "bike", crs=CRS)


@pytest.mark.parametrize(("length_m", "way"), [(499.999, 1), (500.001, 2), (600.0, 2), (90.0, 1)])
def test_an_island_of_less_than_500_m_is_skipped(length_m: float, way: int) -> None:
    # The place is 10 m from the lane and 90 m from the street; a two-way lane counts once, not twice.
    found = snap(with_lane(length_m), places((40, 90)))
    assert (found.way_id.tolist(), found.leg_m.tolist()) == ([way], pytest.approx([10 if way == 2 else 90], abs=UM))


def test_the_least_length_of_a_component_is_included() -> None:
    network = with_lane(320.0)
    lane_m = float(network.component_m[network.component[-1]])
    assert lane_m == pytest.approx(320, abs=UM)
    found = [
        snap(network, places((40, 90)), min_component_m=least).way_id.tolist()
        for least in (0.0, lane_m, np.nextafter(lane_m, np.inf))
    ]
    assert found == [[2], [2], [1]]


def test_a_one_way_dead_end_is_never_a_candidate() -> None:
    network = with_lane(900.0, tags={"highway": "residential", "oneway": "yes"})
    assert snap(network, places((40, 90)), min_component_m=0.0).way_id.tolist() == [1]


def test_the_stub_behind_a_locked_gate_is_an_island() -> None:
    # 1,000 m, a locked gate at 800 m: 200 m are shut off, and the place at 900 m walks from the gate.
    spots = {1: (0.0, 0.0), 2: (800.0, 0.0), 3: (1000.0, 0.0)}
    plan = town(spots, [(1, [1, 2, 3], RESIDENTIAL)], {2: {"barrier": "gate", "locked": "yes"}})
    network = build(plan, "walk", crs=CRS)
    found = snap(network, places((900, 0)))
    assert (network.position[found.segment].tolist(), found.fraction.tolist()) == ([0], [1.0])
    assert found.node.tolist() == [network.v[0]] != [network.u[1]]
    assert found.leg_m.tolist() == pytest.approx([100], abs=UM)


def test_a_ferry_is_no_place_to_stand() -> None:
    # On the water, 400 m from the western landing: the foot is the landing though the ferry passes right there.
    network = build(two_islands(ferry={"duration": "10"}), "walk", crs=CRS)
    found = snap(network, places((1000, 0)))
    assert network.node_id[found.node].tolist() == [3]
    assert (found.way_id.tolist(), found.leg_m.tolist()) == ([1], pytest.approx([400], abs=UM))


def test_the_mode_decides_a_motorway_near_by_serves_the_car_alone() -> None:
    # Two carriageways of 1,000 m that meet at both ends, and a service road 60 m south of the nearer one.
    spots = {1: (0.0, 100.0), 2: (1000.0, 100.0), 3: (500.0, 130.0), 4: (0.0, 40.0), 5: (1000.0, 40.0)}
    ways = [
        (1, [1, 2], {"highway": "motorway"}),
        (2, [2, 3, 1], {"highway": "motorway"}),
        (3, [4, 5], {"highway": "service"}),
    ]
    found = {mode: snap(build(town(spots, ways), mode, crs=CRS), places((300, 85))) for mode in ("walk", "bike", "car")}
    assert {mode: one.way_id.tolist() for mode, one in found.items()} == {"walk": [3], "bike": [3], "car": [1]}
    assert [float(found[mode].leg_m[0]) for mode in ("walk", "car")] == pytest.approx([45, 15], abs=UM)


@pytest.mark.parametrize(("max_snap_m", "found"), [(40.0005, True), (39.9995, False), (1000.0, True), (np.inf, True)])
def test_beyond_the_longest_leg_there_is_no_foot(one_edge: Network, max_snap_m: float, found: bool) -> None:
    snaps = snap(one_edge, places((500, 40)), max_snap_m=max_snap_m)
    assert snaps.count == len(snaps.owner) == 1
    if found:
        assert snaps.leg_m.tolist() == pytest.approx([40], abs=UM)
        return
    assert (snaps.segment.tolist(), snaps.node.tolist(), snaps.way_id.tolist()) == ([-1], [-1], [0])
    assert np.isnan([snaps.leg_m, snaps.fraction, snaps.foot_lon, snaps.foot_lat]).all()
    assert (snaps.lon[0], snaps.lat[0]) == degrees((500, 40))


def test_the_longest_leg_is_1000_m_unless_told(one_edge: Network) -> None:
    assert snap(one_edge, places((500, 999.99), (500, 1000.01))).segment.tolist() == [0, -1]


def box(west: float, south: float, east: float, north: float) -> Polygon:
    return Polygon([(west, south), (east, south), (east, north), (west, north)])


@pytest.mark.parametrize(
    ("shape", "foot_east", "leg_m", "access"),
    [
        # A corner 20 m from the street is nearest; then a whole wall, of which the first along the way counts.
        (Polygon([(300, 20), (400, 60), (300, 100)]), 300, 20, (300, 20)),
        (box(300, 20, 400, 80), 300, 20, (300, 20)),
        # The street crosses the outline at 300 and 400 m, or lies inside it whole, or ends 40 m west of it.
        (box(300, -50, 400, 50), 300, 0, (300, 0)),
        (box(-60, -80, 1070, 90), 0, 60, (-60, 0)),
        (box(1040, -10, 1090, 10), 1000, 40, (1040, 0)),
        # The wall faces the middle of the edge although all corners are far from both ends.
        (box(-500, 30, 1500, 90), 0, 30, (0, 30)),
    ],
)
def test_an_area_counts_at_the_nearest_point_of_its_outline(
    one_edge: Network, shape: Polygon, foot_east: float, leg_m: float, access: Place
) -> None:
    found = snap(one_edge, places(shape))
    assert found.leg_m.tolist() == pytest.approx([leg_m], abs=1e-3)
    assert feet_m(found) == pytest.approx(np.array([[foot_east, 0]]), abs=1e-3)
    assert (found.lon[0], found.lat[0]) == pytest.approx(degrees(access), abs=1e-8)


def test_an_area_of_several_parts_counts_once_and_a_line_as_its_own_outline(one_edge: Network) -> None:
    parts = [
        Polygon([degrees(spot) for spot in box(*sides).exterior.coords])
        for sides in ((0, 50, 10, 60), (700, 30, 710, 40))
    ]
    line = LineString([degrees((200, 90)), degrees((250, 35)), degrees((300, 90))])
    found = snap(one_edge, gpd.GeoSeries([MultiPolygon(parts), line], crs=4326))
    assert found.owner.tolist() == [0, 1]
    assert found.leg_m.tolist() == pytest.approx([30, 35], abs=1e-3)
    assert feet_m(found)[:, 0].tolist() == pytest.approx([700, 250], abs=1e-3)


def test_every_entrance_has_a_foot_of_its_own(one_edge: Network) -> None:
    found = snap(one_edge, places([(100, 10), (900, 20), (500, 1500)], (400, 30)))
    assert (found.count, found.owner.tolist()) == (2, [0, 0, 0, 1])
    assert found.segment.tolist() == [0, 0, -1, 0]
    assert found.fraction.tolist() == pytest.approx([0.1, 0.9, np.nan, 0.4], abs=1e-7, nan_ok=True)
    assert found.leg_m.tolist() == pytest.approx([10, 20, np.nan, 30], abs=UM, nan_ok=True)


def test_a_geometry_without_a_place_has_no_point_of_access(one_edge: Network) -> None:
    nowhere = [None, Point(), Polygon(), MultiPoint(), Point(np.nan, np.nan), Point(500, 95)]
    shapes = [*nowhere[:3], Point(degrees((250, 5))), *nowhere[3:]]
    found = snap(one_edge, gpd.GeoSeries(shapes, crs=4326))
    assert (found.count, found.owner.tolist()) == (7, [3])
    assert found.leg_m.tolist() == pytest.approx([5], abs=UM)
    assert found.lon.tolist() == [degrees((250, 5))[0]]
    for none in (nowhere, []):
        bare = snap(one_edge, gpd.GeoSeries(none, crs=4326))
        assert (bare.count, len(bare.owner), len(bare.leg_m)) == (len(none), 0, 0)
    assert bare.take(np.array([], dtype=np.int64)).count == 0


@pytest.mark.parametrize("tags", [{"highway": "motorway"}, {"highway": "residential", "oneway": "yes"}])
def test_without_candidates_nobody_has_a_foot(tags: dict[str, str]) -> None:
    network = build(street(tags=tags), "bike", crs=CRS)
    found = snap(network, places((10, 0), box(0, 0, 9, 9), [(1, 1), (2, 2)]))
    assert (found.owner.tolist(), found.segment.tolist()) == ([0, 1, 2, 2], [-1] * 4)
    assert np.isfinite([found.lon, found.lat]).all()


@pytest.mark.parametrize("code", [32631, 32632, 3857])
def test_places_may_come_in_any_declared_system(one_edge: Network, code: int) -> None:
    spots = places((370, 40), box(600, 20, 640, 60), [(1, 1), (800, 8)])
    plain, other = snap(one_edge, spots), snap(one_edge, spots.to_crs(code))
    assert other.segment.tolist() == plain.segment.tolist() == [0, 0, 0, 0]
    np.testing.assert_allclose(other.leg_m, plain.leg_m, atol=1e-3)
    np.testing.assert_allclose(other.fraction, plain.fraction, atol=1e-6)


def test_places_without_a_system_are_refused(one_edge: Network) -> None:
    with pytest.raises(CrsError, match="no reference system"):
        snap(one_edge, gpd.GeoSeries([Point(3, 0)]))


@pytest.mark.parametrize("code", [32632, 3857])
def test_the_metric_system_serves_to_find_the_foot_and_lengths_stay_geodesic(code: int) -> None:
    # The neighbouring zone stretches lengths by half a percent here: no trace of it may show in the legs.
    spots = places((370, 40), (820, -300), [(1, 1), (-30, 40)])
    plain = snap(build(river_town(), "walk", crs=CRS), spots)
    other = snap(build(river_town(), "walk", crs=pyproj.CRS.from_epsg(code)), spots)
    assert other.way_id.tolist() == plain.way_id.tolist()
    np.testing.assert_allclose(other.leg_m, plain.leg_m, atol=0.01)
    np.testing.assert_allclose(other.leg_m, [40, 300, 1, 50], atol=0.01)


def test_in_the_netherlands_the_foot_is_square_to_the_street_in_rd_and_the_leg_is_geodesic() -> None:
    slanting = town({1: (0.0, 0.0), 2: (1500.0, 900.0)}, [(1, [1, 2], RESIDENTIAL)])
    network = build(
        replace(slanting, node_lon=slanting.node_lon + 2.9, node_lat=slanting.node_lat + 52.5), "car", crs=RD_NEW
    )
    place = gpd.GeoSeries([Point(3 + 2.9 + 0.006, 52.506)], crs=4326)
    found = snap(network, place)
    (x, px), (y, py) = project([found.foot_lon[0], place[0].x], [found.foot_lat[0], place[0].y], RD_NEW)
    along = np.diff(network.x)[0], np.diff(network.y)[0]
    assert 0.1 < found.fraction[0] < 0.9
    # Square to within 3 cm: what is straight in degrees bends by a centimetre or two over 1,300 m in RD.
    assert (along[0] * (x - px) + along[1] * (y - py)) / np.hypot(*along) == pytest.approx(0, abs=0.03)
    leg_m = GEOD.inv(place[0].x, place[0].y, found.foot_lon[0], found.foot_lat[0])[2]
    assert found.leg_m[0] == round(leg_m, 3)
    assert leg_m > 100


@pytest.mark.parametrize("least_m", [500.0, None])
def test_feet_in_random_towns_are_those_of_a_search_over_all_segments(least_m: float | None) -> None:
    seen = {"feet": 0, "none": 0, "inside": 0}

    @settings(max_examples=80, deadline=None, derandomize=True)
    @given(town_plans(least=1), MODES, place_lists())
    def law(plan: TownPlan, mode: str, spots: list[Place | list[Place]]) -> None:
        found = snap(build(plan.streets(), mode, crs=CRS), places(*spots), min_component_m=least_m)
        ways = zip(SecondOpinion(plan, mode).segments, SecondOpinion(plan, mode).components_m(), strict=True)
        assert found.owner.tolist() == [
            row for row, spot in enumerate(spots) for _ in (spot if isinstance(spot, list) else [spot])
        ]
        if not any(metres >= (least_m or 0) and not segment.ferry for segment, metres in ways):
            assert (found.segment == -1).all()
            seen["none"] += len(found.segment)
            return
        oracle = osm_streets.StreetOracle(plan.raw(), mode, CRS.to_string(), least_component_m=least_m)
        feet = [foot for spot in places(*spots) for foot in oracle.feet(spot)]
        assert found.segment.tolist() == [foot.segment for foot in feet]
        np.testing.assert_allclose(found.fraction, [foot.fraction for foot in feet], rtol=0, atol=1e-8)
        np.testing.assert_array_equal(np.rint(found.leg_m * 1000), [round(foot.leg_m * 1000) for foot in feet])
        seen["feet"] += len(feet)
        seen["inside"] += sum(0 < foot.fraction < 1 for foot in feet)

    law()
    assert min(seen.values()) > 20


@settings(max_examples=40, deadline=None, derandomize=True)
@given(town_plans(), place_lists(), place_lists(least=1, most=3))
def test_a_part_of_the_places_gets_the_feet_it_had_among_all(
    plan: TownPlan, spots: list[Place | list[Place]], more: list[Place | list[Place]]
) -> None:
    network = build(plan.streets(), "walk", crs=CRS)
    shapes = [*places(*spots), Point(), shapely.box(*degrees((90, 80)), *degrees((200, 170))), *places(*more)]
    every = gpd.GeoSeries(shapes, crs=4326)
    whole = snap(network, every)
    assert_same(snap(network, every), whole)
    backwards = np.arange(len(every))[::-1]
    chosen = [backwards, backwards[::2], np.array([len(every) - 1, 0, 0]), *(np.array([row]) for row in backwards)]
    for rows in chosen:
        assert_same(snap(network, every.iloc[rows]), whole.take(rows))
