"""Land as it is searched: squares that are the area they cover, and the facts that land can have."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, box

from geo.analysis.candidates.land import Way, access_facts, area_facts, squares, ways_of
from geo.crs import RD_NEW

L_SHAPE = Polygon([(100, 100), (350, 100), (350, 200), (200, 200), (200, 300), (100, 300)])
"""250 m wide and 200 m high, with 150 by 100 m cut out of its north-east: 35,000 m²."""


def test_squares_worked_out_by_hand() -> None:
    found = squares(L_SHAPE, 100, RD_NEW)
    assert found["site_id"].tolist() == [
        "E000100N000100", "E000100N000200", "E000200N000100", "E000300N000100",
    ]  # fmt: skip
    assert found.geometry.area.tolist() == [10_000, 10_000, 10_000, 5_000], "the easternmost is cut in half"
    assert found["column"].tolist() == [1, 1, 2, 3]
    assert found["row"].tolist() == [1, 2, 1, 1]


def test_a_square_that_only_touches_is_left_out() -> None:
    assert squares(box(100, 100, 200, 200), 100, RD_NEW)["site_id"].tolist() == ["E000100N000100"]


def test_what_touches_beside_what_is_shared_is_no_part_of_a_square() -> None:
    bite = Polygon([(0, 0), (100, 0), (100, 50), (50, 50), (50, 100), (0, 100)])
    area = shapely.union_all([bite, box(100, 75, 200, 100)])
    found = squares(area, 100, RD_NEW)
    assert set(found.geometry.geom_type) <= {"Polygon", "MultiPolygon"}
    assert found.geometry.area.sum() == pytest.approx(area.area)


@st.composite
def areas(draw: st.DrawFn) -> MultiPolygon | Polygon:
    numbers = st.integers(0, 900)
    corners = draw(
        st.lists(st.tuples(numbers, numbers, st.integers(1, 400), st.integers(1, 400)), min_size=1, max_size=4)
    )
    turned = [shapely.affinity.rotate(box(x, y, x + w, y + h), 7 * at) for at, (x, y, w, h) in enumerate(corners)]
    return shapely.affinity.translate(shapely.union_all(turned), 150_000, 480_000)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(area=areas(), side_m=st.sampled_from([10, 30, 100, 250]))
def test_squares_cover_the_area_and_nothing_else_and_nothing_twice(area: Polygon, side_m: int) -> None:
    found = squares(area, side_m, RD_NEW)
    assert found.geometry.area.sum() == pytest.approx(area.area, rel=1e-9)
    assert shapely.union_all(found.geometry.to_numpy()).symmetric_difference(area).area < 1e-3
    assert found["site_id"].is_unique
    assert found["site_id"].is_monotonic_increasing
    assert (found.geometry.area <= side_m**2 * (1 + 1e-9)).all()


def test_only_ways_to_known_categories_by_known_modes_are_ways() -> None:
    asked = ["walk_supermarket_m", "bike_gp_minutes", "capacity", "walk_zwembad_m", "fly_gp_m", "walk_gp_exposed_share"]
    assert ways_of(asked) == (
        Way(fact="bike_gp_minutes", mode="bike", category="gp", measure="minutes"),
        Way(fact="walk_supermarket_m", mode="walk", category="supermarket", measure="m"),
    )


def test_a_way_is_known_bounded_or_endless_by_what_came_of_it() -> None:
    rows = [
        ("a", 800.0, 10.0, "ok", False),
        ("b", 900.0, 11.0, "ok", True),
        ("c", np.nan, np.nan, "beyond_limit", False),
        ("d", np.nan, np.nan, "beyond_limit", True),
        ("e", np.nan, np.nan, "unreachable", False),
        ("f", np.nan, np.nan, "none", True),
    ]
    names = ["origin_id", "distance_m", "minutes", "status", "border"]
    nearest = pd.DataFrame(rows, columns=names).assign(category="gp", mode="walk", rank=1)
    ids = np.array(["a", "b", "c", "d", "e", "f"], dtype=object)
    found = access_facts(nearest, ids, ways_of(["walk_gp_m", "walk_gp_minutes"]), limits={"m": 5_000.0})
    metres, minutes = (found.facts.index(fact) for fact in found.facts)
    assert [fact.id for fact in found.facts] == ["walk_gp_m", "walk_gp_minutes"]
    assert [fact.unit for fact in found.facts] == ["m", "min"]
    assert found.status[:, metres].tolist() == ["ok", "border", "beyond_limit", "border", "unreachable", "none"]
    np.testing.assert_equal(found.value[:, metres], [800, 900, np.nan, np.nan, np.nan, np.nan])
    np.testing.assert_equal(found.low[:, metres], [800, 0, 5_000, 0, np.inf, -np.inf])
    np.testing.assert_equal(found.high[:, metres], [800, 900, np.inf, np.inf, np.inf, np.inf])
    np.testing.assert_equal(found.low[:, minutes], [10, 0, 0, 0, np.inf, -np.inf])


def test_the_outline_of_a_building_is_the_least_that_its_floors_are() -> None:
    sites = gpd.GeoDataFrame({"site_id": ["A"]}, geometry=[L_SHAPE], crs=RD_NEW)
    site, floor = area_facts(sites, "site"), area_facts(sites, "floor")
    assert (site.facts[0].id, floor.facts[0].id) == ("site_area_m2", "floor_area_m2")
    assert (site.value[0, 0], site.low[0, 0], site.high[0, 0]) == (35_000, 35_000, 35_000)
    assert np.isnan(floor.value[0, 0])
    assert (floor.low[0, 0], floor.high[0, 0]) == (35_000, np.inf)
