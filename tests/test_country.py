"""The area of the country: what lies abroad is told, and the car of CBS keeps to its own country."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import toy_workspace
from shapely.geometry import Point, box

from geo.errors import FaultsError
from geo.network.build import build
from geo.network.route import nearest
from geo.network.snap import snap
from geo.pipeline import run
from geo.plan import load_plan
from geo.sources.country import read_country
from geo.sources.raw import FileSpec, UnreadableError
from geo.stages.check import read_inputs
from tests.toytowns import CRS, RESIDENTIAL, degrees, places, town

UM = 2e-3


def metres_box(west: float, south: float, east: float, north: float) -> gpd.GeoSeries:
    (low, left), (high, right) = degrees((west, south)), degrees((east, north))
    return gpd.GeoSeries([box(low, left, high, right)], crs=4326)


def test_a_network_ends_at_the_border() -> None:
    # 800 m straight on through the neighbour between 200 and 600 m; round at home 2 x 300 m more.
    spots = {1: (0.0, 0.0), 2: (400.0, 0.0), 3: (800.0, 0.0), 4: (0.0, 300.0), 5: (800.0, 300.0)}
    streets = town(spots, [(1, [1, 2, 3], RESIDENTIAL), (2, [1, 4, 5, 3], RESIDENTIAL)])
    abroad = metres_box(200, -100, 600, 100).iloc[0]
    home = metres_box(-100, -100, 900, 400).iloc[0].difference(abroad)
    for area, expected in ((None, 800.0), (home, 1400.0)):
        network = build(streets, "cbs_car", crs=CRS, area=area)
        found = nearest(network, *(snap(network, places(spot)) for spot in (spots[1], spots[3])), k=1)
        assert found.network_m.tolist() == pytest.approx([expected], abs=UM)
    assert build(streets, "cbs_car", crs=CRS, area=home).way_id.tolist() == [2, 2, 2]


def test_a_country_may_be_drawn_in_provinces(tmp_path: Path) -> None:
    parts = gpd.GeoDataFrame({"naam": ["west", "oost"]}, geometry=[box(0, 0, 1, 1), box(1, 0, 2, 1)], crs=4326)
    parts.to_crs(3857).to_file(tmp_path / "land.gpkg")
    assert read_country(FileSpec(path=tmp_path / "land.gpkg", shown="land.gpkg")).equals_exact(
        box(0, 0, 2, 1).segmentize(1), 1e-6, normalize=True
    )


def test_what_is_no_country_is_told_at_once(tmp_path: Path) -> None:
    def faults(name: str) -> set[tuple[str, int, str]]:
        with pytest.raises(UnreadableError) as caught:
            read_country(FileSpec(path=tmp_path / name, shown=name))
        return {(fault.file, fault.row, fault.code) for fault in caught.value.faults}

    shapes = [Point(0, 0), box(0, 0, 1, 1)]
    gpd.GeoDataFrame({"a": [1, 2]}, geometry=shapes).to_parquet(tmp_path / "points.parquet")
    assert faults("points.parquet") == {("points.parquet", 0, "no_crs"), ("points.parquet", 2, "not_an_area")}
    (tmp_path / "land.tif").write_bytes(b"II*\0")
    assert faults("land.tif") == {("land.tif", 0, "not_areas")}
    assert faults("weg.gpkg") == {("weg.gpkg", 0, "missing_file")}


def test_a_plan_with_a_country_tells_what_is_abroad_and_keeps_the_car_of_cbs_at_home(tmp_path: Path) -> None:
    toy = toy_workspace.make(tmp_path / "toy")
    plan = toy / "plan.toml"
    text = plan.read_text("utf-8").replace('modes = ["walk", "car"]', 'modes = ["walk", "cbs_car"]')
    plan.write_text(text, encoding="utf-8")
    before = distances(toy)
    assert not before["foreign"].any()
    # The country ends 200 m east of the corner.
    (west, south), (east, north) = toy_workspace.lon_lat(-900, -900), toy_workspace.lon_lat(200, 900)
    gpd.GeoDataFrame(geometry=[box(west, south, east, north)], crs=4326).to_file(toy / "data" / "raw" / "land.gpkg")
    plan.write_text(text.replace("[distances]", 'country = "data/raw/land.gpkg"\n\n[distances]'), encoding="utf-8")
    after = distances(toy)
    walk, was = (frame[frame["mode"] == "walk"].drop(columns="foreign") for frame in (after, before))
    pd.testing.assert_frame_equal(walk, was)
    lies = gpd.GeoSeries.from_wkb(facilities(toy)["geometry"]).bounds["minx"]
    abroad = set(facilities(toy)["facility_id"][lies > east])
    assert abroad
    walked = after[after["mode"] == "walk"].dropna(subset=["facility_id"])
    assert walked["foreign"].tolist() == walked["facility_id"].isin(abroad).tolist()
    assert walked["foreign"].any()
    driven = after[after["mode"] == "cbs_car"]
    assert set(driven["facility_id"].dropna()).isdisjoint(abroad)
    assert driven["facility_id"].notna().any()
    assert not driven["foreign"].any()


def distances(toy: Path) -> pd.DataFrame:
    run(load_plan(toy), stages=("distances",))
    return pd.read_parquet(toy / "data" / "processed" / "distances.parquet")


def facilities(toy: Path) -> pd.DataFrame:
    return pd.read_parquet(toy / "data" / "processed" / ".cache" / "extract" / "facilities.parquet")


def test_a_country_without_the_province_is_a_fault(tmp_path: Path) -> None:
    toy = toy_workspace.make(tmp_path / "toy")
    gpd.GeoDataFrame(geometry=[box(-5, 38, -3, 40)], crs=4326).to_file(toy / "data" / "raw" / "land.gpkg")
    plan = toy / "plan.toml"
    text = plan.read_text("utf-8").replace("[distances]", 'country = "data/raw/land.gpkg"\n\n[distances]')
    plan.write_text(text, encoding="utf-8")
    with pytest.raises(FaultsError) as caught:
        read_inputs(load_plan(toy))
    assert [(fault.file, fault.code) for fault in caught.value.faults] == [("data/raw/land.gpkg", "country_elsewhere")]


def test_a_country_in_parts_is_noted(tmp_path: Path) -> None:
    toy = toy_workspace.make(tmp_path / "toy")
    gpd.GeoDataFrame(geometry=[box(0, 45, 7, 55), box(8, 45, 9, 55)], crs=4326).to_file(
        toy / "data" / "raw" / "land.gpkg"
    )
    plan = toy / "plan.toml"
    text = plan.read_text("utf-8").replace("[distances]", 'country = "data/raw/land.gpkg"\n\n[distances]')
    plan.write_text(text, encoding="utf-8")
    noted = [(note.file, note.code, note.parameters) for note in read_inputs(load_plan(toy)).notes]
    assert ("data/raw/land.gpkg", "country_in_parts", (("count", "2"),)) in noted
