"""From regional reception to the municipalities of its region: a town with answers by hand, and Markerwaard by an oracle.

The toy's T2 is the only regional location that stays; it lies at (410, 380) and meets Straat 8 at (400, 380), 10 m away.
"""

from pathlib import Path

import geopandas as gpd
import osm_places
import osm_streets
import osm_turns
import pandas as pd
import pytest
import toy_workspace
from plan_arithmetic import number, rows
from pyproj import Transformer
from shapely import Point, box

from geo.pipeline import run
from geo.plan import load_plan

HALLS = (
    (0.0, 600.0, {"amenity": "townhall", "name": "Gemeentehuis Noord"}),
    (200.0, 0.0, {"amenity": "townhall", "name": "Gemeentehuis Zuid"}),
)
"""Both in West, which ends at 400 m."""
TOLERANCE_M = 3.0
"""The town is square in degrees, its municipalities in metres of RD, which lie askew by some metres."""


def tables(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    run(load_plan(folder), stages=["regional_distances"])
    done = folder / "data" / "processed"
    return pd.read_parquet(done / "regional_distances.parquet"), pd.read_parquet(done / "regional_reach.parquet")


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """The toy workspace with two town halls in West and the people of Oost in one square about (590, 470)."""
    folder = toy_workspace.make(tmp_path / "toy")
    raw = folder / "data" / "raw"
    toy_workspace.write_streets(raw / "streets.osm.pbf", (*toy_workspace.FACILITIES, *HALLS))
    x, y = toy_workspace.rd(590.0, 470.0)
    squares = gpd.GeoDataFrame(
        {"vierkant": ["V1"], "aantal_inwoners": [10]}, geometry=[box(x - 5, y - 5, x + 5, y + 5)]
    )
    (raw / "population.gpkg").unlink()
    squares.set_crs(28992).to_file(raw / "population.gpkg", layer="vierkanten")
    return folder


def test_the_nearest_town_hall_else_the_people_of_each_municipality(toy: Path) -> None:
    distances, reach = tables(toy)
    assert distances[["location_id", "municipality", "target", "status"]].to_numpy().tolist() == [
        ["T2", "West", "town_hall", "ok"], ["T2", "Oost", "population", "ok"],
    ]  # fmt: skip
    # to the south: 10 + 380 + 200 = 590, less than 10 + 220 + 400 = 630 to the north
    # to the people: 10 + 20 up Straat 8, 200 along Straat 3, 70 up Straat 9 at 600 m, and 10 from there
    assert distances["distance_m"].tolist() == pytest.approx([590, 310], abs=TOLERANCE_M)
    assert (distances["minutes"] > 0).all()
    row = reach.iloc[0]
    assert (row["farthest"], row["municipalities"]) == ("West", 2)
    # West has 60 inhabitants and Oost 40
    assert row["mean_m"] == pytest.approx((60 * 590 + 40 * 310) / 100, abs=TOLERANCE_M)


def test_without_people_or_town_hall_a_point_in_the_municipality_counts(toy: Path) -> None:
    plan = toy / "plan.toml"
    plan.write_text(plan.read_text(encoding="utf-8").replace('population = "data/raw/population.gpkg"\n', ""))
    distances, _ = tables(toy)
    assert distances["target"].tolist() == ["town_hall", "middle"]
    # the middle of Oost is (850, 400), 50 m beyond Straat 10: 10 + 20 + 400 + 50
    assert distances["distance_m"].tolist()[1] == pytest.approx(480, abs=TOLERANCE_M)


def test_a_municipality_beyond_the_map_is_no_unreachable_one(toy: Path) -> None:
    path = toy / "data" / "raw" / "boundaries.gpkg"
    x, y = toy_workspace.rd(5_000.0, 5_000.0)
    layers = {name: gpd.read_file(path, layer=name) for name in ("provincies", "gemeenten")}
    far = box(x, y, x + 500, y + 500)
    more = {"code": ["GM9103"], "naam": ["Ver"], "provinciecode": ["PV90"], "inwoners": [5]}
    towns = pd.concat([layers["gemeenten"], gpd.GeoDataFrame(more, geometry=[far], crs=28992)], ignore_index=True)
    layers["provincies"].geometry = layers["provincies"].geometry.union(far)
    for name, frame in {"provincies": layers["provincies"], "gemeenten": towns}.items():
        gpd.GeoDataFrame(frame).to_file(path, layer=name)
    with (toy / "data" / "raw" / "regions.csv").open("a", encoding="utf-8") as lines:
        lines.write("R1;Toetsland;GM9103\n")
    distances, reach = tables(toy)
    assert distances["status"].tolist() == ["ok", "ok", "outside"]
    assert distances["distance_m"].isna().tolist() == [False, False, True]
    assert reach[["max_m", "mean_m"]].isna().to_numpy().all()


def test_a_plan_without_regions_has_no_such_distances(toy: Path) -> None:
    plan = toy / "plan.toml"
    plan.write_text(plan.read_text(encoding="utf-8").replace('regions = "data/raw/regions.csv"\n', ""))
    assert [len(table) for table in tables(toy)] == [0, 0]


def test_the_distances_of_markerwaard_are_those_of_an_oracle(markerwaard: Path, tmp_path: Path) -> None:
    raw = markerwaard / "data" / "raw"
    xml = osm_streets.as_xml(raw / "streets.osm.pbf", tmp_path / "streets.osm")
    extract = osm_streets.read_xml(xml)
    streets = osm_turns.TurningOracle(extract, osm_turns.read_xml_turns(xml), "EPSG:28992")
    halls = osm_places.places(extract, "town_hall")
    towns = gpd.read_file(raw / "boundaries.gpkg", layer="gemeenten").to_crs(4326).set_index("gemeentecode").geometry
    members: dict[str, list[str]] = {}
    region = {}
    for row in rows(raw / "regions.csv"):
        members.setdefault(row["regio-id"], []).append(row["gemeentecode"])
        region[row["gemeentecode"]] = row["regio-id"]
    inhabitants = gpd.read_file(raw / "boundaries.gpkg", layer="gemeenten").set_index("gemeentecode")["inwoners"]
    degrees = Transformer.from_crs(28992, 4326, always_xy=True)
    ours = pd.read_parquet(markerwaard / "data" / "processed" / "regional_distances.parquet")
    found = ours.set_index(["location_id", "municipality_code"])["distance_m"]
    reach = pd.read_parquet(markerwaard / "data" / "processed" / "regional_reach.parquet").set_index("location_id")
    compared = 0
    for row in rows(raw / "locations.csv"):
        if row["Type locatie"] != "regionaal" or row["Vervolg"] == "beeindigen":
            continue
        place = Point(degrees.transform(number(row["X"]), number(row["Y"])))
        own = members[region[next(code for code, area in towns.items() if area.covers(place))]]
        (foot,) = streets.feet(place)
        far = {}
        for code in own:
            inside = {name: shape for name, shape in halls.items() if towns[code].covers(shape.representative_point())}
            goals = streets.distances(foot, {name: streets.feet(shape) for name, shape in inside.items()})
            far[code] = min(total for total, *_ in goals.values())
            assert found[(row["Locatie-ID"], code)] == pytest.approx(far[code], abs=0.5)
            compared += 1
        people = sum(int(inhabitants[code]) for code in own)
        mean = sum(far[code] * int(inhabitants[code]) for code in own) / people
        assert reach.loc[row["Locatie-ID"], "mean_m"] == pytest.approx(mean, abs=0.5)
        assert reach.loc[row["Locatie-ID"], "max_m"] == pytest.approx(max(far.values()), abs=0.5)
    assert compared == len(ours) == 10
