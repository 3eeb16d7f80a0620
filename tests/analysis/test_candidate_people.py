"""Inhabitants within walking distance, by hand, by law, and at the edges of what is known."""

from typing import Any

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.analysis.candidates.facts import Facts
from geo.analysis.candidates.people import Around, around, homes, people_measures
from geo.network.build import Network, build
from geo.network.snap import snap
from tests import toytowns
from tests.analysis.measured import INF, SOURCE, facts, told

EDGE = box(-2_000, -2_000, 3_000, 2_000)


def metric(*shapes: Any) -> gpd.GeoSeries:
    return toytowns.places(*shapes).to_crs(toytowns.CRS)


def square(x: float, y: float = 0.0, side: float = 100.0) -> Polygon:
    half = side / 2
    return box(x - half, y - half, x + half, y + half)


def living(*squares: tuple[BaseGeometry, float | None], fine: bool = True) -> gpd.GeoDataFrame:
    about = {
        "area_id": [f"V{at}" for at in range(len(squares))],
        "people": np.array([one for _, one in squares], dtype=float),
    }
    return gpd.GeoDataFrame(
        about | {"fine": fine}, geometry=metric(*(shape for shape, _ in squares)).to_numpy(), crs=toytowns.CRS
    )


def street_lines(length_m: float = 1000.0) -> gpd.GeoDataFrame:
    ends = metric((0.0, 0.0), (length_m, 0.0)).to_numpy()
    line = gpd.GeoSeries.from_wkt([f"LINESTRING ({ends[0].x} {ends[0].y}, {ends[1].x} {ends[1].y})"], crs=toytowns.CRS)
    return gpd.GeoDataFrame({"kind": ["residential"]}, geometry=line.to_numpy(), crs=toytowns.CRS)


def counted(
    population: gpd.GeoDataFrame, *sites: Any, limits: tuple[float, ...] = (300.0,), edge_m: float = 2_000.0
) -> Facts:
    network: Network = build(toytowns.street(1000.0, parts=10), "walk", crs=toytowns.CRS)
    places = (
        metric(*sites)
        if not isinstance(sites[0], Polygon)
        else gpd.GeoSeries(list(sites), crs=4326).to_crs(toytowns.CRS)
    )
    feet = snap(network, places)
    where = homes(population, street_lines(), edge=metric(EDGE).iloc[0])
    found = around(places, feet, where, network, limits_m=limits, max_snap_m=1_000.0)
    return measured(found, len(sites), limits, edge_m, feet.segment[: len(sites)] >= 0)


def measured(found: Around | None, count: int, limits: tuple[float, ...], edge_m: float, has_foot: Any) -> Facts:
    ids = [f"K{at}" for at in range(count)]
    asked: dict[str, Any] = {
        "limits_m": limits,
        "edge_m": np.full(count, edge_m),
        "has_foot": has_foot,
        "origin": SOURCE,
    }
    return facts(ids, people_measures(found, **asked))


def test_a_square_counts_at_its_middle_over_the_street() -> None:
    # 40 m beside the street at 500 and at 200: legs of 40 m, and 300 and 0 m along the street.
    population = living((square(500, 40), 12.0), (square(200, 40), 5.0), (square(900), 100.0))
    found = counted(population, (200.0, 0.0), limits=(30.0, 50.0, 339.0, 341.0, 1000.0))
    fives = [told(found, f"people_{limit}_m") for limit in (30, 50, 339, 341, 1000)]
    assert fives == [(value, value, value, "ok", "") for value in (0, 5, 5, 17, 117)]
    assert [fact.title for fact in found.facts][-1] == "Inwoners binnen 1,0 km lopen"


def test_more_people_in_a_square_are_more_people_around() -> None:
    for people in (5.0, 7.0):
        assert told(counted(living((square(200), people)), (200.0, 0.0)), "people_300_m")[0] == people


