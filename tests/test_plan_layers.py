"""The layers of a plan: their names and options, the files that they are, and every fault of either at once."""

import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import toy_workspace
from shapely import Point, box

from geo.errors import FaultsError
from geo.plan import Plan, load_plan
from geo.plan_draft import draft_files
from geo.stages.check import load_sound_plan, read_inputs
from tests.test_plan import SMALLEST

Place = tuple[str, int, str, str]
WEST, SOUTH = 150_000, 500_000


def load(folder: Path, layers: str) -> Plan:
    (folder / "plan.toml").write_text(SMALLEST + layers, encoding="utf-8")
    return load_plan(folder)


def faults_of(folder: Path) -> set[Place]:
    with pytest.raises(FaultsError) as caught:
        read_inputs(load_sound_plan(folder))
    return {(one.file, one.row, one.column, one.code) for one in caught.value.faults}


def test_a_layer_is_a_path_or_a_table_and_belongs_to_what_a_stage_reads(tmp_path: Path) -> None:
    for name in ("a.tif", "a.tfw", "b.shp", "b.dbf"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    text = (
        '[layers]\nnature = "b.shp"\n[layers.flood_100]\npath = "a.tif"\nabove = 0.5\nunit = "m"\ncrs = "EPSG:28992"\n'
    )
    plan = load(tmp_path, text)
    assert [(name, layer.is_raster, layer.above, layer.rule) for name, layer in plan.layers.items()] == [
        ("nature", False, None, "fraction"),
        ("flood_100", True, 0.5, "fraction"),
    ]
    assert list(plan.files(("layers", "locations"))) == [
        "layers.nature.dbf",
        "layers.nature.shp",
        "layers.flood_100",
        "layers.flood_100.tfw",
    ]
    before = plan.reading(("layers",))
    assert before["layers.flood_100"] == {
        "path": "a.tif", "sheet": None, "header_row": None, "layer": None, "crs": "EPSG:28992", "columns": {},
    }  # fmt: skip
    assert {name: file.path for name, file in draft_files(tmp_path).layers.items()} == {
        "nature": "b.shp",
        "flood_100": "a.tif",
    }
    again = load(tmp_path, text.replace("above = 0.5", "above = 0.6"))
    assert again.reading(("layers",)) == before
    assert again.section("layers") != plan.section("layers"), "the options are those of the section"


def test_what_is_wrong_with_a_layer_in_the_plan_is_told_at_once(tmp_path: Path) -> None:
    text = """
[layers]
Flood = "a.tif"
"natura 2000" = "a.gpkg"
"2000" = "a.gpkg"
open_water = "a.gpkg"
[layers.nature]
path = "b.gpkg"
above = 3
unit = "m"
rule = "centre"
[layers.noise]
path = "a.tif"
above = "high"
titel = "Geluid"
rule = "middle"
[layers.none]
title = "Zonder bestand"
"""
    (tmp_path / "plan.toml").write_text(SMALLEST.replace("[distances]", "noise = 1\n[distances]", 1) + text)
    with pytest.raises(FaultsError) as caught:
        load_plan(tmp_path)
    found = {(one.file, one.row, one.column, one.code): dict(one.parameters) for one in caught.value.faults}
    assert set(found) == {
        ("plan.toml", 0, "input.noise", "unknown_key_near"),
        ("plan.toml", 0, "layers.Flood", "layer_name"),
        ("plan.toml", 0, "layers.natura 2000", "layer_name"),
        ("plan.toml", 0, "layers.2000", "layer_name"),
        ("plan.toml", 0, "layers.open_water", "layer_name_taken"),
        ("plan.toml", 0, "layers.nature", "only_of_raster"),
        ("plan.toml", 0, "layers.noise.above", "must_be_number"),
        ("plan.toml", 0, "layers.noise.titel", "unknown_key_near"),
        ("plan.toml", 0, "layers.noise.rule", "no_option"),
        ("plan.toml", 0, "layers.none.path", "missing_key"),
    }
    assert found["plan.toml", 0, "input.noise", "unknown_key_near"] == {"near": "[layers.noise]"}
    strange = found["plan.toml", 0, "layers.nature", "only_of_raster"]
    assert strange == {"keys": "unit, above, rule", "path": "b.gpkg"}


def _raster(path: Path, *, count: int = 1, crs: str | None = "EPSG:28992") -> None:
    shape = {"count": count, "width": 64, "height": 64, "dtype": "float32"}
    place = {"crs": crs, "transform": rasterio.Affine(10, 0, WEST, 0, -10, SOUTH)}
    with rasterio.open(path, "w", driver="GTiff", **shape, **place) as raster:
        raster.write(np.ones((count, 64, 64), dtype="float32"))


def _areas(path: Path, shapes: list[object], crs: int | None = 28992) -> None:
    frame = gpd.GeoDataFrame({"naam": ["x"] * len(shapes)}, geometry=shapes, crs=crs)
    frame.to_parquet(path) if path.suffix == ".parquet" else frame.to_file(path)


def test_every_fault_of_every_layer_is_told_with_its_file(tmp_path: Path) -> None:
    folder = toy_workspace.make(tmp_path / "toy")
    raw, square = folder / "data" / "raw", box(0, 0, 9, 9)
    _raster(raw / "bands.tif", count=3)
    _raster(raw / "nowhere.tif", crs=None)
    _raster(raw / "cut.tif")
    (raw / "cut.tif").write_bytes((raw / "cut.tif").read_bytes()[:2_000])
    (raw / "empty.tif").write_bytes(b"")
    _areas(raw / "mixed.gpkg", [square, Point(1, 1), None])
    _areas(raw / "nowhere.parquet", [square], crs=None)
    _areas(raw / "rows.gpkg", [])
    (raw / "table.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    names = ("bands.tif", "nowhere.tif", "cut.tif", "empty.tif", "missing.tif", "mixed.gpkg", "nowhere.parquet",
             "rows.gpkg", "table.csv", "missing.gpkg")  # fmt: skip
    listed = [f'[layers.l{at}]\npath = "data/raw/{name}"\n' for at, name in enumerate(names)]
    plan = folder / "plan.toml"
    sound = plan.read_text(encoding="utf-8")
    plan.write_text(sound + "\n" + "".join(listed), encoding="utf-8")
    expected = {
        ("bands.tif", 0, "", "bands"),
        ("nowhere.tif", 0, "", "no_crs"),
        ("cut.tif", 0, "", "damaged"),
        ("empty.tif", 0, "", "empty_file"),
        ("missing.tif", 0, "", "missing_file"),
        ("mixed.gpkg", 3, "", "not_an_area"),
        ("mixed.gpkg", 4, "", "no_shape"),
        ("nowhere.parquet", 0, "", "no_crs"),
        ("rows.gpkg", 0, "", "no_rows"),
        ("table.csv", 0, "", "not_areas"),
        ("missing.gpkg", 0, "", "missing_file"),
    }
    expected = {(f"data/raw/{file}", row, column, code) for file, row, column, code in expected}
    assert faults_of(folder) == expected
    # of a plan that is wrong itself the files are still looked at, whatever is wrong with the options of a layer
    plan.write_text(sound + "\n" + "".join(f"{one}above = 'x'\n" for one in listed), encoding="utf-8")
    keys = {("plan.toml", 0, f"layers.l{at}.above", "must_be_number") for at in range(len(names))}
    keys |= {("plan.toml", 0, f"layers.l{at}", "only_of_raster") for at, name in enumerate(names) if ".tif" not in name}
    assert faults_of(folder) == expected | keys


def test_a_layer_without_reference_system_takes_that_of_the_plan(tmp_path: Path) -> None:
    folder = toy_workspace.make(tmp_path / "toy")
    raw = folder / "data" / "raw"
    _raster(raw / "nowhere.tif", crs=None)
    _areas(raw / "nowhere.parquet", [box(0, 0, 9, 9)], crs=None)
    with (folder / "plan.toml").open("a", encoding="utf-8") as plan:
        plan.write('\n[layers]\na = { path = "data/raw/nowhere.tif", crs = "EPSG:28992" }\n')
        plan.write('b = { path = "data/raw/nowhere.parquet", crs = "EPSG:28992" }\n')
    inputs = read_inputs(load_plan(folder))
    assert {name: (spec.shown, spec.key, spec.crs) for name, spec in inputs.layers.items()} == {
        "a": ("data/raw/nowhere.tif", "layers.a", "EPSG:28992"),
        "b": ("data/raw/nowhere.parquet", "layers.b", "EPSG:28992"),
    }
    assert {"data/raw/nowhere.tif", "data/raw/nowhere.parquet"} <= set(inputs.files)


@pytest.mark.skipif(sys.platform == "win32", reason="a path of another drive")
def test_the_sources_of_a_virtual_raster_belong_to_it(tmp_path: Path) -> None:
    (tmp_path / "tiles").mkdir()
    for name in ("tiles/a.tif", "tiles/b.tif"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    sources = '<SourceFilename relativeToVRT="1">tiles/a.tif</SourceFilename><SourceFilename>{}</SourceFilename>'
    (tmp_path / "all.vrt").write_text(sources.format(tmp_path / "tiles/b.tif"), encoding="utf-8")
    plan = load(tmp_path, '[layers]\nflood = "all.vrt"\n')
    assert list(plan.files(("layers",)).values()) == [
        tmp_path.resolve() / "all.vrt",
        tmp_path.resolve() / "tiles/a.tif",
        tmp_path.resolve() / "tiles/b.tif",
    ]
