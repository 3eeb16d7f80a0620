"""The rules of ``docs/methode-afstanden.md``, R20 and on: feet, distances, statuses and flags; and its example."""

import re
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import Polygon

from geo.analysis.distances import DistanceOptions, Surroundings, distances
from geo.network.build import Network, build
from geo.network.catchment import catchment, reached
from geo.network.route import count_within
from geo.network.snap import snap
from geo.plan import Distances
from tests.toytowns import CRS, RESIDENTIAL, degrees, grid, one_way_ring, places, river_town, street, town, two_islands

PAGE = Path(__file__).parents[2] / "docs" / "methode-afstanden.md"
UM = 1e-4
"""Toy towns are laid out to within a tenth of a millimetre."""
SCALE = 0.9996
"""A metre in a toy town on its map."""
NUMBERS = ["distance_m", "minutes", "access_m", "network_m", "egress_m", "straight_m"]


def asked(*spots: object) -> gpd.GeoDataFrame:
    """Give origins A, B and so on."""
    return gpd.GeoDataFrame({"location_id": list("ABCDEFGH"[: len(spots)])}, geometry=places(*spots))


def shops(**spots: object) -> gpd.GeoDataFrame:
    frame = {"facility_id": list(spots), "category": "shop", "name": ""}
    return gpd.GeoDataFrame(frame, geometry=places(*spots.values()), crs="EPSG:4326")


def table(network: Network, origin: object, limits: DistanceOptions | None = None, **spots: object) -> pd.DataFrame:
    """Give the rows of one origin."""
    return distances(asked(origin), shops(**spots), network, categories=["shop"], options=limits or DistanceOptions())


def row(network: Network, origin: object, limits: DistanceOptions | None = None, **spots: object) -> pd.Series:
    found = table(network, origin, limits, **spots)
    assert len(found) == 1
    return found.iloc[0]


def square(west: float, south: float, east: float, north: float) -> Polygon:
    return Polygon([degrees(spot) for spot in ((west, south), (east, south), (east, north), (west, north))])


@pytest.fixture(scope="module")
def long_street() -> Network:
    """One street of 1,000 m to the east, way 1, ten pieces."""
    return build(street(1000.0), "walk", crs=CRS)


def test_r20_the_foot_lies_inside_the_nearest_street_and_depends_on_the_place_alone() -> None:
    network = build(street(1000.0, parts=1), "walk", crs=CRS)
    found = snap(network, places((370, 40), (-30, 40)))
    # Square to the street at 370 m, not at its end; past the end 30 m on and 40 m aside are 50 m.
    assert (found.fraction[0], found.leg_m[0]) == (pytest.approx(0.37, abs=1e-7), pytest.approx(40, abs=UM))
    assert (found.fraction[1], found.leg_m[1]) == (0, pytest.approx(50, abs=UM))
    # 40 m from the southern quay and 60 m from the shop on the northern one: the foot is on the southern quay all the
    # same, 300 m before the bridge of 100 m and the 300 m back.
    across = row(build(river_town(), "walk", crs=CRS), (700, 40), n1=(700, 100))
    assert (across.access_m, across.network_m) == (pytest.approx(40, abs=UM), pytest.approx(700, abs=UM))


def test_r20_what_is_not_open_to_the_mode_is_no_street_for_it() -> None:
    # A motorway at 20 m, and a street of 600 m at 80 m on the other side.
    spots = {1: (0, 0), 2: (600, 0), 3: (0, 100), 4: (600, 100)}
    streets = town(spots, [(1, [1, 2], RESIDENTIAL), (2, [3, 4], {"highway": "motorway", "oneway": "no"})])
    legs = [snap(build(streets, mode, crs=CRS), places((300, 80))).leg_m[0] for mode in ("walk", "bike", "car")]
    assert legs == pytest.approx([80, 80, 20], abs=UM)


