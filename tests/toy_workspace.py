"""A whole workspace in miniature: one town of five by five streets, two municipalities and three locations.

The town lies around the corner of `osm_builder`, so that places are metres east and north of it.
"""

import shutil
from collections.abc import Iterable
from pathlib import Path

import geopandas as gpd
import openpyxl
from pyproj import Transformer
from shapely import box

from geo.pipeline import run
from geo.plan import load_plan
from tests import gtfs
from tests.once import made_once
from tests.sources.osm_builder import OsmBuilder, Tags, lon_lat

TIMESTAMP = "2020-08-31T20:00:00Z"
SPACING_M, STREETS = 200.0, 5
FACILITIES: tuple[tuple[float, float, Tags], ...] = (
    (100.0, 0.0, {"shop": "supermarket", "name": "Kruidenier"}),
    (800.0, 100.0, {"amenity": "doctors", "name": "Huisarts Oost"}),
    (0.0, 700.0, {"highway": "bus_stop", "name": "Markt"}),
)
"""Metres east and north, and tags; each lies on a street."""

PLAN = """\
[plan]
province = "PV90"
prt = "Provinciale Regietafel Toets"
reference_date = 2020-09-01
horizon = ["2020-Q3", "2021-Q2"]
fictional = true

[input]
osm = "data/raw/streets.osm.pbf"
boundaries = "data/raw/boundaries.gpkg"
locations = "data/raw/locations.csv"
candidates = { path = "data/raw/candidates.xlsx", sheet = "kandidaten" }
need = "data/raw/need.csv"
regions = "data/raw/regions.csv"
population = "data/raw/population.gpkg"
texts = "data/raw/texts"
gtfs = "data/raw/gtfs"

[distances]
modes = ["walk", "car"]
nearest = 1
categories = ["supermarket", "gp", "bus_stop"]

[reach]
categories = ["supermarket"]
limits_m = [500]

[transit]
hours = ["07:00", "19:00"]

[maps]
sizes = ["a4"]
catchments_m = [500]
categories = ["supermarket", "gp"]
"""

LOCATIONS = """\
locatie-id;naam;lengtegraad;breedtegraad;huidig type;type locatie;vervolg;status besluitvorming;capaciteit;overeenkomst van;overeenkomst t/m;openbaarheid
T1;azc Markt;{0};azc;gvl;voortzetten;bestaand;400;2015-01-01;2025-12-31;openbaar
T2;azc Kade;{1};azc;regionaal;voortzetten;bestaand;100;2015-01-01;2021-01-31;openbaar
T3;noodopvang Hal;{2};noodopvang;regionaal;beeindigen;bestaand;150;2020-01-01;2020-12-31;openbaar
"""
PLACES_M = ((10.0, 20.0), (410.0, 380.0), (790.0, 790.0))

NEED = """\
prognose-id;prognosedatum;soort behoefte;te realiseren voor;plekken min;plekken max;bron
LRT-1;2020-08-01;totaal;2020-Q4;450;550;LRT
LRT-1;2020-08-01;regionaal;2020-Q4;200;250;LRT
"""

REGIONS = """\
regio-id;regionaam;gemeentecode
R1;Toetsland;GM9101
R1;Toetsland;GM9102
"""

CANDIDATES = ("locatie-id", "naam", "x", "y", "capaciteit", "openbaarheid")


def make(folder: Path) -> Path:
    """Make the workspace in a folder and give that folder; a copy of one that is written once for all tests."""
    return Path(shutil.copytree(made_once("toy-raw", _write), folder, dirs_exist_ok=True))


