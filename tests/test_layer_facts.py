"""Map layers in a whole plan: sites of every shape in the miniature town, layers in several systems, and real ones."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
import toy_workspace
from shapely import MultiPolygon, Point, Polygon, box

from geo.analysis.candidates.facts import facts_of
from geo.pipeline import run
from geo.plan import load_plan
from geo.stages.check import read_inputs
from geo.stages.layer_facts import layer_measures
from geo.stages.stage import Work
from tests.analysis.measured import INF, law_abiding, told

X, Y = toy_workspace.rd(0, 0)
LAYERS = """
[layers.depth]
path = "data/raw/depth.tif"
title = "Waterdiepte"
unit = "m"
above = 1
source = "toetskaart"
reference_date = 2019-12-31
[layers.depth_middles]
path = "data/raw/depth.tif"
rule = "centre"
nodata = 3
[layers.latitude]
path = "data/raw/latitude.tif"
[layers.nature]
path = "data/raw/nature.geojson"
title = "Natuur"
"""


def site(west: float, south: float, size: float) -> Polygon:
    return box(X + west, Y + south, X + west + size, Y + south + size)


SITES = {
    "C1": site(10, 610, 20),  # a quarter in each of four cells: 0, 1, 2 and 3
    "C2": MultiPolygon([site(1, 621, 8), site(41, 621, 8)]),  # the second part lies beside the raster
    "C3": site(300, 300, 10),  # in the pond
    "C4": Point(X + 5, Y + 605),
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = toy_workspace.make(tmp_path_factory.mktemp("layers") / "toy")
    raw = folder / "data" / "raw"
    about = {"locatie-id": list(SITES), "naam": list(SITES), "capaciteit": 80, "openbaarheid": "openbaar"}
    gpd.GeoDataFrame(about, geometry=list(SITES.values()), crs=28992).to_file(raw / "candidates.gpkg")
    _raster(raw / "depth.tif", np.array([[0, 1], [2, 3]], "float32"), "EPSG:28992", (X, Y + 640), 20)
    rows = np.repeat((53 - (np.arange(3_600) + 0.5) / 3_600)[:, None], 3_600, axis=1).astype("float64")
    _raster(raw / "latitude.tif", rows, "EPSG:4326", (5, 53), 1 / 3_600)
    bow = Polygon([(X, Y + 600), (X + 40, Y + 640), (X + 40, Y + 600), (X, Y + 640)])
    areas = gpd.GeoDataFrame({"naam": ["strik", "ver"]}, geometry=[bow, site(-400, -400, 10)], crs=28992)
    areas.to_crs(4326).to_file(raw / "nature.geojson")
    plan = (folder / "plan.toml").read_text(encoding="utf-8")
    old = '{ path = "data/raw/candidates.xlsx", sheet = "kandidaten" }'
    (folder / "plan.toml").write_text(plan.replace(old, '"data/raw/candidates.gpkg"') + LAYERS, encoding="utf-8")
    run(load_plan(folder), stages=["candidate_facts"])
    return folder


def _raster(path: Path, values: np.ndarray, crs: str, corner: tuple[float, float], cell: float) -> None:
    place = rasterio.Affine(cell, 0, corner[0], 0, -cell, corner[1])
    shape = {"count": 1, "width": values.shape[1], "height": values.shape[0], "dtype": values.dtype.name}
    with rasterio.open(path, "w", driver="GTiff", crs=crs, transform=place, compress="deflate", **shape) as raster:
        raster.write(values, 1)


def table(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_parquet(folder / "data" / "processed" / f"{name}.parquet")


def test_the_layers_of_a_plan_become_facts_with_title_unit_source_and_day(workspace: Path) -> None:
    catalogue = table(workspace, "facts").set_index("fact")
    own = catalogue[catalogue["group"] == "layers"]
    assert own.index.tolist() == [
        "depth_mean", "depth_max", "depth_share_above", "depth_middles_mean", "depth_middles_max", "latitude_mean",
        "latitude_max", "nature_inside_share", "nature_distance_m", "open_water_distance_m", "open_water_width_m",
    ]  # fmt: skip
    about = own.loc["depth_share_above", ["title", "kind", "unit", "source"]].tolist()
    assert about == ["Waterdiepte: deel van de locatie boven 1 m", "share", "", "toetskaart"]
    assert str(own.loc["depth_mean", "reference_date"])[:10] == "2019-12-31"
    assert own.loc["depth_middles_mean", ["title", "source"]].tolist() == ["depth_middles: gemiddelde", "depth.tif"]
    assert str(own.loc["open_water_width_m", "reference_date"])[:10] == "2020-08-31"


def test_every_shape_of_site_has_the_facts_worked_out_by_hand(workspace: Path) -> None:
    found = facts_of(table(workspace, "candidate_facts"), table(workspace, "facts"))
    assert law_abiding(found) > 4 * 11
    half = "bekend van 50,0% van de locatie"
    nowhere = "geen gegevens op deze plaats"
    assert [told(found, "depth_mean", row) for row in range(4)] == [
        (1.5, 1.5, 1.5, "ok", ""),
        (0, -INF, INF, "partly", half),
        (None, -INF, INF, "unknown", nowhere),
        (2, 2, 2, "ok", ""),
    ]
    assert [told(found, "depth_max", row) for row in range(2)] == [(3, 3, 3, "ok", ""), (0, 0, INF, "at_least", half)]
    assert [told(found, "depth_share_above", row)[:3] for row in range(4)] == [
        (0.5, 0.5, 0.5), (0, 0, 0.5), (None, 0, 1), (1, 1, 1),
    ]  # fmt: skip
    small = "kleiner dan een cel: de waarde van de cel waarin de locatie ligt"
    # the first site ends in the middles of the cells: of each of them it has a corner, and of one the middle
    assert told(found, "depth_middles_max", 1) == (0, 0, INF, "at_least", f"{half}; {small}")
    assert told(found, "depth_middles_mean", 3) == (2, 2, 2, "ok", "")
    inside = [told(found, "nature_inside_share", row)[0] for row in range(4)]
    assert inside == pytest.approx([0.5, 0.5, 0, 0], abs=1e-3)
    assert told(found, "nature_distance_m", 0)[0] == 0
    assert told(found, "open_water_distance_m", 2)[:4] == (0, 0, 0, "ok")
    assert told(found, "open_water_width_m", 2)[0] == pytest.approx(100, rel=0.05)
    latitude = told(found, "latitude_mean", 0)[0]
    lat = gpd.GeoSeries([SITES["C1"].centroid], crs=28992).to_crs(4326).y.iloc[0]
    assert latitude == pytest.approx(lat, abs=2e-5), "two metres; without the shift of the datum it would be a hundred"


def test_a_change_of_a_layer_or_of_what_is_asked_of_it_is_noticed(workspace: Path) -> None:
    asked = ["candidate_facts"]
    assert run(load_plan(workspace), stages=asked).ran == ()
    plan = workspace / "plan.toml"
    before = plan.read_text(encoding="utf-8")
    plan.write_text(before.replace("above = 1", "above = 2"), encoding="utf-8")
    assert run(load_plan(workspace), stages=asked).ran == ("candidate_facts",)
    assert "Waterdiepte: deel van de locatie boven 2 m" in set(table(workspace, "facts")["title"])
    plan.write_text(before, encoding="utf-8")
    _raster(workspace / "data/raw/depth.tif", np.array([[5, 5], [5, 5]], "float32"), "EPSG:28992", (X, Y + 640), 20)
    assert run(load_plan(workspace), stages=asked).ran == ("candidate_facts",)
    found = facts_of(table(workspace, "candidate_facts"), table(workspace, "facts"))
    assert told(found, "depth_mean", 0)[0] == 5


def test_without_streets_layers_are_known_and_water_is_not(workspace: Path) -> None:
    plan = workspace / "plan.toml"
    text = plan.read_text(encoding="utf-8").replace('osm = "data/raw/streets.osm.pbf"\n', "")
    plan.write_text(text, encoding="utf-8")
    run(load_plan(workspace), stages=["candidate_facts"])
    found = facts_of(table(workspace, "candidate_facts"), table(workspace, "facts"))
    assert told(found, "depth_mean", 3)[0] == 5
    assert told(found, "nature_inside_share", 0)[0] == pytest.approx(0.5, abs=1e-3)
    assert told(found, "open_water_distance_m", 2)[:4] == (None, 0, INF, "unknown")


def test_the_layers_of_kampen(shared: Path, tmp_path: Path) -> None:
    """Real rasters and 6,615 real areas, two of which cross themselves: they are told once, and mended."""
    folder = toy_workspace.make(tmp_path / "toy")
    real = shared / "kampen"
    text = f'\n[layers]\nflood = "{real}/flood.tif"\nuse = "{real}/landuse.tif"\nareas = "{real}/landuse.gpkg"\n'
    (folder / "plan.toml").write_text((folder / "plan.toml").read_text(encoding="utf-8") + text, encoding="utf-8")
    plan = load_plan(folder)
    inputs = read_inputs(plan)
    notes = [(Path(note.file).name, note.code, dict(note.parameters)) for note in inputs.notes]
    assert ("landuse.gpkg", "mended_areas", {"count": "2"}) in notes
    places = [(190_500, 507_200), (191_500, 508_300), (186_500, 505_500)]
    sites = gpd.GeoDataFrame(
        {"location_id": ["a", "b", "c"]}, geometry=[Point(*place).buffer(80) for place in places], crs=28992
    )
    work = Work(
        plan=plan, outputs=None, inputs=lambda: inputs, result=lambda _name: None, network=None, imprint=None,
        streets="not_given",
    )  # type: ignore[arg-type]  # fmt: skip
    measures = {one.fact.id: one for one in layer_measures(work, sites)}
    areas = gpd.read_file(real / "landuse.gpkg")
    whole = areas.geometry.make_valid().union_all()
    for number, shape in enumerate(sites.geometry):
        share = shape.intersection(whole).area / shape.area
        assert measures["areas_inside_share"].value[number] == pytest.approx(share, abs=1e-6)
        assert measures["areas_distance_m"].value[number] == pytest.approx(shape.distance(whole), abs=1e-3)
    assert (measures["flood_max"].status == "ok").all()
    assert (measures["use_max"].value % 10 == 0).all()
