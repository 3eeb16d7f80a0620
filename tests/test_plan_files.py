"""The workbook and the GeoPackage of a whole run: real numbers and dates, words for people, and every layer."""

import shutil
import sqlite3
import zipfile
from contextlib import closing
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest
import toy_workspace
from openpyxl.worksheet.worksheet import Worksheet
from shapely import box

from geo.figures import format_km
from geo.pipeline import run
from geo.plan import load_plan

TABLES = {
    "partnerships": "verband-id;naam;soort;prt (trekker)\nS1;Verband West;eigen;PV90\nS2;Leeg verband;eigen;PV90\n",
    "partnership_members": "verband-id;gemeentecode\nS1;GM9101\nS1;GM9102\n",
}
WORDS = {"untestable", "short", "within", "above", "walk", "car", "ok", "gp", "True", "False", "nan", "None", "enough"}


@pytest.fixture(scope="module")
def processed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = toy_workspace.make(tmp_path_factory.mktemp("files"))
    raw, plan = folder / "data" / "raw", folder / "plan.toml"
    for name, text in TABLES.items():
        (raw / f"{name}.csv").write_text(text, encoding="utf-8-sig")
    given = "".join(f'{name} = "data/raw/{name}.csv"\n' for name in TABLES)
    plan.write_text(plan.read_text(encoding="utf-8").replace("[distances]", f"{given}\n[distances]"), encoding="utf-8")
    _widen(raw / "boundaries.gpkg")
    # the extract ends 1.000 m east of the last street, at 1.800 m: T4 lies beyond, though in the province
    places = [
        ";".join(map(str, toy_workspace.lon_lat(*place))) for place in (*toy_workspace.PLACES_M, (1_900.0, 600.0))
    ]
    beyond = toy_workspace.LOCATIONS.splitlines()[1].replace("T1;azc Markt;{0}", "T4;azc Ver;{3}")
    told = f"{toy_workspace.LOCATIONS}{beyond}\n".format(*places)
    (raw / "locations.csv").write_text(told, encoding="utf-8-sig")
    run(load_plan(folder), stages=("layers",))
    kept = tmp_path_factory.mktemp("kept")
    return Path(shutil.copytree(folder / "data" / "processed", kept, dirs_exist_ok=True))


def _widen(boundaries: Path) -> None:
    """Let the province and its last municipality go on for another 1.500 m to the east."""
    for name in ("provincies", "gemeenten"):
        frame = gpd.read_file(boundaries, layer=name)
        _, south, east, north = frame.total_bounds
        shapes = [*frame.geometry.iloc[:-1], frame.geometry.iloc[-1].union(box(east, south, east + 1500, north))]
        frame.set_geometry(gpd.GeoSeries(shapes, crs=frame.crs)).to_file(boundaries, layer=name)


@pytest.fixture(scope="module")
def sheets(processed: Path) -> dict[str, Worksheet]:
    book = openpyxl.load_workbook(processed / "plan.xlsx")
    return {sheet.title: sheet for sheet in book.worksheets}


def column(sheet: Worksheet, heading: str) -> list[object]:
    place = [cell.value for cell in sheet[1]].index(heading) + 1
    return [sheet.cell(line, place).value for line in range(2, sheet.max_row + 1)]


def test_the_tables_of_the_chapters_are_all_in_the_workbook(sheets: dict[str, Worksheet]) -> None:
    assert list(sheets)[1:] == [
        "Kerncijfers", "Aandachtspunten uit gegevens", "Opvang per gemeente", "Huidige opvangportefeuille",
        "Totalen huidige portefeuille", "Looptijd van de overeenkomsten", "Afstanden tot voorzieningen",
        "Vertrekken van openbaar vervoer", "Kwaliteit van de looproute", "Volledigheid van voorzieningen",
        "Afstanden naar twee bronnen", "Aansluiting op het wegennet", "Bereik van voorzieningen",
        "Huidig aanbod en behoefte", "Prognoses en gevolgen", "Indicatieve eigen berekening",
        "Afronding van eigen berekening",
        "Samenwerkingsverbanden", "Regio-indeling", "Aandelen per provincie", "Regionale opvang per locatie",
        "Regionale opvang naar gemeente", "Indicatie uit de taakstelling", "Aanbod en behoefte per kwartaal",
        "Invulling met locaties", "Kandidaten naast elkaar", "Rangorde van kandidaatlocaties", "Toets aan het profiel",
        "Criteria en gewichten", "Scores van kandidaatlocaties", "Aandeel van elke rang", "Volgorde die vaststaat",
        "Wat de eerste plaats omkeert", "Gewicht waarbij het omslaat", "Invloed van onzekere feiten",
        "Feiten over kandidaatlocaties", "Feiten per kandidaatlocatie",
        "Van portefeuille naar invulling", "Totalen naar vervolg", "Rollen per locatie",
        "Factsheets", "Flexibele opvangvormen", "Reservecapaciteit per trede", "Hogere en lagere behoefte",
        "Groei die de reserve dekt", "Volgorde van afschalen", "Afschalen bij lagere behoefte",
        "Plekken per kwartaal", "Tekorten van dag tot dag", "Aanbod zonder en met verlenging",
        "Uiterste dagen voor besluiten", "Nog uit te werken vraagstukken", "Bevindingen",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sheet", "heading"),
    [
        ("Aanbod en behoefte per kwartaal", "Saldo min"),
        ("Aanbod en behoefte per kwartaal", "Saldo max"),
        ("Hogere en lagere behoefte", "Saldo"),
        ("Hogere en lagere behoefte", "Saldo met bekende reserve"),
        ("Plekken per kwartaal", "2020-IV"),
        ("Tekorten van dag tot dag", "Tekort (plekken)"),
        ("Afstanden tot voorzieningen", "Afstand (m)"),
        ("Totalen huidige portefeuille", "Regulier"),
        ("Looptijd van de overeenkomsten", "Reguliere plekken"),
        ("Groei die de reserve dekt", "Gedekte groei van de behoefte (%)"),
        ("Aanbod zonder en met verlenging", "Diepste tekort"),
        ("Afschalen bij lagere behoefte", "Plekken minder nodig"),
    ],
)
def test_numbers_are_numbers(sheets: dict[str, Worksheet], sheet: str, heading: str) -> None:
    known = [value for value in column(sheets[sheet], heading) if value is not None]
    assert known
    assert all(isinstance(value, int | float) for value in known)


