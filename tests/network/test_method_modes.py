"""The rules of ``docs/methode-afstanden.md``, R40 to R42: turns, the car of CBS, and time."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest

from geo.analysis.distances import DistanceOptions, Surroundings, distances
from geo.extract import Streets
from geo.network.build import build
from geo.network.modes import MODES
from geo.network.route import nearest
from geo.network.snap import snap
from geo.plan import Distances
from tests.network.test_method import RULES, crossing, tags_of, words
from tests.toytowns import CRS, RESIDENTIAL, Place, Turn, places, town

UM = 2e-3
# From 1 up to 2, and on to 4; or round by 3 and 5, each side 100 m.
SPOTS = {1: (0.0, -100.0), 2: (0.0, 0.0), 3: (100.0, 0.0), 4: (0.0, 100.0), 5: (100.0, 100.0)}
BLOCK = [(1, [1, 2], RESIDENTIAL), (2, [2, 3], RESIDENTIAL), (3, [2, 4], RESIDENTIAL), (4, [3, 5, 4], RESIDENTIAL)]


def drive(streets: Streets, origin: Place, target: Place, mode: str = "car") -> float:
    network = build(streets, mode, crs=CRS)
    found = nearest(network, *(snap(network, places(spot)) for spot in (origin, target)), k=1)
    return float(found.network_m[0]) if len(found.network_m) else np.inf


def turned(*turns: Turn, **columns: str) -> Streets:
    streets = town(SPOTS, BLOCK, turns=turns)
    return replace(streets, turns=streets.turns.assign(**columns))


def test_r40_a_forbidden_turn_is_not_taken_by_car() -> None:
    up, round_the_block = 200.0, 500.0
    no = (1, 2, 3, "no_straight_on")
    assert drive(turned(), SPOTS[1], SPOTS[4]) == pytest.approx(up, abs=UM)
    assert drive(turned(no), SPOTS[1], SPOTS[4]) == pytest.approx(400.0, abs=UM)
    assert drive(turned(no), SPOTS[1], (0, 50)) == pytest.approx(450.0, abs=UM)
    assert drive(turned((1, 2, 2, "only_right_turn")), SPOTS[1], (0, 50)) == pytest.approx(450.0, abs=UM)
    for vehicle in ("motorcar", "motor_vehicle", "vehicle"):
        assert f"restriction:{vehicle}" in RULES["R40"] or f"`{vehicle}`" in RULES["R40"]
        assert drive(turned(no, exempt=f"psv;{vehicle}"), SPOTS[1], SPOTS[4]) == pytest.approx(up, abs=UM)
        assert drive(turned(no, limited=vehicle), SPOTS[1], (0, 50)) == pytest.approx(450.0, abs=UM)
    assert drive(turned(no, limited="hgv"), SPOTS[1], SPOTS[4]) == pytest.approx(up, abs=UM)
    # Nobody can tell which side of a way that runs on is meant.
    assert drive(turned((2, 3, 4, "no_left_turn"), (4, 5, 4, "no_straight_on")), SPOTS[1], SPOTS[5]) < round_the_block
    # At the crossing itself one is free; a metre before it one is not.
    assert drive(turned(no), SPOTS[2], (0, 50)) == pytest.approx(50.0, abs=UM)
    assert drive(turned(no), (0, -1), (0, 50)) == pytest.approx(351.0, abs=UM)
    free = [drive(turned(no), SPOTS[1], (0, 50), mode) for mode in ("walk", "bike", "cbs_car")]
    assert free == pytest.approx([150.0] * 3, abs=UM)


def cbs(text: str) -> str:
    return crossing("cbs_car", tags_of(text))


SURFACES, _, PAVED = RULES["R41"].partition("`track`")


def test_r41_the_car_of_cbs_keeps_to_paved_roads() -> None:
    loose = [word for word in words(SURFACES) if word not in {"cbs_car", "surface"}]
    hard = words(PAVED.partition("`surface` (")[2].partition(")")[0])
    assert (len(loose), len(hard)) == (18, 12)
    assert {cbs(f"highway=residential, surface={surface}") for surface in loose} == {"x"}
    assert {cbs(f"highway=track, surface={surface}") for surface in hard} == {"="}
    assert {cbs(f"highway=residential, surface={surface}") for surface in [*hard, "wood"]} == {"="}
    assert [cbs(f"highway=track, {tag}") for tag in ("tracktype=grade1", "tracktype=paved", "tracktype=grade2")] == [
        *"==x"
    ]
    assert [cbs(f"highway=track, {tag}") for tag in ("motorcar=yes", "surface=wood", "name=Laan")] == ["x"] * 3
    assert cbs("highway=track, tracktype=grade1, surface=gravel") == "x"


def test_r41_the_car_of_cbs_obeys_one_way_traffic_on_main_roads_and_ferries_alone() -> None:
    for kind in ("motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link"):
        assert cbs(f"highway={kind}, oneway=yes") == ">"
    for kind in ("secondary", "tertiary", "residential", "service"):
        assert cbs(f"highway={kind}, oneway=yes") == cbs(f"highway={kind}, junction=roundabout") == "="
    assert cbs("route=ferry, oneway=-1") == "<"
    assert cbs("route=ferry, motor_vehicle=no") == "x"
    assert cbs("highway=cycleway") == "x"
    assert Distances().limit("cbs_car") == 50_000
    assert MODES["cbs_car"].barriers == MODES["car"].barriers


def test_r42_by_time_the_quickest_way_counts() -> None:
    # Straight on 1,000 m at 12 km/h; round 600 + 1,000 + 600 m at 72 km/h. Shop n1 is at the far end, n2 halfway.
    slow, fast = {"highway": "living_street"}, {"highway": "secondary", "maxspeed": "80"}
    spots = {1: (0.0, 0.0), 2: (1000.0, 0.0), 3: (0.0, 600.0), 4: (1000.0, 600.0)}
    network = build(town(spots, [(1, [1, 2], slow), (2, [1, 3, 4, 2], fast)]), "car", crs=CRS)
    origins = gpd.GeoDataFrame({"location_id": ["A"]}, geometry=places((0, 0)))
    frame = {"facility_id": ["n1", "n2"], "category": "shop", "name": ""}
    shops = gpd.GeoDataFrame(frame, geometry=places((1000, 0), (600, 0)), crs="EPSG:4326")

    def told(options: DistanceOptions, surroundings: Surroundings | None = None) -> list[tuple[object, ...]]:
        around = surroundings or Surroundings()
        table = distances(origins, shops, network, categories=["shop"], options=options, surroundings=around)
        columns = ("facility_id", "distance_m", "minutes", "status", "border")
        return list(zip(*(table[name].round(3) if name[0] in "dm" else table[name] for name in columns), strict=True))

    assert told(DistanceOptions()) == [("n2", 600.0, 3.0, "ok", False), ("n1", 1000.0, 5.0, "ok", False)]
    # 2,200 m at 72 km/h are 110 seconds, 400 m back at 12 km/h another 120.
    quick = [("n1", 2200.0, round(11 / 6, 3), "ok", False), ("n2", 600.0, 3.0, "ok", False)]
    by_time = DistanceOptions(weight="time")
    assert told(by_time) == quick
    assert told(replace(by_time, limit_minutes=3.0)) == quick
    assert told(replace(by_time, limit_minutes=2.9)) == quick[:1]
    ((_, _, _, status, _),) = told(replace(by_time, limit_minutes=1.8))
    assert status == "beyond_limit"
    # At 117 km/h one comes 3,575 m in 110 seconds: an edge at 3,500 m counts, one at 3,650 m does not.
    edges = [
        Surroundings(boundary=places((0, 0)).to_crs(CRS).buffer(half * 0.9996, quad_segs=64).to_crs(4326).iloc[0])
        for half in (3_500.0, 3_650.0)
    ]
    assert [told(by_time, edge)[0][4] for edge in edges] == [True, False]
    # A ferry that is faster than any road counts too: 12 km in ten minutes.
    quick_ferry = (3, [1, 2], {"route": "ferry", "duration": "0:00:30"})
    sea = build(town(spots, [(1, [1, 2], slow), (2, [1, 3, 4, 2], fast), quick_ferry]), "walk", crs=CRS)
    assert sea.farthest_m(60.0) == pytest.approx(2000.0, abs=0.1)
    assert network.farthest_m(110.0) == pytest.approx(3575.0)
    assert [Distances(weight="time").limit(mode) for mode in ("walk", "bike", "car", "cbs_car")] == [60.0] * 4
