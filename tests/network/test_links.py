"""Links: chains of segments without a choice."""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings

from geo.network.build import Network, build
from tests.network.random_towns import MODES, TownPlan, town_plans
from tests.toytowns import CRS, RESIDENTIAL, grid, one_way_ring, street, town

ONE_WAY = {"highway": "residential", "oneway": "yes"}


def told(network: Network) -> list[tuple[int, int, int, bool, bool]]:
    """OSM ids of begin and end, millimetres and permitted directions of each link."""
    links = network.links
    ids = network.node_id[links.node]
    columns = (ids[links.begin], ids[links.end], links.length_mm, links.forward, links.backward)
    return sorted(zip(*(column.tolist() for column in columns), strict=True))


def test_a_street_of_ten_segments_is_one_link() -> None:
    network = build(street(1000.0, parts=10), "walk", crs=CRS)
    assert told(network) == [(1, 11, 1_000_000, True, True)]
    assert network.links.offset_mm.tolist() == list(range(0, 1_000_000, 100_000))
    assert not network.links.turned.any()
    assert network.links.junction.tolist() == [0, *[-1] * 9, 1]


def test_a_segment_may_run_against_its_link() -> None:
    spots = {1: (0.0, 0.0), 2: (100.0, 0.0), 3: (250.0, 0.0), 4: (450.0, 0.0)}
    ways = [(1, [1, 2], RESIDENTIAL), (2, [3, 2], RESIDENTIAL), (3, [3, 4], RESIDENTIAL)]
    links = build(town(spots, ways), "walk", crs=CRS).links
    assert links.turned.tolist() == [False, True, False]
    assert links.offset_mm.tolist() == [0, 100_000, 250_000]


@pytest.mark.parametrize(
    ("first", "second", "mode", "expected"),
    [
        (RESIDENTIAL, RESIDENTIAL, "car", 1),
        (ONE_WAY, ONE_WAY, "car", 1),
        (ONE_WAY, RESIDENTIAL, "car", 2),
        (ONE_WAY, RESIDENTIAL, "walk", 1),
        (ONE_WAY, {"highway": "residential", "oneway": "-1"}, "car", 2),
        (RESIDENTIAL, {"route": "ferry"}, "walk", 2),
    ],
)
def test_a_link_ends_where_the_permitted_directions_change_and_at_a_quay(
    first: Mapping[str, str], second: Mapping[str, str], mode: str, expected: int
) -> None:
    spots = {1: (0.0, 0.0), 2: (100.0, 0.0), 3: (250.0, 0.0)}
    network = build(town(spots, [(1, [1, 2], first), (2, [2, 3], second)]), mode, crs=CRS)
    assert len(network.links.length_mm) == expected


def test_one_way_streets_that_are_drawn_against_each_other_still_lead_on() -> None:
    spots = {1: (0.0, 0.0), 2: (100.0, 0.0), 3: (250.0, 0.0)}
    ways = [(1, [1, 2], ONE_WAY), (2, [3, 2], {"highway": "residential", "oneway": "-1"})]
    assert told(build(town(spots, ways), "car", crs=CRS)) == [(1, 3, 250_000, True, False)]


def test_a_ring_has_one_junction_at_its_lowest_node_and_a_crossing_is_one() -> None:
    ring = build(one_way_ring(), "car", crs=CRS)
    assert [(begin, end, mm) for begin, end, mm, *_ in told(ring)] == [(1, 1, 800_000)]
    # A link back to where it began leads nowhere new.
    assert ring.links.leaving.start.tolist() == [0, 0]
    square = build(grid(3, 3), "walk", crs=CRS)
    # The four corners are no junctions: the rim is four links of 200 m, with four arms to the middle.
    assert sorted(mm for _, _, mm, *_ in told(square)) == [100_000] * 4 + [200_000] * 4


def test_two_streets_between_the_same_crossings_stay_two() -> None:
    spots = {1: (0.0, 0.0), 2: (100.0, 0.0), 3: (50.0, 80.0), 4: (-50.0, 0.0), 5: (150.0, 0.0)}
    ways = [(1, [4, 1, 2, 5], RESIDENTIAL), (2, [1, 3, 2], RESIDENTIAL)]
    network = build(town(spots, ways), "walk", crs=CRS)
    assert [(begin, end) for begin, end, *_ in told(network)].count((1, 2)) == 2


def test_in_random_towns_links_hold_every_segment_once_and_lose_no_millimetre() -> None:
    seen = {"segments": 0, "joined": 0, "turned": 0, "rings": 0}

    @settings(max_examples=200, deadline=None, derandomize=True)
    @given(town_plans(least=1), MODES)
    def law(plan: TownPlan, mode: str) -> None:
        network = build(plan.streets(), mode, crs=CRS)
        links, count = network.links, len(network.u)
        assert (links.of_segment >= 0).all()
        sums = np.bincount(links.of_segment, weights=network.length_mm, minlength=len(links.length_mm))
        np.testing.assert_array_equal(sums, links.length_mm)
        for link in range(len(links.length_mm)):
            own = np.flatnonzero(links.of_segment == link)
            own = own[np.argsort(links.offset_mm[own])]
            turned = links.turned[own]
            first = np.where(turned, network.v[own], network.u[own])
            last = np.where(turned, network.u[own], network.v[own])
            # One after the other, from junction to junction, with nothing but through nodes between.
            np.testing.assert_array_equal(last[:-1], first[1:])
            assert (links.junction[first[0]], links.junction[last[-1]]) == (links.begin[link], links.end[link])
            assert (links.junction[first[1:]] == -1).all()
            np.testing.assert_array_equal(links.offset_mm[own], np.cumsum([0, *network.length_mm[own][:-1]]))
            np.testing.assert_array_equal(links.offset_ms[own], np.cumsum([0, *network.time_ms[own][:-1]]))
            ahead = np.where(turned, network.backward[own], network.forward[own])
            back = np.where(turned, network.forward[own], network.backward[own])
            assert set(ahead) == {links.forward[link]}
            assert set(back) == {links.backward[link]}
            assert set(network.ferry[own]) == {links.ferry[link]}
            seen["joined"] += len(own) > 1
            seen["turned"] += int(turned.sum())
            seen["rings"] += links.begin[link] == links.end[link]
        seen["segments"] += count

    law()
    assert min(seen.values()) > 20
