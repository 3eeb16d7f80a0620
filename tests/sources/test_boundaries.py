"""Provinces and municipalities: from files, and from an extract where its rings close."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
from shapely import Point, box

from geo.crs import RD_NEW
from geo.sources.boundaries import Boundaries, open_boundaries, read_boundaries
from geo.sources.population import read_population
from geo.sources.probe import constraint_faults, extract_faults
from geo.sources.raw import FileSpec, UnreadableError
from tests.sources.osm_builder import OsmBuilder, Tags

Faults = set[tuple[str, int, str, str]]


def spec(path: Path, **options: object) -> FileSpec:
    return FileSpec(path=path, shown=path.name, **options)  # type: ignore[arg-type]


def refused(path: Path, **options: object) -> Faults:
    with pytest.raises(UnreadableError) as caught:
        read_boundaries(spec(path, **options), crs=RD_NEW)
    return {(fault.file, fault.row, fault.column, fault.code) for fault in caught.value.faults}


def _boundary(level: int, **tags: str) -> Tags:
    return {"type": "boundary", "boundary": "administrative", "admin_level": str(level), **tags}


def _extract(folder: Path, *, provinces: int = 2, towns: int = 2) -> Path:
    """Draw two provinces side by side, the western one of two towns of 1 km²; those beyond the number are cut open."""
    osm = OsmBuilder()
    left = [osm.square(east, 0, 1000) for east in (0, 1000)]
    osm.square(0, 0, 10, {"highway": "path"})
    half = osm.way([osm.node(0, 0), osm.node(2000, 0)])
    first = [osm.node(0, 0), osm.node(2000, 0), osm.node(2000, 1000), osm.node(0, 1000)]
    west = osm.way([*first, first[0]])
    east = osm.square(2000, 0, 1000)
    cut = [("w", 999, "outer"), ("w", half, "outer")]
    for number, (name, code, way) in enumerate((("Toets", "90", west), ("Buur", "91", east))):
        ring = [("w", way, "outer")] if number < provinces else cut
        osm.relation(ring, _boundary(4, name=name, population="100", **{"ref:provinciecode": code}))
    for number, (name, code, way) in enumerate((("West", "9101", left[0]), ("Oost", "9102", left[1]))):
        ring = [("w", way, "outer")] if number < towns else cut
        osm.relation(ring, _boundary(8, name=name, population="50", **{"ref:gemeentecode": code}))
    osm.relation([("w", left[0], "outer")], _boundary(10, name="Dorp"))
    folder.mkdir(exist_ok=True)
    return osm.write(folder / "toy.osm.pbf")


def _read(path: Path) -> Boundaries:
    return read_boundaries(spec(path), crs=RD_NEW)


def test_an_extract_gives_its_own_boundaries_where_they_close(tmp_path: Path) -> None:
    path = _extract(tmp_path)
    found = _read(path)
    assert found.provinces[["code", "name", "inhabitants"]].to_numpy().tolist() == [
        ["PV90", "Toets", 100],
        ["PV91", "Buur", 100],
    ]
    assert found.municipalities[["code", "name", "province_code", "inhabitants"]].to_numpy().tolist() == [
        ["GM9101", "West", "PV90", 50],
        ["GM9102", "Oost", "PV90", 50],
    ]
    assert found.provinces.crs == RD_NEW
    assert found.municipalities.area.round(-4).tolist() == [1_000_000, 1_000_000]
    assert open_boundaries(spec(path), found, ("PV90",)) == ()


def test_boundaries_that_a_plan_needs_and_that_are_open_are_a_fault(tmp_path: Path) -> None:
    path = _extract(tmp_path, provinces=1, towns=1)
    found = _read(path)

    def faults(*codes: str) -> list[tuple[str, int, str, str, str]]:
        wrong = open_boundaries(spec(path), found, codes)
        return [(one.file, one.row, one.column, one.code, dict(one.parameters)["names"]) for one in wrong]

    town = ("toy.osm.pbf", 0, "", "open_boundaries", "Oost")
    assert faults("PV90") == [town]  # half of the province has no municipality
    assert faults("PV91") == [("toy.osm.pbf", 0, "", "open_boundaries", "Buur")]
    assert refused(_extract(tmp_path / "a", provinces=0)) == {("toy.osm.pbf", 0, "", "open_boundaries")}
    assert refused(_extract(tmp_path / "b", towns=0)) == {("toy.osm.pbf", 0, "", "open_boundaries")}


def test_the_extract_of_kampen_has_none_that_close(shared: Path) -> None:
    path = shared / "kampen/kampen.osm.pbf"
    with pytest.raises(UnreadableError) as caught:
        _read(path)
    (fault,) = caught.value.faults
    assert (fault.file, fault.row, fault.column, fault.code) == ("kampen.osm.pbf", 0, "", "open_boundaries")
    assert "Flevoland" in fault.sentence("nl")
    assert "Noem bij `boundaries` een grenzenbestand" in fault.sentence("nl")


def _layers(path: Path, **columns: object) -> Path:
    squares = [box(0, 0, 1000, 1000), box(1000, 0, 2000, 1000)]
    gpd.GeoDataFrame({"naam": ["Toets"]}, geometry=[box(0, 0, 2000, 1000)], crs=28992).to_file(path, layer="provincies")
    towns = {"code": ["GM1", "GM2"], "naam": ["A", "B"], **columns}
    kept = {name: values for name, values in towns.items() if values is not None}
    gpd.GeoDataFrame(kept, geometry=squares, crs=28992).to_file(path, layer="gemeenten")
    return path


def test_files_that_are_no_boundaries(tmp_path: Path) -> None:
    (tmp_path / "bad.gpkg").write_bytes(b"no layer")
    (tmp_path / "empty.gpkg").write_bytes(b"")
    (tmp_path / "bad.osm.pbf").write_bytes(b"no extract")
    assert refused(tmp_path / "none.gpkg") == {("none.gpkg", 0, "", "missing_file")}
    assert refused(tmp_path / "bad.gpkg") == {("bad.gpkg", 0, "", "damaged")}
    assert refused(tmp_path / "empty.gpkg") == {("empty.gpkg", 0, "", "empty_file")}
    assert refused(tmp_path / "bad.osm.pbf") == {("bad.osm.pbf", 0, "", "damaged")}
    path = _layers(tmp_path / "half.gpkg", code=None)
    assert refused(path) == {("half.gpkg", 1, "code", "missing_column")}
    other = tmp_path / "other.gpkg"
    gpd.GeoDataFrame({"code": ["x"]}, geometry=[Point(0, 0)], crs=28992).to_file(other, layer="wijken")
    assert refused(other) == {("other.gpkg", 0, "", "missing_layer")}


def test_own_names_of_columns_are_used_and_checked(tmp_path: Path) -> None:
    path = _layers(tmp_path / "own.gpkg", code=None, sleutel=["GM1", "GM2"])
    found = read_boundaries(spec(path, columns=(("code", "Sleutel"),), key="input.boundaries"), crs=RD_NEW)
    assert found.municipalities["code"].tolist() == ["GM1", "GM2"]
    assert found.provinces["code"].tolist() == ["Toets"]
    wrong = (("code", "sleutl"), ("nam", "naam"))
    assert refused(path, columns=wrong, key="input.boundaries") == {
        ("plan.toml", 0, "input.boundaries.columns.code", "absent_heading"),
        ("plan.toml", 0, "input.boundaries.columns.nam", "unknown_column_name"),
    }


def _raster(path: Path, *, count: int = 1, crs: str | None = "EPSG:28992") -> Path:
    shape = {"count": count, "width": 64, "height": 64, "dtype": "float32", "nodata": -1.0}
    place = {"crs": crs, "transform": rasterio.Affine(100, 0, 140_000, 0, -100, 510_000)}
    values = np.zeros((count, 64, 64), dtype="float32")
    values[:, 1, 2] = 7
    values[:, 63, 63] = -1
    with rasterio.open(path, "w", driver="GTiff", **shape, **place) as raster:
        raster.write(values)
    return path


def test_rasters_and_areas_of_constraints_are_opened(tmp_path: Path) -> None:
    sound = _raster(tmp_path / "sound.tif")
    square = box(0, 0, 100, 100)
    areas = tmp_path / "areas.gpkg"
    gpd.GeoDataFrame({"a": [1]}, geometry=[square], crs=28992).to_file(areas)
    mixed = tmp_path / "mixed.gpkg"
    gpd.GeoDataFrame({"a": [1, 2, 3]}, geometry=[square, Point(1, 1), None], crs=28992).to_file(mixed)
    bare = tmp_path / "bare.parquet"
    gpd.GeoDataFrame({"a": [1]}, geometry=[square]).to_parquet(bare)
    none = tmp_path / "none.gpkg"
    gpd.GeoDataFrame({"a": []}, geometry=[], crs=28992).to_file(none)
    cut = tmp_path / "cut.tif"
    cut.write_bytes(sound.read_bytes()[:8_000])
    lost = _raster(tmp_path / "lost.tif", crs=None)
    expected = {
        sound: [],
        areas: [],
        _raster(tmp_path / "bands.tif", count=3): [(0, "bands")],
        cut: [(0, "damaged")],
        lost: [(0, "no_crs")],
        bare: [(0, "no_crs")],
        none: [(0, "no_rows")],
        mixed: [(3, "not_an_area"), (4, "no_shape")],
        tmp_path / "missing.tif": [(0, "missing_file")],
    }
    for path, codes in expected.items():
        assert [(fault.row, fault.code) for fault in constraint_faults(spec(path))] == codes, path.name
    for path in (lost, bare):
        assert constraint_faults(spec(path, crs="EPSG:28992")) == ()


def test_an_extract_is_opened_from_its_first_block_to_its_last(tmp_path: Path, shared: Path) -> None:
    whole = (shared / "kampen/kampen.osm.pbf").read_bytes()
    for name, content, code in (
        ("empty.osm.pbf", b"", "empty_file"),
        ("page.osm.pbf", b"<html>404</html>", "damaged"),
        ("cut.osm.pbf", whole[:-1_000], "damaged"),
        ("long.osm.pbf", whole + b"xx", "damaged"),
        ("whole.osm.pbf", whole, None),
    ):
        (tmp_path / name).write_bytes(content)
        found = [(fault.file, fault.row, fault.column, fault.code) for fault in extract_faults(spec(tmp_path / name))]
        assert found == ([(name, 0, "", code)] if code else [])
    assert [fault.code for fault in extract_faults(spec(OsmBuilder().write(tmp_path / "bare.osm.pbf")))] == [
        "no_streets"
    ]
    assert [fault.code for fault in extract_faults(spec(tmp_path / "none.osm.pbf"))] == ["missing_file"]


def test_people_are_read_from_layers_and_rasters(tmp_path: Path) -> None:
    squares = [box(0, 0, 100, 100), box(100, 0, 200, 100), None]
    layer = gpd.GeoDataFrame({"inwoners": [5, -99997, 3], "code": [1.0, 2.0, 3.0]}, geometry=squares, crs=28992)
    layer.to_file(tmp_path / "people.gpkg")
    people, notes = read_population(spec(tmp_path / "people.gpkg"), crs=RD_NEW)
    assert (people["area_id"].tolist(), people["people"].fillna(-1).tolist()) == (["1", "2"], [5, -1])
    assert people["fine"].tolist() == [True, True]
    assert [(note.row, note.code) for note in notes] == [(4, "left_out")]
    cells, _ = read_population(spec(_raster(tmp_path / "people.tif")), crs=RD_NEW)
    assert cells[["area_id", "people"]].to_numpy().tolist() == [["000001-000002", 7.0]]
    assert cells.geometry.iloc[0].bounds == (140_200, 509_800, 140_300, 509_900)


def test_files_that_say_nothing_of_people(tmp_path: Path) -> None:
    def faults(path: Path, **options: object) -> Faults:
        with pytest.raises(UnreadableError) as caught:
            read_population(spec(path, **options), crs=RD_NEW)
        return {(fault.file, fault.row, fault.column, fault.code) for fault in caught.value.faults}

    square = [box(0, 0, 100, 100)]
    gpd.GeoDataFrame({"a": [1]}, geometry=square).to_parquet(tmp_path / "a.parquet")
    (tmp_path / "b.parquet").write_bytes(b"PAR1")
    assert faults(tmp_path / "a.parquet", columns=(("peple", "a"),), key="input.population") == {
        ("plan.toml", 0, "input.population.columns.peple", "unknown_column_name"),
        ("a.parquet", 1, "aantal_inwoners", "missing_column"),
        ("a.parquet", 0, "", "no_crs"),
    }
    assert faults(tmp_path / "b.parquet") == {("b.parquet", 0, "", "damaged")}
    assert faults(_raster(tmp_path / "c.tif", count=2)) == {("c.tif", 0, "", "bands")}
    people, _ = read_population(spec(tmp_path / "a.parquet", columns=(("people", "A"),), crs="EPSG:28992"), crs=RD_NEW)
    assert people["people"].tolist() == [1]
