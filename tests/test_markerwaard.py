"""The land of the built-in province, its streets above all, and that the script makes exactly the files that are here."""

import csv
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import geopandas as gpd
import gtfs_departures
import networkx as nx
import numpy as np
import osmium
import pytest
import rasterio
import shapely
from conftest import ROOT

from geo.crs import RD_NEW, geodesic_m
from geo.network.build import build
from geo.sources.facilities import read_facilities
from geo.sources.landscape import read_landscape
from geo.sources.streets import read_streets

RAW = ROOT / "data" / "raw"
sys.path.insert(0, str(ROOT / "scripts"))

from markerwaard.street_figures import COMPARED, IJSSELMUIDEN, KAMPEN, street_figures, town_box  # noqa: E402
from markerwaard.terrain import ISLAND, LAKE_NAME, LARGER, POLDER, TOWNS  # noqa: E402


def rows(name: str) -> list[dict[str, str]]:
    with (RAW / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_the_script_makes_the_files_that_are_here_byte_for_byte(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "scripts" / "markerwaard", "--to", tmp_path], check=True)
    made = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    here = {file.name: file.read_bytes() for file in RAW.iterdir() if file.is_file()}
    assert sorted(made) == sorted(here)
    assert [name for name in sorted(made) if made[name] != here[name]] == []


def test_all_files_together_stay_small() -> None:
    assert sum(file.stat().st_size for file in RAW.rglob("*") if file.is_file()) <= 6e6


def test_the_streets_are_as_many_as_asked() -> None:
    streets = read_streets(RAW / "streets.osm.pbf")
    assert len(streets.node_id) == pytest.approx(40_000, rel=0.1)


def test_the_extract_says_when_and_where() -> None:
    header = osmium.io.Reader(str(RAW / "streets.osm.pbf")).header()
    assert header.get("osmosis_replication_timestamp") == "2020-08-31T20:00:00Z"
    box = header.box()
    assert 5.0 < box.bottom_left.lon < box.top_right.lon < 5.5
    assert 52.4 < box.bottom_left.lat < box.top_right.lat < 52.8


def test_every_category_occurs_in_plausible_numbers() -> None:
    found = Counter(read_facilities(RAW / "streets.osm.pbf")["category"])
    assert len(found) == 24
    inhabitants = sum(town.inhabitants for town in TOWNS)
    for category, low, high in [
        ("gp", 2_500, 5_000), ("supermarket", 4_000, 6_000), ("primary_school", 2_000, 3_500), ("bus_stop", 450, 750),
        ("pharmacy", 6_000, 12_000), ("dentist", 3_000, 6_000), ("childcare", 3_000, 6_000),
    ]:  # fmt: skip
        assert low <= inhabitants / found[category] <= high, category
    assert found["hospital"] == found["out_of_hours_gp"] == 1
    assert found["train_station"] >= 3


def test_streets_have_what_makes_distances_hard() -> None:
    found: Counter[str] = Counter()
    for thing in osmium.FileProcessor(str(RAW / "streets.osm.pbf")):
        tags = thing.tags
        found["one-way, cyclists excepted"] += tags.get("oneway") == "yes" and tags.get("oneway:bicycle") == "no"
        found["one-way"] += tags.get("oneway") == "yes" and "oneway:bicycle" not in tags
        found["bollard"] += tags.get("barrier") == "bollard"
        found["separate cycle path"] += tags.get("highway") == "cycleway"
        found["carriageway without cyclists"] += tags.get("bicycle") == "use_sidepath"
        found["ramp"] += tags.get("highway") == "motorway_link"
        found["motorway"] += tags.get("highway") == "motorway"
        found["ferry"] += tags.get("route") == "ferry"
        found["railway"] += tags.get("railway") == "rail"
        found["canal"] += tags.get("waterway") == "canal"
    assert len(found) == 10
    assert all(found.values()), found


