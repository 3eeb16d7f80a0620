"""Streets become segments, arcs and components."""

from dataclasses import fields, replace

import numpy as np
import osm_streets
import pyproj
import pytest
from hypothesis import given, settings

from geo.crs import RD_NEW
from geo.errors import NetworkError
from geo.extract import Streets
from geo.network.build import Network, build
from geo.network.modes import BIKE, Mode
from tests.network.random_towns import MODES, SecondOpinion, TownPlan, thousandths, town_plans
from tests.toytowns import CRS, RESIDENTIAL, grid, one_way_ring, river_town, street, town, two_islands

UM = 1e-4
"""Toy towns are laid out to within a tenth of a millimetre."""
ONE_WAY = {"highway": "residential", "oneway": "yes"}


def rows(network: Network) -> list[tuple[int, int, int, int]]:
    """Way, place in the way, and the OSM ids of both ends of each segment."""
    ends = network.node_id[network.u], network.node_id[network.v]
    return [tuple(int(part) for part in row) for row in zip(network.way_id, network.position, *ends, strict=True)]


def components_m(network: Network) -> list[float]:
    """Length of the component of each segment, 0 where it has none."""
    return [float(network.component_m[component]) if component >= 0 else 0.0 for component in network.component]


def test_a_way_is_cut_at_every_node_and_segments_go_by_way_and_place() -> None:
    spots = {10: (0.0, 0.0), 20: (300.0, 0.0), 30: (300.0, 400.0), 40: (0.0, 400.0)}
    network = build(town(spots, [(7, [40, 10], RESIDENTIAL), (5, [10, 20, 30], RESIDENTIAL)]), "walk", crs=CRS)
    assert rows(network) == [(5, 0, 10, 20), (5, 1, 20, 30), (7, 0, 40, 10)]
    assert network.length_m.tolist() == pytest.approx([300, 400, 400], abs=UM)
    # 5 km/h is 5 / 3.6 m/s.
    assert network.seconds.tolist() == pytest.approx([216, 288, 288], abs=UM)
    assert network.node_id.tolist() == [10, 20, 30, 40]


def dutch(streets: Streets) -> Streets:
    """Bring a toy town near Kampen, where a degree east is shorter than a degree north."""
    return replace(streets, node_lon=streets.node_lon + 2.91, node_lat=streets.node_lat + 52.55)


def test_lengths_are_geodesic_and_not_those_of_the_map() -> None:
    network = build(dutch(grid(4, 4, spacing_m=730.0)), "car", crs=RD_NEW)
    geod = pyproj.Geod(ellps="WGS84")
    lon, lat = network.lon, network.lat
    _, _, expected = geod.inv(lon[network.u], lat[network.u], lon[network.v], lat[network.v])
    assert len(expected) == 24
    np.testing.assert_array_equal(network.length_mm, np.rint(expected * 1000))
    # RD New shrinks lengths there by about a decimetre a kilometre, and a degree east counts for 0.608 of one north.
    plane = np.hypot(*(part[network.v] - part[network.u] for part in (network.x, network.y)))
    assert 0.005 < np.abs(network.length_m - plane).max() < 0.5
    assert network.length_m.min() / network.length_m.max() == pytest.approx(0.608, abs=0.01)


def test_sums_of_lengths_do_not_depend_on_the_order_of_adding() -> None:
    network = build(dutch(grid(9, 9, spacing_m=73.1)), "walk", crs=RD_NEW)
    generator = np.random.default_rng(5)
    for sizes in (network.length_mm, network.time_ms):
        assert len({int(generator.permutation(sizes).sum()) for _ in range(50)}) == 1
        assert sizes.dtype == np.int64


def test_a_node_that_repeats_the_one_before_makes_no_segment() -> None:
    spots = {1: (0.0, 0.0), 2: (100.0, 0.0), 3: (250.0, 0.0)}
    network = build(town(spots, [(1, [1, 1, 2, 2, 2, 3], RESIDENTIAL)]), "walk", crs=CRS)
    assert [row[2:] for row in rows(network)] == [(1, 2), (2, 3)]
    assert network.length_m.tolist() == pytest.approx([100, 150], abs=UM)
    assert np.diff(network.position).tolist() == [3]