def test_an_area_counts_from_where_its_outline_is_nearest_to_the_street_whatever_its_part() -> None:
    population = living((square(500), 12.0))
    # The yard is 10 m beside the street from 50 to 150, first at 50; the other part 5 m beside it from 650 on.
    yard, other = metric(square(100, 60), square(700, 55)).to_numpy()
    both = MultiPolygon([yard, other])
    sites = gpd.GeoSeries([yard, both], crs=toytowns.CRS).to_crs(4326)
    found = counted(population, *sites, limits=(154.0, 156.0, 459.0, 461.0))
    assert found.value.tolist() == [[0, 0, 0, 12], [0, 12, 12, 12]]


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([], (12, 12, 12, "ok", "")),
        ([(square(300), None)], (12, 12, INF, "at_least", "1 vlak zonder inwonertal")),
        ([(square(300), None), (square(100), None)], (12, 12, INF, "at_least", "2 vlakken zonder inwonertal")),
        ([(square(900), None)], (12, 12, 12, "ok", "")),  # too far to matter
        ([(square(2_500), 7.0)], (12, 12, 12, "ok", "")),  # 1.500 m from the end of the street
    ],
)  # fmt: skip
def test_areas_without_a_number_make_it_a_lower_bound(others: list[Any], expected: tuple[Any, ...]) -> None:
    assert told(counted(living((square(200), 12.0), *others), (200.0, 0.0)), "people_300_m") == expected


def test_a_coarse_area_is_spread_along_its_street() -> None:
    # 100 people along the street from 0 to 1.000 m, in pieces of 25 m: from 500 m on 250 m either way is half.
    population = living((box(-10, -200, 1_010, 200), 100.0), fine=False)
    assert told(counted(population, (500.0, 0.0), limits=(250.0,)), "people_250_m")[0] == pytest.approx(50)


def test_people_whose_street_is_unknown_are_the_most_that_there_may_be_more() -> None:
    # Without a residential street in it: 80 people somewhere from 250 m on, and 9 from 700 m on, beyond the limit.
    population = living(
        (box(0, 250, 900, 1_500), 80.0), (box(0, 700, 900, 1_500), 9.0), (box(0, -50, 1_000, 50), 40.0), fine=False
    )
    value, low, high, status, note = told(counted(population, (500.0, 0.0), limits=(250.1,)), "people_250.1_m")
    assert (value, low, status) == (pytest.approx(20), pytest.approx(20), "at_least")
    assert (high, note) == (pytest.approx(100), "80 inwoners van wie de straat onbekend is")


def test_the_edge_of_the_map_makes_it_a_lower_bound_and_outside_it_nothing_is_known() -> None:
    population = living((square(200), 12.0))
    near, outside = (counted(population, (200.0, 0.0), edge_m=edge) for edge in (299.0, 0.0))
    assert told(near, "people_300_m") == (12, 12, INF, "at_least", "kaartgebied eindigt op 0,3 km")
    assert told(counted(population, (200.0, 0.0), edge_m=300.0), "people_300_m") == (12, 12, 12, "ok", "")
    assert told(outside, "people_300_m") == (None, -INF, INF, "unknown", "buiten het kaartgebied")


def test_without_a_street_near_or_without_inhabitants_nothing_is_known() -> None:
    found = counted(living((square(200), 12.0)), (200.0, 1_500.0))
    assert told(found, "people_300_m") == (None, -INF, INF, "unknown", "geen straat in de buurt")
    assert told(measured(None, 1, (300.0,), 900.0, np.array([True])), "people_300_m") == (
        None,
        -INF,
        INF,
        "unknown",
        "",
    )


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.floats(0, 1_000), st.integers(0, 90)), min_size=1, max_size=8), st.floats(0, 1_000))
def test_farther_is_never_fewer_and_all_are_counted_in_the_end(squares: list[tuple[float, int]], x: float) -> None:
    limits = (50.0, 200.0, 600.0, 1_500.0)
    found = counted(living(*((square(at), float(people)) for at, people in squares)), (x, 0.0), limits=limits)
    assert (np.diff(found.value[0]) >= 0).all()
    assert found.value[0, -1] == sum(people for _, people in squares)
