"""Distances to facilities: every status and flag on towns whose answers are worked out by hand."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import Polygon

from geo.analysis.distances import DistanceOptions, Surroundings, distances
from geo.network.build import Network, build
from geo.tables.distances import DISTANCES
from tests.toytowns import CRS, degrees, grid, places, river_town, street, two_islands

UM = 1e-4
"""Toy towns are laid out to within a tenth of a millimetre."""


def asked(**spots: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"location_id": list(spots)}, geometry=places(*spots.values()))


def offered(*rows: tuple[str, str, object]) -> gpd.GeoDataFrame:
    ids, categories, spots = zip(*rows, strict=True) if rows else ((), (), ())
    frame = {"facility_id": list(ids), "category": list(categories), "name": [f"naam {each}" for each in ids]}
    return gpd.GeoDataFrame(frame, geometry=places(*spots), crs="EPSG:4326")


@pytest.fixture
def long_street() -> Network:
    return build(street(1000.0), "walk", crs=CRS)


def only(table: pd.DataFrame) -> pd.Series:
    assert len(table) == 1
    return table.iloc[0]


def test_a_row_has_the_legs_the_sum_the_minutes_and_the_straight_line(long_street: Network) -> None:
    # Foot of the place at 150 m, of the shop at 450 m: 30 + 300 + 40 = 370 m, at 5 km/h 4.44 min; straight √(300²+10²).
    table = distances(asked(A=(150, 30)), offered(("n1", "shop", (450, 40))), long_street, categories=["shop"])
    row = only(table)
    assert list(table.columns) == list(DISTANCES.names)
    assert (row.origin_id, row["mode"], row.category, row["rank"], row.facility_id) == ("A", "walk", "shop", 1, "n1")
    assert (row.facility_name, row.status) == ("naam n1", "ok")
    assert row[["access_m", "network_m", "egress_m"]].tolist() == pytest.approx([30, 300, 40], abs=UM)
    assert row.distance_m == row.access_m + row.network_m + row.egress_m
    assert row.minutes == pytest.approx(370 / 5000 * 60, abs=UM)
    assert row.straight_m == pytest.approx(np.hypot(300, 10), abs=UM)
    assert not row[["border", "ferry", "far_snap", "foreign"]].any()


def test_a_category_on_site_is_at_distance_zero_and_has_one_row(long_street: Network) -> None:
    origins = asked(A=(150, 30), B=(250, 0)).assign(facilities_on_site=[("shop", "gp"), ()])
    table = distances(origins, offered(("n1", "shop", (450, 0))), long_street, categories=["shop", "gp"])
    home = table[table["status"] == "on_site"]
    assert home[["origin_id", "category", "rank"]].to_numpy().tolist() == [["A", "gp", 1], ["A", "shop", 1]]
    assert home["facility_id"].isna().all()
    numbers = ["distance_m", "minutes", "access_m", "network_m", "egress_m", "straight_m"]
    assert (home[numbers] == 0).to_numpy().all()
    assert not home[["border", "ferry", "far_snap", "foreign"]].to_numpy().any()
    assert table.loc[table["origin_id"] == "B", "status"].tolist() == ["none", "ok"]


def test_a_category_without_facilities_is_none_even_where_no_street_is_near(long_street: Network) -> None:
    table = distances(asked(A=(0, 0), far=(0, 5000)), offered(), long_street, categories=["gp"])
    assert table["status"].tolist() == ["none", "none"]
    assert table[["distance_m", "access_m", "straight_m", "minutes"]].isna().to_numpy().all()
    assert table["facility_id"].isna().all()


def test_a_place_beyond_the_longest_leg_is_unreachable(long_street: Network) -> None:
    shop = offered(("n1", "shop", (450, 0)))
    table = distances(asked(A=(500, 1000.01), B=(500, 999.99)), shop, long_street, categories=["shop"])
    assert table["status"].tolist() == ["unreachable", "ok"]
    assert table["far_snap"].tolist() == [True, True]
    nearer = DistanceOptions(max_snap_m=20.0)
    tight = distances(asked(C=(500, 30)), shop, long_street, categories=["shop"], options=nearer)
    assert only(tight).status == "unreachable"


def test_a_facility_beyond_the_longest_leg_leaves_its_category_unreachable(long_street: Network) -> None:
    row = only(distances(asked(A=(0, 0)), offered(("n1", "shop", (450, 1500))), long_street, categories=["shop"]))
    assert row.status == "unreachable"
    assert np.isnan(row.distance_m)


def test_islands_are_unreachable_from_each_other() -> None:
    network = build(two_islands(), "walk", crs=CRS)
    shops = offered(("n1", "shop", (2200, 0)))
    row = only(distances(asked(A=(0, 0)), shops, network, categories=["shop"], options=DistanceOptions(limit_m=500)))
    assert (row.status, row["rank"]) == ("unreachable", 1)


@pytest.mark.parametrize(("limit_m", "status"), [(300.0, "ok"), (299.99, "beyond_limit"), (None, "ok")])
def test_the_limit_is_included(long_street: Network, limit_m: float | None, status: str) -> None:
    # 100 m to 400 m along the street: 300 m.
    options = DistanceOptions(limit_m=limit_m)
    shop = offered(("n1", "shop", (400, 0)))
    assert only(distances(asked(A=(100, 0)), shop, long_street, categories=["shop"], options=options)).status == status


def test_up_to_k_rows_of_which_those_within_the_limit(long_street: Network) -> None:
    shops = offered(*((f"n{i}", "shop", (100.0 * i, 0)) for i in (5, 2, 9, 3)))
    table = distances(asked(A=(0, 0)), shops, long_street, categories=["shop"], options=DistanceOptions(limit_m=550))
    assert table["facility_id"].tolist() == ["n2", "n3", "n5"]
    assert table["distance_m"].tolist() == pytest.approx([200, 300, 500], abs=UM)
    two = distances(asked(A=(0, 0)), shops, long_street, categories=["shop"], options=DistanceOptions(nearest=2))
    assert two["rank"].tolist() == [1, 2]


def test_the_ferry_flag_says_that_there_is_no_other_way() -> None:
    # 600 m + ferry of 1,000 m + 600 m; 1,200 m of walking takes 14.4 min, the ferry its duration of 10 min.
    shops = offered(("n1", "shop", (2200, 0)))
    network = build(two_islands(ferry={"duration": "00:10"}), "walk", crs=CRS)
    row = only(distances(asked(A=(0, 0)), shops, network, categories=["shop"]))
    assert row.ferry
    assert row.distance_m == pytest.approx(2200, abs=UM)
    assert row.minutes == pytest.approx(14.4 + 10, abs=UM)


def test_far_snap_follows_either_leg(long_street: Network) -> None:
    shops = offered(("n1", "gp", (500, 251)), ("n2", "shop", (500, 249)))
    table = distances(asked(A=(0, 0)), shops, long_street, categories=["gp", "shop"])
    assert table["far_snap"].tolist() == [True, False]
    options = DistanceOptions(far_snap_m=240)
    assert distances(asked(A=(0, 0)), shops, long_street, categories=["gp", "shop"], options=options)["far_snap"].all()


def square(west: float, south: float, east: float, north: float) -> Polygon:
    return Polygon([degrees(spot) for spot in ((west, south), (east, south), (east, north), (west, north))])


def test_border_compares_the_edge_of_the_extract_with_the_distance(long_street: Network) -> None:
    # The western edge is 100 m from the place: a shop at 50 m is surely the nearest, one at 150 m perhaps not.
    around = Surroundings(boundary=square(-100, -2000, 2000, 2000))
    shops = offered(("n1", "shop", (50, 0)), ("n2", "shop", (150, 0)))
    table = distances(asked(A=(0, 0)), shops, long_street, categories=["shop"], surroundings=around)
    assert table["border"].tolist() == [False, True]


def test_border_without_a_facility_compares_with_the_limit(long_street: Network) -> None:
    around = Surroundings(boundary=square(-100, -2000, 2000, 2000))
    answers = [
        only(
            distances(
                asked(A=(0, 0)),
                offered(),
                long_street,
                categories=["shop"],
                options=DistanceOptions(limit_m=limit_m),
                surroundings=around,
            )
        ).border
        for limit_m in (99.0, 101.0, None)
    ]
    assert answers == [False, True, True]


def test_a_place_outside_the_extract_is_at_its_border(long_street: Network) -> None:
    around = Surroundings(boundary=square(100, -2000, 2000, 2000))
    shops = offered(("n1", "shop", (50, 0)))
    assert only(distances(asked(A=(0, 0)), shops, long_street, categories=["shop"], surroundings=around)).border


def test_foreign_is_a_facility_outside_the_country(long_street: Network) -> None:
    inside = Surroundings(country=square(-100, -100, 300, 100))
    shops = offered(("n1", "shop", (200, 0)), ("n2", "shop", (400, 0)))
    table = distances(asked(A=(0, 0)), shops, long_street, categories=["shop"], surroundings=inside)
    assert table["foreign"].tolist() == [False, True]


def test_an_area_counts_at_its_outline_and_a_multipoint_at_its_nearest_entrance() -> None:
    # The school's outline comes within 20 m of the street at 300..400 m; the hospital's far entrance at 900, 5.
    network = build(street(1000.0), "walk", crs=CRS)
    shapes = offered(
        ("w1", "school", Polygon([(300, 20), (400, 20), (400, 80), (300, 80)])),
        ("w2", "hospital", [(900, 5), (200, 40)]),
    )
    table = distances(asked(A=(0, 0)), shapes, network, categories=["school", "hospital"]).set_index("category")
    assert table.loc["school", ["network_m", "egress_m"]].tolist() == pytest.approx([300, 20], abs=1e-3)
    assert table.loc["hospital", ["network_m", "egress_m"]].tolist() == pytest.approx([200, 40], abs=1e-3)


def test_the_river_makes_the_straight_line_lie() -> None:
    # West end of the south quay to west end of the north quay: 100 m across, 1,000 + 100 + 1,000 m over the bridge.
    network = build(river_town(), "walk", crs=CRS)
    row = only(distances(asked(A=(0, 0)), offered(("n1", "shop", (0, 100))), network, categories=["shop"]))
    assert row.straight_m == pytest.approx(100, abs=UM)
    assert row.distance_m == pytest.approx(2100, abs=UM)


def test_the_order_of_rows_and_the_size_of_the_question_change_nothing() -> None:
    network = build(grid(6, 6), "walk", crs=CRS)
    random = np.random.default_rng(7)
    spots = random.uniform(-50, 550, (30, 2)).tolist()
    origins = asked(**{f"p{i:02d}": tuple(spot) for i, spot in enumerate(spots)})
    shops = offered(*((f"n{i}", "shop" if i % 2 else "gp", tuple(random.uniform(0, 500, 2))) for i in range(12)))
    options = DistanceOptions(limit_m=400, nearest=4)
    whole = distances(origins, shops, network, categories=["gp", "shop"], options=options)
    shuffled = distances(
        origins.sample(frac=1, random_state=3), shops.iloc[::-1], network, categories=["shop", "gp"], options=options
    )
    halves = [
        distances(part, shops, network, categories=["gp", "shop"], options=options)
        for part in (origins.iloc[:11], origins.iloc[11:])
    ]
    pd.testing.assert_frame_equal(whole, shuffled, check_exact=True)
    pd.testing.assert_frame_equal(whole, pd.concat(halves, ignore_index=True), check_exact=True)


def test_no_places_or_no_categories_give_an_empty_table_of_the_same_columns(long_street: Network) -> None:
    shop = offered(("n1", "shop", (450, 0)))
    full = distances(asked(A=(0, 0)), shop, long_street, categories=["shop"])
    for empty in (
        distances(asked(A=(0, 0)).iloc[:0], shop, long_street, categories=["shop"]),
        distances(asked(A=(0, 0)), shop, long_street, categories=[]),
    ):
        assert empty.empty
        assert empty.dtypes.to_dict() == full.dtypes.to_dict()


def test_the_question_is_not_changed(long_street: Network) -> None:
    origins, shops = asked(B=(100, 0), A=(0, 0)), offered(("n2", "shop", (450, 0)), ("n1", "shop", (50, 0)))
    before = origins.copy(), shops.copy()
    distances(origins, shops, long_street, categories=["shop"])
    pd.testing.assert_frame_equal(origins, before[0])
    pd.testing.assert_frame_equal(shops, before[1])