@pytest.mark.parametrize(("length_m", "way"), [(499.9, 2), (500.0, 1), (500.1, 1)])
def test_r21_streets_of_less_than_500_m_are_skipped(length_m: float, way: int) -> None:
    spots = {1: (0, 0), 2: (length_m, 0), 3: (0, -300), 4: (600, -300)}
    network = build(town(spots, [(1, [1, 2], RESIDENTIAL), (2, [3, 4], RESIDENTIAL)]), "walk", crs=CRS)
    assert snap(network, places((200, 10))).way_id.tolist() == [way]


def test_r21_a_one_way_dead_end_and_a_ferry_are_skipped_and_a_ferry_counts_in_the_length() -> None:
    # The one-way branch of 900 m leads nowhere and back; the place at 10 m from it gets the street at 190 m.
    spots = {1: (0, 0), 2: (600, 0), 3: (600, 200), 4: (-300, 200)}
    ways = [(1, [1, 2], RESIDENTIAL), (2, [2, 3, 4], {"highway": "residential", "oneway": "yes"})]
    assert snap(build(town(spots, ways), "car", crs=CRS), places((300, 190))).way_id.tolist() == [1]
    # In the middle of 1,000 m of water the nearest street begins 500 m away, and the lowest way is the western one.
    assert snap(build(two_islands(ferry={}), "walk", crs=CRS), places((1100, 0))).way_id.tolist() == [1]
    # Two streets of 100 m with a ferry of 300 m between them make 500 m.
    quays = town(
        {1: (0, 0), 2: (100, 0), 3: (400, 0), 4: (500, 0)},
        [(1, [1, 2], RESIDENTIAL), (2, [3, 4], RESIDENTIAL), (3, [2, 3], {"route": "ferry"})],
    )
    assert snap(build(quays, "walk", crs=CRS), places((50, 5))).way_id.tolist() == [1]


def test_r22_what_is_equally_near_goes_to_the_lowest_way_and_its_first_piece(long_street: Network) -> None:
    # Half way between the quays of the river town, 50 m from ways 1 and 2.
    assert snap(build(river_town(), "walk", crs=CRS), places((500, 50))).way_id.tolist() == [1]
    # At the point between the third and fourth piece.
    found = snap(long_street, places((300, 7)))
    assert long_street.position[found.segment].tolist() == [2]


@pytest.mark.parametrize(("east_m", "at_node"), [(0.0009, True), (0.0012, False), (999.9991, True)])
def test_r23_within_a_millimetre_of_the_end_the_foot_is_the_end(east_m: float, at_node: bool) -> None:
    found = snap(build(street(1000.0, parts=1), "walk", crs=CRS), places((east_m, 12)))
    assert (found.node >= 0).tolist() == [at_node]


def test_r24_the_longest_leg_is_1000_m_and_included(long_street: Network) -> None:
    found = snap(long_street, places((500, 999.999), (500, 1000), (500, 1000.01)))
    assert (found.segment >= 0).tolist() == [True, True, False]
    assert row(long_street, (0, 0), n1=(500, 1000.01)).status == "unreachable"
    assert row(long_street, (0, 0), DistanceOptions(max_snap_m=20), n1=(500, 30)).status == "unreachable"


def test_r25_the_nearest_entrance_counts(long_street: Network) -> None:
    # From 100 m: to the entrance at 300 m 200 + 90 m, to the one at 350 m 250 + 10 m.
    found = row(long_street, (100, 0), n1=[(300, 90), (350, 10)])
    assert (found.distance_m, found.egress_m) == (pytest.approx(260, abs=UM), pytest.approx(10, abs=UM))


def test_r26_an_area_counts_at_the_point_of_its_outline_nearest_a_street(long_street: Network) -> None:
    # A block from 300 to 400 m, 20 m from the street: the corner at 300 m comes first, also from the east.
    block = Polygon([(300, 20), (400, 20), (400, 90), (300, 90)])
    found = row(long_street, (900, 0), n1=block)
    assert (found.network_m, found.egress_m) == (pytest.approx(600, abs=1e-3), pytest.approx(20, abs=1e-3))
    # A street through the block: its first point of the outline, without a leg.
    across = row(long_street, (900, 0), n1=Polygon([(300, -20), (400, -20), (400, 90), (300, 90)]))
    assert (across.network_m, across.egress_m) == (pytest.approx(600, abs=1e-3), pytest.approx(0, abs=1e-3))


