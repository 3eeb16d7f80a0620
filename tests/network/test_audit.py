"""What is remarked of feet, on a toy town by hand."""

import math

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.network.audit import audit, ranked
from geo.network.build import Network, build
from tests.toytowns import CRS, RESIDENTIAL, Place, degrees, places, town

MM = 5.1e-4
"""Legs are whole millimetres."""
SPOTS = {
    1: (0.0, 0.0), 2: (1000.0, 0.0),
    3: (0.0, 300.0), 4: (120.0, 300.0),
    5: (0.0, 2000.0), 6: (600.0, 2000.0),
    7: (3000.0, 0.0), 8: (3100.0, 0.0),
    9: (1000.0, 200.0),
}  # fmt: skip
WAYS = [
    (1, [1, 2], RESIDENTIAL),
    (2, [3, 4], RESIDENTIAL),
    (3, [5, 6], RESIDENTIAL),
    (4, [7, 8], RESIDENTIAL),
    (5, [2, 9], {"highway": "residential", "oneway": "yes"}),
    (6, [4, 5], {"route": "ferry", "motor_vehicle": "no", "foot": "no", "bicycle": "no"}),
]
"""A main street of 1,000 m with a one-way stub of 200 m; islands of 120 and 100 m; a village street of 600 m."""
CANAL: list[Place] = [(300, 40), (500, 40)]
POND: list[Place] = [(610, 10), (640, 10), (640, 30), (610, 30)]
DITCH: list[Place] = [(690, 20), (710, 20), (710, 24), (690, 24)]
SITE = Polygon([(820, 15), (860, 15), (860, 40), (820, 40)])


def water() -> gpd.GeoSeries:
    canal = LineString([degrees(spot) for spot in CANAL])
    areas = [Polygon([degrees(spot) for spot in shape]) for shape in (POND, DITCH)]
    return gpd.GeoSeries([canal, *areas], crs=4326)


def asked(**spots: Place | list[Place] | BaseGeometry | None) -> gpd.GeoDataFrame:
    shapes = places(*(Point() if spot is None else spot for spot in spots.values()))
    about = {"place_id": list(spots), "kind": "location", "category": "", "name": "Plaats"}
    return gpd.GeoDataFrame(about, geometry=shapes)


def network(mode: str = "walk") -> Network:
    return build(town(SPOTS, WAYS), mode, crs=CRS)


def rows(frame: gpd.GeoDataFrame) -> dict[str, tuple[object, ...]]:
    """Give remarks, leg, way, component in km, leg and way without the rule of components; None where missing."""
    names = ["status", "leg_m", "way_id", "component_km", "nearest_m", "nearest_way_id"]
    plain = frame[names].astype(object).where(frame[names].notna(), None)
    return dict(zip(frame["place_id"], plain.itertuples(index=False, name=None), strict=True))


def near(value: float) -> object:
    return pytest.approx(value, abs=MM)


def test_every_remark_by_hand() -> None:
    # The village street and the main street with its stub, on which one walks both ways, are 600 and 1,200 m.
    spots = asked(
        plain=(150, 30),
        across_canal=(400, 60),
        across_pond=(620, 50),
        across_ditch=(700, 50),
        by_island=(60, 200),
        by_island_and_far=(40, 290),
        little_nearer=(60, 165),
        longest_leg=(500, -1000),
        too_long_a_leg=(500, -1000.5),
        village=(300, 2010),
        island_alone=(3050, 10),
        entrances=[(200, 80), (200, 20)],
        site=SITE,
        nowhere=None,
    )
    found = rows(audit(network(), spots, water=water()))
    main = near(1.2)
    assert found == {
        "plain": (("ok",), near(30), 1, main, near(30), 1),
        "across_canal": (("over_water",), near(60), 1, main, near(60), 1),
        "across_pond": (("over_water",), near(50), 1, main, near(50), 1),
        "across_ditch": (("ok",), near(50), 1, main, near(50), 1),
        "by_island": (("skipped",), near(200), 1, main, near(100), 2),
        "by_island_and_far": (("far", "skipped"), near(290), 1, main, near(10), 2),
        "little_nearer": (("ok",), near(165), 1, main, near(135), 2),
        "longest_leg": (("far",), near(1000), 1, main, near(1000), 1),
        "too_long_a_leg": (("unreachable",), near(1000.5), 1, main, near(1000.5), 1),
        "village": (("other_component",), near(10), 3, near(0.6), near(10), 3),
        "island_alone": (("unreachable", "skipped"), near(2050), 5, main, near(10), 4),
        "entrances": (("ok",), near(20), 1, main, near(20), 1),
        "site": (("ok",), near(15), 1, main, near(15), 1),
        "nowhere": (("unreachable",), None, None, None, None, None),
    }