def test_bus_stops_have_a_node_on_either_side() -> None:
    stops = [
        (node.tags["name"], node.location.lon, node.location.lat)
        for node in osmium.FileProcessor(str(RAW / "streets.osm.pbf"), osmium.osm.NODE)
        if node.tags.get("highway") == "bus_stop"
    ]
    assert len(stops) > 200
    for (name, *here), (other, *there) in zip(stops[::2], stops[1::2], strict=True):
        assert name == other
        assert geodesic_m(*here, *there) == pytest.approx(10, abs=0.5)


def test_the_timetable_serves_every_bus_stop_and_has_a_weekend_line_and_one_past_midnight() -> None:
    feed, tuesday, saturday = RAW / "gtfs.zip", date(2020, 9, 15), date(2020, 9, 19)
    nodes = osmium.FileProcessor(str(RAW / "streets.osm.pbf"), osmium.osm.NODE)
    on_map = {str(node.id) for node in nodes.with_filter(osmium.filter.TagFilter(("highway", "bus_stop")))}
    stops = gtfs_departures.rows(feed, "stops.txt")
    assert {row["stop_id"] for row in stops if row["location_type"] == "0"} == on_map
    week, weekend = gtfs_departures.departures(feed, tuesday), gtfs_departures.departures(feed, saturday)
    lines = [{route for calls in day.values() for _, _, route in calls} for day in (week, weekend)]
    assert lines == [{"1", "2", "3", "4", "5", "6", "7", "8", "N1"}, {"buurtbus", "N1"}]
    assert set(week) < on_map, "at the ends of lines nothing departs, nor at the stops of the weekend line"
    after_midnight = [run for calls in weekend.values() for time, run, route in calls if route == "N1"]
    assert {days_ago for _, days_ago, _ in after_midnight} == {1}


def test_inhabitants_live_in_squares_on_the_hundreds_and_small_numbers_are_hidden() -> None:
    squares = gpd.read_parquet(RAW / "population.parquet")
    people = squares["aantal_inwoners"]
    assert people[people > 0].sum() == pytest.approx(120_000, rel=0.02)
    assert set(people[people < 5]) == {-99997}
    assert (squares.bounds % 100 == 0).all().all()
    assert (squares.area == 10_000).all()
    assert squares.crs.to_epsg() == 28992


def test_codes_are_nobodys_and_the_neighbour_is_there() -> None:
    areas = gpd.read_file(RAW / "boundaries.gpkg", layer="gemeenten")
    own = areas[areas["provinciecode"] == "PV90"]
    assert len(own) >= 6
    assert areas["gemeentecode"].str.match(r"GM91\d\d").all()
    assert set(areas["provinciecode"]) == {"PV90", "PV91"}
    assert own["inwoners"].sum() == sum(town.inhabitants for town in TOWNS)
    regions = rows("regions")
    assert len({row["regio-id"] for row in regions}) == 3
    assert sorted(row["gemeentecode"] for row in regions) == sorted(own["gemeentecode"])
    partners: dict[str, set[str]] = {}
    for row in rows("partnership_members"):
        partners.setdefault(row["verband-id"], set()).add(row["gemeentecode"])
    crossing = {key for key, codes in partners.items() if codes - set(own["gemeentecode"])}
    leads = {row["verband-id"]: row["prt (trekker)"] for row in rows("partnerships")}
    assert {bool(leads[key]) for key in crossing} == {True, False}, "one that is in order, one without lead"


def test_real_codes_do_not_occur(shared: Path) -> None:
    real = gpd.read_file(shared / "nl" / "boundaries_2022.gpkg", layer="gemeenten", ignore_geometry=True)
    own = gpd.read_file(RAW / "boundaries.gpkg", layer="gemeenten", ignore_geometry=True)
    taken = {str(value) for column in real.columns for value in real[column]}
    assert not taken & (set(own["gemeentecode"]) | set(own["gemeente"]))


def test_the_polder_lies_in_the_lake(shared: Path) -> None:
    land = gpd.read_file(shared / "nl" / "boundaries_2022.gpkg", layer="postcodes4").to_crs(28992)
    province = gpd.read_file(RAW / "boundaries.gpkg", layer="gemeenten").union_all()
    assert 132_000 <= province.bounds[0] < province.bounds[2] <= 160_000
    assert 492_000 <= province.bounds[1] < province.bounds[3] <= 525_000
    near = land.clip(province.buffer(1_000))
    assert not near.intersects(province).any()


