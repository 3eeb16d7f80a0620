"""The table of the quality of walks, on towns whose answers are worked out by hand."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from geo.analysis.distances import DistanceOptions, distances
from geo.analysis.route_quality import route_quality
from geo.extract import Streets
from geo.network.build import build
from geo.tables.distances import DISTANCES
from geo.tables.route_quality import PARTS, ROUTE_QUALITY
from tests.toytowns import CRS, RESIDENTIAL, places, town

SPOTS = {number: (100.0 * number, 0.0) for number in range(10)}
"""One line of 900 m: 300 m busy and unlit without sidewalk, 300 m of which nothing is told, 300 m quiet and lit."""
LINE = town(
    SPOTS,
    [
        (1, [0, 1, 2, 3], {"highway": "secondary", "sidewalk": "no", "lit": "no"}),
        (2, [3, 4, 5, 6], {"highway": "unclassified"}),
        (3, [6, 7, 8, 9], {**RESIDENTIAL, "lit": "yes"}),
    ],
)
METRES = [f"{part}_m" for part in PARTS]
SHARES = [f"{part}_share" for part in PARTS]


def asked(**spots: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"location_id": list(spots)}, geometry=places(*spots.values()))


def offered(*rows: tuple[str, str, object]) -> gpd.GeoDataFrame:
    ids, categories, spots = zip(*rows, strict=True)
    frame = {"facility_id": list(ids), "category": list(categories), "name": ""}
    return gpd.GeoDataFrame(frame, geometry=places(*spots), crs="EPSG:4326")


def table(
    origins: gpd.GeoDataFrame, facilities: gpd.GeoDataFrame, *categories: str, streets: Streets = LINE,
    options: DistanceOptions | None = None,
) -> pd.DataFrame:  # fmt: skip
    network, options = build(streets, "walk", crs=CRS), options or DistanceOptions()
    found = distances(origins, facilities, network, categories=categories, options=options)
    other = found.assign(mode="car", network_m=1.0)
    whole = pd.concat([other, found], ignore_index=True)
    return route_quality(whole, origins, facilities, network, way_tags=streets.way_tags, options=options)


def test_each_place_and_category_has_the_parts_of_its_walk() -> None:
    origins = asked(B=(850, 10), A=(150, 40))
    facilities = offered(("n2", "shop", (750, 20)), ("n1", "shop", (-50, 0)), ("n3", "gp", (450, 30)))
    found = table(origins, facilities, "shop", "gp")
    assert tuple(found.columns) == ROUTE_QUALITY.names
    assert found[["origin_id", "category", "facility_id"]].to_numpy().tolist() == [
        ["A", "gp", "n3"], ["A", "shop", "n1"], ["B", "gp", "n3"], ["B", "shop", "n2"],
    ]  # fmt: skip
    # A to the gp at 450 m: 150 m of the first street and 150 m of the second; to the shop 150 m back and a leg of 50 m.
    assert found["network_m"].tolist() == [300, 150, 400, 100]
    assert found[METRES].to_numpy().tolist() == [
        [150, 150, 150, 150], [150, 0, 150, 0], [0, 150, 0, 150], [0, 0, 0, 0],
    ]  # fmt: skip
    assert found[SHARES].to_numpy().tolist() == [
        [0.5, 0.5, 0.5, 0.5], [1, 0, 1, 0], [0, 0.375, 0, 0.375], [0, 0, 0, 0],
    ]  # fmt: skip
    assert set(found["status"]) == {"ok"}


def test_distance_facility_and_length_are_those_of_the_distances() -> None:
    origins, facilities = asked(A=(150, 40), B=(850, 10)), offered(("n1", "gp", (450, 30)), ("n2", "gp", (460, 30)))
    network = build(LINE, "walk", crs=CRS)
    whole = distances(origins, facilities, network, categories=["gp"])
    found = route_quality(
        whole, origins, facilities, network, way_tags=LINE.way_tags, options=DistanceOptions()
    )  # fmt: skip
    same = ["origin_id", "category", "facility_id", "distance_m", "network_m", "status"]
    pd.testing.assert_frame_equal(found[same], whole.loc[whole["rank"] == 1, same].reset_index(drop=True))


def test_where_nothing_is_walked_there_are_no_shares_and_without_distance_no_metres() -> None:
    origins = asked(A=(150, 40), far=(0, 5000), home=(150, 0)).assign(facilities_on_site=[(), (), ("shop",)])
    facilities = offered(("n1", "shop", (150, -30)), ("n2", "gp", (850, 0)))
    found = table(origins, facilities, "shop", "gp", "library", options=DistanceOptions(limit_m=500))
    found = found.set_index(["origin_id", "category"])
    # The shop has its foot where A has: the distance is of legs alone.
    assert found.loc[("A", "shop"), ["distance_m", "network_m", *METRES]].tolist() == [
        pytest.approx(70, abs=1e-3), 0, 0, 0, 0, 0,
    ]  # fmt: skip
    assert found.loc[("home", "shop"), ["distance_m", "network_m", *METRES]].tolist() == [0] * 6
    assert found["status"].to_dict() == {
        ("A", "gp"): "beyond_limit", ("A", "library"): "none", ("A", "shop"): "ok",
        ("far", "gp"): "unreachable", ("far", "library"): "none", ("far", "shop"): "unreachable",
        ("home", "gp"): "beyond_limit", ("home", "library"): "none", ("home", "shop"): "on_site",
    }  # fmt: skip
    assert found[SHARES].isna().all().all()
    assert found.loc[~found["status"].isin(["ok", "on_site"]), METRES].isna().all().all()


def test_the_walk_begins_and_ends_at_the_entrance_that_counts() -> None:
    # A building with doors at 250 m and 650 m; the place at 300 m goes 50 m back.
    found = table(asked(A=(300, 0)), offered(("w1", "school", [(650, 5), (250, 5)])), "school")
    assert found[["network_m", *METRES]].to_numpy().tolist() == [[50, 50, 0, 50, 0]]


def test_order_of_rows_changes_nothing() -> None:
    origins = asked(C=(20, 0), A=(150, 40), B=(850, 10))
    facilities = offered(("n2", "shop", (750, 20)), ("n1", "shop", (450, 0)), ("n3", "gp", (450, 30)))
    here = table(origins, facilities, "shop", "gp")
    there = table(origins.iloc[::-1].reset_index(drop=True), facilities.iloc[::-1].reset_index(drop=True), "gp", "shop")
    pd.testing.assert_frame_equal(here, there)


def test_without_a_walk_in_the_plan_the_table_has_no_rows_but_its_columns() -> None:
    empty = pd.DataFrame(columns=list(DISTANCES.names))
    found = route_quality(
        empty, asked(), offered(("n1", "gp", (0, 0))), build(LINE, "walk", crs=CRS),
        way_tags=LINE.way_tags, options=DistanceOptions(),
    )  # fmt: skip
    assert len(found) == 0
    assert tuple(found.columns) == ROUTE_QUALITY.names
    assert [found[name].dtype for name in METRES] == [np.dtype("float64")] * 4