def test_a_way_that_comes_back_keeps_both_passages() -> None:
    spots = {1: (0.0, 0.0), 2: (100.0, 0.0)}
    network = build(town(spots, [(1, [1, 2, 1], ONE_WAY)]), "bike", crs=CRS)
    assert rows(network) == [(1, 0, 1, 2), (1, 1, 2, 1)]
    assert components_m(network) == pytest.approx([200, 200], abs=UM)


def test_ways_that_a_mode_may_not_use_leave_no_segment_and_no_node() -> None:
    spots = {1: (0.0, 0.0), 2: (100.0, 0.0), 3: (250.0, 0.0)}
    plan = town(spots, [(1, [1, 2], {"highway": "footway"}), (2, [2, 3], {"highway": "motorway"})])
    assert rows(build(plan, "walk", crs=CRS)) == [(1, 0, 1, 2)]
    assert rows(build(plan, "car", crs=CRS)) == [(2, 0, 2, 3)]
    assert build(plan, "car", crs=CRS).node_id.tolist() == [2, 3]


def arcs_of(network: Network) -> list[tuple[int, int]]:
    arcs, node_id = network.links.leaving, network.node_id[network.links.node]
    tail = np.repeat(np.arange(len(node_id)), np.diff(arcs.start))
    return sorted(zip(node_id[tail].tolist(), node_id[arcs.head].tolist(), strict=True))


@pytest.mark.parametrize(
    ("oneway", "arcs"), [("yes", [(1, 2), (2, 3)]), ("-1", [(2, 1), (3, 2)]), ("no", [(1, 2), (2, 1), (2, 3), (3, 2)])]
)
def test_arcs_are_the_permitted_directions_and_entering_mirrors_leaving(
    oneway: str, arcs: list[tuple[int, int]]
) -> None:
    # A stub at the middle makes it a junction.
    spots = {1: (0.0, 0.0), 2: (100.0, 0.0), 3: (200.0, 0.0), 4: (100.0, 50.0)}
    stub = {"highway": "residential", "oneway": "yes"}
    ways = [(1, [1, 2, 3], {"highway": "residential", "oneway": oneway}), (2, [2, 4], stub)]
    network = build(town(spots, ways), "car", crs=CRS)
    links = network.links
    assert arcs_of(network) == sorted([*arcs, (2, 4)])
    turned = replace(network, links=replace(links, leaving=links.entering))
    assert arcs_of(turned) == sorted((head, tail) for tail, head in [*arcs, (2, 4)])
    for arcs_by in (links.leaving, links.entering):
        np.testing.assert_array_equal(arcs_by.length_mm, links.length_mm[arcs_by.link])
        np.testing.assert_array_equal(arcs_by.time_ms, links.time_ms[arcs_by.link])


def test_a_blocking_node_is_cut_into_a_copy_for_every_segment_end() -> None:
    # A locked gate at the crossing in the middle of a grid of 3 x 3: four streets end there, none goes on.
    gate = town({5: (0.0, 0.0)}, [], {5: {"barrier": "gate", "locked": "yes"}}).node_tags.set_axis([4], axis=0)
    network = build(replace(grid(), node_tags=gate), "walk", crs=CRS)
    assert len(network.u) == 12
    assert np.count_nonzero(network.node_id == 5) == 4
    assert len(network.node_id) == 8 + 4
    assert np.bincount(np.concatenate([network.u, network.v]))[network.node_id == 5].tolist() == [1, 1, 1, 1]
    # The ring of eight streets is still whole, and the four stubs hang on it.
    assert components_m(network) == pytest.approx([1200] * 12, abs=1e-3)