def test_r27_a_distance_is_both_legs_and_the_network_between(long_street: Network) -> None:
    # From 150 to 450 m: 30 + 300 + 40 m; in a straight line √(300² + 10²).
    found = row(long_street, (150, 30), n1=(450, 40))
    parts = found[["access_m", "network_m", "egress_m"]].tolist()
    assert parts == pytest.approx([30, 300, 40], abs=UM)
    assert found.distance_m == sum(parts)
    assert found.straight_m == pytest.approx(90_100**0.5, abs=UM)


def test_r28_the_shortest_way_in_the_permitted_directions() -> None:
    # One way round 4 x 200 m: 100 m on are 100 m, 100 m back are 700 m, and nothing to where one is.
    ring = build(one_way_ring(), "car", crs=CRS)
    on, back, here = (row(ring, (100, 0), n1=goal).network_m for goal in ((200, 0), (0, 0), (100, 0)))
    assert (on, back, here) == (pytest.approx(100, abs=UM), pytest.approx(700, abs=UM), 0)
    # Over a grid with meshes of 100 m two streets east and two north are 400 m.
    assert row(build(grid(), "car", crs=CRS), (0, 0), n1=(200, 200)).network_m == pytest.approx(400, abs=UM)


def test_r29_minutes_are_those_of_the_shortest_way() -> None:
    # Straight on 600 m at 12 km/h, 180 s; round by the main road 1,000 m at 45 km/h, 80 s.
    spots = {1: (0, 0), 2: (600, 0), 3: (300, 400)}
    slow, fast = {"highway": "living_street"}, {"highway": "tertiary"}
    network = build(town(spots, [(1, [1, 2], slow), (2, [1, 3, 2], fast)]), "car", crs=CRS)
    found = row(network, (0, 0), n1=(600, 0))
    assert (found.distance_m, found.minutes) == (pytest.approx(600, abs=UM), pytest.approx(3, abs=1e-4))
    # Two sides of a square against the other two, both 800 m: 115.2 s at 25 km/h, 64 s at 45 km/h.
    corners = {1: (0, 0), 2: (400, 0), 3: (400, 400), 4: (0, 400)}
    sides = town(corners, [(1, [1, 2, 3], RESIDENTIAL), (2, [1, 4, 3], fast)])
    assert row(build(sides, "car", crs=CRS), (0, 0), n1=(400, 400)).minutes == pytest.approx(64 / 60, abs=1e-4)


def test_r30_the_three_nearest_and_equal_ones_by_number(long_street: Network) -> None:
    # n10 and n9 lie at 200 m on either side; as text n10 comes first. The fourth is left out.
    found = table(long_street, (500, 0), n9=(300, 0), n10=(700, 0), n3=(400, 0), n1=(900, 0))
    assert found["facility_id"].tolist() == ["n3", "n10", "n9"]
    assert found["rank"].tolist() == [1, 2, 3]
    # One with two entrances counts once, and the other one is the second.
    found = table(long_street, (500, 0), n1=[(300, 0), (400, 0)], n2=(750, 0))
    assert found["facility_id"].tolist() == ["n1", "n2"]
    assert table(long_street, (500, 0), DistanceOptions(nearest=1), n1=(300, 0), n2=(750, 0))["rank"].tolist() == [1]


def test_r31_the_limit_is_included(long_street: Network) -> None:
    limits = [DistanceOptions(limit_m=limit_m) for limit_m in (299.99, 300.0)]
    assert [row(long_street, (0, 0), each, n1=(300, 0)).status for each in limits] == ["beyond_limit", "ok"]
    assert [Distances().limit(mode) for mode in ("walk", "bike", "car")] == [5000, 15000, 50000]
    assert (Distances().nearest, Distances().max_snap_m, Distances().far_snap_m) == (3, 1000, 250)


