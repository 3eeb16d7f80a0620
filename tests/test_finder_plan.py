"""The search for sites as a plan asks for it: tables, rasters, layer and sheet say the same, the same every time."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pdfplumber
import pytest
import rasterio
import toy_workspace
from shapely import box

from geo.errors import FaultsError
from geo.pipeline import run
from geo.plan import load_plan
from geo.stages import maps, reading
from geo.stages.check import read_inputs
from geo.stages.finder import CLASSES, NO_SHARE
from geo.stages.search_sheet import search_drawings
from geo.stages.sheet_job import SheetJob
from geo.stages.sheet_list import sheet_jobs
from geo.stages.stage import Work
from geo.words import catalogue
from tests import kampen_workspace

PROFILE = """
[profile]
id = "toets"
title = "Toetsprofiel"
date = "2020"
source = "eigen keuze"

[[rule]]
id = "winkel"
title = "Supermarkt binnen 700 m lopen"
source = "eigen keuze"
hard = true
[[rule.test]]
fact = "walk_supermarket_m"
at_most = 700

[[rule]]
id = "plekken"
title = "Ten minste 50 plekken"
source = "eigen keuze"
hard = true
[[rule.test]]
fact = "capacity"
at_least = 50

[[rule]]
id = "huisarts"
title = "Huisarts binnen 900 m lopen"
source = "eigen keuze"
hard = true
[[rule.test]]
fact = "walk_gp_m"
at_most = 900

