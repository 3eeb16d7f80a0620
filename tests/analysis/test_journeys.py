"""The ways behind the distances, on towns whose lines are worked out by hand."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from geo.analysis.distances import DistanceOptions, distances
from geo.analysis.journeys import ROUTE_COLUMNS, routes
from geo.extract import Streets
from geo.network.build import build
from geo.network.route import Weight
from tests.network.random_towns import MODES, TownPlan, place_lists, town_plans
from tests.toytowns import CRS, RESIDENTIAL, Place, degrees, places, town

SPOTS = {1: (0.0, 0.0), 2: (400.0, 0.0), 3: (400.0, 300.0), 4: (0.0, 300.0), 5: (-600.0, 0.0), 6: (200.0, 0.5)}
"""A block of 400 by 300 m, with a street of 600 m to the west and a point half a metre beside its southern side."""
BLOCK = town(SPOTS, [(1, [5, 1, 6, 2], RESIDENTIAL), (2, [2, 3, 4, 1], RESIDENTIAL)])
ROUND = town(SPOTS, [(1, [5, 1], RESIDENTIAL), (2, [1, 2, 3, 4, 1], {**RESIDENTIAL, "oneway": "yes"})])
"""The same without that point; the block is driven round one way, anticlockwise."""
GEOD = Geod(ellps="WGS84")


def asked(**spots: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"location_id": list(spots)}, geometry=places(*spots.values()))


def offered(*rows: tuple[str, str, object]) -> gpd.GeoDataFrame:
    ids, categories, spots = zip(*rows, strict=True)
    frame = {"facility_id": list(ids), "category": list(categories), "name": ""}
    return gpd.GeoDataFrame(frame, geometry=places(*spots), crs="EPSG:4326")


def drawn(
    origins: gpd.GeoDataFrame, facilities: gpd.GeoDataFrame, streets: Streets, mode: str = "walk",
    *, options: DistanceOptions | None = None, simplify_m: float = 0.0,
) -> tuple[pd.DataFrame, gpd.GeoDataFrame]:  # fmt: skip
    """Give the table of distances and the routes that belong to it."""
    network, options = build(streets, mode, crs=CRS), options or DistanceOptions()
    table = distances(origins, facilities, network, categories=sorted(set(facilities["category"])), options=options)
    return table, routes(table, origins, facilities, network, options, simplify_m=simplify_m)


def metres(line: object) -> list[list[int]]:
    """Give the points of a line in metres from the corner of the town."""
    x, y = np.array(line.coords).T  # type: ignore[attr-defined]
    lon, lat = Transformer.from_crs(CRS, "EPSG:4326", always_xy=True).transform(x, y)
    east, north = degrees((1.0, 1.0))[0] - degrees((0.0, 0.0))[0], degrees((1.0, 1.0))[1]
    return np.rint(np.column_stack([(lon - degrees((0.0, 0.0))[0]) / east, lat / north])).astype(int).tolist()


def length_m(line: object) -> float:
    """Measure a line on the ellipsoid."""
    lon, lat = Transformer.from_crs(CRS, "EPSG:4326", always_xy=True).transform(*np.array(line.coords).T)  # type: ignore[attr-defined]
    return float(GEOD.line_length(lon, lat))


def test_a_route_goes_from_the_place_by_the_streets_to_the_facility_in_the_order_of_travel() -> None:
    _, found = drawn(asked(A=(-100, 40)), offered(("n1", "gp", (420, 200))), BLOCK)
    assert tuple(found.columns) == (*ROUTE_COLUMNS, "geometry")
    assert found[["origin_id", "mode", "category", "facility_id"]].to_numpy().tolist() == [["A", "walk", "gp", "n1"]]
    # 40 m to the street, 100 m to the block, 400 m along it, 200 m up and 20 m to the door.
    assert found["distance_m"].tolist() == [pytest.approx(760, abs=0.01)]
    assert metres(found.geometry[0]) == [
        [-100, 40], [-100, 0], [0, 0], [200, 0], [400, 0], [400, 200], [420, 200],
    ]  # fmt: skip
    assert found.crs == CRS


def test_a_one_way_block_is_driven_round() -> None:
    origins, facilities = asked(A=(0, 0)), offered(("n1", "gp", (0, 100)))
    assert metres(drawn(origins, facilities, ROUND)[1].geometry[0]) == [[0, 0], [0, 0], [0, 100], [0, 100]]
    found = drawn(origins, facilities, ROUND, "car")[1]
    assert metres(found.geometry[0]) == [[0, 0], [0, 0], [400, 0], [400, 300], [0, 300], [0, 100], [0, 100]]
    assert found["distance_m"].tolist() == [pytest.approx(1300, abs=0.01)]


def test_on_one_edge_the_route_is_the_piece_between_the_feet_and_on_one_foot_the_legs_alone() -> None:
    origins, facilities = asked(A=(-300, 20)), offered(("n1", "gp", (-500, -30)), ("n2", "shop", (-300, -50)))
    _, found = drawn(origins, facilities, BLOCK)
    assert [metres(line) for line in found.geometry] == [
        [[-300, 20], [-300, 0], [-500, 0], [-500, -30]], [[-300, 20], [-300, 0], [-300, 0], [-300, -50]],
    ]  # fmt: skip


def test_only_a_distance_of_rank_one_has_a_route() -> None:
    origins = asked(A=(0, 0), far=(0, 5000), home=(0, 0)).assign(facilities_on_site=[(), (), ("gp",)])
    facilities = offered(("n1", "gp", (100, 0)), ("n2", "gp", (200, 0)), ("n3", "shop", (-600, 0)))
    table, found = drawn(origins, facilities, BLOCK, options=DistanceOptions(limit_m=500))
    assert found[["origin_id", "category", "facility_id"]].to_numpy().tolist() == [["A", "gp", "n1"]]
    other = {"unreachable", "on_site", "beyond_limit"}
    assert other <= set(table["status"])
    nothing = drawn(asked(far=(0, 5000)), facilities, BLOCK)[1]
    assert (len(nothing), tuple(nothing.columns), nothing.crs) == (0, (*ROUTE_COLUMNS, "geometry"), CRS)


def test_the_quickest_way_is_drawn_where_time_counts() -> None:
    roads = [(1, [5, 1, 2], {"highway": "living_street"}), (2, [2, 3, 4, 1], {"highway": "trunk"})]
    origins, facilities = asked(A=(0, 0)), offered(("n1", "gp", (400, 0)))
    quick = DistanceOptions(weight="time")
    assert metres(drawn(origins, facilities, town(SPOTS, roads), "car")[1].geometry[0])[2:-2] == []
    found = drawn(origins, facilities, town(SPOTS, roads), "car", options=quick)[1]
    assert metres(found.geometry[0])[2:-2] == [[0, 300], [400, 300]]


def test_a_simplified_route_leaves_the_streets_by_less_than_allowed_and_keeps_its_legs() -> None:
    origins, facilities = asked(A=(-100, 0)), offered(("n1", "gp", (400, 200)))
    whole, simple = (drawn(origins, facilities, BLOCK, simplify_m=tolerance)[1].geometry[0] for tolerance in (0.0, 1.0))
    assert metres(simple) == [[-100, 0], [-100, 0], [400, 0], [400, 200], [400, 200]]
    assert whole.hausdorff_distance(simple) == pytest.approx(0.5, abs=0.01)


def test_in_random_towns_every_distance_has_a_route_as_long_as_it() -> None:
    seen = {"routes": 0, "without": 0}

    @settings(max_examples=150, deadline=None, derandomize=True)
    @given(town_plans(), MODES, place_lists(), place_lists(), st.sampled_from(["distance", "time"]))
    def law(plan: TownPlan, mode: str, here: list[Place], there: list[Place], weight: Weight) -> None:
        origins = asked(**{f"L{row}": spot for row, spot in enumerate(here)})
        facilities = offered(*((f"n{row}", ("gp", "shop")[row % 2], spot) for row, spot in enumerate(there)))
        options = DistanceOptions(min_component_m=300.0, weight=weight)
        table, found = drawn(origins, facilities, plan.streets(), mode, options=options)
        first = table[table["rank"].eq(1) & table["status"].eq("ok")]
        key = ["origin_id", "category", "facility_id", "distance_m"]
        assert found[key].to_numpy().tolist() == first[key].to_numpy().tolist()
        # A street is measured in whole millimetres, so each piece of a way may differ by some.
        assert [length_m(line) for line in found.geometry] == pytest.approx(found["distance_m"].tolist(), abs=0.05)
        seen["routes"] += len(found)
        seen["without"] += int(table["status"].ne("ok").sum())

    law()
    assert min(seen.values()) > 10
