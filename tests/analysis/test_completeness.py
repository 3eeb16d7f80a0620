"""The official list beside the extract: who is found, who stands alone, and what it does to distances; by hand."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from geo.analysis.completeness import completeness, two_sources
from tests.toytowns import Place, degrees, places

EDGE = shapely.box(*degrees((-500, -500)), *degrees((8_000, 8_000)))
GROUNDS = Polygon([(5_000, 0), (5_400, 0), (5_400, 400), (5_000, 400)])


def facilities(category: str, *spots: Place | list[Place] | BaseGeometry) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"category": [category] * len(spots)}, geometry=places(*spots))


def compare(listed: gpd.GeoDataFrame, mapped: gpd.GeoDataFrame, sites: pd.DataFrame | None = None) -> dict[str, object]:
    table = completeness(
        {"hospital": listed},
        mapped,
        two_sources(nearest(), nearest()) if sites is None else sites,
        categories=["hospital"],
        mode="walk",
        boundary=EDGE,
    )
    assert len(table) == 1
    row: dict[str, object] = table.iloc[0].to_dict()
    return row


def nearest(*rows: tuple[str, str, float | None]) -> pd.DataFrame:
    """Make rows of distances, the nearest and one more, of origin, status and metres."""
    frame = pd.DataFrame(rows, columns=["origin_id", "status", "distance_m"]).astype({"distance_m": "float64"})
    first = frame.assign(category="hospital", mode="walk", rank=1)
    return pd.concat([first, first.assign(rank=2, distance_m=9_999.0)], ignore_index=True)


def test_found_and_alone_are_counted_from_either_side() -> None:
    listed = facilities(
        "hospital",
        (0, 0),
        (1_000, 0),
        (2_000, 0),
        (3_000, 0),
        (3_050, 0),
        (4_000, 0),
        (5_200, 200),
        (9_000, 0),
    )
    mapped = facilities(
        "hospital",
        (60, 0),
        (1_099.9, 0),
        (2_100.1, 0),
        (3_025, 0),
        (4_010, 0),
        (4_020, 0),
        GROUNDS,
    )
    nearby = facilities("gp", (2_000, 10))
    row = compare(listed, gpd.GeoDataFrame(pd.concat([mapped, nearby], ignore_index=True)))
    # The eighth place lies outside the extract. The third has its object 100,1 m away, which so stands alone, and a GP
    # is no hospital. One object answers for the fourth and the fifth place, two for the sixth; the seventh is in grounds.
    assert {name: row[name] for name in ("listed", "listed_outside", "mapped", "found", "mapped_only")} == {
        "listed": 7,
        "listed_outside": 1,
        "mapped": 7,
        "found": 6,
        "mapped_only": 1,
    }
    assert row["found_share"] == pytest.approx(6 / 7)
    assert row["status"] == "compared"


def test_an_area_with_entrances_is_where_one_goes_in() -> None:
    entrances: list[Place] = [(5_000, 200), (5_400, 200)]
    row = compare(facilities("hospital", (5_200, 200), (5_390, 200)), facilities("hospital", entrances))
    assert (row["found"], row["mapped_only"]) == (1, 0)


def test_without_a_list_there_is_no_number() -> None:
    table = completeness(
        {"hospital": facilities("hospital", (0, 0))},
        facilities("gp", (0, 0)),
        two_sources(nearest(), nearest()),
        categories=["hospital", "gp"],
        mode="walk",
        boundary=EDGE,
    )
    assert table[["category", "status"]].to_numpy().tolist() == [["gp", "not_compared"], ["hospital", "compared"]]
    assert table["mode"].tolist() == ["", "walk"]
    numbers = table.columns.drop(["category", "status", "mode"])
    assert table.loc[0, numbers].isna().all()
    assert table.loc[1, ["listed", "mapped", "found", "mapped_only"]].tolist() == [1, 0, 0, 0]


def test_a_share_of_nothing_and_a_difference_of_no_sites_are_missing() -> None:
    row = compare(facilities("hospital", (9_000, 0)), facilities("hospital", (0, 0)))
    assert (row["listed"], row["listed_outside"], row["found"], row["mapped_only"]) == (0, 1, 0, 1)
    assert (row["sites_compared"], row["sites_unknown"]) == (0, 0)
    assert pd.isna(row["found_share"])
    assert pd.isna(row["difference_median_m"])
    assert pd.isna(row["difference_max_m"])


def test_differences_are_of_sites_with_both_distances() -> None:
    by_list = nearest(
        ("A", "ok", 1_000), ("B", "ok", 500), ("C", "on_site", 0), ("D", "unreachable", None), ("E", "ok", 100)
    )
    by_map = nearest(("E", "none", None), ("D", "ok", 900), ("C", "on_site", 0), ("B", "ok", 400), ("A", "ok", 1_300))
    sites = two_sources(by_list, by_map)
    assert sites["origin_id"].tolist() == ["A", "B", "C", "D", "E"]
    told = sites["difference_m"].astype(object).where(sites["difference_m"].notna(), None)
    assert told.tolist() == [300, -100, None, None, None]
    row = compare(facilities("hospital", (0, 0)), facilities("hospital", (0, 0)), sites)
    # C has it on its own site by either source; D and E lack one distance
    assert (row["mode"], row["sites_compared"], row["sites_unknown"]) == ("walk", 2, 2)
    assert (row["difference_median_m"], row["difference_max_m"]) == (200, 300)