def _write(folder: Path) -> None:
    raw = folder / "data" / "raw"
    (raw / "texts").mkdir(parents=True)
    (folder / "plan.toml").write_text(PLAN, encoding="utf-8")
    places = [";".join(map(str, lon_lat(*place))) for place in PLACES_M]
    for name, text in (("locations", LOCATIONS.format(*places)), ("need", NEED), ("regions", REGIONS)):
        (raw / f"{name}.csv").write_text(text, encoding="utf-8-sig")
    (raw / "texts" / "01-context.md").write_text("De regietafel van Toets kwam bijeen.\n", encoding="utf-8")
    write_candidates(raw / "candidates.xlsx", sheets=("kandidaten", "oud"))
    write_streets(raw / "streets.osm.pbf")
    gtfs.folder(raw / "gtfs", gtfs.files(lambda place: lon_lat(*place)))
    _boundaries(raw / "boundaries.gpkg")
    _population(raw / "population.gpkg")


def finished(folder: Path) -> Path:
    """Copy the workspace with all its results, which are made once for all tests, and give the copy."""
    whole = made_once("toy", lambda to: run(load_plan(make(to))))
    return Path(shutil.copytree(whole, folder, dirs_exist_ok=True))


def rd(east_m: float, north_m: float) -> tuple[float, float]:
    """Give a place in metres of RD New."""
    x, y = Transformer.from_crs(4326, 28992, always_xy=True).transform(*lon_lat(east_m, north_m))
    return round(x, 1), round(y, 1)


def write_streets(path: Path, facilities: Iterable[tuple[float, float, Tags]] = FACILITIES) -> Path:
    """Write the town: a grid of residential streets with a road around it, a pond, a wood and facilities."""
    osm, last = OsmBuilder(), (STREETS - 1) * SPACING_M
    rows = [[osm.node(column * SPACING_M, row * SPACING_M) for column in range(STREETS)] for row in range(STREETS)]
    for number, nodes in enumerate([*rows, *map(list, zip(*rows, strict=True))]):
        kind = "secondary" if number in {0, STREETS} else "residential"
        osm.way(nodes, {"highway": kind, "name": f"Straat {number + 1}"})
    osm.square(250, 250, 100, {"natural": "water"})
    osm.square(450, 450, 100, {"landuse": "forest"})
    osm.node(last / 2, last / 2, {"place": "town", "name": "Toetsdorp"})
    for east_m, north_m, tags in facilities:
        osm.node(east_m, north_m, tags)
    path.unlink(missing_ok=True)
    edge = (*lon_lat(-1_000, -1_000), *lon_lat(last + 1_000, last + 1_000))
    return osm.write(path, box=edge, timestamp=TIMESTAMP)


def write_candidates(path: Path, *, sheets: tuple[str, ...]) -> None:
    """Write a workbook with one candidate a sheet."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, name in enumerate(sheets, start=1):
        sheet = book.create_sheet(name)
        sheet.append(CANDIDATES)
        sheet.append((f"C{number}", f"Terrein {name}", *rd(200.0 * number, 600.0), 80, "openbaar"))
    book.save(path)


def _boundaries(path: Path) -> None:
    (west, south), (east, north) = rd(-500, -500), rd(1_300, 1_300)
    middle = (west + east) / 2
    whole = gpd.GeoDataFrame({"code": ["PV90"], "naam": ["Toets"]}, geometry=[box(west, south, east, north)], crs=28992)
    whole.to_file(path, layer="provincies")
    halves = [box(west, south, middle, north), box(middle, south, east, north)]
    about = {
        "code": ["GM9101", "GM9102"],
        "naam": ["West", "Oost"],
        "provinciecode": ["PV90"] * 2,
        "inwoners": [60, 40],
    }
    gpd.GeoDataFrame(about, geometry=halves, crs=28992).to_file(path, layer="gemeenten")


def _population(path: Path) -> None:
    corners = [rd(150.0 * step, 150.0 * step) for step in range(4)]
    squares = [box(x, y, x + 100, y + 100) for x, y in corners]
    about = {"vierkant": ["V1", "V2", "V3", "V4"], "aantal_inwoners": [10, 20, 30, 40]}
    gpd.GeoDataFrame(about, geometry=squares, crs=28992).to_file(path, layer="vierkanten")