[[rule]]
id = "halte"
title = "Halte binnen 500 m lopen"
source = "eigen keuze"
hard = false
[[rule.test]]
fact = "walk_bus_stop_m"
at_most = 500
"""
SQUARES = 'grid_m = 100\nprofile = "zoek.toml"'


SHOWN = ("layers", "maps")
"""Stages that show what the search found."""


@pytest.fixture(scope="module", autouse=True)
def _few_sheets() -> Iterator[None]:
    """Draw the sheet of the search, and that of the portfolio to compare it with; the others do not show the search."""

    def few(work: Work) -> list[SheetJob]:
        found = [getattr(drawing, "func", None) for drawing in search_drawings(work)]
        return [job for job in sheet_jobs(work) if job.chapter == 2 or getattr(job.draw, "func", None) in found]

    with pytest.MonkeyPatch.context() as during:
        during.setattr(maps, "sheet_jobs", few)
        yield


def made(folder: Path, finder: str = SQUARES, *, stages: tuple[str, ...] = ("finder",)) -> Path:
    """Make the toy workspace with a search in its plan, and run that."""
    toy = toy_workspace.make(folder)
    (toy / "zoek.toml").write_text(PROFILE, encoding="utf-8")
    plan = toy / "plan.toml"
    plan.write_text(f"{plan.read_text(encoding='utf-8')}\n[finder]\n{finder}\n", encoding="utf-8")
    run(load_plan(toy), stages=stages)
    return toy


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("toy"), stages=SHOWN)


def table(folder: Path, name: str = "finder") -> pd.DataFrame:
    return pd.read_parquet(folder / "data" / "processed" / f"{name}.parquet")


def land(folder: Path) -> gpd.GeoDataFrame:
    return gpd.read_file(folder / "data" / "processed" / "plan.gpkg", layer="zoekgebied")


def test_squares_are_the_province_and_every_outcome_occurs(toy: Path) -> None:
    found, layer = table(toy), land(toy)
    province = read_inputs(load_plan(toy)).own_provinces.geometry.iloc[0]
    assert found["area_m2"].sum() == pytest.approx(province.area, abs=0.1 * len(found))
    assert layer.geometry.area.sum() == pytest.approx(province.area, rel=1e-9)
    assert layer["site_id"].tolist() == found["site_id"].tolist()
    assert layer["passed"].tolist() == found["passed"].tolist()
    assert set(found["passed"]) == {"yes", "no", "untestable"}
    assert set(found["rules_asked"]) == {3}, "two hard rules and a soft one; land has no places"


def test_distances_are_those_by_hand_from_the_middle_of_a_square(toy: Path) -> None:
    """Find squares by their middles, in metres from the corner of the town; the shop lies 100 m east of it."""
    found = table(toy).set_index("site_id")
    layer = land(toy).set_index("site_id")
    fallen = found[(found["rule"] == "winkel") & (found["passed"] == "no") & ~found["at_least_margin"]]
    shop = np.array(toy_workspace.rd(100.0, 0.0))
    straight = np.hypot(*(layer.loc[fallen.index].centroid.get_coordinates().to_numpy() - shop).T)
    assert len(fallen) > 30
    assert (700 - fallen["margin"] >= 0.99 * straight).all(), "no way is shorter than the straight line"


def test_the_raster_read_back_equals_the_table(toy: Path) -> None:
    found, layer = table(toy), land(toy)
    compared = 0
    for name, expected in (
        ("zoekkaart", found["passed"].map(CLASSES)),
        ("zoekkaart-aandeel", (100 * found["rules_met"] / found["rules_asked"]).round()),
    ):
        with rasterio.open(toy / "data" / "processed" / f"{name}.tif") as raster:
            cells = raster.read(1)
            corners = [(int(one[1:7]) + 50, int(one[8:]) + 50) for one in layer["site_id"]]
            assert [int(value[0]) for value in raster.sample(corners)] == expected.astype(int).tolist()
            assert (cells != raster.nodata).sum() == len(found), "all other cells are outside"
            assert raster.transform.a == 100
        compared += len(found)
    assert compared == 2 * len(found)


def test_the_raster_says_what_it_is(toy: Path) -> None:
    with rasterio.open(toy / "data" / "processed" / "zoekkaart.tif") as raster:
        tags, colours = raster.tags(), raster.colormap(1)
        assert (raster.dtypes, raster.nodata, raster.crs.to_epsg()) == (("uint8",), 0, 28992)
    assert {key: tags[key] for key in ("PROFIEL", "PEILDATUM")} == {
        "PROFIEL": "Toetsprofiel (2020)", "PEILDATUM": "2020-09-01",
    }  # fmt: skip
    assert [tags[f"WAARDE_{value}"] for value in range(4)] == [
        "buiten", "valt af", "niet toetsbaar", "nader onderzoek nodig",
    ]  # fmt: skip
    assert len({colours[value] for value in range(4)}) == 4
    with rasterio.open(toy / "data" / "processed" / "zoekkaart-aandeel.tif") as raster:
        assert raster.nodata == NO_SHARE


def test_the_summary_adds_up_to_the_table(toy: Path) -> None:
    found, summary = table(toy), table(toy, "finder_summary").set_index("rule")
    assert summary.index.tolist() == ["winkel", "plekken", "huisarts", "halte"]
    assert summary["asked"].tolist() == [True, False, True, True]
    fallen = found[found["passed"] == "no"]["rule"].value_counts()
    assert {rule: int(summary.loc[rule, "fell_first"]) for rule in ("winkel", "huisarts")} == dict(fallen)
    assert summary["fell_first"].sum() == (found["passed"] == "no").sum()
    asked = summary[summary["asked"]]
    assert (asked["fails"] + asked["untestable"] + asked["met"] == len(found)).all()


def test_people_read_dutch(toy: Path) -> None:
    lines = (toy / "data" / "processed" / "finder.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("vlak-id;naam;uitkomst;eerste regel;marge;eenheid van de marge")
    words = {line.split(";")[2] for line in lines[1:]}
    assert words == {"nader onderzoek nodig", "valt af", "niet toetsbaar"}


def test_the_sheet_names_profile_rules_and_outcome_and_never_calls_land_suitable(toy: Path) -> None:
    path = toy / "maps" / "zoekkaart-openbaar.pdf"
    with pdfplumber.open(path) as pages:
        text = " ".join(" ".join(page.extract_text() or "" for page in pages.pages).split())
    for said in ("nader onderzoek nodig:", "valt af:", "niet toetsbaar:", "Toetsprofiel", "vierkanten van 100 m"):
        assert said in text
    assert "Supermarkt binnen 700 m lopen" in text
    assert "Niet gevraagd, omdat land dit niet heeft of het plan het niet berekent: Ten minste 50 plekken." in text
    assert "VERTROUWELIJK" not in text
    assert "geschikt" not in text.lower()
    of_search = [texts["nl"] for key, texts in catalogue().items() if key.startswith("search.")]
    assert len(of_search) > 20
    assert not [said for said in of_search if "geschikt" in said.lower()]


def test_a_closed_candidate_makes_the_sheet_confidential(tmp_path: Path) -> None:
    toy = toy_workspace.make(tmp_path)
    rows = (toy / "data" / "raw" / "locations.csv").read_text(encoding="utf-8-sig")
    (toy / "data" / "raw" / "locations.csv").write_text(
        rows.replace("2025-12-31;openbaar", "2025-12-31;geheim"), encoding="utf-8-sig"
    )
    plan = toy / "plan.toml"
    plan.write_text(plan.read_text(encoding="utf-8") + "\n[finder]\ngrid_m = 200\n", encoding="utf-8")
    run(load_plan(toy), stages=["maps"])
    with pdfplumber.open(toy / "maps" / "zoekkaart-vertrouwelijk.pdf") as pages:
        assert "VERTROUWELIJK" in (pages.pages[0].extract_text() or "")


def test_a_second_run_makes_the_same_bytes_and_a_third_makes_nothing(toy: Path, tmp_path: Path) -> None:
    other = made(tmp_path, stages=SHOWN)
    names = [
        "finder.csv",
        "finder.parquet",
        "finder_summary.csv",
        "finder_summary.parquet",
        "zoekkaart.tif",
        "zoekkaart-aandeel.tif",
    ]
    paths = [
        *(f"data/processed/{name}" for name in names),
        "maps/zoekkaart-openbaar.pdf",
        "maps/zoekkaart-openbaar.png",
    ]
    digests = [[hashlib.sha256((one / path).read_bytes()).hexdigest() for path in paths] for one in (toy, other)]
    assert digests[0] == digests[1]
    assert run(load_plan(other), stages=SHOWN).ran == ()


def test_a_changed_rule_is_noticed_and_moves_land(tmp_path: Path) -> None:
    toy = made(tmp_path)
    before = table(toy)["passed"].value_counts()
    profile = toy / "zoek.toml"
    profile.write_text(profile.read_text(encoding="utf-8").replace("at_most = 700", "at_most = 900"), encoding="utf-8")
    assert run(load_plan(toy), stages=["finder"]).ran == ("finder",)
    after = table(toy)["passed"].value_counts()
    assert after["yes"] > before["yes"]
    assert after["no"] < before["no"]


def test_without_a_search_in_the_plan_nothing_is_made_and_an_old_one_goes(tmp_path: Path) -> None:
    toy = made(tmp_path)
    plan = toy / "plan.toml"
    plan.write_text(plan.read_text(encoding="utf-8").split("\n[finder]")[0], encoding="utf-8")
    run(load_plan(toy), stages=["finder"])
    left = [path.name for folder in ("data/processed", "maps") for path in (toy / folder).glob("*") if path.is_file()]
    assert not [name for name in left if name.startswith(("finder", "zoek"))]
    assert "run.json" in left


def test_land_is_held_against_the_layers_that_a_rule_asks(tmp_path: Path) -> None:
    """Lay a nature reserve over a part of the province: a square falls where more than half of it lies in it."""
    toy = toy_workspace.make(tmp_path)
    west, south = toy_workspace.rd(-500, -500)
    reserve = box(west - 1_000, south - 1_000, west + 930, south + 3_000)
    gpd.GeoDataFrame({"naam": ["Bos"]}, geometry=[reserve], crs=28992).to_file(toy / "natuur.gpkg")
    nature = """