def test_a_bollard_cuts_a_street_for_cars_alone() -> None:
    spots = {1: (0.0, 0.0), 2: (700.0, 0.0), 3: (1000.0, 0.0)}
    plan = town(spots, [(1, [1, 2, 3], RESIDENTIAL)], {2: {"barrier": "bollard"}})
    assert components_m(build(plan, "bike", crs=CRS)) == pytest.approx([1000, 1000], abs=UM)
    car = build(plan, "car", crs=CRS)
    assert components_m(car) == pytest.approx([700, 300], abs=UM)
    assert car.node_id.tolist() == [1, 3, 2, 2]
    assert car.lon[2] == car.lon[3]


def test_a_two_way_street_counts_once_and_every_segment_of_a_component_alike() -> None:
    assert components_m(build(street(1000.0), "walk", crs=CRS)) == pytest.approx([1000] * 10, abs=UM)
    assert components_m(build(river_town(bridge=False), "walk", crs=CRS)) == pytest.approx([1000] * 4, abs=UM)
    assert components_m(build(river_town(), "walk", crs=CRS)) == pytest.approx([2100] * 5, abs=UM)


def test_a_one_way_ring_is_strong_and_a_one_way_dead_end_belongs_nowhere() -> None:
    assert components_m(build(one_way_ring(), "car", crs=CRS)) == pytest.approx([800] * 4, abs=UM)
    spots = {1: (0.0, 0.0), 2: (200.0, 0.0), 3: (200.0, 200.0), 4: (0.0, 200.0), 5: (900.0, 0.0), 6: (-300.0, 0.0)}
    ways = [(1, [1, 2, 3, 4, 1], ONE_WAY), (2, [2, 5], ONE_WAY), (3, [6, 1], ONE_WAY)]
    network = build(town(spots, ways), "car", crs=CRS)
    assert components_m(network) == pytest.approx([800, 800, 800, 800, 0, 0], abs=UM)
    assert network.component[4:].tolist() == [-1, -1]
    assert len(network.length_m) == 6


def test_a_one_way_street_between_two_neighbourhoods_joins_them_not() -> None:
    spots = {1: (0.0, 0.0), 2: (600.0, 0.0), 3: (800.0, 0.0), 4: (1500.0, 0.0)}
    ways = [(1, [1, 2], RESIDENTIAL), (2, [2, 3], ONE_WAY), (3, [3, 4], RESIDENTIAL)]
    assert components_m(build(town(spots, ways), "bike", crs=CRS)) == pytest.approx([600, 0, 700], abs=UM)
    back = [*ways, (4, [3, 2], ONE_WAY)]
    assert components_m(build(town(spots, back), "bike", crs=CRS)) == pytest.approx([1700] * 4, abs=UM)


def test_a_one_way_short_cut_inside_a_component_belongs_to_it() -> None:
    # Both ends of the diagonal, of 200√2 m, are in the two-way square.
    spots = {1: (0.0, 0.0), 2: (200.0, 0.0), 3: (200.0, 200.0), 4: (0.0, 200.0)}
    ways = [(1, [1, 2, 3, 4, 1], RESIDENTIAL), (2, [1, 3], ONE_WAY)]
    assert components_m(build(town(spots, ways), "car", crs=CRS)) == pytest.approx([800 + 282.843] * 5, abs=1e-9)


def test_a_ferry_joins_components_and_its_duration_is_spread_over_its_length() -> None:
    network = build(two_islands(ferry={"duration": "00:30"}), "walk", crs=CRS)
    assert network.ferry.tolist() == [False] * 4 + [True]
    assert components_m(network) == pytest.approx([2200] * 5, abs=UM)
    spots = {1: (0.0, 0.0), 2: (100.0, 0.0), 3: (400.0, 0.0)}
    timed = build(town(spots, [(1, [1, 2, 3], {"route": "ferry", "duration": "20"})]), "car", crs=CRS)
    # A quarter and three quarters of 20 minutes.
    assert timed.seconds.tolist() == pytest.approx([300, 900], abs=1e-3)
    slow = build(town(spots, [(1, [1, 2, 3], {"route": "ferry"})]), "car", crs=CRS)
    assert slow.seconds.tolist() == pytest.approx([72, 216], abs=1e-3)


