"""Sites laid over areas, by hand and against shapes taken one by one; and the open water nearest to a site."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPoint, MultiPolygon, Point, Polygon, box

from geo.analysis.candidates.overlays import nearest_water, overlay
from geo.network.water import DITCH_M


def shapes(*given: object) -> np.ndarray:
    array = np.empty(len(given), dtype=object)
    array[:] = given
    return array


AREAS = shapes(box(0, 0, 100, 100), box(50, 0, 150, 100), box(300, 0, 400, 100))


def test_shares_and_distances_by_hand() -> None:
    ring = box(0, 0, 400, 100).difference(box(100, 0, 300, 100))  # 200 wide, of which the overlap of two areas once
    sites = shapes(
        box(40, 40, 60, 60),  # in both of two areas that overlap: once
        box(140, 0, 160, 100),
        box(250, 0, 270, 10),
        ring,
        MultiPolygon([box(0, 0, 10, 10), box(200, 0, 210, 30)]),
        Point(150, 50),
        Point(200, 50),
        MultiPoint([(0, 0), (200, 0)]),
        LineString([(160, 0), (170, 0)]),
        box(150, 0, 160, 10),
        None,
    )
    found = overlay(sites, AREAS)
    assert found.inside[:-1].tolist() == pytest.approx([1, 0.5, 0, 1, 0.25, 1, 0, 0.5, 0, 0])
    assert found.distance_m[:-1].tolist() == [0, 0, 30, 0, 0, 0, 50, 0, 10, 0], "touching is no distance, and no share"
    assert np.isnan([found.inside[-1], found.distance_m[-1]]).all()


def test_a_hole_in_an_area_is_outside_it() -> None:
    ring = shapes(box(0, 0, 100, 100).difference(box(20, 20, 80, 80)))
    found = overlay(shapes(box(40, 40, 60, 60), Point(50, 50), box(10, 10, 30, 30)), ring)
    assert found.inside.tolist() == pytest.approx([0, 0, 0.75])
    assert found.distance_m.tolist() == [20, 30, 0]


def test_an_area_that_crosses_itself_is_mended_and_a_site_too() -> None:
    bow = Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
    found = overlay(shapes(box(0, 0, 100, 100), Point(90, 50), Point(50, 90), bow), shapes(bow, box(200, 0, 210, 10)))
    assert found.inside.tolist() == pytest.approx([0.5, 1, 0, 1])
    nothing = overlay(shapes(box(0, 0, 1, 1)), shapes(Polygon([(0, 0), (1, 1), (0, 0)])))
    assert (nothing.inside.tolist(), np.isnan(nothing.distance_m).tolist()) == ([0], [True]), "what has no area is none"


def test_without_areas_there_is_no_share_and_no_distance() -> None:
    found = overlay(shapes(box(0, 0, 1, 1), Point(0, 0)), shapes())
    assert found.inside.tolist() == [0, 0]
    assert np.isnan(found.distance_m).all()
    assert overlay(shapes(), AREAS).inside.shape == (0,)


def test_against_shapes_taken_one_by_one() -> None:
    rng = np.random.default_rng(3)
    areas = shapes(*(Point(*rng.uniform(0, 1000, 2)).buffer(rng.uniform(5, 120), quad_segs=3) for _ in range(60)))
    sites = shapes(*(Point(*rng.uniform(0, 1000, 2)).buffer(rng.uniform(1, 90), quad_segs=2) for _ in range(200)))
    found, whole = overlay(sites, areas), shapely.union_all(areas)
    for number, site in enumerate(sites):
        assert found.inside[number] == pytest.approx(site.intersection(whole).area / site.area, abs=1e-9)
        assert found.distance_m[number] == pytest.approx(site.distance(whole), abs=1e-9)
    assert ((found.inside > 0) & (found.inside < 1)).sum() > 50


@settings(deadline=None, max_examples=60, derandomize=True)
@given(st.integers(0, 2**32 - 1))
def test_the_parts_of_a_site_add_up_to_it(seed: int) -> None:
    rng = np.random.default_rng(seed)
    areas = shapes(*(Point(*rng.uniform(0, 300, 2)).buffer(rng.uniform(5, 60)) for _ in range(12)))
    site, cut = box(20, 20, 270, 240), rng.uniform(21, 269)
    parts = shapes(box(20, 20, cut, 240), box(cut, 20, 270, 240))
    whole, halves = overlay(shapes(site), areas), overlay(parts, areas)
    assert (halves.inside * shapely.area(parts)).sum() == pytest.approx(whole.inside[0] * site.area, rel=1e-9)
    assert whole.distance_m[0] == halves.distance_m.min()


def test_ditches_do_not_count_as_open_water_whatever_their_shape() -> None:
    bent = LineString([(0, 0), (0, 500), (500, 500)]).buffer(DITCH_M / 2 - 0.6)
    lake, canal = box(600, 0, 900, 200), LineString([(0, 1_000), (500, 1_000)])
    water, names = shapes(bent, lake, canal), shapes("sloot", "plas", "")
    sites = shapes(Point(10, 10), box(590, 0, 600, 10), Point(100, 990), Point(100, 700), Point(700, 100), None)
    found = nearest_water(sites, water, names)
    assert found.distance_m[:-1].tolist() == [590, 0, 10, 300, 0]
    assert found.name.tolist() == ["plas", "plas", "", "", "plas", ""]
    assert found.by_line.tolist() == [False, False, True, True, False, False]
    assert found.width_m[[0, 1, 4]].tolist() == pytest.approx([200] * 3, rel=0.05)
    assert np.isnan(found.width_m[[2, 3, 5]]).all()
    assert np.isnan(found.distance_m[-1])


def test_the_width_of_water_is_that_of_the_largest_circle_in_it() -> None:
    strip, round_lake = box(0, 0, 5_000, 30), Point(0, 5_000).buffer(400)
    island = round_lake.difference(Point(0, 5_000).buffer(200))
    for shape, width in ((strip, 30), (round_lake, 800), (island, 200)):
        found = nearest_water(shapes(Point(0, 0)), shapes(shape), shapes("x"))
        assert found.width_m[0] == pytest.approx(width, rel=0.02)
    # an area of several parts counts by the part that is nearest
    parts = MultiPolygon([box(0, 0, 20, 20), box(1_000, 0, 2_000, 1_000)])
    near = nearest_water(shapes(Point(-5, 0), Point(990, 0)), shapes(parts), shapes("x"))
    assert near.width_m.tolist() == pytest.approx([20, 1_000], rel=0.02)
    assert near.distance_m.tolist() == [5, 10]


def test_equal_water_goes_to_the_first_and_an_area_before_a_line() -> None:
    water = shapes(LineString([(10, -50), (10, 50)]), box(-30, -5, -10, 15), box(10, -5, 30, 15))
    found = nearest_water(shapes(Point(0, 0)), water, shapes("lijn", "west", "oost"))
    assert (found.name.tolist(), found.by_line.tolist()) == (["west"], [False])


def test_without_water_there_is_no_distance() -> None:
    for water in (shapes(), shapes(box(0, 0, 3, 100))):
        found = nearest_water(shapes(Point(0, 0)), water, shapes(*["x"] * len(water)))
        assert np.isnan([found.distance_m[0], found.width_m[0]]).all()
        assert (found.name[0], found.by_line[0]) == ("", False)