def test_a_street_that_one_cannot_come_back_from_is_passed_over_and_remarked() -> None:
    found = rows(audit(network("car"), asked(by_stub=(1005, 180)), water=water()))
    assert found == {"by_stub": (("skipped",), near(math.hypot(5, 180)), 1, near(1.0), near(5), 5)}


def test_where_the_mode_has_no_street_there_is_no_number() -> None:
    paths = build(town(SPOTS, [(1, [1, 2], {"highway": "footway"})]), "car", crs=CRS)
    found = rows(audit(paths, asked(plain=(150, 30)), water=water()))
    assert found == {"plain": (("unreachable",), None, None, None, None, None)}


def test_where_every_street_is_an_island_its_own_leg_is_told() -> None:
    island = build(town(SPOTS, [(2, [3, 4], RESIDENTIAL)]), "walk", crs=CRS)
    found = rows(audit(island, asked(by_island=(60, 290)), water=water()))
    assert found == {"by_island": (("unreachable", "skipped"), None, None, None, near(10), 2)}


def test_the_limits_are_those_that_are_asked() -> None:
    spots = asked(plain=(150, 30), by_island=(60, 290))
    found = rows(audit(network(), spots, water=water(), far_snap_m=29, max_snap_m=40, min_component_m=100))
    assert found == {
        "plain": (("far",), near(30), 1, near(1.2), near(30), 1),
        "by_island": (("other_component",), near(10), 2, near(0.12), near(10), 2),
    }


def test_the_leg_is_a_line_from_the_place_to_its_foot() -> None:
    found = audit(network(), asked(plain=(150, 30), nowhere=None), water=water())
    assert found.crs == CRS
    line = gpd.GeoSeries(found.geometry.iloc[:1], crs=CRS).to_crs(4326).iloc[0]
    ends = [degrees((150, 30)), degrees((150, 0))]
    assert np.asarray(line.coords) == pytest.approx(np.array(ends), abs=1e-9)
    assert found.geometry.iloc[1] is None


def test_without_water_in_the_extract_nothing_lies_across_it() -> None:
    dry = gpd.GeoSeries([], crs=4326)
    assert rows(audit(network(), asked(across_canal=(400, 60)), water=dry))["across_canal"][0] == ("ok",)


@pytest.mark.parametrize(("wide_m", "status"), [(5.5, "ok"), (6.6, "over_water")])
def test_water_narrower_than_a_ditch_is_stepped_over(wide_m: float, status: str) -> None:
    """Both are wider than the 5 m of a leg that may be wet; at 6 m a ditch ends, as for sites by the water."""
    corners: list[Place] = [(390, 30), (410, 30), (410, 30 + wide_m), (390, 30 + wide_m)]
    strip = gpd.GeoSeries([Polygon([degrees(spot) for spot in corners])], crs=4326)
    assert rows(audit(network(), asked(spot=(400, 60)), water=strip))["spot"][0] == (status,)


def test_what_deserves_a_look_first_goes_first() -> None:
    spots = asked(
        b=(150, 30), a=(150, 30), wet=(400, 60), wetter=(400, 61), far=(40, -290), island=(60, 200),
        lost=(500, -1001), nowhere=None, village=(300, 2010),
    )  # fmt: skip
    both = [audit(network(mode), spots, water=water()) for mode in ("walk", "bike")]
    found = ranked(gpd.GeoDataFrame(pd.concat(both, ignore_index=True)))
    assert found["rank"].tolist() == list(range(1, 19))
    order = ["nowhere", "lost", "wetter", "wet", "far", "island", "village", "a", "b"]
    assert found["place_id"].tolist() == [name for name in order for _ in range(2)]
    assert found["mode"].tolist() == ["bike", "walk"] * 9
    shuffled = ranked(gpd.GeoDataFrame(pd.concat(both[::-1]).sample(frac=1, random_state=1, ignore_index=True)))
    pd.testing.assert_frame_equal(pd.DataFrame(found), pd.DataFrame(shuffled))


def test_no_places_give_no_rows() -> None:
    assert audit(network(), asked(), water=water()).empty
