"""The areas among which is searched: every fault with its row, all at once; and what is mended is said."""

from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from shapely import LineString, MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.crs import RD_NEW
from geo.sources.areas import read_areas
from geo.sources.raw import FileSpec, UnreadableError

X, Y = 150_000.0, 480_000.0
BOW = Polygon([(X, Y), (X + 10, Y + 10), (X + 10, Y), (X, Y + 10)])
"""A bow tie: two triangles of 25 m²."""


def square(east_m: float, side_m: float = 100.0) -> Polygon:
    return box(X + east_m, Y, X + east_m + side_m, Y + side_m)


def written(
    folder: Path, ids: list[Any] | None, shapes: list[BaseGeometry | None], *, heading: str = "id", crs: Any = RD_NEW
) -> FileSpec:
    path = folder / "vlakken.gpkg"
    columns = {"soort": ["gras"] * len(shapes)} if ids is None else {heading: ids}
    gpd.GeoDataFrame(columns, geometry=shapes, crs=crs).to_file(path, layer="vlakken")
    return FileSpec(path=path, shown=path.name, key="finder.areas")


def faults(spec: FileSpec) -> set[tuple[int, str, str]]:
    with pytest.raises(UnreadableError) as caught:
        read_areas(spec, crs=RD_NEW)
    return {(fault.row, fault.column, fault.code) for fault in caught.value.faults}


def test_areas_come_sorted_by_id_in_metres(tmp_path: Path) -> None:
    spec = written(tmp_path, ["B", "A"], [square(0), square(200)])
    areas, notes = read_areas(spec, crs=RD_NEW)
    assert areas["site_id"].tolist() == ["A", "B"]
    assert areas.geometry.iloc[0].equals(square(200))
    assert notes == ()


def test_degrees_are_brought_to_metres(tmp_path: Path) -> None:
    shapes = gpd.GeoSeries([square(0)], crs=RD_NEW).to_crs(4326)
    areas, _ = read_areas(written(tmp_path, ["A"], list(shapes), crs=4326), crs=RD_NEW)
    assert areas.crs == RD_NEW
    assert areas.geometry.iloc[0].area == pytest.approx(10_000, rel=1e-5)


def test_every_fault_of_every_row_is_told_at_once(tmp_path: Path) -> None:
    flat = Polygon([(X, Y), (X + 10, Y), (X, Y)])
    shapes = [square(0), None, Point(X, Y), LineString([(X, Y), (X + 1, Y)]), flat, square(0), square(50)]
    spec = written(tmp_path, ["A", "B", "C", "D", "E", "A", None], shapes)
    assert faults(spec) == {
        (3, "", "no_shape"),
        (4, "", "not_an_area"),
        (5, "", "not_an_area"),
        (6, "", "flat_area"),
        (7, "id", "double_id"),
        (8, "id", "missing_value"),
    }


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_a_file_that_does_not_say_its_system_is_refused_unless_the_plan_does(tmp_path: Path) -> None:
    spec = written(tmp_path, ["A"], [square(0)], crs=None)
    assert faults(spec) == {(0, "", "no_crs")}
    said = FileSpec(path=spec.path, shown=spec.shown, key=spec.key, crs="EPSG:28992")
    assert len(read_areas(said, crs=RD_NEW)[0]) == 1


def test_a_file_that_is_missing_or_empty_or_has_no_areas_is_refused(tmp_path: Path) -> None:
    assert faults(FileSpec(path=tmp_path / "niets.gpkg", shown="niets.gpkg")) == {(0, "", "missing_file")}
    (tmp_path / "leeg.gpkg").touch()
    assert faults(FileSpec(path=tmp_path / "leeg.gpkg", shown="leeg.gpkg")) == {(0, "", "empty_file")}
    assert faults(written(tmp_path, [], [])) == {(0, "", "no_rows")}


def test_without_ids_the_rows_are_numbered_so_that_they_sort(tmp_path: Path) -> None:
    areas, _ = read_areas(written(tmp_path, None, [square(10 * row) for row in range(11)]), crs=RD_NEW)
    assert areas["site_id"].tolist() == [f"{row:02d}" for row in range(1, 12)]
    assert areas.geometry.iloc[10].equals(square(100))


def test_the_plan_names_the_column_of_the_ids(tmp_path: Path) -> None:
    spec = written(tmp_path, [7, 12], [square(0), square(200)], heading="Perceel")
    said = FileSpec(path=spec.path, shown=spec.shown, key="finder.areas", columns=(("id", "perceel"),))
    assert read_areas(said, crs=RD_NEW)[0]["site_id"].tolist() == ["12", "7"]
    lost = FileSpec(path=spec.path, shown=spec.shown, key="finder.areas", columns=(("id", "pand"),))
    assert faults(lost) == {(0, "finder.areas.columns.id", "absent_heading")}


def test_names_are_read_where_the_file_has_them_and_may_be_empty(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(
        {"id": ["B", "A"], "Naam": ["Kazerne", None]}, geometry=[square(0), square(200)], crs=RD_NEW
    )
    frame.to_file(tmp_path / "vlakken.gpkg", layer="vlakken")
    spec = FileSpec(path=tmp_path / "vlakken.gpkg", shown="vlakken.gpkg", key="finder.areas")
    assert read_areas(spec, crs=RD_NEW)[0][["site_id", "name"]].to_numpy().tolist() == [["A", ""], ["B", "Kazerne"]]
    own = FileSpec(path=spec.path, shown=spec.shown, key=spec.key, columns=(("id", "Naam"), ("naam", "id")))
    assert faults(own) == {(3, "Naam", "missing_value")}
    lost = FileSpec(path=spec.path, shown=spec.shown, key=spec.key, columns=(("name", "straat"),))
    assert faults(lost) == {(0, "finder.areas.columns.name", "absent_heading")}
    nameless, _ = read_areas(written(tmp_path, ["A"], [square(0)]), crs=RD_NEW)
    assert nameless["name"].tolist() == [""]


def test_an_outline_that_crosses_itself_is_mended_and_said(tmp_path: Path) -> None:
    areas, notes = read_areas(written(tmp_path, ["A", "B"], [square(20), BOW]), crs=RD_NEW)
    assert [(note.row, note.code) for note in notes] == [(3, "mended_shape")]
    mended = areas.geometry.iloc[1]
    assert mended.is_valid
    assert isinstance(mended, MultiPolygon)
    assert mended.area == pytest.approx(50)


def test_an_area_of_several_parts_is_one_area(tmp_path: Path) -> None:
    both = MultiPolygon([square(0), square(500)])
    areas, _ = read_areas(written(tmp_path, ["A"], [both]), crs=RD_NEW)
    assert areas.geometry.area.tolist() == [20_000]