def test_r32_where_there_is_no_distance_the_status_says_why(long_street: Network) -> None:
    islands = build(two_islands(), "walk", crs=CRS)
    missing = {
        "none": row(long_street, (0, 0)),
        "unreachable": row(islands, (0, 0), n1=(2200, 0)),
        "beyond_limit": row(long_street, (0, 0), DistanceOptions(limit_m=100), n1=(300, 0)),
    }
    assert {status: found.status for status, found in missing.items()} == {status: status for status in missing}
    assert all(found[[*NUMBERS, "facility_id"]].isna().all() for found in missing.values())
    home = asked((150, 30)).assign(facilities_on_site=[("shop",)])
    on_site = distances(home, shops(n1=(300, 0)), long_street, categories=["shop"])
    assert on_site["status"].tolist() == ["on_site"]
    assert (on_site[NUMBERS] == 0).all(axis=None)


def test_r33_border_where_the_edge_of_the_map_is_nearer(long_street: Network) -> None:
    # The edge is 100 m west of the place: a shop at 50 m is surely the nearest, one at 150 m perhaps not.
    around = Surroundings(boundary=square(-100, -2000, 2000, 2000))
    found = distances(
        asked((0, 0)), shops(n1=(50, 0), n2=(150, 0)), long_street, categories=["shop"], surroundings=around
    )
    assert found["border"].tolist() == [False, True]
    # Where nothing was found the limit decides; a place outside the map is at its edge.
    options = [DistanceOptions(limit_m=limit_m) for limit_m in (99.0, 101.0)]
    none = [
        distances(asked((0, 0)), shops(), long_street, categories=["shop"], options=each, surroundings=around)
        for each in options
    ]
    assert [each["border"].tolist() for each in none] == [[False], [True]]
    outside = Surroundings(boundary=square(100, -2000, 2000, 2000))
    found = distances(asked((0, 0)), shops(n1=(50, 0)), long_street, categories=["shop"], surroundings=outside)
    assert found["border"].tolist() == [True]


@pytest.mark.parametrize(("bridge", "ferry"), [(True, False), (False, True)])
def test_r34_ferry_where_there_is_no_way_round(bridge: bool, ferry: bool) -> None:
    # Two quays of 1,000 m, a ferry of 100 m at the west end, perhaps a bridge at the east end: by ferry 300 m anyhow.
    spots = {1: (0, 0), 2: (1000, 0), 3: (0, 100), 4: (1000, 100)}
    ways = [(1, [1, 2], RESIDENTIAL), (2, [3, 4], RESIDENTIAL), (3, [1, 3], {"route": "ferry"})]
    network = build(town(spots, [*ways, (4, [2, 4], RESIDENTIAL)] if bridge else ways), "walk", crs=CRS)
    found = row(network, (100, 0), n1=(100, 100))
    assert (found.distance_m, found.ferry) == (pytest.approx(300, abs=UM), ferry)


def test_r35_far_snap_where_a_leg_is_longer_than_250_m(long_street: Network) -> None:
    cases = [((0, 0), (500, 250)), ((0, 0), (500, 250.1)), ((500, 250.1), (0, 0)), ((500, 1001), (0, 0))]
    assert [row(long_street, here, n1=there).far_snap for here, there in cases] == [False, True, True, True]


def test_r36_foreign_is_what_lies_outside_the_country(long_street: Network) -> None:
    two, inside = shops(n1=(200, 0), n2=(400, 0)), Surroundings(country=square(-100, -100, 300, 100))
    found = distances(asked((0, 0)), two, long_street, categories=["shop"], surroundings=inside)
    assert found["foreign"].tolist() == [False, True]
    assert distances(asked((0, 0)), two, long_street, categories=["shop"])["foreign"].tolist() == [False, False]


def test_r37_the_number_within_a_limit(long_street: Network) -> None:
    # From the middle: 100 m west, 200 m east with a leg of 50 m, and one with two entrances at 100 and 200 m.
    goals = snap(long_street, places((400, 0), (700, 50), [(600, 0), (700, 0)]))
    here = snap(long_street, places((500, 0)))
    found = [count_within(long_street, here, goals, limit=limit_m).tolist() for limit_m in (99.9, 100, 249.9, 250)]
    assert found == [[0], [2], [2], [3]]