def test_a_balance_is_a_number_with_its_sign(sheets: dict[str, Worksheet]) -> None:
    sheet = sheets["Aanbod en behoefte per kwartaal"]
    heads = [cell.value for cell in sheet[1]]
    cells = [row[heads.index("Saldo max")] for row in sheet.iter_rows(min_row=2)]
    assert {cell.number_format for cell in cells if cell.value is not None} == {"+#,##0;-#,##0;0"}
    # on 30-6-2021: T1 400 + T4 400 are left of the total, and 450 are wanted
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    (last,) = [row for row in rows if row[:3] == ["2021-II", "Toets (PV90)", "totaal"]]
    assert last[heads.index("Saldo max")] == 350


def test_dates_are_dates(sheets: dict[str, Worksheet]) -> None:
    for sheet, heading in (("Tekorten van dag tot dag", "Van"), ("Huidige opvangportefeuille", "Overeenkomst t/m")):
        assert all(isinstance(value, datetime) for value in column(sheets[sheet], heading) if value is not None)


def test_cells_hold_words_for_people_and_places_have_their_names(sheets: dict[str, Worksheet]) -> None:
    texts = {cell.value for sheet in sheets.values() for row in sheet.iter_rows() for cell in row}
    assert not texts & WORDS
    assert set(column(sheets["Bereik van voorzieningen"], "Gebied")) == {
        "West (GM9101)", "Oost (GM9102)", "Toetsland (R1)", "Toets (PV90)",
    }  # fmt: skip
    assert {"T1 azc Markt", "Terrein kandidaten (C1)"} <= set(column(sheets["Afstanden tot voorzieningen"], "Locatie"))
    assert "Provincie" not in [cell.value for cell in sheets["Huidig aanbod en behoefte"][1]]


def test_a_location_outside_the_extract_is_found_and_named(sheets: dict[str, Worksheet]) -> None:
    said = [text for text in column(sheets["Bevindingen"], "Bevinding") if "buiten het kaartgebied" in str(text)]
    assert [str(text).split(" ligt")[0] for text in said] == ["azc Ver (T4)"]


def test_factsheets_say_what_the_other_tables_say(processed: Path, sheets: dict[str, Worksheet]) -> None:
    told = pd.read_parquet(processed / "factsheets.parquet").set_index(["location_id", "item"])["value"]
    distances = pd.read_parquet(processed / "distances.parquet")
    mine = distances[(distances["origin_id"] == "T2") & (distances["mode"] == "walk")].set_index("category")
    compared = [told["T2", f"distance_{one}"] == format_km(float(mine.loc[one, "distance_m"])) for one in mine.index]
    assert compared == [True] * 3
    overview = pd.read_parquet(processed / "allocation_overview.parquet").set_index("location_id")
    assert told["T2", "places_now"] == str(overview.loc["T2", "places_now"]) == "100"
    # T1 is a GVL and T3 ends: T2 alone is to be described
    assert set(told.index.get_level_values(0)) == set(column(sheets["Rollen per locatie"], "Nr")) == {"T2"}
    assert set(column(sheets["Invulling met locaties"], "Regio")) == {"Toetsland (R1)"}
    assert set(column(sheets["Van portefeuille naar invulling"], "Verschil")) == {0}


def test_names_of_sheets_are_whole_and_not_too_long_for_a_spreadsheet(sheets: dict[str, Worksheet]) -> None:
    assert all(len(name) <= 31 for name in sheets)
    assert not [name for name in sheets if name[-1] in "0123456789"], "a number tells two sheets with one name apart"