@pytest.mark.parametrize("name", ["flood.tif", "flood_100.tif", "noise.tif"])
def test_rasters_are_packed_and_in_rd(name: str) -> None:
    with rasterio.open(RAW / name) as raster:
        assert raster.crs.to_epsg() == 28992
        assert raster.compression is not None
        assert raster.read(1, masked=True).max() > 1


@pytest.mark.parametrize("town", LARGER, ids=lambda town: town.name)
def test_streets_look_like_those_of_a_real_town(shared: Path, town: object) -> None:
    real = shared / "kampen" / "kampen.osm.pbf"
    found = street_figures(RAW / "streets.osm.pbf", town_box(town))
    ratios = [found.ratios(street_figures(real, box)) for box in (KAMPEN, IJSSELMUIDEN)]
    for name in COMPARED:
        assert any(0.75 <= ratio[name] <= 1.25 for ratio in ratios), (name, [ratio[name] for ratio in ratios])


def test_streets_hang_together_but_for_the_island_that_only_the_ferry_reaches() -> None:
    with_ferry, without = nx.Graph(), nx.Graph()
    for way in osmium.FileProcessor(str(RAW / "streets.osm.pbf"), osmium.osm.NODE | osmium.osm.WAY):
        if way.is_way() and ("highway" in way.tags or way.tags.get("route") == "ferry"):
            nodes = [node.ref for node in way.nodes]
            nx.add_path(with_ferry, nodes)
            if "highway" in way.tags:
                nx.add_path(without, nodes)
    assert nx.number_connected_components(with_ferry) == 1
    assert nx.number_connected_components(without) == 2


@pytest.mark.parametrize("mode", ["walk", "bike", "car"])
def test_the_streets_of_a_mode_are_one_network(mode: str) -> None:
    network = build(read_streets(RAW / "streets.osm.pbf"), mode, crs=RD_NEW)
    island = shapely.contains_xy(ISLAND.buffer(50), network.x, network.y)
    counts = ~(island[network.u] | island[network.v]) if mode == "car" else network.length_m > 0
    whole = network.component == np.argmax(network.component_m)
    assert network.length_m[whole & counts].sum() >= 0.98 * network.length_m[counts].sum()
    assert network.length_m[network.ferry].sum() == (0 if mode == "car" else pytest.approx(1_820, abs=5))


def test_a_crossing_joins_nearly_every_street_that_meets_a_road_without_cyclists() -> None:
    streets = read_streets(RAW / "streets.osm.pbf")
    ridden, barred, beside = nx.Graph(), set(), set()
    for way, tags in enumerate(streets.way_tags.to_dict("records")):
        nodes = streets.way_node[streets.way_start[way] : streets.way_start[way + 1]].tolist()
        if tags["bicycle"] == "use_sidepath":
            barred |= set(nodes)
        elif tags["highway"] not in {"footway", "motorway", "motorway_link", "trunk"}:
            nx.add_path(ridden, nodes)
            beside |= set(nodes) if tags["highway"] == "cycleway" else set()
    meeting = barred & set(ridden)
    alone = [node for node in meeting if not ({node} | set(ridden[node])) & beside]
    assert len(meeting) > 300
    assert len(alone) <= 0.02 * len(meeting)


def test_the_lake_is_one_area_around_the_land_which_is_covered() -> None:
    landscape = read_landscape(RAW / "streets.osm.pbf", crs=RD_NEW)
    (lake,) = landscape[landscape["kind"].eq("water") & landscape["name"].eq(LAKE_NAME)].geometry
    assert lake.geom_type == "Polygon"
    assert len(lake.interiors) == 2, "polder and island; the neighbour reaches beyond the frame"
    land = landscape[landscape.geom_type.isin(["Polygon", "MultiPolygon"])].union_all()
    shore = shapely.union_all([POLDER.difference(POLDER.buffer(-130)), ISLAND])
    assert shore.difference(land.buffer(0.5)).area < 0.005 * shore.area
    assert POLDER.difference(land).area < 0.04 * POLDER.area, "ditches, and margins of ponds and parks"