[profile]
id = "natuur"
title = "Natuur"
date = "2020"
source = "eigen keuze"

[[rule]]
id = "natuur"
title = "Ten hoogste de helft in natuur"
source = "eigen keuze"
hard = true
[[rule.test]]
fact = "natuur_inside_share"
at_most = 0.5
"""
    (toy / "zoek.toml").write_text(nature, encoding="utf-8")
    plan = toy / "plan.toml"
    layer = '[layers.natuur]\npath = "natuur.gpkg"\ntitle = "Bossen"\nsource = "eigen tekenwerk"'
    sections = f'{layer}\n\n[layers.elders]\npath = "natuur.gpkg"\ntitle = "Ongebruikt"\n\n[finder]\n{SQUARES}\n'
    plan.write_text(f"{plan.read_text(encoding='utf-8')}\n{sections}", encoding="utf-8")
    run(load_plan(toy), stages=SHOWN)
    found, layer = table(toy), land(toy)
    inside = layer.geometry.intersection(reserve).area / layer.geometry.area
    assert found["passed"].tolist() == ["no" if share > 0.5 else "yes" for share in inside]
    assert set(found["passed"]) == {"yes", "no"}
    fallen = (found["passed"] == "no").to_numpy()
    np.testing.assert_allclose(found["margin"][fallen], 0.5 - inside[fallen], atol=1e-9)
    foot = text_of(toy / "maps" / "zoekkaart-openbaar.pdf")
    assert "Bossen: eigen tekenwerk" in foot
    assert "Ongebruikt" not in foot, "a layer that no rule asks is no source"
    assert "Bossen" not in text_of(toy / "maps" / "kaart-2-huidige-portefeuille-openbaar.pdf")


def text_of(path: Path) -> str:
    with pdfplumber.open(path) as pages:
        return " ".join(" ".join(page.extract_text() or "" for page in pages.pages).split())


NAMES = ["Dijkzicht", None, "Verweg"]


def parcels(toy: Path, places: list[tuple[float, float]], *, side_m: float = 60.0) -> Path:
    corners = [toy_workspace.rd(*place) for place in places]
    shapes = [box(x, y, x + side_m, y + side_m) for x, y in corners]
    path = toy / "percelen.gpkg"
    gpd.GeoDataFrame(
        {"perceel": [f"P{at}" for at in range(len(shapes))], "straat": NAMES[: len(shapes)]}, geometry=shapes, crs=28992
    ).to_file(path)
    return path


def test_the_plans_own_areas_are_searched_by_their_outline(tmp_path: Path) -> None:
    toy = toy_workspace.make(tmp_path)
    (toy / "zoek.toml").write_text(PROFILE, encoding="utf-8")
    parcels(toy, [(210.0, 20.0), (500.0, 420.0), (5_000.0, 0.0)])
    plan = toy / "plan.toml"
    areas = 'areas = { path = "percelen.gpkg", columns = { id = "perceel", name = "straat" } }\ncell_m = 10\nprofile = "zoek.toml"'
    plan.write_text(f"{plan.read_text(encoding='utf-8')}\n[finder]\n{areas}\n", encoding="utf-8")
    notes = {note.code for note in read_inputs(load_plan(toy)).notes}
    assert "areas_outside" in notes, "the third lies 5 km east of the town"
    run(load_plan(toy), stages=SHOWN)
    found = table(toy).set_index("site_id")
    assert found.index.tolist() == ["P0", "P1"]
    assert found["name"].tolist() == ["Dijkzicht", ""]
    assert land(toy)["name"].tolist()[0] == "Dijkzicht"
    assert "P0 Dijkzicht" in text_of(toy / "maps" / "zoekkaart-openbaar.pdf")
    assert found["passed"].tolist() == ["yes", "no"]
    assert found.loc["P1", "rule"] == "winkel"
    # The outline of P1 is nearest to the street that lies 20 m south of it, by its corner at 560 m east: from there it is
    # 460 m west and 400 m south to the shop, so 880 m in all.
    assert found.loc["P1", "margin"] == pytest.approx(-180, abs=1)
    with rasterio.open(toy / "data" / "processed" / "zoekkaart.tif") as raster:
        middle = [shape.centroid.coords[0] for shape in land(toy).geometry]
        assert [int(value[0]) for value in raster.sample(middle)] == [CLASSES["yes"], CLASSES["no"]]
        assert (raster.read(1) > 0).sum() == 2 * 36, "60 m is six cells of 10 m"


def test_what_was_found_stands_in_workbook_layers_and_appendix(toy: Path) -> None:
    book = openpyxl.load_workbook(toy / "data" / "processed" / "plan.xlsx", read_only=True)
    names = book.sheetnames
    assert names.index("Zoekgebied") == names.index("Zoekgebied per regel") + 1
    rows = [[cell.value for cell in row] for row in book["Zoekgebied"].iter_rows()]
    found = table(toy)
    assert len(rows) == len(found) + 1
    assert "Naam" not in rows[0], "squares have no names"
    assert {row[1] for row in rows[1:]} == {"nader onderzoek nodig", "valt af", "niet toetsbaar"}
    assert {row[2] for row in rows[1:]} == {None, "Supermarkt binnen 700 m lopen", "Huisarts binnen 900 m lopen"}
    of_rules = [[cell.value for cell in row] for row in book["Zoekgebied per regel"].iter_rows()]
    assert [row[0] for row in of_rules] == [
        "Wat de regel vraagt", "Supermarkt binnen 700 m lopen", "Ten minste 50 plekken", "Huisarts binnen 900 m lopen",
        "Halte binnen 500 m lopen",
    ]  # fmt: skip
    assert "Zoekkaart Land in" in text_of(toy / "maps" / "kaartenbijlage-openbaar.pdf")


def test_qgis_is_told_how_to_draw_the_land(toy: Path) -> None:
    with closing(sqlite3.connect(toy / "data" / "processed" / "plan.gpkg")) as package:
        rows = package.execute("SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles")
        ((column, default, qml),) = [row[1:] for row in rows if row[0] == "zoekgebied"]
    assert (column, default) == ("geom", 1)
    drawn = ElementTree.fromstring(qml)
    labels = {one.attrib["value"]: one.attrib["label"] for one in drawn.iter("category")}
    assert labels == {"yes": "nader onderzoek nodig", "no": "valt af", "untestable": "niet toetsbaar"}
    symbols = drawn.findall(".//renderer-v2/symbols/symbol")
    assert {one.attrib["symbol"] for one in drawn.iter("category")} == {one.attrib["name"] for one in symbols}
    assert sorted(len(one.findall("layer")) for one in symbols) == [1, 2, 3], "a fill each; lines, and crossed lines"


AROUND = """
[profile]
id = "rondom"
title = "Rondom"
date = "2020"
source = "eigen keuze"
"""


def rule_of(fact: str, bound: str) -> str:
    name = fact.replace("_", "-")
    test = f'[[rule.test]]\nfact = "{fact}"\n{bound}\n'
    return f'\n[[rule]]\nid = "{name}"\ntitle = "{fact}"\nsource = "eigen keuze"\nhard = true\n{test}'


def test_reception_inhabitants_and_departures_are_known_of_land_as_of_candidates(tmp_path: Path) -> None:
    """Search a parcel around each candidate that is a dot: the dot lies nearer to its street, by the leg at most."""
    toy = toy_workspace.make(tmp_path)
    facts = {
        "walk_reception_m": "at_most = 1",
        "people_1000_m": "at_least = 1000000",
        "departures_per_hour": "at_least = 1000",
    }
    (toy / "zoek.toml").write_text(AROUND + "".join(rule_of(*one) for one in facts.items()), encoding="utf-8")
    candidates = read_inputs(load_plan(toy)).candidates
    dots = candidates.geometry.representative_point()
    squares = gpd.GeoDataFrame({"id": candidates["location_id"]}, geometry=dots.buffer(1.0, cap_style="square"))
    squares.to_file(toy / "percelen.gpkg")
    plan = toy / "plan.toml"
    text = f"{plan.read_text(encoding='utf-8')}\n[finder]\nareas = 'percelen.gpkg'\nprofile = 'zoek.toml'\n"
    plan.write_text(text, encoding="utf-8")
    run(load_plan(toy), stages=["finder", "candidate_facts"])
    summary = table(toy, "finder_summary").set_index("rule")
    assert summary["asked"].all()
    known = table(toy, "candidate_facts").set_index(["candidate_id", "fact"])
    found = table(toy).set_index("site_id")
    assert found["rule"].tolist() == ["walk-reception-m"] * len(found)
    for site, margin in found["margin"].items():
        assert 1 - margin == pytest.approx(known.loc[(site, "walk_reception_m"), "value"], abs=3)
    order = list(facts)[1:]
    for fact in order:
        text = AROUND + rule_of(fact, facts[fact])
        (toy / "zoek.toml").write_text(text, encoding="utf-8")
        run(load_plan(toy), stages=["finder"])
        bound = float(facts[fact].split("=")[1])
        for site, row in table(toy).set_index("site_id").iterrows():
            value = known.loc[(site, fact), "value"]
            assert bound + row["margin"] == pytest.approx(value, abs=0.5), (site, fact)
    assert len(found) >= 1


def test_faults_of_the_search_are_told_with_those_of_other_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    toy = toy_workspace.make(tmp_path)
    parcels(toy, [(9_000.0, 0.0)])
    (toy / "data" / "raw" / "regions.csv").unlink()
    plan = toy / "plan.toml"
    whole = plan.read_text(encoding="utf-8")
    plan.write_text(f"{whole}\n[finder]\nareas = 'percelen.gpkg'\n", encoding="utf-8")
    with pytest.raises(FaultsError) as caught:
        read_inputs(load_plan(toy))
    assert {(fault.file, fault.code) for fault in caught.value.faults} == {
        ("percelen.gpkg", "areas_elsewhere"), ("data/raw/regions.csv", "missing_file"),
    }  # fmt: skip
    monkeypatch.setattr(reading, "_MOST_SQUARES", 1_000)
    plan.write_text(f"{whole}\n[finder]\ngrid_m = 50\n", encoding="utf-8")
    with pytest.raises(FaultsError) as caught:
        read_inputs(load_plan(toy))
    assert {(fault.file, fault.column, fault.code) for fault in caught.value.faults} == {
        ("plan.toml", "finder.grid_m", "grid_too_fine"), ("data/raw/regions.csv", "", "missing_file"),
    }  # fmt: skip
    (fine,) = (fault for fault in caught.value.faults if fault.code == "grid_too_fine")
    assert dict(fine.parameters)["least"] == "57", "1,800 m squared in 1,000 squares"


def test_the_land_use_of_kampen_is_searched(tmp_path: Path, shared: Path) -> None:
    folder = kampen_workspace.make(tmp_path, shared)
    plan = folder / "plan.toml"
    areas = f'areas = {{ path = "{shared}/kampen/landuse.gpkg" }}\nmin_area_m2 = 10000'
    text = plan.read_text(encoding="utf-8").replace("categories = [", 'categories = ["bus_stop", "primary_school", ', 1)
    plan.write_text(f"{text}\n[finder]\n{areas}\n", encoding="utf-8")
    inputs = read_inputs(load_plan(folder))
    of_areas = [note for note in inputs.notes if note.file.endswith("landuse.gpkg")]
    assert sorted({note.code for note in of_areas}) == ["areas_outside", "mended_shape"]
    assert sum(note.code == "mended_shape" for note in of_areas) == 2
    outside = next(int(dict(note.parameters)["count"]) for note in of_areas if note.code == "areas_outside")
    assert inputs.areas is not None
    assert len(inputs.areas) + outside == 6_615
    assert inputs.areas.geometry.is_valid.all()
    run(load_plan(folder), stages=["finder"])
    found = table(folder)
    assert len(found) == (inputs.areas.geometry.area >= 10_000).sum()
    assert (found["area_m2"] >= 10_000).all()
    assert set(found["passed"]) == {"yes", "no", "untestable"}
    assert found["site_id"].is_unique