def test_every_layer_is_there_in_metres(processed: Path) -> None:
    names = pyogrio.list_layers(processed / "plan.gpkg")[:, 0].tolist()
    assert names == [
        "locations", "candidates", "facilities", "snaps", "routes", "catchments", "municipalities", "regions", "provinces",
        "partnerships", "coverage", "portfolio", "allocation", "transition", "ground_lines",
        "ground_areas_detail", "ground_lines_detail", "layer_styles",
    ]  # fmt: skip
    maps = [name for name in names if name != "layer_styles"]
    assert {gpd.read_file(processed / "plan.gpkg", layer=name, rows=1).crs.to_epsg() for name in maps} == {28992}


def test_every_layer_has_its_look_and_the_project_shows_them_all(processed: Path) -> None:
    with closing(sqlite3.connect(processed / "plan.gpkg")) as package:
        styled = dict(package.execute("SELECT f_table_name, styleQML FROM layer_styles").fetchall())
    names = [name for name in pyogrio.list_layers(processed / "plan.gpkg")[:, 0] if name != "layer_styles"]
    assert sorted(styled) == sorted(names)
    assert all(ElementTree.fromstring(qml).find("renderer-v2") is not None for qml in styled.values())
    with zipfile.ZipFile(processed / "plan.qgz") as archive:
        project = ElementTree.fromstring(archive.read("plan.qgs"))
    layers = [(one.findtext("datasource") or "").split("|")[:2] for one in project.iter("maplayer")]
    assert {of for of, _ in layers} == {"./plan.gpkg"}
    assert {name.removeprefix("layername=") for _, name in layers} == set(names)
    themes = [one.attrib["name"] for one in project.iter("visibility-preset")]
    assert themes[1:3] == ["Kaart 2 Huidige opvangportefeuille Toets", "Kaart 3 Regio-indeling en samenwerking, Toets"]
    assert [one.attrib["name"] for one in project.iter("Layout")][:2] == [f"{themes[0]} (A4)", f"{themes[0]} (A3)"]


def test_facilities_are_points_with_their_category_in_two_languages_and_their_sites(processed: Path) -> None:
    found = gpd.read_file(processed / "plan.gpkg", layer="facilities").set_index("category")
    assert found["category_nl"].to_dict() == {"bus_stop": "bushalte", "gp": "huisarts", "supermarket": "supermarkt"}
    assert found["name"].to_dict() == {"bus_stop": "Markt", "gp": "Huisarts Oost", "supermarket": "Kruidenier"}
    # there is one of each, so it is the nearest of all but T4, which lies off the map
    assert set(found["nearest_of"]) == {"C1;T1;T2;T3"}
    east, north = toy_workspace.rd(800.0, 100.0)
    assert (found.geometry["gp"].x, found.geometry["gp"].y) == pytest.approx((east, north), abs=0.5)


def test_legs_are_lines_from_sites_and_facilities_to_their_streets(processed: Path) -> None:
    found = gpd.read_file(processed / "plan.gpkg", layer="snaps").set_index(["place_id", "mode"])
    assert set(found.index.get_level_values("place_id")) >= {"C1", "T1", "T2", "T3", "T4"}
    assert found["street"].loc["T1"].to_dict() == {"walk": "Straat 6", "car": "Straat 6"}
    assert found["leg_m"].loc["T1"].tolist() == pytest.approx([10, 10], abs=0.01)
    # T4 lies 1.100 m east of the last street, Straat 10 at 800 m, and its leg is longer than may be
    assert found["status"].loc["T4"].to_dict() == {"walk": "unreachable", "car": "unreachable"}
    assert found["leg_m"].loc["T4"].tolist() == pytest.approx([1100, 1100], abs=2)
    line = found.geometry.loc[("T4", "walk")]
    assert line.length == pytest.approx(1100, abs=2)
    assert line.coords[0] == pytest.approx(toy_workspace.rd(1_900.0, 600.0), abs=0.2)


def test_the_workbook_has_the_feet_of_sites_alone_where_nothing_is_to_be_remarked(sheets: dict[str, Worksheet]) -> None:
    sheet = sheets["Aansluiting op het wegennet"]
    assert column(sheet, "Volgorde")[:2] == [1, 2]
    assert column(sheet, "Nummer")[:2] == ["T4", "T4"]
    assert column(sheet, "Opmerking")[:3] == ["te ver van elke straat", "te ver van elke straat", "geen opmerking"]
    assert set(column(sheet, "Soort plaats")) == {"locatie", "kandidaat"}


def test_partnerships_are_areas_of_their_members(processed: Path) -> None:
    found = gpd.read_file(processed / "plan.gpkg", layer="partnerships")
    # S2 has no members and so no area; S1 has both municipalities, which together are the province
    assert found[["partnership_id", "name", "members"]].to_numpy().tolist() == [["S1", "Verband West", "West;Oost"]]
    whole = gpd.read_file(processed / "plan.gpkg", layer="provinces").geometry.iloc[0]
    assert found.geometry.iloc[0].area == pytest.approx(whole.area)