def test_an_unknown_mode_is_refused_with_the_modes_there_are() -> None:
    with pytest.raises(NetworkError, match=r"`horse` is not a mode; choose from walk, bike, car"):
        build(street(), "horse", crs=CRS)


def test_rules_of_ones_own_make_a_network_too() -> None:
    # A cargo bike of 12 km/h that may go on streets and stops at bollards: 1,000 m take 300 s.
    cargo = Mode(
        name="cargo",
        hierarchy=BIKE.hierarchy,
        open_kinds=frozenset({"residential"}),
        barriers=frozenset({"bollard"}),
        kmh=12.0,
        leg_kmh=5.0,
    )
    spots = {1: (0.0, 0.0), 2: (1000.0, 0.0), 3: (1000.0, 600.0)}
    plan = town(spots, [(1, [1, 2], RESIDENTIAL), (2, [2, 3], {"highway": "cycleway"})], {2: {"barrier": "bollard"}})
    network = build(plan, cargo, crs=CRS)
    assert network.mode is cargo
    assert rows(network) == [(1, 0, 1, 2)]
    assert network.seconds.tolist() == pytest.approx([300], abs=1e-3)


@pytest.mark.parametrize("empty", [town({}, []), street(tags={"highway": "motorway"}), street(tags={"highway": ""})])
def test_streets_without_a_way_for_the_mode_make_an_empty_network(empty: Streets) -> None:
    network = build(empty, "walk", crs=CRS)
    for name in ("node_id", "lon", "x", "u", "v", "length_m", "seconds", "way_id", "component", "component_m"):
        assert len(getattr(network, name)) == 0
    assert network.links.leaving.start.tolist() == [0]
    assert {item.name: getattr(network, item.name).dtype for item in fields(network) if item.name in "uvcomponent"} == {
        "u": np.int64, "v": np.int64, "component": np.int64,
    }  # fmt: skip


def test_the_network_of_random_towns_is_that_of_the_oracle() -> None:
    seen = {"segments": 0, "one way": 0, "cut": 0, "no component": 0}

    @settings(max_examples=200, deadline=None, derandomize=True)
    @given(town_plans(least=1), MODES)
    def law(plan: TownPlan, mode: str) -> None:
        network = build(plan.streets(), mode, crs=CRS)
        raw = plan.raw()
        oracle = list(osm_streets.segments_of(raw, mode))
        assert rows(network) == [
            (one.way, one.position, *(raw.ways[one.way][0][one.position + side] for side in (0, 1))) for one in oracle
        ]
        assert network.length_mm.tolist() == [thousandths(one.length_m) for one in oracle]
        sides = {(True, False): "forward", (False, True): "backward", (True, True): "both"}
        permitted = zip(network.forward.tolist(), network.backward.tolist(), strict=True)
        assert [sides[pair] for pair in permitted] == [one.way_direction for one in oracle]
        assert network.ferry.tolist() == [one.ferry for one in oracle]
        # Two ends are one node for us where they are one for the oracle.
        ours = [*network.u.tolist(), *network.v.tolist()]
        theirs = [*(one.start for one in oracle), *(one.end for one in oracle)]
        assert len(set(zip(ours, theirs, strict=True))) == len(set(ours)) == len(set(theirs))
        expected = SecondOpinion(plan, mode).components_m()
        assert components_m(network) == pytest.approx(expected, abs=1e-9)
        seen["segments"] += len(oracle)
        seen["one way"] += sum(one.way_direction != "both" for one in oracle)
        seen["cut"] += sum(isinstance(end, tuple) for end in theirs)
        seen["no component"] += int(np.count_nonzero(network.component < 0))

    law()
    assert min(seen.values()) > 10