def metres(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(shape, lambda xy: (xy - [500_000, 0]) / SCALE)


def test_r38_a_catchment_is_40_m_around_the_streets_reached(long_street: Network) -> None:
    # The leg takes 30 of 200 m: 170 m to either side of 500 m, and 40 m around that.
    here = snap(long_street, places((500, 30)))
    lines = metres(shapely.union_all(reached(long_street, here, limit_m=200)))
    assert lines.bounds == pytest.approx((330, 0, 670, 0), abs=1e-2)
    area = metres(catchment(long_street, here, limit_m=200))
    assert area.bounds == pytest.approx((290, -40, 710, 40), abs=0.1)
    # Across 1,000 m of water the far street is reached from 1,600 m on, and the water is no part of it.
    ferry = build(two_islands(ferry={}), "walk", crs=CRS)
    lines = metres(shapely.union_all(reached(ferry, snap(ferry, places((0, 0))), limit_m=1800)))
    assert lines.length == pytest.approx(600 + 200, abs=1e-2)


def test_r39_the_order_and_the_company_of_a_question_change_nothing() -> None:
    network = build(grid(), "walk", crs=CRS)
    origins, goals = asked((30, 10), (170, 90), (99, 155)), shops(n1=(200, 0), n2=(0, 200), n3=(100, 100))
    whole = distances(origins, goals, network, categories=["shop"])
    turned = distances(origins.iloc[::-1], goals.iloc[::-1], network, categories=["shop"])
    apart = [distances(origins.iloc[[each]], goals, network, categories=["shop"]) for each in range(3)]
    pd.testing.assert_frame_equal(turned, whole)
    pd.testing.assert_frame_equal(pd.concat(apart, ignore_index=True), whole)


def example() -> dict[str, list[list[str]]]:
    """Give the rows of the tables of the example, by their first heading."""
    text = PAGE.read_text("utf-8").split("## Voorbeeld")[1]
    blocks = re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
    cells = [[[cell.strip() for cell in line[1:-1].split("|")] for line in block.splitlines()] for block in blocks]
    return {head[0]: rows for head, _, *rows in cells}


def tags_in(text: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in re.findall(r"`([^`]+)`", text))


@pytest.mark.parametrize("mode", ["walk", "bike", "car"])
def test_the_example_of_the_page_is_what_comes_out(mode: str) -> None:
    tables = example()
    spots = {int(node): (float(east), float(north)) for node, east, north, _ in tables["punt"]}
    ways = [(int(way), [int(node) for node in nodes.split()], tags_in(tags)) for way, nodes, tags, _ in tables["weg"]]
    barriers = {int(node): tags_in(tags) for node, _, _, tags in tables["punt"] if tags}
    network = build(town(spots, ways, barriers), mode, crs=CRS)
    (_, *here, _), *others = tables["plaats"]
    goals = shops(**{name: (float(east), float(north)) for name, east, north, _ in others})
    goals["category"] = [kind.strip("`") for *_, kind in others]
    found = distances(asked(tuple(map(float, here))), goals, network, categories=["library", "supermarket"])
    wanted = [line for line in tables["mode"] if line[0] == mode]
    texts = found[["mode", "category", "rank", "facility_id", "status"]].fillna("").astype("str")
    assert texts.to_numpy().tolist() == [[*line[:4], line[-1]] for line in wanted]
    numbers = [[float(cell.replace(",", ".") or "nan") for cell in line[4:-1]] for line in wanted]
    ours = found[["access_m", "network_m", "egress_m", "distance_m", "minutes", "straight_m"]].to_numpy()
    np.testing.assert_allclose(ours[:, :4], np.array(numbers)[:, :4], atol=1e-3)
    np.testing.assert_allclose(ours[:, 4], np.array(numbers)[:, 4], atol=0.005)
    np.testing.assert_allclose(ours[:, 5], np.array(numbers)[:, 5], atol=0.05)
